// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's entries: see syscall.h.  A system call is looked up, validated,
 * acted on and answered; sched_choose then says who runs.
 *
 * A refused call changes nothing but r0.  A call that blocks, or that delivers a
 * message, gets its r0 from whoever ends it.
 */
#include "syscall.h"
#include "fastpath.h"
#include "machine.h"
#include "transfer.h"

#define REGISTER_CALL 7u        /* r7: the call's number */
#define REGISTER_REPLY 6u       /* r6: the reply capability's address */
#define REGISTER_RECEIVE 8u     /* r8: of NBSendRecv, the address of the endpoint to receive on */
#define ARGUMENT_INFO 1u
#define ARGUMENT_REPLY 2u
#define ARGUMENT_RECEIVE 3u
#define CPSR_THUMB 32u          /* ARM DDI 0406C B1.3.3 */

/* The slot of the capability of this type that r0 names; 0 if there is none. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures cap: \result != 0 ==> in_cnode(\result) && slot_window[\result].type == type;
    ensures named: \forall integer s; address_of(t, thread_window[t].registers[0], s)
        && slot_window[s].type == type <==> s == \result && s != 0; */
static uint32_t call_cap(uint32_t t, uint32_t type)
{
	uint32_t s = cspace_slot(t, THREAD(t).registers[0]);

	if (s == 0 || SLOT(s).type != type)
		return 0;
	return s;
}

/* Is the message info in r1 one that can be sent? */
/*@ requires thread: is_thread(t);
    assigns \nothing;
    ensures valid: \result == STATUS_OK <==>
        thread_window[t].registers[REGISTER_INFO] % INFO_LENGTHS <= MESSAGE_WORDS_MAX;
    ensures status: \result == STATUS_OK || \result == STATUS_INVALID_ARGUMENT; */
static enum status info_check(uint32_t t)
{
	if (THREAD(t).registers[REGISTER_INFO] % INFO_LENGTHS > MESSAGE_WORDS_MAX)
		return STATUS_INVALID_ARGUMENT;
	return STATUS_OK;
}

/* Does a message of this info bring capabilities? */
/*@ assigns \nothing;
    ensures caps: \result != 0 <==> message_caps(info) != 0; */
static int has_caps(uint32_t info)
{
	return info / INFO_LENGTHS % INFO_CAPS != 0;
}

/* Has the capability in slot s one of these rights? */
/*@ requires slot: is_slot(s);
    assigns \nothing;
    ensures right: \result != 0 <==> cap_right(s, rights); */
static int has_right(uint32_t s, uint32_t rights)
{
	return (SLOT(s).rights & rights) != 0;
}

/* Thread t sends what its r1..r5 say under this badge from now on; `grants` says whether it may be
   answered with capabilities. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    assigns thread_window[t].info, thread_window[t].badge_low, thread_window[t].badge_high,
            thread_window[t].grants;
    ensures consistent: consistent;
    ensures message: thread_window[t].info == thread_window[t].registers[REGISTER_INFO]
        && thread_window[t].badge_low == low && thread_window[t].badge_high == high
        && thread_window[t].grants == grants; */
static void message_set(uint32_t t, uint32_t low, uint32_t high, uint32_t grants)
{
	THREAD(t).info = THREAD(t).registers[REGISTER_INFO];
	THREAD(t).badge_low = low;
	THREAD(t).badge_high = high;
	THREAD(t).grants = grants;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert bound: bound;
	/*@ assert same: \forall integer x; thread_window[x].buffer == \at(thread_window[x].buffer, Pre); */
	/*@ assert live: \forall integer x; is_live(x) <==> is_live{Pre}(x); */
	/*@ assert slots: \forall integer x; slot_window[x].object == \at(slot_window[x].object, Pre)
	      && end(x) == \at(end(x), Pre); */
	/*@ assert frames: \forall integer x; is_thread(x) && \at(thread_window[x].buffer, Pre) != 0 ==>
	      is_live{Pre}(x * THREAD_GRANULES + THREAD_SLOT_BUFFER)
	      && \at(slot_window[x * THREAD_GRANULES + THREAD_SLOT_BUFFER].type, Pre) == CAP_FRAME; */
	//@ assert buffers: held_buffers;
}

/* What endpoint_send does, in a kernel that is consistent. */
/*@ requires consistent: consistent;
    requires endpoint: is_endpoint(e);
    requires thread: is_running(t);
    requires room: block != 0 || endpoint_window[e].state == ENDPOINT_RECEIVERS;
    assigns MESSAGES;
    ensures consistent: consistent;
    ensures waits: \old(endpoint_window[e].state) != ENDPOINT_RECEIVERS ==>
        thread_window[t].waits_on == e && endpoint_window[e].state == ENDPOINT_SENDERS
        && thread_window[t].state == (call != 0 ? THREAD_CALLING : THREAD_SENDING);
    ensures badge: thread_window[t].badge_low == \old(thread_window[t].badge_low)
        && thread_window[t].badge_high == \old(thread_window[t].badge_high);
    ensures offers: call == 0 ==> offers_kept{Pre, Post};
    ensures goes_on: call == 0 && \old(endpoint_window[e].state) == ENDPOINT_RECEIVERS ==> is_running(t); */
static void syscall_meet(uint32_t e, uint32_t t, uint32_t call, uint32_t block)
{
	endpoint_send(e, t, call, block);
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
	//@ assert irqs: irqs;
}

/* What loan_make does, in a kernel that is consistent; nothing if r is 0. */
/*@ requires consistent: consistent;
    requires reply: r == 0 || is_reply(r);
    requires thread: is_thread(to) && to != kernel.idle;
    assigns thread_window[..], QUEUE_LINKS, reply_window[r].borrower, sched_context_window[..];
    ensures consistent: consistent;
    ensures stays: stays_in_loan{Pre, Post};
    ensures lent: r != 0 && \old(can_lend(r, to)) ==> runs_on_loan{Pre, Post}(r, to); */
static void loan_made(uint32_t r, uint32_t to)
{
	if (r == 0)
		return;
	loan_make(r, to);
	/*@ assert same: \forall integer x; thread_window[x].buffer == \at(thread_window[x].buffer, Pre); */
	/*@ assert live: \forall integer x; is_live(x) <==> is_live{Pre}(x); */
	/*@ assert slots: \forall integer x; slot_window[x].object == \at(slot_window[x].object, Pre)
	      && end(x) == \at(end(x), Pre); */
	/*@ assert frames: \forall integer x; is_thread(x) && \at(thread_window[x].buffer, Pre) != 0 ==>
	      is_live{Pre}(x * THREAD_GRANULES + THREAD_SLOT_BUFFER)
	      && \at(slot_window[x * THREAD_GRANULES + THREAD_SLOT_BUFFER].type, Pre) == CAP_FRAME; */
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
	//@ assert irqs: irqs;
}

/* What loan_end does, in a kernel that is consistent. */
/*@ requires consistent: consistent;
    requires reply: is_reply(r);
    assigns thread_window[..], QUEUE_LINKS, reply_window[r].borrower, sched_context_window[..];
    ensures consistent: consistent;
    ensures stays: stays_in_loan{Pre, Post};
    ensures ended: reply_window[r].borrower == 0; */
static void loan_ended(uint32_t r)
{
	loan_end(r);
	/*@ assert same: \forall integer x; thread_window[x].buffer == \at(thread_window[x].buffer, Pre); */
	/*@ assert live: \forall integer x; is_live(x) <==> is_live{Pre}(x); */
	/*@ assert slots: \forall integer x; slot_window[x].object == \at(slot_window[x].object, Pre)
	      && end(x) == \at(end(x), Pre); */
	/*@ assert frames: \forall integer x; is_thread(x) && \at(thread_window[x].buffer, Pre) != 0 ==>
	      is_live{Pre}(x * THREAD_GRANULES + THREAD_SLOT_BUFFER)
	      && \at(slot_window[x * THREAD_GRANULES + THREAD_SLOT_BUFFER].type, Pre) == CAP_FRAME; */
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
	//@ assert irqs: irqs;
}

/* As syscall_meet; who is called at once and has no scheduling context runs on that of thread t. */
/*@ requires consistent: consistent;
    requires endpoint: is_endpoint(e);
    requires thread: is_running(t);
    requires room: block != 0 || endpoint_window[e].state == ENDPOINT_RECEIVERS;
    assigns MESSAGES;
    ensures consistent: consistent;
    ensures waits: \old(endpoint_window[e].state) != ENDPOINT_RECEIVERS ==>
        thread_window[t].waits_on == e && endpoint_window[e].state == ENDPOINT_SENDERS
        && thread_window[t].state == (call != 0 ? THREAD_CALLING : THREAD_SENDING);
    ensures badge: thread_window[t].badge_low == \old(thread_window[t].badge_low)
        && thread_window[t].badge_high == \old(thread_window[t].badge_high);
    ensures offers: call == 0 ==> offers_kept{Pre, Post};
    ensures goes_on: call == 0 && \old(endpoint_window[e].state) == ENDPOINT_RECEIVERS ==> is_running(t); */
static void syscall_call(uint32_t e, uint32_t t, uint32_t call, uint32_t block)
{
	uint32_t to = endpoint_receiver(e);

	syscall_meet(e, t, call, block);
	//@ assert replies: replies_threads;
	//@ assert reply: thread_window[t].reply != 0 ==> is_reply(thread_window[t].reply);
	if (call != 0 && to != 0)
		loan_made(THREAD(t).reply, to);
}

/* The capabilities of what thread t sends on endpoint e go to the first that receives there, if
   somebody does. */
/*@ requires consistent: consistent;
    requires endpoint: is_endpoint(e);
    requires thread: is_running(t);
    requires clock: cdt_clock - MESSAGE_CAPS_MAX >= INT64_MIN;
    requires budget: TRANSFER_STEPS <= steps_left;
    assigns PASSES, thread_window[t].info, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= TRANSFER_STEPS;
    ensures clock: \old(cdt_clock) - cdt_clock <= MESSAGE_CAPS_MAX;
    ensures consistent: consistent; */
static void syscall_pass(uint32_t e, uint32_t t)
{
	uint32_t to;

	if (!has_caps(THREAD(t).info) || ENDPOINT(e).state != ENDPOINT_RECEIVERS)
		return;
	to = queue_first(e);
	//@ assert receiver: waits_in(to, e) && to != t;
	transfer(t, to);
}

/* Send and Call through the capability in r0. */
/*@ requires consistent: consistent;
    requires thread: is_running(t);
    requires clock: cdt_clock - MESSAGE_CAPS_MAX >= INT64_MIN;
    requires budget: CSPACE_LEVELS_MAX + TRANSFER_STEPS <= steps_left;
    assigns MESSAGES, PASSES, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX + TRANSFER_STEPS;
    ensures consistent: consistent;
    ensures answer: \result % ANSWER_ARGUMENT < STATUS_RESTART && \result / ANSWER_ARGUMENT <= ARGUMENT_INFO;
    ensures grant: \result == STATUS_OK && message_caps(\old(thread_window[t].registers[REGISTER_INFO])) != 0 ==>
        \exists integer s; invoked{Pre}(t, CAP_ENDPOINT, RIGHT_GRANT, s);
    ensures right: \result == STATUS_OK ==> \exists integer s;
        invoked{Pre}(t, CAP_ENDPOINT, call != 0 ? RIGHT_CALL : RIGHT_WRITE, s) && sent_through{Pre, Post}(t, s, call, block);
    ensures clock: \old(cdt_clock) - cdt_clock <= MESSAGE_CAPS_MAX;
    ensures tried: call == 0 && \result == STATUS_WOULD_BLOCK ==>
        \exists integer s; invoked{Pre}(t, CAP_ENDPOINT, RIGHT_WRITE, s);
    ensures goes_on: call == 0 && block == 0 ==> is_running(t) && offers_kept{Pre, Post};
    ensures refused: \result != STATUS_OK ==> nobody_met{Pre, Post}; */
static uint32_t syscall_send(uint32_t t, uint32_t call, uint32_t block)
{
	uint32_t s = call_cap(t, CAP_ENDPOINT), right = call != 0 ? RIGHT_CALL : RIGHT_WRITE, e;

	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 0);
	if ((SLOT(s).rights & right) == 0)
		return refuse(STATUS_NO_RIGHT, 0);
	if (info_check(t) != STATUS_OK)
		return refuse(STATUS_INVALID_ARGUMENT, ARGUMENT_INFO);
	if (has_caps(THREAD(t).registers[REGISTER_INFO]) && !has_right(s, RIGHT_GRANT))
		return refuse(STATUS_NO_RIGHT, ARGUMENT_INFO);
	//@ ghost object_named(s);
	//@ assert invoked: invoked{Pre}(t, CAP_ENDPOINT, right, s);
	/*@ assert grant: message_caps(\at(thread_window[t].registers[REGISTER_INFO], Pre)) != 0 ==>
	      invoked{Pre}(t, CAP_ENDPOINT, RIGHT_GRANT, s); */
	e = SLOT(s).object / QUEUE_GRANULES;
	if (block == 0 && ENDPOINT(e).state != ENDPOINT_RECEIVERS)
		return refuse(STATUS_WOULD_BLOCK, 0);

	message_set(t, SLOT(s).word0, SLOT(s).word1, SLOT(s).rights & RIGHTS_GRANTED);
	syscall_pass(e, t);
	syscall_call(e, t, call, block);
	//@ assert sent: sent_through{Pre, Here}(t, s, call, block);
	return refuse(STATUS_OK, 0);
}

/* Thread t's message has this info. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    assigns thread_window[t].info;
    ensures consistent: consistent;
    ensures info: thread_window[t].info == info; */
static void info_set(uint32_t t, uint32_t info)
{
	THREAD(t).info = info;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert bound: bound;
	/*@ assert same: \forall integer x; thread_window[x].buffer == \at(thread_window[x].buffer, Pre); */
	/*@ assert live: \forall integer x; is_live(x) <==> is_live{Pre}(x); */
	/*@ assert slots: \forall integer x; slot_window[x].object == \at(slot_window[x].object, Pre)
	      && end(x) == \at(end(x), Pre); */
	/*@ assert frames: \forall integer x; is_thread(x) && \at(thread_window[x].buffer, Pre) != 0 ==>
	      is_live{Pre}(x * THREAD_GRANULES + THREAD_SLOT_BUFFER)
	      && \at(slot_window[x * THREAD_GRANULES + THREAD_SLOT_BUFFER].type, Pre) == CAP_FRAME; */
	//@ assert buffers: held_buffers;
}

/* What reply_send does, in a kernel that is consistent. */
/*@ requires consistent: consistent;
    requires thread: is_running(t);
    requires reply: is_reply(r) && reply_window[r].caller != t;
    assigns thread_window[..], QUEUE_LINKS, reply_window[r].caller, buffer_window[..];
    ensures consistent: consistent;
    ensures free: reply_window[r].caller == 0;
    ensures stays: is_running(t) && thread_window[t].notification == \old(thread_window[t].notification); */
static void reply_made(uint32_t t, uint32_t r)
{
	reply_send(r, t);
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
	//@ assert irqs: irqs;
}

/* The capabilities of what thread t answers go to the caller, if its own capability let it be granted
   some; else the answer has none. */
/*@ requires consistent: consistent;
    requires threads: is_running(t) && is_thread(caller) && caller != t;
    requires clock: cdt_clock - MESSAGE_CAPS_MAX >= INT64_MIN;
    requires budget: TRANSFER_STEPS <= steps_left;
    assigns PASSES, thread_window[t].info, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= TRANSFER_STEPS;
    ensures clock: \old(cdt_clock) - cdt_clock <= MESSAGE_CAPS_MAX;
    ensures consistent: consistent;
    ensures none: thread_window[caller].grants == 0 ==> message_caps(thread_window[t].info) == 0; */
static void syscall_reply_caps(uint32_t t, uint32_t caller)
{
	uint32_t info = THREAD(t).info;

	if (!has_caps(info))
		return;
	if (THREAD(caller).grants != 0)
		transfer(t, caller);
	else
		info_set(t, info - info / INFO_LENGTHS % INFO_CAPS * INFO_LENGTHS);
}

/* What thread t says goes to the caller of reply object r, if there is one; what that lent goes back to it
   first. */
/*@ requires consistent: consistent;
    requires thread: is_running(t);
    requires reply: is_reply(r);
    requires clock: cdt_clock - MESSAGE_CAPS_MAX >= INT64_MIN;
    requires budget: TRANSFER_STEPS <= steps_left;
    assigns thread_window[..], QUEUE_LINKS, reply_window[r].caller, reply_window[r].borrower,
            sched_context_window[..], buffer_window[..], PASSES, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= TRANSFER_STEPS;
    ensures clock: \old(cdt_clock) - cdt_clock <= MESSAGE_CAPS_MAX;
    ensures consistent: consistent;
    ensures free: reply_window[r].caller == 0;
    ensures stays: is_running(t) && thread_window[t].notification == \old(thread_window[t].notification); */
static void syscall_reply(uint32_t t, uint32_t r)
{
	message_set(t, 0, 0, 0);
	//@ assert other: reply_window[r].caller != t;
	if (REPLY(r).caller != 0)
		syscall_reply_caps(t, REPLY(r).caller);
	loan_ended(r);
	reply_made(t, r);
}

/* Send through the reply capability in r0, or else as syscall_send. */
/*@ requires consistent: consistent;
    requires thread: is_running(t);
    requires clock: cdt_clock - MESSAGE_CAPS_MAX >= INT64_MIN;
    requires budget: 2 * CSPACE_LEVELS_MAX + TRANSFER_STEPS <= steps_left;
    assigns MESSAGES, PASSES, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= 2 * CSPACE_LEVELS_MAX + TRANSFER_STEPS;
    ensures consistent: consistent;
    ensures answer: \result % ANSWER_ARGUMENT < STATUS_RESTART && \result / ANSWER_ARGUMENT <= ARGUMENT_INFO;
    ensures right: \result == STATUS_OK ==> \exists integer s;
        replied{Pre, Post}(t, s)
        || (invoked{Pre}(t, CAP_ENDPOINT, RIGHT_WRITE, s) && sent_through{Pre, Post}(t, s, 0, block));
    ensures clock: \old(cdt_clock) - cdt_clock <= MESSAGE_CAPS_MAX;
    ensures tried: \result == STATUS_WOULD_BLOCK ==> \exists integer s; may_send{Pre}(t, s);
    ensures goes_on: block == 0 ==> is_running(t) && offers_kept{Pre, Post};
    ensures refused: \result != STATUS_OK ==> nobody_met{Pre, Post}; */
static uint32_t syscall_send_or_reply(uint32_t t, uint32_t block)
{
	uint32_t s = call_cap(t, CAP_REPLY);

	if (s == 0)
		return syscall_send(t, 0, block);
	if (info_check(t) != STATUS_OK)
		return refuse(STATUS_INVALID_ARGUMENT, ARGUMENT_INFO);
	//@ ghost object_named(s);
	if (REPLY(SLOT(s).object).caller == 0)
		return refuse(STATUS_WOULD_BLOCK, 0);

	syscall_reply(t, SLOT(s).object);
	result_set(t, 0, STATUS_OK);
	//@ assert replied: replied{Pre, Here}(t, s);
	return refuse(STATUS_OK, 0);
}

/* The reply object that the capability named in r6 is to; 0 if it names none that is free to be offered. */
struct offer {
	uint32_t answer;
	uint32_t reply;
};
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures answer: \result.answer % ANSWER_ARGUMENT < STATUS_RESTART && \result.answer / ANSWER_ARGUMENT <= ARGUMENT_REPLY;
    ensures reply: \result.answer == STATUS_OK && \result.reply != 0 ==>
        is_reply(\result.reply) && reply_window[\result.reply].server == 0 && offered(t, \result.reply);
    ensures needed: needed != 0 && \result.answer == STATUS_OK ==> \result.reply != 0; */
static struct offer syscall_offer(uint32_t t, uint32_t needed)
{
	struct offer offer;
	uint32_t s;

	offer.answer = refuse(STATUS_OK, 0);
	offer.reply = 0;
	if (needed == 0 && THREAD(t).registers[REGISTER_REPLY] == 0)
		return offer;
	s = cspace_slot(t, THREAD(t).registers[REGISTER_REPLY]);
	if (s == 0 || SLOT(s).type != CAP_REPLY) {
		offer.answer = refuse(STATUS_INVALID_CAPABILITY, ARGUMENT_REPLY);
		return offer;
	}
	//@ ghost object_named(s);
	offer.reply = SLOT(s).object;
	if (REPLY(offer.reply).server != 0)
		offer.answer = refuse(STATUS_OCCUPIED, ARGUMENT_REPLY);
	//@ assert offered: offered(t, offer.reply);
	return offer;
}

/* What notification_poll does, in a kernel that is consistent. */
/*@ requires consistent: consistent;
    requires notification: is_notification(n);
    requires thread: is_thread(t);
    assigns notification_window[..], thread_window[..];
    ensures consistent: consistent;
    ensures status: \result == STATUS_OK || \result == STATUS_WOULD_BLOCK;
    ensures taken: \result == STATUS_OK <==> \old(pending(n));
    ensures stays: thread_window[t].state == \old(thread_window[t].state);
    ensures none: \result != STATUS_OK ==> nobody_met{Pre, Post}; */
static enum status syscall_poll(uint32_t n, uint32_t t)
{
	enum status status = notification_poll(n, t);

	/*@ assert same: \forall integer x; thread_window[x].buffer == \at(thread_window[x].buffer, Pre); */
	/*@ assert live: \forall integer x; is_live(x) <==> is_live{Pre}(x); */
	/*@ assert slots: \forall integer x; slot_window[x].object == \at(slot_window[x].object, Pre)
	      && end(x) == \at(end(x), Pre); */
	/*@ assert frames: \forall integer x; is_thread(x) && \at(thread_window[x].buffer, Pre) != 0 ==>
	      is_live{Pre}(x * THREAD_GRANULES + THREAD_SLOT_BUFFER)
	      && \at(slot_window[x * THREAD_GRANULES + THREAD_SLOT_BUFFER].type, Pre) == CAP_FRAME; */
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
	//@ assert irqs: irqs;
	return status;
}

/* Thread t gets what its bound notification holds, if there is one that holds anything. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    assigns notification_window[..], thread_window[..];
    ensures consistent: consistent;
    ensures status: \result == STATUS_OK || \result == STATUS_WOULD_BLOCK;
    ensures taken: \result == STATUS_OK <==> \old(bound_pending(t));
    ensures stays: thread_window[t].state == \old(thread_window[t].state);
    ensures none: \result != STATUS_OK ==> nobody_met{Pre, Post}; */
static enum status syscall_poll_bound(uint32_t t)
{
	uint32_t n = THREAD(t).notification;

	if (n == 0)
		return STATUS_WOULD_BLOCK;
	//@ assert bound: is_notification(n);
	return syscall_poll(n, t);
}

/* The capabilities of the first message that waits on endpoint e, if one does, go to thread t. */
/*@ requires consistent: consistent;
    requires endpoint: is_endpoint(e);
    requires thread: is_running(t);
    requires clock: cdt_clock - MESSAGE_CAPS_MAX >= INT64_MIN;
    requires budget: TRANSFER_STEPS <= steps_left;
    assigns PASSES, thread_window[..], steps_left;
    ensures bounded: \old(steps_left) - steps_left <= TRANSFER_STEPS;
    ensures consistent: consistent;
    ensures stays: is_running(t); */
static void syscall_collect(uint32_t e, uint32_t t)
{
	uint32_t from;

	if (ENDPOINT(e).state != ENDPOINT_SENDERS)
		return;
	from = queue_first(e);
	//@ assert sender: waits_in(from, e) && from != t;
	if (has_caps(THREAD(from).info))
		transfer(from, t);
}

/* What endpoint_receive does, in a kernel that is consistent. */
/*@ requires consistent: consistent;
    requires endpoint: is_endpoint(e);
    requires thread: is_running(t);
    requires reply: r == 0 || (is_reply(r) && reply_window[r].server == 0);
    requires block: block != 0 || endpoint_window[e].state == ENDPOINT_SENDERS;
    assigns MESSAGES;
    ensures consistent: consistent;
    ensures waits: \old(endpoint_window[e].state) != ENDPOINT_SENDERS ==>
        thread_window[t].waits_on == e && thread_window[t].state == THREAD_RECEIVING
        && thread_window[t].reply == r;
    ensures goes_on: \old(endpoint_window[e].state) == ENDPOINT_SENDERS ==> is_running(t); */
static void syscall_take(uint32_t e, uint32_t t, uint32_t r, uint32_t block)
{
	endpoint_receive(e, t, r, block);
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
	//@ assert lines: irqs_ages && irqs_names && irqs_free && irqs_nexts && irqs_prevs && irqs_gaps;
	//@ assert irqs: irqs;
}

/* Thread t receives on endpoint e and offers r, nothing if that is 0.  STATUS_WOULD_BLOCK: nothing is there,
   and `block` is 0. */
/*@ requires consistent: consistent;
    requires endpoint: is_endpoint(e);
    requires thread: is_running(t);
    requires reply: r == 0 || (is_reply(r) && reply_window[r].server == 0);
    requires clock: cdt_clock - MESSAGE_CAPS_MAX >= INT64_MIN;
    requires budget: TRANSFER_STEPS <= steps_left;
    assigns MESSAGES, PASSES, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= TRANSFER_STEPS;
    ensures consistent: consistent;
    ensures status: \result == STATUS_OK || \result == STATUS_WOULD_BLOCK;
    ensures received: \result == STATUS_OK ==> awaited{Pre, Post}(t, e);
    ensures waits: thread_window[t].state != THREAD_RUNNABLE ==>
        thread_window[t].state == THREAD_RECEIVING && thread_window[t].waits_on == e;
    ensures refused: \result != STATUS_OK ==> block == 0 && nobody_met{Pre, Post}; */
static enum status syscall_await(uint32_t e, uint32_t t, uint32_t r, uint32_t block)
{
	if (syscall_poll_bound(t) == STATUS_OK)
		return STATUS_OK;
	//@ assert runs: is_running(t);
	if (block == 0 && ENDPOINT(e).state != ENDPOINT_SENDERS)
		return STATUS_WOULD_BLOCK;
	//@ assert runs_on: is_running(t);
	syscall_collect(e, t);
	if (r != 0)
		loan_ended(r);
	syscall_take(e, t, r, block);
	loan_made(r, t);
	return STATUS_OK;
}

/* Receive on the endpoint in r0 with the reply object in r6; with `reply`, answer through it
   first. */
/*@ requires consistent: consistent;
    requires thread: is_running(t);
    requires block: reply != 0 ==> block != 0;
    requires clock: cdt_clock - 2 * MESSAGE_CAPS_MAX >= INT64_MIN;
    requires budget: 2 * (CSPACE_LEVELS_MAX + TRANSFER_STEPS) <= steps_left;
    assigns MESSAGES, PASSES, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= 2 * (CSPACE_LEVELS_MAX + TRANSFER_STEPS);
    ensures consistent: consistent;
    ensures answer: \result % ANSWER_ARGUMENT < STATUS_RESTART && \result / ANSWER_ARGUMENT <= ARGUMENT_REPLY;
    ensures right: \result == STATUS_OK ==> \exists integer s;
        invoked{Pre}(t, CAP_ENDPOINT, RIGHT_READ, s) && received{Pre, Post}(t, s);
    ensures refused: \result != STATUS_OK ==> nobody_met{Pre, Post}; */
static uint32_t syscall_receive(uint32_t t, uint32_t reply, uint32_t block)
{
	uint32_t s = call_cap(t, CAP_ENDPOINT), e;
	enum status status;
	struct offer offer;

	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 0);
	if ((SLOT(s).rights & RIGHT_READ) == 0)
		return refuse(STATUS_NO_RIGHT, 0);
	if (reply != 0 && info_check(t) != STATUS_OK)
		return refuse(STATUS_INVALID_ARGUMENT, ARGUMENT_INFO);
	offer = syscall_offer(t, reply);
	if (offer.answer != STATUS_OK)
		return offer.answer;

	//@ ghost object_named(s);
	//@ assert invoked: invoked{Pre}(t, CAP_ENDPOINT, RIGHT_READ, s);
	e = SLOT(s).object / QUEUE_GRANULES;
	if (reply != 0)
		syscall_reply(t, offer.reply);
	status = syscall_await(e, t, offer.reply, block);
	//@ assert received: status == STATUS_OK ==> received{Pre, Here}(t, s);
	return refuse(status, 0);
}

/* NBSend through the capability in r0, then receive on the endpoint in r8 with the reply object in r6.
   What nobody waits for is lost. */
/*@ requires consistent: consistent;
    requires thread: is_running(t);
    requires clock: cdt_clock - 2 * MESSAGE_CAPS_MAX >= INT64_MIN;
    requires budget: 4 * CSPACE_LEVELS_MAX + 2 * TRANSFER_STEPS <= steps_left;
    assigns MESSAGES, PASSES, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= 4 * CSPACE_LEVELS_MAX + 2 * TRANSFER_STEPS;
    ensures consistent: consistent;
    ensures answer: \result % ANSWER_ARGUMENT < STATUS_RESTART && \result / ANSWER_ARGUMENT <= ARGUMENT_RECEIVE;
    ensures sent: \result == STATUS_OK ==> \exists integer s; may_send{Pre}(t, s);
    ensures received: \result == STATUS_OK ==> \exists integer s;
        named_cap{Pre}(t, \old(thread_window[t].registers[REGISTER_RECEIVE]), CAP_ENDPOINT, RIGHT_READ, s)
        && waits_only_on{Pre, Post}(t, s);
    ensures refused: \result != STATUS_OK ==> nobody_met{Pre, Post}; */
static uint32_t syscall_nbsend_recv(uint32_t t)
{
	uint32_t s = cspace_slot(t, THREAD(t).registers[REGISTER_RECEIVE]), e, answer;
	struct offer offer;

	if (s == 0 || SLOT(s).type != CAP_ENDPOINT)
		return refuse(STATUS_INVALID_CAPABILITY, ARGUMENT_RECEIVE);
	if ((SLOT(s).rights & RIGHT_READ) == 0)
		return refuse(STATUS_NO_RIGHT, ARGUMENT_RECEIVE);
	offer = syscall_offer(t, 0);
	if (offer.answer != STATUS_OK)
		return offer.answer;

	//@ ghost object_named(s);
	/*@ assert named: named_cap{Pre}(t, \at(thread_window[t].registers[REGISTER_RECEIVE], Pre), CAP_ENDPOINT,
	      RIGHT_READ, s); */
	e = SLOT(s).object / QUEUE_GRANULES;
	answer = syscall_send_or_reply(t, 0);
	if (answer != STATUS_OK && answer != STATUS_WOULD_BLOCK)
		return answer;
	syscall_await(e, t, offer.reply, 1);
	//@ assert waits: waits_only_on{Pre, Here}(t, s);
	return refuse(STATUS_OK, 0);
}

/* What notification_wait does, in a kernel that is consistent. */
/*@ requires consistent: consistent;
    requires notification: is_notification(n);
    requires thread: is_running(t);
    assigns MESSAGES;
    ensures consistent: consistent;
    ensures waits: !\old(pending(n)) ==>
        thread_window[t].state == THREAD_WAITING && thread_window[t].waits_on == n; */
static void syscall_wait(uint32_t n, uint32_t t)
{
	notification_wait(n, t);
	/*@ assert same: \forall integer x; thread_window[x].buffer == \at(thread_window[x].buffer, Pre); */
	/*@ assert live: \forall integer x; is_live(x) <==> is_live{Pre}(x); */
	/*@ assert slots: \forall integer x; slot_window[x].object == \at(slot_window[x].object, Pre)
	      && end(x) == \at(end(x), Pre); */
	/*@ assert frames: \forall integer x; is_thread(x) && \at(thread_window[x].buffer, Pre) != 0 ==>
	      is_live{Pre}(x * THREAD_GRANULES + THREAD_SLOT_BUFFER)
	      && \at(slot_window[x * THREAD_GRANULES + THREAD_SLOT_BUFFER].type, Pre) == CAP_FRAME; */
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
	//@ assert irqs: irqs;
}

/* Thread t signals notification n through the capability in slot s; its call ends. */
/*@ requires consistent: consistent;
    requires notification: is_notification(n);
    requires thread: is_thread(t);
    requires slot: is_slot(s);
    assigns MESSAGES;
    ensures consistent: consistent; */
static void syscall_signal(uint32_t n, uint32_t t, uint32_t s)
{
	//@ ghost uint32_t home = owner_map[kernel.idle * THREAD_GRANULES + THREAD_SLOTS];
	result_set(t, 0, STATUS_OK);
	//@ assert before: scratch && idle_owned && translates && fpu_owned;
	notification_signal(n, cnode_signal_low(s), SLOT(s).word1);
	//@ assert home: home == OWNER_KERNEL && owner_map[kernel.idle * THREAD_GRANULES + THREAD_SLOTS] == home;
	//@ assert idle: idle_owned;
	//@ assert scratch: scratch;
	//@ assert machine: translates && fpu_owned;
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
	//@ assert irqs: irqs;
}

/* Signal, Wait and Poll on the notification in r0. */
/*@ requires consistent: consistent;
    requires thread: is_running(t);
    requires number: number == CALL_SIGNAL || number == CALL_WAIT || number == CALL_POLL;
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns MESSAGES, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures consistent: consistent;
    ensures answer: \result % ANSWER_ARGUMENT < STATUS_RESTART && \result / ANSWER_ARGUMENT == 0;
    ensures right: \result == STATUS_OK ==> \exists integer s;
        invoked{Pre}(t, CAP_NOTIFICATION, number == CALL_SIGNAL ? RIGHT_WRITE : RIGHT_READ, s)
        && (number == CALL_WAIT ==> waited{Pre, Post}(t, s));
    ensures refused: \result != STATUS_OK ==> nobody_met{Pre, Post}; */
static uint32_t syscall_notification(uint32_t t, uint32_t number)
{
	uint32_t s = call_cap(t, CAP_NOTIFICATION), right = RIGHT_READ, n;
	enum status status = STATUS_OK;

	if (number == CALL_SIGNAL)
		right = RIGHT_WRITE;
	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 0);
	if ((SLOT(s).rights & right) == 0)
		return refuse(STATUS_NO_RIGHT, 0);

	//@ ghost object_named(s);
	//@ assert invoked: invoked{Pre}(t, CAP_NOTIFICATION, right, s);
	n = SLOT(s).object / QUEUE_GRANULES;
	switch (number) {
	case CALL_POLL:
		status = syscall_poll(n, t);
		break;
	case CALL_WAIT:
		syscall_wait(n, t);
		break;
	default:
		syscall_signal(n, t, s);
		break;
	}
	//@ assert waited: number == CALL_WAIT ==> waited{Pre, Here}(t, s);
	return refuse(status, 0);
}

/* The operation that r1 asks of the kernel object in slot s. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires clock: clock_runs;
    requires budget: INVOKE_STEPS - CSPACE_LEVELS_MAX <= steps_left;
    assigns INVOCATIONS, MESSAGES, SCHEDULE, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= INVOKE_STEPS - CSPACE_LEVELS_MAX;
    ensures consistent: consistent;
    ensures answer: \result % ANSWER_ARGUMENT <= STATUS_RESTART && \result / ANSWER_ARGUMENT < ARGUMENTS; */
static uint32_t decode(struct call c)
{
	uint32_t answer;

	switch (SLOT(c.slot).type) {
	case CAP_UNTYPED:
		answer = decode_untyped(c);
		break;
	case CAP_CNODE:
		answer = decode_cnode(c);
		break;
	case CAP_THREAD:
		answer = decode_thread(c);
		break;
	case CAP_SCHED_CONTEXT:
		answer = decode_sched_context(c);
		break;
	case CAP_PAGE_TABLE:
		answer = decode_page_table(c);
		break;
	case CAP_FRAME:
		answer = decode_frame(c);
		break;
	case CAP_IRQ_HANDLER:
		answer = decode_irq(c);
		break;
	case CAP_MACHINE:
		answer = decode_machine(c);
		break;
	default:
		answer = refuse(STATUS_INVALID_CAPABILITY, 0);
		break;
	}
	return answer;
}

/* CALL_INVOKE: the capability is in r0, the operation in r1, arguments where decode.h says. */
/*@ requires consistent: consistent;
    requires thread: is_running(t);
    requires clock: clock_runs;
    requires budget: INVOKE_STEPS <= steps_left;
    assigns INVOCATIONS, MESSAGES, SCHEDULE, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= INVOKE_STEPS;
    ensures consistent: consistent;
    ensures answer: \result % ANSWER_ARGUMENT <= STATUS_RESTART && \result / ANSWER_ARGUMENT < ARGUMENTS;
    ensures done: \result == STATUS_OK && kernel.current == t ==> thread_window[t].registers[0] == STATUS_OK; */
static uint32_t syscall_invoke(uint32_t t)
{
	struct call c = {t, cspace_slot(t, THREAD(t).registers[0]), THREAD(t).registers[1]};
	uint32_t answer;

	if (c.slot == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 0);

	answer = decode(c);
	if (answer == STATUS_OK && kernel.current == t)
		result_set(t, 0, STATUS_OK);
	return answer;
}

/* Thread t's call was refused, or is to run again: the saved pc is behind the svc. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    assigns thread_window[t].registers[0], thread_window[t].registers[REGISTER_PC];
    ensures consistent: consistent;
    ensures refused: answer % ANSWER_ARGUMENT != STATUS_RESTART ==> thread_window[t].registers[0] == answer
        && thread_window[t].registers[REGISTER_PC] == \old(thread_window[t].registers[REGISTER_PC]);
    ensures again: answer % ANSWER_ARGUMENT == STATUS_RESTART ==>
        thread_window[t].registers[0] == \old(thread_window[t].registers[0]); */
static void syscall_refuse(uint32_t t, uint32_t answer)
{
	uint32_t pc = THREAD(t).registers[REGISTER_PC], size = 4;

	if (answer % ANSWER_ARGUMENT != STATUS_RESTART) {
		result_set(t, 0, answer);
		return;
	}
	if ((THREAD(t).registers[REGISTER_CPSR] & CPSR_THUMB) != 0)
		size = 2;
	if (pc >= size)
		result_set(t, REGISTER_PC, pc - size);
}

/* CALL_YIELD. */
/*@ requires consistent: consistent;
    requires thread: is_running(t);
    assigns MESSAGES, SCHEDULE;
    ensures consistent: consistent; */
static void syscall_yield(uint32_t t)
{
	result_set(t, 0, STATUS_OK);
	sched_yield();
	//@ assert lines: irqs_ages && irqs_names && irqs_free && irqs_nexts && irqs_prevs && irqs_gaps;
	//@ assert irqs: irqs;
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
}

/* The system call `number` of the running thread t. */
/*@ requires consistent: consistent;
    requires thread: is_running(t);
    requires clock: clock_runs;
    requires budget: ENTRY_STEPS <= steps_left;
    assigns INVOCATIONS, MESSAGES, SCHEDULE, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= ENTRY_STEPS;
    ensures consistent: consistent;
    ensures answer: \result % ANSWER_ARGUMENT <= STATUS_RESTART && \result / ANSWER_ARGUMENT < ARGUMENTS;
    ensures stays: \result != STATUS_OK && number != CALL_INVOKE ==> kernel.current == t;
    ensures invalid: !(CALL_CALL <= number <= CALL_NBSEND_RECV) ==>
        \result == STATUS_INVALID_CALL && nobody_met{Pre, Post};
    ensures refused: \result != STATUS_OK && number != CALL_INVOKE ==> nobody_met{Pre, Post}; */
static uint32_t syscall_dispatch(uint32_t t, uint32_t number)
{
	uint32_t answer = refuse(STATUS_OK, 0);

	switch (number) {
	case CALL_CALL:
		answer = syscall_send(t, 1, 1);
		break;
	case CALL_REPLY_RECV:
		answer = syscall_receive(t, 1, 1);
		break;
	case CALL_SEND:
		answer = syscall_send_or_reply(t, 1);
		break;
	case CALL_NBSEND:
		answer = syscall_send_or_reply(t, 0);
		break;
	case CALL_RECV:
		answer = syscall_receive(t, 0, 1);
		break;
	case CALL_NBRECV:
		answer = syscall_receive(t, 0, 0);
		break;
	case CALL_SIGNAL:
	case CALL_WAIT:
	case CALL_POLL:
		answer = syscall_notification(t, number);
		break;
	case CALL_YIELD:
		syscall_yield(t);
		break;
	case CALL_INVOKE:
		answer = syscall_invoke(t);
		break;
	case CALL_NBSEND_RECV:
		answer = syscall_nbsend_recv(t);
		break;
	default:
		answer = refuse(STATUS_INVALID_CALL, 0);
		break;
	}
	return answer;
}

/* The time that passes is that of thread t, which runs now. */
/*@ requires consistent: consistent;
    requires running: t == kernel.current && chosen;
    assigns SCHEDULE;
    ensures consistent: consistent;
    ensures current: \result == kernel.current && chosen && accounted; */
static uint32_t syscall_turn(uint32_t t)
{
	uint32_t c = THREAD(t).context;

	if (c == account.charged)
		return t;
	account_turn(c);
	/*@ assert same: \forall integer x; thread_window[x].buffer == \at(thread_window[x].buffer, Pre); */
	/*@ assert live: \forall integer x; is_live(x) <==> is_live{Pre}(x); */
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
	//@ assert irqs: irqs;
	return t;
}

/* Who runs now. */
/*@ requires consistent: consistent;
    assigns SCHEDULE;
    ensures consistent: consistent;
    ensures current: \result == kernel.current && chosen && accounted; */
static uint32_t syscall_choose(void)
{
	uint32_t t;

	//@ assert vspaces: threads_vspaces;
	t = sched_choose();
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert irqs: irqs;
	return syscall_turn(t);
}

uint32_t syscall_entry(void)
{
	uint32_t t = kernel.current, number = THREAD(t).registers[REGISTER_CALL], to = 0, answer;

	if (number == CALL_CALL)
		to = fastpath_call(t);
	else if (number == CALL_REPLY_RECV)
		to = fastpath_reply_recv(t);
	if (to != 0)
		return syscall_turn(to);
	answer = syscall_dispatch(t, number);
	if (answer == STATUS_OK || kernel.current != t)
		return syscall_choose();
	//@ assert runs: number != CALL_INVOKE ==> can_run(kernel.current);
	/*@ assert waits: number != CALL_INVOKE ==> \forall integer x; waits_in(x, kernel.run_queue) ==>
	      waits_in{Pre}(x, kernel.run_queue); */
	//@ assert goes_on: number != CALL_INVOKE ==> chosen;
	//@ assert charged: number != CALL_INVOKE ==> accounted;
	syscall_refuse(t, answer);
	/* A call that was refused has changed nothing: t runs on.  An invocation may have to run again. */
	return number == CALL_INVOKE ? syscall_choose() : t;
}

// Thread t's handler of such a fault, if it is an endpoint, is one.
/*@ ghost
    /@ requires core: core;
       requires thread: is_thread(t);
       assigns \nothing;
       ensures handler: fault_handler(t, fault_slot(label)); @/
    static void lem_fault_handler(uint32_t t, uint32_t label)
    {
	uint32_t k = label == FAULT_TIMEOUT ? THREAD_SLOT_TIMEOUT : THREAD_SLOT_FAULT;

	thread_slots_apart(t);
	/@ assert slot: is_slot(thread_slot(t, k)); @/
	if (slot_window[t * THREAD_GRANULES + k].type == CAP_ENDPOINT)
		object_named(t * THREAD_GRANULES + k);
    }
*/

/* What fault_raise does, of the running thread and in a kernel that is consistent. */
/*@ requires consistent: consistent;
    requires thread: is_running(kernel.current);
    requires label: 1 <= label <= FAULT_TIMEOUT;
    assigns MESSAGES;
    ensures consistent: consistent;
    ensures stopped: thread_window[kernel.current].state != THREAD_RUNNABLE;
    ensures recorded: thread_window[kernel.current].fault == label
        && thread_window[kernel.current].fault_words[0] == address; */
static void fault_made(uint32_t label, uint32_t address, uint32_t access, uint32_t status)
{
	//@ ghost lem_fault_handler(kernel.current, label);
	fault_raise(kernel.current, label, address, access, status);
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
	//@ assert lines: irqs_ages && irqs_names && irqs_free && irqs_nexts && irqs_prevs && irqs_gaps;
	//@ assert irqs: irqs;
}

/* As fault_made; who is told at once and has no scheduling context runs on that of the thread. */
/*@ requires consistent: consistent;
    requires thread: is_running(kernel.current);
    requires label: 1 <= label <= FAULT_TIMEOUT;
    assigns MESSAGES;
    ensures consistent: consistent;
    ensures stopped: thread_window[kernel.current].state != THREAD_RUNNABLE;
    ensures recorded: thread_window[kernel.current].fault == label
        && thread_window[kernel.current].fault_words[0] == address; */
static void fault_told(uint32_t label, uint32_t address, uint32_t access, uint32_t status)
{
	uint32_t to;

	//@ ghost lem_fault_handler(kernel.current, label);
	to = fault_receiver(kernel.current, label);
	fault_made(label, address, access, status);
	//@ assert replies: replies_threads;
	/*@ assert reply: thread_window[kernel.current].reply != 0 ==>
	      is_reply(thread_window[kernel.current].reply); */
	if (to != 0)
		loan_made(THREAD(kernel.current).reply, to);
}

/* What account_tick does, in a kernel that is consistent. */
/*@ requires consistent: consistent;
    requires current: thread_window[kernel.current].state == THREAD_RUNNABLE;
    assigns thread_window[..], SCHEDULE;
    ensures consistent: consistent;
    ensures current: thread_window[kernel.current].state == THREAD_RUNNABLE; */
static void tick_made(void)
{
	account_tick();
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
	//@ assert irqs: irqs;
}

/* The timer has interrupted.  Who ran and has no time left has a fault of that, if it has somebody to
   handle it. */
/*@ requires consistent: consistent;
    requires current: thread_window[kernel.current].state == THREAD_RUNNABLE;
    assigns MESSAGES, SCHEDULE;
    ensures consistent: consistent; */
static void interrupt_tick(void)
{
	uint32_t t;

	tick_made();
	t = kernel.current;
	//@ ghost lem_fault_handler(t, FAULT_TIMEOUT);
	if (t != kernel.idle && THREAD(t).has_time == 0 && fault_handled(t, FAULT_TIMEOUT))
		fault_told(FAULT_TIMEOUT, 0, 0, 0);
}

/* A line has fired that is not the timer's. */
/*@ requires consistent: consistent;
    requires line: irq < IRQ_LINES;
    assigns MESSAGES, kernel.irq[irq].waiting, machine;
    ensures consistent: consistent;
    ensures waiting: kernel.irq[irq].notification != 0 ==> kernel.irq[irq].waiting == 1; */
static void interrupt_line(uint32_t irq)
{
	irq_fired(irq);
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
}

uint32_t interrupt_entry(void)
{
	uint32_t irq = machine_irq_take();

	if (irq < IRQ_LINES) {
		if (irq == kernel.timer_irq)
			interrupt_tick();
		else
			interrupt_line(irq);
		machine_irq_finish(irq);
	}
	return syscall_choose();
}

/* The running thread has faulted. */
/*@ requires consistent: consistent;
    requires thread: kernel.current != kernel.idle && chosen;
    requires label: 1 <= label <= FAULT_TIMEOUT;
    assigns MESSAGES, SCHEDULE;
    ensures consistent: consistent;
    ensures current: \result == kernel.current && chosen && accounted;
    ensures stopped: thread_window[\old(kernel.current)].state != THREAD_RUNNABLE;
    ensures recorded: thread_window[\old(kernel.current)].fault == label
        && thread_window[\old(kernel.current)].fault_words[0] == address; */
static uint32_t syscall_fault(uint32_t label, uint32_t address, uint32_t access, uint32_t status)
{
	fault_told(label, address, access, status);
	return syscall_choose();
}

uint32_t page_fault_entry(uint32_t address, uint32_t access, uint32_t status)
{
	return syscall_fault(FAULT_PAGE, address, access, status);
}

uint32_t undefined_entry(void)
{
	return syscall_fault(FAULT_UNDEFINED, 0, 0, 0);
}

uint32_t fpu_entry(void)
{
	//@ assert before: kernel_threads && held_buffers;
	fpu_take(kernel.current);
	//@ assert others: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert kernel: kernel_threads;
	//@ assert contexts: contexts && time_loans && bindings;
	//@ assert bound: bound;
	//@ assert ipc: ipc;
	//@ assert core: core;
	//@ assert buffers: held_buffers;
	//@ assert irqs: irqs;
	return kernel.current;
}

uint32_t debug_entry(void)
{
	return syscall_fault(FAULT_DEBUG, 0, 0, 0);
}

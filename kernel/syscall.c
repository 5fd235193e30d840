// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's entries: see syscall.h.  A system call is looked up, validated,
 * acted on and answered; sched_choose then says who runs.
 *
 * A refused call changes nothing but r0.  A call that blocks, or that delivers a
 * message, gets its r0 from whoever ends it.
 */
#include "syscall.h"
#include "decode.h"
#include "fault.h"
#include "machine.h"
#include "transfer.h"

#define REGISTER_CALL 7u        /* r7: the call's number */
#define REGISTER_REPLY 6u       /* r6: the reply capability's address */
#define ARGUMENT_INFO 1u
#define ARGUMENT_REPLY 2u
#define CPSR_THUMB 32u          /* ARM DDI 0406C B1.3.3 */

/* The slot of the capability that r0 names; 0 if it is not of this type. */
/*@ requires thread: is_thread(t) && is_slot(t * THREAD_GRANULES + THREAD_SLOT_CSPACE);
    assigns steps_left;
    ensures type: \result != 0 ==> slot_window[\result].type == type; */
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
        thread_window[t].registers[1] % INFO_LENGTHS <= MESSAGE_WORDS_MAX; */
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

/* Send and Call through the capability in r0. */
/*@ requires queues: queues;
    requires thread: is_thread(t);
    ensures queues: queues;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t syscall_send(uint32_t t, uint32_t call, uint32_t block)
{
	uint32_t s = call_cap(t, CAP_ENDPOINT), right = call != 0 ? RIGHT_CALL : RIGHT_WRITE, e;

	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 0);
	if ((SLOT(s).rights & right) == 0)
		return refuse(STATUS_NO_RIGHT, 0);
	if (info_check(t) != STATUS_OK)
		return refuse(STATUS_INVALID_ARGUMENT, ARGUMENT_INFO);
	if (has_caps(THREAD(t).registers[REGISTER_INFO]) && (SLOT(s).rights & RIGHT_GRANT) == 0)
		return refuse(STATUS_NO_RIGHT, ARGUMENT_INFO);
	e = SLOT(s).object / QUEUE_GRANULES;
	if (block == 0 && ENDPOINT(e).state != ENDPOINT_RECEIVERS)
		return refuse(STATUS_WOULD_BLOCK, 0);

	THREAD(t).info = THREAD(t).registers[REGISTER_INFO];
	THREAD(t).badge_low = SLOT(s).word0;
	THREAD(t).badge_high = SLOT(s).word1;
	THREAD(t).grants = SLOT(s).rights & (RIGHT_GRANT | RIGHT_GRANT_REPLY);
	if (has_caps(THREAD(t).info) && ENDPOINT(e).state == ENDPOINT_RECEIVERS)
		transfer(t, queue_first(e));
	return refuse(endpoint_send(e, t, call, block), 0);
}

/* The capabilities of what thread t answers go to the caller, 0 for none, whose own capability let it
   be granted some; else the answer has none. */
/*@ requires queues: queues;
    requires threads: is_thread(t) && (caller == 0 || is_thread(caller));
    ensures queues: queues; */
static void syscall_reply_caps(uint32_t t, uint32_t caller)
{
	uint32_t info = THREAD(t).info;

	if (caller != 0 && THREAD(caller).grants != 0)
		transfer(t, caller);
	else
		THREAD(t).info = info - info / INFO_LENGTHS % INFO_CAPS * INFO_LENGTHS;
}

/* What thread t says goes to the caller of reply object r. */
/*@ requires queues: queues;
    requires thread: is_thread(t);
    requires reply: is_reply(r);
    ensures queues: queues;
    ensures free: reply_window[r].caller == 0; */
static void syscall_reply(uint32_t t, uint32_t r)
{
	THREAD(t).info = THREAD(t).registers[REGISTER_INFO];
	THREAD(t).badge_low = 0;
	THREAD(t).badge_high = 0;
	if (has_caps(THREAD(t).info))
		syscall_reply_caps(t, REPLY(r).caller);
	reply_send(r, t);
}

/* Send through a reply capability. */
/*@ requires queues: queues;
    requires thread: is_thread(t);
    ensures queues: queues;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t syscall_send_or_reply(uint32_t t, uint32_t block)
{
	uint32_t s = call_cap(t, CAP_REPLY);

	if (s == 0)
		return syscall_send(t, 0, block);
	if (info_check(t) != STATUS_OK)
		return refuse(STATUS_INVALID_ARGUMENT, ARGUMENT_INFO);
	if (REPLY(SLOT(s).object).caller == 0)
		return refuse(STATUS_WOULD_BLOCK, 0);

	syscall_reply(t, SLOT(s).object);
	THREAD(t).registers[0] = STATUS_OK;
	return refuse(STATUS_OK, 0);
}

/* Receive on the endpoint in r0 with the reply object in r6; with `reply`, answer through it
   first. */
/*@ requires queues: queues;
    requires thread: is_thread(t);
    ensures queues: queues;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t syscall_receive(uint32_t t, uint32_t reply, uint32_t block)
{
	uint32_t s = call_cap(t, CAP_ENDPOINT), r = 0, e;

	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 0);
	if ((SLOT(s).rights & RIGHT_READ) == 0)
		return refuse(STATUS_NO_RIGHT, 0);
	if (reply != 0 && info_check(t) != STATUS_OK)
		return refuse(STATUS_INVALID_ARGUMENT, ARGUMENT_INFO);
	if (reply != 0 || THREAD(t).registers[REGISTER_REPLY] != 0) {
		r = cspace_slot(t, THREAD(t).registers[REGISTER_REPLY]);
		if (r == 0 || SLOT(r).type != CAP_REPLY)
			return refuse(STATUS_INVALID_CAPABILITY, ARGUMENT_REPLY);
		r = SLOT(r).object;
		if (REPLY(r).server != 0)
			return refuse(STATUS_OCCUPIED, ARGUMENT_REPLY);
	}

	/* What the reply brings may take the endpoint's capability along. */
	e = SLOT(s).object / QUEUE_GRANULES;
	if (reply != 0)
		syscall_reply(t, r);
	if (THREAD(t).notification != 0
	    && notification_poll(THREAD(t).notification, t) == STATUS_OK)
		return refuse(STATUS_OK, 0);
	if (ENDPOINT(e).state == ENDPOINT_SENDERS && has_caps(THREAD(queue_first(e)).info))
		transfer(queue_first(e), t);
	return refuse(endpoint_receive(e, t, r, block), 0);
}

/* Signal, Wait and Poll on the notification in r0. */
/*@ requires queues: queues;
    requires thread: is_thread(t);
    ensures queues: queues;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t syscall_notification(uint32_t t, uint32_t number)
{
	uint32_t s = call_cap(t, CAP_NOTIFICATION), right = RIGHT_READ, n;

	if (number == CALL_SIGNAL)
		right = RIGHT_WRITE;
	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 0);
	if ((SLOT(s).rights & right) == 0)
		return refuse(STATUS_NO_RIGHT, 0);

	n = SLOT(s).object / QUEUE_GRANULES;
	if (number == CALL_POLL)
		return refuse(notification_poll(n, t), 0);
	if (number == CALL_WAIT) {
		notification_wait(n, t);
	} else {
		notification_signal(n, cnode_signal_low(s), SLOT(s).word1);
		THREAD(t).registers[0] = STATUS_OK;
	}
	return refuse(STATUS_OK, 0);
}

/* The operation that r1 asks of the kernel object in slot s. */
/*@ requires call: valid_call(c);
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
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
/*@ requires queues: queues;
    requires thread: is_thread(t);
    ensures queues: queues;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t syscall_invoke(uint32_t t)
{
	struct call c = {t, cspace_slot(t, THREAD(t).registers[0]), THREAD(t).registers[1]};
	uint32_t answer;

	if (c.slot == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 0);

	answer = decode(c);
	if (answer == STATUS_OK && kernel.current == t)
		THREAD(t).registers[0] = STATUS_OK;
	return answer;
}

/* Thread t's call was refused, or is to run again: the saved pc is behind the svc. */
/*@ requires thread: is_thread(t);
    assigns thread_window[t].registers[0], thread_window[t].registers[REGISTER_PC];
    ensures refused: answer % ANSWER_ARGUMENT != STATUS_RESTART ==> thread_window[t].registers[0] == answer
        && thread_window[t].registers[REGISTER_PC] == \old(thread_window[t].registers[REGISTER_PC]);
    ensures again: answer % ANSWER_ARGUMENT == STATUS_RESTART ==>
        thread_window[t].registers[0] == \old(thread_window[t].registers[0]); */
static void syscall_refuse(uint32_t t, uint32_t answer)
{
	uint32_t pc = THREAD(t).registers[REGISTER_PC], size = 4;

	if (answer % ANSWER_ARGUMENT != STATUS_RESTART) {
		THREAD(t).registers[0] = answer;
		return;
	}
	if ((THREAD(t).registers[REGISTER_CPSR] & CPSR_THUMB) != 0)
		size = 2;
	if (pc >= size)
		THREAD(t).registers[REGISTER_PC] = pc - size;
}

/* The system call `number` of the running thread t. */
/*@ requires queues: queues;
    requires thread: is_thread(t);
    ensures queues: queues;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
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
		THREAD(t).registers[0] = STATUS_OK;
		sched_yield();
		break;
	case CALL_INVOKE:
		answer = syscall_invoke(t);
		break;
	default:
		answer = refuse(STATUS_INVALID_CALL, 0);
		break;
	}
	return answer;
}

uint32_t syscall_entry(void)
{
	//@ ghost steps_left = INVOKE_STEPS;
	uint32_t t = kernel.current;
	uint32_t answer = syscall_dispatch(t, THREAD(t).registers[REGISTER_CALL]);

	if (answer == STATUS_OK || kernel.current != t)
		return sched_choose();
	syscall_refuse(t, answer);
	/* What was refused has changed nothing: t runs on. */
	return answer % ANSWER_ARGUMENT == STATUS_RESTART ? sched_choose() : t;
}

uint32_t interrupt_entry(void)
{
	uint32_t irq = machine_irq_take();

	if (irq < IRQ_LINES) {
		if (irq == kernel.timer_irq) {
			machine_timer_next();
			sched_tick();
		} else {
			irq_fired(irq);
		}
		machine_irq_finish(irq);
	}
	return sched_choose();
}

uint32_t page_fault_entry(uint32_t address, uint32_t access, uint32_t status)
{
	fault_raise(kernel.current, FAULT_PAGE, address, access, status);
	return sched_choose();
}

uint32_t undefined_entry(void)
{
	fault_raise(kernel.current, FAULT_UNDEFINED, 0, 0, 0);
	return sched_choose();
}

uint32_t debug_entry(void)
{
	fault_raise(kernel.current, FAULT_DEBUG, 0, 0, 0);
	return sched_choose();
}

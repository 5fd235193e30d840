// SPDX-License-Identifier: Apache-2.0
/* The common Call and ReplyRecv: see fastpath.h. */
#include "fastpath.h"
#include "../spec/time_survive.h"

#define REGISTER_REPLY 6u       /* r6: the reply capability's address */

/* The capability that the address names in the first CNode of thread t's CSpace; 0 if there is none, or
   if it is of another type or has not this right. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    assigns \nothing;
    ensures slot: \result != 0 ==> in_cnode(\result) && slot_window[\result].type == type;
    ensures named: \result != 0 ==> named_cap(t, address, type, right, \result); */
static inline uint32_t fast_cap(uint32_t t, uint32_t address, uint32_t type, uint32_t right)
{
	uint32_t s = cspace_near(t * THREAD_GRANULES + THREAD_SLOT_CSPACE, address);

	if (s == 0 || SLOT(s).type != type || (SLOT(s).rights & right) == 0)
		return 0;
	//@ assert named: named_cap(t, address, type, right, s);
	return s;
}

/* What thread t's message, of no capabilities, has in registers goes to `to`, whose call ends. */
/*@ requires threads: is_thread(t) && is_thread(to) && t != to;
    requires info: info == thread_window[t].registers[REGISTER_INFO] && info % INFO_KIND <= MESSAGE_WORDS_MAX;
    requires kind: kind <= KIND_REPLY;
    assigns thread_window[to].registers[0 .. REGISTER_BADGE_HIGH];
    ensures told: told{Pre, Post}(t, to, kind, low, high, info % INFO_LENGTHS); */
static inline void fast_message(uint32_t t, uint32_t to, uint32_t info, uint32_t kind, uint32_t low,
                                uint32_t high)
{
	uint32_t length = info % INFO_LENGTHS;

	THREAD(to).registers[0] = STATUS_OK;
	THREAD(to).registers[REGISTER_INFO] = info / INFO_LABEL * INFO_LABEL + kind * INFO_KIND + length;
	THREAD(to).registers[REGISTER_BADGE_LOW] = low;
	THREAD(to).registers[REGISTER_BADGE_HIGH] = high;
	if (length == 0) {
		THREAD(to).registers[REGISTER_WORDS] = 0;
		THREAD(to).registers[REGISTER_WORDS + 1] = 0;
		THREAD(to).registers[REGISTER_WORDS + 2] = 0;
		THREAD(to).registers[REGISTER_WORDS + 3] = 0;
	} else if (length >= MESSAGE_REGISTERS) {
		THREAD(to).registers[REGISTER_WORDS] = THREAD(t).registers[REGISTER_WORDS];
		THREAD(to).registers[REGISTER_WORDS + 1] = THREAD(t).registers[REGISTER_WORDS + 1];
		THREAD(to).registers[REGISTER_WORDS + 2] = THREAD(t).registers[REGISTER_WORDS + 2];
		THREAD(to).registers[REGISTER_WORDS + 3] = THREAD(t).registers[REGISTER_WORDS + 3];
	} else {
		THREAD(to).registers[REGISTER_WORDS] = THREAD(t).registers[REGISTER_WORDS];
		THREAD(to).registers[REGISTER_WORDS + 1] = length > 1 ? THREAD(t).registers[REGISTER_WORDS + 1] : 0;
		THREAD(to).registers[REGISTER_WORDS + 2] = length > 2 ? THREAD(t).registers[REGISTER_WORDS + 2] : 0;
		THREAD(to).registers[REGISTER_WORDS + 3] = 0;
	}
	//@ assert word0: thread_window[to].registers[REGISTER_WORDS] == short_word{Pre}(t, 0);
	//@ assert word1: thread_window[to].registers[REGISTER_WORDS + 1] == short_word{Pre}(t, 1);
	//@ assert word2: thread_window[to].registers[REGISTER_WORDS + 2] == short_word{Pre}(t, 2);
	//@ assert word3: thread_window[to].registers[REGISTER_WORDS + 3] == short_word{Pre}(t, 3);
}

/* Can thread t run on what is lent through r? */
/*@ requires thread: is_thread(t);
    requires reply: is_reply(r);
    assigns \nothing;
    ensures borrows: \result != 0 <==> borrows(t, r); */
static inline int fast_borrows(uint32_t t, uint32_t r)
{
	return (THREAD(t).context | THREAD(t).lender | REPLY(r).borrower) == 0;
}

/* The scheduling context of the running thread t is that of thread `to`, which waits and has none, from now
   on. */
/*@ requires invariant: ipc && timed;
    requires running: is_running(t) && thread_window[t].has_time != 0;
    requires waits: is_thread(to) && to != t && thread_window[to].context == 0
        && (thread_window[to].state == THREAD_RECEIVING || thread_window[to].state == THREAD_REPLY_WAIT);
    assigns thread_window[t].context, thread_window[t].has_time, thread_window[to].context,
            thread_window[to].has_time, sched_context_window[thread_window[t].context].thread;
    ensures invariant: ipc && timed;
    ensures moved: moved{Pre, Post}(t, to); */
static inline void fast_move(uint32_t t, uint32_t to)
{
	uint32_t c = THREAD(t).context;

	//@ assert context: c != 0 && is_sched_context(c) && sched_context_window[c].thread == t;
	//@ assert left: sched_context_window[c].left > 0;
	THREAD(t).context = 0;
	THREAD(t).has_time = 0;
	SCHED_CONTEXT(c).thread = to;
	THREAD(to).context = c;
	THREAD(to).has_time = 1;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert links: contexts_links;
	//@ assert times: \forall integer x; is_thread(x) ==> has_time(x);
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	//@ assert bound: bound;
	//@ assert clock: clock_kept{Pre, Here};
	//@ assert alike: \forall integer x; context_alike{Pre, Here}(x);
	//@ assert kept: times_kept{Pre, Here};
	//@ assert timed: timed;
}

/* Thread `to`, which receives and offers r, has time of its own, or else that of the running thread t. */
/*@ requires consistent: consistent;
    requires running: is_running(t) && thread_window[t].has_time != 0;
    requires waits: is_thread(to) && to != t && thread_window[to].state == THREAD_RECEIVING;
    requires reply: is_reply(r) && (thread_window[to].has_time != 0 || borrows(to, r));
    assigns thread_window[t].context, thread_window[t].has_time, thread_window[to].context,
            thread_window[to].has_time, thread_window[to].lender, reply_window[r].borrower,
            sched_context_window[..];
    ensures consistent: consistent;
    ensures time: thread_window[to].has_time != 0;
    ensures own: \old(thread_window[to].has_time) != 0 ==> contexts_stay{Pre, Post};
    ensures lent: \old(thread_window[to].has_time) == 0 ==>
        moved{Pre, Post}(t, to) && reply_window[r].borrower == to; */
static inline void fast_lend(uint32_t t, uint32_t to, uint32_t r)
{
	if (THREAD(to).has_time != 0)
		return;
	fast_move(t, to);
	loan_note(r, to);
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

/* Thread `to`, which waits for the answer through r, has time of its own, or else that of the running thread
   t, to which it was lent. */
/*@ requires consistent: consistent;
    requires running: is_running(t) && thread_window[t].has_time != 0;
    requires waits: is_thread(to) && to != t && thread_window[to].state == THREAD_REPLY_WAIT;
    requires reply: is_reply(r) && lends_or_not(r, to, t);
    assigns thread_window[t].context, thread_window[t].has_time, thread_window[t].lender,
            thread_window[to].context, thread_window[to].has_time, reply_window[r].borrower,
            sched_context_window[..];
    ensures consistent: consistent;
    ensures time: thread_window[to].has_time != 0;
    ensures own: \old(thread_window[to].has_time) != 0 ==> contexts_stay{Pre, Post};
    ensures ended: reply_window[r].borrower == 0;
    ensures back: \old(thread_window[to].has_time) == 0 ==> moved{Pre, Post}(t, to); */
static inline void fast_give_back(uint32_t t, uint32_t to, uint32_t r)
{
	if (THREAD(to).has_time != 0)
		return;
	fast_move(t, to);
	loan_forget(r);
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

/* Can a Call of thread t go to the oldest of list l, who is the first that receives on an endpoint, and
   would that one run then? */
/*@ requires invariant: ipc;
    requires endpoint: is_endpoint(l / QUEUE_LISTS) && endpoint_window[l / QUEUE_LISTS].state == ENDPOINT_RECEIVERS;
    requires thread: is_running(t);
    requires list: is_list(l) && waiter_window[list_head_window[l]].list == l;
    requires first: waits_in(list_head_window[l], l / QUEUE_LISTS) && \forall integer x;
        waits_in(x, l / QUEUE_LISTS) && x != list_head_window[l] ==> waits_before(list_head_window[l], x);
    assigns \nothing;
    ensures receiver: \result != 0 ==> receives_first(l / QUEUE_LISTS, t, l); */
static inline int fast_receiver(uint32_t l, uint32_t t)
{
	uint32_t to = LIST_HEAD(l);

	//@ assert kinds: !is_notification(l / QUEUE_LISTS) && l / QUEUE_LISTS != kernel.run_queue;
	//@ assert waits: thread_waits(to);
	//@ assert reply: thread_window[to].reply != 0 ==> is_reply(thread_window[to].reply);
	return THREAD(to).reply != 0 && WAITER(to).priority >= WAITER(t).priority
	       && (THREAD(to).has_time != 0 || fast_borrows(to, THREAD(to).reply));
}

/* The oldest thread of list l, which receives on endpoint e and offers r, leaves both. */
/*@ requires invariant: ipc;
    requires list: is_list(l) && list_head_window[l] != 0;
    requires thread: is_thread(list_head_window[l]) && thread_window[list_head_window[l]].state == THREAD_RECEIVING
        && thread_window[list_head_window[l]].waits_on == e && waiter_window[list_head_window[l]].list == l
        && thread_window[list_head_window[l]].reply == r && r != 0;
    assigns thread_window[list_head_window[l]].reply, QUEUE_LINKS, endpoint_window[e].state,
            reply_window[r].server;
    ensures invariant: ipc_but(\old(list_head_window[l]));
    ensures others: waiters_stay_but{Pre, Post}(\old(list_head_window[l]));
    ensures loose: is_loose(\old(list_head_window[l]));
    ensures free: is_reply(r) && reply_window[r].server == 0 && reply_window[r].caller == 0; */
static inline void fast_leave(uint32_t l, uint32_t e, uint32_t r)
{
	uint32_t to = LIST_HEAD(l);

	//@ assert waits: thread_waits(to) && is_endpoint(e) && waits_in(to, e) && to != kernel.idle;
	REPLY(r).server = 0;
	THREAD(to).reply = 0;
	list_take(l);
	if (queue_is_empty(e))
		ENDPOINT(e).state = ENDPOINT_IDLE;
	/*@ assert state: \forall integer x; is_thread(x) && x != to && on_endpoint(x) ==>
	      endpoint_window[thread_window[x].waits_on].state
	      == \at(endpoint_window[thread_window[x].waits_on].state, Pre); */
	//@ assert others: threads_wait_but(to);
	//@ assert replies: replies_but(to);
	//@ assert cancellation: cancellation;
	//@ assert endpoints: endpoints;
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	//@ assert bound: bound;
}

/* The Call itself: of thread t, under this badge, to the oldest thread of list l, which receives on
   endpoint e. */
/*@ requires invariant: ipc;
    requires thread: is_running(t);
    requires vspaces: threads_vspaces;
    requires translates: translates && fpu_owned;
    requires receiver: receives_first(e, t, l) && runs_next(list_head_window[l]);
    requires info: info == thread_window[t].registers[REGISTER_INFO] && info % INFO_KIND <= MESSAGE_WORDS_MAX;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[e].state, reply_window[..], kernel.current,
            kernel.vspace, fpu_on, machine;
    ensures invariant: ipc;
    ensures translates: translates && fpu_owned;
    ensures buffers: \forall integer x; thread_window[x].buffer == \old(thread_window[x].buffer);
    ensures info: thread_window[t].registers[REGISTER_INFO] == info;
    ensures runs: \result == \old(list_head_window[l]) && kernel.current == \result && chosen
        && thread_window[\result].state == THREAD_RUNNABLE;
    ensures waits: thread_window[t].state == THREAD_REPLY_WAIT
        && thread_window[t].reply == \old(thread_window[list_head_window[l]].reply)
        && reply_window[thread_window[t].reply].caller == t;
    ensures grants: thread_window[t].grants == grants;
    ensures contexts: contexts_stay{Pre, Post};
    ensures loans: \forall integer x; reply_window[x].borrower == \old(reply_window[x].borrower);
    ensures told: told{Pre, Post}(t, \result, KIND_CALL, low, high, info % INFO_LENGTHS); */
static inline uint32_t fast_call(uint32_t t, uint32_t e, uint32_t l, uint32_t info, uint32_t low, uint32_t high,
                                 uint32_t grants)
{
	uint32_t to = LIST_HEAD(l), r = THREAD(to).reply;

	//@ assert receiver: t != to && is_thread(to);
	fast_message(t, to, info, KIND_CALL, low, high);
	THREAD(t).grants = grants;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	fast_leave(l, e, r);
	//@ assert preferred: none_preferred(to);
	sched_hand_over(to);
	reply_bind(r, t);
	//@ assert chosen: chosen;
	//@ assert told: told{Pre, Here}(t, to, KIND_CALL, low, high, info % INFO_LENGTHS);
	return to;
}

/* fast_call, in a kernel that is consistent. */
/*@ requires consistent: consistent;
    requires thread: is_running(t);
    requires receiver: receives_first(e, t, l) && runs_next(list_head_window[l]);
    requires info: info == thread_window[t].registers[REGISTER_INFO] && info % INFO_KIND <= MESSAGE_WORDS_MAX;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[e].state, reply_window[..], kernel.current,
            kernel.vspace, fpu_on, machine;
    ensures consistent: consistent;
    ensures buffers: \forall integer x; thread_window[x].buffer == \old(thread_window[x].buffer);
    ensures info: thread_window[t].registers[REGISTER_INFO] == info;
    ensures runs: \result == \old(list_head_window[l]) && kernel.current == \result && chosen
        && thread_window[\result].state == THREAD_RUNNABLE;
    ensures waits: thread_window[t].state == THREAD_REPLY_WAIT
        && thread_window[t].reply == \old(thread_window[list_head_window[l]].reply)
        && reply_window[thread_window[t].reply].caller == t;
    ensures grants: thread_window[t].grants == grants;
    ensures contexts: contexts_stay{Pre, Post};
    ensures loans: \forall integer x; reply_window[x].borrower == \old(reply_window[x].borrower);
    ensures told: told{Pre, Post}(t, \result, KIND_CALL, low, high, info % INFO_LENGTHS); */
static inline uint32_t fast_call_made(uint32_t t, uint32_t e, uint32_t l, uint32_t info, uint32_t low,
                                      uint32_t high, uint32_t grants)
{
	uint32_t to;

	//@ assert vspaces: threads_vspaces;
	//@ ghost uint32_t home = owner_map[kernel.idle * THREAD_GRANULES + THREAD_SLOTS];
	to = fast_call(t, e, l, info, low, high, grants);
	//@ assert home: home == OWNER_KERNEL && owner_map[kernel.idle * THREAD_GRANULES + THREAD_SLOTS] == home;
	//@ assert idle: idle_owned;
	//@ assert scratch: scratch;
	//@ assert lines: irqs_ages && irqs_names && irqs_free && irqs_nexts && irqs_prevs && irqs_gaps;
	//@ assert irqs: irqs;
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
	return to;
}

/* The words of thread t's message that do not travel in registers go to thread `to`, who has been told of
   the others; the answer is `to`.  A function of its own, for the sake of messages that have none. */
/*@ requires consistent: consistent;
    requires threads: is_thread(t) && is_thread(to) && t != to;
    requires length: thread_window[to].registers[REGISTER_INFO] % INFO_LENGTHS
        == thread_window[t].registers[REGISTER_INFO] % INFO_LENGTHS;
    assigns buffer_window[..], thread_window[to].registers[REGISTER_INFO];
    ensures consistent: consistent;
    ensures result: \result == to;
    ensures words: words_copied{Pre, Post}(thread_window[t].buffer, thread_window[to].buffer, size_carried(t, to));
    ensures info: thread_window[to].registers[REGISTER_INFO] == size_carried(t, to)
        + \old(thread_window[to].registers[REGISTER_INFO] / INFO_LENGTHS * INFO_LENGTHS); */
__attribute__((noinline)) static uint32_t fast_rest(uint32_t t, uint32_t to)
{
	uint32_t size;

	//@ assert buffers: message_buffer(t) && message_buffer(to);
	size = message_rest(t, to, THREAD(t).registers[REGISTER_INFO]);
	THREAD(to).registers[REGISTER_INFO] = THREAD(to).registers[REGISTER_INFO] / INFO_LENGTHS * INFO_LENGTHS + size;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert bound: bound;
	//@ assert held_buffers: held_buffers;
	//@ assert held: held;
	return to;
}

__attribute__((flatten, noinline)) uint32_t fastpath_call(uint32_t t)
{
	uint32_t info = THREAD(t).registers[REGISTER_INFO], s, e, l, to;

	if (info % INFO_KIND > MESSAGE_WORDS_MAX || THREAD(t).fault != 0)
		return 0;
	s = fast_cap(t, THREAD(t).registers[0], CAP_ENDPOINT, RIGHT_CALL);
	if (s == 0)
		return 0;
	//@ ghost object_named(s);
	e = SLOT(s).object / QUEUE_GRANULES;
	if (ENDPOINT(e).state != ENDPOINT_RECEIVERS)
		return 0;
	l = queue_top(e);
	//@ assert waited: !queue_empty(e);
	if (!fast_receiver(l, t))
		return 0;
	//@ assert invoked: invoked{Pre}(t, CAP_ENDPOINT, RIGHT_CALL, s);
	//@ assert preferred: none_preferred(list_head_window[l]);
	fast_lend(t, LIST_HEAD(l), THREAD(LIST_HEAD(l)).reply);
	/*@ assert words: \forall integer i; 0 <= i < MESSAGE_REGISTERS ==>
	      short_word{Here}(t, i) == short_word{Pre}(t, i); */
	//@ ghost Lent: ;
	//@ assert receiver: receives_first(e, t, l) && runs_next(list_head_window[l]);
	to = fast_call_made(t, e, l, info, SLOT(s).word0, SLOT(s).word1,
	                    SLOT(s).rights & RIGHTS_GRANTED);
	/*@ assert told_then: told{Lent, Here}(t, to, KIND_CALL, slot_window[s].word0, slot_window[s].word1,
	      info % INFO_LENGTHS); */
	//@ assert called: called{Pre, Here}(t, s, to) && to != 0;
	/*@ assert told: told{Pre, Here}(t, to, KIND_CALL, slot_window[s].word0, slot_window[s].word1,
	      info % INFO_LENGTHS); */
	//@ assert buffers: \forall integer x; thread_window[x].buffer == \at(thread_window[x].buffer, Pre);
	if (THREAD(t).registers[REGISTER_INFO] % INFO_LENGTHS > MESSAGE_REGISTERS)
		to = fast_rest(t, to);
	//@ assert still: called{Pre, Here}(t, s, to) && to != 0;
	//@ assert carried: carried{Pre, Here}(t, to, KIND_CALL, slot_window[s].word0, slot_window[s].word1);
	return to;
}

/* The thread that thread t's answer through reply object r goes to, and that would run then; 0: the answer
   is not a common one. */
/*@ requires invariant: ipc;
    requires reply: is_reply(r);
    assigns \nothing;
    ensures caller: \result != 0 ==> reply_window[r].caller == \result && is_thread(\result)
        && thread_window[\result].state == THREAD_REPLY_WAIT && none_preferred(\result)
        && lends_or_not(r, \result, t); */
static inline uint32_t fast_caller(uint32_t r, uint32_t t)
{
	uint32_t to = REPLY(r).caller;

	if (to == 0 || THREAD(to).fault != 0)
		return 0;
	if (THREAD(to).has_time != 0 ? REPLY(r).borrower != 0 : REPLY(r).borrower != t || THREAD(to).context != 0)
		return 0;
	if (queue_above(kernel.run_queue, WAITER(to).priority))
		return 0;
	return to;
}

/* Has thread t a bound notification that holds something? */
/*@ requires invariant: ipc;
    requires thread: is_thread(t);
    assigns \nothing;
    ensures pending: \result != 0 <==> bound_pending(t); */
static inline int fast_pending(uint32_t t)
{
	uint32_t n = THREAD(t).notification;

	//@ assert bound: n != 0 ==> is_notification(n);
	return n != 0 && (NOTIFICATION(n).word_low != 0 || NOTIFICATION(n).word_high != 0);
}

/* Thread `to`, which waits for the reply through r, no longer does. */
/*@ requires invariant: ipc;
    requires reply: is_reply(r) && reply_window[r].caller == to && to != 0;
    assigns reply_window[r].caller, thread_window[to].reply;
    ensures invariant: ipc_but(to);
    ensures loose: is_loose(to);
    ensures free: reply_window[r].caller == 0 && reply_window[r].server == 0; */
static inline void fast_free(uint32_t r, uint32_t to)
{
	REPLY(r).caller = 0;
	THREAD(to).reply = 0;
	//@ assert waits: threads_wait_but(to);
	//@ assert replies: replies_but(to);
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
}

/* Thread t, on its way, receives on endpoint e and offers r. */
/*@ requires invariant: ipc_but(t);
    requires endpoint: is_endpoint(e) && endpoint_window[e].state != ENDPOINT_SENDERS;
    requires thread: is_loose(t);
    requires reply: is_reply(r) && reply_window[r].caller == 0 && reply_window[r].server == 0;
    assigns thread_window[t].state, thread_window[t].waits_on, thread_window[t].reply, QUEUE_LINKS,
            endpoint_window[e].state, reply_window[r].server;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures waits: thread_window[t].state == THREAD_RECEIVING && thread_window[t].waits_on == e
        && thread_window[t].reply == r && reply_window[r].server == t && waits_in(t, e); */
static inline void fast_receive(uint32_t e, uint32_t t, uint32_t r)
{
	THREAD(t).state = THREAD_RECEIVING;
	THREAD(t).waits_on = e;
	THREAD(t).reply = r;
	REPLY(r).server = t;
	ENDPOINT(e).state = ENDPOINT_RECEIVERS;
	queue_insert(e, t);
	//@ assert others: threads_wait_but(t);
	//@ assert self: thread_waits(t);
	//@ assert replies: replies_but(0);
	//@ assert cancellation: cancellation;
	//@ assert endpoints: endpoints;
	//@ assert bound: bound;
}

/* The ReplyRecv itself: thread t answers `to` through r and receives on endpoint e. */
/*@ requires invariant: ipc;
    requires thread: is_running(t);
    requires vspaces: threads_vspaces;
    requires translates: translates && fpu_owned;
    requires endpoint: is_endpoint(e) && endpoint_window[e].state != ENDPOINT_SENDERS;
    requires reply: is_reply(r) && reply_window[r].caller == to;
    requires caller: is_thread(to) && thread_window[to].state == THREAD_REPLY_WAIT && runs_next(to);
    requires info: info == thread_window[t].registers[REGISTER_INFO] && info % INFO_KIND <= MESSAGE_WORDS_MAX;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[e].state, reply_window[..], kernel.current,
            kernel.vspace, fpu_on, machine;
    ensures invariant: ipc;
    ensures translates: translates && fpu_owned;
    ensures buffers: \forall integer x; thread_window[x].buffer == \old(thread_window[x].buffer);
    ensures info: thread_window[t].registers[REGISTER_INFO] == info;
    ensures runs: kernel.current == to && chosen && thread_window[to].state == THREAD_RUNNABLE;
    ensures waits: thread_window[t].state == THREAD_RECEIVING && thread_window[t].waits_on == e
        && thread_window[t].reply == r && reply_window[r].caller == 0 && reply_window[r].server == t;
    ensures contexts: contexts_stay{Pre, Post};
    ensures loans: \forall integer x; reply_window[x].borrower == \old(reply_window[x].borrower);
    ensures told: told{Pre, Post}(t, to, KIND_REPLY, 0, 0, info % INFO_LENGTHS); */
static inline void fast_reply_recv(uint32_t t, uint32_t e, uint32_t r, uint32_t to, uint32_t info)
{
	fast_free(r, to);
	fast_message(t, to, info, KIND_REPLY, 0, 0);
	//@ assert waits: threads_wait_but(to);
	//@ assert replies: replies_but(to);
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	sched_hand_over(to);
	fast_receive(e, t, r);
	//@ assert chosen: chosen;
}

/* fast_reply_recv, in a kernel that is consistent. */
/*@ requires consistent: consistent;
    requires thread: is_running(t);
    requires endpoint: is_endpoint(e) && endpoint_window[e].state != ENDPOINT_SENDERS;
    requires reply: is_reply(r) && reply_window[r].caller == to;
    requires caller: is_thread(to) && thread_window[to].state == THREAD_REPLY_WAIT && runs_next(to);
    requires info: info == thread_window[t].registers[REGISTER_INFO] && info % INFO_KIND <= MESSAGE_WORDS_MAX;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[e].state, reply_window[..], kernel.current,
            kernel.vspace, fpu_on, machine;
    ensures consistent: consistent;
    ensures buffers: \forall integer x; thread_window[x].buffer == \old(thread_window[x].buffer);
    ensures info: thread_window[t].registers[REGISTER_INFO] == info;
    ensures runs: kernel.current == to && chosen && thread_window[to].state == THREAD_RUNNABLE;
    ensures waits: thread_window[t].state == THREAD_RECEIVING && thread_window[t].waits_on == e
        && thread_window[t].reply == r && reply_window[r].caller == 0 && reply_window[r].server == t;
    ensures contexts: contexts_stay{Pre, Post};
    ensures loans: \forall integer x; reply_window[x].borrower == \old(reply_window[x].borrower);
    ensures told: told{Pre, Post}(t, to, KIND_REPLY, 0, 0, info % INFO_LENGTHS); */
static inline void fast_reply_made(uint32_t t, uint32_t e, uint32_t r, uint32_t to, uint32_t info)
{
	//@ assert vspaces: threads_vspaces;
	//@ ghost uint32_t home = owner_map[kernel.idle * THREAD_GRANULES + THREAD_SLOTS];
	fast_reply_recv(t, e, r, to, info);
	//@ assert home: home == OWNER_KERNEL && owner_map[kernel.idle * THREAD_GRANULES + THREAD_SLOTS] == home;
	//@ assert idle: idle_owned;
	//@ assert lines: irqs_ages && irqs_names && irqs_free && irqs_nexts && irqs_prevs && irqs_gaps;
	//@ assert irqs: irqs;
	//@ assert buffers: held_buffers;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
}

__attribute__((flatten, noinline)) uint32_t fastpath_reply_recv(uint32_t t)
{
	uint32_t info = THREAD(t).registers[REGISTER_INFO], s, o, e, r, to;

	if (info % INFO_KIND > MESSAGE_WORDS_MAX || THREAD(t).fault != 0)
		return 0;
	s = fast_cap(t, THREAD(t).registers[0], CAP_ENDPOINT, RIGHT_READ);
	if (s == 0)
		return 0;
	o = fast_cap(t, THREAD(t).registers[REGISTER_REPLY], CAP_REPLY, RIGHT_ALL + RIGHT_OWN);
	if (o == 0)
		return 0;
	//@ ghost object_named(s);
	//@ ghost object_named(o);
	e = SLOT(s).object / QUEUE_GRANULES;
	r = SLOT(o).object;
	to = fast_caller(r, t);
	if (to == 0 || ENDPOINT(e).state == ENDPOINT_SENDERS || fast_pending(t))
		return 0;
	//@ assert invoked: invoked{Pre}(t, CAP_ENDPOINT, RIGHT_READ, s);
	//@ assert offered: offered{Pre}(t, r);
	fast_give_back(t, to, r);
	/*@ assert words: \forall integer i; 0 <= i < MESSAGE_REGISTERS ==>
	      short_word{Here}(t, i) == short_word{Pre}(t, i); */
	//@ ghost Lent: ;
	fast_reply_made(t, e, r, to, info);
	//@ assert told_then: told{Lent, Here}(t, to, KIND_REPLY, 0, 0, info % INFO_LENGTHS);
	//@ assert answered: answered{Pre, Here}(t, s, r, to);
	//@ assert told: told{Pre, Here}(t, to, KIND_REPLY, 0, 0, info % INFO_LENGTHS);
	//@ assert buffers: \forall integer x; thread_window[x].buffer == \at(thread_window[x].buffer, Pre);
	if (THREAD(t).registers[REGISTER_INFO] % INFO_LENGTHS > MESSAGE_REGISTERS)
		to = fast_rest(t, to);
	//@ assert still: answered{Pre, Here}(t, s, r, to);
	//@ assert carried: carried{Pre, Here}(t, to, KIND_REPLY, 0, 0);
	return to;
}

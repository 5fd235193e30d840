// SPDX-License-Identifier: Apache-2.0
/* Endpoints: see endpoint.h. */
#include "endpoint.h"

void endpoint_leave(uint32_t t)
{
	uint32_t e = THREAD(t).waits_on;

	//@ assert waits: thread_waits(t) && is_endpoint(e) && waits_in(t, e) && t != kernel.idle;
	if (THREAD(t).state == THREAD_RECEIVING)
		reply_take_back(t);
	//@ assert waits: ipc && thread_waits(t) && thread_window[t].reply == 0;
	if (kernel.cancel_next == t)
		kernel.cancel_next = queue_after(t);
	//@ assert kernel: kernel_threads;
	queue_remove(t);
	if (queue_is_empty(e))
		ENDPOINT(e).state = ENDPOINT_IDLE;
	/*@ assert state: \forall integer x; is_thread(x) && x != t && on_endpoint(x) ==>
	      endpoint_window[thread_window[x].waits_on].state
	      == \at(endpoint_window[thread_window[x].waits_on].state, Pre); */
	//@ assert others: threads_wait_but(t);
	//@ assert replies: replies_but(t);
	//@ assert cancellation: cancellation;
	//@ assert endpoints: endpoints;
	//@ assert kernel: kernel_threads;
	//@ assert bound: bound;
}

/* Thread t, which runs, joins the endpoint's queue as `state`. */
/*@ requires invariant: ipc;
    requires endpoint: is_endpoint(e);
    requires thread: is_running(t);
    requires state: state == THREAD_RECEIVING
        ? side == ENDPOINT_RECEIVERS && endpoint_window[e].state != ENDPOINT_SENDERS
        : (state == THREAD_SENDING || state == THREAD_CALLING) && side == ENDPOINT_SENDERS
          && endpoint_window[e].state != ENDPOINT_RECEIVERS;
    assigns thread_window[t].state, thread_window[t].waits_on, QUEUE_LINKS,
            endpoint_window[e].state;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures waits: thread_window[t].state == state && thread_window[t].waits_on == e
        && endpoint_window[e].state == side && thread_window[t].reply == 0; */
static void endpoint_join(uint32_t e, uint32_t t, uint32_t state, uint32_t side)
{
	THREAD(t).state = state;
	THREAD(t).waits_on = e;
	ENDPOINT(e).state = side;
	queue_insert(e, t);
	//@ assert others: threads_wait_but(t);
	//@ assert self: thread_waits(t);
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert cancellation: cancellation;
	//@ assert endpoints: endpoints;
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	//@ assert bound: bound;
}

/* The message of `from`, whose call waits for a reply, has been delivered to a thread that
   offers r: from now on it waits on r; with nothing offered it is told so. */
/*@ requires invariant: ipc_but(from);
    requires from: is_loose(from);
    requires reply: r == 0
        || (is_reply(r) && reply_window[r].caller == 0 && reply_window[r].server == 0);
    assigns thread_window[from].state, thread_window[from].reply,
            thread_window[from].registers[0], QUEUE_LINKS,
            reply_window[r].caller, reply_window[r].server;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(from);
    ensures waits: r != 0 ==>
        reply_window[r].caller == from && thread_window[from].state == THREAD_REPLY_WAIT;
    ensures suspended: thread_window[from].fault != 0 ==>
        thread_window[from].state != THREAD_RUNNABLE;
    ensures told: r == 0 ==> thread_window[from].state != THREAD_REPLY_WAIT; */
static void endpoint_called(uint32_t from, uint32_t r)
{
	if (r != 0)
		reply_bind(r, from);
	else
		reply_status(from, STATUS_CANCELLED);
}

/* The kind under which the receiver gets what thread t sends. */
/*@ requires thread: is_thread(t);
    assigns \nothing;
    ensures kind: \result == (call == 0 ? KIND_SEND
                           : thread_window[t].fault != 0 ? KIND_FAULT : KIND_CALL); */
static uint32_t endpoint_kind(uint32_t t, uint32_t call)
{
	if (call == 0)
		return KIND_SEND;
	if (THREAD(t).fault != 0)
		return KIND_FAULT;
	return KIND_CALL;
}

uint32_t endpoint_receiver(uint32_t e)
{
	uint32_t to;

	if (ENDPOINT(e).state != ENDPOINT_RECEIVERS)
		return 0;
	to = queue_first(e);
	//@ assert kinds: !is_notification(e) && e != kernel.run_queue;
	//@ assert receiver: is_thread(to) && thread_waits(to) && waits_in(to, e);
	return to;
}

enum status endpoint_send(uint32_t e, uint32_t t, uint32_t call, uint32_t block)
{
	uint32_t to, r;

	if (ENDPOINT(e).state != ENDPOINT_RECEIVERS) {
		if (block == 0)
			return STATUS_WOULD_BLOCK;
		endpoint_join(e, t, call != 0 ? THREAD_CALLING : THREAD_SENDING, ENDPOINT_SENDERS);
		return STATUS_OK;
	}

	to = queue_first(e);
	r = THREAD(to).reply;
	//@ assert kinds: !is_notification(e) && e != kernel.run_queue;
	//@ assert receiver: is_thread(to) && thread_waits(to) && waits_in(to, e);
	//@ assert receives: thread_window[to].state == THREAD_RECEIVING && thread_window[to].waits_on == e;
	endpoint_leave(to);
	//@ assert offers: offers_kept{Pre, Here};
	message_deliver(t, to, endpoint_kind(t, call));
	//@ assert waits: threads_wait_but(to);
	//@ assert replies: replies_but(to);
	//@ assert kept: threads_kept{Pre, Here};
	//@ assert links: contexts_links;
	//@ assert have_time: \forall integer x; is_thread(x) ==> has_time(x);
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	sched_ready(to);
	//@ assert kept: threads_kept{Pre, Here};
	if (call != 0) {
		endpoint_called(t, r);
		//@ assert invariant: ipc;
		//@ assert kept: threads_kept{Pre, Here};
	} else {
		THREAD(t).registers[0] = STATUS_OK;
		//@ assert waits: threads_wait_but(0);
		//@ assert replies: replies_but(0);
		//@ assert contexts: contexts;
		//@ assert loans: time_loans;
		//@ assert bindings: bindings;
		//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
		//@ assert invariant: ipc;
		//@ assert kept: threads_kept{Pre, Here};
	}
	//@ assert invariant: ipc;
	return STATUS_OK;
}

/* Thread t takes the message of the first sender in the endpoint's queue. */
/*@ requires invariant: ipc;
    requires endpoint: is_endpoint(e) && endpoint_window[e].state == ENDPOINT_SENDERS;
    requires thread: is_running(t);
    requires reply: r == 0
        || (is_reply(r) && reply_window[r].caller == 0 && reply_window[r].server == 0);
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[e].state, reply_window[..],
            buffer_window[..], kernel.cancel_next;
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures goes_on: is_running(t);
    ensures sent: \forall integer x; is_thread{Pre}(x) && \old(thread_window[x].state) == THREAD_SENDING ==>
        thread_window[x].state != THREAD_REPLY_WAIT;
    ensures called: \forall integer x; is_thread{Pre}(x) && \old(thread_window[x].state) == THREAD_CALLING
        && r != 0 && thread_window[x].state != THREAD_CALLING ==> reply_window[r].caller == x; */
static void endpoint_take(uint32_t e, uint32_t t, uint32_t r)
{
	uint32_t from = queue_first(e), call = THREAD(from).state == THREAD_CALLING;

	//@ assert kinds: !is_notification(e) && e != kernel.run_queue;
	//@ assert sender: is_thread(from) && thread_waits(from) && waits_in(from, e);
	/*@ assert sends: thread_window[from].waits_on == e && (thread_window[from].state == THREAD_SENDING
	      || thread_window[from].state == THREAD_CALLING); */
	endpoint_leave(from);
	message_deliver(from, t, endpoint_kind(from, call));
	//@ assert waits: threads_wait_but(from);
	//@ assert replies: replies_but(from);
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	//@ assert kept: threads_kept{Pre, Here};
	if (call)
		endpoint_called(from, r);
	else
		reply_status(from, STATUS_OK);
}

enum status endpoint_receive(uint32_t e, uint32_t t, uint32_t r, uint32_t block)
{
	if (ENDPOINT(e).state != ENDPOINT_SENDERS && block == 0)
		return STATUS_WOULD_BLOCK;

	if (r != 0)
		reply_cancel(r);
	//@ assert kept: threads_kept{Pre, Here};
	if (ENDPOINT(e).state == ENDPOINT_SENDERS) {
		endpoint_take(e, t, r);
	} else {
		endpoint_join(e, t, THREAD_RECEIVING, ENDPOINT_RECEIVERS);
		if (r != 0) {
			THREAD(t).reply = r;
			REPLY(r).server = t;
		}
		//@ assert waits: threads_wait_but(0);
		//@ assert replies: replies_but(0);
		//@ assert links: contexts_links;
		//@ assert have_time: \forall integer x; is_thread(x) ==> has_time(x);
		//@ assert loans: time_loans;
		//@ assert bindings: bindings;
		//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
		//@ assert bound: bound;
		//@ assert invariant: ipc;
	}
	//@ assert invariant: ipc;
	return STATUS_OK;
}

uint32_t endpoint_cancel_one(uint32_t e)
{
	uint32_t t = queue_first(e);

	if (t == 0)
		return 0;
	//@ assert kinds: !is_notification(e) && e != kernel.run_queue;
	//@ assert waiter: is_thread(t) && thread_waits(t) && waits_in(t, e);
	//@ assert waits: on_endpoint(t) && thread_window[t].waits_on == e;
	endpoint_leave(t);
	reply_status(t, STATUS_CANCELLED);
	return t;
}

void endpoint_cancel_begin(uint32_t e, uint32_t low, uint32_t high)
{
	uint32_t number = kernel.cancel_number;

	kernel.cancel_endpoint = e;
	kernel.cancel_low = low;
	kernel.cancel_high = high;
	kernel.cancel_number = number == UINT32_MAX ? 1 : number + 1;
	if (ENDPOINT(e).state == ENDPOINT_SENDERS)
		kernel.cancel_next = queue_first(e);
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert kernel: kernel_threads;
	//@ assert bound: bound;
}

/* Does the running cancellation concern thread t? */
/*@ requires thread: is_thread(t);
    assigns \nothing;
    ensures about: \result != 0 <==> cancels(t); */
static int endpoint_cancels(uint32_t t)
{
	uint32_t state = THREAD(t).state;

	return kernel.cancel_next != 0 && (state == THREAD_SENDING || state == THREAD_CALLING)
	       && THREAD(t).waits_on == kernel.cancel_endpoint
	       && THREAD(t).badge_low == kernel.cancel_low && THREAD(t).badge_high == kernel.cancel_high;
}

void endpoint_cancel_pass(uint32_t t)
{
	if (endpoint_cancels(t)) {
		endpoint_leave(t);
		reply_status(t, STATUS_CANCELLED);
	} else if (kernel.cancel_next == t) {
		kernel.cancel_next = queue_after(t);
		//@ assert waits: threads_wait_but(0);
		//@ assert replies: replies_but(0);
		//@ assert kernel: kernel_threads;
		//@ assert bound: bound;
	}
}

void endpoint_cancel_run(void)
{
	uint32_t steps = 0;

	/*@ loop invariant range: 0 <= steps <= CANCEL_STEPS;
	    loop invariant invariant: ipc;
	    loop invariant kept: threads_kept{Pre, Here};
	    loop invariant counted: \at(steps_left, Pre) - steps_left == steps;
	    loop invariant others: \forall integer t; is_thread(t)
	      && !sends{Pre}(t, kernel.cancel_endpoint, kernel.cancel_low, kernel.cancel_high) ==>
	      thread_stays{Pre, Here}(t) && waiter_window[t].list == \at(waiter_window[t].list, Pre);
	    loop invariant order: \forall integer s, t; is_thread(s) && is_thread(t)
	      && !sends{Pre}(s, kernel.cancel_endpoint, kernel.cancel_low, kernel.cancel_high)
	      && !sends{Pre}(t, kernel.cancel_endpoint, kernel.cancel_low, kernel.cancel_high) ==>
	      (waits_before(s, t) <==> waits_before{Pre}(s, t));
	    loop invariant no_new: \forall integer t, e, low, high; is_thread(t) && sends(t, e, low, high) ==>
	      sends{Pre}(t, e, low, high);
	    loop invariant ahead: \forall integer t; is_thread(t)
	      && sends(t, kernel.cancel_endpoint, kernel.cancel_low, kernel.cancel_high)
	      && yet_to_see{Pre}(t) ==> yet_to_see(t);
	    loop assigns steps, thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..],
	                 kernel.cancel_next, steps_left;
	    loop variant CANCEL_STEPS - steps; */
	while (steps < CANCEL_STEPS && kernel.cancel_next != 0) {
		//@ ghost steps_left = steps_left - 1;
		//@ ghost Before: ;
		endpoint_cancel_pass(kernel.cancel_next);
		/*@ assert seen: \forall integer t; is_thread(t)
		      && sends(t, kernel.cancel_endpoint, kernel.cancel_low, kernel.cancel_high)
		      && yet_to_see{Before}(t) ==> yet_to_see(t); */
		steps++;
	}
}

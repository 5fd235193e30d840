// SPDX-License-Identifier: Apache-2.0
/* Endpoints: see endpoint.h. */
#include "endpoint.h"

void endpoint_leave(uint32_t t)
{
	uint32_t e = THREAD(t).waits_on, r = THREAD(t).reply;

	queue_remove(t);
	if (queue_first(e) == 0)
		ENDPOINT(e).state = ENDPOINT_IDLE;
	if (THREAD(t).state == THREAD_RECEIVING && r != 0) {
		REPLY(r).server = 0;
		THREAD(t).reply = 0;
	}
}

/* Thread t joins the endpoint's queue as `state`. */
/*@ requires queues: queues;
    requires endpoint: is_endpoint(e);
    requires thread: is_thread(t);
    ensures queues: queues;
    ensures waits: thread_window[t].state == state && thread_window[t].waits_on == e && endpoint_window[e].state == side; */
static void endpoint_join(uint32_t e, uint32_t t, uint32_t state, uint32_t side)
{
	sched_stop(t);
	THREAD(t).state = state;
	THREAD(t).waits_on = e;
	ENDPOINT(e).state = side;
	queue_insert(e, t);
}

/* The message of `from`, whose call waits for a reply, has been delivered to a thread that
   offers r: from now on it waits on r; with nothing offered it is told so. */
/*@ requires queues: queues;
    requires from: is_thread(from) && thread_window[from].list == 0;
    requires reply: r == 0 || (is_reply(r) && reply_window[r].caller == 0);
    requires run_queue: is_queue(kernel.run_queue);
    ensures queues: queues;
    ensures waits: r != 0 ==> reply_window[r].caller == from && thread_window[from].state == THREAD_REPLY_WAIT;
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
    ensures kind: \result == (call == 0 ? KIND_SEND : thread_window[t].fault != 0 ? KIND_FAULT : KIND_CALL); */
static uint32_t endpoint_kind(uint32_t t, uint32_t call)
{
	if (call == 0)
		return KIND_SEND;
	if (THREAD(t).fault != 0)
		return KIND_FAULT;
	return KIND_CALL;
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
	endpoint_leave(to);
	message_deliver(t, to, endpoint_kind(t, call));
	if (call != 0) {
		sched_stop(t);
		endpoint_called(t, r);
	} else {
		THREAD(t).registers[0] = STATUS_OK;
	}
	sched_ready(to);
	return STATUS_OK;
}

/* Thread t takes the message of the first sender in the endpoint's queue. */
/*@ requires queues: queues;
    requires endpoint: is_endpoint(e) && endpoint_window[e].state == ENDPOINT_SENDERS;
    requires thread: is_thread(t);
    requires reply: r == 0 || (is_reply(r) && reply_window[r].caller == 0);
    requires run_queue: is_queue(kernel.run_queue);
    ensures queues: queues; */
static void endpoint_take(uint32_t e, uint32_t t, uint32_t r)
{
	uint32_t from = queue_first(e), call = THREAD(from).state == THREAD_CALLING;

	endpoint_leave(from);
	message_deliver(from, t, endpoint_kind(from, call));
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
	if (ENDPOINT(e).state == ENDPOINT_SENDERS) {
		endpoint_take(e, t, r);
	} else {
		THREAD(t).reply = r;
		if (r != 0)
			REPLY(r).server = t;
		endpoint_join(e, t, THREAD_RECEIVING, ENDPOINT_RECEIVERS);
	}
	return STATUS_OK;
}

uint32_t endpoint_cancel_one(uint32_t e)
{
	uint32_t t = queue_first(e);

	if (t == 0)
		return 0;
	endpoint_leave(t);
	reply_status(t, STATUS_CANCELLED);
	return t;
}

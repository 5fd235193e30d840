// SPDX-License-Identifier: Apache-2.0
/* Notifications: see notification.h. */
#include "notification.h"

/*@ requires notification: is_notification(n);
    assigns \nothing;
    ensures empty: \result != 0 <==>
        notification_window[n].word_low == 0 && notification_window[n].word_high == 0; */
static int notification_empty(uint32_t n)
{
	return NOTIFICATION(n).word_low == 0 && NOTIFICATION(n).word_high == 0;
}

/* The first of those who wait on notification n, on its way from now on; 0 if nobody waits. */
/*@ requires invariant: ipc;
    requires notification: is_notification(n);
    assigns waiter_window[..], list_head_window[..], list_map_window[..];
    ensures invariant: ipc_but(\result);
    ensures none: \result == 0 <==> \old(queue_empty(n));
    ensures empty: \result == 0 ==> queue_empty(n);
    ensures loose: \result != 0 ==> is_loose(\result);
    ensures first: \result != 0 ==> waits_first{Pre}(\result, n);
    ensures others: waiters_stay_but{Pre, Post}(\result); */
static uint32_t notification_take(uint32_t n)
{
	uint32_t t = 0;

	/* Most often nobody waits: then the call is saved. */
	if (!queue_is_empty(n))
		t = queue_take(n);
	//@ assert kinds: !is_endpoint(n) && n != kernel.run_queue;
	//@ assert list: t != 0 ==> waits_in{Pre}(t, n);
	//@ assert waiter: t != 0 ==> thread_waits{Pre}(t) && t != kernel.idle;
	//@ assert waits: t != 0 ==> thread_window[t].state == THREAD_WAITING;
	//@ assert reply: t != 0 ==> thread_window[t].reply == 0;
	//@ assert others: threads_wait_but(t);
	//@ assert replies: replies_but(t);
	//@ assert came: \forall integer x, q; waits_in{Pre}(x, q) && x != t ==> waits_in(x, q);
	//@ assert cancellation: cancellation;
	//@ assert endpoints: endpoints;
	return t;
}

void notification_signal(uint32_t n, uint32_t low, uint32_t high)
{
	uint32_t t = notification_take(n), bound = NOTIFICATION(n).thread;

	//@ assert receiver: bound != 0 ==> is_thread(bound);
	if (t != 0) {
		message_notify(t, low, high);
		//@ assert waits: threads_wait_but(t);
		//@ assert replies: replies_but(t);
		//@ assert contexts: contexts;
		//@ assert loans: time_loans;
		//@ assert bindings: bindings;
		//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
		sched_ready(t);
		//@ assert given: ipc && threads_kept{Pre, Here};
	} else if (bound != 0 && THREAD(bound).state == THREAD_RECEIVING) {
		endpoint_leave(bound);
		message_notify(bound, low, high);
		//@ assert waits: threads_wait_but(bound);
		//@ assert replies: replies_but(bound);
		//@ assert contexts: contexts;
		//@ assert loans: time_loans;
		//@ assert bindings: bindings;
		//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
		sched_ready(bound);
		//@ assert given: ipc && threads_kept{Pre, Here};
	} else {
		NOTIFICATION(n).word_low = NOTIFICATION(n).word_low | low;
		NOTIFICATION(n).word_high = NOTIFICATION(n).word_high | high;
		//@ assert waits: threads_wait_but(0);
		//@ assert contexts: contexts;
		//@ assert loans: time_loans;
		//@ assert bindings: bindings;
		//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
		//@ assert ored: ipc && threads_kept{Pre, Here};
	}
}

enum status notification_poll(uint32_t n, uint32_t t)
{
	if (notification_empty(n))
		return STATUS_WOULD_BLOCK;

	message_notify(t, NOTIFICATION(n).word_low, NOTIFICATION(n).word_high);
	NOTIFICATION(n).word_low = 0;
	NOTIFICATION(n).word_high = 0;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads;
	//@ assert bound: bound;
	return STATUS_OK;
}

void notification_wait(uint32_t n, uint32_t t)
{
	if (notification_poll(n, t) == STATUS_OK)
		return;

	THREAD(t).state = THREAD_WAITING;
	THREAD(t).waits_on = n;
	queue_insert(n, t);
	//@ assert others: threads_wait_but(t);
	//@ assert self: thread_waits(t);
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert cancellation: cancellation;
	//@ assert endpoints: endpoints;
}

uint32_t notification_cancel_one(uint32_t n)
{
	uint32_t t = notification_take(n);

	if (t == 0)
		return 0;
	reply_status(t, STATUS_CANCELLED);
	return t;
}

void notification_bind(uint32_t n, uint32_t t)
{
	NOTIFICATION(n).thread = t;
	THREAD(t).notification = n;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert bindings: bindings;
}

void notification_unbind(uint32_t n)
{
	uint32_t t = NOTIFICATION(n).thread;

	if (t == 0)
		return;
	NOTIFICATION(n).thread = 0;
	THREAD(t).notification = 0;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Endpoints: synchronous messages.  An endpoint's queue holds senders or
 * receivers, never both, and `state` says which; idle means that it is empty.
 *
 *     sender    RUNNABLE --send--> SENDING  --received--> RUNNABLE
 *     caller    RUNNABLE --call--> CALLING  --received--> REPLY_WAIT --replied--> RUNNABLE
 *     receiver  RUNNABLE --recv--> RECEIVING --message or notification--> RUNNABLE
 */
#ifndef WRIT_KERNEL_ENDPOINT_H
#define WRIT_KERNEL_ENDPOINT_H

#include "reply.h"

/* The thread that receives on the endpoint first; 0 if none does. */
/*@ requires invariant: ipc;
    requires endpoint: is_endpoint(e);
    assigns \nothing;
    ensures thread: \result != 0 ==> is_thread(\result) && \result != kernel.idle;
    ensures first: \result != 0 ==> waits_in(\result, e)
        && \forall integer x; waits_in(x, e) && x != \result ==> waits_before(\result, x);
    ensures none: \result == 0 <==> endpoint_window[e].state != ENDPOINT_RECEIVERS; */
uint32_t endpoint_receiver(uint32_t e);

/* Thread t sends what its info, badge and registers say.  `call`: it then waits for the
   reply.  STATUS_WOULD_BLOCK, and nothing changes, when nobody receives and `block` is 0. */
/*@ requires invariant: ipc;
    requires endpoint: is_endpoint(e);
    requires thread: is_running(t);
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[e].state, reply_window[..],
            buffer_window[..], kernel.cancel_next;
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures refused: \result != STATUS_OK ==> \result == STATUS_WOULD_BLOCK && block == 0
        && \old(endpoint_window[e].state) != ENDPOINT_RECEIVERS;
    ensures unchanged: \result != STATUS_OK ==> threads_stay_but{Pre, Post}(0);
    ensures goes_on: \old(endpoint_window[e].state) == ENDPOINT_RECEIVERS && call == 0 ==> is_running(t);
    ensures waits: \old(endpoint_window[e].state) != ENDPOINT_RECEIVERS && \result == STATUS_OK ==>
        thread_window[t].waits_on == e && endpoint_window[e].state == ENDPOINT_SENDERS
        && thread_window[t].state == (call != 0 ? THREAD_CALLING : THREAD_SENDING);
    ensures fault: thread_window[t].fault == \old(thread_window[t].fault);
    ensures offers: call == 0 ==> offers_kept{Pre, Post};
    ensures stopped: \result == STATUS_OK && call != 0 && thread_window[t].fault != 0 ==>
        thread_window[t].state != THREAD_RUNNABLE; */
enum status endpoint_send(uint32_t e, uint32_t t, uint32_t call, uint32_t block);

/* Thread t receives; `r` is the reply object that it offers, 0 for none.
   STATUS_WOULD_BLOCK, and nothing changes, when nothing waits and `block` is 0. */
/*@ requires invariant: ipc;
    requires endpoint: is_endpoint(e);
    requires thread: is_running(t);
    requires reply: r == 0 || (is_reply(r) && reply_window[r].server == 0);
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[e].state, reply_window[..],
            buffer_window[..], kernel.cancel_next;
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures refused: \result != STATUS_OK ==> \result == STATUS_WOULD_BLOCK && block == 0
        && \old(endpoint_window[e].state) != ENDPOINT_SENDERS;
    ensures unchanged: \result != STATUS_OK ==> threads_stay_but{Pre, Post}(0);
    ensures goes_on: \old(endpoint_window[e].state) == ENDPOINT_SENDERS ==> is_running(t);
    ensures waits: \old(endpoint_window[e].state) != ENDPOINT_SENDERS && \result == STATUS_OK ==>
        thread_window[t].waits_on == e && endpoint_window[e].state == ENDPOINT_RECEIVERS
        && thread_window[t].state == THREAD_RECEIVING && thread_window[t].reply == r; */
enum status endpoint_receive(uint32_t e, uint32_t t, uint32_t r, uint32_t block);

/* Thread t, which sends, calls or receives, leaves the endpoint's queue, and takes back the
   reply object that it offers. */
/*@ requires invariant: ipc;
    requires thread: is_thread(t) && on_endpoint(t);
    assigns thread_window[t].reply, QUEUE_LINKS,
            endpoint_window[thread_window[t].waits_on].state,
            reply_window[thread_window[t].reply].server, kernel.cancel_next;
    ensures invariant: ipc_but(t);
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures order: order_stays_but{Pre, Post}(t);
    ensures loose: is_loose(t);
    ensures next: \old(kernel.cancel_next) == t ==>
        comes_next{Pre}(t, kernel.cancel_next, \old(thread_window[t].waits_on));
    ensures going: \old(kernel.cancel_next) != t ==> kernel.cancel_next == \old(kernel.cancel_next);
    ensures taken_back: \old(thread_window[t].reply) != 0 ==>
        is_reply(\old(thread_window[t].reply)) && reply_window[\old(thread_window[t].reply)].server == 0
        && reply_window[\old(thread_window[t].reply)].caller == 0; */
void endpoint_leave(uint32_t t);

/* The oldest of the highest-priority waiters is told STATUS_CANCELLED; 0 if nobody waits. */
/*@ requires invariant: ipc;
    requires endpoint: is_endpoint(e);
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[e].state, reply_window[..],
            kernel.cancel_next;
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures others: threads_stay_but{Pre, Post}(\result);
    ensures told: \result != 0 && thread_window[\result].fault == 0 ==>
        thread_window[\result].registers[0] == STATUS_CANCELLED;
    ensures none: \result == 0 <==> \old(queue_empty(e));
    ensures idle: \result == 0 ==> queue_empty(e) && endpoint_window[e].state == ENDPOINT_IDLE; */
uint32_t endpoint_cancel_one(uint32_t e);

/*
 * Cancelling what is sent under one badge, a few senders at a time.  One cancellation
 * runs at a time; where it is, kernel.cancel_next, moves on with whoever leaves the queue.
 *
 *     endpoint 9, badge 7     front | 4: 7 | 8: 3 | 5: 7 | 2: 7 | back
 *                                     told    ^ cancel_next
 */

/* A cancellation begins: of what is sent on endpoint e under this badge. */
/*@ requires invariant: ipc;
    requires endpoint: is_endpoint(e);
    requires none: kernel.cancel_next == 0;
    assigns CANCELLATION;
    ensures invariant: ipc;
    ensures what: kernel.cancel_endpoint == e && kernel.cancel_low == low && kernel.cancel_high == high;
    ensures number: kernel.cancel_number != 0
        && kernel.cancel_number == (\old(kernel.cancel_number) == UINT32_MAX ? 1 : \old(kernel.cancel_number) + 1);
    ensures all: \forall integer t; is_thread(t) && sends(t, e, low, high) ==> yet_to_see(t); */
void endpoint_cancel_begin(uint32_t e, uint32_t low, uint32_t high);

/* The running cancellation looks at thread t: it is told STATUS_CANCELLED if it sends what is
   cancelled.  If t's turn has come the cancellation goes on behind it.  Also when t changes its place. */
/*@ requires invariant: ipc;
    requires thread: is_thread(t);
    assigns thread_window[t].state, thread_window[t].reply, thread_window[t].registers[0], QUEUE_LINKS,
            endpoint_window[..], reply_window[..], kernel.cancel_next;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures order: order_stays_but{Pre, Post}(t);
    ensures told: \old(cancels(t)) ==> thread_window[t].state < THREAD_SENDING
        && (thread_window[t].fault == 0 ==> thread_window[t].registers[0] == STATUS_CANCELLED);
    ensures stays: !\old(cancels(t)) ==> thread_stays{Pre, Post}(t)
        && waiter_window[t].list == \old(waiter_window[t].list)
        && \forall integer x; 0 <= x < THREADS ==> queue_age[x] == \old(queue_age[x]);
    ensures next: \old(kernel.cancel_next) == t ==>
        comes_next{Pre}(t, kernel.cancel_next, \old(kernel.cancel_endpoint));
    ensures going: \old(kernel.cancel_next) != t ==> kernel.cancel_next == \old(kernel.cancel_next); */
void endpoint_cancel_pass(uint32_t t);

/* The running cancellation, if there is one, goes on: it looks at CANCEL_STEPS threads at most. */
/*@ requires invariant: ipc;
    requires budget: CANCEL_STEPS <= steps_left;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..], kernel.cancel_next, steps_left;
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures bounded: \old(steps_left) - steps_left <= CANCEL_STEPS;
    ensures goes_on: kernel.cancel_next != 0 ==> \old(steps_left) - steps_left == CANCEL_STEPS;
    ensures others: \forall integer t; is_thread(t)
        && !\old(sends(t, kernel.cancel_endpoint, kernel.cancel_low, kernel.cancel_high)) ==>
        thread_stays{Pre, Post}(t) && waiter_window[t].list == \old(waiter_window[t].list);
    ensures order: \forall integer s, t; is_thread(s) && is_thread(t)
        && !\old(sends(s, kernel.cancel_endpoint, kernel.cancel_low, kernel.cancel_high))
        && !\old(sends(t, kernel.cancel_endpoint, kernel.cancel_low, kernel.cancel_high)) ==>
        (waits_before(s, t) <==> \old(waits_before(s, t)));
    ensures no_new: \forall integer t, e, low, high; is_thread(t) && sends(t, e, low, high) ==>
        \old(sends(t, e, low, high));
    ensures ahead: \forall integer t; is_thread(t)
        && sends(t, kernel.cancel_endpoint, kernel.cancel_low, kernel.cancel_high)
        && \old(yet_to_see(t)) ==> yet_to_see(t); */
void endpoint_cancel_run(void);

#endif

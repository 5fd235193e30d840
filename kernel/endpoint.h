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

/* Thread t sends what its info, badge and registers say.  `call`: it then waits for the
   reply.  STATUS_WOULD_BLOCK, and nothing changes, when nobody receives and `block` is 0. */
/*@ requires queues: queues;
    requires endpoint: is_endpoint(e);
    requires thread: is_thread(t);
    requires run_queue: is_queue(kernel.run_queue);
    ensures queues: queues;
    ensures refused: \result != STATUS_OK ==> \result == STATUS_WOULD_BLOCK && block == 0
        && \old(endpoint_window[e].state) != ENDPOINT_RECEIVERS;
    ensures waits: \old(endpoint_window[e].state) != ENDPOINT_RECEIVERS && \result == STATUS_OK ==>
        thread_window[t].waits_on == e && endpoint_window[e].state == ENDPOINT_SENDERS
        && thread_window[t].state == (call != 0 ? THREAD_CALLING : THREAD_SENDING); */
enum status endpoint_send(uint32_t e, uint32_t t, uint32_t call, uint32_t block);

/* Thread t receives; `r` is the reply object that it offers, 0 for none.
   STATUS_WOULD_BLOCK, and nothing changes, when nothing waits and `block` is 0. */
/*@ requires queues: queues;
    requires endpoint: is_endpoint(e);
    requires thread: is_thread(t);
    requires reply: r == 0 || (is_reply(r) && reply_window[r].server == 0);
    requires run_queue: is_queue(kernel.run_queue);
    ensures queues: queues;
    ensures refused: \result != STATUS_OK ==> \result == STATUS_WOULD_BLOCK && block == 0
        && \old(endpoint_window[e].state) != ENDPOINT_SENDERS; */
enum status endpoint_receive(uint32_t e, uint32_t t, uint32_t r, uint32_t block);

/* Thread t, which sends, calls or receives, leaves the endpoint's queue. */
/*@ requires queues: queues;
    requires thread: is_thread(t) && thread_window[t].list != 0;
    requires endpoint: is_endpoint(thread_window[t].waits_on);
    requires reply: thread_window[t].state == THREAD_RECEIVING && thread_window[t].reply != 0 ==> is_reply(thread_window[t].reply);
    ensures queues: queues;
    ensures out: thread_window[t].list == 0;
    ensures withdrawn: \old(thread_window[t].state) == THREAD_RECEIVING ==> thread_window[t].reply == 0; */
void endpoint_leave(uint32_t t);

/* The oldest of the highest-priority waiters is told STATUS_CANCELLED; 0 if nobody waits. */
/*@ requires queues: queues;
    requires endpoint: is_endpoint(e);
    requires run_queue: is_queue(kernel.run_queue);
    ensures queues: queues; */
uint32_t endpoint_cancel_one(uint32_t e);

#endif

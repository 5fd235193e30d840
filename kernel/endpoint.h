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
/*@ requires invariant: ipc;
    requires endpoint: is_endpoint(e);
    requires thread: is_runnable(t);
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[e].state, reply_window[..],
            buffer_window[..];
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures refused: \result != STATUS_OK ==> \result == STATUS_WOULD_BLOCK && block == 0
        && \old(endpoint_window[e].state) != ENDPOINT_RECEIVERS;
    ensures waits: \old(endpoint_window[e].state) != ENDPOINT_RECEIVERS && \result == STATUS_OK ==>
        thread_window[t].waits_on == e && endpoint_window[e].state == ENDPOINT_SENDERS
        && thread_window[t].state == (call != 0 ? THREAD_CALLING : THREAD_SENDING);
    ensures fault: thread_window[t].fault == \old(thread_window[t].fault);
    ensures stopped: \result == STATUS_OK && call != 0 && thread_window[t].fault != 0 ==>
        thread_window[t].state != THREAD_RUNNABLE; */
enum status endpoint_send(uint32_t e, uint32_t t, uint32_t call, uint32_t block);

/* Thread t receives; `r` is the reply object that it offers, 0 for none.
   STATUS_WOULD_BLOCK, and nothing changes, when nothing waits and `block` is 0. */
/*@ requires invariant: ipc;
    requires endpoint: is_endpoint(e);
    requires thread: is_runnable(t);
    requires reply: r == 0 || (is_reply(r) && reply_window[r].server == 0);
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[e].state, reply_window[..],
            buffer_window[..];
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures refused: \result != STATUS_OK ==> \result == STATUS_WOULD_BLOCK && block == 0
        && \old(endpoint_window[e].state) != ENDPOINT_SENDERS;
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
            reply_window[thread_window[t].reply].server;
    ensures invariant: ipc_but(t);
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures loose: is_loose(t);
    ensures taken_back: \old(thread_window[t].reply) != 0 ==>
        is_reply(\old(thread_window[t].reply)) && reply_window[\old(thread_window[t].reply)].server == 0
        && reply_window[\old(thread_window[t].reply)].caller == 0; */
void endpoint_leave(uint32_t t);

/* The oldest of the highest-priority waiters is told STATUS_CANCELLED; 0 if nobody waits. */
/*@ requires invariant: ipc;
    requires endpoint: is_endpoint(e);
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[e].state, reply_window[..];
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures others: threads_stay_but{Pre, Post}(\result);
    ensures none: \result == 0 <==> \old(queue_empty(e));
    ensures idle: \result == 0 ==> queue_empty(e) && endpoint_window[e].state == ENDPOINT_IDLE; */
uint32_t endpoint_cancel_one(uint32_t e);

#endif

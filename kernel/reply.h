// SPDX-License-Identifier: Apache-2.0
/*
 * Reply objects.  A server offers one when it receives; a call that it then
 * gets binds the caller to it, and replying through it, once, sets the caller
 * free.  A reply object has at most one caller, and a thread waits on at most
 * one reply object.
 */
#ifndef WRIT_KERNEL_REPLY_H
#define WRIT_KERNEL_REPLY_H

#include "message.h"
#include "sched.h"

/* Thread t, on its way, waits for the reply through r. */
/*@ requires invariant: ipc_but(t);
    requires thread: is_loose(t);
    requires reply: is_reply(r) && reply_window[r].caller == 0 && reply_window[r].server == 0;
    assigns reply_window[r].caller, thread_window[t].state, thread_window[t].reply;
    ensures invariant: ipc;
    ensures waits: reply_window[r].caller == t && thread_window[t].reply == r
        && thread_window[t].state == THREAD_REPLY_WAIT; */
void reply_bind(uint32_t r, uint32_t t);

/* Nobody waits on r any more: its caller, if any, is told that the call was cancelled
   (a faulting thread is suspended). */
/*@ requires invariant: ipc;
    requires reply: is_reply(r);
    assigns reply_window[r].caller, thread_window[reply_window[r].caller].state,
            thread_window[reply_window[r].caller].reply,
            thread_window[reply_window[r].caller].registers[0], QUEUE_LINKS;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(\old(reply_window[r].caller));
    ensures free: reply_window[r].caller == 0;
    ensures told: \old(reply_window[r].caller) != 0 ==>
        thread_window[\old(reply_window[r].caller)].reply == 0
        && (thread_window[\old(reply_window[r].caller)].state == THREAD_RUNNABLE
         || thread_window[\old(reply_window[r].caller)].state == THREAD_INACTIVE); */
void reply_cancel(uint32_t r);

/* Thread t no longer offers a reply object, if it did. */
/*@ requires invariant: ipc;
    requires thread: is_thread(t) && thread_window[t].state == THREAD_RECEIVING;
    assigns thread_window[t].reply, reply_window[thread_window[t].reply].server;
    ensures invariant: ipc;
    ensures thread: thread_window[t].reply == 0;
    ensures taken_back: \old(thread_window[t].reply) != 0 ==>
        is_reply(\old(thread_window[t].reply)) && reply_window[\old(thread_window[t].reply)].server == 0
        && reply_window[\old(thread_window[t].reply)].caller == 0; */
void reply_take_back(uint32_t t);

/* No thread waits on or offers r from now on: as reply_cancel, and who offers it, no longer does. */
/*@ requires invariant: ipc;
    requires reply: is_reply(r);
    assigns reply_window[r].caller, reply_window[r].server,
            thread_window[reply_window[r].server].reply, thread_window[reply_window[r].caller].state,
            thread_window[reply_window[r].caller].reply,
            thread_window[reply_window[r].caller].registers[0], QUEUE_LINKS;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(\old(reply_window[r].caller));
    ensures free: reply_window[r].caller == 0 && reply_window[r].server == 0;
    ensures nobody: \forall integer t; is_thread(t) ==> thread_window[t].reply != r; */
void reply_destroy(uint32_t r);

/* Thread t's message goes to the caller of r, who runs again; nothing if r has none.
   The answer to a fault resumes, moves or suspends the thread (FAULT_RESUME ...). */
/*@ requires invariant: ipc;
    requires reply: is_reply(r);
    requires thread: is_running(t);
    assigns reply_window[r].caller, thread_window[reply_window[r].caller].state,
            thread_window[reply_window[r].caller].reply, thread_window[reply_window[r].caller].fault,
            thread_window[reply_window[r].caller].registers[0 .. REGISTERS - 1],
            QUEUE_LINKS, buffer_window[..];
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(\old(reply_window[r].caller));
    ensures free: reply_window[r].caller == 0; */
void reply_send(uint32_t r, uint32_t t);

/* Thread t, which is to be given a status without having been served, runs again with it;
   a thread that waited for its fault to be handled is suspended instead. */
/*@ requires invariant: ipc_but(t);
    requires thread: is_loose(t);
    assigns thread_window[t].state, thread_window[t].registers[0], QUEUE_LINKS;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures order: order_stays_but{Pre, Post}(t);
    ensures told: thread_window[t].fault == 0 ==>
        thread_window[t].state == THREAD_RUNNABLE && thread_window[t].registers[0] == status;
    ensures suspended: thread_window[t].fault != 0 ==> thread_window[t].state == THREAD_INACTIVE; */
void reply_status(uint32_t t, enum status status);

#endif

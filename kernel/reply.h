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
    assigns reply_window[r].caller, reply_window[r].server, thread_window[t].state, thread_window[t].reply;
    ensures invariant: ipc;
    ensures waits: reply_window[r].caller == t && thread_window[t].reply == r
        && thread_window[t].state == THREAD_REPLY_WAIT; */
void reply_bind(uint32_t r, uint32_t t);

/* Nobody waits on r any more: its caller, if any, is told that the call was cancelled
   (a faulting thread is suspended). */
/*@ requires invariant: ipc;
    requires reply: is_reply(r);
    assigns reply_window[r].caller, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures others: threads_stay_but{Pre, Post}(\old(reply_window[r].caller));
    ensures free: reply_window[r].caller == 0;
    ensures told: \old(reply_window[r].caller) != 0 ==>
        thread_window[\old(reply_window[r].caller)].reply == 0
        && (thread_window[\old(reply_window[r].caller)].state == THREAD_RUNNABLE
         || thread_window[\old(reply_window[r].caller)].state == THREAD_INACTIVE); */
void reply_cancel(uint32_t r);

/* Thread t's message goes to the caller of r, who runs again; nothing if r has none.
   The answer to a fault resumes, moves or suspends the thread (FAULT_RESUME ...). */
/*@ requires invariant: ipc;
    requires reply: is_reply(r);
    requires thread: is_runnable(t);
    assigns reply_window[r].caller, QUEUE_LINKS, buffer_window[..];
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures others: threads_stay_but{Pre, Post}(\old(reply_window[r].caller));
    ensures free: reply_window[r].caller == 0; */
void reply_send(uint32_t r, uint32_t t);

/* Thread t, which is to be given a status without having been served, runs again with it;
   a thread that waited for its fault to be handled is suspended instead. */
/*@ requires invariant: ipc_but(t);
    requires thread: is_loose(t);
    assigns QUEUE_LINKS;
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures others: threads_stay_but{Pre, Post}(t);
    ensures fault: thread_window[t].fault == \old(thread_window[t].fault);
    ensures told: \old(thread_window[t].fault) == 0 ==>
        thread_window[t].state == THREAD_RUNNABLE && thread_window[t].registers[0] == status;
    ensures suspended: \old(thread_window[t].fault) != 0 ==> thread_window[t].state == THREAD_INACTIVE; */
void reply_status(uint32_t t, enum status status);

#endif

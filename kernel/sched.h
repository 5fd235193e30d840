// SPDX-License-Identifier: Apache-2.0
/*
 * Who runs.  The run queue holds exactly the threads that can: state RUNNABLE
 * and a scheduling context bound.  The running thread stays in it.  Operations
 * only mark - sched_ready, sched_stop - and sched_choose, called once at the
 * end of every entry, picks the oldest thread of the highest priority.
 */
#ifndef WRIT_KERNEL_SCHED_H
#define WRIT_KERNEL_SCHED_H

#include "queue.h"
#include "../spec/ipc.h"

/* Thread t, on its way, may run from now on, if it has a scheduling context. */
/*@ requires invariant: ipc_but(t);
    requires thread: is_loose(t);
    assigns thread_window[t].state, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures order: order_stays_but{Pre, Post}(t);
    ensures state: thread_window[t].state == THREAD_RUNNABLE;
    ensures ready: thread_window[t].context != 0 ==> waits_in(t, kernel.run_queue);
    ensures not_ready: thread_window[t].context == 0 ==> waiter_window[t].list == 0; */
void sched_ready(uint32_t t);

/* The thread leaves the queue that it is in, if any: the run queue or a notification's. */
/*@ requires invariant: ipc_but(t);
    requires thread: is_thread(t) && thread_window[t].reply == 0;
    requires queue: waiter_window[t].list != 0 ==> !is_endpoint(waiter_window[t].list / QUEUE_LISTS);
    assigns QUEUE_LINKS;
    ensures invariant: ipc_but(t);
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures out: waiter_window[t].list == 0; */
void sched_stop(uint32_t t);

/* The number of the VSpace that the thread runs in, 0 if none. */
/*@ requires thread: is_thread(t);
    requires slot: is_slot(t * THREAD_GRANULES + THREAD_SLOT_VSPACE);
    assigns \nothing;
    ensures none: slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].type != CAP_VSPACE ==>
        \result == 0;
    ensures vspace: slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].type == CAP_VSPACE ==>
        \result == slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].object / VSPACE_GRANULES; */
uint32_t sched_vspace(uint32_t t);

/* The oldest thread of the highest priority becomes the running one; the idle thread if
   nobody can run. */
/*@ requires invariant: ipc;
    requires vspaces: threads_vspaces;
    requires translates: kernel.vspace == 0 || is_vspace(kernel.vspace);
    assigns kernel.current, kernel.vspace, machine;
    ensures invariant: ipc;
    ensures translates: kernel.vspace == 0 || is_vspace(kernel.vspace);
    ensures current: \result == kernel.current && is_thread(\result);
    ensures runnable: thread_window[\result].state == THREAD_RUNNABLE;
    ensures idle: queue_empty(kernel.run_queue) <==> \result == kernel.idle;
    ensures queued: \result != kernel.idle ==> waits_in(\result, kernel.run_queue);
    ensures first: \forall integer t; waits_in(t, kernel.run_queue) && t != \result ==>
        waits_before(\result, t);
    ensures vspace: \result != kernel.idle
        && slot_window[\result * THREAD_GRANULES + THREAD_SLOT_VSPACE].type == CAP_VSPACE ==>
        kernel.vspace == slot_window[\result * THREAD_GRANULES + THREAD_SLOT_VSPACE].object / VSPACE_GRANULES; */
uint32_t sched_choose(void);

/* The running thread goes behind the others of its priority and gets a new time slice. */
/*@ requires invariant: ipc;
    requires current: thread_window[kernel.current].state == THREAD_RUNNABLE;
    assigns sched_context_window[thread_window[kernel.current].context].left, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(kernel.current);
    ensures slice: thread_window[kernel.current].context != 0 ==>
        sched_context_window[thread_window[kernel.current].context].left
            == sched_context_window[thread_window[kernel.current].context].slice; */
void sched_yield(void);

/* A timer tick has passed: a time slice that is used up is as a yield. */
/*@ requires invariant: ipc;
    requires current: thread_window[kernel.current].state == THREAD_RUNNABLE;
    assigns sched_context_window[thread_window[kernel.current].context].left, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(kernel.current);
    ensures counted: \old(sched_context_window[thread_window[kernel.current].context].left) > 1
        && thread_window[kernel.current].context != 0 ==>
        sched_context_window[thread_window[kernel.current].context].left ==
            \old(sched_context_window[thread_window[kernel.current].context].left) - 1; */
void sched_tick(void);

/* Scheduling context c is the thread's from now on: both were unbound. */
/*@ requires invariant: ipc;
    requires thread: is_thread(t) && t != kernel.idle && thread_window[t].context == 0;
    requires context: is_sched_context(c) && sched_context_window[c].thread == 0;
    assigns sched_context_window[c].thread, sched_context_window[c].left,
            thread_window[t].context, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures bound: thread_window[t].context == c && sched_context_window[c].thread == t;
    ensures slice: sched_context_window[c].left == sched_context_window[c].slice;
    ensures others: waiters_stay_but{Pre, Post}(t); */
void sched_bind(uint32_t c, uint32_t t);

/* The context's thread has none from now on, and so does not run. */
/*@ requires invariant: ipc;
    requires context: is_sched_context(c);
    assigns sched_context_window[c].thread,
            thread_window[sched_context_window[c].thread].context, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures unbound: sched_context_window[c].thread == 0;
    ensures nobody: \forall integer t; is_thread(t) ==> thread_window[t].context != c;
    ensures thread: \old(sched_context_window[c].thread) != 0 ==>
        thread_window[\old(sched_context_window[c].thread)].context == 0;
    ensures others: waiters_stay_but{Pre, Post}(\old(sched_context_window[c].thread)); */
void sched_unbind(uint32_t c);

#endif

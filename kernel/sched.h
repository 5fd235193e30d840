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

/* The thread may run from now on, if it has a scheduling context. */
/*@ requires queues: queues;
    requires thread: is_thread(t) && thread_window[t].list == 0;
    requires run_queue: is_queue(kernel.run_queue);
    ensures queues: queues;
    ensures state: thread_window[t].state == THREAD_RUNNABLE;
    ensures ready: thread_window[t].context != 0 ==> thread_window[t].list == kernel.run_queue * QUEUE_LISTS + thread_window[t].priority;
    ensures not_ready: thread_window[t].context == 0 ==> thread_window[t].list == 0; */
void sched_ready(uint32_t t);

/* The thread leaves the queue that it is in, if any: run queue or wait queue. */
/*@ requires queues: queues;
    requires thread: is_thread(t);
    ensures queues: queues;
    ensures out: thread_window[t].list == 0; */
void sched_stop(uint32_t t);

/* The number of the VSpace that the thread runs in, 0 if none. */
/*@ requires thread: is_thread(t);
    requires slot: is_slot(t * THREAD_GRANULES + THREAD_SLOT_VSPACE);
    assigns \nothing;
    ensures none: slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].type != CAP_VSPACE ==> \result == 0;
    ensures vspace: slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].type == CAP_VSPACE ==>
        \result == slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].object / VSPACE_GRANULES; */
uint32_t sched_vspace(uint32_t t);

/* The highest-priority thread becomes the running one; the idle thread if there is none. */
/*@ requires queues: queues;
    requires run_queue: is_queue(kernel.run_queue);
    requires idle: is_thread(kernel.idle);
    assigns kernel.current, kernel.vspace, machine;
    ensures current: \result == kernel.current && is_thread(\result);
    ensures highest: \result != kernel.idle ==>
        \forall integer t; is_thread(t) && thread_window[t].list / QUEUE_LISTS == kernel.run_queue
            ==> thread_window[t].priority <= thread_window[\result].priority; */
uint32_t sched_choose(void);

/* The running thread goes behind the others of its priority and gets a new time slice. */
/*@ requires queues: queues;
    requires current: is_thread(kernel.current);
    ensures queues: queues; */
void sched_yield(void);

/* A timer tick has passed: a time slice that is used up is as a yield. */
/*@ requires queues: queues;
    requires current: is_thread(kernel.current);
    ensures queues: queues;
    assigns machine, thread_window[..], list_head_window[..], list_map_window[..], sched_context_window[..]; */
void sched_tick(void);

/* Scheduling context c is the thread's from now on: both were unbound. */
/*@ requires queues: queues;
    requires thread: is_thread(t) && thread_window[t].context == 0 && thread_window[t].list == 0;
    requires context: is_sched_context(c) && sched_context_window[c].thread == 0;
    ensures queues: queues;
    ensures bound: thread_window[t].context == c && sched_context_window[c].thread == t; */
void sched_bind(uint32_t c, uint32_t t);

/* The context's thread has none from now on, and so does not run. */
/*@ requires queues: queues;
    requires context: is_sched_context(c);
    ensures queues: queues;
    ensures unbound: sched_context_window[c].thread == 0;
    ensures thread: \old(sched_context_window[c].thread) != 0 ==> thread_window[\old(sched_context_window[c].thread)].context == 0; */
void sched_unbind(uint32_t c);

#endif

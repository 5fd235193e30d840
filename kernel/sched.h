// SPDX-License-Identifier: Apache-2.0
/*
 * Who runs.  The run queue holds exactly the threads that can - state RUNNABLE
 * and a scheduling context with time left - and that do not: the running thread
 * is in no queue, so that who blocks has none to leave.  Operations only mark -
 * sched_ready, sched_stop - and sched_choose, called once at the end of every
 * entry, decides whether the running thread goes on or makes room.
 */
#ifndef WRIT_KERNEL_SCHED_H
#define WRIT_KERNEL_SCHED_H

#include "fpu.h"
#include "queue.h"
#include "../spec/ipc.h"

/* Thread t, on its way, may run from now on, if it has time. */
/*@ requires invariant: ipc_but(t);
    requires thread: is_loose(t);
    assigns thread_window[t].state, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures order: order_stays_but{Pre, Post}(t);
    ensures state: thread_window[t].state == THREAD_RUNNABLE;
    ensures ready: thread_window[t].has_time != 0 && t != kernel.current ==> waits_in(t, kernel.run_queue);
    ensures not_ready: thread_window[t].has_time == 0 || t == kernel.current ==> waiter_window[t].list == 0; */
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

/* The running thread goes on if it can and nobody who waits is preferred to it.  Else the first in
   the run queue becomes the running one, and the idle thread if nobody waits.  Who makes room for
   a higher priority has not given up its turn: it goes before the others of its own. */
/*@ requires invariant: ipc;
    requires vspaces: threads_vspaces;
    requires translates: kernel.vspace == 0 || is_vspace(kernel.vspace);
    requires fpu: fpu_owned;
    assigns kernel.current, kernel.vspace, fpu_on, machine, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures translates: kernel.vspace == 0 || is_vspace(kernel.vspace);
    ensures fpu: fpu_owned;
    ensures current: \result == kernel.current && is_thread(\result);
    ensures runnable: thread_window[\result].state == THREAD_RUNNABLE;
    ensures chosen: chosen;
    ensures goes_on: \old(can_run(kernel.current) && none_preferred(kernel.current)) ==>
        \result == \old(kernel.current);
    ensures first: \result != \old(kernel.current) ==>
        \forall integer t; waits_in(t, kernel.run_queue) ==> waits_before(\result, t);
    ensures turn: \old(can_run(kernel.current)) && \result != \old(kernel.current) ==>
        waits_in(\old(kernel.current), kernel.run_queue)
        && \forall integer t; waits_in(t, kernel.run_queue) && t != \old(kernel.current)
          && waiter_window[t].priority == waiter_window[\old(kernel.current)].priority ==>
          waits_before(\old(kernel.current), t);
    ensures others: \forall integer t; 0 < t < THREADS ==>
        waiter_window[t].priority == \old(waiter_window[t].priority)
        && (t != \result && t != \old(kernel.current) ==> waiter_window[t].list == \old(waiter_window[t].list));
    ensures order: order_stays_but{Pre, Post}(\old(kernel.current));
    ensures vspace: \result != kernel.idle
        && slot_window[\result * THREAD_GRANULES + THREAD_SLOT_VSPACE].type == CAP_VSPACE ==>
        kernel.vspace == slot_window[\result * THREAD_GRANULES + THREAD_SLOT_VSPACE].object / VSPACE_GRANULES; */
uint32_t sched_choose(void);

/* Thread `to`, on its way, runs from now on instead of the running thread, which is on its way then:
   nobody who waits is preferred to `to`. */
/*@ requires invariant: ipc_but(to);
    requires threads: is_running(kernel.current) && is_loose(to) && to != kernel.current
        && thread_window[to].has_time != 0;
    requires preferred: none_preferred(to);
    requires vspaces: threads_vspaces;
    requires translates: kernel.vspace == 0 || is_vspace(kernel.vspace);
    requires fpu: fpu_owned;
    assigns thread_window[to].state, kernel.current, kernel.vspace, fpu_on, machine;
    ensures invariant: ipc_but(\old(kernel.current));
    ensures loose: is_loose(\old(kernel.current));
    ensures runs: kernel.current == to && thread_window[to].state == THREAD_RUNNABLE;
    ensures chosen: chosen;
    ensures fpu: fpu_owned;
    ensures translates: kernel.vspace == 0 || is_vspace(kernel.vspace);
    ensures vspace: slot_window[to * THREAD_GRANULES + THREAD_SLOT_VSPACE].type == CAP_VSPACE ==>
        kernel.vspace == slot_window[to * THREAD_GRANULES + THREAD_SLOT_VSPACE].object / VSPACE_GRANULES; */
void sched_hand_over(uint32_t to);

/* The running thread goes behind the others of its priority.  The idle thread is the running one until
   the next is chosen. */
/*@ requires invariant: ipc;
    requires current: thread_window[kernel.current].state == THREAD_RUNNABLE;
    assigns QUEUE_LINKS, kernel.current;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(\old(kernel.current));
    ensures behind: thread_window[\old(kernel.current)].has_time != 0 ==>
        kernel.current == kernel.idle && waits_in(\old(kernel.current), kernel.run_queue)
        && age_renewed{Pre, Post}(\old(kernel.current));
    ensures alone: thread_window[\old(kernel.current)].has_time == 0 ==> kernel.current == \old(kernel.current); */
void sched_yield(void);

/* Scheduling context c is the thread's from now on: both were unbound. */
/*@ requires invariant: ipc;
    requires thread: is_thread(t) && t != kernel.idle && thread_window[t].context == 0;
    requires context: is_sched_context(c) && sched_context_window[c].thread == 0;
    assigns sched_context_window[c].thread, thread_window[t].context, thread_window[t].has_time, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures bound: thread_window[t].context == c && sched_context_window[c].thread == t;
    ensures others: waiters_stay_but{Pre, Post}(t); */
void sched_bind(uint32_t c, uint32_t t);

/* The context's thread has none from now on, and so does not run. */
/*@ requires invariant: ipc;
    requires context: is_sched_context(c);
    assigns sched_context_window[c].thread,
            thread_window[sched_context_window[c].thread].context,
            thread_window[sched_context_window[c].thread].has_time, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures unbound: sched_context_window[c].thread == 0;
    ensures nobody: \forall integer t; is_thread(t) ==> thread_window[t].context != c;
    ensures thread: \old(sched_context_window[c].thread) != 0 ==>
        thread_window[\old(sched_context_window[c].thread)].context == 0;
    ensures others: waiters_stay_but{Pre, Post}(\old(sched_context_window[c].thread)); */
void sched_unbind(uint32_t c);

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * Who waits for whom: the invariant `ipc` of threads, reply objects, scheduling
 * contexts, endpoints and notifications, in named parts.  ACSL only; included by
 * kernel/sched.h.
 *
 *     thread.reply        <--> reply.caller          REPLY_WAIT
 *     thread.reply        <--> reply.server          RECEIVING
 *     thread.context      <--> sched_context.thread; thread.has_time: it has time left
 *     thread.lender       <--> reply.borrower        it runs on what the reply's caller lent
 *     thread.notification <--> notification.thread
 *     thread.list          in   the queue that the thread's state says; the running
 *                               thread in none
 *
 * `ipc_but(x)` is what holds while thread x is on its way from one state to the
 * next: it may be in no queue although its state says that it waits.  Thread 0 is
 * none, so `ipc` is ipc_but(0).
 */
#ifndef WRIT_SPEC_IPC_H
#define WRIT_SPEC_IPC_H

#include "message.h"
#include "queue.h"

/* What a change of queue may write, for `assigns`.  Whole windows are named, which WP checks at
   once (fields of a range cost it an existential goal for every callee): what stays is what
   waiters_stay_but says. */
#define QUEUE_LINKS waiter_window[..], list_head_window[..], list_map_window[..], queue_age[..]

/* Which cancellation of sends runs, and where it is. */
#define CANCELLATION \
	kernel.cancel_next, kernel.cancel_endpoint, kernel.cancel_low, kernel.cancel_high, kernel.cancel_number

/*@ // Nobody but thread x has changed queues, and nobody's priority has changed.
    predicate waiters_stay_but{L1, L2}(integer x) =
      (\forall integer t; 0 <= t < THREADS ==>
         \at(waiter_window[t].priority, L2) == \at(waiter_window[t].priority, L1))
      && \forall integer t; 0 <= t < THREADS && t != x ==>
         \at(waiter_window[t].list, L2) == \at(waiter_window[t].list, L1);

    // What no change of state touches.
    predicate threads_kept{L1, L2} =
      \forall integer t; 0 <= t < THREADS ==>
         \at(thread_window[t].context, L2) == \at(thread_window[t].context, L1)
         && \at(thread_window[t].notification, L2) == \at(thread_window[t].notification, L1)
         && \at(thread_window[t].buffer, L2) == \at(thread_window[t].buffer, L1)
         && \at(waiter_window[t].priority, L2) == \at(waiter_window[t].priority, L1)
         && \at(thread_window[t].ceiling, L2) == \at(thread_window[t].ceiling, L1)
         && \at(thread_window[t].info, L2) == \at(thread_window[t].info, L1)
         && \at(thread_window[t].grants, L2) == \at(thread_window[t].grants, L1)
         && \at(thread_window[t].has_time, L2) == \at(thread_window[t].has_time, L1)
         && \at(thread_window[t].badge_low, L2) == \at(thread_window[t].badge_low, L1)
         && \at(thread_window[t].badge_high, L2) == \at(thread_window[t].badge_high, L1)
         && \at(thread_window[t].fault_words[0], L2) == \at(thread_window[t].fault_words[0], L1);

    // Thread t waits as it did.
    predicate thread_stays{L1, L2}(integer t) =
      \at(thread_window[t].state, L2) == \at(thread_window[t].state, L1)
      && \at(thread_window[t].waits_on, L2) == \at(thread_window[t].waits_on, L1)
      && \at(thread_window[t].reply, L2) == \at(thread_window[t].reply, L1)
      && \at(thread_window[t].fault, L2) == \at(thread_window[t].fault, L1)
      && \at(thread_window[t].registers[0], L2) == \at(thread_window[t].registers[0], L1);

    predicate threads_stay_but{L1, L2}(integer x) =
      \forall integer t; 0 <= t < THREADS && t != x ==>
         thread_stays{L1, L2}(t)
         && \at(waiter_window[t].list, L2) == \at(waiter_window[t].list, L1);
*/

/*@ predicate on_endpoint{L}(integer t) =
      thread_window[t].state == THREAD_SENDING || thread_window[t].state == THREAD_CALLING
      || thread_window[t].state == THREAD_RECEIVING;

    // Thread t is in the queue that its state says, and in no other.
    predicate thread_waits{L}(integer t) =
      thread_window[t].state <= THREAD_REPLY_WAIT
      && (on_endpoint{L}(t) ==>
            is_endpoint{L}(thread_window[t].waits_on) && waits_in{L}(t, thread_window[t].waits_on)
            && endpoint_window[thread_window[t].waits_on].state ==
                 (thread_window[t].state == THREAD_RECEIVING ? ENDPOINT_RECEIVERS : ENDPOINT_SENDERS))
      && (thread_window[t].state == THREAD_WAITING ==>
            is_notification{L}(thread_window[t].waits_on)
            && waits_in{L}(t, thread_window[t].waits_on)
            && notification_window[thread_window[t].waits_on].word_low == 0
            && notification_window[thread_window[t].waits_on].word_high == 0)
      && (thread_window[t].state == THREAD_RUNNABLE && thread_window[t].has_time != 0 && t != kernel.current ==>
            waits_in{L}(t, kernel.run_queue))
      && (thread_window[t].state == THREAD_RUNNABLE && (thread_window[t].has_time == 0 || t == kernel.current) ==>
            waiter_window[t].list == 0)
      && (thread_window[t].state == THREAD_INACTIVE || thread_window[t].state == THREAD_REPLY_WAIT ==>
            waiter_window[t].list == 0);

    predicate threads_wait_but{L}(integer x) =
      \forall integer t; is_thread{L}(t) && t != x ==> thread_waits{L}(t);

    // No reply object is offered that was not.
    predicate offers_kept{L1, L2} =
      \forall integer r; 0 < r < GRANULES && \at(reply_window[r].server, L1) == 0 ==>
        \at(reply_window[r].server, L2) == 0;

    // A reply object that a thread names names the thread.
    predicate replies_threads{L} =
      \forall integer t; is_thread{L}(t) && thread_window[t].reply != 0 ==>
        is_reply{L}(thread_window[t].reply)
        && ((thread_window[t].state == THREAD_RECEIVING
             && reply_window[thread_window[t].reply].server == t)
            || (thread_window[t].state == THREAD_REPLY_WAIT
                && reply_window[thread_window[t].reply].caller == t));

    predicate replies_wait_but{L}(integer x) =
      \forall integer t; is_thread{L}(t) && t != x && thread_window[t].state == THREAD_REPLY_WAIT ==>
        thread_window[t].reply != 0;

    predicate replies_callers{L} =
      \forall integer r; is_reply{L}(r) && reply_window[r].caller != 0 ==>
        is_thread{L}(reply_window[r].caller) && thread_window[reply_window[r].caller].reply == r
        && thread_window[reply_window[r].caller].state == THREAD_REPLY_WAIT
        && reply_window[r].server == 0;

    predicate replies_servers{L} =
      \forall integer r; is_reply{L}(r) && reply_window[r].server != 0 ==>
        is_thread{L}(reply_window[r].server) && thread_window[reply_window[r].server].reply == r
        && thread_window[reply_window[r].server].state == THREAD_RECEIVING;

    // The running cancellation looks at a thread that sends on its endpoint next.
    predicate cancellation{L} =
      kernel.cancel_next != 0 ==>
        is_endpoint{L}(kernel.cancel_endpoint)
        && endpoint_window[kernel.cancel_endpoint].state == ENDPOINT_SENDERS
        && waits_in{L}(kernel.cancel_next, kernel.cancel_endpoint);

    // It is where it was.
    predicate cancellation_stays{L1, L2} =
      \at(kernel.cancel_next, L2) == \at(kernel.cancel_next, L1)
      && \at(kernel.cancel_endpoint, L2) == \at(kernel.cancel_endpoint, L1);

    // An endpoint that says that threads wait has one that does.  The rest of what an
    // endpoint's state means is in thread_waits.
    predicate endpoints{L} =
      (\forall integer e; is_endpoint{L}(e) && endpoint_window[e].state != ENDPOINT_IDLE ==>
         !queue_empty{L}(e))
      && cancellation{L};

    // Thread t sends on endpoint e under this badge, and nobody has received it yet.
    predicate sends{L}(integer t, integer e, integer low, integer high) =
      (thread_window[t].state == THREAD_SENDING || thread_window[t].state == THREAD_CALLING)
      && thread_window[t].waits_on == e
      && thread_window[t].badge_low == low && thread_window[t].badge_high == high;

    // The running cancellation is about what thread t sends.
    predicate cancels{L}(integer t) =
      kernel.cancel_next != 0
      && sends{L}(t, kernel.cancel_endpoint, kernel.cancel_low, kernel.cancel_high);

    // The running cancellation has yet to look at thread t.
    predicate yet_to_see{L}(integer t) =
      kernel.cancel_next != 0 && (t == kernel.cancel_next || waits_before{L}(kernel.cancel_next, t));

    // Thread t's has_time says whether its scheduling context, if it has one, has time left.
    predicate has_time{L}(integer t) =
      thread_window[t].has_time != 0 <==>
        thread_window[t].context != 0 && sched_context_window[thread_window[t].context].left > 0;

    predicate contexts_links{L} =
      (\forall integer t; is_thread{L}(t) && thread_window[t].context != 0 ==>
         is_sched_context{L}(thread_window[t].context)
         && sched_context_window[thread_window[t].context].thread == t)
      && (\forall integer c; is_sched_context{L}(c) && sched_context_window[c].thread != 0 ==>
         is_thread{L}(sched_context_window[c].thread)
         && thread_window[sched_context_window[c].thread].context == c);

    predicate contexts{L} =
      contexts_links{L} && \forall integer t; is_thread{L}(t) ==> has_time{L}(t);

    // The same while context c, not 0, gets time or loses it.
    predicate contexts_but{L}(integer c) =
      contexts_links{L}
      && \forall integer t; is_thread{L}(t) && thread_window[t].context != c ==> has_time{L}(t);

    // Who runs on what was lent through a reply object, and that object, name each other.
    predicate time_loans{L} =
      (\forall integer r; is_reply{L}(r) && reply_window[r].borrower != 0 ==>
         is_thread{L}(reply_window[r].borrower) && thread_window[reply_window[r].borrower].lender == r)
      && (\forall integer t; is_thread{L}(t) && thread_window[t].lender != 0 ==>
         is_reply{L}(thread_window[t].lender) && reply_window[thread_window[t].lender].borrower == t);

    predicate bindings{L} =
      (\forall integer t; is_thread{L}(t) && thread_window[t].notification != 0 ==>
         is_notification{L}(thread_window[t].notification)
         && notification_window[thread_window[t].notification].thread == t)
      && (\forall integer n; is_notification{L}(n) && notification_window[n].thread != 0 ==>
         is_thread{L}(notification_window[n].thread)
         && thread_window[notification_window[n].thread].notification == n);

    predicate threads_buffers{L} = \forall integer t; is_thread{L}(t) ==> message_buffer{L}(t);

    // A thread begins with slots.
    predicate threads_slots{L} =
      \forall integer t; is_thread{L}(t) ==>
        is_slot{L}(t * THREAD_GRANULES + THREAD_SLOT_CSPACE)
        && is_slot{L}(t * THREAD_GRANULES + THREAD_SLOT_VSPACE)
        && is_slot{L}(t * THREAD_GRANULES + THREAD_SLOT_FAULT)
        && is_slot{L}(t * THREAD_GRANULES + THREAD_SLOT_BUFFER);

    predicate kernel_threads{L} =
      0 < kernel.run_queue < QUEUES
      && type_map[kernel.run_queue * QUEUE_GRANULES] == TYPE_RUN_QUEUE
      && is_thread{L}(kernel.idle) && is_thread{L}(kernel.current)
      && thread_window[kernel.idle].state == THREAD_RUNNABLE
      && thread_window[kernel.idle].context == 0 && thread_window[kernel.idle].has_time == 0;

    predicate replies_but{L}(integer x) =
      replies_threads{L} && replies_wait_but{L}(x) && replies_callers{L} && replies_servers{L};

    // What a change of state leaves alone.
    predicate bound{L} =
      contexts{L} && time_loans{L} && bindings{L} && threads_buffers{L} && threads_slots{L}
      && kernel_threads{L};

    predicate ipc_but{L}(integer x) =
      queues{L} && threads_wait_but{L}(x) && replies_but{L}(x) && endpoints{L} && bound{L};

    predicate ipc{L} = ipc_but{L}(0);

    // Thread t is in no queue, and no reply object names it; it is not the idle thread.
    predicate is_loose{L}(integer t) =
      is_thread{L}(t) && t != kernel.idle
      && waiter_window[t].list == 0 && thread_window[t].reply == 0;

    // A thread that a call can be made for: the running one.
    predicate is_running{L}(integer t) =
      t == kernel.current && is_thread{L}(t) && t != kernel.idle
      && thread_window[t].state == THREAD_RUNNABLE;

    // Thread t, which is not the idle thread, can run.
    predicate can_run{L}(integer t) =
      is_thread{L}(t) && thread_window[t].state == THREAD_RUNNABLE && thread_window[t].has_time != 0;

    // Nobody who waits to run is preferred to thread t.
    predicate none_preferred{L}(integer t) =
      \forall integer x; waits_in{L}(x, kernel.run_queue) ==>
        waiter_window[x].priority <= waiter_window[t].priority;

    // The running thread is the right one: true whenever user mode runs.  It can run, and nobody
    // is preferred to it; it is the idle thread when nobody can.
    predicate chosen{L} =
      (kernel.current != kernel.idle ==> can_run{L}(kernel.current) && none_preferred{L}(kernel.current))
      && (kernel.current == kernel.idle ==> queue_empty{L}(kernel.run_queue));

    // What the threads' own slots name is there.
    predicate threads_vspaces{L} =
      \forall integer t; is_thread{L}(t)
        && slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].type == CAP_VSPACE ==>
        is_vspace{L}(slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].object / VSPACE_GRANULES);

    // The slot of a thread that names who is told of such a fault.
    logic integer fault_slot(integer label) = label == FAULT_TIMEOUT ? THREAD_SLOT_TIMEOUT : THREAD_SLOT_FAULT;

    // Slot s holds a capability to an endpoint that can be called.
    predicate calls_endpoint{L}(integer s) =
      slot_window[s].type == CAP_ENDPOINT && (slot_window[s].rights & RIGHT_CALL) != 0;

    // Slot k of thread t is one, and the endpoint that it names, if it does, is there.
    predicate fault_handler{L}(integer t, integer k) =
      is_slot{L}(t * THREAD_GRANULES + k)
      && (slot_window[t * THREAD_GRANULES + k].type == CAP_ENDPOINT ==>
            is_endpoint{L}(slot_window[t * THREAD_GRANULES + k].object / QUEUE_GRANULES));
*/

#endif

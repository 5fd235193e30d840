// SPDX-License-Identifier: Apache-2.0
/*
 * Who waits for whom: the invariant of threads, reply objects, scheduling
 * contexts, endpoints and notifications.  ACSL only; included by kernel/sched.h.
 *
 *     thread.reply   <--> reply.caller    REPLY_WAIT
 *     thread.reply   <--> reply.server    RECEIVING
 *     thread.context <--> sched_context.thread
 *     thread.list     in   the queue that the thread's state says
 */
#ifndef WRIT_SPEC_IPC_H
#define WRIT_SPEC_IPC_H

#include "message.h"
#include "queue.h"

/*@ predicate on_endpoint{L}(integer t) =
      thread_window[t].state == THREAD_SENDING || thread_window[t].state == THREAD_CALLING
      || thread_window[t].state == THREAD_RECEIVING;

    // A thread is in the queue that its state says, and in no other.
    predicate threads_endpoint{L} = \forall integer t; is_thread(t) && on_endpoint(t) ==>
      is_endpoint(thread_window[t].waits_on) && waits_in(t, thread_window[t].waits_on);
    predicate threads_notification{L} =
      \forall integer t; is_thread(t) && thread_window[t].state == THREAD_WAITING ==>
        is_notification(thread_window[t].waits_on) && waits_in(t, thread_window[t].waits_on);
    predicate threads_run{L} =
      \forall integer t; is_thread(t) && thread_window[t].state == THREAD_RUNNABLE ==>
        (thread_window[t].context != 0 ? waits_in(t, kernel.run_queue) : thread_window[t].list == 0);
    predicate threads_idle{L} =
      \forall integer t; is_thread(t) && (thread_window[t].state == THREAD_INACTIVE
        || thread_window[t].state == THREAD_REPLY_WAIT || thread_window[t].state > THREAD_REPLY_WAIT) ==>
        thread_window[t].list == 0;

    predicate threads_buffers{L} = \forall integer t; is_thread(t) ==> message_buffer{L}(t);

    predicate contexts{L} =
      (\forall integer t; is_thread(t) && thread_window[t].context != 0 ==>
         is_sched_context(thread_window[t].context)
         && sched_context_window[thread_window[t].context].thread == t)
      && (\forall integer c; is_sched_context(c) && sched_context_window[c].thread != 0 ==>
         is_thread(sched_context_window[c].thread)
         && thread_window[sched_context_window[c].thread].context == c);

    predicate replies{L} =
      (\forall integer t; is_thread(t) && thread_window[t].state == THREAD_REPLY_WAIT ==>
         is_reply(thread_window[t].reply) && reply_window[thread_window[t].reply].caller == t)
      && (\forall integer t; is_thread(t) && thread_window[t].state == THREAD_RECEIVING
            && thread_window[t].reply != 0 ==>
         is_reply(thread_window[t].reply) && reply_window[thread_window[t].reply].server == t)
      && (\forall integer r; is_reply(r) && reply_window[r].caller != 0 ==>
         is_thread(reply_window[r].caller) && thread_window[reply_window[r].caller].reply == r
         && thread_window[reply_window[r].caller].state == THREAD_REPLY_WAIT)
      && (\forall integer r; is_reply(r) && reply_window[r].server != 0 ==>
         is_thread(reply_window[r].server) && thread_window[reply_window[r].server].reply == r
         && thread_window[reply_window[r].server].state == THREAD_RECEIVING);

    // An endpoint's state says who is in its queue.
    predicate endpoints{L} =
      (\forall integer t; is_thread(t) && thread_window[t].state == THREAD_RECEIVING ==>
         endpoint_window[thread_window[t].waits_on].state == ENDPOINT_RECEIVERS)
      && (\forall integer t; is_thread(t) && (thread_window[t].state == THREAD_SENDING
            || thread_window[t].state == THREAD_CALLING) ==>
         endpoint_window[thread_window[t].waits_on].state == ENDPOINT_SENDERS)
      && (\forall integer e; is_endpoint(e) && endpoint_window[e].state == ENDPOINT_IDLE ==>
         queue_empty(e))
      && (\forall integer e; is_endpoint(e) && endpoint_window[e].state != ENDPOINT_IDLE ==>
         !queue_empty(e));

    // A notification that has a word has no waiter; binding goes both ways.
    predicate notifications{L} =
      (\forall integer n; is_notification(n) && (notification_window[n].word_low != 0
          || notification_window[n].word_high != 0) ==> queue_empty(n))
      && (\forall integer t; is_thread(t) && thread_window[t].notification != 0 ==>
         is_notification(thread_window[t].notification)
         && notification_window[thread_window[t].notification].thread == t)
      && (\forall integer n; is_notification(n) && notification_window[n].thread != 0 ==>
         is_thread(notification_window[n].thread)
         && thread_window[notification_window[n].thread].notification == n);

    predicate kernel_threads{L} =
      type_map[kernel.run_queue * QUEUE_GRANULES] == TYPE_RUN_QUEUE && 0 < kernel.run_queue < QUEUES
      && is_thread(kernel.idle) && is_thread(kernel.current)
      && thread_window[kernel.idle].context == 0;
*/

#endif

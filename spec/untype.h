// SPDX-License-Identifier: Apache-2.0
/*
 * That `ipc` survives when objects go that nobody names (untype_states.h), one
 * part at a time.  ACSL only; the result that others need is in untype_survive.h.
 */
#ifndef WRIT_SPEC_UNTYPE_H
#define WRIT_SPEC_UNTYPE_H

#include "queue_change.h"
#include "untype_states.h"

/*@ // The same, said of what is gone: every object in L2 was one, and what is none any more was free.
    predicate threads_gone{L1, L2} =
      \forall integer t;
        (is_thread{L2}(t) ==> is_thread{L1}(t))
        && (is_thread{L1}(t) && !is_thread{L2}(t) ==> thread_unnamed{L1}(t))
        && (is_thread{L2}(t) && threads_slots{L1} ==>
              is_slot{L2}(t * THREAD_GRANULES + THREAD_SLOT_CSPACE)
              && is_slot{L2}(t * THREAD_GRANULES + THREAD_SLOT_VSPACE)
              && is_slot{L2}(t * THREAD_GRANULES + THREAD_SLOT_FAULT)
              && is_slot{L2}(t * THREAD_GRANULES + THREAD_SLOT_BUFFER))
        && (is_thread{L2}(t) && message_buffer{L1}(t) && \at(thread_window[t].buffer, L1) != 0 ==>
              is_buffer{L2}(\at(thread_window[t].buffer, L1)));

    predicate queues_gone{L1, L2} =
      \forall integer q;
        (is_queue{L2}(q) ==> is_queue{L1}(q))
        && (is_endpoint{L2}(q) ==> is_endpoint{L1}(q))
        && (is_notification{L2}(q) ==> is_notification{L1}(q))
        && (is_queue{L1}(q) && !is_queue{L2}(q) ==> queue_empty{L1}(q))
        && (is_endpoint{L1}(q) && !is_endpoint{L2}(q) ==> queue_empty{L1}(q))
        && (is_notification{L1}(q) && !is_notification{L2}(q) ==>
              queue_empty{L1}(q) && \at(notification_window[q].thread, L1) == 0);

    predicate objects_gone{L1, L2} =
      (\forall integer r;
         (is_reply{L2}(r) ==> is_reply{L1}(r))
         && (is_reply{L1}(r) && !is_reply{L2}(r) ==> reply_unnamed{L1}(r)))
      && (\forall integer c;
         (is_sched_context{L2}(c) ==> is_sched_context{L1}(c))
         && (is_sched_context{L1}(c) && !is_sched_context{L2}(c) ==>
               \at(sched_context_window[c].thread, L1) == 0));

    predicate run_queue_stays{L1, L2} =
      is_queue{L1}(\at(kernel.run_queue, L1)) ==>
        \at(type_map[\at(kernel.run_queue, L1) * QUEUE_GRANULES], L2)
          == \at(type_map[kernel.run_queue * QUEUE_GRANULES], L1);

    predicate ipc_gone{L1, L2} =
      threads_gone{L1, L2} && queues_gone{L1, L2} && objects_gone{L1, L2}
      && run_queue_stays{L1, L2};

    predicate ipc_loses{L1, L2} = ipc{L1} && ipc_gone{L1, L2} && ipc_windows_kept{L1, L2};

    lemma untype_threads_gone{L1, L2}: \forall integer a, n;
      unnamed_in_ipc{L1}(a, n) && untypes{L1, L2}(a, n) ==> threads_gone{L1, L2};
    lemma untype_queues_gone{L1, L2}: \forall integer a, n;
      unnamed_in_ipc{L1}(a, n) && untypes{L1, L2}(a, n) ==> queues_gone{L1, L2};
    lemma untype_objects_gone{L1, L2}: \forall integer a, n;
      unnamed_in_ipc{L1}(a, n) && untypes{L1, L2}(a, n) ==> objects_gone{L1, L2};
    lemma untype_run_queue{L1, L2}: \forall integer a, n;
      unnamed_in_ipc{L1}(a, n) && untypes{L1, L2}(a, n) ==> run_queue_stays{L1, L2};
    lemma untype_loses{L1, L2}: \forall integer a, n;
      ipc_untypes{L1, L2}(a, n) ==> ipc_loses{L1, L2};

    lemma loses_threads{L1, L2}: ipc_loses{L1, L2} ==> queue_threads_changed{L1, L2};
    lemma loses_lists{L1, L2}: ipc_loses{L1, L2} ==> queue_lists_changed{L1, L2};
    lemma loses_changed{L1, L2}: ipc_loses{L1, L2} ==> queues_changed{L1, L2};
    lemma loses_queues{L1, L2}: ipc_loses{L1, L2} ==> queues{L2};
    lemma loses_waits{L1, L2}: ipc_loses{L1, L2} ==> threads_wait_but{L2}(0);
    lemma loses_replies_threads{L1, L2}: ipc_loses{L1, L2} ==> replies_threads{L2};
    lemma loses_replies_wait{L1, L2}: ipc_loses{L1, L2} ==> replies_wait_but{L2}(0);
    lemma loses_replies_callers{L1, L2}: ipc_loses{L1, L2} ==> replies_callers{L2};
    lemma loses_replies_servers{L1, L2}: ipc_loses{L1, L2} ==> replies_servers{L2};
    lemma loses_cancellation{L1, L2}: ipc_loses{L1, L2} ==> cancellation{L2};
    lemma loses_endpoints{L1, L2}: ipc_loses{L1, L2} ==> endpoints{L2};
    lemma loses_context_links{L1, L2}: ipc_loses{L1, L2} ==> contexts_links{L2};
    lemma loses_has_time{L1, L2}: \forall integer t; ipc_loses{L1, L2} && is_thread{L2}(t) ==> has_time{L2}(t);
    lemma loses_contexts{L1, L2}: ipc_loses{L1, L2} ==> contexts{L2};
    lemma loses_time_loans{L1, L2}: ipc_loses{L1, L2} ==> time_loans{L2};
    lemma loses_bindings{L1, L2}: ipc_loses{L1, L2} ==> bindings{L2};
    lemma loses_buffers{L1, L2}: ipc_loses{L1, L2} ==> threads_buffers{L2};
    lemma loses_slots{L1, L2}: ipc_loses{L1, L2} ==> threads_slots{L2};
    lemma loses_run_queue_was{L1, L2}: ipc_loses{L1, L2} ==>
      is_queue{L1}(\at(kernel.run_queue, L1))
      && \at(type_map[kernel.run_queue * QUEUE_GRANULES], L1) == TYPE_RUN_QUEUE
      && \at(kernel.run_queue, L2) == \at(kernel.run_queue, L1);
    lemma loses_run_queue{L1, L2}: ipc_loses{L1, L2} ==>
      0 < \at(kernel.run_queue, L2) < QUEUES
      && \at(type_map[kernel.run_queue * QUEUE_GRANULES], L2) == TYPE_RUN_QUEUE;
    lemma loses_idle{L1, L2}: ipc_loses{L1, L2} ==>
      is_thread{L2}(\at(kernel.idle, L2)) && is_thread{L2}(\at(kernel.current, L2));
    lemma loses_kernel{L1, L2}: ipc_loses{L1, L2} ==> kernel_threads{L2};
    lemma loses_ipc{L1, L2}: ipc_loses{L1, L2} ==> ipc{L2};
*/

#endif

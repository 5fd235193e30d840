// SPDX-License-Identifier: Apache-2.0
/*
 * What `ipc` survives when objects go: their granules are of type CAP_UNTYPED
 * from now on, and nothing else is written.  ACSL only; a file that lets objects
 * [a, a + n) go, which nobody names any more, says
 *
 *	//@ assert unnamed: unnamed_in_ipc(a, n);
 *	//@ ghost Before: ;
 *	//@ ghost granules_untype(a, n);
 *	//@ assert kept: untypes{Before, Here}(a, n) && ipc_windows_kept{Before, Here};
 *	//@ assert loses: ipc_loses{Before, Here};
 *
 * and has `ipc` from the lemmas, which are proved one part at a time.
 */
#ifndef WRIT_SPEC_UNTYPE_H
#define WRIT_SPEC_UNTYPE_H

#include "../kernel/sched.h"
#include "queue_change.h"

/*@ // Exactly [a, a + n) becomes untyped.
    predicate untypes{L1, L2}(integer a, integer n) =
      \forall integer g; 0 <= g < LINE_END ==>
        (a <= g < a + n ==> \at(type_map[g], L2) == CAP_UNTYPED)
        && (!(a <= g < a + n) ==> \at(type_map[g], L2) == \at(type_map[g], L1));

    // Thread t waits for nothing and has nothing bound to it.
    predicate thread_unnamed{L}(integer t) =
      waiter_window[t].list == 0 && thread_window[t].reply == 0 && thread_window[t].context == 0
      && thread_window[t].notification == 0 && t != kernel.current && t != kernel.idle;

    // Nobody waits on reply object r or offers it.
    predicate reply_unnamed{L}(integer r) = reply_window[r].caller == 0 && reply_window[r].server == 0;

    // Thread t's slots and the words of its IPC buffer are not in [a, a + n).
    predicate thread_outside{L}(integer t, integer a, integer n) =
      (t * THREAD_GRANULES + THREAD_SLOTS <= a || a + n <= t * THREAD_GRANULES)
      && (thread_window[t].buffer == 0
          || thread_window[t].buffer + MESSAGE_WORDS_MAX <= a * GRANULE_WORDS
          || (a + n) * GRANULE_WORDS <= thread_window[t].buffer);

    // No thread, and nothing that a thread waits for, names an object in [a, a + n).
    predicate unnamed_in_ipc{L}(integer a, integer n) =
      (\forall integer t; is_thread{L}(t) ==>
         (a <= t * THREAD_GRANULES + THREAD_SLOTS < a + n ==> thread_unnamed{L}(t))
         && (!(a <= t * THREAD_GRANULES + THREAD_SLOTS < a + n) ==> thread_outside{L}(t, a, n)))
      && (\forall integer q; is_queue{L}(q) && a <= q * QUEUE_GRANULES < a + n ==>
         queue_empty{L}(q) && q != kernel.run_queue)
      && (\forall integer m; is_notification{L}(m) && a <= m * QUEUE_GRANULES < a + n ==>
         notification_window[m].thread == 0)
      && (\forall integer r; is_reply{L}(r) && a <= r < a + n ==> reply_unnamed{L}(r))
      && (\forall integer c; is_sched_context{L}(c) && a <= c * SCHED_CONTEXT_GRANULES < a + n ==>
         sched_context_window[c].thread == 0);

    // The same, said of what is gone: every object in L2 was one, and what is none any more was free.
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

    // What `ipc` speaks of is as it was, save the types.
    predicate ipc_threads_kept{L1, L2} =
      \forall integer t; 0 <= t < THREADS ==>
        thread_links_kept{L1, L2}(t)
        && \at(thread_window[t].state, L2) == \at(thread_window[t].state, L1)
        && \at(thread_window[t].waits_on, L2) == \at(thread_window[t].waits_on, L1)
        && \at(thread_window[t].reply, L2) == \at(thread_window[t].reply, L1)
        && \at(thread_window[t].context, L2) == \at(thread_window[t].context, L1)
        && \at(thread_window[t].notification, L2) == \at(thread_window[t].notification, L1)
        && \at(thread_window[t].buffer, L2) == \at(thread_window[t].buffer, L1)
        && \at(queue_age[t], L2) == \at(queue_age[t], L1);

    predicate ipc_queues_kept{L1, L2} =
      (\forall integer l; 0 <= l < LISTS ==> list_kept{L1, L2}(l))
      && \forall integer q; 0 <= q < QUEUES ==>
        \at(endpoint_window[q].state, L2) == \at(endpoint_window[q].state, L1)
        && \at(notification_window[q].word_low, L2) == \at(notification_window[q].word_low, L1)
        && \at(notification_window[q].word_high, L2) == \at(notification_window[q].word_high, L1)
        && \at(notification_window[q].thread, L2) == \at(notification_window[q].thread, L1);

    predicate ipc_objects_kept{L1, L2} =
      (\forall integer r; 0 <= r < GRANULES ==>
         \at(reply_window[r].caller, L2) == \at(reply_window[r].caller, L1)
         && \at(reply_window[r].server, L2) == \at(reply_window[r].server, L1))
      && (\forall integer c; 0 <= c < SCHED_CONTEXTS ==>
         \at(sched_context_window[c].thread, L2) == \at(sched_context_window[c].thread, L1))
      && \at(kernel.run_queue, L2) == \at(kernel.run_queue, L1)
      && \at(kernel.current, L2) == \at(kernel.current, L1)
      && \at(kernel.idle, L2) == \at(kernel.idle, L1);

    predicate ipc_windows_kept{L1, L2} =
      ipc_threads_kept{L1, L2} && ipc_queues_kept{L1, L2} && ipc_objects_kept{L1, L2};

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
      ipc{L1} && unnamed_in_ipc{L1}(a, n) && untypes{L1, L2}(a, n) && ipc_windows_kept{L1, L2} ==>
        ipc_loses{L1, L2};

    lemma loses_threads{L1, L2}: ipc_loses{L1, L2} ==> queue_threads_changed{L1, L2};
    lemma loses_lists{L1, L2}: ipc_loses{L1, L2} ==> queue_lists_changed{L1, L2};
    lemma loses_changed{L1, L2}: ipc_loses{L1, L2} ==> queues_changed{L1, L2};
    lemma loses_queues{L1, L2}: ipc_loses{L1, L2} ==> queues{L2};
    lemma loses_waits{L1, L2}: ipc_loses{L1, L2} ==> threads_wait_but{L2}(0);
    lemma loses_replies_threads{L1, L2}: ipc_loses{L1, L2} ==> replies_threads{L2};
    lemma loses_replies_wait{L1, L2}: ipc_loses{L1, L2} ==> replies_wait_but{L2}(0);
    lemma loses_replies_callers{L1, L2}: ipc_loses{L1, L2} ==> replies_callers{L2};
    lemma loses_replies_servers{L1, L2}: ipc_loses{L1, L2} ==> replies_servers{L2};
    lemma loses_endpoints{L1, L2}: ipc_loses{L1, L2} ==> endpoints{L2};
    lemma loses_contexts{L1, L2}: ipc_loses{L1, L2} ==> contexts{L2};
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

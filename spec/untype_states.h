// SPDX-License-Identifier: Apache-2.0
/*
 * Objects go that no thread names, as predicates over states: their granules are
 * of type CAP_UNTYPED from now on, and nothing that `ipc` speaks of is written.
 * ACSL only.
 */
#ifndef WRIT_SPEC_UNTYPE_STATES_H
#define WRIT_SPEC_UNTYPE_STATES_H

#include "../kernel/sched.h"

/*@ // Thread t waits for nothing and has nothing bound to it.
    predicate thread_unnamed{L}(integer t) =
      waiter_window[t].list == 0 && thread_window[t].reply == 0 && thread_window[t].context == 0
      && thread_window[t].notification == 0 && thread_window[t].lender == 0 && t != kernel.current && t != kernel.idle;

    // Nobody waits on reply object r, offers it or runs on what was lent through it.
    predicate reply_unnamed{L}(integer r) =
      reply_window[r].caller == 0 && reply_window[r].server == 0 && reply_window[r].borrower == 0;

    // Thread t's slots and the words of its IPC buffer are not in [a, a + n).
    predicate thread_outside{L}(integer t, integer a, integer n) =
      (t * THREAD_GRANULES + THREAD_SLOTS <= a || a + n <= t * THREAD_GRANULES)
      && (thread_window[t].buffer == 0
          || thread_window[t].buffer + IPC_BUFFER_WORDS <= a * GRANULE_WORDS
          || (a + n) * GRANULE_WORDS <= thread_window[t].buffer);

    // No thread, and nothing that a thread waits for, names an object in [a, a + n).
    predicate unnamed_threads{L}(integer a, integer n) =
      \forall integer t; is_thread{L}(t) ==>
        (a <= t * THREAD_GRANULES + THREAD_SLOTS < a + n ==> thread_unnamed{L}(t))
        && (!(a <= t * THREAD_GRANULES + THREAD_SLOTS < a + n) ==> thread_outside{L}(t, a, n));
    predicate unnamed_queues{L}(integer a, integer n) =
      (\forall integer q; is_queue{L}(q) && a <= q * QUEUE_GRANULES < a + n ==>
         queue_empty{L}(q) && q != kernel.run_queue)
      && \forall integer m; is_notification{L}(m) && a <= m * QUEUE_GRANULES < a + n ==>
         notification_window[m].thread == 0;
    predicate unnamed_objects{L}(integer a, integer n) =
      (\forall integer r; is_reply{L}(r) && a <= r < a + n ==> reply_unnamed{L}(r))
      && \forall integer c; is_sched_context{L}(c) && a <= c * SCHED_CONTEXT_GRANULES < a + n ==>
         sched_context_window[c].thread == 0;

    predicate unnamed_in_ipc{L}(integer a, integer n) =
      unnamed_threads{L}(a, n) && unnamed_queues{L}(a, n) && unnamed_objects{L}(a, n);

    // What `ipc` speaks of is as it was, save the types.
    predicate ipc_threads_kept{L1, L2} =
      \forall integer t; 0 <= t < THREADS ==>
        \at(waiter_window[t].list, L2) == \at(waiter_window[t].list, L1)
        && \at(waiter_window[t].next, L2) == \at(waiter_window[t].next, L1)
        && \at(waiter_window[t].prev, L2) == \at(waiter_window[t].prev, L1)
        && \at(waiter_window[t].priority, L2) == \at(waiter_window[t].priority, L1)
        && \at(thread_window[t].state, L2) == \at(thread_window[t].state, L1)
        && \at(thread_window[t].waits_on, L2) == \at(thread_window[t].waits_on, L1)
        && \at(thread_window[t].reply, L2) == \at(thread_window[t].reply, L1)
        && \at(thread_window[t].context, L2) == \at(thread_window[t].context, L1)
        && \at(thread_window[t].has_time, L2) == \at(thread_window[t].has_time, L1)
        && \at(thread_window[t].lender, L2) == \at(thread_window[t].lender, L1)
        && \at(thread_window[t].notification, L2) == \at(thread_window[t].notification, L1)
        && \at(thread_window[t].buffer, L2) == \at(thread_window[t].buffer, L1)
        && \at(queue_age[t], L2) == \at(queue_age[t], L1);

    predicate ipc_queues_kept{L1, L2} =
      (\forall integer l; 0 <= l < LISTS ==>
         \at(list_head_window[l], L2) == \at(list_head_window[l], L1)
         && \at(list_map_window[l / 32].bits, L2) == \at(list_map_window[l / 32].bits, L1))
      && \forall integer q; 0 <= q < QUEUES ==>
        \at(endpoint_window[q].state, L2) == \at(endpoint_window[q].state, L1)
        && \at(notification_window[q].word_low, L2) == \at(notification_window[q].word_low, L1)
        && \at(notification_window[q].word_high, L2) == \at(notification_window[q].word_high, L1)
        && \at(notification_window[q].thread, L2) == \at(notification_window[q].thread, L1);

    predicate ipc_objects_kept{L1, L2} =
      (\forall integer r; 0 <= r < GRANULES ==>
         \at(reply_window[r].caller, L2) == \at(reply_window[r].caller, L1)
         && \at(reply_window[r].server, L2) == \at(reply_window[r].server, L1)
         && \at(reply_window[r].borrower, L2) == \at(reply_window[r].borrower, L1))
      && (\forall integer c; 0 <= c < SCHED_CONTEXTS ==>
         \at(sched_context_window[c].thread, L2) == \at(sched_context_window[c].thread, L1)
         && \at(sched_context_window[c].left, L2) == \at(sched_context_window[c].left, L1))
      && \at(kernel.run_queue, L2) == \at(kernel.run_queue, L1)
      && \at(kernel.current, L2) == \at(kernel.current, L1)
      && \at(kernel.idle, L2) == \at(kernel.idle, L1)
      && cancellation_stays{L1, L2};

    predicate ipc_windows_kept{L1, L2} =
      ipc_threads_kept{L1, L2} && ipc_queues_kept{L1, L2} && ipc_objects_kept{L1, L2};

    // All of it.
    predicate ipc_untypes{L1, L2}(integer a, integer n) =
      ipc{L1} && unnamed_in_ipc{L1}(a, n) && untypes{L1, L2}(a, n) && ipc_windows_kept{L1, L2};
*/

#endif

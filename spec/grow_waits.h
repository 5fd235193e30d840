// SPDX-License-Identifier: Apache-2.0
/*
 * Who waits for whom when objects come: that `ipc` survives, one part at a time,
 * and the parts of grow_change.h together.  ACSL only; proved in
 * proofs/grow_lemmas.c.
 */
#ifndef WRIT_SPEC_GROW_WAITS_H
#define WRIT_SPEC_GROW_WAITS_H

#include "grow_change.h"
#include "queue_change.h"

/*@ // What `ipc` needs of it.
    predicate ipc_grows{L1, L2} =
      types_grown{L1, L2} && threads_grown{L1, L2} && waiters_grown{L1, L2} && endpoints_grown{L1, L2}
      && notifications_grown{L1, L2} && replies_grown{L1, L2} && sched_contexts_grown{L1, L2}
      && lists_grown{L1, L2} && buffers_grown{L1, L2} && kernel_stays{L1, L2};

    predicate queues_grow{L1, L2} =
      queues{L1} && waiters_grown{L1, L2} && lists_grown{L1, L2} && kernel_stays{L1, L2};
    lemma grow_queue_threads{L1, L2}: queues_grow{L1, L2} ==> queue_threads_changed{L1, L2};
    lemma grow_queue_lists{L1, L2}: queues_grow{L1, L2} ==> queue_lists_changed{L1, L2};
    lemma grow_queues_changed{L1, L2}: queues_grow{L1, L2} ==> queues_changed{L1, L2};
    lemma grow_queues{L1, L2}: queues_grow{L1, L2} ==> queues{L2};
    lemma grow_waits_in{L1, L2}: \forall integer t, q; waiters_grown{L1, L2} && waits_in{L1}(t, q) ==>
      waits_in{L2}(t, q);
    lemma grow_waits{L1, L2}: threads_wait_but{L1}(0) && ipc_grows{L1, L2} ==> threads_wait_but{L2}(0);
    lemma grow_replies_threads{L1, L2}: replies_threads{L1} && threads_grown{L1, L2} && replies_grown{L1, L2} ==>
      replies_threads{L2};
    lemma grow_replies_wait{L1, L2}: replies_wait_but{L1}(0) && threads_grown{L1, L2} ==> replies_wait_but{L2}(0);
    lemma grow_replies_callers{L1, L2}: replies_callers{L1} && threads_grown{L1, L2} && replies_grown{L1, L2} ==>
      replies_callers{L2};
    lemma grow_replies_servers{L1, L2}: replies_servers{L1} && threads_grown{L1, L2} && replies_grown{L1, L2} ==>
      replies_servers{L2};
    lemma grow_cancellation{L1, L2}: cancellation{L1} && waiters_grown{L1, L2} && endpoints_grown{L1, L2}
      && cancellation_stays{L1, L2} ==> cancellation{L2};
    lemma grow_endpoints{L1, L2}: endpoints{L1} && waiters_grown{L1, L2} && endpoints_grown{L1, L2}
      && cancellation_stays{L1, L2} ==> endpoints{L2};
    lemma grow_contexts{L1, L2}: contexts{L1} && threads_grown{L1, L2} && sched_contexts_grown{L1, L2} ==>
      contexts{L2};
    lemma grow_time_loans{L1, L2}: time_loans{L1} && threads_grown{L1, L2} && replies_grown{L1, L2} ==>
      time_loans{L2};
    lemma grow_bindings{L1, L2}: bindings{L1} && threads_grown{L1, L2} && notifications_grown{L1, L2} ==>
      bindings{L2};
    lemma grow_buffer{L1, L2}: \forall integer w; buffers_grown{L1, L2} && is_buffer{L1}(w) ==> is_buffer{L2}(w);
    lemma grow_buffers{L1, L2}: threads_buffers{L1} && threads_grown{L1, L2} && buffers_grown{L1, L2} ==>
      threads_buffers{L2};
    lemma grow_slots{L}: whole_threads{L} ==> threads_slots{L};
    predicate ipc_grow{L1, L2} = ipc{L1} && ipc_grows{L1, L2} && whole_threads{L2};
    lemma grow_ipc_queues_grow{L1, L2}: ipc_grow{L1, L2} ==> queues_grow{L1, L2};
    lemma grow_ipc_queues{L1, L2}: ipc_grow{L1, L2} ==> queues{L2};
    lemma grow_ipc_waits{L1, L2}: ipc_grow{L1, L2} ==> threads_wait_but{L2}(0);
    lemma grow_ipc_endpoints{L1, L2}: ipc_grow{L1, L2} ==> endpoints{L2};
    lemma grow_ipc_replies{L1, L2}: ipc_grow{L1, L2} ==> replies_but{L2}(0);
    lemma grow_ipc_bound{L1, L2}: ipc_grow{L1, L2} ==> bound{L2};
    lemma grow_ipc{L1, L2}: ipc_grow{L1, L2} ==> ipc{L2};

    lemma grow_is_ipc{L1, L2}: \forall integer u; grows{L1, L2}(u) ==> ipc_grow{L1, L2};
    lemma grow_is_spaces{L1, L2}: \forall integer u; grows{L1, L2}(u) ==> spaces_grow{L1, L2}(u);
    lemma grow_is_owners{L1, L2}: \forall integer u; grows{L1, L2}(u) ==> owners{L2} && dying_slots{L2}
      && shapes{L2} && memory_type{L2} && types_inside{L1, L2}(u) && is_untyped{L2}(u);
    lemma grow_is_scratch{L1, L2}: \forall integer u; grows{L1, L2}(u) ==> scratch{L1} && owners_stay{L1, L2}
      && kernel_stays{L1, L2} && scratch_empty{L1, L2};
    lemma grow_keeps_ipc{L1, L2}: \forall integer u; grows{L1, L2}(u) ==> ipc{L2};
    lemma grow_keeps_spaces{L1, L2}: \forall integer u; grows{L1, L2}(u) ==> spaces{L2};
    lemma grow_keeps_irqs{L1, L2}: \forall integer u; grows{L1, L2}(u) ==> irqs{L2};
    lemma grow_keeps_scratch{L1, L2}: \forall integer u; grows{L1, L2}(u) ==> scratch{L2};
    lemma grow_is_kernel{L1, L2}: \forall integer u; grows{L1, L2}(u) ==> kernel_threads{L1} && idle_owned{L1}
      && translates{L1} && fpu_owned{L1} && types_grown{L1, L2} && owners_stay{L1, L2} && kernel_stays{L1, L2};
    lemma grow_is_idle{L1, L2}: \forall integer u; grows{L1, L2}(u) ==> is_thread{L1}(\at(kernel.idle, L1))
      && idle_owned{L1} && owners_stay{L1, L2} && \at(kernel.idle, L2) == \at(kernel.idle, L1);
    lemma grow_keeps_idle{L1, L2}: \forall integer u; grows{L1, L2}(u) ==> idle_owned{L2};
    lemma grow_keeps_kernel{L1, L2}: \forall integer u; grows{L1, L2}(u) ==>
      idle_owned{L2} && translates{L2} && fpu_owned{L2};
    lemma grow_is_timed{L1, L2}: \forall integer u; grows{L1, L2}(u) ==>
      timed{L1} && sched_contexts_grown{L1, L2} && clock_kept{L1, L2};
    lemma grow_keeps_timed{L1, L2}: \forall integer u; grows{L1, L2}(u) ==> timed{L2};
*/
#endif

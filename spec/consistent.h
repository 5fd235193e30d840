// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's invariant, `consistent`: true whenever user mode runs, so at each
 * entry and after it, preempted or not.  And what a deletion does to slots.  ACSL
 * only; included by kernel/destroy.h.
 */
#ifndef WRIT_SPEC_CONSISTENT_H
#define WRIT_SPEC_CONSISTENT_H

/* What a deletion may write. */
#define DELETIONS \
	slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1], type_map[0 .. LINE_END - 1], \
	owner_map[0 .. LINE_END - 1], dying_map[0 .. GRANULES - 1], dying_stack[0 .. GRANULES - 1], \
	dying_index[0 .. GRANULES - 1], dying_count, thread_window[..], QUEUE_LINKS, endpoint_window[..], \
	reply_window[..], TIME_GIVEN, notification_window[..], link_window[0 .. WORDS - 1], \
	entry_map[0 .. WORDS - 1], kernel.current, kernel.vspace, kernel.fpu, kernel.dying, \
	kernel.cancel_next, kernel.irq[0 .. IRQ_LINES - 1], fpu_on, machine

/*@ // The slot through which capabilities are exchanged is empty, and the kernel's own.
    predicate scratch{L} =
      is_null{L}(kernel.scratch) && owner_map[kernel.scratch] == OWNER_KERNEL
      && !in_thread{L}(kernel.scratch);

    // So is the idle thread.
    predicate idle_owned{L} =
      owner_map[kernel.idle * THREAD_GRANULES + THREAD_SLOTS] == OWNER_KERNEL;

    // The machine translates with a VSpace, or with none.
    predicate translates{L} = kernel.vspace == 0 || is_vspace{L}(kernel.vspace);

    predicate consistent{L} =
      core{L} && spaces{L} && held{L} && ipc{L} && irqs{L} && scratch{L} && idle_owned{L}
      && translates{L} && fpu_owned{L} && timed{L};

    // Nothing uses the object that slot s owns, and it is mapped nowhere.
    predicate unused{L}(integer s) =
      (slot_window[s].type == CAP_THREAD ==> thread_idle{L}(slot_window[s].object / THREAD_GRANULES)
         && thread_unbound{L}(slot_window[s].object / THREAD_GRANULES)
         && kernel.current != slot_window[s].object / THREAD_GRANULES
         && kernel.fpu != slot_window[s].object / THREAD_GRANULES)
      && (slot_window[s].type == CAP_ENDPOINT ==> queue_empty{L}(slot_window[s].object / QUEUE_GRANULES))
      && (slot_window[s].type == CAP_NOTIFICATION ==> queue_empty{L}(slot_window[s].object / QUEUE_GRANULES)
         && notification_window[slot_window[s].object / QUEUE_GRANULES].thread == 0
         && irqs_none{L}(slot_window[s].object / QUEUE_GRANULES))
      && (slot_window[s].type == CAP_REPLY ==> reply_window[slot_window[s].object].caller == 0
         && reply_window[slot_window[s].object].server == 0
         && reply_window[slot_window[s].object].borrower == 0)
      && (slot_window[s].type == CAP_SCHED_CONTEXT ==>
         sched_context_window[slot_window[s].object / SCHED_CONTEXT_GRANULES].thread == 0
         && sched_context_window[slot_window[s].object / SCHED_CONTEXT_GRANULES].cell == 0
         && account.charged != slot_window[s].object / SCHED_CONTEXT_GRANULES)
      && (slot_window[s].type == CAP_VSPACE ==> nothing_mapped{L}(slot_window[s].object / VSPACE_GRANULES)
         && kernel.vspace != slot_window[s].object / VSPACE_GRANULES)
      && (slot_window[s].type == CAP_PAGE_TABLE || slot_window[s].type == CAP_FRAME ==>
         slot_window[s].word1 == 0);

    // Slot i in L2 holds the object that it held in L1, where it was in the tree.  An object on its way
    // out gives no right; a frame or table may be mapped nowhere any more; a VSpace counts its entries.
    predicate slot_left{L1, L2}(integer i) =
      is_live{L1}(i) && \at(slot_window[i].type, L2) == \at(slot_window[i].type, L1)
      && \at(slot_window[i].object, L2) == \at(slot_window[i].object, L1)
      && \at(slot_window[i].size, L2) == \at(slot_window[i].size, L1)
      && (\at(slot_window[i].rights, L2) == \at(slot_window[i].rights, L1)
          || (owns{L1}(i) && \at(slot_window[i].rights, L2) == RIGHT_OWN))
      && \at(parent_map[i], L2) == \at(parent_map[i], L1)
      && \at(rank_map[i], L2) == \at(rank_map[i], L1)
      && \at(slot_window[i].depth, L2) == \at(slot_window[i].depth, L1)
      && (\at(slot_window[i].type, L1) != CAP_VSPACE ==> as_was_or_unmapped{L1, L2}(i));

    // A deletion takes capabilities and gives none.
    predicate takes{L1, L2} = \forall integer i; is_live{L2}(i) ==> slot_left{L1, L2}(i);

    // What was a capability is one, but for that in slot x and those that threads hold.
    predicate lives_but{L1, L2}(integer x) =
      \forall integer i; is_live{L1}(i) && i != x && !in_thread{L1}(i) ==> is_live{L2}(i);

    // Slots outside of threads stay slots.
    predicate slots_remain{L1, L2} =
      \forall integer i; is_slot{L1}(i) && !in_thread{L1}(i) ==> is_slot{L2}(i) && !in_thread{L2}(i);
*/
#endif

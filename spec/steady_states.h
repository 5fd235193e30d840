// SPDX-License-Identifier: Apache-2.0
/*
 * What operations on threads, queues, reply objects, notifications and scheduling
 * contexts leave alone.  ACSL only.
 *
 * Of what was not assigned `steady` is true at once because it is of one piece:
 * what is nested the provers unfold too late.
 */
#ifndef WRIT_SPEC_STEADY_STATES_H
#define WRIT_SPEC_STEADY_STATES_H

/*@ predicate steady{L1, L2} =
      // No capability changes, nor its place in the tree,
      (\forall integer i; \at(slot_window[i].type, L2) == \at(slot_window[i].type, L1)
         && \at(slot_window[i].rights, L2) == \at(slot_window[i].rights, L1)
         && \at(slot_window[i].object, L2) == \at(slot_window[i].object, L1)
         && \at(slot_window[i].size, L2) == \at(slot_window[i].size, L1)
         && \at(slot_window[i].word0, L2) == \at(slot_window[i].word0, L1)
         && \at(slot_window[i].word1, L2) == \at(slot_window[i].word1, L1)
         && \at(slot_window[i].up, L2) == \at(slot_window[i].up, L1)
         && \at(slot_window[i].depth, L2) == \at(slot_window[i].depth, L1)
         && \at(slot_window[i].first, L2) == \at(slot_window[i].first, L1)
         && \at(slot_window[i].next, L2) == \at(slot_window[i].next, L1)
         && \at(slot_window[i].prev, L2) == \at(slot_window[i].prev, L1))
      // nor memory's types and owners, nor what else is known of it,
      && (\forall integer g; \at(type_map[g], L2) == \at(type_map[g], L1)
         && \at(owner_map[g], L2) == \at(owner_map[g], L1)
         && \at(zero_map[g], L2) == \at(zero_map[g], L1)
         && \at(parent_map[g], L2) == \at(parent_map[g], L1)
         && \at(rank_map[g], L2) == \at(rank_map[g], L1)
         && \at(dying_map[g], L2) == \at(dying_map[g], L1)
         && \at(dying_stack[g], L2) == \at(dying_stack[g], L1)
         && \at(dying_index[g], L2) == \at(dying_index[g], L1))
      && \at(cdt_clock, L2) == \at(cdt_clock, L1) && \at(dying_count, L2) == \at(dying_count, L1)
      && \at(kernel.dying, L2) == \at(kernel.dying, L1)
      && \at(kernel.scratch, L2) == \at(kernel.scratch, L1) && \at(kernel.idle, L2) == \at(kernel.idle, L1)
      // nor who runs, nor whose the FPU is,
      && \at(kernel.current, L2) == \at(kernel.current, L1) && \at(kernel.fpu, L2) == \at(kernel.fpu, L1)
      && \at(fpu_on, L2) == \at(fpu_on, L1)
      // nor the links and entries of tables;
      && (\forall integer w; \at(link_window[w], L2) == \at(link_window[w], L1)
         && \at(entry_map[w], L2) == \at(entry_map[w], L1))
      // interrupt lines are bound to what they were bound to, and threads have their IPC buffers.
      && (\forall integer i; 0 <= i < IRQ_LINES ==>
         \at(kernel.irq[i].notification, L2) == \at(kernel.irq[i].notification, L1)
         && \at(kernel.irq[i].next, L2) == \at(kernel.irq[i].next, L1)
         && \at(kernel.irq[i].prev, L2) == \at(kernel.irq[i].prev, L1)
         && \at(kernel.irq[i].waiting, L2) == \at(kernel.irq[i].waiting, L1)
         && \at(irq_age[i], L2) == \at(irq_age[i], L1))
      && (\forall integer n; is_notification{L1}(n) ==>
         \at(notification_window[n].irqs, L2) == \at(notification_window[n].irqs, L1))
      && (\forall integer t; is_thread{L1}(t) ==>
         \at(thread_window[t].buffer, L2) == \at(thread_window[t].buffer, L1));
*/
#endif

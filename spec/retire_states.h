// SPDX-License-Identifier: Apache-2.0
/*
 * A capability goes, and with it the objects in [a, a + n), which nothing names
 * any more, as predicates over states.  ACSL only; included by kernel/retire.c.
 */
#ifndef WRIT_SPEC_RETIRE_STATES_H
#define WRIT_SPEC_RETIRE_STATES_H

#include "time_states.h"
#include "untype_states.h"

/*@ // Nothing is mapped in a VSpace in [a, a + n).
    predicate unnamed_in_spaces{L}(integer a, integer n) =
      \forall integer k; is_live{L}(k) && slot_window[k].word1 != 0
        && (slot_window[k].type == CAP_FRAME || slot_window[k].type == CAP_PAGE_TABLE) ==>
        !(a <= slot_window[k].word0 * VSPACE_GRANULES < a + n);

    // No interrupt line is bound to a notification there.
    predicate unnamed_in_irqs{L}(integer a, integer n) =
      \forall integer i; irq_bound{L}(i) ==>
        !(a <= kernel.irq[i].notification * QUEUE_GRANULES < a + n);

    // Nothing there is the kernel's own, nor what the machine translates with, nor whose the FPU is.
    predicate unnamed_in_kernel{L}(integer a, integer n) =
      !(a <= kernel.scratch < a + n)
      && !(a <= kernel.idle * THREAD_GRANULES + THREAD_SLOTS < a + n)
      && (kernel.vspace == 0 || !(a <= kernel.vspace * VSPACE_GRANULES < a + n))
      && (kernel.fpu == 0 || !(a <= kernel.fpu * THREAD_GRANULES + THREAD_SLOTS < a + n));

    // Threads there lie there with their slots, which are empty as all others there are.
    predicate threads_inside{L}(integer a, integer n) =
      (\forall integer t; is_thread{L}(t) && a <= t * THREAD_GRANULES + THREAD_SLOTS < a + n ==>
         a <= t * THREAD_GRANULES)
      && \forall integer k; is_live{L}(k) ==> !(a <= k < a + n);

    // What slot s holds is mapped nowhere, and is no IPC buffer in use.
    predicate slot_unused{L}(integer s) =
      !is_section_mapped{L}(s) && !is_page_mapped{L}(s)
      && (is_live{L}(s) && in_thread{L}(s) && s % THREAD_GRANULES == THREAD_SLOT_BUFFER ==>
            thread_window[s / THREAD_GRANULES].buffer == 0);

    predicate unnamed{L}(integer s, integer a, integer n) =
      unnamed_in_ipc{L}(a, n) && unnamed_in_spaces{L}(a, n) && unnamed_in_irqs{L}(a, n)
      && unnamed_in_kernel{L}(a, n) && unnamed_in_time{L}(a, n) && threads_inside{L}(a, n) && slot_unused{L}(s);

    // The capability in slot s has gone, if there was one; all others are where they were.
    predicate slots_retire{L1, L2}(integer s) =
      (\forall integer k; is_live{L2}(k) ==> k != s && is_live{L1}(k) && slot_stays{L1, L2}(k))
      && \forall integer k; is_live{L1}(k) && k != s ==> is_live{L2}(k);

    // What `spaces`, `held` and `irqs` speak of is as it was, save slots and types.
    predicate links_kept{L1, L2} =
      (\forall integer w; \at(link_window[w], L2) == \at(link_window[w], L1))
      && \forall integer w; \at(entry_map[w], L2) == \at(entry_map[w], L1);

    predicate lines_kept{L1, L2} =
      (\forall integer i; 0 <= i < IRQ_LINES ==>
         \at(kernel.irq[i].notification, L2) == \at(kernel.irq[i].notification, L1)
         && \at(kernel.irq[i].next, L2) == \at(kernel.irq[i].next, L1)
         && \at(kernel.irq[i].prev, L2) == \at(kernel.irq[i].prev, L1)
         && \at(kernel.irq[i].waiting, L2) == \at(kernel.irq[i].waiting, L1)
         && \at(irq_age[i], L2) == \at(irq_age[i], L1))
      && \forall integer n; \at(notification_window[n].irqs, L2) == \at(notification_window[n].irqs, L1);

    predicate kernel_kept{L1, L2} =
      \at(kernel.scratch, L2) == \at(kernel.scratch, L1)
      && \at(kernel.idle, L2) == \at(kernel.idle, L1)
      && \at(kernel.vspace, L2) == \at(kernel.vspace, L1)
      && \at(kernel.fpu, L2) == \at(kernel.fpu, L1)
      && \at(fpu_on, L2) == \at(fpu_on, L1)
      && (is_null{L2}(\at(kernel.scratch, L1)) <==> is_slot{L2}(\at(kernel.scratch, L1)))
      && \forall integer g; 0 <= g < LINE_END && \at(owner_map[g], L1) == OWNER_KERNEL ==>
           \at(owner_map[g], L2) == OWNER_KERNEL;

    predicate retire_kept{L1, L2} =
      ipc_windows_kept{L1, L2} && links_kept{L1, L2} && lines_kept{L1, L2} && kernel_kept{L1, L2}
      && clock_kept{L1, L2} && \forall integer c; 0 <= c < SCHED_CONTEXTS ==> context_alike{L1, L2}(c);

    // All of it: the objects in [a, a + n) and the capability in slot s have gone.
    predicate retired{L1, L2}(integer s, integer a, integer n) =
      unnamed{L1}(s, a, n) && untypes{L1, L2}(a, n) && slots_retire{L1, L2}(s)
      && retire_kept{L1, L2};

    predicate retires{L1, L2}(integer s, integer a, integer n) =
      consistent{L1} && core{L2} && retired{L1, L2}(s, a, n);

    // Slot s holds the owner of an object that nothing else but untyped memory covers.
    predicate sole_owner{L}(integer s) =
      is_object_cap{L}(s) && owns{L}(s) && slot_window[s].type != CAP_CNODE
      && shape(slot_window[s].type, slot_window[s].object, slot_window[s].size)
      && typed{L}(slot_window[s].type, slot_window[s].object, slot_window[s].size)
      && \forall integer v; is_object_cap{L}(v) && v != s ==> !overlaps{L}(v, s);
*/
#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * Objects come, made of the untyped memory that slot u holds, as predicates over
 * states.  Whatever was there is what it was, and what is new is zero.  ACSL only;
 * included by kernel/decode_cap.c.
 */
#ifndef WRIT_SPEC_GROW_STATES_H
#define WRIT_SPEC_GROW_STATES_H

#include "time_states.h"

/*@ // Capabilities are what they were, save the watermark of u; new ones are mapped nowhere.
    predicate slots_grow{L1, L2}(integer u) =
      is_untyped{L1}(u) && is_untyped{L2}(u)
      && (\forall integer i; is_live{L1}(i) && i != u ==> is_live{L2}(i) && same_capability{L1, L2}(i, i))
      && \forall integer i; is_live{L2}(i) ==> is_live{L1}(i) || \at(slot_window[i].word1, L2) == 0;

    // The slots [s, s + n) hold nothing that is mapped.
    predicate unmapped_slots{L}(integer s, integer n) =
      \forall integer i; s <= i < s + n ==> slot_window[i].word1 == 0;

    // Only what u covers has a new type.
    predicate types_inside{L1, L2}(integer u) =
      \forall integer g; 0 <= g < LINE_END && \at(type_map[g], L2) != \at(type_map[g], L1) ==>
        covers{L2}(u, g);

    // The kernel's own words are what they were, and the orders of threads and interrupt lines.
    predicate kernel_stays{L1, L2} =
      \at(kernel.scratch, L2) == \at(kernel.scratch, L1)
      && \at(kernel.idle, L2) == \at(kernel.idle, L1)
      && \at(kernel.current, L2) == \at(kernel.current, L1)
      && \at(kernel.run_queue, L2) == \at(kernel.run_queue, L1)
      && \at(kernel.vspace, L2) == \at(kernel.vspace, L1)
      && \at(kernel.fpu, L2) == \at(kernel.fpu, L1)
      && \at(fpu_on, L2) == \at(fpu_on, L1)
      && cancellation_stays{L1, L2}
      && \forall integer t; \at(queue_age[t], L2) == \at(queue_age[t], L1);

    predicate lines_same{L1, L2} =
      \forall integer i; \at(kernel.irq[i].notification, L2) == \at(kernel.irq[i].notification, L1)
        && \at(kernel.irq[i].next, L2) == \at(kernel.irq[i].next, L1)
        && \at(kernel.irq[i].prev, L2) == \at(kernel.irq[i].prev, L1)
        && \at(kernel.irq[i].waiting, L2) == \at(kernel.irq[i].waiting, L1)
        && \at(irq_age[i], L2) == \at(irq_age[i], L1);

    // The kernel's own empty slot was not filled.
    predicate scratch_empty{L1, L2} = is_null{L2}(\at(kernel.scratch, L1));

    // All of it.
    predicate grows{L1, L2}(integer u) =
      consistent{L1} && core{L2} && held{L2} && windows_grown{L1, L2} && owners_stay{L1, L2}
      && slots_grow{L1, L2}(u) && types_inside{L1, L2}(u) && kernel_stays{L1, L2} && lines_same{L1, L2}
      && scratch_empty{L1, L2} && clock_kept{L1, L2};

    lemma grown_slots{L1, L2}: \forall integer u, s, n; grown{L1, L2}(u, s, n) && is_untyped{L1}(u)
      && unmapped_slots{L2}(s, n) ==> slots_grow{L1, L2}(u);

    lemma same_slots{L1, L2}: \forall integer u; nothing_changed{L1, L2} && is_untyped{L1}(u) ==>
      slots_grow{L1, L2}(u);
*/
#endif

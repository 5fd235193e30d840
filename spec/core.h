// SPDX-License-Identifier: Apache-2.0
/*
 * The capability core's invariant, `core`, and what an operation on slots leaves
 * alone.  ACSL only; included by kernel/capability.h.
 */
#ifndef WRIT_SPEC_CORE_H
#define WRIT_SPEC_CORE_H

/*@ predicate core{L} = cdt{L} && memory{L} && shapes{L} && owners{L} && loans{L} && dying{L} && whole{L};

    // Slot i in L2 has the capability and the place in the tree that it had in L1.
    predicate slot_stays{L1, L2}(integer i) =
      same_capability{L1, L2}(i, i)
      && \at(parent_map[i], L2) == \at(parent_map[i], L1)
      && \at(rank_map[i], L2) == \at(rank_map[i], L1)
      && \at(slot_window[i].depth, L2) == \at(slot_window[i].depth, L1);

    // All slots but x stay as they are.
    predicate slots_stay_but{L1, L2}(integer x) =
      \forall integer i; 0 <= i < GRANULES && i != x ==> slot_stays{L1, L2}(i);

    // A capability c is one to the object that slot s holds a capability to, and no owner; it has no
    // more rights, and the badge if there is one.
    predicate is_loan_of{L}(integer s, struct capability c) =
      c.type == slot_window[s].type && c.object == slot_window[s].object
      && c.size == slot_window[s].size && c.rights < RIGHT_OWN
      && no_wider(slot_window[s].rights, c.rights)
      && (has_badge(c.type) && is_badged{L}(s) ==>
            c.word0 == slot_window[s].word0 && c.word1 == slot_window[s].word1);
*/
#endif

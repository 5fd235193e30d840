// SPDX-License-Identifier: Apache-2.0
/* CSpaces: what a CNode capability covers are slots.  ACSL only. */
#ifndef WRIT_SPEC_CSPACE_H
#define WRIT_SPEC_CSPACE_H

/*@ // [s, s + n) are slots, at least one.
    predicate is_slots{L}(integer s, integer n) =
      0 < s && 1 <= n && s + n <= GRANULES && all_type{L}(s, n, CAP_CNODE);

    // Every CNode capability covers slots, at least slot 0 and one more.
    predicate cnodes{L} = \forall integer s; is_slot{L}(s) && slot_window[s].type == CAP_CNODE ==>
      slot_window[s].size >= 2 && is_slots{L}(slot_window[s].object, slot_window[s].size);
*/
#endif

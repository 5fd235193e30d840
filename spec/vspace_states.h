// SPDX-License-Identifier: Apache-2.0
/*
 * Changes of slots as predicates over two states, for what the address spaces'
 * invariant survives.  ACSL only.
 */
#ifndef WRIT_SPEC_VSPACE_STATES_H
#define WRIT_SPEC_VSPACE_STATES_H

/*@ // Slot k says in L2 of its mapping what slot j said in L1,
    predicate mapping_as{L1, L2}(integer j, integer k) =
      (is_slot{L1}(j) <==> is_slot{L2}(k))
      && \at(slot_window[j].type, L1) == \at(slot_window[k].type, L2)
      && \at(slot_window[j].object, L1) == \at(slot_window[k].object, L2)
      && \at(slot_window[j].size, L1) == \at(slot_window[k].size, L2)
      && \at(slot_window[j].word0, L1) == \at(slot_window[k].word0, L2)
      && \at(slot_window[j].word1, L1) == \at(slot_window[k].word1, L2);

    predicate types_kept{L1, L2} = \forall integer g; \at(type_map[g], L1) == \at(type_map[g], L2);

    // All slots but s say the same.
    predicate others_kept{L1, L2}(integer s) = \forall integer k; k != s ==> mapping_as{L1, L2}(k, k);

    predicate slot_object{L}(integer s) =
      (is_slot{L}(s) && slot_window[s].type == CAP_PAGE_TABLE ==>
         slot_window[s].object < GRANULES && is_page_table{L}(slot_window[s].object / PAGE_TABLE_GRANULES))
      && (is_slot{L}(s) && slot_window[s].type == CAP_VSPACE ==>
         slot_window[s].object < GRANULES && is_vspace{L}(slot_window[s].object / VSPACE_GRANULES))
      && (is_slot{L}(s) && slot_window[s].type == CAP_FRAME ==>
         frame_size(slot_window[s].size) && 0 < slot_window[s].object
         && slot_window[s].object + slot_window[s].size <= DEVICE_END
         && (slot_window[s].object < GRANULES ==>
               slot_window[s].object + slot_window[s].size <= GRANULES));

    // Nothing that is mapped, no link and no entry is written.
    predicate mapping_untouched{L1, L2}(integer s) =
      others_kept{L1, L2}(s) && types_kept{L1, L2}
      && (\forall integer w; \at(link_window[w], L1) == \at(link_window[w], L2))
      && (\forall integer w; \at(entry_map[w], L1) == \at(entry_map[w], L2));

    // The capability in slot `from` has moved to slot `to`; the links name `from` as they did.
    predicate mapping_moved{L1, L2}(integer from, integer to) =
      from != to && is_null_slot{L1}(to) && is_null_slot{L2}(from) && is_slot{L1}(from) && is_slot{L2}(to)
      && mapping_as{L1, L2}(from, to)
      && (\forall integer k; k != from && k != to ==> mapping_as{L1, L2}(k, k))
      && types_kept{L1, L2}
      && (\forall integer w; \at(link_window[w], L1) == \at(link_window[w], L2))
      && (\forall integer w; \at(entry_map[w], L1) == \at(entry_map[w], L2));
*/
#endif

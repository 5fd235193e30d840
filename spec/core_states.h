// SPDX-License-Identifier: Apache-2.0
/*
 * Changes of slots that the capability core's invariant does not speak of, as
 * predicates over two states.  ACSL only.
 */
#ifndef WRIT_SPEC_CORE_STATES_H
#define WRIT_SPEC_CORE_STATES_H

/* What a change of mappings leaves of slots since the function began: all but two words, and of untyped
   memory and links those too.  Macros, for asserts: of a predicate the provers unfold too late that it
   speaks of fields which are no part of what was assigned. */
#define OBJECTS_SAME \
	(\forall integer i; slot_window[i].type == \at(slot_window[i].type, Pre) \
	   && slot_window[i].object == \at(slot_window[i].object, Pre) \
	   && slot_window[i].size == \at(slot_window[i].size, Pre) && (owns(i) <==> owns{Pre}(i)))
#define RIGHTS_SAME \
	(\forall integer i; !owns{Pre}(i) || \at(slot_window[i].first, Pre) != 0 ==> \
	   slot_window[i].rights == \at(slot_window[i].rights, Pre))
#define PLACES_SAME \
	(\forall integer i; slot_window[i].up == \at(slot_window[i].up, Pre) \
	   && slot_window[i].depth == \at(slot_window[i].depth, Pre) \
	   && slot_window[i].first == \at(slot_window[i].first, Pre) \
	   && slot_window[i].next == \at(slot_window[i].next, Pre) \
	   && slot_window[i].prev == \at(slot_window[i].prev, Pre))
#define WORDS_SAME \
	(\forall integer i; is_slot(i) && (slot_window[i].type <= CAP_UNTYPED || has_badge(slot_window[i].type)) ==> \
	   slot_window[i].word0 == \at(slot_window[i].word0, Pre) \
	   && slot_window[i].word1 == \at(slot_window[i].word1, Pre))

/*@ // Slot i covers what it covered, owns what it owned, and has its place in the tree; only an owner
    // of which there is no loan may have lost rights.  The words of untyped memory, of the slot that
    // links a dying CNode, and badges are what they were.
    predicate slot_alike{L1, L2}(integer i) =
      \at(slot_window[i].type, L1) == \at(slot_window[i].type, L2)
      && \at(slot_window[i].object, L1) == \at(slot_window[i].object, L2)
      && \at(slot_window[i].size, L1) == \at(slot_window[i].size, L2)
      && (owns{L1}(i) <==> owns{L2}(i))
      && (!owns{L1}(i) || \at(slot_window[i].first, L1) != 0 ==>
            \at(slot_window[i].rights, L1) == \at(slot_window[i].rights, L2))
      && \at(slot_window[i].up, L1) == \at(slot_window[i].up, L2)
      && \at(slot_window[i].depth, L1) == \at(slot_window[i].depth, L2)
      && \at(slot_window[i].first, L1) == \at(slot_window[i].first, L2)
      && \at(slot_window[i].next, L1) == \at(slot_window[i].next, L2)
      && \at(slot_window[i].prev, L1) == \at(slot_window[i].prev, L2)
      && (is_slot{L1}(i) && (\at(slot_window[i].type, L1) <= CAP_UNTYPED
                             || has_badge(\at(slot_window[i].type, L1))) ==>
            \at(slot_window[i].word0, L1) == \at(slot_window[i].word0, L2)
            && \at(slot_window[i].word1, L1) == \at(slot_window[i].word1, L2));

    predicate accounts_alike{L1, L2} =
      (\forall integer g; \at(type_map[g], L1) == \at(type_map[g], L2)
         && \at(zero_map[g], L1) == \at(zero_map[g], L2)
         && \at(owner_map[g], L1) == \at(owner_map[g], L2)
         && \at(dying_map[g], L1) == \at(dying_map[g], L2)
         && \at(parent_map[g], L1) == \at(parent_map[g], L2)
         && \at(rank_map[g], L1) == \at(rank_map[g], L2))
      && (\forall integer g; \at(dying_stack[g], L1) == \at(dying_stack[g], L2)
         && \at(dying_index[g], L1) == \at(dying_index[g], L2))
      && \at(dying_count, L1) == \at(dying_count, L2) && \at(cdt_clock, L1) == \at(cdt_clock, L2)
      && \at(kernel.dying, L1) == \at(kernel.dying, L2);

    predicate slots_alike{L1, L2} = (\forall integer i; slot_alike{L1, L2}(i)) && accounts_alike{L1, L2};
*/
#endif

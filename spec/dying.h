// SPDX-License-Identifier: Apache-2.0
/*
 * CNodes that are being emptied: the list kernel.dying, a stack.  ACSL only;
 * included by kernel/cdt.h, which declares the ghost state:
 *
 *   dying_map[g]     the first slot (header) of the dying CNode that slot g lies in, 0 if none
 *   dying_count      how many there are
 *   dying_stack[i]   the header of the i-th, i from 1; kernel.dying is the last
 *   dying_index[c]   the i of header c
 *
 * The stack goes on above dying_count, with all slots that are no headers: each slot
 * stands in it once, 0 first, so there is always room for one more header.
 *
 * A header is a null slot: `object` is the next dying CNode, `size` its slots,
 * word0 the next slot to be emptied; those before it are empty.
 */
#ifndef WRIT_SPEC_DYING_H
#define WRIT_SPEC_DYING_H

/*@ // Slot c is the first of a CNode that is being emptied.
    predicate is_header{L}(integer c) = 0 < c < GRANULES && dying_map[c] == c;

    // A slot that is said to be dying lies in a CNode of the list, and belongs to nobody.
    predicate dying_slots{L} = \forall integer g; 0 <= g < GRANULES && dying_map[g] != 0 ==>
      is_slot{L}(g) && owner_map[g] == 0 && is_header{L}(dying_map[g])
      && dying_map[g] <= g < dying_map[g] + slot_window[dying_map[g]].size;

    // All of such a CNode is, and it is in the list.
    predicate dying_headers{L} = \forall integer c; is_header{L}(c) ==>
      slot_window[c].type == CAP_NULL
      && 2 <= slot_window[c].size && c + slot_window[c].size <= GRANULES
      && 1 <= slot_window[c].word0 <= slot_window[c].size
      && 1 <= dying_index[c] <= dying_count && dying_stack[dying_index[c]] == c;

    predicate dying_whole{L} = \forall integer c, g; is_header{L}(c)
      && c <= g < c + slot_window[c].size ==> dying_map[g] == c;

    predicate dying_emptied{L} = \forall integer c, g; is_header{L}(c)
      && c <= g < c + slot_window[c].word0 ==> slot_window[g].type == CAP_NULL;

    predicate dying_order{L} =
      dying_stack[0] == 0
      && (\forall integer c; 0 <= c < GRANULES ==>
            dying_index[c] < GRANULES && dying_stack[dying_index[c]] == c)
      && (\forall integer i; 0 <= i < GRANULES ==>
            dying_stack[i] < GRANULES && dying_index[dying_stack[i]] == i);

    predicate dying_list{L} =
      0 <= dying_count < GRANULES
      && (dying_count == 0 ? kernel.dying == 0 : kernel.dying == dying_stack[dying_count])
      && (\forall integer i; 1 <= i <= dying_count ==>
            is_header{L}(dying_stack[i]) && dying_index[dying_stack[i]] == i)
      && (\forall integer i; 1 < i <= dying_count ==>
            slot_window[dying_stack[i]].object == dying_stack[i - 1])
      && (1 <= dying_count ==> slot_window[dying_stack[1]].object == 0);

    predicate dying{L} =
      dying_slots{L} && dying_headers{L} && dying_whole{L} && dying_emptied{L} && dying_order{L}
      && dying_list{L};
*/
#endif

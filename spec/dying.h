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
 * A header is a null slot: `object` is the next dying CNode, `size` its slots,
 * word0 the next slot to be emptied; those before it are empty.
 */
#ifndef WRIT_SPEC_DYING_H
#define WRIT_SPEC_DYING_H

/*@ predicate dying_header{L}(integer c) =
      is_slot{L}(c) && slot_window[c].type == CAP_NULL
      && 2 <= slot_window[c].size && c + slot_window[c].size <= GRANULES
      && 1 <= slot_window[c].word0 <= slot_window[c].size
      && (\forall integer g; c <= g < c + slot_window[c].size ==>
            dying_map[g] == c && type_map[g] == CAP_CNODE && owner_map[g] == 0)
      && (\forall integer g; c <= g < c + slot_window[c].word0 ==> slot_window[g].type == CAP_NULL);

    predicate dying_listed{L} =
      0 <= dying_count < GRANULES
      && (dying_count == 0 <==> kernel.dying == 0)
      && (dying_count > 0 ==> kernel.dying == dying_stack[dying_count])
      && (\forall integer i; 1 <= i <= dying_count ==>
            dying_header{L}(dying_stack[i])
            && slot_window[dying_stack[i]].object == (i == 1 ? 0 : dying_stack[i - 1]))
      && (\forall integer i, k; 1 <= i < k <= dying_count ==> dying_stack[i] != dying_stack[k]);

    // What is said to be dying lies in a CNode of the list.
    predicate dying_all{L} = \forall integer g; 0 <= g < GRANULES && dying_map[g] != 0 ==>
      1 <= dying_index[dying_map[g]] <= dying_count
      && dying_stack[dying_index[dying_map[g]]] == dying_map[g]
      && dying_map[g] <= g < dying_map[g] + slot_window[dying_map[g]].size;

    predicate dying{L} = dying_listed{L} && dying_all{L};
*/
#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * What has passed stays where it is while more passes.  ACSL only; for kernel/transfer.c.
 */
#ifndef WRIT_SPEC_TRANSFER_CHANGE_H
#define WRIT_SPEC_TRANSFER_CHANGE_H

/*@ lemma stands_on{L1, L2, L3}: \forall integer i, j, k; stands{L1, L2}(i, j) && stands{L2, L3}(j, k) ==>
      stands{L1, L3}(i, k);
    lemma loaned_later{L1, L2, L3}: \forall integer i, j, k; stands{L1, L2}(i, j) && loaned{L2, L3}(j, k) ==>
      loaned{L1, L3}(i, k);
    lemma loaned_on{L1, L2, L3}: \forall integer i, j, k; loaned{L1, L2}(i, j) && stands{L2, L3}(j, k) ==>
      loaned{L1, L3}(i, k);

    lemma arrives{L1, L2}: \forall integer from, to, k, s, d; wanted{L1}(to, d)
      && passed{L1, L2}(from, k, s, d) ==> arrived{L1, L2}(from, to, k);

    // What stands where it was is there, and what could be lent can be.
    lemma stands_live{L1, L2}: \forall integer i; stands{L1, L2}(i, i) && is_live{L1}(i) && is_slot{L2}(i) ==>
      is_live{L2}(i);
    lemma stands_null{L1, L2}: \forall integer i; stands{L1, L2}(i, i) && is_null{L1}(i) && is_slot{L2}(i) ==>
      is_null{L2}(i);

    predicate types_stay{L1, L2} = \forall integer g; \at(type_map[g], L2) == \at(type_map[g], L1);

    // A slot that users can name stays one when a capability moves, be it that to its CNode.
    lemma moved_in_cnode{L1, L2}: \forall integer from, to, i; slots_moved{L1, L2}(from, to)
      && is_live{L1}(from) && is_null{L1}(to) && types_stay{L1, L2} && owners_caps{L2} && owners_range{L2}
      && in_cnode{L1}(i) ==> in_cnode{L2}(i);
*/
#endif

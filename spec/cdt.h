// SPDX-License-Identifier: Apache-2.0
/*
 * The derivation tree's invariant, `cdt`, in named parts.  ACSL only; included
 * by kernel/cdt.h, which declares the ghost state:
 *
 *   parent_map[s]  the slot that s was derived from, 0 if none
 *   rank_map[s]    falls with the time of creation: a child ranks below its
 *                  parent, and siblings stand in the order of their ranks
 *   cdt_clock      the next rank
 *
 * Only live slots count: what the bytes of other granules say is nothing.
 */
#ifndef WRIT_SPEC_CDT_H
#define WRIT_SPEC_CDT_H

/*@ predicate is_live{L}(integer s) = is_slot{L}(s) && slot_window[s].type != CAP_NULL;

    predicate is_null{L}(integer s) = is_slot{L}(s) && slot_window[s].type == CAP_NULL;

    predicate is_childless{L}(integer p) =
      \forall integer s; is_live{L}(s) ==> parent_map[s] != p;

    // What has no capability has no place in the tree.
    predicate cdt_null{L} =
      \forall integer s; 0 <= s < GRANULES && !is_live{L}(s) ==> parent_map[s] == 0;

    predicate cdt_parent{L} =
      \forall integer s; is_live{L}(s) && parent_map[s] != 0 ==>
        is_live{L}(parent_map[s]) && slot_window[parent_map[s]].first != 0
        && rank_map[s] < rank_map[parent_map[s]];

    predicate cdt_depth{L} =
      \forall integer s; is_live{L}(s) ==>
        slot_window[s].depth <= DERIVATION_DEPTH_MAX
        && (parent_map[s] != 0 ==> slot_window[s].depth == slot_window[parent_map[s]].depth + 1)
        && (parent_map[s] == 0 ==> slot_window[s].depth == 0);

    predicate cdt_first{L} =
      \forall integer s; is_live{L}(s) && slot_window[s].first != 0 ==>
        is_live{L}(slot_window[s].first)
        && parent_map[slot_window[s].first] == s
        && slot_window[slot_window[s].first].prev == s
        && slot_window[slot_window[s].first].up == 1;

    predicate cdt_next{L} =
      \forall integer s; is_live{L}(s) && slot_window[s].next != 0 ==>
        is_live{L}(slot_window[s].next)
        && slot_window[slot_window[s].next].prev == s
        && slot_window[slot_window[s].next].up == 0
        && parent_map[slot_window[s].next] == parent_map[s] && parent_map[s] != 0
        && rank_map[s] < rank_map[slot_window[s].next];

    predicate cdt_prev{L} =
      \forall integer s; is_live{L}(s) && slot_window[s].up == 0 && slot_window[s].prev != 0 ==>
        is_live{L}(slot_window[s].prev)
        && slot_window[slot_window[s].prev].next == s
        && parent_map[slot_window[s].prev] == parent_map[s];

    predicate cdt_head{L} =
      \forall integer s; is_live{L}(s) && parent_map[s] != 0
        && (slot_window[s].up != 0 || slot_window[s].prev == 0) ==>
        slot_window[s].up == 1 && slot_window[s].prev == parent_map[s]
        && slot_window[parent_map[s]].first == s;

    predicate cdt_root{L} =
      \forall integer s; is_live{L}(s) && parent_map[s] == 0 ==>
        slot_window[s].up == 0 && slot_window[s].prev == 0 && slot_window[s].next == 0;

    // The first child is the newest.
    predicate cdt_newest{L} =
      \forall integer s; is_live{L}(s) && parent_map[s] != 0
        && slot_window[parent_map[s]].first != s ==>
        rank_map[slot_window[parent_map[s]].first] < rank_map[s];

    // No sibling ranks between neighbours.
    predicate cdt_gap{L} =
      \forall integer s, t; is_live{L}(s) && is_live{L}(t) && parent_map[s] == parent_map[t]
        && parent_map[s] != 0 && rank_map[s] < rank_map[t] ==>
        slot_window[s].next != 0 && rank_map[slot_window[s].next] <= rank_map[t];

    predicate cdt_ranks{L} =
      \forall integer s, t; is_live{L}(s) && is_live{L}(t) && s != t ==>
        rank_map[s] != rank_map[t];

    predicate cdt_past{L} =
      \forall integer s; is_live{L}(s) ==> rank_map[s] > cdt_clock;

    predicate cdt{L} =
      cdt_null{L} && cdt_parent{L} && cdt_depth{L} && cdt_first{L} && cdt_next{L} && cdt_prev{L}
      && cdt_head{L} && cdt_root{L} && cdt_newest{L} && cdt_gap{L} && cdt_ranks{L} && cdt_past{L};

    // Slot s holds capability c.
    predicate holds{L}(integer s, struct capability c) =
      slot_window[s].type == c.type && slot_window[s].rights == c.rights
      && slot_window[s].object == c.object && slot_window[s].size == c.size
      && slot_window[s].word0 == c.word0 && slot_window[s].word1 == c.word1;

    // Slot s in L2 holds what slot t held in L1.
    predicate same_capability{L1, L2}(integer t, integer s) =
      \at(slot_window[s].type, L2) == \at(slot_window[t].type, L1)
      && \at(slot_window[s].rights, L2) == \at(slot_window[t].rights, L1)
      && \at(slot_window[s].object, L2) == \at(slot_window[t].object, L1)
      && \at(slot_window[s].size, L2) == \at(slot_window[t].size, L1)
      && \at(slot_window[s].word0, L2) == \at(slot_window[t].word0, L1)
      && \at(slot_window[s].word1, L2) == \at(slot_window[t].word1, L1);

    // What was named `from` is named `to`.
    logic integer renamed(integer i, integer from, integer to) = i == from ? to : i;

    // Names a and b changed places.
    logic integer exchanged(integer i, integer a, integer b) = i == a ? b : i == b ? a : i;

    // d is s or was derived from it, directly or not.
    inductive derived{L}(integer s, integer d) {
      case derived_self{L}: \forall integer s; derived{L}(s, s);
      case derived_step{L}: \forall integer s, m, d;
        derived{L}(s, m) && parent_map[d] == m && m != 0 ==> derived{L}(s, d);
    }
*/
#endif

// SPDX-License-Identifier: Apache-2.0
/* Loans: what a copy or mint of a capability is.  ACSL only; included by kernel/cnode.h. */
#ifndef WRIT_SPEC_CNODE_H
#define WRIT_SPEC_CNODE_H

#define GUARD_BITS_MAX 31u

/*@ // The symbols of spec/capability.mlw: spec/writ.driver says so to WP.  A capability is its type,
    // rights, object, size, word0, word1; first the one that has, then the one that is had of it.
    axiomatic Capability {
      predicate within(integer t1, integer r1, integer o1, integer n1, integer v1, integer w1,
                       integer t2, integer r2, integer o2, integer n2, integer v2, integer w2)
        reads \nothing;
      predicate lent(integer t1, integer r1, integer o1, integer n1, integer v1, integer w1,
                     integer t2, integer r2, integer o2, integer n2, integer v2, integer w2)
        reads \nothing;
    }

    // What slot t holds at L2 is a loan of what slot s held at L1: see docs/theorems.md.
    predicate slot_lent{L1, L2}(integer s, integer t) =
      lent(\at(slot_window[s].type, L1), \at(slot_window[s].rights, L1),
           \at(slot_window[s].object, L1), \at(slot_window[s].size, L1),
           \at(slot_window[s].word0, L1), \at(slot_window[s].word1, L1),
           \at(slot_window[t].type, L2), \at(slot_window[t].rights, L2),
           \at(slot_window[t].object, L2), \at(slot_window[t].size, L2),
           \at(slot_window[t].word0, L2), \at(slot_window[t].word1, L2));

    // What slot t holds at L2 lies within what slot s held at L1.
    predicate slot_within{L1, L2}(integer s, integer t) =
      within(\at(slot_window[s].type, L1), \at(slot_window[s].rights, L1),
             \at(slot_window[s].object, L1), \at(slot_window[s].size, L1),
             \at(slot_window[s].word0, L1), \at(slot_window[s].word1, L1),
             \at(slot_window[t].type, L2), \at(slot_window[t].rights, L2),
             \at(slot_window[t].object, L2), \at(slot_window[t].size, L2),
             \at(slot_window[t].word0, L2), \at(slot_window[t].word1, L2));

    // Untyped memory and page tables have one holder.
    predicate may_copy{L}(integer s) =
      slot_window[s].type != CAP_NULL && slot_window[s].type != CAP_UNTYPED
      && slot_window[s].type != CAP_PAGE_TABLE;

    // A badge is set once; a CNode's guard is set anew with each mint.
    predicate may_mint{L}(integer s, integer word1) =
      slot_window[s].type == CAP_CNODE ? word1 <= GUARD_BITS_MAX
      : (slot_window[s].type == CAP_ENDPOINT || slot_window[s].type == CAP_NOTIFICATION)
        && slot_window[s].word0 == 0 && slot_window[s].word1 == 0;

    // A badge is set once, before anything is derived; a guard at any time.
    predicate may_mutate{L}(integer s, integer word1) =
      may_mint{L}(s, word1)
      && (slot_window[s].type == CAP_CNODE || slot_window[s].first == 0);

    // What was in `from` at L1 is in `to` at L2, with what was derived from it; `from` is empty,
    // and all else is as it was.  The words of `to` are not spoken of.
    predicate slots_moved{L1, L2}(integer from, integer to) =
      zero_slot{L2}(from)
      && \at(slot_window[to].type, L2) == \at(slot_window[from].type, L1)
      && \at(slot_window[to].rights, L2) == \at(slot_window[from].rights, L1)
      && \at(slot_window[to].object, L2) == \at(slot_window[from].object, L1)
      && \at(slot_window[to].size, L2) == \at(slot_window[from].size, L1)
      && \at(parent_map[to], L2) == \at(parent_map[from], L1)
      && \at(rank_map[to], L2) == \at(rank_map[from], L1)
      && \at(slot_window[to].depth, L2) == \at(slot_window[from].depth, L1)
      && (\forall integer i; 0 <= i < GRANULES && i != from && i != to ==>
            same_capability{L1, L2}(i, i)
            && \at(parent_map[i], L2) == renamed(\at(parent_map[i], L1), from, to)
            && \at(rank_map[i], L2) == \at(rank_map[i], L1)
            && \at(slot_window[i].depth, L2) == \at(slot_window[i].depth, L1));

    // At L2, `to` names what `from` named at L1, with no more rights and never its ownership.
    predicate is_loan{L1, L2}(integer from, integer to, integer rights) =
      \at(slot_window[to].type, L2) == \at(slot_window[from].type, L1)
      && \at(slot_window[to].object, L2) == \at(slot_window[from].object, L1)
      && \at(slot_window[to].size, L2) == \at(slot_window[from].size, L1)
      && \at(slot_window[to].rights, L2) == (\at(slot_window[from].rights, L1) & rights & RIGHT_ALL);
*/
#endif

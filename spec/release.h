// SPDX-License-Identifier: Apache-2.0
/*
 * The invariant of those that wait for time, `releases_sound`, in named parts.  ACSL
 * only; included by kernel/release.h.
 *
 * A cell stands at one place, and at a place stands one cell: `heap` and `place` are
 * the inverse of each other, always.  So a cell that is no context's has a place behind
 * those that are, and there is one as long as there is room.
 *
 *     place  1 ........ waiting ........ kept ........ RELEASES - 1
 *            | contexts that | contexts that | nobody's cells
 *            | wait, a heap  | do not wait   |
 *
 * Places k = 2 p and 2 p + 1 stand beneath place p.
 */
#ifndef WRIT_SPEC_RELEASE_H
#define WRIT_SPEC_RELEASE_H

/*@ // Cells and places; 0 is none.
    predicate is_cell(integer x) = 0 < x < RELEASES;

    // Scheduling context c waits for time.
    predicate waits_time{L}(integer c) = sched_context_window[c].cell != 0
      && releases.place[sched_context_window[c].cell] <= releases.waiting;

    // What scheduling context c waits for, or waited for last.
    logic integer due_of{L}(integer c) = releases.due[sched_context_window[c].cell];

    // Place k stands beneath place p.
    predicate beneath(integer k, integer p) = 2 * p <= k <= 2 * p + 1;

    // What stands at place p is due no later than what stands at place k.
    predicate due_sorted{L}(integer p, integer k) =
      releases.due[releases.heap[p]] <= releases.due[releases.heap[k]];

    // How many places are above place p.
    logic integer release_level(integer p) = p < 2 ? 0 : p < 4 ? 1 : p < 8 ? 2 : p < 16 ? 3 : p < 32 ? 4
      : p < 64 ? 5 : p < 128 ? 6 : p < 256 ? 7 : p < 512 ? 8 : 9;
*/

/*@ predicate release_counts{L} = releases.waiting <= releases.kept < RELEASES;

    predicate release_places{L} =
      (\forall integer p; is_cell(p) ==> is_cell(releases.heap[p]) && releases.place[releases.heap[p]] == p)
      && \forall integer x; is_cell(x) ==> is_cell(releases.place[x]) && releases.heap[releases.place[x]] == x;

    // A cell that is kept is a context's, which names it.
    predicate release_contexts{L} = \forall integer x; is_cell(x) && releases.place[x] <= releases.kept ==>
      is_sched_context{L}(releases.context[x]) && sched_context_window[releases.context[x]].cell == x;

    // The cell that a context names is its own.
    predicate release_cells{L} = \forall integer c; is_sched_context{L}(c) && sched_context_window[c].cell != 0 ==>
      is_cell(sched_context_window[c].cell) && releases.context[sched_context_window[c].cell] == c
      && releases.place[sched_context_window[c].cell] <= releases.kept;

    predicate release_order{L} = \forall integer p, k; 1 <= p && k <= releases.waiting && beneath(k, p) ==>
      due_sorted{L}(p, k);

    predicate releases_sound{L} = release_counts{L} && release_places{L} && release_contexts{L}
      && release_cells{L} && release_order{L};
*/

/*@ // What is beneath place m is due no earlier than what is above it.
    predicate release_over{L}(integer m) = \forall integer p, k; 1 <= p && k <= releases.waiting
      && beneath(m, p) && beneath(k, m) ==> due_sorted{L}(p, k);

    // The order holds but for what stands at place m: it may have to go up,
    predicate release_order_up{L}(integer m) = release_over{L}(m)
      && \forall integer p, k; 1 <= p && k <= releases.waiting && beneath(k, p) && k != m ==> due_sorted{L}(p, k);

    // down,
    predicate release_order_down{L}(integer m) = release_over{L}(m)
      && \forall integer p, k; 1 <= p && k <= releases.waiting && beneath(k, p) && p != m ==> due_sorted{L}(p, k);

    // or either.
    predicate release_order_but{L}(integer m) = release_over{L}(m)
      && \forall integer p, k; 1 <= p && k <= releases.waiting && beneath(k, p) && p != m && k != m ==>
           due_sorted{L}(p, k);
*/

/*@ // What stands at places p and q changed places.
    predicate places_swapped{L1, L2}(integer p, integer q) =
      \at(releases.heap[p], L2) == \at(releases.heap[q], L1)
      && \at(releases.heap[q], L2) == \at(releases.heap[p], L1)
      && (\forall integer k; is_cell(k) && k != p && k != q ==>
            \at(releases.heap[k], L2) == \at(releases.heap[k], L1))
      && (\forall integer x; is_cell(x) && x != \at(releases.heap[p], L1) && x != \at(releases.heap[q], L1) ==>
            \at(releases.place[x], L2) == \at(releases.place[x], L1));

    // Only those that wait changed places.
    predicate heap_sorted{L1, L2} = \forall integer x; is_cell(x) ==>
      \at(releases.place[x], L2) == \at(releases.place[x], L1)
      || (\at(releases.place[x], L2) <= \at(releases.waiting, L2)
          && \at(releases.place[x], L1) <= \at(releases.waiting, L2));

    // What stood at places after `waiting` still does so, and what did not, does not, but for cell x.
    predicate waiting_stay_but{L1, L2}(integer x) = \forall integer y; is_cell(y) && y != x ==>
      (\at(releases.place[y], L2) <= \at(releases.waiting, L2)
       <==> \at(releases.place[y], L1) <= \at(releases.waiting, L1));

    // Scheduling context c has the cell that it had, and waits or not as it did, for what it did.
    predicate release_stays{L1, L2}(integer c) =
      \at(sched_context_window[c].cell, L2) == \at(sched_context_window[c].cell, L1)
      && (waits_time{L2}(c) <==> waits_time{L1}(c)) && due_of{L2}(c) == due_of{L1}(c);

    predicate releases_stay_but{L1, L2}(integer x) = \forall integer c; is_sched_context{L1}(c) && c != x ==>
      release_stays{L1, L2}(c);
*/

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * What a scheduling context may use, `budgets`, in named parts for each context.  ACSL
 * only; included by kernel/budget.h, which says what a refill is.
 *
 *     index    0   1   2   3   4   5   6   7
 *     amount   2   5   0   0   0   4   1   3        head 5, count 5
 *     rank     3   4               0   1   2        how many come before it
 */
#ifndef WRIT_SPEC_BUDGET_H
#define WRIT_SPEC_BUDGET_H

/*@ // Where the refill is that comes k after the one at index h.
    logic integer refill_index(integer h, integer k) = h + k < REFILLS ? h + k : h + k - REFILLS;

    // How many refills of context c come before the one at index i.
    logic integer refill_rank{L}(integer c, integer i) =
      i >= sched_context_window[c].head ? i - sched_context_window[c].head
                                        : i + REFILLS - sched_context_window[c].head;

    // There is a refill at index i: it is yet to come.
    predicate refill_comes{L}(integer c, integer i) =
      0 <= i < REFILLS && refill_rank{L}(c, i) < sched_context_window[c].count;

    // Where the one is that comes last.
    logic integer refill_last{L}(integer c) =
      refill_index(sched_context_window[c].head, sched_context_window[c].count - 1);

    // What all refills bring.
    logic integer refills_sum{L}(integer c) =
      sched_context_window[c].amount[0] + sched_context_window[c].amount[1]
      + sched_context_window[c].amount[2] + sched_context_window[c].amount[3]
      + sched_context_window[c].amount[4] + sched_context_window[c].amount[5]
      + sched_context_window[c].amount[6] + sched_context_window[c].amount[7];

    predicate budget_bounds{L}(integer c) =
      sched_context_window[c].budget <= PERIOD_MAX && sched_context_window[c].period <= PERIOD_MAX
      && (sched_context_window[c].period != 0 ==>
            0 < sched_context_window[c].budget <= sched_context_window[c].period)
      && -sched_context_window[c].budget <= sched_context_window[c].left <= sched_context_window[c].budget
      && sched_context_window[c].head < REFILLS && sched_context_window[c].count <= REFILLS;

    // Where no refill is, the amount is 0, and nowhere else.
    predicate budget_amounts{L}(integer c) = \forall integer i; 0 <= i < REFILLS ==>
      (refill_comes{L}(c, i) <==> sched_context_window[c].amount[i] > 0);

    // No refill comes before one of lower rank, or after the end of time.
    predicate budget_order{L}(integer c) =
      (\forall integer i, k; refill_comes{L}(c, i) && refill_comes{L}(c, k)
         && refill_rank{L}(c, i) <= refill_rank{L}(c, k) ==>
         sched_context_window[c].time[i] <= sched_context_window[c].time[k])
      && \forall integer i; refill_comes{L}(c, i) ==> sched_context_window[c].time[i] <= TIME_MAX + PERIOD_MAX;

    // What is not left is to come.
    predicate budget_conserved{L}(integer c) = sched_context_window[c].period != 0 ==>
      sched_context_window[c].left + refills_sum{L}(c) == sched_context_window[c].budget;

    // Without a period nothing is to come, and some of the time slice is always left.
    predicate budget_slice{L}(integer c) = sched_context_window[c].period == 0 ==>
      sched_context_window[c].count == 0
      && (sched_context_window[c].budget != 0 ==> sched_context_window[c].left > 0);

    predicate budget_ok{L}(integer c) =
      budget_bounds{L}(c) && budget_amounts{L}(c) && budget_order{L}(c) && budget_conserved{L}(c)
      && budget_slice{L}(c);

    predicate budgets{L} = \forall integer c; is_sched_context{L}(c) ==> budget_ok{L}(c);

    // The thread of context c may run.
    predicate budget_ready{L}(integer c) = sched_context_window[c].left > 0;

    // What ran is from the time until `now`, and so is what each refill is for: it comes at the latest one
    // period after that.  So it stays while the clock goes on.
    predicate budget_until{L}(integer c, integer now) =
      sched_context_window[c].consumed <= now
      && \forall integer i; refill_comes{L}(c, i) ==>
           sched_context_window[c].time[i] <= now + sched_context_window[c].period;

    // How much of `used` counts context c, with a period, pays for: its debt is its budget at most.
    logic integer budget_charge{L}(integer c, integer used) =
      used < sched_context_window[c].left + sched_context_window[c].budget ? used
        : sched_context_window[c].left + sched_context_window[c].budget;

    predicate refill_stays{L1, L2}(integer c, integer i) =
      \at(sched_context_window[c].time[i], L2) == \at(sched_context_window[c].time[i], L1)
      && \at(sched_context_window[c].amount[i], L2) == \at(sched_context_window[c].amount[i], L1);

    predicate refills_stay{L1, L2}(integer c) =
      \at(sched_context_window[c].count, L2) == \at(sched_context_window[c].count, L1)
      && \forall integer i; 0 <= i < REFILLS ==> refill_stays{L1, L2}(c, i);

    // A refill of `amount` at `time` came behind the others, which stay; of a full ring, the last one
    // grew by it, and comes then.
    predicate refill_added{L1, L2}(integer c, integer time, integer amount) =
      \at(sched_context_window[c].count, L2) ==
        (\at(sched_context_window[c].count, L1) < REFILLS ? \at(sched_context_window[c].count, L1) + 1 : REFILLS)
      && \at(sched_context_window[c].time[refill_last{L2}(c)], L2) == time
      && \at(sched_context_window[c].amount[refill_last{L2}(c)], L2) ==
           \at(sched_context_window[c].amount[refill_last{L2}(c)], L1) + amount
      && \forall integer i; 0 <= i < REFILLS && i != refill_last{L2}(c) ==> refill_stays{L1, L2}(c, i);

    // The refills that come until `now` are gone, the oldest; the others stay, in their order.
    predicate refills_taken{L1, L2}(integer c, integer now) =
      \at(sched_context_window[c].count, L2) <= \at(sched_context_window[c].count, L1)
      && \at(sched_context_window[c].head, L2) ==
           refill_index(\at(sched_context_window[c].head, L1),
             \at(sched_context_window[c].count, L1) - \at(sched_context_window[c].count, L2))
      && \forall integer i; 0 <= i < REFILLS ==>
           (refill_comes{L2}(c, i) ==> refill_comes{L1}(c, i) && refill_stays{L1, L2}(c, i))
           && (refill_comes{L1}(c, i) ==>
                 (refill_comes{L2}(c, i) <==> \at(sched_context_window[c].time[i], L1) > now));
*/

#endif

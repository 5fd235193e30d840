// SPDX-License-Identifier: Apache-2.0
/*
 * What a scheduling context may use: a sporadic server's accounting, one context at a
 * time.  Times are counts of the machine's clock.
 *
 * A context with a period has `left` counts to run.  What it uses goes from `left` into a
 * refill, an amount and the time when it comes back: one period after the stretch of
 * running began.  So `left` and all refills together are always the budget
 * (`budget_conserved`), and the refills come back in the order in which they were used.
 *
 * So it runs at most its budget in any window of one period, wherever that begins: the theorem
 * `budget_holds` of spec/budget.mlw.
 *
 * A context can be stopped late.  What it then used too much is a debt, `left` < 0, which
 * refills that come before its own pay first; in a window with a debt the context ran for
 * that much more than its budget at most.  A debt beyond the budget is not kept.
 *
 * The ring has REFILLS places.  When it is full, the last refill takes in the new one and
 * comes when that does: later, never earlier.
 *
 * Without a period the budget is a time slice.  When it is used up, one count stays until the timer's
 * interrupt begins the next slice (budget_renew): who is switched away from at that moment has not had its turn.
 */
#ifndef WRIT_KERNEL_BUDGET_H
#define WRIT_KERNEL_BUDGET_H

#include "object.h"
#include "../spec/budget.h"

/* A context that has to pay has a refill to come. */
/*@ ghost
    /@ requires invariant: budget_ok(c);
       requires period: sched_context_window[c].period != 0;
       requires used: !budget_ready(c);
       assigns \nothing;
       ensures owed: sched_context_window[c].count > 0; @/
    void lem_budget_owed(uint32_t c);
*/

/* Give context c a budget for each period, or time slices if `period` is 0; all of it is left.  Budget 0
   takes all time from it. */
/*@ requires context: is_sched_context(c);
    requires budget: budget <= PERIOD_MAX;
    requires period: period == 0 || (0 < budget && budget <= period <= PERIOD_MAX);
    assigns sched_context_window[c].left, sched_context_window[c].budget, sched_context_window[c].period,
            sched_context_window[c].head, sched_context_window[c].count,
            sched_context_window[c].amount[0 .. REFILLS - 1];
    ensures invariant: budget_ok(c);
    ensures given: sched_context_window[c].budget == budget && sched_context_window[c].period == period
        && sched_context_window[c].left == budget;
    ensures none: sched_context_window[c].count == 0; */
void budget_set(uint32_t c, uint64_t budget, uint64_t period);

/* Context c ran for `used` counts, from the time `began` on. */
/*@ requires context: is_sched_context(c);
    requires invariant: budget_ok(c);
    requires given: sched_context_window[c].budget != 0;
    requires times: used <= TIME_MAX && began <= TIME_MAX;
    requires since: budget_until(c, began);
    assigns sched_context_window[c].left, sched_context_window[c].consumed, sched_context_window[c].count,
            sched_context_window[c].time[0 .. REFILLS - 1], sched_context_window[c].amount[0 .. REFILLS - 1];
    ensures invariant: budget_ok(c);
    ensures until: \forall integer now; began + used <= now ==> budget_until(c, now);
    ensures consumed: sched_context_window[c].consumed == \old(sched_context_window[c].consumed) + used;
    ensures slice: sched_context_window[c].period == 0 ==> sched_context_window[c].left ==
        (used < \old(sched_context_window[c].left) ? \old(sched_context_window[c].left) - used : 1);
    ensures used: sched_context_window[c].period != 0 ==>
        sched_context_window[c].left == \old(sched_context_window[c].left) - budget_charge{Pre}(c, used);
    ensures refill: sched_context_window[c].period != 0 && budget_charge{Pre}(c, used) > 0 ==>
        refill_added{Pre, Post}(c, began + sched_context_window[c].period, budget_charge{Pre}(c, used));
    ensures none: sched_context_window[c].period == 0 || budget_charge{Pre}(c, used) == 0 ==>
        refills_stay{Pre, Post}(c); */
void budget_use(uint32_t c, uint64_t used, uint64_t began);

/* The next time slice of context c, which has no period, begins. */
/*@ requires context: is_sched_context(c);
    requires invariant: budget_ok(c);
    requires slice: sched_context_window[c].period == 0;
    assigns sched_context_window[c].left;
    ensures invariant: budget_ok(c);
    ensures whole: sched_context_window[c].left == sched_context_window[c].budget; */
void budget_renew(uint32_t c);

/* The refills of context c that come until `now` have come. */
/*@ requires context: is_sched_context(c);
    requires invariant: budget_ok(c);
    assigns sched_context_window[c].left, sched_context_window[c].head, sched_context_window[c].count,
            sched_context_window[c].amount[0 .. REFILLS - 1];
    ensures invariant: budget_ok(c);
    ensures taken: refills_taken{Pre, Post}(c, now);
    ensures left: sched_context_window[c].left + refills_sum{Post}(c) ==
        \old(sched_context_window[c].left) + refills_sum{Pre}(c);
    ensures more: sched_context_window[c].left >= \old(sched_context_window[c].left);
    ensures later: sched_context_window[c].count > 0 ==>
        sched_context_window[c].time[sched_context_window[c].head] > now;
    ensures until: \forall integer t; budget_until{Pre}(c, t) ==> budget_until(c, t); */
void budget_collect(uint32_t c, uint64_t now);

/* When does the next refill of context c come? */
/*@ requires context: is_sched_context(c);
    requires invariant: budget_ok(c);
    requires some: sched_context_window[c].count > 0;
    assigns \nothing;
    ensures first: \result == sched_context_window[c].time[sched_context_window[c].head];
    ensures soonest: \forall integer i; refill_comes(c, i) ==> \result <= sched_context_window[c].time[i];
    ensures bound: \result <= TIME_MAX + PERIOD_MAX; */
uint64_t budget_next(uint32_t c);

#endif

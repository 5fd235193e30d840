// SPDX-License-Identifier: Apache-2.0
/* Budgets: see budget.h. */
#include "budget.h"

/*@ ghost
    void lem_budget_owed(uint32_t c) {}
*/

/* Where the refill is that comes k after the one at index h. */
/*@ requires range: h < REFILLS && k <= REFILLS;
    assigns \nothing;
    ensures place: \result == refill_index(h, k) && \result < REFILLS; */
static inline uint32_t ring_index(uint32_t h, uint32_t k)
{
	return (h + k) % REFILLS;
}

void budget_set(uint32_t c, uint64_t budget, uint64_t period)
{
	uint32_t i;

	SCHED_CONTEXT(c).left = (int64_t)budget;
	SCHED_CONTEXT(c).budget = budget;
	SCHED_CONTEXT(c).period = period;
	SCHED_CONTEXT(c).head = 0;
	SCHED_CONTEXT(c).count = 0;
	/*@ loop invariant range: 0 <= i <= REFILLS;
	    loop invariant none: \forall integer k; 0 <= k < i ==> sched_context_window[c].amount[k] == 0;
	    loop assigns i, sched_context_window[c].amount[0 .. REFILLS - 1];
	    loop variant REFILLS - i; */
	for (i = 0; i < REFILLS; i++)
		SCHED_CONTEXT(c).amount[i] = 0;
}

/* A refill comes behind the others of context c: what was taken from `left`. */
/*@ requires context: is_sched_context(c);
    requires bounds: budget_bounds(c);
    requires amounts: budget_amounts(c);
    requires order: budget_order(c);
    requires amount: 0 < amount && refills_sum(c) + amount <= 2 * PERIOD_MAX;
    requires last: time <= TIME_MAX + PERIOD_MAX
        && \forall integer i; refill_comes(c, i) ==> sched_context_window[c].time[i] <= time;
    assigns sched_context_window[c].count, sched_context_window[c].time[0 .. REFILLS - 1],
            sched_context_window[c].amount[0 .. REFILLS - 1];
    ensures bounds: budget_bounds(c);
    ensures amounts: budget_amounts(c);
    ensures order: budget_order(c);
    ensures added: refill_added{Pre, Post}(c, time, amount);
    ensures sum: refills_sum(c) == refills_sum{Pre}(c) + amount;
    ensures last: \forall integer i; refill_comes(c, i) ==> sched_context_window[c].time[i] <= time; */
static void refill_add(uint32_t c, uint64_t time, uint64_t amount)
{
	uint32_t last;

	if (SCHED_CONTEXT(c).count < REFILLS)
		SCHED_CONTEXT(c).count++;
	last = ring_index(SCHED_CONTEXT(c).head, SCHED_CONTEXT(c).count - 1);
	//@ assert last: last == refill_last(c) && refill_rank(c, last) == sched_context_window[c].count - 1;
	/*@ assert others: \forall integer i; 0 <= i < REFILLS && i != last ==>
	      (refill_comes(c, i) <==> refill_comes{Pre}(c, i)) && refill_rank(c, i) == refill_rank{Pre}(c, i); */
	/*@ assert cases: last == 0 || last == 1 || last == 2 || last == 3 || last == 4 || last == 5 || last == 6
	      || last == 7; */
	SCHED_CONTEXT(c).amount[last] += amount;
	SCHED_CONTEXT(c).time[last] = time;
}

void budget_use(uint32_t c, uint64_t used, uint64_t began)
{
	int64_t left = SCHED_CONTEXT(c).left;
	uint64_t period = SCHED_CONTEXT(c).period, most;

	SCHED_CONTEXT(c).consumed += used;
	//@ assert kept: budget_ok(c);

	if (period == 0) {
		SCHED_CONTEXT(c).left = (int64_t)used < left ? left - (int64_t)used : 1;
		//@ assert slice: budget_ok(c);
		return;
	}
	most = (uint64_t)(left + (int64_t)SCHED_CONTEXT(c).budget);
	if (used > most)
		used = most;
	if (used == 0)
		return;
	refill_add(c, began + period, used);
	SCHED_CONTEXT(c).left = left - (int64_t)used;
	//@ assert bounds: budget_bounds(c);
	//@ assert amounts: budget_amounts(c);
	//@ assert order: budget_order(c);
	//@ assert conserved: budget_conserved(c);
	//@ assert period: budget_slice(c);
}

void budget_renew(uint32_t c)
{
	SCHED_CONTEXT(c).left = (int64_t)SCHED_CONTEXT(c).budget;
	//@ assert amounts: budget_amounts(c);
	//@ assert order: budget_order(c);
}

/* The first refill of context c has come. */
/*@ requires context: is_sched_context(c);
    requires invariant: budget_ok(c);
    requires some: sched_context_window[c].count > 0;
    assigns sched_context_window[c].left, sched_context_window[c].head, sched_context_window[c].count,
            sched_context_window[c].amount[0 .. REFILLS - 1];
    ensures invariant: budget_ok(c);
    ensures left: sched_context_window[c].left ==
        \old(sched_context_window[c].left) + \old(sched_context_window[c].amount[sched_context_window[c].head]);
    ensures sum: sched_context_window[c].left + refills_sum(c) ==
        \old(sched_context_window[c].left) + refills_sum{Pre}(c);
    ensures count: sched_context_window[c].count == \old(sched_context_window[c].count) - 1;
    ensures head: sched_context_window[c].head == refill_index(\old(sched_context_window[c].head), 1);
    ensures others: \forall integer i; 0 <= i < REFILLS && i != \old(sched_context_window[c].head) ==>
        (refill_comes(c, i) <==> refill_comes{Pre}(c, i)) && refill_stays{Pre, Post}(c, i);
    ensures gone: !refill_comes(c, \old(sched_context_window[c].head)); */
static void refill_take(uint32_t c)
{
	uint32_t first = SCHED_CONTEXT(c).head;

	//@ assert first: refill_comes(c, first);
	/*@ assert cases: first == 0 || first == 1 || first == 2 || first == 3 || first == 4 || first == 5
	      || first == 6 || first == 7; */
	SCHED_CONTEXT(c).left += (int64_t)SCHED_CONTEXT(c).amount[first];
	SCHED_CONTEXT(c).amount[first] = 0;
	SCHED_CONTEXT(c).head = ring_index(first, 1);
	SCHED_CONTEXT(c).count--;
	/*@ assert others: \forall integer i; 0 <= i < REFILLS && i != first ==>
	      (refill_comes(c, i) <==> refill_comes{Pre}(c, i)) && refill_rank(c, i) == refill_rank{Pre}(c, i) - 1; */
}

void budget_collect(uint32_t c, uint64_t now)
{
	/*@ loop invariant invariant: budget_ok(c);
	    loop invariant fewer: sched_context_window[c].count <= \at(sched_context_window[c].count, Pre);
	    loop invariant head: sched_context_window[c].head ==
	      refill_index(\at(sched_context_window[c].head, Pre),
	        \at(sched_context_window[c].count, Pre) - sched_context_window[c].count);
	    loop invariant stay: \forall integer i; 0 <= i < REFILLS && refill_comes(c, i) ==>
	      refill_comes{Pre}(c, i) && refill_stays{Pre, Here}(c, i);
	    loop invariant gone: \forall integer i; 0 <= i < REFILLS && refill_comes{Pre}(c, i) && !refill_comes(c, i) ==>
	      sched_context_window[c].time[i] <= now;
	    loop invariant left: sched_context_window[c].left + refills_sum(c) ==
	      \at(sched_context_window[c].left, Pre) + refills_sum{Pre}(c);
	    loop invariant more: sched_context_window[c].left >= \at(sched_context_window[c].left, Pre);
	    loop assigns sched_context_window[c].left, sched_context_window[c].head, sched_context_window[c].count,
	      sched_context_window[c].amount[0 .. REFILLS - 1];
	    loop variant sched_context_window[c].count; */
	while (SCHED_CONTEXT(c).count != 0 && SCHED_CONTEXT(c).time[SCHED_CONTEXT(c).head] <= now)
		refill_take(c);
}

uint64_t budget_next(uint32_t c)
{
	//@ assert first: refill_comes(c, sched_context_window[c].head);
	return SCHED_CONTEXT(c).time[SCHED_CONTEXT(c).head];
}

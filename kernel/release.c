// SPDX-License-Identifier: Apache-2.0
/* Scheduling contexts that wait for time: see release.h. */
#include "release.h"

struct releases releases;

/* What stands at places p and q changes places. */
/*@ requires places: release_places;
    requires range: is_cell(p) && is_cell(q);
    assigns releases.heap[p], releases.heap[q], releases.place[releases.heap[p]],
            releases.place[releases.heap[q]];
    ensures places: release_places;
    ensures swapped: places_swapped{Pre, Post}(p, q); */
static void release_swap(uint32_t p, uint32_t q)
{
	uint32_t at_p = releases.heap[p], at_q = releases.heap[q];

	releases.heap[p] = (uint16_t)at_q;
	releases.place[at_q] = (uint16_t)p;
	releases.heap[q] = (uint16_t)at_p;
	releases.place[at_p] = (uint16_t)q;
}

/* What stands at place p goes up to where it belongs. */
/*@ requires places: release_counts && release_places;
    requires range: 1 <= p <= releases.waiting;
    requires order: release_order_up(p);
    assigns releases.heap[0 .. RELEASES - 1], releases.place[0 .. RELEASES - 1];
    ensures places: release_places;
    ensures order: release_order;
    ensures sorted: heap_sorted{Pre, Post}; */
static void release_up(uint32_t p)
{
	/*@ loop invariant range: 1 <= p <= releases.waiting;
	    loop invariant places: release_places;
	    loop invariant order: release_order_up(p);
	    loop invariant sorted: heap_sorted{Pre, Here};
	    loop assigns p, releases.heap[0 .. RELEASES - 1], releases.place[0 .. RELEASES - 1];
	    loop variant release_level(p); */
	while (p > 1 && releases.due[releases.heap[p]] < releases.due[releases.heap[p / 2u]]) {
		//@ assert above: 1 <= p / 2 < p && beneath(p, p / 2);
		//@ assert under: \forall integer k; k <= releases.waiting && beneath(k, p) ==> due_sorted(p / 2, k);
		release_swap(p, p / 2u);
		//@ assert over: release_over(p / 2);
		p = p / 2u;
	}
}

/* Which of the places beneath place p comes first. */
/*@ requires places: release_counts && release_places;
    requires range: 1 <= p && 2 * p <= releases.waiting;
    assigns \nothing;
    ensures beneath: beneath(\result, p) && \result <= releases.waiting;
    ensures first: \forall integer k; beneath(k, p) && k <= releases.waiting ==> due_sorted(\result, k); */
static uint32_t release_beneath(uint32_t p)
{
	uint32_t k = p * 2u;

	if (k < releases.waiting && releases.due[releases.heap[k + 1u]] < releases.due[releases.heap[k]])
		k = k + 1u;
	return k;
}

/* What stands at place p goes down to where it belongs. */
/*@ requires places: release_counts && release_places;
    requires range: 1 <= p <= releases.waiting;
    requires order: release_order_down(p);
    assigns releases.heap[0 .. RELEASES - 1], releases.place[0 .. RELEASES - 1];
    ensures places: release_places;
    ensures order: release_order;
    ensures sorted: heap_sorted{Pre, Post}; */
static void release_down(uint32_t p)
{
	uint32_t k;

	/*@ loop invariant range: 1 <= p <= releases.waiting;
	    loop invariant places: release_places;
	    loop invariant order: release_order_down(p);
	    loop invariant sorted: heap_sorted{Pre, Here};
	    loop assigns p, k, releases.heap[0 .. RELEASES - 1], releases.place[0 .. RELEASES - 1];
	    loop variant 9 - release_level(p); */
	while (p * 2u <= releases.waiting) {
		k = release_beneath(p);
		if (releases.due[releases.heap[p]] <= releases.due[releases.heap[k]])
			return;
		release_swap(p, k);
		p = k;
	}
}

/* What stands at place p goes up or down to where it belongs. */
/*@ requires places: release_counts && release_places;
    requires range: 1 <= p <= releases.waiting;
    requires order: release_order_but(p);
    assigns releases.heap[0 .. RELEASES - 1], releases.place[0 .. RELEASES - 1];
    ensures places: release_places;
    ensures order: release_order;
    ensures sorted: heap_sorted{Pre, Post}; */
static void release_settle(uint32_t p)
{
	//@ assert above: p > 1 ==> 1 <= p / 2 < p && beneath(p, p / 2);
	//@ assert only: \forall integer a; 1 <= a && beneath(p, a) ==> a == p / 2;
	if (p > 1 && releases.due[releases.heap[p]] < releases.due[releases.heap[p / 2u]]) {
		//@ assert under: \forall integer k; k <= releases.waiting && beneath(k, p) ==> due_sorted(p / 2, k);
		release_up(p);
	} else {
		release_down(p);
	}
}

void release_start(void)
{
	uint32_t x;

	releases.waiting = 0;
	releases.kept = 0;
	/*@ loop invariant range: 1 <= x <= RELEASES;
	    loop invariant same: \forall integer i; 0 < i < x ==> releases.heap[i] == i && releases.place[i] == i;
	    loop assigns x, releases.heap[0 .. RELEASES - 1], releases.place[0 .. RELEASES - 1];
	    loop variant RELEASES - x; */
	for (x = 1; x < RELEASES; x++) {
		releases.heap[x] = (uint16_t)x;
		releases.place[x] = (uint16_t)x;
	}
}

uint32_t release_keep(uint32_t c)
{
	uint32_t cell;

	if (releases.kept == RELEASES - 1u)
		return 0;

	//@ assert others: \forall integer x; is_cell(x) && releases.place[x] <= releases.kept ==> releases.context[x] != c;
	releases.kept = releases.kept + 1u;
	cell = releases.heap[releases.kept];
	//@ assert free: is_cell(cell) && releases.place[cell] == releases.kept;
	//@ assert last: \forall integer x; is_cell(x) && releases.place[x] == releases.kept ==> x == cell;
	releases.context[cell] = c;
	SCHED_CONTEXT(c).cell = cell;
	//@ assert contexts: release_contexts;
	//@ assert cells: release_cells;
	return 1;
}

/* A cell that does not wait is nobody's from now on. */
/*@ requires places: release_counts && release_places;
    requires cell: is_cell(cell) && releases.waiting < releases.place[cell] <= releases.kept;
    assigns releases.kept, releases.heap[0 .. RELEASES - 1], releases.place[0 .. RELEASES - 1];
    ensures places: release_counts && release_places;
    ensures freed: releases.kept == \old(releases.kept) - 1 && releases.place[cell] == \old(releases.kept);
    ensures kept: \forall integer x; is_cell(x) && x != cell ==>
      (releases.place[x] <= releases.kept <==> \old(releases.place[x]) <= \old(releases.kept));
    ensures waiting: \forall integer p; 1 <= p <= releases.waiting ==> releases.heap[p] == \old(releases.heap[p]);
    ensures same: waiting_stay_but{Pre, Post}(cell); */
static void release_free(uint32_t cell)
{
	release_swap(releases.place[cell], releases.kept);
	releases.kept = releases.kept - 1u;
}

void release_drop(uint32_t c)
{
	uint32_t cell = SCHED_CONTEXT(c).cell;

	if (cell == 0)
		return;

	//@ assert apart: \forall integer k; is_sched_context(k) && k != c ==> sched_context_window[k].cell != cell;
	if (releases.place[cell] <= releases.waiting)
		release_end(c);
	//@ assert kept: is_cell(cell) && releases.waiting < releases.place[cell] <= releases.kept;
	//@ assert others: releases_stay_but{Pre, Here}(c);
	release_free(cell);
	SCHED_CONTEXT(c).cell = 0;
	//@ assert cells: release_cells;
	//@ assert others: releases_stay_but{Pre, Here}(c);
}

void release_wait(uint32_t c, uint64_t due)
{
	uint32_t cell = SCHED_CONTEXT(c).cell;

	//@ assert kept: is_cell(cell) && releases.waiting < releases.place[cell] <= releases.kept;
	releases.due[cell] = due;
	release_swap(releases.place[cell], releases.waiting + 1u);
	releases.waiting = releases.waiting + 1u;
	//@ assert apart: \forall integer k; is_sched_context(k) && k != c ==> sched_context_window[k].cell != cell;
	//@ assert waiting: waiting_stay_but{Pre, Here}(cell);
	//@ assert order: release_order_up(releases.waiting);
	release_up(releases.waiting);
	//@ assert contexts: release_contexts;
	//@ assert cells: release_cells;
	//@ assert others: releases_stay_but{Pre, Here}(c);
}

void release_end(uint32_t c)
{
	uint32_t cell = SCHED_CONTEXT(c).cell, p = releases.place[cell];

	//@ assert waits: is_cell(cell) && 1 <= p <= releases.waiting;
	release_swap(p, releases.waiting);
	releases.waiting = releases.waiting - 1u;
	//@ assert waiting: waiting_stay_but{Pre, Here}(cell);
	//@ assert order: release_order_but(p);
	if (p <= releases.waiting)
		release_settle(p);
	//@ assert last: releases.place[cell] > releases.waiting;
	//@ assert contexts: release_contexts;
	//@ assert cells: release_cells;
	//@ assert others: releases_stay_but{Pre, Here}(c);
}

// Nothing that waits is due before what stands at place 1.
/*@ ghost
    /@ requires counts: release_counts;
       requires order: release_order;
       assigns \nothing;
       ensures first: \forall integer p; 1 <= p <= releases.waiting ==> due_sorted(1, p); @/
    static void release_root_first(void)
    {
	uint32_t i = 1;

	/@ loop invariant range: 1 <= i <= releases.waiting + 1;
	   loop invariant first: \forall integer p; 1 <= p < i ==> due_sorted(1, p);
	   loop assigns i;
	   loop variant releases.waiting + 1 - i; @/
	while (i <= releases.waiting) {
		//@ assert above: i > 1 ==> 1 <= i / 2 < i && beneath(i, i / 2);
		//@ assert parent: i > 1 ==> due_sorted(1, i / 2) && due_sorted(i / 2, i);
		//@ assert next: due_sorted(1, i);
		i = i + 1;
	}
    }
*/

uint32_t release_first(void)
{
	if (releases.waiting == 0)
		return 0;

	//@ ghost release_root_first();
	//@ assert root: is_cell(releases.heap[1]) && releases.place[releases.heap[1]] == 1;
	/*@ assert places: \forall integer x; is_cell(x) && releases.place[x] <= releases.waiting ==>
	      due_sorted(1, releases.place[x]); */
	/*@ assert first: \forall integer x; is_cell(x) && releases.place[x] <= releases.waiting ==>
	      releases.due[releases.heap[1]] <= releases.due[x]; */
	return releases.context[releases.heap[1]];
}

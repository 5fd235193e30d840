// SPDX-License-Identifier: Apache-2.0
/* Whose time passes: see account.h. */
#include "account.h"
#include "../spec/time_survive.h"

struct account account;

/* Nothing to come. */
#define TIME_NEVER UINT64_MAX

/* When the timer is to interrupt. */
/*@ requires invariant: timed;
    assigns \nothing;
    ensures time: account.charged != 0 ==>
        \result <= account.started + sched_context_window[account.charged].left;
    ensures refills: \forall integer c; is_sched_context(c) && waits_time(c) ==> \result <= due_of(c);
    ensures reached: \result == TIME_NEVER
        || (account.charged != 0 && \result == account.started + sched_context_window[account.charged].left)
        || \exists integer c; is_sched_context(c) && waits_time(c) && \result == due_of(c); */
static uint64_t account_alarm(void)
{
	uint64_t alarm = TIME_NEVER, due;
	uint32_t first = release_first();

	if (account.charged != 0)
		alarm = account.started + (uint64_t)SCHED_CONTEXT(account.charged).left;
	if (first != 0) {
		due = release_due(first);
		if (due < alarm)
			alarm = due;
	}
	return alarm;
}

/* The thread of context c, which has no time left, does not run. */
/*@ requires queues: queues && threads_wait_but(0) && replies_but(0) && endpoints && bindings
        && threads_buffers && threads_slots && kernel_threads && time_loans;
    requires contexts: contexts_but(c);
    requires context: is_sched_context(c) && sched_context_window[c].left <= 0;
    assigns thread_window[sched_context_window[c].thread].has_time, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(sched_context_window[c].thread);
    ensures fewer: \forall integer x; waits_in(x, kernel.run_queue) ==> waits_in{Pre}(x, kernel.run_queue); */
static void account_starve(uint32_t c)
{
	uint32_t t = SCHED_CONTEXT(c).thread;

	if (t == 0)
		return;
	//@ assert run_queue: !is_endpoint(kernel.run_queue);
	THREAD(t).has_time = 0;
	//@ assert others: threads_wait_but(t);
	//@ assert replies: replies_but(t);
	//@ assert contexts: contexts && time_loans && bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	//@ assert bound: bound;
	/*@ assert list: thread_window[t].state == THREAD_RUNNABLE && waiter_window[t].list != 0 ==>
	      waiter_window[t].list / QUEUE_LISTS == kernel.run_queue; */
	if (THREAD(t).state == THREAD_RUNNABLE)
		sched_stop(t);
	//@ assert self: thread_waits(t);
	//@ assert invariant: threads_wait_but(0) && replies_but(0);
}

/* The thread of context c, which has time again, may run. */
/*@ requires queues: queues && threads_wait_but(0) && replies_but(0) && endpoints && bindings
        && threads_buffers && threads_slots && kernel_threads && time_loans;
    requires contexts: contexts_but(c);
    requires context: is_sched_context(c) && sched_context_window[c].left > 0;
    assigns thread_window[sched_context_window[c].thread].has_time, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(sched_context_window[c].thread); */
static void account_feed(uint32_t c)
{
	uint32_t t = SCHED_CONTEXT(c).thread;

	if (t == 0 || THREAD(t).has_time != 0) {
		//@ assert times: \forall integer x; is_thread(x) ==> has_time(x);
		//@ assert bound_already: bound;
		return;
	}
	THREAD(t).has_time = 1;
	if (THREAD(t).state == THREAD_RUNNABLE && t != kernel.current)
		queue_insert(kernel.run_queue, t);
	//@ assert others: threads_wait_but(t);
	//@ assert self: thread_waits(t);
	//@ assert stay: \forall integer x, q; waits_in{Pre}(x, q) ==> waits_in(x, q);
	//@ assert replies: replies_but(0);
	//@ assert endpoints: endpoints;
	//@ assert contexts: contexts && time_loans && bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	//@ assert bound: bound;
}

/* Up to `now` the time was the charged context's: it is charged, when what has come back until then has made
   room.  If nothing is left of it, it waits for its refill, and no time is anybody's. */
/*@ requires invariant: ipc && timed;
    requires charged: account.charged != 0;
    requires now: now == machine_time;
    assigns sched_context_window[account.charged], releases, account.charged, account.started,
            thread_window[sched_context_window[account.charged].thread].has_time, QUEUE_LINKS;
    ensures invariant: ipc && timed;
    ensures now: account.started == now;
    ensures charged: account.charged == 0 || account.charged == \old(account.charged);
    ensures thread: sched_context_window[\old(account.charged)].thread
        == \old(sched_context_window[account.charged].thread);
    ensures cell: sched_context_window[\old(account.charged)].cell
        == \old(sched_context_window[account.charged].cell);
    ensures spent: sched_context_window[\old(account.charged)].consumed
        == \old(sched_context_window[account.charged].consumed + (now - account.started));
    ensures others: waiters_stay_but{Pre, Post}(sched_context_window[\old(account.charged)].thread);
    ensures fewer: \forall integer x; waits_in(x, kernel.run_queue) ==> waits_in{Pre}(x, kernel.run_queue); */
__attribute__((noinline)) static void account_spend(uint64_t now)
{
	uint32_t c = account.charged;

	budget_collect(c, now);
	budget_use(c, now - account.started, account.started);
	if (SCHED_CONTEXT(c).left <= 0)
		budget_collect(c, now);
	//@ assert others: other_contexts_stay{Pre, Here}(c);
	//@ assert alike: others_alike{Pre, Here}(c);
	//@ assert budgets: budgets;
	//@ assert releases: releases_sound;
	//@ assert until: refills_until(now);
	/*@ assert waits: \forall integer x; is_sched_context(x) && x != c ==> waits_right(x); */
	//@ assert links: contexts_links;
	account.started = now;
	if (SCHED_CONTEXT(c).left <= 0) {
		//@ ghost lem_budget_owed(c);
		release_wait(c, budget_next(c));
		account.charged = 0;
		//@ assert waits_all: waits_right_all;
		//@ assert budgets_still: budgets;
		//@ assert until_still: refills_until(now);
		//@ assert timed: timed;
		//@ assert contexts_but: contexts_but(c);
		account_starve(c);
		//@ assert timed_still: timed;
	} else {
		//@ assert times: \forall integer x; is_thread(x) ==> has_time(x);
		//@ assert contexts: contexts;
		//@ assert bound: bound;
		//@ assert waits_right: waits_right_all;
	}
}

/* The refill that context c, which waits, waits for is due. */
/*@ requires invariant: ipc && timed;
    requires context: is_sched_context(c) && waits_time(c);
    requires now: account.started <= now == machine_time;
    assigns sched_context_window[c], releases,
            thread_window[sched_context_window[c].thread].has_time, QUEUE_LINKS;
    ensures invariant: ipc && timed;
    ensures others: waiters_stay_but{Pre, Post}(sched_context_window[c].thread);
    ensures consumed: \forall integer x; sched_context_window[x].consumed == \old(sched_context_window[x].consumed);
    ensures collected: waits_time(c) ==> due_of(c) > now; */
static void account_refill(uint32_t c, uint64_t now)
{
	release_end(c);
	//@ assert waits: \forall integer x; is_sched_context(x) && x != c ==> waits_right(x);
	//@ ghost Ended: ;
	budget_collect(c, now);
	//@ assert cells: cells_kept{Ended, Here};
	//@ assert releases: releases_sound;
	//@ assert others: other_contexts_stay{Pre, Here}(c);
	//@ assert alike: others_alike{Pre, Here}(c);
	//@ assert budgets: budgets;
	//@ assert until: refills_until(account.started);
	if (SCHED_CONTEXT(c).left <= 0) {
		//@ ghost lem_budget_owed(c);
		release_wait(c, budget_next(c));
		//@ assert waits_own: waits_right(c);
		//@ assert waits_others: \forall integer x; is_sched_context(x) && x != c ==> waits_right(x);
		//@ assert times: \forall integer x; is_thread(x) ==> has_time(x);
		//@ assert contexts: contexts;
		//@ assert bound: bound;
		//@ assert budgets_still: budgets;
		//@ assert until_still: refills_until(account.started);
	} else {
		//@ assert waits_all: waits_right_all;
		//@ assert contexts_but: contexts_but(c);
		account_feed(c);
	}
	//@ assert waits_right: waits_right_all;
}

/* The next time slice of context c begins, if it has no period. */
/*@ requires invariant: ipc && timed;
    requires context: is_sched_context(c) && sched_context_window[c].left > 0;
    assigns sched_context_window[c].left;
    ensures invariant: ipc && timed;
    ensures renewed: sched_context_window[c].left == (sched_context_window[c].period == 0
        ? sched_context_window[c].budget : \old(sched_context_window[c].left)); */
static void account_renew(uint32_t c)
{
	if (SCHED_CONTEXT(c).period != 0)
		return;
	budget_renew(c);
	//@ assert cells: cells_kept{Pre, Here};
	//@ assert releases: releases_sound;
	//@ assert alike: others_alike{Pre, Here}(c);
	//@ assert budgets: budgets;
	//@ assert until: refills_until(account.started);
	//@ assert waits: waits_right_all;
	//@ assert links: contexts_links;
	//@ assert times: \forall integer x; is_thread(x) ==> has_time(x);
	//@ assert contexts: contexts;
	//@ assert bound: bound;
}

/* The common case of account_spend: the charged context has no period, and its slice goes on.  0: it is
   another one, and nothing was done. */
/*@ requires invariant: ipc && timed;
    requires charged: account.charged != 0;
    requires now: now == machine_time;
    assigns sched_context_window[account.charged].left, sched_context_window[account.charged].consumed,
            account.started;
    ensures invariant: ipc && timed;
    ensures now: \result != 0 ==> account.started == now;
    ensures spent: \result != 0 ==> sched_context_window[account.charged].consumed
        == \old(sched_context_window[account.charged].consumed + (now - account.started));
    ensures left: \result != 0 ==> sched_context_window[account.charged].left
        == \old(sched_context_window[account.charged].left - (now - account.started));
    ensures none: \result == 0 ==> account.started == \old(account.started)
        && sched_context_window[account.charged].left == \old(sched_context_window[account.charged].left)
        && sched_context_window[account.charged].consumed == \old(sched_context_window[account.charged].consumed); */
static inline uint32_t account_slice(uint64_t now)
{
	uint32_t c = account.charged;
	uint64_t used = now - account.started;

	//@ assert until: budget_until(c, account.started);
	if (SCHED_CONTEXT(c).cell != 0 || used >= (uint64_t)SCHED_CONTEXT(c).left)
		return 0;
	//@ assert slice: sched_context_window[c].period == 0;
	SCHED_CONTEXT(c).left -= (int64_t)used;
	SCHED_CONTEXT(c).consumed += used;
	//@ assert cells: cells_kept{Pre, Here};
	//@ assert releases: releases_sound;
	//@ assert alike: others_alike{Pre, Here}(c);
	//@ assert bounds: budget_bounds(c) && budget_conserved(c) && budget_slice(c);
	//@ assert amounts: budget_amounts(c);
	//@ assert order: budget_order(c);
	//@ assert budgets: budgets;
	//@ assert own_until: budget_until(c, now);
	//@ assert until_now: refills_until(now);
	//@ assert waits: waits_right_all;
	account.started = now;
	//@ assert timed: timed;
	//@ assert links: contexts_links;
	//@ assert times: \forall integer x; is_thread(x) ==> has_time(x);
	//@ assert contexts: contexts;
	//@ assert bound: bound;
	return 1;
}

void account_turn(uint32_t c)
{
	uint64_t now = machine_clock();

	if (account.charged != 0 && account_slice(now) == 0)
		account_spend(now);
	//@ assert until: refills_until(now);
	//@ assert has: c != 0 ==> has_time(kernel.current) && is_sched_context(c);
	account.charged = c;
	account.started = now;
	//@ assert charged: charged_right;
	machine_timer_set(account_alarm());
}

/* Is what the charged context had at an end? */
/*@ requires invariant: timed;
    requires now: now == machine_time;
    assigns \nothing;
    ensures ended: \result != 0 <==> account.charged != 0
        && now - account.started >= sched_context_window[account.charged].left; */
static uint32_t account_ended(uint64_t now)
{
	return account.charged != 0 && now - account.started >= (uint64_t)SCHED_CONTEXT(account.charged).left;
}

void account_tick(void)
{
	uint64_t now = machine_clock();
	uint32_t ended = account_ended(now), first;

	if (ended != 0) {
		account_spend(now);
		if (account.charged != 0)
			account_renew(account.charged);
	}
	first = release_first();
	if (first != 0 && release_due(first) <= now)
		account_refill(first, now);
	machine_timer_set(account_alarm());
	if (ended != 0)
		sched_yield();
}

uint64_t account_counts(uint32_t microseconds)
{
	return (uint64_t)microseconds * account.scale / SCALE_MICROSECONDS;
}

/* Context c has a cell from now on; 0: none is left. */
/*@ requires invariant: ipc && timed;
    requires context: is_sched_context(c);
    assigns releases, sched_context_window[c].cell;
    ensures invariant: ipc && timed;
    ensures room: \result == 0 <==> \old(sched_context_window[c].cell) == 0 && \old(releases.kept) == RELEASES - 1;
    ensures kept: \result != 0 ==> sched_context_window[c].cell != 0;
    ensures refused: \result == 0 ==> sched_context_window[c].cell == 0; */
static uint32_t account_keep(uint32_t c)
{
	if (SCHED_CONTEXT(c).cell != 0)
		return 1;
	if (release_keep(c) == 0)
		return 0;
	//@ assert kept: budget_alike{Pre, Here}(c);
	//@ assert own: budget_ok(c) && budget_until(c, account.started);
	//@ assert alike: others_alike{Pre, Here}(c);
	//@ assert budgets: budgets;
	//@ assert until: refills_until(account.started);
	//@ assert waits_own: waits_right(c);
	//@ assert waits: \forall integer x; is_sched_context(x) && x != c ==> waits_right(x);
	//@ assert timed: timed;
	//@ assert links: contexts_links;
	//@ assert times: \forall integer x; is_thread(x) ==> has_time(x);
	//@ assert contexts: contexts;
	//@ assert bound: bound;
	return 1;
}

/* The time that passes is not context c's: what passed, if it was, is charged to it. */
/*@ requires invariant: ipc && timed;
    requires context: is_sched_context(c);
    assigns sched_context_window[c], releases, account.charged, account.started, machine_time,
            thread_window[sched_context_window[c].thread].has_time, QUEUE_LINKS;
    ensures invariant: ipc && timed;
    ensures stopped: account.charged != c;
    ensures used: sched_context_window[c].consumed == \old(sched_context_window[c].consumed)
        + (\old(account.charged) == c ? machine_time - \old(account.started) : 0);
    ensures cell: sched_context_window[c].cell == \old(sched_context_window[c].cell);
    ensures thread: sched_context_window[c].thread == \old(sched_context_window[c].thread); */
static void account_stop(uint32_t c)
{
	if (account.charged != c)
		return;
	account_spend(machine_clock());
	account.charged = 0;
}

uint32_t account_give(uint32_t c, uint64_t budget, uint64_t period)
{
	if (period != 0 && account_keep(c) == 0)
		return 0;
	account_stop(c);
	//@ assert stopped: refills_until(account.started);
	if (period == 0)
		release_drop(c);
	else if (release_waits(c) != 0)
		release_end(c);
	//@ assert waits: \forall integer x; is_sched_context(x) && x != c ==> waits_right(x);
	//@ assert before: refills_until(account.started);
	//@ ghost Ended: ;
	budget_set(c, budget, period);
	//@ assert cells: cells_kept{Ended, Here};
	//@ assert apart: others_alike{Ended, Here}(c);
	//@ assert others: \forall integer x; is_sched_context(x) && x != c ==> context_alike{Pre, Here}(x);
	//@ assert alike: others_alike{Pre, Here}(c);
	//@ assert releases: releases_sound;
	//@ assert budgets: budgets;
	//@ assert own_until: budget_until(c, account.started);
	//@ assert until: refills_until(account.started);
	//@ assert waits_right: waits_right_all;
	//@ assert timed: timed;
	//@ assert contexts_but: contexts_but(c);
	account_feed(c);
	return 1;
}

void account_end(uint32_t c)
{
	if (account.charged == c)
		account.charged = 0;
	release_drop(c);
	//@ assert waits: \forall integer x; is_sched_context(x) && x != c ==> waits_right(x);
	//@ ghost Ended: ;
	budget_set(c, 0, 0);
	//@ assert cells: cells_kept{Ended, Here};
	//@ assert others: \forall integer x; is_sched_context(x) && x != c ==> context_alike{Pre, Here}(x);
	//@ assert alike: others_alike{Pre, Here}(c);
	//@ assert releases: releases_sound;
	//@ assert budgets: budgets;
	//@ assert own_until: budget_until(c, account.started);
	//@ assert until: refills_until(account.started);
	//@ assert waits_right: waits_right_all;
	//@ assert timed: timed;
	//@ assert contexts: contexts;
	//@ assert bound: bound;
}

uint64_t account_used(uint32_t c)
{
	uint64_t used = SCHED_CONTEXT(c).consumed;

	//@ assert until: used <= account.started;
	if (account.charged != c)
		return used;
	return used + (machine_clock() - account.started);
}

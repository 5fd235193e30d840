// SPDX-License-Identifier: Apache-2.0
/* The invariant of scheduling contexts, what they may use and whose time passes: see invariant.h. */
#include "invariant.h"
#include "inventory.h"

static int is_context_number(uint32_t c)
{
	return c > 0 && c < FAKE_GRANULES / SCHED_CONTEXT_GRANULES
	    && granule_type[c * SCHED_CONTEXT_GRANULES] == CAP_SCHED_CONTEXT;
}

/* Part "context": threads and scheduling contexts name each other, and a thread with time left says so. */

static int part_context(void)
{
	uint32_t i, c, t;

	for (i = 0; i < inventory.contexts.count; i++) {
		c = inventory.contexts.at[i];
		t = sched_context_window[c].thread;
		HOLD(t == 0 || (thread_is(t) && thread_window[t].context == c), c);
	}
	for (i = 0; i < inventory.threads.count; i++) {
		t = inventory.threads.at[i];
		c = thread_window[t].context;
		HOLD(c == 0 || (is_context_number(c) && sched_context_window[c].thread == t), t);
		HOLD(thread_window[t].has_time == (c != 0 && sched_context_window[c].left > 0), t);
	}
	return 1;
}

/* Part "budget": what each context may use. */

static int budget_bounds(uint32_t c)
{
	const struct sched_context *s = &sched_context_window[c];

	HOLD(s->budget <= PERIOD_MAX && s->period <= PERIOD_MAX, c);
	HOLD(s->period == 0 || (s->budget > 0 && s->budget <= s->period), c);
	HOLD(-(int64_t)s->budget <= s->left && s->left <= (int64_t)s->budget, c);
	HOLD(s->head < REFILLS && s->count <= REFILLS, c);
	return 1;
}

/* The refills, in the order in which they come: none after another one's time, or too late. */
static int budget_refills(uint32_t c)
{
	const struct sched_context *s = &sched_context_window[c];
	uint64_t sum = 0, last = 0;
	uint32_t rank, i;

	for (rank = 0; rank < REFILLS; rank++) {
		i = (s->head + rank) % REFILLS;
		HOLD((s->amount[i] > 0) == (rank < s->count), c);
		if (rank >= s->count)
			continue;
		HOLD(s->amount[i] <= 2 * PERIOD_MAX, c);
		sum += s->amount[i];
		HOLD(s->time[i] >= last && s->time[i] <= account.started + s->period, c);
		last = s->time[i];
	}
	HOLD(s->period == 0 || s->left + (int64_t)sum == (int64_t)s->budget, c);
	HOLD(s->period != 0 || s->count == 0, c);
	HOLD(s->period != 0 || s->budget == 0 || s->left > 0, c);
	return 1;
}

static int part_budget(void)
{
	uint32_t i;

	for (i = 0; i < inventory.contexts.count; i++)
		if (!budget_bounds(inventory.contexts.at[i]) || !budget_refills(inventory.contexts.at[i]))
			return 0;
	return 1;
}

/* Part "release": the heap of those that wait, and the cells that are kept. */

static int is_cell(uint32_t x)
{
	return x > 0 && x < RELEASES;
}

static int waits(uint32_t c)
{
	uint32_t cell = sched_context_window[c].cell;

	return cell != 0 && releases.place[cell] <= releases.waiting;
}

static int release_places(void)
{
	uint32_t p;

	for (p = 1; p < RELEASES; p++)
		HOLD(is_cell(releases.heap[p]) && releases.place[releases.heap[p]] == p, p);
	return 1;
}

static int part_release(void)
{
	uint32_t p, x, i, c;

	HOLD(releases.waiting <= releases.kept && releases.kept < RELEASES, releases.kept);
	if (!release_places())
		return 0;
	for (p = 1; p <= releases.kept; p++) {
		x = releases.heap[p];
		HOLD(is_context_number(releases.context[x]), x);
		HOLD(sched_context_window[releases.context[x]].cell == x, x);
	}
	for (i = 0; i < inventory.contexts.count; i++) {
		c = inventory.contexts.at[i];
		x = sched_context_window[c].cell;
		HOLD(x == 0 || (is_cell(x) && releases.context[x] == c && releases.place[x] <= releases.kept), c);
	}
	for (p = 2; p <= releases.waiting; p++)
		HOLD(releases.due[releases.heap[p / 2]] <= releases.due[releases.heap[p]], p);
	return 1;
}

/* Part "wait": who was given time and has none left waits for its first refill, and nobody else does. */

static int part_wait(void)
{
	const struct sched_context *s;
	uint32_t i, c;

	for (i = 0; i < inventory.contexts.count; i++) {
		c = inventory.contexts.at[i];
		s = &sched_context_window[c];
		HOLD(waits(c) == (s->budget != 0 && s->left <= 0), c);
		HOLD((s->period != 0) == (s->cell != 0), c);
		HOLD(!waits(c) || (s->count > 0 && releases.due[s->cell] == s->time[s->head]), c);
	}
	return 1;
}

/* Part "account": the time that passes is the running thread's, and the timer interrupts when it is used
   up or a refill comes.  No time was counted twice. */

static int part_account(void)
{
	uint32_t c = account.charged, i;
	uint64_t sum = 0;

	HOLD(c == thread_window[kernel.current].context, c);
	HOLD(c == 0 || (is_context_number(c) && sched_context_window[c].left > 0), c);
	HOLD(account.started <= fake.clock, c);
	HOLD(SCALE_MICROSECONDS <= account.scale && account.scale <= SCALE_MAX, account.scale);
	HOLD(c == 0 || fake.alarm <= account.started + (uint64_t)sched_context_window[c].left, c);
	HOLD(releases.waiting == 0 || fake.alarm <= releases.due[releases.heap[1]], releases.heap[1]);
	for (i = 0; i < inventory.contexts.count; i++)
		sum += sched_context_window[inventory.contexts.at[i]].consumed;
	HOLD(sum <= account.started, c);
	return 1;
}

const struct invariant_part invariant_parts_time[] = {
	{"context", part_context},
	{"budget", part_budget},
	{"release", part_release},
	{"wait", part_wait},
	{"account", part_account},
	{0, 0}
};

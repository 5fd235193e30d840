// SPDX-License-Identifier: Apache-2.0
/*
 * release.c: scheduling contexts that wait for time, against a plain model - who has a
 * cell, who waits, until when - and the invariant of spec/release.h after each step.
 */
#include "checked_windows.h"
#include "groups.h"
#include "release.h"
#include "world.h"

#define FEW 24u
#define BATCH 250u
#define CONTEXTS (RELEASES + FEW)

static uint32_t contexts[CONTEXTS];
static struct {
	uint32_t cell;
	uint32_t waits;
	uint64_t due;
} model[CONTEXTS];
static uint32_t used, seed;

static uint32_t next(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

/* n scheduling contexts, without cells. */
static void setup(uint32_t n)
{
	uint32_t i, k, first, batch;

	world_boot();
	for (i = 0; i < n; i += batch) {
		batch = n - i < BATCH ? n - i : BATCH;
		first = make(CAP_SCHED_CONTEXT, 0, batch);
		for (k = 0; k < batch; k++) {
			contexts[i + k] = number_of(first + k);
			model[i + k].cell = 0;
			model[i + k].waits = 0;
		}
	}
	used = n;
	seed = 12345;
	releases.waiting = releases.kept = 77;
	release_start();
}

/* The invariant of spec/release.h, and what the model says of it. */
static void sound(void)
{
	uint32_t p, i, x, kept = 0, waiting = 0;

	CHECK(releases.waiting <= releases.kept && releases.kept < RELEASES);
	for (p = 1; p < RELEASES; p++) {
		x = releases.heap[p];
		CHECK(0 < x && x < RELEASES);
		CHECK_EQUAL(releases.place[x], p);
		if (p <= releases.kept)
			CHECK_EQUAL(SCHED_CONTEXT(releases.context[x]).cell, x);
		if (1 < p && p <= releases.waiting)
			CHECK(releases.due[releases.heap[p / 2]] <= releases.due[x]);
	}
	for (i = 0; i < used; i++) {
		x = SCHED_CONTEXT(contexts[i]).cell;
		CHECK_EQUAL(x, model[i].cell);
		CHECK_EQUAL(release_waits(contexts[i]), model[i].waits);
		if (x != 0) {
			CHECK(x < RELEASES && releases.place[x] <= releases.kept);
			CHECK_EQUAL(releases.context[x], contexts[i]);
		}
		if (model[i].waits)
			CHECK_EQUAL(release_due(contexts[i]), model[i].due);
		kept += x != 0;
		waiting += model[i].waits;
	}
	CHECK_EQUAL(releases.kept, kept);
	CHECK_EQUAL(releases.waiting, waiting);
}

/* Who is first is one of those that are due first. */
static void first(void)
{
	uint32_t c = release_first(), i;

	if (c == 0)
		CHECK_EQUAL(releases.waiting, 0);
	else
		CHECK(release_waits(c));
	for (i = 0; i < used; i++)
		if (model[i].waits)
			CHECK(c != 0 && release_due(c) <= model[i].due);
}

static uint32_t keep(uint32_t i)
{
	uint32_t room = releases.kept < RELEASES - 1;

	CHECK_EQUAL(release_keep(contexts[i]), room);
	model[i].cell = SCHED_CONTEXT(contexts[i]).cell;
	CHECK_EQUAL(model[i].cell != 0, room);
	return room;
}

static void drop(uint32_t i)
{
	release_drop(contexts[i]);
	model[i].cell = 0;
	model[i].waits = 0;
}

static void wait(uint32_t i, uint64_t due)
{
	release_wait(contexts[i], due);
	model[i].waits = 1;
	model[i].due = due;
}

static void end(uint32_t i)
{
	release_end(contexts[i]);
	model[i].waits = 0;
}

/* Few different times, so that many are the same, and at both ends of the clock. */
static uint64_t some_due(void)
{
	static const uint64_t base[4] = {0, UINT64_C(1) << 32, TIME_MAX, UINT64_MAX - 100};

	return base[next(4)] + next(100);
}

/* What may be done with one context, by chance: `often` in 8 to wait, when it can. */
static void step(uint32_t i, uint32_t often)
{
	if (model[i].cell == 0)
		keep(i);
	else if (next(16) == 0)
		drop(i);
	else if (!model[i].waits && next(8) < often)
		wait(i, some_due());
	else if (model[i].waits && next(8) >= often)
		end(i);
}

static void empty(void)
{
	setup(1);
	CHECK_EQUAL(release_first(), 0);
	sound();
	drop(0);
	sound();
	CHECK_EQUAL(keep(0), 1);
	CHECK_EQUAL(release_first(), 0);
	wait(0, UINT64_MAX);
	CHECK_EQUAL(release_first(), contexts[0]);
	end(0);
	CHECK_EQUAL(release_first(), 0);
	wait(0, 0);
	drop(0);
	CHECK_EQUAL(release_first(), 0);
	sound();
}

static void few(void)
{
	uint32_t i;

	setup(FEW);
	for (i = 0; i < 200000; i++) {
		step(next(FEW), i / 500 % 8 + 1);
		sound();
		first();
	}
}

/* All cells: one context more has none until another drops its own. */
static void full(void)
{
	uint32_t i;

	setup(CONTEXTS);
	for (i = 0; i < CONTEXTS; i++)
		CHECK_EQUAL(keep(i), i < RELEASES - 1);
	sound();
	for (i = 0; i < RELEASES - 1; i++) {
		wait(i, i % 2 == 0 ? some_due() : RELEASES - i);
		first();
	}
	sound();
	drop(RELEASES / 2);
	CHECK_EQUAL(keep(RELEASES), 1);
	CHECK_EQUAL(keep(RELEASES + 1), 0);
	wait(RELEASES, 0);
	sound();
	CHECK_EQUAL(release_first(), contexts[RELEASES]);
	for (i = 0; i < 20000; i++) {
		step(next(CONTEXTS), i / 5000 * 2 + 1);
		first();
		if (i % 8 == 0)
			sound();
	}
}

/* They come out in the order of their times. */
static void sorted(void)
{
	uint64_t due, last = 0;
	uint32_t i, n = RELEASES - 1, c;

	setup(n);
	for (i = 0; i < n; i++) {
		keep(i);
		wait(i, some_due());
	}
	for (; n > 0; n--) {
		c = release_first();
		due = release_due(c);
		CHECK(last <= due);
		last = due;
		for (i = 0; contexts[i] != c; i++)
			;
		end(i);
		sound();
	}
	CHECK_EQUAL(release_first(), 0);
}

void test_release(void)
{
	empty();
	few();
	full();
	sorted();
}

// SPDX-License-Identifier: Apache-2.0
/*
 * budget.c: schedules by hand, and random ones beside a plain model and a log of
 * every count: in no window of one period does a context run for more than its
 * budget and its worst debt in it.
 */
#include "checked_windows.h"
#include "budget.h"
#include "groups.h"
#include "world.h"

#include <string.h>

#define LOG 2000u     /* counts of a random schedule */
#define PERIODS 60u

static uint32_t c, other;
static struct sched_context other_before;

static void setup(void)
{
	world_boot();
	c = number_of(make(CAP_SCHED_CONTEXT, 0, 1));
	other = number_of(make(CAP_SCHED_CONTEXT, 0, 1));
	budget_set(other, 7, 9);
	budget_use(other, 5, 3);
	other_before = SCHED_CONTEXT(other);
}

static void other_stays(void)
{
	CHECK(memcmp(&SCHED_CONTEXT(other), &other_before, sizeof other_before) == 0);
}

static uint64_t left_of(void)
{
	return (uint64_t)SCHED_CONTEXT(c).left;
}

/* The refill that comes after k others. */
static void refill(uint32_t k, uint64_t time, uint64_t amount)
{
	uint32_t i = (SCHED_CONTEXT(c).head + k) % REFILLS;

	CHECK(k < SCHED_CONTEXT(c).count);
	CHECK_EQUAL(SCHED_CONTEXT(c).time[i], time);
	CHECK_EQUAL(SCHED_CONTEXT(c).amount[i], amount);
}

static void state(int64_t left, uint32_t count, uint64_t consumed)
{
	CHECK_EQUAL(left_of(), (uint64_t)left);
	CHECK_EQUAL(SCHED_CONTEXT(c).count, count);
	CHECK_EQUAL(SCHED_CONTEXT(c).consumed, consumed);
	other_stays();
}

static void by_hand(void)
{
	setup();
	budget_set(c, 10, 100);
	state(10, 0, 0);
	budget_use(c, 0, 0);
	state(10, 0, 0);
	budget_use(c, 3, 0);
	state(7, 1, 3);
	budget_use(c, 7, 20);
	state(0, 2, 10);
	refill(0, 100, 3);
	refill(1, 120, 7);
	CHECK_EQUAL(budget_next(c), 100);
	budget_collect(c, 99);
	state(0, 2, 10);
	budget_collect(c, 100);
	state(3, 1, 10);
	CHECK_EQUAL(budget_next(c), 120);
	budget_use(c, 5, 100);
	state(-2, 2, 15);
	refill(0, 120, 7);
	refill(1, 200, 5);
	budget_collect(c, 120);
	state(5, 1, 15);
	budget_collect(c, 1000);
	state(10, 0, 15);
}

static void debt(void)
{
	setup();
	budget_set(c, 10, 100);
	budget_use(c, 1000, 5);
	state(-10, 1, 1000);
	refill(0, 105, 20);
	budget_use(c, 1, 50);
	state(-10, 1, 1001);
	budget_collect(c, 105);
	state(10, 0, 1001);
	SCHED_CONTEXT(c).consumed = 0xfffffffe;
	budget_use(c, 3, 0x200000000);
	state(7, 1, 0x100000001);
	budget_use(c, 3, 0x200000100);
	state(4, 2, 0x100000004);
	budget_set(c, 20, 20);
	state(20, 0, 0x100000004);
	budget_use(c, 20, 0x200000200);
	state(0, 1, 0x100000018);
	refill(0, 0x200000214, 20);
}

static void slices(void)
{
	setup();
	budget_set(c, 5, 0);
	budget_use(c, 3, 0);
	state(2, 0, 3);
	budget_use(c, 1, 3);
	state(1, 0, 4);
	budget_use(c, 1, 4);
	state(1, 0, 5);
	budget_renew(c);
	state(5, 0, 5);
	budget_use(c, 9, 5);
	state(1, 0, 14);
	budget_collect(c, 100);
	state(1, 0, 14);
	budget_renew(c);
	state(5, 0, 14);
}

/* A ring that is full, from every place that it can begin at. */
static void full(void)
{
	uint32_t begin, k;
	uint64_t now = 0;

	setup();
	budget_set(c, 100, 1000);
	for (begin = 0; begin < REFILLS; begin++) {
		CHECK_EQUAL(SCHED_CONTEXT(c).head, begin);
		for (k = 0; k < REFILLS; k++)
			budget_use(c, k + 1, now + k * 10);
		CHECK_EQUAL(SCHED_CONTEXT(c).count, REFILLS);
		refill(REFILLS - 1, now + 1070, 8);
		budget_use(c, 4, now + 80);
		CHECK_EQUAL(SCHED_CONTEXT(c).count, REFILLS);
		CHECK_EQUAL(left_of(), 60);
		for (k = 0; k < REFILLS - 1; k++)
			refill(k, now + 1000 + k * 10, k + 1);
		refill(REFILLS - 1, now + 1080, 12);
		budget_collect(c, now + 1079);
		CHECK_EQUAL(left_of(), 88);
		budget_collect(c, now + 1080);
		CHECK_EQUAL(left_of(), 100);
		now += 2000;
		/* One step round the ring. */
		budget_use(c, 1, now);
		budget_collect(c, now + 1000);
		now += 2000;
	}
	other_stays();
}

/* The model: all refills, the oldest first. */
static struct {
	int64_t left;
	uint32_t count;
	uint64_t time[REFILLS], amount[REFILLS];
} model;

static uint8_t ran[LOG];
static int64_t owes[LOG]; /* what is left after each count, if that is below 0, else 0 */
static uint32_t seed, full_rings, debts, waits, exhausted;

static uint32_t dice(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 12) % n;
}

static void agrees(void)
{
	uint32_t k;
	int64_t sum = model.left;

	CHECK_EQUAL(left_of(), (uint64_t)model.left);
	CHECK_EQUAL(SCHED_CONTEXT(c).count, model.count);
	for (k = 0; k < model.count; k++) {
		refill(k, model.time[k], model.amount[k]);
		CHECK(k == 0 || model.time[k - 1] <= model.time[k]);
		sum += (int64_t)model.amount[k];
	}
	CHECK_EQUAL((uint64_t)sum, SCHED_CONTEXT(c).budget);
	for (k = model.count; k < REFILLS; k++)
		CHECK_EQUAL(SCHED_CONTEXT(c).amount[(SCHED_CONTEXT(c).head + k) % REFILLS], 0);
}

static void collect(uint64_t now)
{
	uint32_t k, taken = 0;

	budget_collect(c, now);
	while (taken < model.count && model.time[taken] <= now)
		model.left += (int64_t)model.amount[taken++];
	model.count -= taken;
	for (k = 0; k < model.count; k++) {
		model.time[k] = model.time[k + taken];
		model.amount[k] = model.amount[k + taken];
	}
	agrees();
}

static void use(uint64_t used, uint64_t began)
{
	budget_use(c, used, began);
	if (model.count < REFILLS)
		model.amount[model.count++] = 0;
	else
		full_rings++;
	model.left -= (int64_t)used;
	model.amount[model.count - 1] += used;
	model.time[model.count - 1] = began + SCHED_CONTEXT(c).period;
	agrees();
}

static void idle(uint64_t from, uint64_t to)
{
	for (; from < to && from < LOG; from++) {
		ran[from] = 0;
		owes[from] = model.left < 0 ? -model.left : 0;
	}
}

static void run(uint64_t from, uint64_t to)
{
	int64_t left = model.left;

	for (; from < to && from < LOG; from++) {
		ran[from] = 1;
		left--;
		owes[from] = left < 0 ? -left : 0;
	}
}

static void windows(uint32_t budget, uint32_t period)
{
	uint32_t x, y;
	int64_t sum, worst;

	for (x = 0; x + period <= LOG; x++) {
		sum = 0;
		worst = 0;
		for (y = x; y < x + period; y++) {
			sum += ran[y];
			worst = owes[y] > worst ? owes[y] : worst;
		}
		CHECK(sum <= budget + worst);
		exhausted += sum >= budget;
	}
}

/* It runs while something is left, for as long as it likes and is let. */
static void schedule(uint32_t budget, uint32_t period)
{
	uint64_t now = 0, next, length;
	uint32_t late = dice(3) == 0 && budget > 1 ? 1 + dice(budget < 4 ? budget - 1 : 3) : 0;
	uint32_t pause = 1 + dice(4) * period / 4, stretch = 1 + dice(budget);

	budget_set(c, budget, period);
	memset(&model, 0, sizeof model);
	model.left = budget;
	while (now < LOG) {
		collect(now);
		next = now;
		if (model.left <= 0) {
			next = budget_next(c);
			CHECK(next > now);
			waits++;
		} else if (dice(3) == 0) {
			next = now + dice(pause);
		}
		idle(now, next);
		now = next;
		if (model.left <= 0)
			continue;
		length = 1 + dice(stretch);
		if (length >= (uint64_t)model.left)
			length = (uint64_t)model.left + (late ? dice(late + 1) : 0);
		run(now, now + length);
		use(length, now);
		debts += model.left < 0;
		now += length;
	}
	windows(budget, period);
	collect(now + period);
	CHECK_EQUAL(left_of(), budget);
}

static void random_schedules(void)
{
	uint32_t i, period;

	setup();
	seed = 20260101;
	for (i = 0; i < 400; i++) {
		period = 1 + dice(PERIODS);
		schedule(1 + dice(period), period);
	}
	other_stays();
	/* The schedules were of all kinds. */
	CHECK(full_rings > 1000);
	CHECK(debts > 1000);
	CHECK(waits > 1000);
	CHECK(exhausted > 10000);
}

void test_budget(void)
{
	by_hand();
	debt();
	slices();
	full();
	random_schedules();
}

// SPDX-License-Identifier: Apache-2.0
/*
 * queue.c: every order of joining and leaving that the random test might miss,
 * against a plain model - priority first, then who has waited longest.
 */
#include "checked_windows.h"
#include "groups.h"
#include "invariant.h"
#include "queue.h"
#include "world.h"

#define WAITERS 12u

static uint32_t threads[WAITERS], queue, order[WAITERS], count;

static void setup(void)
{
	uint32_t first, i;

	world_boot();
	first = make(CAP_THREAD, 0, WAITERS);
	for (i = 0; i < WAITERS; i++)
		threads[i] = number_of(first + i);
	queue = number_of(make(CAP_ENDPOINT, 0, 1));
	count = 0;
}

static uint32_t model_first(void)
{
	uint32_t i, best = 0;

	for (i = 0; i < count; i++)
		if (best == 0 || WAITER(order[i]).priority > WAITER(best).priority)
			best = order[i];
	return best;
}

static void join(uint32_t t, uint32_t priority)
{
	WAITER(t).priority = priority;
	queue_insert(queue, t);
	order[count++] = t;
	CHECK_EQUAL(WAITER(t).list, queue * QUEUE_LISTS + priority);
	CHECK_EQUAL(queue_first(queue), model_first());
}

static void join_front(uint32_t t, uint32_t priority)
{
	uint32_t i;

	WAITER(t).priority = priority;
	queue_insert_front(queue, t);
	for (i = count++; i > 0; i--)
		order[i] = order[i - 1];
	order[0] = t;
	CHECK_EQUAL(WAITER(t).list, queue * QUEUE_LISTS + priority);
	CHECK_EQUAL(queue_first(queue), model_first());
}

static void leave(uint32_t t)
{
	uint32_t i, k = 0;

	queue_remove(t);
	for (i = 0; i < count; i++)
		if (order[i] != t)
			order[k++] = order[i];
	count = k;
	CHECK_EQUAL(WAITER(t).list, 0);
	CHECK_EQUAL(WAITER(t).next, 0);
	CHECK_EQUAL(WAITER(t).prev, 0);
	CHECK_EQUAL(queue_first(queue), model_first());
}

static void empty(void)
{
	setup();
	CHECK_EQUAL(queue_first(queue), 0);
	join(threads[0], 0);
	leave(threads[0]);
	CHECK_EQUAL(queue_first(queue), 0);
	join_front(threads[0], 0);
	leave(threads[0]);
	CHECK_EQUAL(queue_first(queue), 0);
}

/* One list of three, who joined behind or before: each of them leaves first, second, third. */
static void middle(void)
{
	static const uint32_t orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	uint32_t i, k;

	setup();
	for (i = 0; i < 6 * 8; i++) {
		for (k = 0; k < 3; k++) {
			if ((i >> k) % 2 == 0)
				join(threads[k], 31);
			else
				join_front(threads[k], 31);
		}
		for (k = 0; k < 3; k++)
			leave(threads[orders[i / 8][k]]);
	}
}

static void every_priority(void)
{
	uint32_t p;

	setup();
	for (p = 0; p < PRIORITIES; p++) {
		join(threads[p % WAITERS], p);
		if (count == WAITERS)
			while (count > 0)
				leave(order[count / 2]);
	}
	while (count > 0)
		leave(model_first());
}

static void many(void)
{
	uint32_t i, seed = 12345, t;

	setup();
	for (i = 0; i < 20000; i++) {
		seed = seed * 1664525u + 1013904223u;
		t = threads[(seed >> 8) % WAITERS];
		if (WAITER(t).list != 0)
			leave(t);
		else if ((seed >> 20) % 4 == 0)
			join_front(t, (seed >> 24) % PRIORITIES);
		else
			join(t, (seed >> 24) % PRIORITIES);
	}
}

void test_queue(void)
{
	empty();
	middle();
	every_priority();
	many();
}

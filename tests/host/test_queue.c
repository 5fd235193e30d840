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

/* What the queue says is what the model says. */
static void agrees(void)
{
	uint32_t first = model_first(), p;

	CHECK_EQUAL(queue_first(queue), first);
	CHECK_EQUAL(queue_is_empty(queue), count == 0);
	for (p = 0; p < PRIORITIES; p++)
		CHECK_EQUAL(queue_above(queue, p) != 0, first != 0 && WAITER(first).priority > p);
}

static void join(uint32_t t, uint32_t priority)
{
	WAITER(t).priority = priority;
	queue_insert(queue, t);
	order[count++] = t;
	CHECK_EQUAL(WAITER(t).list, queue * QUEUE_LISTS + priority);
	agrees();
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
	agrees();
}

/* Thread t has left. */
static void left(uint32_t t)
{
	uint32_t i, k = 0;

	for (i = 0; i < count; i++)
		if (order[i] != t)
			order[k++] = order[i];
	count = k;
	CHECK_EQUAL(WAITER(t).list, 0);
	CHECK_EQUAL(WAITER(t).next, 0);
	CHECK_EQUAL(WAITER(t).prev, 0);
	agrees();
}

static void leave(uint32_t t)
{
	queue_remove(t);
	left(t);
}

static void take(void)
{
	uint32_t first = model_first();

	CHECK_EQUAL(queue_take(queue), first);
	if (first != 0)
		left(first);
}

static void empty(void)
{
	setup();
	agrees();
	take();
	join(threads[0], 0);
	leave(threads[0]);
	join_front(threads[0], 0);
	take();
	take();
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
		take();
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
		else if ((seed >> 20) % 4 == 1)
			take();
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

// SPDX-License-Identifier: Apache-2.0
/*
 * Who runs: priorities, time slices, yield, ceilings, scheduling contexts.
 */
#include "check.h"

static volatile uint32_t counts[4];
static volatile uint32_t order[8];
static volatile uint32_t ordered;

static void spin(uint32_t i)
{
	for (;;)
		counts[i]++;
}

static void timekeeper(uint32_t notification)
{
	for (volatile uint32_t i = 0; i < 20000000; i++)
		continue;
	(void)writ_signal(notification);
}

/* Two spinners and the timekeeper share a priority: all get on. */
static void slices_are_shared(void)
{
	uint32_t done = object(CAP_NOTIFICATION);
	struct worker first = worker_start(spin, 0, TEST_PRIORITY - 2);
	struct worker second = worker_start(spin, 1, TEST_PRIORITY - 2);
	struct worker keeper = worker_start(timekeeper, done, TEST_PRIORITY - 2);

	(void)writ_wait(done, 0);
	CHECK(counts[0] > 1000);
	CHECK(counts[1] > 1000);
	CHECK(counts[0] / 4 < counts[1] && counts[1] / 4 < counts[0]);
	worker_end(&first);
	worker_end(&second);
	worker_end(&keeper);
}

/* A long slice gets more than a short one. */
static void slices_have_lengths(void)
{
	uint32_t done = object(CAP_NOTIFICATION);
	struct worker first = worker_new(spin, 0, TEST_PRIORITY - 2, 0);
	struct worker second = worker_new(spin, 1, TEST_PRIORITY - 2, 0);
	struct worker keeper = worker_new(timekeeper, done, TEST_PRIORITY - 2, 0);

	counts[0] = 0;
	counts[1] = 0;
	slice_give(first.context, 20000);
	slice_give(second.context, 1000);
	CHECK_OK(writ_thread_resume(first.thread));
	CHECK_OK(writ_thread_resume(second.thread));
	CHECK_OK(writ_thread_resume(keeper.thread));
	(void)writ_wait(done, 0);
	CHECK(counts[0] > counts[1] * 2);
	CHECK(counts[1] > 0);
	worker_end(&first);
	worker_end(&second);
	worker_end(&keeper);
}

static void note(uint32_t i)
{
	order[ordered++] = i;
}

static void priorities_decide(void)
{
	struct worker low, middle, high;

	ordered = 0;
	low = worker_start(note, 1, TEST_PRIORITY - 3);
	high = worker_start(note, 3, TEST_PRIORITY - 1);
	middle = worker_start(note, 2, TEST_PRIORITY - 2);
	CHECK_EQUAL(ordered, 0);
	CHECK_OK(writ_thread_set_priority(ROOT_THREAD, 1, PRIORITIES - 1));
	CHECK_EQUAL(ordered, 3);
	CHECK_EQUAL(order[0], 3);
	CHECK_EQUAL(order[1], 2);
	CHECK_EQUAL(order[2], 1);
	CHECK_OK(writ_thread_set_priority(ROOT_THREAD, TEST_PRIORITY, PRIORITIES - 1));
	worker_end(&low);
	worker_end(&middle);
	worker_end(&high);
}

/* A spinner of lower priority keeps nobody up; raised above, it runs at once. */
static void priority_changes_preempt(void)
{
	struct worker worker = worker_start(note, 9, TEST_PRIORITY - 1);

	ordered = 0;
	writ_yield();
	CHECK_EQUAL(ordered, 0);
	CHECK_OK(writ_thread_set_priority(worker.thread, TEST_PRIORITY + 1, 0));
	CHECK_EQUAL(ordered, 1);
	worker_end(&worker);
}

static void yielding(uint32_t i)
{
	for (uint32_t turn = 0; turn < 2; turn++) {
		order[ordered++] = i;
		writ_yield();
	}
}

static void yield_rotates(void)
{
	struct worker a, b;

	ordered = 0;
	a = worker_start(yielding, 1, TEST_PRIORITY);
	b = worker_start(yielding, 2, TEST_PRIORITY);
	CHECK_EQUAL(ordered, 0);
	for (uint32_t i = 0; i < 4; i++)
		writ_yield();
	CHECK_EQUAL(ordered, 4);
	CHECK_EQUAL(order[0] * 1000 + order[1] * 100 + order[2] * 10 + order[3], 1212);
	worker_end(&a);
	worker_end(&b);
}

static void waking(uint32_t notification)
{
	note(1);
	(void)writ_signal(notification);
	note(2);
}

static void following(uint32_t notification)
{
	note(3);
	(void)writ_signal(notification);
}

/* Who is preempted runs on before its equals. */
static void preempted_keeps_turn(void)
{
	uint32_t done = object(CAP_NOTIFICATION);
	struct worker a = worker_new(waking, done, TEST_PRIORITY - 1, 0);
	struct worker b = worker_new(following, done, TEST_PRIORITY - 1, 0);

	ordered = 0;
	slice_give(a.context, 20000);
	CHECK_OK(writ_thread_resume(a.thread));
	CHECK_OK(writ_thread_resume(b.thread));
	(void)writ_wait(done, 0);
	CHECK_EQUAL(ordered, 1);
	(void)writ_wait(done, 0);
	CHECK_EQUAL(ordered, 3);
	CHECK_EQUAL(order[0] * 100 + order[1] * 10 + order[2], 123);
	worker_end(&a);
	worker_end(&b);
}

static volatile uint32_t ceiling_results[4];

static void ceiling_try(uint32_t thread)
{
	ceiling_results[0] = writ_thread_set_priority(thread, 20, 20);
	ceiling_results[1] = writ_thread_set_priority(thread, 21, 20);
	ceiling_results[2] = writ_thread_set_priority(thread, 20, 21);
	ceiling_results[3] = writ_thread_set_priority(thread, 64, 0);
}

static void ceiling_holds(void)
{
	struct worker subject = worker_new(note, 0, 5, 0);
	struct worker worker = worker_new(ceiling_try, subject.thread, TEST_PRIORITY + 1, 0);

	CHECK_OK(writ_thread_set_priority(worker.thread, TEST_PRIORITY + 1, 20));
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(ceiling_results[0], STATUS_OK);
	CHECK_EQUAL(ceiling_results[1], STATUS_OUT_OF_RANGE | 1 << 8);
	CHECK_EQUAL(ceiling_results[2], STATUS_OUT_OF_RANGE | 2 << 8);
	CHECK_EQUAL(ceiling_results[3], STATUS_OUT_OF_RANGE | 1 << 8);
	CHECK_REFUSED(writ_thread_set_priority(subject.thread, PRIORITIES, 0), STATUS_OUT_OF_RANGE, 1);
	CHECK_REFUSED(writ_thread_set_priority(subject.thread, 0, PRIORITIES), STATUS_OUT_OF_RANGE, 2);
	worker_end(&subject);
	worker_end(&worker);
}

static void contexts_bind_once(void)
{
	struct worker a = worker_new(note, 1, TEST_PRIORITY, 0);
	struct worker b = worker_new(note, 2, TEST_PRIORITY, 0);
	uint32_t spare = object(CAP_SCHED_CONTEXT);

	CHECK_REFUSED(writ_sched_context_bind(a.context, b.thread), STATUS_OCCUPIED, 0);
	CHECK_REFUSED(writ_sched_context_bind(spare, b.thread), STATUS_OCCUPIED, 1);
	CHECK_REFUSED(writ_sched_context_bind(spare, a.context), STATUS_INVALID_CAPABILITY, 1);
	CHECK_OK(writ_sched_context_unbind(a.context));
	CHECK_OK(writ_sched_context_unbind(a.context));
	CHECK_OK(writ_sched_context_bind(spare, a.thread));
	CHECK_OK(writ_delete(AT(spare)));
	CHECK_OK(writ_sched_context_bind(a.context, a.thread));
	worker_end(&a);
	worker_end(&b);
}

int main(void)
{
	RUN(slices_are_shared);
	RUN(slices_have_lengths);
	RUN(priorities_decide);
	RUN(priority_changes_preempt);
	RUN(yield_rotates);
	RUN(preempted_keeps_turn);
	RUN(ceiling_holds);
	RUN(contexts_bind_once);
	test_end();
}

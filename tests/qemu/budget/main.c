// SPDX-License-Identifier: Apache-2.0
/*
 * Processor time: budgets, periods, refills, who may give time, and what is used.
 */
#include "check.h"
#include "clock.h"

static volatile uint32_t rounds[4];

static void spin(uint32_t i)
{
	for (;;)
		rounds[i]++;
}

/* 2 ms of 10, 3 ms of 20, and the rest is the background's. */
static void budgets_are_bounds(void)
{
	struct worker first = worker_new(spin, 0, TEST_PRIORITY - 2, 0);
	struct worker second = worker_new(spin, 1, TEST_PRIORITY - 3, 0);
	uint32_t rest;

	background_begin();
	give(first.context, 2000, 10000);
	give(second.context, 3000, 20000);
	CHECK_OK(writ_thread_resume(first.thread));
	CHECK_OK(writ_thread_resume(second.thread));
	rest = used(background.context);
	sleep_beside(&background, 200000);
	CHECK(about(used(first.context), 40000));
	CHECK(about(used(second.context), 30000));
	/* From one thread's end to the next one's beginning the time is the kernel's. */
	rest = used(background.context) - rest;
	CHECK(rest <= 200000 - 40000 - 30000 - 100 + SLACK && rest > 200000 - 40000 - 30000 - 100 - 10 * SLACK);
	worker_end(&first);
	worker_end(&second);
	background_end();
}

/* In each window of a period, wherever it begins, nobody runs for more than its budget. */
static void windows_are_bounds(void)
{
	struct worker first = worker_new(spin, 0, TEST_PRIORITY - 2, 0);
	struct worker second = worker_new(spin, 1, TEST_PRIORITY - 2, 0);
	uint32_t before[2];

	background_begin();
	give(first.context, 2000, 10000);
	give(second.context, 3000, 20000);
	CHECK_OK(writ_thread_resume(first.thread));
	CHECK_OK(writ_thread_resume(second.thread));
	for (uint32_t i = 0; i < 20; i++) {
		before[0] = used(first.context);
		before[1] = used(second.context);
		sleep_beside(&background, 10000);
		CHECK(used(first.context) - before[0] <= 2000 + SLACK);
		CHECK(used(second.context) - before[1] <= 3000 + SLACK);
		sleep_beside(&background, 10000 + i * 317);
	}
	CHECK(used(first.context) > 40 * 1900 && used(second.context) > 20 * 2900);
	worker_end(&first);
	worker_end(&second);
	background_end();
}

/* What the root task has used, up to the moment when the other's had changed from `seen`. */
static uint32_t until_changed(const struct worker *other, uint32_t seen)
{
	uint32_t now, own;

	do {
		own = used(ROOT_SCHED_CONTEXT);
		now = used(other->context);
	} while (now == seen);
	return own;
}

/* To 100 microseconds: the time of the kernel's between two threads is missing. */
static void note(const char *when, uint32_t from, uint32_t ran)
{
	printf("%s, at %lu us: %lu us\n", when, (unsigned long)(from + 50) / 100 * 100,
	       (unsigned long)(ran + 50) / 100 * 100);
}

static volatile uint32_t stretch; /* microseconds that the server runs for a signal */

static void server(uint32_t notification)
{
	uint32_t end = 0, context = background.context;

	for (;;) {
		(void)writ_wait(notification, 0);
		end += stretch;
		while (used(context) < end)
			continue;
	}
}

/* The server runs twice, and what it used then comes back at two times, again and again. */
static void refills_come_as_used(void)
{
	uint32_t ring = object(CAP_NOTIFICATION), began, own, now, seen;

	background = worker_new(server, ring, TEST_PRIORITY + 1, 0);
	give(background.context, 1000, 5000);
	slice_give(ROOT_SCHED_CONTEXT, 1000000);
	CHECK_OK(writ_thread_resume(background.thread));
	stretch = 400;
	began = used(ROOT_SCHED_CONTEXT);
	(void)writ_signal(ring);
	note("at first", 0, used(background.context));
	while (used(ROOT_SCHED_CONTEXT) - began < 1000)
		continue;
	stretch = 1000000;
	(void)writ_signal(ring);
	seen = used(background.context);
	note("then", 1400, seen - 400);
	for (uint32_t i = 0; i < 4; i++) {
		own = until_changed(&background, seen);
		now = used(background.context);
		note("later", own - began + seen, now - seen);
		seen = now;
	}
	background_end();
	CHECK_OK(writ_delete(AT(ring)));
}

/* A thread that has nothing left runs when it is given more, before the call is over. */
static void giving_is_at_once(void)
{
	struct worker worker = worker_new(spin, 0, TEST_PRIORITY + 1, 0);
	uint32_t seen;

	give(worker.context, 100, 1000000);
	rounds[0] = 0;
	CHECK_OK(writ_thread_resume(worker.thread));
	seen = rounds[0];
	CHECK(seen > 0);
	CHECK(about(used(worker.context), 100));
	for (volatile uint32_t i = 0; i < 10000; i++)
		continue;
	writ_yield();
	CHECK_EQUAL(rounds[0], seen);
	CHECK_EQUAL(worker_state(&worker), THREAD_RUNNABLE);
	give(worker.context, 500, 1000000);
	CHECK(rounds[0] > seen + seen);
	CHECK(about(used(worker.context), 600));
	worker_end(&worker);
}

static void note_once(uint32_t i)
{
	rounds[i] = 77;
}

/* A scheduling context that was never configured gives no time. */
static void new_contexts_are_empty(void)
{
	struct worker worker = worker_new(note_once, 0, TEST_PRIORITY + 1, 0);
	uint32_t fresh = object(CAP_SCHED_CONTEXT);

	rounds[0] = 0;
	CHECK_OK(writ_sched_context_unbind(worker.context));
	CHECK_OK(writ_sched_context_bind(fresh, worker.thread));
	CHECK_OK(writ_thread_resume(worker.thread));
	background_begin();
	sleep_beside(&background, 20000);
	CHECK_EQUAL(rounds[0], 0);
	CHECK_EQUAL(worker_state(&worker), THREAD_RUNNABLE);
	CHECK_EQUAL(used(fresh), 0);
	give(fresh, 20, 0);
	CHECK_EQUAL(rounds[0], 77);
	CHECK(consumed(fresh) > 0);
	CHECK_OK(writ_delete(AT(fresh)));
	worker_end(&worker);
	background_end();
}

static volatile uint32_t stopped_at, went_on_at;
static uint32_t low_context;

/* Notes what the other has used when it returns from having nothing left. */
static void preferred(uint32_t unused)
{
	uint32_t seen = used(low_context), now;

	(void)unused;
	stopped_at = seen;
	do
		now = used(low_context);
	while (now == seen);
	went_on_at = now;
}

/* A refill preempts a less preferred thread that has time left. */
static void refills_preempt(void)
{
	struct worker low = worker_new(spin, 0, TEST_PRIORITY - 3, 0);
	struct worker high = worker_new(preferred, 0, TEST_PRIORITY - 2, 0);

	background_begin();
	low_context = low.context;
	give(low.context, 20000, 40000);
	give(high.context, 1000, 4000);
	CHECK_OK(writ_thread_resume(low.thread));
	CHECK_OK(writ_thread_resume(high.thread));
	sleep_beside(&low, 10000);
	CHECK_EQUAL(stopped_at, 0);
	CHECK(about(went_on_at, 3000));
	CHECK(about(used(low.context), 10000 - 100 - used(high.context)));
	worker_end(&low);
	worker_end(&high);
	background_end();
}

static void rings_after(uint32_t notification)
{
	while (used(low_context) < 250)
		continue;
	(void)writ_signal(notification);
}

/* While nobody can run, refills come. */
static void refills_end_idling(void)
{
	uint32_t done = object(CAP_NOTIFICATION);
	struct worker worker = worker_new(rings_after, done, TEST_PRIORITY + 1, 0);
	uint32_t before;

	low_context = worker.context;
	give(worker.context, 100, 3000);
	before = used(ROOT_SCHED_CONTEXT);
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_OK(writ_wait(done, 0));
	CHECK(about(used(worker.context), 250));
	CHECK(used(ROOT_SCHED_CONTEXT) - before < 2 * SLACK);
	worker_end(&worker);
	CHECK_OK(writ_delete(AT(done)));
}

/* Whoever waits for a refill can be unbound, deleted, or have its context given away. */
static void exhausted_can_go(void)
{
	struct worker first = worker_new(spin, 0, TEST_PRIORITY + 1, 0);
	struct worker second = worker_new(note_once, 1, TEST_PRIORITY + 1, 0);

	give(first.context, 20, 1000000);
	CHECK_OK(writ_thread_resume(first.thread));
	rounds[1] = 0;
	CHECK_OK(writ_sched_context_unbind(second.context));
	CHECK_OK(writ_sched_context_unbind(first.context));
	CHECK_OK(writ_sched_context_bind(first.context, second.thread));
	CHECK_OK(writ_thread_resume(second.thread));
	CHECK_EQUAL(rounds[1], 0);
	give(second.context, 20, 1000000);
	CHECK_OK(writ_sched_context_bind(second.context, first.thread));
	CHECK_OK(writ_delete(AT(first.thread)));
	CHECK_OK(writ_delete(AT(second.context)));
	give(first.context, 1000, 2000);
	CHECK_EQUAL(rounds[1], 77);
	second.context = first.context;
	worker_end(&second);
}

static uint32_t handler, answers;

/* Gives more time twice, and then none. */
static void extend(uint32_t context)
{
	struct writ_message message = {0};

	for (;;) {
		(void)writ_recv(handler, answers, &message);
		CHECK_EQUAL(writ_info_label(message.info), FAULT_TIMEOUT);
		CHECK_EQUAL(message.badge, 9);
		rounds[2]++;
		if (rounds[2] < 3)
			give(context, 1000, 1000000);
		message.info = writ_info(FAULT_RESUME, 0);
		(void)writ_send(answers, &message);
	}
}

/* Somebody is told that a thread's time is up, and may give it more. */
static void exhaustion_is_told(void)
{
	struct worker worker = worker_new(spin, 0, TEST_PRIORITY - 2, 0), extender;
	struct writ_thread_setting setting = {.cspace = ROOT_CNODE, .vspace = ROOT_VSPACE};

	handler = object(CAP_ENDPOINT);
	answers = object(CAP_REPLY);
	setting.timeout = writ_loan(handler, RIGHT_CALL, 9);
	extender = worker_start(extend, worker.context, TEST_PRIORITY + 1);
	background_begin();
	rounds[2] = 0;
	CHECK_OK(writ_thread_configure(worker.thread, &setting));
	give(worker.context, 1000, 1000000);
	CHECK_OK(writ_thread_resume(worker.thread));
	sleep_beside(&background, 20000);
	CHECK_EQUAL(rounds[2], 3);
	CHECK(about(used(worker.context), 3000));
	CHECK_EQUAL(worker_state(&worker), THREAD_RUNNABLE);
	worker_end(&worker);
	worker_end(&extender);
	background_end();
	CHECK_OK(writ_delete(AT(handler)));
	CHECK_OK(writ_delete(AT(answers)));
}

static void giving_refuses(void)
{
	uint32_t context = object(CAP_SCHED_CONTEXT), other = object(CAP_ENDPOINT);
	uint32_t machine = writ_loan(ROOT_MACHINE, RIGHT_ALL & ~RIGHT_GRANT, 0);
	uint32_t giver = writ_loan(ROOT_MACHINE, RIGHT_GRANT, 0);
	uint32_t reader = writ_loan(context, RIGHT_READ, 0), writer = writ_loan(context, RIGHT_WRITE, 0);
	uint64_t counts;

	CHECK_REFUSED(writ_sched_context_configure(context, 0, 100, 0), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_sched_context_configure(context, other, 100, 0), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_sched_context_configure(context, machine, 100, 0), STATUS_NO_RIGHT, 1);
	CHECK_REFUSED(writ_sched_context_configure(context, giver, 0, 0), STATUS_OUT_OF_RANGE, 2);
	CHECK_REFUSED(writ_sched_context_configure(context, giver, 19, 100), STATUS_OUT_OF_RANGE, 2);
	CHECK_REFUSED(writ_sched_context_configure(context, giver, 100, 99), STATUS_OUT_OF_RANGE, 3);
	CHECK_REFUSED(writ_sched_context_configure(context, giver, 0xffffffff, 1), STATUS_OUT_OF_RANGE, 3);
	CHECK_REFUSED(writ_sched_context_configure(reader, giver, 100, 0), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_sched_context_consumed(writer, &counts), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_sched_context_configure(other, giver, 100, 0), STATUS_INVALID_CAPABILITY, 0);
	CHECK_OK(writ_sched_context_configure(writer, giver, 20, 20));
	CHECK_OK(writ_sched_context_configure(writer, giver, 20, 0xffffffff));
	CHECK_OK(writ_sched_context_configure(writer, giver, 0xffffffff, 0xffffffff));
	CHECK_OK(writ_sched_context_consumed(reader, &counts));
	CHECK_OK(writ_delete(AT(machine)));
	CHECK_OK(writ_delete(AT(giver)));
	CHECK_OK(writ_delete(AT(context)));
	CHECK_OK(writ_delete(AT(other)));
}

/* 511 scheduling contexts can have a period; a slice takes no such place. */
static void periods_are_counted(void)
{
	uint32_t memory = writ_untyped_new(1u << 19), first = writ_slot_take(1024);

	for (uint32_t i = 0; i < 1024; i += 256)
		CHECK_OK(writ_retype(memory, CAP_SCHED_CONTEXT, 0, AT(first + i), 256));
	for (uint32_t i = 0; i < 511; i++)
		give(first + i, 1000, 2000);
	CHECK_REFUSED(writ_sched_context_configure(first + 511, ROOT_MACHINE, 1000, 2000), STATUS_NO_MEMORY, 0);
	give(first + 511, 1000, 1000);
	give(first + 1, 1000, 4000);
	CHECK_REFUSED(writ_sched_context_configure(first + 511, ROOT_MACHINE, 1000, 2000), STATUS_NO_MEMORY, 0);
	give(first + 2, 1000, 0);
	give(first + 511, 1000, 2000);
	CHECK_REFUSED(writ_sched_context_configure(first + 2, ROOT_MACHINE, 1000, 2000), STATUS_NO_MEMORY, 0);
	CHECK_OK(writ_delete(AT(first + 3)));
	give(first + 2, 1000, 2000);
	CHECK_OK(writ_delete(AT(memory)));
}

int main(void)
{
	RUN(budgets_are_bounds);
	RUN(windows_are_bounds);
	RUN(refills_come_as_used);
	RUN(giving_is_at_once);
	RUN(new_contexts_are_empty);
	RUN(refills_preempt);
	RUN(refills_end_idling);
	RUN(exhausted_can_go);
	RUN(exhaustion_is_told);
	RUN(giving_refuses);
	RUN(periods_are_counted);
	test_end();
}

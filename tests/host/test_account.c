// SPDX-License-Identifier: Apache-2.0
/* account.c: whose time passes, who has none left, and when the timer interrupts. */
#include "account.h"
#include "checked_windows.h"
#include "groups.h"
#include "random_call.h"
#include "world.h"

#define BUDGET 1000u
#define PERIOD 10000u

static struct made_thread a, b;

/* Thread a has BUDGET in each PERIOD, b and the root task slices, all of one priority.  The root task's is
   long. */
static void setup(void)
{
	world_boot();
	OK(ROOT_SCHED_CONTEXT, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 1000000, 0);
	a = make_thread();
	b = make_thread();
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, PERIOD);
	time_pass(50);
}

static struct sched_context context_of(struct made_thread thread)
{
	return SCHED_CONTEXT(number_of(thread.context));
}

/* What the running thread is told. */
static uint64_t consumed(uint32_t context)
{
	uint32_t caller = kernel.current;

	OK(context, SCHED_CONTEXT_CONSUMED);
	return (uint64_t)reg(caller, 3) << 32 | reg(caller, 2);
}

/* The thread runs for so long, then the root task. */
static void run(struct made_thread thread, uint64_t counts)
{
	act_as(thread.number);
	time_pass(counts);
	act_as(world.root);
}

/* Thread a runs until it has nothing left, from the time that it returns. */
static uint64_t exhaust(void)
{
	uint64_t began = fake.clock;

	act_as(a.number);
	time_pass(BUDGET);
	CHECK(kernel.current != a.number);
	CHECK_EQUAL(THREAD(a.number).has_time, 0);
	CHECK(release_waits(number_of(a.context)));
	act_as(world.root);
	return began;
}

/* Time is charged when another thread runs, and to whose it was; CONSUMED knows it before. */
static void spending(void)
{
	uint64_t root;

	setup();
	root = consumed(ROOT_SCHED_CONTEXT);
	CHECK_EQUAL(root, 50);
	CHECK_EQUAL(consumed(a.context), 0);
	time_pass(30);
	CHECK_EQUAL(context_of(a).consumed, 0);
	CHECK_EQUAL(consumed(ROOT_SCHED_CONTEXT), 80);
	act_as(a.number);
	CHECK_EQUAL(account.charged, number_of(a.context));
	CHECK_EQUAL(consumed(a.context), 0);
	time_pass(400);
	CHECK_EQUAL(context_of(a).consumed, 0);
	CHECK_EQUAL(consumed(a.context), 400);
	CHECK_EQUAL(consumed(ROOT_SCHED_CONTEXT), 80);
	act_as(world.root);
	CHECK_EQUAL(context_of(a).consumed, 400);
	CHECK_EQUAL(context_of(a).left, 600);
	CHECK_EQUAL(context_of(a).count, 1);
	CHECK_EQUAL(context_of(a).time[0], 80 + PERIOD);
	CHECK_EQUAL(context_of(a).amount[0], 400);
	SCHED_CONTEXT(number_of(a.context)).consumed = 0xfffffff0;
	account.started = fake.clock = 0x200000000;
	act_as(a.number);
	time_pass(0x20);
	CHECK_EQUAL(consumed(a.context), 0x100000010);
}

/* A slice that ends while its thread enters the kernel to wait ends when that runs again: it goes behind its
   equals then. */
static void turns(void)
{
	uint32_t n;

	setup();
	n = make(CAP_NOTIFICATION, 0, 1);
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, 0);
	act_as(a.number);
	fake.clock += BUDGET + 5;
	CHECK_EQUAL(CALL(CALL_WAIT, n), BLOCKED);
	CHECK_EQUAL(context_of(a).left, 1);
	act_as(world.root);
	CHECK_EQUAL(CALL(CALL_SIGNAL, n), STATUS_OK);
	act_as(a.number);
	CHECK_EQUAL(fake.alarm, fake.clock + 1);
	time_pass(1);
	CHECK(kernel.current != a.number);
	CHECK_EQUAL(context_of(a).left, BUDGET);
}

/* Who has nothing left does not run until a period after it began, then at once if it is preferred. */
static void exhausting(void)
{
	uint64_t began;

	setup();
	OK(ROOT_THREAD, THREAD_SET_PRIORITY, 63, 63);
	began = exhaust();
	CHECK_EQUAL(context_of(a).left, 0);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_RUNNABLE);
	CHECK_EQUAL(WAITER(a.number).list, 0);
	CHECK_EQUAL(fake.alarm, began + PERIOD);
	OK(b.cap, THREAD_SUSPEND);
	OK(a.cap, THREAD_SET_PRIORITY, 63, 63);
	CHECK_EQUAL(INVOKE(ROOT_THREAD, THREAD_SET_PRIORITY, 10, 63), STATUS_OK);
	time_pass(began + PERIOD - 1 - fake.clock);
	CHECK_EQUAL(kernel.current, world.root);
	time_pass(1);
	CHECK_EQUAL(kernel.current, a.number);
	CHECK_EQUAL(account.charged, number_of(a.context));
	CHECK_EQUAL(context_of(a).left, BUDGET);
	CHECK_EQUAL(context_of(a).count, 0);
	CHECK_EQUAL(fake.alarm, fake.clock + BUDGET);
	time_pass(BUDGET);
	CHECK_EQUAL(kernel.current, world.root);
	CHECK_EQUAL(consumed(a.context), 2 * BUDGET);
}

/* The timer interrupts at the end of who runs, or at the first refill, whatever comes first. */
static void alarms(void)
{
	uint64_t first, second;

	setup();
	OK(b.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 300, 4000);
	first = exhaust();
	CHECK_EQUAL(fake.alarm, first + PERIOD);
	second = fake.clock;
	run(b, 300);
	CHECK_EQUAL(fake.alarm, second + 4000);
	CHECK_EQUAL(releases.waiting, 2);
	OK(ROOT_SCHED_CONTEXT, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 500, 0);
	CHECK_EQUAL(fake.alarm, fake.clock + 500);
	time_pass(499);
	CHECK_EQUAL(fake.alarm, fake.clock + 1);
	OK(ROOT_SCHED_CONTEXT, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 1000000, 0);
	CHECK_EQUAL(fake.alarm, second + 4000);
	time_pass(second + 4000 - fake.clock);
	CHECK_EQUAL(releases.waiting, 1);
	CHECK_EQUAL(fake.alarm, first + PERIOD);
	act_as(b.number);
	CHECK_EQUAL(fake.alarm, fake.clock + 300);
	OK(a.cap, THREAD_SUSPEND);
	OK(ROOT_THREAD, THREAD_SUSPEND);
	/* Nobody but b: then the timer waits for refills alone. */
	CHECK_EQUAL(INVOKE(b.cap, THREAD_SUSPEND), BLOCKED);
	CHECK_EQUAL(kernel.current, kernel.idle);
	CHECK_EQUAL(fake.alarm, first + PERIOD);
	time_pass(first + PERIOD - fake.clock);
	CHECK_EQUAL(kernel.current, kernel.idle);
	CHECK_EQUAL(fake.alarm, UINT64_MAX);
}

/* Two refills that are due at once come in two interrupts. */
static void refills_at_once(void)
{
	setup();
	OK(b.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, PERIOD);
	(void)exhaust();
	run(b, BUDGET);
	CHECK_EQUAL(releases.waiting, 2);
	fake.clock += 2 * PERIOD;
	interrupt(FAKE_TIMER_IRQ);
	CHECK_EQUAL(releases.waiting, 1);
	CHECK(fake.alarm <= fake.clock);
	interrupt(FAKE_TIMER_IRQ);
	CHECK_EQUAL(releases.waiting, 0);
	CHECK_EQUAL(THREAD(a.number).has_time + THREAD(b.number).has_time, 2);
}

/* What was used in two stretches comes back in two. */
static void stretches(void)
{
	uint64_t first, second;

	setup();
	first = fake.clock;
	run(a, 300);
	time_pass(2000);
	second = fake.clock;
	run(a, 700);
	CHECK_EQUAL(fake.alarm, first + PERIOD);
	time_pass(first + PERIOD - fake.clock);
	CHECK_EQUAL(context_of(a).left, 300);
	act_as(a.number);
	time_pass(300);
	CHECK_EQUAL(fake.alarm, second + PERIOD);
	CHECK_EQUAL(context_of(a).left, 0);
	act_as(world.root);
	time_pass(second + PERIOD - fake.clock);
	CHECK_EQUAL(context_of(a).left, 700);
	CHECK_EQUAL(context_of(a).count, 1);
}

/* Who was stopped late pays with what comes next; a debt beyond the budget is forgotten. */
static void late(void)
{
	uint64_t began;

	setup();
	began = fake.clock;
	act_as(a.number);
	fake.clock += BUDGET + 400;
	interrupt(FAKE_TIMER_IRQ);
	CHECK_EQUAL((uint64_t)-context_of(a).left, 400);
	CHECK_EQUAL(context_of(a).consumed, BUDGET + 400);
	act_as(world.root);
	time_pass(began + PERIOD - fake.clock);
	CHECK_EQUAL(context_of(a).left, BUDGET);
	act_as(a.number);
	fake.clock += 5 * BUDGET;
	interrupt(FAKE_TIMER_IRQ);
	CHECK_EQUAL((uint64_t)-context_of(a).left, BUDGET);
	CHECK_EQUAL(context_of(a).consumed, 6 * BUDGET + 400);
	/* A stretch of more than a period: its refill has come before it is charged. */
	act_as(world.root);
	time_pass(PERIOD);
	act_as(a.number);
	fake.clock += PERIOD + 5;
	interrupt(FAKE_TIMER_IRQ);
	CHECK(context_of(a).left > 0);
	CHECK_EQUAL(THREAD(a.number).has_time, 1);
}

/* More stretches than there are refills: the last ones come back together, later. */
static void ring(void)
{
	uint64_t last = 0;
	uint32_t i;

	setup();
	for (i = 0; i < REFILLS + 2; i++) {
		last = fake.clock;
		run(a, 10);
		time_pass(5);
	}
	CHECK_EQUAL(context_of(a).count, REFILLS);
	CHECK_EQUAL(context_of(a).left, BUDGET - 10 * (REFILLS + 2));
	CHECK_EQUAL(context_of(a).amount[REFILLS - 1], 30);
	CHECK_EQUAL(context_of(a).time[REFILLS - 1], last + PERIOD);
	CHECK_EQUAL(context_of(a).amount[REFILLS - 2], 10);
}

/* What has come back makes room: who uses little, often, never waits. */
static void room(void)
{
	uint32_t i;

	setup();
	for (i = 0; i < 200; i++) {
		run(a, 10);
		time_pass(PERIOD / 10 - 10);
		CHECK(context_of(a).left > (int64_t)BUDGET / 2);
	}
	CHECK_EQUAL(context_of(a).consumed, 2000);
}

/* A refill of another's does not end a stretch. */
static void undivided(void)
{
	uint64_t due, began;

	setup();
	OK(b.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, PERIOD);
	due = fake.clock + PERIOD;
	run(b, BUDGET);
	time_pass(due - 500 - fake.clock);
	began = fake.clock;
	act_as(a.number);
	time_pass(500);
	CHECK_EQUAL(THREAD(b.number).has_time, 1);
	CHECK_EQUAL(kernel.current, a.number);
	CHECK_EQUAL(fake.alarm, began + BUDGET);
	time_pass(BUDGET - 500);
	CHECK_EQUAL(context_of(a).left, 0);
	CHECK_EQUAL(context_of(a).count, 1);
	CHECK_EQUAL(context_of(a).time[context_of(a).head], began + PERIOD);
	CHECK_EQUAL(context_of(a).amount[context_of(a).head], BUDGET);
}

/* New time is there at once, whoever waits; the old refills are forgotten. */
static void giving(void)
{
	uint64_t used;
	uint32_t cell;

	setup();
	(void)exhaust();
	cell = context_of(a).cell;
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 2000, 30000);
	CHECK_EQUAL(context_of(a).cell, cell);
	CHECK_EQUAL(context_of(a).left, 2000);
	CHECK_EQUAL(context_of(a).count, 0);
	CHECK_EQUAL(context_of(a).consumed, BUDGET);
	CHECK_EQUAL(releases.waiting, 0);
	CHECK_EQUAL(WAITER(a.number).list / QUEUE_LISTS, kernel.run_queue);
	act_as(a.number);
	time_pass(2000);
	CHECK_EQUAL(releases.waiting, 1);
	act_as(world.root);
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 100, 100);
	CHECK_EQUAL(context_of(a).cell, 0);
	CHECK_EQUAL(releases.waiting + releases.kept, 0);
	act_as(a.number);
	time_pass(100);
	CHECK_EQUAL(THREAD(a.number).has_time, 1);
	/* Its own, while it runs. */
	act_as(a.number);
	time_pass(60);
	used = consumed(a.context);
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 500, 5000);
	CHECK_EQUAL(consumed(a.context), used);
	CHECK_EQUAL(fake.alarm, fake.clock + 500);
	CHECK_EQUAL(context_of(a).left, 500);
}

/* A context that has gone waits for nothing, and its cell is another's. */
static void destroying(void)
{
	setup();
	(void)exhaust();
	CHECK_EQUAL(releases.waiting, 1);
	OK(ROOT_CNODE, CNODE_DELETE, a.context, 32);
	CHECK_EQUAL(releases.waiting + releases.kept, 0);
	CHECK_EQUAL(THREAD(a.number).context + THREAD(a.number).has_time, 0);
	time_pass(2 * PERIOD);
	/* Of the running thread. */
	act_as(b.number);
	time_pass(10);
	CHECK_EQUAL(INVOKE(ROOT_CNODE, CNODE_DELETE, b.context, 32), BLOCKED);
	CHECK_EQUAL(account.charged, number_of(ROOT_SCHED_CONTEXT));
}

/* A context that waits may be unbound and bound: whoever has it waits. */
static void unbinding(void)
{
	uint64_t began;

	setup();
	began = exhaust();
	OK(a.context, SCHED_CONTEXT_UNBIND);
	CHECK_EQUAL(releases.waiting, 1);
	OK(b.context, SCHED_CONTEXT_UNBIND);
	OK(a.context, SCHED_CONTEXT_BIND, b.cap);
	CHECK_EQUAL(THREAD(b.number).has_time, 0);
	OK(b.context, SCHED_CONTEXT_BIND, a.cap);
	CHECK_EQUAL(THREAD(a.number).has_time, 1);
	act_as(a.number);
	act_as(world.root);
	time_pass(began + PERIOD - fake.clock);
	CHECK_EQUAL(THREAD(b.number).has_time, 1);
	act_as(b.number);
	time_pass(BUDGET / 2);
	/* Of the running thread: what it used is charged. */
	CHECK_EQUAL(INVOKE(a.context, SCHED_CONTEXT_UNBIND), BLOCKED);
	CHECK_EQUAL(context_of(a).consumed, BUDGET + BUDGET / 2);
	CHECK_EQUAL(context_of(a).left, BUDGET / 2);
	/* A refill comes though nobody has the context. */
	act_as(world.root);
	OK(a.context, SCHED_CONTEXT_BIND, b.cap);
	act_as(b.number);
	time_pass(BUDGET / 2);
	act_as(world.root);
	OK(a.context, SCHED_CONTEXT_UNBIND);
	CHECK_EQUAL(releases.waiting, 1);
	time_pass(PERIOD);
	CHECK_EQUAL(releases.waiting, 0);
	CHECK_EQUAL(context_of(a).left, BUDGET / 2);
	CHECK_EQUAL(context_of(a).count, 1);
}

/* A thread that waits for a message when its time ends, or its refill comes, waits on. */
static void blocked(void)
{
	uint32_t n;

	setup();
	n = make(CAP_NOTIFICATION, 0, 1);
	act_as(a.number);
	fake.clock += BUDGET;
	CHECK_EQUAL(CALL(CALL_WAIT, n), BLOCKED);
	CHECK_EQUAL(THREAD(a.number).has_time, 0);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_WAITING);
	act_as(world.root);
	CHECK_EQUAL(CALL(CALL_SIGNAL, n), STATUS_OK);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_RUNNABLE);
	CHECK_EQUAL(WAITER(a.number).list, 0);
	time_pass(PERIOD);
	CHECK_EQUAL(THREAD(a.number).has_time, 1);
	act_as(a.number);
	fake.clock += BUDGET;
	CHECK_EQUAL(CALL(CALL_WAIT, n), BLOCKED);
	act_as(world.root);
	time_pass(PERIOD);
	CHECK_EQUAL(THREAD(a.number).has_time, 1);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_WAITING);
}

/* Whoever is told that a thread's time is up can give it more, and answers; then it goes on.  Who has blocked
   or made room before the timer interrupts has no such fault. */
static void telling(void)
{
	uint32_t e, r;
	uint64_t began;

	setup();
	e = make(CAP_ENDPOINT, 0, 1);
	r = make(CAP_REPLY, 0, 1);
	OK(a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, 0, 0, 0, mint(e, RIGHT_CALL, 0x77, 0));
	act_as(a.number);
	time_pass(BUDGET - 1);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_RUNNABLE);
	time_pass(1);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_CALLING);
	act_as(world.root);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), STATUS_OK);
	CHECK_EQUAL(reg(world.root, 1) / 4096, FAULT_TIMEOUT);
	CHECK_EQUAL(reg(world.root, 6), 0x77);
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, PERIOD);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_REPLY_WAIT);
	CHECK_EQUAL(CALL(CALL_SEND, r, INFO(FAULT_RESUME, 0)), STATUS_OK);
	act_as(a.number);
	began = fake.clock;
	time_pass(BUDGET);
	/* Answered without more: it waits for its refill. */
	act_as(world.root);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), STATUS_OK);
	CHECK_EQUAL(CALL(CALL_SEND, r, INFO(FAULT_RESUME, 0)), STATUS_OK);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_RUNNABLE);
	CHECK_EQUAL(THREAD(a.number).has_time, 0);
	time_pass(began + PERIOD - fake.clock);
	act_as(a.number);
	fake.clock += BUDGET;
	CHECK_EQUAL(CALL(CALL_YIELD, 0), BLOCKED);
	CHECK_EQUAL(THREAD(a.number).has_time, 0);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_RUNNABLE);
	/* A time slice has no end that is told. */
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, 0);
	act_as(a.number);
	time_pass(BUDGET);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_RUNNABLE);
}

/* A context fresh from retype has no time, and waits for none. */
static void fresh(void)
{
	uint32_t c;

	setup();
	c = make(CAP_SCHED_CONTEXT, 0, 1);
	OK(a.context, SCHED_CONTEXT_UNBIND);
	OK(c, SCHED_CONTEXT_BIND, a.cap);
	CHECK_EQUAL(THREAD(a.number).has_time, 0);
	time_pass(PERIOD);
	CHECK_EQUAL(WAITER(a.number).list, 0);
	CHECK_EQUAL(consumed(c), 0);
	OK(c, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, PERIOD);
	act_as(a.number);
}

/* There are RELEASES - 1 contexts with a period; what has none, or goes, makes room. */
static void cells(void)
{
	uint32_t first, made, i;

	setup();
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, 0);
	first = world.free;
	for (made = 0; made < RELEASES; made += 256)
		(void)make(CAP_SCHED_CONTEXT, 0, 256);
	for (i = 0; i < RELEASES - 1; i++)
		CHECK_EQUAL(account_give(number_of(first + i), BUDGET, PERIOD), 1);
	CHECK_EQUAL(releases.kept, RELEASES - 1);
	REFUSED(STATUS_NO_MEMORY, 0, a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, PERIOD);
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, BUDGET);
	OK(first + 5, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, 2 * PERIOD);
	OK(first + 7, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, 0);
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, PERIOD);
	REFUSED(STATUS_NO_MEMORY, 0, first + 7, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, PERIOD);
	OK(ROOT_CNODE, CNODE_DELETE, first + 9, 32);
	OK(first + 7, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, PERIOD);
	(void)exhaust();
}

/* Whatever the thread does, in no window of a period does it run for more than its budget. */

#define WINDOWS 4000u
static uint64_t ran_from[WINDOWS], ran_to[WINDOWS];
static uint32_t ran;

static uint64_t ran_within(uint64_t from, uint64_t to)
{
	uint64_t sum = 0, low, high;
	uint32_t i;

	for (i = 0; i < ran; i++) {
		low = ran_from[i] < from ? from : ran_from[i];
		high = ran_to[i] < to ? ran_to[i] : to;
		sum += low < high ? high - low : 0;
	}
	return sum;
}

/* The clock goes on to the next interrupt, or by so much; when a runs it is noted. */
static void window_step(uint64_t counts)
{
	uint64_t from = fake.clock, to = from + counts;

	if (fake.alarm < to)
		to = fake.alarm < from ? from : fake.alarm;
	if (kernel.current == a.number && to > from) {
		CHECK(ran < WINDOWS);
		ran_from[ran] = from;
		ran_to[ran++] = to;
	}
	fake.clock = to;
	if (fake.alarm <= to)
		interrupt(FAKE_TIMER_IRQ);
}

static void windows(void)
{
	uint32_t i, full = 0;
	uint64_t used;

	setup();
	random_seed(7);
	ran = 0;
	OK(b.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 20, 90);
	for (i = 0; i < 3 * WINDOWS && ran < WINDOWS; i++) {
		window_step(random_below(20) == 0 ? random_below(6000) : random_below(200));
		if (random_below(3) == 0)
			CALL(CALL_YIELD, 0);
	}
	CHECK(ran > 500);
	for (i = 0; i < ran; i++) {
		used = ran_within(ran_from[i], ran_from[i] + PERIOD);
		CHECK(used <= BUDGET);
		CHECK(ran_within(ran_to[i] - 1, ran_to[i] - 1 + PERIOD) <= BUDGET);
		full += used == BUDGET;
	}
	CHECK(full > ran / 10);
}

void test_account(void)
{
	spending();
	turns();
	exhausting();
	alarms();
	refills_at_once();
	stretches();
	late();
	ring();
	room();
	undivided();
	giving();
	destroying();
	unbinding();
	blocked();
	telling();
	fresh();
	cells();
	windows();
}

// SPDX-License-Identifier: Apache-2.0
/* sched.c and scheduling contexts: who runs, for how long, and the idle thread. */
#include "checked_windows.h"
#include "groups.h"
#include "world.h"

static struct made_thread a, b;

static void setup(void)
{
	world_boot();
	a = make_thread();
	b = make_thread();
}

/* What the thread has used, up to now. */
static uint64_t consumed(struct made_thread thread)
{
	return SCHED_CONTEXT(number_of(thread.context)).consumed;
}

/* Threads of one priority take turns, by time slice and by yielding: who yields keeps the rest of its slice. */
static void turns(void)
{
	setup();
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 3000, 0);
	act_as(a.number);
	time_pass(2999);
	CHECK_EQUAL(kernel.current, a.number);
	CHECK_EQUAL(fake.alarm, fake.clock + 1);
	tick();
	CHECK_EQUAL(kernel.current, b.number);
	CHECK_EQUAL(consumed(a), 3000);
	CHECK_EQUAL(SCHED_CONTEXT(number_of(a.context)).left, 3000);
	CHECK_EQUAL(fake.alarm, fake.clock + 1000);
	tick();
	CHECK_EQUAL(kernel.current, world.root);
	CHECK_EQUAL(CALL(CALL_YIELD, 0), BLOCKED);
	CHECK_EQUAL(reg(world.root, 0), STATUS_OK);
	CHECK_EQUAL(kernel.current, a.number);
	time_pass(1200);
	CHECK_EQUAL(CALL(CALL_YIELD, 0), BLOCKED);
	CHECK_EQUAL(kernel.current, b.number);
	CHECK_EQUAL(consumed(a), 4200);
	CHECK_EQUAL(SCHED_CONTEXT(number_of(a.context)).left, 1800);
	act_as(a.number);
	CHECK_EQUAL(fake.alarm, fake.clock + 1800);
}

static void priorities(void)
{
	setup();
	OK(a.cap, THREAD_SET_PRIORITY, 10, 10);
	OK(b.cap, THREAD_SET_PRIORITY, 20, 20);
	CHECK_EQUAL(kernel.current, world.root);
	CHECK_EQUAL(INVOKE(ROOT_THREAD, THREAD_SET_PRIORITY, 15, PRIORITIES - 1), BLOCKED);
	CHECK_EQUAL(kernel.current, b.number);
	CHECK_EQUAL(reg(world.root, 0), STATUS_OK);
	REFUSED(STATUS_OUT_OF_RANGE, 1, b.cap, THREAD_SET_PRIORITY, 21, 20);
	REFUSED(STATUS_OUT_OF_RANGE, 2, b.cap, THREAD_SET_PRIORITY, 20, 21);
	OK(b.cap, THREAD_SET_PRIORITY, 15, 20);
	CHECK_EQUAL(CALL(CALL_YIELD, 0), BLOCKED);
	CHECK_EQUAL(kernel.current, world.root);
	CHECK_EQUAL(INVOKE(ROOT_THREAD, THREAD_SUSPEND), BLOCKED);
	CHECK_EQUAL(kernel.current, b.number);
	CHECK_EQUAL(INVOKE(b.cap, THREAD_SUSPEND), BLOCKED);
	CHECK_EQUAL(kernel.current, a.number);
	CHECK_EQUAL(INVOKE(a.cap, THREAD_SUSPEND), BLOCKED);
	CHECK_EQUAL(kernel.current, kernel.idle);
	CHECK_EQUAL(account.charged, 0);
	CHECK_EQUAL(fake.alarm, UINT64_MAX);
	interrupt(FAKE_TIMER_IRQ);
	CHECK_EQUAL(kernel.current, kernel.idle);
	CHECK_EQUAL(fake.alarm, UINT64_MAX);
}

/* Who makes room for a higher priority, asked or interrupted, has its turn afterwards. */
static void preempted(void)
{
	struct made_thread high;
	uint32_t n;

	setup();
	high = make_thread();
	n = make(CAP_NOTIFICATION, 0, 1);
	OK(world.irq[0], IRQ_BIND, n);
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 3000, 0);
	OK(high.cap, THREAD_SET_PRIORITY, 63, 63);
	act_as(high.number);
	CHECK_EQUAL(CALL(CALL_WAIT, n), BLOCKED);
	act_as(world.root);
	OK(a.cap, THREAD_SET_PRIORITY, 20, 20);
	OK(b.cap, THREAD_SET_PRIORITY, 20, 20);
	CHECK_EQUAL(INVOKE(ROOT_THREAD, THREAD_SET_PRIORITY, 10, PRIORITIES - 1), BLOCKED);
	CHECK_EQUAL(kernel.current, a.number);
	time_pass(1000);
	CHECK_EQUAL(CALL(CALL_SIGNAL, n), BLOCKED);
	CHECK_EQUAL(kernel.current, high.number);
	CHECK_EQUAL(CALL(CALL_WAIT, n), BLOCKED);
	CHECK_EQUAL(kernel.current, a.number);
	CHECK_EQUAL(SCHED_CONTEXT(number_of(a.context)).left, 2000);
	interrupt(33);
	CHECK_EQUAL(kernel.current, high.number);
	CHECK_EQUAL(CALL(CALL_WAIT, n), BLOCKED);
	CHECK_EQUAL(kernel.current, a.number);
	CHECK_EQUAL(CALL(CALL_YIELD, 0), BLOCKED);
	CHECK_EQUAL(kernel.current, b.number);
}

/* A thread runs only with a scheduling context. */
static void contexts(void)
{
	uint32_t c;

	setup();
	c = make(CAP_SCHED_CONTEXT, 0, 1);
	REFUSED(STATUS_OCCUPIED, 1, c, SCHED_CONTEXT_BIND, a.cap);
	REFUSED(STATUS_OCCUPIED, 0, a.context, SCHED_CONTEXT_BIND, b.cap);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, c, SCHED_CONTEXT_BIND, 0);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, c, SCHED_CONTEXT_BIND, c);
	REFUSED(STATUS_NO_RIGHT, 1, c, SCHED_CONTEXT_BIND, lend(a.cap, RIGHT_READ));
	OK(a.context, SCHED_CONTEXT_UNBIND);
	OK(a.context, SCHED_CONTEXT_UNBIND);
	CHECK_EQUAL(WAITER(a.number).list, 0);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_RUNNABLE);
	OK(c, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 2000, 0);
	OK(c, SCHED_CONTEXT_BIND, a.cap);
	act_as(a.number);
	CHECK_EQUAL(INVOKE(c, SCHED_CONTEXT_UNBIND), BLOCKED);
	CHECK_EQUAL(reg(a.number, 0), STATUS_OK);
	/* Blocked without a context, woken without one: it runs when it gets it. */
	OK(a.cap, THREAD_SUSPEND);
	OK(a.cap, THREAD_RESUME);
	CHECK_EQUAL(WAITER(a.number).list, 0);
	OK(c, SCHED_CONTEXT_BIND, a.cap);
	act_as(a.number);
}

/* Who may give time, and how much. */
static void giving(void)
{
	uint32_t read, machine;

	setup();
	read = lend(a.context, RIGHT_READ);
	machine = lend(ROOT_MACHINE, RIGHT_ALL - RIGHT_GRANT);
	REFUSED(STATUS_NO_RIGHT, 0, read, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 1000, 0);
	REFUSED(STATUS_NO_RIGHT, 0, read, SCHED_CONTEXT_BIND, b.cap);
	REFUSED(STATUS_NO_RIGHT, 0, read, SCHED_CONTEXT_UNBIND);
	REFUSED(STATUS_NO_RIGHT, 0, lend(a.context, RIGHT_WRITE), SCHED_CONTEXT_CONSUMED);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, a.context, SCHED_CONTEXT_CONFIGURE, 0, 1000, 0);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, a.context, SCHED_CONTEXT_CONFIGURE, a.context, 0, 0);
	REFUSED(STATUS_NO_RIGHT, 1, a.context, SCHED_CONTEXT_CONFIGURE, machine, 0, 0);
	REFUSED(STATUS_OUT_OF_RANGE, 2, a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 0, 0);
	REFUSED(STATUS_OUT_OF_RANGE, 2, a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE,
	        BUDGET_MIN_MICROSECONDS - 1, 1);
	REFUSED(STATUS_OUT_OF_RANGE, 3, a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 1000, 999);
	REFUSED(STATUS_OUT_OF_RANGE, 3, a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 0xffffffff, 0xfffffffe);
	REFUSED(STATUS_INVALID_CALL, 0, a.context, SCHED_CONTEXT_CONSUMED + 1);
	REFUSED(STATUS_INVALID_CALL, 0, a.context, SCHED_CONTEXT_CONFIGURE - 1);
	REFUSED(STATUS_INVALID_CALL, 0, read, 0);
	OK(a.context, SCHED_CONTEXT_CONFIGURE, lend(ROOT_MACHINE, RIGHT_GRANT), BUDGET_MIN_MICROSECONDS, 0);
	CHECK_EQUAL(SCHED_CONTEXT(number_of(a.context)).budget, BUDGET_MIN_MICROSECONDS);
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 0xffffffff, 0xffffffff);
	CHECK_EQUAL(SCHED_CONTEXT(number_of(a.context)).left, 0xffffffff);
	CHECK_EQUAL(SCHED_CONTEXT(number_of(a.context)).period, 0);
	OK(a.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 0xfffffffe, 0xffffffff);
	CHECK_EQUAL(SCHED_CONTEXT(number_of(a.context)).period, 0xffffffff);
}

/* The machine translates for whom it runs, and has their thread register. */
static void switches(void)
{
	uint32_t v;

	setup();
	v = make(CAP_VSPACE, 0, 1);
	OK(a.cap, THREAD_CONFIGURE, ROOT_CNODE, v, 0, 0, 0);
	OK(a.cap, THREAD_WRITE_REGISTERS, REGISTER_TLS, 1, 0x1234);
	OK(b.cap, THREAD_CONFIGURE, ROOT_CNODE, 0, 0, 0, 0);
	act_as(a.number);
	CHECK_EQUAL(fake.vspace, number_of(v));
	CHECK_EQUAL(fake.thread_pointer, 0x1234);
	act_as(b.number);
	CHECK_EQUAL(fake.vspace, 0);
	CHECK_EQUAL(fake.thread_pointer, 0);
	OK(b.cap, THREAD_WRITE_REGISTERS, REGISTER_TLS, 1, 0x77);
	CHECK_EQUAL(fake.thread_pointer, 0x77);
	act_as(world.root);
	CHECK_EQUAL(fake.vspace, number_of(ROOT_VSPACE));
}

void test_sched(void)
{
	turns();
	priorities();
	preempted();
	contexts();
	giving();
	switches();
}

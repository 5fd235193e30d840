// SPDX-License-Identifier: Apache-2.0
/*
 * Threads: start, stop, registers, status, configuration, deletion.
 */
#include "check.h"

static volatile uint32_t counter;

static void count(uint32_t step)
{
	counter += step;
}

static void thread_starts(void)
{
	struct worker worker = worker_new(count, 7, TEST_PRIORITY + 1, 0);

	counter = 0;
	CHECK_EQUAL(worker_state(&worker), THREAD_INACTIVE);
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(counter, 7);
	CHECK_EQUAL(worker_state(&worker), THREAD_WAITING);
	worker_end(&worker);
}

/* Without a scheduling context a thread can be runnable, but does not run. */
static void thread_needs_context(void)
{
	struct worker worker = worker_new(count, 5, TEST_PRIORITY + 1, 0);

	counter = 0;
	CHECK_OK(writ_sched_context_unbind(worker.context));
	CHECK_OK(writ_thread_resume(worker.thread));
	writ_yield();
	CHECK_EQUAL(counter, 0);
	CHECK_EQUAL(worker_state(&worker), THREAD_RUNNABLE);
	CHECK_OK(writ_sched_context_bind(worker.context, worker.thread));
	CHECK_EQUAL(counter, 5);
	worker_end(&worker);
}

static void forever(uint32_t step)
{
	for (;;)
		counter += step;
}

static void thread_suspends(void)
{
	struct worker worker = worker_start(forever, 1, TEST_PRIORITY);
	uint32_t seen;

	while (counter < 1000)
		writ_yield();
	CHECK_EQUAL(worker_state(&worker), THREAD_RUNNABLE);
	CHECK_OK(writ_thread_suspend(worker.thread));
	seen = counter;
	writ_yield();
	for (volatile int i = 0; i < 100000; i++)
		continue;
	CHECK_EQUAL(counter, seen);
	CHECK_EQUAL(worker_state(&worker), THREAD_INACTIVE);
	CHECK(worker_pc(&worker) - (uint32_t)forever < 64);
	CHECK_OK(writ_thread_resume(worker.thread));
	while (counter == seen)
		writ_yield();
	worker_end(&worker);
}

static volatile uint32_t overheard;

static void listen(uint32_t unused)
{
	uint32_t value;

	(void)unused;
	__asm__ volatile("mrc p15, 0, %0, c13, c0, 2" : "=r"(value));
	overheard = value;
}

/* TPIDRURW is user mode's to write, and no thread's to read what another wrote. */
static void thread_hears_nothing(void)
{
	struct worker worker = worker_new(listen, 0, TEST_PRIORITY + 1, 0);

	overheard = 1;
	__asm__ volatile("mcr p15, 0, %0, c13, c0, 2" : : "r"(0x1234));
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(overheard, 0);
	worker_end(&worker);
}

static void thread_registers(void)
{
	struct worker worker = worker_new(count, 0, TEST_PRIORITY, 0);
	uint32_t values[6], four[4];

	for (uint32_t first = 0; first < REGISTER_CPSR; first++) {
		for (uint32_t i = 0; i < 6; i++)
			values[i] = 0x1000 * first + i;
		if (first + 6 <= REGISTER_CPSR)
			CHECK_OK(writ_thread_write_registers(worker.thread, first, 6, values));
		CHECK_OK(writ_thread_read_registers(worker.thread, first, four));
		for (uint32_t i = 0; first + 6 <= REGISTER_CPSR && i < 4; i++)
			CHECK_EQUAL(four[i], values[i]);
	}
	CHECK_OK(writ_thread_read_registers(worker.thread, REGISTER_TLS, four));
	CHECK_EQUAL(four[0], LAYOUT_THREAD_POINTER);
	CHECK_EQUAL(four[1] | four[2] | four[3], 0);
	CHECK_REFUSED(writ_thread_read_registers(worker.thread, REGISTERS, four), STATUS_OUT_OF_RANGE, 1);
	CHECK_REFUSED(writ_thread_write_registers(worker.thread, REGISTERS, 1, values), STATUS_OUT_OF_RANGE, 1);
	CHECK_REFUSED(writ_thread_write_registers(worker.thread, REGISTER_TLS, 2, values),
	              STATUS_OUT_OF_RANGE, 2);
	CHECK_REFUSED(writ_thread_write_registers(worker.thread, 0, 7, values), STATUS_OUT_OF_RANGE, 2);
	CHECK_REFUSED(writ_thread_write_registers(worker.thread, 0, 0, values), STATUS_OUT_OF_RANGE, 2);
	worker_end(&worker);
}

/* Whatever is written to it, a thread's CPSR says user mode with interrupts on. */
static void thread_stays_unprivileged(void)
{
	static const uint32_t tries[] = {0, 0x13, 0x1f, 0xd3, 0x1d3, 0x16, 0x1a, 0xffffffff, 0x3f};
	struct worker worker = worker_new(count, 0, TEST_PRIORITY, 0);
	uint32_t four[4];

	for (uint32_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
		CHECK_OK(writ_thread_write_registers(worker.thread, REGISTER_CPSR, 1, &tries[i]));
		CHECK_OK(writ_thread_read_registers(worker.thread, REGISTER_CPSR, four));
		CHECK_EQUAL(four[0] & 0x1ff & ~0x20u & ~0x100u, 0x10);
	}
	worker_end(&worker);
}

/* Bits that mean another instruction set or byte order do not stay, or at least do no harm. */
static void thread_runs_with_any_cpsr(void)
{
	for (uint32_t bit = 0; bit < 32; bit++) {
		uint32_t cpsr = 0x10u | 1u << bit;
		struct worker worker = worker_new(count, 1, TEST_PRIORITY + 1, 0);

		CHECK_OK(writ_thread_write_registers(worker.thread, REGISTER_CPSR, 1, &cpsr));
		counter = 0;
		CHECK_OK(writ_thread_resume(worker.thread));
		/* In Thumb state the code means something else. */
		CHECK(counter == 1 || (cpsr & 0x20) != 0);
		worker_end(&worker);
	}
}

static volatile uint32_t seen_mode = 99;

static void read_mode(void)
{
	uint32_t cpsr;

	__asm__ volatile("mrs %0, cpsr" : "=r"(cpsr));
	seen_mode = cpsr & 0x1f;
	worker_stop();
}

/* A thread whose CPSR nobody has written runs in user mode too. */
static void thread_begins_unprivileged(void)
{
	static uint8_t stack[512] __attribute__((aligned(8)));
	uint32_t thread = object(CAP_THREAD), context = object(CAP_SCHED_CONTEXT);
	struct writ_thread_setting setting = {.cspace = ROOT_CNODE, .vspace = ROOT_VSPACE};
	uint32_t start[3] = {(uint32_t)stack + sizeof stack, 0, (uint32_t)read_mode};
	struct worker parking = worker_start(count, 0, TEST_PRIORITY + 1);

	CHECK_OK(writ_thread_configure(thread, &setting));
	CHECK_OK(writ_thread_write_registers(thread, REGISTER_SP, 3, start));
	CHECK_OK(writ_thread_set_priority(thread, TEST_PRIORITY + 1, 0));
	slice_give(context, 5000);
	CHECK_OK(writ_sched_context_bind(context, thread));
	CHECK_OK(writ_thread_resume(thread));
	CHECK_EQUAL(seen_mode, 0x10);
	CHECK_OK(writ_delete(AT(thread)));
	worker_end(&parking);
}

/* A thread that has nothing at all: it faults at once, without a handler. */
static void thread_empty(void)
{
	uint32_t thread = object(CAP_THREAD), context = object(CAP_SCHED_CONTEXT);
	struct writ_thread_state state = {0};

	CHECK_OK(writ_thread_set_priority(thread, TEST_PRIORITY + 1, 0));
	slice_give(context, 5000);
	CHECK_OK(writ_sched_context_bind(context, thread));
	CHECK_OK(writ_thread_resume(thread));
	CHECK_OK(writ_thread_status(thread, &state));
	CHECK_EQUAL(state.state, THREAD_INACTIVE);
	CHECK_EQUAL(state.fault, FAULT_PAGE);
	CHECK_EQUAL(state.pc, 0);
	CHECK_OK(writ_delete(AT(thread)));
}

static void thread_configure_refuses(void)
{
	uint32_t thread = object(CAP_THREAD);
	uint32_t frame = object_sized(CAP_FRAME, 12);
	uint32_t read = writ_loan(frame, RIGHT_READ, 0);
	struct writ_thread_setting s = {ROOT_VSPACE, 0, 0, 0, 0, 0};

	CHECK_REFUSED(writ_thread_configure(thread, &s), STATUS_INVALID_CAPABILITY, 1);
	s = (struct writ_thread_setting){ROOT_CNODE, ROOT_CNODE, 0, 0, 0, 0};
	CHECK_REFUSED(writ_thread_configure(thread, &s), STATUS_INVALID_CAPABILITY, 2);
	s = (struct writ_thread_setting){ROOT_CNODE, ROOT_VSPACE, frame, 0, 0, 0};
	CHECK_REFUSED(writ_thread_configure(thread, &s), STATUS_INVALID_CAPABILITY, 3);
	s = (struct writ_thread_setting){ROOT_CNODE, ROOT_VSPACE, 0, thread, 0, 0};
	CHECK_REFUSED(writ_thread_configure(thread, &s), STATUS_INVALID_CAPABILITY, 4);
	s = (struct writ_thread_setting){ROOT_CNODE, ROOT_VSPACE, 0, read, 0, 0};
	CHECK_REFUSED(writ_thread_configure(thread, &s), STATUS_NO_RIGHT, 4);
	s = (struct writ_thread_setting){ROOT_CNODE, ROOT_VSPACE, 0, frame, 4, 0};
	CHECK_REFUSED(writ_thread_configure(thread, &s), STATUS_NOT_ALIGNED, 5);
	s = (struct writ_thread_setting){ROOT_CNODE, ROOT_VSPACE, 0, 0, 0, frame};
	CHECK_REFUSED(writ_thread_configure(thread, &s), STATUS_INVALID_CAPABILITY, 6);
	s = (struct writ_thread_setting){ROOT_CNODE, ROOT_VSPACE, 0, frame, 512, object(CAP_ENDPOINT)};
	CHECK_OK(writ_thread_configure(thread, &s));
	CHECK_OK(writ_thread_configure(thread, &s));
	s = (struct writ_thread_setting){0};
	CHECK_OK(writ_thread_configure(thread, &s));
	CHECK_OK(writ_delete(AT(thread)));
}

static void thread_rights(void)
{
	struct worker worker = worker_new(count, 0, TEST_PRIORITY, 0);
	uint32_t read = writ_loan(worker.thread, RIGHT_READ, 0);
	uint32_t write = writ_loan(worker.thread, RIGHT_WRITE, 0);
	struct writ_thread_state state;
	uint32_t four[4] = {0};

	CHECK_OK(writ_thread_status(read, &state));
	CHECK_OK(writ_thread_read_registers(read, 0, four));
	CHECK_REFUSED(writ_thread_status(write, &state), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_thread_read_registers(write, 0, four), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_thread_write_registers(read, 0, 1, four), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_thread_suspend(read), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_thread_resume(read), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_thread_set_priority(read, 0, 0), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_invoke(worker.thread, 99, (const uint32_t[8]){0}, 0), STATUS_INVALID_CALL, 0);
	CHECK_OK(writ_thread_suspend(write));
	worker_end(&worker);
	CHECK_EQUAL(type_of(read), CAP_NULL);
}

/* A thread that deletes itself is gone; the rest goes on. */
static void delete_self(uint32_t thread)
{
	(void)writ_delete(AT(*(volatile uint32_t *)thread));
	counter = 666;
}

static void thread_deletes_itself(void)
{
	uint32_t thread = 0;
	struct worker worker = worker_new(delete_self, (uint32_t)&thread, TEST_PRIORITY + 1, 0);

	counter = 0;
	*(volatile uint32_t *)&thread = worker.thread;
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(counter, 0);
	CHECK_EQUAL(type_of(worker.thread), CAP_NULL);
	worker_end(&worker);
}

static void suspend_self(uint32_t thread)
{
	counter++;
	(void)writ_thread_suspend(*(volatile uint32_t *)thread);
	counter++;
}

static void thread_suspends_itself(void)
{
	uint32_t thread = 0;
	struct worker worker = worker_new(suspend_self, (uint32_t)&thread, TEST_PRIORITY + 1, 0);

	counter = 0;
	*(volatile uint32_t *)&thread = worker.thread;
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(counter, 1);
	CHECK_EQUAL(worker_state(&worker), THREAD_INACTIVE);
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(counter, 2);
	worker_end(&worker);
}

/* Memory that was a thread, deleted while it could run, can be something else. */
static void thread_memory_returns(void)
{
	uint32_t memory = writ_untyped_new(2048), slot = writ_slot_take(2);

	for (uint32_t i = 0; i < 20; i++) {
		CHECK_OK(writ_retype(memory, CAP_THREAD, 0, AT(slot), 1));
		CHECK_OK(writ_thread_resume(slot));
		CHECK_OK(writ_delete(AT(slot)));
		CHECK_OK(writ_retype(memory, CAP_NOTIFICATION, 0, AT(slot), 1));
		CHECK_OK(writ_signal(slot));
		CHECK_OK(writ_delete(AT(slot)));
	}
}

int main(void)
{
	RUN(thread_starts);
	RUN(thread_needs_context);
	RUN(thread_suspends);
	RUN(thread_registers);
	RUN(thread_hears_nothing);
	RUN(thread_stays_unprivileged);
	RUN(thread_runs_with_any_cpsr);
	RUN(thread_begins_unprivileged);
	RUN(thread_empty);
	RUN(thread_configure_refuses);
	RUN(thread_rights);
	RUN(thread_deletes_itself);
	RUN(thread_suspends_itself);
	RUN(thread_memory_returns);
	test_end();
}

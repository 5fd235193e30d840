// SPDX-License-Identifier: Apache-2.0
/*
 * Checks and threads for tests: see check.h.
 */
#include <stdlib.h>

#include "check.h"

#define WORKERS 48u
#define STACK_BYTES 2048u
#define BUFFER_BASE 0x30000000u
#define PAGE 4096u

static unsigned failed_checks;
static bool failed_any;

static uint8_t stacks[WORKERS][STACK_BYTES] __attribute__((aligned(8)));
static uint32_t buffers[WORKERS]; /* frames */
static uint32_t owners[WORKERS];  /* threads, 0 where the place is free */
static uint32_t parking;

void check_true(bool condition, const char *text, const char *file, int line)
{
	if (condition)
		return;
	failed_checks++;
	printf("%s:%d: not true: %s\n", file, line, text);
}

void check_equal(uint32_t value, uint32_t expected, const char *text, const char *file, int line)
{
	if (value == expected)
		return;
	failed_checks++;
	printf("%s:%d: %s is %#lx, not %#lx\n", file, line, text, (unsigned long)value,
	       (unsigned long)expected);
}

void check_result(uint32_t result, uint32_t expected, const char *text, const char *file, int line)
{
	if (result == expected)
		return;
	failed_checks++;
	printf("%s:%d: %s answers %s (%lu), not %s (%lu)\n", file, line, text, writ_status_name(result),
	       (unsigned long)writ_argument(result), writ_status_name(expected),
	       (unsigned long)writ_argument(expected));
}

void test_run(const char *name, void (*test)(void))
{
	failed_checks = 0;
	CHECK_OK(writ_thread_set_priority(ROOT_THREAD, TEST_PRIORITY, PRIORITIES - 1));
	test();
	printf("%s %s\n", failed_checks == 0 ? "ok" : "FAIL", name);
	if (failed_checks != 0)
		failed_any = true;
}

_Noreturn void test_end(void)
{
	puts("end");
	exit(failed_any || failed_checks != 0 ? 1 : 0);
}

uint32_t object(uint32_t type)
{
	return object_sized(type, 0);
}

uint32_t object_sized(uint32_t type, uint32_t size)
{
	uint32_t slot = writ_object_new(type, size, 1);

	if (slot == 0) {
		printf("no memory for an object of type %lu\n", (unsigned long)type);
		exit(1);
	}
	return slot;
}

void slice_give(uint32_t context, uint32_t microseconds)
{
	CHECK_OK(writ_sched_context_configure(context, ROOT_MACHINE, microseconds, 0));
}

uint32_t type_of(uint32_t slot)
{
	struct writ_inspection found = {0};

	if (writ_inspect(AT(slot), &found) != STATUS_OK)
		return CAP_NULL;
	return found.type;
}

_Noreturn void worker_stop(void)
{
	for (;;)
		(void)writ_wait(parking, 0);
}

static void worker_begin(uint32_t argument, worker_entry entry)
{
	entry(argument);
	worker_stop();
}

/* Registers r0 and r1 of a new worker are the arguments of worker_begin. */
static bool worker_arguments(uint32_t thread, worker_entry entry, uint32_t argument)
{
	uint32_t values[2] = {argument, (uint32_t)entry};

	return writ_thread_write_registers(thread, 0, 2, values) == STATUS_OK;
}

static uint32_t worker_buffer(uint32_t place)
{
	if (parking == 0)
		parking = object(CAP_NOTIFICATION);
	if (buffers[place] == 0) {
		buffers[place] = object_sized(CAP_FRAME, 12);
		if (writ_page_map(buffers[place], ROOT_VSPACE, BUFFER_BASE + place * PAGE,
		                  RIGHT_READ | RIGHT_WRITE, MEMORY_CACHED) != STATUS_OK)
			exit(1);
	}
	return buffers[place];
}

struct worker worker_new(worker_entry entry, uint32_t argument, uint32_t priority, uint32_t fault)
{
	struct writ_thread_options options = {0};
	struct writ_thread made = {0};
	uint32_t place = 0;

	while (place < WORKERS && owners[place] != 0)
		place++;
	if (place < WORKERS) {
		options.entry = (uint32_t)worker_begin;
		options.stack_top = (uint32_t)stacks[place] + STACK_BYTES;
		options.priority = priority;
		options.ceiling = priority;
		options.fault = fault;
		options.buffer = worker_buffer(place);
		options.buffer_address = BUFFER_BASE + place * PAGE;
		made = writ_thread_new(&options);
	}
	if (made.thread == 0 || !worker_arguments(made.thread, entry, argument)) {
		puts("no thread");
		exit(1);
	}
	owners[place] = made.thread;
	return (struct worker){made.thread, made.context, (volatile uint32_t *)options.buffer_address};
}

struct worker worker_start(worker_entry entry, uint32_t argument, uint32_t priority)
{
	struct worker worker = worker_new(entry, argument, priority, 0);

	CHECK_OK(writ_thread_resume(worker.thread));
	return worker;
}

uint32_t worker_state(const struct worker *worker)
{
	struct writ_thread_state state = {.state = 99};

	CHECK_OK(writ_thread_status(worker->thread, &state));
	return state.state;
}

uint32_t worker_pc(const struct worker *worker)
{
	struct writ_thread_state state = {0};

	CHECK_OK(writ_thread_status(worker->thread, &state));
	return state.pc;
}

void worker_end(struct worker *worker)
{
	CHECK_OK(writ_delete(AT(worker->thread)));
	CHECK_OK(writ_delete(AT(worker->context)));
	for (uint32_t i = 0; i < WORKERS; i++)
		if (owners[i] == worker->thread)
			owners[i] = 0;
}

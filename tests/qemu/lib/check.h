// SPDX-License-Identifier: Apache-2.0
/*
 * For the root tasks of tests/qemu: checks that say what failed, and threads to
 * test with.
 *
 * A case's main runs its tests with RUN, each of which prints `ok <name>` or, after
 * a line for every check that failed, `FAIL <name>`; test_end prints `end` and stops
 * the machine, with status 0 if nothing failed.
 */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "writ/layout.h"
#include "writ/root.h"

#define CHECK(condition) \
	check_true(condition, #condition, __FILE__, __LINE__)
#define CHECK_EQUAL(value, expected) \
	check_equal((uint32_t)(value), (uint32_t)(expected), #value, __FILE__, __LINE__)
/* The call is refused with this status and argument; CHECK_OK: it is not. */
#define CHECK_REFUSED(call, status, argument) \
	check_result(call, (uint32_t)(status) | (uint32_t)(argument) << 8, #call, __FILE__, __LINE__)
#define CHECK_OK(call) check_result(call, STATUS_OK, #call, __FILE__, __LINE__)

#define RUN(test) test_run(#test, test)

void check_true(bool condition, const char *text, const char *file, int line);
void check_equal(uint32_t value, uint32_t expected, const char *text, const char *file, int line);
void check_result(uint32_t result, uint32_t expected, const char *text, const char *file, int line);
void test_run(const char *name, void (*test)(void));
_Noreturn void test_end(void);

/* A slot of the root CNode. */
#define AT(slot) writ_slot_own(slot)

/* Priorities of tests: the root task runs with TEST_PRIORITY; what stands above it is preferred. */
#define TEST_PRIORITY 32u

/* A single new object; the test ends if there is none. */
uint32_t object(uint32_t type);
uint32_t object_sized(uint32_t type, uint32_t size);

/* The scheduling context has a time slice of this many microseconds, without a bound. */
void slice_give(uint32_t context, uint32_t microseconds);

/* The type of a capability, CAP_NULL for an empty slot. */
uint32_t type_of(uint32_t slot);

/* Threads of the root task's own address space, each with a stack and an IPC buffer. */
struct worker {
	uint32_t thread;
	uint32_t context;
	volatile uint32_t *buffer;
};
typedef void (*worker_entry)(uint32_t argument);

/* A new thread, not resumed, with this handler for its faults (0: none). */
struct worker worker_new(worker_entry entry, uint32_t argument, uint32_t priority, uint32_t fault);
/* The same, running. */
struct worker worker_start(worker_entry entry, uint32_t argument, uint32_t priority);
uint32_t worker_state(const struct worker *worker);
uint32_t worker_pc(const struct worker *worker);
/* Deletes its capabilities, and with them the thread. */
void worker_end(struct worker *worker);

/* What an entry that returns does: stops its own thread, forever. */
_Noreturn void worker_stop(void);

#endif

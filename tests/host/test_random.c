// SPDX-License-Identifier: Apache-2.0
/*
 * Hostile user programs: several threads that share and trade capabilities make
 * system calls with registers that are plausible, or not, between interrupts
 * and faults.  After every entry the whole invariant is checked, every part in
 * full, and a refused call must have changed nothing.
 *
 * A run is its seed: WRIT_FUZZ_SEED=S in the environment repeats it, and
 * WRIT_FUZZ_STEPS=N makes it longer; ctest runs two seeds, side by side.  When nobody is left who could run (the root
 * task has deleted itself, or all wait), a new world begins.
 */
#include "check.h"
#include "checked_windows.h"
#include "groups.h"
#include "invariant.h"
#include "inventory.h"
#include "random_call.h"
#include "syscall.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define STEPS 500000u
#define SVC_PC 0x00101000u
#define IDLE_MAX 40u

static uint64_t seed;
static uint64_t step;
static uint32_t idle_steps;
static uint64_t worlds, refusals, restarts, cancelling, timers, exhausted;

static void random_note(void)
{
	fprintf(stderr, "again: WRIT_FUZZ_SEED=%" PRIu64 " WRIT_FUZZ_STEPS=%" PRIu64 "; step %" PRIu64
	        ", thread %u, r7 %u r0 0x%x r1 0x%x\n", seed, step + 1, step, kernel.current,
	        random_called[7], random_called[0], random_called[1]);
}

static uint64_t number_from(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text != 0 ? strtoull(text, 0, 0) : otherwise;
}

/* Entries. */

static uint8_t again[THREADS / (GRANULES / FAKE_GRANULES)]; /* the thread's call restarts */

static void step_check(void)
{
	if (step % 4 == 0)
		inventory_retire();
	if (invariant_holds(1))
		return;
	fprintf(stderr, "invariant, part %s: not so for number %u\n", broken.part, broken.number);
	check_fail(__FILE__, __LINE__, broken.what);
}

/* The answer to thread t's call, if it goes on: refused calls have changed nothing. */
static void answer_check(uint32_t t, uint64_t types)
{
	uint32_t answer = reg(t, 0), status = answer % ANSWER_ARGUMENT, where;

	CHECK(answer / ANSWER_ARGUMENT < 9 && status < STATUS_RESTART);
	if (status == STATUS_OK || status == STATUS_CANCELLED)
		return;
	refusals++;
	CHECK_EQUAL(granule_type_changes, types);
	where = inventory_changed((t * THREAD_GRANULES + THREAD_SLOTS) * GRANULE_WORDS);
	if (where != UINT32_MAX)
		check_differs(__FILE__, __LINE__, "word changed by a refused call", where, UINT32_MAX);
}

static void step_call(uint32_t t)
{
	uint64_t types;
	uint32_t size;

	if (!again[t] || random_below(10) == 0)
		random_call(t);
	again[t] = 0;
	size = (reg(t, REGISTER_CPSR) & 0x20) != 0 ? 2 : 4;
	THREAD(t).registers[REGISTER_PC] = SVC_PC + size;
	inventory_changed(UINT32_MAX);
	types = granule_type_changes;
	syscall_entry();
	if (kernel.current != t)
		return;
	again[t] = reg(t, REGISTER_PC) == SVC_PC;
	restarts += again[t];
	if (!again[t])
		answer_check(t, types);
}

/* The clock goes on: mostly a little, and while nobody runs until the timer is to interrupt. */
static void time_random(void)
{
	if (random_below(4) != 0)
		fake.clock += random_below(20);
	else
		fake.clock += random_below(random_below(50) == 0 ? 20000 : 800);
	if (kernel.current == kernel.idle && fake.alarm != UINT64_MAX && fake.alarm > fake.clock)
		fake.clock = fake.alarm;
}

/* A line that may fire; the timer's most often. */
static uint32_t random_line(void)
{
	uint32_t line = board_irqs[random_below(board.irq_count)].line;

	if (random_below(3) != 0)
		line = FAKE_TIMER_IRQ;
	else if (random_below(20) == 0)
		line = IRQ_LINES;
	else if (!fake.unmasked[line] && random_below(20) != 0)
		line = FAKE_TIMER_IRQ;
	return line;
}

/* It interrupts when it is to, or late, since the kernel was at work. */
static void step_timer(void)
{
	timers++;
	exhausted += releases.waiting != 0;
	fake.pending = FAKE_TIMER_IRQ;
	interrupt_entry();
}

static void step_interrupt(void)
{
	fake.pending = random_line();
	interrupt_entry();
}

static void step_fault(void)
{
	uint32_t t = kernel.current, kind = random_below(4);

	again[t] = 0;
	if (kind < 2)
		page_fault_entry(random_word(), random_below(3), random_word());
	else if (kind == 2)
		undefined_entry();
	else
		debug_entry();
	CHECK(THREAD(t).state != THREAD_RUNNABLE);
}

static uint32_t fpu_left[THREADS / (GRANULES / FAKE_GRANULES)]; /* by each thread, in the FPU */

/* The running thread uses the FPU: it finds what it left there, or zeros if it is new, and leaves
   something else. */
static void step_fpu(void)
{
	uint32_t t = kernel.current, i;

	if (!fake.fpu_on)
		CHECK_EQUAL(fpu_entry(), t);
	for (i = 0; i < FPU_WORDS; i++)
		CHECK_EQUAL(fake.fpu[i], thread_made[t] ? 0 : fpu_left[t] + i);
	thread_made[t] = 0;
	fpu_left[t] = random_word();
	for (i = 0; i < FPU_WORDS; i++)
		fake.fpu[i] = fpu_left[t] + i;
}

static void entry_any(void)
{
	uint32_t t = kernel.current, chance = random_below(100);

	time_random();
	if (fake.alarm <= fake.clock && random_below(8) != 0)
		step_timer();
	else if (t == kernel.idle || chance < 8)
		step_interrupt();
	else if (chance < 12 && (t != world.root || random_below(200) == 0))
		step_fault();
	else if (chance >= 98)
		step_fpu();
	else
		step_call(t);
}

/* The first world is built by calls; the others are copies of it. */
static void world_new(void)
{
	static struct snapshot *first;
	uint32_t t;

	if (first == 0) {
		first = snapshot_new();
		random_world();
		snapshot_take(first);
	} else {
		snapshot_restore(first);
	}
	for (t = 0; t < sizeof again; t++)
		again[t] = 0;
	idle_steps = 0;
	worlds++;
}

void test_random(void)
{
	uint64_t steps = number_from("WRIT_FUZZ_STEPS", STEPS);

	seed = number_from("WRIT_FUZZ_SEED", 1);
	random_seed(seed);
	failure_note = random_note;
	world_new();
	for (step = 0; step < steps; step++) {
		if (fake_run(entry_any) || idle_steps > IDLE_MAX || random_below(20000) == 0)
			world_new();
		step_check();
		cancelling += kernel.cancel_next != 0;
		idle_steps = kernel.current == kernel.idle ? idle_steps + 1 : 0;
	}
	failure_note = 0;
	printf("random: seed %" PRIu64 ", %" PRIu64 " entries, %" PRIu64 " worlds, %" PRIu64
	       " refusals, %" PRIu64 " restarts, %" PRIu64 " within a cancellation, %" PRIu64 " timer interrupts, %" PRIu64
	       " while some wait\n", seed, steps, worlds, refusals, restarts, cancelling, timers, exhausted);
}

// SPDX-License-Identifier: Apache-2.0
/*
 * The test of the harness: what the kernel must not do ends the process - an
 * access outside of RAM or to memory of no type, a window of another type, and
 * what the contracts of kernel/machine.h forbid.  Each in a process of its own.
 */
#include "checked_windows.h"
#include "groups.h"
#include "world.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile uint32_t sink;
static uint32_t frame, table;

static uint32_t free_granule(void)
{
	return slot_of(world.memory).object + slot_of(world.memory).size - 64;
}

static void nothing(void)
{
	sink = SLOT(world.slots + frame).type;
}

static void outside(void)
{
	sink = buffer_window[FAKE_WORDS + 5];
}

static void past_window(void)
{
	volatile uint32_t s = GRANULES;

	sink = slot_window[s].type;
}

static void free_memory(void)
{
	buffer_window[free_granule() * GRANULE_WORDS] = 1;
}

static void entry(void)
{
	sink = link_window[slot_of(table).object * GRANULE_WORDS];
}

static void wrong_slot(void)
{
	sink = SLOT(slot_of(frame).object).type;
}

static void wrong_thread(void)
{
	sink = THREAD(kernel.run_queue * QUEUE_GRANULES / THREAD_GRANULES + 1).state;
}

static void wrong_queue(void)
{
	sink = LIST_HEAD(kernel.run_queue * QUEUE_LISTS + PRIORITIES);
}

static void wrong_link(void)
{
	sink = LINK(slot_of(table).object * GRANULE_WORDS + 3);
}

static void clear_live(void)
{
	machine_memory_clear(slot_of(frame).object, 1);
}

static void clear_much(void)
{
	machine_memory_clear(free_granule() - CLEAR_GRANULES, CLEAR_GRANULES + 1);
}

static void retype_live(void)
{
	machine_retype(slot_of(frame).object, 1, CAP_CNODE);
}

static void retype_unclean(void)
{
	machine_retype(free_granule(), 1, CAP_CNODE);
}

static void entry_elsewhere(void)
{
	machine_entry_write(slot_of(table).object * GRANULE_WORDS + PAGE_TABLE_ENTRIES, 0);
}

static void entry_replaced(void)
{
	machine_entry_write(slot_of(table).object * GRANULE_WORDS,
	                    machine_entry_page(slot_of(frame).object + PAGE_GRANULES, RIGHT_READ, 0));
}

static void finish_other(void)
{
	machine_irq_finish(33);
}

/* Does `f`, in a child process, end it with an error? */
static int ends(void (*f)(void))
{
	int status = 0;
	pid_t child = fork();

	CHECK(child >= 0);
	if (child == 0) {
		CHECK(freopen("/dev/null", "w", stderr) != 0);
		f();
		_exit(0);
	}
	CHECK(waitpid(child, &status, 0) == child);
	return status != 0;
}

void test_guards(void)
{
	world_boot();
	table = make(CAP_PAGE_TABLE, 0, 1);
	frame = make(CAP_FRAME, 12, 2);
	OK(table, PAGE_TABLE_MAP, ROOT_VSPACE, 0x00400000);
	OK(frame, FRAME_MAP, ROOT_VSPACE, 0x00400000, RIGHT_READ, MEMORY_CACHED);
	CHECK(!ends(nothing));
	CHECK(ends(outside));
	CHECK(ends(past_window));
	CHECK(ends(free_memory));
	CHECK(ends(entry));
	CHECK(ends(wrong_slot));
	CHECK(ends(wrong_thread));
	CHECK(ends(wrong_queue));
	CHECK(ends(wrong_link));
	CHECK(ends(clear_live));
	CHECK(ends(clear_much));
	CHECK(ends(retype_live));
	CHECK(ends(retype_unclean));
	CHECK(ends(entry_elsewhere));
	CHECK(ends(entry_replaced));
	CHECK(ends(finish_other));
}

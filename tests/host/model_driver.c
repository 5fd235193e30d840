// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's side of the comparison with the model in tests/model: operations
 * come in by line, one kernel entry each, and what the thread gets and how the
 * capabilities changed goes out.
 *
 *   reset             the world as it was at first; then as for dump
 *   call A r0 .. r10  actor A (0: the root task's thread, 1: another) makes this
 *                     system call: one entry, so a call may have to be made again
 *   pass N            so many counts of the machine's clock pass; the timer interrupts when it is to
 *   dump              all capabilities
 *
 * Numbers are hexadecimal.  The answer is lines until a full stop:
 *
 *   t A thread context     (reset) the actor's thread and scheduling context, by granule
 *   = r0 r2 r3 r4 r5       the call is done, or was refused
 *   = thread n             (pass) who runs, by granule, 0 if nobody; how often the timer has interrupted
 *   restart                the call is to be made again
 *   gone                   it does not go on: the actor is no more
 *   stuck                  the actor cannot run; nothing was called
 *   + slot type rights object size word0 word1 parent depth     is so now
 *   - slot                 is empty now
 *   d header size          a CNode that is being emptied
 *
 * What did not change since the last answer is not told, but by reset and dump.
 * After each entry the whole invariant is checked, and that a call which was
 * refused has changed nothing.
 */
#include "check.h"
#include "checked_windows.h"
#include "invariant.h"
#include "inventory.h"
#include "syscall.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ACTORS 2u
#define CALL_REGISTERS 11u
#define CALL_PC 0x00101000u
#define TURNS_MAX 100u
#define LINE_CHARACTERS 256

static struct actor {
	uint32_t thread;   /* numbers */
	uint32_t context;
} actors[ACTORS];
static struct snapshot *first;
static char line[LINE_CHARACTERS];

/* A capability as the model sees it. */
struct seen {
	uint32_t type;     /* CAP_NULL: was told to be empty, or never told */
	uint32_t rights;
	uint32_t object;
	uint32_t size;
	uint32_t word0;
	uint32_t word1;
	uint32_t parent;
	uint32_t depth;
};
static struct seen seen[FAKE_GRANULES];
static struct inventory_list told; /* slots whose `seen` is not empty */

static void driver_note(void)
{
	fprintf(stderr, "after the line: %s", line);
}

static struct seen slot_seen(uint32_t s)
{
	struct seen c;

	c.type = SLOT(s).type;
	c.rights = SLOT(s).rights;
	c.object = SLOT(s).object;
	c.size = SLOT(s).size;
	c.word0 = SLOT(s).word0;
	c.word1 = SLOT(s).word1;
	c.parent = slot_parent[s];
	c.depth = SLOT(s).depth;
	/* How far the unmapping of a dying VSpace has come is the kernel's own. */
	if (c.type == CAP_VSPACE)
		c.word0 = 0;
	return c;
}

static void slot_tell(uint32_t s)
{
	struct seen c = slot_seen(s);

	if (memcmp(&c, &seen[s], sizeof c) == 0)
		return;
	seen[s] = c;
	printf("+ %x %x %x %x %x %x %x %x %x\n", s, c.type, c.rights, c.object, c.size, c.word0, c.word1,
	       c.parent, c.depth);
}

/* What changed since this was asked last. */
static void changes_tell(void)
{
	uint32_t i, s;

	for (i = 0; i < told.count; i++) {
		s = told.at[i];
		if (slot_is_live(s))
			continue;
		printf("- %x\n", s);
		memset(&seen[s], 0, sizeof seen[s]);
	}
	for (i = 0; i < slots_live.count; i++)
		slot_tell(slots_live.at[i]);
	memcpy(told.at, slots_live.at, slots_live.count * sizeof told.at[0]);
	told.count = slots_live.count;
	for (s = kernel.dying; s != 0; s = SLOT(s).object)
		printf("d %x %x\n", s, SLOT(s).size);
	printf(".\n");
	fflush(stdout);
}

static void all_tell(void)
{
	memset(seen, 0, sizeof seen);
	told.count = 0;
	changes_tell();
}

static void entry_check(void)
{
	inventory_retire();
	if (invariant_holds(1))
		return;
	fprintf(stderr, "invariant, part %s: not so for number %u\n", broken.part, broken.number);
	check_fail(__FILE__, __LINE__, broken.what);
}

/* The world: the root task, and a thread beside it. */

static void driver_start(void)
{
	struct made_thread other;

	world_boot();
	other = make_thread();
	actors[0].thread = world.root;
	actors[0].context = number_of(ROOT_SCHED_CONTEXT);
	actors[1].thread = other.number;
	actors[1].context = number_of(other.context);
	first = snapshot_new();
	snapshot_take(first);
}

static void driver_reset(void)
{
	uint32_t a;

	snapshot_restore(first);
	entry_check();
	for (a = 0; a < ACTORS; a++)
		printf("t %x %x %x\n", a, actors[a].thread * THREAD_GRANULES,
		       actors[a].context * SCHED_CONTEXT_GRANULES);
	all_tell();
}

/* Who runs yields until the thread does; 0 if it never does. */
static int thread_turn(uint32_t t)
{
	uint32_t i;

	for (i = 0; i < TURNS_MAX && kernel.current != t && kernel.current != kernel.idle; i++) {
		THREAD(kernel.current).registers[7] = CALL_YIELD;
		syscall_entry();
	}
	return kernel.current == t;
}

/* What the thread has got. */
static void answer_tell(uint32_t t, uint64_t types)
{
	uint32_t r0 = (t * THREAD_GRANULES + THREAD_SLOTS) * GRANULE_WORDS, where;

	printf("= %x %x %x %x %x\n", reg(t, 0), reg(t, 2), reg(t, 3), reg(t, 4), reg(t, 5));
	if (reg(t, 0) == STATUS_OK)
		return;
	CHECK_EQUAL(granule_type_changes, types);
	where = inventory_changed(r0);
	if (where != UINT32_MAX)
		check_differs(__FILE__, __LINE__, "word changed by a refused call", where, UINT32_MAX);
}

static void driver_call(uint32_t t, const uint32_t r[CALL_REGISTERS])
{
	uint64_t types;
	uint32_t i;

	if (!thread_is(t) || !thread_turn(t)) {
		printf("stuck\n");
	} else {
		for (i = 0; i < CALL_REGISTERS; i++)
			THREAD(t).registers[i] = r[i];
		THREAD(t).registers[REGISTER_PC] = CALL_PC + 4;
		inventory_changed(UINT32_MAX);
		types = granule_type_changes;
		syscall_entry();
		if (kernel.current != t)
			printf("gone\n");
		else if (reg(t, REGISTER_PC) == CALL_PC)
			printf("restart\n");
		else
			answer_tell(t, types);
	}
	entry_check();
	changes_tell();
}

static void driver_pass(uint32_t counts)
{
	uint32_t interrupts = world.entries;

	time_pass(counts);
	printf("= %x %x\n", kernel.current == kernel.idle ? 0 : kernel.current * THREAD_GRANULES,
	       world.entries - interrupts);
	changes_tell();
}

/* The hexadecimal numbers of a line; how many there are. */
static uint32_t numbers_read(char *text, uint32_t *number, uint32_t max)
{
	uint32_t n = 0;
	char *word;

	for (word = strtok(text, " \n"); word != 0 && n < max; word = strtok(0, " \n"))
		number[n++] = (uint32_t)strtoul(word, 0, 16);
	return n;
}

static int line_do(void)
{
	uint32_t number[CALL_REGISTERS + 1];
	char text[LINE_CHARACTERS];

	if (strcmp(line, "reset\n") == 0) {
		driver_reset();
	} else if (strcmp(line, "dump\n") == 0) {
		all_tell();
	} else if (strncmp(line, "call ", 5) == 0) {
		strcpy(text, line + 5);
		if (numbers_read(text, number, CALL_REGISTERS + 1) != CALL_REGISTERS + 1
		    || number[0] >= ACTORS)
			return 0;
		driver_call(actors[number[0]].thread, number + 1);
	} else if (strncmp(line, "pass ", 5) == 0) {
		driver_pass((uint32_t)strtoul(line + 5, 0, 16));
	} else {
		return 0;
	}
	return 1;
}

int main(void)
{
	driver_start();
	failure_note = driver_note;
	while (fgets(line, sizeof line, stdin) != 0) {
		if (!line_do()) {
			fprintf(stderr, "no such line: %s", line);
			return 2;
		}
	}
	return 0;
}

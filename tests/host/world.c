// SPDX-License-Identifier: Apache-2.0
/* A booted kernel to test: see world.h. */
#include "world.h"
#include "boot.h"
#include "invariant.h"
#include "inventory.h"
#include "syscall.h"

#include <stdio.h>
#include <string.h>

struct world world;

/* The memory before the last call, with the caller's registers as it called. */
static struct snapshot *before;
static uint32_t before_caller;
static uint32_t before_dying;

static void image_write(void)
{
	uint32_t *word = &ram_window[FAKE_IMAGE * GRANULE_WORDS], i;
	static const uint32_t segments[2][4] = {
		{IMAGE_TEXT, 1, 3, RIGHT_READ + RIGHT_EXECUTE},
		{IMAGE_DATA, 4, 2, RIGHT_READ + RIGHT_WRITE}
	};

	word[0] = BOOT_IMAGE_MAGIC;
	word[1] = BOOT_IMAGE_VERSION;
	word[2] = IMAGE_PAGES;
	word[3] = IMAGE_ENTRY;
	word[4] = 2;
	for (i = 0; i < 8; i++)
		word[BOOT_IMAGE_HEADER_WORDS + i] = segments[i / 4][i % 4];
	for (i = 1024; i < IMAGE_PAGES * 1024; i++)
		word[i] = i * 2654435761u;
}

void world_prepare(void)
{
	uint32_t w, end = FAKE_IMAGE + IMAGE_PAGES * PAGE_GRANULES;

	fake_reset();
	kernel = (struct kernel){0};
	memset(&releases, 0, sizeof releases);
	account = (struct account){0};
	memset(&world, 0, sizeof world);
	fake_type_set(PAGE_GRANULES, FAKE_LOW_END - PAGE_GRANULES, CAP_UNTYPED);
	fake_type_set(FAKE_OBJECTS, THREAD_SLOTS, CAP_CNODE);
	fake_type_set(FAKE_OBJECTS + THREAD_SLOTS, THREAD_GRANULES - THREAD_SLOTS, CAP_THREAD);
	fake_type_set(FAKE_OBJECTS + THREAD_GRANULES, QUEUE_GRANULES, TYPE_RUN_QUEUE);
	fake_type_set(FAKE_OBJECTS + THREAD_GRANULES + QUEUE_GRANULES, BOOT_SLOTS, CAP_CNODE);
	fake_type_set(FAKE_IMAGE, IMAGE_PAGES * PAGE_GRANULES, CAP_FRAME);
	fake_type_set(end, FAKE_GRANULES - end, CAP_UNTYPED);
	image_write();
	/* Free memory holds what was there before. */
	for (w = end * GRANULE_WORDS; w < FAKE_WORDS; w++)
		ram_window[w] = 0xdeadbeef;
	for (w = PAGE_GRANULES * GRANULE_WORDS; w < FAKE_LOW_END * GRANULE_WORDS; w++)
		ram_window[w] = 0xdeadbeef;
}

/* The capabilities by name, in the order in which boot puts them into the root CNode. */
static void world_name(void)
{
	uint32_t i;

	world.root = kernel.current;
	world.slots = slot_window[kernel.current * THREAD_GRANULES + THREAD_SLOT_CSPACE].object;
	world.image = ROOT_FIRST;
	world.memory = ROOT_FIRST + IMAGE_PAGES;
	world.low = world.memory + 1;
	for (i = 0; i < 4; i++)
		world.device[i] = world.low + 1 + i;
	for (i = 0; i < 6; i++)
		world.irq[i] = world.low + 5 + i;
	world.free = world.low + 11;
}

void world_boot(void)
{
	world_prepare();
	boot(FAKE_OBJECTS, FAKE_IMAGE, FAKE_GRANULES, FAKE_LOW_END);
	world_name();
	if (before == 0)
		before = snapshot_new();
	invariant_check();
}

static void entry_done(uint32_t chosen)
{
	CHECK_EQUAL(chosen, kernel.current);
	world.entries++;
	inventory_retire();
	invariant_check();
}

/* One svc; 1 if the kernel asks for it again: the pc it leaves is then that of the svc. */
static int svc_once(uint32_t t)
{
	uint32_t pc = thread_window[t].registers[REGISTER_PC];

	thread_window[t].registers[REGISTER_PC] = pc + 4;
	entry_done(syscall_entry());
	return thread_is(t) && thread_window[t].registers[REGISTER_PC] == pc;
}

/* svc until the kernel does not ask for it again. */
static uint32_t svc(uint32_t t)
{
	uint32_t rounds = 0;

	while (rounds < 10000 && svc_once(t)) {
		if (kernel.current != t)
			return BLOCKED;
		rounds++;
	}
	CHECK(rounds < 10000);
	if (kernel.current != t)
		return BLOCKED;
	return thread_window[t].registers[0];
}

/* The running thread is about to call. */
static uint32_t caller_set(uint32_t number, const uint32_t r[11])
{
	uint32_t t = kernel.current, i;

	CHECK(t != kernel.idle);
	for (i = 0; i <= 10; i++)
		thread_window[t].registers[i] = r[i];
	thread_window[t].registers[7] = number;
	return t;
}

uint32_t call(uint32_t number, const uint32_t r[11])
{
	uint32_t t = caller_set(number, r);

	before_caller = t;
	before_dying = kernel.dying;
	thread_window[t].registers[REGISTER_PC] += 4;
	snapshot_take(before);
	thread_window[t].registers[REGISTER_PC] -= 4;
	return svc(t);
}

uint32_t invoke_with(const uint32_t a[10])
{
	return CALL(CALL_INVOKE, a[0], a[1], a[2], a[3], a[4], a[5], a[6], 0, a[7], a[8], a[9]);
}

int invoke_once_with(const uint32_t a[10])
{
	const uint32_t r[11] = {a[0], a[1], a[2], a[3], a[4], a[5], a[6], 0, a[7], a[8], a[9]};

	return svc_once(caller_set(CALL_INVOKE, r));
}

void refusal_check(const char *file, int line, uint32_t answer, uint32_t expected)
{
	uint32_t r0 = (before_caller * THREAD_GRANULES + THREAD_SLOTS) * GRANULE_WORDS, where;

	if (answer != expected) {
		fprintf(stderr, "status %u of argument %u instead of status %u of argument %u\n",
		        answer % ANSWER_ARGUMENT, answer / ANSWER_ARGUMENT, expected % ANSWER_ARGUMENT,
		        expected / ANSWER_ARGUMENT);
		check_fail(file, line, "the call is refused with the right status");
	}
	CHECK_EQUAL(before_dying, 0);
	where = snapshot_difference(before, r0, 1);
	if (where != UINT32_MAX) {
		fprintf(stderr, "byte 0x%x (granule %u) changed\n", where, where / GRANULE_BYTES);
		check_fail(file, line, "a refused call changes nothing");
	}
}

void interrupt(uint32_t irq)
{
	fake.pending = irq;
	entry_done(interrupt_entry());
}

void tick(void)
{
	if (fake.alarm != UINT64_MAX && fake.alarm > fake.clock)
		fake.clock = fake.alarm;
	interrupt(FAKE_TIMER_IRQ);
}

void time_pass(uint64_t counts)
{
	uint64_t end = fake.clock + counts;
	uint32_t rounds;

	for (rounds = 0; fake.alarm <= end; rounds++) {
		CHECK(rounds < 100000);
		tick();
	}
	fake.clock = end;
}

void page_fault(uint32_t address, uint32_t access, uint32_t status)
{
	entry_done(page_fault_entry(address, access, status));
}

uint32_t make(uint32_t type, uint32_t size, uint32_t n)
{
	uint32_t first = world.free;

	OK(world.memory, UNTYPED_RETYPE, type, size, SLOT_AT(first), n);
	world.free += n;
	return first;
}

struct made_thread make_thread(void)
{
	struct made_thread thread;

	thread.cap = make(CAP_THREAD, 0, 1);
	thread.context = make(CAP_SCHED_CONTEXT, 0, 1);
	thread.number = number_of(thread.cap);
	OK(thread.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, 0, 0, 0);
	OK(thread.cap, THREAD_SET_PRIORITY, PRIORITIES - 1, PRIORITIES - 1);
	OK(thread.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 1000, 0);
	OK(thread.context, SCHED_CONTEXT_BIND, thread.cap);
	OK(thread.cap, THREAD_RESUME);
	return thread;
}

void act_as(uint32_t t)
{
	uint32_t registers[REGISTERS], i, u;

	for (i = 0; i < 1000 && kernel.current != t; i++) {
		u = kernel.current;
		memcpy(registers, thread_window[u].registers, sizeof registers);
		CALL(CALL_YIELD, 0);
		memcpy(thread_window[u].registers, registers, sizeof registers);
	}
	CHECK_EQUAL(kernel.current, t);
}

struct slot slot_of(uint32_t cap)
{
	return slot_window[world.slots + cap];
}

uint32_t number_of(uint32_t cap)
{
	static const uint32_t granules[] = {
		1, 1, 1, THREAD_GRANULES, QUEUE_GRANULES, QUEUE_GRANULES, REPLY_GRANULES,
		SCHED_CONTEXT_GRANULES, VSPACE_GRANULES, PAGE_TABLE_GRANULES, 1, 1, 1
	};
	struct slot s = slot_of(cap);

	return s.object / granules[s.type];
}

uint32_t reg(uint32_t t, uint32_t r)
{
	return thread_window[t].registers[r];
}

uint32_t lend(uint32_t cap, uint32_t rights)
{
	OK(ROOT_CNODE, CNODE_COPY, world.free, 32, SLOT_AT(cap), rights);
	return world.free++;
}

uint32_t mint(uint32_t cap, uint32_t rights, uint32_t word0, uint32_t word1)
{
	OK(ROOT_CNODE, CNODE_MINT, world.free, 32, SLOT_AT(cap), rights, word0, word1);
	return world.free++;
}

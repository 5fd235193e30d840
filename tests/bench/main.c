// SPDX-License-Identifier: Apache-2.0
/*
 * What the kernel's operations cost, in instructions of the kernel.
 *
 * Prints `bench <name> <count>` for every row and `end`.  The counter counts
 * privileged instructions only, and on the emulator with -icount a count
 * repeats to the instruction; of some turns the smallest is reported.  The time
 * slices are so long that the timer does not interrupt what is measured.
 *
 * The names, and the rows of targets they belong to:
 *
 *     null_call                   system call with an invalid number
 *     call, reply_recv            no words, to a waiting server in another address space
 *     call_N, reply_recv_N        N words
 *     call_capability             no words, a loan
 *     signal, poll                nobody waits; the word is 0
 *     signal_switch, wait_switch  to a waiter that is preferred; its next wait, back
 *     yield_alone, yield_peer
 *     fpu                         the first FPU instruction after another thread's
 *     interrupt                   a line's interrupt -> the user-level handler runs
 *     fault, fault_reply          access -> the pager runs; its reply -> access done
 *     fault_round_trip            both, and the pager's map
 *     map, unmap                  a frame of 4 KiB
 *     revoke_N                    N loans of an endpoint's capability
 *     thread                      create, configure, give time, start, destroy
 *     give_slice, give_budget     time, without and with a period; consumed: what was used
 *     slice_end                   the timer's interrupt, nobody else is there to run
 *     copy_..., mint_..., move_..., delete_..., retype_..., destroy_...: objects.c
 *     crowded_...                 each of them beside CROWD unrelated objects of every type
 *
 * Every measurement is made alone and in the crowd, by the same code: tools/bench.py
 * refuses a count that differs.
 */
#include <string.h>

#include "bench.h"

#define TURNS 8u
#define SLICE_LONG 0xffffffffu /* microseconds: more than an hour */
#define RW (RIGHT_READ | RIGHT_WRITE)
#define WINDOW 0x40000000u    /* the root task's views */
#define FAULTS_AT 0x44000000u /* pages that the faulter reads */
#define CODE_AT 0x00100000u   /* in the other address space */
#define SHARED_AT 0x10000000u
#define BUFFER_AT 0x10001000u
#define GPIO 0x09030000u
#define GPIO_LINE 39u
#define GPIO_AT 0x45000000u
#define MAPS_AT (FAULTS_AT + 0x40000u)

#define CROWD 1000u
#define CROWD_RADIX 14u
#define MEMORY_BYTES (5u << 20) /* 256 VSpaces, and their alignment */

extern const char bench_loops[], bench_loops_end[], bench_server[], bench_faulter[], bench_waiter[],
	bench_fpu_user[];

uint32_t slots, memory;
static uint32_t endpoint, notification;
static const char *prefix = "";

void report(const char *name, uint32_t number, uint32_t count)
{
	if (number == NO_NUMBER)
		printf("bench %s%s %lu\n", prefix, name, (unsigned long)count);
	else
		printf("bench %s%s_%lu %lu\n", prefix, name, (unsigned long)number, (unsigned long)count);
}

/* A system call's count; its result has to be this. */
static uint32_t counted(struct writ_registers registers, uint32_t result)
{
	struct stamps stamps;

	bench_trap(&registers, &stamps);
	if (registers.r[0] != result)
		printf("call %lu of operation %lu\n", (unsigned long)registers.r[7], (unsigned long)registers.r[1]);
	CHECK_EQUAL(registers.r[0], result);
	return stamps.after - stamps.before;
}

static uint32_t counted_call(uint32_t number, uint32_t capability, uint32_t result)
{
	return counted((struct writ_registers){{capability, [7] = number}}, result);
}

uint32_t counted_invocation(uint32_t capability, uint32_t operation, const uint32_t a[8])
{
	return counted((struct writ_registers){{
		capability, operation, a[0], a[1], a[2], a[3], a[4], CALL_INVOKE, a[5], a[6], a[7],
	}}, STATUS_OK);
}

/* The cycle counter counts when the kernel runs: PMCCFILTR.U = 1, through PMSELR = 31. */
static void counter_start(void)
{
	CHECK_OK(writ_machine_counters(ROOT_MACHINE, 1));
	__asm__ volatile("mcr p15, 0, %0, c9, c12, 5" : : "r"(31));
	__asm__ volatile("mcr p15, 0, %0, c9, c13, 1" : : "r"(1u << 30));
}

static inline uint32_t counter(void)
{
	uint32_t value;

	__asm__ volatile("mrc p15, 0, %0, c9, c13, 0" : "=r"(value));
	return value;
}

/* What a timer interrupt costs. */
static uint32_t timer_count(void)
{
	uint32_t seen = counter(), now;

	do
		now = counter();
	while (now == seen);
	return now - seen;
}

/* --- Simple calls -------------------------------------------------------- */

static void bench_simple(void)
{
	uint32_t null = ~0u, signal = ~0u, poll = ~0u, yield = ~0u;

	for (uint32_t i = 0; i < TURNS; i++) {
		null = least(null, counted_call(0x7fffffff, 1, STATUS_INVALID_CALL));
		signal = least(signal, counted_call(CALL_SIGNAL, notification, STATUS_OK));
		(void)writ_poll(notification, 0);
		poll = least(poll, counted_call(CALL_POLL, notification, STATUS_WOULD_BLOCK));
		yield = least(yield, counted_call(CALL_YIELD, 0, STATUS_OK));
	}
	report("null_call", NO_NUMBER, null);
	report("signal", NO_NUMBER, signal);
	report("poll", NO_NUMBER, poll);
	report("yield_alone", NO_NUMBER, yield);
}

/* --- A thread beside, in a loop ------------------------------------------ */

static volatile struct stamps beside;

/* The loop `entry` of stubs.S as a thread of this address space: read-only data is executable. */
static struct worker loop_start(const char *entry, uint32_t a, uint32_t b, uint32_t priority, uint32_t fault)
{
	struct worker worker = worker_new((worker_entry)0, 0, priority, fault);
	uint32_t values[3] = {(uint32_t)&beside, a, b}, pc = (uint32_t)entry;

	CHECK_OK(writ_thread_write_registers(worker.thread, 0, 3, values));
	CHECK_OK(writ_thread_write_registers(worker.thread, REGISTER_PC, 1, &pc));
	CHECK_OK(writ_thread_resume(worker.thread));
	return worker;
}

static void bench_waiting(void)
{
	struct worker worker = loop_start(bench_waiter, CALL_WAIT, notification, TEST_PRIORITY + 1, 0);
	uint32_t wake = ~0u, back = ~0u, badged = writ_loan(notification, RIGHT_WRITE, 1);

	for (uint32_t i = 0; i < TURNS; i++) {
		struct writ_registers registers = {{badged, [7] = CALL_SIGNAL}};
		struct stamps stamps;

		bench_trap(&registers, &stamps);
		wake = least(wake, beside.after - stamps.before);
		back = least(back, stamps.after - beside.before);
	}
	report("signal_switch", NO_NUMBER, wake);
	report("wait_switch", NO_NUMBER, back);
	CHECK_OK(writ_delete(AT(badged)));
	worker_end(&worker);
}

static void bench_yielding(void)
{
	struct worker worker = loop_start(bench_waiter, CALL_YIELD, 0, TEST_PRIORITY, 0);
	uint32_t yield = ~0u;

	for (uint32_t i = 0; i < TURNS; i++) {
		struct writ_registers registers = {{0, [7] = CALL_YIELD}};
		struct stamps stamps;

		bench_trap(&registers, &stamps);
		if (i > 0)
			yield = least(yield, beside.after - stamps.before);
	}
	report("yield_peer", NO_NUMBER, yield);
	worker_end(&worker);
}

/* At the end the FPU is nobody's again: the other user of it has gone. */
static void bench_fpu(void)
{
	struct worker worker = loop_start(bench_fpu_user, 0, 0, TEST_PRIORITY, 0);
	uint32_t count = ~0u;

	for (uint32_t i = 0; i < TURNS; i++) {
		uint32_t before;

		writ_yield();
		before = counter();
		__asm__ volatile(".fpu neon-vfpv4\n\tvmov s0, r0" : : : "memory");
		count = least(count, counter() - before);
	}
	report("fpu", NO_NUMBER, count);
	writ_yield();
	worker_end(&worker);
}

static void gpio_map(void)
{
	CHECK_OK(writ_page_map(writ_device_frame(GPIO), ROOT_VSPACE, GPIO_AT, RW, MEMORY_DEVICE));
}

/* A GPIO pin that is low asks for an interrupt as soon as that is allowed: PL061, ARM DDI 0190B 3.3. */
static void bench_interrupt(void)
{
	volatile uint32_t *gpio = (volatile uint32_t *)GPIO_AT;
	uint32_t handler = writ_boot_irq(GPIO_LINE), count = ~0u;
	uint32_t badged = writ_loan(notification, RIGHT_WRITE, 1);
	struct worker worker = loop_start(bench_waiter, CALL_WAIT, notification, TEST_PRIORITY + 1, 0);

	CHECK_OK(writ_irq_bind(handler, badged));
	gpio[0x404 / 4] = 1; /* sense: level */
	gpio[0x40c / 4] = 0; /* event: low */
	for (uint32_t i = 0; i < TURNS; i++) {
		uint32_t before, seen = beside.after;

		before = counter();
		gpio[0x410 / 4] = 1;
		while (beside.after == seen)
			continue;
		count = least(count, beside.after - before);
		gpio[0x410 / 4] = 0;
		CHECK_OK(writ_irq_acknowledge(handler));
	}
	report("interrupt", NO_NUMBER, count);
	CHECK_OK(writ_irq_unbind(handler));
	CHECK_OK(writ_delete(AT(badged)));
	worker_end(&worker);
}

/* --- Messages to another address space ----------------------------------- */

static volatile struct stamps *shared;
static uint32_t server_cnode;
static struct writ_thread server;

/* A page that both address spaces see. */
static uint32_t page_shared(uint32_t vspace, uint32_t address, uint32_t window, uint32_t rights)
{
	uint32_t frame = object_sized(CAP_FRAME, 12), loan = writ_loan(frame, RIGHT_ALL, 0);

	CHECK_OK(writ_page_map(loan, ROOT_VSPACE, window, RW, MEMORY_CACHED));
	if ((rights & RIGHT_EXECUTE) != 0)
		memcpy((void *)window, bench_loops, (size_t)(bench_loops_end - bench_loops));
	CHECK_OK(writ_page_map(frame, vspace, address, rights, MEMORY_CACHED));
	return frame;
}

static void server_start(void)
{
	uint32_t cnode = server_cnode = object_sized(CAP_CNODE, 2), vspace = object(CAP_VSPACE), reply = object(CAP_REPLY);
	uint32_t guarded = writ_slot_take(1);
	struct writ_thread_options options = {
		.entry = CODE_AT + (uint32_t)(bench_server - bench_loops), .argument = SHARED_AT,
		.priority = TEST_PRIORITY, .cspace = guarded, .vspace = vspace, .buffer_address = BUFFER_AT,
	};

	CHECK_OK(writ_mint(AT(cnode), AT(guarded), RIGHT_ALL, 30ull << 32));
	CHECK_OK(writ_copy(AT(endpoint), (struct writ_slot){cnode, 1, 2}, RIGHT_ALL));
	CHECK_OK(writ_copy(AT(reply), (struct writ_slot){cnode, 2, 2}, RIGHT_ALL));
	(void)page_shared(vspace, CODE_AT, WINDOW, RIGHT_READ | RIGHT_EXECUTE);
	(void)page_shared(vspace, SHARED_AT, WINDOW + 0x1000, RW);
	options.buffer = page_shared(vspace, BUFFER_AT, WINDOW + 0x2000, RW);
	shared = (volatile struct stamps *)(WINDOW + 0x1000);
	server = writ_thread_new(&options);
	CHECK_OK(writ_thread_resume(server.thread));
	writ_yield();
}

/* Under these names, for each length. */
static void bench_calls(const char *call_name, const char *answer_name)
{
	static const uint32_t lengths[] = {0, 4, 10, 120};

	for (uint32_t k = 0; k < sizeof lengths / sizeof lengths[0]; k++) {
		uint32_t call = ~0u, reply_recv = ~0u;

		for (uint32_t i = 0; i < TURNS; i++) {
			struct writ_registers registers = {{endpoint, writ_info(0, lengths[k]), [7] = CALL_CALL}};
			struct stamps stamps;

			bench_trap(&registers, &stamps);
			if (registers.r[0] != STATUS_OK)
				puts("call refused");
			call = least(call, shared->after - stamps.before);
			reply_recv = least(reply_recv, stamps.after - shared->before);
		}
		report(call_name, lengths[k] == 0 ? NO_NUMBER : lengths[k], call);
		report(answer_name, lengths[k] == 0 ? NO_NUMBER : lengths[k], reply_recv);
	}
}

/* A server that runs on its callers' time, as most do, and one that has time of its own. */
static void bench_messages(void)
{
	CHECK_OK(writ_sched_context_unbind(server.context));
	bench_calls("call", "reply_recv");
	CHECK_OK(writ_sched_context_bind(server.context, server.thread));
	bench_calls("call_own", "reply_recv_own");
}

/* The server's third slot is where it receives; what arrived there is deleted. */
static void bench_transfer(void)
{
	struct writ_slot slot = {server_cnode, 3, 2};
	uint32_t call = ~0u;

	writ_receive_slots((volatile uint32_t *)(WINDOW + 0x2000), (struct writ_slot){0, slot.index, 32});
	for (uint32_t i = 0; i < TURNS; i++) {
		struct writ_message message = {0};
		struct writ_registers registers = {{endpoint, [7] = CALL_CALL}};
		struct stamps stamps;

		writ_message_lend(&message, writ_message_buffer, notification);
		registers.r[1] = message.info;
		bench_trap(&registers, &stamps);
		CHECK_EQUAL(registers.r[0], STATUS_OK);
		call = least(call, shared->after - stamps.before);
		CHECK_OK(writ_copy(slot, AT(slots), RIGHT_ALL));
		CHECK_OK(writ_delete(slot));
	}
	report("call_capability", NO_NUMBER, call);
}

/* --- Page faults --------------------------------------------------------- */

static void bench_faults(void)
{
	uint32_t handler = object(CAP_ENDPOINT), reply = object(CAP_REPLY);
	uint32_t pages = writ_object_new(CAP_FRAME, 12, TURNS + 1), start = 0;
	uint32_t to_pager = ~0u, to_access = ~0u, trip = ~0u;
	struct stamps stamps = {0}, replied = {0};
	struct writ_registers registers = {{handler, [6] = reply, [7] = CALL_RECV}};
	struct worker worker;

	CHECK_OK(writ_page_map(pages + TURNS, ROOT_VSPACE, FAULTS_AT + TURNS * 4096, RW, MEMORY_CACHED));
	CHECK_OK(writ_frame_unmap(pages + TURNS));
	worker = loop_start(bench_faulter, FAULTS_AT, 0, TEST_PRIORITY - 1, handler);
	for (uint32_t i = 0; i < TURNS; i++) {
		bench_trap(&registers, &stamps);
		if (i > 0) {
			to_access = least(to_access, beside.after - replied.before);
			trip = least(trip, beside.after - start);
		}
		start = beside.before;
		to_pager = least(to_pager, stamps.after - start);
		(void)writ_frame_map(pages + i, ROOT_VSPACE, FAULTS_AT + i * 4096, RIGHT_READ, MEMORY_CACHED);
		registers = (struct writ_registers){{
			handler, writ_info(FAULT_RESUME, 0), [6] = reply, [7] = CALL_REPLY_RECV,
		}};
		replied.before = counter();
	}
	report("fault", NO_NUMBER, to_pager);
	report("fault_reply", NO_NUMBER, to_access);
	report("fault_round_trip", NO_NUMBER, trip);
	worker_end(&worker);
	for (uint32_t i = 0; i <= TURNS; i++)
		CHECK_OK(writ_delete(AT(pages + i)));
}

/* --- Memory and capabilities --------------------------------------------- */

static void bench_mapping(void)
{
	uint32_t frame = object_sized(CAP_FRAME, 12), map = ~0u, unmap = ~0u;

	CHECK_OK(writ_page_map(frame, ROOT_VSPACE, MAPS_AT, RW, MEMORY_CACHED));
	CHECK_OK(writ_frame_unmap(frame));
	for (uint32_t i = 0; i < TURNS; i++) {
		map = least(map, COUNTED(frame, FRAME_MAP, ROOT_VSPACE, MAPS_AT, RW, MEMORY_CACHED));
		unmap = least(unmap, COUNTED(frame, FRAME_UNMAP, 0));
	}
	report("map", NO_NUMBER, map);
	report("unmap", NO_NUMBER, unmap);
	CHECK_OK(writ_delete(AT(frame)));
}

static void bench_revoke(void)
{
	static const uint32_t numbers[] = {1, 16, 256, SLOTS_MANY};
	uint32_t lent = object(CAP_ENDPOINT);

	for (uint32_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
		uint32_t count = ~0u;

		for (uint32_t turn = 0; turn < 3; turn++) {
			for (uint32_t i = 0; i < numbers[k]; i++)
				CHECK_OK(writ_copy(AT(lent), AT(slots + i), RIGHT_ALL));
			count = least(count, COUNTED(ROOT_CNODE, CNODE_REVOKE, lent, 32));
		}
		report("revoke", numbers[k], count);
	}
	CHECK_OK(writ_delete(AT(lent)));
}

static uint32_t thread_life(void)
{
	uint32_t thread = slots, context = slots + 1, sum;

	sum = COUNTED(memory, UNTYPED_RETYPE, CAP_THREAD, 0, 0, thread, 32, 1);
	sum += COUNTED(memory, UNTYPED_RETYPE, CAP_SCHED_CONTEXT, 0, 0, context, 32, 1);
	sum += COUNTED(thread, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, endpoint, 0, 0);
	sum += COUNTED(thread, THREAD_SET_PRIORITY, 3, 3);
	sum += COUNTED(thread, THREAD_WRITE_REGISTERS, REGISTER_SP, 4, 0x1000, 0, 0x1000, 0x10);
	sum += COUNTED(context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 5000, 0);
	sum += COUNTED(context, SCHED_CONTEXT_BIND, thread);
	sum += COUNTED(thread, THREAD_RESUME, 0);
	sum += COUNTED(ROOT_CNODE, CNODE_DELETE, thread, 32);
	sum += COUNTED(ROOT_CNODE, CNODE_DELETE, context, 32);
	return sum;
}

static void bench_threads(void)
{
	uint32_t count = ~0u;

	for (uint32_t i = 0; i < TURNS; i++)
		count = least(count, thread_life());
	report("thread", NO_NUMBER, count);
}

/* --- Time ---------------------------------------------------------------- */

static void bench_time(void)
{
	uint32_t slice = ~0u, budget = ~0u, consumed = ~0u, end = ~0u, context = object(CAP_SCHED_CONTEXT);

	for (uint32_t i = 0; i < TURNS; i++) {
		budget = least(budget, COUNTED(context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 1000, 10000));
		slice = least(slice, COUNTED(context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 1000, 0));
		consumed = least(consumed, COUNTED(context, SCHED_CONTEXT_CONSUMED, 0));
		slice_give(ROOT_SCHED_CONTEXT, 1000);
		end = least(end, timer_count());
		slice_give(ROOT_SCHED_CONTEXT, SLICE_LONG);
	}
	report("give_slice", NO_NUMBER, slice);
	report("give_budget", NO_NUMBER, budget);
	report("consumed", NO_NUMBER, consumed);
	report("slice_end", NO_NUMBER, end);
	CHECK_OK(writ_delete(AT(context)));
}

/* --- A crowd -------------------------------------------------------------- */

struct kind {
	uint32_t type;
	uint32_t size;
};

static const struct kind crowd_kinds[] = {
	{CAP_THREAD, 0}, {CAP_SCHED_CONTEXT, 0}, {CAP_ENDPOINT, 0}, {CAP_NOTIFICATION, 0}, {CAP_REPLY, 0},
	{CAP_PAGE_TABLE, 0}, {CAP_VSPACE, 0}, {CAP_FRAME, 12}, {CAP_CNODE, 1}, {CAP_UNTYPED, 1},
};

static struct writ_slot crowd_slot(uint32_t cnode, uint32_t kind, uint32_t i)
{
	return (struct writ_slot){cnode, 1 + kind * CROWD + i, CROWD_RADIX};
}

/* CROWD unrelated objects of every type, in a CNode of their own; the threads can run, but are
   less preferred; half of them have a period. */
static void crowd_come(void)
{
	uint32_t cnode = object_sized(CAP_CNODE, CROWD_RADIX), cast = writ_slot_take(2);
	uint32_t crowd = writ_untyped_new(32u << 20);

	for (uint32_t k = 0; k < sizeof crowd_kinds / sizeof crowd_kinds[0]; k++)
		for (uint32_t i = 0; i < CROWD; i += 200)
			CHECK_OK(writ_retype(crowd, crowd_kinds[k].type, crowd_kinds[k].size,
			                     crowd_slot(cnode, k, i), 200));
	for (uint32_t i = 0; i < CROWD; i++) {
		CHECK_OK(writ_copy(crowd_slot(cnode, 0, i), AT(cast), RIGHT_ALL));
		CHECK_OK(writ_copy(crowd_slot(cnode, 1, i), AT(cast + 1), RIGHT_ALL));
		CHECK_OK(writ_thread_set_priority(cast, 1, 1));
		CHECK_OK(writ_sched_context_configure(cast + 1, ROOT_MACHINE, 1000, i < CROWD / 2 ? 1000000 : 0));
		CHECK_OK(writ_sched_context_bind(cast + 1, cast));
		CHECK_OK(writ_thread_resume(cast));
		CHECK_OK(writ_delete(AT(cast)));
		CHECK_OK(writ_delete(AT(cast + 1)));
	}
}

static void bench_all(void)
{
	bench_simple();
	bench_messages();
	bench_transfer();
	bench_waiting();
	bench_yielding();
	bench_fpu();
	bench_interrupt();
	bench_faults();
	bench_mapping();
	bench_revoke();
	bench_threads();
	bench_time();
	bench_objects();
}

/* Memory that has never been used is a special case of retyping: there is nothing to take back. */
static void memory_use(void)
{
	memory = writ_untyped_new(MEMORY_BYTES);
	CHECK_OK(writ_retype(memory, CAP_ENDPOINT, 0, AT(slots), 1));
	CHECK_OK(writ_revoke(AT(memory)));
}

int main(void)
{
	counter_start();
	slice_give(ROOT_SCHED_CONTEXT, SLICE_LONG);
	CHECK_OK(writ_thread_set_priority(ROOT_THREAD, TEST_PRIORITY, PRIORITIES - 1));
	slots = writ_slot_take(SLOTS_MANY);
	endpoint = object(CAP_ENDPOINT);
	notification = object(CAP_NOTIFICATION);
	memory_use();
	gpio_map();
	server_start();
	bench_all();
	crowd_come();
	prefix = "crowded_";
	bench_all();
	test_end();
}

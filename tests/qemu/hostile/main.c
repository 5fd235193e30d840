// SPDX-License-Identifier: Apache-2.0
/*
 * Hostile threads: a CSpace full of capabilities, an address space of their own,
 * and registers that mean harm.  They may ruin each other; the kernel and this
 * root task go on.  Everything follows from one seed.
 *
 * The root task is the most preferred and drives: it loads an attacker's
 * registers, lets it run up to the breakpoint behind its svc, and takes the
 * fault.  Where an attacker never gets there - it waits, or has harmed itself -
 * the least preferred thread, the watcher, says so.
 */
#include "check.h"

#define ATTACKERS 4u
#define SLOTS 64u
#define CODE_AT 0x1000u
#define BUFFERS_AT 0x2000u
#define WINDOWS_AT 0x40010000u /* where the root task sees them */
#define WATCHER 0x999u
#define ROUNDS 1500u
#define CALLS_A_ROUND 100u

static uint32_t endpoint, reply, memory, cnode, vspace, table, code, device, handler;
static uint32_t threads[ATTACKERS], contexts[ATTACKERS], cspaces[ATTACKERS], buffers[ATTACKERS];
static uint32_t windows[ATTACKERS], faults_to[ATTACKERS];
static uint32_t seed = 20240229, calls, stuck;
static bool last_stuck;

static uint32_t random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed;
}

/* A value that may pass for an argument. */
static uint32_t random_argument(void)
{
	static const uint32_t edges[] = {
		0, 1, 0xffffffff, 0x80000000, 0x7fffffff, 0x7ffff000, 0x100000, 0x1000, CODE_AT, 0x200,
		32, 12, 16, 20, 256, 257, RIGHT_ALL, 0x10, 63, 64,
	};
	uint32_t value = random();

	switch (random() % 8) {
	case 0:
		break;
	case 1:
		value = edges[value % (sizeof edges / sizeof edges[0])];
		break;
	case 2:
		value &= 0x7ffff000;
		break;
	case 3:
		value %= 16;
		break;
	default:
		value %= SLOTS;
		break;
	}
	return value;
}

/* A slot of the attackers' CSpace with a capability of this type in it, if one is found soon. */
static uint32_t random_slot(uint32_t type)
{
	struct writ_inspection found = {0};
	uint32_t slot = random() % SLOTS;

	for (uint32_t i = 0; i < 24 && found.type != type; i++) {
		slot = 1 + random() % (SLOTS - 1);
		(void)writ_inspect((struct writ_slot){cnode, slot, 6}, &found);
	}
	return slot;
}

/* What an operation works on and what its arguments look like: a capability type, or one of the
   kinds below. */
#define ANY 0        /* whatever random_argument says */
#define SLOT_ANY 32  /* a slot's address */
#define ZERO 33      /* 0: the caller's own CSpace */
#define DEPTH 34     /* 32 */
#define SMALL 35     /* 0 .. 7 */
#define PAGE_ADDRESS 36
#define SECTION_ADDRESS 37
#define BUFFER_ADDRESS 38
#define TIME 39

struct shape {
	uint8_t operation;
	uint8_t weight;
	uint8_t target;
	uint8_t arguments[8];
};

static const struct shape shapes[] = {
	{UNTYPED_RETYPE, 8, CAP_UNTYPED, {ANY, ANY, ZERO, SLOT_ANY, DEPTH, SMALL}},
	{CNODE_COPY, 6, CAP_CNODE, {SLOT_ANY, DEPTH, ZERO, SLOT_ANY, DEPTH, ANY}},
	{CNODE_MINT, 6, CAP_CNODE, {SLOT_ANY, DEPTH, ZERO, SLOT_ANY, DEPTH, ANY, ANY, SMALL}},
	{CNODE_MOVE, 6, CAP_CNODE, {SLOT_ANY, DEPTH, ZERO, SLOT_ANY, DEPTH}},
	{CNODE_MUTATE, 3, CAP_CNODE, {SLOT_ANY, DEPTH, ZERO, SLOT_ANY, DEPTH, ANY, ANY, SMALL}},
	{CNODE_EXCHANGE, 3, CAP_CNODE, {SLOT_ANY, DEPTH, ZERO, SLOT_ANY, DEPTH}},
	{CNODE_DELETE, 3, CAP_CNODE, {SLOT_ANY, DEPTH}},
	{CNODE_REVOKE, 2, CAP_CNODE, {SLOT_ANY, DEPTH}},
	{CNODE_INSPECT, 1, CAP_CNODE, {SLOT_ANY, DEPTH}},
	{CNODE_CANCEL_BADGED_SENDS, 3, CAP_CNODE, {CAP_ENDPOINT, DEPTH, SMALL}},
	{THREAD_CONFIGURE, 3, CAP_THREAD, {CAP_CNODE, CAP_VSPACE, CAP_ENDPOINT, CAP_FRAME, BUFFER_ADDRESS, CAP_ENDPOINT}},
	{THREAD_SET_PRIORITY, 2, CAP_THREAD, {SMALL, SMALL}},
	{THREAD_WRITE_REGISTERS, 2, CAP_THREAD, {ANY, SMALL, ANY, ANY, ANY, ANY, ANY, ANY}},
	{THREAD_READ_REGISTERS, 1, CAP_THREAD, {ANY}},
	{THREAD_RESUME, 4, CAP_THREAD, {ANY}},
	{THREAD_SUSPEND, 2, CAP_THREAD, {ANY}},
	{THREAD_STATUS, 1, CAP_THREAD, {ANY}},
	{THREAD_BIND_NOTIFICATION, 4, CAP_THREAD, {CAP_NOTIFICATION}},
	{SCHED_CONTEXT_CONFIGURE, 3, CAP_SCHED_CONTEXT, {CAP_MACHINE, TIME, TIME}},
	{SCHED_CONTEXT_BIND, 4, CAP_SCHED_CONTEXT, {CAP_THREAD}},
	{SCHED_CONTEXT_UNBIND, 2, CAP_SCHED_CONTEXT, {ANY}},
	{SCHED_CONTEXT_CONSUMED, 1, CAP_SCHED_CONTEXT, {ANY}},
	{PAGE_TABLE_MAP, 4, CAP_PAGE_TABLE, {CAP_VSPACE, SECTION_ADDRESS}},
	{PAGE_TABLE_UNMAP, 2, CAP_PAGE_TABLE, {ANY}},
	{FRAME_MAP, 8, CAP_FRAME, {CAP_VSPACE, PAGE_ADDRESS, SMALL, SMALL}},
	{FRAME_UNMAP, 3, CAP_FRAME, {ANY}},
	{FRAME_ADDRESS, 1, CAP_FRAME, {ANY}},
	{IRQ_BIND, 3, CAP_IRQ_HANDLER, {CAP_NOTIFICATION}},
	{IRQ_ACKNOWLEDGE, 1, CAP_IRQ_HANDLER, {ANY}},
	{IRQ_UNBIND, 1, CAP_IRQ_HANDLER, {ANY}},
	{MACHINE_COUNTERS, 1, CAP_MACHINE, {SMALL}},
};

static uint32_t argument_of(uint32_t kind)
{
	uint32_t value = random();

	if (value % 16 == 0)
		return random_argument();
	value = random();
	switch (kind) {
	case ANY:
		value = random_argument();
		break;
	case SLOT_ANY:
		value = value % SLOTS;
		break;
	case ZERO:
		value = 0;
		break;
	case DEPTH:
		value = 32;
		break;
	case SMALL:
		value = value % 8;
		break;
	case PAGE_ADDRESS:
		value = value % 64 * 4096 + value % 3 * 0x100000;
		break;
	case SECTION_ADDRESS:
		value = value % 4 * 0x100000;
		break;
	case BUFFER_ADDRESS:
		value = value % 16 * IPC_BUFFER_BYTES;
		break;
	case TIME:
		value = 1000 + value % 20000;
		break;
	default:
		value = random_slot(kind);
		break;
	}
	return value;
}

/* An operation that makes some sense. */
static void random_invocation(uint32_t r[13])
{
	const struct shape *shape = &shapes[random() % (sizeof shapes / sizeof shapes[0])];

	while (shape->weight < 1 + random() % 8)
		shape = &shapes[random() % (sizeof shapes / sizeof shapes[0])];
	r[0] = random_slot(shape->target);
	r[1] = shape->operation;
	for (uint32_t i = 0; i < 8; i++)
		r[i < 5 ? i + 2 : i + 3] = argument_of(shape->arguments[i]);
	r[7] = CALL_INVOKE;
	if (shape->operation == UNTYPED_RETYPE && random() % 8 != 0) {
		r[2] = 1 + random() % CAP_FRAME;
		r[3] = r[2] == CAP_UNTYPED ? 1 + r[3] % 600 : r[2] == CAP_CNODE ? 1 + r[3] % 6
		     : r[2] == CAP_FRAME ? 12 + 4 * (r[3] % 8 == 0) : 0;
	}
}

/* A message or a signal that makes some sense. */
static void random_message(uint32_t r[13])
{
	r[7] = CALL_CALL + random() % (CALL_YIELD - CALL_CALL + 1);
	if (r[7] >= CALL_SIGNAL)
		r[0] = random_slot(CAP_NOTIFICATION);
	else if (random() % 6 == 0)
		r[0] = random_slot(CAP_REPLY);
	else
		r[0] = random_slot(CAP_ENDPOINT);
	r[1] = writ_info(random_argument(), random() % 122) | random() % 4 << 7;
	r[6] = random() % 4 == 0 ? 0 : random_slot(CAP_REPLY);
}

/* Capabilities that the attacker sends, and where it wants some, if its IPC buffer is still this one. */
static void random_buffer(uint32_t who)
{
	volatile uint32_t *buffer = (volatile uint32_t *)(WINDOWS_AT + who * 4096);

	for (uint32_t k = 0; k < MESSAGE_CAPS_MAX; k++)
		buffer[IPC_BUFFER_CAPS + k] = argument_of(SLOT_ANY);
	buffer[IPC_BUFFER_GIFTS] = random();
	buffer[IPC_BUFFER_RECEIVE] = argument_of(ZERO);
	buffer[IPC_BUFFER_RECEIVE + 1] = argument_of(SLOT_ANY);
	buffer[IPC_BUFFER_RECEIVE + 2] = argument_of(DEPTH);
}

static void random_registers(uint32_t r[13])
{
	for (uint32_t i = 0; i < 13; i++)
		r[i] = random_argument();
	switch (random() % 16) {
	case 0:
		r[7] = random() % 2 == 0 ? random() : random() % 12;
		break;
	case 1:
	case 2:
	case 3:
	case 4:
	case 5:
		random_message(r);
		break;
	default:
		random_invocation(r);
		break;
	}
}

/* Who waits on the root task's endpoint: an attacker at its breakpoint or in a fault, or the
   watcher.  Whatever an attacker sends is not for this endpoint: it holds no capability to it. */
static void outcome(void)
{
	struct writ_message message = {0};

	CHECK_OK(writ_recv(endpoint, reply, &message));
	last_stuck = message.badge == WATCHER;
	if (last_stuck)
		stuck++;
	else
		CHECK_EQUAL(writ_info_kind(message.info), KIND_FAULT);
}

static void attack(uint32_t who, uint32_t r[13])
{
	uint32_t start[2] = {CODE_AT, 0x10};

	calls++;
	if (writ_thread_suspend(threads[who]) != STATUS_OK)
		return;
	(void)writ_thread_write_registers(threads[who], 0, 6, &r[0]);
	(void)writ_thread_write_registers(threads[who], 6, 6, &r[6]);
	(void)writ_thread_write_registers(threads[who], REGISTER_PC, 2, start);
	(void)writ_thread_resume(threads[who]);
	outcome();
}

static void watcher(uint32_t badged)
{
	struct writ_message message = {0};

	for (;;)
		(void)writ_send(badged, &message);
}

/* A capability of the root task's, lent to the attackers. */
static void lend(uint32_t slot, uint32_t capability, uint32_t rights)
{
	CHECK_OK(writ_copy(AT(capability), (struct writ_slot){cnode, slot, 6}, rights));
}

static void attacker_new(uint32_t i)
{
	struct writ_thread_setting setting = {cspaces[i], vspace, faults_to[i], buffers[i], 0, 0};

	CHECK_OK(writ_retype(memory, CAP_THREAD, 0, AT(threads[i]), 1));
	CHECK_OK(writ_retype(memory, CAP_SCHED_CONTEXT, 0, AT(contexts[i]), 1));
	CHECK_OK(writ_mint(AT(cnode), AT(cspaces[i]), RIGHT_ALL, 26ull << 32));
	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(buffers[i]), 1));
	CHECK_OK(writ_frame_map(buffers[i], vspace, BUFFERS_AT + i * 4096, RIGHT_READ | RIGHT_WRITE, 0));
	CHECK_OK(writ_copy(AT(buffers[i]), AT(windows[i]), RIGHT_ALL));
	CHECK_OK(writ_frame_map(windows[i], ROOT_VSPACE, WINDOWS_AT + i * 4096, RIGHT_READ | RIGHT_WRITE, 0));
	CHECK_OK(writ_thread_configure(threads[i], &setting));
	CHECK_OK(writ_thread_set_priority(threads[i], 5, 8));
	slice_give(contexts[i], 5000);
	CHECK_OK(writ_sched_context_bind(contexts[i], threads[i]));
}

static void make(uint32_t slot, uint32_t type, uint32_t size, uint32_t n)
{
	CHECK_OK(writ_retype(memory, type, size, (struct writ_slot){cnode, slot, 6}, n));
}

/* What the attackers hold: some of everything, in slots 1..40. */
static void arm(void)
{
	CHECK_OK(writ_mint(AT(cnode), (struct writ_slot){cnode, 1, 6}, RIGHT_ALL, 26ull << 32));
	for (uint32_t i = 0; i < ATTACKERS; i++) {
		lend(2 + i, threads[i], RIGHT_ALL);
		lend(6 + i, contexts[i], RIGHT_ALL);
	}
	lend(10, vspace, RIGHT_ALL);
	lend(11, ROOT_MACHINE, RIGHT_READ | RIGHT_GRANT);
	lend(12, handler, RIGHT_ALL);
	make(13, CAP_UNTYPED, 2048, 2);
	make(15, CAP_ENDPOINT, 0, 3);
	make(18, CAP_NOTIFICATION, 0, 3);
	make(21, CAP_REPLY, 0, 3);
	make(24, CAP_CNODE, 3, 2);
	make(26, CAP_VSPACE, 0, 1);
	make(27, CAP_PAGE_TABLE, 0, 3);
	make(30, CAP_FRAME, 12, 5);
	make(35, CAP_THREAD, 0, 3);
	make(38, CAP_SCHED_CONTEXT, 0, 2);
	CHECK_OK(writ_retype(device, CAP_UNTYPED, 128, (struct writ_slot){cnode, 40, 6}, 1));
}

static void round_begin(void)
{
	CHECK_OK(writ_retype(memory, CAP_CNODE, 6, AT(cnode), 1));
	CHECK_OK(writ_retype(memory, CAP_VSPACE, 0, AT(vspace), 1));
	CHECK_OK(writ_retype(memory, CAP_PAGE_TABLE, 0, AT(table), 1));
	CHECK_OK(writ_page_table_map(table, vspace, 0));
	CHECK_OK(writ_frame_map(code, vspace, CODE_AT, RIGHT_READ | RIGHT_EXECUTE, MEMORY_CACHED));
	for (uint32_t i = 0; i < ATTACKERS; i++)
		attacker_new(i);
	arm();
}

/* All that the round made goes, and what the root task has is as it was. */
static void round_end(void)
{
	struct writ_inspection found = {0};

	CHECK_OK(writ_revoke(AT(memory)));
	CHECK_OK(writ_revoke(AT(device)));
	CHECK_EQUAL(type_of(cnode), CAP_NULL);
	CHECK_EQUAL(type_of(threads[0]), CAP_NULL);
	CHECK_EQUAL(type_of(memory), CAP_UNTYPED);
	CHECK_OK(writ_inspect(AT(ROOT_CNODE), &found));
	CHECK_EQUAL(found.type, CAP_CNODE);
	CHECK_EQUAL(found.bytes, 32u << ROOT_CNODE_RADIX);
	CHECK_OK(writ_irq_unbind(handler));
	CHECK_REFUSED(writ_frame_unmap(code), STATUS_NOT_MAPPED, 0);
}

static void code_make(void)
{
	volatile uint32_t *words = (volatile uint32_t *)0x40000000;
	uint32_t window = 0;

	code = object_sized(CAP_FRAME, 12);
	window = writ_loan(code, RIGHT_ALL, 0);
	CHECK_OK(writ_page_map(window, ROOT_VSPACE, 0x40000000, RIGHT_READ | RIGHT_WRITE, 0));
	words[0] = 0xef000000; /* svc #0 */
	words[1] = 0xe1200070; /* bkpt #0 */
	CHECK_OK(writ_delete(AT(window)));
}

/* Every call and every operation, on every slot, with arguments that are all alike. */
static void every_operation(void)
{
	static const uint32_t fills[] = {0, 1, 5, 32, 0xffffffff};

	for (uint32_t f = 0; f < sizeof fills / sizeof fills[0]; f++) {
		round_begin();
		for (uint32_t slot = 0; slot < SLOTS + 2; slot++) {
			for (uint32_t operation = 0; operation <= 64; operation++) {
				uint32_t r[13];

				for (uint32_t i = 0; i < 13; i++)
					r[i] = fills[f];
				r[0] = slot;
				r[1] = operation;
				r[7] = CALL_INVOKE;
				attack(operation % ATTACKERS, r);
			}
			for (uint32_t call = 0; call <= 16; call++) {
				uint32_t r[13];

				for (uint32_t i = 0; i < 13; i++)
					r[i] = fills[f];
				r[0] = slot;
				r[7] = call == 16 ? 0xffffffff : call;
				attack(call % ATTACKERS, r);
			}
		}
		round_end();
	}
}

static void random_calls(void)
{
	for (uint32_t round = 0; round < ROUNDS; round++) {
		round_begin();
		for (uint32_t i = 0; i < CALLS_A_ROUND; i++) {
			uint32_t r[13], who = random() % ATTACKERS;

			random_buffer(who);
			random_registers(r);
			attack(who, r);
		}
		round_end();
	}
}

/* Most of it did happen: the attackers were not stuck all the time. */
static void attackers_ran(void)
{
	CHECK(calls > 100000);
	CHECK(stuck < calls / 2);
}

int main(void)
{
	struct worker dog;

	endpoint = object(CAP_ENDPOINT);
	reply = object(CAP_REPLY);
	device = writ_boot_device(0x09010000);
	handler = writ_boot_irq(34);
	memory = writ_untyped_new(1u << 19);
	cnode = writ_slot_take(1);
	vspace = writ_slot_take(1);
	table = writ_slot_take(1);
	for (uint32_t i = 0; i < ATTACKERS; i++) {
		faults_to[i] = writ_loan(endpoint, RIGHT_CALL, 1 + i);
		threads[i] = writ_slot_take(1);
		contexts[i] = writ_slot_take(1);
		cspaces[i] = writ_slot_take(1);
		buffers[i] = writ_slot_take(1);
		windows[i] = writ_slot_take(1);
	}
	dog = worker_start(watcher, writ_loan(endpoint, RIGHT_WRITE, WATCHER), 1);
	code_make();
	RUN(every_operation);
	RUN(random_calls);
	RUN(attackers_ran);
	worker_end(&dog);
	test_end();
}

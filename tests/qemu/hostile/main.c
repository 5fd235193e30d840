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
#define WATCHER 0x999u
#define ROUNDS 60u
#define CALLS_A_ROUND 2000u

static uint32_t endpoint, reply, memory, cnode, vspace, code, device;
static uint32_t threads[ATTACKERS], contexts[ATTACKERS], faults_to[ATTACKERS];
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

static uint32_t random_operation(void)
{
	static const uint32_t operations[] = {
		1, 1, 1, 10, 10, 11, 11, 12, 12, 13, 14, 15, 20, 21, 22, 23, 24, 24, 25, 26, 27, 30, 31, 31,
		32, 40, 41, 42, 42, 43, 44, 50, 51, 52, 60, 61, 62,
	};

	if (random() % 32 == 0)
		return random();
	return operations[random() % (sizeof operations / sizeof operations[0])];
}

static void random_registers(uint32_t r[13])
{
	for (uint32_t i = 0; i < 13; i++)
		r[i] = random_argument();
	r[7] = random() % 16 == 0 ? random() : 1 + random() % 10;
	if (random() % 8 < 5) {
		r[7] = CALL_INVOKE;
		r[1] = random_operation();
	}
	/* Slots are 32 bits deep in the attackers' own CSpace: make that likely. */
	if (r[7] == CALL_INVOKE && random() % 4 != 0) {
		if (r[1] == UNTYPED_RETYPE) {
			r[2] %= 12;
			r[3] = r[2] == CAP_UNTYPED ? 1 + r[3] % 600 : r[2] == CAP_CNODE ? 1 + r[3] % 6
			     : r[2] == CAP_FRAME ? 12 + 4 * (r[3] % 8 == 0) : 0;
			r[4] = 0;
			r[6] = 32;
			r[8] = 1 + r[8] % 3;
		} else if (r[1] >= CNODE_COPY && r[1] <= CNODE_INSPECT) {
			r[3] = 32;
			r[4] = 0;
			r[6] = 32;
		}
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
	struct writ_thread_setting setting = {0, vspace, faults_to[i], 0, 0};
	uint32_t cspace = writ_slot_take(1), buffer = object_sized(CAP_FRAME, 12);

	threads[i] = writ_slot_take(1);
	contexts[i] = writ_slot_take(1);
	CHECK_OK(writ_retype(memory, CAP_THREAD, 0, AT(threads[i]), 1));
	CHECK_OK(writ_retype(memory, CAP_SCHED_CONTEXT, 0, AT(contexts[i]), 1));
	CHECK_OK(writ_mint(AT(cnode), AT(cspace), RIGHT_ALL, 26ull << 32));
	CHECK_OK(writ_page_map(buffer, vspace, BUFFERS_AT + i * 4096, RIGHT_READ | RIGHT_WRITE, 0));
	setting.cspace = cspace;
	setting.buffer = buffer;
	CHECK_OK(writ_thread_configure(threads[i], &setting));
	CHECK_OK(writ_thread_set_priority(threads[i], 5, 8));
	CHECK_OK(writ_sched_context_bind(contexts[i], threads[i]));
}

/* What the attackers hold: some of everything. */
static void arm(void)
{
	uint32_t slot = 1;
	uint32_t part = writ_slot_take(3);

	CHECK_OK(writ_mint(AT(cnode), (struct writ_slot){cnode, slot++, 6}, RIGHT_ALL, 26ull << 32));
	for (uint32_t i = 0; i < ATTACKERS; i++) {
		lend(slot++, threads[i], RIGHT_ALL);
		lend(slot++, contexts[i], RIGHT_ALL);
	}
	lend(slot++, vspace, RIGHT_ALL);
	lend(slot++, ROOT_MACHINE, RIGHT_READ);
	lend(slot++, writ_boot_irq(34), RIGHT_ALL);
	CHECK_OK(writ_retype(memory, CAP_UNTYPED, 2048, (struct writ_slot){cnode, slot++, 6}, 1));
	CHECK_OK(writ_retype(memory, CAP_UNTYPED, 4096, (struct writ_slot){cnode, slot++, 6}, 1));
	CHECK_OK(writ_retype(memory, CAP_ENDPOINT, 0, (struct writ_slot){cnode, slot, 6}, 2));
	CHECK_OK(writ_retype(memory, CAP_NOTIFICATION, 0, (struct writ_slot){cnode, slot + 2, 6}, 2));
	CHECK_OK(writ_retype(memory, CAP_REPLY, 0, (struct writ_slot){cnode, slot + 4, 6}, 3));
	CHECK_OK(writ_retype(memory, CAP_CNODE, 3, (struct writ_slot){cnode, slot + 7, 6}, 1));
	CHECK_OK(writ_retype(memory, CAP_VSPACE, 0, (struct writ_slot){cnode, slot + 8, 6}, 1));
	CHECK_OK(writ_retype(memory, CAP_PAGE_TABLE, 0, (struct writ_slot){cnode, slot + 9, 6}, 2));
	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, (struct writ_slot){cnode, slot + 11, 6}, 2));
	CHECK_OK(writ_retype(memory, CAP_THREAD, 0, (struct writ_slot){cnode, slot + 13, 6}, 1));
	CHECK_OK(writ_retype(device, CAP_UNTYPED, 128, (struct writ_slot){cnode, slot + 14, 6}, 1));
	(void)part;
}

/* The same places for the same things, round by round: nothing of the last one is left. */
static uint32_t slots_of_round;

static void round_begin(void)
{
	uint32_t table;

	memory = writ_untyped_new(1u << 19);
	cnode = writ_slot_take(1);
	vspace = writ_slot_take(1);
	table = writ_slot_take(1);
	CHECK_OK(writ_retype(memory, CAP_CNODE, 6, AT(cnode), 1));
	CHECK_OK(writ_retype(memory, CAP_VSPACE, 0, AT(vspace), 1));
	CHECK_OK(writ_retype(memory, CAP_PAGE_TABLE, 0, AT(table), 1));
	CHECK_OK(writ_page_table_map(table, vspace, 0));
	CHECK_OK(writ_frame_map(code, vspace, CODE_AT, RIGHT_READ | RIGHT_EXECUTE, MEMORY_CACHED));
	for (uint32_t i = 0; i < ATTACKERS; i++)
		attacker_new(i);
	arm();
	slots_of_round++;
}

static void round_end(void)
{
	struct writ_inspection found = {0};

	CHECK_OK(writ_delete(AT(memory)));
	CHECK_OK(writ_revoke(AT(device)));
	CHECK_EQUAL(type_of(cnode), CAP_NULL);
	CHECK_EQUAL(type_of(threads[0]), CAP_NULL);
	CHECK_OK(writ_inspect(AT(ROOT_CNODE), &found));
	CHECK_EQUAL(found.type, CAP_CNODE);
	CHECK_EQUAL(found.bytes, 32u << ROOT_CNODE_RADIX);
	CHECK_OK(writ_irq_unbind(writ_boot_irq(34)));
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
			uint32_t r[13];

			random_registers(r);
			attack(random() % ATTACKERS, r);
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
	for (uint32_t i = 0; i < ATTACKERS; i++)
		faults_to[i] = writ_loan(endpoint, RIGHT_CALL, 1 + i);
	dog = worker_start(watcher, writ_loan(endpoint, RIGHT_WRITE, WATCHER), 1);
	code_make();
	RUN(every_operation);
	RUN(random_calls);
	RUN(attackers_ran);
	worker_end(&dog);
	test_end();
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Objects of every type and their capabilities, 1, 8, 64 and 256 at a time:
 *
 *     copy_T_N, mint_T_N      N loans of one capability, where such can be lent
 *     move_T_N                N capabilities to other slots
 *     delete_T_N              N loans; of what cannot be lent, the objects' own capabilities
 *     retype_T_N              N objects, their memory to be zeroed
 *     destroy_T_N             the same, by revoking what they were made of
 *
 * A count is the sum of the calls that are needed.
 */
#include "bench.h"

#define TURNS 3u

struct kind {
	const char *name;
	uint32_t type;
	uint32_t size;
	bool lent;
	bool minted;
};

static const struct kind kinds[] = {
	{"untyped", CAP_UNTYPED, 128, false, false}, /* 4 KiB */
	{"cnode", CAP_CNODE, 4, true, true},         /* 16 slots */
	{"thread", CAP_THREAD, 0, true, false},
	{"endpoint", CAP_ENDPOINT, 0, true, true},
	{"notification", CAP_NOTIFICATION, 0, true, true},
	{"reply", CAP_REPLY, 0, true, false},
	{"context", CAP_SCHED_CONTEXT, 0, true, false},
	{"vspace", CAP_VSPACE, 0, true, false},
	{"table", CAP_PAGE_TABLE, 0, false, false},
	{"frame", CAP_FRAME, 12, true, false}, /* 4 KiB */
};

static const uint32_t numbers[] = {1, 8, 64, 256};

enum action { COPY, MINT, MOVE, DELETE, RETYPE, DESTROY, ACTIONS };
static const char *const action_names[ACTIONS] = {"copy", "mint", "move", "delete", "retype", "destroy"};

/* N calls, one a slot: from `from` to `to`, or to `to` alone. */
static uint32_t copies(uint32_t from, uint32_t to, uint32_t n)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += COUNTED(ROOT_CNODE, CNODE_COPY, to + i, 32, 0, from, 32, RIGHT_ALL);
	return sum;
}

/* A CNode's guard has its bits in the high word; a badge is any number. */
static uint32_t mints(const struct kind *kind, uint32_t from, uint32_t to, uint32_t n)
{
	uint32_t sum = 0, high = kind->type == CAP_CNODE ? 28 : 0;

	for (uint32_t i = 0; i < n; i++)
		sum += COUNTED(ROOT_CNODE, CNODE_MINT, to + i, 32, 0, from, 32, RIGHT_ALL, 5, high);
	return sum;
}

static uint32_t moves(uint32_t from, uint32_t to, uint32_t n)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += COUNTED(ROOT_CNODE, CNODE_MOVE, to + i, 32, 0, from + i, 32);
	return sum;
}

static uint32_t deletes(uint32_t from, uint32_t n)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += COUNTED(ROOT_CNODE, CNODE_DELETE, from + i, 32);
	return sum;
}

static uint32_t retype(const struct kind *kind, uint32_t to, uint32_t n)
{
	return COUNTED(memory, UNTYPED_RETYPE, kind->type, kind->size, 0, to, 32, n);
}

static uint32_t destroy(void)
{
	return COUNTED(ROOT_CNODE, CNODE_REVOKE, memory, 32);
}

/* One turn; 0 stands for what there is not.  Loans are of the object in the first slot. */
static void turn(const struct kind *kind, uint32_t n, uint32_t counts[ACTIONS])
{
	uint32_t first = slots, second = first + 256, third = second + 256;

	counts[RETYPE] = retype(kind, first, n);
	counts[DESTROY] = destroy();
	(void)retype(kind, first, n);
	counts[MOVE] = moves(first, second, n);
	counts[COPY] = kind->lent ? copies(second, third, n) : 0;
	counts[DELETE] = kind->lent ? deletes(third, n) : deletes(second, n);
	counts[MINT] = kind->minted ? mints(kind, second, third, n) : 0;
	(void)destroy();
}

static void report_kind(const struct kind *kind, uint32_t n, const uint32_t counts[ACTIONS])
{
	char name[32];

	for (uint32_t a = 0; a < ACTIONS; a++) {
		if (counts[a] == 0)
			continue;
		(void)snprintf(name, sizeof name, "%s_%s", action_names[a], kind->name);
		report(name, n, counts[a]);
	}
}

/* The least of some turns. */
static void bench_kind(const struct kind *kind, uint32_t n)
{
	uint32_t counts[ACTIONS], one[ACTIONS];

	turn(kind, n, counts);
	for (uint32_t i = 1; i < TURNS; i++) {
		turn(kind, n, one);
		for (uint32_t a = 0; a < ACTIONS; a++)
			counts[a] = least(counts[a], one[a]);
	}
	report_kind(kind, n, counts);
}

void bench_objects(void)
{
	for (uint32_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
		for (uint32_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
			bench_kind(&kinds[k], numbers[i]);
}

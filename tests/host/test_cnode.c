// SPDX-License-Identifier: Apache-2.0
/* cnode.c and decode_cap.c: copy, mint, move, mutate, exchange, inspect, and all that they refuse. */
#include "checked_windows.h"
#include "groups.h"
#include "world.h"

static uint32_t endpoint, cnode, to;

static void setup(void)
{
	world_boot();
	endpoint = make(CAP_ENDPOINT, 0, 1);
	cnode = make(CAP_CNODE, 3, 1);
	to = world.free;
}

static void loan(uint32_t cap, uint32_t rights, uint32_t expected)
{
	uint32_t s = world.free;

	OK(ROOT_CNODE, CNODE_COPY, s, 32, SLOT_AT(cap), rights);
	CHECK_EQUAL(slot_of(s).type, slot_of(cap).type);
	CHECK_EQUAL(slot_of(s).object, slot_of(cap).object);
	CHECK_EQUAL(slot_of(s).size, slot_of(cap).size);
	CHECK_EQUAL(slot_of(s).rights, expected);
	CHECK_EQUAL(slot_of(s).depth, slot_of(cap).depth + 1u);
	OK(ROOT_CNODE, CNODE_DELETE, s, 32);
}

static void copies(void)
{
	uint32_t less;

	setup();
	loan(endpoint, 0xffffffff, RIGHT_ALL);
	loan(endpoint, RIGHT_OWN | RIGHT_READ, RIGHT_READ);
	loan(endpoint, 0, 0);
	less = lend(endpoint, RIGHT_READ | RIGHT_CALL);
	loan(less, RIGHT_ALL, RIGHT_READ | RIGHT_CALL);
	loan(less, RIGHT_WRITE | RIGHT_CALL, RIGHT_CALL);
	loan(make(CAP_VSPACE, 0, 1), RIGHT_ALL, RIGHT_ALL);
	loan(world.irq[0], RIGHT_READ, RIGHT_READ);
	loan(ROOT_MACHINE, RIGHT_WRITE, RIGHT_WRITE);
	loan(ROOT_THREAD, RIGHT_WRITE, RIGHT_WRITE);
	/* A loan of a frame that is mapped is not mapped. */
	less = lend(world.image + 1, RIGHT_ALL);
	CHECK_EQUAL(slot_of(less).word0, 0);
	CHECK_EQUAL(slot_of(less).word1, 0);
}

static void mints(void)
{
	uint32_t s;

	setup();
	s = mint(endpoint, RIGHT_ALL, 3, 4);
	CHECK_EQUAL(slot_of(s).word0, 3);
	CHECK_EQUAL(slot_of(s).word1, 4);
	loan(s, RIGHT_ALL, RIGHT_ALL);
	REFUSED(STATUS_INVALID_ARGUMENT, 7, ROOT_CNODE, CNODE_MINT, world.free, 32, SLOT_AT(s), RIGHT_ALL, 3, 4);
	s = mint(endpoint, RIGHT_ALL, 0, 0);
	s = mint(s, RIGHT_READ, 9, 0);
	CHECK_EQUAL(slot_of(s).word0, 9);
	s = mint(make(CAP_NOTIFICATION, 0, 1), RIGHT_WRITE, 0, 8);
	CHECK_EQUAL(slot_of(s).word1, 8);
	s = mint(cnode, RIGHT_ALL, 6, 31);
	CHECK_EQUAL(slot_of(s).word1, 31);
	s = mint(s, RIGHT_ALL, 2, 5);
	CHECK_EQUAL(slot_of(s).word0, 2);
	REFUSED(STATUS_INVALID_ARGUMENT, 7, ROOT_CNODE, CNODE_MINT, world.free, 32, SLOT_AT(cnode),
	        RIGHT_ALL, 0, 32);
	REFUSED(STATUS_INVALID_ARGUMENT, 7, ROOT_CNODE, CNODE_MINT, world.free, 32, SLOT_AT(ROOT_THREAD),
	        RIGHT_ALL, 1, 0);
	REFUSED(STATUS_INVALID_ARGUMENT, 7, ROOT_CNODE, CNODE_MINT, world.free, 32, SLOT_AT(world.image),
	        RIGHT_ALL, 1, 0);
}

static void moves(void)
{
	struct slot before;
	uint32_t child;

	setup();
	child = lend(endpoint, RIGHT_ALL);
	before = slot_of(endpoint);
	OK(ROOT_CNODE, CNODE_MOVE, to + 5, 32, SLOT_AT(endpoint));
	CHECK_EQUAL(slot_of(endpoint).type, CAP_NULL);
	CHECK_EQUAL(slot_of(to + 5).rights, before.rights);
	CHECK_EQUAL(slot_of(to + 5).object, before.object);
	CHECK_EQUAL(slot_of(to + 5).first, world.slots + child);
	OK(ROOT_CNODE, CNODE_DELETE, to + 5, 32);
	CHECK_EQUAL(slot_of(child).type, CAP_NULL);
	/* Into a CNode of one's own and out of it, by its address. */
	OK(cnode, CNODE_MOVE, 7, 3, SLOT_AT(world.image));
	CHECK_EQUAL(slot_window[slot_of(cnode).object + 7].type, CAP_FRAME);
	OK(ROOT_CNODE, CNODE_MOVE, world.image, 32, cnode, 7, 3);
	CHECK_EQUAL(slot_of(world.image).type, CAP_FRAME);
}

/* What is mapped stays mapped when its capability moves. */
static void moves_mapped(void)
{
	uint32_t table, frame;

	setup();
	table = make(CAP_PAGE_TABLE, 0, 1);
	frame = make(CAP_FRAME, 16, 1);
	OK(table, PAGE_TABLE_MAP, ROOT_VSPACE, 0x00400000);
	OK(frame, FRAME_MAP, ROOT_VSPACE, 0x00410000, RIGHT_READ, MEMORY_CACHED);
	OK(ROOT_CNODE, CNODE_MOVE, to + 5, 32, SLOT_AT(frame));
	OK(ROOT_CNODE, CNODE_MOVE, to + 6, 32, SLOT_AT(table));
	OK(ROOT_CNODE, CNODE_MOVE, to + 7, 32, SLOT_AT(ROOT_VSPACE));
	CHECK_EQUAL(slot_of(to + 5).word1, 0x00410001);
	OK(to + 5, FRAME_UNMAP);
	OK(to + 6, PAGE_TABLE_UNMAP);
}

/* What slot s held before is in slot t now, with these words. */
static void moved_to(struct slot before, uint32_t t, uint32_t word0, uint32_t word1)
{
	CHECK_EQUAL(slot_of(t).type, before.type);
	CHECK_EQUAL(slot_of(t).rights, before.rights);
	CHECK_EQUAL(slot_of(t).object, before.object);
	CHECK_EQUAL(slot_of(t).size, before.size);
	CHECK_EQUAL(slot_of(t).depth, before.depth);
	CHECK_EQUAL(slot_of(t).first, before.first);
	CHECK_EQUAL(slot_of(t).word0, word0);
	CHECK_EQUAL(slot_of(t).word1, word1);
}

static void mutates(void)
{
	struct slot before;
	uint32_t child;

	setup();
	before = slot_of(endpoint);
	OK(ROOT_CNODE, CNODE_MUTATE, to + 19, 32, SLOT_AT(endpoint), 0, 3, 4);
	moved_to(before, to + 19, 3, 4);
	CHECK_EQUAL(slot_of(endpoint).type, CAP_NULL);
	/* A loan that has none yet. */
	endpoint = make(CAP_NOTIFICATION, 0, 1);
	child = lend(endpoint, RIGHT_WRITE);
	before = slot_of(child);
	OK(ROOT_CNODE, CNODE_MUTATE, to + 20, 32, SLOT_AT(child), 0, 0, 8);
	moved_to(before, to + 20, 0, 8);
	OK(ROOT_CNODE, CNODE_REVOKE, endpoint, 32);
	CHECK_EQUAL(slot_of(to + 20).type, CAP_NULL);
	/* Guards, as often as one likes; loans of it keep theirs. */
	child = mint(cnode, RIGHT_ALL, 1, 5);
	before = slot_of(cnode);
	OK(ROOT_CNODE, CNODE_MUTATE, to + 21, 32, SLOT_AT(cnode), 0, 6, 31);
	moved_to(before, to + 21, 6, 31);
	OK(ROOT_CNODE, CNODE_MUTATE, to + 22, 32, SLOT_AT(to + 21), 0, 0, 0);
	moved_to(before, to + 22, 0, 0);
	CHECK_EQUAL(slot_of(child).word0, 1);
	CHECK_EQUAL(slot_of(child).word1, 5);
}

static void mutates_refused(void)
{
	static const uint32_t types[] = {CAP_THREAD, CAP_REPLY, CAP_SCHED_CONTEXT, CAP_VSPACE, CAP_PAGE_TABLE};
	uint32_t badged, i;

	setup();
	badged = mint(endpoint, RIGHT_ALL, 0, 1);
	to = world.free;
	REFUSED(STATUS_INVALID_ARGUMENT, 7, ROOT_CNODE, CNODE_MUTATE, to, 32, SLOT_AT(badged), 0, 3, 4);
	REFUSED(STATUS_INVALID_ARGUMENT, 7, ROOT_CNODE, CNODE_MUTATE, to, 32, SLOT_AT(badged), 0, 0, 0);
	/* Something was lent of it. */
	REFUSED(STATUS_INVALID_ARGUMENT, 7, ROOT_CNODE, CNODE_MUTATE, to, 32, SLOT_AT(endpoint), 0, 3, 4);
	REFUSED(STATUS_INVALID_ARGUMENT, 7, ROOT_CNODE, CNODE_MUTATE, to, 32, SLOT_AT(cnode), 0, 0, 32);
	REFUSED(STATUS_INVALID_ARGUMENT, 7, ROOT_CNODE, CNODE_MUTATE, to, 32, SLOT_AT(cnode), 0, 0, 0xffffffff);
	for (i = 0; i < 5; i++)
		REFUSED(STATUS_INVALID_ARGUMENT, 7, ROOT_CNODE, CNODE_MUTATE, to + 20, 32,
		        SLOT_AT(make(types[i], 0, 1)), 0, 1, 1);
	to = world.free;
	REFUSED(STATUS_INVALID_ARGUMENT, 7, ROOT_CNODE, CNODE_MUTATE, to, 32, SLOT_AT(world.image), 0, 1, 0);
	REFUSED(STATUS_INVALID_ARGUMENT, 7, ROOT_CNODE, CNODE_MUTATE, to, 32, SLOT_AT(world.memory), 0, 1, 0);
	REFUSED(STATUS_INVALID_ARGUMENT, 7, ROOT_CNODE, CNODE_MUTATE, to, 32, SLOT_AT(world.irq[0]), 0, 1, 0);
	REFUSED(STATUS_OCCUPIED, 1, ROOT_CNODE, CNODE_MUTATE, endpoint, 32, SLOT_AT(cnode), 0, 0, 0);
	REFUSED(STATUS_OCCUPIED, 1, ROOT_CNODE, CNODE_MUTATE, cnode, 32, SLOT_AT(cnode), 0, 0, 0);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, ROOT_CNODE, CNODE_MUTATE, 0, 32, SLOT_AT(cnode), 0, 0, 0);
	REFUSED(STATUS_INVALID_CAPABILITY, 4, ROOT_CNODE, CNODE_MUTATE, to, 32, SLOT_AT(to + 1), 0, 0, 0);
	REFUSED(STATUS_INVALID_CAPABILITY, 3, ROOT_CNODE, CNODE_MUTATE, to, 32, endpoint, 1, 32, 0, 0, 0);
	REFUSED(STATUS_NO_RIGHT, 3, ROOT_CNODE, CNODE_MUTATE, to + 9, 32, lend(ROOT_CNODE, RIGHT_READ), cnode,
	        32, 0, 0, 0);
	REFUSED(STATUS_NO_RIGHT, 0, lend(ROOT_CNODE, RIGHT_READ), CNODE_MUTATE, to + 9, 32, SLOT_AT(cnode), 0,
	        0, 0);
}

/* Two capabilities change places, with what was derived from each. */
static void exchanges(void)
{
	struct slot a, b;
	uint32_t lent, minted;

	setup();
	lent = lend(endpoint, RIGHT_READ);
	minted = mint(cnode, RIGHT_ALL, 1, 2);
	a = slot_of(endpoint);
	b = slot_of(cnode);
	OK(ROOT_CNODE, CNODE_EXCHANGE, endpoint, 32, SLOT_AT(cnode));
	moved_to(a, cnode, a.word0, a.word1);
	moved_to(b, endpoint, b.word0, b.word1);
	OK(ROOT_CNODE, CNODE_REVOKE, cnode, 32);
	CHECK_EQUAL(slot_of(lent).type, CAP_NULL);
	CHECK_EQUAL(slot_of(minted).type, CAP_CNODE);
	OK(ROOT_CNODE, CNODE_DELETE, endpoint, 32);
	CHECK_EQUAL(slot_of(minted).type, CAP_NULL);
	CHECK_EQUAL(slot_of(cnode).type, CAP_ENDPOINT);
}

/* A capability and its own loan, in both orders; two loans of one source. */
static void exchanges_relatives(void)
{
	uint32_t first, second, turn;
	struct slot a, b;

	for (turn = 0; turn < 2; turn++) {
		setup();
		first = mint(endpoint, RIGHT_ALL, 1, 0);
		second = mint(endpoint, RIGHT_ALL, 2, 0);
		a = slot_of(turn == 0 ? first : second);
		OK(ROOT_CNODE, CNODE_EXCHANGE, turn == 0 ? endpoint : second, 32, SLOT_AT(turn == 0 ? first : endpoint));
		CHECK_EQUAL(slot_of(endpoint).word0, a.word0);
		CHECK_EQUAL(slot_of(endpoint).depth, a.depth);
		OK(ROOT_CNODE, CNODE_REVOKE, turn == 0 ? first : second, 32);
		CHECK_EQUAL(slot_of(endpoint).type, CAP_NULL);
		CHECK_EQUAL(slot_of(turn == 0 ? second : first).type, CAP_NULL);
	}
	setup();
	first = mint(endpoint, RIGHT_ALL, 1, 0);
	second = mint(endpoint, RIGHT_ALL, 2, 0);
	a = slot_of(first);
	b = slot_of(second);
	OK(ROOT_CNODE, CNODE_EXCHANGE, first, 32, SLOT_AT(second));
	moved_to(a, second, 1, 0);
	moved_to(b, first, 2, 0);
	OK(ROOT_CNODE, CNODE_DELETE, endpoint, 32);
	CHECK_EQUAL(slot_of(first).type, CAP_NULL);
	CHECK_EQUAL(slot_of(second).type, CAP_NULL);
}

/* What is mapped stays mapped; the CNode that is asked may be one of the two. */
static void exchanges_in_use(void)
{
	uint32_t table, frame, other;

	setup();
	table = make(CAP_PAGE_TABLE, 0, 1);
	frame = make(CAP_FRAME, 12, 1);
	other = make(CAP_FRAME, 12, 1);
	OK(table, PAGE_TABLE_MAP, ROOT_VSPACE, 0x00400000);
	OK(frame, FRAME_MAP, ROOT_VSPACE, 0x00410000, RIGHT_READ, MEMORY_CACHED);
	OK(other, FRAME_MAP, ROOT_VSPACE, 0x00411000, RIGHT_READ, MEMORY_CACHED);
	OK(ROOT_CNODE, CNODE_EXCHANGE, frame, 32, SLOT_AT(other));
	OK(ROOT_CNODE, CNODE_EXCHANGE, frame, 32, SLOT_AT(table));
	OK(ROOT_CNODE, CNODE_EXCHANGE, ROOT_VSPACE, 32, SLOT_AT(endpoint));
	OK(other, FRAME_UNMAP);
	OK(frame, PAGE_TABLE_UNMAP);
	REFUSED(STATUS_NOT_MAPPED, 0, table, FRAME_UNMAP);
	OK(ROOT_CNODE, CNODE_EXCHANGE, world.memory, 32, SLOT_AT(ROOT_CNODE));
	CHECK_EQUAL(slot_of(ROOT_CNODE).type, CAP_UNTYPED);
	OK(world.memory, CNODE_EXCHANGE, world.memory, 32, SLOT_AT(ROOT_CNODE));
	CHECK_EQUAL(slot_of(ROOT_CNODE).type, CAP_CNODE);
}

static void exchanges_refused(void)
{
	uint32_t read;

	setup();
	read = lend(ROOT_CNODE, RIGHT_READ);
	to = world.free;
	REFUSED(STATUS_INVALID_ARGUMENT, 4, ROOT_CNODE, CNODE_EXCHANGE, cnode, 32, SLOT_AT(cnode));
	REFUSED(STATUS_INVALID_ARGUMENT, 4, ROOT_CNODE, CNODE_EXCHANGE, cnode, 32, ROOT_CNODE, cnode, 32);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, ROOT_CNODE, CNODE_EXCHANGE, to, 32, SLOT_AT(cnode));
	REFUSED(STATUS_INVALID_CAPABILITY, 1, ROOT_CNODE, CNODE_EXCHANGE, to, 32, SLOT_AT(to));
	REFUSED(STATUS_INVALID_CAPABILITY, 4, ROOT_CNODE, CNODE_EXCHANGE, cnode, 32, SLOT_AT(to));
	REFUSED(STATUS_INVALID_CAPABILITY, 1, ROOT_CNODE, CNODE_EXCHANGE, 0, 32, SLOT_AT(cnode));
	REFUSED(STATUS_INVALID_CAPABILITY, 4, ROOT_CNODE, CNODE_EXCHANGE, cnode, 32, SLOT_AT(0));
	REFUSED(STATUS_INVALID_CAPABILITY, 1, ROOT_CNODE, CNODE_EXCHANGE, cnode, 33, SLOT_AT(endpoint));
	REFUSED(STATUS_INVALID_CAPABILITY, 3, ROOT_CNODE, CNODE_EXCHANGE, cnode, 32, endpoint, 1, 32);
	REFUSED(STATUS_NO_RIGHT, 0, read, CNODE_EXCHANGE, cnode, 32, SLOT_AT(endpoint));
	REFUSED(STATUS_NO_RIGHT, 3, ROOT_CNODE, CNODE_EXCHANGE, cnode, 32, read, endpoint, 32);
}

static void destinations(void)
{
	uint32_t read;

	setup();
	read = lend(ROOT_CNODE, RIGHT_READ);
	to = world.free;
	REFUSED(STATUS_INVALID_CALL, 0, ROOT_CNODE, CNODE_COPY - 1, to, 32, SLOT_AT(endpoint), RIGHT_ALL);
	REFUSED(STATUS_INVALID_CALL, 0, ROOT_CNODE, CNODE_LAST + 1, to, 32);
	REFUSED(STATUS_NO_RIGHT, 0, read, CNODE_COPY, to, 32, SLOT_AT(endpoint), RIGHT_ALL);
	REFUSED(STATUS_NO_RIGHT, 0, read, CNODE_DELETE, endpoint, 32);
	REFUSED(STATUS_NO_RIGHT, 0, read, CNODE_REVOKE, endpoint, 32);
	REFUSED(STATUS_NO_RIGHT, 0, lend(ROOT_CNODE, RIGHT_WRITE), CNODE_INSPECT, endpoint, 32);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, ROOT_CNODE, CNODE_COPY, 0, 32, SLOT_AT(endpoint), RIGHT_ALL);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, ROOT_CNODE, CNODE_COPY, to, 31, SLOT_AT(endpoint), RIGHT_ALL);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, cnode, CNODE_DELETE, 8, 4);
	REFUSED(STATUS_OCCUPIED, 1, ROOT_CNODE, CNODE_COPY, endpoint, 32, SLOT_AT(endpoint), RIGHT_ALL);
	REFUSED(STATUS_OCCUPIED, 1, ROOT_CNODE, CNODE_MOVE, cnode, 32, SLOT_AT(endpoint));
	REFUSED(STATUS_OCCUPIED, 1, ROOT_CNODE, CNODE_MOVE, cnode, 32, SLOT_AT(cnode));
}

static void sources(void)
{
	uint32_t read, write, table;

	setup();
	table = make(CAP_PAGE_TABLE, 0, 1);
	read = lend(ROOT_CNODE, RIGHT_READ);
	write = lend(ROOT_CNODE, RIGHT_WRITE);
	to = world.free;
	REFUSED(STATUS_INVALID_CAPABILITY, 4, ROOT_CNODE, CNODE_COPY, to, 32, SLOT_AT(to + 1), RIGHT_ALL);
	REFUSED(STATUS_INVALID_CAPABILITY, 4, ROOT_CNODE, CNODE_MOVE, to, 32, SLOT_AT(0));
	REFUSED(STATUS_INVALID_CAPABILITY, 4, ROOT_CNODE, CNODE_COPY, to, 32, 0, endpoint, 20, RIGHT_ALL);
	REFUSED(STATUS_INVALID_CAPABILITY, 3, ROOT_CNODE, CNODE_COPY, to, 32, endpoint, 1, 32, RIGHT_ALL);
	REFUSED(STATUS_INVALID_CAPABILITY, 3, ROOT_CNODE, CNODE_MOVE, to, 32, to, 1, 32);
	REFUSED(STATUS_NO_RIGHT, 3, ROOT_CNODE, CNODE_MOVE, to, 32, read, endpoint, 32);
	REFUSED(STATUS_NO_RIGHT, 3, ROOT_CNODE, CNODE_COPY, to, 32, write, endpoint, 32, RIGHT_ALL);
	REFUSED(STATUS_NO_RIGHT, 4, ROOT_CNODE, CNODE_COPY, to, 32, SLOT_AT(world.memory), RIGHT_ALL);
	REFUSED(STATUS_NO_RIGHT, 4, ROOT_CNODE, CNODE_MINT, to, 32, SLOT_AT(table), RIGHT_ALL);
}

/* Copies of copies, as deep as it goes. */
static void too_deep(void)
{
	uint32_t s;

	setup();
	for (s = endpoint; slot_of(s).depth < DERIVATION_DEPTH_MAX;)
		s = lend(s, RIGHT_ALL);
	REFUSED(STATUS_TOO_DEEP, 4, ROOT_CNODE, CNODE_COPY, world.free, 32, SLOT_AT(s), RIGHT_ALL);
	REFUSED(STATUS_TOO_DEEP, 4, ROOT_CNODE, CNODE_MINT, world.free, 32, SLOT_AT(s), RIGHT_ALL, 1, 1);
	OK(ROOT_CNODE, CNODE_MOVE, world.free, 32, SLOT_AT(s));
	OK(ROOT_CNODE, CNODE_DELETE, endpoint, 32);
	CHECK_EQUAL(slot_of(world.free).type, CAP_NULL);
}

static void inspected(uint32_t cap, uint32_t type, uint32_t rights, uint32_t depth, uint32_t bytes,
                      uint32_t word0, uint32_t word1)
{
	OK(ROOT_CNODE, CNODE_INSPECT, cap, 32);
	CHECK_EQUAL(reg(world.root, 2), type | rights << 8 | depth << 16);
	CHECK_EQUAL(reg(world.root, 3), bytes);
	CHECK_EQUAL(reg(world.root, 4), word0);
	CHECK_EQUAL(reg(world.root, 5), word1);
}

static void inspects(void)
{
	uint32_t s;

	setup();
	s = mint(endpoint, RIGHT_READ, 3, 4);
	inspected(s, CAP_ENDPOINT, RIGHT_READ, 2, 512, 3, 4);
	inspected(endpoint, CAP_ENDPOINT, RIGHT_ALL | RIGHT_OWN, 1, 512, 0, 0);
	inspected(world.free, CAP_NULL, 0, 0, 0, 0, 0);
	inspected(world.image + 1, CAP_FRAME, RIGHT_ALL | RIGHT_OWN, 0, 4096, 0, IMAGE_TEXT + 1);
	inspected(ROOT_CNODE, CAP_CNODE, RIGHT_ALL, 2, 131072, 0, 20);
	inspected(world.memory, CAP_UNTYPED, RIGHT_ALL | RIGHT_OWN, 0,
	          slot_of(world.memory).size * 32, slot_of(world.memory).word0, slot_of(world.memory).word1);
}

void test_cnode(void)
{
	copies();
	mints();
	moves();
	moves_mapped();
	mutates();
	mutates_refused();
	exchanges();
	exchanges_relatives();
	exchanges_in_use();
	exchanges_refused();
	destinations();
	sources();
	too_deep();
	inspects();
}

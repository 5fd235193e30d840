// SPDX-License-Identifier: Apache-2.0
/* cspace.c: guards, depths, levels, and who is found where. */
#include "cdt.h"
#include "checked_windows.h"
#include "cspace.h"
#include "groups.h"
#include "world.h"

/* A slot that holds a CNode capability with this guard, of a new CNode with 2^radix slots. */
static uint32_t cnode(uint32_t radix, uint32_t guard, uint32_t bits)
{
	return mint(make(CAP_CNODE, radix, 1), RIGHT_ALL, guard, bits);
}

static uint32_t object_of(uint32_t cap)
{
	return slot_of(cap).object;
}

static void finds(uint32_t cap, uint32_t index, uint32_t depth, uint32_t slot, uint32_t room)
{
	struct lookup found = cspace_lookup(world.slots + cap, index, depth);

	CHECK_EQUAL(found.slot, slot);
	CHECK_EQUAL(found.room, room);
}

static void finds_none(uint32_t cap, uint32_t index, uint32_t depth)
{
	finds(cap, index, depth, 0, 0);
}

static void one_level(void)
{
	uint32_t c, i;

	world_boot();
	c = make(CAP_CNODE, 4, 1);
	for (i = 1; i < 16; i++)
		finds(c, i, 4, object_of(c) + i, 16 - i);
	finds_none(c, 0, 4);
	finds(c, 16 + 3, 4, object_of(c) + 3, 13);
	finds_none(c, 3, 3);
	finds_none(c, 3, 0);
	finds_none(c, 3, 5);
	finds_none(c, 3, 33);
	finds_none(c, 3, 0xffffffff);
	finds_none(world.memory, 1, 32);
	finds_none(world.free, 1, 32);
}

static void guards(void)
{
	uint32_t c, whole;

	world_boot();
	c = cnode(4, 5, 3);
	finds(c, 5 * 16 + 2, 7, object_of(c) + 2, 14);
	finds(c, 8 * 128 + 5 * 16 + 2, 7, object_of(c) + 2, 14);
	finds_none(c, 4 * 16 + 2, 7);
	finds_none(c, 5 * 16, 7);
	finds_none(c, 2, 4);
	finds_none(c, 5 * 16 + 2, 6);
	whole = cnode(1, 0x12345678, 31);
	finds(whole, 0x12345678u * 2 + 1, 32, object_of(whole) + 1, 1);
	finds_none(whole, 0x12345679u * 2 + 1, 32);
	/* A guard that its bits cannot hold never matches. */
	c = cnode(4, 8, 3);
	finds_none(c, 2, 7);
	finds_none(c, 8 * 16 + 2, 7);
	/* A guard of no bits matches whatever it says. */
	c = cnode(4, 9, 0);
	finds(c, 2, 4, object_of(c) + 2, 14);
}

/* CNodes in slot 1 of the one above, eight of them, then nine. */
static void levels(void)
{
	uint32_t level, first = 0, above = 0, index = 0, made;

	world_boot();
	for (level = 1; level <= CSPACE_LEVELS_MAX + 1; level++) {
		made = make(CAP_CNODE, 1, 1);
		index = index * 2 + 1;
		if (level == 1)
			first = made;
		else
			cdt_move(world.slots + made, above + 1);
		above = level == 1 ? object_of(made) : slot_window[above + 1].object;
		if (level <= CSPACE_LEVELS_MAX)
			finds(first, index, level, above + 1, 1);
		else
			finds_none(first, index, level);
	}
}

/* What the address names in the thread's own CSpace and, for slots, below a CNode in it. */
static void named(void)
{
	uint32_t c, t;

	world_boot();
	t = world.root;
	c = make(CAP_CNODE, 3, 1);
	CHECK_EQUAL(cspace_slot(t, 0), 0);
	CHECK_EQUAL(cspace_slot(t, 4096), 0);
	CHECK_EQUAL(cspace_slot(t, 0xfffff001), 0);
	CHECK_EQUAL(cspace_slot(t, c), world.slots + c);
	CHECK_EQUAL(cspace_slot(kernel.idle, c), 0);
	CHECK_EQUAL(cspace_root(t, c), world.slots + c);
	CHECK_EQUAL(cspace_root(t, 0), t * THREAD_GRANULES + THREAD_SLOT_CSPACE);
	CHECK_EQUAL(cspace_root(t, world.memory), 0);
	CHECK_EQUAL(cspace_root(t, world.free), 0);
	CHECK_EQUAL(cspace_root(kernel.idle, 0), 0);
}

void test_cspace(void)
{
	one_level();
	guards();
	levels();
	named();
}

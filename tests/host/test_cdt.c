// SPDX-License-Identifier: Apache-2.0
/* cdt.c: insert, move, remove and leaf, on slots of the root CNode, below an endpoint's owner. */
#include "capability.h"
#include "checked_windows.h"
#include "groups.h"
#include "invariant.h"
#include "world.h"

#include <string.h>

static uint32_t owner, empty;

static void setup(void)
{
	world_boot();
	owner = world.slots + make(CAP_ENDPOINT, 0, 1);
	empty = world.slots + world.free;
}

static struct capability loan_of(uint32_t s)
{
	struct capability c = {0};

	c.type = SLOT(s).type;
	c.rights = RIGHT_ALL;
	c.object = SLOT(s).object;
	c.size = SLOT(s).size;
	return c;
}

static void child(uint32_t parent, uint32_t s)
{
	cdt_insert_child(parent, s, loan_of(parent));
	CHECK_EQUAL(SLOT(parent).first, s);
	CHECK_EQUAL(SLOT(s).depth, SLOT(parent).depth + 1u);
	invariant_check();
}

static int slot_zero(uint32_t s)
{
	static const struct slot zero;
	struct slot c = SLOT(s);

	return memcmp(&c, &zero, sizeof zero) == 0;
}

/* A family: owner -> empty, +1, +2 (newest first), and +1 -> +3, +4. */
static void family(void)
{
	setup();
	child(owner, empty);
	child(owner, empty + 1);
	child(owner, empty + 2);
	child(empty + 1, empty + 3);
	child(empty + 1, empty + 4);
}

static void children(void)
{
	family();
	CHECK_EQUAL(SLOT(owner).first, empty + 2);
	CHECK_EQUAL(SLOT(empty + 2).next, empty + 1);
	CHECK_EQUAL(SLOT(empty + 1).next, empty);
	CHECK_EQUAL(SLOT(empty).next, 0);
	CHECK_EQUAL(cdt_leaf(owner), empty + 2);
	CHECK_EQUAL(cdt_leaf(empty + 1), empty + 4);
	CHECK_EQUAL(cdt_leaf(empty), empty);
}

/* The first, the middle and the last of the siblings go, each as the only change. */
static void removed(void)
{
	uint32_t k;

	for (k = 0; k < 3; k++) {
		family();
		cdt_remove(empty + 3);
		invariant_check();
		cdt_remove(empty + 4);
		CHECK_EQUAL(SLOT(empty + 1).first, 0);
		cdt_remove(empty + k);
		CHECK(slot_zero(empty + k));
		invariant_check();
	}
}

/* Each of the family moves, also into a slot left by another; the rest is as it was. */
static void moved(void)
{
	uint32_t k, to;

	for (k = 0; k < 5; k++) {
		family();
		to = empty + 10;
		cdt_move(empty + k, to);
		CHECK(slot_zero(empty + k));
		invariant_check();
		if (k == 1)
			CHECK_EQUAL(SLOT(to).first, empty + 4);
		cdt_move(to, empty + k);
		CHECK(slot_zero(to));
		invariant_check();
	}
	cdt_move(owner, empty + 11);
	CHECK_EQUAL(SLOT(empty + 11).rights, RIGHT_ALL | RIGHT_OWN);
	invariant_check();
}

static void root(void)
{
	struct capability c = {CAP_MACHINE, RIGHT_ALL + RIGHT_OWN, MACHINE_POINT, 1, 0, 0};

	setup();
	cdt_remove(world.slots + ROOT_MACHINE);
	invariant_check();
	cdt_insert_root(empty, c);
	CHECK_EQUAL(SLOT(empty).depth, 0);
	cdt_move(empty, world.slots + ROOT_MACHINE);
	invariant_check();
}

static void deepest(void)
{
	uint32_t s, depth;

	setup();
	s = owner;
	for (depth = SLOT(owner).depth; depth < DERIVATION_DEPTH_MAX; depth++) {
		child(s, empty);
		s = empty++;
	}
	CHECK_EQUAL(SLOT(s).depth, DERIVATION_DEPTH_MAX);
	CHECK_EQUAL(cdt_leaf(owner), s);
	CHECK_EQUAL(capability_lend(s, empty, loan_of(s)), STATUS_TOO_DEEP);
	CHECK(slot_zero(empty));
	CHECK_EQUAL(SLOT(s).first, 0);
	invariant_check();
}

void test_cdt(void)
{
	children();
	removed();
	moved();
	root();
	deepest();
}

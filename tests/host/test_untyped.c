// SPDX-License-Identifier: Apache-2.0
/* untyped.c and UNTYPED_RETYPE: every type and refusal, clearing, taking back. */
#include "checked_windows.h"
#include "groups.h"
#include "inventory.h"
#include "untyped.h"
#include "world.h"

static void sizes(void)
{
	uint32_t type;

	CHECK_EQUAL(object_granules(CAP_UNTYPED, 77), 77);
	CHECK_EQUAL(object_granules(CAP_UNTYPED, DEVICE_END + 1), 0);
	CHECK_EQUAL(object_granules(CAP_CNODE, 0), 0);
	CHECK_EQUAL(object_granules(CAP_CNODE, 1), 2);
	CHECK_EQUAL(object_granules(CAP_CNODE, CNODE_RADIX_MAX), 1u << CNODE_RADIX_MAX);
	CHECK_EQUAL(object_granules(CAP_CNODE, CNODE_RADIX_MAX + 1), 0);
	CHECK_EQUAL(object_granules(CAP_THREAD, 0), THREAD_GRANULES);
	CHECK_EQUAL(object_granules(CAP_VSPACE, 0), VSPACE_GRANULES);
	CHECK_EQUAL(object_granules(CAP_FRAME, 12), PAGE_GRANULES);
	CHECK_EQUAL(object_granules(CAP_FRAME, 16), LARGE_PAGE_GRANULES);
	CHECK_EQUAL(object_granules(CAP_FRAME, 20), SECTION_GRANULES);
	CHECK_EQUAL(object_granules(CAP_FRAME, 13), 0);
	for (type = CAP_THREAD; type < CAP_FRAME; type++)
		CHECK_EQUAL(object_granules(type, 1), 0);
	CHECK_EQUAL(object_granules(CAP_IRQ_HANDLER, 0), 0);
	CHECK_EQUAL(object_alignment(CAP_CNODE, 64), 1);
	CHECK_EQUAL(object_alignment(CAP_UNTYPED, 3), 1);
	CHECK_EQUAL(object_alignment(CAP_THREAD, THREAD_GRANULES), THREAD_GRANULES);
}

/* One of each type, then three at once: owners, in order, one behind the other, aligned. */
static void each_type(void)
{
	uint32_t type, size, cap, i, granules;

	world_boot();
	for (type = CAP_UNTYPED; type <= CAP_FRAME; type++) {
		size = type == CAP_UNTYPED ? 5 : type == CAP_CNODE ? 3 : type == CAP_FRAME ? 12 : 0;
		granules = object_granules(type, size);
		make(type, size, 1);
		cap = make(type, size, 3);
		for (i = 0; i < 3; i++) {
			CHECK_EQUAL(slot_of(cap + i).type, type);
			CHECK_EQUAL(slot_of(cap + i).rights, RIGHT_ALL | RIGHT_OWN);
			CHECK_EQUAL(slot_of(cap + i).size, granules);
			CHECK_EQUAL(slot_of(cap + i).object, slot_of(cap).object + i * granules);
			CHECK_EQUAL(slot_of(cap + i).object % object_alignment(type, granules), 0);
			CHECK_EQUAL(slot_of(cap + i).depth, 1);
		}
	}
}

static void refusals(void)
{
	uint32_t u, small;

	world_boot();
	u = world.memory;
	small = make(CAP_UNTYPED, 100, 1);
	REFUSED(STATUS_INVALID_CALL, 0, u, UNTYPED_RETYPE + 1, CAP_REPLY, 0, SLOT_AT(world.free), 1);
	REFUSED(STATUS_INVALID_ARGUMENT, 1, u, UNTYPED_RETYPE, CAP_NULL, 0, SLOT_AT(world.free), 1);
	REFUSED(STATUS_INVALID_ARGUMENT, 1, u, UNTYPED_RETYPE, CAP_IRQ_HANDLER, 0, SLOT_AT(world.free), 1);
	REFUSED(STATUS_INVALID_ARGUMENT, 1, u, UNTYPED_RETYPE, 0xffffffff, 0, SLOT_AT(world.free), 1);
	REFUSED(STATUS_INVALID_ARGUMENT, 2, u, UNTYPED_RETYPE, CAP_UNTYPED, 0, SLOT_AT(world.free), 1);
	REFUSED(STATUS_INVALID_ARGUMENT, 2, u, UNTYPED_RETYPE, CAP_REPLY, 1, SLOT_AT(world.free), 1);
	REFUSED(STATUS_INVALID_ARGUMENT, 2, u, UNTYPED_RETYPE, CAP_FRAME, 14, SLOT_AT(world.free), 1);
	REFUSED(STATUS_INVALID_CAPABILITY, 4, u, UNTYPED_RETYPE, CAP_REPLY, 0, SLOT_AT(0), 1);
	REFUSED(STATUS_INVALID_CAPABILITY, 3, u, UNTYPED_RETYPE, CAP_REPLY, 0, u, 1, 32, 1);
	REFUSED(STATUS_NO_RIGHT, 3, u, UNTYPED_RETYPE, CAP_REPLY, 0, lend(ROOT_CNODE, RIGHT_READ),
	        world.free, 32, 1);
	REFUSED(STATUS_INVALID_CAPABILITY, 4, u, UNTYPED_RETYPE, CAP_REPLY, 0, 0, world.free, 33, 1);
	REFUSED(STATUS_OUT_OF_RANGE, 6, u, UNTYPED_RETYPE, CAP_REPLY, 0, SLOT_AT(world.free), 0);
	REFUSED(STATUS_OUT_OF_RANGE, 6, u, UNTYPED_RETYPE, CAP_REPLY, 0, SLOT_AT(world.free), RETYPE_MAX + 1);
	REFUSED(STATUS_OUT_OF_RANGE, 6, u, UNTYPED_RETYPE, CAP_REPLY, 0, SLOT_AT(4095), 2);
	REFUSED(STATUS_OCCUPIED, 4, u, UNTYPED_RETYPE, CAP_REPLY, 0, SLOT_AT(ROOT_CNODE), 1);
	REFUSED(STATUS_OCCUPIED, 4, u, UNTYPED_RETYPE, CAP_REPLY, 0, SLOT_AT(small - 3), 8);
	REFUSED(STATUS_NO_MEMORY, 0, small, UNTYPED_RETYPE, CAP_REPLY, 0, SLOT_AT(world.free), 101);
	REFUSED(STATUS_NO_MEMORY, 0, small, UNTYPED_RETYPE, CAP_CNODE, 20, SLOT_AT(world.free), 256);
	REFUSED(STATUS_NO_MEMORY, 0, small, UNTYPED_RETYPE, CAP_UNTYPED, DEVICE_END, SLOT_AT(world.free), 256);
	OK(small, UNTYPED_RETYPE, CAP_REPLY, 0, SLOT_AT(world.free), 100);
	REFUSED(STATUS_NO_MEMORY, 0, small, UNTYPED_RETYPE, CAP_REPLY, 0, SLOT_AT(world.free + 100), 1);
}

static void device(void)
{
	uint32_t d, first;

	world_boot();
	d = world.device[2];
	first = world.free;
	REFUSED(STATUS_INVALID_ARGUMENT, 1, d, UNTYPED_RETYPE, CAP_ENDPOINT, 0, SLOT_AT(first), 1);
	REFUSED(STATUS_INVALID_ARGUMENT, 1, d, UNTYPED_RETYPE, CAP_CNODE, 1, SLOT_AT(first), 1);
	OK(d, UNTYPED_RETYPE, CAP_FRAME, 12, SLOT_AT(first), 2);
	CHECK_EQUAL(slot_of(first + 1).object, GRANULES + 0x10001000 / 32);
	OK(d, UNTYPED_RETYPE, CAP_FRAME, 20, SLOT_AT(first + 2), 1);
	CHECK_EQUAL(slot_of(first + 2).object, GRANULES + 0x10100000 / 32);
	REFUSED(STATUS_NO_MEMORY, 0, d, UNTYPED_RETYPE, CAP_FRAME, 12, SLOT_AT(first + 3), 1);
	/* A device region that does not begin at a multiple of 64 KiB. */
	d = world.device[3];
	OK(d, UNTYPED_RETYPE, CAP_UNTYPED, 128, SLOT_AT(first + 3), 1);
	OK(d, UNTYPED_RETYPE, CAP_FRAME, 16, SLOT_AT(first + 4), 1);
	CHECK_EQUAL(slot_of(first + 4).object, GRANULES + 0x20020000 / 32);
	OK(first + 3, UNTYPED_RETYPE, CAP_FRAME, 12, SLOT_AT(first + 5), 1);
	CHECK_EQUAL(slot_of(first + 5).object, GRANULES + 0x20010000 / 32);
}

/* More than CLEAR_GRANULES is cleared in several entries of one call. */
static void clears(void)
{
	uint32_t entries, big, frame;

	world_boot();
	big = make(CAP_UNTYPED, 2 * SECTION_GRANULES, 1);
	entries = world.entries;
	OK(big, UNTYPED_RETYPE, CAP_FRAME, 20, SLOT_AT(world.free), 1);
	CHECK(world.entries - entries >= SECTION_GRANULES / CLEAR_GRANULES);
	CHECK_EQUAL(slot_of(big).word0, slot_of(world.free).object + SECTION_GRANULES - slot_of(big).object);
	CHECK_EQUAL(slot_of(big).word1, slot_of(big).word0);
	frame = world.free++;
	/* It is written, given back, and zero when it is made again. */
	buffer_window[slot_of(frame).object * GRANULE_WORDS + 1000] = 0xbad;
	OK(ROOT_CNODE, CNODE_DELETE, frame, 32);
	OK(big, UNTYPED_RETYPE, CAP_FRAME, 20, SLOT_AT(frame), 1);
	CHECK_EQUAL(buffer_window[slot_of(frame).object * GRANULE_WORDS + 1000], 0);
}

/* Memory comes back only when nothing that was made of it is left. */
static void taken_back(void)
{
	uint32_t u, first;

	world_boot();
	u = make(CAP_UNTYPED, 64, 1);
	first = world.free;
	OK(u, UNTYPED_RETYPE, CAP_UNTYPED, 32, SLOT_AT(first), 2);
	OK(ROOT_CNODE, CNODE_DELETE, first, 32);
	REFUSED(STATUS_NO_MEMORY, 0, u, UNTYPED_RETYPE, CAP_REPLY, 0, SLOT_AT(first), 1);
	OK(ROOT_CNODE, CNODE_DELETE, first + 1, 32);
	OK(u, UNTYPED_RETYPE, CAP_ENDPOINT, 0, SLOT_AT(first), 2);
	CHECK(slot_of(first).object < slot_of(u).object + QUEUE_GRANULES);
	OK(ROOT_CNODE, CNODE_REVOKE, u, 32);
	CHECK_EQUAL(slot_of(u).first, 0);
	OK(u, UNTYPED_RETYPE, CAP_UNTYPED, 64, SLOT_AT(first), 1);
	CHECK_EQUAL(slot_of(first).object, slot_of(u).object);
}

/* Untyped memory below untyped memory, as deep as it goes. */
static void deepest(void)
{
	uint32_t u, first, depth;

	world_boot();
	first = make(CAP_UNTYPED, 64, 1);
	u = first;
	for (depth = 1; depth < DERIVATION_DEPTH_MAX; depth++) {
		OK(u, UNTYPED_RETYPE, CAP_UNTYPED, 64, SLOT_AT(world.free), 1);
		u = world.free++;
	}
	REFUSED(STATUS_TOO_DEEP, 0, u, UNTYPED_RETYPE, CAP_REPLY, 0, SLOT_AT(world.free), 1);
	OK(ROOT_CNODE, CNODE_DELETE, first, 32);
	CHECK_EQUAL(slot_of(u).type, CAP_NULL);
}

void test_untyped(void)
{
	sizes();
	each_type();
	refusals();
	device();
	clears();
	taken_back();
	deepest();
}

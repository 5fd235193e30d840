// SPDX-License-Identifier: Apache-2.0
/* vspace.c and decode_device.c: page tables and frames, mapped, changed, unmapped, refused. */
#include "checked_windows.h"
#include "groups.h"
#include "vspace.h"
#include "world.h"

#define BASE 0x00400000u

static uint32_t v, table, page, large, section, device;

static void setup(void)
{
	world_boot();
	v = make(CAP_VSPACE, 0, 1);
	table = make(CAP_PAGE_TABLE, 0, 2);
	page = make(CAP_FRAME, 12, 2);
	large = make(CAP_FRAME, 16, 1);
	section = make(CAP_FRAME, 20, 1);
	OK(world.device[0], UNTYPED_RETYPE, CAP_FRAME, 12, SLOT_AT(world.free), 1);
	device = world.free++;
	OK(table, PAGE_TABLE_MAP, v, BASE);
}

static struct fake_entry entry_at(uint32_t cap, uint32_t i)
{
	return fake_entry_read(fake_word(slot_of(cap).object * GRANULE_WORDS + i));
}

static void entry_is(struct fake_entry entry, uint32_t kind, uint32_t cap, uint32_t rights, uint32_t memory)
{
	CHECK_EQUAL(entry.kind, kind);
	CHECK_EQUAL(entry.rights, rights);
	CHECK_EQUAL(entry.memory, memory);
	if (kind != 0)
		CHECK_EQUAL(entry.address, machine_address(slot_of(cap).object));
}

static void mapped(void)
{
	uint32_t i;

	setup();
	entry_is(entry_at(v, 4), FAKE_ENTRY_TABLE, table, 0, 0);
	OK(page, FRAME_MAP, v, BASE + 0x5000, RIGHT_READ | RIGHT_WRITE, MEMORY_CACHED);
	entry_is(entry_at(table, 5), FAKE_ENTRY_PAGE, page, 3, MEMORY_CACHED);
	CHECK_EQUAL(slot_of(page).word0, number_of(v));
	CHECK_EQUAL(slot_of(page).word1, BASE + 0x5001);
	OK(large, FRAME_MAP, v, BASE + 0xf0000, RIGHT_READ | RIGHT_EXECUTE, MEMORY_UNCACHED);
	for (i = 0; i < 16; i++)
		entry_is(entry_at(table, 240 + i), FAKE_ENTRY_LARGE, large, 5, MEMORY_UNCACHED);
	CHECK_EQUAL(fake.unified, 3 * PAGE_GRANULES + LARGE_PAGE_GRANULES);
	OK(section, FRAME_MAP, v, 0x7ff00000, RIGHT_READ, MEMORY_DEVICE);
	entry_is(entry_at(v, 2047), FAKE_ENTRY_SECTION, section, 1, MEMORY_DEVICE);
	OK(device, FRAME_MAP, v, BASE, RIGHT_READ | RIGHT_WRITE, MEMORY_DEVICE);
	CHECK_EQUAL(entry_at(table, 0).address, 0x09000000);
}

static void unmapped(void)
{
	uint32_t i;

	setup();
	OK(page, FRAME_MAP, v, BASE, RIGHT_READ, MEMORY_CACHED);
	OK(large, FRAME_MAP, v, BASE + 0x10000, RIGHT_READ, MEMORY_CACHED);
	OK(section, FRAME_MAP, v, 0, RIGHT_READ, MEMORY_CACHED);
	OK(page, FRAME_UNMAP);
	OK(large, FRAME_UNMAP);
	OK(section, FRAME_UNMAP);
	for (i = 0; i < 32; i++)
		CHECK_EQUAL(entry_at(table, i).kind, 0);
	CHECK_EQUAL(entry_at(v, 0).kind, 0);
	REFUSED(STATUS_NOT_MAPPED, 0, page, FRAME_UNMAP);
	OK(page, FRAME_MAP, v, BASE + 0x1000, RIGHT_READ, MEMORY_CACHED);
	OK(large, FRAME_MAP, v, BASE + 0x10000, RIGHT_READ, MEMORY_CACHED);
	/* A table goes with all that is mapped through it. */
	OK(table, PAGE_TABLE_UNMAP);
	CHECK_EQUAL(slot_of(page).word1, 0);
	CHECK_EQUAL(slot_of(large).word1, 0);
	CHECK_EQUAL(entry_at(v, 4).kind, 0);
	REFUSED(STATUS_NOT_MAPPED, 0, table, PAGE_TABLE_UNMAP);
	REFUSED(STATUS_NOT_MAPPED, 2, page, FRAME_MAP, v, BASE, RIGHT_READ, MEMORY_CACHED);
	OK(table, PAGE_TABLE_MAP, v, 0x7ff00000);
}

/* The rights of a mapping change in place: with the entry away, and flushed, in between. */
static void changed(void)
{
	setup();
	OK(page, FRAME_MAP, v, BASE, RIGHT_READ | RIGHT_WRITE, MEMORY_CACHED);
	OK(page, FRAME_MAP, v, BASE, RIGHT_READ, MEMORY_CACHED);
	entry_is(entry_at(table, 0), FAKE_ENTRY_PAGE, page, RIGHT_READ, MEMORY_CACHED);
	OK(page, FRAME_MAP, v, BASE, RIGHT_READ, MEMORY_CACHED);
	OK(large, FRAME_MAP, v, BASE + 0x10000, RIGHT_READ, MEMORY_CACHED);
	OK(large, FRAME_MAP, v, BASE + 0x10000, RIGHT_READ | RIGHT_WRITE, MEMORY_CACHED);
	OK(section, FRAME_MAP, v, 0, RIGHT_READ, MEMORY_CACHED);
	OK(section, FRAME_MAP, v, 0, RIGHT_READ | RIGHT_EXECUTE, MEMORY_CACHED);
	REFUSED(STATUS_OCCUPIED, 2, page, FRAME_MAP, v, BASE + 0x1000, RIGHT_READ, MEMORY_CACHED);
	OK(table + 1, PAGE_TABLE_MAP, ROOT_VSPACE, BASE);
	REFUSED(STATUS_OCCUPIED, 2, page, FRAME_MAP, ROOT_VSPACE, BASE, RIGHT_READ, MEMORY_CACHED);
}

static void frames_refused(void)
{
	uint32_t read;

	setup();
	read = lend(page, RIGHT_READ);
	OK(page + 1, FRAME_MAP, v, BASE + 0x1f000, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, page, FRAME_MAP, 0, BASE, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, page, FRAME_MAP, table, BASE, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_NO_RIGHT, 1, page, FRAME_MAP, lend(v, RIGHT_READ), BASE, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_NOT_ALIGNED, 2, page, FRAME_MAP, v, BASE + 4, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_NOT_ALIGNED, 2, large, FRAME_MAP, v, BASE + 0x1000, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_NOT_ALIGNED, 2, section, FRAME_MAP, v, 0x10000, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_OUT_OF_RANGE, 2, page, FRAME_MAP, v, USER_END, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_OUT_OF_RANGE, 2, page, FRAME_MAP, v, 0xfffff000, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_OUT_OF_RANGE, 2, section, FRAME_MAP, v, USER_END, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_NO_RIGHT, 3, page, FRAME_MAP, v, BASE, RIGHT_WRITE, MEMORY_CACHED);
	REFUSED(STATUS_NO_RIGHT, 3, page, FRAME_MAP, v, BASE, 0, MEMORY_CACHED);
	REFUSED(STATUS_NO_RIGHT, 3, read, FRAME_MAP, v, BASE, RIGHT_READ | RIGHT_WRITE, MEMORY_CACHED);
	REFUSED(STATUS_NO_RIGHT, 3, page, FRAME_MAP, v, BASE, 256 + RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_NO_RIGHT, 3, page, FRAME_MAP, v, BASE, RIGHT_CALL | RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_NO_RIGHT, 3, page, FRAME_MAP, v, BASE, RIGHT_OWN | RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_INVALID_ARGUMENT, 4, page, FRAME_MAP, v, BASE, RIGHT_READ, MEMORY_DEVICE + 1);
	REFUSED(STATUS_INVALID_ARGUMENT, 4, device, FRAME_MAP, v, BASE, RIGHT_READ, MEMORY_UNCACHED);
	REFUSED(STATUS_NOT_MAPPED, 2, page, FRAME_MAP, v, BASE + SECTION_BYTES, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_OCCUPIED, 2, section, FRAME_MAP, v, BASE, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_OCCUPIED, 2, page, FRAME_MAP, v, BASE + 0x1f000, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_OCCUPIED, 2, large, FRAME_MAP, v, BASE + 0x10000, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_INVALID_CALL, 0, page, FRAME_ADDRESS + 1);
	REFUSED(STATUS_INVALID_CALL, 0, page, 0);
	OK(section, FRAME_MAP, v, 0, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_NOT_MAPPED, 2, page, FRAME_MAP, v, 0, RIGHT_READ, MEMORY_CACHED);
}

static void device_execute(void)
{
	setup();
	CHECK(INVOKE(device, FRAME_MAP, v, BASE, RIGHT_READ | RIGHT_EXECUTE, MEMORY_DEVICE) % 256
	      == STATUS_INVALID_ARGUMENT);
	CHECK_EQUAL(slot_of(device).word1, 0);
}

static void tables_refused(void)
{
	setup();
	REFUSED(STATUS_INVALID_CALL, 0, table + 1, PAGE_TABLE_UNMAP + 1, v, 0);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, table + 1, PAGE_TABLE_MAP, page, 0);
	REFUSED(STATUS_NO_RIGHT, 1, table + 1, PAGE_TABLE_MAP, lend(v, RIGHT_READ), 0);
	REFUSED(STATUS_NOT_ALIGNED, 2, table + 1, PAGE_TABLE_MAP, v, 0x1000);
	REFUSED(STATUS_OUT_OF_RANGE, 2, table + 1, PAGE_TABLE_MAP, v, USER_END);
	REFUSED(STATUS_OUT_OF_RANGE, 2, table + 1, PAGE_TABLE_MAP, v, 0xffffffff);
	REFUSED(STATUS_OCCUPIED, 2, table + 1, PAGE_TABLE_MAP, v, BASE);
	REFUSED(STATUS_OCCUPIED, 2, table, PAGE_TABLE_MAP, v, 0);
	OK(section, FRAME_MAP, v, 0, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_OCCUPIED, 2, table + 1, PAGE_TABLE_MAP, v, 0);
}

/* A frame in two places is two capabilities; unmapping one leaves the other. */
static void shared(void)
{
	uint32_t loan;

	setup();
	loan = lend(page, RIGHT_READ);
	OK(page, FRAME_MAP, v, BASE, RIGHT_READ | RIGHT_WRITE, MEMORY_CACHED);
	OK(loan, FRAME_MAP, v, BASE + 0x1000, RIGHT_READ, MEMORY_CACHED);
	REFUSED(STATUS_OCCUPIED, 2, lend(page, RIGHT_READ), FRAME_MAP, v, BASE, RIGHT_READ, MEMORY_CACHED);
	OK(page, FRAME_UNMAP);
	entry_is(entry_at(table, 1), FAKE_ENTRY_PAGE, page, RIGHT_READ, MEMORY_CACHED);
	OK(ROOT_CNODE, CNODE_REVOKE, page, 32);
	CHECK_EQUAL(entry_at(table, 1).kind, 0);
}

static void addresses(void)
{
	setup();
	OK(page, FRAME_ADDRESS);
	CHECK_EQUAL(reg(world.root, 2), FAKE_RAM_BASE + slot_of(page).object * GRANULE_BYTES);
	OK(device, FRAME_ADDRESS);
	CHECK_EQUAL(reg(world.root, 2), 0x09000000);
	CHECK_EQUAL(vspace_entry(3, 0x7fffffff), 3 * 4096 + 2047);
}

void test_vspace(void)
{
	mapped();
	unmapped();
	changed();
	frames_refused();
	device_execute();
	tables_refused();
	shared();
	addresses();
}

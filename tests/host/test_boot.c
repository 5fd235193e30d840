// SPDX-License-Identifier: Apache-2.0
/* boot.c: what the root task finds, and what boot refuses to start. */
#include "boot.h"
#include "checked_windows.h"
#include "groups.h"
#include "invariant.h"
#include "world.h"

#include <string.h>

static void capability_is(uint32_t cap, uint32_t type, uint32_t object, uint32_t size)
{
	CHECK_EQUAL(slot_of(cap).type, type);
	CHECK_EQUAL(slot_of(cap).object, object);
	CHECK_EQUAL(slot_of(cap).size, size);
}

static void root_capabilities(void)
{
	uint32_t i;

	world_boot();
	CHECK_EQUAL(slot_of(ROOT_CNODE).type, CAP_CNODE);
	CHECK_EQUAL(slot_of(ROOT_CNODE).size, 1u << ROOT_CNODE_RADIX);
	CHECK_EQUAL(slot_of(ROOT_CNODE).rights, RIGHT_ALL);
	CHECK_EQUAL(slot_of(ROOT_VSPACE).type, CAP_VSPACE);
	CHECK_EQUAL(slot_of(ROOT_THREAD).type, CAP_THREAD);
	CHECK_EQUAL(slot_of(ROOT_SCHED_CONTEXT).type, CAP_SCHED_CONTEXT);
	CHECK_EQUAL(slot_of(ROOT_IPC_BUFFER).type, CAP_FRAME);
	CHECK_EQUAL(slot_of(ROOT_MACHINE).type, CAP_MACHINE);
	for (i = 0; i < IMAGE_PAGES; i++)
		capability_is(world.image + i, CAP_FRAME, FAKE_IMAGE + i * PAGE_GRANULES, PAGE_GRANULES);
	capability_is(world.memory, CAP_UNTYPED, FAKE_IMAGE + IMAGE_PAGES * PAGE_GRANULES,
	              FAKE_GRANULES - FAKE_IMAGE - IMAGE_PAGES * PAGE_GRANULES);
	capability_is(world.low, CAP_UNTYPED, PAGE_GRANULES, FAKE_LOW_END - PAGE_GRANULES);
	capability_is(world.device[1], CAP_UNTYPED, GRANULES + 0x0a000000 / 32, 0x4000 / 32);
	capability_is(world.irq[2], CAP_IRQ_HANDLER, DEVICE_END + 48, 1);
	CHECK_EQUAL(slot_of(world.free).type, CAP_NULL);
}

static void root_thread(void)
{
	world_boot();
	CHECK_EQUAL(reg(world.root, REGISTER_PC), IMAGE_ENTRY);
	CHECK_EQUAL(reg(world.root, REGISTER_CPSR), machine_user_cpsr(0));
	CHECK_EQUAL(WAITER(world.root).priority, PRIORITIES - 1);
	CHECK_EQUAL(THREAD(world.root).ceiling, PRIORITIES - 1);
	CHECK_EQUAL(THREAD(world.root).buffer, slot_of(ROOT_IPC_BUFFER).object * GRANULE_WORDS);
	CHECK_EQUAL(fake.vspace, number_of(ROOT_VSPACE));
	CHECK_EQUAL(fake.timer_starts, 1);
	CHECK_EQUAL(fake.alarm, 5000);
	CHECK_EQUAL(account.charged, number_of(ROOT_SCHED_CONTEXT));
	CHECK_EQUAL(THREAD(world.root).has_time, 1);
	CHECK_EQUAL(SCHED_CONTEXT(account.charged).budget, 5000);
	CHECK_EQUAL(SCHED_CONTEXT(account.charged).period, 0);
	CHECK_EQUAL(fake.unmasked[FAKE_TIMER_IRQ], 1);
	CHECK_EQUAL(slot_of(world.image + 1).word1, IMAGE_TEXT + 1);
	CHECK_EQUAL(slot_of(world.image + 5).word1, IMAGE_DATA + PAGE_BYTES + 1);
	CHECK_EQUAL(slot_of(world.image).word1, 0);
	CHECK_EQUAL(slot_of(ROOT_IPC_BUFFER).word1, ROOT_IPC_BUFFER_ADDRESS + 1);
}

static void boot_page(void)
{
	const uint32_t *page, *entry;
	uint32_t i;

	world_boot();
	page = &buffer_window[slot_window[kernel.boot_slots + 7].object * GRANULE_WORDS];
	CHECK_EQUAL(slot_window[kernel.boot_slots + 7].word1, ROOT_BOOT_PAGE + 1);
	CHECK_EQUAL(page[0], BOOT_PAGE_MAGIC);
	CHECK_EQUAL(page[1], BOOT_PAGE_VERSION);
	CHECK_EQUAL(page[2], world.free);
	CHECK_EQUAL(page[3], 1u << ROOT_CNODE_RADIX);
	CHECK_EQUAL(page[4], 12);
	CHECK_EQUAL(page[5], ROOT_FIRST);
	CHECK_EQUAL(page[6], IMAGE_PAGES);
	CHECK_EQUAL(page[7], board.clock);
	for (i = 0; i < 12; i++) {
		entry = page + BOOT_PAGE_HEADER_WORDS + 4 * i;
		CHECK_EQUAL(entry[1], world.memory + i);
		CHECK_EQUAL(entry[0], i < 2 ? BOOT_UNTYPED : i < 6 ? BOOT_DEVICE : BOOT_IRQ);
	}
	entry = page + BOOT_PAGE_HEADER_WORDS;
	CHECK_EQUAL(entry[2], FAKE_RAM_BASE + slot_of(world.memory).object * GRANULE_BYTES);
	CHECK_EQUAL(entry[3], slot_of(world.memory).size * GRANULE_BYTES);
	CHECK_EQUAL(entry[4 * 2 + 2], 0x09000000);
	CHECK_EQUAL(entry[4 * 6 + 2], 33);
	CHECK_EQUAL(entry[4 * 8 + 3], 1);
}

static uint32_t *image_word(uint32_t i)
{
	return &ram_window[FAKE_IMAGE * GRANULE_WORDS + i];
}

static uint32_t boot_end = FAKE_GRANULES;

static void boot_try(void)
{
	boot(FAKE_OBJECTS, FAKE_IMAGE, boot_end, FAKE_LOW_END);
}

/* With word i of the boot image changed, boot stops with status 1 and a line with `why`. */
static void boot_refuses(uint32_t i, uint32_t value, const char *why)
{
	world_prepare();
	*image_word(i) = value;
	CHECK(fake_run(boot_try));
	CHECK_EQUAL(fake.exit_code, 1);
	CHECK(strncmp(fake.console, "writ: ", 6) == 0);
	CHECK(strstr(fake.console, why) != 0);
	CHECK_EQUAL(fake.console[fake.console_length - 1], '\n');
}

static void bad_images(void)
{
	boot_refuses(0, 0, "no boot image");
	boot_refuses(1, BOOT_IMAGE_VERSION + 1, "no boot image");
	boot_refuses(2, 0, "too large");
	boot_refuses(2, 3073, "too large");
	boot_refuses(2, 2000, "too large");
	boot_refuses(4, BOOT_IMAGE_SEGMENTS_MAX + 1, "too many segments");
	boot_refuses(8, USER_END, "above the user's addresses");
	boot_refuses(8, IMAGE_TEXT + 4, "overlap or are not page aligned");
	boot_refuses(8, IMAGE_DATA, "overlap or are not page aligned");
	boot_refuses(9, 7, "lies outside");
	boot_refuses(10, 6, "lies outside");
	boot_refuses(10, 0xffffffff, "lies outside");
	boot_refuses(11, 0, "overlap or are not page aligned");
}

/* As many segments as there may be; the others are empty. */
static void most_segments(void)
{
	world_prepare();
	*image_word(4) = BOOT_IMAGE_SEGMENTS_MAX;
	CHECK(!fake_run(boot_try));
	invariant_check();
}

/* A segment in each of eight MiB needs more page tables than boot makes. */
static void too_many_tables(void)
{
	uint32_t k;

	world_prepare();
	*image_word(4) = 8;
	for (k = 0; k < 8; k++) {
		*image_word(8 + k * 4) = (k + 1) * SECTION_BYTES;
		*image_word(8 + k * 4 + 1) = 0;
		*image_word(8 + k * 4 + 2) = 0;
		*image_word(8 + k * 4 + 3) = RIGHT_READ;
	}
	for (k = 0; k < 6; k++) {
		*image_word(8 + k * 4 + 1) = k;
		*image_word(8 + k * 4 + 2) = 1;
	}
	CHECK(!fake_run(boot_try));
	world_prepare();
	*image_word(2) = 9;
	*image_word(4) = 8;
	for (k = 0; k < 8; k++) {
		*image_word(8 + k * 4) = (k + 1) * SECTION_BYTES;
		*image_word(8 + k * 4 + 1) = k;
		*image_word(8 + k * 4 + 2) = 1;
		*image_word(8 + k * 4 + 3) = RIGHT_READ;
	}
	fake_type_set(FAKE_IMAGE, 9 * PAGE_GRANULES, CAP_FRAME);
	CHECK(fake_run(boot_try));
	CHECK(strstr(fake.console, "too many MiB") != 0);
}

static void too_little_memory(void)
{
	world_prepare();
	boot_end = FAKE_IMAGE + (IMAGE_PAGES + 8) * PAGE_GRANULES;
	CHECK(fake_run(boot_try));
	CHECK(strstr(fake.console, "not enough memory") != 0);
	boot_end = FAKE_GRANULES;
}

void test_boot(void)
{
	root_capabilities();
	root_thread();
	boot_page();
	bad_images();
	most_segments();
	too_many_tables();
	too_little_memory();
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Frames: made, filled through a window in the root task's own address space,
 * mapped where they belong, then put away.
 *
 * A domain's own frames go into its memory CNode.  Those of a memory region,
 * which several domains may share, go into a CNode of the region's, and each
 * domain's memory CNode gets the loan that is mapped for it.
 */
#include <string.h>

#include "userland/init/init.h"

#define PAGE_SIZE 4096u
#define SECTION_SIZE 0x100000u
#define GRANULE_SIZE 32u
#define WINDOW 0x30000000u

static uint32_t slot_window;  /* page table of the window */
static uint32_t slot_loan;
static uint32_t blob_first;   /* pages of the boot image that hold the blob */
static uint32_t blob_pages;
static uint32_t memory_next[BLOB_DOMAINS_MAX]; /* first empty slot of each memory CNode */

/* Which of the boot image's pages hold the blob: its first page says (BOOT_IMAGE_ in kernel/abi.h). */
static void image_find_blob(void)
{
	const volatile uint32_t *image = (const volatile uint32_t *)WINDOW;
	uint32_t header = writ_boot_word(5);
	uint32_t result = writ_frame_map(header, ROOT_VSPACE, WINDOW, RIGHT_READ, MEMORY_CACHED);

	init_check(result, "root task", "mapping the image's header");
	for (uint32_t i = 0; i < image[4]; i++) {
		uint32_t word = BOOT_IMAGE_HEADER_WORDS + 4 * i;

		if (image[word] == BLOB_ADDRESS) {
			blob_first = image[word + 1];
			blob_pages = image[word + 2];
		}
	}
	init_check(writ_delete(writ_slot_own(header)), "root task", "giving up the image's header");
	if (blob_pages == 0)
		init_fail("root task", "finding the layout", "the image has none; make it with tools/image.py --blob");
}

void memory_open(void)
{
	slot_window = slot_new("root task");
	slot_loan = slot_new("root task");
	object_make(CAP_PAGE_TABLE, 0, slot_window, "root task", "making its window's page table");
	init_check(writ_page_table_map(slot_window, ROOT_VSPACE, WINDOW), "root task", "mapping its window");
	image_find_blob();
	for (uint32_t d = 0; d < BLOB_DOMAINS_MAX; d++)
		memory_next[d] = 1;
}

void memory_close(uint32_t contents)
{
	uint32_t kept = (contents + PAGE_SIZE - 1) / PAGE_SIZE;

	for (uint32_t page = kept; page < blob_pages; page++)
		init_check(writ_delete(writ_slot_own(writ_boot_word(5) + blob_first + page)), "root task",
		           "giving up the programs' contents");
	init_check(writ_delete(writ_slot_own(slot_window)), "root task", "deleting its window");
}

uint32_t memory_slots_used(uint32_t domain)
{
	return memory_next[domain] - 1;
}

/* The next place in a domain's memory CNode. */
static struct writ_slot memory_place(uint32_t domain)
{
	return (struct writ_slot){
		domain_slot(domain, DOMAIN_MEMORY), memory_next[domain]++, blob_domain(domain)->memory_radix,
	};
}

static void table_make(uint32_t domain, uint32_t address, const char *who)
{
	uint32_t result;

	object_make(CAP_PAGE_TABLE, 0, slot_scratch, who, "making a page table");
	result = writ_page_table_map(slot_scratch, domain_slot(domain, DOMAIN_VSPACE),
	                             address & ~(SECTION_SIZE - 1u));
	init_check(result, who, "mapping a page table");
	init_check(writ_move(writ_slot_own(slot_scratch), memory_place(domain)), who, "keeping a page table");
}

/* Maps the frame at `page` of a map. */
static void frame_put(uint32_t frame, const struct blob_map *map, uint32_t offset, const char *who)
{
	uint32_t vspace = domain_slot(map->domain, DOMAIN_VSPACE);
	uint32_t address = map->address + offset;
	uint32_t result = writ_frame_map(frame, vspace, address, map->rights, map->memory);

	if (writ_status(result) == STATUS_NOT_MAPPED) {
		table_make(map->domain, address, who);
		result = writ_frame_map(frame, vspace, address, map->rights, map->memory);
	}
	init_check(result, who, "mapping a frame");
}

/* Copies what a memory starts with into its frame at `offset`. */
static void frame_fill(uint32_t frame, const struct blob_memory *memory, uint32_t offset, const char *who)
{
	uint32_t bytes = memory->content_bytes - offset;
	uint32_t result;

	if (bytes > PAGE_SIZE)
		bytes = PAGE_SIZE;
	result = writ_frame_map(frame, ROOT_VSPACE, WINDOW, RIGHT_READ | RIGHT_WRITE, MEMORY_CACHED);
	init_check(result, who, "mapping a frame to fill it");
	memcpy((void *)WINDOW, blob_bytes(memory->content + offset), bytes);
	init_check(writ_frame_unmap(frame), who, "unmapping a filled frame");
}

/* The device's untyped memory, with all below `physical` left out: frames come from there on. */
static uint32_t device_open(uint32_t physical, const char *who)
{
	for (uint32_t i = 0; i < writ_boot_descriptors(); i++) {
		struct writ_descriptor d = writ_boot_descriptor(i);
		struct writ_inspection inspection;
		uint32_t skip;

		if (d.kind != BOOT_DEVICE || physical < d.value || physical - d.value >= d.extent)
			continue;
		init_check(writ_inspect(writ_slot_own(d.slot), &inspection), who, "inspecting its device");
		skip = (physical - d.value) / GRANULE_SIZE - inspection.word0;
		if (skip != 0)
			init_check(writ_retype(d.slot, CAP_UNTYPED, skip, writ_slot_own(slot_new(who)), 1), who,
			           "leaving out registers");
		return d.slot;
	}
	init_fail(who, "finding its device", "the kernel lists none there; build for this board");
	return 0;
}

static void frame_make(const struct blob_memory *memory, uint32_t device, uint32_t slot, const char *who)
{
	if (memory->device == BLOB_NONE)
		object_make(CAP_FRAME, memory->page_bits, slot, who, "making a frame");
	else
		init_check(writ_retype(device, CAP_FRAME, memory->page_bits, writ_slot_own(slot), 1), who,
		           "making a device frame");
}

/* A domain's own memory: mapped once, and kept with the domain. */
static void memory_build_own(uint32_t number, const struct blob_memory *memory)
{
	const char *who = blob_text(memory->name);
	const struct blob_map *map = blob_map(memory->first_map);
	/* Not in the scratch slot, where a page table may be made meanwhile. */
	uint32_t frame = slot_loan;

	if (blob_domain(memory->owner)->buffer == number)
		frame = domain_slot(memory->owner, DOMAIN_BUFFER);
	for (uint32_t i = 0; i < memory->pages; i++) {
		uint32_t offset = i << memory->page_bits;

		frame_make(memory, 0, frame, who);
		if (offset < memory->content_bytes)
			frame_fill(frame, memory, offset, who);
		frame_put(frame, map, offset, who);
		if (frame == slot_loan)
			init_check(writ_move(writ_slot_own(frame), memory_place(memory->owner)), who, "keeping a frame");
	}
}

/* A region: its frames in a CNode of its own, a loan for every map. */
static void memory_build_region(const struct blob_memory *memory)
{
	const char *who = blob_text(memory->name);
	uint32_t cnode = slot_new(who), frame = slot_new(who);
	uint32_t device = memory->device == BLOB_NONE ? 0 : device_open(memory->device, who);
	uint32_t radix = 1;

	while (1u << radix < memory->pages + 1u)
		radix++;
	object_make(CAP_CNODE, radix, cnode, who, "making its CNode");
	for (uint32_t i = 0; i < memory->pages; i++) {
		frame_make(memory, device, frame, who);
		for (uint32_t k = 0; k < memory->map_count; k++) {
			const struct blob_map *map = blob_map(memory->first_map + k);

			init_check(writ_copy(writ_slot_own(frame), writ_slot_own(slot_loan), RIGHT_ALL), who, "lending a frame");
			frame_put(slot_loan, map, i << memory->page_bits, who);
			init_check(writ_move(writ_slot_own(slot_loan), memory_place(map->domain)), who, "keeping a loan");
		}
		init_check(writ_move(writ_slot_own(frame), (struct writ_slot){cnode, i + 1, radix}), who, "keeping a frame");
	}
}

void memory_build(uint32_t number)
{
	const struct blob_memory *memory = blob_memory(number);

	if (memory->owner == BLOB_NONE)
		memory_build_region(memory);
	else
		memory_build_own(number, memory);
}

// SPDX-License-Identifier: Apache-2.0
/* Address spaces: see vspace.h. */
#include "vspace.h"
#include "machine.h"

#define VSPACE_WORDS 4096u
#define PAGE_TABLE_WORDS 512u
#define LARGE_PAGE_ENTRIES 16u
#define VSPACE_STEP_ENTRIES 64u

uint32_t vspace_entry(uint32_t v, uint32_t address)
{
	return v * VSPACE_WORDS + address / SECTION_BYTES;
}

/* The word that holds the 4 KiB entry of an address, in the page table of slot s. */
/*@ requires slot: is_slot(s) && slot_window[s].type == CAP_PAGE_TABLE && slot_window[s].object < GRANULES;
    assigns \nothing;
    ensures entry: \result == slot_window[s].object / PAGE_TABLE_GRANULES * 512 + address / PAGE_BYTES % 256; */
static uint32_t page_table_entry(uint32_t s, uint32_t address)
{
	return SLOT(s).object / PAGE_TABLE_GRANULES * PAGE_TABLE_WORDS
	     + address / PAGE_BYTES % PAGE_TABLE_ENTRIES;
}

enum status page_table_map(uint32_t s, uint32_t v, uint32_t address)
{
	uint32_t entry;

	if (address >= USER_END)
		return STATUS_OUT_OF_RANGE;
	if (address % SECTION_BYTES != 0)
		return STATUS_NOT_ALIGNED;
	entry = vspace_entry(v, address);
	if (SLOT(s).word1 != 0 || LINK(entry + VSPACE_ENTRIES) != 0)
		return STATUS_OCCUPIED;

	LINK(entry + VSPACE_ENTRIES) = s;
	SLOT(s).word0 = v;
	SLOT(s).word1 = address + 1;
	machine_entry_write(entry, machine_entry_page_table(SLOT(s).object));
	return STATUS_OK;
}

void page_table_unmap(uint32_t s)
{
	uint32_t i, frame, top, table = SLOT(s).object / PAGE_TABLE_GRANULES * PAGE_TABLE_WORDS;

	top = vspace_entry(SLOT(s).word0, SLOT(s).word1 - 1);
	machine_entry_write(top, 0);
	LINK(top + VSPACE_ENTRIES) = 0;
	/*@ loop invariant 0 <= i <= PAGE_TABLE_ENTRIES;
	    loop assigns i, frame, slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1,
	        link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1];
	    loop variant PAGE_TABLE_ENTRIES - i; */
	for (i = 0; i < PAGE_TABLE_ENTRIES; i++) {
		frame = LINK(table + PAGE_TABLE_ENTRIES + i);
		if (frame != 0) {
			SLOT(frame).word0 = 0;
			SLOT(frame).word1 = 0;
			LINK(table + PAGE_TABLE_ENTRIES + i) = 0;
			machine_entry_write(table + i, 0);
		}
	}
	machine_tlb_flush();
	SLOT(s).word0 = 0;
	SLOT(s).word1 = 0;
}

/* Where a frame's mapping is: entries entry .. entry + count - 1, links `links` words on. */
struct place {
	uint32_t entry;
	uint32_t count;
	uint32_t links;
};

/* The place of a frame of `size` granules at an address; count is 0 when no page table is there. */
/*@ requires vspace: is_vspace(v);
    requires user: address < USER_END;
    assigns \nothing;
    ensures section: size == SECTION_GRANULES ==> \result.count == 1 && \result.links == VSPACE_ENTRIES
        && \result.entry == v * 4096 + address / SECTION_BYTES;
    ensures page: size != SECTION_GRANULES ==> \result.links == PAGE_TABLE_ENTRIES
        && (\result.count == 0 || \result.count == (size == LARGE_PAGE_GRANULES ? 16 : 1)); */
static struct place frame_place(uint32_t v, uint32_t address, uint32_t size)
{
	struct place place;
	uint32_t table;

	if (size == SECTION_GRANULES) {
		place.entry = vspace_entry(v, address);
		place.count = 1;
		place.links = VSPACE_ENTRIES;
		return place;
	}
	table = LINK(vspace_entry(v, address) + VSPACE_ENTRIES);
	place.entry = 0;
	place.count = 0;
	place.links = PAGE_TABLE_ENTRIES;
	if (table != 0 && SLOT(table).type == CAP_PAGE_TABLE) {
		place.entry = page_table_entry(table, address);
		place.count = size == LARGE_PAGE_GRANULES ? LARGE_PAGE_ENTRIES : 1;
	}
	return place;
}

/* Every entry of the place is free, or belongs to slot s. */
/*@ requires entries: place.count <= 16;
    assigns \nothing;
    ensures free: \result != 0 ==> \forall integer i; 0 <= i < place.count ==>
        link_window[place.entry + place.links + i] == 0 || link_window[place.entry + place.links + i] == s; */
static int place_free(struct place place, uint32_t s)
{
	uint32_t i, link;

	/*@ loop invariant 0 <= i <= place.count;
	    loop invariant \forall integer k; 0 <= k < i ==>
	        link_window[place.entry + place.links + k] == 0 || link_window[place.entry + place.links + k] == s;
	    loop assigns i, link;
	    loop variant place.count - i; */
	for (i = 0; i < place.count; i++) {
		link = LINK(place.entry + place.links + i);
		if (link != 0 && link != s)
			return 0;
	}
	return 1;
}

/* Every entry of the place gets `value`, and its link `link`. */
/*@ requires entries: place.count <= 16;
    assigns link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1];
    ensures links: \forall integer i; 0 <= i < place.count ==>
        link_window[place.entry + place.links + i] == link; */
static void place_write(struct place place, uint32_t value, uint32_t link)
{
	uint32_t i;

	/*@ loop invariant 0 <= i <= place.count;
	    loop invariant \forall integer k; 0 <= k < i ==> link_window[place.entry + place.links + k] == link;
	    loop assigns i, link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1];
	    loop variant place.count - i; */
	for (i = 0; i < place.count; i++) {
		LINK(place.entry + place.links + i) = link;
		machine_entry_write(place.entry + i, value);
	}
}

/* No translation of the frame at an address stays in the TLB: one flush an entry. */
/*@ requires count: count <= 16;
    requires user: address < USER_END;
    assigns machine; */
static void frame_flush(uint32_t address, uint32_t count)
{
	uint32_t i;

	/*@ loop invariant 0 <= i <= count;
	    loop assigns i, machine;
	    loop variant count - i; */
	for (i = 0; i < count; i++)
		machine_tlb_flush_page(address + i * PAGE_BYTES);
}

/* What may be asked of the frame in slot s: see frame_map. */
/*@ requires slot: is_slot(s) && slot_window[s].type == CAP_FRAME;
    requires size: 1 <= slot_window[s].size <= SECTION_GRANULES;
    assigns \nothing;
    ensures ok: \result == STATUS_OK ==> address % (slot_window[s].size * GRANULE_BYTES) == 0
        && address + slot_window[s].size * GRANULE_BYTES <= USER_END
        && (slot_window[s].rights & rights) == rights && (rights & RIGHT_READ) != 0
        && memory <= MEMORY_DEVICE && (slot_window[s].object >= GRANULES ==> memory == MEMORY_DEVICE); */
static enum status frame_map_check(uint32_t s, uint32_t address, uint32_t rights, uint32_t memory)
{
	uint32_t bytes = SLOT(s).size * GRANULE_BYTES;

	if (address % bytes != 0)
		return STATUS_NOT_ALIGNED;
	if (address > USER_END - bytes)
		return STATUS_OUT_OF_RANGE;
	if ((SLOT(s).rights & rights) != rights || (rights & RIGHT_READ) == 0)
		return STATUS_NO_RIGHT;
	if (rights >= RIGHT_CALL || memory > MEMORY_DEVICE)
		return STATUS_INVALID_ARGUMENT;
	if (SLOT(s).object >= GRANULES && (memory != MEMORY_DEVICE || rights >= RIGHT_EXECUTE))
		return STATUS_INVALID_ARGUMENT;
	return STATUS_OK;
}

/* The entry for the frame in slot s. */
/*@ requires slot: is_slot(s) && slot_window[s].type == CAP_FRAME && slot_window[s].object < DEVICE_END;
    assigns \nothing; */
static uint32_t frame_entry(uint32_t s, uint32_t rights, uint32_t memory)
{
	uint32_t entry;

	if (SLOT(s).size == SECTION_GRANULES)
		entry = machine_entry_section(SLOT(s).object, rights, memory);
	else if (SLOT(s).size == LARGE_PAGE_GRANULES)
		entry = machine_entry_large_page(SLOT(s).object, rights, memory);
	else
		entry = machine_entry_page(SLOT(s).object, rights, memory);
	return entry;
}

enum status frame_map(uint32_t s, uint32_t v, uint32_t address, uint32_t rights, uint32_t memory)
{
	enum status status = frame_map_check(s, address, rights, memory);
	struct place place;

	if (status != STATUS_OK)
		return status;
	if (SLOT(s).word1 != 0 && (SLOT(s).word0 != v || SLOT(s).word1 != address + 1))
		return STATUS_OCCUPIED;
	place = frame_place(v, address, SLOT(s).size);
	if (place.count == 0)
		return STATUS_NOT_MAPPED;
	if (!place_free(place, s))
		return STATUS_OCCUPIED;

	if (SLOT(s).word1 != 0) {
		place_write(place, 0, s);
		frame_flush(address, place.count);
	}
	if (rights >= RIGHT_EXECUTE)
		machine_code_unify(SLOT(s).object, SLOT(s).size);
	SLOT(s).word0 = v;
	SLOT(s).word1 = address + 1;
	place_write(place, frame_entry(s, rights, memory), s);
	return STATUS_OK;
}

void frame_unmap(uint32_t s)
{
	uint32_t address = SLOT(s).word1 - 1;
	struct place place = frame_place(SLOT(s).word0, address, SLOT(s).size);

	place_write(place, 0, 0);
	frame_flush(address, place.count);
	SLOT(s).word0 = 0;
	SLOT(s).word1 = 0;
}

void vspace_relink(uint32_t to)
{
	struct place place;
	uint32_t i;

	if (SLOT(to).word1 == 0)
		return;
	if (SLOT(to).type == CAP_PAGE_TABLE) {
		LINK(vspace_entry(SLOT(to).word0, SLOT(to).word1 - 1) + VSPACE_ENTRIES) = to;
	} else if (SLOT(to).type == CAP_FRAME) {
		place = frame_place(SLOT(to).word0, SLOT(to).word1 - 1, SLOT(to).size);
		/*@ loop invariant 0 <= i <= place.count;
		    loop assigns i, link_window[0 .. WORDS - 1];
		    loop variant place.count - i; */
		for (i = 0; i < place.count; i++)
			LINK(place.entry + place.links + i) = to;
	}
}

uint32_t vspace_empty_step(uint32_t s)
{
	uint32_t v = SLOT(s).object / VSPACE_GRANULES, i = SLOT(s).word0, end = VSPACE_ENTRIES, link;

	SLOT(s).rights = RIGHT_OWN;
	if (i + VSPACE_STEP_ENTRIES < end)
		end = i + VSPACE_STEP_ENTRIES;
	/*@ loop invariant i <= end <= VSPACE_ENTRIES;
	    loop assigns i, end, link, slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1,
	        link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine;
	    loop variant end - i; */
	while (i < end) {
		link = LINK(v * VSPACE_WORDS + VSPACE_ENTRIES + i);
		i++;
		if (link != 0 && SLOT(link).type == CAP_PAGE_TABLE) {
			page_table_unmap(link);
			end = i;
		} else if (link != 0) {
			frame_unmap(link);
		}
	}
	SLOT(s).word0 = i;
	return i == VSPACE_ENTRIES;
}

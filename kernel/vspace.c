// SPDX-License-Identifier: Apache-2.0
/* Address spaces: see vspace.h. */
#include "vspace.h"
#include "machine.h"

#define VSPACE_WORDS 4096u
#define PAGE_TABLE_WORDS 512u
#define LARGE_PAGE_ENTRIES 16u
#define LARGE_PAGE_BYTES (LARGE_PAGE_ENTRIES * PAGE_BYTES)
#define VSPACE_STEP_ENTRIES 64u

uint32_t vspace_entry(uint32_t v, uint32_t address)
{
	return v * VSPACE_WORDS + address / SECTION_BYTES;
}

/* The word that holds the 4 KiB entry of an address in page table p. */
/*@ requires table: is_page_table(p);
    assigns \nothing;
    ensures entry: \result == p * 512 + address / PAGE_BYTES % 256;
    ensures page: is_place(\result, 1, PAGE_TABLE_ENTRIES);
    ensures large: address % LARGE_PAGE_BYTES == 0 ==> is_place(\result, 16, PAGE_TABLE_ENTRIES); */
static uint32_t page_table_entry(uint32_t p, uint32_t address)
{
	uint32_t i = address / PAGE_BYTES % PAGE_TABLE_ENTRIES;

	/*@ assert whole: address % LARGE_PAGE_BYTES == 0 ==> i <= 240; */
	return p * PAGE_TABLE_WORDS + i;
}

enum status page_table_map(uint32_t s, uint32_t v, uint32_t address)
{
	uint32_t entry;

	if (address >= USER_END)
		return STATUS_OUT_OF_RANGE;
	if (address % SECTION_BYTES != 0)
		return STATUS_NOT_ALIGNED;
	/*@ assert range: user_range(address, SECTION_BYTES); */
	entry = vspace_entry(v, address);
	if (SLOT(s).word1 != 0 || LINK(entry + VSPACE_ENTRIES) != 0)
		return STATUS_OCCUPIED;

	LINK(entry + VSPACE_ENTRIES) = s;
	SLOT(s).word0 = v;
	SLOT(s).word1 = address + 1;
	/*@ assert objects: spaces_objects; */
	/*@ assert tables: spaces_mapped_tables; */
	/*@ assert frames: spaces_mapped_frames; */
	/*@ assert links: spaces_links; */
	machine_entry_write(entry, machine_entry_page_table(SLOT(s).object));
	return STATUS_OK;
}

/* Nothing is mapped through page table p from now on. */
/*@ requires spaces: spaces;
    requires table: is_page_table(p);
    assigns slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1,
            link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1];
    ensures objects: spaces_objects;
    ensures tables: spaces_mapped_tables;
    ensures frames: spaces_mapped_frames;
    ensures links: spaces_links;
    ensures others: \forall integer k; is_slot(k) ==> as_was_or_unmapped{Pre, Post}(k);
    ensures cleared: \forall integer w; p * 512 + 256 <= w < p * 512 + 512 ==> link_window[w] == 0; */
static void page_table_clear(uint32_t p)
{
	uint32_t w, s, entry = p * PAGE_TABLE_WORDS, end = entry + PAGE_TABLE_ENTRIES;

	/*@ assert entries: \forall integer k; entry <= k < end ==> is_entry(k); */
	/*@ assert links: \forall integer k; entry + 256 <= k < end + 256 ==> is_link(k); */
	/*@ loop invariant range: entry <= w <= end;
	    loop invariant objects: spaces_objects;
	    loop invariant tables: spaces_mapped_tables;
	    loop invariant frames: spaces_mapped_frames;
	    loop invariant links: spaces_links;
	    loop invariant others: \forall integer k; is_slot(k) ==> as_was_or_unmapped{Pre, Here}(k);
	    loop invariant cleared: \forall integer k; entry + 256 <= k < w + 256 ==> link_window[k] == 0;
	    loop assigns w, s, slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1,
	        link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1];
	    loop variant end - w; */
	for (w = entry; w < end; w++) {
		s = LINK(w + PAGE_TABLE_ENTRIES);
		if (s != 0) {
			SLOT(s).word0 = 0;
			SLOT(s).word1 = 0;
			LINK(w + PAGE_TABLE_ENTRIES) = 0;
			machine_entry_write(w, 0);
		}
	}
}

void page_table_unmap(uint32_t s)
{
	uint32_t top = vspace_entry(SLOT(s).word0, SLOT(s).word1 - 1);

	machine_entry_write(top, 0);
	LINK(top + VSPACE_ENTRIES) = 0;
	page_table_clear(SLOT(s).object / PAGE_TABLE_GRANULES);
	machine_tlb_flush();
	SLOT(s).word0 = 0;
	SLOT(s).word1 = 0;
	/*@ assert tables: spaces_mapped_tables; */
	/*@ assert frames: spaces_mapped_frames; */
}

/* Where a frame's mapping is: entries entry .. entry + count - 1, links `links` words on. */
struct place {
	uint32_t entry;
	uint32_t count;
	uint32_t links;
};

/* The place of a frame of `size` granules at an address; count is 0 when no page table is there. */
/*@ requires spaces: spaces;
    requires vspace: is_vspace(v);
    requires size: frame_size(size);
    requires user: user_range(address, size * GRANULE_BYTES);
    assigns \nothing;
    ensures place: is_place(\result.entry, \result.count, \result.links);
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
		/*@ assert section: is_place(place.entry, place.count, place.links); */
		return place;
	}
	/*@ assert large: size == LARGE_PAGE_GRANULES ==> address % LARGE_PAGE_BYTES == 0; */
	table = LINK(vspace_entry(v, address) + VSPACE_ENTRIES);
	place.entry = 0;
	place.count = 0;
	place.links = PAGE_TABLE_ENTRIES;
	if (table != 0 && SLOT(table).type == CAP_PAGE_TABLE) {
		place.entry = page_table_entry(SLOT(table).object / PAGE_TABLE_GRANULES, address);
		place.count = size == LARGE_PAGE_GRANULES ? LARGE_PAGE_ENTRIES : 1;
	}
	/*@ assert pages: is_place(place.entry, place.count, place.links); */
	return place;
}

/* Every entry of the place is free, or belongs to slot s. */
/*@ requires place: is_place(place.entry, place.count, place.links);
    assigns \nothing;
    ensures free: \result != 0 ==> \forall integer w;
        place.entry + place.links <= w < place.entry + place.links + place.count ==>
        link_window[w] == 0 || link_window[w] == s; */
static int place_free(struct place place, uint32_t s)
{
	uint32_t w, link, first = place.entry + place.links, end = first + place.count;

	/*@ loop invariant range: first <= w <= end;
	    loop invariant free: \forall integer k; first <= k < w ==> link_window[k] == 0 || link_window[k] == s;
	    loop assigns w, link;
	    loop variant end - w; */
	for (w = first; w < end; w++) {
		link = LINK(w);
		if (link != 0 && link != s)
			return 0;
	}
	return 1;
}

/* Every link of the place names `link`. */
/*@ requires links: spaces_links;
    requires place: is_place(place.entry, place.count, place.links);
    requires link: link == 0 || is_slot(link);
    assigns link_window[0 .. WORDS - 1];
    ensures links: spaces_links;
    ensures linked: \forall integer w;
        place.entry + place.links <= w < place.entry + place.links + place.count ==> link_window[w] == link; */
static void place_link(struct place place, uint32_t link)
{
	uint32_t w, first = place.entry + place.links, end = first + place.count;

	/*@ loop invariant range: first <= w <= end;
	    loop invariant links: spaces_links;
	    loop invariant linked: \forall integer k; first <= k < w ==> link_window[k] == link;
	    loop assigns w, link_window[0 .. WORDS - 1];
	    loop variant end - w; */
	for (w = first; w < end; w++)
		LINK(w) = link;
}

/* Every entry of the place gets `value`, and its link `link`. */
/*@ requires links: spaces_links;
    requires place: is_place(place.entry, place.count, place.links);
    requires link: link == 0 || is_slot(link);
    assigns link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1];
    ensures links: spaces_links;
    ensures linked: \forall integer w;
        place.entry + place.links <= w < place.entry + place.links + place.count ==> link_window[w] == link;
    ensures written: \forall integer w;
        place.entry <= w < place.entry + place.count ==> entry_map[w] == value; */
static void place_write(struct place place, uint32_t value, uint32_t link)
{
	uint32_t w, end = place.entry + place.count;

	place_link(place, link);
	/*@ loop invariant range: place.entry <= w <= end;
	    loop invariant written: \forall integer k; place.entry <= k < w ==> entry_map[k] == value;
	    loop assigns w, entry_map[0 .. WORDS - 1];
	    loop variant end - w; */
	for (w = place.entry; w < end; w++)
		machine_entry_write(w, value);
}

/* No translation of the frame at an address stays in the TLB: one flush an entry. */
/*@ requires count: count <= 16;
    requires user: address + count * PAGE_BYTES <= USER_END;
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
    requires size: frame_size(slot_window[s].size);
    assigns \nothing;
    ensures ok: \result == STATUS_OK ==> user_range(address, slot_window[s].size * GRANULE_BYTES)
        && (slot_window[s].rights & rights) == rights && (rights & RIGHT_READ) != 0
        && memory <= MEMORY_DEVICE
        && (slot_window[s].object >= GRANULES ==> memory == MEMORY_DEVICE && rights < RIGHT_EXECUTE); */
static enum status frame_map_check(uint32_t s, uint32_t address, uint32_t rights, uint32_t memory)
{
	uint32_t bytes = SLOT(s).size * GRANULE_BYTES;

	if (address % bytes != 0)
		return STATUS_NOT_ALIGNED;
	if (address > USER_END - bytes)
		return STATUS_OUT_OF_RANGE;
	if ((SLOT(s).rights & rights) != rights || (rights & RIGHT_READ) == 0 || rights >= RIGHT_CALL)
		return STATUS_NO_RIGHT;
	if (memory > MEMORY_DEVICE)
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
	/*@ assert mapped: spaces_mapped; */
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
	if (SLOT(to).word1 == 0)
		return;
	if (SLOT(to).type == CAP_PAGE_TABLE)
		LINK(vspace_entry(SLOT(to).word0, SLOT(to).word1 - 1) + VSPACE_ENTRIES) = to;
	else if (SLOT(to).type == CAP_FRAME)
		place_link(frame_place(SLOT(to).word0, SLOT(to).word1 - 1, SLOT(to).size), to);
}

/* Unmap what link word w names; 1 when it is a page table, which is a step's work. */
/*@ requires spaces: spaces;
    requires link: is_link(w);
    assigns slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1,
            link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine;
    ensures spaces: spaces; */
static uint32_t vspace_unmap_link(uint32_t w)
{
	uint32_t s = LINK(w);

	if (s == 0 || SLOT(s).word1 == 0)
		return 0;
	if (SLOT(s).type == CAP_FRAME)
		frame_unmap(s);
	if (SLOT(s).type != CAP_PAGE_TABLE)
		return 0;
	page_table_unmap(s);
	return 1;
}

uint32_t vspace_empty_step(uint32_t s)
{
	uint32_t v = SLOT(s).object / VSPACE_GRANULES, i = SLOT(s).word0, end = VSPACE_ENTRIES;

	SLOT(s).rights = RIGHT_OWN;
	/*@ assert objects: spaces_objects; */
	/*@ assert tables: spaces_mapped_tables; */
	/*@ assert frames: spaces_mapped_frames; */
	/*@ assert links: \forall integer k; v * 4096 + 2048 <= k < v * 4096 + 4096 ==> is_link(k); */
	if (i + VSPACE_STEP_ENTRIES < end)
		end = i + VSPACE_STEP_ENTRIES;
	/*@ loop invariant range: i <= end <= VSPACE_ENTRIES;
	    loop invariant spaces: spaces;
	    loop invariant further: i >= \at(slot_window[s].word0, Pre)
	        && (end > \at(slot_window[s].word0, Pre) || end == VSPACE_ENTRIES);
	    loop assigns i, end, slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1,
	        link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine;
	    loop variant end - i; */
	while (i < end) {
		i++;
		if (vspace_unmap_link(v * VSPACE_WORDS + VSPACE_ENTRIES + i - 1))
			end = i;
	}
	/*@ assert same: is_slot(s) && slot_window[s].type == CAP_VSPACE; */
	SLOT(s).word0 = i;
	/*@ assert objects: spaces_objects; */
	/*@ assert tables: spaces_mapped_tables; */
	/*@ assert frames: spaces_mapped_frames; */
	return i == VSPACE_ENTRIES;
}

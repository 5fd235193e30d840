// SPDX-License-Identifier: Apache-2.0
/* Address spaces: see vspace.h. */
#include "vspace.h"
#include "machine.h"
#include "../spec/vspace_change.h"
#include "../spec/vspace_survive.h"

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

	/*@ assert pages: address % LARGE_PAGE_BYTES == 0 ==>
	      address / PAGE_BYTES == 16 * (address / LARGE_PAGE_BYTES); */
	/*@ assert rest: i == address / PAGE_BYTES - 256 * (address / PAGE_BYTES / 256); */
	/*@ assert sixteens: address % LARGE_PAGE_BYTES == 0 ==>
	      i == 16 * (address / LARGE_PAGE_BYTES - 16 * (address / PAGE_BYTES / 256)); */
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

	//@ assert unused: unused_table(s);
	//@ assert sections: \forall integer w; is_section_link(w) ==> link_window[w] != s;
	//@ assert pages: \forall integer w; is_page_link(w) ==> link_window[w] != s;
	LINK(entry + VSPACE_ENTRIES) = s;
	SLOT(s).word0 = v;
	SLOT(s).word1 = address + 1;
	machine_entry_write(entry, machine_entry_page_table(SLOT(s).object));
	//@ assert others: others_kept{Pre, Here}(s);
	//@ assert types: types_kept{Pre, Here};
	//@ assert changed: links_changed{Pre, Here}(s);
	//@ assert object: slot_object(s);
	//@ assert mapped: slot_mapped(s);
	//@ assert section: slot_section(s);
	//@ assert section_links: slot_section_links(s);
	//@ assert table: slot_table(s);
	//@ assert pages: slot_pages(s);
	//@ assert page_links: slot_page_links(s);
	//@ assert section_entries: spaces_section_entries;
	//@ assert page_entries: spaces_page_entries;
	//@ assert linked: slot_linked(s);
	//@ assert spaces: spaces;
	return STATUS_OK;
}

/* Where a frame's mapping is: entries entry .. entry + count - 1, links `links` words on. */
struct place {
	uint32_t entry;
	uint32_t count;
	uint32_t links;
};

/* The place of a frame of `size` granules at an address; count is 0 when no page table is there. */
/*@ requires objects: spaces_objects;
    requires links: spaces_links;
    requires vspace: is_vspace(v);
    requires size: frame_size(size);
    requires user: user_range(address, size * GRANULE_BYTES);
    assigns \nothing;
    ensures place: is_place(\result.entry, \result.count, \result.links);
    ensures section: size == SECTION_GRANULES ==> \result.count == 1 && \result.links == VSPACE_ENTRIES
        && \result.entry == v * 4096 + address / SECTION_BYTES;
    ensures page: size != SECTION_GRANULES ==> \result.links == PAGE_TABLE_ENTRIES;
    ensures none: size != SECTION_GRANULES && \result.count == 0 ==>
        link_window[v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES] == 0
        || slot_window[link_window[v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES]].type != CAP_PAGE_TABLE;
    ensures table: size != SECTION_GRANULES && \result.count != 0 ==>
        \result.count == size / PAGE_GRANULES
        && is_slot(link_window[v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES])
        && slot_window[link_window[v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES]].type == CAP_PAGE_TABLE
        && \result.entry == slot_window[link_window[v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES]].object
              / PAGE_TABLE_GRANULES * 512 + address / PAGE_BYTES % PAGE_TABLE_ENTRIES; */
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
		place.count = size / PAGE_GRANULES;
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
/*@ requires place: is_place(place.entry, place.count, place.links);
    assigns link_window[place.entry + place.links .. place.entry + place.links + place.count - 1];
    ensures linked: \forall integer w;
        place.entry + place.links <= w < place.entry + place.links + place.count ==> link_window[w] == link;
    ensures kept: \forall integer w;
        !(place.entry + place.links <= w < place.entry + place.links + place.count) ==>
        link_window[w] == \old(link_window[w]); */
static void place_link(struct place place, uint32_t link)
{
	uint32_t w, first = place.entry + place.links, end = first + place.count;

	/*@ loop invariant range: first <= w <= end;
	    loop invariant linked: \forall integer k; first <= k < w ==> link_window[k] == link;
	    loop invariant kept: \forall integer k; !(first <= k < end) ==> link_window[k] == \at(link_window[k], Pre);
	    loop assigns w, link_window[place.entry + place.links .. place.entry + place.links + place.count - 1];
	    loop variant end - w; */
	for (w = first; w < end; w++)
		LINK(w) = link;
}

/* Every entry of the place gets `value`, and its link `link`. */
/*@ requires place: is_place(place.entry, place.count, place.links);
    requires apart: spaces_apart;
    requires before: spaces_section_entries && spaces_page_entries;
    requires linked: link != 0 || value == 0;
    assigns link_window[place.entry + place.links .. place.entry + place.links + place.count - 1],
            entry_map[place.entry .. place.entry + place.count - 1];
    ensures linked: \forall integer w;
        place.entry + place.links <= w < place.entry + place.links + place.count ==> link_window[w] == link;
    ensures kept: \forall integer w;
        !(place.entry + place.links <= w < place.entry + place.links + place.count) ==>
        link_window[w] == \old(link_window[w]);
    ensures written: \forall integer w;
        place.entry <= w < place.entry + place.count ==> entry_map[w] == value;
    ensures entries: \forall integer w; !(place.entry <= w < place.entry + place.count) ==>
        entry_map[w] == \old(entry_map[w]);
    ensures after: spaces_section_entries && spaces_page_entries; */
static void place_write(struct place place, uint32_t value, uint32_t link)
{
	uint32_t w, end = place.entry + place.count;

	place_link(place, link);
	/*@ loop invariant range: place.entry <= w <= end;
	    loop invariant written: \forall integer k; place.entry <= k < w ==> entry_map[k] == value;
	    loop invariant entries: \forall integer k; !(place.entry <= k < end) ==> entry_map[k] == \at(entry_map[k], Pre);
	    loop assigns w, entry_map[place.entry .. place.entry + place.count - 1];
	    loop variant end - w; */
	for (w = place.entry; w < end; w++)
		machine_entry_write(w, value);
	//@ assert place: place_written{Pre, Here}(place.entry, place.count, place.links);
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
        && (slot_window[s].object >= GRANULES ==> memory == MEMORY_DEVICE && rights < RIGHT_EXECUTE);
    ensures status: \result == STATUS_OK || \result == STATUS_OUT_OF_RANGE
        || \result == STATUS_NOT_ALIGNED || \result == STATUS_NO_RIGHT || \result == STATUS_INVALID_ARGUMENT; */
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

/*@ ghost
  /@ requires section: is_section_mapped(s) ==> place.links == VSPACE_ENTRIES && place.count == 1;
     requires where: is_section_mapped(s) ==> place.entry + place.links == section_link(s);
     requires pages: is_page_mapped(s) ==> place.links == PAGE_TABLE_ENTRIES;
     requires count: is_page_mapped(s) ==> place.count == slot_window[s].size / PAGE_GRANULES;
     requires first: is_page_mapped(s) ==>
       place.entry + place.links == page_link(link_window[section_link(s)], s);
     assigns \nothing;
     ensures place: at_place(s, place.entry, place.count, place.links); @/
  static void place_at(uint32_t s, struct place place)
  {
  }
*/

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

	//@ assert unused: unused_table(s);
	/*@ assert table: slot_window[s].size != SECTION_GRANULES ==>
	      is_table_slot(link_window[v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES]); */
	//@ assert there: is_section_mapped(s) || is_page_mapped(s) ==> at_place(s, place.entry, place.count, place.links);
	/*@ assert only_section: \forall integer w; is_section_link(w) && link_window[w] == s ==>
	      place.entry + place.links <= w < place.entry + place.links + place.count; */
	/*@ assert only_page: \forall integer w; is_page_link(w) && link_window[w] == s ==>
	      place.entry + place.links <= w < place.entry + place.links + place.count; */
	if (SLOT(s).word1 != 0) {
		place_write(place, 0, s);
		frame_flush(address, place.count);
	}
	if (rights >= RIGHT_EXECUTE)
		machine_code_unify(SLOT(s).object, SLOT(s).size);
	SLOT(s).word0 = v;
	SLOT(s).word1 = address + 1;
	place_write(place, frame_entry(s, rights, memory), s);
	//@ assert kind: is_section_mapped(s) || is_page_mapped(s);
	//@ assert top: section_link(s) == v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES;
	/*@ assert through: is_page_mapped(s) ==>
	      link_window[section_link(s)] == \at(link_window[v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES], Pre); */
	//@ assert here: is_page_mapped(s) ==> is_table_slot(link_window[section_link(s)]);
	/*@ assert table: is_page_mapped(s) ==> place.entry + place.links
	      == slot_window[link_window[section_link(s)]].object / PAGE_TABLE_GRANULES * 512 + PAGE_TABLE_ENTRIES
	         + address / PAGE_BYTES % PAGE_TABLE_ENTRIES; */
	/*@ assert first: is_page_mapped(s) ==>
	      place.entry + place.links == page_link(link_window[section_link(s)], s); */
	//@ assert section: is_section_mapped(s) ==> place.links == VSPACE_ENTRIES && place.count == 1;
	//@ assert pages: is_page_mapped(s) ==> place.links == PAGE_TABLE_ENTRIES;
	//@ assert where: is_section_mapped(s) ==> place.entry + place.links == section_link(s);
	//@ assert count: is_page_mapped(s) ==> place.count == slot_window[s].size / PAGE_GRANULES;
	//@ ghost place_at(s, place);
	//@ assert others: others_kept{Pre, Here}(s);
	//@ assert types: types_kept{Pre, Here};
	//@ assert changed: links_changed{Pre, Here}(s);
	//@ assert object: slot_object(s);
	//@ assert mapped: slot_mapped(s);
	//@ assert section: slot_section(s);
	//@ assert section_links: slot_section_links(s);
	//@ assert table: slot_table(s);
	//@ assert pages: slot_pages(s);
	//@ assert page_links: slot_page_links(s);
	//@ assert section_entries: spaces_section_entries;
	//@ assert page_entries: spaces_page_entries;
	//@ assert linked: slot_linked(s);
	//@ assert spaces: spaces;
	return STATUS_OK;
}

/* The frame in slot s is mapped nowhere, but may be in the TLB.  Returns how many entries it had. */
/*@ requires spaces: spaces;
    requires slot: is_slot(s) && slot_window[s].type == CAP_FRAME;
    requires mapped: slot_window[s].word1 != 0;
    assigns slot_window[s].word0, slot_window[s].word1, link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1];
    ensures spaces: spaces;
    ensures count: \result <= 16 && \result * PAGE_BYTES <= slot_window[s].size * GRANULE_BYTES;
    ensures unmapped: slot_window[s].word0 == 0 && slot_window[s].word1 == 0;
    ensures links: \forall integer w; 0 <= w < WORDS ==>
        link_window[w] == \old(link_window[w]) || (link_window[w] == 0 && \old(link_window[w]) == s);
    ensures gone: \forall integer w; is_link(w) ==> link_window[w] != s; */
static uint32_t frame_clear(uint32_t s)
{
	struct place place = frame_place(SLOT(s).word0, SLOT(s).word1 - 1, SLOT(s).size);

	//@ assert kind: is_section_mapped(s) || is_page_mapped(s);
	//@ assert place: at_place(s, place.entry, place.count, place.links);
	/*@ assert linked: is_page_mapped(s) ==> \forall integer w;
	      place.entry + place.links <= w < place.entry + place.links + place.count <==>
	      page_linked(link_window[section_link(s)], s, w); */
	/*@ assert section: is_section_mapped(s) ==> link_window[place.entry + place.links] == s; */
	/*@ assert page: is_page_mapped(s) ==> \forall integer w;
	      page_linked(link_window[section_link(s)], s, w) ==> link_window[w] == s; */
	/*@ assert mine: \forall integer w; place.entry + place.links <= w < place.entry + place.links + place.count ==>
	      link_window[w] == s; */
	/*@ assert all: \forall integer w; is_link(w) && link_window[w] == s ==>
	      place.entry + place.links <= w < place.entry + place.links + place.count; */
	//@ assert unused: unused_table(s);
	place_write(place, 0, 0);
	SLOT(s).word0 = 0;
	SLOT(s).word1 = 0;
	/*@ assert gone: \forall integer w; is_link(w) ==> link_window[w] != s; */
	//@ assert others: others_kept{Pre, Here}(s);
	//@ assert types: types_kept{Pre, Here};
	//@ assert changed: links_changed{Pre, Here}(s);
	//@ assert object: slot_object(s);
	//@ assert mapped: slot_mapped(s);
	//@ assert section: slot_section(s);
	//@ assert section_links: slot_section_links(s);
	//@ assert table: slot_table(s);
	//@ assert pages: slot_pages(s);
	//@ assert page_links: slot_page_links(s);
	//@ assert section_entries: spaces_section_entries;
	//@ assert page_entries: spaces_page_entries;
	//@ assert linked: slot_linked(s);
	//@ assert spaces: spaces;
	return place.count;
}

void frame_unmap(uint32_t s)
{
	uint32_t address = SLOT(s).word1 - 1;

	frame_flush(address, frame_clear(s));
}

/* Nothing is mapped through page table p from now on. */
/*@ requires spaces: spaces;
    requires table: is_page_table(p);
    assigns slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1,
            link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1];
    ensures spaces: spaces;
    ensures others: \forall integer k; is_slot(k) ==> as_was_or_unmapped{Pre, Post}(k);
    ensures tables: \forall integer k; is_slot(k) && slot_window[k].type == CAP_PAGE_TABLE ==>
        slot_window[k].word0 == \old(slot_window[k].word0) && slot_window[k].word1 == \old(slot_window[k].word1);
    ensures sections: \forall integer k; is_section_link(k) ==> link_window[k] == \old(link_window[k]);
    ensures kept: \forall integer k; 0 <= k < WORDS && \old(link_window[k]) == 0 ==> link_window[k] == 0;
    ensures cleared: \forall integer w; p * 512 + 256 <= w < p * 512 + 512 ==> link_window[w] == 0; */
static void page_table_clear(uint32_t p)
{
	uint32_t w, s, link = p * PAGE_TABLE_WORDS + PAGE_TABLE_ENTRIES, end = link + PAGE_TABLE_ENTRIES;

	/*@ assert links: \forall integer k; link <= k < end ==> is_page_link(k); */
	/*@ loop invariant range: link <= w <= end;
	    loop invariant spaces: spaces;
	    loop invariant others: \forall integer k; is_slot(k) ==> as_was_or_unmapped{Pre, Here}(k);
	    loop invariant tables: \forall integer k; is_slot(k) && slot_window[k].type == CAP_PAGE_TABLE ==>
	        slot_window[k].word0 == \at(slot_window[k].word0, Pre)
	        && slot_window[k].word1 == \at(slot_window[k].word1, Pre);
	    loop invariant sections: \forall integer k; is_section_link(k) ==> link_window[k] == \at(link_window[k], Pre);
	    loop invariant kept: \forall integer k; 0 <= k < WORDS && \at(link_window[k], Pre) == 0 ==> link_window[k] == 0;
	    loop invariant cleared: \forall integer k; link <= k < w ==> link_window[k] == 0;
	    loop assigns w, s, slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1,
	        link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1];
	    loop variant end - w; */
	for (w = link; w < end; w++) {
		s = LINK(w);
		if (s != 0) {
			/*@ assert page: is_page_mapped(s); */
			frame_clear(s);
		}
	}
}

void page_table_unmap(uint32_t s)
{
	uint32_t top = vspace_entry(SLOT(s).word0, SLOT(s).word1 - 1);

	page_table_clear(SLOT(s).object / PAGE_TABLE_GRANULES);
	//@ assert words: slot_window[s].word0 == \at(slot_window[s].word0, Pre) && slot_window[s].word1 == \at(slot_window[s].word1, Pre);
	//@ assert top: section_link(s) == top + VSPACE_ENTRIES && is_section_mapped(s);
	/*@ assert empty: \forall integer k; is_page_mapped(k) && link_window[section_link(k)] == s ==>
	      page_linked(s, k, page_link(s, k)) && link_window[page_link(s, k)] == 0; */
	/*@ assert named: \forall integer k; is_page_mapped(k) && link_window[section_link(k)] == s ==>
	      link_window[page_link(s, k)] == k; */
	//@ assert unused: unused_table(s);
	//@ assert table: !is_page_mapped(s);
	//@ assert pages: \forall integer w; is_page_link(w) ==> link_window[w] != s;
	//@ ghost Cleared: ;
	machine_entry_write(top, 0);
	LINK(top + VSPACE_ENTRIES) = 0;
	machine_tlb_flush();
	SLOT(s).word0 = 0;
	SLOT(s).word1 = 0;
	//@ assert others: others_kept{Cleared, Here}(s);
	//@ assert types: types_kept{Cleared, Here};
	//@ assert changed: links_changed{Cleared, Here}(s);
	//@ assert object: slot_object(s);
	//@ assert mapped: slot_mapped(s);
	//@ assert section: slot_section(s);
	//@ assert section_links: slot_section_links(s);
	//@ assert table: slot_table(s);
	//@ assert pages: slot_pages(s);
	//@ assert page_links: slot_page_links(s);
	//@ assert tables: tables_kept{Cleared, Here};
	//@ assert link: is_entry(top) && is_section_link(top + VSPACE_ENTRIES) && is_link(top + VSPACE_ENTRIES);
	//@ assert at: is_place(top, 1, VSPACE_ENTRIES);
	//@ assert place: place_written{Cleared, Here}(top, 1, VSPACE_ENTRIES);
	//@ assert section_entries: spaces_section_entries;
	//@ assert page_entries: spaces_page_entries;
	//@ assert linked: slot_linked(s);
	//@ assert spaces: spaces;
}

/* The links of the frame in slot `to` name it.  See vspace_relink. */
/*@ requires moved: spaces_moved(to);
    requires slot: is_slot(to) && slot_window[to].type == CAP_FRAME && slot_window[to].word1 != 0;
    assigns link_window[0 .. WORDS - 1];
    ensures relinked: relinked{Pre, Post}(to);
    ensures section: slot_section(to);
    ensures section_links: slot_section_links(to);
    ensures pages: slot_pages(to);
    ensures page_links: slot_page_links(to); */
static void frame_relink(uint32_t to)
{
	struct place place = frame_place(SLOT(to).word0, SLOT(to).word1 - 1, SLOT(to).size);

	//@ assert kind: is_section_mapped(to) || is_page_mapped(to);
	//@ assert place: at_place(to, place.entry, place.count, place.links);
	/*@ assert linked: is_page_mapped(to) ==> \forall integer w;
	      place.entry + place.links <= w < place.entry + place.links + place.count <==>
	      page_linked(link_window[section_link(to)], to, w); */
	/*@ assert null: \forall integer w; place.entry + place.links <= w < place.entry + place.links + place.count ==>
	      is_null_slot(link_window[w]); */
	place_link(place, to);
	//@ assert relinked: relinked{Pre, Here}(to);
}

void vspace_relink(uint32_t to)
{
	if (SLOT(to).word1 == 0)
		return;
	if (SLOT(to).type == CAP_PAGE_TABLE)
		LINK(vspace_entry(SLOT(to).word0, SLOT(to).word1 - 1) + VSPACE_ENTRIES) = to;
	else if (SLOT(to).type == CAP_FRAME)
		frame_relink(to);
	//@ assert relinked: relinked{Pre, Here}(to);
	//@ assert section: slot_section(to);
	//@ assert section_links: slot_section_links(to);
	//@ assert pages: slot_pages(to);
	//@ assert page_links: slot_page_links(to);
	//@ assert objects: spaces_objects;
	//@ assert mapped_tables: spaces_mapped_tables;
	//@ assert mapped_frames: spaces_mapped_frames;
	//@ assert apart: spaces_apart;
	//@ assert sections: spaces_sections;
	//@ assert section_links: spaces_section_links;
	//@ assert tables: spaces_tables;
	//@ assert pages: spaces_pages;
	//@ assert page_links: spaces_page_links;
	//@ assert links: spaces_links;
	//@ assert entries: spaces_entries;
}

/* Unmap what link word w names; 1 when it is a page table, which is a step's work. */
/*@ requires spaces: spaces;
    requires link: is_section_link(w);
    assigns slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1,
            link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine;
    ensures spaces: spaces;
    ensures others: \forall integer k; is_slot(k) ==> as_was_or_unmapped{Pre, Post}(k); */
static uint32_t vspace_unmap_link(uint32_t w)
{
	uint32_t s = LINK(w);

	if (s == 0)
		return 0;
	/*@ assert mapped: is_section_mapped(s); */
	if (SLOT(s).type == CAP_FRAME) {
		frame_unmap(s);
		return 0;
	}
	page_table_unmap(s);
	return 1;
}

/* The first entry of VSpace v that something is mapped at; VSPACE_ENTRIES if none is. */
/*@ requires vspace: is_vspace(v);
    assigns \nothing;
    ensures range: \result <= VSPACE_ENTRIES;
    ensures none: \forall integer w; v * 4096 + VSPACE_ENTRIES <= w < v * 4096 + VSPACE_ENTRIES + \result ==>
        link_window[w] == 0; */
static uint32_t vspace_first(uint32_t v)
{
	uint32_t i, links = v * VSPACE_WORDS + VSPACE_ENTRIES;

	/*@ assert links: \forall integer k; links <= k < links + VSPACE_ENTRIES ==> is_section_link(k); */
	/*@ loop invariant range: 0 <= i <= VSPACE_ENTRIES;
	    loop invariant none: \forall integer k; links <= k < links + i ==> link_window[k] == 0;
	    loop assigns i;
	    loop variant VSPACE_ENTRIES - i; */
	for (i = 0; i < VSPACE_ENTRIES; i++)
		if (LINK(links + i) != 0)
			return i;
	return i;
}

uint32_t vspace_empty_step(uint32_t s)
{
	uint32_t v = SLOT(s).object / VSPACE_GRANULES, i = SLOT(s).word0 % VSPACE_ENTRIES, end = VSPACE_ENTRIES;

	SLOT(s).rights = RIGHT_OWN;
	//@ assert untouched: mapping_untouched{Pre, Here}(s);
	//@ assert object: slot_object(s);
	//@ assert spaces: spaces;
	/*@ assert links: \forall integer k; v * 4096 + 2048 <= k < v * 4096 + 4096 ==> is_section_link(k); */
	if (i + VSPACE_STEP_ENTRIES < end)
		end = i + VSPACE_STEP_ENTRIES;
	/*@ loop invariant range: i <= end <= VSPACE_ENTRIES;
	    loop invariant spaces: spaces;
	    loop invariant others: \forall integer k; is_slot(k) ==> as_was_or_unmapped{Pre, Here}(k);
	    loop assigns i, end, slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1,
	        link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine;
	    loop variant end - i; */
	while (i < end) {
		i++;
		if (vspace_unmap_link(v * VSPACE_WORDS + VSPACE_ENTRIES + i - 1))
			end = i;
	}
	/* Mapped since in what was passed already: another round. */
	if (i == VSPACE_ENTRIES)
		i = vspace_first(v);
	/*@ assert same: is_slot(s) && slot_window[s].type == CAP_VSPACE; */
	//@ ghost Emptied: ;
	SLOT(s).word0 = i;
	//@ assert untouched: mapping_untouched{Emptied, Here}(s);
	//@ assert object: slot_object(s);
	//@ assert spaces: spaces;
	/*@ assert range: \forall integer k; (is_section_mapped(k) || is_page_mapped(k)) && slot_window[k].word0 == v ==>
	      v * 4096 + VSPACE_ENTRIES <= section_link(k) < v * 4096 + 4096; */
	/*@ assert none: i == VSPACE_ENTRIES ==> \forall integer k; (is_section_mapped(k) || is_page_mapped(k))
	      && slot_window[k].word0 == v ==> link_window[section_link(k)] == 0; */
	/*@ assert sections: i == VSPACE_ENTRIES ==>
	      \forall integer k; is_section_mapped(k) ==> slot_window[k].word0 != v; */
	//@ assert tables: spaces_tables;
	//@ assert through: \forall integer k; is_page_mapped(k) ==> link_window[section_link(k)] != 0;
	/*@ assert pages: i == VSPACE_ENTRIES ==>
	      \forall integer k; is_page_mapped(k) ==> slot_window[k].word0 != v; */
	return i == VSPACE_ENTRIES;
}

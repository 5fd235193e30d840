// SPDX-License-Identifier: Apache-2.0
/*
 * Address spaces: VSpaces, page tables, frames.
 *
 * A translation table has two halves: the entries that the machine walks, and
 * as many link words.  The link of an entry is the slot whose capability is
 * mapped there, and that slot's word0 and word1 say where: table and capability
 * name each other, so either can go first.
 *
 *     VSpace v, 16 KiB      words v * 4096 ..  entries of 1 MiB: 2048, links: 2048
 *     page table p, 2 KiB   words p * 512 ..   entries of 4 KiB:  256, links:  256
 *
 *     slot.word0 = v, slot.word1 = address + 1   <-->   link[entry(v, address)] = slot
 *
 * A 64 KiB frame has sixteen entries and links: ARM DDI 0406C B3.5.1.
 */
#ifndef WRIT_KERNEL_VSPACE_H
#define WRIT_KERNEL_VSPACE_H

#include "object.h"
#include "status.h"
#include "../spec/vspace.h"

/* The word of RAM that holds the 1 MiB entry of an address. */
/*@ requires vspace: v < VSPACES;
    requires user: address < USER_END;
    assigns \nothing;
    ensures entry: \result == v * 4096 + address / SECTION_BYTES;
    ensures words: is_vspace(v) ==> is_entry(\result) && is_section_link(\result + VSPACE_ENTRIES); */
uint32_t vspace_entry(uint32_t v, uint32_t address);

/* Map the page table in slot s at an address.
   NOT_ALIGNED: not a multiple of 1 MiB; OUT_OF_RANGE: not a user address; OCCUPIED: it, or
   something there, is mapped already. */
/*@ requires spaces: spaces;
    requires slot: is_slot(s) && slot_window[s].type == CAP_PAGE_TABLE;
    requires vspace: is_vspace(v);
    assigns slot_window[s].word0, slot_window[s].word1,
            link_window[v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES],
            entry_map[v * 4096 + address / SECTION_BYTES];
    ensures spaces: spaces;
    ensures mapped: \result == STATUS_OK ==> mapped_at(s, v, address) && user_range(address, SECTION_BYTES)
        && link_window[v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES] == s;
    ensures range: address >= USER_END <==> \result == STATUS_OUT_OF_RANGE;
    ensures aligned: address < USER_END && address % SECTION_BYTES != 0 <==> \result == STATUS_NOT_ALIGNED;
    ensures occupied: \result == STATUS_OCCUPIED ==> \old(slot_window[s].word1) != 0
        || \old(link_window[v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES]) != 0;
    ensures status: \result == STATUS_OK || \result == STATUS_OUT_OF_RANGE
        || \result == STATUS_NOT_ALIGNED || \result == STATUS_OCCUPIED;
    ensures unchanged: \result != STATUS_OK ==>
        slot_window[s].word0 == \old(slot_window[s].word0) && slot_window[s].word1 == \old(slot_window[s].word1)
        && link_window[v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES]
           == \old(link_window[v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES])
        && entry_map[v * 4096 + address / SECTION_BYTES] == \old(entry_map[v * 4096 + address / SECTION_BYTES]); */
enum status page_table_map(uint32_t s, uint32_t v, uint32_t address);

/* Nothing is mapped through the page table in slot s, and it is mapped nowhere, from now on. */
/*@ requires spaces: spaces;
    requires slot: is_slot(s) && slot_window[s].type == CAP_PAGE_TABLE;
    requires mapped: slot_window[s].word1 != 0;
    assigns MAPPINGS;
    ensures spaces: spaces;
    ensures unmapped: slot_window[s].word0 == 0 && slot_window[s].word1 == 0;
    ensures others: \forall integer i; is_slot(i) ==> as_was_or_unmapped{Pre, Post}(i);
    ensures top: link_window[\old(section_link(s))] == 0;
    ensures links: \forall integer w; slot_window[s].object / PAGE_TABLE_GRANULES * 512 + PAGE_TABLE_ENTRIES <= w
        < slot_window[s].object / PAGE_TABLE_GRANULES * 512 + 512 ==> link_window[w] == 0;
    ensures kept: \forall integer w; 0 <= w < WORDS && \old(link_window[w]) == 0 ==> link_window[w] == 0; */
void page_table_unmap(uint32_t s);

/* Map the frame in slot s at an address, or change the rights of a frame that is mapped there.
   NOT_ALIGNED: not a multiple of the frame's size; OUT_OF_RANGE: not a user address;
   NO_RIGHT: rights that the capability lacks or no mapping has, or not readable; INVALID_ARGUMENT: attributes
   that this memory cannot have; NOT_MAPPED: no page table there; OCCUPIED: in use. */
/*@ requires spaces: spaces;
    requires slot: is_slot(s) && slot_window[s].type == CAP_FRAME;
    requires vspace: is_vspace(v);
    assigns slot_window[s].word0, slot_window[s].word1,
            link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine;
    ensures spaces: spaces;
    ensures mapped: \result == STATUS_OK ==> mapped_at(s, v, address)
        && user_range(address, slot_window[s].size * GRANULE_BYTES);
    ensures rights: \result == STATUS_OK ==> (slot_window[s].rights & rights) == rights
        && (rights & RIGHT_READ) != 0;
    ensures device: \result == STATUS_OK && slot_window[s].object >= GRANULES ==>
        memory == MEMORY_DEVICE && rights < RIGHT_EXECUTE;
    ensures status: \result == STATUS_OK || \result == STATUS_OUT_OF_RANGE
        || \result == STATUS_NOT_ALIGNED || \result == STATUS_OCCUPIED || \result == STATUS_NO_RIGHT
        || \result == STATUS_INVALID_ARGUMENT || \result == STATUS_NOT_MAPPED;
    ensures unchanged: \result != STATUS_OK ==>
        slot_window[s].word0 == \old(slot_window[s].word0) && slot_window[s].word1 == \old(slot_window[s].word1)
        && \forall integer w; 0 <= w < WORDS ==>
            link_window[w] == \old(link_window[w]) && entry_map[w] == \old(entry_map[w]); */
enum status frame_map(uint32_t s, uint32_t v, uint32_t address, uint32_t rights, uint32_t memory);

/* The frame in slot s is mapped nowhere from now on. */
/*@ requires spaces: spaces;
    requires slot: is_slot(s) && slot_window[s].type == CAP_FRAME;
    requires mapped: slot_window[s].word1 != 0;
    assigns slot_window[s].word0, slot_window[s].word1,
            link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine;
    ensures spaces: spaces;
    ensures unmapped: slot_window[s].word0 == 0 && slot_window[s].word1 == 0;
    ensures gone: \forall integer w; is_link(w) ==> link_window[w] != s;
    ensures links: \forall integer w; 0 <= w < WORDS ==>
        link_window[w] == \old(link_window[w]) || (link_window[w] == 0 && \old(link_window[w]) == s); */
void frame_unmap(uint32_t s);

/* The capability that was in another slot, now null, is in slot `to`: so say the links of its mapping. */
/*@ requires moved: spaces_moved(to);
    requires slot: is_slot(to);
    assigns link_window[0 .. WORDS - 1];
    ensures spaces: spaces;
    ensures unmapped: slot_window[to].word1 == 0 ==>
        \forall integer w; 0 <= w < WORDS ==> link_window[w] == \old(link_window[w]); */
void vspace_relink(uint32_t to);

/* Unmap some of what the VSpace in slot s maps; 1 when nothing is mapped any more, else 0.
   From the first step on the capability gives no right to map.  word0 counts the entries done. */
/*@ requires spaces: spaces;
    requires slot: is_slot(s) && slot_window[s].type == CAP_VSPACE;
    assigns slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1,
            slot_window[s].rights, link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine;
    ensures spaces: spaces;
    ensures gone: \result != 0 ==> nothing_mapped(slot_window[s].object / VSPACE_GRANULES);
    ensures others: \forall integer i; is_slot(i) && i != s ==> as_was_or_unmapped{Pre, Post}(i);
    ensures cursor: slot_window[s].word0 <= VSPACE_ENTRIES && slot_window[s].word1 == \old(slot_window[s].word1);
    ensures done: \result != 0 ==> slot_window[s].word0 == VSPACE_ENTRIES;
    ensures closed: slot_window[s].rights == RIGHT_OWN; */
uint32_t vspace_empty_step(uint32_t s);

#endif

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

/* The word of RAM that holds the 1 MiB entry of an address. */
/*@ requires vspace: v < VSPACES;
    requires user: address < USER_END;
    assigns \nothing;
    ensures entry: \result == v * 4096 + address / SECTION_BYTES; */
uint32_t vspace_entry(uint32_t v, uint32_t address);

/* Map the page table in slot s at an address.
   NOT_ALIGNED: not a multiple of 1 MiB; OUT_OF_RANGE: not a user address; OCCUPIED: it, or
   something there, is mapped already. */
/*@ requires slot: is_slot(s) && slot_window[s].type == CAP_PAGE_TABLE;
    requires vspace: is_vspace(v);
    assigns slot_window[s].word0, slot_window[s].word1,
            link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1];
    ensures mapped: \result == STATUS_OK ==> slot_window[s].word0 == v && slot_window[s].word1 == address + 1
        && link_window[v * 4096 + VSPACE_ENTRIES + address / SECTION_BYTES] == s;
    ensures aligned: \result == STATUS_OK ==> address % SECTION_BYTES == 0 && address < USER_END;
    ensures unchanged: \result != STATUS_OK ==>
        slot_window[s].word0 == \old(slot_window[s].word0) && slot_window[s].word1 == \old(slot_window[s].word1); */
enum status page_table_map(uint32_t s, uint32_t v, uint32_t address);

/* Nothing is mapped through the page table in slot s, and it is mapped nowhere, from now on. */
/*@ requires slot: is_slot(s) && slot_window[s].type == CAP_PAGE_TABLE;
    requires mapped: slot_window[s].word1 != 0;
    assigns slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1,
            link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine;
    ensures unmapped: slot_window[s].word0 == 0 && slot_window[s].word1 == 0; */
void page_table_unmap(uint32_t s);

/* Map the frame in slot s at an address, or change the rights of a frame that is mapped there.
   NOT_ALIGNED: not a multiple of the frame's size; OUT_OF_RANGE: not a user address;
   NO_RIGHT: rights that the capability lacks, or not readable; INVALID_ARGUMENT: attributes
   that this memory cannot have; NOT_MAPPED: no page table there; OCCUPIED: in use. */
/*@ requires slot: is_slot(s) && slot_window[s].type == CAP_FRAME;
    requires vspace: is_vspace(v);
    assigns slot_window[s].word0, slot_window[s].word1,
            link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine;
    ensures mapped: \result == STATUS_OK ==> slot_window[s].word0 == v && slot_window[s].word1 == address + 1;
    ensures rights: \result == STATUS_OK ==> (slot_window[s].rights & rights) == rights && (rights & RIGHT_READ) != 0;
    ensures unchanged: \result != STATUS_OK ==>
        slot_window[s].word0 == \old(slot_window[s].word0) && slot_window[s].word1 == \old(slot_window[s].word1); */
enum status frame_map(uint32_t s, uint32_t v, uint32_t address, uint32_t rights, uint32_t memory);

/* The frame in slot s is mapped nowhere from now on. */
/*@ requires slot: is_slot(s) && slot_window[s].type == CAP_FRAME;
    requires mapped: slot_window[s].word1 != 0;
    assigns slot_window[s].word0, slot_window[s].word1,
            link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine;
    ensures unmapped: slot_window[s].word0 == 0 && slot_window[s].word1 == 0; */
void frame_unmap(uint32_t s);

/* The capability that was in slot `from` is in slot `to` now: so say the links of its mapping. */
/*@ requires slot: is_slot(to);
    assigns link_window[0 .. WORDS - 1]; */
void vspace_relink(uint32_t to);

/* Unmap some of what the VSpace in slot s maps; 1 when nothing is mapped any more, else 0.
   From the first step on the capability gives no right to map. */
/*@ requires slot: is_slot(s) && slot_window[s].type == CAP_VSPACE;
    ensures done: \result != 0 ==> slot_window[s].word0 == VSPACE_ENTRIES;
    ensures closed: slot_window[s].rights == RIGHT_OWN; */
uint32_t vspace_empty_step(uint32_t s);

#endif

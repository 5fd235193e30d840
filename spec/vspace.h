// SPDX-License-Identifier: Apache-2.0
/*
 * Address spaces: what capabilities to tables and frames cover, and where they
 * say they are mapped.  ACSL only; included by kernel/vspace.h.
 */
#ifndef WRIT_SPEC_VSPACE_H
#define WRIT_SPEC_VSPACE_H

/*@ predicate frame_size(integer n) =
      n == PAGE_GRANULES || n == LARGE_PAGE_GRANULES || n == SECTION_GRANULES;

    // What a capability to a table covers is such a table; to a frame, memory of one kind.
    predicate spaces_objects{L} =
      (\forall integer s; is_slot(s) && slot_window[s].type == CAP_PAGE_TABLE ==>
         slot_window[s].object < GRANULES
         && is_page_table(slot_window[s].object / PAGE_TABLE_GRANULES))
      && (\forall integer s; is_slot(s) && slot_window[s].type == CAP_VSPACE ==>
         slot_window[s].object < GRANULES
         && is_vspace(slot_window[s].object / VSPACE_GRANULES))
      && (\forall integer s; is_slot(s) && slot_window[s].type == CAP_FRAME ==>
         frame_size(slot_window[s].size) && 0 < slot_window[s].object
         && slot_window[s].object + slot_window[s].size <= DEVICE_END
         && (slot_window[s].object < GRANULES ==>
               slot_window[s].object + slot_window[s].size <= GRANULES));

    // [a, a + n) are user addresses, and a is a multiple of n.
    predicate user_range(integer a, integer n) =
      0 <= a && a + n <= USER_END && a % n == 0;

    // Slot s says that it is mapped in VSpace v at address a.
    predicate mapped_at{L}(integer s, integer v, integer a) =
      slot_window[s].word0 == v && slot_window[s].word1 == a + 1;

    // Slot s says what it said, or that it is mapped nowhere.
    predicate as_was_or_unmapped{L1, L2}(integer s) =
      (\at(slot_window[s].word0, L2) == \at(slot_window[s].word0, L1)
       && \at(slot_window[s].word1, L2) == \at(slot_window[s].word1, L1))
      || (\at(slot_window[s].word0, L2) == 0 && \at(slot_window[s].word1, L2) == 0);

    // Where a capability says that it is mapped there is a VSpace, and it fits.
    predicate spaces_mapped_tables{L} =
      \forall integer s; is_slot(s) && slot_window[s].type == CAP_PAGE_TABLE
        && slot_window[s].word1 != 0 ==>
        is_vspace(slot_window[s].word0) && user_range(slot_window[s].word1 - 1, SECTION_BYTES);

    predicate spaces_mapped_frames{L} =
      \forall integer s; is_slot(s) && slot_window[s].type == CAP_FRAME
        && slot_window[s].word1 != 0 ==>
        is_vspace(slot_window[s].word0)
        && user_range(slot_window[s].word1 - 1, slot_window[s].size * GRANULE_BYTES);

    predicate spaces_mapped{L} = spaces_mapped_tables{L} && spaces_mapped_frames{L};

    // A link word names a slot, or nothing.
    predicate spaces_links{L} =
      \forall integer w; is_link(w) && link_window[w] != 0 ==> is_slot(link_window[w]);

    predicate spaces{L} = spaces_objects{L} && spaces_mapped{L} && spaces_links{L};

    // `count` entries from `entry` are of tables, and so are their links, `links` words on.
    predicate is_place{L}(integer entry, integer count, integer links) =
      0 <= count <= 16 && 0 <= entry < WORDS
      && (links == VSPACE_ENTRIES || links == PAGE_TABLE_ENTRIES)
      && (\forall integer w; entry <= w < entry + count ==> is_entry(w))
      && (\forall integer w; entry + links <= w < entry + links + count ==> is_link(w));
*/
#endif

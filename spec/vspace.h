// SPDX-License-Identifier: Apache-2.0
/*
 * Address spaces: what capabilities to tables and frames cover, and where they
 * say they are mapped.  ACSL only; included by kernel/vspace.h.
 */
#ifndef WRIT_SPEC_VSPACE_H
#define WRIT_SPEC_VSPACE_H

/* What mapping and unmapping may write. */
#define MAPPINGS \
	slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1, \
	link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine

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

    // Slot s says what it said, or was mapped, and is mapped nowhere now.
    predicate as_was_or_unmapped{L1, L2}(integer s) =
      (\at(slot_window[s].word0, L2) == \at(slot_window[s].word0, L1)
       && \at(slot_window[s].word1, L2) == \at(slot_window[s].word1, L1))
      || (\at(slot_window[s].word0, L2) == 0 && \at(slot_window[s].word1, L2) == 0
          && \at(slot_window[s].word1, L1) != 0
          && (\at(slot_window[s].type, L2) == CAP_FRAME || \at(slot_window[s].type, L2) == CAP_PAGE_TABLE));

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

    // A link word of a VSpace, of a page table.
    predicate is_section_link{L}(integer w) = 0 < w < WORDS && w % 4096 >= 2048 && is_vspace{L}(w / 4096);
    predicate is_page_link{L}(integer w) = 0 < w < WORDS && w % 512 >= 256 && is_page_table{L}(w / 512);

    // Tables do not overlap.
    predicate spaces_apart{L} = \forall integer w;
      (is_page_link{L}(w) ==> !is_section_link{L}(w)
         && !is_section_link{L}(w - PAGE_TABLE_ENTRIES + VSPACE_ENTRIES))
      && (is_section_link{L}(w) ==> !is_page_link{L}(w)
         && !is_page_link{L}(w - VSPACE_ENTRIES + PAGE_TABLE_ENTRIES));

    predicate is_null_slot{L}(integer s) = is_slot{L}(s) && slot_window[s].type == CAP_NULL;

    // What has its link in a VSpace, and what has it in a page table.
    predicate is_section_mapped{L}(integer s) = is_slot{L}(s) && slot_window[s].word1 != 0
      && (slot_window[s].type == CAP_PAGE_TABLE
          || (slot_window[s].type == CAP_FRAME && slot_window[s].size == SECTION_GRANULES));
    predicate is_page_mapped{L}(integer s) = is_slot{L}(s) && slot_window[s].word1 != 0
      && slot_window[s].type == CAP_FRAME && slot_window[s].size != SECTION_GRANULES;
    predicate is_table_slot{L}(integer s) = is_slot{L}(s) && slot_window[s].type == CAP_PAGE_TABLE;

    // The link word of the MiB that slot s says it is mapped in.
    logic integer section_link{L}(integer s) =
      slot_window[s].word0 * 4096 + VSPACE_ENTRIES + (slot_window[s].word1 - 1) / SECTION_BYTES;

    // The first link word of the page in slot s in the page table that slot p covers.
    logic integer page_link{L}(integer p, integer s) =
      slot_window[p].object / PAGE_TABLE_GRANULES * 512 + PAGE_TABLE_ENTRIES
      + (slot_window[s].word1 - 1) / PAGE_BYTES % PAGE_TABLE_ENTRIES;

    // Word w is a link of the page in slot s in that table.
    predicate page_linked{L}(integer p, integer s, integer w) =
      page_link{L}(p, s) <= w < page_link{L}(p, s) + slot_window[s].size / PAGE_GRANULES;

    // A link word names a slot, or nothing.
    predicate spaces_links{L} =
      \forall integer w; is_link(w) && link_window[w] != 0 ==> is_slot(link_window[w]);

    // What has no link the machine does not translate.
    predicate spaces_section_entries{L} =
      \forall integer w; is_section_link{L}(w) && link_window[w] == 0 ==> entry_map[w - VSPACE_ENTRIES] == 0;
    predicate spaces_page_entries{L} =
      \forall integer w; is_page_link{L}(w) && link_window[w] == 0 ==> entry_map[w - PAGE_TABLE_ENTRIES] == 0;
    predicate spaces_entries{L} = spaces_section_entries{L} && spaces_page_entries{L};

    // A page table or section is what the link of its MiB names.
    predicate spaces_sections{L} =
      \forall integer s; is_section_mapped{L}(s) ==> link_window[section_link{L}(s)] == s;

    // And the other way round.
    predicate spaces_section_links{L} =
      \forall integer w; is_section_link{L}(w) && link_window[w] != 0 ==>
        is_section_mapped{L}(link_window[w]) && section_link{L}(link_window[w]) == w;

    // Where a page is mapped there is a page table,
    predicate spaces_tables{L} =
      \forall integer s; is_page_mapped{L}(s) ==> is_table_slot{L}(link_window[section_link{L}(s)]);

    // the page's links there name it,
    predicate spaces_pages{L} =
      \forall integer s, w; is_page_mapped{L}(s) && page_linked{L}(link_window[section_link{L}(s)], s, w) ==>
        link_window[w] == s;

    // and what a link there names is such a page.
    predicate spaces_page_links{L} =
      \forall integer w; is_page_link{L}(w) && link_window[w] != 0 ==>
        is_page_mapped{L}(link_window[w])
        && page_linked{L}(link_window[section_link{L}(link_window[w])], link_window[w], w);

    predicate spaces{L} = spaces_objects{L} && spaces_mapped{L} && spaces_apart{L} && spaces_links{L}
      && spaces_entries{L} && spaces_sections{L} && spaces_section_links{L}
      && spaces_tables{L} && spaces_pages{L} && spaces_page_links{L};

    // The capability that the links of its mapping name has moved to slot `to`: they name an empty slot.
    predicate spaces_moved_to{L}(integer to) =
      (is_section_mapped{L}(to) ==> is_null_slot{L}(link_window[section_link{L}(to)]))
      && (is_page_mapped{L}(to) ==>
         is_table_slot{L}(link_window[section_link{L}(to)])
         && \forall integer w; page_linked{L}(link_window[section_link{L}(to)], to, w) ==>
           is_null_slot{L}(link_window[w]));

    // The page in slot s is mapped through the page table that has moved to slot `to`.
    predicate table_moved{L}(integer to, integer s) =
      is_section_mapped{L}(to) && is_table_slot{L}(to) && section_link{L}(s) == section_link{L}(to);

    predicate spaces_moved_sections{L}(integer to) =
      \forall integer s; is_section_mapped{L}(s) && s != to ==> link_window[section_link{L}(s)] == s;

    predicate spaces_moved_section_links{L}(integer to) =
      \forall integer w; is_section_link{L}(w) && link_window[w] != 0 ==>
        (is_section_mapped{L}(to) && w == section_link{L}(to))
        || (is_section_mapped{L}(link_window[w]) && section_link{L}(link_window[w]) == w);

    predicate spaces_moved_tables{L}(integer to) =
      \forall integer s; is_page_mapped{L}(s) && !table_moved{L}(to, s) ==>
        is_table_slot{L}(link_window[section_link{L}(s)]);

    predicate spaces_moved_pages{L}(integer to) =
      (\forall integer s, w; is_page_mapped{L}(s) && s != to && !table_moved{L}(to, s)
         && page_linked{L}(link_window[section_link{L}(s)], s, w) ==> link_window[w] == s)
      && (\forall integer s, w; is_page_mapped{L}(s) && table_moved{L}(to, s)
         && page_linked{L}(to, s, w) ==> link_window[w] == s);

    predicate spaces_moved_page_links{L}(integer to) =
      \forall integer w; is_page_link{L}(w) && link_window[w] != 0 ==>
        (is_page_mapped{L}(to) && page_linked{L}(link_window[section_link{L}(to)], to, w))
        || (is_page_mapped{L}(link_window[w]) && table_moved{L}(to, link_window[w])
            && page_linked{L}(to, link_window[w], w))
        || (is_page_mapped{L}(link_window[w]) && !table_moved{L}(to, link_window[w])
            && page_linked{L}(link_window[section_link{L}(link_window[w])], link_window[w], w));

    // `spaces`, but for that.
    predicate spaces_moved{L}(integer to) = spaces_objects{L} && spaces_mapped{L} && spaces_apart{L}
      && spaces_links{L} && spaces_entries{L} && spaces_moved_to{L}(to)
      && spaces_moved_sections{L}(to) && spaces_moved_section_links{L}(to)
      && spaces_moved_tables{L}(to) && spaces_moved_pages{L}(to) && spaces_moved_page_links{L}(to);

    // Nothing says that it is mapped in VSpace v.
    predicate nothing_mapped{L}(integer v) =
      \forall integer s; is_slot{L}(s) && slot_window[s].word1 != 0
        && (slot_window[s].type == CAP_FRAME || slot_window[s].type == CAP_PAGE_TABLE) ==>
        slot_window[s].word0 != v;

    // `count` entries from `entry` are of tables, and so are their links, `links` words on.
    predicate is_place{L}(integer entry, integer count, integer links) =
      0 <= count <= 16 && 0 <= entry && entry + links + count <= WORDS
      && (links == VSPACE_ENTRIES || links == PAGE_TABLE_ENTRIES)
      && (\forall integer w; entry <= w < entry + count ==> is_entry(w))
      && (\forall integer w; entry + links <= w < entry + links + count ==> is_link(w))
      && (links == VSPACE_ENTRIES ==>
            \forall integer w; entry + links <= w < entry + links + count ==> is_section_link(w))
      && (links == PAGE_TABLE_ENTRIES ==>
            \forall integer w; entry + links <= w < entry + links + count ==> is_page_link(w));

    // That place is where the frame in slot s says that it is mapped.
    predicate at_place{L}(integer s, integer entry, integer count, integer links) =
      (is_section_mapped{L}(s) ==>
         links == VSPACE_ENTRIES && count == 1 && entry + links == section_link{L}(s))
      && (is_page_mapped{L}(s) ==>
         links == PAGE_TABLE_ENTRIES && count == slot_window[s].size / PAGE_GRANULES
         && entry + links == page_link{L}(link_window[section_link{L}(s)], s));
*/
#endif

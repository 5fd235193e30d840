// SPDX-License-Identifier: Apache-2.0
/*
 * What the address spaces' invariant survives.  ACSL only.  Each change is a
 * predicate over two states, and each part has its lemma, whose only hypotheses
 * are those that it needs: the solvers lose them among the others.
 */
#ifndef WRIT_SPEC_VSPACE_CHANGE_H
#define WRIT_SPEC_VSPACE_CHANGE_H

#include "vspace_states.h"

/*@ // What a mapping says in the invariant's terms.
    lemma mapping_as_terms{L1, L2}: \forall integer j, k; mapping_as{L1, L2}(j, k) ==>
      (is_section_mapped{L1}(j) <==> is_section_mapped{L2}(k))
      && (is_page_mapped{L1}(j) <==> is_page_mapped{L2}(k))
      && (is_table_slot{L1}(j) <==> is_table_slot{L2}(k))
      && section_link{L1}(j) == section_link{L2}(k);

    lemma mapping_as_linked{L1, L2}: \forall integer q, p, j, k, w;
      mapping_as{L1, L2}(j, k) && mapping_as{L1, L2}(q, p) ==>
      (page_linked{L1}(q, j, w) <==> page_linked{L2}(p, k, w));

    // Tables are where they were.
    predicate tables_kept{L1, L2} =
      (\forall integer w; is_section_link{L1}(w) <==> is_section_link{L2}(w))
      && (\forall integer w; is_page_link{L1}(w) <==> is_page_link{L2}(w))
      && (\forall integer w; is_link{L1}(w) <==> is_link{L2}(w))
      && (\forall integer v; is_vspace{L1}(v) <==> is_vspace{L2}(v))
      && (\forall integer p; is_page_table{L1}(p) <==> is_page_table{L2}(p));

    lemma types_tables{L1, L2}: types_kept{L1, L2} ==> tables_kept{L1, L2};

    // The link of a MiB that something is mapped in is a link.
    lemma section_link_is{L}: \forall integer k; spaces_mapped{L} && spaces_objects{L}
      && (is_section_mapped{L}(k) || is_page_mapped{L}(k)) ==> is_section_link{L}(section_link{L}(k));

    lemma section_link_range{L}: \forall integer k; spaces_mapped{L} && spaces_objects{L}
      && (is_section_mapped{L}(k) || is_page_mapped{L}(k)) ==>
      slot_window[k].word0 * 4096 + VSPACE_ENTRIES <= section_link{L}(k) < slot_window[k].word0 * 4096 + 4096;

    // The first link of a page is one of its links, and in the table.
    lemma page_link_is{L}: \forall integer p, k; spaces_mapped{L} && spaces_objects{L} && is_page_mapped{L}(k) ==>
      page_linked{L}(p, k, page_link{L}(p, k))
      && slot_window[p].object / PAGE_TABLE_GRANULES * 512 + PAGE_TABLE_ENTRIES <= page_link{L}(p, k)
         < slot_window[p].object / PAGE_TABLE_GRANULES * 512 + 512;

    // All slots but s say the same, in the invariant's terms.
    predicate terms_kept{L1, L2}(integer s) =
      (\forall integer k; k != s ==>
         (is_section_mapped{L1}(k) <==> is_section_mapped{L2}(k))
         && (is_page_mapped{L1}(k) <==> is_page_mapped{L2}(k))
         && (is_table_slot{L1}(k) <==> is_table_slot{L2}(k)))
      && (\forall integer k; k != s ==> section_link{L1}(k) == section_link{L2}(k))
      && (\forall integer p, k, w; p != s && k != s ==>
           (page_linked{L1}(p, k, w) <==> page_linked{L2}(p, k, w)));

    lemma others_linked{L1, L2}: \forall integer s, p, k, w; others_kept{L1, L2}(s) && p != s && k != s ==>
      (page_linked{L1}(p, k, w) <==> page_linked{L2}(p, k, w));
    lemma others_flags{L1, L2}: \forall integer s, k; others_kept{L1, L2}(s) && k != s ==>
      (is_section_mapped{L1}(k) <==> is_section_mapped{L2}(k))
      && (is_page_mapped{L1}(k) <==> is_page_mapped{L2}(k))
      && (is_table_slot{L1}(k) <==> is_table_slot{L2}(k))
      && section_link{L1}(k) == section_link{L2}(k);
    lemma others_terms{L1, L2}: \forall integer s; others_kept{L1, L2}(s) ==> terms_kept{L1, L2}(s);

    // Links that named s or nothing name s or nothing; the others name what they named.
    predicate links_changed{L1, L2}(integer s) = \forall integer w; \at(link_window[w], L1) == \at(link_window[w], L2)
      || ((\at(link_window[w], L1) == 0 || \at(link_window[w], L1) == s)
          && (\at(link_window[w], L2) == 0 || \at(link_window[w], L2) == s));

    predicate slot_changed{L1, L2}(integer s) =
      terms_kept{L1, L2}(s) && tables_kept{L1, L2} && links_changed{L1, L2}(s);

    // No page is mapped through the page table in slot s.
    predicate unused_table{L}(integer s) =
      \forall integer k; is_page_mapped{L}(k) ==> link_window[section_link{L}(k)] != s;

    // What the invariant says of slot s, part by part.
    predicate slot_section{L}(integer s) = is_section_mapped{L}(s) ==> link_window[section_link{L}(s)] == s;
    predicate slot_section_links{L}(integer s) = \forall integer w; is_section_link{L}(w) && link_window[w] == s ==>
      is_section_mapped{L}(s) && section_link{L}(s) == w;
    predicate slot_table{L}(integer s) = is_page_mapped{L}(s) ==> is_table_slot{L}(link_window[section_link{L}(s)]);
    predicate slot_pages{L}(integer s) = \forall integer w; is_page_mapped{L}(s)
      && page_linked{L}(link_window[section_link{L}(s)], s, w) ==> link_window[w] == s;
    predicate slot_page_links{L}(integer s) = \forall integer w; is_page_link{L}(w) && link_window[w] == s ==>
      is_page_mapped{L}(s) && page_linked{L}(link_window[section_link{L}(s)], s, w);

    lemma slot_sections_survive{L1, L2}: \forall integer s; 0 < s
      && slot_changed{L1, L2}(s) && spaces_sections{L1} && slot_section{L2}(s) ==> spaces_sections{L2};
    lemma slot_section_links_survive{L1, L2}: \forall integer s; 0 < s
      && slot_changed{L1, L2}(s) && spaces_section_links{L1} && slot_section_links{L2}(s) ==>
      spaces_section_links{L2};
    lemma slot_tables_survive{L1, L2}: \forall integer s; 0 < s
      && slot_changed{L1, L2}(s) && spaces_tables{L1} && unused_table{L1}(s) && slot_table{L2}(s) ==>
      spaces_tables{L2};
    lemma slot_pages_survive{L1, L2}: \forall integer s; 0 < s
      && slot_changed{L1, L2}(s) && spaces_tables{L1} && unused_table{L1}(s) && spaces_pages{L1}
      && slot_pages{L2}(s) ==> spaces_pages{L2};
    lemma slot_page_links_survive{L1, L2}: \forall integer s; 0 < s
      && slot_changed{L1, L2}(s) && spaces_tables{L1} && unused_table{L1}(s) && spaces_page_links{L1}
      && slot_page_links{L2}(s) ==> spaces_page_links{L2};

    predicate slot_mapped{L}(integer s) =
      (is_slot{L}(s) && slot_window[s].type == CAP_PAGE_TABLE && slot_window[s].word1 != 0 ==>
         is_vspace{L}(slot_window[s].word0) && user_range(slot_window[s].word1 - 1, SECTION_BYTES))
      && (is_slot{L}(s) && slot_window[s].type == CAP_FRAME && slot_window[s].word1 != 0 ==>
         is_vspace{L}(slot_window[s].word0)
         && user_range(slot_window[s].word1 - 1, slot_window[s].size * GRANULE_BYTES));

    lemma objects_are{L}: \forall integer s; spaces_objects{L} ==> slot_object{L}(s);
    lemma objects_all{L}: (\forall integer s; slot_object{L}(s)) ==> spaces_objects{L};
    lemma mapped_are{L}: \forall integer s; spaces_mapped{L} ==> slot_mapped{L}(s);
    lemma mapped_all{L}: (\forall integer s; slot_mapped{L}(s)) ==> spaces_mapped{L};
    lemma mapping_as_object{L1, L2}: \forall integer j, k; mapping_as{L1, L2}(j, k) && tables_kept{L1, L2}
      && slot_object{L1}(j) ==> slot_object{L2}(k);
    lemma mapping_as_mapped{L1, L2}: \forall integer j, k; mapping_as{L1, L2}(j, k) && tables_kept{L1, L2}
      && slot_mapped{L1}(j) ==> slot_mapped{L2}(k);

    lemma slot_objects_survive{L1, L2}: \forall integer s; others_kept{L1, L2}(s) && tables_kept{L1, L2}
      && spaces_objects{L1} && slot_object{L2}(s) ==> spaces_objects{L2};
    lemma slot_mapped_tables_survive{L1, L2}: \forall integer s; others_kept{L1, L2}(s) && tables_kept{L1, L2}
      && spaces_mapped_tables{L1} && slot_mapped{L2}(s) ==> spaces_mapped_tables{L2};
    lemma slot_mapped_frames_survive{L1, L2}: \forall integer s; others_kept{L1, L2}(s) && tables_kept{L1, L2}
      && spaces_mapped_frames{L1} && slot_mapped{L2}(s) ==> spaces_mapped_frames{L2};
    lemma apart_survive{L1, L2}: tables_kept{L1, L2} && spaces_apart{L1} ==> spaces_apart{L2};
    // Links are right when the two kinds are.
    lemma links_follow{L}: spaces_section_links{L} && spaces_page_links{L} ==> spaces_links{L};

    // What is not mapped no link names, and nothing is mapped through it.
    lemma unmapped_sections{L}: \forall integer s; 0 < s && spaces_section_links{L} && !is_section_mapped{L}(s) ==>
      \forall integer w; is_section_link{L}(w) ==> link_window[w] != s;
    lemma unmapped_pages{L}: \forall integer s; 0 < s && spaces_page_links{L} && !is_page_mapped{L}(s) ==>
      \forall integer w; is_page_link{L}(w) ==> link_window[w] != s;
    lemma unmapped_unused{L}: \forall integer s; 0 < s && spaces_objects{L} && spaces_mapped{L}
      && spaces_section_links{L} && !is_section_mapped{L}(s) ==> unused_table{L}(s);
    lemma frame_unused{L}: \forall integer s; spaces_tables{L} && !is_table_slot{L}(s) ==> unused_table{L}(s);

    // The links of slot s's mapping name it, and no others do.
    predicate slot_linked{L}(integer s) = slot_section{L}(s) && slot_section_links{L}(s)
      && slot_table{L}(s) && slot_pages{L}(s) && slot_page_links{L}(s);

    lemma slot_changes{L1, L2}: \forall integer s; others_kept{L1, L2}(s) && types_kept{L1, L2}
      && links_changed{L1, L2}(s) ==> slot_changed{L1, L2}(s) && tables_kept{L1, L2};

    lemma slot_survives_objects{L1, L2}: \forall integer s; spaces{L1}
      && others_kept{L1, L2}(s) && types_kept{L1, L2} && slot_object{L2}(s) ==> spaces_objects{L2};
    lemma slot_survives_mapped{L1, L2}: \forall integer s; spaces{L1}
      && others_kept{L1, L2}(s) && types_kept{L1, L2} && slot_mapped{L2}(s) ==> spaces_mapped{L2};
    lemma slot_survives_apart{L1, L2}: spaces{L1} && types_kept{L1, L2} ==> spaces_apart{L2};
    lemma slot_survives_sections{L1, L2}: \forall integer s; 0 < s && spaces{L1}
      && slot_changed{L1, L2}(s) && slot_linked{L2}(s) ==> spaces_sections{L2} && spaces_section_links{L2};
    lemma slot_survives_tables{L1, L2}: \forall integer s; 0 < s && spaces{L1} && unused_table{L1}(s)
      && slot_changed{L1, L2}(s) && slot_linked{L2}(s) ==>
      spaces_tables{L2} && spaces_pages{L2} && spaces_page_links{L2};

    lemma slot_survives{L1, L2}: \forall integer s; 0 < s && spaces{L1} && unused_table{L1}(s)
      && others_kept{L1, L2}(s) && types_kept{L1, L2} && links_changed{L1, L2}(s)
      && slot_object{L2}(s) && slot_mapped{L2}(s) && slot_linked{L2}(s) && spaces_entries{L2} ==> spaces{L2};

    // What a null slot is not.
    lemma null_slot_is{L}: \forall integer s; is_null_slot{L}(s) ==>
      0 < s && !is_section_mapped{L}(s) && !is_page_mapped{L}(s) && !is_table_slot{L}(s);

    predicate terms_moved{L1, L2}(integer from, integer to) =
      (\forall integer k; k != from && k != to ==>
         (is_section_mapped{L1}(k) <==> is_section_mapped{L2}(k))
         && (is_page_mapped{L1}(k) <==> is_page_mapped{L2}(k))
         && (is_table_slot{L1}(k) <==> is_table_slot{L2}(k)))
      && (\forall integer k; k != from && k != to ==> section_link{L1}(k) == section_link{L2}(k))
      && (\forall integer p, k, w; p != from && k != from && p != to && k != to ==>
           (page_linked{L1}(p, k, w) <==> page_linked{L2}(p, k, w)))
      && (is_section_mapped{L1}(from) <==> is_section_mapped{L2}(to))
      && (is_page_mapped{L1}(from) <==> is_page_mapped{L2}(to))
      && (is_table_slot{L1}(from) <==> is_table_slot{L2}(to))
      && section_link{L1}(from) == section_link{L2}(to)
      && (\forall integer k, w; k != from && k != to ==>
           (page_linked{L1}(from, k, w) <==> page_linked{L2}(to, k, w)))
      && (\forall integer p, w; p != from && p != to ==>
           (page_linked{L1}(p, from, w) <==> page_linked{L2}(p, to, w)))
      && !is_section_mapped{L1}(to) && !is_page_mapped{L1}(to) && !is_table_slot{L1}(to)
      && !is_section_mapped{L2}(from) && !is_page_mapped{L2}(from) && !is_table_slot{L2}(from)
      && is_null_slot{L2}(from) && 0 < from
      && tables_kept{L1, L2}
      && (\forall integer w; \at(link_window[w], L1) == \at(link_window[w], L2));

    lemma moved_linked{L1, L2}: \forall integer from, to, p, k, w; mapping_moved{L1, L2}(from, to)
      && p != from && p != to && k != from && k != to ==>
      mapping_as{L1, L2}(k, k) && mapping_as{L1, L2}(p, p)
      && (page_linked{L1}(p, k, w) <==> page_linked{L2}(p, k, w));
    lemma moved_table_linked{L1, L2}: \forall integer from, to, k, w; mapping_moved{L1, L2}(from, to)
      && k != from && k != to ==> mapping_as{L1, L2}(k, k)
      && (page_linked{L1}(from, k, w) <==> page_linked{L2}(to, k, w));
    lemma moved_page_linked{L1, L2}: \forall integer from, to, p, w; mapping_moved{L1, L2}(from, to)
      && p != from && p != to ==> mapping_as{L1, L2}(p, p)
      && (page_linked{L1}(p, from, w) <==> page_linked{L2}(p, to, w));
    lemma moved_flags{L1, L2}: \forall integer from, to, k; mapping_moved{L1, L2}(from, to)
      && k != from && k != to ==>
         (is_section_mapped{L1}(k) <==> is_section_mapped{L2}(k))
         && (is_page_mapped{L1}(k) <==> is_page_mapped{L2}(k))
         && (is_table_slot{L1}(k) <==> is_table_slot{L2}(k))
         && section_link{L1}(k) == section_link{L2}(k);
    lemma moved_ends{L1, L2}: \forall integer from, to; mapping_moved{L1, L2}(from, to) ==>
      (is_section_mapped{L1}(from) <==> is_section_mapped{L2}(to))
      && (is_page_mapped{L1}(from) <==> is_page_mapped{L2}(to))
      && (is_table_slot{L1}(from) <==> is_table_slot{L2}(to))
      && section_link{L1}(from) == section_link{L2}(to)
      && !is_section_mapped{L1}(to) && !is_page_mapped{L1}(to) && !is_table_slot{L1}(to)
      && !is_section_mapped{L2}(from) && !is_page_mapped{L2}(from) && !is_table_slot{L2}(from)
      && is_null_slot{L2}(from) && 0 < from && tables_kept{L1, L2};
    lemma moved_terms{L1, L2}: \forall integer from, to; mapping_moved{L1, L2}(from, to) ==>
      terms_moved{L1, L2}(from, to);

    lemma null_object{L}: \forall integer s; is_null_slot{L}(s) ==> slot_object{L}(s) && slot_mapped{L}(s);
    lemma move_slot_objects{L1, L2}: \forall integer from, to, k; mapping_moved{L1, L2}(from, to)
      && tables_kept{L1, L2} && spaces_objects{L1} ==> slot_object{L2}(k);
    lemma move_slot_mapped{L1, L2}: \forall integer from, to, k; mapping_moved{L1, L2}(from, to)
      && tables_kept{L1, L2} && spaces_mapped{L1} ==> slot_mapped{L2}(k);
    lemma move_objects{L1, L2}: \forall integer from, to; mapping_moved{L1, L2}(from, to)
      && spaces_objects{L1} ==> spaces_objects{L2};
    lemma move_mapped{L1, L2}: \forall integer from, to; mapping_moved{L1, L2}(from, to)
      && spaces_mapped{L1} ==> spaces_mapped{L2};
    lemma move_apart{L1, L2}: \forall integer from, to; terms_moved{L1, L2}(from, to)
      && spaces_apart{L1} ==> spaces_apart{L2};
    lemma move_links{L1, L2}: \forall integer from, to; mapping_moved{L1, L2}(from, to)
      && spaces_links{L1} ==> spaces_links{L2};
    lemma move_entries{L1, L2}: \forall integer from, to; mapping_moved{L1, L2}(from, to)
      && spaces_entries{L1} ==> spaces_entries{L2};
    lemma move_to{L1, L2}: \forall integer from, to; terms_moved{L1, L2}(from, to)
      && spaces_sections{L1} && spaces_tables{L1} && spaces_pages{L1} ==> spaces_moved_to{L2}(to);
    lemma move_sections{L1, L2}: \forall integer from, to; terms_moved{L1, L2}(from, to)
      && spaces_sections{L1} ==> spaces_moved_sections{L2}(to);
    lemma move_section_links{L1, L2}: \forall integer from, to; terms_moved{L1, L2}(from, to)
      && spaces_section_links{L1} ==> spaces_moved_section_links{L2}(to);
    lemma move_tables{L1, L2}: \forall integer from, to; terms_moved{L1, L2}(from, to)
      && spaces_objects{L1} && spaces_mapped{L1} && spaces_section_links{L1}
      && spaces_tables{L1} ==> spaces_moved_tables{L2}(to);
    lemma move_pages{L1, L2}: \forall integer from, to; terms_moved{L1, L2}(from, to)
      && spaces_objects{L1} && spaces_mapped{L1} && spaces_section_links{L1}
      && spaces_sections{L1} && spaces_tables{L1} && spaces_pages{L1} ==> spaces_moved_pages{L2}(to);
    lemma move_page_links{L1, L2}: \forall integer from, to; terms_moved{L1, L2}(from, to)
      && spaces_objects{L1} && spaces_mapped{L1} && spaces_section_links{L1}
      && spaces_sections{L1} && spaces_tables{L1} && spaces_page_links{L1} ==> spaces_moved_page_links{L2}(to);

    // Links that named a slot that is empty now name slot `to`, and its mapping's do.
    predicate relinked{L1, L2}(integer to) =
      terms_kept{L1, L2}(0) && tables_kept{L1, L2} && is_slot{L1}(to)
      && (\forall integer w; \at(link_window[w], L1) == \at(link_window[w], L2)
          || (is_null_slot{L1}(\at(link_window[w], L1)) && \at(link_window[w], L2) == to));
    lemma relink_sections{L1, L2}: \forall integer to; relinked{L1, L2}(to) && spaces_moved_sections{L1}(to)
      && slot_section{L2}(to) ==> spaces_sections{L2};
    lemma relink_section_links{L1, L2}: \forall integer to; relinked{L1, L2}(to)
      && spaces_moved_section_links{L1}(to) && slot_section{L2}(to) && slot_section_links{L2}(to) ==>
      spaces_section_links{L2};
    lemma relink_tables{L1, L2}: \forall integer to; relinked{L1, L2}(to) && spaces_moved_tables{L1}(to)
      && slot_section{L2}(to) ==> spaces_tables{L2};
    lemma relink_pages{L1, L2}: \forall integer to; relinked{L1, L2}(to)
      && spaces_moved_tables{L1}(to) && spaces_moved_pages{L1}(to)
      && slot_section{L2}(to) && slot_pages{L2}(to) ==> spaces_pages{L2};
    lemma relink_page_links{L1, L2}: \forall integer to; relinked{L1, L2}(to)
      && spaces_moved_tables{L1}(to) && spaces_moved_page_links{L1}(to) && spaces_moved_to{L1}(to)
      && slot_section{L2}(to) && slot_pages{L2}(to) && slot_page_links{L2}(to) ==> spaces_page_links{L2};

    // A place got new links and entries; where there is no link there is no entry.
    predicate place_written{L1, L2}(integer entry, integer count, integer links) =
      is_place{L1}(entry, count, links) && tables_kept{L1, L2}
      && (\forall integer w; !(entry + links <= w < entry + links + count) ==>
            \at(link_window[w], L1) == \at(link_window[w], L2))
      && (\forall integer w; !(entry <= w < entry + count) ==> \at(entry_map[w], L1) == \at(entry_map[w], L2))
      && (\forall integer w; entry + links <= w < entry + links + count ==>
            \at(link_window[w], L2) != 0 || \at(entry_map[w - links], L2) == 0);

    lemma place_section_entries_section{L1, L2}: \forall integer entry, count;
      place_written{L1, L2}(entry, count, VSPACE_ENTRIES) && spaces_section_entries{L1} ==>
      spaces_section_entries{L2};
    lemma place_page_entries_section{L1, L2}: \forall integer entry, count;
      place_written{L1, L2}(entry, count, VSPACE_ENTRIES) && spaces_apart{L1} && spaces_page_entries{L1} ==>
      spaces_page_entries{L2};
    lemma place_section_entries_page{L1, L2}: \forall integer entry, count;
      place_written{L1, L2}(entry, count, PAGE_TABLE_ENTRIES) && spaces_apart{L1} && spaces_section_entries{L1} ==>
      spaces_section_entries{L2};
    lemma place_page_entries_page{L1, L2}: \forall integer entry, count;
      place_written{L1, L2}(entry, count, PAGE_TABLE_ENTRIES) && spaces_page_entries{L1} ==>
      spaces_page_entries{L2};
*/
#endif

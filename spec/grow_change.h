// SPDX-License-Identifier: Apache-2.0
/*
 * What survives that objects come, one part at a time: address spaces, interrupt
 * lines and what is the kernel's own.  ACSL only; proved in proofs/grow_lemmas.c.
 */
#ifndef WRIT_SPEC_GROW_CHANGE_H
#define WRIT_SPEC_GROW_CHANGE_H

#include "grow_states.h"
#include "time_survive.h"

/*@ lemma grow_owned{L1, L2}: \forall integer t; is_thread{L1}(t) && owners_stay{L1, L2} ==>
      \at(owner_map[t * THREAD_GRANULES + THREAD_SLOTS], L2) == \at(owner_map[t * THREAD_GRANULES + THREAD_SLOTS], L1);
    lemma grow_idle{L1, L2}: is_thread{L1}(\at(kernel.idle, L1)) && idle_owned{L1} && owners_stay{L1, L2}
      && \at(kernel.idle, L2) == \at(kernel.idle, L1) ==> idle_owned{L2};
    lemma grow_translates{L1, L2}: translates{L1} && types_grown{L1, L2} && kernel_stays{L1, L2} ==>
      translates{L2};

    lemma grow_fpu{L1, L2}: fpu_owned{L1} && types_grown{L1, L2} && kernel_stays{L1, L2} ==> fpu_owned{L2};

    lemma grow_times{L1, L2}: sched_contexts_grown{L1, L2} && clock_kept{L1, L2} ==> times_kept{L1, L2};
    lemma grow_timed{L1, L2}: timed{L1} && sched_contexts_grown{L1, L2} && clock_kept{L1, L2} ==> timed{L2};

    lemma grow_run_queue{L1, L2}: kernel_threads{L1} && types_grown{L1, L2} ==>
      \at(type_map[\at(kernel.run_queue, L1) * QUEUE_GRANULES], L2) == TYPE_RUN_QUEUE;
    lemma grow_kernel_threads{L1, L2}: kernel_threads{L1} && types_grown{L1, L2} && threads_grown{L1, L2}
      && kernel_stays{L1, L2} ==> kernel_threads{L2};

    lemma grow_type_at: \forall integer type, o, g; type_at(type, o, g) == CAP_THREAD ==> type == CAP_THREAD;
    lemma grow_block: \forall integer a, t; a % THREAD_GRANULES == 0
      && a <= t * THREAD_GRANULES + THREAD_SLOTS < a + THREAD_GRANULES ==> a == t * THREAD_GRANULES;
    lemma grow_cap_type{L}: \forall integer o, t; memory_type{L} && is_thread{L}(t)
      && is_object_cap{L}(o) && covers{L}(o, t * THREAD_GRANULES + THREAD_SLOTS) ==>
      slot_window[o].type == CAP_THREAD;
    lemma grow_cap_block{L}: \forall integer o; shapes{L} && is_live{L}(o) && slot_window[o].type == CAP_THREAD ==>
      slot_window[o].object % THREAD_GRANULES == 0 && slot_window[o].size == THREAD_GRANULES;

    lemma grow_link_word: \forall integer v, x; 0 < v < VSPACES && 0 <= x < VSPACE_ENTRIES ==>
      (v * 4096 + VSPACE_ENTRIES + x) / 4096 == v && (v * 4096 + VSPACE_ENTRIES + x) % 4096 == VSPACE_ENTRIES + x
      && v * 4096 + VSPACE_ENTRIES + x < WORDS;
    lemma grow_page_word: \forall integer p, x; 0 < p < PAGE_TABLES && 0 <= x < PAGE_TABLE_ENTRIES ==>
      (p * 512 + PAGE_TABLE_ENTRIES + x) / 512 == p
      && (p * 512 + PAGE_TABLE_ENTRIES + x) % 512 == PAGE_TABLE_ENTRIES + x
      && p * 512 + PAGE_TABLE_ENTRIES + x < WORDS;
    lemma grow_section_number: \forall integer a, n; 0 < n && user_range(a, n) ==>
      0 <= a / SECTION_BYTES < VSPACE_ENTRIES;
    lemma grow_section_word{L}: \forall integer v, x; is_vspace{L}(v) && 0 <= x < VSPACE_ENTRIES ==>
      is_section_link{L}(v * 4096 + VSPACE_ENTRIES + x);
    lemma grow_page_one: \forall integer a; 0 <= a ==> 0 <= a / PAGE_BYTES % PAGE_TABLE_ENTRIES < PAGE_TABLE_ENTRIES;
    lemma grow_page_many: \forall integer a; 0 <= a && a % 65536 == 0 ==>
      a / PAGE_BYTES % PAGE_TABLE_ENTRIES <= PAGE_TABLE_ENTRIES - 16;
    lemma grow_page_places{L}: \forall integer k; spaces_objects{L} && spaces_mapped_frames{L} && is_page_mapped{L}(k) ==>
      0 <= (slot_window[k].word1 - 1) / PAGE_BYTES % PAGE_TABLE_ENTRIES
      && (slot_window[k].word1 - 1) / PAGE_BYTES % PAGE_TABLE_ENTRIES + slot_window[k].size / PAGE_GRANULES
         <= PAGE_TABLE_ENTRIES;

    // A thread that has come has an owner: what u covers is not the kernel's own.
    lemma grow_thread_owner{L1, L2}: \forall integer u, t; owners{L2} && dying_slots{L2} && types_inside{L1, L2}(u)
      && is_untyped{L2}(u) && is_thread{L2}(t) && !is_thread{L1}(t) ==>
      is_object_cap{L2}(\at(owner_map[t * THREAD_GRANULES + THREAD_SLOTS], L2))
      && covers{L2}(\at(owner_map[t * THREAD_GRANULES + THREAD_SLOTS], L2), t * THREAD_GRANULES + THREAD_SLOTS);
    lemma grow_thread_cap{L}: \forall integer o, t; shapes{L} && memory_type{L} && is_thread{L}(t)
      && is_object_cap{L}(o) && covers{L}(o, t * THREAD_GRANULES + THREAD_SLOTS) ==>
      slot_window[o].type == CAP_THREAD && slot_window[o].object == t * THREAD_GRANULES
      && slot_window[o].size == THREAD_GRANULES;
    // Slot o holds a capability to thread t.
    predicate thread_cap{L}(integer o, integer t) =
      is_live{L}(o) && slot_window[o].object == t * THREAD_GRANULES && slot_window[o].size == THREAD_GRANULES;
    lemma grow_thread_block{L1, L2}: \forall integer u, t; owners{L2} && dying_slots{L2} && shapes{L2}
      && memory_type{L2} && types_inside{L1, L2}(u) && is_untyped{L2}(u) && is_thread{L2}(t) && !is_thread{L1}(t) ==>
      thread_cap{L2}(\at(owner_map[t * THREAD_GRANULES + THREAD_SLOTS], L2), t);
    lemma grow_covered{L}: \forall integer o, t, i; owners_kernel{L} && thread_cap{L}(o, t)
      && t * THREAD_GRANULES <= i < (t + 1) * THREAD_GRANULES ==> owner_map[i] != OWNER_KERNEL;
    lemma grow_thread_of{L}: \forall integer i; in_thread{L}(i) ==> is_thread{L}(i / THREAD_GRANULES)
      && i / THREAD_GRANULES * THREAD_GRANULES <= i < (i / THREAD_GRANULES + 1) * THREAD_GRANULES;
    lemma grow_thread_slot{L1, L2}: \forall integer u, t, i; owners{L2} && dying_slots{L2} && shapes{L2}
      && memory_type{L2} && types_inside{L1, L2}(u) && is_untyped{L2}(u) && is_thread{L2}(t) && !is_thread{L1}(t)
      && t * THREAD_GRANULES <= i < (t + 1) * THREAD_GRANULES ==> \at(owner_map[i], L2) != OWNER_KERNEL;
    lemma grow_thread_slots{L1, L2}: \forall integer u, i; owners{L2} && dying_slots{L2} && shapes{L2}
      && memory_type{L2} && types_inside{L1, L2}(u) && is_untyped{L2}(u) && in_thread{L2}(i) && !in_thread{L1}(i) ==>
      \at(owner_map[i], L2) != OWNER_KERNEL;

    // Link words and their entries are what they were, and zero in new tables.
    predicate section_links_grow{L1, L2} =
      (\forall integer w; is_section_link{L1}(w) ==> is_section_link{L2}(w)
         && \at(link_window[w], L2) == \at(link_window[w], L1)
         && \at(entry_map[w - VSPACE_ENTRIES], L2) == \at(entry_map[w - VSPACE_ENTRIES], L1))
      && \forall integer w; is_section_link{L2}(w) ==> is_section_link{L1}(w)
         || (\at(link_window[w], L2) == 0 && \at(entry_map[w - VSPACE_ENTRIES], L2) == 0);

    predicate page_links_grow{L1, L2} =
      (\forall integer w; is_page_link{L1}(w) ==> is_page_link{L2}(w)
         && \at(link_window[w], L2) == \at(link_window[w], L1)
         && \at(entry_map[w - PAGE_TABLE_ENTRIES], L2) == \at(entry_map[w - PAGE_TABLE_ENTRIES], L1))
      && \forall integer w; is_page_link{L2}(w) ==> is_page_link{L1}(w)
         || (\at(link_window[w], L2) == 0 && \at(entry_map[w - PAGE_TABLE_ENTRIES], L2) == 0);

    // No word is of a VSpace and of a page table.
    predicate tables_apart{L} = \forall integer w; 0 < w < WORDS && is_vspace{L}(w / 4096) ==>
      !is_page_table{L}(w / 512);

    lemma grow_table_of{L}: \forall integer w; whole_vspaces{L} && 0 < w < WORDS && is_vspace{L}(w / 4096) ==>
      type_map[w / 512 * PAGE_TABLE_GRANULES] == CAP_VSPACE;
    lemma grow_tables_apart{L}: whole_vspaces{L} ==> tables_apart{L};
    lemma grow_spaces_apart{L}: tables_apart{L} ==> spaces_apart{L};
    lemma grow_vspace_stays{L1, L2}: \forall integer v; types_grown{L1, L2} && is_vspace{L1}(v) ==> is_vspace{L2}(v);
    lemma grow_table_stays{L1, L2}: \forall integer p; types_grown{L1, L2} && is_page_table{L1}(p) ==>
      is_page_table{L2}(p);
    lemma grow_section_link{L}: \forall integer w; is_section_link{L}(w) ==>
      is_link{L}(w) && is_entry{L}(w - VSPACE_ENTRIES) && (w - VSPACE_ENTRIES) / 4096 == w / 4096;
    lemma grow_page_link{L}: \forall integer w; is_page_link{L}(w) ==>
      is_link{L}(w) && is_entry{L}(w - PAGE_TABLE_ENTRIES) && (w - PAGE_TABLE_ENTRIES) / 512 == w / 512;
    lemma grow_in_vspace{L1, L2}: \forall integer w; tables_apart{L2} && types_grown{L1, L2} && 0 < w < WORDS
      && is_vspace{L2}(w / 4096) && (is_link{L1}(w) || is_entry{L1}(w)) ==> is_vspace{L1}(w / 4096);
    lemma grow_in_table{L1, L2}: \forall integer w; tables_apart{L2} && types_grown{L1, L2} && 0 < w < WORDS
      && is_page_table{L2}(w / 512) && (is_link{L1}(w) || is_entry{L1}(w)) ==> is_page_table{L1}(w / 512);
    lemma grow_section_old{L1, L2}: \forall integer w; types_grown{L1, L2} && links_grown{L1, L2}
      && entries_grown{L1, L2} && is_section_link{L1}(w) ==> is_section_link{L2}(w)
         && \at(link_window[w], L2) == \at(link_window[w], L1)
         && \at(entry_map[w - VSPACE_ENTRIES], L2) == \at(entry_map[w - VSPACE_ENTRIES], L1);
    lemma grow_section_new{L1, L2}: \forall integer w; tables_apart{L2} && types_grown{L1, L2}
      && links_grown{L1, L2} && entries_grown{L1, L2} && is_section_link{L2}(w) ==> is_section_link{L1}(w)
         || (\at(link_window[w], L2) == 0 && \at(entry_map[w - VSPACE_ENTRIES], L2) == 0);
    lemma grow_page_old{L1, L2}: \forall integer w; types_grown{L1, L2} && links_grown{L1, L2}
      && entries_grown{L1, L2} && is_page_link{L1}(w) ==> is_page_link{L2}(w)
         && \at(link_window[w], L2) == \at(link_window[w], L1)
         && \at(entry_map[w - PAGE_TABLE_ENTRIES], L2) == \at(entry_map[w - PAGE_TABLE_ENTRIES], L1);
    lemma grow_page_new{L1, L2}: \forall integer w; tables_apart{L2} && types_grown{L1, L2}
      && links_grown{L1, L2} && entries_grown{L1, L2} && is_page_link{L2}(w) ==> is_page_link{L1}(w)
         || (\at(link_window[w], L2) == 0 && \at(entry_map[w - PAGE_TABLE_ENTRIES], L2) == 0);
    lemma grow_section_links{L1, L2}: tables_apart{L2} && types_grown{L1, L2} && links_grown{L1, L2}
      && entries_grown{L1, L2} ==> section_links_grow{L1, L2};
    lemma grow_page_links{L1, L2}: tables_apart{L2} && types_grown{L1, L2} && links_grown{L1, L2}
      && entries_grown{L1, L2} ==> page_links_grow{L1, L2};

    lemma grow_object_tables{L}: \forall integer s; shapes{L} && memory_type{L} && is_live{L}(s)
      && slot_window[s].type == CAP_PAGE_TABLE ==>
      slot_window[s].object < GRANULES && is_page_table{L}(slot_window[s].object / PAGE_TABLE_GRANULES);
    lemma grow_object_vspaces{L}: \forall integer s; shapes{L} && memory_type{L} && is_live{L}(s)
      && slot_window[s].type == CAP_VSPACE ==>
      slot_window[s].object < GRANULES && is_vspace{L}(slot_window[s].object / VSPACE_GRANULES);
    lemma grow_spaces_objects{L}: shapes{L} && memory_type{L} ==> spaces_objects{L};
    lemma grow_mapped_tables{L1, L2}: \forall integer u; spaces_mapped_tables{L1} && types_grown{L1, L2}
      && slots_grow{L1, L2}(u) ==> spaces_mapped_tables{L2};
    lemma grow_mapped_frames{L1, L2}: \forall integer u; spaces_mapped_frames{L1} && types_grown{L1, L2}
      && slots_grow{L1, L2}(u) ==> spaces_mapped_frames{L2};

    // Mappings, in the terms of `spaces`: there are no more.
    predicate mappings_stay{L1, L2} =
      (\forall integer k; is_section_mapped{L2}(k) ==> is_section_mapped{L1}(k)
         && section_link{L2}(k) == section_link{L1}(k))
      && (\forall integer k; is_page_mapped{L2}(k) ==> is_page_mapped{L1}(k)
         && section_link{L2}(k) == section_link{L1}(k))
      && (\forall integer k; is_section_mapped{L1}(k) ==> is_section_mapped{L2}(k))
      && (\forall integer k; is_page_mapped{L1}(k) ==> is_page_mapped{L2}(k))
      && (\forall integer k; is_table_slot{L1}(k) ==> is_table_slot{L2}(k));

    predicate pages_stay{L1, L2} =
      \forall integer p, k, w; is_table_slot{L1}(p) && is_page_mapped{L1}(k) ==>
        (page_linked{L1}(p, k, w) <==> page_linked{L2}(p, k, w));

    // The MiB of a mapping has its link in a VSpace.
    predicate mappings_linked{L} = \forall integer k; is_section_mapped{L}(k) || is_page_mapped{L}(k) ==>
      is_section_link{L}(section_link{L}(k));

    // So have a page's in its page table.
    predicate pages_linked{L} = \forall integer p, k, w; is_table_slot{L}(p) && is_page_mapped{L}(k)
      && page_linked{L}(p, k, w) ==> is_page_link{L}(w);

    lemma grow_mapped_is{L1, L2}: \forall integer u, k; slots_grow{L1, L2}(u) && is_live{L2}(k)
      && \at(slot_window[k].word1, L2) != 0 ==> k == u || (is_live{L1}(k) && same_capability{L1, L2}(k, k));
    lemma grow_mapped_was{L1, L2}: \forall integer k; is_live{L1}(k) && is_live{L2}(k)
      && same_capability{L1, L2}(k, k) ==> (is_section_mapped{L1}(k) <==> is_section_mapped{L2}(k))
         && (is_page_mapped{L1}(k) <==> is_page_mapped{L2}(k))
         && (is_table_slot{L1}(k) <==> is_table_slot{L2}(k))
         && section_link{L2}(k) == section_link{L1}(k);
    lemma grow_u{L1, L2}: \forall integer k; is_untyped{L1}(k) && is_untyped{L2}(k) ==>
      !is_section_mapped{L1}(k) && !is_section_mapped{L2}(k) && !is_page_mapped{L1}(k)
      && !is_page_mapped{L2}(k) && !is_table_slot{L1}(k);
    lemma grow_mappings{L1, L2}: \forall integer u; slots_grow{L1, L2}(u) ==> mappings_stay{L1, L2};
    lemma grow_pages_stay{L1, L2}: \forall integer u; slots_grow{L1, L2}(u) ==> pages_stay{L1, L2};
    lemma grow_mapping_number{L}: \forall integer k; spaces_objects{L} && spaces_mapped{L}
      && (is_section_mapped{L}(k) || is_page_mapped{L}(k)) ==>
      is_vspace{L}(slot_window[k].word0) && 0 <= (slot_window[k].word1 - 1) / SECTION_BYTES < VSPACE_ENTRIES;
    lemma grow_mapping_link{L}: \forall integer k; spaces_objects{L} && spaces_mapped{L}
      && (is_section_mapped{L}(k) || is_page_mapped{L}(k)) ==> is_section_link{L}(section_link{L}(k));
    lemma grow_page_place{L}: \forall integer p, k, w; spaces_objects{L} && spaces_mapped_frames{L}
      && is_table_slot{L}(p) && is_page_mapped{L}(k) && page_linked{L}(p, k, w) ==> is_page_link{L}(w);
    lemma grow_mappings_linked{L}: spaces_objects{L} && spaces_mapped{L} ==> mappings_linked{L};
    lemma grow_pages_linked{L}: spaces_objects{L} && spaces_mapped_frames{L} ==> pages_linked{L};

    lemma grow_sections{L1, L2}: spaces_sections{L1} && mappings_linked{L1} && mappings_stay{L1, L2}
      && section_links_grow{L1, L2} ==> spaces_sections{L2};
    lemma grow_mapped_section_links{L1, L2}: spaces_section_links{L1} && mappings_stay{L1, L2}
      && section_links_grow{L1, L2} ==> spaces_section_links{L2};
    lemma grow_tables{L1, L2}: spaces_tables{L1} && mappings_linked{L1} && mappings_stay{L1, L2}
      && section_links_grow{L1, L2} ==> spaces_tables{L2};
    lemma grow_pages{L1, L2}: spaces_tables{L1} && spaces_pages{L1} && mappings_linked{L1} && pages_linked{L1}
      && mappings_stay{L1, L2} && pages_stay{L1, L2} && section_links_grow{L1, L2} && page_links_grow{L1, L2} ==>
      spaces_pages{L2};
    lemma grow_mapped_page_links{L1, L2}: spaces_tables{L1} && spaces_page_links{L1} && mappings_linked{L1}
      && mappings_stay{L1, L2} && pages_stay{L1, L2} && section_links_grow{L1, L2} && page_links_grow{L1, L2} ==>
      spaces_page_links{L2};
    lemma grow_entries{L1, L2}: spaces_entries{L1} && section_links_grow{L1, L2} && page_links_grow{L1, L2} ==>
      spaces_entries{L2};
    lemma grow_links{L}: spaces_section_links{L} && spaces_page_links{L} ==> spaces_links{L};
    lemma grow_spaces_from{L1, L2}: spaces{L1} && mappings_linked{L1} && pages_linked{L1}
      && mappings_stay{L1, L2} && pages_stay{L1, L2} && section_links_grow{L1, L2} && page_links_grow{L1, L2}
      && spaces_objects{L2} && spaces_mapped{L2} && spaces_apart{L2} ==> spaces{L2};
    lemma grow_spaces_terms{L1, L2}: \forall integer u; spaces{L1} && slots_grow{L1, L2}(u) ==>
      mappings_linked{L1} && pages_linked{L1} && mappings_stay{L1, L2} && pages_stay{L1, L2};
    lemma grow_spaces_mapped{L1, L2}: \forall integer u; spaces{L1} && slots_grow{L1, L2}(u)
      && types_grown{L1, L2} ==> spaces_mapped{L2};
    predicate spaces_grow{L1, L2}(integer u) =
      spaces{L1} && slots_grow{L1, L2}(u) && types_grown{L1, L2} && links_grown{L1, L2} && entries_grown{L1, L2}
      && whole_vspaces{L2} && shapes{L2} && memory_type{L2};
    lemma grow_spaces_links{L1, L2}: \forall integer u; spaces_grow{L1, L2}(u) ==>
      section_links_grow{L1, L2} && page_links_grow{L1, L2} && spaces_apart{L2} && spaces_objects{L2};
    lemma grow_spaces{L1, L2}: \forall integer u; spaces_grow{L1, L2}(u) ==> spaces{L2};

    lemma grow_names{L1, L2}: irqs_names{L1} && lines_same{L1, L2} && notifications_grown{L1, L2} ==>
      irqs_names{L2};
    lemma grow_ages{L1, L2}: irqs_ages{L1} && irqs_free{L1} && lines_same{L1, L2} ==>
      irqs_ages{L2} && irqs_free{L2};
    lemma grow_nexts{L1, L2}: irqs_nexts{L1} && irqs_prevs{L1} && lines_same{L1, L2} ==>
      irqs_nexts{L2} && irqs_prevs{L2};
    lemma grow_firsts{L1, L2}: irqs_firsts{L1} && lines_same{L1, L2} && notifications_grown{L1, L2} ==>
      irqs_firsts{L2};
    lemma grow_newest{L1, L2}: irqs_names{L1} && irqs_heads{L1} && irqs_newest{L1} && lines_same{L1, L2}
      && notifications_grown{L1, L2} ==> irqs_heads{L2} && irqs_newest{L2};
    lemma grow_gaps{L1, L2}: irqs_gaps{L1} && lines_same{L1, L2} ==> irqs_gaps{L2};
    lemma grow_irqs{L1, L2}: irqs{L1} && lines_same{L1, L2} && notifications_grown{L1, L2} ==> irqs{L2};

    lemma grow_scratch_at{L1, L2}: \forall integer u, s; is_null{L1}(s) && !in_thread{L1}(s)
      && \at(owner_map[s], L1) == OWNER_KERNEL && owners{L2} && dying_slots{L2} && shapes{L2}
      && memory_type{L2} && types_inside{L1, L2}(u) && is_untyped{L2}(u) && owners_stay{L1, L2} ==>
      \at(owner_map[s], L2) == OWNER_KERNEL && !in_thread{L2}(s);
    lemma grow_scratch{L1, L2}: \forall integer u; scratch{L1} && owners{L2} && dying_slots{L2} && shapes{L2}
      && memory_type{L2} && types_inside{L1, L2}(u) && is_untyped{L2}(u) && owners_stay{L1, L2}
      && kernel_stays{L1, L2} && scratch_empty{L1, L2} ==> scratch{L2};
*/
#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * What survives the end of objects that nothing names, one part at a time.  ACSL
 * only; proved in proofs/retire_lemmas.c.
 */
#ifndef WRIT_SPEC_RETIRE_CHANGE_H
#define WRIT_SPEC_RETIRE_CHANGE_H

#include "retire_states.h"
#include "time_survive.h"
#include "untype_survive.h"

/*@ // Mappings, in the terms of `spaces`: some are there no more.
    predicate terms_less{L1, L2}(integer s) =
      (\forall integer k; is_section_mapped{L2}(k) ==> k != s && is_section_mapped{L1}(k)
         && section_link{L2}(k) == section_link{L1}(k))
      && (\forall integer k; is_page_mapped{L2}(k) ==> k != s && is_page_mapped{L1}(k)
         && section_link{L2}(k) == section_link{L1}(k))
      && (\forall integer k; is_section_mapped{L1}(k) && k != s ==> is_section_mapped{L2}(k))
      && (\forall integer k; is_page_mapped{L1}(k) && k != s ==> is_page_mapped{L2}(k))
      && (\forall integer k; is_table_slot{L1}(k) && k != s ==> is_table_slot{L2}(k));

    predicate linked_same{L1, L2}(integer s) =
      \forall integer p, k, w; is_table_slot{L1}(p) && p != s && is_page_mapped{L1}(k) && k != s ==>
        (page_linked{L1}(p, k, w) <==> page_linked{L2}(p, k, w));

    predicate tables_less{L1, L2} =
      (\forall integer w; is_section_link{L2}(w) ==> is_section_link{L1}(w))
      && (\forall integer w; is_page_link{L2}(w) ==> is_page_link{L1}(w));

    lemma retire_terms{L1, L2}: \forall integer s; slots_retire{L1, L2}(s) ==> terms_less{L1, L2}(s);
    lemma retire_linked{L1, L2}: \forall integer s; slots_retire{L1, L2}(s) ==> linked_same{L1, L2}(s);
    lemma retire_vspace_type{L1, L2}: \forall integer a, n, v; untypes{L1, L2}(a, n) && is_vspace{L2}(v) ==>
      is_vspace{L1}(v);
    lemma retire_table_type{L1, L2}: \forall integer a, n, p; untypes{L1, L2}(a, n) && is_page_table{L2}(p) ==>
      is_page_table{L1}(p);
    lemma retire_tables{L1, L2}: \forall integer a, n; untypes{L1, L2}(a, n) ==> tables_less{L1, L2};

    // No page is mapped through what slot s holds.
    predicate no_table{L}(integer s) =
      \forall integer k; is_page_mapped{L}(k) ==> link_window[section_link{L}(k)] != s;
    lemma retire_link_is{L}: \forall integer k; spaces_objects{L} && spaces_mapped{L} && is_page_mapped{L}(k) ==>
      is_section_link{L}(section_link{L}(k));
    lemma retire_no_table{L}: \forall integer s; spaces_objects{L} && spaces_mapped{L} && spaces_section_links{L}
      && spaces_tables{L} && !is_section_mapped{L}(s) ==> no_table{L}(s);

    lemma core_object_tables{L}: \forall integer s; shapes{L} && memory_type{L} && is_live{L}(s)
      && slot_window[s].type == CAP_PAGE_TABLE ==>
      slot_window[s].object < GRANULES && is_page_table{L}(slot_window[s].object / PAGE_TABLE_GRANULES);
    lemma core_object_vspaces{L}: \forall integer s; shapes{L} && memory_type{L} && is_live{L}(s)
      && slot_window[s].type == CAP_VSPACE ==>
      slot_window[s].object < GRANULES && is_vspace{L}(slot_window[s].object / VSPACE_GRANULES);
    lemma core_objects{L}: shapes{L} && memory_type{L} ==> spaces_objects{L};

    lemma retire_mapped_tables{L1, L2}: \forall integer s, a, n; spaces_mapped_tables{L1}
      && slots_retire{L1, L2}(s) && untypes{L1, L2}(a, n) && unnamed_in_spaces{L1}(a, n) ==>
      spaces_mapped_tables{L2};
    lemma retire_mapped_frames{L1, L2}: \forall integer s, a, n; spaces_mapped_frames{L1}
      && slots_retire{L1, L2}(s) && untypes{L1, L2}(a, n) && unnamed_in_spaces{L1}(a, n) ==>
      spaces_mapped_frames{L2};
    lemma retire_apart{L1, L2}: spaces_apart{L1} && tables_less{L1, L2} ==> spaces_apart{L2};
    lemma retire_entries{L1, L2}: spaces_entries{L1} && tables_less{L1, L2} && links_kept{L1, L2} ==>
      spaces_entries{L2};
    lemma retire_sections{L1, L2}: \forall integer s; spaces_sections{L1} && terms_less{L1, L2}(s)
      && links_kept{L1, L2} ==> spaces_sections{L2};
    lemma retire_section_links{L1, L2}: \forall integer s; spaces_section_links{L1} && terms_less{L1, L2}(s)
      && tables_less{L1, L2} && links_kept{L1, L2} && !is_section_mapped{L1}(s) ==> spaces_section_links{L2};
    lemma retire_page_tables{L1, L2}: \forall integer s; spaces_tables{L1} && no_table{L1}(s)
      && terms_less{L1, L2}(s) && links_kept{L1, L2} ==> spaces_tables{L2};
    lemma retire_pages{L1, L2}: \forall integer s; spaces_tables{L1} && spaces_pages{L1} && no_table{L1}(s)
      && terms_less{L1, L2}(s) && linked_same{L1, L2}(s) && links_kept{L1, L2} ==> spaces_pages{L2};
    lemma retire_page_links{L1, L2}: \forall integer s; spaces_tables{L1} && spaces_page_links{L1}
      && no_table{L1}(s) && terms_less{L1, L2}(s) && linked_same{L1, L2}(s) && tables_less{L1, L2}
      && links_kept{L1, L2} && !is_page_mapped{L1}(s) ==> spaces_page_links{L2};
    lemma retire_links_follow{L}: spaces_section_links{L} && spaces_page_links{L} ==> spaces_links{L};

    // What of it all `spaces` needs.
    predicate spaces_lose{L1, L2}(integer s) =
      terms_less{L1, L2}(s) && linked_same{L1, L2}(s) && tables_less{L1, L2} && links_kept{L1, L2}
      && no_table{L1}(s) && !is_section_mapped{L1}(s) && !is_page_mapped{L1}(s);
    lemma retire_lose{L1, L2}: \forall integer s, a, n; spaces{L1} && slots_retire{L1, L2}(s)
      && untypes{L1, L2}(a, n) && links_kept{L1, L2} && slot_unused{L1}(s) ==> spaces_lose{L1, L2}(s);
    lemma retire_lose_spaces{L1, L2}: \forall integer s; spaces{L1} && spaces_lose{L1, L2}(s)
      && spaces_objects{L2} && spaces_mapped{L2} ==> spaces{L2};
    lemma retire_spaces{L1, L2}: \forall integer s, a, n; spaces{L1} && slots_retire{L1, L2}(s)
      && shapes{L2} && memory_type{L2} && untypes{L1, L2}(a, n) && links_kept{L1, L2}
      && unnamed_in_spaces{L1}(a, n) && slot_unused{L1}(s) ==> spaces{L2};

    // Threads only go, and with them their slots.
    lemma retire_in_thread{L1, L2}: \forall integer a, n, k; untypes{L1, L2}(a, n) && in_thread{L2}(k) ==>
      in_thread{L1}(k);
    lemma retire_threads{L1, L2}: \forall integer a, n, k; untypes{L1, L2}(a, n) && threads_inside{L1}(a, n)
      && in_thread{L1}(k) && is_live{L2}(k) ==> in_thread{L2}(k);
    lemma retire_leaves{L1, L2}: \forall integer s, k; cdt_parent{L1} && cdt_first{L2}
      && slots_retire{L1, L2}(s) && is_live{L2}(k) && \at(slot_window[k].first, L1) == 0 ==>
      \at(slot_window[k].first, L2) == 0;
    lemma retire_loans{L1, L2}: \forall integer s, a, n; cdt_parent{L1} && cdt_first{L2}
      && slots_retire{L1, L2}(s) && untypes{L1, L2}(a, n) && held_loans{L1} ==> held_loans{L2};
    lemma retire_frames{L1, L2}: \forall integer s, a, n; slots_retire{L1, L2}(s)
      && untypes{L1, L2}(a, n) && threads_inside{L1}(a, n) && held_frames{L1} ==> held_frames{L2};
    lemma buffer_slot_is{L}: \forall integer t; is_thread{L}(t) ==>
      in_thread{L}(t * THREAD_GRANULES + THREAD_SLOT_BUFFER)
      && (t * THREAD_GRANULES + THREAD_SLOT_BUFFER) % THREAD_GRANULES == THREAD_SLOT_BUFFER
      && (t * THREAD_GRANULES + THREAD_SLOT_BUFFER) / THREAD_GRANULES == t;
    lemma retire_thread_type{L1, L2}: \forall integer a, n, t; untypes{L1, L2}(a, n) && is_thread{L2}(t) ==>
      is_thread{L1}(t);
    lemma retire_buffer_slot{L1, L2}: \forall integer s, a, n, t; slots_retire{L1, L2}(s) && slot_unused{L1}(s)
      && held_buffers{L1} && is_thread{L1}(t) && \at(thread_window[t].buffer, L1) != 0 ==>
      is_live{L2}(t * THREAD_GRANULES + THREAD_SLOT_BUFFER)
      && same_capability{L1, L2}(t * THREAD_GRANULES + THREAD_SLOT_BUFFER, t * THREAD_GRANULES + THREAD_SLOT_BUFFER);
    // held_buffers, of one thread.
    predicate buffer_in{L}(integer t, integer s) =
      is_live{L}(s) && slot_window[s].type == CAP_FRAME
      && slot_window[s].object * GRANULE_WORDS <= thread_window[t].buffer
      && thread_window[t].buffer + IPC_BUFFER_WORDS <= end{L}(s) * GRANULE_WORDS;
    predicate buffer_held{L}(integer t) = is_thread{L}(t) && thread_window[t].buffer != 0 ==>
      buffer_in{L}(t, t * THREAD_GRANULES + THREAD_SLOT_BUFFER);
    lemma buffers_are{L}: \forall integer t; held_buffers{L} ==> buffer_held{L}(t);
    predicate buffers_held{L} = \forall integer t; buffer_held{L}(t);
    lemma buffers_all{L}: buffers_held{L} ==> held_buffers{L};
    lemma retire_buffer_in{L1, L2}: \forall integer s, t; is_live{L2}(s) && same_capability{L1, L2}(s, s)
      && \at(thread_window[t].buffer, L1) == \at(thread_window[t].buffer, L2)
      && buffer_in{L1}(t, s) ==> buffer_in{L2}(t, s);
    lemma retire_buffer_same{L1, L2}: \forall integer a, n, t; untypes{L1, L2}(a, n) && is_thread{L2}(t)
      && ipc_threads_kept{L1, L2} ==>
      is_thread{L1}(t) && \at(thread_window[t].buffer, L1) == \at(thread_window[t].buffer, L2);
    lemma retire_buffer_stays{L1, L2}: \forall integer s, t; slots_retire{L1, L2}(s) && slot_unused{L1}(s)
      && held_buffers{L1} && is_thread{L1}(t) && \at(thread_window[t].buffer, L1) != 0
      && \at(thread_window[t].buffer, L1) == \at(thread_window[t].buffer, L2) ==>
      buffer_in{L2}(t, t * THREAD_GRANULES + THREAD_SLOT_BUFFER);
    predicate buffers_retire{L1, L2}(integer s, integer a, integer n) =
      slots_retire{L1, L2}(s) && slot_unused{L1}(s) && untypes{L1, L2}(a, n) && ipc_threads_kept{L1, L2}
      && held_buffers{L1};
    lemma retire_buffer{L1, L2}: \forall integer s, a, n, t; buffers_retire{L1, L2}(s, a, n) ==>
      buffer_held{L2}(t);
    lemma retire_buffers_held{L1, L2}: \forall integer s, a, n; buffers_retire{L1, L2}(s, a, n) ==>
      buffers_held{L2};
    lemma retire_buffers{L1, L2}: \forall integer s, a, n; buffers_retire{L1, L2}(s, a, n) ==> held_buffers{L2};
    lemma core_head{L}: \forall integer s; shapes{L} && memory_type{L} && is_object_cap{L}(s)
      && slot_window[s].type == CAP_CNODE ==> is_slot{L}(slot_window[s].object);
    lemma retire_heads{L1, L2}: \forall integer s; shapes{L2} && memory_type{L2}
      && slots_retire{L1, L2}(s) && held_heads{L1} ==> held_heads{L2};
    lemma retire_held{L1, L2}: \forall integer s, a, n; cdt_parent{L1} && cdt_first{L2} && shapes{L2}
      && memory_type{L2} && buffers_retire{L1, L2}(s, a, n) && threads_inside{L1}(a, n) && held{L1} ==> held{L2};

    lemma retire_notification{L1, L2}: \forall integer a, n, m; untypes{L1, L2}(a, n)
      && is_notification{L2}(m) ==> is_notification{L1}(m);
    lemma retire_bound{L1, L2}: \forall integer i; lines_kept{L1, L2} ==> (irq_bound{L1}(i) <==> irq_bound{L2}(i));
    lemma retire_names{L1, L2}: \forall integer a, n; irqs_names{L1} && lines_kept{L1, L2}
      && untypes{L1, L2}(a, n) && unnamed_in_irqs{L1}(a, n) ==> irqs_names{L2};
    lemma retire_ages{L1, L2}: irqs_ages{L1} && irqs_free{L1} && lines_kept{L1, L2} ==>
      irqs_ages{L2} && irqs_free{L2};
    lemma retire_nexts{L1, L2}: irqs_nexts{L1} && irqs_prevs{L1} && lines_kept{L1, L2} ==>
      irqs_nexts{L2} && irqs_prevs{L2};
    lemma retire_firsts{L1, L2}: \forall integer a, n; irqs_firsts{L1} && lines_kept{L1, L2}
      && untypes{L1, L2}(a, n) ==> irqs_firsts{L2};
    lemma retire_newest{L1, L2}: irqs_heads{L1} && irqs_newest{L1} && irqs_firsts{L1} && irqs_names{L1}
      && lines_kept{L1, L2} ==> irqs_heads{L2} && irqs_newest{L2};
    lemma retire_gaps{L1, L2}: irqs_gaps{L1} && irqs_nexts{L1} && lines_kept{L1, L2} ==> irqs_gaps{L2};
    lemma retire_irqs{L1, L2}: \forall integer a, n; irqs{L1} && lines_kept{L1, L2}
      && untypes{L1, L2}(a, n) && unnamed_in_irqs{L1}(a, n) ==> irqs{L2};

    lemma retire_scratch{L1, L2}: \forall integer a, n; scratch{L1} && untypes{L1, L2}(a, n)
      && unnamed_in_kernel{L1}(a, n) && kernel_kept{L1, L2} ==> scratch{L2};
    lemma retire_idle{L1, L2}: \forall integer a, n; is_thread{L1}(\at(kernel.idle, L1)) && idle_owned{L1}
      && kernel_kept{L1, L2} ==> idle_owned{L2};
    lemma retire_translates{L1, L2}: \forall integer a, n; translates{L1} && untypes{L1, L2}(a, n)
      && unnamed_in_kernel{L1}(a, n) && kernel_kept{L1, L2} ==> translates{L2};
    lemma retire_thread{L1, L2}: \forall integer a, n, t; untypes{L1, L2}(a, n) && is_thread{L1}(t)
      && !(a <= t * THREAD_GRANULES + THREAD_SLOTS < a + n) ==> is_thread{L2}(t);
    lemma retire_fpu_held{L1, L2}: \forall integer a, n; fpu_held{L1} && untypes{L1, L2}(a, n)
      && unnamed_in_kernel{L1}(a, n) && kernel_kept{L1, L2} ==> fpu_held{L2};
    lemma retire_fpu{L1, L2}: \forall integer a, n; fpu_owned{L1} && untypes{L1, L2}(a, n)
      && unnamed_in_kernel{L1}(a, n) && kernel_kept{L1, L2}
      && \at(kernel.current, L2) == \at(kernel.current, L1) ==> fpu_owned{L2};

    lemma retire_times{L1, L2}: \forall integer s, a, n; retired{L1, L2}(s, a, n) ==> times_kept{L1, L2};

    lemma retire_untypes{L1, L2}: \forall integer s, a, n; retires{L1, L2}(s, a, n) ==>
      ipc_untypes{L1, L2}(a, n);
    lemma retire_keeps_ipc{L1, L2}: \forall integer s, a, n; retires{L1, L2}(s, a, n) ==> ipc{L2};
    lemma retire_keeps_spaces{L1, L2}: \forall integer s, a, n; retires{L1, L2}(s, a, n) ==> spaces{L2};
    lemma retire_is_buffers{L1, L2}: \forall integer s, a, n; retires{L1, L2}(s, a, n) ==>
      buffers_retire{L1, L2}(s, a, n);
    lemma retire_keeps_held{L1, L2}: \forall integer s, a, n; retires{L1, L2}(s, a, n) ==> held{L2};
    lemma retire_keeps_irqs{L1, L2}: \forall integer s, a, n; retires{L1, L2}(s, a, n) ==> irqs{L2};
    lemma retire_keeps_kernel{L1, L2}: \forall integer s, a, n; retires{L1, L2}(s, a, n) ==>
      scratch{L2} && idle_owned{L2} && translates{L2} && fpu_owned{L2} && timed{L2};
*/
#endif

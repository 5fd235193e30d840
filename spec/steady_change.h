// SPDX-License-Identifier: Apache-2.0
/*
 * Why the kernel's invariant survives what leaves all but threads and what they wait
 * on alone, part by part.  ACSL only; for proofs/steady_lemmas.c.
 */
#ifndef WRIT_SPEC_STEADY_CHANGE_H
#define WRIT_SPEC_STEADY_CHANGE_H

#include "core_survive.h"
#include "steady_states.h"

/*@ lemma steady_slots{L1, L2}: \forall integer i; steady{L1, L2} ==> slot_alike{L1, L2}(i);
    lemma steady_accounts{L1, L2}: steady{L1, L2} ==> accounts_alike{L1, L2};
    lemma steady_alike{L1, L2}: steady{L1, L2} ==> slots_alike{L1, L2};
    lemma steady_core{L1, L2}: core{L1} && steady{L1, L2} ==> slots_alike{L1, L2} && core{L2};

    // In the terms of `spaces`, `held` and `irqs`, with less at hand.
    predicate same_slots{L1, L2} =
      (\forall integer g; \at(type_map[g], L2) == \at(type_map[g], L1))
      && \forall integer i; \at(slot_window[i].type, L2) == \at(slot_window[i].type, L1)
        && \at(slot_window[i].rights, L2) == \at(slot_window[i].rights, L1)
        && \at(slot_window[i].object, L2) == \at(slot_window[i].object, L1)
        && \at(slot_window[i].size, L2) == \at(slot_window[i].size, L1)
        && \at(slot_window[i].word0, L2) == \at(slot_window[i].word0, L1)
        && \at(slot_window[i].word1, L2) == \at(slot_window[i].word1, L1)
        && \at(slot_window[i].first, L2) == \at(slot_window[i].first, L1);
    predicate same_links{L1, L2} = \forall integer w; \at(link_window[w], L2) == \at(link_window[w], L1)
      && \at(entry_map[w], L2) == \at(entry_map[w], L1);
    predicate same_lines{L1, L2} = \forall integer i; 0 <= i < IRQ_LINES ==>
      \at(kernel.irq[i].notification, L2) == \at(kernel.irq[i].notification, L1)
      && \at(kernel.irq[i].next, L2) == \at(kernel.irq[i].next, L1)
      && \at(kernel.irq[i].prev, L2) == \at(kernel.irq[i].prev, L1)
      && \at(kernel.irq[i].waiting, L2) == \at(kernel.irq[i].waiting, L1)
      && \at(irq_age[i], L2) == \at(irq_age[i], L1);
    predicate same_mapped{L1, L2} =
      (\forall integer i; is_section_mapped{L1}(i) <==> is_section_mapped{L2}(i))
      && (\forall integer i; is_page_mapped{L1}(i) <==> is_page_mapped{L2}(i))
      && (\forall integer i; is_table_slot{L1}(i) <==> is_table_slot{L2}(i));
    predicate same_places{L1, L2} =
      (\forall integer i; section_link{L1}(i) == section_link{L2}(i))
      && (\forall integer p, i, w; page_linked{L1}(p, i, w) <==> page_linked{L2}(p, i, w));
    predicate same_tables{L1, L2} =
      (\forall integer w; is_section_link{L1}(w) <==> is_section_link{L2}(w))
      && (\forall integer w; is_page_link{L1}(w) <==> is_page_link{L2}(w));
    predicate same_threads{L1, L2} =
      (\forall integer t; is_thread{L1}(t) <==> is_thread{L2}(t))
      && (\forall integer s; in_thread{L1}(s) <==> in_thread{L2}(s));
    predicate same_live{L1, L2} =
      (\forall integer i; is_live{L1}(i) <==> is_live{L2}(i))
      && (\forall integer i; is_null{L1}(i) <==> is_null{L2}(i))
      && (\forall integer i; end{L1}(i) == end{L2}(i));
    predicate same_buffers{L1, L2} = \forall integer t; is_thread{L1}(t) ==>
      \at(thread_window[t].buffer, L2) == \at(thread_window[t].buffer, L1);
    predicate same_firsts{L1, L2} = \forall integer n; is_notification{L1}(n) ==>
      \at(notification_window[n].irqs, L2) == \at(notification_window[n].irqs, L1);

    lemma steady_said{L1, L2}: steady{L1, L2} ==>
      same_slots{L1, L2} && same_links{L1, L2} && same_lines{L1, L2}
      && same_buffers{L1, L2} && same_firsts{L1, L2};
    lemma steady_mapped_slots{L1, L2}: same_slots{L1, L2} ==> same_mapped{L1, L2};
    lemma steady_places{L1, L2}: same_slots{L1, L2} ==> same_places{L1, L2};
    lemma steady_link_words{L1, L2}: same_slots{L1, L2} ==> same_tables{L1, L2};
    lemma steady_threads{L1, L2}: same_slots{L1, L2} ==> same_threads{L1, L2};
    lemma steady_live{L1, L2}: same_slots{L1, L2} ==> same_live{L1, L2};

    lemma steady_objects{L1, L2}: spaces_objects{L1} && same_slots{L1, L2} ==> spaces_objects{L2};
    lemma steady_mapped_tables{L1, L2}: spaces_mapped_tables{L1} && same_slots{L1, L2} ==>
      spaces_mapped_tables{L2};
    lemma steady_mapped_frames{L1, L2}: spaces_mapped_frames{L1} && same_slots{L1, L2} ==>
      spaces_mapped_frames{L2};
    lemma steady_apart{L1, L2}: spaces_apart{L1} && same_tables{L1, L2} ==> spaces_apart{L2};
    lemma steady_links{L1, L2}: spaces_links{L1} && same_slots{L1, L2} && same_links{L1, L2} ==>
      spaces_links{L2};
    lemma steady_entries{L1, L2}: spaces_entries{L1} && same_tables{L1, L2} && same_links{L1, L2} ==>
      spaces_entries{L2};
    lemma steady_sections{L1, L2}: spaces_sections{L1} && same_mapped{L1, L2} && same_places{L1, L2}
      && same_links{L1, L2} ==> spaces_sections{L2};
    lemma steady_tables{L1, L2}: spaces_tables{L1} && same_mapped{L1, L2} && same_places{L1, L2}
      && same_links{L1, L2} ==> spaces_tables{L2};
    lemma steady_pages{L1, L2}: spaces_pages{L1} && same_mapped{L1, L2} && same_places{L1, L2}
      && same_links{L1, L2} ==> spaces_pages{L2};
    lemma steady_section_links{L1, L2}: spaces_section_links{L1} && same_mapped{L1, L2}
      && same_places{L1, L2} && same_tables{L1, L2} && same_links{L1, L2} ==> spaces_section_links{L2};
    lemma steady_page_links{L1, L2}: spaces_page_links{L1} && same_mapped{L1, L2} && same_places{L1, L2}
      && same_tables{L1, L2} && same_links{L1, L2} ==> spaces_page_links{L2};
    lemma steady_spaces{L1, L2}: spaces{L1} && same_slots{L1, L2} && same_links{L1, L2} ==> spaces{L2};

    lemma steady_loans{L1, L2}: held_loans{L1} && same_slots{L1, L2} && same_live{L1, L2}
      && same_threads{L1, L2} ==> held_loans{L2};
    lemma steady_frames{L1, L2}: held_frames{L1} && same_slots{L1, L2} && same_live{L1, L2}
      && same_threads{L1, L2} ==> held_frames{L2};
    lemma steady_buffers{L1, L2}: held_buffers{L1} && same_slots{L1, L2} && same_live{L1, L2}
      && same_threads{L1, L2} && same_buffers{L1, L2} ==> held_buffers{L2};
    lemma steady_heads{L1, L2}: held_heads{L1} && same_slots{L1, L2} && same_live{L1, L2} ==>
      held_heads{L2};
    lemma steady_held{L1, L2}: held{L1} && same_slots{L1, L2} && same_buffers{L1, L2} ==> held{L2};

    lemma steady_ages{L1, L2}: irqs_ages{L1} && same_lines{L1, L2} ==> irqs_ages{L2};
    lemma steady_names{L1, L2}: irqs_names{L1} && same_slots{L1, L2} && same_lines{L1, L2} ==>
      irqs_names{L2};
    lemma steady_free{L1, L2}: irqs_free{L1} && same_lines{L1, L2} ==> irqs_free{L2};
    lemma steady_nexts{L1, L2}: irqs_nexts{L1} && same_lines{L1, L2} ==> irqs_nexts{L2};
    lemma steady_prevs{L1, L2}: irqs_prevs{L1} && same_lines{L1, L2} ==> irqs_prevs{L2};
    lemma steady_gaps{L1, L2}: irqs_nexts{L1} && irqs_gaps{L1} && same_lines{L1, L2} ==> irqs_gaps{L2};
    lemma steady_firsts{L1, L2}: irqs_firsts{L1} && same_slots{L1, L2} && same_lines{L1, L2}
      && same_firsts{L1, L2} ==> irqs_firsts{L2};
    lemma steady_line_heads{L1, L2}: irqs_names{L1} && irqs_heads{L1} && same_lines{L1, L2}
      && same_firsts{L1, L2} ==> irqs_heads{L2};
    lemma steady_newest{L1, L2}: irqs_names{L1} && irqs_firsts{L1} && irqs_newest{L1} && same_lines{L1, L2}
      && same_firsts{L1, L2} ==> irqs_newest{L2};
    lemma steady_irqs{L1, L2}: irqs{L1} && same_slots{L1, L2} && same_lines{L1, L2}
      && same_firsts{L1, L2} ==> irqs{L2};

    lemma steady_keeps_spaces{L1, L2}: spaces{L1} && steady{L1, L2} ==> spaces{L2};
    lemma steady_keeps_held{L1, L2}: held{L1} && steady{L1, L2} ==> held{L2};
    lemma steady_keeps_irqs{L1, L2}: irqs{L1} && steady{L1, L2} ==> irqs{L2};
    lemma steady_keeps_scratch{L1, L2}: scratch{L1} && steady{L1, L2} ==> scratch{L2};
    lemma steady_keeps_idle_owned{L1, L2}: idle_owned{L1} && steady{L1, L2} ==> idle_owned{L2};
    lemma steady_keeps_fpu{L1, L2}: fpu_owned{L1} && steady{L1, L2} ==> fpu_owned{L2};
*/
#endif

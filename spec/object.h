// SPDX-License-Identifier: Apache-2.0
/*
 * What a number names.  ACSL only; included by kernel/object.h, which declares
 * the windows and the ghost type map.
 *
 * RUN_QUEUE is the type-map value of the kernel's own run queue: a queue, but
 * no object that a capability can cover.
 */
#ifndef WRIT_SPEC_OBJECT_H
#define WRIT_SPEC_OBJECT_H

#define TYPE_RUN_QUEUE 32

/*@ predicate is_slot{L}(integer s) =
      0 < s < GRANULES && type_map[s] == CAP_CNODE;

    predicate is_thread{L}(integer t) =
      0 < t < THREADS && type_map[t * THREAD_GRANULES + THREAD_SLOTS] == CAP_THREAD;

    predicate is_endpoint{L}(integer e) =
      0 < e < QUEUES && type_map[e * QUEUE_GRANULES] == CAP_ENDPOINT;

    predicate is_notification{L}(integer n) =
      0 < n < QUEUES && type_map[n * QUEUE_GRANULES] == CAP_NOTIFICATION;

    predicate is_queue{L}(integer q) =
      0 < q < QUEUES && (type_map[q * QUEUE_GRANULES] == CAP_ENDPOINT
                      || type_map[q * QUEUE_GRANULES] == CAP_NOTIFICATION
                      || type_map[q * QUEUE_GRANULES] == TYPE_RUN_QUEUE);

    predicate is_list{L}(integer l) =
      0 < l < LISTS && l % QUEUE_LISTS < PRIORITIES && is_queue{L}(l / QUEUE_LISTS);

    predicate is_reply{L}(integer r) =
      0 < r < GRANULES && type_map[r] == CAP_REPLY;

    predicate is_sched_context{L}(integer c) =
      0 < c < SCHED_CONTEXTS && type_map[c * SCHED_CONTEXT_GRANULES] == CAP_SCHED_CONTEXT;

    predicate is_vspace{L}(integer v) =
      0 < v < VSPACES && type_map[v * VSPACE_GRANULES] == CAP_VSPACE;

    predicate is_page_table{L}(integer p) =
      0 < p < PAGE_TABLES && type_map[p * PAGE_TABLE_GRANULES] == CAP_PAGE_TABLE;

    // A word of a page table (or VSpace) that names the slot mapped at an entry.
    predicate is_link{L}(integer w) =
      0 < w < WORDS
      && ((w % 512 >= 256 && is_page_table{L}(w / 512))
       || (w % 4096 >= 2048 && is_vspace{L}(w / 4096)));

    // A word of a page table (or VSpace) that the table walk reads.
    predicate is_entry{L}(integer w) =
      0 < w < WORDS
      && ((w % 512 < 256 && is_page_table{L}(w / 512))
       || (w % 4096 < 2048 && is_vspace{L}(w / 4096)));

    predicate is_user_word{L}(integer w) =
      0 < w < WORDS && type_map[w / GRANULE_WORDS] == CAP_FRAME;

    // Every point of [a, a + n) is of type t.
    predicate all_type{L}(integer a, integer n, integer t) =
      \forall integer i; a <= i < a + n ==> type_map[i] == t;

    // Exactly [a, a + n) becomes untyped.
    predicate untypes{L1, L2}(integer a, integer n) =
      \forall integer g; 0 <= g < LINE_END ==>
        (a <= g < a + n ==> \at(type_map[g], L2) == CAP_UNTYPED)
        && (!(a <= g < a + n) ==> \at(type_map[g], L2) == \at(type_map[g], L1));
*/

/*@ // What the bytes of a new object say: nothing but zeros.
    predicate zero_slot{L}(integer s) =
      slot_window[s].type == CAP_NULL && slot_window[s].rights == 0
      && slot_window[s].up == 0 && slot_window[s].depth == 0
      && slot_window[s].object == 0 && slot_window[s].size == 0
      && slot_window[s].first == 0 && slot_window[s].next == 0 && slot_window[s].prev == 0
      && slot_window[s].word0 == 0 && slot_window[s].word1 == 0;

    predicate zero_thread{L}(integer t) =
      thread_window[t].ceiling == 0 && thread_window[t].state == 0
      && thread_window[t].waits_on == 0 && thread_window[t].badge_low == 0
      && thread_window[t].badge_high == 0 && thread_window[t].info == 0
      && thread_window[t].fault == 0
      && thread_window[t].fault_words[0] == 0 && thread_window[t].fault_words[1] == 0
      && thread_window[t].fault_words[2] == 0 && thread_window[t].fault_words[3] == 0
      && thread_window[t].reply == 0 && thread_window[t].context == 0
      && thread_window[t].notification == 0 && thread_window[t].buffer == 0
      && thread_window[t].grants == 0 && thread_window[t].has_time == 0
      && thread_window[t].lender == 0;

    predicate zero_waiter{L}(integer t) =
      waiter_window[t].list == 0 && waiter_window[t].next == 0 && waiter_window[t].prev == 0
      && waiter_window[t].priority == 0;

    predicate zero_endpoint{L}(integer e) = endpoint_window[e].state == ENDPOINT_IDLE;

    predicate zero_notification{L}(integer n) =
      notification_window[n].word_low == 0 && notification_window[n].word_high == 0
      && notification_window[n].thread == 0 && notification_window[n].irqs == 0;

    predicate zero_reply{L}(integer r) =
      reply_window[r].caller == 0 && reply_window[r].server == 0 && reply_window[r].borrower == 0;

    predicate zero_sched_context{L}(integer c) =
      sched_context_window[c].thread == 0 && sched_context_window[c].cell == 0
      && sched_context_window[c].left == 0 && sched_context_window[c].budget == 0
      && sched_context_window[c].period == 0 && sched_context_window[c].consumed == 0
      && sched_context_window[c].head == 0 && sched_context_window[c].count == 0
      && \forall integer i; 0 <= i < REFILLS ==> sched_context_window[c].amount[i] == 0;
*/

/*
 * What UNTYPED_RETYPE does to objects: `windows_grown`.  Whatever was of a type still
 * is, with the same content; whatever became of a type is zero.  So each invariant of
 * live objects' content that zeros keep is kept.  Slots have predicates of their own in
 * spec/untyped.h, for the capabilities that were made are in slots.
 */
/*@ // Only untyped points have a new type.
    predicate types_grown{L1, L2} =
      \forall integer g; 0 <= g < LINE_END && \at(type_map[g], L1) != CAP_UNTYPED ==>
        \at(type_map[g], L2) == \at(type_map[g], L1);

    predicate threads_grown{L1, L2} =
      (\forall integer t; is_thread{L1}(t) ==> is_thread{L2}(t)
         && \at(thread_window[t].ceiling, L2) == \at(thread_window[t].ceiling, L1)
         && \at(thread_window[t].state, L2) == \at(thread_window[t].state, L1)
         && \at(thread_window[t].waits_on, L2) == \at(thread_window[t].waits_on, L1)
         && \at(thread_window[t].badge_low, L2) == \at(thread_window[t].badge_low, L1)
         && \at(thread_window[t].badge_high, L2) == \at(thread_window[t].badge_high, L1)
         && \at(thread_window[t].info, L2) == \at(thread_window[t].info, L1)
         && \at(thread_window[t].fault, L2) == \at(thread_window[t].fault, L1)
         && \at(thread_window[t].fault_words[0], L2) == \at(thread_window[t].fault_words[0], L1)
         && \at(thread_window[t].fault_words[1], L2) == \at(thread_window[t].fault_words[1], L1)
         && \at(thread_window[t].fault_words[2], L2) == \at(thread_window[t].fault_words[2], L1)
         && \at(thread_window[t].fault_words[3], L2) == \at(thread_window[t].fault_words[3], L1)
         && \at(thread_window[t].reply, L2) == \at(thread_window[t].reply, L1)
         && \at(thread_window[t].context, L2) == \at(thread_window[t].context, L1)
         && \at(thread_window[t].notification, L2) == \at(thread_window[t].notification, L1)
         && \at(thread_window[t].buffer, L2) == \at(thread_window[t].buffer, L1)
         && \at(thread_window[t].grants, L2) == \at(thread_window[t].grants, L1)
         && \at(thread_window[t].has_time, L2) == \at(thread_window[t].has_time, L1)
         && \at(thread_window[t].lender, L2) == \at(thread_window[t].lender, L1))
      && (\forall integer t; is_thread{L2}(t) ==> is_thread{L1}(t) || zero_thread{L2}(t));

    predicate registers_kept{L1, L2} =
      (\forall integer t, i; is_thread{L1}(t) && 0 <= i < REGISTERS ==>
         \at(thread_window[t].registers[i], L2) == \at(thread_window[t].registers[i], L1))
      && \forall integer t, i; is_thread{L1}(t) && 0 <= i < FPU_WORDS ==>
         \at(thread_window[t].fpu_registers[i], L2) == \at(thread_window[t].fpu_registers[i], L1);

    predicate registers_zero{L1, L2} =
      (\forall integer t, i; is_thread{L2}(t) && 0 <= i < REGISTERS ==>
         is_thread{L1}(t) || \at(thread_window[t].registers[i], L2) == 0)
      && \forall integer t, i; is_thread{L2}(t) && 0 <= i < FPU_WORDS ==>
         is_thread{L1}(t) || \at(thread_window[t].fpu_registers[i], L2) == 0;

    predicate registers_grown{L1, L2} = registers_kept{L1, L2} && registers_zero{L1, L2};

    predicate waiters_grown{L1, L2} =
      (\forall integer t; is_thread{L1}(t) ==> is_thread{L2}(t)
         && \at(waiter_window[t].list, L2) == \at(waiter_window[t].list, L1)
         && \at(waiter_window[t].next, L2) == \at(waiter_window[t].next, L1)
         && \at(waiter_window[t].prev, L2) == \at(waiter_window[t].prev, L1)
         && \at(waiter_window[t].priority, L2) == \at(waiter_window[t].priority, L1))
      && (\forall integer t; is_thread{L2}(t) ==> is_thread{L1}(t) || zero_waiter{L2}(t));

    predicate endpoints_grown{L1, L2} =
      (\forall integer e; is_endpoint{L1}(e) ==> is_endpoint{L2}(e)
         && \at(endpoint_window[e].state, L2) == \at(endpoint_window[e].state, L1))
      && (\forall integer e; is_endpoint{L2}(e) ==> is_endpoint{L1}(e) || zero_endpoint{L2}(e));

    predicate notifications_grown{L1, L2} =
      (\forall integer n; is_notification{L1}(n) ==> is_notification{L2}(n)
         && \at(notification_window[n].word_low, L2) == \at(notification_window[n].word_low, L1)
         && \at(notification_window[n].word_high, L2) == \at(notification_window[n].word_high, L1)
         && \at(notification_window[n].thread, L2) == \at(notification_window[n].thread, L1)
         && \at(notification_window[n].irqs, L2) == \at(notification_window[n].irqs, L1))
      && (\forall integer n; is_notification{L2}(n) ==> is_notification{L1}(n) || zero_notification{L2}(n));

    predicate replies_grown{L1, L2} =
      (\forall integer r; is_reply{L1}(r) ==> is_reply{L2}(r)
         && \at(reply_window[r].caller, L2) == \at(reply_window[r].caller, L1)
         && \at(reply_window[r].server, L2) == \at(reply_window[r].server, L1)
         && \at(reply_window[r].borrower, L2) == \at(reply_window[r].borrower, L1))
      && (\forall integer r; is_reply{L2}(r) ==> is_reply{L1}(r) || zero_reply{L2}(r));

    predicate sched_contexts_grown{L1, L2} =
      (\forall integer c; is_sched_context{L1}(c) ==> is_sched_context{L2}(c)
         && \at(sched_context_window[c], L2) == \at(sched_context_window[c], L1))
      && (\forall integer c; is_sched_context{L2}(c) ==> is_sched_context{L1}(c) || zero_sched_context{L2}(c));

    predicate lists_grown{L1, L2} =
      (\forall integer l; is_list{L1}(l) ==> is_list{L2}(l)
         && \at(list_head_window[l], L2) == \at(list_head_window[l], L1)
         && \at(list_map_window[l / 32].bits, L2) == \at(list_map_window[l / 32].bits, L1))
      && (\forall integer l; is_list{L2}(l) ==> is_list{L1}(l)
            || (\at(list_head_window[l], L2) == 0 && \at(list_map_window[l / 32].bits, L2) == 0));

    predicate links_grown{L1, L2} =
      (\forall integer w; is_link{L1}(w) ==> is_link{L2}(w)
         && \at(link_window[w], L2) == \at(link_window[w], L1))
      && (\forall integer w; is_link{L2}(w) ==> is_link{L1}(w) || \at(link_window[w], L2) == 0);

    predicate entries_grown{L1, L2} =
      (\forall integer w; is_entry{L1}(w) ==> is_entry{L2}(w)
         && \at(entry_map[w], L2) == \at(entry_map[w], L1))
      && (\forall integer w; is_entry{L2}(w) ==> is_entry{L1}(w) || \at(entry_map[w], L2) == 0);

    predicate buffers_grown{L1, L2} =
      (\forall integer w; is_user_word{L1}(w) ==> is_user_word{L2}(w)
         && \at(buffer_window[w], L2) == \at(buffer_window[w], L1))
      && (\forall integer w; is_user_word{L2}(w) ==>
            is_user_word{L1}(w) || \at(buffer_window[w], L2) == 0);

    predicate windows_grown{L1, L2} =
      types_grown{L1, L2} && threads_grown{L1, L2} && registers_grown{L1, L2} && waiters_grown{L1, L2}
      && endpoints_grown{L1, L2} && notifications_grown{L1, L2} && replies_grown{L1, L2}
      && sched_contexts_grown{L1, L2} && lists_grown{L1, L2} && links_grown{L1, L2}
      && entries_grown{L1, L2} && buffers_grown{L1, L2};
*/
#endif

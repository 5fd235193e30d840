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
*/
#endif

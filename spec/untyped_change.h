// SPDX-License-Identifier: Apache-2.0
/*
 * New objects and the accounts, part by part.  ACSL only; included by
 * proofs/untyped_lemmas.c.
 */
#ifndef WRIT_SPEC_UNTYPED_CHANGE_H
#define WRIT_SPEC_UNTYPED_CHANGE_H

#include "untyped_come.h"

/*@ // What the objects' capabilities were, they are; the others are in [s, s + n).
    predicate caps_come{L1, L2}(integer s, integer n, integer type) =
      (\forall integer v; is_object_cap{L1}(v) ==> is_object_cap{L2}(v) && !(s <= v < s + n)
         && same_capability{L1, L2}(v, v) && \at(parent_map[v], L2) == \at(parent_map[v], L1))
      && (\forall integer v; is_object_cap{L2}(v) ==>
         (is_object_cap{L1}(v) && !(s <= v < s + n)) || (s <= v < s + n && type != CAP_UNTYPED));

    lemma come_caps{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> caps_come{L1, L2}(s, n, type);

    predicate owners_keep{L1, L2} =
      \forall integer v, g; is_object_cap{L1}(v) && covers{L1}(v, g) ==>
        \at(owner_map[g], L2) == \at(owner_map[g], L1)
        && \at(type_map[g], L2) == \at(type_map[g], L1);

    lemma come_owners{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> owners_keep{L1, L2};

    lemma come_owners_caps{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> owners_caps{L2};

    lemma come_owners_range{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> owners_range{L2};

    lemma come_owners_loans{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> owners_loans{L2};

    lemma come_loans{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> loans{L2};

    lemma come_owners_live{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> owners_live{L2};

    lemma come_owners_kernel{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> owners_kernel{L2};

    lemma come_owners_idle{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> owners_idle{L2};

    lemma come_all_owners{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> owners{L2};

    // Headers and what they have emptied are as they were.
    predicate headers_keep{L1, L2} =
      \forall integer c; is_header{L2}(c) ==> is_header{L1}(c) && is_null{L2}(c)
        && \at(slot_window[c], L2) == \at(slot_window[c], L1);

    lemma come_headers{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> headers_keep{L1, L2};

    lemma come_dying_slots{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> dying_slots{L2};

    lemma come_dying_headers{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> dying_headers{L2};

    lemma come_dying_whole{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> dying_whole{L2};

    lemma come_dying_emptied{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> dying_emptied{L2};

    predicate stack_keeps{L1, L2} =
      \forall integer i; 1 <= i <= \at(dying_count, L2) ==>
        \at(dying_stack[i], L2) == \at(dying_stack[i], L1)
        && is_header{L2}(\at(dying_stack[i], L2))
        && \at(dying_index[dying_stack[i]], L2) == i
        && \at(slot_window[dying_stack[i]].object, L2) == \at(slot_window[dying_stack[i]].object, L1);

    lemma come_stack{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> stack_keeps{L1, L2};

    lemma come_dying_list{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> dying_list{L2};

    lemma same_indices{L1, L2}: dying_order{L1} && dying_same{L1, L2} ==>
      \forall integer c; 0 <= c < GRANULES ==> \at(dying_index[c], L2) < GRANULES
        && \at(dying_stack[dying_index[c]], L2) == c;

    lemma same_stack{L1, L2}: dying_order{L1} && dying_same{L1, L2} ==>
      \forall integer i; 0 <= i < GRANULES ==> \at(dying_stack[i], L2) < GRANULES
        && \at(dying_index[dying_stack[i]], L2) == i;

    lemma same_order{L1, L2}: dying_order{L1} && dying_same{L1, L2} ==> dying_order{L2};

    lemma come_dying_order{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> dying_order{L2};

    lemma come_dying{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> dying{L2};

    // What threads hold they held.
    predicate threads_hold{L1, L2} =
      \forall integer x; in_thread{L2}(x) && is_live{L2}(x) ==> in_thread{L1}(x) && is_live{L1}(x)
        && same_capability{L1, L2}(x, x)
        && \at(slot_window[x].first, L2) == \at(slot_window[x].first, L1);

    lemma come_threads{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> threads_hold{L1, L2};

    lemma come_held_loans{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> held_loans{L2};

    lemma come_held_frames{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> held_frames{L2};

    // Threads with a buffer had it, and the frame for it.
    predicate buffers_hold{L1, L2} =
      \forall integer t; is_thread{L2}(t) && \at(thread_window[t].buffer, L2) != 0 ==>
        is_thread{L1}(t) && \at(thread_window[t].buffer, L2) == \at(thread_window[t].buffer, L1);

    lemma come_buffers{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> buffers_hold{L1, L2};

    predicate frames_hold{L1, L2} =
      \forall integer t; is_thread{L2}(t) && \at(thread_window[t].buffer, L2) != 0 ==>
        is_live{L2}(t * THREAD_GRANULES + THREAD_SLOT_BUFFER)
        && same_capability{L1, L2}(t * THREAD_GRANULES + THREAD_SLOT_BUFFER,
                                   t * THREAD_GRANULES + THREAD_SLOT_BUFFER);

    lemma come_frames{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> frames_hold{L1, L2};

    // That frame is what it was, and where the buffer lies.
    predicate frames_end{L1, L2} =
      \forall integer t; is_thread{L2}(t) && \at(thread_window[t].buffer, L2) != 0 ==>
        \at(slot_window[t * THREAD_GRANULES + THREAD_SLOT_BUFFER].type, L1) == CAP_FRAME
        && \at(slot_window[t * THREAD_GRANULES + THREAD_SLOT_BUFFER].object, L1) * GRANULE_WORDS
             <= \at(thread_window[t].buffer, L2)
        && \at(thread_window[t].buffer, L2) + IPC_BUFFER_WORDS
             <= end{L1}(t * THREAD_GRANULES + THREAD_SLOT_BUFFER) * GRANULE_WORDS;

    lemma come_frames_end{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> frames_end{L1, L2};

    lemma come_held_buffers{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> held_buffers{L2};

    // Slot 0 of a CNode is empty: an old one's is where it was, a new one's is zero.
    predicate heads_old{L1, L2}(integer s, integer n) =
      \forall integer v; is_object_cap{L2}(v) && \at(slot_window[v].type, L2) == CAP_CNODE
        && !(s <= v < s + n) ==> \at(slot_window[\at(slot_window[v].object, L2)].type, L2) == CAP_NULL;

    lemma come_heads_old{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> heads_old{L1, L2}(s, n);

    predicate empty_range{L}(integer a, integer b) =
      \forall integer x; a <= x < b ==> !is_live{L}(x);

    lemma come_empty{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> empty_range{L2}(a, b);

    lemma come_held_heads{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> held_heads{L2};

    lemma come_held{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> held{L2};
*/
#endif

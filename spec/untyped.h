// SPDX-License-Identifier: Apache-2.0
/*
 * The memory invariant, `memory`, in named parts: what capabilities cover and
 * what lies there.  ACSL only; included by kernel/untyped.h.
 *
 * Untyped memory is handed out once: two capabilities share granules only if
 * one was derived from the other, or both from one source.  `memory_older` and
 * `memory_nested` say so without following chains of parents: whatever is
 * newer than an untyped capability and overlaps it has a parent that is that
 * capability, or that is newer and overlaps it too; and what is older has
 * handed out all of it.
 */
#ifndef WRIT_SPEC_UNTYPED_H
#define WRIT_SPEC_UNTYPED_H

#include "thread.h"

// What UNTYPED_RETYPE may change: the windows, and with them types, owners and the tree.
#define RETYPE_WINDOWS slot_window[0 .. GRANULES - 1], reply_window[0 .. GRANULES - 1], \
	sched_context_window[0 .. SCHED_CONTEXTS - 1], thread_window[0 .. THREADS - 1], \
	waiter_window[0 .. THREADS - 1], endpoint_window[0 .. QUEUES - 1], \
	notification_window[0 .. QUEUES - 1], list_map_window[0 .. LISTS / 32 - 1], \
	list_head_window[0 .. LISTS - 1], link_window[0 .. WORDS - 1], \
	buffer_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1]
#define RETYPE_STATE type_map[0 .. LINE_END - 1], zero_map[0 .. GRANULES - 1], RETYPE_WINDOWS, \
	parent_map[0 .. GRANULES - 1], rank_map[0 .. GRANULES - 1], cdt_clock, owner_map[0 .. LINE_END - 1]

/*@ logic integer spec_cnode_granules(integer radix) =
      radix == 1 ? 2 : radix == 2 ? 4 : radix == 3 ? 8 : radix == 4 ? 16 :
      radix == 5 ? 32 : radix == 6 ? 64 : radix == 7 ? 128 : radix == 8 ? 256 :
      radix == 9 ? 512 : radix == 10 ? 1024 : radix == 11 ? 2048 : radix == 12 ? 4096 :
      radix == 13 ? 8192 : radix == 14 ? 16384 : radix == 15 ? 32768 : radix == 16 ? 65536 :
      radix == 17 ? 131072 : radix == 18 ? 262144 : radix == 19 ? 524288 : radix == 20 ? 1048576 : 0;

    logic integer spec_frame_granules(integer bits) =
      bits == 12 ? PAGE_GRANULES : bits == 16 ? LARGE_PAGE_GRANULES
      : bits == 20 ? SECTION_GRANULES : 0;

    logic integer spec_fixed_granules(integer type) =
      type == CAP_THREAD ? THREAD_GRANULES : type == CAP_ENDPOINT ? QUEUE_GRANULES
      : type == CAP_NOTIFICATION ? QUEUE_GRANULES : type == CAP_REPLY ? REPLY_GRANULES
      : type == CAP_SCHED_CONTEXT ? SCHED_CONTEXT_GRANULES : type == CAP_VSPACE ? VSPACE_GRANULES
      : type == CAP_PAGE_TABLE ? PAGE_TABLE_GRANULES : 0;

    // Granules of an object made by UNTYPED_RETYPE with `size`; 0 if there is no such object.
    logic integer spec_object_granules(integer type, integer size) =
      type == CAP_UNTYPED ? (size <= DEVICE_END ? size : 0)
      : type == CAP_CNODE ? spec_cnode_granules(size)
      : type == CAP_FRAME ? spec_frame_granules(size)
      : size == 0 ? spec_fixed_granules(type) : 0;

    logic integer spec_object_alignment(integer type, integer granules) =
      type == CAP_UNTYPED || type == CAP_CNODE ? 1 : granules;

    predicate is_untyped{L}(integer s) = is_live{L}(s) && slot_window[s].type == CAP_UNTYPED;

    logic integer mark{L}(integer s) = slot_window[s].object + slot_window[s].word0;

    predicate meets{L}(integer s, integer a, integer n) =
      slot_window[s].object < a + n && a < end{L}(s);

    predicate overlaps{L}(integer s, integer t) =
      slot_window[s].object < end{L}(t) && slot_window[t].object < end{L}(s);

    predicate apart(integer a, integer n, integer b, integer m) = a + n <= b || b + m <= a;

    // What point g of an object is: threads begin with slots.
    logic integer type_at(integer type, integer object, integer g) =
      type == CAP_THREAD && g < object + THREAD_SLOTS ? CAP_CNODE : type;

    predicate typed{L}(integer type, integer object, integer size) =
      \forall integer g; object <= g < object + size ==> type_map[g] == type_at(type, object, g);

    // [a, a + n) is RAM or device registers, not both, and not granule 0.
    predicate is_range(integer a, integer n) =
      (0 < a && a + n <= GRANULES) || (GRANULES <= a && a + n <= DEVICE_END);

    predicate memory_range{L} =
      \forall integer s; is_live{L}(s) ==>
        end{L}(s) <= LINE_END && (slot_window[s].size >= 1 || slot_window[s].object == 0)
        && (slot_window[s].type == CAP_UNTYPED ==>
            slot_window[s].size >= 1 && is_range(slot_window[s].object, slot_window[s].size)
            && slot_window[s].word0 <= slot_window[s].word1 <= slot_window[s].size);

    predicate memory_type{L} =
      \forall integer s, g; is_live{L}(s) && slot_window[s].type != CAP_UNTYPED
        && slot_window[s].object <= g < end{L}(s) ==>
        type_map[g] == type_at(slot_window[s].type, slot_window[s].object, g);

    predicate memory_free{L} =
      \forall integer s, g; is_untyped{L}(s) && mark{L}(s) <= g < end{L}(s) ==>
        type_map[g] == CAP_UNTYPED;

    predicate memory_clean{L} =
      \forall integer s, g; is_untyped{L}(s) && g < GRANULES
        && mark{L}(s) <= g < slot_window[s].object + slot_window[s].word1 ==> zero_map[g] == 1;

    predicate memory_inside{L} =
      \forall integer s; is_live{L}(s) && parent_map[s] != 0 ==>
        slot_window[parent_map[s]].object <= slot_window[s].object
        && end{L}(s) <= end{L}(parent_map[s])
        && (slot_window[parent_map[s]].type == CAP_UNTYPED ==> end{L}(s) <= mark{L}(parent_map[s]));

    predicate memory_nested{L} =
      \forall integer s, u; is_live{L}(s) && is_untyped{L}(u) && overlaps{L}(s, u)
        && rank_map[s] < rank_map[u] ==>
        parent_map[s] == u
        || (parent_map[s] != 0 && overlaps{L}(parent_map[s], u)
            && rank_map[parent_map[s]] < rank_map[u]);

    predicate memory_older{L} =
      \forall integer s, u; is_live{L}(s) && is_untyped{L}(u) && overlaps{L}(s, u)
        && rank_map[u] < rank_map[s] ==>
        slot_window[s].type == CAP_UNTYPED && end{L}(u) <= mark{L}(s);

    predicate memory{L} =
      memory_range{L} && memory_type{L} && memory_free{L} && memory_clean{L} && memory_inside{L}
      && memory_nested{L} && memory_older{L};

    // [a, a + n) was handed out by u and is covered by nothing that u was not derived from.
    predicate fresh{L}(integer u, integer a, integer n) =
      \forall integer v; is_live{L}(v) && meets{L}(v, a, n) ==>
        slot_window[v].type == CAP_UNTYPED && a + n <= mark{L}(v)
        && (v == u || (overlaps{L}(u, v) && rank_map[u] < rank_map[v]));

    // [a, a + n) can become an object of that type.
    predicate ready{L}(integer type, integer a, integer n) =
      is_range(a, n) && n >= 1 && all_type{L}(a, n, CAP_UNTYPED)
      && (type != CAP_UNTYPED && a < GRANULES ==> all_zero{L}(a, n))
      && (GRANULES <= a ==> type == CAP_UNTYPED || type == CAP_FRAME);

    // All that covers some of [a, a + n) is untyped memory that has handed it out.
    predicate handed_out{L}(integer a, integer n) =
      \forall integer v; is_live{L}(v) && meets{L}(v, a, n) ==>
        slot_window[v].type == CAP_UNTYPED && a + n <= mark{L}(v);

    // An object type, and granules that an object of it can have.
    predicate is_object(integer type, integer n) =
      CAP_UNTYPED <= type <= CAP_FRAME && 1 <= n <= DEVICE_END
      && (type == CAP_CNODE ==> 2 <= n)
      && (type == CAP_THREAD ==> n == THREAD_GRANULES)
      && (type == CAP_ENDPOINT || type == CAP_NOTIFICATION ==> n == QUEUE_GRANULES)
      && (type == CAP_REPLY ==> n == REPLY_GRANULES)
      && (type == CAP_SCHED_CONTEXT ==> n == SCHED_CONTEXT_GRANULES)
      && (type == CAP_VSPACE ==> n == VSPACE_GRANULES)
      && (type == CAP_PAGE_TABLE ==> n == PAGE_TABLE_GRANULES)
      && (type == CAP_FRAME ==>
            n == PAGE_GRANULES || n == LARGE_PAGE_GRANULES || n == SECTION_GRANULES);

    // An object that UNTYPED_RETYPE can make, and where.
    predicate is_placed(integer type, integer a, integer n) =
      is_object(type, n) && is_range(a, n)
      && (type == CAP_THREAD ==> a == a / THREAD_GRANULES * THREAD_GRANULES)
      && (type == CAP_ENDPOINT || type == CAP_NOTIFICATION ==>
            a == a / QUEUE_GRANULES * QUEUE_GRANULES)
      && (type == CAP_SCHED_CONTEXT ==> a == a / SCHED_CONTEXT_GRANULES * SCHED_CONTEXT_GRANULES)
      && (type == CAP_VSPACE ==> a == a / VSPACE_GRANULES * VSPACE_GRANULES)
      && (type == CAP_PAGE_TABLE ==> a == a / PAGE_TABLE_GRANULES * PAGE_TABLE_GRANULES)
      && (GRANULES <= a ==> type == CAP_UNTYPED || type == CAP_FRAME);

    // The empty slots [s, s + n).
    predicate empty_slots{L}(integer s, integer n) =
      \forall integer i; s <= i < s + n ==> is_null{L}(i);

    predicate slots{L}(integer s, integer n) =
      0 < s && s + n <= GRANULES && all_type{L}(s, n, CAP_CNODE);

    // Who owns what, what dies, and what threads hold.
    predicate accounts{L} = shapes{L} && owners{L} && loans{L} && dying{L} && held{L};

    // Slots in CNodes that users can name.
    predicate cnode_slots{L}(integer s, integer n) =
      \forall integer i; s <= i < s + n ==> in_cnode{L}(i);

    // What was a capability in slot i is where it was, from where it was.
    predicate stays{L1, L2}(integer i) =
      is_live{L2}(i) && \at(parent_map[i], L2) == \at(parent_map[i], L1)
      && \at(rank_map[i], L2) == \at(rank_map[i], L1)
      && \at(slot_window[i].depth, L2) == \at(slot_window[i].depth, L1);

    predicate nulls_stay{L1, L2}(integer s, integer n) =
      \forall integer i; is_null{L1}(i) && !(s <= i < s + n) ==>
        is_null{L2}(i) && \at(slot_window[i], L2) == \at(slot_window[i], L1);

    predicate nulls_come{L1, L2} =
      \forall integer i; is_null{L2}(i) ==> is_null{L1}(i) || zero_slot{L2}(i);

    predicate lives_come{L1, L2}(integer s, integer n) =
      \forall integer i; is_live{L2}(i) ==> is_live{L1}(i) || s <= i < s + n;

    // Empty slots were filled by [s, s + n) only; there may be more of them, zero.
    predicate nulls_but{L1, L2}(integer s, integer n) =
      nulls_stay{L1, L2}(s, n) && nulls_come{L1, L2} && lives_come{L1, L2}(s, n);

    predicate lives_kept{L1, L2}(integer u, integer s, integer n) =
      \forall integer i; is_live{L1}(i) ==> stays{L1, L2}(i) && !(s <= i < s + n)
        && same_capability{L1, L2}(i, i)
        && (i != u ==> \at(slot_window[i].first, L2) == \at(slot_window[i].first, L1));

    // The slots [s, s + n) were filled from u; all others hold what they held, from where they had it.
    predicate filled{L1, L2}(integer u, integer s, integer n) =
      lives_kept{L1, L2}(u, s, n) && nulls_but{L1, L2}(s, n);

    // The same, save the watermark of u.
    predicate grown{L1, L2}(integer u, integer s, integer n) =
      (\forall integer i; is_live{L1}(i) ==> stays{L1, L2}(i) && !(s <= i < s + n)
         && (i != u ==> same_capability{L1, L2}(i, i)
             && \at(slot_window[i].first, L2) == \at(slot_window[i].first, L1)))
      && nulls_but{L1, L2}(s, n)
      && is_untyped{L2}(u)
      && \at(slot_window[u].rights, L2) == \at(slot_window[u].rights, L1)
      && \at(slot_window[u].object, L2) == \at(slot_window[u].object, L1)
      && \at(slot_window[u].size, L2) == \at(slot_window[u].size, L1);

    // Outside of [a, a + n) all is of the type that it was, and whose it was.
    predicate types_but{L1, L2}(integer a, integer n) =
      \forall integer g; 0 <= g < LINE_END && !(a <= g < a + n) ==>
        \at(type_map[g], L2) == \at(type_map[g], L1)
        && \at(owner_map[g], L2) == \at(owner_map[g], L1);

    // What was of a type has the owner that it had.
    predicate owners_stay{L1, L2} =
      \forall integer g; 0 <= g < LINE_END && \at(type_map[g], L1) != CAP_UNTYPED ==>
        \at(owner_map[g], L2) == \at(owner_map[g], L1);

    // The objects that the slots [s, s + n) hold lie in [a, b), and are theirs.
    predicate owned_by{L}(integer s, integer n, integer a, integer b) =
      \forall integer v, g; s <= v < s + n && covers{L}(v, g) ==> owner_map[g] == v && a <= g < b;

    // They make up [a, b).
    predicate owned_all{L}(integer s, integer n, integer a, integer b) =
      \forall integer g; a <= g < b ==> s <= owner_map[g] < s + n && covers{L}(owner_map[g], g);

    predicate owned{L}(integer s, integer n, integer a, integer b) =
      owned_by{L}(s, n, a, b) && owned_all{L}(s, n, a, b);

    // The slots [s, s + n) hold objects that lie side by side from a, made of u.
    predicate made{L}(integer u, integer s, integer n, integer type, integer a, integer size) =
      \forall integer i; s <= i < s + n ==>
        is_live{L}(i) && parent_map[i] == u
        && slot_window[i].type == type
        && slot_window[i].rights == (RIGHT_ALL | RIGHT_OWN)
        && slot_window[i].object == a + (i - s) * size && slot_window[i].size == size
        && slot_window[i].word0 == 0 && slot_window[i].word1 == 0;

    // Threads that were none before are zero and lie in [a, b).
    predicate new_threads{L1, L2}(integer a, integer b) =
      \forall integer t; is_thread{L2}(t) ==> is_thread{L1}(t)
        || (zero_waiter{L2}(t) && a <= t * THREAD_GRANULES && (t + 1) * THREAD_GRANULES <= b);

    // No slot was filled or emptied; there may be more of them, zero.
    predicate kept{L1, L2} =
      (\forall integer i; is_live{L1}(i) ==> is_live{L2}(i)
         && \at(slot_window[i], L2) == \at(slot_window[i], L1))
      && nulls_but{L1, L2}(0, 0);
*/
#endif

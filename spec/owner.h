// SPDX-License-Identifier: Apache-2.0
/*
 * Shapes and owners: what a capability to an object covers, and to whom each
 * object belongs.  ACSL only; included by kernel/cdt.h, which declares the ghost
 * state:
 *
 *   owner_map[g]   the slot of the capability that owns the object at point g;
 *                  0: none; OWNER_KERNEL: it is the kernel's own, for good
 *
 * Exactly one capability with RIGHT_OWN stands for each object; the others to it
 * are loans, derived from that one.  So an object lives as long as its owner,
 * and memory that is of some type has an owner, or is the kernel's, or lies in
 * a CNode that is being emptied.  A loan has no right that its source has not,
 * and its badge if that has one: `loans`.
 */
#ifndef WRIT_SPEC_OWNER_H
#define WRIT_SPEC_OWNER_H

#define OWNER_KERNEL 0xffffffffu

/*@ // The symbol of spec/capability.mlw: spec/writ.driver says so to WP.
    axiomatic Rights {
      predicate no_wider(integer r1, integer r2) reads \nothing;
    }

    logic integer end{L}(integer s) = slot_window[s].object + slot_window[s].size;

    predicate owns{L}(integer s) = slot_window[s].rights >= RIGHT_OWN;

    // Slot s holds a capability to an object: to anything but untyped memory.
    predicate is_object_cap{L}(integer s) = is_live{L}(s) && slot_window[s].type != CAP_UNTYPED;

    // n points from a, where a multiple of n is, in RAM.
    predicate is_block(integer a, integer n, integer size) =
      n == size && 0 < a && a % n == 0 && a + n <= GRANULES;

    // A capability of this type can cover n points from a.
    predicate shape(integer type, integer a, integer n) =
      CAP_UNTYPED <= type <= CAP_MACHINE
      && (type == CAP_UNTYPED ==> 1 <= n
            && ((0 < a && a + n <= GRANULES) || (GRANULES <= a && a + n <= DEVICE_END)))
      && (type == CAP_CNODE ==> 2 <= n && 0 < a && a + n <= GRANULES)
      && (type == CAP_THREAD ==> is_block(a, n, THREAD_GRANULES))
      && (type == CAP_ENDPOINT ==> is_block(a, n, QUEUE_GRANULES))
      && (type == CAP_NOTIFICATION ==> is_block(a, n, QUEUE_GRANULES))
      && (type == CAP_REPLY ==> is_block(a, n, REPLY_GRANULES))
      && (type == CAP_SCHED_CONTEXT ==> is_block(a, n, SCHED_CONTEXT_GRANULES))
      && (type == CAP_VSPACE ==> is_block(a, n, VSPACE_GRANULES))
      && (type == CAP_PAGE_TABLE ==> is_block(a, n, PAGE_TABLE_GRANULES))
      && (type == CAP_FRAME ==>
            (n == PAGE_GRANULES || n == LARGE_PAGE_GRANULES || n == SECTION_GRANULES)
            && ((0 < a && a + n <= GRANULES) || (GRANULES <= a && a + n <= DEVICE_END)))
      && (type == CAP_IRQ_HANDLER ==> n == 1 && DEVICE_END < a && a < MACHINE_POINT)
      && (type == CAP_MACHINE ==> n == 1 && a == MACHINE_POINT);

    predicate shapes{L} = \forall integer s; is_live{L}(s) ==>
      shape(slot_window[s].type, slot_window[s].object, slot_window[s].size);

    // Point g lies in what slot s covers.
    predicate covers{L}(integer s, integer g) = slot_window[s].object <= g < end{L}(s);

    // Both are to the same object.
    predicate same_object{L}(integer s, integer t) =
      slot_window[s].type == slot_window[t].type && slot_window[s].object == slot_window[t].object
      && slot_window[s].size == slot_window[t].size;

    // Slot o holds the owner of the object that s is a capability to.
    predicate is_owner{L}(integer o, integer s) =
      is_object_cap{L}(o) && owns{L}(o) && same_object{L}(o, s);

    // Every object that there is a capability to has an owner; an owner is its own.
    predicate owners_caps{L} = \forall integer s; is_object_cap{L}(s) ==>
      is_owner{L}(owner_map[slot_window[s].object], s)
      && (owns{L}(s) ==> owner_map[slot_window[s].object] == s);

    // All of an object has one owner.
    predicate owners_range{L} = \forall integer s, g; is_object_cap{L}(s)
      && covers{L}(s, g) ==> owner_map[g] == owner_map[slot_window[s].object];

    // A loan was derived from a capability to the same object.
    predicate owners_loans{L} = \forall integer s; is_object_cap{L}(s) && !owns{L}(s) ==>
      parent_map[s] != 0 && is_object_cap{L}(parent_map[s]) && same_object{L}(parent_map[s], s);

    // Every right that a loan has, the capability that it was derived from has too.
    predicate loans_rights{L} = \forall integer s; is_object_cap{L}(s) && !owns{L}(s) ==>
      no_wider(slot_window[parent_map[s]].rights, slot_window[s].rights);

    // Words of endpoint and notification capabilities are a badge; 0 0: none.
    predicate has_badge(integer type) = type == CAP_ENDPOINT || type == CAP_NOTIFICATION;

    predicate is_badged{L}(integer s) = slot_window[s].word0 != 0 || slot_window[s].word1 != 0;

    // A badge, once set, is that of all that is derived.
    predicate loans_badges{L} = \forall integer s; is_object_cap{L}(s) && !owns{L}(s)
      && has_badge(slot_window[s].type) && is_badged{L}(parent_map[s]) ==>
      slot_window[s].word0 == slot_window[parent_map[s]].word0
      && slot_window[s].word1 == slot_window[parent_map[s]].word1;

    predicate loans{L} = loans_rights{L} && loans_badges{L};

    // Where there is an object, there is an owner.
    predicate owners_live{L} = \forall integer g; 0 < g < DEVICE_END && type_map[g] != CAP_UNTYPED ==>
      owner_map[g] == OWNER_KERNEL
      || (g < GRANULES && owner_map[g] == 0 && dying_map[g] != 0)
      || (is_object_cap{L}(owner_map[g]) && owns{L}(owner_map[g]) && covers{L}(owner_map[g], g));

    // No capability reaches what is the kernel's own.
    predicate owners_kernel{L} = \forall integer s, g; is_live{L}(s)
      && covers{L}(s, g) ==> owner_map[g] != OWNER_KERNEL;

    // Slot s lies in a thread.
    predicate in_thread{L}(integer s) =
      0 < s && s % THREAD_GRANULES < THREAD_SLOTS && is_thread{L}(s / THREAD_GRANULES);

    // Threads of the kernel's own are so with their slots.
    predicate owners_idle{L} = \forall integer s; in_thread{L}(s)
      && owner_map[s / THREAD_GRANULES * THREAD_GRANULES + THREAD_SLOTS] == OWNER_KERNEL ==>
      owner_map[s] == OWNER_KERNEL;

    predicate owners{L} =
      owners_caps{L} && owners_range{L} && owners_loans{L} && owners_live{L} && owners_kernel{L}
      && owners_idle{L};

    // Slot s lies in a CNode that a capability covers, and is not its slot 0: what a user can name.
    predicate in_cnode{L}(integer s) =
      is_slot{L}(s) && is_object_cap{L}(owner_map[s]) && slot_window[owner_map[s]].type == CAP_CNODE
      && slot_window[owner_map[s]].object < s < end{L}(owner_map[s]);

    // Objects are typed as a whole.
    predicate whole_threads{L} = \forall integer t, g; is_thread{L}(t)
      && t * THREAD_GRANULES <= g < (t + 1) * THREAD_GRANULES ==>
      type_map[g] == (g < t * THREAD_GRANULES + THREAD_SLOTS ? CAP_CNODE : CAP_THREAD);

    predicate whole_queues{L} = \forall integer q, g; is_queue{L}(q)
      && q * QUEUE_GRANULES <= g < (q + 1) * QUEUE_GRANULES ==>
      type_map[g] == type_map[q * QUEUE_GRANULES];

    predicate whole_contexts{L} = \forall integer c, g; is_sched_context{L}(c)
      && c * SCHED_CONTEXT_GRANULES <= g < (c + 1) * SCHED_CONTEXT_GRANULES ==>
      type_map[g] == CAP_SCHED_CONTEXT;

    predicate whole_vspaces{L} = \forall integer v, g; is_vspace{L}(v)
      && v * VSPACE_GRANULES <= g < (v + 1) * VSPACE_GRANULES ==> type_map[g] == CAP_VSPACE;

    predicate whole_tables{L} = \forall integer p, g; is_page_table{L}(p)
      && p * PAGE_TABLE_GRANULES <= g < (p + 1) * PAGE_TABLE_GRANULES ==>
      type_map[g] == CAP_PAGE_TABLE;

    predicate whole{L} =
      whole_threads{L} && whole_queues{L} && whole_contexts{L} && whole_vspaces{L}
      && whole_tables{L};
*/
#endif

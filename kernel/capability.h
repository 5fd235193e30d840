// SPDX-License-Identifier: Apache-2.0
/*
 * Capabilities in slots, with all that the kernel knows of them kept true: the
 * tree of cdt.h, what they cover (untyped.h) and to whom objects belong.
 * Invariant: `core` in spec/core.h.
 */
#ifndef WRIT_KERNEL_CAPABILITY_H
#define WRIT_KERNEL_CAPABILITY_H

#include "untyped.h"
#include "vspace.h"
#include "../spec/core.h"

/* Puts a loan of the capability in slot `from` into the empty slot `to`.
   TOO_DEEP: `from` is a copy of too many copies; nothing changes. */
/*@ requires core: core;
    requires from: is_object_cap(from);
    requires to: is_null(to) && dying_map[to] == 0;
    requires loan: is_loan_of(from, c);
    requires clock: cdt_clock > INT64_MIN;
    assigns slot_window[to], slot_window[from].first,
            slot_window[slot_window[from].first].prev, slot_window[slot_window[from].first].up,
            parent_map[to], rank_map[to], cdt_clock;
    ensures core: core;
    ensures status: \result == (\old(slot_window[from].depth) < DERIVATION_DEPTH_MAX
                                ? STATUS_OK : STATUS_TOO_DEEP);
    ensures loan: \result == STATUS_OK ==> is_live(to) && holds(to, c) && slot_window[to].first == 0
        && parent_map[to] == from;
    ensures newest: \result == STATUS_OK ==>
        rank_map[to] == \old(cdt_clock) && cdt_clock == \old(cdt_clock) - 1;
    ensures others: slots_stay_but{Pre, Post}(to);
    ensures first: \forall integer i; 0 <= i < GRANULES && i != from && i != to ==>
        slot_window[i].first == \old(slot_window[i].first);
    ensures unchanged: \result != STATUS_OK ==> slot_stays{Pre, Post}(to); */
enum status capability_lend(uint32_t from, uint32_t to, struct capability c);

/* Empties a slot from whose capability nothing was derived, and that owns no object. */
/*@ requires core: core;
    requires leaf: is_live(s) && slot_window[s].first == 0;
    requires loan: slot_window[s].type == CAP_UNTYPED || !owns(s);
    assigns slot_window[s], slot_window[slot_window[s].next].prev,
            slot_window[slot_window[s].next].up, slot_window[slot_window[s].prev].next,
            slot_window[slot_window[s].prev].first, parent_map[s];
    ensures core: core;
    ensures empty: zero_slot(s) && parent_map[s] == 0;
    ensures others: slots_stay_but{Pre, Post}(s); */
void capability_remove(uint32_t s);

/* The capability in slot `from`, with all that was derived from it, is in slot `to`, which
   was empty; links of a mapping name it where it was: vspace_relink is the caller's business. */
/*@ requires core: core;
    requires from: is_live(from);
    requires to: is_null(to) && dying_map[to] == 0;
    assigns slot_window[from], slot_window[to], slot_window[slot_window[from].next].prev,
            slot_window[slot_window[from].prev].next, slot_window[slot_window[from].prev].first,
            slot_window[slot_window[from].first].prev,
            parent_map[0 .. GRANULES - 1], rank_map[to], owner_map[0 .. LINE_END - 1];
    ensures core: core;
    ensures moved: is_live(to) && slot_window[to] == \old(slot_window[from]);
    ensures empty: zero_slot(from);
    ensures place: parent_map[to] == \old(parent_map[from]) && rank_map[to] == \old(rank_map[from]);
    ensures children: \forall integer i; 0 <= i < GRANULES && i != from && i != to ==>
        same_capability{Pre, Post}(i, i)
        && parent_map[i] == renamed(\old(parent_map[i]), from, to)
        && rank_map[i] == \old(rank_map[i]);
    ensures firsts: \forall integer i; is_live{Pre}(i) && i != from ==>
        (slot_window[i].first != 0 <==> \old(slot_window[i].first) != 0);
    ensures kernels: \forall integer g; 0 <= g < LINE_END ==>
        (owner_map[g] == OWNER_KERNEL <==> \old(owner_map[g]) == OWNER_KERNEL); */
void capability_move(uint32_t from, uint32_t to);

/* The capability in slot s, which names a CNode, endpoint or notification, gets these words: a
   guard, or the first badge, while nothing was derived from it. */
/*@ requires core: core;
    requires slot: is_live(s) && (slot_window[s].type == CAP_CNODE || has_badge(slot_window[s].type));
    requires badge: has_badge(slot_window[s].type) ==> !is_badged(s) && slot_window[s].first == 0;
    assigns slot_window[s].word0, slot_window[s].word1;
    ensures core: core;
    ensures words: slot_window[s].word0 == word0 && slot_window[s].word1 == word1; */
void capability_mark(uint32_t s, uint32_t word0, uint32_t word1);

/*@ ghost
  /@ requires core: core;
     requires slot: in_cnode(s);
     assigns \nothing;
     ensures apart: !in_thread(s) && dying_map[s] == 0 && owner_map[s] != OWNER_KERNEL; @/
  void in_cnode_apart(uint32_t s);
*/

// What a capability names is of its type.
/*@ ghost
  /@ requires core: core;
     requires object: is_object_cap(s);
     assigns \nothing;
     ensures named: type_map[slot_window[s].object]
       == type_at(slot_window[s].type, slot_window[s].object, slot_window[s].object); @/
  void object_named(uint32_t s);
*/

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * The derivation tree: which capability was derived from which.
 *
 * Every slot that is not null is a node.  `first` names a child; children are
 * chained by `next`; `prev` goes back, and from the first child (up == 1) it
 * names the parent, so a capability moves in constant time however many
 * children it has.  Parents of the others exist only as ghost state.
 *
 *          parent                    depth 0
 *         first |  ^ prev, up = 1
 *               v  |
 *              child <-- prev, next --> child      depth 1
 *
 * `rank_map` orders slots by age (a newer capability ranks lower), which makes
 * the tree free of cycles and "has no child" the same as first == 0.
 * Invariant: `cdt` in spec/cdt.h; every function here keeps it.
 */
#ifndef WRIT_KERNEL_CDT_H
#define WRIT_KERNEL_CDT_H

#include "object.h"
#include "status.h"

/* What a slot says, without its place in the tree. */
struct capability {
	uint8_t type;     /* CAP_ */
	uint8_t rights;   /* RIGHT_ */
	uint32_t object;  /* first granule on the number line */
	uint32_t size;    /* granules covered */
	uint32_t word0;   /* by type: see struct slot */
	uint32_t word1;
};

/*@ ghost uint32_t parent_map[GRANULES]; */ /* the slot that a slot was derived from, 0: none */
/*@ ghost int64_t rank_map[GRANULES]; */    /* falls with the time of creation */
/*@ ghost int64_t cdt_clock; */             /* the next rank; 2^63 insertions never happen */

#include "../spec/cdt.h"

/*@ ghost uint32_t owner_map[LINE_END]; */   /* who owns the object at a point: a slot, or OWNER_KERNEL */
/*@ ghost uint32_t dying_map[GRANULES]; */   /* the first slot of the dying CNode that a slot lies in, 0: none */
/*@ ghost uint32_t dying_stack[GRANULES]; */ /* the dying CNodes in order, from 1 */
/*@ ghost uint32_t dying_index[GRANULES]; */ /* where a dying CNode stands in that order */
/*@ ghost uint32_t dying_count; */

#include "../spec/owner.h"
#include "../spec/dying.h"

/* Puts a capability that was derived from none into an empty slot. */
/*@ requires tree: cdt;
    requires empty: is_null(s) && c.type != CAP_NULL;
    requires clock: cdt_clock > INT64_MIN;
    assigns slot_window[s], rank_map[s], cdt_clock;
    ensures tree: cdt;
    ensures filled: holds(s, c) && slot_window[s].first == 0;
    ensures clock: cdt_clock == \old(cdt_clock) - 1 && rank_map[s] == \old(cdt_clock); */
void cdt_insert_root(uint32_t s, struct capability c);

/* Puts a capability that is derived from the one in `parent` into an empty slot. */
/*@ requires tree: cdt;
    requires parent: is_live(parent) && slot_window[parent].depth < DERIVATION_DEPTH_MAX;
    requires empty: is_null(s) && c.type != CAP_NULL;
    requires clock: cdt_clock > INT64_MIN;
    assigns slot_window[s], slot_window[parent].first,
            slot_window[slot_window[parent].first].prev, slot_window[slot_window[parent].first].up,
            parent_map[s], rank_map[s], cdt_clock;
    ensures tree: cdt;
    ensures filled: holds(s, c) && slot_window[s].first == 0;
    ensures child: parent_map[s] == parent;
    ensures clock: cdt_clock == \old(cdt_clock) - 1 && rank_map[s] == \old(cdt_clock); */
void cdt_insert_child(uint32_t parent, uint32_t s, struct capability c);

/* The capability, with all that was derived from it, changes its slot. */
/*@ requires tree: cdt;
    requires source: is_live(from);
    requires empty: is_null(to);
    assigns slot_window[from], slot_window[to], slot_window[slot_window[from].next].prev,
            slot_window[slot_window[from].prev].next, slot_window[slot_window[from].prev].first,
            slot_window[slot_window[from].first].prev,
            parent_map[0 .. GRANULES - 1], rank_map[to];
    ensures tree: cdt;
    ensures moved: slot_window[to] == \old(slot_window[from]);
    ensures gone: zero_slot(from);
    ensures first: \forall integer i; is_live{Pre}(i) && i != from ==>
              slot_window[i].first == renamed(\old(slot_window[i].first), from, to);
    ensures place: parent_map[to] == \old(parent_map[from])
              && rank_map[to] == \old(rank_map[from]);
    ensures children: \forall integer i; 0 <= i < GRANULES && i != from && i != to ==>
              parent_map[i] == (\old(parent_map[i]) == from ? to : \old(parent_map[i])); */
void cdt_move(uint32_t from, uint32_t to);

/* Takes a capability out from which nothing is derived. */
/*@ requires tree: cdt;
    requires leaf: is_live(s) && slot_window[s].first == 0;
    assigns slot_window[s], slot_window[slot_window[s].next].prev,
            slot_window[slot_window[s].next].up, slot_window[slot_window[s].prev].next,
            slot_window[slot_window[s].prev].first, parent_map[s];
    ensures tree: cdt;
    ensures gone: zero_slot(s) && parent_map[s] == 0; */
void cdt_remove(uint32_t s);

/* The first of the capabilities derived from s, or s, from which nothing is derived. */
/*@ requires tree: cdt;
    requires live: is_live(s);
    assigns \nothing;
    ensures leaf: is_live(\result) && slot_window[\result].first == 0;
    ensures derived: derived(s, \result);
    ensures self: \result == s <==> slot_window[s].first == 0; */
uint32_t cdt_leaf(uint32_t s);

/*@ ghost
  /@ requires tree: cdt;
     requires live: is_live(s);
     assigns \nothing;
     ensures exact: slot_window[s].first == 0 <==> is_childless(s); @/
  void cdt_childless(uint32_t s);
*/

#endif

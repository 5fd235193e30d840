// SPDX-License-Identifier: Apache-2.0
/*
 * CSpace lookup.  A CSpace is a tree of CNodes; an address is read from its top
 * bits: each CNode takes its guard's bits, which must match, then as many bits
 * as say which slot.  The walk ends when all `depth` bits are used.
 *
 *     index  | guard | slot number | guard | slot number |
 *            |<-------------- depth bits --------------->|
 *
 * Slot 0 of a CNode is the kernel's: no address leads to it.
 */
#ifndef WRIT_KERNEL_CSPACE_H
#define WRIT_KERNEL_CSPACE_H

#include "capability.h"
#include "bits.h"
#include "../spec/cspace.h"

/* A slot, and how many slots its CNode has from there on; slot 0 for none. */
struct lookup {
	uint32_t slot;
	uint32_t room;
};

/* The slot that all bits of `index` name when the CNode of the capability in slot `root` is the only one
   on the way; 0 if there is none or the way is longer. */
/*@ requires core: core;
    requires root: is_slot(root);
    assigns \nothing;
    ensures inside: \result != 0 ==> in_cnode(\result);
    ensures near: \result != 0 ==> slot_window[root].type == CAP_CNODE
        && slot_window[root].object < \result < end(root);
    ensures found: \result != 0 ==>
        \forall integer s; names(root, index, 32, CSPACE_LEVELS_MAX, s) <==> s == \result; */
uint32_t cspace_near(uint32_t root, uint32_t index);

/* The slot that `depth` bits of `index` name, starting at the CNode capability in slot `root`. */
/*@ requires core: core;
    requires root: is_slot(root);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures inside: \result.slot != 0 ==> is_slots(\result.slot, \result.room)
        && in_cnodes(\result.slot, \result.room);
    ensures room: \result.slot != 0 ==> \result.slot + \result.room == end(owner_map[\result.slot]);
    ensures found: \forall integer s; names(root, index, depth, CSPACE_LEVELS_MAX, s)
        <==> s == \result.slot && s != 0; */
struct lookup cspace_lookup(uint32_t root, uint32_t index, uint32_t depth);

/* The slot that a thread means by a capability address, 0 if there is none. */
/*@ requires core: core;
    requires thread: is_thread(t);
    requires slot: is_slot(t * THREAD_GRANULES + THREAD_SLOT_CSPACE);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures slot: \result != 0 ==> in_cnode(\result);
    ensures found: \forall integer s; address_of(t, address, s) <==> s == \result && s != 0; */
uint32_t cspace_slot(uint32_t t, uint32_t address);

/* The slot of the CNode capability that a thread means by `root`, which is an address, or 0 for
   its own CSpace; 0 if there is none. */
/*@ requires core: core;
    requires thread: is_thread(t);
    requires slot: is_slot(t * THREAD_GRANULES + THREAD_SLOT_CSPACE);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures cnode: \result != 0 ==> is_slot(\result) && slot_window[\result].type == CAP_CNODE;
    ensures own: root == 0 ==> \result == (slot_window[t * THREAD_GRANULES + THREAD_SLOT_CSPACE].type == CAP_CNODE
        ? t * THREAD_GRANULES + THREAD_SLOT_CSPACE : 0);
    ensures named: root != 0 && \result != 0 ==> in_cnode(\result);
    ensures found: root != 0 ==> \forall integer s; address_of(t, root, s) && slot_window[s].type == CAP_CNODE
        <==> s == \result && s != 0; */
uint32_t cspace_root(uint32_t t, uint32_t root);

#endif

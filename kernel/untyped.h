// SPDX-License-Identifier: Apache-2.0
/*
 * Untyped memory: the only source of kernel objects and frames.
 *
 *     object           object + word0      object + word1     object + size
 *     |-- handed out --|-- free, zeroed --|-- free, unknown --|
 *
 * Objects are taken from the watermark (word0) upwards.  Memory is zeroed before
 * it changes its type, at most CLEAR_GRANULES in one go; `clean` (word1) says
 * how far that has come, so a call that restarts goes on where it stopped.
 * Invariant: `memory` in spec/untyped.h.
 */
#ifndef WRIT_KERNEL_UNTYPED_H
#define WRIT_KERNEL_UNTYPED_H

#include "cdt.h"
#include "machine.h"
#include "../spec/untyped.h"

/* Granules of an object of that CAP_ type; 0 if type or size are none. */
/*@ assigns \nothing;
    ensures granules: \result == spec_object_granules(type, size);
    ensures object: \result != 0 ==> is_object(type, \result); */
uint32_t object_granules(uint32_t type, uint32_t size);

/* What the first granule of an object is a multiple of. */
/*@ assigns \nothing;
    ensures alignment: \result == spec_object_alignment(type, granules); */
uint32_t object_alignment(uint32_t type, uint32_t granules);

/* Makes n objects of `granules` each from the untyped memory that slot u holds, and fills
   the empty slots dst .. dst + n - 1 with them.  Memory of which nothing is left counts as
   free again, once no CNode is being emptied.  STATUS_RESTART: zeroing goes on, or waits for
   the dying CNodes; the call is to be made again. */
/*@ requires invariant: cdt && memory && whole && accounts;
    requires untyped: is_untyped(u);
    requires object: is_object(type, granules);
    requires window: 1 <= n <= RETYPE_MAX && slots(dst, n) && cnode_slots(dst, n);
    requires clock: cdt_clock - RETYPE_MAX >= INT64_MIN;
    requires budget: RETYPE_STEPS <= steps_left;
    assigns RETYPE_STATE, machine, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= RETYPE_STEPS;
    ensures tree: cdt;
    ensures memory: memory;
    ensures whole: whole;
    ensures accounts: accounts;
    ensures windows: windows_grown{Pre, Post};
    ensures status: \result == STATUS_OK || \result == STATUS_RESTART
              || \result == STATUS_INVALID_ARGUMENT || \result == STATUS_TOO_DEEP
              || \result == STATUS_OCCUPIED || \result == STATUS_NO_MEMORY;
    ensures types: \result == STATUS_OK ==>
              types_but{Pre, Post}(mark(u) - n * granules, n * granules);
    ensures same_types: \result != STATUS_OK ==> types_but{Pre, Post}(0, 0);
    ensures owners: owners_stay{Pre, Post};
    ensures device: \result == STATUS_INVALID_ARGUMENT <==>
              \old(slot_window[u].object) >= GRANULES && type != CAP_FRAME && type != CAP_UNTYPED;
    ensures occupied: \result == STATUS_OK ==> \old(empty_slots(dst, n));
    ensures grown: \result == STATUS_OK ==> grown{Pre, Post}(u, dst, n);
    ensures waiting: \result == STATUS_RESTART ==> grown{Pre, Post}(u, 0, 0);
    ensures made: \result == STATUS_OK ==>
              made(u, dst, n, type, mark(u) - n * granules, granules)
              && (mark(u) - n * granules) % spec_object_alignment(type, granules) == 0;
    ensures unchanged: \result != STATUS_OK && \result != STATUS_RESTART ==>
              (\forall integer i; 0 <= i < GRANULES ==> slot_window[i] == \old(slot_window[i])
                && parent_map[i] == \old(parent_map[i]) && rank_map[i] == \old(rank_map[i]))
              && (\forall integer g; 0 <= g < LINE_END ==> type_map[g] == \old(type_map[g])); */
enum status untyped_retype(uint32_t u, uint32_t type, uint32_t granules, uint32_t n, uint32_t dst);

#endif

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
enum status untyped_retype(uint32_t u, uint32_t type, uint32_t granules, uint32_t n, uint32_t dst);

#endif

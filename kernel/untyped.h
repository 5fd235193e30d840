// SPDX-License-Identifier: Apache-2.0
/*
 * Untyped memory: the only source of kernel objects and frames.
 *
 *     object        object + word0      object + word1     object + size
 *     |-- handed out --|-- free, zeroed --|-- free, unknown --|
 *
 * Objects are taken from the watermark (word0) upwards.  Memory is zeroed before
 * it changes its type, at most CLEAR_GRANULES in one go; `clean` (word1) says
 * how far that has come, so a call that restarts goes on where it stopped.
 */
#ifndef WRIT_KERNEL_UNTYPED_H
#define WRIT_KERNEL_UNTYPED_H

#include "cdt.h"

uint32_t object_granules(uint32_t type, uint32_t size);
uint32_t object_alignment(uint32_t type, uint32_t granules);
enum status untyped_retype(uint32_t u, uint32_t type, uint32_t granules, uint32_t n, uint32_t dst);

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * From the machine as start.S leaves it to the root task's first instruction.
 *
 * Boot makes one untyped capability of all free RAM and builds the root task's
 * objects from it with the same functions that system calls use; the owners that
 * the root task must not lose stay in the kernel's own boot slots.
 */
#ifndef WRIT_KERNEL_BOOT_H
#define WRIT_KERNEL_BOOT_H

#include "object.h"

/* Memory inside the kernel's image that holds its own objects, aligned to 1 KiB:
   the idle thread (32 granules), the run queue (16), BOOT_SLOTS slots (16). */
#define BOOT_OBJECT_GRANULES 64u

/* Builds the root task and returns the thread to run: `objects` is the granule of the
   kernel's own objects, all zero, and `image` that of the boot image (page aligned); RAM
   from the image's end up to granule `end`, and [1 page, low_end), is free.  A boot image
   that is not one, or too large, stops the machine with a line that says so. */
/*@ requires objects: 0 < objects && objects % THREAD_GRANULES == 0
        && objects + BOOT_OBJECT_GRANULES <= image;
    requires image: image % PAGE_GRANULES == 0 && image < end <= GRANULES;
    requires low: low_end <= objects;
    ensures current: \result == kernel.current;
    ensures queue: is_queue(kernel.run_queue);
    ensures idle: is_thread(kernel.idle); */
uint32_t boot(uint32_t objects, uint32_t image, uint32_t end, uint32_t low_end);

#endif

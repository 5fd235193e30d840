// SPDX-License-Identifier: Apache-2.0
/*
 * Time, for the root tasks of tests/qemu.
 *
 * A program cannot read the machine's clock.  But all time is somebody's while nobody
 * idles, so that what all have consumed is the clock; and who has used up its budget
 * sleeps until its refill, exactly a period after it began.
 */
#ifndef TEST_CLOCK_H
#define TEST_CLOCK_H

#include "check.h"

#define SLACK 30u /* microseconds: the way into the kernel when time is up, and its calls */

/* What a scheduling context has used, in counts of the machine's clock and in microseconds. */
uint64_t consumed(uint32_t context);
uint32_t used(uint32_t context);

/* So many microseconds in each period. */
void give(uint32_t context, uint32_t budget, uint32_t period);

/* A thread of the lowest priority, which runs while nobody else can. */
extern struct worker background;
void background_begin(void);
void background_end(void);

/* So many microseconds pass, of which the root task runs the first hundred; meanwhile the other runs. */
void sleep_beside(const struct worker *other, uint32_t microseconds);

/* Is it that, to SLACK?  If not, it is said. */
bool about(uint32_t value, uint32_t expected);

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * What the measurements share: a call's count, and the line that tells it.
 */
#ifndef BENCH_H
#define BENCH_H

#include "check.h"

#define NO_NUMBER 0xffffffffu
#define SLOTS_MANY 1024u

struct stamps {
	uint32_t before;
	uint32_t after;
};

/* Empty slots of the root CNode, SLOTS_MANY in a row. */
extern uint32_t slots;

/* Untyped memory that has been used, and of which nothing is left: what is made of it has to
   be zeroed. */
extern uint32_t memory;

void bench_trap(struct writ_registers *registers, struct stamps *stamps);

/* `bench <name>_<number> <count>`, or without a number. */
void report(const char *name, uint32_t number, uint32_t count);

/* An invocation's count; it has to succeed. */
#define COUNTED(capability, operation, ...) \
	counted_invocation(capability, operation, (const uint32_t[8]){__VA_ARGS__})
uint32_t counted_invocation(uint32_t capability, uint32_t operation, const uint32_t a[8]);

static inline uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Objects of every type: objects.c. */
void bench_objects(void);

#endif

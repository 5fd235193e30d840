// SPDX-License-Identifier: Apache-2.0
/*
 * For tests of capabilities: what slots hold, and threads with a CSpace of their own.
 */
#ifndef TEST_SPACE_H
#define TEST_SPACE_H

#include "check.h"

/* Slot i of a CNode of 2^radix slots, without a guard. */
#define IN(cnode, radix, i) ((struct writ_slot){(cnode), (i), (radix)})

/* What the slot holds; the check fails if it cannot be looked at. */
struct writ_inspection look_at(struct writ_slot slot);
static inline struct writ_inspection look(uint32_t slot) { return look_at(AT(slot)); }

/* All slots but slot 0 of a CNode of 2^radix slots, and the first ones of the root CNode. */
#define PICTURE_RADIX_MAX 5u
#define PICTURE_ROOT 96u
struct picture {
	struct writ_inspection slots[1u << PICTURE_RADIX_MAX];
	struct writ_inspection root[PICTURE_ROOT];
	uint32_t cnode, radix, first;
};
void picture_take(struct picture *picture, uint32_t cnode, uint32_t radix, uint32_t first);
/* Does everything look as it did? */
bool picture_same(const struct picture *picture);

/*
 * A thread of the root task's address space in another CSpace.  It runs only when it is told
 * to, makes that one call, and stops with an undefined instruction.
 */
struct actor {
	struct worker worker;
	uint32_t arguments[2]; /* r0, r1 and sp, lr, pc of its start */
	uint32_t start[3];
	struct writ_registers call;
};
/* `cspace` is the capability that its CSpace is lent from; 0 for none. */
void actor_new(struct actor *actor, uint32_t cspace);
void actor_end(struct actor *actor);
/* The call's answer; NO_ANSWER if the thread did not come back from it. */
#define NO_ANSWER 0xdeadbeefu
uint32_t actor_call(struct actor *actor, uint32_t call, uint32_t capability);
/* ACT(actor, capability, operation, arguments...) */
uint32_t actor_invoke(struct actor *actor, uint32_t capability, uint32_t operation,
                      const uint32_t arguments[8]);
#define ACT(actor, capability, operation, ...) \
	actor_invoke(actor, capability, operation, (const uint32_t[8]){__VA_ARGS__})
/* A CNode of 2^radix slots whose addresses are slot numbers: the guarded loan of it. */
uint32_t cspace_new(uint32_t cnode, uint32_t radix);

#endif

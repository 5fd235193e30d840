// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's invariant, written once in C: what holds between any two
 * entries.  It is a list of named parts, each of which looks at the kernel's
 * memory alone (and at what the fake machine was told), so that a broken part
 * tells what is wrong, and with which slot, thread, queue ...
 *
 *   invariant_tree.c     slots, the derivation tree, untyped memory
 *   invariant_wait.c     queues, threads and what they wait on
 *   invariant_time.c     scheduling contexts, budgets, whose time passes
 *   invariant_space.c    translation tables, interrupts, the machine
 */
#ifndef WRIT_HOST_INVARIANT_H
#define WRIT_HOST_INVARIANT_H

#include "inventory.h"

struct invariant_part {
	const char *name;
	int (*holds)(void);   /* 0: `broken` says what is not so */
};

struct broken {
	const char *part;
	const char *what;
	uint32_t number;      /* of the slot, thread, ... that it is about */
};
extern struct broken broken;

extern const struct invariant_part invariant_parts_tree[];
extern const struct invariant_part invariant_parts_wait[];
extern const struct invariant_part invariant_parts_time[];
extern const struct invariant_part invariant_parts_space[];

/* Every part holds; else 0, and `broken` names the first that does not.  Free memory being
   zero is looked at only if `memory` is not 0, for that takes long. */
int invariant_holds(int memory);
/* The same, but a broken part ends the test. */
void invariant_check(void);

/* Ends a part that does not hold. */
#define HOLD(condition, number) \
	do { \
		if (!(condition)) \
			return invariant_broken(#condition, (number)); \
	} while (0)
int invariant_broken(const char *what, uint32_t number);

/* What parts share. */
int slot_is_live(uint32_t s);
int slot_is_header(uint32_t s);    /* slot 0 of a dying CNode */
int thread_is(uint32_t t);
int slot_in_thread(uint32_t s);    /* one of a thread's own slots */
extern struct inventory_list slots_live;    /* found by the part `slot` */
extern uint32_t slot_parent[FAKE_GRANULES]; /* found by the part `tree`; 0: none */

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * What is in the fake RAM, by its type map: the slots, threads, queues and so
 * on, each by its number.  The invariant and the random test walk these lists.
 */
#ifndef WRIT_HOST_INVENTORY_H
#define WRIT_HOST_INVENTORY_H

#include "machine_fake.h"

struct inventory_list {
	uint32_t count;
	uint32_t at[FAKE_GRANULES];
};

struct inventory {
	struct inventory_list slots;
	struct inventory_list threads;
	struct inventory_list endpoints;
	struct inventory_list notifications;
	struct inventory_list replies;
	struct inventory_list contexts;
	struct inventory_list vspaces;
	struct inventory_list page_tables;
};
extern struct inventory inventory;

/* Fills the lists. */
void inventory_take(void);
/* Fills the lists; memory whose object has neither an owner nor is a dying CNode's becomes
   TYPE_DEAD: from then on no window shows it. */
void inventory_retire(void);
/* Nothing to list in granules i .. i + 7: all free, or all of frames. */
int inventory_plain(uint32_t i);
/* Where `covered` says what some object owns: 1 for each such granule of RAM. */
extern uint8_t inventory_covered[FAKE_GRANULES];

#endif

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
	struct inventory_list blocks;  /* of eight granules, by the first, with objects other than frames */
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
/* The first word of the listed objects that is not what it was the last time that this was asked; word
   `except` may differ.  FAKE_WORDS if `kernel` is not, or 1 more for `releases`, 2 for `account`.
   UINT32_MAX if nothing changed. */
uint32_t inventory_changed(uint32_t except);

/* A set of granules of RAM: what is covered so far. */
void covered_none(void);
/* Adds [a, a + n); 0 if some of it was covered. */
int covered_add(uint32_t a, uint32_t n);
int covered_has(uint32_t a);

#endif

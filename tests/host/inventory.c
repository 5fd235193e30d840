// SPDX-License-Identifier: Apache-2.0
/* What is in the fake RAM: see inventory.h. */
#include "inventory.h"

#include "boot.h"

#include <string.h>

struct inventory inventory;
uint8_t inventory_covered[FAKE_GRANULES];

static void list_add(struct inventory_list *list, uint32_t number)
{
	list->at[list->count++] = number;
}

/* The object that granule i is in joins its list; how many granules that is. */
static uint32_t object_add(uint32_t i)
{
	uint32_t n = 1;

	switch (granule_type[i]) {
	case CAP_CNODE:
		list_add(&inventory.slots, i);
		break;
	case CAP_THREAD:
		list_add(&inventory.threads, i / THREAD_GRANULES);
		n = THREAD_GRANULES - THREAD_SLOTS;
		break;
	case CAP_ENDPOINT:
		list_add(&inventory.endpoints, i / QUEUE_GRANULES);
		n = QUEUE_GRANULES;
		break;
	case CAP_NOTIFICATION:
		list_add(&inventory.notifications, i / QUEUE_GRANULES);
		n = QUEUE_GRANULES;
		break;
	case CAP_REPLY:
		list_add(&inventory.replies, i);
		break;
	case CAP_SCHED_CONTEXT:
		list_add(&inventory.contexts, i / SCHED_CONTEXT_GRANULES);
		n = SCHED_CONTEXT_GRANULES;
		break;
	case CAP_VSPACE:
		list_add(&inventory.vspaces, i / VSPACE_GRANULES);
		n = VSPACE_GRANULES;
		break;
	case CAP_PAGE_TABLE:
		list_add(&inventory.page_tables, i / PAGE_TABLE_GRANULES);
		n = PAGE_TABLE_GRANULES;
		break;
	default:
		break;
	}
	return n;
}

int inventory_plain(uint32_t i)
{
	uint64_t types, one = 0x0101010101010101u;

	memcpy(&types, &granule_type[i], 8);
	return types == 0 || types == one * CAP_UNTYPED || types == one * CAP_FRAME
	    || types == one * TYPE_DEAD;
}

void inventory_take(void)
{
	static uint64_t changes;
	struct inventory_list *lists = &inventory.slots;
	uint32_t i = 0, k;

	if (changes == granule_type_changes)
		return;
	changes = granule_type_changes;
	for (k = 0; k < sizeof inventory / sizeof *lists; k++)
		lists[k].count = 0;
	while (i < FAKE_GRANULES) {
		if (i % 8 == 0 && inventory_plain(i))
			i += 8;
		else
			i += object_add(i);
	}
}

static void cover(uint32_t a, uint32_t n)
{
	if (a < FAKE_GRANULES && n <= FAKE_GRANULES - a)
		memset(&inventory_covered[a], 1, n);
}

void inventory_retire(void)
{
	uint32_t i, s;

	inventory_take();
	memset(inventory_covered, 0, sizeof inventory_covered);
	cover(FAKE_OBJECTS, BOOT_OBJECT_GRANULES);
	for (i = 0; i < inventory.slots.count; i++) {
		s = inventory.slots.at[i];
		if ((slot_window[s].rights & RIGHT_OWN) != 0 && slot_window[s].type != CAP_UNTYPED)
			cover(slot_window[s].object, slot_window[s].size);
	}
	for (s = kernel.dying, i = 0; s != 0 && i < FAKE_GRANULES; s = slot_window[s].object, i++)
		cover(s, slot_window[s].size);
	for (i = 0; i < FAKE_GRANULES; i++)
		if (granule_type[i] > CAP_UNTYPED && granule_type[i] != TYPE_DEAD && !inventory_covered[i])
			fake_type_set(i, 1, TYPE_DEAD);
	inventory_take();
}

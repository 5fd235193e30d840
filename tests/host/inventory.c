// SPDX-License-Identifier: Apache-2.0
/* What is in the fake RAM: see inventory.h. */
#include "inventory.h"

#include "boot.h"

#include <string.h>

struct inventory inventory;

#define PAGES (FAKE_GRANULES / PAGE_GRANULES)
static uint8_t page_plain[PAGES];   /* nothing in it to list */
static uint64_t covered[FAKE_GRANULES / 64];

void covered_none(void)
{
	memset(covered, 0, sizeof covered);
}

int covered_add(uint32_t a, uint32_t n)
{
	uint32_t end = a + n, some;
	uint64_t bits;
	int fresh = 1;

	for (; a < end; a += some) {
		some = 64 - a % 64;
		if (some > end - a)
			some = end - a;
		bits = ~0ul >> (64 - some) << a % 64;
		fresh = fresh && (covered[a / 64] & bits) == 0;
		covered[a / 64] |= bits;
	}
	return fresh;
}

int covered_has(uint32_t a)
{
	return (int)(covered[a / 64] >> a % 64 & 1);
}

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

/* Nothing to list in granules i .. i + 7: all free, or all of frames. */
static int is_plain(uint32_t i)
{
	uint64_t types, one = 0x0101010101010101u;

	memcpy(&types, &granule_type[i], 8);
	return types == 0 || types == one * CAP_UNTYPED || types == one * CAP_FRAME
	    || types == one * TYPE_DEAD;
}

/* Page p of the type map has changed. */
static void page_look(uint32_t p)
{
	uint32_t i;

	page_plain[p] = 1;
	page_type_changed[p] = 0;
	for (i = p * PAGE_GRANULES; i < (p + 1) * PAGE_GRANULES; i += 8)
		page_plain[p] = page_plain[p] && is_plain(i);
}

static void pages_look(void)
{
	uint32_t p, i;

	for (p = 0; p < PAGES; p++) {
		if (page_type_changed[p])
			page_look(p);
		if (page_plain[p])
			continue;
		for (i = p * PAGE_GRANULES; i < (p + 1) * PAGE_GRANULES; i += 8)
			if (!is_plain(i))
				list_add(&inventory.blocks, i);
	}
}

void inventory_take(void)
{
	static uint64_t changes;
	struct inventory_list *lists = &inventory.blocks;
	uint32_t i = 0, k;

	if (changes == granule_type_changes)
		return;
	changes = granule_type_changes;
	for (k = 0; k < sizeof inventory / sizeof *lists; k++)
		lists[k].count = 0;
	pages_look();
	while (i < FAKE_GRANULES) {
		if (i % PAGE_GRANULES == 0 && page_plain[i / PAGE_GRANULES])
			i += PAGE_GRANULES;
		else if (i % 8 == 0 && is_plain(i))
			i += 8;
		else
			i += object_add(i);
	}
}

static void cover(uint32_t a, uint32_t n)
{
	if (a < FAKE_GRANULES && n <= FAKE_GRANULES - a)
		covered_add(a, n);
}

/* What is nobody's in block i of eight granules. */
static void block_retire(uint32_t i)
{
	uint32_t g;

	for (g = i; g < i + 8; g++)
		if (granule_type[g] > CAP_UNTYPED && granule_type[g] != TYPE_DEAD && !covered_has(g))
			fake_type_set(g, 1, TYPE_DEAD);
}

void inventory_retire(void)
{
	uint32_t i, s;

	inventory_take();
	covered_none();
	cover(FAKE_OBJECTS, BOOT_OBJECT_GRANULES);
	for (i = 0; i < inventory.slots.count; i++) {
		s = inventory.slots.at[i];
		if ((slot_window[s].rights & RIGHT_OWN) != 0 && slot_window[s].type != CAP_UNTYPED)
			cover(slot_window[s].object, slot_window[s].size);
	}
	for (s = kernel.dying, i = 0; s != 0 && i < FAKE_GRANULES; s = slot_window[s].object, i++)
		cover(s, slot_window[s].size);
	for (i = 0; i < inventory.blocks.count; i++)
		block_retire(inventory.blocks.at[i]);
	for (i = 0; i < FAKE_GRANULES; i += 8)
		if (granule_type[i] == CAP_FRAME && !covered_has(i))
			block_retire(i);
	inventory_take();
}

/* What objects and the kernel were when inventory_changed was asked last. */
static uint64_t seen[FAKE_RAM_BYTES / 8];
static struct kernel seen_kernel;
static struct releases seen_releases;
static struct account seen_account;

/* The first word of n that changes between two copies; the old one is brought up to date. */
static uint32_t words_changed(uint32_t *old, const uint32_t *now, uint32_t n, uint32_t except)
{
	uint32_t w, first = UINT32_MAX;

	for (w = 0; w < n; w++) {
		if (old[w] != now[w] && w != except && first == UINT32_MAX)
			first = w;
		old[w] = now[w];
	}
	return first;
}

/* Do eight granules from word w differ? */
static int block_differs(uint32_t w)
{
	const uint64_t *now = (const uint64_t *)&ram_window[w], *old = &seen[w / 2];
	uint64_t bits = 0;
	uint32_t i;

	for (i = 0; i < 8 * GRANULE_BYTES / 8; i++)
		bits |= now[i] ^ old[i];
	return bits != 0;
}

/* Is the global not what it was?  The old one is brought up to date. */
static int global_changed(void *old, const void *now, size_t n)
{
	if (memcmp(old, now, n) == 0)
		return 0;
	memcpy(old, now, n);
	return 1;
}

uint32_t inventory_changed(uint32_t except)
{
	uint32_t i, w, where, first = UINT32_MAX, changed[3];

	for (i = 0; i < inventory.blocks.count; i++) {
		w = inventory.blocks.at[i] * GRANULE_WORDS;
		if (!block_differs(w))
			continue;
		where = words_changed((uint32_t *)seen + w, &ram_window[w], 8 * GRANULE_WORDS, except - w);
		if (where != UINT32_MAX && first == UINT32_MAX)
			first = w + where;
	}
	changed[0] = (uint32_t)global_changed(&seen_kernel, &kernel, sizeof kernel);
	changed[1] = (uint32_t)global_changed(&seen_releases, &releases, sizeof releases);
	changed[2] = (uint32_t)global_changed(&seen_account, &account, sizeof account);
	for (i = 0; i < 3; i++)
		if (changed[i] && first == UINT32_MAX)
			first = FAKE_WORDS + i;
	return first;
}

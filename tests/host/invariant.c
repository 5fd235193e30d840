// SPDX-License-Identifier: Apache-2.0
/* The kernel's invariant: see invariant.h. */
#include "invariant.h"
#include "check.h"
#include "inventory.h"

#include <stdio.h>
#include <string.h>

struct broken broken;
static const char *part_name;

int invariant_broken(const char *what, uint32_t number)
{
	broken.part = part_name;
	broken.what = what;
	broken.number = number;
	return 0;
}

static int parts_hold(const struct invariant_part *part, int memory)
{
	for (; part->name != 0; part++) {
		part_name = part->name;
		if (!memory && strcmp(part->name, "zero") == 0)
			continue;
		if (!part->holds())
			return 0;
	}
	return 1;
}

int invariant_holds(int memory)
{
	inventory_take();
	return parts_hold(invariant_parts_tree, memory) && parts_hold(invariant_parts_wait, memory)
	    && parts_hold(invariant_parts_time, memory) && parts_hold(invariant_parts_space, memory);
}

void invariant_check(void)
{
	if (invariant_holds(1))
		return;
	fprintf(stderr, "invariant, part %s: not so for number %u\n", broken.part, broken.number);
	check_fail(__FILE__, __LINE__, broken.what);
}

int slot_is_live(uint32_t s)
{
	return s > 0 && s < FAKE_GRANULES && granule_type[s] == CAP_CNODE
	    && slot_window[s].type != CAP_NULL;
}

int slot_is_header(uint32_t s)
{
	uint32_t c = kernel.dying, i;

	for (i = 0; c > 0 && c < FAKE_GRANULES && i < FAKE_GRANULES; i++) {
		if (c == s)
			return 1;
		c = slot_window[c].object;
	}
	return 0;
}

int thread_is(uint32_t t)
{
	return t > 0 && t < FAKE_GRANULES / THREAD_GRANULES
	    && granule_type[t * THREAD_GRANULES + THREAD_SLOTS] == CAP_THREAD;
}

int slot_in_thread(uint32_t s)
{
	return s % THREAD_GRANULES < THREAD_SLOTS && thread_is(s / THREAD_GRANULES)
	    && granule_type[s] == CAP_CNODE;
}

// SPDX-License-Identifier: Apache-2.0
/* Time: see clock.h. */
#include "clock.h"

#define PER_SECOND 1000000u

struct worker background;

uint64_t consumed(uint32_t context)
{
	uint64_t counts = 0;

	CHECK_OK(writ_sched_context_consumed(context, &counts));
	return counts;
}

uint32_t used(uint32_t context)
{
	return (uint32_t)(consumed(context) * PER_SECOND / writ_boot_clock());
}

void give(uint32_t context, uint32_t budget, uint32_t period)
{
	CHECK_OK(writ_sched_context_configure(context, ROOT_MACHINE, budget, period));
}

static void spin(uint32_t argument)
{
	(void)argument;
	for (;;)
		__asm__ volatile("" : : : "memory");
}

void background_begin(void)
{
	background = worker_start(spin, 0, 1);
	slice_give(background.context, 5000);
}

void background_end(void)
{
	worker_end(&background);
}

void sleep_beside(const struct worker *other, uint32_t microseconds)
{
	uint64_t before = consumed(other->context);

	give(ROOT_SCHED_CONTEXT, 100, microseconds);
	while (consumed(other->context) == before)
		continue;
	slice_give(ROOT_SCHED_CONTEXT, 1000000);
}

bool about(uint32_t value, uint32_t expected)
{
	bool so = value + SLACK >= expected && value <= expected + SLACK;

	if (!so)
		printf("%lu us, not %lu\n", (unsigned long)value, (unsigned long)expected);
	return so;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Works, that is, waits busily until the witness has counted on, but not for
 * ever; the answer is whether it has.
 */
#include <microkit.h>

#define TURNS 10000000u /* far longer than anybody's budget */

/* Where the witness counts, and whether init waits for it too: set by the system description. */
const volatile uintptr_t count = 1;
const volatile uint32_t late = 0;

/* Did the witness count meanwhile? */
static bool work(void)
{
	const volatile uint32_t *now = (const volatile uint32_t *)count;
	uint32_t before = *now;

	for (uint32_t i = 0; i < TURNS && *now == before; i++)
		continue;
	return *now != before;
}

void init(void)
{
	if (late != 0)
		(void)work();
}

void notified(microkit_channel ch)
{
	(void)ch;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
	(void)ch;
	(void)msginfo;
	microkit_mr_set(0, work());
	return microkit_msginfo_new(0, 1);
}

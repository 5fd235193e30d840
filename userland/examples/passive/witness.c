// SPDX-License-Identifier: Apache-2.0
/*
 * Counts in the shared region whenever nobody else runs.
 */
#include <microkit.h>

/* Where the region is: set by the system description. */
const volatile uintptr_t count = 1;

void init(void)
{
	for (;;)
		++*(volatile uint32_t *)count;
}

void notified(microkit_channel ch)
{
	(void)ch;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * A mistake: writes to memory that it may only read.
 */
#include <microkit.h>

void init(void)
{
	*(volatile uint32_t *)0x40000000 = 1;
}

void notified(microkit_channel ch)
{
	(void)ch;
}

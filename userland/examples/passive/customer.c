// SPDX-License-Identifier: Apache-2.0
/*
 * Calls the worker three times, says what it saw, and stops the machine.
 */
#include <stdio.h>
#include <stdlib.h>

#include <microkit.h>

#define CHANNEL_WORKER 0
#define CALLS 3

void init(void)
{
	for (uint32_t i = 1; i <= CALLS; i++) {
		(void)microkit_ppcall(CHANNEL_WORKER, microkit_msginfo_new(0, 0));
		printf("%s: call %lu: %s\n", microkit_name, (unsigned long)i,
		       microkit_mr_get(0) != 0 ? "the witness counted" : "nobody else ran");
	}
	exit(0);
}

void notified(microkit_channel ch)
{
	(void)ch;
}

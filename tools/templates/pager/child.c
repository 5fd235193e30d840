// SPDX-License-Identifier: Apache-2.0
/*
 * A program that knows nothing of its pager: touches memory, and has it.
 */
#include <stdio.h>
#include <stdlib.h>

#include <microkit.h>

#define CHANNEL_PAGER 0
#define PAGE_SIZE 4096u
#define TOUCHED 8u

/* Memory on demand: set by the system description. */
const volatile uintptr_t region = 1;

static uint32_t pages_mine(void)
{
	(void)microkit_ppcall(CHANNEL_PAGER, microkit_msginfo_new(0, 0));
	return microkit_mr_get(0);
}

void init(void)
{
	uint32_t before = pages_mine();

	for (uint32_t i = 0; i < TOUCHED; i++)
		((volatile uint32_t *)region)[i * PAGE_SIZE / sizeof(uint32_t)] = i;
	printf("%s: touched %lu pages, was given %lu\n", microkit_name, (unsigned long)TOUCHED,
	       (unsigned long)(pages_mine() - before));
	exit(0);
}

void notified(microkit_channel ch)
{
	(void)ch;
}

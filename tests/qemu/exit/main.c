// SPDX-License-Identifier: Apache-2.0
/*
 * The machine capability: characters, counters, and the machine's exit status.
 */
#include "check.h"

static void machine_rights(void)
{
	uint32_t put = writ_loan(ROOT_MACHINE, RIGHT_WRITE, 0);
	uint32_t read = writ_loan(ROOT_MACHINE, RIGHT_READ, 0);

	CHECK_OK(writ_machine_put(put, ' '));
	CHECK_OK(writ_machine_put(put, '\n'));
	CHECK_REFUSED(writ_machine_exit(put, 3), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_machine_counters(put, 1), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_machine_put(read, 'x'), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_machine_exit(ROOT_MACHINE, 256), STATUS_OUT_OF_RANGE, 1);
	CHECK_REFUSED(writ_machine_exit(ROOT_CNODE, 1), STATUS_INVALID_CALL, 0);
}

static void machine_counters(void)
{
	uint32_t before, after;

	CHECK_OK(writ_machine_counters(ROOT_MACHINE, 1));
	__asm__ volatile("mrc p15, 0, %0, c9, c13, 0" : "=r"(before));
	for (volatile int i = 0; i < 1000; i++)
		continue;
	__asm__ volatile("mrc p15, 0, %0, c9, c13, 0" : "=r"(after));
	CHECK(after - before > 1000);
}

int main(void)
{
	RUN(machine_rights);
	RUN(machine_counters);
	(void)writ_machine_exit(ROOT_MACHINE, 42);
	puts("still here");
}

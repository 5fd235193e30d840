// SPDX-License-Identifier: Apache-2.0
/*
 * Has a text turned round, waits for the signal, looks how the others are, and
 * stops the machine: with 0 if all was as it should be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <microkit.h>

#include <writ/monitor.h>

#define CHANNEL_SERVER 0
#define CHANNEL_MONITOR 1

/* Where the region is: set by the system description. */
const volatile uintptr_t text = 1;

static microkit_msginfo server_call(uint32_t length)
{
	microkit_mr_set(0, length);
	return microkit_ppcall(CHANNEL_SERVER, microkit_msginfo_new(0, 1));
}

void init(void)
{
	static const char sent[] = "lenrekorcim";
	char *bytes = (char *)text;

	memcpy(bytes, sent, sizeof sent);
	if (microkit_msginfo_get_label(server_call(sizeof sent - 1)) != 0)
		exit(1);
	printf("%s: \"%s\" became \"%s\"\n", microkit_name, sent, bytes);
	if (microkit_msginfo_get_label(server_call(0x10001)) != 1)
		exit(2);
	printf("%s: too long a text was refused\n", microkit_name);
}

/* How many of the domains a fault has stopped. */
static uint32_t stopped_count(void)
{
	uint32_t count = 0;

	for (uint32_t i = 0; ; i++) {
		microkit_msginfo answer;

		microkit_mr_set(0, i);
		answer = microkit_ppcall(CHANNEL_MONITOR, microkit_msginfo_new(MONITOR_DOMAIN, 1));
		if (microkit_msginfo_get_label(answer) != MONITOR_OK)
			return count;
		count += microkit_mr_get(0) == THREAD_INACTIVE && microkit_mr_get(3) == FAULT_PAGE;
	}
}

void notified(microkit_channel ch)
{
	uint32_t stopped = stopped_count();

	printf("%s: signal on channel %u; %lu domain stopped by a fault\n", microkit_name, ch, (unsigned long)stopped);
	exit(ch == CHANNEL_SERVER && stopped == 1 ? 0 : 3);
}

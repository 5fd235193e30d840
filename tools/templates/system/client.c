// SPDX-License-Identifier: Apache-2.0
/*
 * Calls the server, and stops the machine when the server has signalled.
 */
#include <stdio.h>
#include <stdlib.h>

#include <microkit.h>

#include "protocol.h"

void init(void)
{
	microkit_msginfo answer;

	microkit_mr_set(0, 40);
	microkit_mr_set(1, 2);
	answer = microkit_ppcall(CHANNEL, microkit_msginfo_new(REQUEST_ADD, 2));
	if (microkit_msginfo_get_label(answer) != ANSWER_OK)
		exit(1);
	printf("%s: 40 + 2 is %lu\n", microkit_name, (unsigned long)microkit_mr_get(0));
}

void notified(microkit_channel ch)
{
	printf("%s: signal on channel %u\n", microkit_name, ch);
	exit(0);
}

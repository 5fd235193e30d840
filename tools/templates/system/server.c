// SPDX-License-Identifier: Apache-2.0
/*
 * Answers calls, and signals after each that it has.
 */
#include <microkit.h>

#include "protocol.h"

void init(void)
{
}

void notified(microkit_channel ch)
{
	(void)ch;
}

/* A call: what is returned is the answer. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
	if (microkit_msginfo_get_label(msginfo) != REQUEST_ADD || microkit_msginfo_get_count(msginfo) != 2)
		return microkit_msginfo_new(ANSWER_UNKNOWN, 0);

	microkit_mr_set(0, microkit_mr_get(0) + microkit_mr_get(1));
	microkit_deferred_notify(ch);
	return microkit_msginfo_new(ANSWER_OK, 1);
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Turns round the text that a client has put into the shared region.
 */
#include <microkit.h>

#define CHANNEL_CLIENT 60

/* Where the region is: set by the system description. */
const volatile uintptr_t text = 1;
const volatile uint32_t text_bytes = 1;

void init(void)
{
}

void notified(microkit_channel ch)
{
	(void)ch;
}

/* Word 0: length; answered with label 0 when that was done, else 1.  A signal follows. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
	volatile char *bytes = (volatile char *)text;
	uint32_t length = microkit_mr_get(0);

	if (ch != CHANNEL_CLIENT || microkit_msginfo_get_count(msginfo) != 1 || length > text_bytes)
		return microkit_msginfo_new(1, 0);
	for (uint32_t i = 0; i < length / 2; i++) {
		char byte = bytes[i];

		bytes[i] = bytes[length - 1 - i];
		bytes[length - 1 - i] = byte;
	}
	microkit_deferred_notify(CHANNEL_CLIENT);
	return microkit_msginfo_new(0, 0);
}

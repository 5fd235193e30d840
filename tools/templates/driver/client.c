// SPDX-License-Identifier: Apache-2.0
/*
 * Tries the driver: asks for the time, waits for an alarm, and stops the
 * machine.
 */
#include <stdio.h>
#include <stdlib.h>

#include <microkit.h>

#include "device.h"

static uint32_t start;

static uint32_t time_now(void)
{
	(void)microkit_ppcall(CHANNEL_DRIVER, microkit_msginfo_new(DEVICE_TIME, 0));
	return microkit_mr_get(0);
}

void init(void)
{
	start = time_now();
	printf("%s: %lu s since 1970\n", microkit_name, (unsigned long)start);
	microkit_mr_set(0, 1);
	(void)microkit_ppcall(CHANNEL_DRIVER, microkit_msginfo_new(DEVICE_ALARM, 1));
}

void notified(microkit_channel ch)
{
	bool late = time_now() > start;

	printf("%s: the alarm came on channel %u\n", microkit_name, ch);
	exit(late ? 0 : 1);
}

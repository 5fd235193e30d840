// SPDX-License-Identifier: Apache-2.0
/*
 * A driver: a domain that has a device's registers and its interrupt, and
 * nothing else.  The device is the PL031 clock (ARM DDI 0224): it counts
 * seconds, and interrupts when its count is the match register's.
 */
#include <microkit.h>

#include "device.h"

#define REGISTER_DATA 0x00u
#define REGISTER_MATCH 0x04u
#define REGISTER_CONTROL 0x0cu
#define REGISTER_MASK 0x10u  /* 1: it may interrupt */
#define REGISTER_RAW 0x14u   /* 1: the match was seen */
#define REGISTER_CLEAR 0x1cu

/* Where the registers are mapped: set by the system description.  It has a value, so that it lies
   where that can set it. */
const volatile uintptr_t registers = 1;

static volatile uint32_t *device(uint32_t offset)
{
	return (volatile uint32_t *)(registers + offset);
}

void init(void)
{
	*device(REGISTER_MASK) = 0;
	*device(REGISTER_CLEAR) = 1;
	*device(REGISTER_CONTROL) = 1;
	/* Lines start masked. */
	microkit_irq_ack(CHANNEL_IRQ);
}

/* The device comes first, then the line: a line that is acknowledged while the device still
   raises it interrupts again. */
void notified(microkit_channel ch)
{
	if (ch != CHANNEL_IRQ)
		return;
	*device(REGISTER_MASK) = 0;
	*device(REGISTER_CLEAR) = 1;
	microkit_irq_ack(CHANNEL_IRQ);
	microkit_notify(CHANNEL_CLIENT);
}

static void alarm_set(uint32_t seconds)
{
	*device(REGISTER_CLEAR) = 1;
	*device(REGISTER_MATCH) = *device(REGISTER_DATA) + seconds;
	*device(REGISTER_MASK) = 1;
}

/* Never trust a caller: what it asks for is checked before the device is touched. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
	uint32_t words = microkit_msginfo_get_count(msginfo);
	uint32_t label = microkit_msginfo_get_label(msginfo);

	if (ch == CHANNEL_CLIENT && label == DEVICE_TIME) {
		microkit_mr_set(0, *device(REGISTER_DATA));
		return microkit_msginfo_new(DEVICE_OK, 1);
	}
	if (ch == CHANNEL_CLIENT && label == DEVICE_ALARM && words == 1 && microkit_mr_get(0) >= 1) {
		alarm_set(microkit_mr_get(0));
		return microkit_msginfo_new(DEVICE_OK, 0);
	}
	return microkit_msginfo_new(DEVICE_REFUSED, 0);
}

// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's console: a PL011, ARM DDI 0183.  The kernel polls; the line's
 * settings are those that the loader left.  The device belongs to user level:
 * the kernel writes before the root task runs, when it is asked to by
 * MACHINE_PUT, and in a panic.
 */
#include "machine.h"
#include "platform.h"

#define UART_DR DEVICE(CONSOLE + 0x000)   /* data, DDI 0183 3.3.1 */
#define UART_FR DEVICE(CONSOLE + 0x018)   /* flags, 3.3.3 */
#define UART_CR DEVICE(CONSOLE + 0x030)   /* control, 3.3.8 */
#define UART_ID(n) DEVICE(CONSOLE + 0xfe0 + (n) * 4) /* 3.3.15: 4 of the part, 4 of the class */
#define FR_TRANSMIT_FULL (1u << 5)
#define CR_ENABLE 0x301u                  /* UART, transmit, receive */
#define SPINS_MAX 1000u

void pl011_start(void)
{
	UART_CR |= CR_ENABLE;
}

/* Part number and class, without the revision: 0x011 and 0xb105f00d. */
uint32_t pl011_identity(void)
{
	uint32_t class = 0;
	uint32_t i;

	for (i = 0; i < 4; i++)
		class |= (UART_ID(4 + i) & 0xff) << i * 8;
	return class == 0xb105f00d ? (UART_ID(1) & 15) << 8 | (UART_ID(0) & 0xff) : 0;
}

void machine_console_put(uint32_t c)
{
	uint32_t i;

	for (i = 0; i < SPINS_MAX && (UART_FR & FR_TRANSMIT_FULL) != 0; i++)
		;
	UART_DR = c & 0xff;
}

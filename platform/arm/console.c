// SPDX-License-Identifier: Apache-2.0
/*
 * Text on the kernel's console, a character at a time.
 */
#include "machine.h"
#include "platform.h"

void console_text(const char *text)
{
	for (; *text != '\0'; text++)
		machine_console_put((uint8_t)*text);
}

void console_hex(uint32_t value)
{
	uint32_t i;

	console_text("0x");
	for (i = 0; i < 8; i++)
		machine_console_put((uint8_t)"0123456789abcdef"[value >> (28 - i * 4) & 15]);
}

void console_decimal(uint32_t value)
{
	uint32_t power = 1;

	while (value / power >= 10)
		power *= 10;
	for (; power != 0; power /= 10)
		machine_console_put('0' + value / power % 10);
}

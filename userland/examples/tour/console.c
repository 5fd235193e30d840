// SPDX-License-Identifier: Apache-2.0
/*
 * Standard output and input through the serial driver, for the pager and the
 * shell: replaces the library's writ_console_put, which asks the kernel.
 */
#include "tour.h"
#include "writ/console.h"

static char line[UART_TEXT_MAX];
static uint32_t length;

/* Text to message words and back: word 0 is the length. */
static void text_put(const char *text, uint32_t count)
{
	microkit_mr_set(0, count);
	for (uint32_t i = 0; i < count; i += 4) {
		uint32_t word = 0;

		for (uint32_t k = 0; k < 4 && i + k < count; k++)
			word |= (uint32_t)(uint8_t)text[i + k] << 8 * k;
		microkit_mr_set(1 + i / 4, word);
	}
}

void console_flush(void)
{
	if (length == 0)
		return;
	text_put(line, length);
	(void)microkit_ppcall(CHANNEL_UART, microkit_msginfo_new(UART_WRITE, 1 + (length + 3) / 4));
	length = 0;
}

void writ_console_put(char character)
{
	line[length++] = character;
	if (character == '\n' || length == sizeof line)
		console_flush();
}

uint32_t console_read(char *text, uint32_t most)
{
	microkit_msginfo answer;
	uint32_t count;

	microkit_mr_set(0, most);
	answer = microkit_ppcall(CHANNEL_UART, microkit_msginfo_new(UART_READ, 1));
	count = microkit_msginfo_get_count(answer) == 0 ? 0 : microkit_mr_get(0);
	if (count > most)
		count = most;
	for (uint32_t i = 0; i < count; i++)
		text[i] = (char)(microkit_mr_get(1 + i / 4) >> 8 * (i % 4));
	return count;
}

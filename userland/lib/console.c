// SPDX-License-Identifier: Apache-2.0
/*
 * What picolibc needs below it: standard output and the end of a program.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "writ/console.h"
#include "writ/system.h"

/* Volatile, or the compiler would put this value where another definition is meant. */
const volatile uint32_t writ_console_machine __attribute__((weak)) = ROOT_MACHINE;

__attribute__((weak)) void writ_console_put(char character)
{
	(void)writ_machine_put(writ_console_machine, character);
}

static int console_put(char character, FILE *file)
{
	(void)file;
	if (character == '\n')
		writ_console_put('\r');
	writ_console_put(character);
	return (unsigned char)character;
}

static FILE console = FDEV_SETUP_STREAM(console_put, NULL, NULL, _FDEV_SETUP_WRITE);
FILE *const stdin = &console;
FILE *const stdout = &console;
FILE *const stderr = &console;

/* Stops the machine where the program may; otherwise the program itself, with a fault. */
void _exit(int status)
{
	(void)writ_machine_exit(writ_console_machine, (uint32_t)status & 0xffu);
	for (;;)
		__asm__ volatile("udf #0");
}

/* What assert calls: the status that a shell shows for SIGABRT. */
void abort(void)
{
	_exit(134);
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Where a program's standard output goes.
 */
#ifndef WRIT_CONSOLE_H
#define WRIT_CONSOLE_H

#include <stdint.h>

/* Writes a character.  A program may define its own, for instance one that sends it to a
   driver; this one asks the kernel, with the machine capability below. */
void writ_console_put(char character);

/* The capability that writ_console_put and _exit use: ROOT_MACHINE in a root task,
   LAYOUT_MACHINE in a protection domain. */
extern const volatile uint32_t writ_console_machine;

#endif

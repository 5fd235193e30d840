// SPDX-License-Identifier: Apache-2.0
/* How a host test fails: see check.h. */
#include "check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

void (*failure_note)(void);

static _Noreturn void check_end(void)
{
	if (failure_note != 0)
		failure_note();
	fflush(stdout);
	exit(1);
}

void check_fail(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
	check_end();
}

void check_differs(const char *file, int line, const char *what, uint64_t got, uint64_t expected)
{
	fprintf(stderr, "%s:%d: failed: %s is %" PRIu64 " (0x%" PRIx64 "), expected %" PRIu64
	        " (0x%" PRIx64 ")\n", file, line, what, got, got, expected, expected);
	check_end();
}

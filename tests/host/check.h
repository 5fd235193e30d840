// SPDX-License-Identifier: Apache-2.0
/*
 * How a host test fails: one line that names the place, what was expected and
 * what was there; then the process ends with status 1.  `failure_note`, when it
 * is set, says how to come there again (the random test's seed and step).
 */
#ifndef WRIT_HOST_CHECK_H
#define WRIT_HOST_CHECK_H

#include <stdint.h>

extern void (*failure_note)(void);

_Noreturn void check_fail(const char *file, int line, const char *what);
_Noreturn void check_differs(const char *file, int line, const char *what, uint64_t got,
                             uint64_t expected);

#define CHECK(condition) \
	do { \
		if (!(condition)) \
			check_fail(__FILE__, __LINE__, #condition); \
	} while (0)

#define CHECK_EQUAL(got, expected) \
	do { \
		uint64_t got_ = (got), expected_ = (expected); \
		if (got_ != expected_) \
			check_differs(__FILE__, __LINE__, #got, got_, expected_); \
	} while (0)

#endif

// SPDX-License-Identifier: Apache-2.0
/* What the random test's threads ask for: see test_random.c. */
#ifndef WRIT_HOST_RANDOM_CALL_H
#define WRIT_HOST_RANDOM_CALL_H

#include <stdint.h>

void random_seed(uint64_t seed);
/* A number below n. */
uint32_t random_below(uint32_t n);
/* A word that means something, perhaps: small, near a limit, or any. */
uint32_t random_word(void);

/* A new world, with threads, memory and things to fight for. */
void random_world(void);
/* Thread t's registers are those of a call. */
void random_call(uint32_t t);
extern uint32_t random_called[11];

#endif

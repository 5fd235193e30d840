// SPDX-License-Identifier: Apache-2.0
/*
 * Proves the lemmas about changes that the invariant of what capabilities cover does not speak of: no code.
 */
#include "../kernel/capability.h"
#include "../spec/alike_memory.h"

// SPDX-License-Identifier: Apache-2.0
/*
 * Proves what the capability core's invariant survives, from its parts: no code.
 */
#include "../kernel/capability.h"
#include "../spec/alike_cdt.h"
#include "../spec/alike_memory.h"
#include "../spec/alike_owners.h"
#include "../spec/alike_dying.h"
#include "../spec/core_survive.h"

// SPDX-License-Identifier: Apache-2.0
/*
 * Proves the lemmas about what operations on threads leave alone: no code.
 */
#include "../kernel/retire.h"
#include "../spec/steady_change.h"
#include "../spec/steady.h"

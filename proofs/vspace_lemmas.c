// SPDX-License-Identifier: Apache-2.0
/*
 * Proves the lemmas about the address spaces' invariant: no code.
 */
#include "../kernel/vspace.h"
#include "../spec/vspace_change.h"
#include "../spec/vspace_survive.h"

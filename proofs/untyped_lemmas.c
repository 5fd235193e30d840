// SPDX-License-Identifier: Apache-2.0
/*
 * Proves the lemmas about new objects and the accounts: no code.
 */
#include "../kernel/untyped.h"
#include "../spec/untyped_change.h"
#include "../spec/untyped_survive.h"

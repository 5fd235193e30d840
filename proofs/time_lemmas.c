// SPDX-License-Identifier: Apache-2.0
/*
 * Proves the lemmas about what leaves the time of scheduling contexts alone: no code.
 */
#include "../kernel/account.h"
#include "../spec/time_change.h"
#include "../spec/time_survive.h"

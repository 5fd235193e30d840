// SPDX-License-Identifier: Apache-2.0
/*
 * Proves the lemmas about capabilities that pass one by one: no code.
 */
#include "../kernel/transfer.h"
#include "../spec/transfer_change.h"

// SPDX-License-Identifier: Apache-2.0
/*
 * Proves the lemmas about the queues' invariant: no code.
 */
#include "../spec/queue_change.h"

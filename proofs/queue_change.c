// SPDX-License-Identifier: Apache-2.0
/*
 * Proves the lemmas of spec/queue_change.h: no code.
 */
#include "../spec/queue_change.h"

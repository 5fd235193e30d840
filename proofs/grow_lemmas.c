// SPDX-License-Identifier: Apache-2.0
/*
 * Proves the lemmas about objects that come: no code.
 */
#include "../kernel/decode.h"
#include "../spec/grow_change.h"
#include "../spec/grow_waits.h"
#include "../spec/grow.h"

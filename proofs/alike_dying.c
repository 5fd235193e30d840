// SPDX-License-Identifier: Apache-2.0
/*
 * Proves the lemmas about changes that the invariant of the CNodes that are being emptied, and whole objects does not speak of: no code.
 */
#include "../kernel/capability.h"
#include "../spec/alike_dying.h"

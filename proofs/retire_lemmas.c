// SPDX-License-Identifier: Apache-2.0
/*
 * Proves the lemmas about the end of objects: no code.
 */
#include "../kernel/retire.h"
#include "../spec/retire_change.h"
#include "../spec/retire.h"

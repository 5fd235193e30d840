// SPDX-License-Identifier: Apache-2.0
/*
 * Proves the lemmas about objects that go: no code.
 */
#include "../spec/untype.h"
#include "../spec/untype_survive.h"

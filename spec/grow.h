// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's invariant survives that objects come: the result of grow_change.h
 * that others need.  ACSL only; for kernel/decode_cap.c.
 */
#ifndef WRIT_SPEC_GROW_H
#define WRIT_SPEC_GROW_H

#include "grow_states.h"

/*@ lemma grow_consistent{L1, L2}: \forall integer u; grows{L1, L2}(u) ==> consistent{L2};
*/
#endif

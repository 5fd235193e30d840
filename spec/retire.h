// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's invariant survives the end of objects that nothing names: the
 * results of retire_change.h that others need.  ACSL only.
 */
#ifndef WRIT_SPEC_RETIRE_H
#define WRIT_SPEC_RETIRE_H

#include "retire_states.h"

/*@ lemma retire_consistent{L1, L2}: \forall integer s, a, n; retires{L1, L2}(s, a, n) ==> consistent{L2};
*/
#endif

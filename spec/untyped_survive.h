// SPDX-License-Identifier: Apache-2.0
/*
 * New objects keep the accounts: the result of untyped_change.h that
 * kernel/untyped.c needs.  ACSL only.
 */
#ifndef WRIT_SPEC_UNTYPED_SURVIVE_H
#define WRIT_SPEC_UNTYPED_SURVIVE_H

#include "untyped_come.h"

/*@ lemma come_accounts{L1, L2}: \forall integer u, s, n, type, a, b;
      objects_come{L1, L2}(u, s, n, type, a, b) ==> accounts{L2};
*/
#endif

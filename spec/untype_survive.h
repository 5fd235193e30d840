// SPDX-License-Identifier: Apache-2.0
/*
 * `ipc` survives when objects go that nobody names: the result of untype.h that
 * others need.  ACSL only.
 */
#ifndef WRIT_SPEC_UNTYPE_SURVIVE_H
#define WRIT_SPEC_UNTYPE_SURVIVE_H

#include "untype_states.h"

/*@ lemma untype_ipc{L1, L2}: \forall integer a, n; ipc_untypes{L1, L2}(a, n) ==> ipc{L2};
*/
#endif

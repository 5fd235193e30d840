// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's invariant survives what leaves all but threads and what they wait on
 * alone: the result of steady_change.h that others need.  ACSL only.
 */
#ifndef WRIT_SPEC_STEADY_H
#define WRIT_SPEC_STEADY_H

#include "steady_states.h"

/*@ lemma steady_consistent{L1, L2}:
      consistent{L1} && steady{L1, L2} && ipc{L2} && translates{L2} && timed{L2} ==> consistent{L2};
*/
#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * What the capability core's invariant survives: the result of core_change.h
 * that others need.  ACSL only.
 */
#ifndef WRIT_SPEC_CORE_SURVIVE_H
#define WRIT_SPEC_CORE_SURVIVE_H

#include "core_states.h"

/*@ lemma alike_survives{L1, L2}: core{L1} && slots_alike{L1, L2} ==> core{L2};
*/
#endif

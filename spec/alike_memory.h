// SPDX-License-Identifier: Apache-2.0
/*
 * Why a change of slots that the invariant of what capabilities cover does not
 * speak of keeps it, part by part.  ACSL only; for proofs/alike_memory.c.
 */
#ifndef WRIT_SPEC_ALIKE_MEMORY_H
#define WRIT_SPEC_ALIKE_MEMORY_H

#include "core_states.h"

/*@ lemma alike_memory_range{L1, L2}: memory_range{L1} && slots_alike{L1, L2} ==> memory_range{L2};
    lemma alike_memory_type{L1, L2}: memory_type{L1} && slots_alike{L1, L2} ==> memory_type{L2};
    lemma alike_memory_free{L1, L2}: memory_free{L1} && slots_alike{L1, L2} ==> memory_free{L2};
    lemma alike_memory_clean{L1, L2}: memory_clean{L1} && slots_alike{L1, L2} ==> memory_clean{L2};
    lemma alike_memory_inside{L1, L2}: cdt_parent{L1} && memory_inside{L1} && slots_alike{L1, L2} ==> memory_inside{L2};
    lemma alike_memory_nested{L1, L2}: memory_nested{L1} && slots_alike{L1, L2} ==> memory_nested{L2};
    lemma alike_memory_older{L1, L2}: memory_older{L1} && slots_alike{L1, L2} ==> memory_older{L2};
    lemma alike_memory{L1, L2}: cdt{L1} && memory{L1} && slots_alike{L1, L2} ==> memory{L2};
*/
#endif

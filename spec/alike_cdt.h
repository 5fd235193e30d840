// SPDX-License-Identifier: Apache-2.0
/*
 * Why a change of slots that the invariant of the derivation tree does not
 * speak of keeps it, part by part.  ACSL only; for proofs/alike_cdt.c.
 */
#ifndef WRIT_SPEC_ALIKE_CDT_H
#define WRIT_SPEC_ALIKE_CDT_H

#include "core_states.h"

/*@ lemma alike_cdt_null{L1, L2}: cdt_null{L1} && slots_alike{L1, L2} ==> cdt_null{L2};
    lemma alike_cdt_parent{L1, L2}: cdt_parent{L1} && slots_alike{L1, L2} ==> cdt_parent{L2};
    lemma alike_cdt_depth{L1, L2}: cdt_depth{L1} && slots_alike{L1, L2} ==> cdt_depth{L2};
    lemma alike_cdt_first{L1, L2}: cdt_first{L1} && slots_alike{L1, L2} ==> cdt_first{L2};
    lemma alike_cdt_next{L1, L2}: cdt_next{L1} && slots_alike{L1, L2} ==> cdt_next{L2};
    lemma alike_cdt_prev{L1, L2}: cdt_prev{L1} && slots_alike{L1, L2} ==> cdt_prev{L2};
    lemma alike_cdt_head{L1, L2}: cdt_head{L1} && slots_alike{L1, L2} ==> cdt_head{L2};
    lemma alike_cdt_root{L1, L2}: cdt_root{L1} && slots_alike{L1, L2} ==> cdt_root{L2};
    lemma alike_cdt_newest{L1, L2}: cdt_newest{L1} && slots_alike{L1, L2} ==> cdt_newest{L2};
    lemma alike_cdt_gap{L1, L2}: cdt_gap{L1} && slots_alike{L1, L2} ==> cdt_gap{L2};
    lemma alike_cdt_ranks{L1, L2}: cdt_ranks{L1} && slots_alike{L1, L2} ==> cdt_ranks{L2};
    lemma alike_cdt_past{L1, L2}: cdt_past{L1} && slots_alike{L1, L2} ==> cdt_past{L2};
    lemma alike_cdt{L1, L2}: cdt{L1} && slots_alike{L1, L2} ==> cdt{L2};
*/
#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * Why a change of slots that the invariant of shapes and owners does not
 * speak of keeps it, part by part.  ACSL only; for proofs/alike_owners.c.
 */
#ifndef WRIT_SPEC_ALIKE_OWNERS_H
#define WRIT_SPEC_ALIKE_OWNERS_H

#include "core_states.h"

/*@ lemma alike_shapes{L1, L2}: shapes{L1} && slots_alike{L1, L2} ==> shapes{L2};
    lemma alike_owners_caps{L1, L2}: owners_caps{L1} && slots_alike{L1, L2} ==> owners_caps{L2};
    lemma alike_owners_range{L1, L2}: owners_range{L1} && slots_alike{L1, L2} ==> owners_range{L2};
    lemma alike_owners_loans{L1, L2}: owners_loans{L1} && slots_alike{L1, L2} ==> owners_loans{L2};
    lemma alike_loans_rights{L1, L2}: cdt_parent{L1} && owners_loans{L1} && loans_rights{L1} && slots_alike{L1, L2} ==> loans_rights{L2};
    lemma alike_loans_badges{L1, L2}: owners_loans{L1} && loans_badges{L1} && slots_alike{L1, L2} ==> loans_badges{L2};
    lemma alike_loans{L1, L2}: cdt_parent{L1} && owners_loans{L1} && loans{L1} && slots_alike{L1, L2} ==> loans{L2};
    lemma alike_owners_live{L1, L2}: owners_live{L1} && slots_alike{L1, L2} ==> owners_live{L2};
    lemma alike_owners_kernel{L1, L2}: owners_kernel{L1} && slots_alike{L1, L2} ==> owners_kernel{L2};
    lemma alike_owners_idle{L1, L2}: owners_idle{L1} && slots_alike{L1, L2} ==> owners_idle{L2};
    lemma alike_owners{L1, L2}: owners{L1} && slots_alike{L1, L2} ==> owners{L2};
*/
#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * Why a change of slots that the invariant of the CNodes that are being emptied, and whole objects does not
 * speak of keeps it, part by part.  ACSL only; for proofs/alike_dying.c.
 */
#ifndef WRIT_SPEC_ALIKE_DYING_H
#define WRIT_SPEC_ALIKE_DYING_H

#include "core_states.h"

/*@ lemma alike_dying_slots{L1, L2}: dying_slots{L1} && slots_alike{L1, L2} ==> dying_slots{L2};
    lemma alike_dying_headers{L1, L2}: dying_slots{L1} && dying_headers{L1} && slots_alike{L1, L2} ==> dying_headers{L2};
    lemma alike_dying_whole{L1, L2}: dying_whole{L1} && slots_alike{L1, L2} ==> dying_whole{L2};
    lemma alike_dying_emptied{L1, L2}: dying_slots{L1} && dying_headers{L1} && dying_emptied{L1} && slots_alike{L1, L2} ==> dying_emptied{L2};
    lemma alike_dying_order{L1, L2}: dying_order{L1} && slots_alike{L1, L2} ==> dying_order{L2};
    lemma alike_dying_list{L1, L2}: dying_list{L1} && slots_alike{L1, L2} ==> dying_list{L2};
    lemma alike_dying{L1, L2}: dying{L1} && slots_alike{L1, L2} ==> dying{L2};
    lemma alike_whole_threads{L1, L2}: whole_threads{L1} && slots_alike{L1, L2} ==> whole_threads{L2};
    lemma alike_whole_queues{L1, L2}: whole_queues{L1} && slots_alike{L1, L2} ==> whole_queues{L2};
    lemma alike_whole_contexts{L1, L2}: whole_contexts{L1} && slots_alike{L1, L2} ==> whole_contexts{L2};
    lemma alike_whole_vspaces{L1, L2}: whole_vspaces{L1} && slots_alike{L1, L2} ==> whole_vspaces{L2};
    lemma alike_whole_tables{L1, L2}: whole_tables{L1} && slots_alike{L1, L2} ==> whole_tables{L2};
    lemma alike_whole{L1, L2}: whole{L1} && slots_alike{L1, L2} ==> whole{L2};
*/
#endif

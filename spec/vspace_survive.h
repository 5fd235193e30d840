// SPDX-License-Identifier: Apache-2.0
/*
 * What the address spaces' invariant survives: the two results of
 * vspace_change.h that others need.  ACSL only.
 */
#ifndef WRIT_SPEC_VSPACE_SURVIVE_H
#define WRIT_SPEC_VSPACE_SURVIVE_H

#include "vspace_states.h"

/*@ // A slot loses or gets a capability that is not mapped.
    lemma unmapped_survives{L1, L2}: \forall integer s; 0 < s && spaces{L1} && mapping_untouched{L1, L2}(s)
      && !is_section_mapped{L1}(s) && !is_page_mapped{L1}(s)
      && !is_section_mapped{L2}(s) && !is_page_mapped{L2}(s) && slot_object{L2}(s) ==> spaces{L2};

    // A capability moves, and what it is mapped at will have to name its new slot.
    lemma move_survives{L1, L2}: \forall integer from, to; mapping_moved{L1, L2}(from, to)
      && spaces{L1} ==> spaces_moved{L2}(to);
*/
#endif

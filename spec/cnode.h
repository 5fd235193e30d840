// SPDX-License-Identifier: Apache-2.0
/* Loans: what a copy or mint of a capability is.  ACSL only; included by kernel/cnode.h. */
#ifndef WRIT_SPEC_CNODE_H
#define WRIT_SPEC_CNODE_H

#define GUARD_BITS_MAX 31u

/*@ // Untyped memory and page tables have one holder.
    predicate may_copy{L}(integer s) =
      slot_window[s].type != CAP_NULL && slot_window[s].type != CAP_UNTYPED
      && slot_window[s].type != CAP_PAGE_TABLE;

    // A badge is set once; a CNode's guard is set anew with each mint.
    predicate may_mint{L}(integer s, integer word1) =
      slot_window[s].type == CAP_CNODE ? word1 <= GUARD_BITS_MAX
      : (slot_window[s].type == CAP_ENDPOINT || slot_window[s].type == CAP_NOTIFICATION)
        && slot_window[s].word0 == 0 && slot_window[s].word1 == 0;

    // At L2, `to` names what `from` named at L1, with no more rights and never its ownership.
    predicate is_loan{L1, L2}(integer from, integer to, integer rights) =
      \at(slot_window[to].type, L2) == \at(slot_window[from].type, L1)
      && \at(slot_window[to].object, L2) == \at(slot_window[from].object, L1)
      && \at(slot_window[to].size, L2) == \at(slot_window[from].size, L1)
      && \at(slot_window[to].rights, L2) == (\at(slot_window[from].rights, L1) & rights & RIGHT_ALL);
*/
#endif

// SPDX-License-Identifier: Apache-2.0
/* CSpaces: what a CNode capability covers are slots, and which of them an address names.  ACSL only. */
#ifndef WRIT_SPEC_CSPACE_H
#define WRIT_SPEC_CSPACE_H

#include "bits.h"

/*@ // [s, s + n) are slots, at least one.
    predicate is_slots{L}(integer s, integer n) =
      0 < s && 1 <= n && s + n <= GRANULES && all_type{L}(s, n, CAP_CNODE);

    // Every CNode capability covers slots, at least slot 0 and one more.
    predicate cnodes{L} = \forall integer s; is_slot{L}(s) && slot_window[s].type == CAP_CNODE ==>
      slot_window[s].size >= 2 && is_slots{L}(slot_window[s].object, slot_window[s].size);

    // The `count` bits of x from bit `from` on.
    logic integer bits_of(integer x, integer from, integer count) = x / (1 << from) % (1 << count);

    // A CNode of this size takes r bits of an index.
    predicate cnode_radix(integer size, integer r) =
      1 <= r < 32 && has_bit(size, r) && \forall integer i; r < i < 32 ==> !has_bit(size, i);

    // The first of `depth` bits of index are the guard of the CNode capability in slot c.
    predicate guarded{L}(integer c, integer index, integer depth) =
      slot_window[c].word1 <= depth
      && (slot_window[c].word1 == 0
          || bits_of(index, depth - slot_window[c].word1, slot_window[c].word1) == slot_window[c].word0);

    // Behind the guard, r bits of them are slot number o, and `rest` bits remain.
    predicate leads{L}(integer c, integer index, integer depth, integer r, integer o, integer rest) =
      cnode_radix(slot_window[c].size, r) && guarded{L}(c, index, depth)
      && rest == depth - slot_window[c].word1 - r && 0 <= rest && depth <= 32
      && o == bits_of(index, rest, r)
      && 0 < o < slot_window[c].size;

    // `depth` bits of index, from the capability in slot c on, are the address of slot s, which lies
    // at most `levels` CNodes down.
    predicate names{L}(integer c, integer index, integer depth, integer levels, integer s) =
      0 < levels && slot_window[c].type == CAP_CNODE
      && \exists integer r, o, rest; leads{L}(c, index, depth, r, o, rest)
           && (rest == 0 ? s == slot_window[c].object + o
               : names{L}(slot_window[c].object + o, index, rest, levels - 1, s));

    // Thread t calls slot s by this address.
    predicate address_of{L}(integer t, integer address, integer s) =
      names{L}(t * THREAD_GRANULES + THREAD_SLOT_CSPACE, address, 32, CSPACE_LEVELS_MAX, s);

    // The slots [s, s + n) can be named by users.
    predicate in_cnodes{L}(integer s, integer n) =
      \forall integer i; s <= i < s + n ==> in_cnode{L}(i);
*/
#endif

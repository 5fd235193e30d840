// SPDX-License-Identifier: Apache-2.0
/*
 * A word as a set of the numbers 0 .. 31.  ACSL only.
 */
#ifndef WRIT_SPEC_BITS_H
#define WRIT_SPEC_BITS_H

/*@ predicate has_bit(integer w, integer i) = (w & (1 << i)) != 0;

    // The numbers from b to b + n - 1 of w are x; w has none above them.
    predicate bits_upper(integer w, integer b, integer n, integer x) =
      (\forall integer i; 0 <= i < n ==> (has_bit(w, b + i) <==> has_bit(x, i)))
      && (\forall integer i; b + n <= i < 32 ==> !has_bit(w, i));
*/

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * A word as a set of the numbers 0 .. 31.  ACSL only.
 */
#ifndef WRIT_SPEC_BITS_H
#define WRIT_SPEC_BITS_H

/*@ predicate has_bit(integer w, integer i) = (w & (1 << i)) != 0;
*/

#endif

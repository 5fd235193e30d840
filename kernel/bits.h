// SPDX-License-Identifier: Apache-2.0
/*
 * Powers of two, and a word as a set of the numbers 0 .. 31.
 *
 * A power of two is written 1 << b in contracts.  What the solvers don't know
 * of a shift by a variable is in the lemma functions: ghost code, no
 * instructions.
 */
#ifndef WRIT_KERNEL_BITS_H
#define WRIT_KERNEL_BITS_H

#include <stdint.h>

#include "../spec/bits.h"

/*@ ghost
    /@ requires exponent: b < 63;
       assigns \nothing;
       ensures double: 1 << (b + 1) == 2 * (1 << b); @/
    static inline void lem_bit_double(uint32_t b)
    {
	/@ assert twice: \forall integer y; y << 1 == 2 * y; @/
	/@ assert sum: 1 << (b + 1) == (1 << b) << 1; @/
    }
*/

/*@ ghost
    /@ requires order: a <= b < 64;
       assigns \nothing;
       ensures ordered: 1 <= (1 << a) <= (1 << b); @/
    static inline void lem_bit_ordered(uint32_t a, uint32_t b)
    {
	uint32_t i = 0;

	/@ loop invariant range: 0 <= i <= b;
	   loop invariant positive: 1 <= (1 << i);
	   loop invariant ordered: a <= i ==> 1 <= (1 << a) <= (1 << i);
	   loop assigns i;
	   loop variant b - i; @/
	while (i < b) {
		lem_bit_double(i);
		i = i + 1;
	}
    }
*/

/*@ ghost
    /@ requires exponents: a + b < 64;
       assigns \nothing;
       ensures product: 1 << (a + b) == (1 << a) * (1 << b); @/
    static inline void lem_bit_product(uint32_t a, uint32_t b)
    {
	uint32_t i = 0;

	/@ loop invariant range: 0 <= i <= b;
	   loop invariant product: 1 << (a + i) == (1 << a) * (1 << i);
	   loop assigns i;
	   loop variant b - i; @/
	while (i < b) {
		lem_bit_double(i);
		lem_bit_double(a + i);
		/@ assert next: 1 << (a + (i + 1)) == 2 * ((1 << a) * (1 << i)); @/
		i = i + 1;
	}
	/@ assert all: i == b; @/
    }
*/

/* The power of two with exponent b. */
/*@ requires exponent: b < 32;
    assigns \nothing;
    ensures power: \result == 1 << b;
    ensures range: 1 <= \result <= 0x80000000; */
static inline uint32_t bit(uint32_t b)
{
	//@ ghost lem_bit_ordered(b, 31);
	return 1u << b;
}

// A power of two has one bit.
/*@ ghost
    /@ requires number: b < 32;
       requires power: w == 1 << b;
       assigns \nothing;
       ensures member: has_bit(w, b);
       ensures greatest: \forall integer i; b < i < 32 ==> !has_bit(w, i); @/
    void lem_bit_alone(uint32_t w, uint32_t b);
*/

// What is above bit b of a word has 32 - b bits.
/*@ ghost
    /@ requires number: 1 <= b < 32;
       assigns \nothing;
       ensures below: w / (1 << b) < 1 << (32 - b); @/
    void lem_high_bits(uint32_t w, uint32_t b);
*/

/* w with b. */
/*@ requires number: b < 32;
    assigns \nothing;
    ensures set: \forall integer i; 0 <= i < 32 ==>
      (has_bit(\result, i) <==> i == b || has_bit(w, i)); */
static inline uint32_t bit_set(uint32_t w, uint32_t b)
{
	return w | bit(b);
}

// A word that is not 0 has a number.
/*@ ghost
    /@ requires some: w != 0;
       assigns \nothing;
       ensures number: \result < 32 && has_bit(w, \result); @/
    uint32_t lem_bit_some(uint32_t w);
*/


// What is above bit b of a word: something, if the word without the lower ones is more than 1.
/*@ ghost
    /@ requires number: b < 32;
       assigns \nothing;
       ensures above: (w >> b) > 1 <==> \exists integer i; b < i < 32 && has_bit(w, i); @/
    void lem_bits_above(uint32_t w, uint32_t b);
*/

/* w without b. */
/*@ requires number: b < 32;
    assigns \nothing;
    ensures cleared: \forall integer i; 0 <= i < 32 ==>
      (has_bit(\result, i) <==> i != b && has_bit(w, i)); */
static inline uint32_t bit_clear(uint32_t w, uint32_t b)
{
	return w & ~bit(b);
}

/* The greatest number in w. */
/*@ requires some: w != 0;
    assigns \nothing;
    ensures range: \result < 32;
    ensures more: w > 1 ==> \result > 0;
    ensures member: has_bit(w, \result);
    ensures greatest: \forall integer i; \result < i < 32 ==> !has_bit(w, i); */
uint32_t highest_bit(uint32_t w);

#endif

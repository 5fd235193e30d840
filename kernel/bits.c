// SPDX-License-Identifier: Apache-2.0
/*
 * The greatest number in a word: the compiler's builtin, which is one
 * instruction (CLZ, ARM DDI 0406C A8.8.33), is asked for a guess, and two loops
 * mend it.  They take no step where it is right, and the proof holds where it is not.
 */
#include "bits.h"

/*@ ghost
    /@ requires number: b < 31;
       assigns \nothing;
       ensures half: w >> (b + 1) == (w >> b) / 2; @/
    static void lem_shift_half(uint32_t w, uint32_t b)
    {
	uint32_t y = w >> b;
	/@ assert half: y >> 1 == y / 2; @/
    }
*/

/*@ ghost
    /@ requires number: n < 32;
       assigns \nothing;
       ensures sign: w >> n >= 0;
       ensures last: w >> 31 <= 1; @/
    static void lem_shift_range(uint32_t w, uint32_t n)
    {
	uint32_t b = 0, most = 0xffffffff, x = w >> n;

	/@ loop invariant range: b <= 31;
	   loop invariant most: w >> b <= most && most < 1 << (32 - b);
	   loop assigns b, most;
	   loop variant 31 - b; @/
	while (b < 31) {
		lem_shift_half(w, b);
		lem_bit_double(31 - b);
		b = b + 1;
		most = most / 2;
	}
    }
*/

/*@ ghost
    /@ requires number: b < 32;
       requires one: w >> b == 1;
       assigns \nothing;
       ensures member: has_bit(w, b);
       ensures greatest: \forall integer i; b < i < 32 ==> !has_bit(w, i); @/
    static void lem_shift_one(uint32_t w, uint32_t b)
    {
	uint32_t x = w >> b;
	/@ assert shift: \forall integer i; 0 <= i < 32 - b ==> (has_bit(x, i) <==> has_bit(w, i + b)); @/
	/@ assert above: \forall integer i; b < i < 32 ==> (has_bit(w, i) <==> has_bit(x, i - b)); @/
    }
*/

/*@ ghost
    void lem_bit_alone(uint32_t w, uint32_t b)
    {
	lem_bit_ordered(b, 31);
	/@ assert one: w >> b == 1; @/
	lem_shift_one(w, b);
    }
*/

/*@ ghost
    void lem_high_bits(uint32_t w, uint32_t b)
    {
	lem_bit_product(b, 32 - b);
	lem_bit_ordered(0, b);
	/@ assert product: (1 << b) * (1 << (32 - b)) == 0x100000000; @/
	/@ assert floor: w / (1 << b) * (1 << b) <= w; @/
	/@ assert ordered: \forall integer p, q, r; 0 <= p && r <= q ==> r * p <= q * p; @/
    }
*/

uint32_t highest_bit(uint32_t w)
{
	uint32_t b = 31 - (uint32_t)__builtin_clz(w);

	/*@ loop invariant range: b < 32;
	    loop assigns b;
	    loop variant b; */
	while (w >> b == 0)
		b--;
	//@ ghost lem_shift_range(w, b);
	/*@ loop invariant range: b < 32;
	    loop invariant some: w >> b >= 1;
	    loop invariant last: b == 31 ==> w >> b <= 1;
	    loop assigns b;
	    loop variant 31 - b; */
	while (w >> b > 1) {
		//@ ghost lem_shift_half(w, b);
		b++;
	}
	//@ ghost lem_shift_one(w, b);
	return b;
}

/*@ ghost
    uint32_t lem_bit_some(uint32_t w)
    {
	uint32_t b = 31;

	lem_shift_range(w, 31);
	/@ loop invariant range: b < 32;
	   loop invariant last: w >> b <= 1;
	   loop assigns b;
	   loop variant b; @/
	while (w >> b == 0) {
		/@ assert more: b > 0; @/
		lem_shift_half(w, b - 1);
		b = b - 1;
	}
	lem_shift_range(w, b);
	lem_shift_one(w, b);
	return b;
    }
*/

/*@ ghost
    void lem_bits_above(uint32_t w, uint32_t b)
    {
	uint32_t x = w >> b, k;

	lem_shift_range(w, b);
	/@ assert shift: \forall integer i; 0 <= i < 32 - b ==> (has_bit(x, i) <==> has_bit(w, i + b)); @/
	if (x == 1)
		lem_shift_one(w, b);
	/@ assert last: b == 31 ==> w >> b <= 1; @/
	if (x > 1) {
		/@ assert below: b < 31; @/
		lem_shift_half(w, b);
		k = b + 1;
		/@ loop invariant range: b < k < 32;
		   loop invariant more: w >> k >= 1;
		   loop invariant last: k == 31 ==> w >> k <= 1;
		   loop assigns k;
		   loop variant 31 - k; @/
		while (w >> k > 1) {
			lem_shift_half(w, k);
			k = k + 1;
		}
		lem_shift_one(w, k);
	}
    }
*/

// SPDX-License-Identifier: Apache-2.0
/*
 * The greatest number in a word, by halving: x is what remains of the word's
 * upper end, with fewer numbers after each step, and b counts those below it.
 */
#include "bits.h"

/*@ ghost
    /@ requires numbers: k < 31;
       assigns \nothing;
       ensures half: x >> (k + 1) == (x >> k) / 2; @/
    static void lem_shift_half(uint32_t x, uint32_t k)
    {
	uint32_t y = x >> k;
	/@ assert half: y >> 1 == y / 2; @/
    }
*/

/*@ ghost
    /@ assigns \nothing;
       ensures shift1: x >> 1 == x / 2;
       ensures shift2: x >> 2 == x / 4;
       ensures shift4: x >> 4 == x / 16;
       ensures shift8: x >> 8 == x / 256;
       ensures shift16: x >> 16 == x / 65536; @/
    static void lem_shift(uint32_t x)
    {
	lem_shift_half(x, 0);
	lem_shift_half(x, 1);
	lem_shift_half(x, 2);
	lem_shift_half(x, 3);
	/@ assert shift4: x >> 4 == x / 16; @/
	lem_shift_half(x, 4);
	lem_shift_half(x, 5);
	lem_shift_half(x, 6);
	lem_shift_half(x, 7);
	/@ assert shift8: x >> 8 == x / 256; @/
	lem_shift_half(x, 8);
	lem_shift_half(x, 9);
	lem_shift_half(x, 10);
	lem_shift_half(x, 11);
	/@ assert shift12: x >> 12 == x / 4096; @/
	lem_shift_half(x, 12);
	lem_shift_half(x, 13);
	/@ assert shift14: x >> 14 == x / 16384; @/
	lem_shift_half(x, 14);
	lem_shift_half(x, 15);
    }
*/

/*@ ghost
    /@ requires numbers: b + 2 * n <= 32;
       requires upper: bits_upper(w, b, 2 * n, x);
       requires shifted: y == x >> n;
       assigns \nothing;
       ensures high: bits_upper(w, b + n, n, y);
       ensures low: y == 0 ==> bits_upper(w, b, n, x); @/
    static void lem_bits_halve(uint32_t w, uint32_t b, uint32_t n, uint32_t x, uint32_t y)
    {
	/@ assert shift: \forall integer i; 0 <= i < n ==> (has_bit(y, i) <==> has_bit(x, i + n)); @/
	/@ assert upper: \forall integer i; n <= i < 2 * n ==> (has_bit(x, i) <==> has_bit(y, i - n)); @/
	/@ assert same: \forall integer i; b + n <= i < b + 2 * n ==>
	     (has_bit(w, i) <==> has_bit(x, i - b)); @/
    }
*/

uint32_t highest_bit(uint32_t w)
{
	uint32_t b = 0;
	uint32_t x = w;

	//@ ghost lem_shift(x);
	//@ ghost lem_bits_halve(w, b, 16, x, x / 65536);
	if (x >= 65536) {
		x = x / 65536;
		b = b + 16;
	}
	//@ assert half16: 0 < x < 65536 && b <= 16 && bits_upper(w, b, 16, x);
	//@ ghost lem_shift(x);
	//@ ghost lem_bits_halve(w, b, 8, x, x / 256);
	if (x >= 256) {
		x = x / 256;
		b = b + 8;
	}
	//@ assert half8: 0 < x < 256 && b <= 24 && bits_upper(w, b, 8, x);
	//@ ghost lem_shift(x);
	//@ ghost lem_bits_halve(w, b, 4, x, x / 16);
	if (x >= 16) {
		x = x / 16;
		b = b + 4;
	}
	//@ assert half4: 0 < x < 16 && b <= 28 && bits_upper(w, b, 4, x);
	//@ ghost lem_shift(x);
	//@ ghost lem_bits_halve(w, b, 2, x, x / 4);
	if (x >= 4) {
		x = x / 4;
		b = b + 2;
	}
	//@ assert half2: 0 < x < 4 && b <= 30 && bits_upper(w, b, 2, x);
	//@ ghost lem_shift(x);
	//@ ghost lem_bits_halve(w, b, 1, x, x / 2);
	if (x >= 2)
		b = b + 1;
	//@ assert one: has_bit(1, 0);
	return b;
}

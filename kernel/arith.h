// SPDX-License-Identifier: Apache-2.0
/*
 * Arithmetic that the solvers lose in a large function: products and
 * remainders by a variable.  Each fact is proved once here, and a caller has
 * it from a contract.  The lemma functions are ghost code: no instructions.
 */
#ifndef WRIT_KERNEL_ARITH_H
#define WRIT_KERNEL_ARITH_H

#include <stdint.h>

/*@ ghost
    /@ requires less: a < b;
       assigns \nothing;
       ensures step: a * c + c <= b * c; @/
    static inline void lem_mul_step(uint32_t a, uint32_t b, uint32_t c) {}
*/

/*@ ghost
    /@ requires most: a <= b;
       assigns \nothing;
       ensures ordered: a * c <= b * c; @/
    static inline void lem_mul_le(uint32_t a, uint32_t b, uint32_t c) {}
*/

// The quotient and remainder of k * size + r, where r < size.
/*@ ghost
    /@ requires rest: r < size;
       assigns \nothing;
       ensures quotient: (k * size + r) / size == k;
       ensures remainder: (k * size + r) % size == r; @/
    static inline void lem_div_mod(uint32_t k, uint32_t size, uint32_t r) {}
*/

/* The smallest multiple of `size` that is not below x. */
/*@ requires size: 1 <= size <= 0x80000000;
    requires low: x <= 0x7fffffff;
    assigns \nothing;
    ensures next: x <= \result < x + size;
    ensures aligned: \result % size == 0; */
static inline uint32_t align_up(uint32_t x, uint32_t size)
{
	uint32_t q = x / size;

	//@ assert floor: q * size <= x < q * size + size;
	if (q * size == x)
		return x;
	//@ assert multiple: ((q + 1) * size) % size == 0;
	return (q + 1) * size;
}

/* Do n objects of `size` fit in `avail`? */
/*@ requires size: 1 <= size;
    assigns \nothing;
    ensures truth: \result == 0 || \result == 1;
    ensures fit: \result != 0 <==> n * size <= avail; */
static inline int fits(uint32_t n, uint32_t size, uint32_t avail)
{
	uint32_t q = avail / size;

	//@ assert floor: q * size <= avail < (q + 1) * size;
	if (n <= q) {
		//@ ghost lem_mul_le(n, q, size);
		return 1;
	}
	//@ assert more: (q + 1) * size <= n * size;
	return 0;
}

#endif

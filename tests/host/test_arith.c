// SPDX-License-Identifier: Apache-2.0
/* arith.h, bits.h, answer.h: against the same said in 64 bits. */
#include "answer.h"
#include "arith.h"
#include "bits.h"
#include "check.h"
#include "groups.h"

/* The function once more, with a builtin that says whatever it likes (0 .. 31). */
static uint32_t guess;
uint32_t highest_bit_guessed(uint32_t w);
#define highest_bit highest_bit_guessed
#define __builtin_clz(w) (guess)
#include "../../kernel/bits.c"
#undef highest_bit
#undef __builtin_clz

static const uint32_t values[] = {
	0, 1, 2, 3, 5, 7, 8, 31, 32, 33, 127, 128, 129, 255, 256, 511, 512, 1000, 4095, 4096, 65535,
	65536, 0x1ffffff, 0x2000000, 0x7ffffffe, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff
};
#define VALUES (sizeof values / sizeof values[0])

static void align(void)
{
	uint32_t i, k;
	uint64_t x, size, next;

	for (i = 0; i < VALUES; i++) {
		for (k = 1; k < VALUES; k++) {
			x = values[i];
			size = values[k];
			if (x > 0x7fffffff || size > 0x80000000)
				continue;
			next = (x + size - 1) / size * size;
			CHECK_EQUAL(align_up(values[i], values[k]), next);
		}
	}
}

static void fit(void)
{
	uint32_t i, k, m;

	for (i = 0; i < VALUES; i++)
		for (k = 1; k < VALUES; k++)
			for (m = 0; m < VALUES; m++)
				CHECK_EQUAL(fits(values[i], values[k], values[m]),
				            (uint64_t)values[i] * values[k] <= values[m]);
}

static uint32_t greatest(uint32_t w)
{
	uint32_t b = 31;

	while ((w & 1u << b) == 0)
		b--;
	return b;
}

static void bits(void)
{
	uint32_t b, w, i;

	for (b = 0; b < 32; b++) {
		CHECK_EQUAL(bit(b), 1ull << b);
		CHECK_EQUAL(highest_bit(1u << b), b);
		CHECK_EQUAL(highest_bit(0xffffffffu >> (31 - b)), b);
		for (i = 0; i < VALUES; i++) {
			w = values[i];
			CHECK_EQUAL(bit_set(w, b), w | 1u << b);
			CHECK_EQUAL(bit_clear(w, b), w & ~(1u << b));
		}
	}
	for (w = 1; w < 70000; w++)
		CHECK_EQUAL(highest_bit(w), greatest(w));
	for (i = 1; i < VALUES; i++) {
		CHECK_EQUAL(highest_bit(values[i]), greatest(values[i]));
		for (guess = 0; guess < 32; guess++)
			CHECK_EQUAL(highest_bit_guessed(values[i]), greatest(values[i]));
	}
}

static void answers(void)
{
	uint32_t status, argument;

	for (status = 0; status <= STATUS_RESTART; status++)
		for (argument = 0; argument < 9; argument++)
			CHECK_EQUAL(refuse((enum status)status, argument), status == STATUS_OK ? 0 : status | argument << 8);
}

void test_arith(void)
{
	align();
	fit();
	bits();
	answers();
}

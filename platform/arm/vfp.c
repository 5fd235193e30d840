// SPDX-License-Identifier: Apache-2.0
/*
 * The FPU: VFP and Advanced SIMD with 32 doubleword registers, ARM DDI 0406C
 * A2.6, B1.11.  CPACR gives it to everybody, for good; FPEXC.EN turns it on and
 * off.  A core that has less has none: its instructions are undefined.
 */
#include "machine.h"
#include "platform.h"

#define CPACR_FPU (15u << 20)      /* cp10 and cp11: full access, B4.1.40 */
#define CPACR_LESS (3u << 30)      /* ASEDIS, D32DIS */
#define MVFR0_REGISTERS 15u        /* B4.1.108; 2: 32 doubleword registers */
#define FPEXC_EN (1u << 30)        /* B4.1.57 */
#define FPU ".fpu neon-vfpv4\n\t"  /* for the assembler; the compiler knows of none */

_Static_assert(__builtin_offsetof(struct thread, fpu_registers) == 512, "a thread's FPU registers begin cache lines");

/* 1: the core has it. */
static uint32_t fpu_there;

void machine_fpu_enable(uint32_t on)
{
	__asm__ volatile(FPU "vmsr fpexc, %0" : : "r"(on ? FPEXC_EN : 0) : "memory");
}

/* What the core has not does not stay in CPACR. */
void fpu_start(void)
{
	uint32_t access, features;

	CP15_WRITE(CPACR_FPU, 0, c1, c0, 2);
	ISB();
	CP15_READ(access, 0, c1, c0, 2);
	if ((access & (CPACR_FPU | CPACR_LESS)) == CPACR_FPU) {
		__asm__ volatile(FPU "vmrs %0, mvfr0" : "=r"(features));
		fpu_there = (features & MVFR0_REGISTERS) == 2;
	}
	if (fpu_there)
		machine_fpu_enable(0);
	else
		CP15_WRITE(0, 0, c1, c0, 2);
}

uint32_t fpu_is_off(void)
{
	uint32_t fpexc;

	if (!fpu_there)
		return 0;
	__asm__ volatile(FPU "vmrs %0, fpexc" : "=r"(fpexc));
	return (fpexc & FPEXC_EN) == 0;
}

void machine_fpu_save(uint32_t t)
{
	uint32_t *to = THREAD(t).fpu_registers;
	uint32_t status;

	__asm__ volatile(FPU
	                 "vstmia %0!, {d0-d15}\n\t"
	                 "vstmia %0!, {d16-d31}\n\t"
	                 "vmrs %1, fpscr\n\t"
	                 "str %1, [%0]"
	                 : "+r"(to), "=&r"(status) : : "memory");
}

void machine_fpu_load(uint32_t t)
{
	const uint32_t *from = THREAD(t).fpu_registers;
	uint32_t status;

	__asm__ volatile(FPU
	                 "vldmia %0!, {d0-d15}\n\t"
	                 "vldmia %0!, {d16-d31}\n\t"
	                 "ldr %1, [%0]\n\t"
	                 "vmsr fpscr, %1"
	                 : "+r"(from), "=&r"(status) : : "memory");
}

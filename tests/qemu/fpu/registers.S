// SPDX-License-Identifier: Apache-2.0
/*
 * All registers of the FPU: the C of the case is compiled without any of them.
 */
#include "kernel/abi.h"

	.syntax	unified
	.fpu	neon-vfpv4
	.text

	@ void fpu_write(const uint32_t words[65]): d0 .. d31, FPSCR
	.global	fpu_write
	.type	fpu_write, %function
fpu_write:
	vldmia	r0!, {d0-d15}
	vldmia	r0!, {d16-d31}
	ldr	r1, [r0]
	vmsr	fpscr, r1
	bx	lr

	@ void fpu_read(uint32_t words[65])
	.global	fpu_read
	.type	fpu_read, %function
fpu_read:
	vstmia	r0!, {d0-d15}
	vstmia	r0!, {d16-d31}
	vmrs	r1, fpscr
	str	r1, [r0]
	bx	lr

	@ A thread that begins with an instruction of NEON: stores all to r0 on, then r0 itself to r1.
	.global	fpu_first, fpu_first_thumb
	.type	fpu_first, %function
fpu_first:
	vst1.32	{d0-d3}, [r0]!
	.irp	d, d4-d7, d8-d11, d12-d15, d16-d19, d20-d23, d24-d27, d28-d31
	vst1.32	{\d}, [r0]!
	.endr
	vmrs	r2, fpscr
	str	r2, [r0]
	str	r0, [r1]
	b	.

	@ The same in Thumb state, with the first of them in an IT block.
	.thumb
	.type	fpu_first_thumb, %function
fpu_first_thumb:
	cmp	r0, r0
	itt	eq
	vmoveq	r2, r3, d0
	streq	r2, [r0]
	str	r0, [r1]
	b	.
	.arm

	@ Undefined in user mode, though one of the FPU: reads FPEXC.
	.global	fpu_forbidden
	.type	fpu_forbidden, %function
fpu_forbidden:
	vmrs	r0, fpexc
	bx	lr

	@ Undefined.
	.global	fpu_nothing
	.type	fpu_nothing, %function
fpu_nothing:
	udf	#7
	bx	lr

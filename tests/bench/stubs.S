// SPDX-License-Identifier: Apache-2.0
/*
 * Calls between two readings of the cycle counter (PMCCNTR, ARM DDI 0406C
 * B4.1.113), which counts instructions of the kernel only, so that what user
 * mode does in between costs nothing.
 *
 * The loops use no stack and no data of their own: they are copied into the
 * address space that they are to run in.
 */
#include "kernel/abi.h"

	.macro	stamp address, offset
	mrc	p15, 0, r8, c9, c13, 0
	str	r8, [\address, #\offset]
	.endm

	.text
	@ void bench_trap(struct writ_registers *registers, struct stamps *stamps)
	.global	bench_trap
	.type	bench_trap, %function
bench_trap:
	push	{r0, r1, r4-r11, lr}
	mov	r11, r0
	ldm	r11, {r0-r10}
	mrc	p15, 0, r12, c9, c13, 0
	svc	#0
	mrc	p15, 0, r11, c9, c13, 0
	ldr	lr, [sp]
	stm	lr, {r0-r10}
	ldr	lr, [sp, #4]
	str	r12, [lr]
	str	r11, [lr, #4]
	add	sp, sp, #8
	pop	{r4-r11, pc}

	.section .rodata
	.balign	4
	.global	bench_loops, bench_loops_end, bench_server, bench_faulter, bench_waiter, bench_fpu_user
bench_loops:

	@ Answers every call with what it got.  r0: where the stamps go; capabilities 1 and 2
	@ are its endpoint and reply object.
bench_server:
	mov	r10, r0
	mov	r0, #1
	mov	r6, #2
	mov	r7, #CALL_RECV
	svc	#0
1:	stamp	r10, 4
	mov	r0, #1
	mov	r6, #2
	mov	r7, #CALL_REPLY_RECV
	stamp	r10, 0
	svc	#0
	b	1b

	@ Reads page after page from r1 on.
bench_faulter:
	mov	r10, r0
	mov	r11, r1
2:	stamp	r10, 0
	ldr	r9, [r11]
	stamp	r10, 4
	add	r11, r11, #4096
	b	2b

	@ Makes the call r1 on capability r2 again and again.
bench_waiter:
	mov	r10, r0
	mov	r11, r1
	mov	r9, r2
3:	mov	r0, r9
	mov	r7, r11
	stamp	r10, 0
	svc	#0
	stamp	r10, 4
	b	3b

	@ Uses the FPU in each of its turns.
	.fpu	neon-vfpv4
bench_fpu_user:
	vmov	s0, r0
	mov	r7, #CALL_YIELD
	svc	#0
	b	bench_fpu_user
bench_loops_end:

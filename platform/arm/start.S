// SPDX-License-Identifier: Apache-2.0
/*
 * From the loader to machine_start(): memory zeroed, MMU and caches on.
 *
 * Entered at the physical address of _start by one processor, in a mode of
 * privilege level 1 other than Hyp, MMU and data cache off, caches and TLB as
 * reset leaves them, invalid (ARM DDI 0406C B2.2.2, B3.10.1); where coherency
 * must be switched on (Cortex-A15: ACTLR.SMP) the firmware has done so.  No
 * register holds anything.  Until the MMU is on the code knows itself by pc,
 * and data by `- KERNEL_OFFSET`.
 */
#include "platform.h"

	.section .text.start, "ax"
	.global	_start
_start:
	cpsid	aif, #0x13                      // B9.3.2: Supervisor, nothing interrupts
	ldr	sp, =kernel_stack_end - KERNEL_OFFSET
	ldr	r0, =kernel_table - KERNEL_OFFSET
	mov	r1, #0x4000 / 32
	bl	memory_zero
	ldr	r0, =kernel_bss - KERNEL_OFFSET
	ldr	r1, =kernel_bss_granules
	bl	memory_zero

	/* The kernel's MiB, where it runs now and where it is linked.  The first goes with
	   mmu_start(): it is in the half of the table that serves TTBR0 until then. */
	ldr	r0, =kernel_table - KERNEL_OFFSET
	ldr	r1, =BOARD_KERNEL_BASE + SECTION_START
	ldr	r2, =BOARD_KERNEL_BASE >> 20 << 2
	str	r1, [r0, r2]
	ldr	r2, =(BOARD_KERNEL_BASE + KERNEL_OFFSET) >> 20 << 2
	str	r1, [r0, r2]

	orr	r0, r0, #TABLE_WALK
	mcr	p15, 0, r0, c2, c0, 0           // TTBR0, B4.1.154
	mcr	p15, 0, r0, c2, c0, 1           // TTBR1, B4.1.155
	mov	r0, #1
	mcr	p15, 0, r0, c2, c0, 2           // TTBCR.N = 1: B3.5.4, B4.1.153
	mcr	p15, 0, r0, c3, c0, 0           // DACR: domain 0 is a client, B3.7.3
	mov	r0, #0
	mcr	p15, 0, r0, c13, c0, 1          // CONTEXTIDR: ASID 0, for all
	mcr	p15, 0, r0, c1, c0, 2           // CPACR: no FPU until fpu_start(), B4.1.40
	mcr	p15, 0, r0, c8, c7, 0           // TLBIALL, B3.18.7
	mcr	p15, 0, r0, c7, c5, 0           // ICIALLU, B3.18.6
	mcr	p15, 0, r0, c7, c5, 6           // BPIALL
	dsb
	isb
	ldr	r0, =0x20c5187d                 // SCTLR: AFE, I, Z, C, M; the rest as reset, B4.1.130
	mcr	p15, 0, r0, c1, c0, 0
	isb

	ldr	sp, =kernel_stack_end
	ldr	r0, =vectors
	mcr	p15, 0, r0, c12, c0, 0          // VBAR, B1.8.1
	ldr	lr, =thread_run
	ldr	pc, =machine_start

/* machine_memory_clear(a, n), and the same by address, for as long as there is none.  Rounds of 48
   granules by the widest store there is, twelve registers; then granule by granule the rest. */
	.text
	.global	machine_memory_clear
machine_memory_clear:
	mov	r2, #KERNEL_VIRTUAL
	add	r0, r2, r0, lsl #5
memory_zero:
	push	{r4-r11, lr}
	.irp	r, r2, r3, r4, r5, r6, r7, r8, r9
	mov	\r, #0
	.endr
	subs	r1, r1, #48
	blo	2f
	.irp	r, r10, r11, r12, lr
	mov	\r, #0
	.endr
1:	.rept	32
	stmia	r0!, {r2-r12, lr}
	.endr
	subs	r1, r1, #48
	bhs	1b
2:	sub	pc, pc, r1, lsl #2              // r1 = the rest - 48: past as many of the stores
	.word	0, 0                            // never reached: pc is two instructions on
	.rept	47
	stmia	r0!, {r2-r9}
	.endr
	pop	{r4-r11, pc}

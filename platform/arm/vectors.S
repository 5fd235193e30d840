// SPDX-License-Identifier: Apache-2.0
/*
 * Exceptions: from a thread into the kernel and back.
 *
 * While a thread runs, the stack pointer of Supervisor mode stands at the end
 * of its pc and cpsr, so that SRS (ARM DDI 0406C B9.3.16) and one STM store all
 * registers where they belong, and the other way round:
 *
 *     thread + 256                          + 316     + 324
 *     | r0 r1 ...             r12   sp  lr  | pc cpsr | tls
 *       <-------- stmdb sp, {r0-r14}^ --------<- srsdb -  sp
 *
 * Every kind of exception enters with IRQ masked (B1.8.3) and asynchronous
 * aborts are masked always, so none comes while the kernel runs; one that does
 * is the kernel's own fault and stops it (kernel_fault).
 */
#include "platform.h"

	/* Go on with thread r0.  r14's place ends at 256 + 60 in it. */
	.macro	resume
	ldr	r1, =KERNEL_VIRTUAL + 256 + 60
	add	sp, r1, r0, lsl #10
	ldmdb	sp, {r0-r14}^                   // user mode's registers, B9.3.6
	rfeia	sp!                             // B9.3.13
	.endm

	/* An exception whose preferred return address is lr - offset (B1.8.3). */
	.macro	fault what, offset, entry
	.if	\offset
	sub	lr, lr, #\offset
	.endif
	srsdb	sp!, #0x13
	cps	#0x13
	stmdb	sp, {r0-r14}^
	ldr	r2, [sp, #4]
	mov	r1, #\what
	tst	r2, #15                         // user mode is 0x10, B1.3.1
	bne	kernel_fault
	ldr	sp, =kernel_stack_end
	bl	\entry
	resume
	.endm

	.text
	.global	vectors
	.balign	32                              // VBAR, B1.8.1
vectors:
	b	other                           // not used
	b	undefined
	b	call
	b	prefetch_abort
	b	data_abort
	b	other                           // not used
	b	interrupt
other:	srsdb	sp!, #0x13                      // FIQ: nothing is configured to raise it
	cps	#0x13
	stmdb	sp, {r0-r14}^
	mov	r1, #PANIC_OTHER
	b	kernel_fault

call:	srsdb	sp!, #0x13
	stmdb	sp, {r0-r14}^
	ldr	sp, =kernel_stack_end
	bl	syscall_entry
	.global	thread_run
thread_run:
	resume

interrupt:
	sub	lr, lr, #4
	srsdb	sp!, #0x13
	cps	#0x13
	stmdb	sp, {r0-r14}^
	ldr	sp, =kernel_stack_end
	bl	interrupt_entry
	resume

undefined:
	fault	PANIC_UNDEFINED, 0, machine_undefined
prefetch_abort:
	fault	PANIC_PREFETCH, 4, machine_prefetch_abort
data_abort:
	fault	PANIC_DATA, 8, machine_data_abort

	/* What happened is below sp: stay below it. */
kernel_fault:
	mov	r0, sp
	mov	r2, lr
	sub	sp, sp, #64
	bic	sp, sp, #7
	b	machine_panic

	/* The idle thread, in Supervisor mode with interrupts unmasked: B1.8.13. */
	.global	machine_idle_loop
machine_idle_loop:
	wfi
	b	machine_idle_loop

/*
 * machine_exit(code): by the emulator's semihosting (SYS_EXIT_EXTENDED), which
 * gives the status; by the firmware's PSCI SYSTEM_OFF where there is none, when
 * the SVC comes to the vectors below; and if nothing helps, by standing still.
 */
	.arch_extension virt
	.arch_extension sec
	.global	machine_exit
	.type	machine_exit, %function        // Thumb code calls it by BLX
machine_exit:
	cpsid	aif
	ldr	r1, =exit_vectors
	mcr	p15, 0, r1, c12, c0, 0
	isb
	ldr	r1, =0x20026                    // ADP_Stopped_ApplicationExit
	mov	r2, r0
	push	{r1, r2}
	mov	r0, #0x20
	mov	r1, sp
	svc	0x123456
	.balign	32
exit_vectors:
	b	halt
	b	halt
	ldr	r0, =0x84000008
	BOARD_PSCI_CALL
halt:	wfi
	b	halt
	b	halt
	b	halt

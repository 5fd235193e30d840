// SPDX-License-Identifier: Apache-2.0
/*
 * The first instructions of a program: gives it a stack, its thread-local
 * storage, .data and .bss, and calls main.  Entering here again restarts it.
 */
#include "kernel/abi.h"
#include "writ/layout.h"

	.section .text.start, "ax"
	.global _start
	.type _start, %function
_start:
	ldr	sp, =LAYOUT_STACK_TOP
	ldr	r4, =LAYOUT_THREAD_POINTER
	mrc	p15, 0, r0, c13, c0, 3
	cmp	r0, r4
	beq	1f
	@ Nobody has set the thread pointer, so this is the root task, which holds its own thread.
	mov	r0, #ROOT_THREAD
	mov	r1, #THREAD_WRITE_REGISTERS
	mov	r2, #REGISTER_TLS
	mov	r3, #1
	mov	r7, #CALL_INVOKE
	svc	#0
1:	ldr	r0, =__data_image
	ldr	r1, =__data_start
	ldr	r2, =__data_end
2:	cmp	r1, r2
	ldrlo	r3, [r0], #4
	strlo	r3, [r1], #4
	blo	2b
	ldr	r1, =__bss_start
	ldr	r2, =__bss_end
	mov	r3, #0
3:	cmp	r1, r2
	strlo	r3, [r1], #4
	blo	3b
	bl	main
	bl	_exit
	.size _start, . - _start
	.ltorg

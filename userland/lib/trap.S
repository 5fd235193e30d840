// SPDX-License-Identifier: Apache-2.0
/*
 * The one instruction by which a program enters the kernel.
 *
 *     void writ_trap(struct writ_registers *registers)
 *
 * loads r0..r10, the number of the call in r7, and stores what the kernel left.
 */
	.text
	.global writ_trap
	.type writ_trap, %function
writ_trap:
	push	{r0, r4-r11, lr}
	mov	r11, r0
	ldm	r11, {r0-r10}
	svc	#0
	ldr	r11, [sp]
	stm	r11, {r0-r10}
	add	sp, sp, #4
	pop	{r4-r11, pc}
	.size writ_trap, . - writ_trap

// SPDX-License-Identifier: Apache-2.0
/*
 * What the children of this case run: they call their endpoint with a word, and
 * the answer is the address of the next word.  Without a stack or data, so that
 * it runs wherever it is copied.
 */
#include "kernel/abi.h"

	.section .rodata
	.balign 4
	.global child_begin, child_end
child_begin:
1:	mov	r0, #1
	ldr	r1, 2f
	mov	r7, #CALL_CALL
	svc	#0
	ldr	r2, [r2]
	b	1b
2:	.word	7 << 12 | 1
child_end:

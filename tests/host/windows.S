// SPDX-License-Identifier: Apache-2.0
/*
 * The typed windows of kernel/object.h, all over the same memory, as the board's
 * linker script lays them: the host maps its RAM at this address (machine_fake.c).
 * The address and the windows' size (1 GiB) stay below 2 GiB, where code of the
 * small model reaches them, and in the part of memory that ASan shadows.
 */
	.macro	window name, offset=0
	.globl	\name
	.set	\name, 0x20000000 + \offset
	.endm

	window	ram_window
	window	slot_window
	window	thread_window
	window	waiter_window, 328
	window	endpoint_window
	window	notification_window
	window	reply_window
	window	sched_context_window
	window	list_head_window
	window	list_map_window, 256
	window	link_window
	window	buffer_window

	.section .note.GNU-stack, "", %progbits

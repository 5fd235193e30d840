// SPDX-License-Identifier: Apache-2.0
/*
 * What the files of this folder share.  C and assembly read the first part.
 *
 * The kernel's half of the virtual addresses:
 *
 *     0x80000000                        0xfff00000
 *     |-- RAM, linear: 1 MiB sections --|-- GIC, console: 4 KiB pages --|
 *           |4 KiB pages in the kernel's own MiB: text RX, rodata R, data RW|
 *
 * References are to the ARM Architecture Reference Manual, ARM DDI 0406C, and
 * the GIC architecture, ARM IHI 0048B.
 */
#ifndef WRIT_PLATFORM_H
#define WRIT_PLATFORM_H

#include "board_gen.h"

#define KERNEL_VIRTUAL 0x80000000
#define KERNEL_OFFSET (KERNEL_VIRTUAL - BOARD_RAM_BASE) /* virtual - physical */

/* Kernel devices, a page each; a device need not begin at a page. */
#define DEVICE_AREA 0xfff00000
#define GICD (DEVICE_AREA + BOARD_GICD % 0x1000)
#define GICC (DEVICE_AREA + 0x1000 + BOARD_GICC % 0x1000)
#define CONSOLE (DEVICE_AREA + 0x2000 + BOARD_CONSOLE % 0x1000)

/* TTBR0 and TTBR1: table walks are write-back, write-allocate, shareable: B4.1.154. */
#define TABLE_WALK 0x4a

/* Section descriptor, B3.5.1, with the access flag, B3.7.4: memory that the kernel may read,
   write and execute.  Used between the MMU's start and mmu_start() only. */
#define SECTION_START 0x1140e  /* S, TEX 001, AP[0], C, B: B3.8.2 */

/* The exceptions that stop the kernel. */
#define PANIC_UNDEFINED 0
#define PANIC_PREFETCH 1
#define PANIC_DATA 2
#define PANIC_OTHER 3

#ifndef __ASSEMBLER__
#include <stdint.h>

/* Coprocessor 15: MRC and MCR, B3.17. */
#define CP15_READ(value, op1, crn, crm, op2) \
	__asm__ volatile("mrc p15, " #op1 ", %0, " #crn ", " #crm ", " #op2 : "=r"(value))
#define CP15_WRITE(value, op1, crn, crm, op2) \
	__asm__ volatile("mcr p15, " #op1 ", %0, " #crn ", " #crm ", " #op2 : : "r"(value) : "memory")

/* Barriers, A3.8.3: all accesses before are done; then: later instructions see their effect. */
#define DSB() __asm__ volatile("dsb" : : : "memory")
#define ISB() __asm__ volatile("isb" : : : "memory")

/* A register of a device. */
#define DEVICE(address) (*(volatile uint32_t *)(address))

/* kernel.ld. */
extern uint32_t kernel_table[4096];   /* TTBR1; its lower half is never walked by TTBR1 and stays 0 */
extern const char kernel_text[], kernel_text_end[], kernel_rodata[], kernel_rodata_end[];
extern const char kernel_data[], kernel_end[], machine_image[];

/* vectors.S */
extern const char vectors[], machine_idle_loop[];

void mmu_start(void);
void fpu_start(void);
uint32_t fpu_is_off(void);
void gic_start(void);
uint32_t gic_lines(void);
void timer_start(void);
void pl011_start(void);
uint32_t pl011_identity(void);

void console_text(const char *text);
void console_hex(uint32_t value);
void console_decimal(uint32_t value);

/* The first C function, on the kernel's stack, MMU on; returns the thread to run. */
uint32_t machine_start(void);

/* The last: an exception that the kernel itself caused.  `frame` is what the stub saved:
   frame[-15 .. -1] are r0..r14 of user mode, frame[0] and [1] pc and cpsr. */
void machine_panic(const uint32_t *frame, uint32_t what, uint32_t lr);

/* From the stub, with the registers saved; the thread to run. */
uint32_t machine_undefined(void);
uint32_t machine_prefetch_abort(void);
uint32_t machine_data_abort(void);
#endif

#endif

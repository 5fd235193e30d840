// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's clock: the generic timer, ARM DDI 0406C B8.1.  Which of the two
 * timers, physical or virtual, is the board's choice; they differ in CRm, and in
 * opc1 of the 64-bit registers: BOARD_COUNTER and BOARD_COMPARE.
 */
#include "machine.h"
#include "platform.h"

/* CNTPCT or CNTVCT; the ISB keeps it from being read before what comes before, B8.1.2. */
uint64_t machine_clock(void)
{
	uint32_t low, high;

	ISB();
	__asm__ volatile("mrrc p15, " BOARD_COUNTER ", %0, %1, c14" : "=r"(low), "=r"(high));
	return (uint64_t)high << 32 | low;
}

/* CVAL: the interrupt's level is there from then on, and goes when it is written, B8.1.5. */
void machine_timer_set(uint64_t when)
{
	__asm__ volatile("mcrr p15, " BOARD_COMPARE ", %0, %1, c14"
	                 : : "r"((uint32_t)when), "r"((uint32_t)(when >> 32)));
	ISB();
}

/* CNTKCTL: user mode reaches neither timer nor counter.  CTL: bit 0 enables, bit 1 would mask. */
void timer_start(void)
{
	CP15_WRITE(0, 0, c14, c1, 0);
	machine_timer_set(UINT64_MAX);
	__asm__ volatile("mcr p15, 0, %0, c14, " BOARD_TIMER_REGISTERS ", 1" : : "r"(1));
	ISB();
}

// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's clock: the generic timer, ARM DDI 0406C B8.1.  Which of the two
 * timers, physical or virtual, is the board's choice; they differ in CRm.
 */
#include "machine.h"
#include "platform.h"

/* TVAL counts down to the interrupt, B8.1.5; writing it takes the interrupt's level away. */
void machine_timer_next(void)
{
	__asm__ volatile("mcr p15, 0, %0, c14, " BOARD_TIMER_REGISTERS ", 0"
	                 : : "r"(BOARD_CLOCK / BOARD_TICKS));
	ISB();
}

/* CNTKCTL: user mode reaches neither timer nor counter.  CTL: bit 0 enables, bit 1 would mask. */
void timer_start(void)
{
	CP15_WRITE(0, 0, c14, c1, 0);
	machine_timer_next();
	__asm__ volatile("mcr p15, 0, %0, c14, " BOARD_TIMER_REGISTERS ", 1" : : "r"(1));
	ISB();
}

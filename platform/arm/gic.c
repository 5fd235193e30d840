// SPDX-License-Identifier: Apache-2.0
/*
 * The interrupt controller: a GICv2, ARM IHI 0048B.  All lines have the same
 * priority and go to this processor; what the kernel decides is which of them
 * are masked.
 */
#include "board.h"
#include "machine.h"
#include "platform.h"

/* Distributor, IHI 0048B 4.3; a register of 32 lines, one bit each, unless said otherwise. */
#define GICD_CTLR DEVICE(GICD + 0x000)
#define GICD_TYPER DEVICE(GICD + 0x004)
#define GICD_ISENABLER(n) DEVICE(GICD + 0x100 + (n) * 4)
#define GICD_ICENABLER(n) DEVICE(GICD + 0x180 + (n) * 4)
#define GICD_ICPENDR(n) DEVICE(GICD + 0x280 + (n) * 4)
#define GICD_IPRIORITYR(n) DEVICE(GICD + 0x400 + (n) * 4) /* 4 lines */
#define GICD_ITARGETSR(n) DEVICE(GICD + 0x800 + (n) * 4)  /* 4 lines */
#define GICD_ICFGR(n) DEVICE(GICD + 0xc00 + (n) * 4)      /* 16 lines: bit 1 of each is edge */

/* CPU interface, IHI 0048B 4.4. */
#define GICC_CTLR DEVICE(GICC + 0x00)
#define GICC_PMR DEVICE(GICC + 0x04)
#define GICC_IAR DEVICE(GICC + 0x0c)
#define GICC_EOIR DEVICE(GICC + 0x10)

#define ID_MASK 0x3ffu
#define ID_SPECIAL 1020u /* this and above: no interrupt, IHI 0048B 2.2.1 */

/* How many lines the distributor has. */
uint32_t gic_lines(void)
{
	return ((GICD_TYPER & 31u) + 1) * 32;
}

void gic_start(void)
{
	uint32_t lines = gic_lines();
	uint32_t i;

	GICD_CTLR = 0;
	for (i = 0; i < lines / 32; i++) {
		GICD_ICENABLER(i) = 0xffffffff;
		GICD_ICPENDR(i) = 0xffffffff;
	}
	for (i = 0; i < lines / 4; i++)
		GICD_IPRIORITYR(i) = 0x80808080;
	for (i = 8; i < lines / 4; i++) /* lines 0..31 are this processor's anyway */
		GICD_ITARGETSR(i) = 0x01010101;
	for (i = 2; i < lines / 16; i++)
		GICD_ICFGR(i) = 0;
	for (i = 0; i < board.irq_count; i++)
		if (board_irqs[i].edge)
			GICD_ICFGR(board_irqs[i].line / 16) |= 2u << board_irqs[i].line % 16 * 2;
	GICD_CTLR = 1;
	GICC_PMR = 0xff;
	GICC_CTLR = 1;
}

uint32_t machine_irq_take(void)
{
	uint32_t id = GICC_IAR & ID_MASK;

	return id < ID_SPECIAL ? id : IRQ_LINES;
}

void machine_irq_finish(uint32_t irq)
{
	GICC_EOIR = irq;
}

void machine_irq_mask(uint32_t irq)
{
	GICD_ICENABLER(irq / 32) = 1u << irq % 32;
}

void machine_irq_unmask(uint32_t irq)
{
	GICD_ISENABLER(irq / 32) = 1u << irq % 32;
}

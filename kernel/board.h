// SPDX-License-Identifier: Apache-2.0
/*
 * What a board is: constants that tools/board.py generates from its device tree
 * (platform/arm/boards/<name>/).  The proofs know no more than the bounds here.
 */
#ifndef WRIT_KERNEL_BOARD_H
#define WRIT_KERNEL_BOARD_H

#include "config.h"

#define BOARD_DEVICES_MAX 128u
#define BOARD_IRQS_MAX 256u

struct board_device {
	uint32_t address;  /* physical, a multiple of 4 KiB */
	uint32_t bytes;    /* a multiple of 4 KiB; no region overlaps another or RAM */
};
struct board_irq {
	uint16_t line;     /* GIC interrupt id, not 0 */
	uint16_t edge;     /* 1: edge-triggered, 0: level */
};
struct board {
	uint32_t ram_base;     /* physical, a multiple of 1 MiB */
	uint32_t ram_bytes;    /* a multiple of 1 MiB, at most GRANULES * 32 */
	uint32_t timer_irq;    /* GIC interrupt id of the kernel's timer */
	uint32_t clock;        /* counts of the timer's clock a second, 1 MHz .. 4 GHz */
	uint32_t device_count; /* entries of board_devices */
	uint32_t irq_count;    /* entries of board_irqs */
};
extern const struct board board;
extern const struct board_device board_devices[BOARD_DEVICES_MAX];
extern const struct board_irq board_irqs[BOARD_IRQS_MAX];

#endif

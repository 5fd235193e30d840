// SPDX-License-Identifier: Apache-2.0
/*
 * A machine for the kernel to run on: the host's implementation of
 * kernel/machine.h, and of board.h's constants.
 *
 * It keeps the type map that the proofs have as ghost state: what each granule
 * is, as machine_retype and machine_memory_clear were told.  With it the fake
 * refuses what the contracts of machine.h forbid, and checked_windows.h what
 * the windows' accessors forbid; memory that no object uses is poisoned for
 * ASan, and outside of the fake RAM nothing is mapped at all.
 */
#ifndef WRIT_HOST_MACHINE_FAKE_H
#define WRIT_HOST_MACHINE_FAKE_H

#include "object.h"
#include "board.h"
#include "machine.h"

#define FAKE_RAM_BASE 0x40000000u
#define FAKE_RAM_BYTES 0x800000u
#define FAKE_GRANULES (FAKE_RAM_BYTES / GRANULE_BYTES)
#define FAKE_WORDS (FAKE_RAM_BYTES / 4u)
#define FAKE_TIMER_IRQ 30u
#define FAKE_CLOCK 1000000u     /* a count is a microsecond */

/* What a granule can be besides CAP_ types and TYPE_RUN_QUEUE. */
#define TYPE_NOBODY 0u   /* page 0 and the kernel's image */
#define TYPE_DEAD 33u    /* its object was destroyed; not yet cleared */

/* Where boot() finds things, by granule. */
#define FAKE_OBJECTS 0x2000u                          /* 256 KiB */
#define FAKE_IMAGE (FAKE_OBJECTS + PAGE_GRANULES)
#define FAKE_LOW_END FAKE_OBJECTS

/* A translation-table entry of the fake machine. */
#define FAKE_ENTRY_TABLE 1u
#define FAKE_ENTRY_PAGE 2u
#define FAKE_ENTRY_LARGE 3u
#define FAKE_ENTRY_SECTION 4u
struct fake_entry {
	uint32_t kind;     /* FAKE_ENTRY_, 0: none */
	uint32_t address;  /* physical */
	uint32_t rights;
	uint32_t memory;
};
struct fake_entry fake_entry_read(uint32_t value);

/* What the kernel did to the machine. */
struct fake_machine {
	uint8_t unmasked[IRQ_LINES];
	uint32_t pending;          /* what machine_irq_take gives; IRQ_LINES: none */
	uint32_t taken;            /* taken and not yet finished; IRQ_LINES: none */
	uint32_t vspace;
	uint32_t thread_pointer;
	uint32_t fpu_on;
	uint32_t fpu[FPU_WORDS];   /* what its registers hold */
	uint32_t timer_starts;
	uint64_t clock;        /* what the clock says: the tests let it run */
	uint64_t alarm;        /* when the timer interrupts */
	uint32_t counters;
	uint32_t unified;          /* granules made fetchable */
	uint32_t exited;           /* 1: machine_exit was called, with exit_code */
	uint32_t exit_code;
	uint32_t stale_count;      /* entries changed and not yet flushed */
	uint32_t stale[256 * 16];
	uint32_t console_length;
	char console[256];
};
extern struct fake_machine fake;
extern uint8_t granule_type[GRANULES];
extern uint64_t granule_type_changes; /* how often the type map has changed, */
extern uint8_t page_type_changed[FAKE_GRANULES / PAGE_GRANULES]; /* and where: inventory.c clears it */
extern uint8_t thread_made[FAKE_GRANULES / THREAD_GRANULES]; /* which threads have come: test_random.c clears it */
extern uint32_t ram_window[WORDS];

/* All RAM is zero and of no type, the machine as after a reset. */
void fake_reset(void);
/* The granules are of this type from now on. */
void fake_type_set(uint32_t a, uint32_t n, uint32_t type);
/* Word w of RAM, whatever it is. */
uint32_t fake_word(uint32_t w);
/* Runs `f`; 1 if it ended in machine_exit. */
int fake_run(void (*f)(void));

/* Copies of all that the kernel can change, to compare or go back to. */
struct snapshot;
struct snapshot *snapshot_new(void);
void snapshot_take(struct snapshot *s);
void snapshot_restore(const struct snapshot *s);
/* The first byte of RAM that differs from the snapshot; words from `except` on, `count` of them, may.
   RAM's size if `kernel` differs, 1 more for `releases`, 2 for `account`.  UINT32_MAX if nothing does. */
uint32_t snapshot_difference(const struct snapshot *s, uint32_t except, uint32_t count);

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * The sizes that the kernel is built on.  Nothing here depends on the board:
 * what a board has (how much RAM, which devices) is in the generated board.h,
 * read by platform/arm and by boot.c only.
 *
 * One number line names every thing a capability can cover:
 *
 *     0             GRANULES           DEVICE_END      MACHINE_POINT
 *     |-- RAM, in ---|-- physical ------|-- interrupt --|-- the machine itself
 *     |   granules   |   addresses / 32 |   lines       |
 *
 * RAM granule i lies at physical address RAM_BASE + i * 32.  Granule 0 is never
 * handed out, so 0 can mean "none" everywhere.
 */
#ifndef WRIT_KERNEL_CONFIG_H
#define WRIT_KERNEL_CONFIG_H

#include <stdint.h>

#define GRANULE_BYTES 32u
#define GRANULE_WORDS 8u
#define GRANULES 0x2000000u                    /* the windows' size: 1 GiB of RAM */
#define DEVICE_GRANULES 0x8000000u             /* 4 GiB of physical addresses */
#define DEVICE_END (GRANULES + DEVICE_GRANULES)
#define IRQ_LINES 1024u                        /* GICv2: ARM IHI 0048B 2.2.1 */
#define MACHINE_POINT (DEVICE_END + IRQ_LINES)
#define LINE_END (MACHINE_POINT + 1u)

/* Objects, in granules.  All but CNodes and untyped memory are aligned to their size. */
#define THREAD_GRANULES 32u
#define THREAD_SLOTS 8u                        /* the first granules of a thread are slots */
#define FPU_WORDS 65u                          /* 32 registers of two words, and the status */
#define QUEUE_GRANULES 16u                     /* endpoint, notification, run queue */
#define REPLY_GRANULES 1u
#define SCHED_CONTEXT_GRANULES 8u
#define VSPACE_GRANULES 512u
#define PAGE_TABLE_GRANULES 64u
#define PAGE_GRANULES 128u                     /* 4 KiB */
#define LARGE_PAGE_GRANULES 2048u              /* 64 KiB */
#define SECTION_GRANULES 32768u                /* 1 MiB */

/* Objects are named by their number: their first granule / their size. */
#define THREADS (GRANULES / THREAD_GRANULES)
#define QUEUES (GRANULES / QUEUE_GRANULES)
#define SCHED_CONTEXTS (GRANULES / SCHED_CONTEXT_GRANULES)
#define VSPACES (GRANULES / VSPACE_GRANULES)
#define PAGE_TABLES (GRANULES / PAGE_TABLE_GRANULES)
#define WORDS (GRANULES * GRANULE_WORDS)

/* A queue's list for priority p is list number q * QUEUE_LISTS + p. */
#define QUEUE_LISTS 128u
#define LISTS (QUEUES * QUEUE_LISTS)

/* The bounds that keep every entry short. */
#define DERIVATION_DEPTH_MAX 64u               /* copies of copies */
#define CSPACE_LEVELS_MAX 8u                   /* CNodes on the way to a slot */
#define CNODE_RADIX_MAX 20u
#define DESTROY_STEPS 32u                      /* slots removed before a call restarts */
#define LONG_STEPS 8u                          /* what a thread, a table or 64 entries of a VSpace count */
#define CANCEL_STEPS 16u                       /* senders looked at before a call restarts */
#define DYING_STEPS 256u                       /* slots of dying CNodes looked at before a call restarts */
#define DYING_FULL_STEPS 8u                    /* a slot with a capability counts as so many empty ones */
#define DELETION_STEPS (DESTROY_STEPS + LONG_STEPS + DYING_STEPS + LONG_STEPS * DYING_FULL_STEPS)
#define CLEAR_GRANULES 2048u                   /* memory zeroed before a call restarts: 64 KiB */
#define RETYPE_MAX 256u                        /* objects made by one call */
#define RETYPE_STEPS (2 * RETYPE_MAX + CLEAR_GRANULES)
#define CONFIGURE_STEPS (5 * CSPACE_LEVELS_MAX) /* the lookups of THREAD_CONFIGURE */
/* Steps of a transfer of a message's capabilities: one lookup for each, two for where they go. */
#define TRANSFER_STEPS ((MESSAGE_CAPS_MAX + 2) * CSPACE_LEVELS_MAX)
/* Steps of one invocation: what a transfer of capabilities looks up, which is its own capability and
   three arguments, and what a retype and a deletion do. */
#define INVOKE_STEPS (4 * CSPACE_LEVELS_MAX + RETYPE_STEPS + DELETION_STEPS)
/* Steps of one entry: no message takes more. */
#define ENTRY_STEPS INVOKE_STEPS

/* Time. */
#define RELEASES 512u                          /* contexts with a budget below their period, less one */
#define TIME_MAX (UINT64_C(1) << 62)           /* no clock counts so far */
#define PERIOD_MAX (UINT64_C(1) << 44)         /* counts; budgets too */

#define SCALE_MICROSECONDS 65536u
#define SCALE_MAX 0x10000000u                  /* 4 GHz */
#define BUDGET_MIN_MICROSECONDS 20u            /* below that the kernel would do little but count time */

/* What boot maps for the root task. */
#define IMAGE_PAGES_MAX 3072u                  /* 12 MiB of boot image */
#define BOOT_TABLES_MAX 7u                     /* MiB of addresses that have a page table */

/* User addresses are the lower half: TTBCR.N = 1, ARM DDI 0406C B3.5.4. */
#define USER_END 0x80000000u
#define SECTION_BYTES 0x100000u
#define PAGE_BYTES 0x1000u
#define VSPACE_ENTRIES 2048u
#define PAGE_TABLE_ENTRIES 256u

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * For root tasks: what the kernel handed over, and first steps with it.
 *
 * Memory comes from the untyped capabilities of the boot page, slots from the
 * empty part of the root CNode; neither is given back.  A root task that wants
 * more than that keeps its own books.
 */
#ifndef WRIT_ROOT_H
#define WRIT_ROOT_H

#include "writ/system.h"

/* One descriptor of the boot page. */
struct writ_descriptor {
	uint32_t kind;   /* BOOT_UNTYPED, BOOT_DEVICE, BOOT_IRQ */
	uint32_t slot;
	uint32_t value;  /* physical address, or interrupt line */
	uint32_t extent; /* bytes, or 1 if edge-triggered */
};

/* The boot page's words: kernel/abi.h, BOOT_PAGE_. */
static inline uint32_t writ_boot_word(uint32_t i)
{
	return ((const volatile uint32_t *)ROOT_BOOT_PAGE)[i];
}

static inline uint32_t writ_boot_descriptors(void) { return writ_boot_word(4); }
/* Counts of the machine's clock in a second. */
static inline uint32_t writ_boot_clock(void) { return writ_boot_word(7); }
struct writ_descriptor writ_boot_descriptor(uint32_t i);

/* The capability of an interrupt line, or of the device memory that covers a physical
   address; 0 if the board has none. */
uint32_t writ_boot_irq(uint32_t line);
uint32_t writ_boot_device(uint32_t physical);

/* The first of `n` empty slots in a row, 0 if there are not so many left. */
uint32_t writ_slot_take(uint32_t n);

/*
 * `n` new objects in slots in a row, of which it returns the first; 0 if no memory or no
 * slots are left.  `size` as for writ_retype.
 */
uint32_t writ_object_new(uint32_t type, uint32_t size, uint32_t n);

/* Untyped memory of so many bytes, a multiple of 32. */
uint32_t writ_untyped_new(uint32_t bytes);

/* The frame of 4 KiB at a physical address of a device; frames of one device have to be
   asked for upwards.  0 if the board has none there. */
uint32_t writ_device_frame(uint32_t physical);

/* A loan of a capability, with a badge where that is not 0; 0 if it is refused. */
uint32_t writ_loan(uint32_t capability, uint32_t rights, uint64_t badge);

/* Maps a frame, with a new page table under it where there is none. */
uint32_t writ_page_map(uint32_t frame, uint32_t vspace, uint32_t address, uint32_t rights,
                       uint32_t memory);

/* New zeroed memory of so many pages in a VSpace; STATUS_OK or what was refused. */
uint32_t writ_pages_new(uint32_t vspace, uint32_t address, uint32_t pages, uint32_t rights);

/* How a new thread begins; what is 0 here is left as writ_thread_new says. */
struct writ_thread_options {
	uint32_t entry;
	uint32_t argument;       /* its r0 */
	uint32_t stack_top;
	uint32_t priority;
	uint32_t ceiling;
	uint32_t cspace;         /* ROOT_CNODE */
	uint32_t vspace;         /* ROOT_VSPACE */
	uint32_t fault;          /* no handler */
	uint32_t buffer;         /* frame of its IPC buffer: none */
	uint32_t buffer_address; /* where that is mapped */
	uint32_t timeout;        /* endpoint: none */
	uint32_t budget;         /* microseconds, 20 or more, that it may run: a time slice of 5000 */
	uint32_t period;         /* in each of so many, not fewer: no bound, the budget is a time slice */
	uint32_t thread_pointer; /* the caller's own */
};

/* What it is made of. */
struct writ_thread {
	uint32_t thread;
	uint32_t context; /* its scheduling context, bound */
};

/* A thread that is ready to be resumed; `thread` is 0 if something was refused. */
struct writ_thread writ_thread_new(const struct writ_thread_options *options);

#endif

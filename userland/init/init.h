// SPDX-License-Identifier: Apache-2.0
/*
 * The root task's parts:
 *
 *     main.c     the order of things
 *     blob.c     the layout that tools/sysgen compiled
 *     object.c   kernel objects, and what happens when a call is refused
 *     memory.c   frames: made, filled, mapped
 *     domain.c   protection domains: capabilities, interrupts, threads
 *     monitor.c  what stays: answers about the domains, and their faults
 */
#ifndef WRIT_INIT_INIT_H
#define WRIT_INIT_INIT_H

#include "userland/init/layout_blob.h"
#include "writ/layout.h"
#include "writ/root.h"
#include "writ/system.h"

/* --- blob.c -------------------------------------------------------------- */

const struct blob_header *blob_open(void);
const struct blob_domain *blob_domain(uint32_t i);
const struct blob_memory *blob_memory(uint32_t i);
const struct blob_map *blob_map(uint32_t i);
const struct blob_cap *blob_cap(uint32_t i);
const struct blob_irq *blob_irq(uint32_t i);
const char *blob_text(uint32_t offset);
const uint8_t *blob_bytes(uint32_t offset);

/* --- object.c ------------------------------------------------------------ */

/* Stops the machine with status 2 and one line if `result` is a refusal. */
void init_check(uint32_t result, const char *who, const char *step);
void init_fail(const char *who, const char *step, const char *why);

/* The slots that every domain has in the root task's CSpace. */
enum domain_slot {
	DOMAIN_CNODE,
	DOMAIN_MEMORY,       /* CNode that holds the domain's frames and page tables */
	DOMAIN_VSPACE,
	DOMAIN_THREAD,
	DOMAIN_SCHED_CONTEXT,
	DOMAIN_ENDPOINT,
	DOMAIN_NOTIFICATION,
	DOMAIN_REPLY,
	DOMAIN_OBJECTS,      /* those above are objects of its own */
	DOMAIN_CSPACE = DOMAIN_OBJECTS, /* the CNode with the guard that makes a slot's index its address */
	DOMAIN_FAULT,        /* endpoint of whoever handles its faults */
	DOMAIN_BUFFER,       /* frame of its IPC buffer */
	DOMAIN_SLOTS
};
_Static_assert(DOMAIN_SLOTS == BLOB_DOMAIN_SLOTS, "the compiler counts slots");

void objects_open(void);
void domains_open(uint32_t domains);
uint32_t domain_slot(uint32_t domain, enum domain_slot k);

/* The root task's own endpoint and reply object, and a slot that is empty between steps. */
extern uint32_t slot_endpoint;
extern uint32_t slot_reply;
extern uint32_t slot_scratch;

/* A new empty slot of the root task. */
uint32_t slot_new(const char *who);
void object_make(uint32_t type, uint32_t size, uint32_t slot, const char *who, const char *step);

/* Untyped memory in KiB, as the boot page gave it: all, and what is left. */
uint32_t untyped_all(void);
uint32_t untyped_left(void);

/* --- memory.c ------------------------------------------------------------ */

/* Ends the machine if the image holds no blob. */
void memory_open(void);
void memory_build(uint32_t memory);
/* Gives up the window, and the frames of the blob from the offset of its contents on. */
void memory_close(uint32_t contents);
/* Pages and page tables that a domain has so far. */
uint32_t memory_slots_used(uint32_t domain);

/* --- domain.c ------------------------------------------------------------ */

void domain_make(uint32_t domain);
void domain_give(const struct blob_header *blob, uint32_t domain);
void domain_configure(uint32_t domain);
/* A passive domain says that it waits: takes its time, and the capability to say so. */
void domain_time_take(uint32_t domain);

/* --- monitor.c ----------------------------------------------------------- */

void monitor_serve(const struct blob_header *blob);

#endif

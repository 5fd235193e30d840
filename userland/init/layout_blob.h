// SPDX-License-Identifier: Apache-2.0
/*
 * The capability layout, as tools/sysgen writes it and the root task reads it.
 * Both sides read this file: the compiler takes the numbers and the order of
 * the fields from here, so every field is a uint32_t on a line of its own.
 *
 *     | header | domains | memories | maps | caps | irqs | strings | contents |
 *
 * Offsets are bytes from the blob's start and multiples of 4.  A name is the
 * offset of a string that ends in a zero byte.
 */
#ifndef WRIT_INIT_LAYOUT_BLOB_H
#define WRIT_INIT_LAYOUT_BLOB_H

#include <stdint.h>

#define BLOB_MAGIC 0x4c545257      /* "WRTL" */
#define BLOB_VERSION 2
#define BLOB_ADDRESS 0x20000000    /* where the root task sees it, read-only */
#define BLOB_NONE 0xffffffff       /* no domain, no memory, no content */
#define BLOB_DOMAINS_MAX 128
#define BLOB_DOMAIN_SLOTS 11       /* slots that the root task takes for a domain: init.h */

struct blob_header {
	uint32_t magic;
	uint32_t version;
	uint32_t bytes;            /* of the whole blob */
	uint32_t domains;          /* offset and number of the tables' entries */
	uint32_t domain_count;
	uint32_t memories;
	uint32_t memory_count;
	uint32_t maps;
	uint32_t map_count;
	uint32_t caps;
	uint32_t cap_count;
	uint32_t irqs;
	uint32_t irq_count;
	uint32_t contents;         /* offset of what the memories start with; not read after building */
};

/* A protection domain: CNode, VSpace, thread, scheduling context, endpoint, notification and reply
   are made for every one.  Domains stand in the order in which they start: priorities downwards. */
struct blob_domain {
	uint32_t name;
	uint32_t parent;           /* domain that its faults go to; BLOB_NONE: the root task */
	uint32_t id;               /* its number among the parent's children */
	uint32_t priority;
	uint32_t budget;           /* microseconds that it may run, in each */
	uint32_t period;           /* so many; the budget: no bound, but a time slice */
	uint32_t cnode_radix;
	uint32_t memory_radix;     /* of the CNode that holds its frames and page tables, not its own */
	uint32_t entry;
	uint32_t thread_pointer;
	uint32_t buffer;           /* memory that is its IPC buffer */
};

/* Frames of one size.  Maps of a memory stand together. */
struct blob_memory {
	uint32_t name;
	uint32_t owner;            /* domain whose memory it is; BLOB_NONE: a region, perhaps shared */
	uint32_t page_bits;        /* 12, 16 or 20 */
	uint32_t pages;
	uint32_t device;           /* physical address; BLOB_NONE: RAM */
	uint32_t content;          /* offset of the bytes that it starts with; the rest is zero */
	uint32_t content_bytes;
	uint32_t first_map;
	uint32_t map_count;
};

struct blob_map {
	uint32_t domain;
	uint32_t address;
	uint32_t rights;           /* RIGHT_ */
	uint32_t memory;           /* MEMORY_ */
};

/* A capability that a domain is given, by kind: what `target` is. */
#define BLOB_CAP_CNODE 1           /* domain */
#define BLOB_CAP_ENDPOINT 2        /* domain; BLOB_NONE: the root task's, to ask (monitor.h) or, with
                                      RIGHT_WRITE, for a passive domain to say that it waits */
#define BLOB_CAP_NOTIFICATION 3    /* domain */
#define BLOB_CAP_REPLY 4           /* domain */
#define BLOB_CAP_THREAD 5          /* domain */
#define BLOB_CAP_VSPACE 6          /* domain */
#define BLOB_CAP_IRQ 7             /* interrupt line */
#define BLOB_CAP_UNTYPED 8         /* bytes of new untyped memory: a gift, the others are loans */
#define BLOB_CAP_MACHINE 9         /* 0 */
struct blob_cap {
	uint32_t domain;
	uint32_t slot;
	uint32_t kind;
	uint32_t target;
	uint32_t rights;
	uint32_t badge_low;        /* 0, 0: not minted */
	uint32_t badge_high;
};

/* An interrupt line, bound to its domain's notification. */
struct blob_irq {
	uint32_t line;
	uint32_t domain;
	uint32_t badge_low;
	uint32_t badge_high;
};

/* What a parent's program finds in its own array `writ_clients`, if it has one, at the child's id:
   <writ/clients.h>. */

#endif

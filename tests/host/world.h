// SPDX-License-Identifier: Apache-2.0
/*
 * A booted kernel to test: the fake machine with a boot image, the root task's
 * capabilities by name, and user mode's part of a system call - registers in,
 * svc, and again as long as the kernel says so.  After every entry the whole
 * invariant is checked; a call that is refused must have changed nothing.
 */
#ifndef WRIT_HOST_WORLD_H
#define WRIT_HOST_WORLD_H

#include "check.h"
#include "machine_fake.h"
#include "answer.h"
#include "message.h"

#define IMAGE_PAGES 6u
#define IMAGE_ENTRY 0x00100000u
#define IMAGE_TEXT 0x00100000u   /* pages 1..3, read and execute */
#define IMAGE_DATA 0x00200000u   /* pages 4..5, read and write */

struct world {
	uint32_t root;          /* root thread's number */
	uint32_t slots;         /* slot 0 of the root CNode, by granule */
	uint32_t image;         /* addresses of capabilities: first of the image's frames, */
	uint32_t memory;        /* untyped memory, above the image */
	uint32_t low;           /*   and below the kernel */
	uint32_t device[4];     /* untyped device memory, as machine_fake.c lists it */
	uint32_t irq[6];
	uint32_t free;          /* the first slot that is empty */
	uint32_t entries;       /* kernel entries so far */
};
extern struct world world;

/* Memory as the machine's start code leaves it, with a boot image; then boot(). */
void world_prepare(void);
void world_boot(void);

/* One call by the running thread: r0..r10 and r7 as abi.h says; the answer in r0, or
   BLOCKED when the thread did not go on. */
#define BLOCKED 0xb10cb10cu
uint32_t call(uint32_t number, const uint32_t r[11]);
uint32_t invoke_with(const uint32_t a[10]);
#define CALL(number, ...) call((number), (const uint32_t[11]){__VA_ARGS__})
/* INVOKE(capability, operation, arguments...) */
#define INVOKE(...) invoke_with((const uint32_t[10]){__VA_ARGS__})
/* One entry of it only; 1 if it is to be made again. */
int invoke_once_with(const uint32_t a[10]);
#define INVOKE_ONCE(...) invoke_once_with((const uint32_t[10]){__VA_ARGS__})

#define OK(...) CHECK_EQUAL(INVOKE(__VA_ARGS__), STATUS_OK)
/* The call is refused with this status, about this argument, and changes nothing. */
#define REFUSED(status, argument, ...) \
	refusal_check(__FILE__, __LINE__, INVOKE(__VA_ARGS__), refuse((status), (argument)))
#define CALL_REFUSED(status, argument, number, ...) \
	refusal_check(__FILE__, __LINE__, CALL((number), __VA_ARGS__), refuse((status), (argument)))
void refusal_check(const char *file, int line, uint32_t answer, uint32_t expected);

/* The other entries. */
void interrupt(uint32_t irq);
void page_fault(uint32_t address, uint32_t access, uint32_t status);
/* Time passes until the timer is to interrupt, if it is, and it does. */
void tick(void);
/* So many counts of the clock pass; the timer interrupts when it is to. */
void time_pass(uint64_t counts);
/* Makes n objects from world.memory; the address of the first capability. */
uint32_t make(uint32_t type, uint32_t size, uint32_t n);
/* A thread that runs in the root task's CSpace and VSpace at priority 63, like the root. */
struct made_thread {
	uint32_t cap;        /* addresses of capabilities */
	uint32_t context;
	uint32_t number;
};
struct made_thread make_thread(void);
/* Yields until this thread runs. */
void act_as(uint32_t t);

/* What the slot of a capability's address says, and what its object's number is. */
struct slot slot_of(uint32_t cap);
uint32_t number_of(uint32_t cap);
/* Register r of the thread. */
uint32_t reg(uint32_t t, uint32_t r);
/* A loan with these rights in the next empty slot. */
uint32_t lend(uint32_t cap, uint32_t rights);
uint32_t mint(uint32_t cap, uint32_t rights, uint32_t word0, uint32_t word1);

#define SLOT_AT(index) 0, (index), 32   /* root, index, depth: the caller's own CSpace */
#define INFO(label, length) ((label) * 4096u + (length))
#define KIND(info) ((info) / 512u % 8u)

#endif

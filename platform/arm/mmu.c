// SPDX-License-Identifier: Apache-2.0
/*
 * Address translation with short descriptors, ARM DDI 0406C B3.5: the kernel's
 * own tables, and the entries of user tables.
 *
 * Permissions are the simplified ones (SCTLR.AFE = 1, B3.7.1): AP[2] read-only,
 * AP[1] user mode, AP[0] the access flag, always set.  Memory types are without
 * TEX remap (B3.8.2).  Everything is shareable and in domain 0.
 */
#include "machine.h"
#include "platform.h"

#define TYPE_PAGE_TABLE 1u
#define TYPE_SECTION 2u
#define TYPE_LARGE_PAGE 1u
#define TYPE_PAGE 2u

/* The same attribute stands elsewhere in each kind of entry, B3.5.1. */
#define SECTION_PXN 1u
#define SECTION_XN (1u << 4)
#define SECTION_ACCESS(ap) ((ap) << 10 & 0xc00u)
#define SECTION_READ_ONLY (1u << 15)
#define SECTION_TEX(tex) ((tex) << 12)
#define SECTION_SHAREABLE (1u << 16)
#define SECTION_NOT_GLOBAL (1u << 17)
#define PAGE_XN 1u
#define PAGE_ACCESS(ap) ((ap) << 4)
#define PAGE_TEX(tex) ((tex) << 6)
#define PAGE_READ_ONLY (1u << 9)
#define PAGE_SHAREABLE (1u << 10)
#define PAGE_NOT_GLOBAL (1u << 11)
#define LARGE_PAGE_TEX(tex) ((tex) << 12)
#define LARGE_PAGE_XN (1u << 15)
#define PAGE_TABLE_PXN (1u << 2)
#define BUFFERABLE 4u
#define CACHEABLE 8u

#define VSPACE_BYTES (VSPACE_GRANULES * GRANULE_BYTES)

#define ACCESS_FLAG 1u
#define ACCESS_USER 2u

/* Normal memory, write-back, write-allocate: TEX 001, C, B. */
#define KERNEL_PAGE \
	(TYPE_PAGE | PAGE_ACCESS(ACCESS_FLAG) | PAGE_TEX(1u) | CACHEABLE | BUFFERABLE | PAGE_SHAREABLE)
#define KERNEL_SECTION \
	(TYPE_SECTION | SECTION_ACCESS(ACCESS_FLAG) | SECTION_TEX(1u) | CACHEABLE | BUFFERABLE \
	 | SECTION_SHAREABLE | SECTION_XN)
/* Shareable device: TEX 000, B. */
#define KERNEL_DEVICE (TYPE_PAGE | PAGE_ACCESS(ACCESS_FLAG) | BUFFERABLE | PAGE_XN)

/* The kernel's own MiB and its devices, by pages. */
static uint32_t kernel_pages[PAGE_TABLE_ENTRIES] __attribute__((aligned(1024)));
static uint32_t device_pages[PAGE_TABLE_ENTRIES] __attribute__((aligned(1024)));

static uint32_t physical(const void *p)
{
	return (uint32_t)p - (uint32_t)KERNEL_OFFSET;
}

/* Write-xor-execute in the MiB that the kernel begins; RAM behind the kernel is data, too. */
static void kernel_pages_fill(void)
{
	uint32_t base = (uint32_t)kernel_table;
	uint32_t i;

	for (i = 0; i < PAGE_TABLE_ENTRIES; i++) {
		uint32_t address = base + i * PAGE_BYTES;
		uint32_t entry = KERNEL_PAGE | PAGE_XN;

		if (address >= (uint32_t)kernel_text && address < (uint32_t)kernel_rodata)
			entry = KERNEL_PAGE | PAGE_READ_ONLY;
		if (address >= (uint32_t)kernel_rodata && address < (uint32_t)kernel_data)
			entry = KERNEL_PAGE | PAGE_READ_ONLY | PAGE_XN;
		kernel_pages[i] = (address - (uint32_t)KERNEL_OFFSET) | entry;
	}
}

static void device_page_fill(uint32_t virtual, uint32_t address)
{
	device_pages[virtual / PAGE_BYTES % PAGE_TABLE_ENTRIES] =
		(address & ~(PAGE_BYTES - 1)) | KERNEL_DEVICE;
}

/* Replaces what start.S wrote.  The kernel's MiB changes from a section to pages while it is in
   use; both translate to the same memory of the same type, so it does not matter which of them
   an access meets before the flush (B3.10.1). */
void mmu_start(void)
{
	uint32_t first = KERNEL_VIRTUAL / SECTION_BYTES;
	uint32_t i;

	kernel_pages_fill();
	device_page_fill(GICD, BOARD_GICD);
	device_page_fill(GICC, BOARD_GICC);
	device_page_fill(CONSOLE, BOARD_CONSOLE);
	kernel_table[BOARD_KERNEL_BASE / SECTION_BYTES] = 0;
	for (i = 0; i < BOARD_RAM_BYTES / SECTION_BYTES; i++)
		if (first + i != (uint32_t)kernel_table / SECTION_BYTES)
			kernel_table[first + i] = (BOARD_RAM_BASE + i * SECTION_BYTES) | KERNEL_SECTION;
	kernel_table[(uint32_t)kernel_table / SECTION_BYTES] = physical(kernel_pages) | TYPE_PAGE_TABLE;
	kernel_table[DEVICE_AREA / SECTION_BYTES] = physical(device_pages) | TYPE_PAGE_TABLE;
	DSB();
	machine_vspace_activate(0);
}

/* TTBR0, B4.1.154.  No ASIDs yet: all that is not this address space's leaves the TLB and the
   branch predictor, B3.10.4, B2.2.8.  VSpace 0 is the half of the kernel's table that TTBR1
   does not walk (B3.5.4), as if it were a VSpace: nothing is mapped there. */
void machine_vspace_activate(uint32_t v)
{
	if (v == 0)
		v = (BOARD_KERNEL_BASE - BOARD_RAM_BASE) / VSPACE_BYTES;
	CP15_WRITE((BOARD_RAM_BASE | TABLE_WALK) + v * VSPACE_BYTES, 0, c2, c0, 0);
	ISB();
	machine_tlb_flush();
}

/* TLBIALL, then BPIALL: B3.18.7, B3.10.2. */
void machine_tlb_flush(void)
{
	CP15_WRITE(0, 0, c8, c7, 0);
	CP15_WRITE(0, 0, c7, c5, 6);
	DSB();
	ISB();
}

/* TLBIMVA; bits 0..7 are the ASID, 0: B3.18.7. */
void machine_tlb_flush_page(uint32_t address)
{
	CP15_WRITE(address & ~(PAGE_BYTES - 1), 0, c8, c7, 1);
	CP15_WRITE(0, 0, c7, c5, 6);
	DSB();
	ISB();
}

/* The walk reads what the data cache holds (ID_MMFR3, coherent walk): the store need only be
   done, B3.10.1.  Exception return is the context synchronization. */
void machine_entry_write(uint32_t w, uint32_t value)
{
	((volatile uint32_t *)KERNEL_VIRTUAL)[w] = value;
	DSB();
}

uint32_t machine_address(uint32_t page)
{
	return page < GRANULES ? BOARD_RAM_BASE + page * GRANULE_BYTES : (page - GRANULES) * GRANULE_BYTES;
}

/* TEX, C and B, as in a page's entry: B3.8.2.  MEMORY_UNCACHED is TEX 001 alone. */
static uint32_t memory_attributes(uint32_t memory, uint32_t tex)
{
	if (memory == MEMORY_DEVICE)
		return BUFFERABLE;
	return memory == MEMORY_CACHED ? tex | CACHEABLE | BUFFERABLE : tex;
}

/* Access bits of a page's entry.  What is mapped is always readable: see frame_map(). */
static uint32_t user_access(uint32_t rights)
{
	return PAGE_ACCESS(ACCESS_FLAG | ACCESS_USER) | (rights & RIGHT_WRITE ? 0 : PAGE_READ_ONLY);
}

/* Instructions are never fetched from device memory: B3.7.2. */
static uint32_t execute_never(uint32_t rights, uint32_t memory)
{
	return (rights & RIGHT_EXECUTE) == 0 || memory == MEMORY_DEVICE;
}

uint32_t machine_entry_page(uint32_t page, uint32_t rights, uint32_t memory)
{
	return machine_address(page) | TYPE_PAGE | user_access(rights)
	       | memory_attributes(memory, PAGE_TEX(1u)) | PAGE_SHAREABLE | PAGE_NOT_GLOBAL
	       | (execute_never(rights, memory) ? PAGE_XN : 0);
}

uint32_t machine_entry_large_page(uint32_t page, uint32_t rights, uint32_t memory)
{
	return machine_address(page) | TYPE_LARGE_PAGE | user_access(rights)
	       | memory_attributes(memory, LARGE_PAGE_TEX(1u)) | PAGE_SHAREABLE | PAGE_NOT_GLOBAL
	       | (execute_never(rights, memory) ? LARGE_PAGE_XN : 0);
}

/* Access bits are six places higher than in a page's entry. */
uint32_t machine_entry_section(uint32_t page, uint32_t rights, uint32_t memory)
{
	return machine_address(page) | TYPE_SECTION | user_access(rights) << 6
	       | memory_attributes(memory, SECTION_TEX(1u)) | SECTION_SHAREABLE | SECTION_NOT_GLOBAL
	       | (execute_never(rights, memory) ? SECTION_XN : 0) | (BOARD_PXN ? SECTION_PXN : 0);
}

/* The kernel never executes what users map: PXN, B3.7.2. */
uint32_t machine_entry_page_table(uint32_t page)
{
	return machine_address(page) | TYPE_PAGE_TABLE | (BOARD_PXN ? PAGE_TABLE_PXN : 0);
}

// SPDX-License-Identifier: Apache-2.0
/* Building the root task: see boot.h. */
#include "boot.h"
#include "account.h"
#include "board.h"
#include "cnode.h"
#include "machine.h"
#include "untyped.h"

/* The boot slots, from kernel.boot_slots. */
#define BOOT_UNTYPED_SLOT 1u
#define BOOT_CNODE_SLOT 2u
#define BOOT_THREAD_SLOT 3u
#define BOOT_VSPACE_SLOT 4u
#define BOOT_CONTEXT_SLOT 5u
#define BOOT_BUFFER_SLOT 6u
#define BOOT_PAGE_SLOT 7u
#define BOOT_TABLE_SLOT 8u         /* and up: BOOT_TABLES_MAX */
#define BOOT_SCRATCH_SLOT (BOOT_SLOTS - 1u)

#define ROOT_SLICE_MICROSECONDS 5000u
#define SEGMENT_WORDS 4u

struct kernel kernel;

/* What boot knows while it works. */
struct booting {
	uint32_t image;    /* granule of the boot image */
	uint32_t pages;    /* of the boot image */
	uint32_t slots;    /* slot 0 of the root CNode */
	uint32_t vspace;   /* number of the root VSpace */
	uint32_t page;     /* first word of the boot page */
	uint32_t next;     /* first empty slot of the root CNode, by index */
	uint32_t entries;  /* descriptors in the boot page */
	uint32_t tables;   /* page tables made so far */
};

/* Says why there is no system to boot, and stops the machine. */
/*@ assigns machine;
    ensures \false; */
static void boot_fail(const char *why)
{
	uint32_t i;

	/*@ loop assigns i, machine;
	    loop variant 80 - i; */
	for (i = 0; i < 80 && why[i] != 0; i++)
		machine_console_put((uint32_t)why[i]);
	machine_console_put('\n');
	machine_exit(1);
}

/* Boot slot number k, by granule. */
/*@ requires number: k < BOOT_SLOTS;
    assigns \nothing;
    ensures slot: \result == kernel.boot_slots + k; */
static uint32_t boot_slot(uint32_t k)
{
	return kernel.boot_slots + k;
}

/* Word i of the boot image. */
/*@ requires image: is_user_word(b->image * GRANULE_WORDS + i);
    requires valid: \valid_read(b);
    assigns \nothing;
    ensures word: \result == buffer_window[b->image * GRANULE_WORDS + i]; */
static uint32_t image_word(const struct booting *b, uint32_t i)
{
	return BUFFER(b->image * GRANULE_WORDS + i);
}

/*@ assigns \nothing;
    ensures value: \result.type == type && \result.rights == rights && \result.object == object
        && \result.size == size && \result.word0 == 0 && \result.word1 == 0; */
static struct capability capability(uint8_t type, uint8_t rights, uint32_t object, uint32_t size)
{
	struct capability c;

	c.type = type;
	c.rights = rights;
	c.object = object;
	c.size = size;
	c.word0 = 0;
	c.word1 = 0;
	return c;
}

/* The idle thread and the run queue, in memory that is all zero. */
/*@ requires objects: 0 < objects && objects % THREAD_GRANULES == 0;
    ensures idle: kernel.idle == objects / THREAD_GRANULES && kernel.current == kernel.idle;
    ensures queue: kernel.run_queue == (objects + THREAD_GRANULES) / QUEUE_GRANULES; */
static void boot_kernel(uint32_t objects)
{
	kernel.idle = objects / THREAD_GRANULES;
	kernel.current = kernel.idle;
	kernel.run_queue = (objects + THREAD_GRANULES) / QUEUE_GRANULES;
	kernel.boot_slots = objects + THREAD_GRANULES + QUEUE_GRANULES;
	kernel.scratch = boot_slot(BOOT_SCRATCH_SLOT);
	kernel.timer_irq = board.timer_irq;
	account.scale = board.clock / 15625u * 1024u + board.clock % 15625u * 1024u / 15625u;
	release_start();
	THREAD(kernel.idle).registers[REGISTER_PC] = machine_idle_entry();
	THREAD(kernel.idle).registers[REGISTER_CPSR] = MACHINE_IDLE_CPSR;
	THREAD(kernel.idle).state = THREAD_RUNNABLE;
}

/* The boot image's header is one, and its pages lie in RAM below `end`. */
/*@ requires valid: \valid(b);
    assigns b->pages, machine;
    ensures fits: b->image + b->pages * PAGE_GRANULES < end; */
static void boot_image_check(struct booting *b, uint32_t end)
{
	if (image_word(b, 0) != BOOT_IMAGE_MAGIC || image_word(b, 1) != BOOT_IMAGE_VERSION)
		boot_fail("writ: no boot image behind the kernel; make one with tools/image.py");
	b->pages = image_word(b, 2);
	if (b->pages == 0 || b->pages > IMAGE_PAGES_MAX
	    || b->pages * PAGE_GRANULES >= end - b->image)
		boot_fail("writ: the boot image is too large for this machine's memory");
	if (image_word(b, 4) > BOOT_IMAGE_SEGMENTS_MAX)
		boot_fail("writ: the boot image has too many segments");
}

/* One object from the free RAM, in boot slot k. */
/*@ requires slot: k < BOOT_SLOTS;
    ensures made: slot_window[kernel.boot_slots + k].type == type; */
static void boot_make(uint32_t type, uint32_t size, uint32_t k)
{
	uint32_t granules = object_granules(type, size);
	enum status status = STATUS_RESTART;

	/*@ loop assigns status, slot_window[0 .. GRANULES - 1], machine; */
	while (status == STATUS_RESTART)
		status = untyped_retype(boot_slot(BOOT_UNTYPED_SLOT), type, granules, 1, boot_slot(k));
	if (status != STATUS_OK)
		boot_fail("writ: not enough memory for the root task's objects");
}

/* The page table for an address of the root task, made when it is not there yet. */
/*@ requires valid: \valid(b); */
static void boot_table(struct booting *b, uint32_t address)
{
	uint32_t s = boot_slot(BOOT_TABLE_SLOT + b->tables), base = address / SECTION_BYTES * SECTION_BYTES;

	if (LINK(vspace_entry(b->vspace, address) + VSPACE_ENTRIES) != 0)
		return;
	if (b->tables >= BOOT_TABLES_MAX)
		boot_fail("writ: the root task spans too many MiB of addresses");
	boot_make(CAP_PAGE_TABLE, 0, BOOT_TABLE_SLOT + b->tables);
	b->tables = b->tables + 1;
	page_table_map(s, b->vspace, base);
}

/* The frame in slot s is mapped for the root task. */
/*@ requires valid: \valid(b);
    requires slot: is_slot(s) && slot_window[s].type == CAP_FRAME; */
static void boot_map(struct booting *b, uint32_t s, uint32_t address, uint32_t rights)
{
	if (address >= USER_END)
		boot_fail("writ: the boot image has a segment above the user's addresses");
	boot_table(b, address);
	if (frame_map(s, b->vspace, address, rights, MEMORY_CACHED) != STATUS_OK)
		boot_fail("writ: the boot image's segments overlap or are not page aligned");
}

/* The root task's frames: every page of the boot image, mapped where its segments say. */
/*@ requires valid: \valid(b);
    ensures next: b->next == \old(b->next) + b->pages; */
static void boot_image_frames(struct booting *b)
{
	uint32_t i, k, segment, slot = b->slots + b->next;

	/*@ loop variant b->pages - i; */
	for (i = 0; i < b->pages; i++)
		cdt_insert_root(slot + i, capability(CAP_FRAME, RIGHT_ALL + RIGHT_OWN,
		                                     b->image + i * PAGE_GRANULES, PAGE_GRANULES));
	/*@ loop variant BOOT_IMAGE_SEGMENTS_MAX - k; */
	for (k = 0; k < image_word(b, 4); k++) {
		segment = BOOT_IMAGE_HEADER_WORDS + k * SEGMENT_WORDS;
		if (image_word(b, segment + 1) > b->pages
		    || image_word(b, segment + 2) > b->pages - image_word(b, segment + 1))
			boot_fail("writ: a segment of the boot image lies outside of it");
		/*@ loop variant IMAGE_PAGES_MAX - i; */
		for (i = 0; i < image_word(b, segment + 2); i++)
			boot_map(b, slot + image_word(b, segment + 1) + i,
			         image_word(b, segment) + i * PAGE_BYTES, image_word(b, segment + 3));
	}
	b->next = b->next + b->pages;
}

/* A descriptor of the boot page. */
/*@ requires valid: \valid(b);
    ensures counted: b->entries == \old(b->entries) + 1; */
static void boot_describe(struct booting *b, uint32_t kind, uint32_t x, uint32_t y)
{
	uint32_t w = b->page + BOOT_PAGE_HEADER_WORDS + b->entries * SEGMENT_WORDS;

	if ((b->entries + 1) * SEGMENT_WORDS > PAGE_BYTES / 4 - BOOT_PAGE_HEADER_WORDS)
		boot_fail("writ: the board has more devices than the boot page can list");
	BUFFER(w) = kind;
	BUFFER(w + 1) = b->next;
	BUFFER(w + 2) = x;
	BUFFER(w + 3) = y;
	b->entries = b->entries + 1;
	b->next = b->next + 1;
}

/* Every device and interrupt line of the board that the kernel does not use. */
/*@ requires valid: \valid(b); */
static void boot_devices(struct booting *b)
{
	uint32_t i;

	/*@ loop variant BOARD_DEVICES_MAX - i; */
	for (i = 0; i < board.device_count; i++) {
		cdt_insert_root(b->slots + b->next,
		                capability(CAP_UNTYPED, RIGHT_ALL + RIGHT_OWN,
		                           GRANULES + board_devices[i].address / GRANULE_BYTES,
		                           board_devices[i].bytes / GRANULE_BYTES));
		boot_describe(b, BOOT_DEVICE, board_devices[i].address, board_devices[i].bytes);
	}
	/*@ loop variant BOARD_IRQS_MAX - i; */
	for (i = 0; i < board.irq_count; i++) {
		cdt_insert_root(b->slots + b->next, capability(CAP_IRQ_HANDLER, RIGHT_ALL + RIGHT_OWN,
		                                               DEVICE_END + board_irqs[i].line, 1));
		boot_describe(b, BOOT_IRQ, board_irqs[i].line, board_irqs[i].edge);
	}
}

/* The root task's RAM: what boot has left of it. */
/*@ requires valid: \valid(b); */
static void boot_memory(struct booting *b, uint32_t low_end)
{
	uint32_t s = b->slots + b->next, ram = board.ram_base;

	cdt_move(boot_slot(BOOT_UNTYPED_SLOT), s);
	boot_describe(b, BOOT_UNTYPED, ram + SLOT(s).object * GRANULE_BYTES, SLOT(s).size * GRANULE_BYTES);
	if (low_end > PAGE_GRANULES) {
		cdt_insert_root(b->slots + b->next, capability(CAP_UNTYPED, RIGHT_ALL + RIGHT_OWN,
		                                               PAGE_GRANULES, low_end - PAGE_GRANULES));
		boot_describe(b, BOOT_UNTYPED, ram + PAGE_BYTES, (low_end - PAGE_GRANULES) * GRANULE_BYTES);
	}
}

/* The objects of the root task, in boot slots. */
/*@ requires valid: \valid(b); */
static void boot_objects(struct booting *b, uint32_t end)
{
	uint32_t free = b->image + b->pages * PAGE_GRANULES;

	cdt_insert_root(boot_slot(BOOT_UNTYPED_SLOT),
	                capability(CAP_UNTYPED, RIGHT_ALL + RIGHT_OWN, free, end - free));
	boot_make(CAP_CNODE, ROOT_CNODE_RADIX, BOOT_CNODE_SLOT);
	boot_make(CAP_VSPACE, 0, BOOT_VSPACE_SLOT);
	boot_make(CAP_FRAME, 12, BOOT_BUFFER_SLOT);
	boot_make(CAP_FRAME, 12, BOOT_PAGE_SLOT);
	boot_make(CAP_THREAD, 0, BOOT_THREAD_SLOT);
	boot_make(CAP_SCHED_CONTEXT, 0, BOOT_CONTEXT_SLOT);
	b->slots = SLOT(boot_slot(BOOT_CNODE_SLOT)).object;
	b->vspace = SLOT(boot_slot(BOOT_VSPACE_SLOT)).object / VSPACE_GRANULES;
	b->page = SLOT(boot_slot(BOOT_PAGE_SLOT)).object * GRANULE_WORDS;
}

/* The capabilities that the root task starts with, by the numbers of abi.h. */
/*@ requires valid: \valid_read(b); */
static void boot_capabilities(const struct booting *b)
{
	struct capability machine_cap = capability(CAP_MACHINE, RIGHT_ALL + RIGHT_OWN, MACHINE_POINT, 1);

	cnode_mint(boot_slot(BOOT_CNODE_SLOT), b->slots + ROOT_CNODE, RIGHT_ALL, 0, 32 - ROOT_CNODE_RADIX);
	cnode_move(boot_slot(BOOT_VSPACE_SLOT), b->slots + ROOT_VSPACE);
	cnode_move(boot_slot(BOOT_THREAD_SLOT), b->slots + ROOT_THREAD);
	cnode_move(boot_slot(BOOT_CONTEXT_SLOT), b->slots + ROOT_SCHED_CONTEXT);
	cnode_move(boot_slot(BOOT_BUFFER_SLOT), b->slots + ROOT_IPC_BUFFER);
	cdt_insert_root(b->slots + ROOT_MACHINE, machine_cap);
}

/* The root thread, ready to run. */
/*@ requires valid: \valid_read(b); */
static void boot_thread(const struct booting *b)
{
	uint32_t t = SLOT(b->slots + ROOT_THREAD).object / THREAD_GRANULES;
	uint32_t c = SLOT(b->slots + ROOT_SCHED_CONTEXT).object / SCHED_CONTEXT_GRANULES;

	thread_give(t, THREAD_SLOT_CSPACE, b->slots + ROOT_CNODE);
	thread_give(t, THREAD_SLOT_VSPACE, b->slots + ROOT_VSPACE);
	thread_give(t, THREAD_SLOT_BUFFER, b->slots + ROOT_IPC_BUFFER);
	THREAD(t).buffer = SLOT(b->slots + ROOT_IPC_BUFFER).object * GRANULE_WORDS;
	THREAD(t).registers[REGISTER_PC] = image_word(b, 3);
	THREAD(t).registers[REGISTER_CPSR] = machine_user_cpsr(0);
	thread_set_priority(t, PRIORITIES - 1, PRIORITIES - 1);
	sched_bind(c, t);
	account_give(c, account_counts(ROOT_SLICE_MICROSECONDS), 0);
	thread_resume(t);
}

/* The boot page's header. */
/*@ requires valid: \valid_read(b); */
static void boot_page(const struct booting *b)
{
	BUFFER(b->page) = BOOT_PAGE_MAGIC;
	BUFFER(b->page + 1) = BOOT_PAGE_VERSION;
	BUFFER(b->page + 2) = b->next;
	BUFFER(b->page + 3) = SLOT(boot_slot(BOOT_CNODE_SLOT)).size;
	BUFFER(b->page + 4) = b->entries;
	BUFFER(b->page + 5) = ROOT_FIRST;
	BUFFER(b->page + 6) = b->pages;
	BUFFER(b->page + 7) = board.clock;
}

uint32_t boot(uint32_t objects, uint32_t image, uint32_t end, uint32_t low_end)
{
	struct booting b;

	boot_kernel(objects);
	b.image = image;
	b.next = ROOT_FIRST;
	b.entries = 0;
	b.tables = 0;
	boot_image_check(&b, end);
	boot_objects(&b, end);
	boot_image_frames(&b);
	boot_map(&b, boot_slot(BOOT_BUFFER_SLOT), ROOT_IPC_BUFFER_ADDRESS, RIGHT_READ + RIGHT_WRITE);
	boot_map(&b, boot_slot(BOOT_PAGE_SLOT), ROOT_BOOT_PAGE, RIGHT_READ);
	boot_memory(&b, low_end);
	boot_devices(&b);
	boot_capabilities(&b);
	boot_thread(&b);
	boot_page(&b);
	machine_irq_unmask(kernel.timer_irq);
	sched_choose();
	account_turn(THREAD(kernel.current).context);
	return kernel.current;
}

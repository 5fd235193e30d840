// SPDX-License-Identifier: Apache-2.0
/*
 * Untyped memory and its retyping: see untyped.h for the picture.
 *
 * untyped_retype decides everything before it changes anything; the steps
 * after that (reset, clear, take, fill) cannot fail.
 */
#include "untyped.h"
#include "arith.h"
#include "machine.h"

static uint32_t cnode_granules(uint32_t radix)
{
	static const uint32_t granules[CNODE_RADIX_MAX + 1u] = {
		0, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400,
		0x800, 0x1000, 0x2000, 0x4000, 0x8000, 0x10000, 0x20000, 0x40000, 0x80000, 0x100000
	};

	return radix <= CNODE_RADIX_MAX ? granules[radix] : 0;
}

static uint32_t frame_granules(uint32_t bits)
{
	uint32_t granules = 0;

	if (bits == 12)
		granules = PAGE_GRANULES;
	if (bits == 16)
		granules = LARGE_PAGE_GRANULES;
	if (bits == 20)
		granules = SECTION_GRANULES;
	return granules;
}

static uint32_t fixed_granules(uint32_t type)
{
	static const uint32_t granules[CAP_PAGE_TABLE + 1] = {
		0, 0, 0, THREAD_GRANULES, QUEUE_GRANULES, QUEUE_GRANULES, REPLY_GRANULES,
		SCHED_CONTEXT_GRANULES, VSPACE_GRANULES, PAGE_TABLE_GRANULES
	};

	return type <= CAP_PAGE_TABLE ? granules[type] : 0;
}

uint32_t object_granules(uint32_t type, uint32_t size)
{
	uint32_t granules = 0;

	if (type == CAP_UNTYPED && size <= DEVICE_END)
		granules = size;
	if (type == CAP_CNODE)
		granules = cnode_granules(size);
	if (type == CAP_FRAME)
		granules = frame_granules(size);
	if (type != CAP_UNTYPED && type != CAP_CNODE && type != CAP_FRAME && size == 0)
		granules = fixed_granules(type);
	return granules;
}

uint32_t object_alignment(uint32_t type, uint32_t granules)
{
	if (type == CAP_UNTYPED || type == CAP_CNODE)
		return 1;
	return granules;
}

static uint32_t slots_empty(uint32_t dst, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		if (SLOT(dst + i).type != CAP_NULL)
			return 0;
	return 1;
}

/* Where n objects go in the free memory from `mark` to `end`; 0 if they do not fit. */
static uint32_t objects_place(uint32_t mark, uint32_t end, uint32_t alignment, uint32_t granules,
                              uint32_t n)
{
	uint32_t start = align_up(mark, alignment);

	if (start > end || !fits(n, granules, end - start))
		return 0;
	return start;
}

/* Nothing that was made of it is left: all of it is free again. */
static void untyped_reset(uint32_t u)
{
	SLOT(u).word0 = 0;
	SLOT(u).word1 = 0;
}

/* Goes on zeroing until the first `need` granules are clean; 1 when they are. */
static uint32_t untyped_clear(uint32_t u, uint32_t need)
{
	uint32_t clean = SLOT(u).word1;
	uint32_t n;

	if (need <= clean)
		return 1;
	n = need - clean;
	if (n > CLEAR_GRANULES)
		n = CLEAR_GRANULES;
	machine_memory_clear(SLOT(u).object + clean, n);
	SLOT(u).word1 = clean + n;
	return clean + n == need;
}

/* Threads begin with slots. */
static void threads_type(uint32_t start, uint32_t n)
{
	uint32_t a = start;
	uint32_t i;

	for (i = 0; i < n; i++) {
		machine_retype(a, THREAD_SLOTS, CAP_CNODE);
		machine_retype(a + THREAD_SLOTS, THREAD_GRANULES - THREAD_SLOTS, CAP_THREAD);
		a += THREAD_GRANULES;
	}
}

static void objects_type(uint32_t start, uint32_t type, uint32_t granules, uint32_t n)
{
	if (type == CAP_THREAD)
		threads_type(start, n);
	if (type != CAP_THREAD && type != CAP_UNTYPED)
		machine_retype(start, n * granules, type);
}

static void slots_fill(uint32_t u, uint32_t dst, uint32_t n, struct capability c)
{
	uint32_t i;

	for (i = 0; i < n; i++) {
		(void)cdt_insert_child(u, dst + i, c);
		c.object += c.size;
	}
}

static void untyped_take(uint32_t u, uint32_t mark)
{
	SLOT(u).word0 = mark;
	if (SLOT(u).word1 < mark)
		SLOT(u).word1 = mark;
}

enum status untyped_retype(uint32_t u, uint32_t type, uint32_t granules, uint32_t n, uint32_t dst)
{
	uint32_t object = SLOT(u).object;
	uint32_t end = object + SLOT(u).size;
	uint32_t used = SLOT(u).word0 != 0 && SLOT(u).first == 0;
	uint32_t mark = used ? 0 : SLOT(u).word0;
	uint32_t start;
	struct capability c;

	if (object >= GRANULES && type != CAP_FRAME && type != CAP_UNTYPED)
		return STATUS_INVALID_ARGUMENT;
	if (SLOT(u).depth >= DERIVATION_DEPTH_MAX)
		return STATUS_TOO_DEEP;
	if (!slots_empty(dst, n))
		return STATUS_OCCUPIED;
	start = objects_place(object + mark, end, object_alignment(type, granules), granules, n);
	if (start == 0)
		return STATUS_NO_MEMORY;
	if (used && kernel.dying != 0)
		return STATUS_RESTART;

	if (used)
		untyped_reset(u);
	if (object < GRANULES && type != CAP_UNTYPED
	    && !untyped_clear(u, start - object + n * granules))
		return STATUS_RESTART;
	untyped_take(u, start - object + n * granules);
	objects_type(start, type, granules, n);
	c.type = (uint8_t)type;
	c.rights = RIGHT_ALL | RIGHT_OWN;
	c.object = start;
	c.size = granules;
	c.word0 = 0;
	c.word1 = 0;
	slots_fill(u, dst, n, c);
	return STATUS_OK;
}

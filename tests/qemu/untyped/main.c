// SPDX-License-Identifier: Apache-2.0
/*
 * Retype: windows of slots, where objects go and when memory starts again, sizes,
 * devices; and that what is handed out is zero.
 */
#include "space.h"

#define WINDOW 0x40000000u
#define TABLE_AT 0x50000000u
#define RW (RIGHT_READ | RIGHT_WRITE)
#define RTC 0x09010000u

static struct picture before;

/* The call is refused like this; neither the untyped memory nor a slot of the CNode has changed. */
#define UNCHANGED(cnode, radix, memory, call, status, argument) \
	do { \
		struct writ_inspection was = look(memory), is; \
		picture_take(&before, cnode, radix, memory); \
		CHECK_REFUSED(call, status, argument); \
		CHECK(picture_same(&before)); \
		is = look(memory); \
		CHECK_EQUAL(is.word0, was.word0); \
		CHECK_EQUAL(is.word1, was.word1); \
	} while (0)

/* Memory whose slot is followed by so many empty ones that a picture can be taken. */
static uint32_t memory_new(uint32_t bytes)
{
	uint32_t memory = writ_untyped_new(bytes);

	(void)writ_slot_take(PICTURE_ROOT - 1);
	return memory;
}

static uint32_t address_of(uint32_t frame)
{
	uint32_t address = 0;

	CHECK_OK(writ_frame_address(frame, &address));
	return address;
}

static void window_is_as_long_as_the_cnode(void)
{
	uint32_t cnode = object_sized(CAP_CNODE, 3), memory = memory_new(1u << 12);

	for (uint32_t i = 1; i < 8; i++) {
		UNCHANGED(cnode, 3, memory, writ_retype(memory, CAP_REPLY, 0, IN(cnode, 3, i), 9 - i),
		          STATUS_OUT_OF_RANGE, 6);
		CHECK_OK(writ_retype(memory, CAP_REPLY, 0, IN(cnode, 3, i), 8 - i));
		CHECK_EQUAL(look_at(IN(cnode, 3, 7)).type, CAP_REPLY);
		CHECK_OK(writ_revoke(AT(memory)));
	}
	UNCHANGED(cnode, 3, memory, writ_retype(memory, CAP_REPLY, 0, IN(cnode, 3, 1), 256),
	          STATUS_OUT_OF_RANGE, 6);
	UNCHANGED(cnode, 3, memory, writ_retype(memory, CAP_REPLY, 0, IN(cnode, 3, 1), 0xfffffff8),
	          STATUS_OUT_OF_RANGE, 6);
}

/* One slot in use anywhere in the window: nothing is made. */
static void window_is_occupied(void)
{
	uint32_t cnode = object_sized(CAP_CNODE, 4), memory = memory_new(1u << 12);
	uint32_t reply = object(CAP_REPLY);

	for (uint32_t at = 1; at < 16; at++) {
		CHECK_OK(writ_copy(AT(reply), IN(cnode, 4, at), RIGHT_ALL));
		UNCHANGED(cnode, 4, memory, writ_retype(memory, CAP_NOTIFICATION, 0, IN(cnode, 4, 1), 15),
		          STATUS_OCCUPIED, 4);
		UNCHANGED(cnode, 4, memory, writ_retype(memory, CAP_NOTIFICATION, 0, IN(cnode, 4, at), 1),
		          STATUS_OCCUPIED, 4);
		CHECK_OK(writ_delete(IN(cnode, 4, at)));
	}
	/* What stands before and behind the window does not count. */
	CHECK_OK(writ_copy(AT(reply), IN(cnode, 4, 3), RIGHT_ALL));
	CHECK_OK(writ_copy(AT(reply), IN(cnode, 4, 8), RIGHT_ALL));
	CHECK_OK(writ_retype(memory, CAP_REPLY, 0, IN(cnode, 4, 4), 4));
	CHECK_EQUAL(look(memory).word0, 4);
}

/* 256 objects, but not more. */
static void window_is_bounded(void)
{
	uint32_t cnode = object_sized(CAP_CNODE, 9), memory = memory_new(1u << 15);

	UNCHANGED(cnode, 0, memory, writ_retype(memory, CAP_REPLY, 0, IN(cnode, 9, 1), 257),
	          STATUS_OUT_OF_RANGE, 6);
	UNCHANGED(cnode, 0, memory, writ_retype(memory, CAP_REPLY, 0, IN(cnode, 9, 1), 0),
	          STATUS_OUT_OF_RANGE, 6);
	CHECK_OK(writ_retype(memory, CAP_REPLY, 0, IN(cnode, 9, 1), 256));
	CHECK_EQUAL(look_at(IN(cnode, 9, 256)).type, CAP_REPLY);
	CHECK_EQUAL(look_at(IN(cnode, 9, 257)).type, CAP_NULL);
	CHECK_EQUAL(look(memory).word0, 256);
}

/* While one child is left, memory is not used again. */
static void live_child_keeps_the_watermark(void)
{
	/* Room for 16 notifications wherever it begins. */
	uint32_t memory = memory_new(16 * 512 + 480), slot = writ_slot_take(16);

	CHECK_OK(writ_retype(memory, CAP_NOTIFICATION, 0, AT(slot), 15));
	CHECK_OK(writ_signal(slot + 7));
	for (uint32_t i = 0; i < 15; i++)
		if (i != 7)
			CHECK_OK(writ_delete(AT(slot + i)));
	CHECK_EQUAL(look(memory).word0 >= 15 * 16, 1);
	CHECK_OK(writ_retype(memory, CAP_NOTIFICATION, 0, AT(slot), 1));
	UNCHANGED(ROOT_CNODE, 0, memory, writ_retype(memory, CAP_NOTIFICATION, 0, AT(slot + 1), 1),
	          STATUS_NO_MEMORY, 0);
	CHECK_OK(writ_delete(AT(slot)));
	UNCHANGED(ROOT_CNODE, 0, memory, writ_retype(memory, CAP_NOTIFICATION, 0, AT(slot + 1), 1),
	          STATUS_NO_MEMORY, 0);
	/* The one that lived all the time is as it was. */
	CHECK_OK(writ_poll(slot + 7, 0));
	CHECK_OK(writ_delete(AT(slot + 7)));
	CHECK_OK(writ_retype(memory, CAP_NOTIFICATION, 0, AT(slot), 15));
	CHECK_OK(writ_delete(AT(memory)));
}

/* By physical addresses: above the watermark while a child lives, then from the beginning. */
static void memory_starts_again_without_children(void)
{
	uint32_t memory = memory_new(5 * 4096), slot = writ_slot_take(8), first, second;

	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(slot), 2));
	first = address_of(slot);
	second = address_of(slot + 1);
	CHECK_EQUAL(second, first + 4096);
	CHECK_OK(writ_delete(AT(slot)));
	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(slot), 1));
	CHECK_EQUAL(address_of(slot), first + 2 * 4096);
	CHECK_OK(writ_delete(AT(slot + 1)));
	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(slot + 1), 1));
	CHECK_EQUAL(address_of(slot + 1), first + 3 * 4096);
	/* A child that was given away is one all the same. */
	CHECK_OK(writ_delete(AT(slot)));
	CHECK_OK(writ_move(AT(slot + 1), AT(slot + 5)));
	UNCHANGED(ROOT_CNODE, 0, memory, writ_retype(memory, CAP_FRAME, 12, AT(slot), 2), STATUS_NO_MEMORY, 0);
	CHECK_OK(writ_delete(AT(slot + 5)));
	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(slot), 1));
	CHECK_EQUAL(address_of(slot), first);
	/* After a refusal it starts again all the same. */
	CHECK_OK(writ_revoke(AT(memory)));
	UNCHANGED(ROOT_CNODE, 0, memory, writ_retype(memory, CAP_FRAME, 20, AT(slot), 1), STATUS_NO_MEMORY, 0);
	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(slot), 4));
	CHECK_EQUAL(address_of(slot), first);
}

/* Memory in memory: the outer one is in use as long as the inner one is there. */
static void memory_in_memory(void)
{
	uint32_t memory = memory_new(3 * 4096), slot = writ_slot_take(4);

	CHECK_OK(writ_retype(memory, CAP_UNTYPED, 256, AT(slot), 1));
	CHECK_OK(writ_retype(slot, CAP_FRAME, 12, AT(slot + 1), 1));
	CHECK_OK(writ_delete(AT(slot + 1)));
	UNCHANGED(ROOT_CNODE, 0, memory, writ_retype(memory, CAP_UNTYPED, 256, AT(slot + 1), 1),
	          STATUS_NO_MEMORY, 0);
	CHECK_OK(writ_retype(slot, CAP_FRAME, 12, AT(slot + 1), 1));
	CHECK_OK(writ_revoke(AT(memory)));
	CHECK_EQUAL(type_of(slot + 1), CAP_NULL);
	CHECK_OK(writ_retype(memory, CAP_UNTYPED, 256, AT(slot + 1), 1));
	CHECK_EQUAL(look(memory).word0, 256);
}

static void products_that_wrap(void)
{
	static const struct {
		uint32_t size, n;
	} wraps[] = {
		{0x4000000, 64}, {0x8000000, 32}, {0x2000000, 128}, {0x1000000, 256}, {0x1000001, 256},
		{0x4000001, 64}, {0x9ffffff, 256}, {0x8000001, 2}, {0x8000000, 16}, {0xa000000, 256},
		{0xa000000, 1},
	};
	static const uint32_t never[] = {0, 0xa000001, 0x10000000, 0x80000000, 0x80000001, 0xffffffff};
	uint32_t cnode = object_sized(CAP_CNODE, 9), memory = memory_new(1u << 16);

	for (uint32_t turn = 0; turn < 2; turn++) {
		for (uint32_t i = 0; i < sizeof wraps / sizeof wraps[0]; i++)
			UNCHANGED(cnode, 0, memory,
			          writ_retype(memory, CAP_UNTYPED, wraps[i].size, IN(cnode, 9, 2), wraps[i].n),
			          STATUS_NO_MEMORY, 0);
		for (uint32_t i = 0; i < sizeof never / sizeof never[0]; i++)
			UNCHANGED(cnode, 0, memory, writ_retype(memory, CAP_UNTYPED, never[i], IN(cnode, 9, 2), 256),
			          STATUS_INVALID_ARGUMENT, 2);
		UNCHANGED(cnode, 0, memory, writ_retype(memory, CAP_CNODE, 20, IN(cnode, 9, 2), 256),
		          STATUS_NO_MEMORY, 0);
		UNCHANGED(cnode, 0, memory, writ_retype(memory, CAP_FRAME, 20, IN(cnode, 9, 2), 256),
		          STATUS_NO_MEMORY, 0);
		for (uint32_t i = 2; i < 258; i++)
			if (look_at(IN(cnode, 9, i)).type != CAP_NULL)
				CHECK_EQUAL(i, 0);
		/* Again, with something made of it already. */
		CHECK_OK(writ_retype(memory, CAP_REPLY, 0, IN(cnode, 9, 1), 1));
		if (turn == 0)
			CHECK_OK(writ_delete(IN(cnode, 9, 1)));
	}
}

/* Exactly as much as there is, and one granule more. */
static void memory_is_used_up(void)
{
	uint32_t memory = memory_new(100 * 32), slot = writ_slot_take(101);

	UNCHANGED(ROOT_CNODE, 0, memory, writ_retype(memory, CAP_UNTYPED, 101, AT(slot), 1), STATUS_NO_MEMORY, 0);
	UNCHANGED(ROOT_CNODE, 0, memory, writ_retype(memory, CAP_REPLY, 0, AT(slot), 101), STATUS_NO_MEMORY, 0);
	CHECK_OK(writ_retype(memory, CAP_UNTYPED, 100, AT(slot), 1));
	CHECK_OK(writ_delete(AT(slot)));
	CHECK_OK(writ_retype(memory, CAP_REPLY, 0, AT(slot), 100));
	CHECK_EQUAL(look(memory).word0, 100);
	UNCHANGED(ROOT_CNODE, 0, memory, writ_retype(memory, CAP_UNTYPED, 1, AT(slot + 100), 1),
	          STATUS_NO_MEMORY, 0);
	CHECK_OK(writ_delete(AT(memory)));
}

/* Objects lie at a multiple of their size, with as little as possible left out before. */
static void objects_are_aligned(void)
{
	static const struct {
		uint32_t type, size, bytes;
	} kinds[] = {
		{CAP_THREAD, 0, 1024}, {CAP_ENDPOINT, 0, 512}, {CAP_NOTIFICATION, 0, 512}, {CAP_REPLY, 0, 32},
		{CAP_SCHED_CONTEXT, 0, 256}, {CAP_VSPACE, 0, 16384}, {CAP_PAGE_TABLE, 0, 2048},
		{CAP_FRAME, 12, 4096}, {CAP_FRAME, 16, 65536},
	};
	uint32_t memory = memory_new(1u << 19), slot = writ_slot_take(4), base;

	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(slot), 1));
	base = address_of(slot) + 4096 - 32 * look(memory).word0;
	CHECK_OK(writ_delete(AT(slot)));
	for (uint32_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		uint32_t used, end, bytes = kinds[i].bytes;

		CHECK_OK(writ_retype(memory, CAP_REPLY, 0, AT(slot), 1));
		used = base + 32 * look(memory).word0;
		CHECK_OK(writ_retype(memory, kinds[i].type, kinds[i].size, AT(slot + 1), 2));
		end = base + 32 * look(memory).word0;
		CHECK_EQUAL(end % bytes, 0);
		CHECK_EQUAL(end - used >= 2 * bytes && end - used < 3 * bytes, 1);
		CHECK_OK(writ_revoke(AT(memory)));
	}
	/* CNodes and memory go wherever there is place. */
	CHECK_OK(writ_retype(memory, CAP_REPLY, 0, AT(slot), 1));
	CHECK_OK(writ_retype(memory, CAP_CNODE, 7, AT(slot + 1), 1));
	CHECK_OK(writ_retype(memory, CAP_UNTYPED, 1000, AT(slot + 2), 1));
	CHECK_EQUAL(look(memory).word0, 1 + 128 + 1000);
	CHECK_OK(writ_delete(AT(memory)));
}

/* A page of memory that does not begin at a page has no room for one. */
static void alignment_takes_room(void)
{
	uint32_t memory = memory_new(3 * 4096), slot = writ_slot_take(4);

	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(slot), 1));
	CHECK_OK(writ_retype(memory, CAP_REPLY, 0, AT(slot + 1), 1));
	CHECK_OK(writ_retype(memory, CAP_UNTYPED, 128, AT(slot + 2), 1));
	UNCHANGED(ROOT_CNODE, 0, slot + 2, writ_retype(slot + 2, CAP_FRAME, 12, AT(slot + 3), 1),
	          STATUS_NO_MEMORY, 0);
	UNCHANGED(ROOT_CNODE, 0, slot + 2, writ_retype(slot + 2, CAP_NOTIFICATION, 0, AT(slot + 3), 8),
	          STATUS_NO_MEMORY, 0);
	CHECK_OK(writ_retype(slot + 2, CAP_NOTIFICATION, 0, AT(slot + 4), 7));
	CHECK_OK(writ_delete(AT(memory)));
}

/* Of a device's memory only frames and parts. */
static void device_is_frames_only(void)
{
	uint32_t slot, device = writ_boot_device(RTC), bytes = look(device).bytes;

	slot = memory_new(32);
	for (uint32_t turn = 0; turn < 2; turn++) {
		for (uint32_t type = 0; type <= CAP_MACHINE; type++) {
			uint32_t size = type == CAP_CNODE ? 1 : 0;

			if (type != CAP_UNTYPED && type != CAP_FRAME)
				UNCHANGED(ROOT_CNODE, 0, device, writ_retype(device, type, size, AT(slot + 2), 1),
				          STATUS_INVALID_ARGUMENT, 1);
		}
		CHECK_OK(writ_retype(device, CAP_FRAME, 12, AT(slot + 2), 1));
		CHECK_EQUAL(address_of(slot + 2), RTC);
		CHECK_OK(writ_delete(AT(slot + 2)));
		/* Then the same with a part of it. */
		if (turn == 0) {
			CHECK_OK(writ_retype(device, CAP_UNTYPED, bytes / 32, AT(slot + 1), 1));
			device = slot + 1;
		}
	}
	device = writ_boot_device(RTC);
	CHECK_OK(writ_delete(AT(slot + 1)));
	UNCHANGED(ROOT_CNODE, 0, device, writ_retype(device, CAP_FRAME, 20, AT(slot + 1), 1), STATUS_NO_MEMORY, 0);
	UNCHANGED(ROOT_CNODE, 0, device, writ_retype(device, CAP_UNTYPED, bytes / 32 + 1, AT(slot + 1), 1),
	          STATUS_NO_MEMORY, 0);
	/* A granule of it is no frame. */
	CHECK_OK(writ_retype(device, CAP_UNTYPED, 1, AT(slot + 1), 1));
	CHECK_REFUSED(writ_retype(slot + 1, CAP_FRAME, 12, AT(slot + 2), 1), STATUS_NO_MEMORY, 0);
	CHECK_OK(writ_delete(AT(slot + 1)));
}

/* --- Zero ---------------------------------------------------------------- */

#define POOL (1u << 18)
static uint32_t pool, made; /* untyped memory, and slots for what is made of it */

/* All words of the pool together, as frames of 4 KiB; `fill` is written into them. */
static uint32_t pool_words(uint32_t fill)
{
	volatile uint32_t *words = (volatile uint32_t *)WINDOW;
	uint32_t sum = 0;

	CHECK_OK(writ_revoke(AT(pool)));
	CHECK_OK(writ_retype(pool, CAP_FRAME, 12, AT(made), 63));
	for (uint32_t frame = 0; frame < 63; frame++) {
		CHECK_OK(writ_page_map(made + frame, ROOT_VSPACE, WINDOW, RW, MEMORY_CACHED));
		for (uint32_t i = 0; i < 1024; i++) {
			sum |= words[i];
			words[i] = fill;
		}
		CHECK_OK(writ_frame_unmap(made + frame));
	}
	CHECK_OK(writ_revoke(AT(pool)));
	return sum;
}

/* Every word that is free now has all bits set: what the pool has before its first page is
   not ours to write, so it is taken, with that page. */
static void soil(void)
{
	CHECK_EQUAL(pool_words(0xffffffff), 0);
	CHECK_OK(writ_retype(pool, CAP_FRAME, 12, AT(made + 63), 1));
}

static void frames_after_frames_are_zero(void)
{
	for (uint32_t turn = 0; turn < 4; turn++)
		CHECK_EQUAL(pool_words(0xa5a5a5a5u << turn), 0);
	CHECK_EQUAL(pool_words(0), 0);
}

/* A part of it, of which frames were made: the part goes, and the whole is zero. */
static void frames_after_parts_are_zero(void)
{
	volatile uint32_t *words = (volatile uint32_t *)WINDOW;

	CHECK_OK(writ_retype(pool, CAP_UNTYPED, 4096, AT(made), 1));
	CHECK_OK(writ_retype(made, CAP_UNTYPED, 3000, AT(made + 1), 1));
	CHECK_OK(writ_retype(made + 1, CAP_FRAME, 12, AT(made + 2), 4));
	CHECK_OK(writ_page_map(made + 5, ROOT_VSPACE, WINDOW, RW, MEMORY_CACHED));
	words[7] = 0xffffffff;
	CHECK_OK(writ_delete(AT(made + 1)));
	CHECK_OK(writ_retype(made, CAP_FRAME, 12, AT(made + 2), 4));
	CHECK_OK(writ_page_map(made + 5, ROOT_VSPACE, WINDOW, RW, MEMORY_CACHED));
	CHECK_EQUAL(words[7], 0);
	words[7] = 0xffffffff;
	CHECK_OK(writ_delete(AT(made)));
	CHECK_EQUAL(pool_words(0), 0);
}

static void frames_after_cnodes_are_zero(void)
{
	uint32_t endpoint = object(CAP_ENDPOINT);

	CHECK_OK(writ_retype(pool, CAP_CNODE, 8, AT(made), 4));
	for (uint32_t i = 1; i < 256; i++)
		CHECK_OK(writ_mint(AT(endpoint), IN(made + i % 4, 8, i), RIGHT_ALL, ~0ull));
	CHECK_EQUAL(pool_words(0), 0);
	CHECK_OK(writ_delete(AT(endpoint)));
}

static void frames_after_threads_are_zero(void)
{
	static const uint32_t ones[6] = {~0u, ~0u, ~0u, ~0u, ~0u, ~0u};
	struct writ_thread_setting setting = {.cspace = ROOT_CNODE, .vspace = ROOT_VSPACE};

	CHECK_OK(writ_retype(pool, CAP_THREAD, 0, AT(made), 8));
	CHECK_OK(writ_retype(pool, CAP_SCHED_CONTEXT, 0, AT(made + 8), 8));
	setting.fault = object(CAP_ENDPOINT);
	for (uint32_t i = 0; i < 8; i++) {
		for (uint32_t first = 0; first < REGISTERS; first += 6)
			CHECK_OK(writ_thread_write_registers(made + i, first, 6, ones));
		CHECK_OK(writ_thread_configure(made + i, &setting));
		CHECK_OK(writ_thread_set_priority(made + i, i, 20 + i));
		CHECK_OK(writ_sched_context_configure(made + 8 + i, ROOT_MACHINE, 1000000, 2000000));
		CHECK_OK(writ_sched_context_bind(made + 8 + i, made + i));
		CHECK_OK(writ_thread_resume(made + i));
	}
	CHECK_EQUAL(pool_words(0), 0);
}

static void frames_after_queues_are_zero(void)
{
	CHECK_OK(writ_retype(pool, CAP_NOTIFICATION, 0, AT(made), 8));
	CHECK_OK(writ_retype(pool, CAP_ENDPOINT, 0, AT(made + 8), 8));
	for (uint32_t i = 0; i < 8; i++) {
		uint32_t badged = writ_loan(made + i, RIGHT_ALL, ~0ull);

		CHECK_OK(writ_signal(badged));
	}
	CHECK_EQUAL(pool_words(0), 0);
}

static void frames_after_tables_are_zero(void)
{
	uint32_t frame = object_sized(CAP_FRAME, 12), loan = writ_slot_take(2);

	CHECK_OK(writ_retype(pool, CAP_VSPACE, 0, AT(made), 1));
	CHECK_OK(writ_retype(pool, CAP_PAGE_TABLE, 0, AT(made + 1), 2));
	for (uint32_t i = 0; i < 2; i++) {
		CHECK_OK(writ_page_table_map(made + 1 + i, made, i * 0x7ff00000));
		CHECK_OK(writ_copy(AT(frame), AT(loan + i), RIGHT_ALL));
		CHECK_OK(writ_frame_map(loan + i, made, i * 0x7ffff000, RW, MEMORY_CACHED));
	}
	CHECK_EQUAL(pool_words(0), 0);
}

/* Slots of a new CNode are null, whatever its memory was. */
static void cnodes_are_null(void)
{
	for (uint32_t radix = 1; radix <= 11; radix += 5) {
		uint32_t full = 0;

		soil();
		CHECK_OK(writ_retype(pool, CAP_CNODE, radix, AT(made), 2));
		for (uint32_t i = 1; i < 1u << radix; i++) {
			struct writ_inspection is = look_at(IN(made + 1, radix, i));

			full += (is.type | is.rights | is.depth | is.bytes | is.word0 | is.word1) != 0;
		}
		CHECK_EQUAL(full, 0);
		CHECK_OK(writ_retype(pool, CAP_REPLY, 0, IN(made + 1, radix, 1), 1));
	}
}

static void threads_are_zero(void)
{
	struct writ_thread_state state = {9, 9, 9, 9};

	soil();
	CHECK_OK(writ_retype(pool, CAP_THREAD, 0, AT(made), 3));
	for (uint32_t i = 0; i < 3; i++) {
		for (uint32_t first = 0; first < REGISTERS; first += 4) {
			uint32_t four[4] = {1, 1, 1, 1};

			CHECK_OK(writ_thread_read_registers(made + i, first, four));
			CHECK_EQUAL(four[0] | four[1] | four[2] | four[3], 0);
		}
		CHECK_OK(writ_thread_status(made + i, &state));
		CHECK_EQUAL(state.state, THREAD_INACTIVE);
		CHECK_EQUAL(state.priority | state.pc | state.fault, 0);
	}
}

static void queues_are_empty(void)
{
	struct writ_message message = {0};

	soil();
	/* Each is asked before more is made, and with that more zeroed. */
	CHECK_OK(writ_retype(pool, CAP_NOTIFICATION, 0, AT(made), 2));
	CHECK_REFUSED(writ_poll(made, 0), STATUS_WOULD_BLOCK, 0);
	CHECK_REFUSED(writ_poll(made + 1, 0), STATUS_WOULD_BLOCK, 0);
	CHECK_OK(writ_retype(pool, CAP_REPLY, 0, AT(made + 4), 2));
	CHECK_REFUSED(writ_send(made + 5, &message), STATUS_WOULD_BLOCK, 0);
	CHECK_OK(writ_retype(pool, CAP_ENDPOINT, 0, AT(made + 2), 2));
	CHECK_REFUSED(writ_nbsend(made + 3, &message), STATUS_WOULD_BLOCK, 0);
	CHECK_REFUSED(writ_nbrecv(made + 3, made + 5, &message), STATUS_WOULD_BLOCK, 0);
}

/* Nothing is mapped in new tables: every place can be taken. */
static void tables_are_empty(void)
{
	uint32_t frame;

	soil();
	CHECK_OK(writ_retype(pool, CAP_VSPACE, 0, AT(made), 1));
	CHECK_OK(writ_retype(pool, CAP_PAGE_TABLE, 0, AT(made + 1), 1));
	CHECK_OK(writ_retype(pool, CAP_FRAME, 12, AT(made + 2), 1));
	frame = made + 2;
	for (uint32_t section = 0; section < 0x80000000; section += 0x04100000) {
		CHECK_OK(writ_page_table_map(made + 1, made, section));
		CHECK_OK(writ_page_table_unmap(made + 1));
	}
	CHECK_OK(writ_page_table_map(made + 1, made, TABLE_AT));
	for (uint32_t page = 0; page < 256; page++) {
		CHECK_OK(writ_frame_map(frame, made, TABLE_AT + page * 4096, RW, MEMORY_CACHED));
		CHECK_OK(writ_frame_unmap(frame));
	}
	CHECK_OK(writ_revoke(AT(pool)));
}

int main(void)
{
	RUN(window_is_as_long_as_the_cnode);
	RUN(window_is_occupied);
	RUN(window_is_bounded);
	RUN(live_child_keeps_the_watermark);
	RUN(memory_starts_again_without_children);
	RUN(memory_in_memory);
	RUN(products_that_wrap);
	RUN(memory_is_used_up);
	RUN(objects_are_aligned);
	RUN(alignment_takes_room);
	RUN(device_is_frames_only);
	pool = writ_untyped_new(POOL);
	made = writ_slot_take(64);
	RUN(frames_after_frames_are_zero);
	RUN(frames_after_parts_are_zero);
	RUN(frames_after_cnodes_are_zero);
	RUN(frames_after_threads_are_zero);
	RUN(frames_after_queues_are_zero);
	RUN(frames_after_tables_are_zero);
	RUN(cnodes_are_null);
	RUN(threads_are_zero);
	RUN(queues_are_empty);
	RUN(tables_are_empty);
	test_end();
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Untyped memory: every type of object, zeroed memory, and every refusal.
 */
#include "check.h"

#define WINDOW 0x40000000u

static uint32_t watermark(uint32_t untyped)
{
	struct writ_inspection found = {0};

	CHECK_OK(writ_inspect(AT(untyped), &found));
	return found.word0;
}

struct shape {
	uint32_t type;
	uint32_t size;
	uint32_t bytes;
};

static const struct shape shapes[] = {
	{CAP_UNTYPED, 1, 32},       {CAP_UNTYPED, 1000, 32000},  {CAP_CNODE, 1, 64},
	{CAP_CNODE, 8, 8192},       {CAP_THREAD, 0, 1024},       {CAP_ENDPOINT, 0, 512},
	{CAP_NOTIFICATION, 0, 512}, {CAP_REPLY, 0, 32},          {CAP_SCHED_CONTEXT, 0, 256},
	{CAP_VSPACE, 0, 16384},     {CAP_PAGE_TABLE, 0, 2048},   {CAP_FRAME, 12, 4096},
	{CAP_FRAME, 16, 65536},     {CAP_FRAME, 20, 1048576},
};

static void retype_every_type(void)
{
	for (uint32_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
		uint32_t slot = writ_slot_take(3);
		uint32_t memory = writ_untyped_new(4u << 20);
		struct writ_inspection found = {0};

		CHECK_OK(writ_retype(memory, shapes[i].type, shapes[i].size, AT(slot), 2));
		CHECK_OK(writ_inspect(AT(slot + 1), &found));
		CHECK_EQUAL(found.type, shapes[i].type);
		CHECK_EQUAL(found.rights, RIGHT_ALL | RIGHT_OWN);
		CHECK_EQUAL(found.bytes, shapes[i].bytes);
		CHECK_EQUAL(found.depth, 2);
		CHECK_EQUAL(found.word0, 0);
		CHECK_EQUAL(type_of(slot + 2), CAP_NULL);
		CHECK_OK(writ_delete(AT(memory)));
		CHECK_EQUAL(type_of(slot), CAP_NULL);
	}
}

static void retype_refuses_arguments(void)
{
	uint32_t memory = writ_untyped_new(1u << 16);
	uint32_t slot = writ_slot_take(300);

	CHECK_REFUSED(writ_retype(memory, CAP_NULL, 0, AT(slot), 1), STATUS_INVALID_ARGUMENT, 1);
	CHECK_REFUSED(writ_retype(memory, CAP_IRQ_HANDLER, 0, AT(slot), 1), STATUS_INVALID_ARGUMENT, 1);
	CHECK_REFUSED(writ_retype(memory, CAP_MACHINE, 0, AT(slot), 1), STATUS_INVALID_ARGUMENT, 1);
	CHECK_REFUSED(writ_retype(memory, 0x104, 0, AT(slot), 1), STATUS_INVALID_ARGUMENT, 1);
	CHECK_REFUSED(writ_retype(memory, CAP_ENDPOINT, 1, AT(slot), 1), STATUS_INVALID_ARGUMENT, 2);
	CHECK_REFUSED(writ_retype(memory, CAP_UNTYPED, 0, AT(slot), 1), STATUS_INVALID_ARGUMENT, 2);
	CHECK_REFUSED(writ_retype(memory, CAP_CNODE, 0, AT(slot), 1), STATUS_INVALID_ARGUMENT, 2);
	CHECK_REFUSED(writ_retype(memory, CAP_CNODE, 21, AT(slot), 1), STATUS_INVALID_ARGUMENT, 2);
	CHECK_REFUSED(writ_retype(memory, CAP_CNODE, 32, AT(slot), 1), STATUS_INVALID_ARGUMENT, 2);
	CHECK_REFUSED(writ_retype(memory, CAP_FRAME, 13, AT(slot), 1), STATUS_INVALID_ARGUMENT, 2);
	CHECK_REFUSED(writ_retype(memory, CAP_ENDPOINT, 0, AT(slot), 0), STATUS_OUT_OF_RANGE, 6);
	CHECK_REFUSED(writ_retype(memory, CAP_ENDPOINT, 0, AT(slot), 257), STATUS_OUT_OF_RANGE, 6);
	CHECK_REFUSED(writ_retype(memory, CAP_REPLY, 0, AT(slot), 0xffffffff), STATUS_OUT_OF_RANGE, 6);
	CHECK_EQUAL(watermark(memory), 0);
	CHECK_REFUSED(writ_retype(slot, CAP_REPLY, 0, AT(slot), 1), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(writ_retype(ROOT_VSPACE, CAP_REPLY, 0, AT(slot), 1), STATUS_INVALID_CAPABILITY, 0);
}

static void retype_refuses_slots(void)
{
	uint32_t memory = writ_untyped_new(1u << 16);
	uint32_t slot = writ_slot_take(4);
	struct writ_slot nowhere = {slot, slot, 32};

	CHECK_REFUSED(writ_retype(memory, CAP_REPLY, 0, nowhere, 1), STATUS_INVALID_CAPABILITY, 3);
	CHECK_REFUSED(writ_retype(memory, CAP_REPLY, 0, AT(0), 1), STATUS_INVALID_CAPABILITY, 4);
	CHECK_REFUSED(writ_retype(memory, CAP_REPLY, 0, AT(4096), 1), STATUS_INVALID_CAPABILITY, 4);
	CHECK_REFUSED(writ_retype(memory, CAP_REPLY, 0, AT(4095), 2), STATUS_OUT_OF_RANGE, 6);
	CHECK_OK(writ_retype(memory, CAP_REPLY, 0, AT(slot + 2), 1));
	CHECK_REFUSED(writ_retype(memory, CAP_REPLY, 0, AT(slot), 3), STATUS_OCCUPIED, 4);
	CHECK_EQUAL(type_of(slot), CAP_NULL);
	CHECK_EQUAL(watermark(memory), 1);
}

static void retype_memory_runs_out(void)
{
	uint32_t memory = writ_untyped_new(8192);
	uint32_t slot = writ_slot_take(17);

	CHECK_OK(writ_retype(memory, CAP_ENDPOINT, 0, AT(slot), 15));
	CHECK_REFUSED(writ_retype(memory, CAP_ENDPOINT, 0, AT(slot + 15), 2), STATUS_NO_MEMORY, 0);
	CHECK_OK(writ_retype(memory, CAP_ENDPOINT, 0, AT(slot + 15), 1));
	CHECK_REFUSED(writ_retype(memory, CAP_REPLY, 0, AT(slot + 16), 1), STATUS_NO_MEMORY, 0);
	CHECK_REFUSED(writ_retype(memory, CAP_UNTYPED, 0x7ffffff, AT(slot + 16), 1), STATUS_NO_MEMORY, 0);
	CHECK_OK(writ_revoke(AT(memory)));
	CHECK_REFUSED(writ_retype(memory, CAP_FRAME, 20, AT(slot), 1), STATUS_NO_MEMORY, 0);
	CHECK_REFUSED(writ_retype(memory, CAP_CNODE, 20, AT(slot), 256), STATUS_NO_MEMORY, 0);
	CHECK_REFUSED(writ_retype(memory, CAP_UNTYPED, 0x4000000, AT(slot), 256), STATUS_NO_MEMORY, 0);
}

static void retype_aligns(void)
{
	uint32_t memory = writ_untyped_new(1u << 18);
	uint32_t slot = writ_slot_take(4);
	uint32_t address = 0;

	CHECK_OK(writ_retype(memory, CAP_REPLY, 0, AT(slot), 1));
	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(slot + 1), 1));
	CHECK_OK(writ_frame_address(slot + 1, &address));
	CHECK_EQUAL(address % 4096, 0);
	CHECK_OK(writ_retype(memory, CAP_FRAME, 16, AT(slot + 2), 1));
	CHECK_OK(writ_frame_address(slot + 2, &address));
	CHECK_EQUAL(address % 65536, 0);
}

/* All the words of a frame together; it fills them with 0xffffffff. */
static uint32_t soil(uint32_t frame, uint32_t bytes)
{
	uint32_t address = bytes == 1u << 20 ? WINDOW + bytes : WINDOW;
	volatile uint32_t *words = (volatile uint32_t *)address;
	uint32_t sum = 0;

	CHECK_OK(writ_page_map(frame, ROOT_VSPACE, address, RIGHT_READ | RIGHT_WRITE, MEMORY_CACHED));
	for (uint32_t i = 0; i < bytes / 4; i++) {
		sum |= words[i];
		words[i] = 0xffffffff;
	}
	return sum;
}

/* Memory that comes back after a delete is zero again, and is the same memory. */
static void retype_zeroes_memory(void)
{
	uint32_t memory = writ_untyped_new(1u << 18);
	uint32_t slot = writ_slot_take(1);
	uint32_t first = 0, again = 0;

	for (uint32_t turn = 0; turn < 3; turn++) {
		CHECK_OK(writ_retype(memory, CAP_FRAME, 16, AT(slot), 1));
		CHECK_OK(writ_frame_address(slot, turn == 0 ? &first : &again));
		CHECK_EQUAL(soil(slot, 65536), 0);
		CHECK_OK(writ_delete(AT(slot)));
	}
	CHECK_EQUAL(again, first);
	CHECK_OK(writ_retype(memory, CAP_NOTIFICATION, 0, AT(slot), 1));
	CHECK_REFUSED(writ_poll(slot, 0), STATUS_WOULD_BLOCK, 0);
}

/* More memory than the kernel zeroes in one go: the call restarts and ends all the same. */
static void retype_large(void)
{
	uint32_t memory = writ_untyped_new(20u << 20);
	uint32_t slot = writ_slot_take(16);

	CHECK_OK(writ_retype(memory, CAP_FRAME, 20, AT(slot), 16));
	CHECK_EQUAL(soil(slot + 15, 1u << 20), 0);
	CHECK_EQUAL(watermark(memory) >= 16u << 15, 1);
	CHECK_OK(writ_revoke(AT(memory)));
	CHECK_OK(writ_retype(memory, CAP_CNODE, 19, AT(slot), 1));
	CHECK_OK(writ_delete(AT(slot)));
	CHECK_OK(writ_retype(memory, CAP_FRAME, 20, AT(slot), 16));
	CHECK_EQUAL(soil(slot + 15, 1u << 20), 0);
	CHECK_OK(writ_delete(AT(memory)));
}

/* The same by a Thumb program, whose svc is shorter. */
static uint32_t __attribute__((target("thumb"), noinline)) thumb_retype(uint32_t untyped, uint32_t slot)
{
	register uint32_t r0 __asm__("r0") = untyped;
	register uint32_t r1 __asm__("r1") = UNTYPED_RETYPE;
	register uint32_t r2 __asm__("r2") = CAP_FRAME;
	register uint32_t r3 __asm__("r3") = 20;
	register uint32_t r4 __asm__("r4") = 0;
	register uint32_t r5 __asm__("r5") = slot;
	register uint32_t r6 __asm__("r6") = 32;
	register uint32_t r8 __asm__("r8") = 4;

	__asm__ volatile("push {r7}\n\tmovs r7, %[call]\n\tsvc #0\n\tpop {r7}"
	                 : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6)
	                 : "r"(r8), [call] "i"(CALL_INVOKE) : "memory");
	return r0;
}

static void retype_large_thumb(void)
{
	uint32_t memory = writ_untyped_new(6u << 20);
	uint32_t slot = writ_slot_take(4);

	CHECK_OK(thumb_retype(memory, slot));
	CHECK_EQUAL(type_of(slot + 3), CAP_FRAME);
	CHECK_EQUAL(soil(slot + 3, 1u << 20), 0);
	CHECK_OK(writ_delete(AT(memory)));
}

static void retype_many(void)
{
	uint32_t memory = writ_untyped_new(256u * 512u);
	uint32_t slot = writ_slot_take(256);

	CHECK_OK(writ_retype(memory, CAP_NOTIFICATION, 0, AT(slot), 256));
	CHECK_OK(writ_signal(slot + 255));
	CHECK_OK(writ_signal(slot));
	CHECK_OK(writ_delete(AT(slot + 17)));
	CHECK_EQUAL(type_of(slot + 17), CAP_NULL);
	CHECK_EQUAL(type_of(slot + 18), CAP_NOTIFICATION);
	CHECK_OK(writ_revoke(AT(memory)));
	CHECK_EQUAL(type_of(slot + 18), CAP_NULL);
}

/* Memory of memory of memory: as deep as the kernel's bound on derivations. */
static void retype_depth(void)
{
	uint32_t memory = writ_untyped_new(1u << 16);
	uint32_t slot = writ_slot_take(80);
	struct writ_inspection found = {0};
	uint32_t from = memory, i = 0, result = STATUS_OK;

	for (i = 0; i < 80 && result == STATUS_OK; i++) {
		result = writ_retype(from, CAP_UNTYPED, 1000 - i, AT(slot + i), 1);
		from = slot + i;
	}
	CHECK_REFUSED(result, STATUS_TOO_DEEP, 0);
	CHECK_OK(writ_inspect(AT(slot + i - 2), &found));
	CHECK_EQUAL(found.depth, 64);
	CHECK_OK(writ_delete(AT(memory)));
	CHECK_EQUAL(type_of(slot + i - 2), CAP_NULL);
}

/* Of device memory only frames and parts can be made. */
static void retype_device(void)
{
	uint32_t device = writ_boot_device(0x09010000);
	uint32_t slot = writ_slot_take(2);

	CHECK_REFUSED(writ_retype(device, CAP_ENDPOINT, 0, AT(slot), 1), STATUS_INVALID_ARGUMENT, 1);
	CHECK_REFUSED(writ_retype(device, CAP_CNODE, 1, AT(slot), 1), STATUS_INVALID_ARGUMENT, 1);
	CHECK_OK(writ_retype(device, CAP_UNTYPED, 4096 / 32, AT(slot), 1));
	CHECK_REFUSED(writ_retype(slot, CAP_THREAD, 0, AT(slot + 1), 1), STATUS_INVALID_ARGUMENT, 1);
	CHECK_OK(writ_retype(slot, CAP_FRAME, 12, AT(slot + 1), 1));
	CHECK_OK(writ_delete(AT(slot)));
	CHECK_EQUAL(type_of(slot + 1), CAP_NULL);
}

int main(void)
{
	RUN(retype_every_type);
	RUN(retype_refuses_arguments);
	RUN(retype_refuses_slots);
	RUN(retype_memory_runs_out);
	RUN(retype_aligns);
	RUN(retype_zeroes_memory);
	RUN(retype_large);
	RUN(retype_large_thumb);
	RUN(retype_many);
	RUN(retype_depth);
	RUN(retype_device);
	test_end();
}

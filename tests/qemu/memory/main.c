// SPDX-License-Identifier: Apache-2.0
/*
 * Address spaces: mapping, unmapping, rights, page tables, and what goes with what.
 */
#include "check.h"

#define WINDOW 0x40000000u
#define RW (RIGHT_READ | RIGHT_WRITE)

static volatile uint32_t fault_address, fault_access, faults;
static uint32_t endpoint, reply;

/* Handles faults: the faulting thread goes on behind the instruction, or ends where there is none. */
static void handler(uint32_t unused)
{
	struct writ_message message = {0};
	uint32_t result = writ_recv(endpoint, reply, &message);

	(void)unused;
	while (result == STATUS_OK) {
		fault_address = message.words[0];
		fault_access = message.words[2];
		faults++;
		message.info = writ_info(fault_access == ACCESS_EXECUTE ? FAULT_KILL : FAULT_CONTINUE_AT, 1);
		message.words[0] = message.words[1] + 4;
		result = writ_reply_recv(endpoint, reply, &message);
	}
}

static volatile uint32_t probe_value;

static void probe_read(uint32_t address)
{
	uint32_t value = 0xdead;

	__asm__ volatile("ldr %0, [%1]" : "+r"(value) : "r"(address) : "memory");
	probe_value = value;
}

static void probe_write(uint32_t address)
{
	__asm__ volatile("str %0, [%0]" : : "r"(address) : "memory");
}

/* Does the access fault?  Another thread tries. */
static bool faulting(worker_entry probe, uint32_t address)
{
	struct worker worker = worker_new(probe, address, TEST_PRIORITY + 1, endpoint);
	uint32_t before = faults;

	CHECK_OK(writ_thread_resume(worker.thread));
	worker_end(&worker);
	if (faults != before)
		CHECK_EQUAL(fault_address, address);
	return faults != before;
}

static uint32_t frame_new(void)
{
	return object_sized(CAP_FRAME, 12);
}

static void map_and_unmap(void)
{
	uint32_t frame = frame_new();

	CHECK(faulting(probe_read, WINDOW));
	CHECK_REFUSED(writ_frame_unmap(frame), STATUS_NOT_MAPPED, 0);
	CHECK_OK(writ_page_map(frame, ROOT_VSPACE, WINDOW, RW, MEMORY_CACHED));
	CHECK(!faulting(probe_read, WINDOW));
	CHECK(!faulting(probe_write, WINDOW));
	CHECK_EQUAL(*(volatile uint32_t *)WINDOW, WINDOW);
	CHECK_OK(writ_frame_unmap(frame));
	CHECK(faulting(probe_read, WINDOW));
	CHECK_EQUAL(fault_access, ACCESS_READ);
	CHECK(faulting(probe_write, WINDOW + 4092));
	CHECK_EQUAL(fault_access, ACCESS_WRITE);
}

/* What was written stays in the frame when it is mapped elsewhere. */
static void contents_stay(void)
{
	uint32_t frame = frame_new(), other;

	CHECK_OK(writ_page_map(frame, ROOT_VSPACE, WINDOW, RW, MEMORY_CACHED));
	*(volatile uint32_t *)WINDOW = 0x55aa;
	other = writ_loan(frame, RIGHT_READ, 0);
	CHECK_OK(writ_page_map(other, ROOT_VSPACE, WINDOW + 0x100000, RIGHT_READ, MEMORY_CACHED));
	CHECK_EQUAL(*(volatile uint32_t *)(WINDOW + 0x100000), 0x55aa);
	CHECK(faulting(probe_write, WINDOW + 0x100000));
	CHECK_OK(writ_frame_unmap(frame));
	CHECK(!faulting(probe_read, WINDOW + 0x100000));
	CHECK_EQUAL(probe_value, 0x55aa);
	CHECK_OK(writ_revoke(AT(frame)));
	CHECK(faulting(probe_read, WINDOW + 0x100000));
	CHECK_OK(writ_delete(AT(frame)));
}

static void rights_of_mappings(void)
{
	uint32_t frame = frame_new();
	uint32_t read = writ_loan(frame, RIGHT_READ, 0);
	uint32_t write = writ_loan(frame, RIGHT_WRITE, 0);

	CHECK_REFUSED(writ_frame_map(read, ROOT_VSPACE, WINDOW, RW, MEMORY_CACHED), STATUS_NO_RIGHT, 3);
	CHECK_REFUSED(writ_frame_map(read, ROOT_VSPACE, WINDOW, RIGHT_READ | RIGHT_EXECUTE, MEMORY_CACHED),
	              STATUS_NO_RIGHT, 3);
	CHECK_REFUSED(writ_frame_map(write, ROOT_VSPACE, WINDOW, RIGHT_WRITE, MEMORY_CACHED),
	              STATUS_NO_RIGHT, 3);
	CHECK_REFUSED(writ_frame_map(frame, ROOT_VSPACE, WINDOW, 0, MEMORY_CACHED), STATUS_NO_RIGHT, 3);
	CHECK_REFUSED(writ_frame_map(frame, ROOT_VSPACE, WINDOW, RIGHT_READ, 3), STATUS_INVALID_ARGUMENT, 4);
	CHECK_OK(writ_page_map(frame, ROOT_VSPACE, WINDOW, RW, MEMORY_CACHED));
	CHECK(!faulting(probe_write, WINDOW));
	/* Mapping again where it is mapped changes the rights, for the TLB too. */
	CHECK_OK(writ_frame_map(frame, ROOT_VSPACE, WINDOW, RIGHT_READ, MEMORY_CACHED));
	CHECK(faulting(probe_write, WINDOW));
	CHECK(!faulting(probe_read, WINDOW));
	CHECK_OK(writ_frame_map(frame, ROOT_VSPACE, WINDOW, RW, MEMORY_UNCACHED));
	CHECK(!faulting(probe_write, WINDOW));
	CHECK_OK(writ_delete(AT(frame)));
	CHECK(faulting(probe_read, WINDOW));
}

static void call_address(uint32_t address)
{
	((void (*)(void))address)();
}

static void return_at_once(uint32_t address)
{
	(void)address;
	__asm__ volatile("adr lr, 1f\n\tbx %0\n1:" : : "r"(address) : "lr", "memory");
}

/* What may be written is not executed, and what is executed may not be written. */
static void execute_is_a_right(void)
{
	uint32_t frame = frame_new();

	CHECK_OK(writ_page_map(frame, ROOT_VSPACE, WINDOW, RW, MEMORY_CACHED));
	((volatile uint32_t *)WINDOW)[0] = 0xe12fff1e; /* bx lr */
	((volatile uint32_t *)WINDOW)[1] = 0xe12fff1e;
	CHECK(faulting(return_at_once, WINDOW));
	CHECK_EQUAL(fault_access, ACCESS_EXECUTE);
	CHECK_OK(writ_frame_map(frame, ROOT_VSPACE, WINDOW, RIGHT_READ | RIGHT_EXECUTE, MEMORY_CACHED));
	CHECK(!faulting(call_address, WINDOW));
	CHECK(faulting(probe_write, WINDOW));
	/* Code that changes is code that is seen. */
	CHECK_OK(writ_frame_map(frame, ROOT_VSPACE, WINDOW, RW, MEMORY_CACHED));
	CHECK(faulting(return_at_once, WINDOW));
	CHECK_OK(writ_delete(AT(frame)));
}

static void addresses_refused(void)
{
	uint32_t frame = frame_new(), large = object_sized(CAP_FRAME, 16);
	uint32_t section = object_sized(CAP_FRAME, 20), table = object(CAP_PAGE_TABLE);

	CHECK_REFUSED(writ_frame_map(frame, ROOT_VSPACE, 0x50000000, RW, 0), STATUS_NOT_MAPPED, 2);
	CHECK_REFUSED(writ_frame_map(frame, ROOT_VSPACE, WINDOW + 4, RW, 0), STATUS_NOT_ALIGNED, 2);
	CHECK_REFUSED(writ_frame_map(large, ROOT_VSPACE, WINDOW + 4096, RW, 0), STATUS_NOT_ALIGNED, 2);
	CHECK_REFUSED(writ_frame_map(section, ROOT_VSPACE, WINDOW + 65536, RW, 0), STATUS_NOT_ALIGNED, 2);
	CHECK_REFUSED(writ_frame_map(frame, ROOT_VSPACE, 0x80000000, RW, 0), STATUS_OUT_OF_RANGE, 2);
	CHECK_REFUSED(writ_frame_map(frame, ROOT_VSPACE, 0xfffff000, RW, 0), STATUS_OUT_OF_RANGE, 2);
	CHECK_REFUSED(writ_frame_map(section, ROOT_VSPACE, 0x80000000, RW, 0), STATUS_OUT_OF_RANGE, 2);
	CHECK_REFUSED(writ_page_table_map(table, ROOT_VSPACE, 0x80000000), STATUS_OUT_OF_RANGE, 2);
	CHECK_REFUSED(writ_page_table_map(table, ROOT_VSPACE, WINDOW + 4096), STATUS_NOT_ALIGNED, 2);
	CHECK_REFUSED(writ_page_table_map(table, ROOT_CNODE, 0x50000000), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_frame_map(frame, ROOT_THREAD, WINDOW, RW, 0), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_page_table_unmap(table), STATUS_NOT_MAPPED, 0);
}

static void places_taken(void)
{
	uint32_t a = frame_new(), b = frame_new(), large = object_sized(CAP_FRAME, 16);
	uint32_t section = object_sized(CAP_FRAME, 20), table = object(CAP_PAGE_TABLE);

	CHECK_OK(writ_page_map(a, ROOT_VSPACE, WINDOW + 0x5000, RW, 0));
	CHECK_REFUSED(writ_frame_map(b, ROOT_VSPACE, WINDOW + 0x5000, RW, 0), STATUS_OCCUPIED, 2);
	CHECK_REFUSED(writ_frame_map(a, ROOT_VSPACE, WINDOW + 0x6000, RW, 0), STATUS_OCCUPIED, 2);
	CHECK_REFUSED(writ_frame_map(large, ROOT_VSPACE, WINDOW, RW, 0), STATUS_OCCUPIED, 2);
	CHECK_REFUSED(writ_frame_map(section, ROOT_VSPACE, WINDOW, RW, 0), STATUS_OCCUPIED, 2);
	CHECK_REFUSED(writ_page_table_map(table, ROOT_VSPACE, WINDOW), STATUS_OCCUPIED, 2);
	CHECK_OK(writ_frame_unmap(a));
	CHECK_OK(writ_frame_map(large, ROOT_VSPACE, WINDOW, RW, 0));
	CHECK_REFUSED(writ_frame_map(a, ROOT_VSPACE, WINDOW + 0xf000, RW, 0), STATUS_OCCUPIED, 2);
	CHECK_OK(writ_frame_map(a, ROOT_VSPACE, WINDOW + 0x10000, RW, 0));
	CHECK_OK(writ_delete(AT(large)));
	CHECK_OK(writ_delete(AT(a)));
	CHECK_OK(writ_frame_map(section, ROOT_VSPACE, 0x50000000, RW, 0));
	CHECK_REFUSED(writ_frame_map(b, ROOT_VSPACE, 0x50000000, RW, 0), STATUS_NOT_MAPPED, 2);
	CHECK_REFUSED(writ_page_table_map(table, ROOT_VSPACE, 0x50000000), STATUS_OCCUPIED, 2);
	CHECK_OK(writ_delete(AT(section)));
	CHECK_OK(writ_page_table_map(table, ROOT_VSPACE, 0x50000000));
	CHECK_REFUSED(writ_page_table_map(table, ROOT_VSPACE, 0x50100000), STATUS_OCCUPIED, 2);
	CHECK_OK(writ_delete(AT(table)));
}

/* Frames of 64 KiB and 1 MiB: every page of them. */
static void large_frames(void)
{
	static const uint32_t bits[] = {16, 20};

	for (uint32_t i = 0; i < 2; i++) {
		uint32_t frame = object_sized(CAP_FRAME, bits[i]);
		uint32_t address = WINDOW + 0x200000 + (i << 20);

		CHECK_OK(writ_page_map(frame, ROOT_VSPACE, address, RW, MEMORY_CACHED));
		for (uint32_t page = 0; page < 1u << (bits[i] - 12); page++)
			*(volatile uint32_t *)(address + page * 4096) = page + 1;
		CHECK_OK(writ_frame_map(frame, ROOT_VSPACE, address, RIGHT_READ, MEMORY_CACHED));
		for (uint32_t page = 0; page < 1u << (bits[i] - 12); page++)
			CHECK_EQUAL(*(volatile uint32_t *)(address + page * 4096), page + 1);
		CHECK(faulting(probe_write, address + (1u << bits[i]) - 4));
		CHECK_OK(writ_frame_unmap(frame));
		CHECK(faulting(probe_read, address + (1u << bits[i]) - 4));
		CHECK(faulting(probe_read, address));
		CHECK_OK(writ_delete(AT(frame)));
	}
}

/* A page table that goes takes its mappings along; the frames can be mapped again. */
static void page_table_goes(void)
{
	uint32_t frame = frame_new(), large = object_sized(CAP_FRAME, 16), table = object(CAP_PAGE_TABLE);

	for (uint32_t turn = 0; turn < 2; turn++) {
		CHECK_OK(writ_page_table_map(table, ROOT_VSPACE, 0x50000000));
		CHECK_OK(writ_frame_map(frame, ROOT_VSPACE, 0x50000000, RW, 0));
		CHECK_OK(writ_frame_map(large, ROOT_VSPACE, 0x50010000, RW, 0));
		CHECK(!faulting(probe_write, 0x50000000));
		CHECK(!faulting(probe_write, 0x5001f000));
		if (turn == 0)
			CHECK_OK(writ_page_table_unmap(table));
		else
			CHECK_OK(writ_delete(AT(table)));
		CHECK(faulting(probe_read, 0x50000000));
		CHECK(faulting(probe_read, 0x5001f000));
		CHECK_REFUSED(writ_frame_unmap(frame), STATUS_NOT_MAPPED, 0);
		CHECK_REFUSED(writ_frame_unmap(large), STATUS_NOT_MAPPED, 0);
	}
	CHECK_OK(writ_page_map(frame, ROOT_VSPACE, WINDOW, RW, 0));
	CHECK(!faulting(probe_read, WINDOW));
	CHECK_OK(writ_delete(AT(frame)));
}

/* A capability that moves stays mapped; the one that was there is not unmapped by it. */
static void mapped_moves(void)
{
	uint32_t frame = frame_new(), table = object(CAP_PAGE_TABLE), slot = writ_slot_take(2);

	CHECK_OK(writ_page_table_map(table, ROOT_VSPACE, 0x50000000));
	CHECK_OK(writ_frame_map(frame, ROOT_VSPACE, 0x50000000, RW, 0));
	CHECK_OK(writ_move(AT(frame), AT(slot)));
	CHECK_OK(writ_move(AT(table), AT(slot + 1)));
	CHECK(!faulting(probe_write, 0x50000000));
	CHECK_OK(writ_frame_unmap(slot));
	CHECK(faulting(probe_write, 0x50000000));
	CHECK_OK(writ_frame_map(slot, ROOT_VSPACE, 0x50000000, RW, 0));
	CHECK_OK(writ_delete(AT(slot + 1)));
	CHECK(faulting(probe_read, 0x50000000));
	CHECK_REFUSED(writ_frame_unmap(slot), STATUS_NOT_MAPPED, 0);
	CHECK_OK(writ_delete(AT(slot)));
}

/* Another VSpace comes and goes with mappings in it. */
static void vspace_goes(void)
{
	uint32_t memory = writ_untyped_new(1u << 16), slot = writ_slot_take(2);
	uint32_t frames[8], section = object_sized(CAP_FRAME, 20);

	for (uint32_t i = 0; i < 8; i++)
		frames[i] = frame_new();
	for (uint32_t turn = 0; turn < 3; turn++) {
		CHECK_OK(writ_retype(memory, CAP_VSPACE, 0, AT(slot), 1));
		for (uint32_t i = 0; i < 8; i++)
			CHECK_OK(writ_page_map(frames[i], slot, 0x08000000u * i + 0x1000, RW, 0));
		CHECK_OK(writ_frame_map(section, slot, 0x7ff00000, RW, 0));
		CHECK_OK(writ_delete(AT(slot)));
		for (uint32_t i = 0; i < 8; i++)
			CHECK_REFUSED(writ_frame_unmap(frames[i]), STATUS_NOT_MAPPED, 0);
		CHECK_REFUSED(writ_frame_unmap(section), STATUS_NOT_MAPPED, 0);
	}
	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(slot), 1));
	CHECK_OK(writ_delete(AT(memory)));
}

static void vspace_right(void)
{
	uint32_t frame = frame_new(), read = writ_loan(ROOT_VSPACE, RIGHT_READ, 0);

	CHECK_REFUSED(writ_frame_map(frame, read, WINDOW, RW, 0), STATUS_NO_RIGHT, 1);
	CHECK_REFUSED(writ_page_table_map(object(CAP_PAGE_TABLE), read, 0x50000000), STATUS_NO_RIGHT, 1);
}

/* The kernel's half is not readable, wherever one looks. */
static void kernel_is_hidden(void)
{
	CHECK(faulting(probe_read, 0x80000000));
	CHECK(faulting(probe_read, 0x80100000));
	CHECK(faulting(probe_read, 0xfff00000));
	CHECK(faulting(probe_read, 0xfffffffc));
	CHECK(faulting(probe_write, 0x80100000));
	CHECK(faulting(return_at_once, 0x80100000));
}

int main(void)
{
	struct worker worker;

	endpoint = object(CAP_ENDPOINT);
	reply = object(CAP_REPLY);
	worker = worker_start(handler, 0, TEST_PRIORITY + 2);
	RUN(map_and_unmap);
	RUN(contents_stay);
	RUN(rights_of_mappings);
	RUN(execute_is_a_right);
	RUN(addresses_refused);
	RUN(places_taken);
	RUN(large_frames);
	RUN(page_table_goes);
	RUN(mapped_moves);
	RUN(vspace_goes);
	RUN(vspace_right);
	RUN(kernel_is_hidden);
	worker_end(&worker);
	test_end();
}

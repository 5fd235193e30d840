// SPDX-License-Identifier: Apache-2.0
/*
 * Threads with an address space and a CSpace of their own: what they share and
 * what they do not.
 */
#include <string.h>

#include "check.h"

#define CODE_AT 0x8000u
#define DATA_AT 0x10003000u
#define WINDOW 0x41000000u
#define RW (RIGHT_READ | RIGHT_WRITE)

extern const char child_begin[], child_end[];

struct child {
	uint32_t thread;
	uint32_t cnode;
	uint32_t vspace;
	uint32_t reply;
	volatile uint32_t *data; /* its page at DATA_AT, as the root task sees it */
};

static struct child children[2];
static uint32_t endpoint, secret = 0x5ec4e7;

static void child_memory(struct child *child, uint32_t window)
{
	uint32_t code = object_sized(CAP_FRAME, 12), data = object_sized(CAP_FRAME, 12);
	uint32_t code_loan = writ_loan(code, RIGHT_READ | RIGHT_EXECUTE, 0);
	uint32_t data_loan = writ_loan(data, RW, 0);

	CHECK_OK(writ_page_map(code, ROOT_VSPACE, window, RW, MEMORY_CACHED));
	memcpy((void *)window, child_begin, (size_t)(child_end - child_begin));
	CHECK_OK(writ_frame_unmap(code));
	CHECK_OK(writ_page_map(code_loan, child->vspace, CODE_AT, RIGHT_READ | RIGHT_EXECUTE, MEMORY_CACHED));
	CHECK_OK(writ_page_map(data, ROOT_VSPACE, window + 4096, RW, MEMORY_CACHED));
	CHECK_OK(writ_page_map(data_loan, child->vspace, DATA_AT, RW, MEMORY_CACHED));
	child->data = (volatile uint32_t *)(window + 4096);
}

/* Its CSpace has one thing in it: the endpoint, in slot 1, to be called only. */
static void child_new(uint32_t i)
{
	struct child *child = &children[i];
	struct writ_thread_options options = {
		.entry = CODE_AT, .priority = TEST_PRIORITY + 1, .fault = endpoint, .thread_pointer = DATA_AT,
	};
	uint32_t guarded = writ_slot_take(1);

	child->cnode = object_sized(CAP_CNODE, 2);
	child->vspace = object(CAP_VSPACE);
	child->reply = object(CAP_REPLY);
	CHECK_OK(writ_mint(AT(endpoint), (struct writ_slot){child->cnode, 1, 2}, RIGHT_CALL, 10 + i));
	CHECK_OK(writ_mint(AT(child->cnode), AT(guarded), RIGHT_ALL, 30ull << 32));
	child_memory(child, WINDOW + i * 0x10000);
	options.cspace = guarded;
	options.vspace = child->vspace;
	child->thread = writ_thread_new(&options).thread;
	CHECK(child->thread != 0);
	CHECK_OK(writ_thread_resume(child->thread));
}

static struct writ_message receive(uint32_t i)
{
	struct writ_message message = {0};

	CHECK_OK(writ_recv(endpoint, children[i].reply, &message));
	return message;
}

static void answer(uint32_t i, uint32_t address)
{
	struct writ_message message = {.info = writ_info(0, 1), .words = {address}};

	CHECK_OK(writ_send(children[i].reply, &message));
}

static void children_start(void)
{
	for (uint32_t i = 0; i < 2; i++) {
		struct writ_message message;

		child_new(i);
		message = receive(i);
		CHECK_EQUAL(writ_info_kind(message.info), KIND_CALL);
		CHECK_EQUAL(writ_info_label(message.info), 7);
		CHECK(message.badge == 10 + i);
	}
}

/* The same address is another page for each, whichever ran last. */
static void memory_is_their_own(void)
{
	for (uint32_t turn = 0; turn < 6; turn++) {
		uint32_t i = turn & 1, value = 0x1000 * turn + i;

		children[i].data[turn] = value;
		answer(i, DATA_AT + turn * 4);
		CHECK_EQUAL(receive(i).words[0], value);
	}
	for (uint32_t turn = 0; turn < 6; turn++)
		CHECK_EQUAL(children[turn & 1].data[turn ^ 1], 0);
}

/* What the root task has mapped is not there, the kernel is not, and neither is the other's. */
static void memory_is_all_they_have(void)
{
	const uint32_t addresses[] = {
		(uint32_t)&secret, 0x100000, WINDOW, ROOT_BOOT_PAGE, ROOT_IPC_BUFFER_ADDRESS, 0x80000000, 0,
	};

	for (uint32_t k = 0; k < sizeof addresses / sizeof addresses[0]; k++) {
		struct writ_message message;

		answer(0, addresses[k]);
		message = receive(0);
		CHECK_EQUAL(writ_info_kind(message.info), KIND_FAULT);
		CHECK_EQUAL(writ_info_label(message.info), FAULT_PAGE);
		CHECK_EQUAL(message.words[0], addresses[k]);
		CHECK_EQUAL(message.words[1], CODE_AT + 16);
		message = (struct writ_message){.info = writ_info(FAULT_CONTINUE_AT, 1), .words = {CODE_AT}};
		CHECK_OK(writ_send(children[0].reply, &message));
		CHECK_EQUAL(writ_info_kind(receive(0).info), KIND_CALL);
	}
}

/* Of capabilities a child has the one that it was given. */
static void capabilities_are_their_own(void)
{
	static const uint32_t tries[][2] = {
		{0, STATUS_INVALID_CAPABILITY}, {2, STATUS_INVALID_CAPABILITY}, {3, STATUS_INVALID_CAPABILITY},
		{4, STATUS_INVALID_CAPABILITY}, {5, STATUS_INVALID_CAPABILITY}, {ROOT_MACHINE, STATUS_INVALID_CAPABILITY},
		{0xffffffff, STATUS_INVALID_CAPABILITY},
	};

	for (uint32_t k = 0; k < sizeof tries / sizeof tries[0]; k++) {
		uint32_t values[4] = {0}, pc = CODE_AT + 12, six[6] = {tries[k][0], writ_info(0, 0), DATA_AT};
		uint32_t call = CALL_CALL;

		CHECK_OK(writ_thread_suspend(children[1].thread));
		CHECK_OK(writ_thread_write_registers(children[1].thread, 0, 6, six));
		CHECK_OK(writ_thread_write_registers(children[1].thread, 7, 1, &call));
		CHECK_OK(writ_thread_write_registers(children[1].thread, REGISTER_PC, 1, &pc));
		CHECK_OK(writ_thread_resume(children[1].thread));
		/* Refused, it goes on to read its data and calls with what is there. */
		CHECK_EQUAL(receive(1).words[0], children[1].data[0]);
		CHECK_OK(writ_thread_read_registers(children[1].thread, 0, values));
		CHECK_EQUAL(values[0], 1);
	}
}

/* The address space goes while its thread is in the middle of something. */
static void space_goes(void)
{
	struct writ_thread_state state = {0};

	CHECK_OK(writ_delete(AT(children[0].vspace)));
	answer(0, DATA_AT);
	CHECK_EQUAL(writ_info_kind(receive(0).info), KIND_FAULT);
	CHECK_OK(writ_thread_status(children[0].thread, &state));
	CHECK_EQUAL(state.state, THREAD_REPLY_WAIT);
	CHECK_OK(writ_delete(AT(children[1].cnode)));
	answer(1, DATA_AT);
	CHECK_OK(writ_thread_status(children[1].thread, &state));
	CHECK_OK(writ_delete(AT(children[0].thread)));
	CHECK_OK(writ_delete(AT(children[1].thread)));
}

int main(void)
{
	endpoint = object(CAP_ENDPOINT);
	RUN(children_start);
	RUN(memory_is_their_own);
	RUN(memory_is_all_they_have);
	RUN(capabilities_are_their_own);
	RUN(space_goes);
	test_end();
}

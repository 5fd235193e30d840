// SPDX-License-Identifier: Apache-2.0
/* message.c: words in registers and in IPC buffers, of every length. */
#include "checked_windows.h"
#include "groups.h"
#include "world.h"

static struct made_thread to;
static uint32_t e, buffer;

static void setup(uint32_t offset)
{
	world_boot();
	to = make_thread();
	e = make(CAP_ENDPOINT, 0, 1);
	buffer = make(CAP_FRAME, 12, 1);
	OK(to.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, 0, offset == 1 ? 0 : buffer,
	   offset == 1 ? 0 : offset);
}

static uint32_t pattern(uint32_t i)
{
	return 0xa5000000u + i * 77u;
}

/* A message of `length` words from the root task to `to`; word i of it, as received. */
static void transfer(uint32_t length)
{
	uint32_t i, from = THREAD(world.root).buffer;

	act_as(to.number);
	CHECK_EQUAL(CALL(CALL_RECV, e), BLOCKED);
	act_as(world.root);
	for (i = MESSAGE_REGISTERS; i < MESSAGE_WORDS_MAX; i++)
		buffer_window[from + i] = pattern(i);
	CHECK_EQUAL(CALL(CALL_SEND, e, INFO(3, length), pattern(0), pattern(1), pattern(2), pattern(3)),
	            STATUS_OK);
}

static void lengths(void)
{
	uint32_t length, i, into;

	for (length = 0; length <= MESSAGE_WORDS_MAX; length += length < 8 ? 1 : 16) {
		setup(1024);
		into = THREAD(to.number).buffer;
		CHECK_EQUAL(into, slot_of(buffer).object * GRANULE_WORDS + 256);
		transfer(length);
		CHECK_EQUAL(reg(to.number, 1), INFO(3, length));
		for (i = 0; i < MESSAGE_REGISTERS; i++)
			CHECK_EQUAL(reg(to.number, 2 + i), i < length ? pattern(i) : 0);
		for (i = MESSAGE_REGISTERS; i < IPC_BUFFER_BYTES / 4; i++)
			CHECK_EQUAL(buffer_window[into + i], i < length ? pattern(i) : 0);
		CHECK_EQUAL(buffer_window[into - 1], 0);
		CHECK_EQUAL(buffer_window[into + IPC_BUFFER_BYTES / 4], 0);
	}
}

/* Without a buffer on either side, what does not fit into registers is left out. */
static void no_buffer(void)
{
	setup(1);
	transfer(50);
	CHECK_EQUAL(reg(to.number, 1), INFO(3, 4));
	setup(0);
	act_as(to.number);
	CHECK_EQUAL(CALL(CALL_RECV, e), BLOCKED);
	act_as(world.root);
	OK(ROOT_THREAD, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, 0, 0, 0);
	CHECK_EQUAL(CALL(CALL_SEND, e, INFO(3, 50), 1), STATUS_OK);
	CHECK_EQUAL(reg(to.number, 1), INFO(3, 4));
	CHECK_EQUAL(message_length(INFO(0, 127), 1, 1), MESSAGE_WORDS_MAX);
	CHECK_EQUAL(message_length(INFO(0, 120), 0, 1), MESSAGE_REGISTERS);
	CHECK_EQUAL(message_length(INFO(0, 3), 0, 0), 3);
}

/* Both threads with the same buffer: the words stay where they are. */
static void same_buffer(void)
{
	uint32_t i, into;

	setup(0);
	OK(ROOT_THREAD, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, 0, buffer, 0);
	into = THREAD(to.number).buffer;
	transfer(120);
	for (i = MESSAGE_REGISTERS; i < MESSAGE_WORDS_MAX; i++)
		CHECK_EQUAL(buffer_window[into + i], pattern(i));
}

/* The frame of a buffer goes: messages are short from then on. */
static void buffer_gone(void)
{
	setup(512);
	OK(ROOT_CNODE, CNODE_DELETE, buffer, 32);
	CHECK_EQUAL(THREAD(to.number).buffer, 0);
	transfer(100);
	CHECK_EQUAL(reg(to.number, 1), INFO(3, 4));
}

/* The whole label, and a kind that the sender made up, which is not delivered. */
static void info(void)
{
	setup(0);
	act_as(to.number);
	CHECK_EQUAL(CALL(CALL_RECV, e), BLOCKED);
	act_as(world.root);
	CHECK_EQUAL(CALL(CALL_SEND, e, 0xfffff000 + KIND_FAULT * 512 + 2), STATUS_OK);
	CHECK_EQUAL(reg(to.number, 1), 0xfffff000 + KIND_SEND * 512 + 2);
}

void test_message(void)
{
	lengths();
	no_buffer();
	same_buffer();
	buffer_gone();
	info();
}

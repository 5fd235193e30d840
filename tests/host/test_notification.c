// SPDX-License-Identifier: Apache-2.0
/* notification.c: signal, wait, poll, and the thread that a notification is bound to. */
#include "checked_windows.h"
#include "groups.h"
#include "world.h"

static struct made_thread a, b;
static uint32_t n, low, high;

static void setup(void)
{
	world_boot();
	a = make_thread();
	b = make_thread();
	n = make(CAP_NOTIFICATION, 0, 1);
	low = mint(n, RIGHT_ALL, 0x80000001, 0);
	high = mint(n, RIGHT_ALL, 2, 0x80000000);
}

static void got(uint32_t t, uint32_t word_low, uint32_t word_high)
{
	CHECK_EQUAL(reg(t, 0), STATUS_OK);
	CHECK_EQUAL(reg(t, 1), KIND_NOTIFICATION * 512);
	CHECK_EQUAL(reg(t, 6), word_low);
	CHECK_EQUAL(reg(t, 7), word_high);
	CHECK_EQUAL(THREAD(t).state, THREAD_RUNNABLE);
}

static void collects(void)
{
	setup();
	CHECK_EQUAL(CALL(CALL_SIGNAL, low), STATUS_OK);
	CHECK_EQUAL(CALL(CALL_SIGNAL, low), STATUS_OK);
	CHECK_EQUAL(CALL(CALL_SIGNAL, high), STATUS_OK);
	CHECK_EQUAL(CALL(CALL_SIGNAL, n), STATUS_OK);
	CHECK_EQUAL(CALL(CALL_POLL, n), STATUS_OK);
	got(world.root, 0x80000003, 0x80000000);
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_POLL, n);
	CHECK_EQUAL(CALL(CALL_SIGNAL, high), STATUS_OK);
	CHECK_EQUAL(CALL(CALL_WAIT, n), STATUS_OK);
	got(world.root, 2, 0x80000000);
}

/* The one of higher priority first, then the one that has waited longer. */
static void waits(void)
{
	setup();
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_WAIT, n), BLOCKED);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_WAITING);
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_WAIT, n), BLOCKED);
	act_as(world.root);
	OK(a.cap, THREAD_SET_PRIORITY, 62, 62);
	CHECK_EQUAL(CALL(CALL_SIGNAL, low), STATUS_OK);
	got(b.number, 0x80000001, 0);
	CHECK_EQUAL(CALL(CALL_SIGNAL, high), STATUS_OK);
	got(a.number, 2, 0x80000000);
	CHECK_EQUAL(NOTIFICATION(number_of(n)).word_low, 0);
}

/* The bound thread gets the word when it receives, before and while it waits. */
static void bound(void)
{
	uint32_t e, r;

	setup();
	e = make(CAP_ENDPOINT, 0, 1);
	r = make(CAP_REPLY, 0, 1);
	OK(a.cap, THREAD_BIND_NOTIFICATION, n);
	CHECK_EQUAL(CALL(CALL_SIGNAL, low), STATUS_OK);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), STATUS_OK);
	got(a.number, 0x80000001, 0);
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_NBRECV, e);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), BLOCKED);
	act_as(world.root);
	CHECK_EQUAL(CALL(CALL_SIGNAL, high), STATUS_OK);
	got(a.number, 2, 0x80000000);
	CHECK_EQUAL(THREAD(a.number).reply, 0);
	CHECK_EQUAL(REPLY(number_of(r)).server, 0);
	CHECK_EQUAL(ENDPOINT(number_of(e)).state, ENDPOINT_IDLE);
	/* One that waits for something else does not get it. */
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_SEND, e, 0), BLOCKED);
	act_as(world.root);
	CHECK_EQUAL(CALL(CALL_SIGNAL, low), STATUS_OK);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_SENDING);
	CHECK_EQUAL(NOTIFICATION(number_of(n)).word_low, 0x80000001);
}

/* The reply of a ReplyRecv is sent although a notification is what is received. */
static void bound_replies(void)
{
	uint32_t e, r;

	setup();
	e = make(CAP_ENDPOINT, 0, 1);
	r = make(CAP_REPLY, 0, 1);
	OK(a.cap, THREAD_BIND_NOTIFICATION, n);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), BLOCKED);
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_CALL, e, 0), BLOCKED);
	act_as(world.root);
	CHECK_EQUAL(CALL(CALL_SIGNAL, low), STATUS_OK);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_REPLY_RECV, e, INFO(6, 0), 0, 0, 0, 0, r), STATUS_OK);
	got(a.number, 0x80000001, 0);
	CHECK_EQUAL(reg(b.number, 1), INFO(6, 0) + KIND_REPLY * 512);
	CHECK_EQUAL(REPLY(number_of(r)).caller, 0);
}

static void binding(void)
{
	uint32_t other, reader;

	setup();
	other = make(CAP_NOTIFICATION, 0, 1);
	reader = lend(other, RIGHT_WRITE);
	REFUSED(STATUS_NOT_MAPPED, 0, a.cap, THREAD_BIND_NOTIFICATION, 0);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, a.cap, THREAD_BIND_NOTIFICATION, world.memory);
	REFUSED(STATUS_NO_RIGHT, 1, a.cap, THREAD_BIND_NOTIFICATION, reader);
	OK(a.cap, THREAD_BIND_NOTIFICATION, n);
	REFUSED(STATUS_OCCUPIED, 0, a.cap, THREAD_BIND_NOTIFICATION, other);
	REFUSED(STATUS_OCCUPIED, 1, b.cap, THREAD_BIND_NOTIFICATION, n);
	OK(a.cap, THREAD_BIND_NOTIFICATION, 0);
	OK(b.cap, THREAD_BIND_NOTIFICATION, n);
	CHECK_EQUAL(NOTIFICATION(number_of(n)).thread, b.number);
	CHECK_EQUAL(THREAD(a.number).notification, 0);
}

static void refused(void)
{
	uint32_t k;
	static const uint32_t numbers[] = {CALL_SIGNAL, CALL_WAIT, CALL_POLL};

	setup();
	for (k = 0; k < 3; k++) {
		CALL_REFUSED(STATUS_INVALID_CAPABILITY, 0, numbers[k], 0);
		CALL_REFUSED(STATUS_INVALID_CAPABILITY, 0, numbers[k], ROOT_THREAD);
		CALL_REFUSED(STATUS_NO_RIGHT, 0, numbers[k],
		             lend(n, RIGHT_ALL - (k == 0 ? RIGHT_WRITE : RIGHT_READ)));
	}
}

void test_notification(void)
{
	collects();
	waits();
	bound();
	bound_replies();
	binding();
	refused();
}

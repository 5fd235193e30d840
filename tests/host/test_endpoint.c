// SPDX-License-Identifier: Apache-2.0
/* endpoint.c: who meets whom, in which order, with which answer; and what the calls refuse. */
#include "checked_windows.h"
#include "endpoint.h"
#include "groups.h"
#include "world.h"

static struct made_thread a, b, c;
static uint32_t e, badged, r;

static void setup(void)
{
	world_boot();
	a = make_thread();
	b = make_thread();
	c = make_thread();
	e = make(CAP_ENDPOINT, 0, 1);
	r = make(CAP_REPLY, 0, 1);
	badged = mint(e, RIGHT_ALL, 0x55, 0x66);
}

static void state_is(struct made_thread thread, uint32_t state)
{
	CHECK_EQUAL(THREAD(thread.number).state, state);
}

static void got(struct made_thread thread, uint32_t info, uint32_t word0, uint32_t badge)
{
	CHECK_EQUAL(reg(thread.number, 0), STATUS_OK);
	CHECK_EQUAL(reg(thread.number, 1), info);
	CHECK_EQUAL(reg(thread.number, 2), word0);
	CHECK_EQUAL(reg(thread.number, 6), badge);
	state_is(thread, THREAD_RUNNABLE);
}

static void receive_first(void)
{
	setup();
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_RECV, e), BLOCKED);
	state_is(a, THREAD_RECEIVING);
	CHECK_EQUAL(ENDPOINT(number_of(e)).state, ENDPOINT_RECEIVERS);
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_SEND, badged, INFO(9, 2), 71, 72, 73, 74), STATUS_OK);
	got(a, INFO(9, 2) + KIND_SEND * 512, 71, 0x55);
	CHECK_EQUAL(reg(a.number, 3), 72);
	CHECK_EQUAL(reg(a.number, 4), 0);
	CHECK_EQUAL(reg(a.number, 7), 0x66);
	CHECK_EQUAL(ENDPOINT(number_of(e)).state, ENDPOINT_IDLE);
}

static void send_first(void)
{
	setup();
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_SEND, e, INFO(1, 4), 1, 2, 3, 4), BLOCKED);
	state_is(b, THREAD_SENDING);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_NBRECV, e), STATUS_OK);
	got(a, INFO(1, 4), 1, 0);
	CHECK_EQUAL(reg(a.number, 5), 4);
	CHECK_EQUAL(reg(b.number, 0), STATUS_OK);
	state_is(b, THREAD_RUNNABLE);
}

/* The call and its answer, both ways round. */
static void call_and_reply(void)
{
	setup();
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), BLOCKED);
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_CALL, badged, INFO(2, 1), 11), BLOCKED);
	state_is(b, THREAD_REPLY_WAIT);
	got(a, INFO(2, 1) + KIND_CALL * 512, 11, 0x55);
	act_as(c.number);
	CHECK_EQUAL(CALL(CALL_CALL, e, INFO(3, 1), 12), BLOCKED);
	state_is(c, THREAD_CALLING);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_REPLY_RECV, e, INFO(4, 2), 21, 22, 0, 0, r), STATUS_OK);
	got(b, INFO(4, 2) + KIND_REPLY * 512, 21, 0);
	got(a, INFO(3, 1) + KIND_CALL * 512, 12, 0);
	CHECK_EQUAL(CALL(CALL_SEND, r, INFO(5, 0)), STATUS_OK);
	got(c, INFO(5, 0) + KIND_REPLY * 512, 0, 0);
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_SEND, r, INFO(5, 0));
}

/* A call that nobody could answer is cancelled; so is one whose reply object is used again. */
static void unanswered(void)
{
	setup();
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_RECV, e), BLOCKED);
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_CALL, e, 0), STATUS_CANCELLED);
	state_is(a, THREAD_RUNNABLE);
	state_is(b, THREAD_RUNNABLE);
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_CALL, e, 0), BLOCKED);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_RECV, e), STATUS_OK);
	CHECK_EQUAL(reg(b.number, 0), STATUS_CANCELLED);
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_CALL, e, 0), BLOCKED);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), STATUS_OK);
	state_is(b, THREAD_REPLY_WAIT);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), BLOCKED);
	state_is(b, THREAD_RUNNABLE);
	CHECK_EQUAL(reg(b.number, 0), STATUS_CANCELLED);
}

/* Highest priority first, then who came first; a change of priority goes behind its equals. */
static void order(void)
{
	setup();
	act_as(a.number);
	CALL(CALL_SEND, e, INFO(0, 1), 1);
	act_as(b.number);
	CALL(CALL_SEND, e, INFO(0, 1), 2);
	act_as(c.number);
	CALL(CALL_SEND, e, INFO(0, 1), 3);
	act_as(world.root);
	OK(c.cap, THREAD_SET_PRIORITY, 50, 50);
	OK(a.cap, THREAD_SET_PRIORITY, 50, 50);
	CHECK_EQUAL(CALL(CALL_NBRECV, e), STATUS_OK);
	CHECK_EQUAL(reg(world.root, 2), 2);
	CHECK_EQUAL(CALL(CALL_NBRECV, e), STATUS_OK);
	CHECK_EQUAL(reg(world.root, 2), 3);
	CHECK_EQUAL(CALL(CALL_NBRECV, e), STATUS_OK);
	CHECK_EQUAL(reg(world.root, 2), 1);
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_NBRECV, e);
}

static void send_refused(void)
{
	uint32_t n, cap;
	static const uint32_t numbers[] = {CALL_CALL, CALL_SEND, CALL_NBSEND};

	setup();
	for (n = 0; n < 3; n++) {
		CALL_REFUSED(STATUS_INVALID_CAPABILITY, 0, numbers[n], 0, 0);
		CALL_REFUSED(STATUS_INVALID_CAPABILITY, 0, numbers[n], world.free, 0);
		CALL_REFUSED(STATUS_INVALID_CAPABILITY, 0, numbers[n], world.memory, 0);
		cap = lend(e, RIGHT_ALL - (n == 0 ? RIGHT_CALL : RIGHT_WRITE));
		CALL_REFUSED(STATUS_NO_RIGHT, 0, numbers[n], cap, 0);
		CALL_REFUSED(STATUS_INVALID_ARGUMENT, 1, numbers[n], e, INFO(0, 121));
		cap = lend(e, RIGHT_ALL - RIGHT_GRANT);
		CALL_REFUSED(STATUS_INVALID_ARGUMENT, 1, numbers[n], cap, INFO(0, 3 * 128 + 121));
		CALL_REFUSED(STATUS_NO_RIGHT, 1, numbers[n], cap, INFO(0, 128));
		CALL_REFUSED(STATUS_NO_RIGHT, 1, numbers[n], cap, INFO(0, 3 * 128));
	}
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_NBSEND, e, INFO(7, 3), 1, 2, 3);
	CALL_REFUSED(STATUS_INVALID_ARGUMENT, 1, CALL_NBSEND, r, INFO(0, 127));
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_NBSEND, r, 0);
	/* Senders wait: a sender that would not still does not meet one. */
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_SEND, e, 0), BLOCKED);
	act_as(b.number);
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_NBSEND, e, 0);
}

static void receive_refused(void)
{
	uint32_t n;
	static const uint32_t numbers[] = {CALL_RECV, CALL_NBRECV, CALL_REPLY_RECV};

	setup();
	for (n = 0; n < 3; n++) {
		CALL_REFUSED(STATUS_INVALID_CAPABILITY, 0, numbers[n], 0, 0);
		CALL_REFUSED(STATUS_INVALID_CAPABILITY, 0, numbers[n], r, 0);
		CALL_REFUSED(STATUS_NO_RIGHT, 0, numbers[n], lend(e, RIGHT_WRITE | RIGHT_CALL), 0);
		CALL_REFUSED(STATUS_INVALID_CAPABILITY, 2, numbers[n], e, 0, 0, 0, 0, 0, e);
		CALL_REFUSED(STATUS_INVALID_CAPABILITY, 2, numbers[n], e, 0, 0, 0, 0, 0, 0xffffffff);
	}
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_NBRECV, e, 0, 0, 0, 0, 0, r);
	CALL_REFUSED(STATUS_INVALID_CAPABILITY, 2, CALL_REPLY_RECV, e, 0, 0, 0, 0, 0, 0);
	CALL_REFUSED(STATUS_INVALID_ARGUMENT, 1, CALL_REPLY_RECV, e, INFO(0, 121), 0, 0, 0, 0, r);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), BLOCKED);
	act_as(b.number);
	CALL_REFUSED(STATUS_OCCUPIED, 2, CALL_RECV, e, 0, 0, 0, 0, 0, r);
	CALL_REFUSED(STATUS_OCCUPIED, 2, CALL_REPLY_RECV, e, 0, 0, 0, 0, 0, r);
}

/* The operations themselves, when they may not block and nobody is there. */
static void would_block(void)
{
	setup();
	CHECK_EQUAL(endpoint_send(number_of(e), world.root, 0, 0), STATUS_WOULD_BLOCK);
	CHECK_EQUAL(endpoint_receive(number_of(e), world.root, number_of(r), 0), STATUS_WOULD_BLOCK);
	CHECK_EQUAL(endpoint_cancel_one(number_of(e)), 0);
	CHECK_EQUAL(ENDPOINT(number_of(e)).state, ENDPOINT_IDLE);
	CHECK_EQUAL(THREAD(world.root).reply, 0);
}

/* A call-only capability can call, and nothing else. */
/* Send without waiting, then wait: what nobody waits for is lost, and that is no error. */
static void send_and_receive(void)
{
	uint32_t f;

	setup();
	f = make(CAP_ENDPOINT, 0, 1);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_RECV, e), BLOCKED);
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_NBSEND_RECV, badged, INFO(9, 1), 71, 0, 0, 0, r, 0, f), BLOCKED);
	got(a, INFO(9, 1) + KIND_SEND * 512, 71, 0x55);
	state_is(b, THREAD_RECEIVING);
	CHECK_EQUAL(THREAD(b.number).waits_on, number_of(f));
	CHECK_EQUAL(REPLY(number_of(r)).server, b.number);
	act_as(c.number);
	CHECK_EQUAL(CALL(CALL_NBSEND_RECV, e, INFO(9, 1), 72, 0, 0, 0, 0, 0, e), BLOCKED);
	state_is(c, THREAD_RECEIVING);
	CHECK_EQUAL(THREAD(c.number).waits_on, number_of(e));
	CHECK_EQUAL(ENDPOINT(number_of(e)).state, ENDPOINT_RECEIVERS);
}

/* What waits there already is received at once; the answer through a reply capability goes first. */
static void reply_and_receive(void)
{
	uint32_t f;

	setup();
	f = make(CAP_ENDPOINT, 0, 1);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), BLOCKED);
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_CALL, badged, 0), BLOCKED);
	act_as(c.number);
	CHECK_EQUAL(CALL(CALL_SEND, f, INFO(3, 1), 73), BLOCKED);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_NBSEND_RECV, r, INFO(4, 1), 74, 0, 0, 0, r, 0, f), STATUS_OK);
	got(b, INFO(4, 1) + KIND_REPLY * 512, 74, 0);
	got(a, INFO(3, 1) + KIND_SEND * 512, 73, 0);
	CHECK_EQUAL(REPLY(number_of(r)).server, 0);
}

static void send_and_receive_refused(void)
{
	uint32_t f, other;

	setup();
	f = make(CAP_ENDPOINT, 0, 1);
	other = make(CAP_REPLY, 0, 1);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, other), BLOCKED);
	act_as(b.number);
	CALL_REFUSED(STATUS_INVALID_CAPABILITY, 3, CALL_NBSEND_RECV, e, 0, 0, 0, 0, 0, 0, 0, 0);
	CALL_REFUSED(STATUS_INVALID_CAPABILITY, 3, CALL_NBSEND_RECV, e, 0, 0, 0, 0, 0, 0, 0, r);
	CALL_REFUSED(STATUS_NO_RIGHT, 3, CALL_NBSEND_RECV, e, 0, 0, 0, 0, 0, 0, 0, lend(f, RIGHT_WRITE));
	CALL_REFUSED(STATUS_INVALID_CAPABILITY, 2, CALL_NBSEND_RECV, e, 0, 0, 0, 0, 0, f, 0, f);
	CALL_REFUSED(STATUS_OCCUPIED, 2, CALL_NBSEND_RECV, e, 0, 0, 0, 0, 0, other, 0, f);
	CALL_REFUSED(STATUS_INVALID_CAPABILITY, 0, CALL_NBSEND_RECV, 0, 0, 0, 0, 0, 0, 0, 0, f);
	CALL_REFUSED(STATUS_NO_RIGHT, 0, CALL_NBSEND_RECV, lend(e, RIGHT_READ), 0, 0, 0, 0, 0, 0, 0, f);
	CALL_REFUSED(STATUS_INVALID_ARGUMENT, 1, CALL_NBSEND_RECV, e, 121, 0, 0, 0, 0, 0, 0, f);
	state_is(a, THREAD_RECEIVING);
}

static void call_only(void)
{
	uint32_t only;

	setup();
	only = lend(e, RIGHT_CALL);
	act_as(a.number);
	CALL_REFUSED(STATUS_NO_RIGHT, 0, CALL_SEND, only, 0);
	CALL_REFUSED(STATUS_NO_RIGHT, 0, CALL_NBSEND, only, 0);
	CALL_REFUSED(STATUS_NO_RIGHT, 0, CALL_RECV, only, 0);
	CHECK_EQUAL(CALL(CALL_CALL, only, 0), BLOCKED);
	state_is(a, THREAD_CALLING);
}

void test_endpoint(void)
{
	receive_first();
	send_first();
	call_and_reply();
	unanswered();
	order();
	send_refused();
	receive_refused();
	would_block();
	send_and_receive();
	reply_and_receive();
	send_and_receive_refused();
	call_only();
}

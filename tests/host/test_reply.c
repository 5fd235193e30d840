// SPDX-License-Identifier: Apache-2.0
/* reply.c: one caller, one answer; whoever goes first. */
#include "checked_windows.h"
#include "groups.h"
#include "world.h"

static struct made_thread server, caller, other;
static uint32_t e, r;

/* The caller waits for the reply through r. */
static void setup(void)
{
	world_boot();
	server = make_thread();
	caller = make_thread();
	other = make_thread();
	e = make(CAP_ENDPOINT, 0, 1);
	r = make(CAP_REPLY, 0, 2);
	act_as(server.number);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), BLOCKED);
	act_as(caller.number);
	CHECK_EQUAL(CALL(CALL_CALL, e, INFO(1, 0)), BLOCKED);
	CHECK_EQUAL(REPLY(number_of(r)).caller, caller.number);
	CHECK_EQUAL(REPLY(number_of(r)).server, 0);
	CHECK_EQUAL(THREAD(caller.number).reply, number_of(r));
}

static void once(void)
{
	setup();
	act_as(server.number);
	CHECK_EQUAL(CALL(CALL_NBSEND, r, INFO(2, 3), 1, 2, 3, 4), STATUS_OK);
	CHECK_EQUAL(reg(caller.number, 0), STATUS_OK);
	CHECK_EQUAL(reg(caller.number, 1), INFO(2, 3) + KIND_REPLY * 512);
	CHECK_EQUAL(reg(caller.number, 4), 3);
	CHECK_EQUAL(reg(caller.number, 5), 0);
	CHECK_EQUAL(reg(caller.number, 6), 0);
	CHECK_EQUAL(THREAD(caller.number).reply, 0);
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_SEND, r, 0);
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_NBSEND, r, 0);
}

/* Anybody who has the capability may answer, also through a loan. */
static void by_another(void)
{
	uint32_t loan;

	setup();
	act_as(world.root);
	loan = lend(r, RIGHT_ALL);
	act_as(other.number);
	CHECK_EQUAL(CALL(CALL_SEND, loan, INFO(3, 0)), STATUS_OK);
	CHECK_EQUAL(reg(caller.number, 1), INFO(3, 0) + KIND_REPLY * 512);
	/* The loan goes; the object and who waits on it stay. */
	setup();
	act_as(world.root);
	loan = lend(r, RIGHT_ALL);
	OK(ROOT_CNODE, CNODE_DELETE, loan, 32);
	CHECK_EQUAL(THREAD(caller.number).state, THREAD_REPLY_WAIT);
}

/* The caller gives up: suspended, resumed or destroyed. */
static void caller_gone(void)
{
	uint32_t k;

	for (k = 0; k < 3; k++) {
		setup();
		act_as(world.root);
		if (k == 0)
			OK(caller.cap, THREAD_SUSPEND);
		else if (k == 1)
			OK(caller.cap, THREAD_RESUME);
		else
			OK(ROOT_CNODE, CNODE_DELETE, caller.cap, 32);
		CHECK_EQUAL(REPLY(number_of(r)).caller, 0);
		act_as(server.number);
		CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_SEND, r, 0);
		CHECK_EQUAL(CALL(CALL_REPLY_RECV, e, 0, 0, 0, 0, 0, r), BLOCKED);
	}
}

/* The server that offers it leaves the endpoint. */
static void server_gone(void)
{
	uint32_t k;

	for (k = 0; k < 2; k++) {
		setup();
		act_as(server.number);
		CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r + 1), BLOCKED);
		CHECK_EQUAL(REPLY(number_of(r + 1)).server, server.number);
		act_as(world.root);
		if (k == 0)
			OK(server.cap, THREAD_SUSPEND);
		else
			OK(ROOT_CNODE, CNODE_DELETE, e, 32);
		CHECK_EQUAL(REPLY(number_of(r + 1)).server, 0);
		CHECK_EQUAL(THREAD(server.number).reply, 0);
		CHECK_EQUAL(THREAD(caller.number).state, THREAD_REPLY_WAIT);
	}
}

/* A caller without a scheduling context is answered, and runs when it has one. */
static void no_context(void)
{
	setup();
	act_as(world.root);
	OK(caller.context, SCHED_CONTEXT_UNBIND);
	CHECK_EQUAL(CALL(CALL_SEND, r, INFO(2, 0)), STATUS_OK);
	CHECK_EQUAL(THREAD(caller.number).state, THREAD_RUNNABLE);
	CHECK_EQUAL(WAITER(caller.number).list, 0);
	OK(caller.context, SCHED_CONTEXT_BIND, caller.cap);
	act_as(caller.number);
}

void test_reply(void)
{
	once();
	by_another();
	caller_gone();
	server_gone();
	no_context();
}

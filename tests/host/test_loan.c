// SPDX-License-Identifier: Apache-2.0
/* loan.c: servers without a scheduling context run on their caller's. */
#include "checked_windows.h"
#include "groups.h"
#include "world.h"

#define BUDGET 1000u
#define PERIOD 10000u
#define DEPTH 3u

static struct made_thread client, other, server[DEPTH];
static uint32_t e[DEPTH], r[DEPTH];

/* A thread that offers the reply object on the endpoint, and has no scheduling context any more. */
static struct made_thread make_passive(uint32_t endpoint, uint32_t reply)
{
	struct made_thread thread = make_thread();

	act_as(thread.number);
	CHECK_EQUAL(CALL(CALL_RECV, endpoint, 0, 0, 0, 0, 0, reply), BLOCKED);
	act_as(world.root);
	OK(thread.context, SCHED_CONTEXT_UNBIND);
	return thread;
}

static void setup(void)
{
	uint32_t i;

	world_boot();
	OK(ROOT_SCHED_CONTEXT, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 1000000, 0);
	client = make_thread();
	other = make_thread();
	for (i = 0; i < DEPTH; i++) {
		e[i] = make(CAP_ENDPOINT, 0, 1);
		r[i] = make(CAP_REPLY, 0, 1);
		server[i] = make_passive(e[i], r[i]);
	}
}

/* The thread runs on the client's scheduling context, through the reply object; nobody else does. */
static void runs_on_loan(struct made_thread thread, uint32_t reply)
{
	CHECK_EQUAL(SCHED_CONTEXT(number_of(client.context)).thread, thread.number);
	CHECK_EQUAL(THREAD(thread.number).context, number_of(client.context));
	CHECK_EQUAL(THREAD(thread.number).lender, number_of(reply));
	CHECK_EQUAL(REPLY(number_of(reply)).borrower, thread.number);
}

/* Nothing is lent through the reply object, and its server has nothing. */
static void runs_on_nothing(struct made_thread thread, uint32_t reply)
{
	CHECK_EQUAL(THREAD(thread.number).context, 0);
	CHECK_EQUAL(THREAD(thread.number).lender, 0);
	CHECK_EQUAL(REPLY(number_of(reply)).borrower, 0);
}

/* The client calls the first server, which runs then. */
static void call_first(void)
{
	act_as(client.number);
	CHECK_EQUAL(CALL(CALL_CALL, e[0], INFO(1, 0)), BLOCKED);
	CHECK_EQUAL(THREAD(client.number).state, THREAD_REPLY_WAIT);
	CHECK_EQUAL(THREAD(client.number).context, 0);
	runs_on_loan(server[0], r[0]);
	act_as(server[0].number);
}

static uint32_t reply_recv(uint32_t i)
{
	return CALL(CALL_REPLY_RECV, e[i], INFO(2, 0), 0, 0, 0, 0, r[i]);
}

static void answers(void)
{
	uint32_t k;

	setup();
	for (k = 0; k < 3; k++) {
		call_first();
		CHECK_EQUAL(reply_recv(0), BLOCKED);
		runs_on_nothing(server[0], r[0]);
		CHECK_EQUAL(THREAD(client.number).context, number_of(client.context));
		act_as(client.number);
		CHECK_EQUAL(reg(client.number, 0), STATUS_OK);
		CHECK_EQUAL(reg(client.number, 1), INFO(2, 0) + KIND_REPLY * 512);
	}
	/* Answered by Send, the server has nothing to run on. */
	call_first();
	CHECK_EQUAL(CALL(CALL_SEND, r[0], INFO(2, 0)), BLOCKED);
	runs_on_nothing(server[0], r[0]);
	CHECK_EQUAL(THREAD(server[0].number).state, THREAD_RUNNABLE);
	CHECK_EQUAL(WAITER(server[0].number).list, 0);
	act_as(client.number);
	act_as(world.root);
}

/* Who waits already is received by who runs on another's context, and lends its own. */
static void one_after_another(void)
{
	setup();
	call_first();
	act_as(other.number);
	CHECK_EQUAL(CALL(CALL_CALL, e[0], INFO(1, 0)), BLOCKED);
	CHECK_EQUAL(THREAD(other.number).context, number_of(other.context));
	act_as(server[0].number);
	CHECK_EQUAL(reply_recv(0), STATUS_OK);
	CHECK_EQUAL(THREAD(client.number).context, number_of(client.context));
	CHECK_EQUAL(THREAD(other.number).context, 0);
	CHECK_EQUAL(THREAD(server[0].number).context, number_of(other.context));
	CHECK_EQUAL(REPLY(number_of(r[0])).borrower, server[0].number);
	act_as(server[0].number);
	/* Receiving without an answer ends the call, and what was lent goes back first. */
	CHECK_EQUAL(CALL(CALL_RECV, e[0], 0, 0, 0, 0, 0, r[0]), BLOCKED);
	runs_on_nothing(server[0], r[0]);
	CHECK_EQUAL(THREAD(other.number).context, number_of(other.context));
	CHECK_EQUAL(reg(other.number, 0), STATUS_CANCELLED);
	act_as(other.number);
}

/* The client's context goes down from server to server. */
static void call_all(void)
{
	uint32_t i;

	call_first();
	for (i = 1; i < DEPTH; i++) {
		CHECK_EQUAL(CALL(CALL_CALL, e[i], INFO(1, 0)), BLOCKED);
		CHECK_EQUAL(THREAD(server[i - 1].number).context, 0);
		CHECK_EQUAL(THREAD(server[i - 1].number).lender, number_of(r[i - 1]));
		runs_on_loan(server[i], r[i]);
		act_as(server[i].number);
	}
}

static void nested(void)
{
	uint32_t i;

	setup();
	call_all();
	for (i = DEPTH; i-- > 0;) {
		CHECK_EQUAL(reply_recv(i), BLOCKED);
		runs_on_nothing(server[i], r[i]);
		if (i > 0) {
			runs_on_loan(server[i - 1], r[i - 1]);
			act_as(server[i - 1].number);
		}
	}
	CHECK_EQUAL(THREAD(client.number).context, number_of(client.context));
	act_as(client.number);
	/* The one in the middle goes: who runs on the context runs on, and at the end it is nobody's. */
	call_all();
	act_as(world.root);
	OK(ROOT_CNODE, CNODE_DELETE, server[1].cap, 32);
	CHECK_EQUAL(REPLY(number_of(r[1])).borrower, 0);
	runs_on_loan(server[2], r[2]);
	act_as(server[2].number);
	CHECK_EQUAL(reply_recv(2), BLOCKED);
	CHECK_EQUAL(SCHED_CONTEXT(number_of(client.context)).thread, 0);
	CHECK_EQUAL(THREAD(server[0].number).state, THREAD_REPLY_WAIT);
}

static void reply_gone(void)
{
	setup();
	call_first();
	act_as(world.root);
	OK(ROOT_CNODE, CNODE_DELETE, r[0], 32);
	CHECK_EQUAL(THREAD(server[0].number).context, 0);
	CHECK_EQUAL(THREAD(server[0].number).lender, 0);
	CHECK_EQUAL(THREAD(client.number).context, number_of(client.context));
	CHECK_EQUAL(reg(client.number, 0), STATUS_CANCELLED);
	act_as(client.number);
}

static void server_gone(void)
{
	setup();
	call_first();
	act_as(world.root);
	OK(ROOT_CNODE, CNODE_DELETE, server[0].cap, 32);
	CHECK_EQUAL(THREAD(client.number).context, number_of(client.context));
	CHECK_EQUAL(THREAD(client.number).state, THREAD_REPLY_WAIT);
	CHECK_EQUAL(REPLY(number_of(r[0])).borrower, 0);
	OK(client.cap, THREAD_RESUME);
	act_as(client.number);
}

/* The client goes, or gives up: the server goes on, and the context is nobody's in the end. */
static void client_gone(void)
{
	uint32_t k;

	for (k = 0; k < 3; k++) {
		setup();
		call_first();
		act_as(world.root);
		if (k == 0)
			OK(client.cap, THREAD_SUSPEND);
		else if (k == 1)
			OK(client.cap, THREAD_RESUME);
		else
			OK(ROOT_CNODE, CNODE_DELETE, client.cap, 32);
		CHECK_EQUAL(REPLY(number_of(r[0])).caller, 0);
		runs_on_loan(server[0], r[0]);
		act_as(server[0].number);
		CHECK_EQUAL(reply_recv(0), BLOCKED);
		runs_on_nothing(server[0], r[0]);
		CHECK_EQUAL(SCHED_CONTEXT(number_of(client.context)).thread, 0);
		if (k < 2)
			OK(client.context, SCHED_CONTEXT_BIND, client.cap);
	}
}

/* Its context is taken away or destroyed: the loan is over, and who has another context runs on that. */
static void context_gone(void)
{
	uint32_t k;

	for (k = 0; k < 2; k++) {
		setup();
		call_first();
		act_as(world.root);
		if (k == 0)
			OK(client.context, SCHED_CONTEXT_UNBIND);
		else
			OK(ROOT_CNODE, CNODE_DELETE, client.context, 32);
		runs_on_nothing(server[0], r[0]);
		OK(server[0].context, SCHED_CONTEXT_BIND, server[0].cap);
		act_as(server[0].number);
		CHECK_EQUAL(reply_recv(0), BLOCKED);
		CHECK_EQUAL(THREAD(server[0].number).context, number_of(server[0].context));
		CHECK_EQUAL(THREAD(client.number).state, THREAD_RUNNABLE);
		CHECK_EQUAL(WAITER(client.number).list, 0);
	}
}

/* While a loan runs neither end can be given a context. */
static void refused(void)
{
	setup();
	call_all();
	act_as(world.root);
	REFUSED(STATUS_OCCUPIED, 1, server[0].context, SCHED_CONTEXT_BIND, client.cap);
	REFUSED(STATUS_OCCUPIED, 1, server[0].context, SCHED_CONTEXT_BIND, server[0].cap);
	REFUSED(STATUS_OCCUPIED, 1, server[0].context, SCHED_CONTEXT_BIND, server[DEPTH - 1].cap);
}

/* The client's budget ends inside of the server, which goes on when the refill comes. */
static void budget_ends(void)
{
	uint64_t began;

	setup();
	OK(client.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, BUDGET, PERIOD);
	call_first();
	began = fake.clock;
	CHECK_EQUAL(kernel.current, server[0].number);
	time_pass(BUDGET);
	CHECK(kernel.current != server[0].number);
	CHECK_EQUAL(THREAD(server[0].number).has_time, 0);
	CHECK_EQUAL(WAITER(server[0].number).list, 0);
	runs_on_loan(server[0], r[0]);
	time_pass(began + PERIOD - fake.clock);
	CHECK_EQUAL(THREAD(server[0].number).has_time, 1);
	act_as(server[0].number);
	CHECK_EQUAL(reply_recv(0), BLOCKED);
	act_as(client.number);
}

/* A pager without a context runs on that of who faults. */
static void faults(void)
{
	setup();
	OK(client.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, e[0], 0, 0);
	act_as(client.number);
	page_fault(0x1000, ACCESS_READ, 5);
	CHECK_EQUAL(THREAD(client.number).state, THREAD_REPLY_WAIT);
	runs_on_loan(server[0], r[0]);
	act_as(server[0].number);
	CHECK_EQUAL(CALL(CALL_REPLY_RECV, e[0], INFO(FAULT_RESUME, 0), 0, 0, 0, 0, r[0]), BLOCKED);
	CHECK_EQUAL(THREAD(client.number).context, number_of(client.context));
	act_as(client.number);
	CHECK_EQUAL(THREAD(client.number).fault, 0);
}

void test_loan(void)
{
	answers();
	one_after_another();
	nested();
	reply_gone();
	server_gone();
	client_gone();
	context_gone();
	refused();
	budget_ends();
	faults();
}

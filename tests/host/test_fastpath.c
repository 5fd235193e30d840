// SPDX-License-Identifier: Apache-2.0
/* fastpath.c: what goes the short way ends as what goes the long way, and what is not common is left alone. */
#include "account.h"
#include "checked_windows.h"
#include "fastpath.h"
#include "groups.h"
#include "invariant.h"
#include "syscall.h"
#include "world.h"

static struct made_thread client, server, other;
static uint32_t e, badged, r, buffered, passive;

/* Both threads have IPC buffers, full of words. */
static void buffers(void)
{
	uint32_t frame = make(CAP_FRAME, 12, 1), k;

	OK(client.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, 0, frame, 0);
	OK(server.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, 0, frame, IPC_BUFFER_BYTES);
	for (k = 0; k < IPC_BUFFER_WORDS; k++) {
		buffer_window[THREAD(client.number).buffer + k] = 1000 + k;
		buffer_window[THREAD(server.number).buffer + k] = 2000 + k;
	}
}

static void setup(void)
{
	world_boot();
	client = make_thread();
	server = make_thread();
	other = make_thread();
	e = make(CAP_ENDPOINT, 0, 1);
	r = make(CAP_REPLY, 0, 1);
	badged = mint(e, RIGHT_ALL, 0x55, 0x66);
	if (buffered)
		buffers();
	act_as(server.number);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), BLOCKED);
	if (passive)
		OK(server.context, SCHED_CONTEXT_UNBIND);
	act_as(client.number);
}

/* The running thread's registers before the call. */
static void registers(uint32_t address, uint32_t info)
{
	uint32_t k;

	THREAD(kernel.current).registers[0] = address;
	THREAD(kernel.current).registers[1] = info;
	for (k = 2; k <= 5; k++)
		THREAD(kernel.current).registers[k] = 70 + k;
	THREAD(kernel.current).registers[6] = r;
}

/* What the two threads have in the end. */
struct end {
	uint32_t registers[2][8];
	uint32_t state[2], reply[2], waits_on[2], list[2], context[2], lender[2], caller, offers, borrower, side;
	uint32_t words[2][IPC_BUFFER_WORDS];
};

static struct end end_of(void)
{
	uint32_t threads[2] = {client.number, server.number}, i, k;
	struct end end = {.caller = REPLY(number_of(r)).caller, .offers = REPLY(number_of(r)).server,
	                  .borrower = REPLY(number_of(r)).borrower, .side = ENDPOINT(number_of(e)).state};

	/* As syscall_entry does behind the short way. */
	if (THREAD(kernel.current).context != account.charged)
		account_turn(THREAD(kernel.current).context);
	invariant_check();
	for (i = 0; i < 2; i++) {
		for (k = 0; k < 8; k++)
			end.registers[i][k] = reg(threads[i], k);
		for (k = 0; buffered && k < IPC_BUFFER_WORDS; k++)
			end.words[i][k] = buffer_window[THREAD(threads[i]).buffer + k];
		end.state[i] = THREAD(threads[i]).state;
		end.reply[i] = THREAD(threads[i]).reply;
		end.waits_on[i] = THREAD(threads[i]).state == THREAD_RECEIVING ? THREAD(threads[i]).waits_on : 0;
		end.list[i] = THREAD(threads[i]).state == THREAD_RECEIVING ? WAITER(threads[i]).list : 0;
		end.context[i] = THREAD(threads[i]).context;
		end.lender[i] = THREAD(threads[i]).lender;
	}
	return end;
}

static void same(struct end a, struct end b)
{
	uint32_t i, k;

	for (i = 0; i < 2; i++) {
		/* r6, r7 of the one that waits are its own. */
		for (k = 0; k < (a.state[i] == THREAD_RUNNABLE ? 8u : 6u); k++)
			CHECK_EQUAL(a.registers[i][k], b.registers[i][k]);
		for (k = 0; k < IPC_BUFFER_WORDS; k++)
			CHECK_EQUAL(a.words[i][k], b.words[i][k]);
		CHECK_EQUAL(a.state[i], b.state[i]);
		CHECK_EQUAL(a.reply[i], b.reply[i]);
		CHECK_EQUAL(a.waits_on[i], b.waits_on[i]);
		CHECK_EQUAL(a.list[i], b.list[i]);
		CHECK_EQUAL(a.context[i], b.context[i]);
		CHECK_EQUAL(a.lender[i], b.lender[i]);
	}
	CHECK_EQUAL(a.caller, b.caller);
	CHECK_EQUAL(a.offers, b.offers);
	CHECK_EQUAL(a.borrower, b.borrower);
	CHECK_EQUAL(a.side, b.side);
}

/* A call with this info, the short way and, as the server is less preferred, the long way. */
static void call_as(uint32_t info)
{
	struct end fast;

	setup();
	registers(badged, info);
	CHECK_EQUAL(fastpath_call(client.number), server.number);
	CHECK_EQUAL(kernel.current, server.number);
	fast = end_of();
	CHECK_EQUAL(fast.context[1], number_of(passive ? client.context : server.context));
	CHECK_EQUAL(fast.borrower, passive ? server.number : 0);
	setup();
	OK(server.cap, THREAD_SET_PRIORITY, 62, 62);
	registers(badged, info);
	CHECK_EQUAL(fastpath_call(client.number), 0);
	THREAD(client.number).registers[7] = CALL_CALL;
	syscall_entry();
	same(fast, end_of());
}

/* The answer of a thread that has time of its own, as a reply and a receive. */
static void reply_and_receive(uint32_t info)
{
	registers(r, info);
	THREAD(server.number).registers[7] = CALL_SEND;
	syscall_entry();
	act_as(server.number);
	registers(e, info);
	THREAD(server.number).registers[7] = CALL_RECV;
	syscall_entry();
}

/* The answer to a client that is less preferred than another thread. */
static void reply_to_other(uint32_t info)
{
	OK(client.cap, THREAD_SET_PRIORITY, 62, 62);
	registers(e, info);
	CHECK_EQUAL(fastpath_reply_recv(server.number), 0);
	THREAD(server.number).registers[7] = CALL_REPLY_RECV;
	syscall_entry();
}

/* The answer, the short way and the long way. */
static void answer_as(uint32_t info)
{
	struct end fast;

	setup();
	CHECK_EQUAL(CALL(CALL_CALL, badged, 0), BLOCKED);
	CHECK_EQUAL(kernel.current, server.number);
	registers(e, info);
	CHECK_EQUAL(fastpath_reply_recv(server.number), client.number);
	CHECK_EQUAL(kernel.current, client.number);
	fast = end_of();
	CHECK_EQUAL(fast.context[0], number_of(client.context));
	CHECK_EQUAL(fast.borrower, 0);
	setup();
	CHECK_EQUAL(CALL(CALL_CALL, badged, 0), BLOCKED);
	if (passive)
		reply_to_other(info);
	else
		reply_and_receive(info);
	same(fast, end_of());
}

/* What is not common changes nothing. */
static void left_alone(uint32_t address, uint32_t info)
{
	uint32_t before[REGISTERS], k;

	registers(address, info);
	for (k = 0; k < REGISTERS; k++)
		before[k] = reg(kernel.current, k);
	CHECK_EQUAL(fastpath_call(kernel.current), 0);
	CHECK_EQUAL(fastpath_reply_recv(kernel.current), 0);
	for (k = 0; k < REGISTERS; k++)
		CHECK_EQUAL(reg(kernel.current, k), before[k]);
	CHECK_EQUAL(THREAD(server.number).state, THREAD_RECEIVING);
	invariant_check();
}

static void uncommon(void)
{
	setup();
	left_alone(e, MESSAGE_WORDS_MAX + 1);
	left_alone(e, 1u << 7);
	left_alone(0, 0);
	left_alone(world.free, 0);
	left_alone(e + 4096, 0);
	left_alone(r, 0);
	left_alone(lend(e, RIGHT_READ), 0);
	/* Nobody receives. */
	left_alone(make(CAP_ENDPOINT, 0, 1), 0);
	/* The server offers nothing. */
	OK(ROOT_CNODE, CNODE_DELETE, r, 32);
	left_alone(badged, 0);
}

/* Nobody else is passed over: a more preferred thread that waits runs after the answer. */
static void preferred(void)
{
	setup();
	CHECK_EQUAL(CALL(CALL_CALL, badged, 0), BLOCKED);
	OK(client.cap, THREAD_SET_PRIORITY, 62, 62);
	registers(e, 0);
	CHECK_EQUAL(fastpath_reply_recv(server.number), 0);
	CHECK_EQUAL(CALL(CALL_REPLY_RECV, e, 0, 0, 0, 0, 0, r), BLOCKED);
	CHECK(kernel.current != client.number);
	CHECK_EQUAL(THREAD(client.number).state, THREAD_RUNNABLE);
}

/* Who is passive and whose loan is not the common one: the server borrows already, the client was given time
   meanwhile, somebody else answers. */
static void otherwise_lent(void)
{
	passive = 1;
	setup();
	THREAD(server.number).lender = number_of(r);
	CHECK_EQUAL(fastpath_call(client.number), 0);
	setup();
	REPLY(number_of(r)).borrower = other.number;
	CHECK_EQUAL(fastpath_call(client.number), 0);
	setup();
	CHECK_EQUAL(CALL(CALL_CALL, badged, 0), BLOCKED);
	act_as(other.number);
	registers(e, 0);
	CHECK_EQUAL(fastpath_reply_recv(other.number), 0);
	passive = 0;
}

/* What is pending in the server's notification comes before its clients. */
static void pending(void)
{
	uint32_t n;

	setup();
	n = make(CAP_NOTIFICATION, 0, 1);
	CHECK_EQUAL(CALL(CALL_CALL, badged, 0), BLOCKED);
	OK(server.cap, THREAD_BIND_NOTIFICATION, n);
	CHECK_EQUAL(CALL(CALL_SIGNAL, n), STATUS_OK);
	registers(e, 0);
	CHECK_EQUAL(fastpath_reply_recv(server.number), 0);
	/* A passive server has given back what it ran on. */
	CHECK_EQUAL(CALL(CALL_REPLY_RECV, e, 0, 0, 0, 0, 0, r), passive ? BLOCKED : STATUS_OK);
	CHECK_EQUAL(KIND(reg(server.number, 1)), KIND_NOTIFICATION);
	CHECK_EQUAL(THREAD(client.number).state, THREAD_RUNNABLE);
}

void test_fastpath(void)
{
	uint32_t length;

	for (passive = 0; passive <= 1; passive++) {
		for (buffered = 0; buffered <= 1; buffered++)
			for (length = 0; length <= MESSAGE_WORDS_MAX; length += buffered || length < 8 ? 1 : 28) {
				call_as(INFO(9, length));
				answer_as(INFO(3, length));
			}
		buffered = 0;
		uncommon();
		preferred();
		pending();
	}
	passive = 0;
	otherwise_lent();
}

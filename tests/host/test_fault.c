// SPDX-License-Identifier: Apache-2.0
/* fault.c and the answers to faults in reply.c: every kind, resumed, moved, killed, cancelled. */
#include "account.h"
#include "checked_windows.h"
#include "groups.h"
#include "invariant.h"
#include "syscall.h"
#include "world.h"

#define FAULT_PC 0x00108888u

static struct made_thread faulty;
static uint32_t e, handler, r;

static void setup(void)
{
	world_boot();
	faulty = make_thread();
	e = make(CAP_ENDPOINT, 0, 1);
	r = make(CAP_REPLY, 0, 1);
	handler = mint(e, RIGHT_ALL, 0x77, 0x88);
	OK(faulty.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, handler, 0, 0);
	OK(faulty.cap, THREAD_WRITE_REGISTERS, REGISTER_PC, 1, FAULT_PC);
}

/* The root task has received the fault with its reply object. */
static void received(uint32_t label, uint32_t word0, uint32_t word2, uint32_t word3)
{
	act_as(world.root);
	CHECK_EQUAL(CALL(CALL_NBRECV, e, 0, 0, 0, 0, 0, r), STATUS_OK);
	CHECK_EQUAL(reg(world.root, 1), INFO(label, 4) + KIND_FAULT * 512);
	CHECK_EQUAL(reg(world.root, 2), word0);
	CHECK_EQUAL(reg(world.root, 3), FAULT_PC);
	CHECK_EQUAL(reg(world.root, 4), word2);
	CHECK_EQUAL(reg(world.root, 5), word3);
	CHECK_EQUAL(reg(world.root, 6), 0x77);
	CHECK_EQUAL(reg(world.root, 7), 0x88);
	CHECK_EQUAL(THREAD(faulty.number).state, THREAD_REPLY_WAIT);
}

static void page(void)
{
	setup();
	act_as(faulty.number);
	page_fault(0xdeadb000, ACCESS_WRITE, 0x805);
	CHECK_EQUAL(THREAD(faulty.number).state, THREAD_CALLING);
	received(FAULT_PAGE, 0xdeadb000, ACCESS_WRITE, 0x805);
}

static void kinds(void)
{
	setup();
	act_as(faulty.number);
	undefined_entry();
	invariant_check();
	received(FAULT_UNDEFINED, 0, 0, 0);
	setup();
	act_as(faulty.number);
	debug_entry();
	invariant_check();
	received(FAULT_DEBUG, 0, 0, 0);
}

/* The handler waits: it gets the fault at once. */
static void handler_first(void)
{
	setup();
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), BLOCKED);
	act_as(faulty.number);
	page_fault(4, ACCESS_EXECUTE, 7);
	CHECK_EQUAL(THREAD(faulty.number).state, THREAD_REPLY_WAIT);
	CHECK_EQUAL(kernel.current, world.root);
	CHECK_EQUAL(reg(world.root, 2), 4);
}

static void answers(void)
{
	uint32_t i;

	for (i = 0; i < 4; i++) {
		setup();
		OK(faulty.cap, THREAD_WRITE_REGISTERS, 0, 6, 90, 91, 92, 93, 94, 95);
		act_as(faulty.number);
		page_fault(0, ACCESS_READ, 5);
		received(FAULT_PAGE, 0, ACCESS_READ, 5);
		CHECK_EQUAL(CALL(CALL_SEND, r, INFO(i, 1), 0x00104444), STATUS_OK);
		CHECK_EQUAL(THREAD(faulty.number).state, i <= FAULT_CONTINUE_AT ? THREAD_RUNNABLE : THREAD_INACTIVE);
		CHECK_EQUAL(reg(faulty.number, REGISTER_PC), i == FAULT_CONTINUE_AT ? 0x00104444 : FAULT_PC);
		CHECK_EQUAL(THREAD(faulty.number).fault, i <= FAULT_CONTINUE_AT ? 0 : FAULT_PAGE);
		/* The answer to a fault is no message: the registers are the thread's own. */
		CHECK_EQUAL(reg(faulty.number, 0), 90);
		CHECK_EQUAL(reg(faulty.number, 1), 91);
		CHECK_EQUAL(reg(faulty.number, 5), 95);
	}
}

/* No endpoint, or none that may be called: the thread stops, and its fault can be read. */
static void nobody(void)
{
	uint32_t k, cap;

	for (k = 0; k < 2; k++) {
		setup();
		cap = k == 0 ? 0 : lend(handler, RIGHT_ALL - RIGHT_CALL);
		OK(faulty.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, cap, 0, 0);
		act_as(faulty.number);
		page_fault(4, ACCESS_READ, 5);
		CHECK_EQUAL(THREAD(faulty.number).state, THREAD_INACTIVE);
		act_as(world.root);
		OK(faulty.cap, THREAD_STATUS);
		CHECK_EQUAL(reg(world.root, 2), THREAD_INACTIVE);
		CHECK_EQUAL(reg(world.root, 3), PRIORITIES - 1);
		CHECK_EQUAL(reg(world.root, 4), FAULT_PC);
		CHECK_EQUAL(reg(world.root, 5), FAULT_PAGE);
		OK(faulty.cap, THREAD_RESUME);
		CHECK_EQUAL(THREAD(faulty.number).fault, 0);
	}
}

/* The running thread's time is up: no entry says so yet. */
static void time_up(void)
{
	fault_raise(kernel.current, FAULT_TIMEOUT, 0, 0, 0);
	(void)sched_choose();
	if (THREAD(kernel.current).context != account.charged)
		account_turn(THREAD(kernel.current).context);
	invariant_check();
}

/* Faults of time go to the timeout endpoint, the others to the fault endpoint; neither stands in for the other. */
static void timeouts(void)
{
	uint32_t other, elsewhere;

	setup();
	other = make(CAP_ENDPOINT, 0, 1);
	elsewhere = mint(other, RIGHT_ALL, 0x55, 0x66);
	OK(faulty.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, elsewhere, 0, 0, handler);
	act_as(faulty.number);
	time_up();
	CHECK_EQUAL(THREAD(faulty.number).state, THREAD_CALLING);
	received(FAULT_TIMEOUT, 0, 0, 0);
	CHECK_EQUAL(CALL(CALL_SEND, r, INFO(FAULT_RESUME, 0)), STATUS_OK);
	CHECK_EQUAL(THREAD(faulty.number).state, THREAD_RUNNABLE);
	CHECK_EQUAL(reg(faulty.number, REGISTER_PC), FAULT_PC);
	act_as(faulty.number);
	page_fault(4, ACCESS_READ, 5);
	act_as(world.root);
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_NBRECV, e, 0, 0, 0, 0, 0, r);
	CHECK_EQUAL(CALL(CALL_NBRECV, other, 0, 0, 0, 0, 0, r), STATUS_OK);
	CHECK_EQUAL(reg(world.root, 6), 0x55);
	/* With a fault endpoint only. */
	setup();
	act_as(faulty.number);
	time_up();
	CHECK_EQUAL(THREAD(faulty.number).state, THREAD_INACTIVE);
	CHECK_EQUAL(THREAD(faulty.number).fault, FAULT_TIMEOUT);
}

/* The endpoint or the reply object goes while the fault waits: the thread is suspended. */
static void cancelled(void)
{
	setup();
	act_as(faulty.number);
	page_fault(4, ACCESS_READ, 5);
	act_as(world.root);
	OK(ROOT_CNODE, CNODE_DELETE, e, 32);
	CHECK_EQUAL(THREAD(faulty.number).state, THREAD_INACTIVE);
	CHECK_EQUAL(THREAD(faulty.number).fault, FAULT_PAGE);
	setup();
	act_as(faulty.number);
	page_fault(4, ACCESS_READ, 5);
	received(FAULT_PAGE, 4, ACCESS_READ, 5);
	OK(ROOT_CNODE, CNODE_DELETE, r, 32);
	CHECK_EQUAL(THREAD(faulty.number).state, THREAD_INACTIVE);
	/* Received without a reply object: nobody could answer. */
	setup();
	act_as(faulty.number);
	page_fault(4, ACCESS_READ, 5);
	act_as(world.root);
	CHECK_EQUAL(CALL(CALL_NBRECV, e), STATUS_OK);
	CHECK_EQUAL(THREAD(faulty.number).state, THREAD_INACTIVE);
}

/* The parent restarts a thread that faulted: it starts afresh, and the old call is forgotten. */
static void restarted(void)
{
	setup();
	act_as(faulty.number);
	page_fault(4, ACCESS_READ, 5);
	received(FAULT_PAGE, 4, ACCESS_READ, 5);
	OK(faulty.cap, THREAD_RESUME);
	CHECK_EQUAL(THREAD(faulty.number).state, THREAD_RUNNABLE);
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_SEND, r, 0);
}

void test_fault(void)
{
	page();
	kinds();
	handler_first();
	answers();
	nobody();
	timeouts();
	cancelled();
	restarted();
}

// SPDX-License-Identifier: Apache-2.0
/* Cancelling what is sent under a badge (endpoint.c, decode_cap.c): who is told and who is not, in
   how many entries, and what may happen between two of them. */
#include "checked_windows.h"
#include "endpoint.h"
#include "groups.h"
#include "invariant.h"
#include "syscall.h"
#include "world.h"

#include <string.h>

#define CROWD 40u
#define MOST (CROWD + 4u)
#define NOBODY 0xffffffffu

static struct made_thread crowd[MOST];
static uint32_t sends_under[MOST];  /* the capability that each of the crowd sends through */
static uint32_t since[MOST];        /* the order in which they joined, or last changed priority */
static uint8_t apart[MOST];         /* not checked by told_exactly */
static uint32_t size;                /* of the crowd */
static uint32_t clock;
static uint32_t e, ours, theirs, other;

static void setup(void)
{
	world_boot();
	e = make(CAP_ENDPOINT, 0, 1);
	ours = mint(e, RIGHT_ALL, 0x55, 0x66);
	theirs = mint(e, RIGHT_ALL, 0x55, 0x67);
	other = mint(e, RIGHT_ALL, 0x56, 0x66);
	size = 0;
	memset(apart, 0, sizeof apart);
}

/* One more thread sends or calls (CALL_ number) through this capability; its message is its place. */
static void joins(uint32_t cap, uint32_t number)
{
	crowd[size] = make_thread();
	sends_under[size] = cap;
	since[size] = clock++;
	act_as(crowd[size].number);
	CHECK_EQUAL(CALL(number, cap, INFO(0, 1), size), BLOCKED);
	act_as(world.root);
	size++;
}

static void priority(uint32_t i, uint32_t value)
{
	OK(crowd[i].cap, THREAD_SET_PRIORITY, value, PRIORITIES - 1);
	CHECK_EQUAL(WAITER(crowd[i].number).priority, value);
	since[i] = clock++;
}

static int sends_still(uint32_t i)
{
	uint32_t state;

	if (crowd[i].number == NOBODY)
		return 0;
	state = THREAD(crowd[i].number).state;
	return state == THREAD_SENDING || state == THREAD_CALLING;
}

static void told(uint32_t i)
{
	CHECK_EQUAL(THREAD(crowd[i].number).state, THREAD_RUNNABLE);
	CHECK_EQUAL(reg(crowd[i].number, 0), STATUS_CANCELLED);
}

static uint32_t told_count(void)
{
	uint32_t i, n = 0;

	for (i = 0; i < size; i++)
		n += !sends_still(i);
	return n;
}

/* The root task takes the message of this one next. */
static void comes(uint32_t i)
{
	CHECK_EQUAL(CALL(CALL_NBRECV, e), STATUS_OK);
	CHECK_EQUAL(reg(world.root, 2), i);
}

static void no_more(void)
{
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_NBRECV, e);
	CHECK_EQUAL(ENDPOINT(number_of(e)).state, ENDPOINT_IDLE);
}

/* Who sends still comes, by priority and since when; nobody else does. */
static void rest_comes(void)
{
	uint32_t i, best;

	for (;;) {
		best = NOBODY;
		for (i = 0; i < size; i++)
			if (sends_still(i) && (best == NOBODY
			    || WAITER(crowd[i].number).priority > WAITER(crowd[best].number).priority
			    || (WAITER(crowd[i].number).priority == WAITER(crowd[best].number).priority
			        && since[i] < since[best])))
				best = i;
		if (best == NOBODY)
			break;
		comes(best);
	}
	no_more();
}

/* Who sends through this capability was told, the others still send, in their order. */
static void told_exactly(uint32_t cap)
{
	uint32_t i;

	for (i = 0; i < size; i++) {
		if (apart[i])
			continue;
		if (sends_under[i] == cap)
			told(i);
		else
			CHECK(sends_still(i));
	}
	rest_comes();
}

static void cancel(uint32_t cap)
{
	OK(ROOT_CNODE, CNODE_CANCEL_BADGED_SENDS, cap, 32);
	CHECK_EQUAL(kernel.cancel_next, 0);
}

/* One entry of the running thread's cancellation.  Its argument 3 if it is to be made again,
   NOBODY if it is over. */
static uint32_t step(uint32_t cap, uint32_t own)
{
	uint32_t t = kernel.current;

	if (!INVOKE_ONCE(ROOT_CNODE, CNODE_CANCEL_BADGED_SENDS, cap, 32, own, 0x1234))
		return NOBODY;
	/* As it was called, but for argument 3. */
	CHECK_EQUAL(reg(t, 0), ROOT_CNODE);
	CHECK_EQUAL(reg(t, 1), CNODE_CANCEL_BADGED_SENDS);
	CHECK_EQUAL(reg(t, 2), cap);
	CHECK_EQUAL(reg(t, 3), 32);
	CHECK_EQUAL(reg(t, 5), 0x1234);
	CHECK_EQUAL(reg(t, 7), CALL_INVOKE);
	CHECK(kernel.cancel_next != 0 || reg(t, 4) == 0);
	return reg(t, 4);
}

/* The call goes on until it is over; in how many entries. */
static uint32_t finish(uint32_t cap, uint32_t own)
{
	uint32_t rounds = 0, t = kernel.current;

	while (own != NOBODY && rounds < 100) {
		own = step(cap, own);
		rounds++;
	}
	CHECK_EQUAL(own, NOBODY);
	CHECK_EQUAL(reg(t, 0), STATUS_OK);
	return rounds;
}

/* Only what is sent under this very badge, sent or called; the rest comes in its old order. */
static void only_the_badge(void)
{
	setup();
	joins(ours, CALL_SEND);
	joins(theirs, CALL_SEND);
	joins(other, CALL_CALL);
	joins(ours, CALL_CALL);
	joins(e, CALL_SEND);
	joins(theirs, CALL_CALL);
	joins(ours, CALL_SEND);
	joins(other, CALL_SEND);
	priority(1, 50);
	priority(3, 50);
	priority(4, 20);
	priority(6, 50);
	priority(7, 50);
	cancel(ours);
	told(0);
	told(3);
	told(6);
	comes(2);
	comes(5);
	comes(1);
	comes(7);
	comes(4);
	no_more();
}

/* A badge in the low word only, in the high word only, none: each is another one. */
static void badge_words(void)
{
	uint32_t caps[4], i, turn;

	for (turn = 0; turn < 4; turn++) {
		setup();
		caps[0] = e;
		caps[1] = mint(e, RIGHT_ALL, 9, 0);
		caps[2] = mint(e, RIGHT_ALL, 0, 9);
		caps[3] = mint(e, RIGHT_ALL, 9, 9);
		for (i = 0; i < 8; i++)
			joins(caps[i % 4], i % 3 == 0 ? CALL_CALL : CALL_SEND);
		/* A loan of the capability has the same badge. */
		cancel(turn == 2 ? lend(caps[2], RIGHT_READ) : caps[turn]);
		told_exactly(caps[turn]);
	}
}

/* The same badge on another endpoint is another one. */
static void other_endpoint(void)
{
	uint32_t f, same;

	setup();
	f = make(CAP_ENDPOINT, 0, 1);
	same = mint(f, RIGHT_ALL, 0x55, 0x66);
	joins(ours, CALL_SEND);
	joins(same, CALL_SEND);
	cancel(same);
	CHECK_EQUAL(ENDPOINT(number_of(f)).state, ENDPOINT_IDLE);
	told_exactly(same);
}

/* A call that was received waits for its answer. */
static void received(void)
{
	uint32_t r;

	setup();
	r = make(CAP_REPLY, 0, 1);
	joins(ours, CALL_CALL);
	joins(ours, CALL_CALL);
	CHECK_EQUAL(CALL(CALL_NBRECV, e, 0, 0, 0, 0, 0, r), STATUS_OK);
	cancel(ours);
	told(1);
	CHECK_EQUAL(THREAD(crowd[0].number).state, THREAD_REPLY_WAIT);
	CHECK_EQUAL(CALL(CALL_SEND, r, INFO(5, 0)), STATUS_OK);
	CHECK_EQUAL(reg(crowd[0].number, 0), STATUS_OK);
	no_more();
}

/* A fault's message is no call: its thread is suspended, and its registers are as they were. */
static void faults(void)
{
	struct made_thread faulty[2];
	uint32_t i;

	setup();
	for (i = 0; i < 2; i++) {
		faulty[i] = make_thread();
		OK(faulty[i].cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, i == 0 ? ours : theirs, 0, 0);
		act_as(faulty[i].number);
		THREAD(faulty[i].number).registers[0] = 0x700 + i;
		page_fault(0xdeadb000, ACCESS_WRITE, 0x805);
		act_as(world.root);
	}
	joins(ours, CALL_SEND);
	cancel(ours);
	told(0);
	CHECK_EQUAL(THREAD(faulty[0].number).state, THREAD_INACTIVE);
	CHECK_EQUAL(THREAD(faulty[0].number).fault, FAULT_PAGE);
	CHECK_EQUAL(reg(faulty[0].number, 0), 0x700);
	CHECK_EQUAL(THREAD(faulty[1].number).state, THREAD_CALLING);
	OK(faulty[0].cap, THREAD_RESUME);
	CHECK_EQUAL(THREAD(faulty[0].number).state, THREAD_RUNNABLE);
}

/* Nobody sends: those who receive, offer replies, or wait elsewhere are left alone. */
static void receivers(void)
{
	struct made_thread a, b;
	uint32_t r;

	setup();
	cancel(ours);
	cancel(e);
	a = make_thread();
	b = make_thread();
	r = make(CAP_REPLY, 0, 1);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), BLOCKED);
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_RECV, e), BLOCKED);
	act_as(world.root);
	/* What they sent last was under badge 0. */
	cancel(e);
	cancel(ours);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_RECEIVING);
	CHECK_EQUAL(THREAD(b.number).state, THREAD_RECEIVING);
	CHECK_EQUAL(REPLY(number_of(r)).server, a.number);
	CHECK_EQUAL(CALL(CALL_NBSEND, ours, 0), STATUS_OK);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_RUNNABLE);
}

/* However many receive, there is nothing to look at. */
static void many_receivers(void)
{
	struct made_thread thread;
	uint32_t i;

	setup();
	for (i = 0; i < 2 * CANCEL_STEPS; i++) {
		thread = make_thread();
		act_as(thread.number);
		CHECK_EQUAL(CALL(CALL_RECV, e), BLOCKED);
		act_as(world.root);
	}
	CHECK_EQUAL(finish(e, 0), 1);
	CHECK_EQUAL(ENDPOINT(number_of(e)).state, ENDPOINT_RECEIVERS);
}

static void refusals(void)
{
	static const uint32_t owns[] = {0, 1, 0xffffffff};
	uint32_t i, n, no_read, cnode_write, cnode_read;

	setup();
	joins(ours, CALL_SEND);
	n = make(CAP_NOTIFICATION, 0, 1);
	no_read = lend(ours, RIGHT_ALL - RIGHT_READ);
	cnode_write = lend(ROOT_CNODE, RIGHT_ALL - RIGHT_READ);
	cnode_read = lend(ROOT_CNODE, RIGHT_READ);
	for (i = 0; i < 3; i++) {
		REFUSED(STATUS_INVALID_CAPABILITY, 1, ROOT_CNODE, CNODE_CANCEL_BADGED_SENDS, 0, 32, owns[i]);
		REFUSED(STATUS_INVALID_CAPABILITY, 1, ROOT_CNODE, CNODE_CANCEL_BADGED_SENDS, ours, 33, owns[i]);
		REFUSED(STATUS_INVALID_CAPABILITY, 1, ROOT_CNODE, CNODE_CANCEL_BADGED_SENDS, ours, 31, owns[i]);
		REFUSED(STATUS_INVALID_CAPABILITY, 1, ROOT_CNODE, CNODE_CANCEL_BADGED_SENDS, world.free, 32, owns[i]);
		REFUSED(STATUS_INVALID_CAPABILITY, 1, ROOT_CNODE, CNODE_CANCEL_BADGED_SENDS, n, 32, owns[i]);
		REFUSED(STATUS_INVALID_CAPABILITY, 1, ROOT_CNODE, CNODE_CANCEL_BADGED_SENDS, ROOT_CNODE, 32, owns[i]);
		REFUSED(STATUS_NO_RIGHT, 1, ROOT_CNODE, CNODE_CANCEL_BADGED_SENDS, no_read, 32, owns[i]);
		REFUSED(STATUS_NO_RIGHT, 0, cnode_write, CNODE_CANCEL_BADGED_SENDS, ours, 32, owns[i]);
		REFUSED(STATUS_NO_RIGHT, 0, cnode_write, CNODE_CANCEL_BADGED_SENDS, 0, 33, owns[i]);
		REFUSED(STATUS_INVALID_CALL, 0, world.memory, CNODE_CANCEL_BADGED_SENDS, ours, 32, owns[i]);
		REFUSED(STATUS_INVALID_CAPABILITY, 0, e, CNODE_CANCEL_BADGED_SENDS, ours, 32, owns[i]);
	}
	CHECK(sends_still(0));
	/* Rights to read are enough, on both. */
	OK(cnode_read, CNODE_CANCEL_BADGED_SENDS, lend(ours, RIGHT_READ), 32);
	told(0);
}

/* CANCEL_STEPS threads an entry, ours or not; r4 says which cancellation it is. */
static void steps(void)
{
	uint32_t n, i, rounds;
	static const uint32_t numbers[] = {CANCEL_STEPS - 1, CANCEL_STEPS, CANCEL_STEPS + 1,
		2 * CANCEL_STEPS, 2 * CANCEL_STEPS + 1};

	for (n = 0; n < sizeof numbers / sizeof numbers[0]; n++) {
		setup();
		for (i = 0; i < numbers[n]; i++)
			joins(i % 2 == 0 ? ours : theirs, i % 3 == 0 ? CALL_CALL : CALL_SEND);
		rounds = finish(ours, 0);
		CHECK_EQUAL(rounds, (numbers[n] + CANCEL_STEPS - 1) / CANCEL_STEPS);
		told_exactly(ours);
	}
}

/* The whole crowd sends, every other one under our badge: the first, or the second. */
static void crowd_joins(uint32_t shift)
{
	uint32_t i;

	setup();
	for (i = 0; i < CROWD; i++)
		joins((i + shift) % 2 == 0 ? ours : theirs, i % 3 == 0 ? CALL_CALL : CALL_SEND);
}

static void step_by_step(void)
{
	uint32_t own, i;

	crowd_joins(0);
	own = step(ours, 0);
	CHECK_EQUAL(own, kernel.cancel_number);
	CHECK_EQUAL(told_count(), CANCEL_STEPS / 2);
	CHECK_EQUAL(kernel.cancel_next, crowd[CANCEL_STEPS].number);
	own = step(ours, own);
	CHECK_EQUAL(own, kernel.cancel_number);
	CHECK_EQUAL(told_count(), CANCEL_STEPS);
	CHECK_EQUAL(step(ours, own), NOBODY);
	told_exactly(ours);
	/* At many priorities. */
	crowd_joins(0);
	for (i = 0; i < CROWD; i++)
		priority(i, i * 7 % PRIORITIES);
	CHECK_EQUAL(finish(ours, 0), 3);
	told_exactly(ours);
}

/* Between two entries: what happens to thread i of the crowd, which is looked at next, and to others. */

static void next_is(uint32_t i)
{
	CHECK_EQUAL(kernel.cancel_next, crowd[i].number);
}

static void next_suspended(uint32_t i)
{
	OK(crowd[i].cap, THREAD_SUSPEND);
	next_is(i + 1);
	CHECK_EQUAL(THREAD(crowd[i].number).state, THREAD_INACTIVE);
	apart[i] = 1;
}

static void next_resumed(uint32_t i)
{
	OK(crowd[i].cap, THREAD_RESUME);
	next_is(i + 1);
	told(i);
	apart[i] = 1;
}

static void next_deleted(uint32_t i)
{
	OK(ROOT_CNODE, CNODE_DELETE, crowd[i].cap, 32);
	next_is(i + 1);
	crowd[i].number = NOBODY;
	apart[i] = 1;
}

/* All that have not been looked at yet leave. */
static void all_leave(uint32_t i)
{
	for (; i < CROWD - 1; i++)
		next_resumed(i);
	OK(crowd[i].cap, THREAD_SUSPEND);
	apart[i] = 1;
	CHECK_EQUAL(kernel.cancel_next, 0);
}

/* A change of priority: what is cancelled is told at once, the others go where they belong. */
static void priority_changes(uint32_t i, uint32_t value)
{
	priority(i, value);
	if (sends_under[i] == ours)
		told(i);
	else
		CHECK(sends_still(i));
}

static void next_goes_up(uint32_t i)
{
	priority_changes(i, 60);
	next_is(i + 1);
}

static void next_goes_down(uint32_t i)
{
	priority_changes(i, 20);
	next_is(i + 1);
}

static void next_goes_behind(uint32_t i)
{
	priority_changes(i, 50);
	next_is(i + 1);
}

/* Some far from the next one, its neighbour, and one that was looked at already. */
static void others_change_to(uint32_t i, uint32_t far, uint32_t near)
{
	priority_changes(CROWD - 1, far);
	priority_changes(CROWD - 2, far);
	priority_changes(i + 1, near);
	priority_changes(sends_under[0] == theirs ? 0 : 1, far);
	next_is(i);
}

static void others_go_up(uint32_t i)
{
	others_change_to(i, 60, 51);
}

static void others_go_down(uint32_t i)
{
	others_change_to(i, 20, 49);
}

/* Whoever is before the next one, and it itself, is received. */
static void next_received(uint32_t i)
{
	uint32_t k;

	for (k = 0; k <= i; k++) {
		if (!sends_still(k))
			continue;
		next_is(i);
		comes(k);
		apart[k] = 1;
	}
	next_is(i + 1);
}

static void between_entries(void)
{
	static void (*const happens[])(uint32_t i) = {
		next_suspended, next_resumed, next_deleted, all_leave, next_goes_up, next_goes_down,
		next_goes_behind, others_go_up, others_go_down, next_received
	};
	uint32_t n, shift, i, own;

	for (n = 0; n < 2 * sizeof happens / sizeof happens[0]; n++) {
		shift = n % 2;
		crowd_joins(shift);
		for (i = 0; i < CROWD; i++)
			priority(i, 50);
		own = step(ours, 0);
		next_is(CANCEL_STEPS);
		happens[n / 2](CANCEL_STEPS);
		act_as(world.root);
		finish(ours, own);
		told_exactly(ours);
	}
}

/* A change of priority concerns nobody who sent under the badge before, or sends elsewhere. */
static void others_change(void)
{
	uint32_t own, same;

	crowd_joins(0);
	same = mint(make(CAP_ENDPOINT, 0, 1), RIGHT_ALL, 0x55, 0x66);
	joins(same, CALL_SEND);
	own = step(ours, 0);
	told(0);
	THREAD(crowd[0].number).registers[0] = 0x77;
	priority(0, 40);
	CHECK_EQUAL(reg(crowd[0].number, 0), 0x77);
	CHECK_EQUAL(THREAD(crowd[0].number).state, THREAD_RUNNABLE);
	priority(CROWD, 40);
	CHECK(sends_still(CROWD));
	next_is(CANCEL_STEPS);
	finish(ours, own);
	CHECK(sends_still(CROWD));
	OK(crowd[CROWD].cap, THREAD_SUSPEND);
	apart[0] = 1;
	apart[CROWD] = 1;
	told_exactly(ours);
}

/* Who joins behind is met too; who joins before those that are left is not. */
static void newcomers(void)
{
	uint32_t own, i;

	crowd_joins(0);
	own = step(ours, 0);
	joins(ours, CALL_SEND);
	joins(theirs, CALL_SEND);
	joins(ours, CALL_CALL);
	finish(ours, own);
	told_exactly(ours);
	crowd_joins(0);
	for (i = 0; i < CROWD; i++)
		priority(i, 50);
	own = step(ours, 0);
	joins(ours, CALL_SEND);
	joins(theirs, CALL_SEND);
	next_is(CANCEL_STEPS);
	finish(ours, own);
	apart[CROWD] = 1;
	CHECK(sends_still(CROWD));
	told_exactly(ours);
}

/* The next one leaves and sends again, under the other badge: that is what counts. */
static void sends_again(void)
{
	uint32_t own, shift, i = CANCEL_STEPS;

	for (shift = 0; shift < 2; shift++) {
		crowd_joins(shift);
		own = step(ours, 0);
		OK(crowd[i].cap, THREAD_RESUME);
		next_is(i + 1);
		sends_under[i] = sends_under[i] == ours ? theirs : ours;
		act_as(crowd[i].number);
		CHECK_EQUAL(CALL(CALL_SEND, sends_under[i], INFO(0, 1), i), BLOCKED);
		since[i] = clock++;
		act_as(world.root);
		next_is(i + 1);
		finish(ours, own);
		told_exactly(ours);
	}
}

/* The endpoint goes: all are told, and there is nothing to go on with; nor in what is there next. */
static void endpoint_goes(void)
{
	uint32_t own, i;

	crowd_joins(1);
	own = step(ours, 0);
	OK(ROOT_CNODE, CNODE_DELETE, e, 32);
	CHECK_EQUAL(kernel.cancel_next, 0);
	for (i = 0; i < CROWD; i++)
		told(i);
	CHECK_EQUAL(step(ours, own), NOBODY);
	CHECK_EQUAL(reg(world.root, 0), refuse(STATUS_INVALID_CAPABILITY, 1));
	size = 0;
	e = make(CAP_ENDPOINT, 0, 1);
	ours = mint(e, RIGHT_ALL, 0x55, 0x66);
	joins(ours, CALL_SEND);
	CHECK_EQUAL(step(ours, own), NOBODY);
	CHECK_EQUAL(reg(world.root, 0), STATUS_OK);
	CHECK(sends_still(0));
	cancel(ours);
	told(0);
}

/* The endpoint is on its way out: its capability gives no right any more. */
static void endpoint_is_going(void)
{
	uint32_t own, t = world.root;

	crowd_joins(0);
	own = step(ours, 0);
	OK(ROOT_CNODE, CNODE_REVOKE, e, 32);
	CHECK(INVOKE_ONCE(ROOT_CNODE, CNODE_DELETE, e, 32));
	CHECK_EQUAL(slot_of(e).rights, RIGHT_OWN);
	CHECK(kernel.cancel_next == 0 || sends_still(CROWD - 1));
	CHECK_EQUAL(step(e, own), NOBODY);
	CHECK_EQUAL(reg(t, 0), refuse(STATUS_NO_RIGHT, 1));
	OK(ROOT_CNODE, CNODE_DELETE, e, 32);
	CHECK_EQUAL(kernel.cancel_next, 0);
	CHECK_EQUAL(told_count(), CROWD);
}

/* Another thread cancels too - another badge, the same, or on another endpoint: first it brings to
   its end what runs, then does its own; then the first finds that its own is over. */
static void two_cancel(void)
{
	struct made_thread second;
	uint32_t own, own_second, f, cap, turn, i;

	for (turn = 0; turn < 3; turn++) {
		crowd_joins(turn % 2);
		f = make(CAP_ENDPOINT, 0, 1);
		cap = turn == 0 ? theirs : turn == 1 ? mint(f, RIGHT_ALL, 0x55, 0x66) : ours;
		joins(cap, CALL_SEND);
		second = make_thread();
		own = step(ours, 0);
		CHECK_EQUAL(own, kernel.cancel_number);
		act_as(second.number);
		CHECK_EQUAL(step(cap, 0), 0);
		CHECK_EQUAL(kernel.cancel_number, own);
		CHECK_EQUAL(kernel.cancel_next, crowd[2 * CANCEL_STEPS].number);
		CHECK_EQUAL(step(cap, 0), 0);
		CHECK_EQUAL(kernel.cancel_next, 0);
		for (i = 0; i < CROWD; i++)
			CHECK(sends_still(i) == (sends_under[i] != ours));
		own_second = step(cap, 0);
		CHECK(kernel.cancel_number != own);
		/* In two of the cases there are 20 more to look at. */
		CHECK_EQUAL(own_second, turn == 1 ? NOBODY : kernel.cancel_number);
		/* The first one's is over, and does nothing for the second. */
		act_as(world.root);
		i = told_count();
		CHECK_EQUAL(step(ours, own), NOBODY);
		CHECK_EQUAL(reg(world.root, 0), STATUS_OK);
		CHECK_EQUAL(told_count(), i);
		act_as(second.number);
		if (own_second != NOBODY)
			finish(cap, own_second);
		act_as(world.root);
		for (i = 0; i < CROWD; i++)
			CHECK(sends_still(i) == (sends_under[i] != ours && sends_under[i] != cap));
		told(CROWD);
	}
}

/* Two take turns, each with a crowd of its own to cancel. */
static void two_take_turns(void)
{
	struct made_thread second;
	uint32_t own = 0, own_second = 0, rounds;

	crowd_joins(0);
	second = make_thread();
	for (rounds = 0; rounds < 20 && (own != NOBODY || own_second != NOBODY); rounds++) {
		act_as(world.root);
		if (own != NOBODY)
			own = step(ours, own);
		act_as(second.number);
		if (own_second != NOBODY)
			own_second = step(theirs, own_second);
	}
	CHECK_EQUAL(own, NOBODY);
	CHECK_EQUAL(own_second, NOBODY);
	CHECK_EQUAL(told_count(), CROWD);
	CHECK_EQUAL(kernel.cancel_next, 0);
}

/* Who began does not go on: its capability has gone.  The next one, of anything, ends it. */
static void abandoned(void)
{
	uint32_t own, loan;

	crowd_joins(0);
	loan = lend(ours, RIGHT_READ);
	own = step(loan, 0);
	OK(ROOT_CNODE, CNODE_DELETE, loan, 32);
	CHECK_EQUAL(step(loan, own), NOBODY);
	CHECK_EQUAL(reg(world.root, 0), refuse(STATUS_INVALID_CAPABILITY, 1));
	next_is(CANCEL_STEPS);
	CHECK_EQUAL(finish(make(CAP_ENDPOINT, 0, 1), 0), 3);
	CHECK_EQUAL(kernel.cancel_next, 0);
	told_exactly(ours);
}

/* Argument 3 that nobody gave out, or long ago: over, and nothing happens. */
static void nonsense(void)
{
	uint32_t own, i, turn;
	const uint32_t wrong[] = {1, 2, 0x80000000, 0xffffffff};

	for (turn = 0; turn < 2; turn++) {
		crowd_joins(0);
		kernel.cancel_number = 0x1000;
		own = turn == 0 ? 0 : step(ours, 0);
		for (i = 0; i < 4; i++)
			REFUSED(STATUS_OK, 0, ROOT_CNODE, CNODE_CANCEL_BADGED_SENDS, ours, 32,
			        i < 2 ? kernel.cancel_number + wrong[i] : wrong[i]);
		/* With none running, the last one's number is old as well. */
		if (turn == 0)
			REFUSED(STATUS_OK, 0, ROOT_CNODE, CNODE_CANCEL_BADGED_SENDS, ours, 32, 0x1000);
		finish(ours, own);
		CHECK_EQUAL(kernel.cancel_number, 0x1001);
		told_exactly(ours);
	}
	/* Whoever knows the number may help, with any endpoint. */
	crowd_joins(0);
	own = step(ours, 0);
	CHECK_EQUAL(finish(theirs, own), 2);
	told_exactly(ours);
}

static void number_wraps(void)
{
	crowd_joins(0);
	CHECK_EQUAL(kernel.cancel_number, 0);
	CHECK_EQUAL(step(ours, 0), 1);
	crowd_joins(0);
	kernel.cancel_number = UINT32_MAX;
	CHECK_EQUAL(step(ours, 0), 1);
	CHECK_EQUAL(finish(ours, 1), 2);
	told_exactly(ours);
}

/* Those that are told run first, and wait elsewhere; then the call goes on from its registers. */
static void preempted(void)
{
	struct made_thread server;
	uint32_t n, i, pc;

	crowd_joins(0);
	n = make(CAP_NOTIFICATION, 0, 1);
	server = make_thread();
	OK(server.cap, THREAD_SET_PRIORITY, 40, 40);
	CHECK_EQUAL(INVOKE(ROOT_THREAD, THREAD_SET_PRIORITY, 30, 63), BLOCKED);
	CHECK_EQUAL(kernel.current, server.number);
	pc = reg(server.number, REGISTER_PC);
	CHECK_EQUAL(INVOKE(ROOT_CNODE, CNODE_CANCEL_BADGED_SENDS, ours, 32), BLOCKED);
	for (i = 0; i < 3; i++) {
		while (kernel.current != server.number && kernel.current != world.root)
			CHECK_EQUAL(CALL(CALL_WAIT, n), BLOCKED);
		if (reg(server.number, REGISTER_PC) != pc)
			break;
		CHECK_EQUAL(reg(server.number, 0), ROOT_CNODE);
		CHECK_EQUAL(reg(server.number, 4), kernel.cancel_number);
		THREAD(server.number).registers[REGISTER_PC] = pc + 4;
		syscall_entry();
		invariant_check();
	}
	CHECK_EQUAL(reg(server.number, REGISTER_PC), pc + 4);
	CHECK_EQUAL(reg(server.number, 0), STATUS_OK);
	for (i = 0; i < CROWD; i++)
		CHECK(sends_still(i) == (sends_under[i] == theirs));
}

/* A server takes a badge back: nobody sends under it any more, and nothing that was sent arrives. */
static void badge_taken_back(void)
{
	struct made_thread client;
	uint32_t loan;

	setup();
	client = make_thread();
	loan = lend(ours, RIGHT_CALL);
	joins(loan, CALL_CALL);
	joins(theirs, CALL_CALL);
	OK(ROOT_CNODE, CNODE_REVOKE, ours, 32);
	CHECK(sends_still(0));
	act_as(client.number);
	CALL_REFUSED(STATUS_INVALID_CAPABILITY, 0, CALL_CALL, loan, 0);
	act_as(world.root);
	cancel(ours);
	told_exactly(loan);
}

void test_cancel(void)
{
	only_the_badge();
	badge_words();
	other_endpoint();
	received();
	faults();
	receivers();
	many_receivers();
	refusals();
	steps();
	step_by_step();
	between_entries();
	others_change();
	newcomers();
	sends_again();
	endpoint_goes();
	endpoint_is_going();
	two_cancel();
	two_take_turns();
	abandoned();
	nonsense();
	number_wraps();
	preempted();
	badge_taken_back();
}

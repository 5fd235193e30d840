// SPDX-License-Identifier: Apache-2.0
/* thread.c and decode_thread.c: configure, registers, resume, suspend, status; and the refusals. */
#include "checked_windows.h"
#include "groups.h"
#include "world.h"

static struct made_thread a;
static uint32_t e, frame;

static void setup(void)
{
	world_boot();
	a = make_thread();
	e = make(CAP_ENDPOINT, 0, 1);
	frame = make(CAP_FRAME, 12, 1);
}

static struct slot own_slot(uint32_t k)
{
	return slot_window[a.number * THREAD_GRANULES + k];
}

static void configure(void)
{
	uint32_t badged, late, k;

	setup();
	badged = mint(e, RIGHT_CALL | RIGHT_WRITE, 4, 5);
	late = mint(e, RIGHT_CALL, 6, 7);
	OK(a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, badged, frame, 3584, late);
	CHECK_EQUAL(own_slot(THREAD_SLOT_CSPACE).object, world.slots);
	CHECK_EQUAL(own_slot(THREAD_SLOT_CSPACE).word1, 20);
	CHECK_EQUAL(own_slot(THREAD_SLOT_VSPACE).object, slot_of(ROOT_VSPACE).object);
	CHECK_EQUAL(own_slot(THREAD_SLOT_FAULT).word0, 4);
	CHECK_EQUAL(own_slot(THREAD_SLOT_FAULT).rights, RIGHT_CALL | RIGHT_WRITE);
	CHECK_EQUAL(own_slot(THREAD_SLOT_TIMEOUT).word0, 6);
	CHECK_EQUAL(own_slot(THREAD_SLOT_TIMEOUT).rights, RIGHT_CALL);
	CHECK_EQUAL(THREAD(a.number).buffer, slot_of(frame).object * 8 + 3584 / 4);
	/* Again, with less: what it had goes. */
	OK(a.cap, THREAD_CONFIGURE, 0, 0, 0, 0, 77);
	for (k = 0; k < THREAD_SLOTS; k++)
		CHECK_EQUAL(own_slot(k).type, CAP_NULL);
	CHECK_EQUAL(THREAD(a.number).buffer, 0);
	/* It held loans: they go with what they were made of. */
	OK(a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, badged, frame, 0, late);
	OK(ROOT_CNODE, CNODE_DELETE, badged, 32);
	OK(ROOT_CNODE, CNODE_DELETE, frame, 32);
	CHECK_EQUAL(own_slot(THREAD_SLOT_TIMEOUT).type, CAP_ENDPOINT);
	OK(ROOT_CNODE, CNODE_DELETE, late, 32);
	CHECK_EQUAL(own_slot(THREAD_SLOT_TIMEOUT).type, CAP_NULL);
	CHECK_EQUAL(own_slot(THREAD_SLOT_FAULT).type, CAP_NULL);
	CHECK_EQUAL(own_slot(THREAD_SLOT_BUFFER).type, CAP_NULL);
	CHECK_EQUAL(THREAD(a.number).buffer, 0);
}

/* A thread that configures itself looks its arguments up before it loses its CSpace. */
static void configure_self(void)
{
	setup();
	act_as(a.number);
	OK(a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, e, frame, 512);
	CHECK_EQUAL(THREAD(a.number).buffer, slot_of(frame).object * 8 + 128);
	OK(a.cap, THREAD_CONFIGURE, 0, ROOT_VSPACE, 0, 0, 0);
	CHECK_EQUAL(INVOKE(a.cap, THREAD_STATUS), STATUS_INVALID_CAPABILITY);
}

static void configure_refused(void)
{
	uint32_t read, device, write, deep;

	setup();
	OK(a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, e, frame, 512);
	OK(world.device[0], UNTYPED_RETYPE, CAP_FRAME, 12, SLOT_AT(world.free), 1);
	device = world.free++;
	read = lend(frame, RIGHT_READ);
	write = lend(frame, RIGHT_WRITE);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, a.cap, THREAD_CONFIGURE, e, ROOT_VSPACE, e, frame, 0);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, a.cap, THREAD_CONFIGURE, world.free, 0, 0, 0, 0);
	REFUSED(STATUS_INVALID_CAPABILITY, 2, a.cap, THREAD_CONFIGURE, ROOT_CNODE, e, e, frame, 0);
	REFUSED(STATUS_INVALID_CAPABILITY, 3, a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, frame, frame, 0);
	REFUSED(STATUS_INVALID_CAPABILITY, 4, a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, e, e, 0);
	REFUSED(STATUS_INVALID_ARGUMENT, 4, a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, e, device, 0);
	REFUSED(STATUS_NO_RIGHT, 4, a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, e, read, 0);
	REFUSED(STATUS_NO_RIGHT, 4, a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, e, write, 0);
	REFUSED(STATUS_NOT_ALIGNED, 5, a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, e, frame, 256);
	REFUSED(STATUS_INVALID_CAPABILITY, 6, a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, e, frame, 0, frame);
	REFUSED(STATUS_INVALID_CAPABILITY, 6, a.cap, THREAD_CONFIGURE, 0, 0, 0, 0, 0, world.free);
	for (deep = e; slot_of(deep).depth < DERIVATION_DEPTH_MAX;)
		deep = lend(deep, RIGHT_ALL);
	REFUSED(STATUS_TOO_DEEP, 3, a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, deep, frame, 0);
	REFUSED(STATUS_TOO_DEEP, 6, a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, e, frame, 0, deep);
}

static void registers(void)
{
	uint32_t i;

	setup();
	OK(a.cap, THREAD_WRITE_REGISTERS, 0, 6, 10, 11, 12, 13, 14, 15);
	OK(a.cap, THREAD_WRITE_REGISTERS, 12, 6, 22, 23, 24, 25, 0xffffffff, 27);
	for (i = 0; i < 6; i++)
		CHECK_EQUAL(reg(a.number, i), 10 + i);
	CHECK_EQUAL(reg(a.number, REGISTER_CPSR), machine_user_cpsr(0xffffffff));
	CHECK_EQUAL(reg(a.number, REGISTER_TLS), 27);
	OK(a.cap, THREAD_READ_REGISTERS, 3);
	CHECK_EQUAL(reg(world.root, 2), 13);
	CHECK_EQUAL(reg(world.root, 4), 15);
	CHECK_EQUAL(reg(world.root, 5), 0);
	OK(a.cap, THREAD_READ_REGISTERS, 15);
	CHECK_EQUAL(reg(world.root, 2), 25);
	CHECK_EQUAL(reg(world.root, 4), 27);
	CHECK_EQUAL(reg(world.root, 5), 0);
	OK(ROOT_THREAD, THREAD_READ_REGISTERS, 0);
	CHECK_EQUAL(reg(world.root, 2), ROOT_THREAD);
	CHECK_EQUAL(reg(world.root, 3), THREAD_READ_REGISTERS);
	/* The arguments of a thread that writes its own registers are among them, and read first. */
	OK(ROOT_THREAD, THREAD_WRITE_REGISTERS, 5, 4, 60, 61, 62, 63);
	for (i = 0; i < 4; i++)
		CHECK_EQUAL(reg(world.root, 5 + i), 60 + i);
	REFUSED(STATUS_OUT_OF_RANGE, 1, a.cap, THREAD_READ_REGISTERS, REGISTERS);
	REFUSED(STATUS_OUT_OF_RANGE, 1, a.cap, THREAD_WRITE_REGISTERS, REGISTERS, 1, 0);
	REFUSED(STATUS_OUT_OF_RANGE, 1, a.cap, THREAD_WRITE_REGISTERS, 0xffffffff, 1, 0);
	REFUSED(STATUS_OUT_OF_RANGE, 2, a.cap, THREAD_WRITE_REGISTERS, 0, 0);
	REFUSED(STATUS_OUT_OF_RANGE, 2, a.cap, THREAD_WRITE_REGISTERS, 0, 7);
	REFUSED(STATUS_OUT_OF_RANGE, 2, a.cap, THREAD_WRITE_REGISTERS, 17, 2);
}

/* A thread that has only been made and resumed runs in user mode. */
static void user_mode(void)
{
	uint32_t cap, number;

	setup();
	cap = make(CAP_THREAD, 0, 1);
	number = number_of(cap);
	CHECK_EQUAL(reg(number, REGISTER_CPSR), 0);
	OK(cap, THREAD_RESUME);
	CHECK_EQUAL(reg(number, REGISTER_CPSR), machine_user_cpsr(0));
}

static void rights(void)
{
	uint32_t read, write, operation;

	setup();
	read = lend(a.cap, RIGHT_READ);
	write = lend(a.cap, RIGHT_WRITE);
	for (operation = THREAD_CONFIGURE; operation <= THREAD_BIND_NOTIFICATION; operation++) {
		if (operation == THREAD_READ_REGISTERS || operation == THREAD_STATUS) {
			OK(read, operation, 0);
			REFUSED(STATUS_NO_RIGHT, 0, write, operation, 0);
		} else {
			REFUSED(STATUS_NO_RIGHT, 0, read, operation, 0);
		}
	}
	REFUSED(STATUS_INVALID_CALL, 0, write, THREAD_BIND_NOTIFICATION + 1);
	REFUSED(STATUS_INVALID_CALL, 0, write, 0);
}

static void status_is(uint32_t state)
{
	OK(a.cap, THREAD_STATUS);
	CHECK_EQUAL(reg(world.root, 2), state);
}

/* Suspended and resumed in every state that it can wait in. */
static void states(void)
{
	uint32_t n, r, k;
	static const uint32_t expected[] = {
		THREAD_RUNNABLE, THREAD_SENDING, THREAD_CALLING, THREAD_RECEIVING, THREAD_WAITING,
		THREAD_REPLY_WAIT
	};

	for (k = 0; k < 12; k++) {
		setup();
		n = make(CAP_NOTIFICATION, 0, 1);
		r = make(CAP_REPLY, 0, 1);
		act_as(a.number);
		if (k / 2 == 1)
			CALL(CALL_SEND, e, 0);
		else if (k / 2 == 2 || k / 2 == 5)
			CALL(CALL_CALL, e, 0);
		else if (k / 2 == 3)
			CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r);
		else if (k / 2 == 4)
			CALL(CALL_WAIT, n);
		act_as(world.root);
		if (k / 2 == 5)
			CHECK_EQUAL(CALL(CALL_NBRECV, e, 0, 0, 0, 0, 0, r), STATUS_OK);
		status_is(expected[k / 2]);
		OK(a.cap, k % 2 == 0 ? THREAD_SUSPEND : THREAD_RESUME);
		status_is(k % 2 == 0 ? THREAD_INACTIVE : THREAD_RUNNABLE);
		CHECK_EQUAL(ENDPOINT(number_of(e)).state, ENDPOINT_IDLE);
		if (k > 1)
			CHECK_EQUAL(reg(a.number, 0), STATUS_CANCELLED);
		OK(a.cap, THREAD_RESUME);
		act_as(a.number);
	}
}

void test_thread(void)
{
	configure();
	configure_self();
	configure_refused();
	registers();
	user_mode();
	rights();
	states();
}

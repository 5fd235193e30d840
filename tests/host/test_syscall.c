// SPDX-License-Identifier: Apache-2.0
/* syscall.c: call numbers, answers, and a call that restarts. */
#include "checked_windows.h"
#include "groups.h"
#include "invariant.h"
#include "syscall.h"
#include "world.h"

static void numbers(void)
{
	static const uint32_t wrong[] = {0, CALL_NBSEND_RECV + 1, 255, 256 + CALL_YIELD, 0x80000000, 0xffffffff};
	uint32_t i;

	world_boot();
	for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		CALL_REFUSED(STATUS_INVALID_CALL, 0, wrong[i], 1, 2, 3, 4, 5, 6, 7);
	REFUSED(STATUS_INVALID_CAPABILITY, 0, 0, THREAD_STATUS);
	REFUSED(STATUS_INVALID_CAPABILITY, 0, world.free, THREAD_STATUS);
	REFUSED(STATUS_INVALID_CAPABILITY, 0, 0x1001, THREAD_STATUS);
}

/* Every operation on a capability that has no operations, or not this one. */
static void operations(void)
{
	uint32_t caps[9], i, operation, answer;

	world_boot();
	caps[0] = make(CAP_ENDPOINT, 0, 1);
	caps[1] = make(CAP_NOTIFICATION, 0, 1);
	caps[2] = make(CAP_REPLY, 0, 1);
	caps[3] = make(CAP_VSPACE, 0, 1);
	for (operation = 0; operation < 70; operation++)
		for (i = 0; i < 4; i++)
			REFUSED(STATUS_INVALID_CAPABILITY, 0, caps[i], operation, 1, 1, 1, 1, 1, 1, 1, 1);
	caps[4] = make(CAP_SCHED_CONTEXT, 0, 1);
	caps[5] = make(CAP_PAGE_TABLE, 0, 1);
	caps[6] = world.image;
	caps[7] = world.irq[0];
	caps[8] = ROOT_MACHINE;
	for (operation = 70; operation < 80; operation++) {
		for (i = 4; i < 9; i++) {
			answer = INVOKE(caps[i], operation, 1, 1, 1);
			CHECK_EQUAL(answer, STATUS_INVALID_CALL);
		}
	}
}

/* The pc of a call that restarts is back at the svc, in either instruction set; once it has been
   done, behind it. */
static void restarts(uint32_t thumb)
{
	uint32_t big, t, size = thumb ? 2 : 4, rounds;

	world_boot();
	t = world.root;
	big = make(CAP_UNTYPED, 2 * SECTION_GRANULES, 1);
	if (thumb)
		OK(ROOT_THREAD, THREAD_WRITE_REGISTERS, REGISTER_CPSR, 1, 0x20);
	THREAD(t).registers[0] = big;
	THREAD(t).registers[1] = UNTYPED_RETYPE;
	THREAD(t).registers[2] = CAP_FRAME;
	THREAD(t).registers[3] = 20;
	THREAD(t).registers[4] = 0;
	THREAD(t).registers[5] = world.free;
	THREAD(t).registers[6] = 32;
	THREAD(t).registers[8] = 1;
	THREAD(t).registers[7] = CALL_INVOKE;
	for (rounds = 0; rounds < 100; rounds++) {
		THREAD(t).registers[REGISTER_PC] = 0x00100100 + size;
		CHECK_EQUAL(syscall_entry(), t);
		invariant_check();
		if (reg(t, REGISTER_PC) != 0x00100100)
			break;
		CHECK_EQUAL(reg(t, 0), big);
		CHECK_EQUAL(slot_of(world.free).type, CAP_NULL);
	}
	CHECK(rounds >= SECTION_GRANULES / CLEAR_GRANULES - 1 && rounds < 100);
	CHECK_EQUAL(reg(t, REGISTER_PC), 0x00100100 + size);
	CHECK_EQUAL(reg(t, 0), STATUS_OK);
	CHECK_EQUAL(slot_of(world.free).type, CAP_FRAME);
}

/* While a call restarts, interrupts come in, and others run. */
static void preempted(void)
{
	struct made_thread other;
	uint32_t big, t;

	world_boot();
	t = world.root;
	other = make_thread();
	big = make(CAP_UNTYPED, 2 * SECTION_GRANULES, 1);
	OK(ROOT_SCHED_CONTEXT, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 1000, 0);
	THREAD(t).registers[0] = big;
	THREAD(t).registers[1] = UNTYPED_RETYPE;
	THREAD(t).registers[2] = CAP_FRAME;
	THREAD(t).registers[3] = 20;
	THREAD(t).registers[4] = 0;
	THREAD(t).registers[5] = world.free;
	THREAD(t).registers[6] = 32;
	THREAD(t).registers[8] = 1;
	THREAD(t).registers[7] = CALL_INVOKE;
	THREAD(t).registers[REGISTER_PC] = 0x00100104;
	syscall_entry();
	tick();
	CHECK_EQUAL(kernel.current, other.number);
	/* The other takes the capability away: the call, run again, says so. */
	OK(ROOT_CNODE, CNODE_DELETE, big, 32);
	tick();
	CHECK_EQUAL(kernel.current, t);
	THREAD(t).registers[REGISTER_PC] = 0x00100104;
	syscall_entry();
	invariant_check();
	CHECK_EQUAL(reg(t, 0), STATUS_INVALID_CAPABILITY);
}

void test_syscall(void)
{
	numbers();
	operations();
	restarts(0);
	restarts(1);
	preempted();
}

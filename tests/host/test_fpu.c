// SPDX-License-Identifier: Apache-2.0
/* fpu.c: who finds what in the FPU's registers, and who may use them. */
#include "checked_windows.h"
#include "groups.h"
#include "invariant.h"
#include "syscall.h"
#include "world.h"

static struct made_thread a, b;

static void setup(void)
{
	world_boot();
	a = make_thread();
	b = make_thread();
}

/* Thread t runs and uses the FPU. */
static void use(uint32_t t)
{
	act_as(t);
	if (!fake.fpu_on) {
		CHECK_EQUAL(fpu_entry(), t);
		invariant_check();
	}
	CHECK_EQUAL(fake.fpu_on, 1);
	CHECK_EQUAL(kernel.fpu, t);
}

static void fill(uint32_t value)
{
	uint32_t i;

	for (i = 0; i < FPU_WORDS; i++)
		fake.fpu[i] = value + i;
}

static void filled(uint32_t value)
{
	uint32_t i;

	for (i = 0; i < FPU_WORDS; i++)
		CHECK_EQUAL(fake.fpu[i], value + i);
}

static void empty(void)
{
	uint32_t i;

	for (i = 0; i < FPU_WORDS; i++)
		CHECK_EQUAL(fake.fpu[i], 0);
}

/* Every user begins with zeros, and finds what it left. */
static void turns(void)
{
	setup();
	CHECK_EQUAL(kernel.fpu, 0);
	CHECK_EQUAL(fake.fpu_on, 0);
	use(a.number);
	empty();
	fill(0x1000);
	use(b.number);
	empty();
	fill(0x2000);
	use(a.number);
	filled(0x1000);
	fill(0x3000);
	use(b.number);
	filled(0x2000);
	use(a.number);
	filled(0x3000);
}

/* Who does not use it leaves the registers where they are, and cannot see them. */
static void others(void)
{
	setup();
	use(a.number);
	fill(0x1000);
	act_as(b.number);
	CHECK_EQUAL(fake.fpu_on, 0);
	act_as(world.root);
	CHECK_EQUAL(fake.fpu_on, 0);
	CHECK_EQUAL(kernel.fpu, a.number);
	act_as(a.number);
	CHECK_EQUAL(fake.fpu_on, 1);
	filled(0x1000);
}

/* All wait; then the FPU is its user's again, or off for who has not used it. */
static void idle(uint32_t wakes_user)
{
	uint32_t n, badged;

	setup();
	n = make(CAP_NOTIFICATION, 0, 2);
	badged = mint(n + wakes_user, RIGHT_WRITE, 1, 0);
	OK(world.irq[0], IRQ_BIND, badged);
	CHECK_EQUAL(INVOKE(ROOT_THREAD, THREAD_SUSPEND), BLOCKED);
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_WAIT, n), BLOCKED);
	use(a.number);
	fill(0x1000);
	CHECK_EQUAL(CALL(CALL_WAIT, n + 1), BLOCKED);
	CHECK_EQUAL(kernel.current, kernel.idle);
	interrupt(board_irqs[0].line);
	CHECK_EQUAL(kernel.current, wakes_user ? a.number : b.number);
	CHECK_EQUAL(fake.fpu_on, wakes_user);
	use(b.number == kernel.current ? b.number : a.number);
	if (wakes_user)
		filled(0x1000);
	else
		empty();
}

/* What a thread left in the FPU is not saved once the thread has gone. */
static void ends(uint32_t itself)
{
	uint32_t t, i;

	setup();
	t = a.number;
	use(t);
	fill(0x1000);
	if (!itself)
		act_as(world.root);
	CHECK_EQUAL(INVOKE(ROOT_CNODE, CNODE_DELETE, a.cap, 32), itself ? BLOCKED : STATUS_OK);
	CHECK_EQUAL(kernel.fpu, 0);
	CHECK_EQUAL(fake.fpu_on, 0);
	use(b.number);
	empty();
	for (i = 0; i < THREAD_GRANULES * GRANULE_WORDS; i++)
		CHECK(fake_word(t * THREAD_GRANULES * GRANULE_WORDS + i) - 0x1000 >= FPU_WORDS);
}

/* The end of a thread that has used it, but not last, takes it from nobody. */
static void ends_before(void)
{
	setup();
	use(a.number);
	fill(0x1000);
	use(b.number);
	fill(0x2000);
	OK(ROOT_CNODE, CNODE_DELETE, a.cap, 32);
	CHECK_EQUAL(kernel.fpu, b.number);
	CHECK_EQUAL(fake.fpu_on, 1);
	filled(0x2000);
}

/* A new thread in the same memory finds zeros. */
static void memory_again(void)
{
	uint32_t untyped, thread, context, round, t = 0;

	setup();
	untyped = make(CAP_UNTYPED, 2 * THREAD_GRANULES, 1);
	thread = world.free++;
	context = make(CAP_SCHED_CONTEXT, 0, 1);
	for (round = 0; round < 3; round++) {
		OK(untyped, UNTYPED_RETYPE, CAP_THREAD, 0, SLOT_AT(thread), 1);
		CHECK(round == 0 || t == number_of(thread));
		t = number_of(thread);
		OK(thread, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, 0, 0, 0);
		OK(thread, THREAD_SET_PRIORITY, 63, 63);
		OK(context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 1000, 0);
		OK(context, SCHED_CONTEXT_BIND, thread);
		OK(thread, THREAD_RESUME);
		use(t);
		empty();
		fill(0x1000);
		if (round == 0)
			use(b.number);
		act_as(world.root);
		OK(ROOT_CNODE, CNODE_DELETE, thread, 32);
	}
}

/* A fault changes nothing about it, nor do the registers that others write. */
static void faults(void)
{
	setup();
	use(a.number);
	fill(0x1000);
	undefined_entry();
	invariant_check();
	CHECK_EQUAL(THREAD(a.number).state, THREAD_INACTIVE);
	use(b.number);
	empty();
	OK(a.cap, THREAD_WRITE_REGISTERS, 0, 6, 1, 2, 3, 4, 5, 6);
	OK(a.cap, THREAD_RESUME);
	use(a.number);
	filled(0x1000);
}

void test_fpu(void)
{
	turns();
	others();
	idle(0);
	idle(1);
	ends(0);
	ends(1);
	ends_before();
	memory_again();
	faults();
}

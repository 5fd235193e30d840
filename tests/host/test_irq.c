// SPDX-License-Identifier: Apache-2.0
/* irq.c: bound, fired, acknowledged, unbound; and the machine's own capability. */
#include "checked_windows.h"
#include "groups.h"
#include "world.h"

static uint32_t n, badged, line;

static void setup(void)
{
	world_boot();
	n = make(CAP_NOTIFICATION, 0, 2);
	badged = mint(n, RIGHT_ALL, 0x10, 0x20);
	line = world.irq[0];
}

static void fires(void)
{
	setup();
	CHECK_EQUAL(fake.unmasked[33], 0);
	OK(line, IRQ_BIND, badged);
	CHECK_EQUAL(fake.unmasked[33], 1);
	interrupt(33);
	CHECK_EQUAL(fake.unmasked[33], 0);
	CHECK_EQUAL(fake.taken, IRQ_LINES);
	CHECK_EQUAL(CALL(CALL_POLL, n), STATUS_OK);
	CHECK_EQUAL(reg(world.root, 6), 0x10);
	CHECK_EQUAL(reg(world.root, 7), 0x20);
	OK(line, IRQ_ACKNOWLEDGE);
	CHECK_EQUAL(fake.unmasked[33], 1);
	OK(line, IRQ_ACKNOWLEDGE);
	interrupt(33);
	OK(line, IRQ_UNBIND);
	CHECK_EQUAL(fake.unmasked[33], 0);
	OK(line, IRQ_UNBIND);
	REFUSED(STATUS_NOT_MAPPED, 0, line, IRQ_ACKNOWLEDGE);
}

/* The driver waits, at a higher priority than who runs: it runs next. */
static void driver_runs(void)
{
	struct made_thread driver;

	setup();
	driver = make_thread();
	OK(line, IRQ_BIND, badged);
	act_as(driver.number);
	CHECK_EQUAL(CALL(CALL_WAIT, n), BLOCKED);
	OK(ROOT_THREAD, THREAD_SET_PRIORITY, 10, PRIORITIES - 1);
	interrupt(33);
	CHECK_EQUAL(kernel.current, driver.number);
	CHECK_EQUAL(reg(driver.number, 6), 0x10);
}

/* Lines of one notification leave its list first, last and in the middle. */
static void lists(void)
{
	uint32_t k, i;

	for (k = 0; k < 4; k++) {
		setup();
		for (i = 0; i < 4; i++)
			OK(world.irq[i], IRQ_BIND, badged);
		OK(world.irq[4], IRQ_BIND, n + 1);
		OK(world.irq[k], IRQ_UNBIND);
		OK(world.irq[(k + 1) % 4], IRQ_UNBIND);
		OK(world.irq[k], IRQ_BIND, n + 1);
		OK(ROOT_CNODE, CNODE_DELETE, n, 32);
		CHECK_EQUAL(kernel.irq[board_irqs[(k + 2) % 4].line].notification, 0);
		CHECK_EQUAL(kernel.irq[board_irqs[k].line].notification, number_of(n + 1));
	}
}

/* A line that nobody is bound to is masked when it fires all the same; so is a late one. */
static void spurious(void)
{
	setup();
	interrupt(200);
	interrupt(33);
	interrupt(IRQ_LINES);
	CHECK_EQUAL(kernel.irq[33].waiting, 0);
	OK(line, IRQ_BIND, badged);
	interrupt(33);
	interrupt(33);
	CHECK_EQUAL(kernel.irq[33].waiting, 1);
	OK(line, IRQ_ACKNOWLEDGE);
}

static void refused(void)
{
	uint32_t read;

	setup();
	read = lend(line, RIGHT_READ);
	REFUSED(STATUS_NO_RIGHT, 0, read, IRQ_BIND, n);
	REFUSED(STATUS_NO_RIGHT, 0, read, IRQ_ACKNOWLEDGE);
	REFUSED(STATUS_NO_RIGHT, 0, read, IRQ_UNBIND);
	REFUSED(STATUS_INVALID_CALL, 0, line, IRQ_UNBIND + 1);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, line, IRQ_BIND, 0);
	REFUSED(STATUS_INVALID_CAPABILITY, 1, line, IRQ_BIND, line);
	REFUSED(STATUS_NO_RIGHT, 1, line, IRQ_BIND, lend(n, RIGHT_READ));
	OK(line, IRQ_BIND, n);
	REFUSED(STATUS_OCCUPIED, 0, line, IRQ_BIND, n);
	REFUSED(STATUS_OCCUPIED, 0, line, IRQ_BIND, n + 1);
	REFUSED(STATUS_INVALID_CALL, 0, line, UNTYPED_RETYPE);
}

static uint32_t exit_status;

static void exit_with(void)
{
	INVOKE(ROOT_MACHINE, MACHINE_EXIT, exit_status);
}

static void exits(uint32_t status)
{
	exit_status = status;
	CHECK(fake_run(exit_with));
	CHECK_EQUAL(fake.exit_code, status);
}

static void machine(void)
{
	setup();
	OK(ROOT_MACHINE, MACHINE_PUT, 'h');
	OK(ROOT_MACHINE, MACHINE_PUT, 256 + 'i');
	CHECK_EQUAL(fake.console[fake.console_length - 2], 'h');
	CHECK_EQUAL(fake.console[fake.console_length - 1], 'i');
	OK(ROOT_MACHINE, MACHINE_COUNTERS, 1);
	CHECK_EQUAL(fake.counters, 1);
	REFUSED(STATUS_INVALID_CALL, 0, ROOT_MACHINE, MACHINE_COUNTERS + 1, 1);
	REFUSED(STATUS_INVALID_CALL, 0, ROOT_MACHINE, 0, 1);
	REFUSED(STATUS_NO_RIGHT, 0, lend(ROOT_MACHINE, RIGHT_ALL - RIGHT_WRITE), MACHINE_PUT, 1);
	REFUSED(STATUS_NO_RIGHT, 0, lend(ROOT_MACHINE, RIGHT_ALL - RIGHT_READ), MACHINE_COUNTERS, 1);
	REFUSED(STATUS_NO_RIGHT, 0, lend(ROOT_MACHINE, RIGHT_ALL - RIGHT_EXECUTE), MACHINE_EXIT, 1);
	REFUSED(STATUS_OUT_OF_RANGE, 1, ROOT_MACHINE, MACHINE_EXIT, 256);
	exits(0);
	exits(255);
}

void test_irq(void)
{
	fires();
	driver_runs();
	lists();
	spurious();
	refused();
	machine();
}

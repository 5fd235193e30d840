// SPDX-License-Identifier: Apache-2.0
/* destroy.c: delete and revoke - what goes along, who is told, in how many steps. */
#include "checked_windows.h"
#include "cspace.h"
#include "destroy.h"
#include "groups.h"
#include "invariant.h"
#include "inventory.h"
#include "untyped.h"
#include "world.h"

static void drop(uint32_t cap)
{
	OK(ROOT_CNODE, CNODE_DELETE, cap, 32);
	CHECK_EQUAL(slot_of(cap).type, CAP_NULL);
}

/* Deleting takes what was derived along, revoking leaves the capability itself. */
static void derived(void)
{
	uint32_t e, a, b, c;

	world_boot();
	e = make(CAP_ENDPOINT, 0, 1);
	a = lend(e, RIGHT_ALL);
	b = lend(a, RIGHT_ALL);
	c = lend(e, RIGHT_ALL);
	OK(ROOT_CNODE, CNODE_REVOKE, a, 32);
	CHECK_EQUAL(slot_of(a).type, CAP_ENDPOINT);
	CHECK_EQUAL(slot_of(b).type, CAP_NULL);
	CHECK_EQUAL(slot_of(c).type, CAP_ENDPOINT);
	drop(a);
	CHECK_EQUAL(slot_of(c).type, CAP_ENDPOINT);
	drop(e);
	CHECK_EQUAL(slot_of(c).type, CAP_NULL);
	/* An empty slot: nothing to delete, nothing to revoke. */
	drop(e);
	OK(ROOT_CNODE, CNODE_REVOKE, e, 32);
}

/* A loan may go without what it names. */
static void loans(void)
{
	struct made_thread thread;

	world_boot();
	thread = make_thread();
	drop(lend(thread.cap, RIGHT_ALL));
	drop(lend(thread.context, RIGHT_ALL));
	CHECK_EQUAL(THREAD(thread.number).state, THREAD_RUNNABLE);
	CHECK_EQUAL(THREAD(thread.number).context, number_of(thread.context));
	act_as(thread.number);
	act_as(world.root);
}

static void threads(void)
{
	struct made_thread a, b;
	uint32_t e, n;

	world_boot();
	a = make_thread();
	b = make_thread();
	e = make(CAP_ENDPOINT, 0, 1);
	n = make(CAP_NOTIFICATION, 0, 1);
	OK(a.cap, THREAD_BIND_NOTIFICATION, n);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_CALL, e, 0), BLOCKED);
	act_as(b.number);
	act_as(world.root);
	drop(a.cap);
	CHECK_EQUAL(SCHED_CONTEXT(number_of(a.context)).thread, 0);
	CHECK_EQUAL(NOTIFICATION(number_of(n)).thread, 0);
	CHECK_EQUAL(ENDPOINT(number_of(e)).state, ENDPOINT_IDLE);
	drop(b.context);
	CHECK_EQUAL(THREAD(b.number).context, 0);
	CHECK_EQUAL(WAITER(b.number).list, 0);
	/* A thread that deletes itself does not come back. */
	b = make_thread();
	act_as(b.number);
	CHECK_EQUAL(INVOKE(ROOT_CNODE, CNODE_DELETE, b.cap, 32), BLOCKED);
	CHECK_EQUAL(kernel.current, world.root);
	CHECK_EQUAL(slot_of(b.cap).type, CAP_NULL);
}

/* More waiters than one entry cancels: all are told, whatever they wait for. */
static void waiters(void)
{
	struct made_thread thread[40];
	uint32_t e, n, i, cap;

	world_boot();
	e = make(CAP_ENDPOINT, 0, 1);
	n = make(CAP_NOTIFICATION, 0, 1);
	for (i = 0; i < 40; i++) {
		thread[i] = make_thread();
		act_as(thread[i].number);
		cap = i % 2 == 0 ? e : n;
		CHECK_EQUAL(CALL(cap == n ? CALL_WAIT : i % 4 == 0 ? CALL_CALL : CALL_SEND, cap, 0), BLOCKED);
		act_as(world.root);
	}
	drop(n);
	drop(e);
	for (i = 0; i < 40; i++) {
		CHECK_EQUAL(THREAD(thread[i].number).state, THREAD_RUNNABLE);
		CHECK_EQUAL(reg(thread[i].number, 0), STATUS_CANCELLED);
	}
}

static void replies(void)
{
	struct made_thread server, caller;
	uint32_t e, r;

	world_boot();
	server = make_thread();
	caller = make_thread();
	e = make(CAP_ENDPOINT, 0, 1);
	r = make(CAP_REPLY, 0, 2);
	act_as(server.number);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r), BLOCKED);
	act_as(caller.number);
	CHECK_EQUAL(CALL(CALL_CALL, e, 0), BLOCKED);
	act_as(server.number);
	CHECK_EQUAL(CALL(CALL_RECV, e, 0, 0, 0, 0, 0, r + 1), BLOCKED);
	act_as(world.root);
	CHECK_EQUAL(THREAD(caller.number).state, THREAD_REPLY_WAIT);
	drop(r);
	CHECK_EQUAL(THREAD(caller.number).state, THREAD_RUNNABLE);
	CHECK_EQUAL(reg(caller.number, 0), STATUS_CANCELLED);
	drop(r + 1);
	CHECK_EQUAL(THREAD(server.number).reply, 0);
	CHECK_EQUAL(THREAD(server.number).state, THREAD_RECEIVING);
}

static void notifications(void)
{
	uint32_t n;

	world_boot();
	n = make(CAP_NOTIFICATION, 0, 1);
	OK(world.irq[0], IRQ_BIND, n);
	OK(world.irq[2], IRQ_BIND, n);
	OK(world.irq[3], IRQ_BIND, n);
	OK(ROOT_THREAD, THREAD_BIND_NOTIFICATION, n);
	drop(world.irq[2]);
	CHECK_EQUAL(kernel.irq[48].notification, 0);
	CHECK_EQUAL(fake.unmasked[48], 0);
	drop(n);
	CHECK_EQUAL(kernel.irq[33].notification, 0);
	CHECK_EQUAL(kernel.irq[49].notification, 0);
	CHECK_EQUAL(fake.unmasked[33], 0);
	CHECK_EQUAL(THREAD(world.root).notification, 0);
}

static void spaces(void)
{
	uint32_t table, frame, v, section;

	world_boot();
	v = make(CAP_VSPACE, 0, 1);
	table = make(CAP_PAGE_TABLE, 0, 3);
	frame = make(CAP_FRAME, 12, 2);
	section = make(CAP_FRAME, 20, 1);
	OK(table, PAGE_TABLE_MAP, v, 0x00100000);
	OK(table + 1, PAGE_TABLE_MAP, v, 0x7ff00000);
	OK(table + 2, PAGE_TABLE_MAP, v, 0x40000000);
	OK(frame, FRAME_MAP, v, 0x00101000, RIGHT_READ, MEMORY_CACHED);
	OK(frame + 1, FRAME_MAP, v, 0x7ffff000, RIGHT_READ, MEMORY_CACHED);
	OK(section, FRAME_MAP, v, 0x10000000, RIGHT_READ, MEMORY_CACHED);
	drop(frame + 1);
	drop(table);
	CHECK_EQUAL(slot_of(frame).word1, 0);
	drop(v);
	CHECK_EQUAL(slot_of(section).word1, 0);
	CHECK_EQUAL(slot_of(table + 1).word1, 0);
	/* The space that the running thread runs in. */
	drop(ROOT_VSPACE);
	CHECK_EQUAL(fake.vspace, 0);
	CHECK_EQUAL(slot_of(ROOT_IPC_BUFFER).word1, 0);
	CHECK(THREAD(world.root).buffer != 0);
	drop(ROOT_IPC_BUFFER);
	CHECK_EQUAL(THREAD(world.root).buffer, 0);
}

/* A space that is half taken down is given to a thread, which ends it while it runs in it. */
static void space_in_use(void)
{
	struct made_thread thread;
	uint32_t v, table, i;

	world_boot();
	thread = make_thread();
	v = make(CAP_VSPACE, 0, 1);
	table = make(CAP_PAGE_TABLE, 0, 4);
	for (i = 0; i < 4; i++)
		OK(table + i, PAGE_TABLE_MAP, v, i * SECTION_BYTES);
	INVOKE_ONCE(ROOT_CNODE, CNODE_DELETE, v, 32);
	CHECK_EQUAL(slot_of(v).rights, RIGHT_OWN);
	REFUSED(STATUS_NO_RIGHT, 1, table, PAGE_TABLE_MAP, v, 0);
	OK(thread.cap, THREAD_CONFIGURE, ROOT_CNODE, v, 0, 0, 0);
	act_as(thread.number);
	CHECK_EQUAL(fake.vspace, number_of(v));
	for (i = 0; i < VSPACE_ENTRIES / 64 && slot_of(v).type != CAP_NULL; i++)
		INVOKE_ONCE(ROOT_CNODE, CNODE_DELETE, v, 32);
	CHECK_EQUAL(slot_of(v).type, CAP_NULL);
	CHECK_EQUAL(fake.vspace, 0);
}

/* The last thread that can run takes the memory of itself and of its space away. */
static void space_of_nobody(void)
{
	struct made_thread thread;
	uint32_t u, v, table, i;

	world_boot();
	thread = make_thread();
	u = make(CAP_UNTYPED, 4096, 1);
	v = world.free;
	OK(u, UNTYPED_RETYPE, CAP_VSPACE, 0, SLOT_AT(v), 1);
	OK(u, UNTYPED_RETYPE, CAP_THREAD, 0, SLOT_AT(v + 1), 1);
	world.free += 2;
	table = make(CAP_PAGE_TABLE, 0, 4);
	for (i = 0; i < 4; i++)
		OK(table + i, PAGE_TABLE_MAP, v, i * SECTION_BYTES);
	INVOKE_ONCE(ROOT_CNODE, CNODE_DELETE, v, 32);
	/* Two steps from its end. */
	SLOT(world.slots + v).word0 = VSPACE_ENTRIES - 2 * 64;
	OK(ROOT_CNODE, CNODE_DELETE, thread.cap, 32);
	OK(v + 1, THREAD_CONFIGURE, ROOT_CNODE, v, 0, 0, 0);
	OK(v + 1, THREAD_SET_PRIORITY, PRIORITIES - 1, 0);
	OK(thread.context, SCHED_CONTEXT_BIND, v + 1);
	OK(v + 1, THREAD_RESUME);
	act_as(number_of(v + 1));
	CHECK_EQUAL(fake.vspace, number_of(v));
	OK(ROOT_THREAD, THREAD_SUSPEND);
	INVOKE_ONCE(ROOT_CNODE, CNODE_REVOKE, u, 32);
	CHECK_EQUAL(slot_of(v).type, CAP_NULL);
	CHECK_EQUAL(kernel.current, kernel.idle);
	CHECK_EQUAL(kernel.vspace, 0);
	CHECK_EQUAL(fake.vspace, 0);
}

/* Memory is not taken back while a CNode that lay in it is still being emptied. */
static void dying_waits(void)
{
	uint32_t u, c, i;

	world_boot();
	u = make(CAP_UNTYPED, 1024, 1);
	c = world.free++;
	OK(u, UNTYPED_RETYPE, CAP_CNODE, 9, SLOT_AT(c), 1);
	for (i = 0; i < 60; i++)
		OK(c, CNODE_COPY, 1 + i, 9, SLOT_AT(ROOT_MACHINE), RIGHT_ALL);
	INVOKE_ONCE(ROOT_CNODE, CNODE_DELETE, c, 32);
	CHECK_EQUAL(slot_of(c).type, CAP_NULL);
	CHECK(kernel.dying != 0);
	CHECK_EQUAL(untyped_retype(world.slots + u, CAP_REPLY, 1, 1, world.slots + c), STATUS_RESTART);
	CHECK_EQUAL(slot_of(u).word0, 512);
	OK(u, UNTYPED_RETYPE, CAP_REPLY, 0, SLOT_AT(c), 1);
	CHECK_EQUAL(kernel.dying, 0);
}

/* What a CNode holds goes with it; CNodes may hold each other, and themselves. */
static void cnodes(void)
{
	uint32_t a, b, e, lent, i;

	world_boot();
	a = make(CAP_CNODE, 8, 1);
	b = make(CAP_CNODE, 2, 1);
	e = make(CAP_ENDPOINT, 0, 100);
	lent = lend(e + 7, RIGHT_ALL);
	for (i = 0; i < 100; i++)
		OK(a, CNODE_MOVE, 1 + i, 8, SLOT_AT(e + i));
	OK(b, CNODE_COPY, 1, 2, SLOT_AT(a), RIGHT_ALL);
	OK(a, CNODE_MOVE, 200, 8, SLOT_AT(b));
	OK(a, CNODE_COPY, 201, 8, SLOT_AT(a), RIGHT_ALL);
	drop(a);
	CHECK_EQUAL(slot_of(lent).type, CAP_NULL);
	CHECK_EQUAL(kernel.dying, 0);
	/* The owner of a CNode inside of it, reached through a loan. */
	a = make(CAP_CNODE, 3, 1);
	lent = lend(a, RIGHT_ALL);
	OK(lent, CNODE_MOVE, 1, 3, SLOT_AT(a));
	OK(lent, CNODE_DELETE, 1, 3);
	CHECK_EQUAL(slot_of(lent).type, CAP_NULL);
	/* One that holds its own owner, and no way in: it is still taken by revoking the memory. */
	b = make(CAP_UNTYPED, 64, 1);
	OK(b, UNTYPED_RETYPE, CAP_CNODE, 3, SLOT_AT(world.free), 1);
	lent = world.free + 1;
	OK(ROOT_CNODE, CNODE_COPY, lent, 32, SLOT_AT(world.free), RIGHT_ALL);
	OK(lent, CNODE_MOVE, 1, 3, SLOT_AT(world.free));
	drop(lent);
	OK(ROOT_CNODE, CNODE_REVOKE, b, 32);
	OK(b, UNTYPED_RETYPE, CAP_CNODE, 5, SLOT_AT(lent), 1);
}

/* A long revocation answers in steps, and each step is bounded. */
static void bounded(void)
{
	uint32_t e, i, entries;

	world_boot();
	e = make(CAP_ENDPOINT, 0, 1);
	for (i = 0; i < 200; i++)
		lend(e, RIGHT_ALL);
	entries = world.entries;
	OK(ROOT_CNODE, CNODE_REVOKE, e, 32);
	CHECK(world.entries - entries >= 200 / DESTROY_STEPS);
	CHECK(world.entries - entries <= 200 / DESTROY_STEPS + 2);
	CHECK_EQUAL(slot_of(e).first, 0);
}

/* Everything, at once: the root task gives up its memory, itself, and the machine idles. */
static void all(void)
{
	world_boot();
	CHECK_EQUAL(INVOKE(ROOT_CNODE, CNODE_REVOKE, world.memory, 32), BLOCKED);
	CHECK_EQUAL(kernel.current, kernel.idle);
	tick();
	CHECK_EQUAL(kernel.current, kernel.idle);
	interrupt(IRQ_LINES);
	CHECK_EQUAL(destroy_dying(), STATUS_OK);
}

void test_destroy(void)
{
	derived();
	loans();
	threads();
	waiters();
	replies();
	notifications();
	spaces();
	space_in_use();
	space_of_nobody();
	dying_waits();
	cnodes();
	bounded();
	all();
}

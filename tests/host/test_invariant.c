// SPDX-License-Identifier: Apache-2.0
/*
 * The test of the tests: each part of the invariant fails when what it is about
 * is not so.  A world with something of everything is built; each case changes
 * a word or two in it and says which part must notice.
 */
#include "cdt.h"
#include "checked_windows.h"
#include "groups.h"
#include "invariant.h"
#include "inventory.h"
#include "queue.h"
#include "world.h"

#include <stdio.h>
#include <string.h>

/* What the rich world has. */
static struct {
	struct made_thread server, waiter, receiver, caller, sender, runner;
	struct made_thread saver, drained, drained_later; /* with a period: some left, nothing left */
	uint32_t endpoint, other, notification, bound, reply, offered;
	uint32_t endpoint_cap, loan, table, frame, large, child_memory;
	uint32_t dying;
} rich;

static void rich_threads(void)
{
	rich.server = make_thread();
	rich.waiter = make_thread();
	rich.receiver = make_thread();
	rich.caller = make_thread();
	rich.sender = make_thread();
	rich.runner = make_thread();
}

static void rich_objects(void)
{
	uint32_t notification = make(CAP_NOTIFICATION, 0, 2), reply = make(CAP_REPLY, 0, 2), buffer;

	rich.endpoint_cap = make(CAP_ENDPOINT, 0, 2);
	rich.loan = mint(rich.endpoint_cap, RIGHT_ALL, 5, 0);
	rich.endpoint = number_of(rich.endpoint_cap);
	rich.other = number_of(rich.endpoint_cap + 1);
	rich.notification = number_of(notification);
	rich.bound = number_of(notification + 1);
	rich.reply = number_of(reply);
	rich.offered = number_of(reply + 1);
	rich.child_memory = make(CAP_UNTYPED, 256, 2);
	buffer = make(CAP_FRAME, 12, 1);
	OK(rich.server.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, rich.endpoint_cap, buffer, 512);
	OK(rich.receiver.cap, THREAD_BIND_NOTIFICATION, notification + 1);
	OK(world.irq[0], IRQ_BIND, notification);
	OK(world.irq[1], IRQ_BIND, notification);
	act_as(rich.server.number);
	CHECK_EQUAL(CALL(CALL_RECV, rich.endpoint_cap, 0, 0, 0, 0, 0, reply), BLOCKED);
	act_as(rich.caller.number);
	CHECK_EQUAL(CALL(CALL_CALL, rich.endpoint_cap, 0), BLOCKED);
	act_as(rich.receiver.number);
	CHECK_EQUAL(CALL(CALL_RECV, rich.endpoint_cap + 1, 0, 0, 0, 0, 0, reply + 1), BLOCKED);
	act_as(rich.waiter.number);
	CHECK_EQUAL(CALL(CALL_WAIT, notification), BLOCKED);
	act_as(rich.sender.number);
	CHECK_EQUAL(CALL(CALL_SEND, rich.endpoint_cap, 0), BLOCKED);
	act_as(world.root);
}

static void rich_space(void)
{
	rich.table = make(CAP_PAGE_TABLE, 0, 1);
	rich.frame = make(CAP_FRAME, 12, 1);
	rich.large = make(CAP_FRAME, 16, 1);
	OK(rich.table, PAGE_TABLE_MAP, ROOT_VSPACE, 0x00400000);
	OK(rich.frame, FRAME_MAP, ROOT_VSPACE, 0x00401000, RIGHT_READ, MEMORY_CACHED);
	OK(rich.large, FRAME_MAP, ROOT_VSPACE, 0x00410000, RIGHT_READ, MEMORY_CACHED);
}

/* A thread with 1000 counts in 10000, of which it has used so many, in two stretches. */
static struct made_thread rich_server(uint32_t used)
{
	struct made_thread thread = make_thread();
	uint32_t i;

	OK(thread.context, SCHED_CONTEXT_CONFIGURE, ROOT_MACHINE, 1000, 10000);
	for (i = 0; i < 2; i++) {
		act_as(thread.number);
		time_pass(used / 2);
		act_as(world.root);
	}
	return thread;
}

static void rich_time(void)
{
	rich.saver = rich_server(400);
	rich.drained = rich_server(1000);
	rich.drained_later = rich_server(1000);
	CHECK_EQUAL(releases.waiting, 2);
	CHECK_EQUAL(releases.kept, 3);
	time_pass(10);
}

static void rich_build(void)
{
	world_boot();
	rich_threads();
	rich_objects();
	rich_space();
	rich_time();
	rich.dying = slot_of(make(CAP_CNODE, 2, 1)).object;
}

/* Corruptions. */

static volatile struct slot *at(uint32_t cap)
{
	return &slot_window[world.slots + cap];
}

static volatile struct thread *thread(struct made_thread maker)
{
	return &thread_window[maker.number];
}

static volatile struct waiter *waiter(struct made_thread maker)
{
	return &waiter_window[maker.number];
}

static volatile struct sched_context *context(struct made_thread maker)
{
	return &sched_context_window[number_of(maker.context)];
}

static volatile struct sched_context *charged(void)
{
	return &sched_context_window[account.charged];
}

static volatile uint32_t *frame_link(void)
{
	return &link_window[slot_of(rich.table).object * GRANULE_WORDS + PAGE_TABLE_ENTRIES + 1];
}

static volatile uint32_t *frame_entry(void)
{
	return &ram_window[slot_of(rich.table).object * GRANULE_WORDS + 1];
}

#define CASE(name, part, body) \
	__attribute__((no_sanitize("address"))) static void name(void) { body; }
#include "corruptions.def"
#undef CASE

static const struct {
	const char *name;
	const char *part;
	void (*corrupt)(void);
} cases[] = {
#define CASE(name, part, body) {#name, part, name},
#include "corruptions.def"
#undef CASE
};

/* The part is one that exists, and is the one that fails. */
static void case_try(uint32_t i, const struct snapshot *sound)
{
	cases[i].corrupt();
	if (invariant_holds(1) || strcmp(broken.part, cases[i].part) != 0) {
		fprintf(stderr, "%s: expected part %s, got %s\n", cases[i].name, cases[i].part,
		        broken.part != 0 ? broken.part : "no part");
		check_fail(__FILE__, __LINE__, "a corruption breaks its part of the invariant");
	}
	snapshot_restore(sound);
	broken.part = 0;
}

static void part_tried(const char *part)
{
	uint32_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (strcmp(cases[i].part, part) == 0)
			return;
	fprintf(stderr, "part %s\n", part);
	check_fail(__FILE__, __LINE__, "each part of the invariant has a corruption that breaks it");
}

static void parts_tried(const struct invariant_part *part)
{
	for (; part->name != 0; part++)
		part_tried(part->name);
}

void test_invariant(void)
{
	static struct snapshot *sound;
	uint32_t i;

	sound = snapshot_new();
	rich_build();
	snapshot_take(sound);
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		case_try(i, sound);
	CHECK(invariant_holds(1));
	parts_tried(invariant_parts_tree);
	parts_tried(invariant_parts_wait);
	parts_tried(invariant_parts_time);
	parts_tried(invariant_parts_space);
}

// SPDX-License-Identifier: Apache-2.0
/* transfer.c: capabilities in messages - which pass, as what, into which slots, and which do not. */
#include "checked_windows.h"
#include "endpoint.h"
#include "groups.h"
#include "world.h"

#define CAPS(n) ((n) * INFO_LENGTHS)
#define BOX_SLOTS 16u
#define INTO 5u        /* the box's slot where capabilities are received */

/* a sends, in the root task's CSpace; b receives, in a CSpace of its own: the box. */
static struct made_thread a, b;
static uint32_t e, box, cspace, buffers;

/* Slots of the box that b's calls name. */
#define BOX_ENDPOINT 1u
#define BOX_REPLY 2u

static void configure(struct made_thread thread, uint32_t root, uint32_t buffer)
{
	OK(thread.cap, THREAD_CONFIGURE, root, ROOT_VSPACE, 0, buffer, 0);
}

static void wants(struct made_thread thread, uint32_t root, uint32_t index, uint32_t depth)
{
	uint32_t w = THREAD(thread.number).buffer + IPC_BUFFER_RECEIVE;

	buffer_window[w] = root;
	buffer_window[w + 1] = index;
	buffer_window[w + 2] = depth;
}

static void names(struct made_thread thread, uint32_t gifts, uint32_t c0, uint32_t c1, uint32_t c2)
{
	uint32_t w = THREAD(thread.number).buffer;

	buffer_window[w + IPC_BUFFER_CAPS] = c0;
	buffer_window[w + IPC_BUFFER_CAPS + 1] = c1;
	buffer_window[w + IPC_BUFFER_CAPS + 2] = c2;
	buffer_window[w + IPC_BUFFER_GIFTS] = gifts;
}

static void setup(void)
{
	world_boot();
	a = make_thread();
	b = make_thread();
	e = make(CAP_ENDPOINT, 0, 1);
	buffers = make(CAP_FRAME, 12, 2);
	box = make(CAP_CNODE, 4, 1);
	cspace = mint(box, RIGHT_ALL, 0, 28);
	configure(a, ROOT_CNODE, buffers);
	configure(b, cspace, buffers + 1);
	OK(box, CNODE_COPY, BOX_ENDPOINT, 4, SLOT_AT(e), RIGHT_ALL);
	OK(box, CNODE_MOVE, BOX_REPLY, 4, SLOT_AT(make(CAP_REPLY, 0, 1)));
	wants(b, 0, INTO, 32);
}

static struct slot boxed(uint32_t i)
{
	return slot_window[slot_of(box).object + i];
}

/* Is it what a capability's slot held, with these rights? */
static void is_same(struct slot is, struct slot was, uint32_t rights)
{
	CHECK_EQUAL(is.type, was.type);
	CHECK_EQUAL(is.rights, rights);
	CHECK_EQUAL(is.object, was.object);
	CHECK_EQUAL(is.size, was.size);
	CHECK_EQUAL(is.word0, was.word0);
	CHECK_EQUAL(is.word1, was.word1);
}

static void receives(void)
{
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_RECV, BOX_ENDPOINT, 0, 0, 0, 0, 0, BOX_REPLY), BLOCKED);
}

/* The words arrived whatever else did, with so many capabilities. */
static void arrived(uint32_t n)
{
	CHECK_EQUAL(reg(b.number, 0), STATUS_OK);
	CHECK_EQUAL(reg(b.number, 1), INFO(9, 2) + CAPS(n));
	CHECK_EQUAL(reg(b.number, 2), 41);
	CHECK_EQUAL(reg(b.number, 3), 42);
}

/* a sends n capabilities to b, which waits, through `cap`; so many arrive. */
static void sends(uint32_t cap, uint32_t n, uint32_t expected)
{
	receives();
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_SEND, cap, INFO(9, 2) + CAPS(n), 41, 42), STATUS_OK);
	arrived(expected);
}

static void loan(void)
{
	uint32_t lent, badged;

	setup();
	badged = mint(e, RIGHT_READ | RIGHT_CALL, 5, 6);
	lent = lend(badged, RIGHT_ALL);
	names(a, 0, badged, 0, 0);
	sends(e, 1, 1);
	is_same(boxed(INTO), slot_of(badged), RIGHT_READ | RIGHT_CALL);
	CHECK_EQUAL(boxed(INTO).depth, slot_of(badged).depth + 1u);
	CHECK_EQUAL(boxed(INTO + 1).type, CAP_NULL);
	act_as(world.root);
	OK(ROOT_CNODE, CNODE_REVOKE, badged, 32);
	CHECK_EQUAL(boxed(INTO).type, CAP_NULL);
	CHECK_EQUAL(slot_of(lent).type, CAP_NULL);
}

/* A loan of an owner is none. */
static void loan_of_owner(void)
{
	setup();
	names(a, 0, e, 0, 0);
	sends(e, 1, 1);
	is_same(boxed(INTO), slot_of(e), RIGHT_ALL);
}

static void gift(void)
{
	uint32_t reply, lent, badged;
	struct slot was, given;

	setup();
	reply = make(CAP_REPLY, 0, 1);
	lent = lend(reply, RIGHT_ALL);
	was = slot_of(reply);
	names(a, 1, reply, 0, 0);
	sends(e, 1, 1);
	is_same(boxed(INTO), was, RIGHT_ALL | RIGHT_OWN);
	CHECK_EQUAL(slot_of(reply).type, CAP_NULL);
	CHECK_EQUAL(slot_of(lent).type, CAP_REPLY);
	/* What was derived from it is b's to revoke; what it is a loan of still takes it away. */
	act_as(b.number);
	act_as(world.root);
	OK(box, CNODE_REVOKE, INTO, 4);
	CHECK_EQUAL(slot_of(lent).type, CAP_NULL);
	badged = mint(e, RIGHT_ALL, 5, 6);
	given = slot_of(badged);
	wants(b, 0, INTO + 1, 32);
	names(a, 1, badged, 0, 0);
	sends(e, 1, 1);
	is_same(boxed(INTO + 1), given, RIGHT_ALL);
	CHECK_EQUAL(boxed(INTO + 1).depth, given.depth);
	act_as(world.root);
	OK(ROOT_CNODE, CNODE_REVOKE, e, 32);
	CHECK_EQUAL(boxed(INTO + 1).type, CAP_NULL);
}

static void mixed(void)
{
	uint32_t first, second, third;
	struct slot were[3];

	setup();
	first = make(CAP_NOTIFICATION, 0, 1);
	second = make(CAP_REPLY, 0, 1);
	third = make(CAP_SCHED_CONTEXT, 0, 1);
	were[0] = slot_of(first);
	were[1] = slot_of(second);
	were[2] = slot_of(third);
	names(a, 2, first, second, third);
	sends(e, 3, 3);
	is_same(boxed(INTO), were[0], RIGHT_ALL);
	is_same(boxed(INTO + 1), were[1], RIGHT_ALL | RIGHT_OWN);
	is_same(boxed(INTO + 2), were[2], RIGHT_ALL);
	CHECK_EQUAL(slot_of(first).type, CAP_NOTIFICATION);
	CHECK_EQUAL(slot_of(second).type, CAP_NULL);
	CHECK_EQUAL(slot_of(third).type, CAP_SCHED_CONTEXT);
}

/* They pass in order, up to the first that cannot. */
static void first_that_cannot(void)
{
	setup();
	names(a, 0, e, world.free, e);
	sends(e, 3, 1);
	CHECK_EQUAL(boxed(INTO + 1).type, CAP_NULL);
	CHECK_EQUAL(boxed(INTO + 2).type, CAP_NULL);
	wants(b, 0, INTO + 1, 32);
	names(a, 0, 0, e, e);
	sends(e, 3, 0);
	names(a, 0, 0xffffffff, e, e);
	sends(e, 1, 0);
	/* What is not announced is not sent. */
	names(a, 7, e, e, e);
	sends(e, 0, 0);
	CHECK_EQUAL(boxed(INTO + 1).type, CAP_NULL);
}

static void receive_slots(void)
{
	uint32_t reads;

	setup();
	names(a, 0, e, e, e);
	wants(b, 0, INTO, 0);
	sends(e, 3, 0);
	wants(b, 0, BOX_ENDPOINT, 32);
	sends(e, 3, 0);
	wants(b, 0, BOX_SLOTS, 32);
	sends(e, 3, 0);
	wants(b, 0, 0, 32);
	sends(e, 3, 0);
	wants(b, BOX_ENDPOINT, INTO, 4);
	sends(e, 3, 0);
	wants(b, INTO, INTO, 4);
	sends(e, 3, 0);
	/* The last slot, then one that is in use behind an empty one. */
	wants(b, 0, BOX_SLOTS - 1, 32);
	sends(e, 3, 1);
	wants(b, 0, BOX_SLOTS - 3, 32);
	sends(e, 3, 2);
	/* Through a CNode that b names. */
	act_as(world.root);
	OK(box, CNODE_COPY, 3, 4, SLOT_AT(box), RIGHT_WRITE);
	OK(box, CNODE_COPY, 4, 4, SLOT_AT(box), RIGHT_ALL - RIGHT_WRITE);
	wants(b, 4, INTO, 4);
	sends(e, 2, 0);
	wants(b, 3, INTO, 4);
	sends(e, 2, 2);
	is_same(boxed(INTO), slot_of(e), RIGHT_ALL);
	is_same(boxed(INTO + 1), slot_of(e), RIGHT_ALL);
	/* An own CSpace that b may not write. */
	act_as(world.root);
	reads = lend(cspace, RIGHT_ALL - RIGHT_WRITE);
	configure(b, reads, buffers + 1);
	wants(b, 0, INTO + 2, 32);
	sends(e, 1, 0);
}

static void no_right(void)
{
	uint32_t silent;

	setup();
	silent = lend(e, RIGHT_ALL - RIGHT_GRANT);
	names(a, 0, e, e, e);
	act_as(a.number);
	CALL_REFUSED(STATUS_NO_RIGHT, 1, CALL_SEND, silent, INFO(1, 1) + CAPS(1));
	CALL_REFUSED(STATUS_NO_RIGHT, 1, CALL_NBSEND, silent, INFO(1, 1) + CAPS(2));
	CALL_REFUSED(STATUS_NO_RIGHT, 1, CALL_CALL, silent, INFO(1, 1) + CAPS(3));
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_NBSEND, silent, INFO(1, 1));
	receives();
	act_as(a.number);
	CALL_REFUSED(STATUS_NO_RIGHT, 1, CALL_SEND, silent, INFO(1, 1) + CAPS(1));
	CHECK_EQUAL(CALL(CALL_SEND, e, INFO(9, 2) + CAPS(1), 41, 42), STATUS_OK);
	arrived(1);
}

/* What the sender's own CSpace lets it do: loans are read, gifts written. */
static void cspace_rights(void)
{
	uint32_t reply, reads, writes;

	setup();
	reply = make(CAP_REPLY, 0, 1);
	reads = lend(ROOT_CNODE, RIGHT_READ);
	writes = lend(ROOT_CNODE, RIGHT_WRITE);
	configure(a, reads, buffers);
	names(a, 2, reply, reply, 0);
	sends(e, 2, 1);
	CHECK_EQUAL(slot_of(reply).type, CAP_REPLY);
	act_as(world.root);
	configure(a, writes, buffers);
	wants(b, 0, INTO + 1, 32);
	sends(e, 2, 0);
	names(a, 3, reply, e, 0);
	sends(e, 2, 2);
}

static void too_deep(void)
{
	uint32_t i, last;

	setup();
	last = make(CAP_NOTIFICATION, 0, 1);
	while (slot_of(last).depth < DERIVATION_DEPTH_MAX)
		last = lend(last, RIGHT_ALL);
	names(a, 0, last, 0, 0);
	sends(e, 1, 0);
	names(a, 1, last, 0, 0);
	sends(e, 1, 1);
	CHECK_EQUAL(boxed(INTO).depth, DERIVATION_DEPTH_MAX);
	for (i = INTO + 1; i < BOX_SLOTS; i++)
		CHECK_EQUAL(boxed(i).type, CAP_NULL);
}

/* What has one holder can be given, not lent. */
static void one_holder(void)
{
	uint32_t untyped, table;

	setup();
	untyped = make(CAP_UNTYPED, 128, 1);
	table = make(CAP_PAGE_TABLE, 0, 1);
	names(a, 0, untyped, 0, 0);
	sends(e, 1, 0);
	names(a, 0, table, 0, 0);
	sends(e, 1, 0);
	names(a, 3, untyped, table, 0);
	sends(e, 2, 2);
	CHECK_EQUAL(boxed(INTO).type, CAP_UNTYPED);
	CHECK_EQUAL(boxed(INTO + 1).type, CAP_PAGE_TABLE);
	CHECK_EQUAL(slot_of(untyped).type, CAP_NULL);
}

/* The capability that the message goes through is given away with it: its badge still arrives. */
static void own_endpoint(void)
{
	uint32_t badged;

	setup();
	badged = mint(e, RIGHT_ALL, 0x77, 0x88);
	names(a, 1, badged, 0, 0);
	sends(badged, 1, 1);
	CHECK_EQUAL(reg(b.number, 6), 0x77);
	CHECK_EQUAL(reg(b.number, 7), 0x88);
	CHECK_EQUAL(boxed(INTO).word0, 0x77);
	CHECK_EQUAL(slot_of(badged).type, CAP_NULL);
}

/* The CNode that holds the receiver's slots is given, into itself; then one that b has as root. */
static void own_cnode(void)
{
	uint32_t first, reply;

	setup();
	first = slot_of(box).object;
	reply = make(CAP_REPLY, 0, 1);
	names(a, 3, box, reply, 0);
	sends(e, 2, 2);
	CHECK_EQUAL(slot_window[first + INTO].type, CAP_CNODE);
	CHECK_EQUAL(slot_window[first + INTO].object, first);
	CHECK_EQUAL(slot_window[first + INTO + 1].type, CAP_REPLY);
	setup();
	OK(box, CNODE_MOVE, 3, 4, SLOT_AT(make(CAP_CNODE, 4, 1)));
	first = boxed(3).object;
	configure(a, cspace, buffers);
	OK(box, CNODE_COPY, 4, 4, SLOT_AT(e), RIGHT_ALL);
	wants(b, 3, 7, 4);
	names(a, 3, 3, BOX_REPLY, 0);
	sends(4, 2, 2);
	CHECK_EQUAL(slot_window[first + 7].type, CAP_CNODE);
	CHECK_EQUAL(slot_window[first + 8].type, CAP_REPLY);
}

/* A CNode is given, then what lies in it: addresses are those from before.
 *
 *     a's CSpace: | 1: y behind 24 bits of guard | 2: y behind 20 |   y: | 3: x | 4: e |   x: | 9: e |
 */
static void inside_a_gift(void)
{
	uint32_t top, x, y;

	setup();
	top = make(CAP_CNODE, 4, 1);
	x = make(CAP_CNODE, 4, 1);
	y = make(CAP_CNODE, 4, 1);
	OK(top, CNODE_MINT, 1, 4, SLOT_AT(y), RIGHT_ALL, 0, 24);
	OK(top, CNODE_MINT, 2, 4, SLOT_AT(y), RIGHT_ALL, 0, 20);
	OK(x, CNODE_COPY, 9, 4, SLOT_AT(e), RIGHT_ALL);
	OK(y, CNODE_COPY, 4, 4, SLOT_AT(e), RIGHT_ALL);
	OK(y, CNODE_MOVE, 3, 4, SLOT_AT(x));
	configure(a, top, buffers);
	names(a, 1, 0x10000003, 0x20000039, 0);
	sends(0x10000004, 2, 2);
	CHECK_EQUAL(boxed(INTO).type, CAP_CNODE);
	is_same(boxed(INTO + 1), slot_of(e), RIGHT_ALL);
}

/* The same capability twice. */
static void twice(void)
{
	uint32_t reply;

	setup();
	reply = make(CAP_REPLY, 0, 1);
	names(a, 2, reply, reply, e);
	sends(e, 3, 3);
	is_same(boxed(INTO + 1), boxed(INTO), RIGHT_ALL | RIGHT_OWN);
	CHECK_EQUAL(boxed(INTO).first, 0);
	CHECK_EQUAL(boxed(INTO).prev, slot_of(box).object + INTO + 1);
	reply = make(CAP_REPLY, 0, 1);
	wants(b, 0, INTO + 3, 32);
	names(a, 1, reply, reply, e);
	sends(e, 3, 1);
	CHECK_EQUAL(boxed(INTO + 4).type, CAP_NULL);
}

/* Slots where capabilities arrive are empty before and name nothing. */
static void overlap(void)
{
	setup();
	configure(a, cspace, buffers);
	OK(box, CNODE_COPY, 4, 4, SLOT_AT(e), RIGHT_ALL);
	names(a, 0, 4, INTO, 4);
	sends(4, 3, 1);
	CHECK_EQUAL(boxed(INTO + 1).type, CAP_NULL);
	/* A slot that a gift empties is not one of them. */
	act_as(world.root);
	OK(box, CNODE_MOVE, INTO + 2, 4, SLOT_AT(make(CAP_REPLY, 0, 1)));
	wants(b, 0, INTO + 1, 32);
	names(a, 1, INTO + 2, 4, 0);
	sends(4, 2, 1);
	CHECK_EQUAL(boxed(INTO + 1).type, CAP_REPLY);
	CHECK_EQUAL(boxed(INTO + 2).type, CAP_NULL);
}

static void waiting_sender(void)
{
	uint32_t reply;

	setup();
	reply = make(CAP_REPLY, 0, 1);
	names(a, 1, reply, e, 0);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_SEND, e, INFO(9, 2) + CAPS(2), 41, 42), BLOCKED);
	CHECK_EQUAL(slot_of(reply).type, CAP_REPLY);
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_RECV, BOX_ENDPOINT), STATUS_OK);
	arrived(2);
	CHECK_EQUAL(boxed(INTO).type, CAP_REPLY);
	CHECK_EQUAL(boxed(INTO + 1).type, CAP_ENDPOINT);
	/* The capability is deleted while the sender waits. */
	setup();
	reply = make(CAP_REPLY, 0, 1);
	names(a, 1, reply, e, 0);
	act_as(a.number);
	CHECK_EQUAL(CALL(CALL_SEND, e, INFO(9, 2) + CAPS(2), 41, 42), BLOCKED);
	act_as(world.root);
	OK(ROOT_CNODE, CNODE_DELETE, reply, 32);
	act_as(b.number);
	CHECK_EQUAL(CALL(CALL_NBRECV, BOX_ENDPOINT), STATUS_OK);
	arrived(0);
	CHECK_EQUAL(boxed(INTO).type, CAP_NULL);
}

static void no_buffers(void)
{
	setup();
	names(a, 0, e, e, e);
	configure(b, cspace, 0);
	sends(e, 2, 0);
	act_as(world.root);
	configure(b, cspace, buffers + 1);
	wants(b, 0, INTO, 32);
	configure(a, ROOT_CNODE, 0);
	sends(e, 2, 0);
	CHECK_EQUAL(boxed(INTO).type, CAP_NULL);
}

/* b serves a call that a made through `cap`, and answers with a capability; a gets so many. */
static void replies(uint32_t cap, uint32_t caps, uint32_t expected)
{
	uint32_t into = world.free;

	receives();
	act_as(a.number);
	wants(a, 0, into, 32);
	CHECK_EQUAL(CALL(CALL_CALL, cap, INFO(9, 2) + CAPS(caps), 41, 42), BLOCKED);
	CHECK_EQUAL(reg(b.number, 1), INFO(9, 2) + KIND_CALL * INFO_KIND + CAPS(caps));
	act_as(b.number);
	names(b, 0, BOX_ENDPOINT, BOX_ENDPOINT, 0);
	CHECK_EQUAL(CALL(CALL_SEND, BOX_REPLY, INFO(8, 1) + CAPS(2), 51), STATUS_OK);
	CHECK_EQUAL(reg(a.number, 0), STATUS_OK);
	CHECK_EQUAL(reg(a.number, 1), INFO(8, 1) + KIND_REPLY * INFO_KIND + CAPS(expected));
	CHECK_EQUAL(reg(a.number, 2), 51);
	CHECK_EQUAL(slot_of(into).type, expected > 0 ? CAP_ENDPOINT : CAP_NULL);
	CHECK_EQUAL(slot_of(into + 1).type, expected > 1 ? CAP_ENDPOINT : CAP_NULL);
	world.free += 2;
}

static void reply_grants(void)
{
	uint32_t calls, gets, sends_too;

	setup();
	calls = lend(e, RIGHT_CALL);
	gets = lend(e, RIGHT_CALL | RIGHT_GRANT_REPLY);
	sends_too = lend(e, RIGHT_CALL | RIGHT_GRANT);
	names(a, 0, e, 0, 0);
	replies(calls, 0, 0);
	replies(gets, 0, 2);
	replies(calls, 0, 0);
	replies(sends_too, 1, 2);
	CHECK_EQUAL(boxed(INTO).type, CAP_ENDPOINT);
	act_as(a.number);
	CALL_REFUSED(STATUS_NO_RIGHT, 1, CALL_CALL, gets, INFO(9, 2) + CAPS(1));
}

/* ReplyRecv gives away the capability that it receives on, and receives all the same. */
static void reply_and_receive(void)
{
	setup();
	receives();
	act_as(a.number);
	wants(a, 0, world.free, 32);
	CHECK_EQUAL(CALL(CALL_CALL, e, INFO(9, 2), 41, 42), BLOCKED);
	act_as(b.number);
	names(b, 1, BOX_ENDPOINT, 0, 0);
	CHECK_EQUAL(CALL(CALL_REPLY_RECV, BOX_ENDPOINT, INFO(8, 1) + CAPS(1), 51, 0, 0, 0, BOX_REPLY), BLOCKED);
	CHECK_EQUAL(THREAD(b.number).waits_on, number_of(e));
	CHECK_EQUAL(boxed(BOX_ENDPOINT).type, CAP_NULL);
	CHECK_EQUAL(slot_of(world.free).type, CAP_ENDPOINT);
	act_as(a.number);
	names(a, 0, e, 0, 0);
	CHECK_EQUAL(CALL(CALL_SEND, e, INFO(9, 2) + CAPS(1), 41, 42), STATUS_OK);
	arrived(1);
	/* Nobody waits for the reply: nothing is given. */
	act_as(b.number);
	names(b, 1, INTO, 0, 0);
	CALL_REFUSED(STATUS_WOULD_BLOCK, 0, CALL_SEND, BOX_REPLY, INFO(8, 1) + CAPS(1));
	CHECK_EQUAL(CALL(CALL_REPLY_RECV, INTO, INFO(8, 1) + CAPS(1), 51, 0, 0, 0, BOX_REPLY), BLOCKED);
	CHECK_EQUAL(boxed(INTO).type, CAP_ENDPOINT);
}

/* A fault brings no capabilities, nor does the answer to one - whatever the thread called before. */
static void faults(void)
{
	setup();
	replies(e, 0, 2);
	act_as(world.root);
	OK(a.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, e, buffers, 0);
	receives();
	act_as(a.number);
	wants(a, 0, world.free, 32);
	page_fault(0x1234, ACCESS_READ, 5);
	CHECK_EQUAL(reg(b.number, 1), INFO(FAULT_PAGE, 4) + KIND_FAULT * INFO_KIND);
	act_as(b.number);
	names(b, 1, BOX_ENDPOINT, 0, 0);
	CHECK_EQUAL(CALL(CALL_SEND, BOX_REPLY, INFO(FAULT_RESUME, 0) + CAPS(1)), STATUS_OK);
	CHECK_EQUAL(boxed(BOX_ENDPOINT).type, CAP_ENDPOINT);
	CHECK_EQUAL(slot_of(world.free).type, CAP_NULL);
	CHECK_EQUAL(THREAD(a.number).state, THREAD_RUNNABLE);
}

void test_transfer(void)
{
	loan();
	loan_of_owner();
	gift();
	mixed();
	first_that_cannot();
	receive_slots();
	no_right();
	cspace_rights();
	too_deep();
	one_holder();
	own_endpoint();
	own_cnode();
	inside_a_gift();
	twice();
	overlap();
	waiting_sender();
	no_buffers();
	reply_grants();
	reply_and_receive();
	faults();
}

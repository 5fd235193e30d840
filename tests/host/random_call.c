// SPDX-License-Identifier: Apache-2.0
/*
 * What the random test's threads ask for.  An argument that names a capability
 * mostly names one of the right type, found by looking at the thread's CNode; the
 * calls that would end the whole world are rare, so that it lives for a while.
 */
#include "random_call.h"
#include "world.h"

#define NAMED_SLOTS 260u      /* slots of a CNode that calls are about */
#define WORKERS 5u
#define POOLS 10u
#define CROWD 20u             /* more that send at first: CANCEL_STEPS and some */

uint32_t random_called[11];
static uint64_t state;

void random_seed(uint64_t seed)
{
	state = seed * 0x9e3779b97f4a7c15u + 0x1234567u;
}

static uint64_t random_next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

uint32_t random_below(uint32_t n)
{
	return (uint32_t)(random_next() >> 20) % n;
}

static int one_in(uint32_t n)
{
	return random_below(n) == 0;
}

uint32_t random_word(void)
{
	static const uint32_t limits[] = {
		0, 0xffffffff, 0x80000000, 0x7fffffff, GRANULES, DEVICE_END, USER_END, 255, 256, 120, 31, 32
	};

	if (one_in(2))
		return random_below(40);
	if (one_in(2))
		return limits[random_below(sizeof limits / sizeof limits[0])] + random_below(3) - 1;
	return (uint32_t)random_next();
}

/* What there is to name: the slots of the caller's CNode, up to a number. */
static uint32_t space, space_slots;

static void space_of(uint32_t t)
{
	uint32_t s = t * THREAD_GRANULES + THREAD_SLOT_CSPACE;

	space = world.slots;
	space_slots = NAMED_SLOTS;
	if (slot_window[s].type != CAP_CNODE || slot_window[s].object == world.slots)
		return;
	space = slot_window[s].object;
	if (slot_window[s].size <= NAMED_SLOTS)
		space_slots = slot_window[s].size - 1;
}

/* Is that what the capability names?  The root task's own thread and time are left alone. */
static int names(uint32_t cap, uint32_t object)
{
	return cap <= space_slots && slot_window[space + cap].object == object;
}

static uint32_t type_at(uint32_t cap)
{
	return slot_window[space + cap].type;
}

/* Slots 1 .. 7 and the memory that all came from: losing one of them ends much. */
static int is_vital(uint32_t cap)
{
	return space == world.slots && (cap < ROOT_FIRST || cap == world.memory);
}

/* A slot of the caller's CNode, whatever is in it. */
static uint32_t any_slot(void)
{
	uint32_t cap;

	do
		cap = 1 + random_below(space_slots);
	while (is_vital(cap) && !one_in(100));
	return cap;
}

/* A capability of the type, now and then any. */
static uint32_t any_of(uint32_t type)
{
	uint32_t start = random_below(space_slots), i, cap;

	if (one_in(40))
		return one_in(3) ? random_word() : any_slot();
	for (i = 0; i < space_slots; i++) {
		cap = 1 + (start + i) % space_slots;
		if (type_at(cap) == type && (space != world.slots || cap != world.memory || one_in(50)))
			return cap;
	}
	return any_slot();
}

/* A slot with something in it, or without, that losing does not end the world (mostly). */
static uint32_t any_full(int full)
{
	uint32_t i, cap = any_slot();

	for (i = 0; i < 30 && (type_at(cap) != CAP_NULL) != full; i++)
		cap = any_slot();
	return cap;
}

static uint32_t any_rights(void)
{
	return one_in(3) ? RIGHT_ALL : one_in(10) ? random_word() : random_below(RIGHT_ALL + 1);
}

static uint32_t any_address(void)
{
	static const uint32_t units[] = {0x1000, 0x1000, 0x10000, 0x100000};

	if (one_in(20))
		return random_word();
	return 0x00400000 + random_below(48) * units[random_below(4)];
}

/* A call: r[0] .. r[10]; the argument k of an invocation is where abi.h says. */

static uint32_t *r = random_called;

static void argument(uint32_t k, uint32_t value)
{
	r[k < 6 ? k + 1 : k + 2] = value;
}

static void invocation(uint32_t cap, uint32_t operation)
{
	r[7] = CALL_INVOKE;
	r[0] = cap;
	r[1] = operation;
}

/* Arguments k, k + 1, k + 2 name a slot: of the caller's own CSpace, or below another CNode. */
static void name_slot(uint32_t k, uint32_t cap)
{
	argument(k, 0);
	argument(k + 1, cap);
	argument(k + 2, 32);
	if (one_in(8)) {
		argument(k, any_of(CAP_CNODE));
		argument(k + 1, random_below(8));
		argument(k + 2, 1 + random_below(5));
	} else if (one_in(50)) {
		argument(k + random_below(3), random_word());
	}
}

static void call_retype(void)
{
	static const uint32_t frames[] = {12, 12, 12, 16, 20, 13};
	uint32_t type = 1 + random_below(CAP_FRAME), size = 0, n = 1 + random_below(3);

	invocation(any_of(CAP_UNTYPED), UNTYPED_RETYPE);
	if (type == CAP_UNTYPED)
		size = one_in(8) ? random_word() : 1u << random_below(14);
	else if (type == CAP_CNODE)
		size = one_in(20) ? random_word() : 1 + random_below(5);
	else if (type == CAP_FRAME)
		size = frames[random_below(6)];
	else if (one_in(50))
		size = random_word();
	if (one_in(30))
		n = one_in(2) ? random_word() : 100 + random_below(157);
	argument(1, one_in(50) ? random_word() : type);
	argument(2, size);
	name_slot(3, any_full(0));
	argument(6, n);
}

/* Of the CNode whose capability this is. */
static uint32_t cnode_radix(uint32_t cap)
{
	uint32_t radix = 0;

	if (cap <= space_slots && type_at(cap) == CAP_CNODE)
		while (slot_window[space + cap].size >> radix > 1)
			radix++;
	return radix;
}

/* Mostly as at first, or somebody's that runs: of an endpoint of the caller's own CSpace. */
static void call_cancel(void)
{
	if (r[0] == ROOT_CNODE)
		argument(1, any_of(CAP_ENDPOINT));
	argument(3, one_in(4) ? random_word() : one_in(3) ? kernel.cancel_number : 0);
}

static void call_cnode(void)
{
	static const uint32_t operations[] = {
		CNODE_COPY, CNODE_COPY, CNODE_MINT, CNODE_MINT, CNODE_MOVE, CNODE_DELETE, CNODE_DELETE,
		CNODE_REVOKE, CNODE_INSPECT, CNODE_MUTATE, CNODE_EXCHANGE, CNODE_CANCEL_BADGED_SENDS
	};
	uint32_t operation = operations[random_below(sizeof operations / sizeof operations[0])];

	invocation(one_in(6) || space != world.slots ? any_of(CAP_CNODE) : ROOT_CNODE, operation);
	argument(1, any_full(operation >= CNODE_DELETE && operation != CNODE_MUTATE));
	argument(2, 32);
	if (r[0] != ROOT_CNODE && !one_in(5)) {
		argument(1, random_below(8));
		argument(2, 1 + random_below(5));
	}
	name_slot(3, any_full(1));
	argument(6, any_rights());
	argument(7, random_word());
	argument(8, one_in(2) ? 0 : random_word());
	if (operation == CNODE_CANCEL_BADGED_SENDS)
		call_cancel();
	/* A CNode that can be a thread's whole CSpace. */
	if (operation == CNODE_MINT && one_in(5)) {
		name_slot(3, any_of(CAP_CNODE));
		argument(7, 0);
		argument(8, one_in(3) ? random_below(33) : 32 - cnode_radix(r[5]));
	}
}

static void call_configure(void)
{
	static const uint32_t types[] = {CAP_CNODE, CAP_VSPACE, CAP_ENDPOINT, CAP_FRAME};
	uint32_t k;

	for (k = 0; k < 4; k++)
		argument(k + 1, one_in(4) ? 0 : any_of(types[k]));
	argument(6, one_in(4) ? 0 : any_of(CAP_ENDPOINT));
	/* Who has another CSpace than the root task's finds little in it. */
	if (!one_in(8))
		argument(1, ROOT_CNODE);
	argument(5, one_in(8) ? random_word() : random_below(8) * IPC_BUFFER_BYTES);
}

static void call_thread(void)
{
	static const uint32_t operations[] = {
		THREAD_CONFIGURE, THREAD_SET_PRIORITY, THREAD_WRITE_REGISTERS, THREAD_READ_REGISTERS,
		THREAD_RESUME, THREAD_RESUME, THREAD_RESUME, THREAD_RESUME, THREAD_RESUME, THREAD_SUSPEND,
		THREAD_STATUS, THREAD_BIND_NOTIFICATION
	};
	uint32_t k;

	invocation(any_of(CAP_THREAD), operations[random_below(12)]);
	if (names(r[0], slot_of(ROOT_THREAD).object) && r[1] != THREAD_RESUME && !one_in(50))
		r[1] = THREAD_STATUS;
	for (k = 1; k <= 8; k++)
		argument(k, random_word());
	if (r[1] == THREAD_CONFIGURE)
		call_configure();
	if (r[1] == THREAD_SET_PRIORITY) {
		argument(1, 60 + random_below(4));
		argument(2, one_in(10) ? random_word() : 63);
	}
	if (r[1] == THREAD_WRITE_REGISTERS)
		argument(2, 1 + random_below(7));
	if (r[1] == THREAD_BIND_NOTIFICATION)
		argument(1, one_in(4) ? 0 : any_of(CAP_NOTIFICATION));
}

static void call_context(void)
{
	static const uint32_t operations[] = {
		SCHED_CONTEXT_CONFIGURE, SCHED_CONTEXT_CONFIGURE, SCHED_CONTEXT_BIND, SCHED_CONTEXT_BIND,
		SCHED_CONTEXT_BIND, SCHED_CONTEXT_UNBIND, SCHED_CONTEXT_CONSUMED
	};
	uint32_t budget = one_in(20) ? random_word() : BUDGET_MIN_MICROSECONDS + random_below(2000);

	invocation(any_of(CAP_SCHED_CONTEXT), operations[random_below(7)]);
	if (names(r[0], slot_of(ROOT_SCHED_CONTEXT).object) && r[1] == SCHED_CONTEXT_UNBIND && !one_in(50))
		r[1] = SCHED_CONTEXT_BIND;
	argument(1, any_of(CAP_THREAD));
	if (r[1] != SCHED_CONTEXT_CONFIGURE)
		return;
	argument(1, any_of(CAP_MACHINE));
	argument(2, budget);
	argument(3, one_in(4) ? 0 : one_in(20) ? random_word() : budget + random_below(8) * random_below(2000));
}

static void call_table(void)
{
	invocation(any_of(CAP_PAGE_TABLE), one_in(4) ? PAGE_TABLE_UNMAP : PAGE_TABLE_MAP);
	argument(1, any_of(CAP_VSPACE));
	argument(2, one_in(5) ? any_address() : 0x00400000 + random_below(4) * SECTION_BYTES);
}

static void call_frame(void)
{
	static const uint32_t operations[] = {FRAME_MAP, FRAME_MAP, FRAME_MAP, FRAME_UNMAP, FRAME_ADDRESS};

	invocation(any_of(CAP_FRAME), operations[random_below(5)]);
	argument(1, any_of(CAP_VSPACE));
	argument(2, any_address());
	argument(3, one_in(10) ? random_word() : one_in(2) ? RIGHT_READ : random_below(8));
	argument(4, one_in(3) ? MEMORY_DEVICE : one_in(10) ? random_word() : random_below(2));
}

static void call_irq(void)
{
	static const uint32_t operations[] = {IRQ_BIND, IRQ_BIND, IRQ_ACKNOWLEDGE, IRQ_ACKNOWLEDGE, IRQ_UNBIND};

	invocation(any_of(CAP_IRQ_HANDLER), operations[random_below(5)]);
	argument(1, any_of(CAP_NOTIFICATION));
}

static void call_machine(void)
{
	invocation(any_of(CAP_MACHINE), one_in(3) ? MACHINE_COUNTERS : MACHINE_PUT);
	if (one_in(100))
		r[1] = one_in(2) ? MACHINE_EXIT : random_word();
	argument(1, random_word());
}

/* What thread t sends with its message, and where it wants to receive.  The slots of vital capabilities
   are rarely named, so that few are given away. */
static void call_buffer(uint32_t t)
{
	uint32_t w = thread_window[t].buffer, k;

	if (w == 0)
		return;
	for (k = 0; k < MESSAGE_CAPS_MAX; k++)
		buffer_window[w + IPC_BUFFER_CAPS + k] = one_in(20) ? random_word() : any_full(1);
	buffer_window[w + IPC_BUFFER_GIFTS] = one_in(20) ? random_word() : random_below(8);
	buffer_window[w + IPC_BUFFER_RECEIVE] = one_in(8) ? any_of(CAP_CNODE) : 0;
	buffer_window[w + IPC_BUFFER_RECEIVE + 1] = one_in(8) ? random_below(8) : any_full(0);
	buffer_window[w + IPC_BUFFER_RECEIVE + 2] = one_in(8) ? random_below(6) : 32;
}

static void call_message(uint32_t t)
{
	static const uint32_t numbers[] = {
		CALL_CALL, CALL_CALL, CALL_REPLY_RECV, CALL_REPLY_RECV, CALL_SEND, CALL_NBSEND, CALL_RECV,
		CALL_RECV, CALL_NBRECV, CALL_NBSEND_RECV
	};
	uint32_t length = one_in(4) ? 120 : one_in(20) ? 127 : random_below(9);

	r[7] = numbers[random_below(10)];
	if (t == world.root && !one_in(60))
		r[7] = one_in(2) ? CALL_NBSEND : CALL_NBRECV;
	r[0] = any_of(CAP_ENDPOINT);
	r[8] = any_of(CAP_ENDPOINT);
	if ((r[7] == CALL_SEND || r[7] == CALL_NBSEND || r[7] == CALL_NBSEND_RECV) && one_in(2))
		r[0] = any_of(CAP_REPLY);
	r[1] = INFO(random_below(4), length);
	if (one_in(2))
		r[1] += random_below(INFO_CAPS) * INFO_LENGTHS;
	call_buffer(t);
	if (one_in(50))
		r[1] = random_word();
	r[6] = one_in(4) ? 0 : any_of(CAP_REPLY);
}

static void call_notification(uint32_t t)
{
	static const uint32_t numbers[] = {CALL_SIGNAL, CALL_SIGNAL, CALL_WAIT, CALL_POLL};

	r[7] = numbers[random_below(4)];
	if (t == world.root && r[7] == CALL_WAIT && !one_in(60))
		r[7] = CALL_POLL;
	r[0] = any_of(CAP_NOTIFICATION);
}

/* Anything: an operation on a capability that does not know it, a call that does not exist. */
static void call_any(void)
{
	uint32_t k;

	for (k = 0; k <= 10; k++)
		r[k] = random_word();
	if (one_in(2)) {
		r[7] = CALL_INVOKE;
		r[0] = any_slot();
		r[1] = random_below(64);
		if (r[1] == MACHINE_EXIT)
			r[1] = 0;
	}
}

void random_call(uint32_t t)
{
	uint32_t chance = random_below(100), k;

	space_of(t);
	for (k = 0; k <= 10; k++)
		r[k] = random_word();
	if (chance < 13)
		call_retype();
	else if (chance < 36)
		call_cnode();
	else if (chance < 48)
		call_thread();
	else if (chance < 52)
		call_context();
	else if (chance < 56)
		call_table();
	else if (chance < 64)
		call_frame();
	else if (chance < 68)
		call_irq();
	else if (chance < 69)
		call_machine();
	else if (chance < 86)
		call_message(t);
	else if (chance < 95)
		call_notification(t);
	else if (chance < 97)
		r[7] = CALL_YIELD;
	else
		call_any();
	for (k = 0; k <= 10; k++)
		thread_window[t].registers[k] = r[k];
}

/* A world. */

static void random_worker(uint32_t k, uint32_t endpoint)
{
	struct made_thread worker = make_thread();
	uint32_t buffer = make(CAP_FRAME, 12, 1);

	OK(worker.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, k % 2 == 0 ? endpoint : 0, buffer, 0);
	OK(worker.cap, THREAD_SET_PRIORITY, 60 + k % 4, PRIORITIES - 1);
}

/* Threads that all send or call on one endpoint at first: under no badge, one that can be cancelled,
   and one of a call-only capability. */
static void random_crowd(const uint32_t caps[3])
{
	struct made_thread thread;
	uint32_t k;

	for (k = 0; k < CROWD; k++) {
		thread = make_thread();
		OK(thread.cap, THREAD_CONFIGURE, ROOT_CNODE, ROOT_VSPACE, 0, make(CAP_FRAME, 12, 1), 0);
		act_as(thread.number);
		CHECK_EQUAL(CALL(k % 3 == 1 ? CALL_SEND : CALL_CALL, caps[k % 3], 0), BLOCKED);
		act_as(world.root);
		OK(thread.cap, THREAD_SET_PRIORITY, 60 + k % 4, PRIORITIES - 1);
	}
}

void random_world(void)
{
	uint32_t k, endpoints, notifications, crowded[3];

	world_boot();
	endpoints = make(CAP_ENDPOINT, 0, 3);
	notifications = make(CAP_NOTIFICATION, 0, 3);
	make(CAP_REPLY, 0, 4);
	make(CAP_CNODE, 3, 2);
	make(CAP_VSPACE, 0, 2);
	make(CAP_PAGE_TABLE, 0, 3);
	for (k = 0; k < POOLS; k++)
		make(CAP_UNTYPED, k == 0 ? 2 * SECTION_GRANULES : 0x40u << k % 7, 1);
	for (k = 3; k-- > 0;) {
		crowded[0] = endpoints + k;
		crowded[1] = mint(endpoints + k, RIGHT_ALL, 0x100 + k, k);
		mint(notifications + k, RIGHT_ALL, 1u << k, k);
		crowded[2] = mint(endpoints + k, RIGHT_CALL, 7 + k, 0);
	}
	random_crowd(crowded);
	for (k = 0; k < WORKERS; k++)
		random_worker(k, endpoints + k % 3);
}

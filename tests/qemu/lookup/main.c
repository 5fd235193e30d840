// SPDX-License-Identifier: Apache-2.0
/*
 * CSpace lookup: depths, guards, indices and levels, each good and bad.
 */
#include "space.h"

static uint32_t notification;

/* Is this how the notification is found? */
static bool finds(uint32_t root, uint32_t index, uint32_t depth)
{
	struct writ_inspection found = {0};

	return writ_inspect((struct writ_slot){root, index, depth}, &found) == STATUS_OK
	    && found.type == CAP_NOTIFICATION;
}

/* Nothing is found there, for looking, deleting and putting alike. */
static void finds_nothing(uint32_t root, uint32_t index, uint32_t depth)
{
	struct writ_slot slot = {root, index, depth};
	struct writ_inspection found = {0};

	CHECK_REFUSED(writ_inspect(slot, &found), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_delete(slot), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_revoke(slot), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_cancel_badged_sends(slot), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_copy(AT(notification), slot, RIGHT_ALL), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_copy(slot, AT(notification + 1), RIGHT_ALL), STATUS_INVALID_CAPABILITY, 4);
	CHECK_REFUSED(writ_exchange(slot, AT(notification)), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_exchange(AT(notification), slot), STATUS_INVALID_CAPABILITY, 4);
}

/* A CNode of 2^radix slots with the notification in the last one. */
static uint32_t cnode_new(uint32_t radix)
{
	uint32_t cnode = object_sized(CAP_CNODE, radix);

	CHECK_OK(writ_copy(AT(notification), IN(cnode, radix, (1u << radix) - 1), RIGHT_ALL));
	return cnode;
}

static uint32_t guarded(uint32_t cnode, uint32_t guard, uint32_t bits)
{
	uint32_t slot = writ_slot_take(1);

	CHECK_OK(writ_mint(AT(cnode), AT(slot), RIGHT_ALL, guard | (uint64_t)bits << 32));
	return slot;
}

static void depth_too_small(void)
{
	uint32_t cnode = cnode_new(4);

	CHECK(finds(cnode, 15, 4));
	for (uint32_t depth = 0; depth < 4; depth++)
		finds_nothing(cnode, 15, depth);
	/* A guard counts too. */
	cnode = guarded(cnode, 3, 2);
	CHECK(finds(cnode, 0x3f, 6));
	for (uint32_t depth = 0; depth < 6; depth++)
		finds_nothing(cnode, 0x3f, depth);
}

/* What is left over of the depth needs a CNode to go on in. */
static void depth_left_over(void)
{
	uint32_t cnode = cnode_new(4);

	for (uint32_t depth = 5; depth <= 32; depth++) {
		finds_nothing(cnode, 15u << (depth - 4), depth); /* it is a notification */
		finds_nothing(cnode, 14u << (depth - 4), depth); /* it is empty */
	}
}

static void depth_above_32(void)
{
	uint32_t cnode = guarded(cnode_new(4), 0, 28);

	CHECK(finds(cnode, 15, 32));
	finds_nothing(cnode, 15, 33);
	finds_nothing(cnode, 15, 36);
	finds_nothing(cnode, 15, 64);
	finds_nothing(cnode, 15, 0x80000004);
	finds_nothing(cnode, 15, 0xffffffff);
}

/* Every bit of the guard counts. */
static void guard_must_match(void)
{
	uint32_t cnode = guarded(cnode_new(3), 0x2a5, 10);

	CHECK(finds(cnode, 0x2a5 << 3 | 7, 13));
	for (uint32_t bit = 0; bit < 10; bit++)
		finds_nothing(cnode, (0x2a5 ^ 1u << bit) << 3 | 7, 13);
	finds_nothing(cnode, 7, 13);
	finds_nothing(cnode, 0xffffffff, 13);
}

static void guard_of_zeros(void)
{
	uint32_t cnode = guarded(cnode_new(3), 0, 5);

	CHECK(finds(cnode, 7, 8));
	for (uint32_t bit = 3; bit < 8; bit++)
		finds_nothing(cnode, 7 | 1u << bit, 8);
	finds_nothing(cnode, 7, 3);
}

/* The longest guard, one that leaves no room for the slot's number, one with more value
   than bits. */
static void guard_edges(void)
{
	uint32_t small = cnode_new(1), cnode = cnode_new(4);
	uint32_t longest = guarded(small, 0x7fffffff, 31);

	CHECK(finds(longest, 0xffffffff, 32));
	finds_nothing(longest, 0xfffffffd, 32);
	finds_nothing(longest, 0x7fffffff, 32);
	finds_nothing(longest, 0xffffffff, 31);
	finds_nothing(guarded(cnode, 0, 29), 15, 32);
	finds_nothing(guarded(cnode, 0, 31), 0xffffffff, 32);
	finds_nothing(guarded(cnode, 0x13, 4), 0x3f, 8);
	finds_nothing(guarded(cnode, 0xffffffff, 4), 0xff, 8);
	CHECK_REFUSED(writ_mint(AT(cnode), AT(writ_slot_take(1)), RIGHT_ALL, 32ull << 32),
	              STATUS_INVALID_ARGUMENT, 7);
	/* No bits, no guard, whatever its value. */
	CHECK(finds(guarded(cnode, 0xffffffff, 0), 15, 4));
}

/* Slot 0 is the kernel's. */
static void index_zero(void)
{
	for (uint32_t radix = 1; radix <= 12; radix++)
		finds_nothing(object_sized(CAP_CNODE, radix), 0, radix);
	finds_nothing(ROOT_CNODE, 0, 32);
	finds_nothing(guarded(cnode_new(4), 5, 4), 0x50, 8);
}

static void index_past_the_end(void)
{
	uint32_t cnode = cspace_new(cnode_new(4), 4);

	CHECK(finds(cnode, 15, 32));
	finds_nothing(cnode, 16, 32);
	finds_nothing(cnode, 31, 32);
	finds_nothing(cnode, 0x8000000f, 32);
	finds_nothing(cnode, 0xffffffff, 32);
	CHECK_OK(writ_inspect(AT(4095), &(struct writ_inspection){0}));
	finds_nothing(ROOT_CNODE, 4096, 32);
	finds_nothing(ROOT_CNODE, 4096 + notification, 32);
	finds_nothing(ROOT_CNODE, 0xffffffff, 32);
}

/* Only `depth` bits are read. */
static void index_beyond_depth(void)
{
	uint32_t cnode = cnode_new(4);

	CHECK(finds(cnode, 0xffffffff, 4));
	CHECK(finds(cnode, 0x8000001f, 4));
	finds_nothing(cnode, 0xfffffff0, 4);
}

/* [guard 5, 3 bits][4 slots] -> [8 slots] -> [guard 1, 1 bit][2 slots]: 10 bits. */
static void levels(void)
{
	uint32_t last = cnode_new(1), middle = object_sized(CAP_CNODE, 3);
	uint32_t outer = object_sized(CAP_CNODE, 2), first = guarded(outer, 5, 3);
	uint32_t good = 5u << 7 | 2u << 5 | 6u << 2 | 1u << 1 | 1;
	struct writ_slot found[2] = {{first, 5u << 2 | 2, 5}, {first, 5u << 5 | 2u << 3 | 6, 8}};

	CHECK_OK(writ_mint(AT(last), IN(middle, 3, 6), RIGHT_ALL, 1u | 1ull << 32));
	CHECK_OK(writ_copy(AT(middle), IN(outer, 2, 2), RIGHT_ALL));
	CHECK(finds(first, good, 10));
	finds_nothing(first, good ^ 1u << 9, 10); /* first guard */
	finds_nothing(first, good ^ 1u << 6, 10); /* slot 0 of the first */
	finds_nothing(first, good ^ 1u << 5, 10); /* an empty slot of the first */
	finds_nothing(first, good ^ 6u << 2, 10); /* slot 0 of the second */
	finds_nothing(first, good ^ 1u << 2, 10); /* an empty slot of the second */
	finds_nothing(first, good ^ 1u << 1, 10); /* last guard */
	finds_nothing(first, good ^ 1u, 10);      /* slot 0 of the last */
	finds_nothing(first, good << 1, 11);
	finds_nothing(first, good >> 1, 9);
	/* With less depth it stops at the CNodes between. */
	CHECK_EQUAL(look_at(found[0]).type, CAP_CNODE);
	CHECK_EQUAL(look_at(found[0]).bytes, 8 * 32);
	CHECK_EQUAL(look_at(found[1]).bytes, 2 * 32);
	CHECK_EQUAL(look_at(found[1]).word1, 1);
	/* Without the CNode between there is no way. */
	CHECK_OK(writ_delete(found[0]));
	finds_nothing(first, good, 10);
}

/* Eight CNodes on the way, and not nine. */
static void levels_bound(void)
{
	uint32_t cnode = cnode_new(1), depth = 1;

	for (uint32_t level = 1; level < 9; level++) {
		uint32_t outer = object_sized(CAP_CNODE, 1);

		CHECK(finds(cnode, 0xffffffff, depth));
		CHECK_OK(writ_copy(AT(cnode), IN(outer, 1, 1), RIGHT_ALL));
		cnode = outer;
		depth++;
	}
	finds_nothing(cnode, 0xffffffff, depth);
}

/* A CNode in itself is as deep as the bound. */
static void levels_of_itself(void)
{
	uint32_t cnode = object_sized(CAP_CNODE, 1);

	CHECK_OK(writ_copy(AT(cnode), IN(cnode, 1, 1), RIGHT_ALL));
	for (uint32_t depth = 1; depth <= 8; depth++)
		CHECK_EQUAL(look_at((struct writ_slot){cnode, 0xffffffff, depth}).type, CAP_CNODE);
	for (uint32_t depth = 9; depth <= 33; depth++)
		finds_nothing(cnode, 0xffffffff, depth);
	CHECK_OK(writ_delete(AT(cnode)));
}

/* The root of a slot: a CNode's address, or 0 for the caller's own CSpace. */
static void roots(void)
{
	struct writ_inspection found = {0};
	uint32_t memory = writ_untyped_new(4096), slot = writ_slot_take(2);
	static const uint32_t bad[] = {4096, 0x80000001, 0xffffffff, ROOT_VSPACE};

	CHECK_OK(writ_copy((struct writ_slot){0, notification, 32}, AT(slot), RIGHT_ALL));
	CHECK_OK(writ_retype(memory, CAP_REPLY, 0, (struct writ_slot){0, slot + 1, 32}, 1));
	CHECK_OK(writ_delete(AT(slot)));
	CHECK_OK(writ_delete(AT(slot + 1)));
	for (uint32_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct writ_slot from = {bad[i], notification, 32};

		CHECK_REFUSED(writ_inspect(from, &found), STATUS_INVALID_CAPABILITY, 0);
		CHECK_REFUSED(writ_delete(from), STATUS_INVALID_CAPABILITY, 0);
		CHECK_REFUSED(writ_cancel_badged_sends(from), STATUS_INVALID_CAPABILITY, 0);
		CHECK_REFUSED(writ_copy(from, AT(slot), RIGHT_ALL), STATUS_INVALID_CAPABILITY, 3);
		CHECK_REFUSED(writ_move(from, AT(slot)), STATUS_INVALID_CAPABILITY, 3);
		CHECK_REFUSED(writ_mutate(from, AT(slot), 1), STATUS_INVALID_CAPABILITY, 3);
		CHECK_REFUSED(writ_exchange(AT(notification), from), STATUS_INVALID_CAPABILITY, 3);
		CHECK_REFUSED(writ_retype(memory, CAP_REPLY, 0, from, 1), STATUS_INVALID_CAPABILITY, 3);
	}
	/* A thread has operations, but not these. */
	CHECK_REFUSED(writ_delete((struct writ_slot){ROOT_THREAD, slot, 32}), STATUS_INVALID_CALL, 0);
	CHECK_EQUAL(type_of(slot), CAP_NULL);
	CHECK_EQUAL(type_of(notification), CAP_NOTIFICATION);
}

/* Addresses are 32 deep, from the thread's CSpace. */
static void addresses(void)
{
	static struct actor actor;
	uint32_t cnode = cnode_new(2);
	static const uint32_t bad[] = {0, 1, 4, 7, 0x80000003, 0x40000003, 0xffffffff};

	actor_new(&actor, cspace_new(cnode, 2));
	CHECK_OK(actor_call(&actor, CALL_SIGNAL, 3));
	CHECK_OK(writ_poll(notification, 0));
	for (uint32_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK_REFUSED(actor_call(&actor, CALL_SIGNAL, bad[i]), STATUS_INVALID_CAPABILITY, 0);
	actor_end(&actor);
	/* A CSpace that is not 32 deep names nothing. */
	actor_new(&actor, cnode);
	CHECK_REFUSED(actor_call(&actor, CALL_SIGNAL, 3), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(actor_call(&actor, CALL_SIGNAL, 0xc0000000), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(actor_call(&actor, CALL_SIGNAL, 0xffffffff), STATUS_INVALID_CAPABILITY, 0);
	actor_end(&actor);
	/* No CSpace at all. */
	actor_new(&actor, 0);
	CHECK_REFUSED(actor_call(&actor, CALL_SIGNAL, 3), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(actor_call(&actor, CALL_SIGNAL, 0), STATUS_INVALID_CAPABILITY, 0);
	actor_end(&actor);
	CHECK_REFUSED(writ_poll(notification, 0), STATUS_WOULD_BLOCK, 0);
}

/* A CSpace of two levels: [16 slots] -> [guard 0x1234, 16 bits][4096 slots]. */
static void addresses_of_two_levels(void)
{
	static struct actor actor;
	uint32_t outer = object_sized(CAP_CNODE, 4), inner = cnode_new(12);

	CHECK_OK(writ_mint(AT(inner), IN(outer, 4, 9), RIGHT_ALL, 0x1234u | 16ull << 32));
	actor_new(&actor, outer);
	CHECK_OK(actor_call(&actor, CALL_SIGNAL, 0x91234fff));
	CHECK_OK(writ_poll(notification, 0));
	CHECK_REFUSED(actor_call(&actor, CALL_SIGNAL, 0x81234fff), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(actor_call(&actor, CALL_SIGNAL, 0x91235fff), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(actor_call(&actor, CALL_SIGNAL, 0x91234ffe), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(actor_call(&actor, CALL_SIGNAL, 0x91234000), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(actor_call(&actor, CALL_SIGNAL, 0x01234fff), STATUS_INVALID_CAPABILITY, 0);
	actor_end(&actor);
}

int main(void)
{
	notification = object(CAP_NOTIFICATION);
	(void)writ_slot_take(1); /* the empty slot behind it */
	RUN(depth_too_small);
	RUN(depth_left_over);
	RUN(depth_above_32);
	RUN(guard_must_match);
	RUN(guard_of_zeros);
	RUN(guard_edges);
	RUN(index_zero);
	RUN(index_past_the_end);
	RUN(index_beyond_depth);
	RUN(levels);
	RUN(levels_bound);
	RUN(levels_of_itself);
	RUN(roots);
	RUN(addresses);
	RUN(addresses_of_two_levels);
	test_end();
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Capabilities in slots: copy, mint, move, delete, revoke, inspect, lookup.
 */
#include "check.h"

static struct writ_inspection look(uint32_t slot)
{
	struct writ_inspection found = {0};

	CHECK_OK(writ_inspect(AT(slot), &found));
	return found;
}

static void copy_shrinks_rights(void)
{
	uint32_t source = object(CAP_ENDPOINT);
	uint32_t slot = writ_slot_take(3);

	CHECK_OK(writ_copy(AT(source), AT(slot), RIGHT_READ | RIGHT_WRITE));
	CHECK_EQUAL(look(slot).rights, RIGHT_READ | RIGHT_WRITE);
	CHECK_EQUAL(look(slot).depth, look(source).depth + 1);
	CHECK_OK(writ_copy(AT(slot), AT(slot + 1), RIGHT_ALL | RIGHT_OWN));
	CHECK_EQUAL(look(slot + 1).rights, RIGHT_READ | RIGHT_WRITE);
	CHECK_OK(writ_copy(AT(slot + 1), AT(slot + 2), 0));
	CHECK_EQUAL(look(slot + 2).rights, 0);
	CHECK_EQUAL(look(source).rights, RIGHT_ALL | RIGHT_OWN);
}

static void copy_refuses(void)
{
	uint32_t memory = writ_untyped_new(4096);
	uint32_t table = object(CAP_PAGE_TABLE);
	uint32_t source = object(CAP_REPLY);
	uint32_t slot = writ_slot_take(2);
	struct writ_slot nowhere = {slot, slot, 32};

	CHECK_REFUSED(writ_copy(AT(memory), AT(slot), RIGHT_ALL), STATUS_NO_RIGHT, 4);
	CHECK_REFUSED(writ_copy(AT(table), AT(slot), RIGHT_ALL), STATUS_NO_RIGHT, 4);
	CHECK_REFUSED(writ_copy(AT(slot), AT(slot + 1), RIGHT_ALL), STATUS_INVALID_CAPABILITY, 4);
	CHECK_REFUSED(writ_copy(AT(0), AT(slot), RIGHT_ALL), STATUS_INVALID_CAPABILITY, 4);
	CHECK_REFUSED(writ_copy(AT(5000), AT(slot), RIGHT_ALL), STATUS_INVALID_CAPABILITY, 4);
	CHECK_REFUSED(writ_copy(nowhere, AT(slot), RIGHT_ALL), STATUS_INVALID_CAPABILITY, 3);
	CHECK_REFUSED(writ_copy((struct writ_slot){ROOT_CNODE, source, 33}, AT(slot), RIGHT_ALL),
	              STATUS_INVALID_CAPABILITY, 4);
	CHECK_REFUSED(writ_copy((struct writ_slot){ROOT_CNODE, source, 31}, AT(slot), RIGHT_ALL),
	              STATUS_INVALID_CAPABILITY, 4);
	CHECK_REFUSED(writ_copy(AT(source), AT(0), RIGHT_ALL), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_copy(AT(source), AT(4096), RIGHT_ALL), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_copy(AT(source), AT(source), RIGHT_ALL), STATUS_OCCUPIED, 1);
	CHECK_REFUSED(writ_copy(AT(source), nowhere, RIGHT_ALL), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(writ_copy(AT(source), (struct writ_slot){ROOT_VSPACE, slot, 32}, RIGHT_ALL),
	              STATUS_INVALID_CAPABILITY, 0);
	CHECK_EQUAL(type_of(slot), CAP_NULL);
}

static void copy_depth(void)
{
	uint32_t source = object(CAP_NOTIFICATION);
	uint32_t slot = writ_slot_take(80), from = source, i = 0, result = STATUS_OK;

	for (i = 0; i < 80 && result == STATUS_OK; i++) {
		result = writ_copy(AT(from), AT(slot + i), RIGHT_ALL);
		from = slot + i;
	}
	CHECK_REFUSED(result, STATUS_TOO_DEEP, 4);
	CHECK_EQUAL(look(slot + i - 2).depth, 64);
	CHECK_EQUAL(type_of(slot + i - 1), CAP_NULL);
	CHECK_OK(writ_delete(AT(slot)));
	CHECK_EQUAL(type_of(slot + i - 2), CAP_NULL);
	CHECK_EQUAL(type_of(source), CAP_NOTIFICATION);
}

static void mint_badges(void)
{
	uint32_t endpoint = object(CAP_ENDPOINT);
	uint32_t slot = writ_slot_take(3);

	CHECK_OK(writ_mint(AT(endpoint), AT(slot), RIGHT_CALL, 0x123456789abcdef0ull));
	CHECK_EQUAL(look(slot).word0, 0x9abcdef0);
	CHECK_EQUAL(look(slot).word1, 0x12345678);
	CHECK_EQUAL(look(slot).rights, RIGHT_CALL);
	CHECK_OK(writ_copy(AT(slot), AT(slot + 1), RIGHT_ALL));
	CHECK_EQUAL(look(slot + 1).word0, 0x9abcdef0);
	CHECK_EQUAL(look(slot + 1).word1, 0x12345678);
	CHECK_REFUSED(writ_mint(AT(slot), AT(slot + 2), RIGHT_ALL, 5), STATUS_INVALID_ARGUMENT, 7);
	CHECK_REFUSED(writ_mint(AT(object(CAP_REPLY)), AT(slot + 2), RIGHT_ALL, 5),
	              STATUS_INVALID_ARGUMENT, 7);
	CHECK_EQUAL(type_of(slot + 2), CAP_NULL);
}

/* A CNode with a guard: [guard 5, 4 bits][16 slots], 8 bits deep. */
static void mint_guards(void)
{
	uint32_t cnode = object_sized(CAP_CNODE, 4);
	uint32_t reply = object(CAP_REPLY);
	uint32_t slot = writ_slot_take(3);
	struct writ_inspection found = {0};

	CHECK_OK(writ_mint(AT(cnode), AT(slot), RIGHT_ALL, 5u | 4ull << 32));
	CHECK_REFUSED(writ_mint(AT(cnode), AT(slot + 1), RIGHT_ALL, 32ull << 32),
	              STATUS_INVALID_ARGUMENT, 7);
	CHECK_OK(writ_copy(AT(reply), (struct writ_slot){slot, 0x53, 8}, RIGHT_ALL));
	CHECK_REFUSED(writ_copy(AT(reply), (struct writ_slot){slot, 0x43, 8}, RIGHT_ALL),
	              STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_copy(AT(reply), (struct writ_slot){slot, 0x50, 8}, RIGHT_ALL),
	              STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_copy(AT(reply), (struct writ_slot){slot, 0x53, 7}, RIGHT_ALL),
	              STATUS_INVALID_CAPABILITY, 1);
	CHECK_OK(writ_inspect((struct writ_slot){slot, 0x53, 8}, &found));
	CHECK_EQUAL(found.type, CAP_REPLY);
	CHECK_OK(writ_inspect((struct writ_slot){cnode, 3, 4}, &found));
	CHECK_EQUAL(found.type, CAP_REPLY);
	CHECK_OK(writ_inspect((struct writ_slot){slot, 0x54, 8}, &found));
	CHECK_EQUAL(found.type, CAP_NULL);
}

/* CNodes inside CNodes, down to the kernel's bound on levels. */
static void lookup_levels(void)
{
	uint32_t first = object_sized(CAP_CNODE, 1);
	uint32_t cnode = first, depth = 1;
	uint32_t reply = object(CAP_REPLY);
	struct writ_inspection found = {0};

	for (uint32_t level = 1; level < 8; level++) {
		uint32_t next = object_sized(CAP_CNODE, 1);

		CHECK_OK(writ_copy(AT(next), (struct writ_slot){cnode, 1, 1}, RIGHT_ALL));
		cnode = next;
		depth++;
	}
	CHECK_OK(writ_copy(AT(reply), (struct writ_slot){cnode, 1, 1}, RIGHT_ALL));
	CHECK_OK(writ_inspect((struct writ_slot){first, 0xff, depth}, &found));
	CHECK_EQUAL(found.type, CAP_REPLY);
	CHECK_REFUSED(writ_inspect((struct writ_slot){first, 0x1ff, depth + 1}, &found),
	              STATUS_INVALID_CAPABILITY, 1);
	/* Itself in itself: the lookup ends all the same. */
	first = object_sized(CAP_CNODE, 1);
	CHECK_OK(writ_copy(AT(first), (struct writ_slot){first, 1, 1}, RIGHT_ALL));
	CHECK_REFUSED(writ_inspect((struct writ_slot){first, 0xffffffff, 32}, &found),
	              STATUS_INVALID_CAPABILITY, 1);
	CHECK_OK(writ_inspect((struct writ_slot){first, 0xffffffff, 8}, &found));
	CHECK_EQUAL(found.type, CAP_CNODE);
	CHECK_OK(writ_delete(AT(first)));
}

static void move_keeps_place(void)
{
	uint32_t source = object(CAP_ENDPOINT);
	uint32_t slot = writ_slot_take(5);

	for (uint32_t i = 0; i < 3; i++)
		CHECK_OK(writ_mint(AT(source), AT(slot + i), RIGHT_ALL, i + 1));
	CHECK_OK(writ_move(AT(slot + 1), AT(slot + 3)));
	CHECK_EQUAL(type_of(slot + 1), CAP_NULL);
	CHECK_EQUAL(look(slot + 3).word0, 2);
	CHECK_EQUAL(look(slot + 3).rights, RIGHT_ALL);
	CHECK_OK(writ_move(AT(source), AT(slot + 4)));
	CHECK_EQUAL(type_of(source), CAP_NULL);
	CHECK_EQUAL(look(slot + 4).rights, RIGHT_ALL | RIGHT_OWN);
	CHECK_REFUSED(writ_move(AT(slot + 4), AT(slot)), STATUS_OCCUPIED, 1);
	CHECK_REFUSED(writ_move(AT(slot + 4), AT(slot + 4)), STATUS_OCCUPIED, 1);
	CHECK_REFUSED(writ_move(AT(source), AT(slot + 1)), STATUS_INVALID_CAPABILITY, 4);
	CHECK_REFUSED(writ_move(AT(slot + 4), AT(0)), STATUS_INVALID_CAPABILITY, 1);
	CHECK_OK(writ_revoke(AT(slot + 4)));
	CHECK_EQUAL(type_of(slot), CAP_NULL);
	CHECK_EQUAL(type_of(slot + 2), CAP_NULL);
	CHECK_EQUAL(type_of(slot + 3), CAP_NULL);
	CHECK_EQUAL(type_of(slot + 4), CAP_ENDPOINT);
}

/* Deleting withdraws what was derived, here three levels of it, and nothing else. */
static void delete_withdraws(void)
{
	uint32_t source = object(CAP_NOTIFICATION);
	uint32_t slot = writ_slot_take(6);

	CHECK_OK(writ_copy(AT(source), AT(slot), RIGHT_ALL));
	CHECK_OK(writ_copy(AT(slot), AT(slot + 1), RIGHT_ALL));
	CHECK_OK(writ_copy(AT(slot), AT(slot + 2), RIGHT_ALL));
	CHECK_OK(writ_copy(AT(slot + 2), AT(slot + 3), RIGHT_ALL));
	CHECK_OK(writ_copy(AT(source), AT(slot + 4), RIGHT_ALL));
	CHECK_OK(writ_delete(AT(slot)));
	for (uint32_t i = 0; i < 4; i++)
		CHECK_EQUAL(type_of(slot + i), CAP_NULL);
	CHECK_EQUAL(type_of(slot + 4), CAP_NOTIFICATION);
	CHECK_OK(writ_signal(slot + 4));
	CHECK_OK(writ_delete(AT(source)));
	CHECK_EQUAL(type_of(slot + 4), CAP_NULL);
	CHECK_OK(writ_delete(AT(source)));
	CHECK_OK(writ_revoke(AT(source)));
	CHECK_REFUSED(writ_delete(AT(0)), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_revoke(AT(4096)), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_delete((struct writ_slot){source, 1, 32}), STATUS_INVALID_CAPABILITY, 0);
}

static void rights_of_the_cnode(void)
{
	uint32_t cnode = object_sized(CAP_CNODE, 3);
	uint32_t reply = object(CAP_REPLY);
	uint32_t read = writ_loan(cnode, RIGHT_READ, 0);
	uint32_t write = writ_loan(cnode, RIGHT_WRITE, 0);
	uint32_t memory = writ_untyped_new(4096);
	uint32_t slot = writ_slot_take(2);
	struct writ_inspection found = {0};

	CHECK_OK(writ_copy(AT(reply), (struct writ_slot){cnode, 1, 3}, RIGHT_ALL));
	CHECK_OK(writ_inspect((struct writ_slot){read, 1, 3}, &found));
	CHECK_REFUSED(writ_inspect((struct writ_slot){write, 1, 3}, &found), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_delete((struct writ_slot){read, 1, 3}), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_revoke((struct writ_slot){read, 1, 3}), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_cancel_badged_sends((struct writ_slot){write, 1, 3}), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_copy(AT(reply), (struct writ_slot){read, 2, 3}, RIGHT_ALL), STATUS_NO_RIGHT, 0);
	CHECK_OK(writ_copy(AT(reply), (struct writ_slot){write, 2, 3}, RIGHT_ALL));
	CHECK_OK(writ_delete((struct writ_slot){write, 2, 3}));
	CHECK_OK(writ_copy((struct writ_slot){read, 1, 3}, AT(slot), RIGHT_ALL));
	CHECK_OK(writ_delete(AT(slot)));
	/* Taking something out of a CNode, and making something in it, changes it. */
	CHECK_REFUSED(writ_move((struct writ_slot){read, 1, 3}, AT(slot)), STATUS_NO_RIGHT, 3);
	CHECK_REFUSED(writ_retype(memory, CAP_REPLY, 0, (struct writ_slot){read, 4, 3}, 1),
	              STATUS_NO_RIGHT, 3);
	CHECK_OK(writ_retype(memory, CAP_REPLY, 0, (struct writ_slot){write, 4, 3}, 1));
	CHECK_OK(writ_delete((struct writ_slot){write, 1, 3}));
}

/* A CNode takes along what it holds: here an owner, so the object goes too. */
static void destroy_cnode(void)
{
	uint32_t memory = writ_untyped_new(1u << 16);
	uint32_t cnode = object_sized(CAP_CNODE, 9);
	uint32_t loan = writ_slot_take(1);

	for (uint32_t i = 1; i < 64; i++)
		CHECK_OK(writ_retype(memory, CAP_REPLY, 0, (struct writ_slot){cnode, i * 7, 9}, 1));
	CHECK_OK(writ_copy((struct writ_slot){cnode, 14, 9}, AT(loan), RIGHT_ALL));
	CHECK_EQUAL(type_of(loan), CAP_REPLY);
	CHECK_OK(writ_delete(AT(cnode)));
	CHECK_EQUAL(type_of(loan), CAP_NULL);
	CHECK_EQUAL(type_of(cnode), CAP_NULL);
}

/* Two CNodes that hold each other's owner. */
static void destroy_cycle(void)
{
	uint32_t memory = writ_untyped_new(1u << 16);
	uint32_t slot = writ_slot_take(2);

	CHECK_OK(writ_retype(memory, CAP_CNODE, 4, AT(slot), 2));
	CHECK_OK(writ_copy(AT(slot), (struct writ_slot){slot + 1, 1, 4}, RIGHT_ALL));
	CHECK_OK(writ_move(AT(slot + 1), (struct writ_slot){slot, 1, 4}));
	CHECK_OK(writ_move(AT(slot), (struct writ_slot){slot, 2, 4}));
	CHECK_OK(writ_revoke(AT(memory)));
	CHECK_OK(writ_retype(memory, CAP_CNODE, 4, AT(slot), 2));
	CHECK_OK(writ_delete(AT(memory)));
	CHECK_EQUAL(type_of(slot), CAP_NULL);
}

static void revoke_many(void)
{
	uint32_t source = object(CAP_NOTIFICATION);
	uint32_t slot = writ_slot_take(1000);

	for (uint32_t i = 0; i < 1000; i++)
		CHECK_OK(writ_copy(AT(i % 3 == 0 ? source : slot + i - 1), AT(slot + i), RIGHT_ALL));
	CHECK_OK(writ_revoke(AT(source)));
	for (uint32_t i = 0; i < 1000; i++)
		if (type_of(slot + i) != CAP_NULL)
			CHECK_EQUAL(i, 1000);
	CHECK_EQUAL(type_of(source), CAP_NOTIFICATION);
	CHECK_OK(writ_signal(source));
}

int main(void)
{
	RUN(copy_shrinks_rights);
	RUN(copy_refuses);
	RUN(copy_depth);
	RUN(mint_badges);
	RUN(mint_guards);
	RUN(lookup_levels);
	RUN(move_keeps_place);
	RUN(delete_withdraws);
	RUN(rights_of_the_cnode);
	RUN(destroy_cnode);
	RUN(destroy_cycle);
	RUN(revoke_many);
	test_end();
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Mutate and exchange.
 */
#include "space.h"

#define WINDOW 0x40000000u
#define RW (RIGHT_READ | RIGHT_WRITE)

static struct picture before;

/* The call is refused like this, and nothing of the slots from `first` on has changed. */
#define UNCHANGED(first, call, status, argument) \
	do { \
		picture_take(&before, ROOT_CNODE, 0, first); \
		CHECK_REFUSED(call, status, argument); \
		CHECK(picture_same(&before)); \
	} while (0)

static void mutate_sets_a_badge(void)
{
	uint32_t first = writ_slot_take(4), notification = object(CAP_NOTIFICATION);
	struct writ_inspection was = look(notification), is;
	uint64_t word = 0;

	CHECK_OK(writ_mutate(AT(notification), AT(first), 0x123456789abcdef0ull));
	is = look(first);
	CHECK_EQUAL(type_of(notification), CAP_NULL);
	CHECK_EQUAL(is.word0, 0x9abcdef0);
	CHECK_EQUAL(is.word1, 0x12345678);
	/* All else is as after a move. */
	CHECK_EQUAL(is.type, was.type);
	CHECK_EQUAL(is.rights, was.rights);
	CHECK_EQUAL(is.depth, was.depth);
	CHECK_EQUAL(is.bytes, was.bytes);
	CHECK_OK(writ_signal(first));
	CHECK_OK(writ_poll(first, &word));
	CHECK(word == 0x123456789abcdef0ull);
	/* What is lent has the badge. */
	CHECK_OK(writ_copy(AT(first), AT(first + 1), RIGHT_ALL));
	CHECK_EQUAL(look(first + 1).word0, 0x9abcdef0);
	CHECK_OK(writ_delete(AT(first)));
	CHECK_EQUAL(type_of(first + 1), CAP_NULL);
}

/* A loan keeps its place when it is given a badge: it goes with its source. */
static void mutate_of_a_loan(void)
{
	uint32_t first = writ_slot_take(2), endpoint = object(CAP_ENDPOINT);
	uint32_t loan = writ_loan(endpoint, RIGHT_CALL, 0);

	CHECK_OK(writ_mutate(AT(loan), AT(first), 77));
	CHECK_EQUAL(look(first).word0, 77);
	CHECK_EQUAL(look(first).rights, RIGHT_CALL);
	CHECK_EQUAL(look(first).depth, look(endpoint).depth + 1);
	CHECK_EQUAL(look(endpoint).word0, 0);
	CHECK_OK(writ_revoke(AT(endpoint)));
	CHECK_EQUAL(type_of(first), CAP_NULL);
}

static void mutate_badges_once(void)
{
	uint32_t first = writ_slot_take(PICTURE_ROOT), endpoint = first, i;
	uint32_t memory = writ_untyped_new(4096);

	CHECK_OK(writ_retype(memory, CAP_ENDPOINT, 0, AT(first), 2));
	CHECK_OK(writ_mutate(AT(endpoint), AT(first + 2), 1ull << 63));
	UNCHANGED(first, writ_mutate(AT(first + 2), AT(first + 3), 5), STATUS_INVALID_ARGUMENT, 7);
	UNCHANGED(first, writ_mutate(AT(first + 2), AT(first + 3), 0), STATUS_INVALID_ARGUMENT, 7);
	UNCHANGED(first, writ_mint(AT(first + 2), AT(first + 3), RIGHT_ALL, 5), STATUS_INVALID_ARGUMENT, 7);
	/* The badge 0 is none: it can still be given one. */
	CHECK_OK(writ_mutate(AT(first + 1), AT(first + 3), 0));
	CHECK_OK(writ_mutate(AT(first + 3), AT(first + 4), 6));
	CHECK_EQUAL(look(first + 4).word0, 6);
	for (i = 0; i < 2; i++)
		UNCHANGED(first, writ_mutate(AT(first + 4), AT(first + 5), 1ull << i * 32),
		          STATUS_INVALID_ARGUMENT, 7);
	CHECK_OK(writ_delete(AT(memory)));
}

/* What was lent without a badge would differ from its source. */
static void mutate_not_with_loans(void)
{
	uint32_t first = writ_slot_take(PICTURE_ROOT), memory = writ_untyped_new(4096);

	CHECK_OK(writ_retype(memory, CAP_ENDPOINT, 0, AT(first), 1));
	CHECK_OK(writ_copy(AT(first), AT(first + 1), RIGHT_ALL));
	UNCHANGED(first, writ_mutate(AT(first), AT(first + 2), 5), STATUS_INVALID_ARGUMENT, 7);
	CHECK_OK(writ_delete(AT(first + 1)));
	CHECK_OK(writ_mutate(AT(first), AT(first + 2), 5));
	CHECK_OK(writ_delete(AT(memory)));
}

/* A CNode gets another guard as often as one likes, with loans or without. */
static void mutate_sets_a_guard(void)
{
	uint32_t first = writ_slot_take(4), cnode = object_sized(CAP_CNODE, 4);
	uint32_t reply = object(CAP_REPLY);

	CHECK_OK(writ_copy(AT(reply), IN(cnode, 4, 3), RIGHT_ALL));
	CHECK_OK(writ_copy(AT(cnode), AT(first + 3), RIGHT_ALL));
	CHECK_OK(writ_mutate(AT(cnode), AT(first), 0xau | 4ull << 32));
	CHECK_EQUAL(look_at((struct writ_slot){first, 0xa3, 8}).type, CAP_REPLY);
	CHECK_REFUSED(writ_delete((struct writ_slot){first, 0x93, 8}), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_delete((struct writ_slot){first, 3, 4}), STATUS_INVALID_CAPABILITY, 1);
	CHECK_OK(writ_mutate(AT(first), AT(first + 1), 1u | 28ull << 32));
	CHECK_EQUAL(look_at((struct writ_slot){first + 1, 0x13, 32}).type, CAP_REPLY);
	CHECK_OK(writ_mutate(AT(first + 1), AT(first), 31ull << 32));
	CHECK_OK(writ_mutate(AT(first), AT(first + 1), 0));
	CHECK_EQUAL(look_at(IN(first + 1, 4, 3)).type, CAP_REPLY);
	/* The loan kept its own, none, and still goes with it. */
	CHECK_EQUAL(look_at(IN(first + 3, 4, 3)).type, CAP_REPLY);
	CHECK_OK(writ_delete(AT(first + 1)));
	CHECK_EQUAL(type_of(first + 3), CAP_NULL);
}

static void mutate_guard_too_long(void)
{
	static const uint32_t bits[] = {32, 33, 64, 0x80000000, 0xffffffff};
	uint32_t first = writ_slot_take(PICTURE_ROOT), memory = writ_untyped_new(4096);

	CHECK_OK(writ_retype(memory, CAP_CNODE, 2, AT(first), 1));
	for (uint32_t i = 0; i < sizeof bits / sizeof bits[0]; i++)
		UNCHANGED(first, writ_mutate(AT(first), AT(first + 1), (uint64_t)bits[i] << 32),
		          STATUS_INVALID_ARGUMENT, 7);
	CHECK_OK(writ_delete(AT(memory)));
}

/* Nothing else has a badge or a guard. */
static void mutate_refuses_types(void)
{
	static const uint32_t types[] = {CAP_THREAD, CAP_REPLY, CAP_SCHED_CONTEXT, CAP_VSPACE, CAP_PAGE_TABLE};
	uint32_t first = writ_slot_take(PICTURE_ROOT), memory = writ_untyped_new(1u << 17), i;

	for (i = 0; i < 5; i++)
		CHECK_OK(writ_retype(memory, types[i], 0, AT(first + i), 1));
	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(first + 5), 1));
	CHECK_OK(writ_retype(memory, CAP_UNTYPED, 4, AT(first + 6), 1));
	CHECK_OK(writ_copy(AT(ROOT_MACHINE), AT(first + 7), RIGHT_ALL));
	CHECK_OK(writ_copy(AT(writ_boot_irq(34)), AT(first + 8), RIGHT_ALL));
	for (i = 0; i < 9; i++) {
		UNCHANGED(first, writ_mutate(AT(first + i), AT(first + 20), 0), STATUS_INVALID_ARGUMENT, 7);
		UNCHANGED(first, writ_mutate(AT(first + i), AT(first + 20), ~0ull), STATUS_INVALID_ARGUMENT, 7);
	}
	CHECK_OK(writ_delete(AT(memory)));
}

/* At the slot returned: an endpoint; 3 on: a CNode with another endpoint in its slot 1; 4 on: a loan
   of it that gives RIGHT_READ only.  All of it is made of *memory. */
static uint32_t refusal_slots(uint32_t *memory)
{
	uint32_t first = writ_slot_take(PICTURE_ROOT);

	*memory = writ_untyped_new(1u << 16);
	CHECK_OK(writ_retype(*memory, CAP_ENDPOINT, 0, AT(first), 2));
	CHECK_OK(writ_retype(*memory, CAP_CNODE, 2, AT(first + 3), 1));
	CHECK_OK(writ_copy(AT(first + 3), AT(first + 4), RIGHT_READ));
	CHECK_OK(writ_move(AT(first + 1), IN(first + 3, 2, 1)));
	return first;
}

static void mutate_refuses_slots(void)
{
	uint32_t memory, first = refusal_slots(&memory), read = first + 4;

	UNCHANGED(first, writ_mutate(AT(first), AT(first + 3), 5), STATUS_OCCUPIED, 1);
	UNCHANGED(first, writ_mutate(AT(first), AT(first), 5), STATUS_OCCUPIED, 1);
	UNCHANGED(first, writ_mutate(AT(first), AT(0), 5), STATUS_INVALID_CAPABILITY, 1);
	UNCHANGED(first, writ_mutate(AT(first), AT(4096), 5), STATUS_INVALID_CAPABILITY, 1);
	UNCHANGED(first, writ_mutate(AT(first + 9), AT(first + 10), 5), STATUS_INVALID_CAPABILITY, 4);
	UNCHANGED(first, writ_mutate(AT(0), AT(first + 10), 5), STATUS_INVALID_CAPABILITY, 4);
	/* It changes both CNodes. */
	UNCHANGED(first, writ_mutate(AT(first), IN(read, 2, 2), 5), STATUS_NO_RIGHT, 0);
	UNCHANGED(first, writ_mutate(IN(read, 2, 1), AT(first + 10), 5), STATUS_NO_RIGHT, 3);
	CHECK_EQUAL(look_at(IN(first + 3, 2, 1)).word0, 0);
	CHECK_OK(writ_mutate(IN(first + 3, 2, 1), AT(first + 10), 5));
	CHECK_OK(writ_delete(AT(memory)));
}

/* Each takes its place in the tree along: what was lent of it, and whose loan it is. */
static void exchange_two_owners(void)
{
	uint32_t first = writ_slot_take(4), notification = object(CAP_NOTIFICATION);
	uint32_t endpoint = object(CAP_ENDPOINT);

	CHECK_OK(writ_copy(AT(notification), AT(first), RIGHT_ALL));
	CHECK_OK(writ_mint(AT(endpoint), AT(first + 1), RIGHT_ALL, 9));
	CHECK_OK(writ_exchange(AT(notification), AT(endpoint)));
	CHECK_EQUAL(type_of(notification), CAP_ENDPOINT);
	CHECK_EQUAL(type_of(endpoint), CAP_NOTIFICATION);
	CHECK_EQUAL(look(notification).rights, RIGHT_ALL | RIGHT_OWN);
	CHECK_EQUAL(look(endpoint).rights, RIGHT_ALL | RIGHT_OWN);
	CHECK_OK(writ_revoke(AT(notification)));
	CHECK_EQUAL(type_of(first), CAP_NOTIFICATION);
	CHECK_EQUAL(type_of(first + 1), CAP_NULL);
	CHECK_OK(writ_signal(endpoint));
	CHECK_OK(writ_poll(first, 0));
	CHECK_OK(writ_delete(AT(endpoint)));
	CHECK_EQUAL(type_of(first), CAP_NULL);
	CHECK_EQUAL(type_of(notification), CAP_ENDPOINT);
	CHECK_OK(writ_delete(AT(notification)));
}

static void exchange_with_its_own_loan(void)
{
	for (uint32_t turn = 0; turn < 2; turn++) {
		uint32_t first = writ_slot_take(3), owner = object(CAP_NOTIFICATION);

		for (uint32_t i = 0; i < 3; i++)
			CHECK_OK(writ_mint(AT(owner), AT(first + i), RIGHT_WRITE, i + 1));
		if (turn == 0)
			CHECK_OK(writ_exchange(AT(owner), AT(first + 1)));
		else
			CHECK_OK(writ_exchange(AT(first + 1), AT(owner)));
		CHECK_EQUAL(look(first + 1).rights, RIGHT_ALL | RIGHT_OWN);
		CHECK_EQUAL(look(first + 1).word0, 0);
		CHECK_EQUAL(look(owner).rights, RIGHT_WRITE);
		CHECK_EQUAL(look(owner).word0, 2);
		CHECK_EQUAL(look(owner).depth, look(first + 1).depth + 1);
		CHECK_OK(writ_revoke(AT(first + 1)));
		CHECK_EQUAL(type_of(owner), CAP_NULL);
		CHECK_EQUAL(type_of(first), CAP_NULL);
		CHECK_EQUAL(type_of(first + 2), CAP_NULL);
		CHECK_EQUAL(type_of(first + 1), CAP_NOTIFICATION);
		CHECK_OK(writ_delete(AT(first + 1)));
	}
}

/* Two loans of one source, neighbours among its children. */
static void exchange_of_siblings(void)
{
	uint32_t first = writ_slot_take(4), owner = object(CAP_ENDPOINT);

	for (uint32_t i = 0; i < 3; i++)
		CHECK_OK(writ_mint(AT(owner), AT(first + i), RIGHT_ALL, i + 1));
	CHECK_OK(writ_copy(AT(first), AT(first + 3), RIGHT_ALL));
	CHECK_OK(writ_exchange(AT(first), AT(first + 1)));
	CHECK_EQUAL(look(first).word0, 2);
	CHECK_EQUAL(look(first + 1).word0, 1);
	CHECK_OK(writ_delete(AT(first)));
	CHECK_EQUAL(type_of(first + 3), CAP_ENDPOINT);
	CHECK_OK(writ_delete(AT(first + 1)));
	CHECK_EQUAL(type_of(first + 3), CAP_NULL);
	CHECK_EQUAL(look(first + 2).word0, 3);
	CHECK_OK(writ_revoke(AT(owner)));
	CHECK_EQUAL(type_of(first + 2), CAP_NULL);
}

/* Memory with what was made of it, and what is mapped. */
static void exchange_of_memory(void)
{
	volatile uint32_t *words = (volatile uint32_t *)WINDOW;
	uint32_t first = writ_slot_take(2), memory = writ_untyped_new(1u << 16);
	uint32_t reply = object(CAP_REPLY), frame = object_sized(CAP_FRAME, 12);

	CHECK_OK(writ_retype(memory, CAP_NOTIFICATION, 0, AT(first), 1));
	CHECK_OK(writ_page_map(frame, ROOT_VSPACE, WINDOW, RW, MEMORY_CACHED));
	words[0] = 5;
	CHECK_OK(writ_exchange(AT(memory), AT(frame)));
	CHECK_OK(writ_exchange(AT(memory), AT(reply)));
	CHECK_EQUAL(words[0], 5);
	CHECK_REFUSED(writ_retype(memory, CAP_REPLY, 0, AT(first + 1), 1), STATUS_INVALID_CAPABILITY, 0);
	CHECK_OK(writ_retype(frame, CAP_NOTIFICATION, 0, AT(first + 1), 1));
	CHECK_EQUAL(look(frame).word0, 32);
	CHECK_OK(writ_frame_unmap(reply));
	CHECK_OK(writ_page_map(reply, ROOT_VSPACE, WINDOW, RW, MEMORY_CACHED));
	CHECK_EQUAL(words[0], 5);
	CHECK_OK(writ_revoke(AT(frame)));
	CHECK_EQUAL(type_of(first), CAP_NULL);
	CHECK_EQUAL(type_of(first + 1), CAP_NULL);
	CHECK_EQUAL(type_of(reply), CAP_FRAME);
	CHECK_OK(writ_delete(AT(reply)));
}

/* Between two CNodes, with the capability of one of them in the other. */
static void exchange_between_cnodes(void)
{
	uint32_t slot = writ_slot_take(1), a = object_sized(CAP_CNODE, 2), b = object_sized(CAP_CNODE, 3);
	uint32_t memory = writ_untyped_new(1024);

	CHECK_OK(writ_retype(memory, CAP_NOTIFICATION, 0, IN(a, 2, 3), 1));
	CHECK_OK(writ_copy(AT(a), IN(b, 3, 7), RIGHT_ALL));
	CHECK_OK(writ_exchange(IN(a, 2, 3), IN(b, 3, 7)));
	CHECK_EQUAL(look_at(IN(a, 2, 3)).type, CAP_CNODE);
	CHECK_EQUAL(look_at(IN(b, 3, 7)).type, CAP_NOTIFICATION);
	CHECK_OK(writ_copy(IN(b, 3, 7), AT(slot), RIGHT_ALL));
	/* The owner is in b now: it outlives a. */
	CHECK_OK(writ_delete(AT(a)));
	CHECK_OK(writ_signal(slot));
	CHECK_OK(writ_delete(AT(b)));
	CHECK_EQUAL(type_of(slot), CAP_NULL);
}

/* The CNode that is asked, with something in it. */
static void exchange_of_the_cnode_asked(void)
{
	uint32_t cnode = object_sized(CAP_CNODE, 2), reply = object(CAP_REPLY);

	CHECK_OK(writ_move(AT(reply), IN(cnode, 2, 2)));
	CHECK_OK(writ_exchange(IN(cnode, 2, 2), AT(cnode)));
	CHECK_EQUAL(type_of(cnode), CAP_REPLY);
	CHECK_EQUAL(type_of(reply), CAP_NULL);
	CHECK_OK(writ_delete(AT(cnode)));
}

static void exchange_refuses(void)
{
	uint32_t memory, first = refusal_slots(&memory), read = first + 4;

	UNCHANGED(first, writ_exchange(AT(first), AT(first)), STATUS_INVALID_ARGUMENT, 4);
	UNCHANGED(first, writ_exchange(AT(first + 9), AT(first)), STATUS_INVALID_CAPABILITY, 1);
	UNCHANGED(first, writ_exchange(AT(first), AT(first + 9)), STATUS_INVALID_CAPABILITY, 4);
	UNCHANGED(first, writ_exchange(AT(first + 9), AT(first + 9)), STATUS_INVALID_CAPABILITY, 1);
	UNCHANGED(first, writ_exchange(AT(0), AT(first)), STATUS_INVALID_CAPABILITY, 1);
	UNCHANGED(first, writ_exchange(AT(first), AT(0)), STATUS_INVALID_CAPABILITY, 4);
	UNCHANGED(first, writ_exchange(AT(first), AT(4096)), STATUS_INVALID_CAPABILITY, 4);
	UNCHANGED(first, writ_exchange(IN(read, 2, 1), AT(first)), STATUS_NO_RIGHT, 0);
	UNCHANGED(first, writ_exchange(AT(first), IN(read, 2, 1)), STATUS_NO_RIGHT, 3);
	/* The same slot by another name is the same slot. */
	UNCHANGED(first, writ_exchange(AT(first), (struct writ_slot){0, first, 32}),
	          STATUS_INVALID_ARGUMENT, 4);
	CHECK_OK(writ_exchange(AT(first), IN(first + 3, 2, 1)));
	CHECK_OK(writ_delete(AT(memory)));
}

int main(void)
{
	RUN(mutate_sets_a_badge);
	RUN(mutate_of_a_loan);
	RUN(mutate_badges_once);
	RUN(mutate_not_with_loans);
	RUN(mutate_sets_a_guard);
	RUN(mutate_guard_too_long);
	RUN(mutate_refuses_types);
	RUN(mutate_refuses_slots);
	RUN(exchange_two_owners);
	RUN(exchange_with_its_own_loan);
	RUN(exchange_of_siblings);
	RUN(exchange_of_memory);
	RUN(exchange_between_cnodes);
	RUN(exchange_of_the_cnode_asked);
	RUN(exchange_refuses);
	test_end();
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Bad arguments of the operations on CNodes and untyped memory: from a call that is
 * right, one argument at a time is replaced; the answer names it, and no slot changes.
 */
#include "space.h"

#define RADIX 5u

/* Slots of the CNode that the calls are about. */
#define ENDPOINT 1u
#define LOAN 2u
#define OTHER 5u
#define EMPTY 20u

static uint32_t cnode, memory, first;
static struct picture before;

struct good {
	uint32_t operation;
	uint32_t arguments[8];
};

/* Calls that are right; CNODE stands for the CNode's address. */
#define CNODE 0xc40deu
static const struct good goods[] = {
	{CNODE_COPY, {EMPTY, 32, CNODE, ENDPOINT, 32, RIGHT_ALL}},
	{CNODE_MINT, {EMPTY, 32, CNODE, ENDPOINT, 32, RIGHT_ALL, 7, 7}},
	{CNODE_MOVE, {EMPTY, 32, CNODE, OTHER, 32}},
	{CNODE_MUTATE, {EMPTY, 32, CNODE, OTHER, 32, 0, 7, 7}},
	{CNODE_EXCHANGE, {ENDPOINT, 32, CNODE, OTHER, 32}},
	{CNODE_DELETE, {ENDPOINT, 32}},
	{CNODE_REVOKE, {ENDPOINT, 32}},
	{CNODE_INSPECT, {ENDPOINT, 32}},
	{CNODE_CANCEL_BADGED_SENDS, {ENDPOINT, 32, 0}},
	{UNTYPED_RETYPE, {CAP_REPLY, 0, CNODE, EMPTY, 32, 2}},
};

static const struct good *good_of(uint32_t operation)
{
	uint32_t i = 0;

	while (goods[i].operation != operation)
		i++;
	return &goods[i];
}

/* The CNode with what the calls are about in it, and all of it behind a guard of 27 bits. */
static void scene(void)
{
	CHECK_OK(writ_revoke(AT(memory)));
	CHECK_OK(writ_retype(memory, CAP_CNODE, RADIX, AT(first), 1));
	CHECK_OK(writ_mint(AT(first), AT(cnode), RIGHT_ALL, (uint64_t)(32u - RADIX) << 32));
	CHECK_OK(writ_retype(memory, CAP_ENDPOINT, 0, IN(first, RADIX, ENDPOINT), 1));
	CHECK_OK(writ_mint(IN(first, RADIX, ENDPOINT), IN(first, RADIX, LOAN), RIGHT_ALL, 3));
	CHECK_OK(writ_retype(memory, CAP_NOTIFICATION, 0, IN(first, RADIX, OTHER), 1));
}

/* The good call of the operation with argument k (1..8, 0: none) replaced. */
static uint32_t call_with(uint32_t operation, uint32_t k, uint32_t value)
{
	const struct good *good = good_of(operation);
	uint32_t arguments[8];

	for (uint32_t i = 0; i < 8; i++)
		arguments[i] = good->arguments[i] == CNODE ? cnode : good->arguments[i];
	if (k != 0)
		arguments[k - 1] = value;
	return writ_invoke(operation == UNTYPED_RETYPE ? memory : cnode, operation, arguments, 0);
}

static void refused(uint32_t operation, uint32_t k, uint32_t value, uint32_t status, uint32_t argument)
{
	uint32_t result = call_with(operation, k, value), expected = status | argument << 8;

	if (result != expected)
		printf("operation %lu, argument %lu = %#lx:\n", (unsigned long)operation, (unsigned long)k,
		       (unsigned long)value);
	check_result(result, expected, "the call", __FILE__, __LINE__);
	CHECK(picture_same(&before));
}

/* Runs one test of every operation with the scene set up. */
static void with_scene(void (*test)(uint32_t operation))
{
	scene();
	picture_take(&before, first, RADIX, memory);
	for (uint32_t i = 0; i < sizeof goods / sizeof goods[0]; i++)
		test(goods[i].operation);
}

/* Does it leave all slots as they are? */
static bool looks_only(uint32_t operation)
{
	return operation == CNODE_INSPECT || operation == CNODE_CANCEL_BADGED_SENDS;
}

static bool has_source(uint32_t operation)
{
	return operation != CNODE_DELETE && operation != CNODE_REVOKE && !looks_only(operation)
	    && operation != UNTYPED_RETYPE;
}

/* Which argument is the index of the slot that is changed. */
static uint32_t slot_argument(uint32_t operation)
{
	return operation == UNTYPED_RETYPE ? 4 : 1;
}

static const uint32_t bad_indices[] = {0, 32, 33, 63, 0x7fffffff, 0x80000000, 0x80000014, 0xfffffffe, 0xffffffff};
static const uint32_t bad_depths[] = {0, 1, 4, 5, 31, 33, 64, 0x80000000, 0x80000020, 0xffffffff};
static const uint32_t bad_roots[] = {4096, 0x7fffffff, 0x80000000, 0xffffffff};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The other calls below are refused because of what is replaced: as they are they are right. */
static void as_it_is(uint32_t operation)
{
	CHECK_OK(call_with(operation, 0, 0));
	CHECK_EQUAL(picture_same(&before), looks_only(operation));
	scene();
}

static void index_of(uint32_t operation)
{
	uint32_t k = slot_argument(operation);

	for (uint32_t i = 0; i < COUNT(bad_indices); i++)
		refused(operation, k, bad_indices[i], STATUS_INVALID_CAPABILITY, k);
}

static void depth_of(uint32_t operation)
{
	uint32_t k = slot_argument(operation);

	for (uint32_t i = 0; i < COUNT(bad_depths); i++)
		refused(operation, k + 1, bad_depths[i], STATUS_INVALID_CAPABILITY, k);
}

static void root_of(uint32_t operation)
{
	if (has_source(operation) || operation == UNTYPED_RETYPE)
		for (uint32_t i = 0; i < COUNT(bad_roots); i++)
			refused(operation, 3, bad_roots[i], STATUS_INVALID_CAPABILITY, 3);
}

static void source_index_of(uint32_t operation)
{
	if (!has_source(operation))
		return;
	for (uint32_t i = 0; i < COUNT(bad_indices); i++)
		refused(operation, 4, bad_indices[i], STATUS_INVALID_CAPABILITY, 4);
	refused(operation, 4, EMPTY + 1, STATUS_INVALID_CAPABILITY, 4);
}

static void source_depth_of(uint32_t operation)
{
	if (has_source(operation))
		for (uint32_t i = 0; i < COUNT(bad_depths); i++)
			refused(operation, 5, bad_depths[i], STATUS_INVALID_CAPABILITY, 4);
}

/* One's own source and destination. */
static void same_slot_of(uint32_t operation)
{
	if (operation == CNODE_EXCHANGE) {
		refused(operation, 4, ENDPOINT, STATUS_INVALID_ARGUMENT, 4);
		refused(operation, 1, OTHER, STATUS_INVALID_ARGUMENT, 4);
	} else if (has_source(operation)) {
		refused(operation, 1, good_of(operation)->arguments[3], STATUS_OCCUPIED, 1);
		/* An empty one has nothing to give. */
		refused(operation, 4, EMPTY, STATUS_INVALID_CAPABILITY, 4);
	}
}

static void occupied_slot_of(uint32_t operation)
{
	if (operation == UNTYPED_RETYPE || (has_source(operation) && operation != CNODE_EXCHANGE)) {
		refused(operation, slot_argument(operation), LOAN, STATUS_OCCUPIED, slot_argument(operation));
		refused(operation, slot_argument(operation), ENDPOINT, STATUS_OCCUPIED, slot_argument(operation));
	}
}

/* What is in the slot is an endpoint, or nothing can be cancelled. */
static void no_endpoint_of(uint32_t operation)
{
	static const uint32_t others[] = {OTHER, EMPTY};

	if (operation == CNODE_CANCEL_BADGED_SENDS)
		for (uint32_t i = 0; i < COUNT(others); i++)
			refused(operation, 1, others[i], STATUS_INVALID_CAPABILITY, 1);
}

static void retype_values_of(uint32_t operation)
{
	static const uint32_t types[] = {0, 11, 12, 13, 255, 256, 262, 0x80000006, 0xffffffff};
	static const uint32_t sizes[] = {1, 5, 12, 0x80000000, 0xffffffff};
	static const uint32_t numbers[] = {0, 13, 32, 256, 257, 0x80000001, 0xffffffff};

	if (operation != UNTYPED_RETYPE)
		return;
	for (uint32_t i = 0; i < COUNT(types); i++)
		refused(operation, 1, types[i], STATUS_INVALID_ARGUMENT, 1);
	for (uint32_t i = 0; i < COUNT(sizes); i++)
		refused(operation, 2, sizes[i], STATUS_INVALID_ARGUMENT, 2);
	for (uint32_t i = 0; i < COUNT(numbers); i++)
		refused(operation, 6, numbers[i], STATUS_OUT_OF_RANGE, 6);
	/* 12 slots are left from the slot on. */
	CHECK_OK(call_with(operation, 6, 12));
	scene();
}

/* All alike, and through every register that can matter. */
static void fill_of(uint32_t operation)
{
	static const uint32_t fills[] = {0, 0xffffffff, 0x80000000, 0x7fffffff};
	uint32_t capability = operation == UNTYPED_RETYPE ? memory : cnode, arguments[8], results[4];
	uint32_t status = operation == UNTYPED_RETYPE ? STATUS_INVALID_ARGUMENT : STATUS_INVALID_CAPABILITY;

	for (uint32_t f = 0; f < COUNT(fills); f++) {
		for (uint32_t i = 0; i < 8; i++)
			arguments[i] = fills[f];
		CHECK_REFUSED(writ_invoke(capability, operation, arguments, results), status, 1);
		/* Nothing but r0 changes. */
		for (uint32_t i = 0; i < 4; i++)
			CHECK_EQUAL(results[i], fills[f]);
		CHECK_REFUSED(writ_invoke(fills[f], operation, arguments, results), STATUS_INVALID_CAPABILITY, 0);
		CHECK(picture_same(&before));
	}
}

static void as_they_are(void) { with_scene(as_it_is); }
static void bad_index(void) { with_scene(index_of); }
static void bad_depth(void) { with_scene(depth_of); }
static void bad_root(void) { with_scene(root_of); }
static void bad_source_index(void) { with_scene(source_index_of); }
static void bad_source_depth(void) { with_scene(source_depth_of); }
static void slot_with_itself(void) { with_scene(same_slot_of); }
static void slot_occupied(void) { with_scene(occupied_slot_of); }
static void no_endpoint(void) { with_scene(no_endpoint_of); }
static void bad_type_size_number(void) { with_scene(retype_values_of); }
static void all_zeros_all_ones(void) { with_scene(fill_of); }

/* Operations that there are not, or not on this type. */
static void bad_operation(void)
{
	static const uint32_t numbers[] = {0, 2, 9, CNODE_LAST + 1, 20, 30, 63, 255, 0x8000000a, 0xffffffff};
	static const uint32_t none[8];

	scene();
	picture_take(&before, first, RADIX, memory);
	for (uint32_t i = 0; i < COUNT(numbers); i++) {
		CHECK_REFUSED(writ_invoke(cnode, numbers[i], none, 0), STATUS_INVALID_CALL, 0);
		CHECK_REFUSED(writ_invoke(memory, numbers[i], none, 0), STATUS_INVALID_CALL, 0);
	}
	CHECK_REFUSED(writ_invoke(cnode, UNTYPED_RETYPE, none, 0), STATUS_INVALID_CALL, 0);
	for (uint32_t operation = CNODE_COPY; operation <= CNODE_LAST; operation++)
		CHECK_REFUSED(writ_invoke(memory, operation, none, 0), STATUS_INVALID_CALL, 0);
	CHECK(picture_same(&before));
}

/* A CNode that holds itself, as source, destination and both. */
static void cnode_in_itself(void)
{
	struct writ_slot inside;

	scene();
	CHECK_OK(writ_copy(AT(cnode), IN(first, RADIX, 9), RIGHT_ALL));
	inside = (struct writ_slot){cnode, 9, 32};
	picture_take(&before, first, RADIX, memory);
	CHECK_REFUSED(writ_copy(inside, inside, RIGHT_ALL), STATUS_OCCUPIED, 1);
	CHECK_REFUSED(writ_move(inside, inside), STATUS_OCCUPIED, 1);
	CHECK_REFUSED(writ_mutate(inside, inside, 5), STATUS_OCCUPIED, 1);
	CHECK_REFUSED(writ_exchange(inside, inside), STATUS_INVALID_ARGUMENT, 4);
	CHECK(picture_same(&before));
	CHECK_OK(writ_move(inside, (struct writ_slot){cnode, 10, 32}));
	CHECK_OK(writ_exchange((struct writ_slot){cnode, 10, 32}, AT(first)));
	CHECK_EQUAL(look_at((struct writ_slot){cnode, 10, 32}).rights, RIGHT_ALL | RIGHT_OWN);
	CHECK_EQUAL(type_of(first), CAP_CNODE);
	CHECK_OK(writ_delete((struct writ_slot){cnode, 10, 32}));
	CHECK_EQUAL(type_of(cnode), CAP_NULL);
	CHECK_EQUAL(type_of(first), CAP_NULL);
}

int main(void)
{
	memory = writ_untyped_new(1u << 14);
	first = writ_slot_take(PICTURE_ROOT);
	cnode = first + 1;
	RUN(as_they_are);
	RUN(bad_index);
	RUN(bad_depth);
	RUN(bad_root);
	RUN(bad_source_index);
	RUN(bad_source_depth);
	RUN(slot_with_itself);
	RUN(slot_occupied);
	RUN(no_endpoint);
	RUN(bad_type_size_number);
	RUN(all_zeros_all_ones);
	RUN(bad_operation);
	RUN(cnode_in_itself);
	test_end();
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Loans and gifts between CSpaces, and what goes when something is revoked or
 * deleted: one's own CSpace, a CNode that holds itself, memory with threads in it.
 */
#include "space.h"

#define RADIX 4u
/* Where an actor has its own CNode, the other's, and the notification. */
#define OWN 1u
#define OTHER 2u
#define GIVEN 3u

static uint32_t notification;
static uint32_t cnodes[2], cspaces[2];
static struct actor actors[2];

/* Two threads, each with a CSpace; both hold both CNodes. */
static void actors_begin(void)
{
	for (uint32_t i = 0; i < 2; i++) {
		cnodes[i] = object_sized(CAP_CNODE, RADIX);
		cspaces[i] = cspace_new(cnodes[i], RADIX);
	}
	for (uint32_t i = 0; i < 2; i++) {
		CHECK_OK(writ_copy(AT(cspaces[i]), IN(cnodes[i], RADIX, OWN), RIGHT_ALL));
		CHECK_OK(writ_copy(AT(cspaces[1 - i]), IN(cnodes[i], RADIX, OTHER), RIGHT_ALL));
		actor_new(&actors[i], cspaces[i]);
	}
	CHECK_OK(writ_copy(AT(notification), IN(cnodes[0], RADIX, GIVEN), RIGHT_WRITE));
}

static void actors_end(void)
{
	for (uint32_t i = 0; i < 2; i++) {
		actor_end(&actors[i]);
		CHECK_OK(writ_delete(AT(cnodes[i])));
	}
}

/* The actor can signal the notification through this capability; or has none there. */
static void can_signal(uint32_t who, uint32_t slot)
{
	CHECK_OK(actor_call(&actors[who], CALL_SIGNAL, slot));
	CHECK_OK(writ_poll(notification, 0));
}

static void has_nothing(uint32_t who, uint32_t slot)
{
	CHECK_REFUSED(actor_call(&actors[who], CALL_SIGNAL, slot), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(writ_poll(notification, 0), STATUS_WOULD_BLOCK, 0);
}

/* A copy in another's CSpace goes with what it was copied from. */
static void loan_dies_with_its_source(void)
{
	actors_begin();
	CHECK_OK(ACT(&actors[0], OTHER, CNODE_COPY, 5, 32, 0, GIVEN, 32, RIGHT_ALL));
	CHECK_EQUAL(look_at(IN(cnodes[1], RADIX, 5)).rights, RIGHT_WRITE);
	can_signal(0, GIVEN);
	can_signal(1, 5);
	CHECK_OK(ACT(&actors[0], OWN, CNODE_DELETE, GIVEN, 32));
	has_nothing(0, GIVEN);
	has_nothing(1, 5);
	actors_end();
	CHECK_EQUAL(type_of(notification), CAP_NOTIFICATION);
}

static void loan_is_withdrawn(void)
{
	actors_begin();
	CHECK_OK(ACT(&actors[0], OTHER, CNODE_COPY, 5, 32, 0, GIVEN, 32, RIGHT_ALL));
	CHECK_OK(ACT(&actors[1], OWN, CNODE_COPY, 6, 32, 0, 5, 32, RIGHT_ALL));
	CHECK_OK(ACT(&actors[0], OWN, CNODE_REVOKE, GIVEN, 32));
	can_signal(0, GIVEN);
	has_nothing(1, 5);
	has_nothing(1, 6);
	actors_end();
}

/* The borrower can give back, but what it revokes is not the lender's. */
static void loan_ends_downwards_only(void)
{
	actors_begin();
	CHECK_OK(ACT(&actors[0], OTHER, CNODE_COPY, 5, 32, 0, GIVEN, 32, RIGHT_ALL));
	CHECK_OK(ACT(&actors[1], OWN, CNODE_REVOKE, 5, 32));
	can_signal(1, 5);
	CHECK_OK(ACT(&actors[1], OWN, CNODE_DELETE, 5, 32));
	has_nothing(1, 5);
	can_signal(0, GIVEN);
	actors_end();
}

/* What was moved outlives who moved it, but not what it was derived from. */
static void gift_survives_its_giver(void)
{
	actors_begin();
	CHECK_OK(ACT(&actors[0], OTHER, CNODE_MOVE, 6, 32, 0, GIVEN, 32));
	has_nothing(0, GIVEN);
	can_signal(1, 6);
	actor_end(&actors[0]);
	CHECK_OK(writ_delete(AT(cnodes[0])));
	can_signal(1, 6);
	CHECK_OK(writ_revoke(AT(notification)));
	has_nothing(1, 6);
	actor_end(&actors[1]);
	CHECK_OK(writ_delete(AT(cnodes[1])));
}

/* What the giver lent before is the receiver's to withdraw. */
static void gift_takes_its_loans_along(void)
{
	actors_begin();
	CHECK_OK(ACT(&actors[0], OWN, CNODE_COPY, 7, 32, 0, GIVEN, 32, RIGHT_ALL));
	CHECK_OK(ACT(&actors[0], OTHER, CNODE_MOVE, 6, 32, 0, GIVEN, 32));
	can_signal(0, 7);
	CHECK_OK(ACT(&actors[1], OWN, CNODE_REVOKE, 6, 32));
	has_nothing(0, 7);
	can_signal(1, 6);
	actors_end();
}

/* The object belongs to who was given its owner. */
static void gift_of_an_owner(void)
{
	uint32_t loan = writ_slot_take(1), owned = object(CAP_NOTIFICATION);

	CHECK_OK(writ_copy(AT(owned), AT(loan), RIGHT_ALL));
	actors_begin();
	CHECK_OK(writ_move(AT(owned), IN(cnodes[0], RADIX, 8)));
	CHECK_OK(ACT(&actors[0], OTHER, CNODE_MOVE, 9, 32, 0, 8, 32));
	actor_end(&actors[0]);
	CHECK_OK(writ_delete(AT(cnodes[0])));
	CHECK_OK(writ_signal(loan));
	actor_end(&actors[1]);
	CHECK_OK(writ_delete(AT(cnodes[1])));
	CHECK_EQUAL(type_of(loan), CAP_NULL);
}

/* Nobody can make a loan without right to the CNode it goes to. */
static void loan_needs_rights(void)
{
	actors_begin();
	CHECK_OK(writ_copy(AT(cspaces[1]), IN(cnodes[0], RADIX, 9), RIGHT_READ));
	CHECK_REFUSED(ACT(&actors[0], 9, CNODE_COPY, 5, 32, 0, GIVEN, 32, RIGHT_ALL), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(ACT(&actors[0], 9, CNODE_MOVE, 5, 32, 0, GIVEN, 32), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(ACT(&actors[0], 9, CNODE_DELETE, OWN, 32), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(ACT(&actors[0], OWN, CNODE_MOVE, 5, 32, 9, OWN, 32), STATUS_NO_RIGHT, 3);
	CHECK_OK(ACT(&actors[0], OWN, CNODE_COPY, 5, 32, 9, OWN, 32, RIGHT_READ));
	has_nothing(1, 5);
	can_signal(0, GIVEN);
	actors_end();
}

/* One thread, whose CSpace is lent from a capability in its own CNode. */
static void own_cspace_begin(uint32_t radix)
{
	cnodes[0] = object_sized(CAP_CNODE, radix);
	cspaces[0] = cspace_new(cnodes[0], radix);
	actor_new(&actors[0], cspaces[0]);
	CHECK_OK(writ_move(AT(cspaces[0]), IN(cnodes[0], radix, OWN)));
	CHECK_OK(writ_copy(AT(notification), IN(cnodes[0], radix, GIVEN), RIGHT_WRITE));
	can_signal(0, GIVEN);
}

/* The thread is still there, without a CSpace; it can be given another one. */
static void has_lost_its_cspace(void)
{
	struct writ_thread_setting setting = {.cspace = ROOT_CNODE, .vspace = ROOT_VSPACE};

	for (uint32_t slot = 0; slot < 5; slot++)
		has_nothing(0, slot);
	CHECK_REFUSED(ACT(&actors[0], OWN, CNODE_REVOKE, OWN, 32), STATUS_INVALID_CAPABILITY, 0);
	CHECK_OK(writ_thread_configure(actors[0].worker.thread, &setting));
	can_signal(0, notification);
	actor_end(&actors[0]);
}

static void revoke_of_its_own_cspace(void)
{
	own_cspace_begin(RADIX);
	CHECK_OK(ACT(&actors[0], OWN, CNODE_REVOKE, OWN, 32));
	CHECK_EQUAL(look_at(IN(cnodes[0], RADIX, OWN)).type, CAP_CNODE);
	CHECK_EQUAL(look_at(IN(cnodes[0], RADIX, GIVEN)).type, CAP_NOTIFICATION);
	has_lost_its_cspace();
	CHECK_OK(writ_delete(AT(cnodes[0])));
}

static void delete_of_its_own_cspace(void)
{
	own_cspace_begin(RADIX);
	CHECK_OK(ACT(&actors[0], OWN, CNODE_DELETE, OWN, 32));
	CHECK_EQUAL(look_at(IN(cnodes[0], RADIX, OWN)).type, CAP_NULL);
	has_lost_its_cspace();
	CHECK_OK(writ_delete(AT(cnodes[0])));
}

/* More loans than one go removes, the thread's CSpace first: the call cannot find its capability
   again when it goes on, and somebody else has to finish. */
static void revoke_of_its_own_cspace_in_steps(void)
{
	struct writ_slot own = IN(0, 8, OWN);
	uint32_t left = 0, answer;

	cnodes[0] = object_sized(CAP_CNODE, 8);
	cspaces[0] = cspace_new(cnodes[0], 8);
	own.root = cnodes[0];
	CHECK_OK(writ_move(AT(cspaces[0]), own));
	for (uint32_t i = 10; i < 210; i++)
		CHECK_OK(writ_copy(own, IN(cnodes[0], 8, i), RIGHT_ALL));
	CHECK_OK(writ_move(own, AT(cspaces[0])));
	actor_new(&actors[0], cspaces[0]);
	CHECK_OK(writ_move(AT(cspaces[0]), own));
	answer = ACT(&actors[0], OWN, CNODE_REVOKE, OWN, 32);
	CHECK(answer == STATUS_OK || answer == STATUS_INVALID_CAPABILITY);
	has_lost_its_cspace();
	CHECK_OK(writ_revoke(own));
	for (uint32_t i = 10; i < 210; i++)
		left += look_at(IN(cnodes[0], 8, i)).type != CAP_NULL;
	CHECK_EQUAL(left, 0);
	CHECK_EQUAL(look_at(own).type, CAP_CNODE);
	CHECK_OK(writ_delete(AT(cnodes[0])));
}

/* The owner of the thread's CNode, from within it: all in it goes along. */
static void delete_of_the_owner_from_inside(void)
{
	uint32_t memory = writ_untyped_new(1u << 12), loan = writ_slot_take(2);

	own_cspace_begin(RADIX);
	CHECK_OK(writ_retype(memory, CAP_NOTIFICATION, 0, IN(cnodes[0], RADIX, 5), 1));
	CHECK_OK(writ_copy(IN(cnodes[0], RADIX, 5), AT(loan), RIGHT_ALL));
	CHECK_OK(writ_move(AT(cnodes[0]), IN(cnodes[0], RADIX, 6)));
	CHECK_EQUAL(type_of(cnodes[0]), CAP_NULL);
	CHECK_OK(ACT(&actors[0], OWN, CNODE_DELETE, 6, 32));
	CHECK_EQUAL(type_of(loan), CAP_NULL);
	CHECK_EQUAL(type_of(notification), CAP_NOTIFICATION);
	has_lost_its_cspace();
	CHECK_OK(writ_delete(AT(memory)));
}

/* The same through a loan, with more in the CNode than one go removes. */
static void delete_of_a_cnode_in_itself(void)
{
	uint32_t source = object(CAP_NOTIFICATION), loan = writ_slot_take(1), slot = writ_slot_take(2);

	for (uint32_t radix = 1; radix <= 11; radix++) {
		uint32_t memory = writ_untyped_new(64u << radix), last = (1u << radix) - 1, answer;

		CHECK_OK(writ_retype(memory, CAP_CNODE, radix, AT(slot), 1));
		CHECK_OK(writ_copy(AT(slot), AT(loan), RIGHT_ALL));
		for (uint32_t i = 1; i < last; i++)
			CHECK_OK(writ_copy(AT(source), IN(loan, radix, i), RIGHT_ALL));
		CHECK_OK(writ_move(AT(slot), IN(loan, radix, last)));
		/* When it has to be asked again, there is nothing left to ask. */
		answer = writ_delete(IN(loan, radix, last));
		CHECK(answer == STATUS_OK || answer == STATUS_INVALID_CAPABILITY);
		CHECK_EQUAL(type_of(loan), CAP_NULL);
		/* Its memory is all there again, and null. */
		CHECK_OK(writ_retype(memory, CAP_CNODE, radix, AT(slot), 2));
		CHECK_EQUAL(look(memory).word0, 2u << radix);
		CHECK_EQUAL(look_at(IN(slot, radix, last)).type, CAP_NULL);
		CHECK_OK(writ_delete(AT(slot)));
		CHECK_OK(writ_delete(AT(loan)));
		CHECK_OK(writ_delete(AT(memory)));
		CHECK_EQUAL(type_of(source), CAP_NOTIFICATION);
	}
}

/* Threads that live in memory which is deleted. */
#define LIVING 4u
static volatile uint32_t counters[LIVING];
static uint32_t endpoint, parked, threads;
static uint8_t stacks[LIVING][512] __attribute__((aligned(8)));

static void live(uint32_t who)
{
	struct writ_message message = {0};

	counters[who]++;
	if (who == 1)
		(void)writ_recv(endpoint, 0, &message);
	if (who == 2)
		(void)writ_wait(parked, 0);
	for (;;)
		counters[who]++;
}

/* Threads and their time, from this memory: one receives, one waits, the others run. */
static void living_begin(uint32_t memory)
{
	struct writ_thread_setting setting = {.cspace = ROOT_CNODE, .vspace = ROOT_VSPACE};

	threads = writ_slot_take(2 * LIVING);
	CHECK_OK(writ_retype(memory, CAP_THREAD, 0, AT(threads), LIVING));
	CHECK_OK(writ_retype(memory, CAP_SCHED_CONTEXT, 0, AT(threads + LIVING), LIVING));
	for (uint32_t i = 0; i < LIVING; i++) {
		uint32_t start[5] = {(uint32_t)(stacks[i] + sizeof stacks[i]), 0, (uint32_t)live, 0x10,
		                     LAYOUT_THREAD_POINTER};

		counters[i] = 0;
		CHECK_OK(writ_thread_configure(threads + i, &setting));
		CHECK_OK(writ_thread_write_registers(threads + i, 0, 1, &i));
		CHECK_OK(writ_thread_write_registers(threads + i, REGISTER_SP, 5, start));
		CHECK_OK(writ_thread_set_priority(threads + i, TEST_PRIORITY, TEST_PRIORITY));
		slice_give(threads + LIVING + i, 5000);
		CHECK_OK(writ_sched_context_bind(threads + LIVING + i, threads + i));
		CHECK_OK(writ_thread_resume(threads + i));
	}
	while (counters[0] < 1000 || counters[1] == 0 || counters[2] == 0 || counters[3] < 1000)
		writ_yield();
}

/* Nobody of them runs or waits any more. */
static void living_are_gone(void)
{
	struct writ_message message = {0};
	uint32_t seen = counters[0] + counters[3];

	for (uint32_t i = 0; i < 20; i++)
		writ_yield();
	for (volatile uint32_t i = 0; i < 3000000; i++)
		continue;
	CHECK_EQUAL(counters[0] + counters[3], seen);
	CHECK_EQUAL(counters[1], 1);
	CHECK_EQUAL(counters[2], 1);
	for (uint32_t i = 0; i < 2 * LIVING; i++)
		CHECK_EQUAL(type_of(threads + i), CAP_NULL);
	CHECK_REFUSED(writ_nbsend(endpoint, &message), STATUS_WOULD_BLOCK, 0);
	CHECK_OK(writ_signal(parked));
	CHECK_OK(writ_poll(parked, 0));
	CHECK_REFUSED(writ_poll(parked, 0), STATUS_WOULD_BLOCK, 0);
}

static void delete_of_memory_with_threads(void)
{
	for (uint32_t turn = 0; turn < 3; turn++) {
		uint32_t memory = writ_untyped_new(1u << 14), loan;

		living_begin(memory);
		loan = writ_loan(threads, RIGHT_ALL, 0);
		CHECK_OK(writ_delete(AT(memory)));
		CHECK_EQUAL(type_of(memory), CAP_NULL);
		CHECK_EQUAL(type_of(loan), CAP_NULL);
		living_are_gone();
	}
}

/* Memory that was running threads becomes frames: nothing of the threads is in it. */
static void revoke_of_memory_with_threads(void)
{
	uint32_t memory = writ_untyped_new(1u << 14), frame = writ_slot_take(1), sum = 0;
	volatile uint32_t *words = (volatile uint32_t *)0x40000000;

	for (uint32_t turn = 0; turn < 3; turn++) {
		living_begin(memory);
		CHECK_OK(writ_revoke(AT(memory)));
		living_are_gone();
		CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(frame), 1));
		CHECK_OK(writ_page_map(frame, ROOT_VSPACE, 0x40000000, RIGHT_READ | RIGHT_WRITE, 0));
		for (uint32_t i = 0; i < 1024; i++) {
			sum |= words[i];
			words[i] = 0xffffffff;
		}
		CHECK_EQUAL(sum, 0);
		CHECK_OK(writ_delete(AT(frame)));
	}
}

/* The owner of a thread that runs: its time can run another one. */
static void delete_of_a_running_thread(void)
{
	uint32_t memory = writ_untyped_new(1u << 14);

	living_begin(memory);
	for (uint32_t i = 0; i < LIVING; i++) {
		CHECK_OK(writ_delete(AT(threads + i)));
		CHECK_EQUAL(type_of(threads + LIVING + i), CAP_SCHED_CONTEXT);
	}
	actor_new(&actors[0], ROOT_CNODE);
	CHECK_OK(writ_sched_context_unbind(actors[0].worker.context));
	CHECK_OK(writ_sched_context_bind(threads + LIVING, actors[0].worker.thread));
	can_signal(0, notification);
	CHECK_OK(writ_delete(AT(memory)));
	living_are_gone();
	actor_end(&actors[0]);
}

/* The CSpace of running threads goes: they run on with nothing. */
static void delete_of_a_cspace_in_use(void)
{
	struct writ_message message = {0};
	uint32_t memory = writ_untyped_new(1u << 12), cnode = writ_slot_take(1);

	CHECK_OK(writ_retype(memory, CAP_CNODE, RADIX, AT(cnode), 1));
	CHECK_OK(writ_copy(AT(notification), IN(cnode, RADIX, GIVEN), RIGHT_ALL));
	actor_new(&actors[0], cspace_new(cnode, RADIX));
	actor_new(&actors[1], cspace_new(cnode, RADIX));
	can_signal(0, GIVEN);
	can_signal(1, GIVEN);
	CHECK_OK(writ_delete(AT(memory)));
	has_nothing(0, GIVEN);
	has_nothing(1, GIVEN);
	CHECK_REFUSED(writ_nbsend(endpoint, &message), STATUS_WOULD_BLOCK, 0);
	actor_end(&actors[0]);
	actor_end(&actors[1]);
}

/* A thread deletes the memory that it lives in itself, with others there. */
static void delete_of_the_memory_one_lives_in(void)
{
	uint32_t memory = writ_untyped_new(1u << 14), slot = writ_slot_take(2);
	struct writ_thread_setting setting = {.cspace = ROOT_CNODE, .vspace = ROOT_VSPACE};
	struct actor *actor = &actors[0];
	uint32_t start[5] = {0, 0, 0, 0x10, LAYOUT_THREAD_POINTER};

	actor_new(actor, ROOT_CNODE);
	living_begin(memory);
	CHECK_OK(writ_retype(memory, CAP_THREAD, 0, AT(slot), 1));
	CHECK_OK(writ_retype(memory, CAP_SCHED_CONTEXT, 0, AT(slot + 1), 1));
	CHECK_OK(writ_thread_configure(slot, &setting));
	CHECK_OK(writ_thread_set_priority(slot, TEST_PRIORITY + 1, 0));
	slice_give(slot + 1, 5000);
	CHECK_OK(writ_sched_context_bind(slot + 1, slot));
	for (uint32_t i = 0; i < 3; i++)
		start[i] = actor->start[i];
	CHECK_OK(writ_thread_write_registers(slot, REGISTER_SP, 5, start));
	/* The actor's arguments and stack, another thread. */
	actor->call = (struct writ_registers){{ROOT_CNODE, CNODE_DELETE, memory, 32, [7] = CALL_INVOKE}};
	CHECK_OK(writ_thread_write_registers(slot, 0, 2, actor->arguments));
	CHECK_OK(writ_thread_resume(slot));
	CHECK_EQUAL(type_of(slot), CAP_NULL);
	/* It never came back; who deleted is gone, the rest may be the next one's to delete. */
	CHECK_EQUAL(((volatile struct actor *)actor)->call.r[0], ROOT_CNODE);
	CHECK_OK(writ_delete(AT(memory)));
	CHECK_EQUAL(type_of(memory), CAP_NULL);
	living_are_gone();
	actor_end(actor);
}

int main(void)
{
	notification = object(CAP_NOTIFICATION);
	endpoint = object(CAP_ENDPOINT);
	parked = object(CAP_NOTIFICATION);
	RUN(loan_dies_with_its_source);
	RUN(loan_is_withdrawn);
	RUN(loan_ends_downwards_only);
	RUN(loan_needs_rights);
	RUN(gift_survives_its_giver);
	RUN(gift_takes_its_loans_along);
	RUN(gift_of_an_owner);
	RUN(revoke_of_its_own_cspace);
	RUN(revoke_of_its_own_cspace_in_steps);
	RUN(delete_of_its_own_cspace);
	RUN(delete_of_the_owner_from_inside);
	RUN(delete_of_a_cnode_in_itself);
	RUN(delete_of_memory_with_threads);
	RUN(revoke_of_memory_with_threads);
	RUN(delete_of_a_running_thread);
	RUN(delete_of_a_cspace_in_use);
	RUN(delete_of_the_memory_one_lives_in);
	test_end();
}

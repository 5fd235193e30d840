// SPDX-License-Identifier: Apache-2.0
/*
 * What becomes of those who wait when what they wait for goes, or when what they send is
 * cancelled.
 */
#include "space.h"

static uint32_t endpoint, reply;
static volatile uint32_t results[64];

static void setup(void)
{
	endpoint = object(CAP_ENDPOINT);
	reply = object(CAP_REPLY);
	for (uint32_t i = 0; i < 64; i++)
		results[i] = 99;
}

static void do_send(uint32_t i)
{
	struct writ_message message = {0};

	results[i] = writ_send(endpoint, &message);
}

static void do_call(uint32_t i)
{
	struct writ_message message = {0};

	results[i] = writ_call(endpoint, &message);
}

static void do_recv(uint32_t i)
{
	struct writ_message message = {0};

	results[i] = writ_recv(endpoint, reply, &message);
}

static void do_wait(uint32_t i)
{
	results[i] = writ_wait(endpoint, 0);
}

/* Workers wait on an endpoint; deleting it tells each of them. */
static void endpoint_goes(void)
{
	static const worker_entry entries[] = {do_send, do_call, do_recv};

	for (uint32_t kind = 0; kind < 3; kind++) {
		struct worker workers[20];
		uint32_t n = kind == 2 ? 1 : 20;

		setup();
		for (uint32_t i = 0; i < n; i++)
			workers[i] = worker_start(entries[kind], i, TEST_PRIORITY + 1 + i % 3);
		CHECK_OK(writ_delete(AT(endpoint)));
		for (uint32_t i = 0; i < n; i++) {
			CHECK_EQUAL(results[i], STATUS_CANCELLED);
			worker_end(&workers[i]);
		}
	}
}

static void notification_goes(void)
{
	struct worker workers[20];

	setup();
	endpoint = object(CAP_NOTIFICATION);
	for (uint32_t i = 0; i < 20; i++)
		workers[i] = worker_start(do_wait, i, TEST_PRIORITY + 1);
	CHECK_OK(writ_delete(AT(endpoint)));
	for (uint32_t i = 0; i < 20; i++) {
		CHECK_EQUAL(results[i], STATUS_CANCELLED);
		worker_end(&workers[i]);
	}
}

/* Deleting a loan through which somebody waits leaves him waiting: the object is still there. */
static void loan_goes(void)
{
	struct worker worker;
	struct writ_message message = {0};
	uint32_t owner;

	setup();
	owner = endpoint;
	endpoint = writ_loan(owner, RIGHT_ALL, 8);
	worker = worker_start(do_send, 0, TEST_PRIORITY + 1);
	CHECK_OK(writ_delete(AT(endpoint)));
	CHECK_EQUAL(worker_state(&worker), THREAD_SENDING);
	CHECK_OK(writ_recv(owner, reply, &message));
	CHECK(message.badge == 8);
	CHECK_EQUAL(results[0], STATUS_OK);
	worker_end(&worker);
}

/* The reply object goes: first while somebody waits for the answer, then while it is offered. */
static void reply_goes(void)
{
	struct worker worker;
	struct writ_message message = {0};

	setup();
	worker = worker_start(do_call, 0, TEST_PRIORITY + 1);
	CHECK_OK(writ_recv(endpoint, reply, &message));
	CHECK_OK(writ_delete(AT(reply)));
	CHECK_EQUAL(results[0], STATUS_CANCELLED);
	worker_end(&worker);

	setup();
	worker = worker_start(do_recv, 0, TEST_PRIORITY + 1);
	CHECK_OK(writ_delete(AT(reply)));
	CHECK_EQUAL(worker_state(&worker), THREAD_RECEIVING);
	CHECK_REFUSED(writ_call(endpoint, &message), STATUS_CANCELLED, 0);
	CHECK_EQUAL(results[0], STATUS_OK);
	worker_end(&worker);
}

/* Those who wait go: what they waited on is as if they had never been there. */
static void waiters_go(void)
{
	static const worker_entry entries[] = {do_send, do_call, do_recv};
	struct writ_message message = {0};

	for (uint32_t kind = 0; kind < 3; kind++) {
		struct worker workers[3];

		setup();
		for (uint32_t i = 0; i < (kind == 2 ? 1 : 3); i++)
			workers[i] = worker_start(entries[kind], i, TEST_PRIORITY + 1);
		for (uint32_t i = 0; i < (kind == 2 ? 1 : 3); i++)
			worker_end(&workers[i]);
		CHECK_REFUSED(writ_nbrecv(endpoint, reply, &message), STATUS_WOULD_BLOCK, 0);
		CHECK_REFUSED(writ_nbsend(endpoint, &message), STATUS_WOULD_BLOCK, 0);
		CHECK_OK(writ_delete(AT(endpoint)));
		CHECK_OK(writ_delete(AT(reply)));
	}
}

/* The caller goes while its call is being served: the answer finds nobody. */
static void caller_goes(void)
{
	struct worker worker;
	struct writ_message message = {0};

	setup();
	worker = worker_start(do_call, 0, TEST_PRIORITY + 1);
	CHECK_OK(writ_recv(endpoint, reply, &message));
	worker_end(&worker);
	CHECK_REFUSED(writ_send(reply, &message), STATUS_WOULD_BLOCK, 0);
}

/* A thread that is suspended while it waits hears, when it goes on, that its call was cancelled. */
static void suspend_cancels(void)
{
	static const worker_entry entries[] = {do_send, do_call, do_recv};
	struct writ_message message = {0};

	for (uint32_t kind = 0; kind < 3; kind++) {
		struct worker worker;

		setup();
		worker = worker_start(entries[kind], kind, TEST_PRIORITY + 1);
		CHECK_OK(writ_thread_suspend(worker.thread));
		CHECK_REFUSED(writ_nbrecv(endpoint, 0, &message), STATUS_WOULD_BLOCK, 0);
		CHECK_REFUSED(writ_nbsend(endpoint, &message), STATUS_WOULD_BLOCK, 0);
		CHECK_EQUAL(results[kind], 99);
		CHECK_OK(writ_thread_resume(worker.thread));
		CHECK_EQUAL(results[kind], STATUS_CANCELLED);
		worker_end(&worker);
	}
}

/* Everything at once: the memory of endpoint, reply objects and threads is taken back. */
static void memory_goes(void)
{
	struct worker worker;
	uint32_t memory = writ_untyped_new(1u << 16), slot = writ_slot_take(3);

	setup();
	CHECK_OK(writ_retype(memory, CAP_ENDPOINT, 0, AT(slot), 1));
	CHECK_OK(writ_retype(memory, CAP_REPLY, 0, AT(slot + 1), 1));
	endpoint = slot;
	reply = slot + 1;
	worker = worker_start(do_recv, 0, TEST_PRIORITY + 1);
	CHECK_OK(writ_revoke(AT(memory)));
	CHECK_EQUAL(results[0], STATUS_CANCELLED);
	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(slot), 1));
	worker_end(&worker);
	CHECK_OK(writ_delete(AT(memory)));
}

/* --- Cancelling what is sent under a badge --------------------------------- */

#define CLIENTS 40u
#define BADGES 4u
#define LEVELS 3u
#define TAKEN 1u     /* which badge is taken back, */
#define FIRST 5u     /* and which of its clients comes first: in the highest level, the oldest */
static const uint64_t badges[BADGES] = {0, 7, 7ull << 32, 7ull << 32 | 7};
static uint32_t badged[BADGES];
static struct worker clients[CLIENTS];

static uint32_t client_badge(uint32_t i)
{
	return i % BADGES;
}

static bool client_calls(uint32_t i)
{
	return i / BADGES % 2 != 0;
}

static void do_client(uint32_t i)
{
	struct writ_message message = {.info = writ_info(0, 1), .words = {i}};
	uint32_t cap = badged[client_badge(i)];

	results[i] = client_calls(i) ? writ_call(cap, &message) : writ_send(cap, &message);
}

/* The clients wait on the endpoint, each with its badge, at three priorities above the server's. */
static void clients_start(worker_entry entry)
{
	setup();
	badged[0] = endpoint;
	for (uint32_t b = 1; b < BADGES; b++)
		badged[b] = writ_loan(endpoint, RIGHT_ALL, badges[b]);
	for (uint32_t i = 0; i < CLIENTS; i++)
		clients[i] = worker_start(entry, i, TEST_PRIORITY + 1 + i % LEVELS);
}

static bool client_waits(uint32_t i)
{
	return worker_state(&clients[i]) == (client_calls(i) ? THREAD_CALLING : THREAD_SENDING);
}

/* The server gets this client's message, and answers it. */
static void client_served(uint32_t i, uint64_t badge)
{
	struct writ_message message = {0};

	CHECK_OK(writ_nbrecv(endpoint, reply, &message));
	CHECK_EQUAL(message.words[0], i);
	CHECK(message.badge == badge);
	if (writ_info_kind(message.info) == KIND_CALL)
		CHECK_OK(writ_send(reply, &message));
	CHECK_EQUAL(results[i], STATUS_OK);
}

/* The clients whose badge is not among these (by bit) are served in their order, and nobody else;
   the others were told. */
static void clients_but(uint32_t cancelled)
{
	struct writ_message message = {0};

	for (uint32_t i = 0; i < CLIENTS; i++) {
		if ((cancelled >> client_badge(i) & 1) != 0)
			CHECK_EQUAL(results[i], STATUS_CANCELLED);
		else
			CHECK(client_waits(i));
	}
	for (uint32_t level = LEVELS; level-- > 0;)
		for (uint32_t i = level; i < CLIENTS; i += LEVELS)
			if ((cancelled >> client_badge(i) & 1) == 0)
				client_served(i, badges[client_badge(i)]);
	CHECK_REFUSED(writ_nbrecv(endpoint, reply, &message), STATUS_WOULD_BLOCK, 0);
}

static void clients_end(void)
{
	for (uint32_t i = 0; i < CLIENTS; i++)
		worker_end(&clients[i]);
	CHECK_OK(writ_delete(AT(endpoint)));
	CHECK_OK(writ_delete(AT(reply)));
}

/* One badge after the other, 0 among them: its clients are told, the others are served. */
static void badge_cancelled(void)
{
	for (uint32_t b = 0; b < BADGES; b++) {
		clients_start(do_client);
		CHECK_OK(writ_cancel_badged_sends(AT(badged[b])));
		clients_but(1u << b);
		/* Nobody waits any more. */
		CHECK_OK(writ_cancel_badged_sends(AT(badged[b])));
		clients_end();
	}
}

/* All badges, one after the other: nobody is left. */
static void badges_all(void)
{
	clients_start(do_client);
	for (uint32_t b = BADGES; b-- > 0;)
		CHECK_OK(writ_cancel_badged_sends(AT(badged[b])));
	clients_but((1u << BADGES) - 1);
	clients_end();
}

/* The clients of one badge have a loan of it, and try again when they are told. */
static uint32_t lent;

static void do_client_again(uint32_t i)
{
	struct writ_message message = {.info = writ_info(0, 1), .words = {i}};

	if (client_badge(i) != TAKEN) {
		do_client(i);
		return;
	}
	results[i] = writ_call(lent, &message);
	if (results[i] == STATUS_CANCELLED)
		results[i] = writ_call(lent, &message);
}

/* A server takes a badge back and gives it to another client. */
static void badge_given_on(void)
{
	struct worker next;
	uint32_t i;

	setup();
	badged[0] = endpoint;
	for (i = 1; i < BADGES; i++)
		badged[i] = writ_loan(endpoint, RIGHT_ALL, badges[i]);
	lent = writ_loan(badged[TAKEN], RIGHT_CALL, 0);
	for (i = 0; i < CLIENTS; i++)
		clients[i] = worker_start(do_client_again, i, TEST_PRIORITY + 1 + i % LEVELS);
	CHECK_OK(writ_revoke(AT(badged[TAKEN])));
	CHECK_EQUAL(type_of(lent), CAP_NULL);
	for (i = 0; i < CLIENTS; i++)
		CHECK_EQUAL(results[i], 99);
	CHECK_OK(writ_cancel_badged_sends(AT(badged[TAKEN])));
	for (i = 0; i < CLIENTS; i++)
		CHECK_EQUAL(results[i], client_badge(i) == TAKEN ? STATUS_INVALID_CAPABILITY : 99u);
	next = worker_start(do_client, TAKEN, TEST_PRIORITY + 1 + LEVELS);
	client_served(TAKEN, badges[TAKEN]);
	worker_end(&next);
	for (i = 0; i < CLIENTS; i++)
		if (client_badge(i) == TAKEN)
			results[i] = STATUS_CANCELLED;
	clients_but(1u << TAKEN);
	clients_end();
}

/* The message is a fault's: its thread is suspended. */
static void do_fault(uint32_t i)
{
	(void)i;
	__asm__ volatile("udf #0");
}

static void fault_cancelled(void)
{
	struct worker faulty[2];
	uint32_t first, second;

	setup();
	first = writ_loan(endpoint, RIGHT_ALL, 5);
	second = writ_loan(endpoint, RIGHT_ALL, 6);
	faulty[0] = worker_new(do_fault, 0, TEST_PRIORITY + 1, first);
	faulty[1] = worker_new(do_fault, 0, TEST_PRIORITY + 1, second);
	for (uint32_t i = 0; i < 2; i++) {
		CHECK_OK(writ_thread_resume(faulty[i].thread));
		CHECK_EQUAL(worker_state(&faulty[i]), THREAD_CALLING);
	}
	CHECK_OK(writ_cancel_badged_sends(AT(first)));
	CHECK_EQUAL(worker_state(&faulty[0]), THREAD_INACTIVE);
	CHECK_EQUAL(worker_state(&faulty[1]), THREAD_CALLING);
	worker_end(&faulty[0]);
	worker_end(&faulty[1]);
}

/* Who receives, and a call that was received, are not concerned. */
static void receivers_stay(void)
{
	struct worker worker;
	struct writ_message message = {0};

	setup();
	CHECK_OK(writ_cancel_badged_sends(AT(endpoint)));
	worker = worker_start(do_recv, 0, TEST_PRIORITY + 1);
	CHECK_OK(writ_cancel_badged_sends(AT(endpoint)));
	CHECK_EQUAL(worker_state(&worker), THREAD_RECEIVING);
	worker_end(&worker);

	setup();
	worker = worker_start(do_call, 0, TEST_PRIORITY + 1);
	CHECK_OK(writ_recv(endpoint, reply, &message));
	CHECK_OK(writ_cancel_badged_sends(AT(endpoint)));
	CHECK_EQUAL(worker_state(&worker), THREAD_REPLY_WAIT);
	CHECK_OK(writ_send(reply, &message));
	CHECK_EQUAL(results[0], STATUS_OK);
	worker_end(&worker);
}

static void cancel_refused(void)
{
	uint32_t cnode = object_sized(CAP_CNODE, 3), slot = writ_slot_take(1);
	uint32_t read = writ_loan(cnode, RIGHT_READ, 0), write = writ_loan(cnode, RIGHT_ALL - RIGHT_READ, 0);
	struct worker worker;

	setup();
	worker = worker_start(do_send, 0, TEST_PRIORITY + 1);
	CHECK_OK(writ_copy(AT(endpoint), IN(cnode, 3, 1), RIGHT_READ));
	CHECK_OK(writ_copy(AT(endpoint), IN(cnode, 3, 2), RIGHT_ALL - RIGHT_READ));
	CHECK_OK(writ_copy(AT(reply), IN(cnode, 3, 3), RIGHT_ALL));
	CHECK_REFUSED(writ_cancel_badged_sends(IN(write, 3, 1)), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_cancel_badged_sends(IN(read, 3, 2)), STATUS_NO_RIGHT, 1);
	CHECK_REFUSED(writ_cancel_badged_sends(IN(read, 3, 3)), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_cancel_badged_sends(IN(read, 3, 4)), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_cancel_badged_sends(IN(read, 3, 0)), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_cancel_badged_sends(IN(read, 4, 1)), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_cancel_badged_sends(AT(slot)), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_cancel_badged_sends(AT(cnode)), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_cancel_badged_sends(IN(endpoint, 3, 1)), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(writ_cancel_badged_sends(IN(slot, 3, 1)), STATUS_INVALID_CAPABILITY, 0);
	CHECK_EQUAL(results[0], 99);
	CHECK_OK(writ_cancel_badged_sends(IN(read, 3, 1)));
	CHECK_EQUAL(results[0], STATUS_CANCELLED);
	worker_end(&worker);
	CHECK_OK(writ_delete(AT(cnode)));
}

/* The first client that is told runs before the server, whose call is in its middle then, and
   does something. */
static void (*in_the_middle)(void);
static uint32_t told_in_the_middle;

static uint32_t clients_told(void)
{
	uint32_t told = 0;

	for (uint32_t i = 0; i < CLIENTS; i++)
		told += !client_waits(i);
	return told;
}

static void do_client_first(uint32_t i)
{
	do_client(i);
	if (i == FIRST && results[i] == STATUS_CANCELLED && in_the_middle != 0) {
		told_in_the_middle = clients_told();
		in_the_middle();
		in_the_middle = 0;
	}
}

static void interrupted(void (*work)(void))
{
	in_the_middle = 0;
	clients_start(do_client_first);
	in_the_middle = work;
	told_in_the_middle = 0;
	CHECK_OK(writ_cancel_badged_sends(AT(badged[TAKEN])));
	CHECK(in_the_middle == 0);
	/* Some, not all of them. */
	CHECK(told_in_the_middle > 0 && told_in_the_middle < CLIENTS / BADGES);
}

/* It cancels another badge: both cancellations come to their end, and nobody else is told. */
static void cancels_another(void)
{
	CHECK_OK(writ_cancel_badged_sends(AT(badged[TAKEN + 1])));
	CHECK_EQUAL(clients_told(), 2 * CLIENTS / BADGES);
}

static void cancel_while_others_cancel(void)
{
	interrupted(cancels_another);
	clients_but(1u << TAKEN | 1u << (TAKEN + 1));
	clients_end();
}

/* The same badge. */
static void cancels_the_same(void)
{
	CHECK_OK(writ_cancel_badged_sends(AT(badged[TAKEN])));
	CHECK_EQUAL(clients_told(), CLIENTS / BADGES);
}

static void cancel_while_others_do_too(void)
{
	interrupted(cancels_the_same);
	clients_but(1u << TAKEN);
	clients_end();
}

/* On an endpoint on which nobody sends. */
static void cancels_elsewhere(void)
{
	uint32_t elsewhere = object(CAP_ENDPOINT);

	CHECK_OK(writ_cancel_badged_sends(AT(elsewhere)));
	CHECK_EQUAL(clients_told(), CLIENTS / BADGES);
	CHECK_OK(writ_delete(AT(elsewhere)));
}

static void cancel_while_others_cancel_elsewhere(void)
{
	interrupted(cancels_elsewhere);
	clients_but(1u << TAKEN);
	clients_end();
}

/* It suspends some of those that wait, resumes one: what is left of them is cancelled. */
static void suspends(void)
{
	for (uint32_t i = 0; i < CLIENTS; i += 3)
		if (client_waits(i))
			CHECK_OK(writ_thread_suspend(clients[i].thread));
}

static void cancel_while_others_suspend(void)
{
	interrupted(suspends);
	for (uint32_t i = 0; i < CLIENTS; i++) {
		if (i % 3 == 0 && results[i] == 99)
			CHECK_EQUAL(worker_state(&clients[i]), THREAD_INACTIVE);
		else if (client_badge(i) == TAKEN)
			CHECK_EQUAL(results[i], STATUS_CANCELLED);
		else
			CHECK(client_waits(i));
	}
	clients_end();
}

/* The endpoint goes: all are told, and there is nothing that the call could go on with. */
static void deletes_the_endpoint(void)
{
	CHECK_OK(writ_delete(AT(endpoint)));
	CHECK_EQUAL(clients_told(), CLIENTS);
}

static void cancel_while_the_endpoint_goes(void)
{
	clients_start(do_client_first);
	in_the_middle = deletes_the_endpoint;
	CHECK_REFUSED(writ_cancel_badged_sends(AT(badged[TAKEN])), STATUS_INVALID_CAPABILITY, 1);
	for (uint32_t i = 0; i < CLIENTS; i++)
		CHECK_EQUAL(results[i], STATUS_CANCELLED);
	clients_end();
}

int main(void)
{
	RUN(endpoint_goes);
	RUN(notification_goes);
	RUN(loan_goes);
	RUN(reply_goes);
	RUN(waiters_go);
	RUN(caller_goes);
	RUN(suspend_cancels);
	RUN(memory_goes);
	RUN(badge_cancelled);
	RUN(badges_all);
	RUN(badge_given_on);
	RUN(fault_cancelled);
	RUN(receivers_stay);
	RUN(cancel_refused);
	RUN(cancel_while_others_cancel);
	RUN(cancel_while_others_do_too);
	RUN(cancel_while_others_cancel_elsewhere);
	RUN(cancel_while_others_suspend);
	RUN(cancel_while_the_endpoint_goes);
	test_end();
}

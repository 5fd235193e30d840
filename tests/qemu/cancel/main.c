// SPDX-License-Identifier: Apache-2.0
/*
 * What becomes of those who wait when what they wait for goes.
 */
#include "check.h"

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
	test_end();
}

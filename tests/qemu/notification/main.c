// SPDX-License-Identifier: Apache-2.0
/*
 * Notifications: signal, wait, poll, and bound to a thread that receives.
 */
#include "check.h"

static uint32_t notification, endpoint, reply;
static volatile uint32_t results[4];
static uint64_t words[4];
static struct writ_message got[4];

static void wait_once(uint32_t i)
{
	results[i] = writ_wait(notification, &words[i]);
}

static void receive_once(uint32_t i)
{
	results[i] = writ_recv(endpoint, reply, &got[i]);
}

static void setup(void)
{
	notification = object(CAP_NOTIFICATION);
	endpoint = object(CAP_ENDPOINT);
	reply = object(CAP_REPLY);
	for (uint32_t i = 0; i < 4; i++)
		results[i] = 99;
}

static void words_accumulate(void)
{
	uint64_t word = 0;
	uint32_t a, b;

	setup();
	a = writ_loan(notification, RIGHT_WRITE, 1ull << 61);
	b = writ_loan(notification, RIGHT_WRITE, 0x81);
	CHECK_REFUSED(writ_poll(notification, &word), STATUS_WOULD_BLOCK, 0);
	CHECK_OK(writ_signal(a));
	CHECK_OK(writ_signal(b));
	CHECK_OK(writ_signal(b));
	CHECK_OK(writ_poll(notification, &word));
	CHECK(word == ((1ull << 61) | 0x81));
	CHECK_REFUSED(writ_poll(notification, &word), STATUS_WOULD_BLOCK, 0);
	CHECK_OK(writ_signal(a));
	CHECK_OK(writ_wait(notification, &word));
	CHECK(word == 1ull << 61);
}

static void wait_is_woken(void)
{
	struct worker worker;
	uint32_t badged;

	setup();
	badged = writ_loan(notification, RIGHT_WRITE, 0xf00000002ull);
	worker = worker_start(wait_once, 0, TEST_PRIORITY + 1);
	CHECK_EQUAL(worker_state(&worker), THREAD_WAITING);
	CHECK_OK(writ_signal(badged));
	CHECK_EQUAL(results[0], STATUS_OK);
	CHECK(words[0] == 0xf00000002ull);
	CHECK_REFUSED(writ_poll(notification, 0), STATUS_WOULD_BLOCK, 0);
	worker_end(&worker);
}

/* One signal wakes one waiter: the most preferred, the first of these. */
static void waiters_in_order(void)
{
	struct worker a, b, c;
	uint32_t badged;

	setup();
	badged = writ_loan(notification, RIGHT_WRITE, 1);
	a = worker_start(wait_once, 0, TEST_PRIORITY + 1);
	b = worker_start(wait_once, 1, TEST_PRIORITY + 2);
	c = worker_start(wait_once, 2, TEST_PRIORITY + 2);
	CHECK_OK(writ_signal(badged));
	CHECK(results[0] == 99 && results[1] == STATUS_OK && results[2] == 99);
	CHECK_OK(writ_signal(badged));
	CHECK(results[0] == 99 && results[2] == STATUS_OK);
	CHECK_OK(writ_signal(badged));
	CHECK_EQUAL(results[0], STATUS_OK);
	worker_end(&a);
	worker_end(&b);
	worker_end(&c);
}

static void rights(void)
{
	uint32_t read, write;

	setup();
	read = writ_loan(notification, RIGHT_READ, 1);
	write = writ_loan(notification, RIGHT_WRITE, 1);
	CHECK_REFUSED(writ_signal(read), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_wait(write, 0), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_poll(write, 0), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_signal(endpoint), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(writ_wait(0, 0), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(writ_poll(99999, 0), STATUS_INVALID_CAPABILITY, 0);
	CHECK_OK(writ_signal(write));
	CHECK_OK(writ_poll(read, 0));
}

/* Bound: who receives on an endpoint gets the word, as a message of its own kind. */
static void bound_while_receiving(void)
{
	struct worker worker;
	struct writ_message message = {0};
	uint32_t badged;

	setup();
	badged = writ_loan(notification, RIGHT_WRITE, 0x40ull << 32);
	worker = worker_new(receive_once, 0, TEST_PRIORITY + 1, 0);
	CHECK_OK(writ_thread_bind_notification(worker.thread, notification));
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_OK(writ_signal(badged));
	CHECK_EQUAL(results[0], STATUS_OK);
	CHECK_EQUAL(writ_info_kind(got[0].info), KIND_NOTIFICATION);
	CHECK(got[0].badge == 0x40ull << 32);
	/* The endpoint's queue is empty again. */
	CHECK_REFUSED(writ_nbsend(endpoint, &message), STATUS_WOULD_BLOCK, 0);
	worker_end(&worker);
}

static void bound_before_receiving(void)
{
	struct worker worker;
	uint32_t badged;

	setup();
	badged = writ_loan(notification, RIGHT_WRITE, 6);
	worker = worker_new(receive_once, 0, TEST_PRIORITY + 1, 0);
	CHECK_OK(writ_thread_bind_notification(worker.thread, notification));
	CHECK_OK(writ_signal(badged));
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(results[0], STATUS_OK);
	CHECK_EQUAL(writ_info_kind(got[0].info), KIND_NOTIFICATION);
	CHECK(got[0].badge == 6);
	worker_end(&worker);
	CHECK_REFUSED(writ_poll(notification, 0), STATUS_WOULD_BLOCK, 0);
}

/* What was pending before the binding wakes a thread that receives already. */
static void bound_while_pending(void)
{
	struct worker worker;

	setup();
	worker = worker_new(receive_once, 0, TEST_PRIORITY + 1, 0);
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(worker_state(&worker), THREAD_RECEIVING);
	CHECK_OK(writ_signal(writ_loan(notification, RIGHT_WRITE, 6)));
	CHECK_OK(writ_thread_bind_notification(worker.thread, notification));
	CHECK_EQUAL(results[0], STATUS_OK);
	CHECK(got[0].badge == 6);
	worker_end(&worker);
	CHECK_REFUSED(writ_poll(notification, 0), STATUS_WOULD_BLOCK, 0);
}

/* A capability without a badge signals bit 0. */
static void signal_without_badge(void)
{
	uint64_t word = 0;

	setup();
	CHECK_OK(writ_signal(notification));
	CHECK_OK(writ_poll(notification, &word));
	CHECK(word == 1);
}

static void binding_refused(void)
{
	struct worker a, b;
	uint32_t other, write;

	setup();
	other = object(CAP_NOTIFICATION);
	write = writ_loan(other, RIGHT_WRITE, 0);
	a = worker_new(wait_once, 0, TEST_PRIORITY, 0);
	b = worker_new(wait_once, 1, TEST_PRIORITY, 0);
	CHECK_REFUSED(writ_thread_bind_notification(a.thread, endpoint), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_thread_bind_notification(a.thread, write), STATUS_NO_RIGHT, 1);
	CHECK_REFUSED(writ_thread_bind_notification(a.thread, 0), STATUS_NOT_MAPPED, 0);
	CHECK_OK(writ_thread_bind_notification(a.thread, notification));
	CHECK_REFUSED(writ_thread_bind_notification(a.thread, other), STATUS_OCCUPIED, 0);
	CHECK_REFUSED(writ_thread_bind_notification(b.thread, notification), STATUS_OCCUPIED, 1);
	CHECK_OK(writ_thread_bind_notification(a.thread, 0));
	CHECK_OK(writ_thread_bind_notification(b.thread, notification));
	worker_end(&b);
	CHECK_OK(writ_thread_bind_notification(a.thread, notification));
	CHECK_OK(writ_delete(AT(notification)));
	CHECK_OK(writ_thread_bind_notification(a.thread, other));
	worker_end(&a);
	CHECK_OK(writ_signal(other));
}

int main(void)
{
	RUN(words_accumulate);
	RUN(wait_is_woken);
	RUN(waiters_in_order);
	RUN(rights);
	RUN(bound_while_receiving);
	RUN(bound_before_receiving);
	RUN(bound_while_pending);
	RUN(signal_without_badge);
	RUN(binding_refused);
	test_end();
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Messages: send, receive, call, reply, in all forms, with badges and of all lengths.
 */
#include "check.h"

static uint32_t endpoint, reply, badged;
static struct writ_message got[8];
static volatile uint32_t results[8];
static volatile uint32_t gots;

static struct writ_message message_of(uint32_t label, uint32_t length, uint32_t seed)
{
	struct writ_message message = {.info = writ_info(label, length)};

	for (uint32_t i = 0; i < 4; i++)
		message.words[i] = seed + i;
	return message;
}

/* Receives `n` messages without answering. */
static void receive(uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		results[gots] = writ_recv(endpoint, 0, &got[gots]);
		gots++;
	}
}

static void setup(void)
{
	endpoint = object(CAP_ENDPOINT);
	reply = object(CAP_REPLY);
	badged = writ_loan(endpoint, RIGHT_ALL, 0x0123456789abcdefull);
	gots = 0;
}

static void send_to_waiter(void)
{
	struct worker worker;
	struct writ_message message = message_of(0xabcde, 3, 100);

	setup();
	worker = worker_start(receive, 2, TEST_PRIORITY + 1);
	CHECK_EQUAL(worker_state(&worker), THREAD_RECEIVING);
	CHECK_OK(writ_send(badged, &message));
	CHECK_EQUAL(gots, 1);
	CHECK_EQUAL(results[0], STATUS_OK);
	CHECK_EQUAL(got[0].info, 0xabcde << 12 | KIND_SEND << 9 | 3);
	CHECK_EQUAL(got[0].words[0], 100);
	CHECK_EQUAL(got[0].words[2], 102);
	CHECK_EQUAL(got[0].words[3], 0);
	CHECK(got[0].badge == 0x0123456789abcdefull);
	CHECK_OK(writ_send(endpoint, &message));
	CHECK(got[1].badge == 0);
	worker_end(&worker);
}

static void send_three(uint32_t seed)
{
	struct writ_message message = message_of(seed, 1, seed);

	for (uint32_t i = 0; i < 3; i++)
		results[i] = writ_send(badged, &message);
	gots = 100 + seed;
}

static void send_waits(void)
{
	struct worker worker;
	struct writ_message message = {0};

	setup();
	worker = worker_start(send_three, 5, TEST_PRIORITY + 1);
	for (uint32_t i = 0; i < 3; i++) {
		CHECK_EQUAL(worker_state(&worker), THREAD_SENDING);
		CHECK_EQUAL(gots, 0);
		CHECK_OK(writ_recv(endpoint, reply, &message));
		CHECK_EQUAL(writ_info_label(message.info), 5);
		CHECK_EQUAL(writ_info_kind(message.info), KIND_SEND);
		CHECK_EQUAL(message.words[0], 5);
	}
	CHECK_EQUAL(gots, 105);
	worker_end(&worker);
}

/* Senders wait by priority, and in turn where that is the same. */
static void send_priority(void)
{
	struct worker a, b, c;
	struct writ_message message = {0};
	uint32_t seen = 0;

	setup();
	a = worker_start(send_three, 1, TEST_PRIORITY + 1);
	b = worker_start(send_three, 2, TEST_PRIORITY + 2);
	c = worker_start(send_three, 3, TEST_PRIORITY + 1);
	for (uint32_t i = 0; i < 9; i++) {
		CHECK_OK(writ_recv(endpoint, 0, &message));
		seen = seen * 10 + message.words[0];
	}
	CHECK_EQUAL(seen, 222131313);
	worker_end(&a);
	worker_end(&b);
	worker_end(&c);
}

static void nonblocking(void)
{
	struct writ_message message = message_of(1, 4, 40);
	struct worker worker;

	setup();
	CHECK_REFUSED(writ_nbsend(endpoint, &message), STATUS_WOULD_BLOCK, 0);
	CHECK_REFUSED(writ_nbrecv(endpoint, reply, &message), STATUS_WOULD_BLOCK, 0);
	worker = worker_start(receive, 1, TEST_PRIORITY + 1);
	CHECK_OK(writ_nbsend(badged, &message));
	CHECK_EQUAL(got[0].words[3], 43);
	worker_end(&worker);
	worker = worker_start(send_three, 7, TEST_PRIORITY + 1);
	CHECK_OK(writ_nbrecv(endpoint, reply, &message));
	CHECK_EQUAL(message.words[0], 7);
	worker_end(&worker);
	CHECK_REFUSED(writ_nbrecv(endpoint, reply, &message), STATUS_WOULD_BLOCK, 0);
}

/* A server that answers with one more than it got, `n` times, then only waits. */
static void serve(uint32_t n)
{
	struct writ_message message = {0};
	uint32_t result = writ_recv(endpoint, reply, &message);

	for (uint32_t i = 0; i < n && result == STATUS_OK; i++) {
		got[gots++ % 8] = message;
		message.info = writ_info(writ_info_label(message.info) + 1, writ_info_length(message.info));
		for (uint32_t k = 0; k < 4; k++)
			message.words[k]++;
		for (uint32_t k = 4; k < writ_info_length(message.info); k++)
			((volatile uint32_t *)0x30000000)[k]++;
		result = writ_reply_recv(endpoint, reply, &message);
	}
}

static void call_and_reply(void)
{
	struct worker server;
	struct writ_message message = message_of(20, 4, 200);

	setup();
	server = worker_start(serve, 3, TEST_PRIORITY + 1);
	for (uint32_t i = 1; i <= 2; i++) {
		CHECK_OK(writ_call(badged, &message));
		CHECK_EQUAL(message.info, (20 + i) << 12 | KIND_REPLY << 9 | 4);
		CHECK_EQUAL(message.words[0], 200 + i);
		CHECK_EQUAL(message.words[3], 203 + i);
		CHECK_EQUAL(writ_info_kind(got[i - 1].info), KIND_CALL);
		CHECK(got[i - 1].badge == 0x0123456789abcdefull);
	}
	worker_end(&server);
}

/* The server is less preferred than its client: the client waits for it all the same. */
static void call_upwards(void)
{
	struct worker server;
	struct writ_message message = message_of(1, 1, 10);

	setup();
	server = worker_start(serve, 9, TEST_PRIORITY - 1);
	for (uint32_t i = 0; i < 5; i++)
		CHECK_OK(writ_call(endpoint, &message));
	CHECK_EQUAL(message.words[0], 15);
	worker_end(&server);
}

static void call_lengths(void)
{
	static const uint32_t lengths[] = {0, 1, 3, 4, 5, 10, 119, 120};
	struct worker server;

	setup();
	server = worker_start(serve, 100, TEST_PRIORITY + 1);
	CHECK_EQUAL((uint32_t)server.buffer, 0x30000000);
	for (uint32_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		uint32_t length = lengths[i];
		struct writ_message message = message_of(7, length, 70);

		for (uint32_t k = 4; k < 128; k++)
			writ_message_buffer[k] = 70 + k;
		CHECK_OK(writ_call(endpoint, &message));
		CHECK_EQUAL(writ_info_length(message.info), length);
		for (uint32_t k = 0; k < 4; k++)
			CHECK_EQUAL(message.words[k], k < length ? 71 + k : 0);
		for (uint32_t k = 4; k < 128; k++)
			CHECK_EQUAL(writ_message_buffer[k], k < length ? 71 + k : 70 + k);
	}
	worker_end(&server);
}

/* A receiver whose IPC buffer is gone gets what fits into registers. */
static void buffer_goes(void)
{
	struct writ_thread_setting setting = {.cspace = ROOT_CNODE, .vspace = ROOT_VSPACE};
	struct writ_message message = message_of(3, 10, 30);
	uint32_t frame = object_sized(CAP_FRAME, 12);
	struct worker worker;

	setup();
	worker = worker_new(receive, 2, TEST_PRIORITY + 1, 0);
	setting.buffer = frame;
	CHECK_OK(writ_thread_configure(worker.thread, &setting));
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_OK(writ_send(endpoint, &message));
	CHECK_EQUAL(writ_info_length(got[0].info), 10);
	CHECK_OK(writ_delete(AT(frame)));
	CHECK_OK(writ_send(endpoint, &message));
	CHECK_EQUAL(writ_info_length(got[1].info), 4);
	CHECK_EQUAL(got[1].words[3], 33);
	worker_end(&worker);
}

static void message_refused(void)
{
	struct writ_message message = message_of(1, 121, 0);

	setup();
	CHECK_REFUSED(writ_call(endpoint, &message), STATUS_INVALID_ARGUMENT, 1);
	CHECK_REFUSED(writ_send(endpoint, &message), STATUS_INVALID_ARGUMENT, 1);
	CHECK_REFUSED(writ_nbsend(endpoint, &message), STATUS_INVALID_ARGUMENT, 1);
	CHECK_REFUSED(writ_reply_recv(endpoint, reply, &message), STATUS_INVALID_ARGUMENT, 1);
	message.info = writ_info(1, 127);
	CHECK_REFUSED(writ_call(endpoint, &message), STATUS_INVALID_ARGUMENT, 1);
	message.info = writ_info(1, 4) | 1u << 7;
	CHECK_REFUSED(writ_call(writ_loan(endpoint, RIGHT_CALL, 0), &message), STATUS_NO_RIGHT, 1);
	message.info = 0;
	CHECK_REFUSED(writ_call(reply, &message), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(writ_recv(reply, reply, &message), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(writ_recv(endpoint, endpoint, &message), STATUS_INVALID_CAPABILITY, 2);
	CHECK_REFUSED(writ_reply_recv(endpoint, 0, &message), STATUS_INVALID_CAPABILITY, 2);
	CHECK_REFUSED(writ_send(reply, &message), STATUS_WOULD_BLOCK, 0);
	CHECK_REFUSED(writ_call(0, &message), STATUS_INVALID_CAPABILITY, 0);
	CHECK_REFUSED(writ_send(0xffffffff, &message), STATUS_INVALID_CAPABILITY, 0);
}

static void endpoint_rights(void)
{
	uint32_t call_only, send_only, recv_only;
	struct writ_message message = {0};
	struct worker server;

	setup();
	call_only = writ_loan(endpoint, RIGHT_CALL, 4);
	send_only = writ_loan(endpoint, RIGHT_WRITE, 5);
	recv_only = writ_loan(endpoint, RIGHT_READ, 0);
	CHECK_REFUSED(writ_send(call_only, &message), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_nbsend(call_only, &message), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_recv(call_only, reply, &message), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_call(send_only, &message), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_recv(send_only, reply, &message), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_call(recv_only, &message), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_send(recv_only, &message), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_nbrecv(recv_only, 0, &message), STATUS_WOULD_BLOCK, 0);
	server = worker_start(serve, 3, TEST_PRIORITY + 1);
	CHECK_OK(writ_call(call_only, &message));
	CHECK(got[0].badge == 4);
	CHECK_OK(writ_nbsend(send_only, &message));
	CHECK(got[1].badge == 5);
	CHECK_EQUAL(writ_info_kind(got[1].info), KIND_SEND);
	worker_end(&server);
}

static void call_once(uint32_t value)
{
	struct writ_message message = message_of(1, 1, value);

	results[value] = writ_call(endpoint, &message);
	got[value] = message;
}

/* The answer may come from anybody who holds the reply capability, by Send; only once. */
static void reply_by_send(void)
{
	struct worker client;
	struct writ_message message = {0};

	setup();
	client = worker_start(call_once, 3, TEST_PRIORITY + 1);
	CHECK_EQUAL(worker_state(&client), THREAD_CALLING);
	CHECK_OK(writ_recv(endpoint, reply, &message));
	CHECK_EQUAL(worker_state(&client), THREAD_REPLY_WAIT);
	message = message_of(9, 2, 900);
	CHECK_OK(writ_send(reply, &message));
	CHECK_EQUAL(results[3], STATUS_OK);
	CHECK_EQUAL(got[3].words[1], 901);
	CHECK_EQUAL(got[3].words[2], 0);
	CHECK_REFUSED(writ_nbsend(reply, &message), STATUS_WOULD_BLOCK, 0);
	worker_end(&client);
}

/* Two callers are answered in the other order, by two reply objects. */
static void reply_out_of_order(void)
{
	struct worker a, b;
	struct writ_message message = {0};
	uint32_t other = object(CAP_REPLY);

	setup();
	a = worker_start(call_once, 1, TEST_PRIORITY + 1);
	b = worker_start(call_once, 2, TEST_PRIORITY + 1);
	CHECK_OK(writ_recv(endpoint, reply, &message));
	CHECK_EQUAL(message.words[0], 1);
	CHECK_OK(writ_recv(endpoint, other, &message));
	CHECK_EQUAL(message.words[0], 2);
	results[1] = results[2] = 99;
	message = message_of(0, 1, 22);
	CHECK_OK(writ_send(other, &message));
	CHECK_EQUAL(results[2], STATUS_OK);
	CHECK_EQUAL(results[1], 99);
	CHECK_OK(writ_send(reply, &message));
	CHECK_EQUAL(results[1], STATUS_OK);
	worker_end(&a);
	worker_end(&b);
}

static void recv_with_reply(uint32_t which)
{
	struct writ_message message = {0};

	results[which] = writ_recv(endpoint, reply, &message);
}

/* A reply object can be offered by one receiver at a time. */
static void reply_offered_once(void)
{
	struct worker a, b;

	setup();
	results[1] = 99;
	a = worker_start(recv_with_reply, 0, TEST_PRIORITY + 1);
	b = worker_start(recv_with_reply, 1, TEST_PRIORITY + 1);
	CHECK_EQUAL(worker_state(&a), THREAD_RECEIVING);
	CHECK_EQUAL(results[1], STATUS_OCCUPIED | 2 << 8);
	worker_end(&a);
	worker_end(&b);
}

/* A call that finds a receiver without a reply object, or is forgotten, is cancelled. */
static void call_unanswered(void)
{
	struct worker client, server;
	struct writ_message message = {0};

	setup();
	server = worker_start(receive, 1, TEST_PRIORITY + 1);
	CHECK_REFUSED(writ_call(endpoint, &message), STATUS_CANCELLED, 0);
	worker_end(&server);
	client = worker_start(call_once, 4, TEST_PRIORITY + 1);
	CHECK_OK(writ_recv(endpoint, reply, &message));
	CHECK_EQUAL(worker_state(&client), THREAD_REPLY_WAIT);
	server = worker_start(recv_with_reply, 5, TEST_PRIORITY + 1);
	CHECK_EQUAL(results[4], STATUS_CANCELLED);
	worker_end(&client);
	worker_end(&server);
}

int main(void)
{
	RUN(send_to_waiter);
	RUN(send_waits);
	RUN(send_priority);
	RUN(nonblocking);
	RUN(call_and_reply);
	RUN(call_upwards);
	RUN(call_lengths);
	RUN(buffer_goes);
	RUN(message_refused);
	RUN(endpoint_rights);
	RUN(reply_by_send);
	RUN(reply_out_of_order);
	RUN(reply_offered_once);
	RUN(call_unanswered);
	test_end();
}

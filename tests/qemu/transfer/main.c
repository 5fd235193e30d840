// SPDX-License-Identifier: Apache-2.0
/*
 * Capabilities in messages: loans and gifts from thread to thread, and back in replies.
 */
#include "space.h"

static uint32_t endpoint, reply, into;
static volatile uint32_t *buffer; /* the worker's */
static struct writ_message got;
static volatile uint32_t result;
static volatile uint32_t turns;

/* What the other thread does first: it knows its buffer then. */
static struct worker other(worker_entry entry, uint32_t argument)
{
	struct worker worker = worker_new(entry, argument, TEST_PRIORITY + 1, 0);

	buffer = worker.buffer;
	turns = 0;
	CHECK_OK(writ_thread_resume(worker.thread));
	return worker;
}

static void setup(void)
{
	endpoint = object(CAP_ENDPOINT);
	reply = object(CAP_REPLY);
	into = writ_slot_take(4);
	result = 99;
}

/* Receives `n` messages, capabilities in the slots `into` and behind. */
static void receive(uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		writ_receive_slots(buffer, AT(into));
		result = writ_recv(endpoint, reply, &got);
		turns++;
	}
}

static struct writ_message words(void)
{
	return (struct writ_message){.info = writ_info(7, 2), .words = {70, 71}};
}

/* The words arrived, with so many capabilities. */
static void check_got(uint32_t kind, uint32_t n)
{
	CHECK_EQUAL(result, STATUS_OK);
	CHECK_EQUAL(got.info, writ_info(7, 2) | kind << 9 | n << 7);
	CHECK_EQUAL(got.words[1], 71);
	CHECK_EQUAL(writ_info_capabilities(got.info), n);
}

/* Revoking takes a loan back, a gift of the same only with what it was derived from. */
static void loan_and_gift(void)
{
	struct worker worker;
	struct writ_message message = words();
	uint32_t notification, badged, given;

	setup();
	notification = object(CAP_NOTIFICATION);
	badged = writ_loan(notification, RIGHT_WRITE, 0x300000004ull);
	given = writ_loan(notification, RIGHT_READ | RIGHT_WRITE, 0);
	worker = other(receive, 1);
	writ_message_lend(&message, writ_message_buffer, badged);
	writ_message_give(&message, writ_message_buffer, given);
	CHECK_OK(writ_send(endpoint, &message));
	check_got(KIND_SEND, 2);
	CHECK_EQUAL(look(into).type, CAP_NOTIFICATION);
	CHECK_EQUAL(look(into).rights, RIGHT_WRITE);
	CHECK_EQUAL(look(into).word0, 4);
	CHECK_EQUAL(look(into).word1, 3);
	CHECK_EQUAL(look(into).depth, look(badged).depth + 1);
	CHECK_EQUAL(look(into + 1).rights, RIGHT_READ | RIGHT_WRITE);
	CHECK_EQUAL(type_of(given), CAP_NULL);
	CHECK_OK(writ_signal(into));
	CHECK_OK(writ_poll(into + 1, 0));
	CHECK_OK(writ_revoke(AT(badged)));
	CHECK_EQUAL(type_of(into), CAP_NULL);
	CHECK_EQUAL(type_of(badged), CAP_NOTIFICATION);
	CHECK_OK(writ_revoke(AT(given)));
	CHECK_EQUAL(type_of(into + 1), CAP_NOTIFICATION);
	CHECK_OK(writ_revoke(AT(notification)));
	CHECK_EQUAL(type_of(into + 1), CAP_NULL);
	worker_end(&worker);
}

/* The object itself is given, and ends where it then is. */
static void owner_given(void)
{
	struct worker worker;
	struct writ_message message = words();
	uint32_t thing, lent;

	setup();
	thing = object(CAP_ENDPOINT);
	lent = writ_loan(thing, RIGHT_ALL, 0);
	worker = other(receive, 1);
	writ_message_give(&message, writ_message_buffer, thing);
	CHECK_OK(writ_send(endpoint, &message));
	check_got(KIND_SEND, 1);
	CHECK_EQUAL(look(into).rights, RIGHT_ALL | RIGHT_OWN);
	CHECK_EQUAL(type_of(thing), CAP_NULL);
	CHECK_EQUAL(type_of(lent), CAP_ENDPOINT);
	CHECK_OK(writ_delete(AT(into)));
	CHECK_EQUAL(type_of(lent), CAP_NULL);
	worker_end(&worker);
}

/* A frame of memory that is sent is mapped by who received it. */
static void frame_sent(void)
{
	static const uint32_t at = 0x50000000;
	struct worker worker;
	struct writ_message message = words();
	uint32_t frame;

	setup();
	frame = object_sized(CAP_FRAME, 12);
	CHECK_OK(writ_page_map(frame, ROOT_VSPACE, at, RIGHT_READ | RIGHT_WRITE, MEMORY_CACHED));
	*(volatile uint32_t *)at = 0x12345678;
	worker = other(receive, 1);
	writ_message_lend(&message, writ_message_buffer, frame);
	CHECK_OK(writ_send(endpoint, &message));
	check_got(KIND_SEND, 1);
	CHECK_OK(writ_frame_map(into, ROOT_VSPACE, at + 0x1000, RIGHT_READ, MEMORY_CACHED));
	CHECK_EQUAL(*(volatile uint32_t *)(at + 0x1000), 0x12345678);
	/* Given, it stays mapped where it is. */
	CHECK_OK(writ_delete(AT(into)));
	worker_end(&worker);
	worker = other(receive, 1);
	message = words();
	writ_message_give(&message, writ_message_buffer, frame);
	CHECK_OK(writ_send(endpoint, &message));
	check_got(KIND_SEND, 1);
	*(volatile uint32_t *)at = 5;
	CHECK_OK(writ_frame_unmap(into));
	worker_end(&worker);
}

/* In order, up to the first that cannot. */
static void as_far_as_it_goes(void)
{
	struct worker worker;
	struct writ_message message = words();
	uint32_t memory, empty, thing;

	setup();
	thing = object(CAP_NOTIFICATION);
	memory = object_sized(CAP_UNTYPED, 128);
	empty = writ_slot_take(1);
	worker = other(receive, 5);
	writ_message_lend(&message, writ_message_buffer, thing);
	writ_message_lend(&message, writ_message_buffer, memory);
	writ_message_lend(&message, writ_message_buffer, thing);
	writ_message_lend(&message, writ_message_buffer, thing);
	CHECK_EQUAL(writ_info_capabilities(message.info), MESSAGE_CAPS_MAX);
	CHECK_OK(writ_send(endpoint, &message));
	check_got(KIND_SEND, 1);
	CHECK_EQUAL(type_of(into + 1), CAP_NULL);
	/* The slot is in use now. */
	CHECK_OK(writ_send(endpoint, &message));
	check_got(KIND_SEND, 0);
	CHECK_OK(writ_delete(AT(into)));
	message = words();
	writ_message_lend(&message, writ_message_buffer, empty);
	writ_message_lend(&message, writ_message_buffer, thing);
	writ_receive_slots(buffer, AT(into));
	CHECK_OK(writ_send(endpoint, &message));
	check_got(KIND_SEND, 0);
	/* None are wanted. */
	message = words();
	writ_message_lend(&message, writ_message_buffer, thing);
	writ_receive_slots(buffer, (struct writ_slot){0, into, 0});
	CHECK_OK(writ_send(endpoint, &message));
	check_got(KIND_SEND, 0);
	message = words();
	writ_message_give(&message, writ_message_buffer, memory);
	CHECK_OK(writ_send(endpoint, &message));
	check_got(KIND_SEND, 1);
	CHECK_EQUAL(look(into).bytes, 4096);
	worker_end(&worker);
}

static void right_to_grant(void)
{
	struct worker worker;
	struct writ_message message = words();
	uint32_t without;

	setup();
	without = writ_loan(endpoint, RIGHT_ALL - RIGHT_GRANT, 0);
	worker = other(receive, 2);
	writ_message_lend(&message, writ_message_buffer, endpoint);
	CHECK_REFUSED(writ_send(without, &message), STATUS_NO_RIGHT, 1);
	CHECK_REFUSED(writ_nbsend(without, &message), STATUS_NO_RIGHT, 1);
	CHECK_REFUSED(writ_call(without, &message), STATUS_NO_RIGHT, 1);
	CHECK_EQUAL(turns, 0);
	message.info = writ_info(7, 2);
	CHECK_OK(writ_send(without, &message));
	check_got(KIND_SEND, 0);
	worker_end(&worker);
}

/* The capability that is sent through goes along; its badge arrives. */
static void through_itself(void)
{
	struct worker worker;
	struct writ_message message = words();
	uint32_t badged;

	setup();
	badged = writ_loan(endpoint, RIGHT_ALL, 0x55);
	worker = other(receive, 1);
	writ_message_give(&message, writ_message_buffer, badged);
	CHECK_OK(writ_send(badged, &message));
	check_got(KIND_SEND, 1);
	CHECK(got.badge == 0x55);
	CHECK_EQUAL(look(into).word0, 0x55);
	CHECK_REFUSED(writ_send(badged, &message), STATUS_INVALID_CAPABILITY, 0);
	worker_end(&worker);
}

/* Sends what is at `capability`, lent, with a gift of the slot behind it. */
static void send_two(uint32_t capability)
{
	struct writ_message message = words();

	writ_message_lend(&message, buffer, capability);
	writ_message_give(&message, buffer, capability + 1);
	result = writ_send(endpoint, &message);
}

/* A sender that waits: its addresses mean what is there when it is received. */
static void sender_waits(void)
{
	struct worker worker;
	struct writ_message message = {0};
	uint32_t pair = writ_slot_take(2), thing;

	setup();
	thing = object(CAP_NOTIFICATION);
	CHECK_OK(writ_copy(AT(thing), AT(pair), RIGHT_ALL));
	CHECK_OK(writ_copy(AT(thing), AT(pair + 1), RIGHT_ALL));
	worker = other(send_two, pair);
	CHECK_EQUAL(worker_state(&worker), THREAD_SENDING);
	writ_receive_slots(writ_message_buffer, AT(into));
	CHECK_OK(writ_recv(endpoint, reply, &message));
	CHECK_EQUAL(writ_info_capabilities(message.info), 2);
	CHECK_EQUAL(type_of(pair), CAP_NOTIFICATION);
	CHECK_EQUAL(type_of(pair + 1), CAP_NULL);
	CHECK_EQUAL(type_of(into + 1), CAP_NOTIFICATION);
	worker_end(&worker);
	CHECK_OK(writ_delete(AT(into)));
	CHECK_OK(writ_move(AT(into + 1), AT(pair + 1)));
	worker = other(send_two, pair);
	CHECK_OK(writ_delete(AT(pair + 1)));
	CHECK_OK(writ_recv(endpoint, reply, &message));
	CHECK_EQUAL(message.words[1], 71);
	CHECK_EQUAL(writ_info_capabilities(message.info), 1);
	worker_end(&worker);
	CHECK_OK(writ_delete(AT(into)));
	worker = other(send_two, pair);
	CHECK_OK(writ_delete(AT(pair)));
	CHECK_OK(writ_recv(endpoint, reply, &message));
	CHECK_EQUAL(writ_info_capabilities(message.info), 0);
	writ_receive_slots(writ_message_buffer, (struct writ_slot){0, 0, 0});
	worker_end(&worker);
}

/* Answers each call with a loan of what it serves. */
static void serve(uint32_t thing)
{
	result = writ_recv(endpoint, reply, &got);
	while (result == STATUS_OK) {
		got = words();
		writ_message_lend(&got, buffer, thing);
		turns++;
		result = writ_reply_recv(endpoint, reply, &got);
	}
}

/* A reply brings capabilities to who called with the right to be granted some. */
static void replies(void)
{
	static const struct {
		uint32_t rights, arrive;
	} calls[] = {
		{RIGHT_CALL, 0}, {RIGHT_CALL | RIGHT_GRANT_REPLY, 1}, {RIGHT_CALL | RIGHT_GRANT, 1}, {RIGHT_CALL, 0},
	};
	struct worker worker;
	uint32_t thing;

	setup();
	thing = object(CAP_NOTIFICATION);
	worker = other(serve, thing);
	writ_receive_slots(writ_message_buffer, AT(into));
	for (uint32_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
		uint32_t cap = writ_loan(endpoint, calls[i].rights, 0);
		struct writ_message message = {0};

		CHECK_OK(writ_call(cap, &message));
		CHECK_EQUAL(message.info, writ_info(7, 2) | KIND_REPLY << 9 | calls[i].arrive << 7);
		CHECK_EQUAL(message.words[0], 70);
		CHECK_EQUAL(type_of(into), calls[i].arrive != 0 ? CAP_NOTIFICATION : CAP_NULL);
		CHECK_OK(writ_revoke(AT(thing)));
		CHECK_EQUAL(type_of(into), CAP_NULL);
	}
	CHECK_EQUAL(turns, 4);
	writ_receive_slots(writ_message_buffer, (struct writ_slot){0, 0, 0});
	worker_end(&worker);
}

int main(void)
{
	RUN(loan_and_gift);
	RUN(owner_given);
	RUN(frame_sent);
	RUN(as_far_as_it_goes);
	RUN(right_to_grant);
	RUN(through_itself);
	RUN(sender_waits);
	RUN(replies);
	test_end();
}

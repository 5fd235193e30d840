// SPDX-License-Identifier: Apache-2.0
/*
 * Servers without scheduling contexts: a chain of three, each of which works for its
 * caller before and after it calls the next.
 *
 *     client --> 0 --> 1 --> 2
 */
#include "check.h"
#include "clock.h"

#define LEVELS 3u
#define WHOLE 1000000u /* microseconds: more than anybody uses */

static uint32_t endpoints[LEVELS], replies[LEVELS];
static struct worker servers[LEVELS], client;
static volatile uint32_t work[LEVELS]; /* microseconds, before the call of the next and after it */
static volatile uint32_t answered, answer, result;

/* It was used for so long, and what calls and looking at it took. */
static bool worked(uint32_t microseconds)
{
	uint32_t value = used(client.context);

	return value >= microseconds && value < microseconds + 10 * SLACK;
}

/* The client's context has been used for so long. */
static void work_for(uint32_t microseconds)
{
	uint32_t end = used(client.context) + microseconds;

	while (used(client.context) < end)
		continue;
}

static void serve(uint32_t level)
{
	struct writ_message message = {0};

	CHECK_OK(writ_recv(endpoints[level], replies[level], &message));
	for (;;) {
		work_for(work[level]);
		if (level + 1 < LEVELS && writ_call(endpoints[level + 1], &message) != STATUS_OK)
			message.words[0] = 0;
		work_for(work[level]);
		message.words[0]++;
		message.info = writ_info(0, 1);
		(void)writ_reply_recv(endpoints[level], replies[level], &message);
	}
}

static void ask(uint32_t word)
{
	struct writ_message message = {.info = writ_info(0, 1), .words = {word}};

	result = writ_call(endpoints[0], &message);
	answer = message.words[0];
	answered++;
	worker_stop();
}

/* The servers wait, with nothing to run on; the client has its budget and is ready. */
static void chain_begin(uint32_t budget, uint32_t period)
{
	background_begin();
	answered = 0;
	client = worker_new(ask, 10, TEST_PRIORITY - 2 - LEVELS, 0);
	give(client.context, budget, period);
	for (uint32_t i = 0; i < LEVELS; i++) {
		work[i] = 100;
		endpoints[i] = object(CAP_ENDPOINT);
		replies[i] = object(CAP_REPLY);
		servers[i] = worker_start(serve, i, TEST_PRIORITY - 1 - LEVELS + i);
	}
	sleep_beside(&background, 1000);
	for (uint32_t i = 0; i < LEVELS; i++) {
		CHECK_EQUAL(worker_state(&servers[i]), THREAD_RECEIVING);
		CHECK_OK(writ_sched_context_unbind(servers[i].context));
	}
}

static void chain_end(void)
{
	for (uint32_t i = 0; i < LEVELS; i++) {
		worker_end(&servers[i]);
		CHECK_OK(writ_delete(AT(endpoints[i])));
		CHECK_OK(writ_delete(AT(replies[i])));
	}
	worker_end(&client);
	background_end();
}

/* All that the chain does is the client's time, and it has its context back. */
static void clients_pay(void)
{
	chain_begin(WHOLE, 0);
	CHECK_OK(writ_thread_resume(client.thread));
	sleep_beside(&background, 5000);
	CHECK_EQUAL(answered, 1);
	CHECK_EQUAL(result, STATUS_OK);
	CHECK_EQUAL(answer, 13);
	CHECK(worked(600));
	for (uint32_t i = 0; i < LEVELS; i++) {
		CHECK_EQUAL(worker_state(&servers[i]), THREAD_RECEIVING);
		CHECK(used(servers[i].context) < SLACK);
	}
	chain_end();
}

/* The client's budget ends in the server of this level: all wait for the refill, and then it goes on. */
static void budget_ends_at(uint32_t level)
{
	uint32_t idle;

	chain_begin(1000, 10000);
	for (uint32_t i = 0; i < LEVELS; i++)
		work[i] = i == level ? 1200 : 20;
	CHECK_OK(writ_thread_resume(client.thread));
	idle = used(background.context);
	sleep_beside(&background, 5000);
	CHECK_EQUAL(answered, 0);
	CHECK(about(used(client.context), 1000));
	CHECK_EQUAL(worker_state(&servers[level]), THREAD_RUNNABLE);
	for (uint32_t i = 0; i < level; i++)
		CHECK_EQUAL(worker_state(&servers[i]), THREAD_REPLY_WAIT);
	sleep_beside(&background, 10000);
	CHECK_EQUAL(answered, 0);
	CHECK(about(used(client.context), 2000));
	sleep_beside(&background, 10000);
	CHECK_EQUAL(answered, 1);
	CHECK_EQUAL(answer, 13);
	CHECK(worked(2400 + 4 * 20));
	CHECK(used(background.context) - idle > 20000);
	chain_end();
}

static void budgets_end_at_each_level(void)
{
	for (uint32_t level = 0; level < LEVELS; level++)
		budget_ends_at(level);
}

/* The server in the middle goes with its callers pending: its caller is told once its reply object
   goes, the last server ends its work, and the context is nobody's after that. */
static void middle_can_go(void)
{
	chain_begin(WHOLE, 0);
	work[2] = 3000;
	CHECK_OK(writ_thread_resume(client.thread));
	sleep_beside(&client, 1000);
	CHECK_EQUAL(worker_state(&servers[1]), THREAD_REPLY_WAIT);
	CHECK_OK(writ_delete(AT(replies[1])));
	CHECK_OK(writ_delete(AT(servers[1].thread)));
	CHECK_EQUAL(worker_state(&servers[0]), THREAD_RUNNABLE);
	sleep_beside(&background, 10000);
	CHECK_EQUAL(worker_state(&servers[2]), THREAD_RECEIVING);
	CHECK_EQUAL(worker_state(&servers[0]), THREAD_RUNNABLE);
	CHECK_EQUAL(answered, 0);
	/* What the chain has lost is found again from its beginning. */
	CHECK_REFUSED(writ_sched_context_bind(client.context, client.thread), STATUS_OCCUPIED, 1);
	CHECK_OK(writ_delete(AT(replies[0])));
	CHECK_OK(writ_sched_context_bind(client.context, client.thread));
	sleep_beside(&background, 1000);
	CHECK_EQUAL(answered, 1);
	CHECK_EQUAL(result, STATUS_CANCELLED);
	replies[0] = object(CAP_REPLY);
	replies[1] = object(CAP_REPLY);
	servers[1].thread = object(CAP_THREAD);
	chain_end();
}

static uint32_t handler, answers;
static volatile uint32_t told;

/* Gives the client more. */
static void extend(uint32_t badge)
{
	struct writ_message message = {0};

	for (;;) {
		CHECK_OK(writ_recv(handler, answers, &message));
		CHECK_EQUAL(writ_info_label(message.info), FAULT_TIMEOUT);
		CHECK_EQUAL(message.badge, badge);
		told++;
		give(client.context, 1000, 10000);
		message.info = writ_info(FAULT_RESUME, 0);
		CHECK_OK(writ_send(answers, &message));
	}
}

/* Time that is up in a server is told to who handles that of the server. */
static void timeouts_are_the_servers(void)
{
	struct writ_thread_setting setting = {.cspace = ROOT_CNODE, .vspace = ROOT_VSPACE};
	struct worker extender;

	handler = object(CAP_ENDPOINT);
	answers = object(CAP_REPLY);
	setting.timeout = writ_loan(handler, RIGHT_CALL, 7);
	extender = worker_start(extend, 7, TEST_PRIORITY + 8);
	chain_begin(1000, 10000);
	CHECK_OK(writ_thread_configure(servers[2].thread, &setting));
	told = 0;
	work[2] = 1200;
	CHECK_OK(writ_thread_resume(client.thread));
	sleep_beside(&background, 5000);
	CHECK_EQUAL(told, 2);
	CHECK_EQUAL(answered, 1);
	CHECK_EQUAL(answer, 13);
	CHECK(worked(2400 + 4 * 100));
	worker_end(&extender);
	chain_end();
	CHECK_OK(writ_delete(AT(handler)));
	CHECK_OK(writ_delete(AT(answers)));
}

int main(void)
{
	RUN(clients_pay);
	RUN(budgets_end_at_each_level);
	RUN(middle_can_go);
	RUN(timeouts_are_the_servers);
	test_end();
}

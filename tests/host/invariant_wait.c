// SPDX-License-Identifier: Apache-2.0
/* The invariant of queues, threads and what they wait on: see invariant.h. */
#include "invariant.h"
#include "inventory.h"
#include "message.h"

static int is_endpoint_number(uint32_t e)
{
	return e > 0 && e < FAKE_GRANULES / QUEUE_GRANULES && granule_type[e * QUEUE_GRANULES] == CAP_ENDPOINT;
}

static int is_notification_number(uint32_t n)
{
	return n > 0 && n < FAKE_GRANULES / QUEUE_GRANULES
	    && granule_type[n * QUEUE_GRANULES] == CAP_NOTIFICATION;
}

static int is_reply_number(uint32_t r)
{
	return r > 0 && r < FAKE_GRANULES && granule_type[r] == CAP_REPLY;
}

/* Part "queue": heads, bitmap, links. */

static uint32_t threads_waiting;

static int list_holds(uint32_t l)
{
	uint32_t head = list_head_window[l], t = head, last = 0;
	uint32_t bit = list_map_window[l / 32].bits >> l % 32 & 1;

	HOLD(bit == (head != 0), l);
	while (t != 0) {
		HOLD(thread_is(t), l);
		HOLD(waiter_window[t].list == l && waiter_window[t].priority == l % QUEUE_LISTS, t);
		HOLD(last == 0 || waiter_window[t].prev == last, t);
		HOLD(threads_waiting < inventory.threads.count, l);
		threads_waiting++;
		last = t;
		t = waiter_window[t].next;
	}
	HOLD(head == 0 || waiter_window[head].prev == last, l);
	return 1;
}

static int queue_holds(uint32_t q)
{
	uint32_t p;

	for (p = 0; p < PRIORITIES; p++)
		if (!list_holds(q * QUEUE_LISTS + p))
			return 0;
	return 1;
}

static int queues_hold(const struct inventory_list *queues)
{
	uint32_t i;

	for (i = 0; i < queues->count; i++)
		if (!queue_holds(queues->at[i]))
			return 0;
	return 1;
}

/* Each thread that says it waits was met in some list, once. */
static int part_queue(void)
{
	uint32_t i, t, said = 0;

	threads_waiting = 0;
	if (!queue_holds(kernel.run_queue) || !queues_hold(&inventory.endpoints)
	    || !queues_hold(&inventory.notifications))
		return 0;
	for (i = 0; i < inventory.threads.count; i++) {
		t = inventory.threads.at[i];
		if (waiter_window[t].list != 0)
			said++;
		else
			HOLD(waiter_window[t].next == 0 && waiter_window[t].prev == 0, t);
	}
	HOLD(said == threads_waiting, said);
	return 1;
}

/* Part "run": the run queue holds exactly the threads that can run, but for the running one. */

static int can_run(uint32_t t)
{
	return t != kernel.idle && thread_window[t].state == THREAD_RUNNABLE && thread_window[t].has_time != 0;
}

static int part_run(void)
{
	uint32_t i, t;

	for (i = 0; i < inventory.threads.count; i++) {
		t = inventory.threads.at[i];
		HOLD((waiter_window[t].list / QUEUE_LISTS == kernel.run_queue)
		     == (can_run(t) && t != kernel.current), t);
	}
	return 1;
}

/* Part "thread": its state agrees with where it is. */

static int thread_state_holds(uint32_t t)
{
	const struct thread *c = &thread_window[t];
	uint32_t list = waiter_window[t].list, q = list / QUEUE_LISTS;

	HOLD(c->state <= THREAD_REPLY_WAIT, t);
	if (c->state == THREAD_INACTIVE || c->state == THREAD_REPLY_WAIT)
		HOLD(list == 0, t);
	if (c->state == THREAD_RUNNABLE)
		HOLD(c->fault == 0 && (list == 0 || q == kernel.run_queue), t);
	if (c->state == THREAD_SENDING || c->state == THREAD_CALLING || c->state == THREAD_RECEIVING)
		HOLD(q == c->waits_on && is_endpoint_number(q), t);
	if (c->state == THREAD_WAITING)
		HOLD(q == c->waits_on && is_notification_number(q), t);
	if (c->fault != 0)
		HOLD(c->state == THREAD_INACTIVE || c->state == THREAD_CALLING
		     || c->state == THREAD_REPLY_WAIT, t);
	if (c->state == THREAD_REPLY_WAIT)
		HOLD(is_reply_number(c->reply) && reply_window[c->reply].caller == t, t);
	else if (c->state == THREAD_RECEIVING)
		HOLD(c->reply == 0 || (is_reply_number(c->reply) && reply_window[c->reply].server == t), t);
	else
		HOLD(c->reply == 0, t);
	return 1;
}

/* User mode only, from the moment that it can run: what else is in the register would be taken. */
static int thread_mode_holds(uint32_t t)
{
	const struct thread *c = &thread_window[t];

	if (c->state != THREAD_INACTIVE)
		HOLD(c->registers[REGISTER_CPSR] == machine_user_cpsr(c->registers[REGISTER_CPSR]), t);
	return 1;
}

static int part_thread(void)
{
	uint32_t i, t;

	for (i = 0; i < inventory.threads.count; i++) {
		t = inventory.threads.at[i];
		HOLD(waiter_window[t].priority < PRIORITIES && thread_window[t].ceiling < PRIORITIES, t);
		HOLD(thread_window[t].fault <= FAULT_TIMEOUT, t);
		if (t == kernel.idle)
			HOLD(waiter_window[t].list == 0 && thread_window[t].context == 0
			     && thread_window[t].has_time == 0 && thread_window[t].state == THREAD_RUNNABLE, t);
		else if (!thread_state_holds(t) || !thread_mode_holds(t))
			return 0;
	}
	return 1;
}

/* Part "loan": a thread's own slots hold what they are for. */

static int buffer_holds(uint32_t t)
{
	uint32_t s = t * THREAD_GRANULES + THREAD_SLOT_BUFFER, b = thread_window[t].buffer;
	uint32_t first = slot_window[s].object * GRANULE_WORDS;

	if (slot_window[s].type == CAP_NULL) {
		HOLD(b == 0, t);
		return 1;
	}
	HOLD(slot_window[s].object < GRANULES && slot_window[s].word0 == t && slot_window[s].word1 == 0, t);
	HOLD(b >= first && b * 4 % IPC_BUFFER_BYTES == 0
	     && b + IPC_BUFFER_BYTES / 4 <= first + slot_window[s].size * GRANULE_WORDS, t);
	return 1;
}

static int part_loan(void)
{
	static const uint32_t types[THREAD_SLOTS] = {CAP_CNODE, CAP_VSPACE, CAP_ENDPOINT, CAP_FRAME, CAP_ENDPOINT};
	uint32_t i, k, s;

	for (i = 0; i < inventory.threads.count; i++) {
		for (k = 0; k < THREAD_SLOTS; k++) {
			s = inventory.threads.at[i] * THREAD_GRANULES + k;
			HOLD(slot_window[s].type == CAP_NULL || slot_window[s].type == types[k], s);
			HOLD(slot_window[s].type == CAP_NULL || (slot_parent[s] != 0 && slot_window[s].first == 0
			     && (slot_window[s].rights & RIGHT_OWN) == 0), s);
		}
		if (!buffer_holds(inventory.threads.at[i]))
			return 0;
	}
	return 1;
}

/* Part "endpoint": its state says who waits. */

static int part_endpoint(void)
{
	uint32_t i, e, state;

	for (i = 0; i < inventory.endpoints.count; i++) {
		e = inventory.endpoints.at[i];
		state = endpoint_window[e].state;
		HOLD(state <= ENDPOINT_RECEIVERS, e);
		HOLD((state == ENDPOINT_IDLE) == (list_map_window[e * 4].bits == 0
		     && list_map_window[e * 4 + 1].bits == 0), e);
	}
	for (i = 0; i < inventory.threads.count; i++) {
		e = waiter_window[inventory.threads.at[i]].list / QUEUE_LISTS;
		state = thread_window[inventory.threads.at[i]].state;
		if (e != 0 && is_endpoint_number(e))
			HOLD(endpoint_window[e].state
			     == (state == THREAD_RECEIVING ? ENDPOINT_RECEIVERS : ENDPOINT_SENDERS), e);
	}
	return 1;
}

/* Part "cancellation": who is looked at next sends where it runs. */

static int part_cancellation(void)
{
	uint32_t t = kernel.cancel_next, e = kernel.cancel_endpoint;

	if (t == 0)
		return 1;
	HOLD(thread_is(t), t);
	HOLD(is_endpoint_number(e) && endpoint_window[e].state == ENDPOINT_SENDERS, e);
	HOLD(waiter_window[t].list / QUEUE_LISTS == e, t);
	return 1;
}

/* Part "notification": nothing is pending while someone waits; bindings go both ways. */

static int part_notification(void)
{
	const struct notification *c;
	uint32_t i, n, t;

	for (i = 0; i < inventory.notifications.count; i++) {
		n = inventory.notifications.at[i];
		c = &notification_window[n];
		if (list_map_window[n * 4].bits != 0 || list_map_window[n * 4 + 1].bits != 0)
			HOLD(c->word_low == 0 && c->word_high == 0, n);
		if (c->thread != 0)
			HOLD(thread_is(c->thread) && thread_window[c->thread].notification == n, n);
	}
	for (i = 0; i < inventory.threads.count; i++) {
		t = inventory.threads.at[i];
		n = thread_window[t].notification;
		if (n != 0)
			HOLD(is_notification_number(n) && notification_window[n].thread == t, t);
	}
	return 1;
}

/* Part "reply": at most one caller, or one server that offers it; who runs on what was lent through it. */

static int part_reply(void)
{
	uint32_t i, r, t;

	for (i = 0; i < inventory.replies.count; i++) {
		r = inventory.replies.at[i];
		t = reply_window[r].caller;
		HOLD(t == 0 || (thread_is(t) && thread_window[t].state == THREAD_REPLY_WAIT
		     && thread_window[t].reply == r), r);
		HOLD(t == 0 || reply_window[r].server == 0, r);
		t = reply_window[r].server;
		HOLD(t == 0 || (thread_is(t) && thread_window[t].state == THREAD_RECEIVING
		     && thread_window[t].reply == r), r);
		t = reply_window[r].borrower;
		HOLD(t == 0 || (thread_is(t) && thread_window[t].lender == r && reply_window[r].server == 0), r);
		t = reply_window[r].caller;
		HOLD(reply_window[r].borrower == 0 || t == 0 || thread_window[t].context == 0, r);
	}
	for (i = 0; i < inventory.threads.count; i++) {
		t = inventory.threads.at[i];
		r = thread_window[t].lender;
		HOLD(r == 0 || (is_reply_number(r) && reply_window[r].borrower == t), t);
	}
	return 1;
}

/* Part "current": who runs can, and nobody who waits for it is preferred. */

static int part_current(void)
{
	uint32_t t = kernel.current, i, u;

	HOLD(kernel.idle == FAKE_OBJECTS / THREAD_GRANULES && thread_is(t), t);
	HOLD(t == kernel.idle || can_run(t), t);
	for (i = 0; i < inventory.threads.count; i++) {
		u = inventory.threads.at[i];
		if (waiter_window[u].list / QUEUE_LISTS != kernel.run_queue)
			continue;
		HOLD(t != kernel.idle && waiter_window[u].priority <= waiter_window[t].priority, u);
	}
	return 1;
}

const struct invariant_part invariant_parts_wait[] = {
	{"queue", part_queue},
	{"thread", part_thread},
	{"run", part_run},
	{"loan", part_loan},
	{"endpoint", part_endpoint},
	{"cancellation", part_cancellation},
	{"notification", part_notification},
	{"reply", part_reply},
	{"current", part_current},
	{0, 0}
};

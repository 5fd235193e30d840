// SPDX-License-Identifier: Apache-2.0
/* Threads: see thread.h. */
#include "thread.h"
#include "machine.h"

/* The thread leaves what it waits on: endpoint, notification, reply object or run queue. */
/*@ requires queues: queues;
    requires thread: is_thread(t);
    ensures queues: queues;
    ensures out: waiter_window[t].list == 0; */
static void thread_leave(uint32_t t)
{
	uint32_t state = THREAD(t).state, r = THREAD(t).reply;

	if (state >= THREAD_SENDING && THREAD(t).fault == 0)
		THREAD(t).registers[0] = STATUS_CANCELLED;
	if (state == THREAD_SENDING || state == THREAD_CALLING || state == THREAD_RECEIVING) {
		endpoint_leave(t);
	} else if (state == THREAD_REPLY_WAIT) {
		REPLY(r).caller = 0;
		THREAD(t).reply = 0;
	} else {
		sched_stop(t);
	}
}

void thread_suspend(uint32_t t)
{
	thread_leave(t);
	THREAD(t).state = THREAD_INACTIVE;
}

void thread_resume(uint32_t t)
{
	thread_leave(t);
	THREAD(t).fault = 0;
	THREAD(t).registers[REGISTER_CPSR] = machine_user_cpsr(THREAD(t).registers[REGISTER_CPSR]);
	sched_ready(t);
}

void thread_set_priority(uint32_t t, uint32_t priority, uint32_t ceiling)
{
	uint32_t list = WAITER(t).list;

	if (list != 0)
		queue_remove(t);
	WAITER(t).priority = priority;
	THREAD(t).ceiling = ceiling;
	if (list != 0)
		queue_insert(list / QUEUE_LISTS, t);
}

void thread_write_register(uint32_t t, uint32_t r, uint32_t value)
{
	if (r == REGISTER_CPSR)
		value = machine_user_cpsr(value);
	THREAD(t).registers[r] = value;
	if (r == REGISTER_TLS && t == kernel.current)
		machine_thread_pointer(value);
}

enum status thread_give(uint32_t t, uint32_t k, uint32_t s)
{
	struct capability c;

	c.type = SLOT(s).type;
	c.rights = SLOT(s).rights % RIGHT_OWN;
	c.object = SLOT(s).object;
	c.size = SLOT(s).size;
	c.word0 = SLOT(s).word0;
	c.word1 = SLOT(s).word1;
	if (c.type == CAP_FRAME) {
		c.word0 = t;
		c.word1 = 0;
	}
	return cdt_insert_child(s, t * THREAD_GRANULES + k, c);
}

void thread_take(uint32_t t, uint32_t k)
{
	uint32_t s = t * THREAD_GRANULES + k;

	if (k == THREAD_SLOT_BUFFER)
		THREAD(t).buffer = 0;
	if (SLOT(s).type != CAP_NULL)
		cdt_remove(s);
}

void thread_destroy(uint32_t t)
{
	uint32_t k;

	thread_suspend(t);
	if (THREAD(t).context != 0)
		sched_unbind(THREAD(t).context);
	if (THREAD(t).notification != 0)
		notification_unbind(THREAD(t).notification);
	/*@ loop invariant 0 <= k <= THREAD_SLOTS;
	    loop variant THREAD_SLOTS - k; */
	for (k = 0; k < THREAD_SLOTS; k++)
		thread_take(t, k);
	if (kernel.current == t)
		kernel.current = kernel.idle;
}

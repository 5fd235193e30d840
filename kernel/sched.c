// SPDX-License-Identifier: Apache-2.0
/* Who runs: see sched.h. */
#include "sched.h"
#include "machine.h"

void sched_ready(uint32_t t)
{
	THREAD(t).state = THREAD_RUNNABLE;
	if (THREAD(t).context != 0)
		queue_insert(kernel.run_queue, t);
	//@ assert others: threads_wait_but(t);
	//@ assert self: thread_waits(t);
	//@ assert stay: \forall integer x, q; waits_in{Pre}(x, q) ==> waits_in(x, q);
	//@ assert replies: replies_but(0);
	//@ assert endpoints: endpoints;
	//@ assert bound: bound;
}

void sched_stop(uint32_t t)
{
	//@ assert apart: waiter_window[t].list != 0 && kernel.cancel_next != 0 ==> kernel.cancel_next != t;
	if (WAITER(t).list != 0)
		queue_remove(t);
	//@ assert waits: threads_wait_but(t);
	//@ assert cancellation: cancellation;
	//@ assert endpoints: endpoints;
}

uint32_t sched_vspace(uint32_t t)
{
	uint32_t s = t * THREAD_GRANULES + THREAD_SLOT_VSPACE;

	if (SLOT(s).type != CAP_VSPACE)
		return 0;
	return SLOT(s).object / VSPACE_GRANULES;
}

/* The machine translates and runs for thread t, which is not the idle thread. */
/*@ requires thread: is_thread(t);
    requires slot: is_slot(t * THREAD_GRANULES + THREAD_SLOT_VSPACE);
    requires vspace: slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].type == CAP_VSPACE ==>
        is_vspace(slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].object / VSPACE_GRANULES);
    requires kernel: kernel_threads;
    requires translates: kernel.vspace == 0 || is_vspace(kernel.vspace);
    assigns kernel.current, kernel.vspace, machine;
    ensures kernel: kernel_threads;
    ensures translates: kernel.vspace == 0 || is_vspace(kernel.vspace);
    ensures current: kernel.current == t;
    ensures vspace: slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].type == CAP_VSPACE ==>
        kernel.vspace == slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].object / VSPACE_GRANULES; */
static void sched_switch(uint32_t t)
{
	uint32_t v = sched_vspace(t);

	if (v != kernel.vspace) {
		kernel.vspace = v;
		machine_vspace_activate(v);
	}
	if (t != kernel.current) {
		kernel.current = t;
		machine_thread_pointer(THREAD(t).registers[REGISTER_TLS]);
	}
}

uint32_t sched_choose(void)
{
	uint32_t t = queue_first(kernel.run_queue);

	//@ assert kinds: !is_endpoint(kernel.run_queue) && !is_notification(kernel.run_queue);
	//@ assert waits: t != 0 ==> is_thread(t) && thread_waits(t);
	/*@ assert list: t != 0 ==> waiter_window[t].list != 0
	      && waiter_window[t].list / QUEUE_LISTS == kernel.run_queue; */
	//@ assert runnable: t != 0 ==> thread_window[t].state == THREAD_RUNNABLE;
	if (t != 0) {
		sched_switch(t);
		//@ assert switched: kernel_threads;
	} else {
		kernel.current = kernel.idle;
		//@ assert idle: kernel_threads;
	}
	//@ assert others: threads_wait_but(0);
	//@ assert kernel: kernel_threads;
	return kernel.current;
}

void sched_yield(void)
{
	uint32_t t = kernel.current, c = THREAD(t).context;

	if (c != 0)
		SCHED_CONTEXT(c).left = SCHED_CONTEXT(c).slice;
	if (WAITER(t).list != 0) {
		queue_remove(t);
		queue_insert(kernel.run_queue, t);
	}
	//@ assert others: threads_wait_but(t);
	//@ assert self: thread_waits(t);
	//@ assert cancellation: cancellation;
	//@ assert stay: \forall integer x, q; waits_in{Pre}(x, q) ==> waits_in(x, q);
	//@ assert replies: replies_but(0);
	//@ assert endpoints: endpoints;
	//@ assert bound: bound;
}

void sched_tick(void)
{
	uint32_t c = THREAD(kernel.current).context;

	if (c == 0)
		return;
	if (SCHED_CONTEXT(c).left > 1)
		SCHED_CONTEXT(c).left = SCHED_CONTEXT(c).left - 1;
	else
		sched_yield();
}

void sched_bind(uint32_t c, uint32_t t)
{
	SCHED_CONTEXT(c).thread = t;
	SCHED_CONTEXT(c).left = SCHED_CONTEXT(c).slice;
	THREAD(t).context = c;
	if (THREAD(t).state == THREAD_RUNNABLE)
		queue_insert(kernel.run_queue, t);
	//@ assert others: threads_wait_but(t);
	//@ assert self: thread_waits(t);
	//@ assert stay: \forall integer x, q; waits_in{Pre}(x, q) ==> waits_in(x, q);
	//@ assert replies: replies_but(0);
	//@ assert endpoints: endpoints;
	//@ assert contexts: contexts;
	//@ assert bound: bound;
}

void sched_unbind(uint32_t c)
{
	uint32_t t = SCHED_CONTEXT(c).thread;

	if (t == 0)
		return;
	//@ assert queue: thread_window[t].state == THREAD_RUNNABLE ==> waits_in(t, kernel.run_queue);
	//@ assert run_queue: !is_endpoint(kernel.run_queue);
	SCHED_CONTEXT(c).thread = 0;
	THREAD(t).context = 0;
	//@ assert others: threads_wait_but(t);
	//@ assert endpoints: endpoints;
	/*@ assert list: thread_window[t].state == THREAD_RUNNABLE ==>
	      waiter_window[t].list / QUEUE_LISTS == kernel.run_queue; */
	if (THREAD(t).state == THREAD_RUNNABLE)
		sched_stop(t);
	//@ assert self: thread_waits(t);
	//@ assert invariant: threads_wait_but(0) && replies_but(0);
}

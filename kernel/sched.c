// SPDX-License-Identifier: Apache-2.0
/* Who runs: see sched.h. */
#include "sched.h"
#include "machine.h"

void sched_ready(uint32_t t)
{
	THREAD(t).state = THREAD_RUNNABLE;
	if (THREAD(t).context != 0 && t != kernel.current)
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

/* The machine translates for thread t, which is not the idle thread. */
/*@ requires thread: is_thread(t);
    requires slot: is_slot(t * THREAD_GRANULES + THREAD_SLOT_VSPACE);
    requires vspace: slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].type == CAP_VSPACE ==>
        is_vspace(slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].object / VSPACE_GRANULES);
    requires translates: kernel.vspace == 0 || is_vspace(kernel.vspace);
    assigns kernel.vspace, machine;
    ensures translates: kernel.vspace == 0 || is_vspace(kernel.vspace);
    ensures vspace: slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].type == CAP_VSPACE ==>
        kernel.vspace == slot_window[t * THREAD_GRANULES + THREAD_SLOT_VSPACE].object / VSPACE_GRANULES; */
static void sched_translate(uint32_t t)
{
	uint32_t v = sched_vspace(t);

	if (v == kernel.vspace)
		return;
	kernel.vspace = v;
	machine_vspace_activate(v);
}

/* Can thread t run?  The idle thread has no scheduling context. */
/*@ requires thread: is_thread(t);
    assigns \nothing;
    ensures can: \result != 0 <==> can_run(t); */
static int sched_can_run(uint32_t t)
{
	return THREAD(t).state == THREAD_RUNNABLE && THREAD(t).context != 0;
}

/* The running thread, which can run, waits before the others of its priority; the idle thread is
   the running one. */
/*@ requires invariant: ipc;
    requires current: can_run(kernel.current);
    assigns kernel.current, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures idle: kernel.current == kernel.idle;
    ensures others: waiters_stay_but{Pre, Post}(\old(kernel.current));
    ensures waits: waits_in(\old(kernel.current), kernel.run_queue);
    ensures before: age_oldest{Pre, Post}(\old(kernel.current)); */
static void sched_preempt(void)
{
	uint32_t c = kernel.current;

	kernel.current = kernel.idle;
	queue_insert_front(kernel.run_queue, c);
	//@ assert others: threads_wait_but(c);
	//@ assert self: thread_waits(c);
	//@ assert stay: \forall integer x, q; waits_in{Pre}(x, q) ==> waits_in(x, q);
	//@ assert replies: replies_but(0);
	//@ assert endpoints: endpoints;
	//@ assert bound: bound;
}

/* Thread t, the first in the run queue, becomes the running one, the idle thread if t is 0.  Who
   was running cannot run. */
/*@ requires invariant: ipc;
    requires current: !can_run(kernel.current);
    requires none: t == 0 ==> queue_empty(kernel.run_queue);
    requires some: t != 0 ==> waits_in(t, kernel.run_queue)
        && \forall integer x; waits_in(x, kernel.run_queue) && x != t ==> waits_before(t, x);
    assigns kernel.current, waiter_window[..], list_head_window[..], list_map_window[..];
    ensures invariant: ipc;
    ensures current: kernel.current == (t == 0 ? kernel.idle : t);
    ensures chosen: chosen;
    ensures first: \forall integer x; waits_in(x, kernel.run_queue) ==> waits_before(kernel.current, x);
    ensures others: waiters_stay_but{Pre, Post}(t); */
static void sched_take(uint32_t t)
{
	//@ assert kinds: !is_endpoint(kernel.run_queue) && !is_notification(kernel.run_queue);
	//@ assert waits: t != 0 ==> thread_waits(t) && t != kernel.idle;
	/*@ assert list: t != 0 ==> waiter_window[t].list != 0
	      && waiter_window[t].list / QUEUE_LISTS == kernel.run_queue; */
	//@ assert runs: t != 0 ==> can_run(t);
	if (t != 0) {
		queue_remove(t);
		kernel.current = t;
	} else {
		kernel.current = kernel.idle;
	}
	//@ assert others: threads_wait_but(t);
	//@ assert self: t != 0 ==> thread_waits(t);
	//@ assert replies: replies_but(0);
	//@ assert endpoints: endpoints;
	//@ assert kernel: kernel_threads;
	//@ assert bound: bound;
	//@ assert stay: \forall integer x, q; waits_in(x, q) ==> waits_in{Pre}(x, q) && x != t;
	//@ assert preferred: t != 0 ==> can_run(t) && none_preferred(t);
}

/* What sched_choose says, but for the machine. */
/*@ requires invariant: ipc;
    assigns kernel.current, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures chosen: chosen;
    ensures goes_on: \old(can_run(kernel.current) && none_preferred(kernel.current)) ==>
        kernel.current == \old(kernel.current);
    ensures first: kernel.current != \old(kernel.current) ==>
        \forall integer t; waits_in(t, kernel.run_queue) ==> waits_before(kernel.current, t);
    ensures turn: \old(can_run(kernel.current)) && kernel.current != \old(kernel.current) ==>
        waits_in(\old(kernel.current), kernel.run_queue)
        && \forall integer t; waits_in(t, kernel.run_queue) && t != \old(kernel.current)
          && waiter_window[t].priority == waiter_window[\old(kernel.current)].priority ==>
          waits_before(\old(kernel.current), t);
    ensures others: \forall integer t; 0 < t < THREADS ==>
        waiter_window[t].priority == \old(waiter_window[t].priority)
        && (t != kernel.current && t != \old(kernel.current) ==>
              waiter_window[t].list == \old(waiter_window[t].list));
    ensures order: order_stays_but{Pre, Post}(\old(kernel.current)); */
static void sched_next(void)
{
	uint32_t c = kernel.current;

	if (sched_can_run(c)) {
		if (!queue_above(kernel.run_queue, WAITER(c).priority))
			return;
		sched_preempt();
	}
	sched_take(queue_first(kernel.run_queue));
}

uint32_t sched_choose(void)
{
	uint32_t c = kernel.current, t;

	sched_next();
	t = kernel.current;
	if (t != kernel.idle) {
		sched_translate(t);
		if (t != c)
			machine_thread_pointer(THREAD(t).registers[REGISTER_TLS]);
	}
	//@ assert others: threads_wait_but(0);
	//@ assert kernel: kernel_threads;
	return kernel.current;
}

void sched_hand_over(uint32_t to)
{
	//@ ghost uint32_t from = kernel.current;

	//@ assert loose: is_loose(from) && from != to;
	sched_translate(to);
	machine_thread_pointer(THREAD(to).registers[REGISTER_TLS]);
	THREAD(to).state = THREAD_RUNNABLE;
	kernel.current = to;
	//@ assert others: \forall integer t; is_thread(t) && t != from && t != to ==> thread_waits(t);
	//@ assert self: thread_waits(to);
	//@ assert waits: threads_wait_but(from);
	//@ assert replies: replies_but(from);
	//@ assert kernel: kernel_threads;
	//@ assert contexts: contexts;
	//@ assert bindings: bindings;
	//@ assert bound: bound;
	//@ assert endpoints: endpoints;
	//@ assert queues: queues;
}

void sched_yield(void)
{
	uint32_t t = kernel.current, c = THREAD(t).context;

	if (c == 0)
		return;
	SCHED_CONTEXT(c).left = SCHED_CONTEXT(c).slice;
	kernel.current = kernel.idle;
	queue_insert(kernel.run_queue, t);
	//@ assert others: threads_wait_but(t);
	//@ assert self: thread_waits(t);
	//@ assert stay: \forall integer x, q; waits_in{Pre}(x, q) ==> waits_in(x, q);
	//@ assert replies: replies_but(0);
	//@ assert cancellation: cancellation;
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
	if (THREAD(t).state == THREAD_RUNNABLE && t != kernel.current)
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
	/*@ assert queue: thread_window[t].state == THREAD_RUNNABLE && t != kernel.current ==>
	      waits_in(t, kernel.run_queue); */
	//@ assert run_queue: !is_endpoint(kernel.run_queue);
	SCHED_CONTEXT(c).thread = 0;
	THREAD(t).context = 0;
	//@ assert others: threads_wait_but(t);
	//@ assert endpoints: endpoints;
	/*@ assert list: thread_window[t].state == THREAD_RUNNABLE && waiter_window[t].list != 0 ==>
	      waiter_window[t].list / QUEUE_LISTS == kernel.run_queue; */
	if (THREAD(t).state == THREAD_RUNNABLE)
		sched_stop(t);
	//@ assert self: thread_waits(t);
	//@ assert invariant: threads_wait_but(0) && replies_but(0);
}

// SPDX-License-Identifier: Apache-2.0
/* Who runs: see sched.h. */
#include "sched.h"
#include "machine.h"

void sched_ready(uint32_t t)
{
	THREAD(t).state = THREAD_RUNNABLE;
	if (THREAD(t).has_time != 0 && t != kernel.current)
		queue_insert(kernel.run_queue, t);
	//@ assert others: threads_wait_but(t);
	//@ assert self: thread_waits(t);
	//@ assert stay: \forall integer x, q; waits_in{Pre}(x, q) ==> waits_in(x, q);
	//@ assert replies: replies_but(0);
	//@ assert endpoints: endpoints;
	//@ assert contexts: contexts;
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

/* Can thread t run?  The idle thread has no time. */
/*@ requires thread: is_thread(t);
    assigns \nothing;
    ensures can: \result != 0 <==> can_run(t); */
static int sched_can_run(uint32_t t)
{
	return THREAD(t).state == THREAD_RUNNABLE && THREAD(t).has_time != 0;
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

/* The first in the run queue becomes the running thread; 0, and the idle thread, if nobody waits.
   Who was running cannot run. */
/*@ requires invariant: ipc;
    requires current: !can_run(kernel.current);
    assigns kernel.current, waiter_window[..], list_head_window[..], list_map_window[..];
    ensures invariant: ipc;
    ensures chosen: chosen;
    ensures current: kernel.current == (\result != 0 ? \result : kernel.idle);
    ensures waited: \result != 0 ==> waits_in{Pre}(\result, kernel.run_queue) && \result != kernel.idle;
    ensures first: \forall integer t; waits_in(t, kernel.run_queue) ==> waits_before(kernel.current, t);
    ensures others: \forall integer t; 0 < t < THREADS ==>
        waiter_window[t].priority == \old(waiter_window[t].priority)
        && (t != kernel.current ==> waiter_window[t].list == \old(waiter_window[t].list)); */
static uint32_t sched_take(void)
{
	uint32_t t = queue_take(kernel.run_queue);

	//@ assert kinds: !is_endpoint(kernel.run_queue) && !is_notification(kernel.run_queue);
	//@ assert list: t != 0 ==> waits_in{Pre}(t, kernel.run_queue);
	//@ assert waited: t != 0 ==> thread_waits{Pre}(t) && t != kernel.idle;
	//@ assert runs: t != 0 ==> can_run(t);
	kernel.current = t != 0 ? t : kernel.idle;
	//@ assert others: threads_wait_but(t);
	//@ assert self: t != 0 ==> thread_waits(t);
	//@ assert replies: replies_but(0);
	//@ assert stay: \forall integer x, q; waits_in(x, q) ==> waits_in{Pre}(x, q) && x != t;
	//@ assert came: \forall integer x, q; waits_in{Pre}(x, q) && x != t ==> waits_in(x, q);
	//@ assert endpoints: endpoints;
	//@ assert kernel: kernel_threads;
	//@ assert bound: bound;
	//@ assert preferred: t != 0 ==> none_preferred(t);
	return t;
}

/* As sched_take, and the machine runs for who becomes the running thread.  Not part of
   sched_choose: who goes on does not pay for it. */
/*@ requires invariant: ipc;
    requires vspaces: threads_vspaces;
    requires current: !can_run(kernel.current);
    requires translates: kernel.vspace == 0 || is_vspace(kernel.vspace);
    requires fpu: fpu_held;
    assigns kernel.current, kernel.vspace, fpu_on, machine, waiter_window[..], list_head_window[..], list_map_window[..];
    ensures invariant: ipc;
    ensures translates: kernel.vspace == 0 || is_vspace(kernel.vspace);
    ensures fpu: fpu_owned;
    ensures chosen: chosen;
    ensures current: \result == kernel.current;
    ensures waited: \result != kernel.idle ==> waits_in{Pre}(\result, kernel.run_queue);
    ensures first: \forall integer t; waits_in(t, kernel.run_queue) ==> waits_before(\result, t);
    ensures others: \forall integer t; 0 < t < THREADS ==>
        waiter_window[t].priority == \old(waiter_window[t].priority)
        && (t != \result ==> waiter_window[t].list == \old(waiter_window[t].list));
    ensures vspace: \result != kernel.idle
        && slot_window[\result * THREAD_GRANULES + THREAD_SLOT_VSPACE].type == CAP_VSPACE ==>
        kernel.vspace == slot_window[\result * THREAD_GRANULES + THREAD_SLOT_VSPACE].object / VSPACE_GRANULES; */
__attribute__((noinline)) static uint32_t sched_switch(void)
{
	uint32_t t = sched_take();

	if (t == 0)
		return kernel.idle;
	sched_translate(t);
	machine_thread_pointer(THREAD(t).registers[REGISTER_TLS]);
	fpu_switch(t);
	//@ assert waits: threads_wait_but(0);
	//@ assert kernel: kernel_threads;
	return t;
}

uint32_t sched_choose(void)
{
	uint32_t c = kernel.current;

	if (sched_can_run(c)) {
		if (!queue_above(kernel.run_queue, WAITER(c).priority)) {
			sched_translate(c);
			//@ assert waits: threads_wait_but(0);
			//@ assert kernel: kernel_threads;
			return c;
		}
		sched_preempt();
		/*@ assert stay: \forall integer x; x != c ==>
		      (waits_in(x, kernel.run_queue) <==> waits_in{Pre}(x, kernel.run_queue)); */
		/*@ assert above: \exists integer x; waits_in(x, kernel.run_queue) && x != c
		      && waiter_window[x].priority > waiter_window[c].priority; */
	}
	return sched_switch();
}

void sched_hand_over(uint32_t to)
{
	//@ ghost uint32_t from = kernel.current;

	//@ assert loose: is_loose(from) && from != to;
	sched_translate(to);
	machine_thread_pointer(THREAD(to).registers[REGISTER_TLS]);
	THREAD(to).state = THREAD_RUNNABLE;
	kernel.current = to;
	fpu_switch(to);
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
	uint32_t t = kernel.current;

	if (THREAD(t).has_time == 0)
		return;
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

void sched_bind(uint32_t c, uint32_t t)
{
	SCHED_CONTEXT(c).thread = t;
	THREAD(t).context = c;
	THREAD(t).has_time = SCHED_CONTEXT(c).left > 0;
	if (THREAD(t).state == THREAD_RUNNABLE && THREAD(t).has_time != 0 && t != kernel.current)
		queue_insert(kernel.run_queue, t);
	//@ assert others: threads_wait_but(t);
	//@ assert self: thread_waits(t);
	//@ assert stay: \forall integer x, q; waits_in{Pre}(x, q) ==> waits_in(x, q);
	//@ assert replies: replies_but(0);
	//@ assert endpoints: endpoints;
	//@ assert left: \forall integer x; sched_context_window[x].left == \at(sched_context_window[x].left, Pre);
	//@ assert links: contexts_links;
	//@ assert times: \forall integer x; is_thread(x) ==> has_time(x);
	//@ assert contexts: contexts;
	//@ assert bound: bound;
}

void sched_unbind(uint32_t c)
{
	uint32_t t = SCHED_CONTEXT(c).thread;

	if (t == 0)
		return;
	//@ assert run_queue: !is_endpoint(kernel.run_queue);
	SCHED_CONTEXT(c).thread = 0;
	THREAD(t).context = 0;
	THREAD(t).has_time = 0;
	//@ assert others: threads_wait_but(t);
	//@ assert endpoints: endpoints;
	//@ assert contexts: contexts;
	/*@ assert list: thread_window[t].state == THREAD_RUNNABLE && waiter_window[t].list != 0 ==>
	      waiter_window[t].list / QUEUE_LISTS == kernel.run_queue; */
	if (THREAD(t).state == THREAD_RUNNABLE)
		sched_stop(t);
	//@ assert self: thread_waits(t);
	//@ assert invariant: threads_wait_but(0) && replies_but(0);
}

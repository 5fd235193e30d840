// SPDX-License-Identifier: Apache-2.0
/* Scheduling contexts lent for the time of a call: see loan.h. */
#include "loan.h"
#include "../spec/time_survive.h"

__attribute__((noinline)) void loan_bind(uint32_t c, uint32_t t)
{
	//@ assert was: thread_waits(t);
	sched_bind(c, t);
	//@ assert is: thread_waits(t);
	//@ assert clock: clock_kept{Pre, Here};
	//@ assert alike: \forall integer x; context_alike{Pre, Here}(x);
	//@ assert times: times_kept{Pre, Here};
}

/* As sched_unbind; nobody's time changes. */
/*@ requires invariant: ipc && timed;
    requires context: is_sched_context(c);
    assigns sched_context_window[c].thread, thread_window[sched_context_window[c].thread].context,
            thread_window[sched_context_window[c].thread].has_time, QUEUE_LINKS;
    ensures invariant: ipc && timed;
    ensures unbound: sched_context_window[c].thread == 0;
    ensures thread: \old(sched_context_window[c].thread) != 0 ==>
        thread_window[\old(sched_context_window[c].thread)].context == 0;
    ensures waits: \old(sched_context_window[c].thread) != 0
        && thread_window[\old(sched_context_window[c].thread)].state == THREAD_REPLY_WAIT ==>
        waiter_window[\old(sched_context_window[c].thread)].list
          == \old(waiter_window[sched_context_window[c].thread].list);
    ensures others: waiters_stay_but{Pre, Post}(\old(sched_context_window[c].thread)); */
static void loan_unbound(uint32_t c)
{
	//@ ghost uint32_t t = sched_context_window[c].thread;

	//@ assert was: t != 0 ==> is_thread(t) && thread_waits(t);
	sched_unbind(c);
	//@ assert is: t != 0 ==> thread_waits(t);
	//@ assert clock: clock_kept{Pre, Here};
	//@ assert alike: \forall integer x; context_alike{Pre, Here}(x);
	//@ assert times: times_kept{Pre, Here};
}

__attribute__((noinline)) void loan_make(uint32_t r, uint32_t to)
{
	uint32_t from = REPLY(r).caller, c;

	if (from == 0 || REPLY(r).borrower != 0 || THREAD(to).context != 0 || THREAD(to).lender != 0)
		return;
	c = THREAD(from).context;
	if (c == 0)
		return;
	//@ assert apart: from != to && is_sched_context(c) && sched_context_window[c].thread == from;
	loan_unbound(c);
	loan_bind(c, to);
	//@ assert moved: thread_window[to].context == c && thread_window[from].context == 0;
	loan_note(r, to);
}

__attribute__((noinline)) void loan_end(uint32_t r)
{
	uint32_t from = REPLY(r).caller, t = REPLY(r).borrower, c;

	if (t == 0)
		return;
	//@ assert caller: from != 0 ==> from != kernel.idle;
	loan_forget(r);
	c = THREAD(t).context;
	if (c == 0)
		return;
	//@ assert context: is_sched_context(c) && sched_context_window[c].thread == t;
	//@ assert waits: from != 0 ==> thread_window[from].state == THREAD_REPLY_WAIT && waiter_window[from].list == 0;
	loan_unbound(c);
	//@ assert others: waiters_stay_but{Pre, Here}(t);
	//@ assert still: from != 0 ==> thread_waits(from) && waiter_window[from].list == 0;
	//@ ghost Freed: ;
	if (from != 0 && THREAD(from).context == 0)
		loan_bind(c, from);
	/*@ assert lists: \forall integer x; 0 <= x < THREADS ==>
	      waiter_window[x].list == \at(waiter_window[x].list, Freed)
	      && waiter_window[x].priority == \at(waiter_window[x].priority, Freed); */
}

__attribute__((noinline)) void loan_unbind(uint32_t c)
{
	uint32_t t = SCHED_CONTEXT(c).thread;

	if (t != 0 && THREAD(t).lender != 0)
		loan_forget(THREAD(t).lender);
	loan_unbound(c);
}

int loan_concerns(uint32_t t)
{
	//@ assert reply: thread_window[t].state == THREAD_REPLY_WAIT ==> is_reply(thread_window[t].reply);
	if (THREAD(t).lender != 0)
		return 1;
	return THREAD(t).state == THREAD_REPLY_WAIT && REPLY(THREAD(t).reply).borrower != 0;
}

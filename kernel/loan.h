// SPDX-License-Identifier: Apache-2.0
/*
 * Scheduling contexts lent for the time of a call.  A server that has none - a
 * passive one - runs on its caller's: that moves to the server when the call is
 * received and back when the reply object ends the call.  A loan knows its two ends,
 * the reply object and the borrower; a context is at one thread at a time.
 *
 *     client --call r1--> server --call r2--> server's server
 *                          lender r1           lender r2, has the context
 *
 * Who lends can go meanwhile: the server runs on, and the context is nobody's when the
 * loan ends.  Who borrows can go: the context goes back at once.
 */
#ifndef WRIT_KERNEL_LOAN_H
#define WRIT_KERNEL_LOAN_H

#include "account.h"
#include "sched.h"
#include "../spec/loan.h"

/* Scheduling context c is the thread's from now on: both were unbound.  As sched_bind; nobody's time changes. */
/*@ requires invariant: ipc && timed;
    requires thread: is_thread(t) && t != kernel.idle && thread_window[t].context == 0;
    requires context: is_sched_context(c) && sched_context_window[c].thread == 0;
    assigns sched_context_window[c].thread, thread_window[t].context, thread_window[t].has_time, QUEUE_LINKS;
    ensures invariant: ipc && timed;
    ensures bound: thread_window[t].context == c && sched_context_window[c].thread == t;
    ensures waits: thread_window[t].state == THREAD_REPLY_WAIT ==>
        waiter_window[t].list == \old(waiter_window[t].list);
    ensures others: waiters_stay_but{Pre, Post}(t); */
void loan_bind(uint32_t c, uint32_t t);

/* Reply object r and who runs on what was lent through it forget each other. */
/*@ requires invariant: ipc;
    requires reply: is_reply(r) && reply_window[r].borrower != 0;
    assigns reply_window[r].borrower, thread_window[reply_window[r].borrower].lender;
    ensures invariant: ipc;
    ensures forgot: reply_window[r].borrower == 0 && thread_window[\old(reply_window[r].borrower)].lender == 0; */
static inline void loan_forget(uint32_t r)
{
	THREAD(REPLY(r).borrower).lender = 0;
	REPLY(r).borrower = 0;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert loans: time_loans;
	//@ assert contexts: contexts;
	//@ assert others: bindings && threads_buffers && threads_slots && kernel_threads;
	//@ assert bound: bound;
}

/* Thread t runs on what is lent through r. */
/*@ requires invariant: ipc;
    requires reply: is_reply(r) && reply_window[r].borrower == 0;
    requires thread: is_thread(t) && thread_window[t].lender == 0;
    assigns reply_window[r].borrower, thread_window[t].lender;
    ensures invariant: ipc;
    ensures noted: reply_window[r].borrower == t && thread_window[t].lender == r; */
static inline void loan_note(uint32_t r, uint32_t t)
{
	REPLY(r).borrower = t;
	THREAD(t).lender = r;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert loans: time_loans;
	//@ assert contexts: contexts;
	//@ assert others: bindings && threads_buffers && threads_slots && kernel_threads;
	//@ assert bound: bound;
}

/* Who waits for the reply through r lends its scheduling context to thread `to`, if it has one and
   `to` has none. */
/*@ requires invariant: ipc && timed;
    requires reply: is_reply(r);
    requires thread: is_thread(to) && to != kernel.idle;
    assigns reply_window[r].borrower, thread_window[to].lender, thread_window[to].context,
            thread_window[to].has_time, thread_window[reply_window[r].caller].context,
            thread_window[reply_window[r].caller].has_time,
            sched_context_window[thread_window[reply_window[r].caller].context].thread, QUEUE_LINKS;
    ensures invariant: ipc && timed;
    ensures lent: \old(can_lend(r, to)) ==> runs_on_loan{Pre, Post}(r, to);
    ensures none: !\old(can_lend(r, to)) ==> contexts_stay{Pre, Post}
        && reply_window[r].borrower == \old(reply_window[r].borrower)
        && thread_window[to].lender == \old(thread_window[to].lender);
    ensures others: waiters_stay_but{Pre, Post}(to); */
void loan_make(uint32_t r, uint32_t to);

/* What was lent through r, if anything was, goes back to who waits for the reply; it is nobody's if
   nobody does. */
/*@ requires invariant: ipc && timed;
    requires reply: is_reply(r);
    assigns reply_window[r].borrower, thread_window[reply_window[r].borrower].lender,
            thread_window[reply_window[r].borrower].context, thread_window[reply_window[r].borrower].has_time,
            thread_window[reply_window[r].caller].context, thread_window[reply_window[r].caller].has_time,
            sched_context_window[thread_window[reply_window[r].borrower].context].thread, QUEUE_LINKS;
    ensures invariant: ipc && timed;
    ensures ended: reply_window[r].borrower == 0;
    ensures back: \old(reply_window[r].borrower) != 0 ==> given_back{Pre, Post}(r);
    ensures none: \old(reply_window[r].borrower) == 0 ==> contexts_stay{Pre, Post};
    ensures others: waiters_stay_but{Pre, Post}(\old(reply_window[r].borrower)); */
void loan_end(uint32_t r);

/* Scheduling context c is nobody's from now on, and who lent it does not get it back. */
/*@ requires invariant: ipc && timed;
    requires context: is_sched_context(c);
    assigns sched_context_window[c].thread, thread_window[sched_context_window[c].thread].lender,
            thread_window[sched_context_window[c].thread].context,
            thread_window[sched_context_window[c].thread].has_time, QUEUE_LINKS,
            reply_window[thread_window[sched_context_window[c].thread].lender].borrower;
    ensures invariant: ipc && timed;
    ensures unbound: sched_context_window[c].thread == 0;
    ensures thread: \old(sched_context_window[c].thread) != 0 ==>
        thread_window[\old(sched_context_window[c].thread)].context == 0
        && thread_window[\old(sched_context_window[c].thread)].lender == 0;
    ensures others: waiters_stay_but{Pre, Post}(\old(sched_context_window[c].thread)); */
void loan_unbind(uint32_t c);

/* Does thread t run on what another lent it, or does another run on what it lent? */
/*@ requires invariant: ipc;
    requires thread: is_thread(t);
    assigns \nothing;
    ensures loan: \result != 0 <==> in_loan(t); */
int loan_concerns(uint32_t t);

#endif

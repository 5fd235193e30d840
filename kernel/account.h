// SPDX-License-Identifier: Apache-2.0
/*
 * Whose time passes.  The machine's clock is read when the running thread's
 * scheduling context is not that of the last one any more, and at the timer's
 * interrupt: what has passed since is charged to the context whose time it was.
 * One that has nothing left waits for its next refill (release.h), and its thread
 * does not run.  The timer is set for whatever comes first, the end of the running
 * context's time or a refill: there are no ticks.
 */
#ifndef WRIT_KERNEL_ACCOUNT_H
#define WRIT_KERNEL_ACCOUNT_H

#include "budget.h"
#include "machine.h"
#include "release.h"
#include "sched.h"
#include "../spec/account.h"

/* From now on the time that passes is context c's, the running thread's; what passed is charged to whose it
   was. */
/*@ requires invariant: ipc && timed;
    requires running: chosen;
    requires context: c == thread_window[kernel.current].context && c != account.charged;
    assigns TIMES, thread_window[sched_context_window[account.charged].thread].has_time, QUEUE_LINKS;
    ensures invariant: ipc && timed;
    ensures running: chosen;
    ensures accounted: accounted;
    ensures now: account.started == machine_time;
    ensures spent: \old(account.charged) != 0 ==> sched_context_window[\old(account.charged)].consumed
        == \old(sched_context_window[account.charged].consumed) + (machine_time - \old(account.started)); */
void account_turn(uint32_t c);

/* The timer has interrupted.  If what the running thread had is used up, that is charged, and it goes behind
   the others of its priority; one context whose refill is due gets it. */
/*@ requires invariant: ipc && timed;
    requires current: thread_window[kernel.current].state == THREAD_RUNNABLE;
    assigns TIMES, thread_window[..].has_time, QUEUE_LINKS, kernel.current;
    ensures invariant: ipc && timed;
    ensures current: kernel.current == \old(kernel.current) || kernel.current == kernel.idle;
    ensures spent: \old(account.charged) != 0 ==> sched_context_window[\old(account.charged)].consumed
        == \old(sched_context_window[account.charged].consumed) + (account.started - \old(account.started));
    ensures ended: \old(account.charged) != 0
        && machine_time - \old(account.started) >= \old(sched_context_window[account.charged].left) ==>
        account.started == machine_time; */
void account_tick(void);

/* So many counts of the machine's clock pass in so many microseconds. */
/*@ requires invariant: timed;
    assigns \nothing;
    ensures counts: \result == counts_of(microseconds);
    ensures range: microseconds <= \result <= PERIOD_MAX; */
uint64_t account_counts(uint32_t microseconds);

/* Scheduling context c may use `budget` counts of the machine's clock in each `period`, all of it at
   once; period 0: a time slice of `budget`, again and again.  0: too many contexts have a period. */
/*@ requires invariant: ipc && timed;
    requires context: is_sched_context(c);
    requires time: 0 < budget <= PERIOD_MAX && period <= PERIOD_MAX && (period != 0 ==> budget <= period);
    assigns sched_context_window[c], releases, account.charged, account.started, machine_time,
            thread_window[sched_context_window[c].thread].has_time, QUEUE_LINKS;
    ensures invariant: ipc && timed;
    ensures given: \result != 0 ==> sched_context_window[c].budget == budget
        && sched_context_window[c].period == period && sched_context_window[c].left == budget
        && sched_context_window[c].count == 0;
    ensures used: \result != 0 ==> sched_context_window[c].consumed == \old(sched_context_window[c].consumed)
        + (\old(account.charged) == c ? machine_time - \old(account.started) : 0);
    ensures thread: sched_context_window[c].thread == \old(sched_context_window[c].thread);
    ensures room: \result == 0 <==> period != 0 && \old(sched_context_window[c].cell) == 0
        && \old(releases.kept) == RELEASES - 1;
    ensures refused: \result == 0 ==> sched_context_window[c] == \old(sched_context_window[c])
        && \forall integer t; thread_window[t] == \old(thread_window[t])
             && waiter_window[t] == \old(waiter_window[t]); */
uint32_t account_give(uint32_t c, uint64_t budget, uint64_t period);

/* Scheduling context c, which is no thread's, has no time from now on, and waits for none. */
/*@ requires invariant: ipc && timed;
    requires context: is_sched_context(c) && sched_context_window[c].thread == 0;
    assigns sched_context_window[c], releases, account.charged;
    ensures invariant: ipc && timed;
    ensures none: sched_context_window[c].budget == 0 && sched_context_window[c].cell == 0
        && sched_context_window[c].thread == 0;
    ensures stopped: account.charged != c; */
void account_end(uint32_t c);

/* What scheduling context c has used up to now, in counts of the machine's clock. */
/*@ requires invariant: timed;
    requires context: is_sched_context(c);
    assigns machine_time;
    ensures invariant: timed;
    ensures waits: account.charged != c ==> \result == sched_context_window[c].consumed;
    ensures runs: account.charged == c ==>
        \result == sched_context_window[c].consumed + (machine_time - account.started); */
uint64_t account_used(uint32_t c);

#endif

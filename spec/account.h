// SPDX-License-Identifier: Apache-2.0
/*
 * Whose time passes: the invariant `timed` of scheduling contexts and of those that
 * wait for time.  ACSL only; included by kernel/account.h.
 */
#ifndef WRIT_SPEC_ACCOUNT_H
#define WRIT_SPEC_ACCOUNT_H

/* What giving and taking time may write. */
#define TIME_GIVEN \
	sched_context_window[..], releases, account.charged, account.started, machine_time

/* What a turn may write: the timer is set, too. */
#define TIMES TIME_GIVEN, machine

/*@ // Counts of the machine's clock in so many microseconds.
    logic integer counts_of{L}(integer microseconds) = microseconds * account.scale / SCALE_MICROSECONDS;

    // Context c was given time.
    predicate given_time{L}(integer c) = sched_context_window[c].budget != 0;

    // Who was given time and has none left waits for its refill; nobody else does.
    predicate waits_right{L}(integer c) =
      (waits_time{L}(c) <==> given_time{L}(c) && sched_context_window[c].left <= 0)
      && (sched_context_window[c].period != 0 ==> sched_context_window[c].cell != 0);

    // The context whose time passes has some.
    predicate charged_right{L} =
      account.charged != 0 ==>
        is_sched_context{L}(account.charged) && sched_context_window[account.charged].left > 0;

    predicate waits_right_all{L} = \forall integer c; is_sched_context{L}(c) ==> waits_right{L}(c);

    // Every refill is for what ran until the last charge.
    predicate refills_until{L}(integer now) = \forall integer c; is_sched_context{L}(c) ==> budget_until{L}(c, now);

    predicate clock_right{L} =
      account.started <= machine_time && machine_time < TIME_MAX
      && SCALE_MICROSECONDS <= account.scale <= SCALE_MAX;

    predicate timed{L} =
      budgets{L} && releases_sound{L} && charged_right{L} && waits_right_all{L} && clock_right{L}
      && refills_until{L}(account.started);

    // The time that passes is that of the running thread's context; nobody's, while the idle thread runs.
    predicate accounted{L} = account.charged == thread_window[kernel.current].context;

    // Contexts other than c are as they were.
    predicate other_contexts_stay{L1, L2}(integer c) =
      \forall integer x; 0 <= x < SCHED_CONTEXTS && x != c ==>
        \at(sched_context_window[x], L2) == \at(sched_context_window[x], L1);
*/
#endif

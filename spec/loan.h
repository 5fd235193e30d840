// SPDX-License-Identifier: Apache-2.0
/*
 * Scheduling contexts that are lent for the time of a call.  ACSL only; included by
 * kernel/loan.h.
 */
#ifndef WRIT_SPEC_LOAN_H
#define WRIT_SPEC_LOAN_H

/*@ // Who waits for the reply through r has a scheduling context, and thread t has none.
    predicate can_lend{L}(integer r, integer t) =
      reply_window[r].caller != 0 && thread_window[reply_window[r].caller].context != 0
      && reply_window[r].borrower == 0 && thread_window[t].context == 0 && thread_window[t].lender == 0;

    // Thread t runs on the scheduling context of who waits for the reply through r.
    predicate runs_on_loan{L1, L2}(integer r, integer t) =
      \at(reply_window[r].borrower, L2) == t && \at(thread_window[t].lender, L2) == r
      && \at(thread_window[t].context, L2) == \at(thread_window[reply_window[r].caller].context, L1)
      && \at(thread_window[\at(reply_window[r].caller, L1)].context, L2) == 0;

    // Who ran on what was lent through r has no scheduling context; who lent it has it, if it waits and
    // has no other.
    predicate given_back{L1, L2}(integer r) =
      \at(thread_window[\at(reply_window[r].borrower, L1)].lender, L2) == 0
      && (\at(reply_window[r].borrower, L1) != \at(reply_window[r].caller, L1) ==>
            \at(thread_window[\at(reply_window[r].borrower, L1)].context, L2) == 0
            && (\at(reply_window[r].caller, L1) != 0
                && \at(thread_window[reply_window[r].caller].context, L1) == 0 ==>
                  \at(thread_window[\at(reply_window[r].caller, L1)].context, L2)
                    == \at(thread_window[reply_window[r].borrower].context, L1)));

    // Threads have the scheduling contexts that they had.
    predicate contexts_stay{L1, L2} =
      \forall integer t; 0 <= t < THREADS ==>
        \at(thread_window[t].context, L2) == \at(thread_window[t].context, L1)
        && \at(thread_window[t].has_time, L2) == \at(thread_window[t].has_time, L1);

    // But for whose scheduling contexts are, and the queue of who can run, threads and reply objects stay.
    predicate stays_in_loan{L1, L2} =
      (\forall integer t; 0 <= t < THREADS ==>
         thread_stays{L1, L2}(t)
         && \at(thread_window[t].notification, L2) == \at(thread_window[t].notification, L1)
         && \at(thread_window[t].badge_low, L2) == \at(thread_window[t].badge_low, L1)
         && \at(thread_window[t].badge_high, L2) == \at(thread_window[t].badge_high, L1)
         && \at(thread_window[t].fault_words[0], L2) == \at(thread_window[t].fault_words[0], L1))
      && \forall integer r; 0 <= r < GRANULES ==>
         \at(reply_window[r].caller, L2) == \at(reply_window[r].caller, L1)
         && \at(reply_window[r].server, L2) == \at(reply_window[r].server, L1);

    // Thread t runs on what another lent it, or lends what it had to who is to answer it.
    predicate in_loan{L}(integer t) =
      thread_window[t].lender != 0
      || (thread_window[t].state == THREAD_REPLY_WAIT && reply_window[thread_window[t].reply].borrower != 0);
*/
#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * What leaves the time of scheduling contexts alone, as predicates over states.  ACSL
 * only.
 */
#ifndef WRIT_SPEC_TIME_STATES_H
#define WRIT_SPEC_TIME_STATES_H

#include "../kernel/account.h"

/*@ // Context c has the budget, and the refills, that it had,
    predicate budget_alike{L1, L2}(integer c) =
      \at(sched_context_window[c].left, L2) == \at(sched_context_window[c].left, L1)
      && \at(sched_context_window[c].budget, L2) == \at(sched_context_window[c].budget, L1)
      && \at(sched_context_window[c].period, L2) == \at(sched_context_window[c].period, L1)
      && \at(sched_context_window[c].head, L2) == \at(sched_context_window[c].head, L1)
      && \at(sched_context_window[c].count, L2) == \at(sched_context_window[c].count, L1)
      && \at(sched_context_window[c].consumed, L2) == \at(sched_context_window[c].consumed, L1)
      && \forall integer i; 0 <= i < REFILLS ==>
        \at(sched_context_window[c].time[i], L2) == \at(sched_context_window[c].time[i], L1)
        && \at(sched_context_window[c].amount[i], L2) == \at(sched_context_window[c].amount[i], L1);

    // and its cell; whose it is does not matter.
    predicate context_alike{L1, L2}(integer c) =
      \at(sched_context_window[c].cell, L2) == \at(sched_context_window[c].cell, L1) && budget_alike{L1, L2}(c);

    // Who waits for time, and whose time passes, stays.
    predicate clock_kept{L1, L2} =
      \at(releases, L2) == \at(releases, L1) && \at(account, L2) == \at(account, L1)
      && \at(machine_time, L2) == \at(machine_time, L1);

    // Contexts have the time that they had; new ones have none; none is gone that waits or whose time passes.
    predicate times_kept{L1, L2} =
      clock_kept{L1, L2}
      && (\forall integer c; is_sched_context{L2}(c) ==>
            (is_sched_context{L1}(c) && context_alike{L1, L2}(c)) || zero_sched_context{L2}(c))
      && \forall integer c; is_sched_context{L1}(c)
           && (\at(sched_context_window[c].cell, L1) != 0 || \at(account.charged, L1) == c) ==>
           is_sched_context{L2}(c) && context_alike{L1, L2}(c);

    // Contexts other than c have the time that they had.
    predicate others_alike{L1, L2}(integer c) =
      \forall integer x; is_sched_context{L2}(x) && x != c ==> is_sched_context{L1}(x) && context_alike{L1, L2}(x);

    // Contexts have the cells that they had.
    predicate cells_kept{L1, L2} =
      \at(releases, L2) == \at(releases, L1)
      && \forall integer c; (is_sched_context{L2}(c) <==> is_sched_context{L1}(c))
           && \at(sched_context_window[c].cell, L2) == \at(sched_context_window[c].cell, L1);

    // No context in [a, a + n) waits or may have to, and the time that passes is of none there.
    predicate unnamed_in_time{L}(integer a, integer n) =
      \forall integer c; is_sched_context{L}(c) && a <= c * SCHED_CONTEXT_GRANULES < a + n ==>
        sched_context_window[c].cell == 0 && account.charged != c;
*/
#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * Why what leaves the time of scheduling contexts alone keeps `timed`, part by part.
 * ACSL only; for proofs/time_lemmas.c.
 */
#ifndef WRIT_SPEC_TIME_CHANGE_H
#define WRIT_SPEC_TIME_CHANGE_H

#include "time_states.h"

/*@ lemma alike_budget{L1, L2}: \forall integer c; budget_ok{L1}(c) && budget_alike{L1, L2}(c) ==> budget_ok{L2}(c);
    lemma zero_budget{L}: \forall integer c; zero_sched_context{L}(c) ==> budget_ok{L}(c);
    lemma kept_budgets{L1, L2}: budgets{L1} && times_kept{L1, L2} ==> budgets{L2};
    lemma kept_waits_time{L1, L2}: \forall integer c; clock_kept{L1, L2} && context_alike{L1, L2}(c)
      && \at(sched_context_window[c].cell, L1) < RELEASES && waits_time{L1}(c) ==> waits_time{L2}(c);
    lemma kept_waits_not{L1, L2}: \forall integer c; clock_kept{L1, L2} && context_alike{L1, L2}(c)
      && \at(sched_context_window[c].cell, L1) < RELEASES && waits_time{L2}(c) ==> waits_time{L1}(c);
    lemma kept_contexts{L1, L2}: releases_sound{L1} && times_kept{L1, L2} ==> release_contexts{L2};
    lemma kept_cells{L1, L2}: releases_sound{L1} && times_kept{L1, L2} ==> release_cells{L2};
    lemma kept_places{L1, L2}: releases_sound{L1} && clock_kept{L1, L2} ==>
      release_counts{L2} && release_places{L2} && release_order{L2};
    lemma kept_releases{L1, L2}: releases_sound{L1} && times_kept{L1, L2} ==> releases_sound{L2};
    lemma kept_charged{L1, L2}: charged_right{L1} && times_kept{L1, L2} ==> charged_right{L2};
    lemma alike_waits_right{L1, L2}: \forall integer c; waits_right{L1}(c) && clock_kept{L1, L2}
      && \at(sched_context_window[c].cell, L1) < RELEASES && context_alike{L1, L2}(c) ==> waits_right{L2}(c);
    lemma kept_waits_right{L1, L2}: releases_sound{L1} && waits_right_all{L1} && times_kept{L1, L2} ==>
      waits_right_all{L2};
    lemma kept_clock{L1, L2}: clock_right{L1} && clock_kept{L1, L2} ==> clock_right{L2};
    lemma alike_until{L1, L2}: \forall integer c, now; budget_until{L1}(c, now) && budget_alike{L1, L2}(c) ==>
      budget_until{L2}(c, now);
    lemma kept_until{L1, L2}: \forall integer now; 0 <= now && refills_until{L1}(now) && times_kept{L1, L2} ==>
      refills_until{L2}(now);
    lemma other_budget{L1, L2}: \forall integer c, x; budget_ok{L1}(x) && others_alike{L1, L2}(c)
      && is_sched_context{L2}(x) && x != c ==> budget_ok{L2}(x);
    lemma other_until{L1, L2}: \forall integer c, x, now; budget_until{L1}(x, now) && others_alike{L1, L2}(c)
      && is_sched_context{L2}(x) && x != c ==> budget_until{L2}(x, now);
    lemma cells_contexts{L1, L2}: release_contexts{L1} && cells_kept{L1, L2} ==> release_contexts{L2};
    lemma cells_cells{L1, L2}: release_cells{L1} && cells_kept{L1, L2} ==> release_cells{L2};
    lemma cells_places{L1, L2}: release_counts{L1} && release_places{L1} && release_order{L1} && cells_kept{L1, L2} ==>
      release_counts{L2} && release_places{L2} && release_order{L2};
    lemma product_grows: \forall integer a, b, c; 0 <= a <= b && 0 <= c ==> a * c <= b * c;
    lemma kept_timed{L1, L2}: timed{L1} && times_kept{L1, L2} ==> timed{L2};
*/
#endif

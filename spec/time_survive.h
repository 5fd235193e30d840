// SPDX-License-Identifier: Apache-2.0
/*
 * What `timed` survives: the result of time_change.h that others need.  ACSL only.
 */
#ifndef WRIT_SPEC_TIME_SURVIVE_H
#define WRIT_SPEC_TIME_SURVIVE_H

#include "time_states.h"

/*@ lemma time_survives{L1, L2}: timed{L1} && times_kept{L1, L2} ==> timed{L2};

    lemma own_budget{L1, L2}: \forall integer c; budget_ok{L1}(c) && budget_alike{L1, L2}(c) ==> budget_ok{L2}(c);
    lemma own_until{L1, L2}: \forall integer c, now; budget_until{L1}(c, now) && budget_alike{L1, L2}(c) ==>
      budget_until{L2}(c, now);
    lemma others_budgets{L1, L2}: \forall integer c; budgets{L1} && others_alike{L1, L2}(c) && budget_ok{L2}(c) ==>
      budgets{L2};
    lemma others_until{L1, L2}: \forall integer c, now; refills_until{L1}(now) && others_alike{L1, L2}(c)
      && budget_until{L2}(c, now) ==> refills_until{L2}(now);
    lemma until_later{L}: \forall integer now, later; refills_until{L}(now) && now <= later ==> refills_until{L}(later);
    lemma counts_grow{L}: \forall integer a, b; 0 <= a <= b && 0 <= account.scale ==>
      counts_of{L}(a) <= counts_of{L}(b);
    lemma cells_sound{L1, L2}: releases_sound{L1} && cells_kept{L1, L2} ==> releases_sound{L2};
*/
#endif

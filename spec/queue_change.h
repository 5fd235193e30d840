// SPDX-License-Identifier: Apache-2.0
/*
 * What the queues' invariant survives: writes to other fields of threads, a new
 * priority for a thread in no list, objects that come, zeroed, and objects that
 * go of which no list is left.  ACSL only; a file that writes such things says
 *
 *	//@ ghost Before: ;
 *	THREAD(t).state = THREAD_INACTIVE;
 *	//@ assert kept: queues_kept{Before, Here};
 *
 * or queues_changed where it is more than that, and has `queues` from the lemmas.
 * They are proved one part at a time: the whole is too much at once.
 */
#ifndef WRIT_SPEC_QUEUE_CHANGE_H
#define WRIT_SPEC_QUEUE_CHANGE_H

#include "../kernel/queue.h"

/*@ // What a list needs of thread t is the same in both states.
    predicate thread_links_kept{L1, L2}(integer t) =
      \at(waiter_window[t].list, L1) == \at(waiter_window[t].list, L2)
      && \at(waiter_window[t].next, L1) == \at(waiter_window[t].next, L2)
      && \at(waiter_window[t].prev, L1) == \at(waiter_window[t].prev, L2)
      && \at(waiter_window[t].priority, L1) == \at(waiter_window[t].priority, L2);

    predicate thread_alone{L}(integer t) =
      waiter_window[t].list == 0 && waiter_window[t].next == 0 && waiter_window[t].prev == 0
      && waiter_window[t].priority < PRIORITIES;

    predicate list_kept{L1, L2}(integer l) =
      \at(list_head_window[l], L1) == \at(list_head_window[l], L2)
      && \at(list_map_window[l / 32].bits, L1) == \at(list_map_window[l / 32].bits, L2);

    predicate list_zero{L}(integer l) =
      list_head_window[l] == 0 && list_map_window[l / 32].bits == 0;

    // Threads that come are in no list, and threads that go were in none.
    predicate queue_threads_changed{L1, L2} =
      (\forall integer t; is_thread{L2}(t) ==>
         (is_thread{L1}(t) && thread_links_kept{L1, L2}(t)) || thread_alone{L2}(t))
      && (\forall integer t; is_thread{L1}(t) && \at(waiter_window[t].list, L1) != 0 ==>
         is_thread{L2}(t) && thread_links_kept{L1, L2}(t));

    // Lists that come are zero, lists that go are empty.
    predicate queue_lists_changed{L1, L2} =
      (\forall integer l; is_list{L2}(l) ==>
         (is_list{L1}(l) && list_kept{L1, L2}(l)) || list_zero{L2}(l))
      && (\forall integer l; is_list{L1}(l) && \at(list_head_window[l], L1) != 0 ==>
         is_list{L2}(l) && list_kept{L1, L2}(l));

    predicate queues_changed{L1, L2} =
      queue_threads_changed{L1, L2} && queue_lists_changed{L1, L2}
      && \forall integer t; 0 <= t < THREADS ==> \at(queue_age[t], L1) == \at(queue_age[t], L2);

    // Nothing that the invariant speaks of was written.
    predicate queues_kept{L1, L2} =
      (\forall integer t; is_thread{L1}(t) <==> is_thread{L2}(t))
      && (\forall integer l; is_list{L1}(l) <==> is_list{L2}(l))
      && (\forall integer t; is_thread{L1}(t) ==> thread_links_kept{L1, L2}(t))
      && (\forall integer l; is_list{L1}(l) ==> list_kept{L1, L2}(l))
      && \forall integer t; 0 <= t < THREADS ==> \at(queue_age[t], L1) == \at(queue_age[t], L2);

    lemma queues_kept_changed{L1, L2}: queues_kept{L1, L2} ==> queues_changed{L1, L2};

    // Whoever waits in a list did so before, and the list was there.
    predicate queue_waiting_kept{L1, L2} =
      \forall integer t; is_thread{L2}(t) && \at(waiter_window[t].list, L2) != 0 ==>
        is_thread{L1}(t) && thread_links_kept{L1, L2}(t)
        && is_list{L1}(\at(waiter_window[t].list, L1))
        && is_list{L2}(\at(waiter_window[t].list, L1))
        && list_kept{L1, L2}(\at(waiter_window[t].list, L1))
        && \at(list_head_window[waiter_window[t].list], L1) != 0;

    predicate queue_listed_kept{L1, L2} =
      \forall integer l; is_list{L2}(l) && \at(list_head_window[l], L2) != 0 ==>
        is_list{L1}(l) && list_kept{L1, L2}(l)
        && is_thread{L1}(\at(list_head_window[l], L1))
        && is_thread{L2}(\at(list_head_window[l], L1))
        && thread_links_kept{L1, L2}(\at(list_head_window[l], L1));

    lemma queue_waiting_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_waiting_kept{L1, L2};
    lemma queue_listed_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_listed_kept{L1, L2};
    lemma queue_ages_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_ages{L2};
    lemma queue_names_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_names{L2};
    lemma queue_priorities_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_priorities{L2};
    lemma queue_alone_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_alone{L2};
    lemma queue_heads_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_heads{L2};
    lemma queue_tails_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_tails{L2};
    lemma queue_nexts_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_nexts{L2};
    lemma queue_prevs_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_prevs{L2};
    lemma queue_oldest_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_oldest{L2};
    lemma queue_youngest_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_youngest{L2};
    lemma queue_gaps_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_gaps{L2};
    lemma queue_maps_survive{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queue_maps{L2};
    lemma queues_survive_change{L1, L2}:
      queues{L1} && queues_changed{L1, L2} ==> queues{L2};
*/

#endif

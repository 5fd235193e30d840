// SPDX-License-Identifier: Apache-2.0
/*
 * The queues' invariant.  ACSL only; included by kernel/queue.h.
 *
 * A thread waits in at most one list.  A list is named by one number, queue *
 * QUEUE_LISTS + priority, and a thread's `list` says which it waits in.  `next`
 * runs from the oldest to the youngest and ends in 0; the oldest's `prev` names
 * the youngest:
 *
 *     head --> oldest --next--> ... --next--> youngest --next--> 0
 *              oldest --prev----------------> youngest
 *
 * `queue_age` orders the threads by when they last joined a list: the smaller,
 * the longer ago.  A thread that joins moves to the end of that order - one that
 * joins at the front, to its beginning - so the numbers are always different, and
 * below THREADS.
 */
#ifndef WRIT_SPEC_QUEUE_H
#define WRIT_SPEC_QUEUE_H

#include "bits.h"

/*@ ghost uint32_t queue_age[THREADS]; */

/*@ // Thread t waits in queue q.
    predicate waits_in{L}(integer t, integer q) =
      is_thread(t) && waiter_window[t].list != 0 && waiter_window[t].list / QUEUE_LISTS == q;

    // The list that thread t waits in when it waits in queue q.
    logic integer list_in{L}(integer q, integer t) = q * QUEUE_LISTS + waiter_window[t].priority;

    // Nobody waits in queue q.
    predicate queue_empty{L}(integer q) =
      \forall integer t; is_thread(t) ==> !waits_in(t, q);

    // Thread s comes before thread t: by priority, then by age.
    predicate waits_before{L}(integer s, integer t) =
      waiter_window[s].priority > waiter_window[t].priority
      || (waiter_window[s].priority == waiter_window[t].priority
          && queue_age[s] < queue_age[t]);

    // Thread t is now the one that joined last; the order of the others is what it was.
    predicate age_renewed{L1, L2}(integer t) =
      (\forall integer x; 0 <= x < THREADS && x != t ==>
         \at(queue_age[x], L2) < \at(queue_age[t], L2))
      && (\forall integer x, y; 0 <= x < THREADS && 0 <= y < THREADS && x != t && y != t ==>
            (\at(queue_age[x], L2) < \at(queue_age[y], L2)
             <==> \at(queue_age[x], L1) < \at(queue_age[y], L1)));

    // Thread t is now the oldest; the order of the others is what it was.
    predicate age_oldest{L1, L2}(integer t) =
      (\forall integer x; 0 <= x < THREADS && x != t ==>
         \at(queue_age[t], L2) < \at(queue_age[x], L2))
      && (\forall integer x, y; 0 <= x < THREADS && 0 <= y < THREADS && x != t && y != t ==>
            (\at(queue_age[x], L2) < \at(queue_age[y], L2)
             <==> \at(queue_age[x], L1) < \at(queue_age[y], L1)));

    // The order in which threads other than x last joined is what it was.
    predicate order_stays_but{L1, L2}(integer x) =
      \forall integer s, t; 0 <= s < THREADS && 0 <= t < THREADS && s != x && t != x ==>
         (\at(queue_age[s], L2) < \at(queue_age[t], L2)
          <==> \at(queue_age[s], L1) < \at(queue_age[t], L1));

    // Thread y is the next after x among those that wait in queue q; 0: there is none.
    predicate comes_next{L}(integer x, integer y, integer q) =
      (y == 0 ==> \forall integer t; waits_in(t, q) ==> !waits_before(x, t))
      && (y != 0 ==> waits_in(y, q) && waits_before(x, y)
          && \forall integer t; waits_in(t, q) && waits_before(x, t) && t != y ==> waits_before(y, t));

    // Whose `next` and whose `prev` name thread t when it has joined list l; t if it is alone.
    logic integer join_before{L}(integer l, integer t) =
      list_head_window[l] == 0 ? t : waiter_window[list_head_window[l]].prev;
    logic integer join_after{L}(integer l, integer t) =
      list_head_window[l] == 0 ? t : list_head_window[l];

    // Whose `next` and whose `prev` change when thread t leaves its list.
    logic integer leave_before{L}(integer t) =
      list_head_window[waiter_window[t].list] == t ? t : waiter_window[t].prev;
    logic integer leave_after{L}(integer t) =
      waiter_window[t].next == 0 ? list_head_window[waiter_window[t].list] : waiter_window[t].next;

    predicate queue_ages{L} =
      (\forall integer t; 0 <= t < THREADS ==> queue_age[t] < THREADS)
      && (\forall integer s, t; 0 <= s < THREADS && 0 <= t < THREADS && s != t ==>
            queue_age[s] != queue_age[t]);

    // Every name is 0 or of what it should be.
    predicate queue_names{L} =
      (\forall integer t; is_thread(t) ==>
         (waiter_window[t].list != 0 ==> is_list(waiter_window[t].list))
         && (waiter_window[t].next != 0 ==> is_thread(waiter_window[t].next))
         && (waiter_window[t].prev != 0 ==> is_thread(waiter_window[t].prev)))
      && (\forall integer l; is_list(l) && list_head_window[l] != 0 ==>
            is_thread(list_head_window[l]));

    predicate queue_priorities{L} =
      \forall integer t; is_thread(t) ==>
        waiter_window[t].priority < PRIORITIES
        && (waiter_window[t].list != 0 ==>
              waiter_window[t].list % QUEUE_LISTS == waiter_window[t].priority);

    // A thread in no list has no neighbours, and one in a list has an older one.
    predicate queue_alone{L} =
      \forall integer t; is_thread(t) && waiter_window[t].list == 0 ==>
        waiter_window[t].next == 0 && waiter_window[t].prev == 0;

    predicate queue_heads{L} =
      \forall integer l; is_list(l) && list_head_window[l] != 0 ==>
        waiter_window[list_head_window[l]].list == l;

    predicate queue_tails{L} =
      \forall integer l; is_list(l) && list_head_window[l] != 0 ==>
        waiter_window[list_head_window[l]].prev != 0
        && waiter_window[waiter_window[list_head_window[l]].prev].list == l
        && waiter_window[waiter_window[list_head_window[l]].prev].next == 0;

    predicate queue_nexts{L} =
      \forall integer t; is_thread(t) && waiter_window[t].next != 0 ==>
        waiter_window[waiter_window[t].next].prev == t
        && waiter_window[waiter_window[t].next].list == waiter_window[t].list
        && queue_age[t] < queue_age[waiter_window[t].next];

    predicate queue_prevs{L} =
      \forall integer t; is_thread(t) && waiter_window[t].list != 0
        && list_head_window[waiter_window[t].list] != t ==>
        waiter_window[t].prev != 0
        && waiter_window[waiter_window[t].prev].next == t
        && waiter_window[waiter_window[t].prev].list == waiter_window[t].list;

    // The head is the oldest, its `prev` the youngest.
    predicate queue_oldest{L} =
      \forall integer t; is_thread(t) && waiter_window[t].list != 0 ==>
        list_head_window[waiter_window[t].list] != 0
        && (list_head_window[waiter_window[t].list] == t
            || queue_age[list_head_window[waiter_window[t].list]] < queue_age[t]);

    predicate queue_youngest{L} =
      \forall integer t; is_thread(t) && waiter_window[t].list != 0 ==>
        waiter_window[list_head_window[waiter_window[t].list]].prev == t
        || queue_age[t] < queue_age[waiter_window[list_head_window[waiter_window[t].list]].prev];

    // Nobody of the same list is between a thread and its next.
    predicate queue_gaps{L} =
      \forall integer s, t; is_thread(s) && is_thread(t)
        && waiter_window[s].list == waiter_window[t].list && waiter_window[s].list != 0
        && queue_age[s] < queue_age[t] ==>
        waiter_window[s].next != 0 && queue_age[waiter_window[s].next] <= queue_age[t];

    predicate queue_maps{L} =
      \forall integer l; is_list(l) ==>
        (has_bit(list_map_window[l / 32].bits, l % 32) <==> list_head_window[l] != 0);

    predicate queues{L} =
      queue_ages && queue_names && queue_priorities && queue_alone && queue_heads && queue_tails
      && queue_nexts && queue_prevs && queue_oldest && queue_youngest && queue_gaps && queue_maps;
*/

#endif

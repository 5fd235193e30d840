// SPDX-License-Identifier: Apache-2.0
/*
 * The queues' invariant holds on when nothing that it speaks of is written.
 * ACSL only; for the files that write other fields of threads:
 *
 *	//@ ghost Before: ;
 *	THREAD(t).state = THREAD_INACTIVE;
 *	//@ assert kept: queues_kept{Before, Here};
 */
#ifndef WRIT_SPEC_QUEUE_FRAME_H
#define WRIT_SPEC_QUEUE_FRAME_H

#include "queue.h"

/*@ predicate queues_kept{L1, L2} =
      (\forall integer t; 0 <= t < THREADS ==>
         \at(thread_window[t].list, L1) == \at(thread_window[t].list, L2)
         && \at(thread_window[t].next, L1) == \at(thread_window[t].next, L2)
         && \at(thread_window[t].prev, L1) == \at(thread_window[t].prev, L2)
         && \at(thread_window[t].priority, L1) == \at(thread_window[t].priority, L2)
         && \at(queue_age[t], L1) == \at(queue_age[t], L2))
      && (\forall integer l; 0 <= l < LISTS ==>
            \at(list_head_window[l], L1) == \at(list_head_window[l], L2))
      && (\forall integer w; 0 <= w < LISTS / 32 ==>
            \at(list_map_window[w].bits, L1) == \at(list_map_window[w].bits, L2))
      && (\forall integer g; 0 <= g < LINE_END ==> \at(type_map[g], L1) == \at(type_map[g], L2));

    lemma queues_frame{L1, L2}:
      queues{L1} && queues_kept{L1, L2} ==> queues{L2};
*/

#endif

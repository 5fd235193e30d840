// SPDX-License-Identifier: Apache-2.0
/*
 * The one queue: run queue and every wait queue.  64 priorities, first come
 * first served within one; every operation takes constant time.
 */
#ifndef WRIT_KERNEL_QUEUE_H
#define WRIT_KERNEL_QUEUE_H

#include "object.h"
#include "../spec/queue.h"

// The order of age that the queues begin with, before there are any.
/*@ ghost
    /@ requires none: \forall integer g; 0 <= g < GRANULES ==>
         type_map[g] != CAP_THREAD && type_map[g] != CAP_ENDPOINT
         && type_map[g] != CAP_NOTIFICATION && type_map[g] != TYPE_RUN_QUEUE;
       assigns queue_age[0 .. THREADS - 1];
       ensures invariant: queues; @/
    void queue_ages_start(void);
*/

/* Thread t joins queue q behind the others of its priority. */
/*@ requires invariant: queues;
    requires queue: is_queue(q);
    requires thread: is_thread(t);
    requires alone: waiter_window[t].list == 0;
    assigns waiter_window[t].list, waiter_window[t].next, waiter_window[t].prev,
            waiter_window[join_before(list_in(q, t), t)].next,
            waiter_window[join_after(list_in(q, t), t)].prev,
            list_head_window[list_in(q, t)], list_map_window[list_in(q, t) / 32].bits,
            queue_age[0 .. THREADS - 1];
    ensures invariant: queues;
    ensures joined: waits_in(t, q) && waiter_window[t].list == list_in(q, t);
    ensures behind: age_renewed{Pre, Post}(t);
    ensures others: \forall integer x, p; x != t ==> (waits_in(x, p) <==> \old(waits_in(x, p))); */
void queue_insert(uint32_t q, uint32_t t);

/* Thread t joins queue q before the others of its priority. */
/*@ requires invariant: queues;
    requires queue: is_queue(q);
    requires thread: is_thread(t);
    requires alone: waiter_window[t].list == 0;
    assigns waiter_window[t].list, waiter_window[t].next, waiter_window[t].prev,
            waiter_window[join_after(list_in(q, t), t)].prev,
            list_head_window[list_in(q, t)], list_map_window[list_in(q, t) / 32].bits,
            queue_age[0 .. THREADS - 1];
    ensures invariant: queues;
    ensures joined: waits_in(t, q) && waiter_window[t].list == list_in(q, t);
    ensures before: age_oldest{Pre, Post}(t);
    ensures others: \forall integer x, p; x != t ==> (waits_in(x, p) <==> \old(waits_in(x, p))); */
void queue_insert_front(uint32_t q, uint32_t t);

/* Thread t leaves the list that it waits in. */
/*@ requires invariant: queues;
    requires thread: is_thread(t);
    requires waits: waiter_window[t].list != 0;
    assigns waiter_window[t].list, waiter_window[t].next, waiter_window[t].prev,
            waiter_window[leave_before(t)].next, waiter_window[leave_after(t)].prev,
            list_head_window[waiter_window[t].list],
            list_map_window[waiter_window[t].list / 32].bits;
    ensures invariant: queues;
    ensures left: waiter_window[t].list == 0;
    ensures others: \forall integer x, p; x != t ==> (waits_in(x, p) <==> \old(waits_in(x, p))); */
void queue_remove(uint32_t t);

/* The oldest thread of list l, which has one, leaves it. */
/*@ requires invariant: queues;
    requires list: is_list(l) && list_head_window[l] != 0;
    assigns waiter_window[list_head_window[l]].list, waiter_window[list_head_window[l]].next,
            waiter_window[list_head_window[l]].prev,
            waiter_window[leave_after(list_head_window[l])].prev,
            list_head_window[l], list_map_window[l / 32].bits;
    ensures invariant: queues;
    ensures left: waiter_window[\old(list_head_window[l])].list == 0;
    ensures others: \forall integer x, p; x != \old(list_head_window[l]) ==>
        (waits_in(x, p) <==> \old(waits_in(x, p))); */
void list_take(uint32_t l);

/* Does nobody wait in queue q? */
/*@ requires invariant: queues;
    requires queue: is_queue(q);
    assigns \nothing;
    ensures empty: \result != 0 <==> queue_empty(q); */
int queue_is_empty(uint32_t q);

/* Does somebody of a higher priority than this wait in queue q? */
/*@ requires invariant: queues;
    requires queue: is_queue(q);
    requires priority: priority < PRIORITIES;
    assigns \nothing;
    ensures somebody: \result != 0 <==>
      \exists integer t; waits_in(t, q) && waiter_window[t].priority > priority; */
int queue_above(uint32_t q, uint32_t priority);

/* The list of queue q whose oldest thread comes first, 0 if nobody waits. */
/*@ requires invariant: queues;
    requires queue: is_queue(q);
    assigns \nothing;
    ensures none: \result == 0 <==> queue_empty(q);
    ensures some: \result != 0 ==> is_list(\result) && \result / QUEUE_LISTS == q
        && waits_in(list_head_window[\result], q) && waiter_window[list_head_window[\result]].list == \result;
    ensures first: \result != 0 ==> \forall integer t; waits_in(t, q) && t != list_head_window[\result] ==>
        waits_before(list_head_window[\result], t); */
uint32_t queue_top(uint32_t q);

/* Who comes first in queue q, 0 if nobody waits. */
/*@ requires invariant: queues;
    requires queue: is_queue(q);
    assigns \nothing;
    ensures none: \result == 0 <==> queue_empty(q);
    ensures some: \result != 0 ==> waits_in(\result, q);
    ensures first: \result != 0 ==>
      \forall integer t; waits_in(t, q) && t != \result ==> waits_before(\result, t); */
uint32_t queue_first(uint32_t q);

/* Who comes first in queue q leaves it, 0 if nobody waits.  Once in the kernel: it is long. */
/*@ requires invariant: queues;
    requires queue: is_queue(q);
    assigns waiter_window[..], list_head_window[..], list_map_window[..];
    ensures invariant: queues;
    ensures none: \result == 0 <==> \old(queue_empty(q));
    ensures some: \result != 0 ==> waits_in{Pre}(\result, q) && waiter_window[\result].list == 0;
    ensures first: \result != 0 ==> \forall integer t; waits_in(t, q) ==> waits_before(\result, t);
    ensures priorities: \forall integer t; 0 <= t < THREADS ==>
      waiter_window[t].priority == \old(waiter_window[t].priority);
    ensures others: \forall integer t; 0 <= t < THREADS && t != \result ==>
      waiter_window[t].list == \old(waiter_window[t].list); */
uint32_t queue_take(uint32_t q);

/* Who comes after thread t in the queue that it waits in, 0 if it is the last.  Rarely asked: kept
   out of the functions that ask, which are on the way of every message. */
/*@ requires invariant: queues;
    requires thread: is_thread(t);
    requires waits: waiter_window[t].list != 0;
    assigns \nothing;
    ensures next: comes_next(t, \result, waiter_window[t].list / QUEUE_LISTS);
    ensures other: \result != t; */
__attribute__((cold)) uint32_t queue_after(uint32_t t);

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * The one queue: run queue and every wait queue.  See spec/queue.h for what
 * links to what.
 */
#include "queue.h"

#include "bits.h"

// A thread in no list becomes the youngest; the order of the others stays.
/*@ ghost
    /@ requires ages: queue_ages;
       requires thread: 0 <= t < THREADS;
       assigns queue_age[0 .. THREADS - 1];
       ensures ages: queue_ages;
       ensures youngest: \forall integer x; 0 <= x < THREADS && x != t ==> queue_age[x] < queue_age[t];
       ensures order: \forall integer x, y; 0 <= x < THREADS && 0 <= y < THREADS && x != t && y != t ==>
	 (queue_age[x] < queue_age[y] <==> \old(queue_age[x]) < \old(queue_age[y])); @/
    static void queue_age_shift(uint32_t t)
    {
	uint32_t a = queue_age[t];
	uint32_t i = 0;

	/@ loop invariant range: 0 <= i <= THREADS;
	   loop invariant shifted: \forall integer x; 0 <= x < i ==>
	     queue_age[x] == (\at(queue_age[x], Pre) > a ? \at(queue_age[x], Pre) - 1 : \at(queue_age[x], Pre));
	   loop invariant rest: \forall integer x; i <= x < THREADS ==> queue_age[x] == \at(queue_age[x], Pre);
	   loop assigns i, queue_age[0 .. THREADS - 1];
	   loop variant THREADS - i; @/
	while (i < THREADS) {
		if (queue_age[i] > a)
			queue_age[i] = queue_age[i] - 1;
		i = i + 1;
	}
	queue_age[t] = THREADS - 1;
    }
*/

/*@ ghost
    /@ requires invariant: queues;
       requires thread: is_thread(t);
       requires alone: thread_window[t].list == 0;
       assigns queue_age[0 .. THREADS - 1];
       ensures invariant: queues;
       ensures youngest: \forall integer x; 0 <= x < THREADS && x != t ==> queue_age[x] < queue_age[t]; @/
    static void queue_age_renew(uint32_t t)
    {
	queue_age_shift(t);
	/@ assert others: \forall integer x; is_thread(x) && thread_window[x].list != 0 ==>
	     is_thread(list_head_window[thread_window[x].list]) && list_head_window[thread_window[x].list] != t; @/
	/@ assert queue_nexts; @/
	/@ assert queue_oldest; @/
	/@ assert queue_youngest; @/
	/@ assert queue_gaps; @/
    }
*/

void queue_insert(uint32_t q, uint32_t t)
{
	uint32_t l = q * QUEUE_LISTS + THREAD(t).priority;
	uint32_t oldest = LIST_HEAD(l);

	//@ assert list: is_list(l) && l % QUEUE_LISTS == thread_window[t].priority;
	//@ assert nobody: oldest == 0 ==> \forall integer x; is_thread(x) ==> thread_window[x].list != l;
	//@ ghost queue_age_renew(t);
	THREAD(t).list = l;
	THREAD(t).next = 0;
	if (oldest == 0) {
		THREAD(t).prev = t;
		LIST_HEAD(l) = t;
		LIST_MAP(l).bits = bit_set(LIST_MAP(l).bits, l % 32);
	} else {
		uint32_t youngest = THREAD(oldest).prev;

		//@ assert ends: is_thread(youngest) && youngest != t && oldest != t;
		//@ assert youngest: thread_window[youngest].list == l && thread_window[youngest].next == 0;
		THREAD(youngest).next = t;
		THREAD(t).prev = youngest;
		THREAD(oldest).prev = t;
	}
	//@ assert names: queue_names;
	//@ assert priorities: queue_priorities;
	//@ assert alone: queue_alone;
	//@ assert heads: queue_heads;
	//@ assert tails: queue_tails;
	//@ assert nexts: queue_nexts;
	//@ assert prevs: queue_prevs;
	//@ assert oldest: queue_oldest;
	//@ assert youngest: queue_youngest;
	//@ assert gaps: queue_gaps;
	//@ assert maps: queue_maps;
}

void queue_remove(uint32_t t)
{
	uint32_t l = THREAD(t).list;
	uint32_t next = THREAD(t).next;
	uint32_t prev = THREAD(t).prev;
	uint32_t oldest = LIST_HEAD(l);

	//@ assert list: is_list(l) && is_thread(prev) && is_thread(oldest);
	//@ assert younger: next != 0 ==> is_thread(next) && next != t && next != oldest && thread_window[next].prev == t && thread_window[next].list == l && queue_age[t] < queue_age[next];
	//@ assert older: oldest != t ==> prev != t && thread_window[prev].next == t && thread_window[prev].list == l && queue_age[prev] < queue_age[t];
	//@ assert first: oldest == t ==> thread_window[prev].list == l && thread_window[prev].next == 0;
	//@ assert apart: next != 0 && oldest != t ==> next != prev;
	//@ assert last: next == 0 ==> thread_window[oldest].prev == t;
	THREAD(t).list = 0;
	THREAD(t).next = 0;
	THREAD(t).prev = 0;
	if (oldest == t) {
		LIST_HEAD(l) = next;
		if (next != 0)
			THREAD(next).prev = prev;
		else
			LIST_MAP(l).bits = bit_clear(LIST_MAP(l).bits, l % 32);
	} else {
		THREAD(prev).next = next;
		if (next != 0)
			THREAD(next).prev = prev;
		else
			THREAD(oldest).prev = prev;
	}
	//@ assert names: queue_names;
	//@ assert priorities: queue_priorities;
	//@ assert alone: queue_alone;
	//@ assert heads: queue_heads;
	//@ assert tails: queue_tails;
	//@ assert nexts: queue_nexts;
	//@ assert prevs: queue_prevs;
	//@ assert oldest: queue_oldest;
	//@ assert youngest: queue_youngest;
	//@ assert gaps: queue_gaps;
	//@ assert maps: queue_maps;
}

uint32_t queue_first(uint32_t q)
{
	uint32_t l = q * QUEUE_LISTS;
	uint32_t high = LIST_MAP(l + 32).bits;
	uint32_t low = LIST_MAP(l).bits;

	if (high != 0)
		return LIST_HEAD(l + 32 + highest_bit(high));
	if (low != 0)
		return LIST_HEAD(l + highest_bit(low));
	return 0;
}

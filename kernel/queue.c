// SPDX-License-Identifier: Apache-2.0
/*
 * The one queue: run queue and every wait queue.  See spec/queue.h for what
 * links to what.
 */
#include "queue.h"

#include "bits.h"

/*@ ghost
    void queue_ages_start(void)
    {
	uint32_t i = 0;

	/@ loop invariant range: 0 <= i <= THREADS;
	   loop invariant numbered: \forall integer x; 0 <= x < i ==> queue_age[x] == x;
	   loop assigns i, queue_age[0 .. THREADS - 1];
	   loop variant THREADS - i; @/
	while (i < THREADS) {
		queue_age[i] = i;
		i = i + 1;
	}
	/@ assert threads: \forall integer t; !is_thread(t); @/
	/@ assert lists: \forall integer l; !is_list(l); @/
    }
*/

// A thread in no list becomes the youngest; the order of the others stays.
/*@ ghost
    /@ requires ages: queue_ages;
       requires thread: 0 <= t < THREADS;
       assigns queue_age[0 .. THREADS - 1];
       ensures ages: queue_ages;
       ensures renewed: age_renewed{Pre, Post}(t); @/
    static void queue_age_shift(uint32_t t)
    {
	uint32_t a = queue_age[t];
	uint32_t i = 0;

	/@ loop invariant range: 0 <= i <= THREADS;
	   loop invariant shifted: \forall integer x; 0 <= x < i ==>
	     queue_age[x] == \at(queue_age[x], Pre) - (\at(queue_age[x], Pre) > a ? 1 : 0);
	   loop invariant rest: \forall integer x; i <= x < THREADS ==>
	     queue_age[x] == \at(queue_age[x], Pre);
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
       requires alone: waiter_window[t].list == 0;
       assigns queue_age[0 .. THREADS - 1];
       ensures invariant: queues;
       ensures renewed: age_renewed{Pre, Post}(t); @/
    static void queue_age_renew(uint32_t t)
    {
	queue_age_shift(t);
	/@ assert others: \forall integer x; is_thread(x) && waiter_window[x].list != 0 ==>
	     is_thread(list_head_window[waiter_window[x].list])
	     && list_head_window[waiter_window[x].list] != t; @/
	/@ assert nexts: queue_nexts; @/
	/@ assert oldest: queue_oldest; @/
	/@ assert youngest: queue_youngest; @/
	/@ assert gaps: queue_gaps; @/
    }
*/

// A thread in no list becomes the oldest; the order of the others stays.
/*@ ghost
    /@ requires ages: queue_ages;
       requires thread: 0 <= t < THREADS;
       assigns queue_age[0 .. THREADS - 1];
       ensures ages: queue_ages;
       ensures oldest: age_oldest{Pre, Post}(t); @/
    static void queue_age_unshift(uint32_t t)
    {
	uint32_t a = queue_age[t];
	uint32_t i = 0;

	/@ loop invariant range: 0 <= i <= THREADS;
	   loop invariant shifted: \forall integer x; 0 <= x < i ==>
	     queue_age[x] == \at(queue_age[x], Pre) + (\at(queue_age[x], Pre) < a ? 1 : 0);
	   loop invariant rest: \forall integer x; i <= x < THREADS ==>
	     queue_age[x] == \at(queue_age[x], Pre);
	   loop assigns i, queue_age[0 .. THREADS - 1];
	   loop variant THREADS - i; @/
	while (i < THREADS) {
		if (queue_age[i] < a)
			queue_age[i] = queue_age[i] + 1;
		i = i + 1;
	}
	queue_age[t] = 0;
    }
*/

/*@ ghost
    /@ requires invariant: queues;
       requires thread: is_thread(t);
       requires alone: waiter_window[t].list == 0;
       assigns queue_age[0 .. THREADS - 1];
       ensures invariant: queues;
       ensures oldest: age_oldest{Pre, Post}(t); @/
    static void queue_age_first(uint32_t t)
    {
	queue_age_unshift(t);
	/@ assert others: \forall integer x; is_thread(x) && waiter_window[x].list != 0 ==>
	     is_thread(list_head_window[waiter_window[x].list])
	     && list_head_window[waiter_window[x].list] != t; @/
	/@ assert nexts: queue_nexts; @/
	/@ assert oldest: queue_oldest; @/
	/@ assert youngest: queue_youngest; @/
	/@ assert gaps: queue_gaps; @/
    }
*/

// A list's youngest is the one without a next, and younger than the others.
/*@ ghost
    /@ requires list: is_list(l);
       requires invariant: queue_names && queue_tails && queue_oldest && queue_youngest
         && queue_gaps;
       assigns \nothing;
       ensures somebody: \forall integer x; is_thread(x) && waiter_window[x].list == l ==>
         list_head_window[l] != 0;
       ensures last: \forall integer x; is_thread(x) && waiter_window[x].list == l
         && waiter_window[list_head_window[l]].prev != x ==>
         waiter_window[x].next != 0
         && queue_age[x] < queue_age[waiter_window[list_head_window[l]].prev]; @/
    static void lem_list_end(uint32_t l)
    {
	/@ assert end: list_head_window[l] != 0 ==>
	     is_thread(waiter_window[list_head_window[l]].prev)
	     && waiter_window[waiter_window[list_head_window[l]].prev].list == l
	     && waiter_window[waiter_window[list_head_window[l]].prev].next == 0; @/
	/@ assert younger: \forall integer x; is_thread(x) && waiter_window[x].list == l
	     && waiter_window[list_head_window[l]].prev != x ==>
	     queue_age[x] < queue_age[waiter_window[list_head_window[l]].prev]; @/
    }
*/

// The list around thread t: what stands when it has left.
/*@ ghost
    /@ requires list: waiter_window[t].list != 0;
       requires thread: is_thread(t);
       requires invariant: queues;
       assigns \nothing;
       ensures over: list_head_window[waiter_window[t].list] != t ==>
         \forall integer x; is_thread(x) && waiter_window[x].list == waiter_window[t].list && x != t
           && queue_age[waiter_window[t].prev] < queue_age[x] ==>
           waiter_window[t].next != 0 && queue_age[waiter_window[t].next] <= queue_age[x];
       ensures only: \forall integer x; is_thread(x) && waiter_window[x].next == t ==>
         x == waiter_window[t].prev;
       ensures second: list_head_window[waiter_window[t].list] == t ==>
         \forall integer x; is_thread(x) && waiter_window[x].list == waiter_window[t].list
           && x != t ==>
           waiter_window[t].next != 0
           && (x == waiter_window[t].next || queue_age[waiter_window[t].next] < queue_age[x]);
       ensures under: list_head_window[waiter_window[t].list] != t && waiter_window[t].next == 0 ==>
         \forall integer x; is_thread(x) && waiter_window[x].list == waiter_window[t].list
           && x != t ==>
           x == waiter_window[t].prev || queue_age[x] < queue_age[waiter_window[t].prev]; @/
    static void lem_list_around(uint32_t t)
    {
	/@ assert older: list_head_window[waiter_window[t].list] != t ==>
	     is_thread(waiter_window[t].prev)
	     && waiter_window[waiter_window[t].prev].next == t
	     && waiter_window[waiter_window[t].prev].list == waiter_window[t].list; @/
	/@ assert over: list_head_window[waiter_window[t].list] != t ==>
	     \forall integer x; is_thread(x) && waiter_window[x].list == waiter_window[t].list
	       && x != t && queue_age[waiter_window[t].prev] < queue_age[x] ==>
	       queue_age[t] < queue_age[x] && waiter_window[t].next != 0; @/
    }
*/

/* Thread t, which is the youngest of all, joins list l. */
/*@ requires invariant: queues;
    requires list: is_list(l) && l % QUEUE_LISTS == waiter_window[t].priority;
    requires thread: is_thread(t);
    requires alone: waiter_window[t].list == 0;
    requires youngest: \forall integer x; is_thread(x) && x != t ==> queue_age[x] < queue_age[t];
    assigns waiter_window[t].list, waiter_window[t].next, waiter_window[t].prev,
            waiter_window[join_before(l, t)].next, waiter_window[join_after(l, t)].prev,
            list_head_window[l], list_map_window[l / 32].bits;
    ensures invariant: queues;
    ensures joined: waiter_window[t].list == l; */
static void list_append(uint32_t l, uint32_t t)
{
	uint32_t oldest = LIST_HEAD(l);

	//@ ghost lem_list_end(l);
	/*@ assert between: \forall integer x; is_thread(x) && waiter_window[x].list != 0
	      && list_head_window[waiter_window[x].list] != x ==>
	      is_thread(waiter_window[x].prev) && waiter_window[x].prev != t; */
	WAITER(t).list = l;
	WAITER(t).next = 0;
	if (oldest == 0) {
		WAITER(t).prev = t;
		LIST_HEAD(l) = t;
		LIST_MAP(l).bits = bit_set(LIST_MAP(l).bits, l % 32);
	} else {
		uint32_t youngest = WAITER(oldest).prev;

		//@ assert ends: is_thread(youngest) && youngest != t && oldest != t;
		//@ assert youngest: waiter_window[youngest].list == l && waiter_window[youngest].next == 0;
		WAITER(youngest).next = t;
		WAITER(t).prev = youngest;
		WAITER(oldest).prev = t;
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

/* Thread t, which is the oldest of all, joins list l. */
/*@ requires invariant: queues;
    requires list: is_list(l) && l % QUEUE_LISTS == waiter_window[t].priority;
    requires thread: is_thread(t);
    requires alone: waiter_window[t].list == 0;
    requires oldest: \forall integer x; is_thread(x) && x != t ==> queue_age[t] < queue_age[x];
    assigns waiter_window[t].list, waiter_window[t].next, waiter_window[t].prev,
            waiter_window[join_after(l, t)].prev, list_head_window[l], list_map_window[l / 32].bits;
    ensures invariant: queues;
    ensures joined: waiter_window[t].list == l; */
static void list_prepend(uint32_t l, uint32_t t)
{
	uint32_t oldest = LIST_HEAD(l);

	//@ ghost lem_list_end(l);
	/*@ assert between: \forall integer x; is_thread(x) && waiter_window[x].list != 0
	      && list_head_window[waiter_window[x].list] != x ==>
	      is_thread(waiter_window[x].prev) && waiter_window[x].prev != t; */
	WAITER(t).list = l;
	WAITER(t).next = oldest;
	LIST_HEAD(l) = t;
	if (oldest == 0) {
		WAITER(t).prev = t;
		LIST_MAP(l).bits = bit_set(LIST_MAP(l).bits, l % 32);
	} else {
		WAITER(t).prev = WAITER(oldest).prev;
		WAITER(oldest).prev = t;
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

void queue_insert(uint32_t q, uint32_t t)
{
	uint32_t l = q * QUEUE_LISTS + WAITER(t).priority;

	/*@ assert list: is_list(l) && l / QUEUE_LISTS == q
	      && l % QUEUE_LISTS == waiter_window[t].priority; */
	//@ ghost queue_age_renew(t);
	list_append(l, t);
}

void queue_insert_front(uint32_t q, uint32_t t)
{
	uint32_t l = q * QUEUE_LISTS + WAITER(t).priority;

	/*@ assert list: is_list(l) && l / QUEUE_LISTS == q
	      && l % QUEUE_LISTS == waiter_window[t].priority; */
	//@ ghost queue_age_first(t);
	list_prepend(l, t);
}

void list_take(uint32_t l)
{
	uint32_t t = LIST_HEAD(l);
	uint32_t next = WAITER(t).next, prev = WAITER(t).prev;

	//@ ghost lem_list_around(t);
	//@ ghost lem_list_end(l);
	//@ assert list: is_thread(prev) && waiter_window[prev].list == l && waiter_window[prev].next == 0;
	/*@ assert younger: next != 0 ==> is_thread(next) && next != t
	      && waiter_window[next].prev == t && waiter_window[next].list == l
	      && queue_age[t] < queue_age[next]; */
	/*@ assert around: \forall integer x; is_thread(x) && waiter_window[x].next != 0 && x != t ==>
	      is_thread(waiter_window[x].next) && waiter_window[x].next != next && waiter_window[x].next != t; */
	//@ assert last: next == 0 ==> prev == t;
	WAITER(t).list = 0;
	WAITER(t).next = 0;
	WAITER(t).prev = 0;
	LIST_HEAD(l) = next;
	if (next != 0)
		WAITER(next).prev = prev;
	else
		LIST_MAP(l).bits = bit_clear(LIST_MAP(l).bits, l % 32);
	//@ assert names: queue_names;
	//@ assert priorities: queue_priorities;
	//@ assert alone: queue_alone;
	//@ assert heads: queue_heads;
	//@ assert tails: queue_tails;
	//@ assert nexts: queue_nexts;
	//@ assert prevs: queue_prevs;
	//@ assert oldest: queue_oldest;
	/*@ assert here: \forall integer x; is_thread(x) && waiter_window[x].list == l ==>
	      waiter_window[list_head_window[l]].prev == x
	      || queue_age[x] < queue_age[waiter_window[list_head_window[l]].prev]; */
	/*@ assert elsewhere: \forall integer k; is_list(k) && k != l && list_head_window[k] != 0 ==>
	      waiter_window[list_head_window[k]].prev
	      == \at(waiter_window[list_head_window[k]].prev, Pre); */
	//@ assert youngest: queue_youngest;
	/*@ assert kept: \forall integer x; is_thread(x) && waiter_window[x].list != 0 ==>
	      waiter_window[x].next == \at(waiter_window[x].next, Pre); */
	//@ assert gaps: queue_gaps;
	//@ assert maps: queue_maps;
}

/* Thread t, not the first of list l, leaves it. */
/*@ requires invariant: queues;
    requires list: is_list(l) && waiter_window[t].list == l;
    requires thread: is_thread(t);
    requires second: list_head_window[l] != t;
    assigns waiter_window[t].list, waiter_window[t].next, waiter_window[t].prev,
            waiter_window[waiter_window[t].prev].next, waiter_window[leave_after(t)].prev;
    ensures invariant: queues;
    ensures left: waiter_window[t].list == 0; */
static void list_drop_later(uint32_t l, uint32_t t)
{
	uint32_t next = WAITER(t).next, prev = WAITER(t).prev, oldest = LIST_HEAD(l);

	//@ ghost lem_list_around(t);
	//@ ghost lem_list_end(l);
	//@ assert list: is_thread(prev) && is_thread(oldest);
	/*@ assert younger: next != 0 ==> is_thread(next) && next != t && next != oldest
	      && waiter_window[next].prev == t && waiter_window[next].list == l
	      && queue_age[t] < queue_age[next]; */
	/*@ assert older: prev != t && waiter_window[prev].next == t
	      && waiter_window[prev].list == l && queue_age[prev] < queue_age[t]; */
	//@ assert apart: next != 0 ==> next != prev;
	/*@ assert around: \forall integer x; is_thread(x) && waiter_window[x].next != 0 && x != t ==>
	      is_thread(waiter_window[x].next) && waiter_window[x].next != next
	      && (waiter_window[x].next == t ==> x == prev); */
	//@ assert last: next == 0 ==> waiter_window[oldest].prev == t;
	WAITER(prev).next = next;
	if (next != 0)
		WAITER(next).prev = prev;
	else
		WAITER(oldest).prev = prev;
	WAITER(t).list = 0;
	WAITER(t).next = 0;
	WAITER(t).prev = 0;
	//@ assert names: queue_names;
	//@ assert priorities: queue_priorities;
	//@ assert alone: queue_alone;
	//@ assert heads: queue_heads;
	//@ assert tails: queue_tails;
	//@ assert nexts: queue_nexts;
	//@ assert prevs: queue_prevs;
	//@ assert oldest: queue_oldest;
	/*@ assert here: \forall integer x; is_thread(x) && waiter_window[x].list == l ==>
	      waiter_window[list_head_window[l]].prev == x
	      || queue_age[x] < queue_age[waiter_window[list_head_window[l]].prev]; */
	/*@ assert elsewhere: \forall integer k; is_list(k) && k != l && list_head_window[k] != 0 ==>
	      waiter_window[list_head_window[k]].prev
	      == \at(waiter_window[list_head_window[k]].prev, Pre); */
	//@ assert youngest: queue_youngest;
	/*@ assert over: \forall integer x; is_thread(x) && waiter_window[x].list == l
	      && queue_age[prev] < queue_age[x] ==> next != 0 && queue_age[next] <= queue_age[x]; */
	/*@ assert kept: \forall integer x; is_thread(x) && waiter_window[x].list != 0 && x != prev ==>
	      waiter_window[x].next == \at(waiter_window[x].next, Pre); */
	/*@ assert lists: \forall integer x; is_thread(x) && waiter_window[x].list != 0 ==>
	      waiter_window[x].list == \at(waiter_window[x].list, Pre); */
	//@ assert were: queue_gaps{Pre};
	/*@ assert rest: \forall integer s, x; is_thread(s) && is_thread(x)
	      && waiter_window[s].list == waiter_window[x].list && waiter_window[s].list != 0
	      && queue_age[s] < queue_age[x] && s != prev ==>
	      waiter_window[s].next != 0 && queue_age[waiter_window[s].next] <= queue_age[x]; */
	//@ assert gaps: queue_gaps;
	//@ assert maps: queue_maps;
}

void queue_remove(uint32_t t)
{
	uint32_t l = WAITER(t).list;

	if (LIST_HEAD(l) == t)
		list_take(l);
	else
		list_drop_later(l, t);
}

// Queue q's lists l .. l + 31 and the word of its bitmap that says which of them are not empty.
/*@ ghost
    /@ requires queue: is_queue(q);
       requires word: h < 2 && l == q * QUEUE_LISTS + 32 * h;
       assigns \nothing;
       ensures word: l / 32 == q * 4 + h;
       ensures lists: \forall integer i; l <= i < l + 32 ==>
         is_list(i) && i / QUEUE_LISTS == q && i / 32 == q * 4 + h && i % 32 == i - l; @/
    static void lem_list_word(uint32_t q, uint32_t h, uint32_t l)
    {
	/@ assert place: \forall integer i; l <= i < l + 32 ==>
	     i / 32 == q * 4 + h && i % 32 == i - l
	     && i / QUEUE_LISTS == q && i % QUEUE_LISTS == i - q * QUEUE_LISTS; @/
    }
*/

/*@ ghost
    /@ requires queue: is_queue(q);
       requires word: h < 2 && l == q * QUEUE_LISTS + 32 * h;
       requires bits: w == list_map_window[l / 32].bits;
       requires invariant: queue_maps;
       assigns \nothing;
       ensures lists: \forall integer i; l <= i < l + 32 ==>
         (has_bit(w, i - l) <==> list_head_window[i] != 0);
       ensures none: w == 0 <==> \forall integer i; l <= i < l + 32 ==> list_head_window[i] == 0; @/
    static void lem_list_bits(uint32_t q, uint32_t h, uint32_t l, uint32_t w)
    {
	lem_list_word(q, h, l);
	/@ assert zero: \forall integer i; 0 <= i < 32 ==> !has_bit(0, i); @/
	if (w != 0) {
		uint32_t b = lem_bit_some(w);
		/@ assert list: l <= l + b < l + 32 && l + b - l == b; @/
		/@ assert head: list_head_window[l + b] != 0; @/
	}
    }
*/

int queue_is_empty(uint32_t q)
{
	uint32_t l = q * QUEUE_LISTS;
	//@ ghost lem_list_word(q, 0, l);
	//@ ghost lem_list_word(q, 1, l + 32);
	uint32_t low = LIST_MAP(l).bits;
	uint32_t high = LIST_MAP(l + 32).bits;

	//@ ghost lem_list_bits(q, 0, l, low);
	//@ ghost lem_list_bits(q, 1, l + 32, high);
	/*@ assert listed: \forall integer t; waits_in(t, q) ==>
	      l <= waiter_window[t].list < l + PRIORITIES
	      && list_head_window[waiter_window[t].list] != 0; */
	/*@ assert heads: \forall integer i; l <= i < l + PRIORITIES && list_head_window[i] != 0 ==>
	      waits_in(list_head_window[i], q); */
	return low == 0 && high == 0;
}

int queue_above(uint32_t q, uint32_t priority)
{
	uint32_t l = q * QUEUE_LISTS;
	//@ ghost lem_list_word(q, 0, l);
	//@ ghost lem_list_word(q, 1, l + 32);
	uint32_t low = LIST_MAP(l).bits, high = LIST_MAP(l + 32).bits;
	int above;

	//@ ghost lem_list_bits(q, 0, l, low);
	//@ ghost lem_list_bits(q, 1, l + 32, high);
	/*@ assert listed: \forall integer t; waits_in(t, q) ==>
	      waiter_window[t].list == l + waiter_window[t].priority
	      && list_head_window[waiter_window[t].list] != 0; */
	/*@ assert heads: \forall integer i; l <= i < l + PRIORITIES && list_head_window[i] != 0 ==>
	      waits_in(list_head_window[i], q) && waiter_window[list_head_window[i]].priority == i - l; */
	if (priority >= 32) {
		above = high >> (priority - 32) > 1;
		//@ ghost lem_bits_above(high, priority - 32);
		/*@ assert upper: \forall integer i; l + priority < i < l + PRIORITIES ==>
		      (has_bit(high, i - l - 32) <==> list_head_window[i] != 0); */
		/*@ assert some: above != 0 ==> \exists integer k; priority - 32 < k < 32 && has_bit(high, k)
		      && list_head_window[l + 32 + k] != 0; */
	} else {
		above = high != 0 || low >> priority > 1;
		//@ ghost lem_bits_above(low, priority);
		/*@ assert lower: \forall integer i; l + priority < i < l + 32 ==>
		      (has_bit(low, i - l) <==> list_head_window[i] != 0); */
		/*@ assert some: low >> priority > 1 ==> \exists integer k; priority < k < 32 && has_bit(low, k)
		      && list_head_window[l + k] != 0; */
	}
	/*@ assert above: above != 0 <==>
	      \exists integer i; l + priority < i < l + PRIORITIES && list_head_window[i] != 0; */
	return above;
}

uint32_t queue_top(uint32_t q)
{
	uint32_t l = q * QUEUE_LISTS;
	//@ ghost lem_list_word(q, 0, l);
	//@ ghost lem_list_word(q, 1, l + 32);
	uint32_t low = LIST_MAP(l).bits;
	uint32_t high = LIST_MAP(l + 32).bits;

	//@ ghost lem_list_bits(q, 0, l, low);
	//@ ghost lem_list_bits(q, 1, l + 32, high);
	/*@ assert listed: \forall integer t; waits_in(t, q) ==>
	      l <= waiter_window[t].list < l + PRIORITIES
	      && list_head_window[waiter_window[t].list] != 0; */
	if (high != 0)
		l = l + 32;
	else if (low == 0) {
		//@ assert nobody: \forall integer i; l <= i < l + PRIORITIES ==> list_head_window[i] == 0;
		return 0;
	}
	l = l + highest_bit(high != 0 ? high : low);
	//@ assert some: is_list(l) && l / QUEUE_LISTS == q && list_head_window[l] != 0;
	/*@ assert highest: \forall integer i; l < i < q * QUEUE_LISTS + PRIORITIES ==>
	      list_head_window[i] == 0; */
	return l;
}

uint32_t queue_first(uint32_t q)
{
	uint32_t l = queue_top(q);

	return l == 0 ? 0 : LIST_HEAD(l);
}

__attribute__((noinline)) uint32_t queue_take(uint32_t q)
{
	uint32_t l = queue_top(q), t;

	if (l == 0)
		return 0;
	t = LIST_HEAD(l);
	list_take(l);
	return t;
}

/* The oldest of queue q's threads of the highest priority below this one, 0 if there is none. */
/*@ requires invariant: queues;
    requires queue: is_queue(q);
    requires priority: priority < PRIORITIES;
    assigns \nothing;
    ensures none: \result == 0 ==> \forall integer t; waits_in(t, q) ==> waiter_window[t].priority >= priority;
    ensures some: \result != 0 ==> waits_in(\result, q) && waiter_window[\result].priority < priority;
    ensures first: \result != 0 ==> \forall integer t; waits_in(t, q) && t != \result
        && waiter_window[t].priority < priority ==> waits_before(\result, t); */
static uint32_t queue_first_below(uint32_t q, uint32_t priority)
{
	uint32_t end = q * QUEUE_LISTS + priority, l = end, t = 0;

	/*@ loop invariant range: q * QUEUE_LISTS <= l <= end;
	    loop invariant found: t != 0 ==> l < end && t == list_head_window[l];
	    loop invariant empty: \forall integer i; (t == 0 ? l : l + 1) <= i < end ==> list_head_window[i] == 0;
	    loop assigns t, l;
	    loop variant l; */
	while (l > q * QUEUE_LISTS && t == 0) {
		l--;
		//@ assert list: l / QUEUE_LISTS == q && is_list(l);
		t = LIST_HEAD(l);
	}
	/*@ assert lists: \forall integer x; waits_in(x, q) ==>
	      waiter_window[x].list == q * QUEUE_LISTS + waiter_window[x].priority
	      && list_head_window[waiter_window[x].list] != 0; */
	/*@ assert below: \forall integer x; waits_in(x, q) && waiter_window[x].priority < priority ==>
	      t != 0 && waiter_window[x].list <= l; */
	/*@ assert some: t != 0 ==> is_list(l) && l / QUEUE_LISTS == q && waiter_window[t].list == l
	      && waiter_window[t].priority == l - q * QUEUE_LISTS; */
	return t;
}

// Who waits in the queue and list of thread t, by priority and age.
/*@ ghost
    /@ requires invariant: queues;
       requires thread: is_thread(t) && waiter_window[t].list != 0;
       assigns \nothing;
       ensures here: \forall integer x; waits_in(x, waiter_window[t].list / QUEUE_LISTS)
         && waiter_window[x].priority == waiter_window[t].priority ==>
         waiter_window[x].list == waiter_window[t].list;
       ensures next: waiter_window[t].next != 0 ==>
         waits_in(waiter_window[t].next, waiter_window[t].list / QUEUE_LISTS)
         && waiter_window[waiter_window[t].next].priority == waiter_window[t].priority
         && queue_age[t] < queue_age[waiter_window[t].next]
         && \forall integer x; is_thread(x) && waiter_window[x].list == waiter_window[t].list
           && queue_age[t] < queue_age[x] && x != waiter_window[t].next ==>
           queue_age[waiter_window[t].next] < queue_age[x];
       ensures last: waiter_window[t].next == 0 ==>
         \forall integer x; is_thread(x) && waiter_window[x].list == waiter_window[t].list ==>
           queue_age[x] <= queue_age[t]; @/
    static void lem_list_next(uint32_t t)
    {
    }
*/

uint32_t queue_after(uint32_t t)
{
	uint32_t q = WAITER(t).list / QUEUE_LISTS, next = WAITER(t).next;

	//@ ghost lem_list_next(t);
	//@ assert queue: is_queue(q);
	if (next == 0)
		next = queue_first_below(q, WAITER(t).priority);
	//@ assert none: next == 0 ==> \forall integer x; waits_in(x, q) ==> !waits_before(t, x);
	//@ assert some: next != 0 ==> waits_in(next, q) && waits_before(t, next);
	//@ assert other: next != t;
	return next;
}

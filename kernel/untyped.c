// SPDX-License-Identifier: Apache-2.0
/*
 * Untyped memory and its retyping: see untyped.h for the picture.
 *
 * untyped_retype decides everything before it changes anything; the steps
 * after that (reset, clear, take, make) cannot fail.
 */
#include "untyped.h"
#include "arith.h"

/*@ assigns \nothing;
    ensures granules: \result == spec_cnode_granules(radix); */
static uint32_t cnode_granules(uint32_t radix)
{
	static const uint32_t granules[CNODE_RADIX_MAX + 1u] = {
		0, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400,
		0x800, 0x1000, 0x2000, 0x4000, 0x8000, 0x10000, 0x20000, 0x40000, 0x80000, 0x100000
	};

	return radix <= CNODE_RADIX_MAX ? granules[radix] : 0;
}

/*@ assigns \nothing;
    ensures granules: \result == spec_frame_granules(bits); */
static uint32_t frame_granules(uint32_t bits)
{
	uint32_t granules = 0;

	if (bits == 12)
		granules = PAGE_GRANULES;
	if (bits == 16)
		granules = LARGE_PAGE_GRANULES;
	if (bits == 20)
		granules = SECTION_GRANULES;
	return granules;
}

/*@ assigns \nothing;
    ensures granules: \result == spec_fixed_granules(type); */
static uint32_t fixed_granules(uint32_t type)
{
	static const uint32_t granules[CAP_PAGE_TABLE + 1] = {
		0, 0, 0, THREAD_GRANULES, QUEUE_GRANULES, QUEUE_GRANULES, REPLY_GRANULES,
		SCHED_CONTEXT_GRANULES, VSPACE_GRANULES, PAGE_TABLE_GRANULES
	};

	return type <= CAP_PAGE_TABLE ? granules[type] : 0;
}

uint32_t object_granules(uint32_t type, uint32_t size)
{
	uint32_t granules = 0;

	if (type == CAP_UNTYPED && size <= DEVICE_END)
		granules = size;
	if (type == CAP_CNODE)
		granules = cnode_granules(size);
	if (type == CAP_FRAME)
		granules = frame_granules(size);
	if (type != CAP_UNTYPED && type != CAP_CNODE && type != CAP_FRAME && size == 0)
		granules = fixed_granules(type);
	return granules;
}

uint32_t object_alignment(uint32_t type, uint32_t granules)
{
	return type == CAP_UNTYPED || type == CAP_CNODE ? 1 : granules;
}

/*@ requires slots: slots(s, n);
    assigns \nothing;
    ensures empty: \result != 0 <==> empty_slots(s, n); */
static uint32_t slots_empty(uint32_t s, uint32_t n)
{
	uint32_t i;

	/*@ loop invariant range: 0 <= i <= n;
	    loop invariant empty: empty_slots(s, i);
	    loop assigns i;
	    loop variant n - i; */
	for (i = 0; i < n; i++)
		if (SLOT(s + i).type != CAP_NULL)
			return 0;
	return 1;
}

/* Where n objects go in the free memory [mark, end); 0 if they do not fit. */
/*@ requires range: 1 <= mark <= end <= DEVICE_END;
    requires size: 1 <= alignment <= DEVICE_END && 1 <= granules;
    assigns \nothing;
    ensures placed: \result != 0 ==> mark <= \result < mark + alignment
              && \result % alignment == 0 && \result + n * granules <= end;
    ensures full: \result == 0 ==> \forall integer a;
              mark <= a && a % alignment == 0 ==> a + n * granules > end; */
static uint32_t objects_place(uint32_t mark, uint32_t end, uint32_t alignment, uint32_t granules,
                              uint32_t n)
{
	uint32_t start = align_up(mark, alignment);

	if (start > end || !fits(n, granules, end - start))
		return 0;
	return start;
}

/*@ ghost
  /@ requires tree: cdt && memory;
     requires untyped: is_untyped(u) && slot_window[u].first == 0;
     requires inside: is_live(s) && s != u && overlaps(s, u) && rank_map[s] < rank_map[u];
     assigns \nothing;
     ensures never: \false; @/
  void untyped_none_inside(uint32_t u, uint32_t s)
  {
    uint32_t k = s;
    /@ loop invariant inside: is_live(k) && k != u && overlaps(k, u) && rank_map[k] < rank_map[u];
       loop assigns k;
       loop variant rank_map[u] - rank_map[k]; @/
    while (parent_map[k] != u)
      k = parent_map[k];
    /@ assert child: slot_window[parent_map[k]].first != 0; @/
  }
*/

/* What overlaps a childless untyped capability is older, so has handed it out. */
/*@ ghost
  /@ requires tree: cdt && memory;
     requires untyped: is_untyped(u) && slot_window[u].first == 0;
     assigns \nothing;
     ensures older: \forall integer s; is_live(s) && s != u && overlaps(s, u) ==>
               rank_map[s] > rank_map[u]; @/
  void untyped_childless(uint32_t u)
  {
    uint32_t s = 1;
    /@ loop invariant range: 1 <= s <= GRANULES;
       loop invariant older: \forall integer t; 0 <= t < s && is_live(t) && t != u && overlaps(t, u)
         ==> rank_map[t] > rank_map[u];
       loop assigns s;
       loop variant GRANULES - s; @/
    while (s < GRANULES) {
      if (type_map[s] == CAP_CNODE && slot_window[s].type != CAP_NULL && s != u
          && slot_window[s].object < slot_window[u].object + slot_window[u].size
          && slot_window[u].object < slot_window[s].object + slot_window[s].size
          && rank_map[s] < rank_map[u])
        untyped_none_inside(u, s);
      s = s + 1;
    }
  }
*/

/*@ ghost
  /@ requires range: is_range(a, n);
     assigns type_map[a .. a + n - 1];
     ensures untyped: all_type(a, n, CAP_UNTYPED); @/
  void granules_untype(uint32_t a, uint32_t n)
  {
    uint32_t i = 0;
    /@ loop invariant range: 0 <= i <= n;
       loop invariant untyped: all_type(a, i, CAP_UNTYPED);
       loop assigns i, type_map[a .. a + n - 1];
       loop variant n - i; @/
    while (i < n) {
      type_map[a + i] = CAP_UNTYPED;
      i = i + 1;
    }
  }
*/

/* Nothing that was made of it is left: all of it is free again. */
/*@ requires invariant: cdt && memory;
    requires untyped: is_untyped(u) && slot_window[u].first == 0;
    requires quiet: holds_nothing(u);
    assigns slot_window[u].word0, slot_window[u].word1,
            type_map[slot_window[u].object .. slot_window[u].object + slot_window[u].size - 1];
    ensures tree: cdt;
    ensures memory: memory;
    ensures empty: slot_window[u].word0 == 0 && slot_window[u].word1 == 0; */
static void untyped_reset(uint32_t u)
{
	//@ ghost untyped_childless(u);
	/*@ assert older: \forall integer s; is_live(s) && s != u && overlaps(s, u) ==>
	      slot_window[s].type == CAP_UNTYPED && end(u) <= mark(s); */
	//@ ghost granules_untype(slot_window[u].object, slot_window[u].size);
	//@ assert live: \forall integer s; is_live(s) <==> is_live{Pre}(s);
	SLOT(u).word0 = 0;
	SLOT(u).word1 = 0;
}

/* Goes on zeroing until the first `need` granules are clean; 1 when they are. */
/*@ requires invariant: cdt && memory;
    requires untyped: is_untyped(u) && slot_window[u].object < GRANULES;
    requires need: need <= slot_window[u].size;
    assigns slot_window[u].word1, machine, zero_map[0 .. GRANULES - 1];
    ensures tree: cdt;
    ensures memory: memory;
    ensures more: \old(slot_window[u].word1) <= slot_window[u].word1;
    ensures clean: \result != 0 <==> need <= slot_window[u].word1; */
static uint32_t untyped_clear(uint32_t u, uint32_t need)
{
	uint32_t clean = SLOT(u).word1;
	uint32_t n;

	if (need <= clean)
		return 1;
	n = need - clean;
	if (n > CLEAR_GRANULES)
		n = CLEAR_GRANULES;
	machine_memory_clear(SLOT(u).object + clean, n);
	SLOT(u).word1 = clean + n;
	return clean + n == need;
}

/* Hands out [a, a + n), which lies in the free memory of u. */
/*@ requires invariant: cdt && memory;
    requires untyped: is_untyped(u);
    requires free: mark(u) <= a && n >= 1 && a + n <= end(u);
    assigns slot_window[u].word0, slot_window[u].word1;
    ensures tree: cdt;
    ensures memory: memory;
    ensures taken: mark(u) == a + n;
    ensures clean: slot_window[u].word1 >= \old(slot_window[u].word1);
    ensures fresh: fresh(u, a, n); */
static void untyped_take(uint32_t u, uint32_t a, uint32_t n)
{
	uint32_t used = a - SLOT(u).object + n;

	/*@ assert others: \forall integer v; is_live(v) && v != u && meets(v, a, n) ==>
	      slot_window[v].type == CAP_UNTYPED && end(u) <= mark(v) && rank_map[u] < rank_map[v]; */
	SLOT(u).word0 = used;
	if (SLOT(u).word1 < used)
		SLOT(u).word1 = used;
}

/* Memory becomes an object, which no capability covers yet. */
/*@ requires invariant: cdt && memory;
    requires object: is_object(type, n) && ready(type, a, n);
    requires out: handed_out(a, n);
    assigns type_map[a .. a + n - 1], zero_map[a .. a + n - 1],
            slot_window[a .. a + n - 1], reply_window[a .. a + n - 1],
            sched_context_window[0 .. SCHED_CONTEXTS - 1], thread_window[0 .. THREADS - 1],
            endpoint_window[0 .. QUEUES - 1], notification_window[0 .. QUEUES - 1],
            list_map_window[0 .. LISTS / 32 - 1],
            list_head_window[a * GRANULE_WORDS .. (a + n) * GRANULE_WORDS - 1],
            link_window[a * GRANULE_WORDS .. (a + n) * GRANULE_WORDS - 1],
            buffer_window[a * GRANULE_WORDS .. (a + n) * GRANULE_WORDS - 1],
            entry_map[a * GRANULE_WORDS .. (a + n) * GRANULE_WORDS - 1];
    ensures tree: cdt;
    ensures memory: memory;
    ensures kept: kept{Pre, Post};
    ensures typed: typed(type, a, n); */
static void object_type(uint32_t type, uint32_t a, uint32_t n)
{
	if (a >= GRANULES && type == CAP_FRAME)
		machine_retype_device(a, n);
	if (a < GRANULES && type == CAP_THREAD) {
		machine_retype(a, THREAD_SLOTS, CAP_CNODE);
		machine_retype(a + THREAD_SLOTS, THREAD_GRANULES - THREAD_SLOTS, CAP_THREAD);
	}
	if (a < GRANULES && type != CAP_THREAD && type != CAP_UNTYPED)
		machine_retype(a, n, type);
}

/* The first capability for an object. */
/*@ requires invariant: cdt && memory;
    requires untyped: is_untyped(u) && slot_window[u].depth < DERIVATION_DEPTH_MAX;
    requires empty: is_null(s);
    requires object: is_object(c.type, c.size) && is_range(c.object, c.size)
               && typed(c.type, c.object, c.size) && c.word0 == 0 && c.word1 == 0;
    requires inside: slot_window[u].object <= c.object && c.object + c.size <= mark(u);
    requires fresh: fresh(u, c.object, c.size);
    requires clock: cdt_clock > INT64_MIN;
    assigns slot_window[s], slot_window[u].first,
            slot_window[slot_window[u].first].prev, slot_window[slot_window[u].first].up,
            parent_map[s], rank_map[s], cdt_clock;
    ensures tree: cdt;
    ensures memory: memory;
    ensures holds: holds(s, c) && parent_map[s] == u;
    ensures filled: filled{Pre, Post}(s);
    ensures clock: cdt_clock == \old(cdt_clock) - 1; */
static void object_hold(uint32_t u, uint32_t s, struct capability c)
{
	(void)cdt_insert_child(u, s, c);
	//@ assert filled: filled{Pre, Here}(s);
	//@ assert part_range: memory_range;
	//@ assert part_type: memory_type;
	//@ assert part_free: memory_free;
	//@ assert part_clean: memory_clean;
	//@ assert part_inside: memory_inside;
	//@ assert part_nested: memory_nested;
	//@ assert part_older: memory_older;
}

/*@ requires invariant: cdt && memory;
    requires untyped: is_untyped(u) && slot_window[u].depth < DERIVATION_DEPTH_MAX;
    requires empty: is_null(s);
    requires object: is_object(c.type, c.size) && ready(c.type, c.object, c.size)
               && c.word0 == 0 && c.word1 == 0;
    requires inside: slot_window[u].object <= c.object && c.object + c.size <= mark(u);
    requires fresh: fresh(u, c.object, c.size);
    requires clock: cdt_clock > INT64_MIN;
    assigns type_map[c.object .. c.object + c.size - 1], zero_map[c.object .. c.object + c.size - 1],
            slot_window[0 .. GRANULES - 1], reply_window[0 .. GRANULES - 1],
            sched_context_window[0 .. SCHED_CONTEXTS - 1], thread_window[0 .. THREADS - 1],
            endpoint_window[0 .. QUEUES - 1], notification_window[0 .. QUEUES - 1],
            list_map_window[0 .. LISTS / 32 - 1], list_head_window[0 .. LISTS - 1],
            link_window[0 .. WORDS - 1], buffer_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1],
            parent_map[s], rank_map[s], cdt_clock;
    ensures tree: cdt;
    ensures memory: memory;
    ensures holds: is_live(s) && holds(s, c) && parent_map[s] == u;
    ensures filled: filled{Pre, Post}(s);
    ensures clock: cdt_clock == \old(cdt_clock) - 1; */
static void object_make(uint32_t u, uint32_t s, struct capability c)
{
	object_type(c.type, c.object, c.size);
	object_hold(u, s, c);
}

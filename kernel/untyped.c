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
	for (i = 0; i < n; i++) {
		if (SLOT(s + i).type != CAP_NULL) {
			//@ assert full: s <= s + i < s + n && !is_null(s + i);
			return 0;
		}
	}
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
  /@ requires tree: cdt;
     requires range: is_range(a, n);
     requires quiet: \forall integer g; a <= g < a + n ==> !is_live(g);
     assigns type_map[a .. a + n - 1];
     ensures tree: cdt;
     ensures untyped: all_type(a, n, CAP_UNTYPED);
     ensures live: \forall integer s; is_live(s) <==> is_live{Pre}(s); @/
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
    /@ assert live: \forall integer s; is_live(s) <==> is_live{Pre}(s); @/
    /@ assert part_null: cdt_null; @/
    /@ assert part_parent: cdt_parent; @/
    /@ assert part_depth: cdt_depth; @/
    /@ assert part_first: cdt_first; @/
    /@ assert part_next: cdt_next; @/
    /@ assert part_prev: cdt_prev; @/
    /@ assert part_head: cdt_head; @/
    /@ assert part_root: cdt_root; @/
    /@ assert part_newest: cdt_newest; @/
    /@ assert part_gap: cdt_gap; @/
    /@ assert part_ranks: cdt_ranks; @/
    /@ assert part_past: cdt_past; @/
  }
*/

/* The watermark and what is clean. */
/*@ requires tree: cdt;
    requires slot: is_untyped(u);
    assigns slot_window[u].word0, slot_window[u].word1;
    ensures tree: cdt;
    ensures marked: slot_window[u].word0 == used && slot_window[u].word1 == clean;
    ensures live: \forall integer s; is_live(s) <==> is_live{Pre}(s);
    ensures null: \forall integer s; is_null(s) <==> is_null{Pre}(s);
    ensures grown: grown{Pre, Post}(u, 0, 0);
    ensures same: \forall integer s; is_live(s) ==>
              slot_window[s].type == \old(slot_window[s].type)
              && slot_window[s].object == \old(slot_window[s].object)
              && slot_window[s].size == \old(slot_window[s].size)
              && end(s) == \old(end(s));
    ensures others: \forall integer s; is_live(s) && s != u ==>
              slot_window[s].word0 == \old(slot_window[s].word0)
              && slot_window[s].word1 == \old(slot_window[s].word1)
              && mark(s) == \old(mark(s));
    ensures overlaps: \forall integer s, t; is_live(s) && is_live(t) ==>
              (overlaps(s, t) <==> overlaps{Pre}(s, t)); */
static void untyped_mark(uint32_t u, uint32_t used, uint32_t clean)
{
	SLOT(u).word0 = used;
	SLOT(u).word1 = clean;
	//@ assert part_null: cdt_null;
	//@ assert part_parent: cdt_parent;
	//@ assert part_depth: cdt_depth;
	//@ assert part_first: cdt_first;
	//@ assert part_next: cdt_next;
	//@ assert part_prev: cdt_prev;
	//@ assert part_head: cdt_head;
	//@ assert part_root: cdt_root;
	//@ assert part_newest: cdt_newest;
	//@ assert part_gap: cdt_gap;
	//@ assert part_ranks: cdt_ranks;
	//@ assert part_past: cdt_past;
}

/* Nothing that was made of it is left: all of it is free again. */
/*@ requires invariant: cdt && memory;
    requires untyped: is_untyped(u) && slot_window[u].first == 0;
    requires quiet: holds_nothing(u);
    assigns slot_window[u].word0, slot_window[u].word1,
            type_map[slot_window[u].object .. slot_window[u].object + slot_window[u].size - 1];
    ensures tree: cdt;
    ensures memory: memory;
    ensures null: \forall integer s; is_null{Pre}(s)
              && !(slot_window[u].object <= s < slot_window[u].object + slot_window[u].size) ==>
              is_null(s);
    ensures grown: grown{Pre, Post}(u, 0, 0);
    ensures empty: slot_window[u].word0 == 0 && slot_window[u].word1 == 0; */
static void untyped_reset(uint32_t u)
{
	//@ ghost untyped_childless(u);
	/*@ assert older: \forall integer s; is_live(s) && s != u && overlaps(s, u) ==>
	      slot_window[s].type == CAP_UNTYPED && end(u) <= mark(s); */
	//@ ghost granules_untype(slot_window[u].object, slot_window[u].size);
	untyped_mark(u, 0, 0);
	//@ assert memory_range: memory_range;
	//@ assert memory_type: memory_type;
	//@ assert memory_free: memory_free;
	//@ assert memory_clean: memory_clean;
	//@ assert memory_inside: memory_inside;
	//@ assert memory_nested: memory_nested;
	//@ assert memory_older: memory_older;
}

/* Goes on zeroing until the first `need` granules are clean; 1 when they are. */
/*@ requires invariant: cdt && memory;
    requires untyped: is_untyped(u) && slot_window[u].object < GRANULES;
    requires need: need <= slot_window[u].size;
    assigns slot_window[u].word0, slot_window[u].word1, machine, zero_map[0 .. GRANULES - 1];
    ensures tree: cdt;
    ensures memory: memory;
    ensures same: slot_window[u].word0 == \old(slot_window[u].word0);
    ensures null: \forall integer s; is_null(s) <==> is_null{Pre}(s);
    ensures grown: grown{Pre, Post}(u, 0, 0);
    ensures more: \old(slot_window[u].word1) <= slot_window[u].word1;
    ensures progress: \result == 0 ==> slot_window[u].word1 > \old(slot_window[u].word1);
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
	//@ assert ram: slot_window[u].object + clean + n <= GRANULES;
	machine_memory_clear(SLOT(u).object + clean, n);
	untyped_mark(u, SLOT(u).word0, clean + n);
	//@ assert memory_range: memory_range;
	//@ assert memory_type: memory_type;
	//@ assert memory_free: memory_free;
	//@ assert memory_clean: memory_clean;
	//@ assert memory_inside: memory_inside;
	//@ assert memory_nested: memory_nested;
	//@ assert memory_older: memory_older;
	return clean + n == need;
}

/* What else covers free memory of u is what u was derived from. */
/*@ ghost
  /@ requires invariant: cdt && memory;
     requires untyped: is_untyped(u);
     requires free: mark(u) <= a && n >= 1 && a + n <= end(u);
     assigns \nothing;
     ensures others: \forall integer v; is_live(v) && v != u && meets(v, a, n) ==>
       slot_window[v].type == CAP_UNTYPED && end(u) <= mark(v)
       && overlaps(u, v) && rank_map[u] < rank_map[v]; @/
  void untyped_others(uint32_t u, uint32_t a, uint32_t n)
  {
    /@ assert untyped: all_type(a, n, CAP_UNTYPED); @/
    /@ assert other: \forall integer t, o, g; t != CAP_UNTYPED ==> type_at(t, o, g) != CAP_UNTYPED; @/
    /@ assert type: \forall integer v; is_live(v) && slot_window[v].type != CAP_UNTYPED
         && slot_window[v].object <= a < end(v) ==>
         type_map[a] == type_at(slot_window[v].type, slot_window[v].object, a); @/
    /@ assert type_object: \forall integer v; is_live(v) && slot_window[v].type != CAP_UNTYPED
         && 0 < slot_window[v].object ==> type_map[slot_window[v].object]
         == type_at(slot_window[v].type, slot_window[v].object, slot_window[v].object); @/
    /@ assert typed: \forall integer v; is_live(v) && slot_window[v].type != CAP_UNTYPED
         && slot_window[v].object <= a < end(v) ==> type_map[a] != CAP_UNTYPED; @/
    /@ assert typed_object: \forall integer v; is_live(v) && slot_window[v].type != CAP_UNTYPED
         && 0 < slot_window[v].object ==> type_map[slot_window[v].object] != CAP_UNTYPED; @/
    /@ assert at_a: \forall integer v; is_live(v) && slot_window[v].object <= a < end(v) ==>
         type_map[a] == CAP_UNTYPED && slot_window[v].type == CAP_UNTYPED; @/
    /@ assert at_object: \forall integer v; is_live(v) && a < slot_window[v].object < a + n ==>
         type_map[slot_window[v].object] == CAP_UNTYPED && slot_window[v].type == CAP_UNTYPED; @/
    /@ assert overlap: \forall integer v; is_live(v) && meets(v, a, n) ==>
         overlaps(u, v) && overlaps(v, u) && slot_window[v].type == CAP_UNTYPED; @/
    /@ assert newer: \forall integer v; is_live(v) && meets(v, a, n) ==>
         !(rank_map[v] < rank_map[u]); @/
  }
*/

/* Hands out [a, a + n), which lies in the free memory of u. */
/*@ requires invariant: cdt && memory;
    requires untyped: is_untyped(u);
    requires free: mark(u) <= a && n >= 1 && a + n <= end(u);
    assigns slot_window[u].word0, slot_window[u].word1;
    ensures tree: cdt;
    ensures memory: memory;
    ensures null: \forall integer s; is_null(s) <==> is_null{Pre}(s);
    ensures grown: grown{Pre, Post}(u, 0, 0);
    ensures taken: mark(u) == a + n;
    ensures clean: slot_window[u].word1 >= \old(slot_window[u].word1);
    ensures fresh: fresh(u, a, n); */
static void untyped_take(uint32_t u, uint32_t a, uint32_t n)
{
	uint32_t used = a - SLOT(u).object + n;

	//@ ghost untyped_others(u, a, n);
	untyped_mark(u, used, SLOT(u).word1 < used ? used : SLOT(u).word1);
	//@ assert memory_range: memory_range;
	//@ assert memory_type: memory_type;
	//@ assert memory_free: memory_free;
	//@ assert memory_clean: memory_clean;
	//@ assert memory_inside: memory_inside;
	//@ assert memory_nested: memory_nested;
	//@ assert memory_older: memory_older;
}

/* Memory becomes an object, which no capability covers yet. */
/*@ requires invariant: cdt && memory;
    requires object: is_object(type, n) && ready(type, a, n);
    requires out: handed_out(a, n);
    assigns type_map[a .. a + n - 1], zero_map[a .. a + n - 1],
            slot_window[a .. a + n - 1], reply_window[a .. a + n - 1],
            sched_context_window[0 .. SCHED_CONTEXTS - 1],
            thread_window[0 .. THREADS - 1], waiter_window[0 .. THREADS - 1],
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
	//@ assert kept: kept{Pre, Here};
	//@ assert typed: typed(type, a, n);
	//@ assert part_null: cdt_null;
	//@ assert part_parent: cdt_parent;
	//@ assert part_depth: cdt_depth;
	//@ assert part_first: cdt_first;
	//@ assert part_next: cdt_next;
	//@ assert part_prev: cdt_prev;
	//@ assert part_head: cdt_head;
	//@ assert part_root: cdt_root;
	//@ assert part_newest: cdt_newest;
	//@ assert part_gap: cdt_gap;
	//@ assert part_ranks: cdt_ranks;
	//@ assert part_past: cdt_past;
	//@ assert memory_range: memory_range;
	//@ assert memory_type: memory_type;
	//@ assert memory_free: memory_free;
	//@ assert memory_clean: memory_clean;
	//@ assert memory_inside: memory_inside;
	//@ assert memory_nested: memory_nested;
	//@ assert memory_older: memory_older;
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
    ensures filled: filled{Pre, Post}(s, 1);
    ensures clock: cdt_clock == \old(cdt_clock) - 1; */
static void object_hold(uint32_t u, uint32_t s, struct capability c)
{
	(void)cdt_insert_child(u, s, c);
	//@ assert filled: filled{Pre, Here}(s, 1);
	/*@ assert same: \forall integer v; is_live(v) && v != s ==> is_live{Pre}(v)
	      && slot_window[v].type == \at(slot_window[v].type, Pre)
	      && slot_window[v].object == \at(slot_window[v].object, Pre)
	      && end(v) == \at(end(v), Pre) && mark(v) == \at(mark(v), Pre); */
	//@ assert newest: \forall integer v; is_live(v) && v != s ==> rank_map[s] < rank_map[v];
	/*@ assert overlaps: \forall integer v, w; is_live(v) && is_live(w) && v != s && w != s ==>
	      (overlaps(v, w) <==> overlaps{Pre}(v, w)); */
	/*@ assert meets: \forall integer v; is_live(v) && v != s ==>
	      (overlaps(s, v) ==> meets{Pre}(v, c.object, c.size))
	      && (overlaps(v, s) ==> meets{Pre}(v, c.object, c.size)); */
	/*@ assert below: \forall integer v; is_live(v) && v != s && (overlaps(s, v) || overlaps(v, s)) ==>
	      slot_window[v].type == CAP_UNTYPED && end(s) <= mark(v)
	      && (v == u || (overlaps(u, v) && rank_map[u] < rank_map[v])); */
	//@ assert memory_range: memory_range;
	//@ assert memory_type: memory_type;
	//@ assert memory_free: memory_free;
	//@ assert memory_clean: memory_clean;
	//@ assert memory_inside: memory_inside;
	//@ assert memory_nested: memory_nested;
	//@ assert memory_older: memory_older;
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
            sched_context_window[0 .. SCHED_CONTEXTS - 1],
            thread_window[0 .. THREADS - 1], waiter_window[0 .. THREADS - 1],
            endpoint_window[0 .. QUEUES - 1], notification_window[0 .. QUEUES - 1],
            list_map_window[0 .. LISTS / 32 - 1], list_head_window[0 .. LISTS - 1],
            link_window[0 .. WORDS - 1], buffer_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1],
            parent_map[s], rank_map[s], cdt_clock;
    ensures tree: cdt;
    ensures memory: memory;
    ensures holds: is_live(s) && holds(s, c) && parent_map[s] == u;
    ensures beyond: \forall integer a, n; a >= c.object + c.size && fresh{Pre}(u, a, n) ==>
              fresh(u, a, n);
    ensures filled: filled{Pre, Post}(s, 1);
    ensures clock: cdt_clock == \old(cdt_clock) - 1; */
static void object_make(uint32_t u, uint32_t s, struct capability c)
{
	object_type(c.type, c.object, c.size);
	object_hold(u, s, c);
	/*@ assert same: \forall integer v; is_live(v) && v != s ==> is_live{Pre}(v)
	      && slot_window[v].type == \at(slot_window[v].type, Pre)
	      && slot_window[v].object == \at(slot_window[v].object, Pre)
	      && end(v) == \at(end(v), Pre) && mark(v) == \at(mark(v), Pre)
	      && rank_map[v] == \at(rank_map[v], Pre); */
	/*@ assert meets: \forall integer v, a, n; is_live(v) && a >= c.object + c.size && meets(v, a, n)
	      ==> v != s && meets{Pre}(v, a, n); */
	/*@ assert overlaps: \forall integer v; is_live(v) && v != s && overlaps{Pre}(u, v) ==>
	      overlaps(u, v); */
}

/*@ ghost
  /@ requires before: made(u, s, i, type, a, size);
     requires last: is_live(s + i) && parent_map[s + i] == u && slot_window[s + i].type == type
       && slot_window[s + i].rights == (RIGHT_ALL | RIGHT_OWN)
       && slot_window[s + i].object == a + i * size && slot_window[s + i].size == size
       && slot_window[s + i].word0 == 0 && slot_window[s + i].word1 == 0;
     assigns \nothing;
     ensures made: made(u, s, i + 1, type, a, size); @/
  void made_next(uint32_t u, uint32_t s, uint32_t i, uint32_t type, uint32_t a, uint32_t size)
  {
    /@ assert last: \forall integer v; s <= v < s + i + 1 && !(v < s + i) ==> v == s + i; @/
    /@ assert object: \forall integer v; v == s + i ==>
         slot_window[v].object == a + (v - s) * size; @/
  }
*/

/*@ requires invariant: cdt && memory;
    requires untyped: is_untyped(u) && slot_window[u].depth < DERIVATION_DEPTH_MAX;
    requires empty: slots(s, n) && empty_slots(s, n) && n >= 1;
    requires object: is_object(c.type, c.size) && ready(c.type, c.object, n * c.size)
               && c.rights == (RIGHT_ALL | RIGHT_OWN) && c.word0 == 0 && c.word1 == 0;
    requires inside: slot_window[u].object <= c.object && c.object + n * c.size <= mark(u);
    requires fresh: fresh(u, c.object, n * c.size);
    requires clock: cdt_clock - n >= INT64_MIN;
    assigns type_map[0 .. LINE_END - 1], zero_map[0 .. GRANULES - 1],
            slot_window[0 .. GRANULES - 1], reply_window[0 .. GRANULES - 1],
            sched_context_window[0 .. SCHED_CONTEXTS - 1],
            thread_window[0 .. THREADS - 1], waiter_window[0 .. THREADS - 1],
            endpoint_window[0 .. QUEUES - 1], notification_window[0 .. QUEUES - 1],
            list_map_window[0 .. LISTS / 32 - 1], list_head_window[0 .. LISTS - 1],
            link_window[0 .. WORDS - 1], buffer_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1],
            parent_map[0 .. GRANULES - 1], rank_map[0 .. GRANULES - 1], cdt_clock;
    ensures tree: cdt;
    ensures memory: memory;
    ensures made: made(u, s, n, c.type, c.object, c.size);
    ensures filled: filled{Pre, Post}(s, n);
    ensures clock: cdt_clock == \old(cdt_clock) - n; */
static void objects_make(uint32_t u, uint32_t s, uint32_t n, struct capability c)
{
	struct capability one = c;
	uint32_t i;

	//@ ghost uint32_t end = c.object + n * c.size;
	/*@ loop invariant range: 0 <= i <= n;
	    loop invariant one: one.type == c.type && one.rights == c.rights && one.size == c.size
	      && one.word0 == 0 && one.word1 == 0;
	    loop invariant object: one.object == c.object + i * c.size && one.object <= end;
	    loop invariant tree: cdt;
	    loop invariant memory: memory;
	    loop invariant filled: filled{Pre, Here}(s, i);
	    loop invariant made: made(u, s, i, c.type, c.object, c.size);
	    loop invariant empty: empty_slots(s + i, n - i);
	    loop invariant ready: i < n ==> ready(c.type, one.object, end - one.object);
	    loop invariant fresh: fresh(u, one.object, end - one.object);
	    loop invariant clock: cdt_clock == \at(cdt_clock, Pre) - i;
	    loop assigns i, one.object, type_map[0 .. LINE_END - 1], zero_map[0 .. GRANULES - 1],
	      slot_window[0 .. GRANULES - 1], reply_window[0 .. GRANULES - 1],
	      sched_context_window[0 .. SCHED_CONTEXTS - 1],
	      thread_window[0 .. THREADS - 1], waiter_window[0 .. THREADS - 1],
	      endpoint_window[0 .. QUEUES - 1], notification_window[0 .. QUEUES - 1],
	      list_map_window[0 .. LISTS / 32 - 1], list_head_window[0 .. LISTS - 1],
	      link_window[0 .. WORDS - 1], buffer_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1],
	      parent_map[0 .. GRANULES - 1], rank_map[0 .. GRANULES - 1], cdt_clock;
	    loop variant n - i; */
	for (i = 0; i < n; i++) {
		//@ ghost lem_mul_step(i, n, c.size);
		//@ ghost if (i + 1 < n) lem_mul_step(i + 1, n, c.size);
		//@ assert part: fresh(u, one.object + c.size, end - one.object - c.size);
		object_make(u, s + i, one);
		//@ assert before: made(u, s, i, c.type, c.object, c.size);
		//@ ghost made_next(u, s, i, c.type, c.object, c.size);
		//@ assert made: made(u, s, i + 1, c.type, c.object, c.size);
		/*@ assert rest: all_type(one.object + c.size, end - one.object - c.size, CAP_UNTYPED)
		      && (c.type != CAP_UNTYPED && one.object < GRANULES ==>
		          all_zero(one.object + c.size, end - one.object - c.size)); */
		one.object += one.size;
	}
}

/* Objects of free memory of u; STATUS_RESTART while there is still some to be zeroed. */
/*@ requires invariant: cdt && memory;
    requires untyped: is_untyped(u) && slot_window[u].depth < DERIVATION_DEPTH_MAX;
    requires empty: slots(s, n) && empty_slots(s, n) && n >= 1;
    requires object: is_object(c.type, c.size)
               && c.rights == (RIGHT_ALL | RIGHT_OWN) && c.word0 == 0 && c.word1 == 0;
    requires device: slot_window[u].object >= GRANULES ==>
               c.type == CAP_UNTYPED || c.type == CAP_FRAME;
    requires free: mark(u) <= c.object && c.object + n * c.size <= end(u);
    requires clock: cdt_clock - n >= INT64_MIN;
    assigns type_map[0 .. LINE_END - 1], zero_map[0 .. GRANULES - 1],
            slot_window[0 .. GRANULES - 1], reply_window[0 .. GRANULES - 1],
            sched_context_window[0 .. SCHED_CONTEXTS - 1],
            thread_window[0 .. THREADS - 1], waiter_window[0 .. THREADS - 1],
            endpoint_window[0 .. QUEUES - 1], notification_window[0 .. QUEUES - 1],
            list_map_window[0 .. LISTS / 32 - 1], list_head_window[0 .. LISTS - 1],
            link_window[0 .. WORDS - 1], buffer_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1],
            parent_map[0 .. GRANULES - 1], rank_map[0 .. GRANULES - 1], cdt_clock, machine;
    ensures tree: cdt;
    ensures memory: memory;
    ensures status: \result == STATUS_OK || \result == STATUS_RESTART;
    ensures grown: \result == STATUS_OK ==> grown{Pre, Post}(u, s, n);
    ensures waiting: \result == STATUS_RESTART ==> grown{Pre, Post}(u, 0, 0);
    ensures made: \result == STATUS_OK ==> made(u, s, n, c.type, c.object, c.size)
              && mark(u) == c.object + n * c.size;
    ensures zeroed: \result == STATUS_RESTART ==>
              slot_window[u].word0 == \old(slot_window[u].word0)
              && slot_window[u].word1 > \old(slot_window[u].word1); */
static enum status untyped_make(uint32_t u, uint32_t s, uint32_t n, struct capability c)
{
	uint32_t object = SLOT(u).object;
	uint32_t total;

	//@ ghost lem_mul_le(1, n, c.size);
	total = n * c.size;
	if (object < GRANULES && c.type != CAP_UNTYPED
	    && !untyped_clear(u, c.object - object + total))
		return STATUS_RESTART;

	//@ assert typed: all_type(c.object, total, CAP_UNTYPED);
	//@ assert zero: c.type != CAP_UNTYPED && object < GRANULES ==> all_zero(c.object, total);
	//@ assert ready: ready(c.type, c.object, total);
	untyped_take(u, c.object, total);
	objects_make(u, s, n, c);
	return STATUS_OK;
}

enum status untyped_retype(uint32_t u, uint32_t type, uint32_t granules, uint32_t n, uint32_t dst)
{
	uint32_t object = SLOT(u).object;
	uint32_t used = SLOT(u).word0 != 0 && SLOT(u).first == 0;
	uint32_t mark = used ? 0 : SLOT(u).word0;
	struct capability c = {(uint8_t)type, RIGHT_ALL | RIGHT_OWN, 0, granules, 0, 0};

	if (object >= GRANULES && type != CAP_FRAME && type != CAP_UNTYPED)
		return STATUS_INVALID_ARGUMENT;
	if (SLOT(u).depth >= DERIVATION_DEPTH_MAX)
		return STATUS_TOO_DEEP;
	if (!slots_empty(dst, n))
		return STATUS_OCCUPIED;
	c.object = objects_place(object + mark, object + SLOT(u).size,
	                         object_alignment(type, granules), granules, n);
	if (c.object == 0)
		return STATUS_NO_MEMORY;
	if (used && kernel.dying != 0)
		return STATUS_RESTART;

	if (used)
		untyped_reset(u);
	return untyped_make(u, dst, n, c);
}

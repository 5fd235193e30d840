// SPDX-License-Identifier: Apache-2.0
/* The end of objects: see owner.h. */
#include "owner.h"

/* A loan of what a leaf owns would have been derived from the leaf in the end. */
/*@ ghost
  /@ requires core: core;
     requires leaf: is_object_cap(s) && slot_window[s].first == 0 && owns(s);
     requires other: is_object_cap(v) && v != s && same_object(v, s);
     assigns \nothing;
     ensures never: \false; @/
  void owner_no_loan(uint32_t s, uint32_t v)
  {
    uint32_t k = v;
    /@ assert mine: owner_map[slot_window[s].object] == s; @/
    /@ loop invariant loan: is_object_cap(k) && k != s && same_object(k, s);
       loop assigns k;
       loop variant INT64_MAX - rank_map[k]; @/
    while (parent_map[k] != s) {
      /@ assert loan: !owns(k); @/
      k = parent_map[k];
    }
    /@ assert child: slot_window[s].first != 0; @/
  }
*/

/*@ ghost
  void owner_sole(uint32_t s)
  {
    uint32_t v = 1;
    /@ assert mine: owner_map[slot_window[s].object] == s; @/
    /@ assert size: \forall integer v; is_object_cap(v) ==> slot_window[v].size >= 1; @/
    /@ assert range: \forall integer g; covers(s, g) ==> owner_map[g] == s; @/
    /@ loop invariant range: 1 <= v <= GRANULES;
       loop invariant sole: \forall integer t; 0 <= t < v && is_object_cap(t) && t != s ==> !same_object(t, s);
       loop assigns v;
       loop variant GRANULES - v; @/
    while (v < GRANULES) {
      if (type_map[v] == CAP_CNODE && slot_window[v].type != CAP_NULL && v != s
          && slot_window[v].type == slot_window[s].type && slot_window[v].object == slot_window[s].object
          && slot_window[v].size == slot_window[s].size)
        owner_no_loan(s, v);
      v = v + 1;
    }
    /@ assert above: \forall integer v; is_object_cap(v) && v != s && overlaps(v, s)
         && slot_window[s].object <= slot_window[v].object ==> owner_map[slot_window[v].object] == s; @/
    /@ assert below: \forall integer v; is_object_cap(v) && v != s && overlaps(v, s)
         && slot_window[v].object < slot_window[s].object ==>
         covers(v, slot_window[s].object) && owner_map[slot_window[v].object] == s; @/
    /@ assert same: \forall integer v; is_object_cap(v) && v != s && overlaps(v, s) ==> same_object(s, v); @/
  }
*/

/* Memory [a, a + n) is of no type any more. */
/*@ ghost
  /@ requires range: a + n <= LINE_END;
     assigns type_map[a .. a + n - 1];
     ensures untyped: untypes{Pre, Post}(a, n); @/
  void granules_untype(uint32_t a, uint32_t n)
  {
    uint32_t i = 0;
    /@ loop invariant range: 0 <= i <= n;
       loop invariant untyped: untypes{Pre, Here}(a, i);
       loop assigns i, type_map[a .. a + n - 1];
       loop variant n - i; @/
    while (i < n) {
      type_map[a + i] = CAP_UNTYPED;
      i = i + 1;
    }
  }
*/

/* Nobody owns [a, a + n) any more. */
/*@ ghost
  /@ requires range: a + n <= LINE_END;
     assigns owner_map[a .. a + n - 1];
     ensures none: \forall integer g; a <= g < a + n ==> owner_map[g] == 0; @/
  void granules_disown(uint32_t a, uint32_t n)
  {
    uint32_t i = 0;
    /@ loop invariant range: 0 <= i <= n;
       loop invariant none: \forall integer g; a <= g < a + i ==> owner_map[g] == 0;
       loop assigns i, owner_map[a .. a + n - 1];
       loop variant n - i; @/
    while (i < n) {
      owner_map[a + i] = 0;
      i = i + 1;
    }
  }
*/

/* The slots [c, c + n) lie in the dying CNode with header h, or in none (0). */
/*@ ghost
  /@ requires range: c + n <= GRANULES;
     assigns dying_map[c .. c + n - 1];
     ensures said: \forall integer g; c <= g < c + n ==> dying_map[g] == h; @/
  void granules_dying(uint32_t c, uint32_t n, uint32_t h)
  {
    uint32_t i = 0;
    /@ loop invariant range: 0 <= i <= n;
       loop invariant said: \forall integer g; c <= g < c + i ==> dying_map[g] == h;
       loop assigns i, dying_map[c .. c + n - 1];
       loop variant n - i; @/
    while (i < n) {
      dying_map[c + i] = h;
      i = i + 1;
    }
  }
*/

/*@ // Where there is an object, there is an owner; [a, a + n) aside.
    predicate owners_live_but{L}(integer a, integer n) =
      \forall integer g; 0 < g < DEVICE_END && type_map[g] != CAP_UNTYPED && !(a <= g < a + n) ==>
        owner_map[g] == OWNER_KERNEL
        || (g < GRANULES && owner_map[g] == 0 && dying_map[g] != 0)
        || (is_object_cap{L}(owner_map[g]) && owns{L}(owner_map[g]) && covers{L}(owner_map[g], g));

    // [a, a + n) is what slot s owned; but for that, all is as it should be.
    predicate orphaned{L}(integer s, integer a, integer n) =
      cdt{L} && memory{L} && shapes{L} && dying{L} && whole{L}
      && owners_caps{L} && owners_range{L} && owners_loans{L} && owners_kernel{L} && owners_idle{L}
      && loans{L}
      && owners_live_but{L}(a, n)
      && 0 < s < GRANULES && 0 < a && 1 <= n && a + n <= LINE_END
      && (\forall integer g; a <= g < a + n ==> owner_map[g] == s)
      && (\forall integer v; is_object_cap{L}(v) ==> !meets{L}(v, a, n));
*/

/* The owner in slot s goes, and leaves its object to nobody. */
/*@ requires core: core;
    requires leaf: is_object_cap(s) && slot_window[s].first == 0 && owns(s);
    assigns slot_window[s], slot_window[slot_window[s].next].prev,
            slot_window[slot_window[s].next].up, slot_window[slot_window[s].prev].next,
            slot_window[slot_window[s].prev].first, parent_map[s];
    ensures orphaned: orphaned(s, \old(slot_window[s].object), \old(slot_window[s].size));
    ensures gone: zero_slot(s) && is_slot(s) && parent_map[s] == 0;
    ensures others: slots_stay_but{Pre, Post}(s); */
static void owner_remove(uint32_t s)
{
	//@ ghost uint32_t a = slot_window[s].object;
	//@ ghost uint32_t n = slot_window[s].size;
	//@ assert next: slot_window[s].next != 0 ==> slot_window[s].next != s && is_live(slot_window[s].next);
	//@ assert prev: slot_window[s].prev != 0 ==> slot_window[s].prev != s && is_live(slot_window[s].prev);
	//@ assert mine: owner_map[a] == s;
	//@ assert range: 0 < a && 1 <= n && a + n <= LINE_END;
	//@ assert covered: \forall integer g; covers(s, g) ==> owner_map[g] == s;
	//@ assert all: \forall integer g; a <= g < a + n ==> owner_map[g] == s;
	//@ ghost cdt_childless(s);
	//@ ghost owner_sole(s);
	//@ assert sole: \forall integer v; is_object_cap(v) && v != s ==> !meets(v, a, n);
	/*@ assert emptied_before: \forall integer c, g; is_header(c) && c <= g < c + slot_window[c].word0 ==>
	      slot_window[g].type == CAP_NULL && 0 <= g < GRANULES; */
	/*@ assert other: \forall integer v; is_object_cap(v) && v != s ==>
	      is_owner(owner_map[slot_window[v].object], v) && owner_map[slot_window[v].object] != s; */
	cdt_remove(s);
	//@ assert others: slots_stay_but{Pre, Here}(s);
	/*@ assert same: \forall integer v; is_live(v) ==> is_live{Pre}(v) && v != s
	      && slot_window[v].type == \at(slot_window[v].type, Pre)
	      && slot_window[v].object == \at(slot_window[v].object, Pre)
	      && end(v) == \at(end(v), Pre) && mark(v) == \at(mark(v), Pre); */
	//@ assert live: \forall integer v; is_live(v) <==> is_live{Pre}(v) && v != s;
	//@ assert parents: \forall integer v; is_live(v) ==> parent_map[v] != s && parent_map[v] == \at(parent_map[v], Pre);
	/*@ assert overlaps: \forall integer v, w; is_live(v) && is_live(w) ==>
	      (overlaps(v, w) <==> overlaps{Pre}(v, w)); */
	/*@ assert object_cap: \forall integer v; is_object_cap(v) <==> is_object_cap{Pre}(v) && v != s; */
	/*@ assert owner: \forall integer v; is_object_cap(v) ==>
	      is_owner{Pre}(owner_map[slot_window[v].object], v) && owner_map[slot_window[v].object] != s
	      && is_owner(owner_map[slot_window[v].object], v); */
	/*@ assert untyped: \forall integer v; is_untyped(v) ==> is_untyped{Pre}(v)
	      && slot_window[v].object == \at(slot_window[v].object, Pre) && end(v) == \at(end(v), Pre)
	      && mark(v) == \at(mark(v), Pre) && slot_window[v].word1 == \at(slot_window[v].word1, Pre); */
	//@ assert memory_range: memory_range;
	//@ assert memory_type: memory_type;
	//@ assert memory_free: memory_free;
	//@ assert memory_clean: memory_clean;
	//@ assert memory_inside: memory_inside;
	//@ assert memory_nested: memory_nested;
	//@ assert memory_older: memory_older;
	//@ assert shapes: shapes;
	//@ assert owners_caps: owners_caps;
	//@ assert covers: \forall integer v, g; is_object_cap(v) ==> (covers(v, g) <==> covers{Pre}(v, g));
	//@ assert owners_range: owners_range;
	//@ assert owners_loans: owners_loans;
	//@ assert owners_live: owners_live_but(a, n);
	//@ assert owners_kernel: owners_kernel;
	//@ assert owners_idle: owners_idle;
	//@ assert dying_slots: dying_slots;
	//@ assert dying_headers: dying_headers;
	//@ assert dying_whole: dying_whole;
	/*@ assert headers: \forall integer c; is_header(c) ==>
	      slot_window[c].word0 == \at(slot_window[c].word0, Pre); */
	/*@ assert emptied: \forall integer g; 0 <= g < GRANULES && \at(slot_window[g].type, Pre) == CAP_NULL ==>
	      slot_window[g].type == CAP_NULL; */
	//@ assert dying_emptied: dying_emptied;
	//@ assert dying_list: dying_list;
	//@ assert apart: \forall integer v; is_object_cap(v) ==> !meets(v, a, n);
	//@ assert loans_rights: loans_rights;
	//@ assert loans_badges: loans_badges;
}

/* An object of that type at [a, a + n) is all of a thread, or a queue, or what it is: no part of another. */
/*@ ghost
  /@ requires whole: whole;
     requires object: CAP_CNODE < type <= CAP_MACHINE && shape(type, a, n) && typed(type, a, n);
     assigns \nothing;
     ensures threads: \forall integer t; is_thread(t) && t * THREAD_GRANULES < a + n && a < (t + 1) * THREAD_GRANULES ==>
       a <= t * THREAD_GRANULES && (t + 1) * THREAD_GRANULES <= a + n;
     ensures queues: \forall integer q; is_queue(q) && q * QUEUE_GRANULES < a + n && a < (q + 1) * QUEUE_GRANULES ==>
       a <= q * QUEUE_GRANULES && (q + 1) * QUEUE_GRANULES <= a + n;
     ensures contexts: \forall integer c; is_sched_context(c) && c * SCHED_CONTEXT_GRANULES < a + n && a < (c + 1) * SCHED_CONTEXT_GRANULES ==>
       a <= c * SCHED_CONTEXT_GRANULES && (c + 1) * SCHED_CONTEXT_GRANULES <= a + n;
     ensures vspaces: \forall integer v; is_vspace(v) && v * VSPACE_GRANULES < a + n && a < (v + 1) * VSPACE_GRANULES ==>
       a <= v * VSPACE_GRANULES && (v + 1) * VSPACE_GRANULES <= a + n;
     ensures tables: \forall integer p; is_page_table(p) && p * PAGE_TABLE_GRANULES < a + n && a < (p + 1) * PAGE_TABLE_GRANULES ==>
       a <= p * PAGE_TABLE_GRANULES && (p + 1) * PAGE_TABLE_GRANULES <= a + n; @/
  void whole_object(uint32_t type, uint32_t a, uint32_t n)
  {
    /@ assert types: \forall integer g; a <= g < a + n ==>
         type_map[g] == type || (type == CAP_THREAD && type_map[g] == CAP_CNODE); @/
    /@ assert threads_first: \forall integer t; is_thread(t) && t * THREAD_GRANULES <= a < (t + 1) * THREAD_GRANULES ==>
         (type_map[a] == CAP_CNODE || type_map[a] == CAP_THREAD) && (type == CAP_THREAD); @/
    /@ assert threads_inside: \forall integer t; is_thread(t) && a <= t * THREAD_GRANULES < a + n ==>
         (type_map[t * THREAD_GRANULES] == CAP_CNODE || type_map[t * THREAD_GRANULES] == CAP_THREAD) && (type == CAP_THREAD); @/
    /@ assert queues_first: \forall integer q; is_queue(q) && q * QUEUE_GRANULES <= a < (q + 1) * QUEUE_GRANULES ==>
         type_map[a] == type_map[q * QUEUE_GRANULES] && (type == CAP_ENDPOINT || type == CAP_NOTIFICATION); @/
    /@ assert queues_inside: \forall integer q; is_queue(q) && a <= q * QUEUE_GRANULES < a + n ==>
         type_map[q * QUEUE_GRANULES] == type_map[q * QUEUE_GRANULES] && (type == CAP_ENDPOINT || type == CAP_NOTIFICATION); @/
    /@ assert contexts_first: \forall integer c; is_sched_context(c) && c * SCHED_CONTEXT_GRANULES <= a < (c + 1) * SCHED_CONTEXT_GRANULES ==>
         type_map[a] == CAP_SCHED_CONTEXT && (type == CAP_SCHED_CONTEXT); @/
    /@ assert contexts_inside: \forall integer c; is_sched_context(c) && a <= c * SCHED_CONTEXT_GRANULES < a + n ==>
         type_map[c * SCHED_CONTEXT_GRANULES] == CAP_SCHED_CONTEXT && (type == CAP_SCHED_CONTEXT); @/
    /@ assert vspaces_first: \forall integer v; is_vspace(v) && v * VSPACE_GRANULES <= a < (v + 1) * VSPACE_GRANULES ==>
         type_map[a] == CAP_VSPACE && (type == CAP_VSPACE); @/
    /@ assert vspaces_inside: \forall integer v; is_vspace(v) && a <= v * VSPACE_GRANULES < a + n ==>
         type_map[v * VSPACE_GRANULES] == CAP_VSPACE && (type == CAP_VSPACE); @/
    /@ assert tables_first: \forall integer p; is_page_table(p) && p * PAGE_TABLE_GRANULES <= a < (p + 1) * PAGE_TABLE_GRANULES ==>
         type_map[a] == CAP_PAGE_TABLE && (type == CAP_PAGE_TABLE); @/
    /@ assert tables_inside: \forall integer p; is_page_table(p) && a <= p * PAGE_TABLE_GRANULES < a + n ==>
         type_map[p * PAGE_TABLE_GRANULES] == CAP_PAGE_TABLE && (type == CAP_PAGE_TABLE); @/
  }
*/

/* It is of no type any more, and all others are whole. */
/*@ ghost
  /@ requires whole: whole;
     requires object: CAP_CNODE < type <= CAP_MACHINE && shape(type, a, n) && typed(type, a, n);
     requires range: a + n <= LINE_END;
     assigns type_map[a .. a + n - 1];
     ensures untyped: untypes{Pre, Post}(a, n);
     ensures whole: whole; @/
  void whole_untype(uint32_t type, uint32_t a, uint32_t n)
  {
    whole_object(type, a, n);
    granules_untype(a, n);
    /@ assert threads: \forall integer t; is_thread(t) ==> is_thread{Pre}(t)
         && !(a <= t * THREAD_GRANULES + THREAD_SLOTS < a + n); @/
    /@ assert whole_threads: whole_threads; @/
    /@ assert queues: \forall integer q; is_queue(q) ==> is_queue{Pre}(q)
         && !(a <= q * QUEUE_GRANULES < a + n); @/
    /@ assert whole_queues: whole_queues; @/
    /@ assert contexts: \forall integer c; is_sched_context(c) ==> is_sched_context{Pre}(c)
         && !(a <= c * SCHED_CONTEXT_GRANULES < a + n); @/
    /@ assert whole_contexts: whole_contexts; @/
    /@ assert vspaces: \forall integer v; is_vspace(v) ==> is_vspace{Pre}(v)
         && !(a <= v * VSPACE_GRANULES < a + n); @/
    /@ assert whole_vspaces: whole_vspaces; @/
    /@ assert tables: \forall integer p; is_page_table(p) ==> is_page_table{Pre}(p)
         && !(a <= p * PAGE_TABLE_GRANULES < a + n); @/
    /@ assert whole_tables: whole_tables; @/
  }
*/

/* What slot s owned is of no type any more. */
/*@ ghost
  /@ requires orphaned: orphaned(s, a, n);
     requires object: CAP_CNODE < type <= CAP_MACHINE && shape(type, a, n) && typed(type, a, n);
     requires empty: \forall integer i; is_live(i) || i == s ==> !(a <= i < a + n);
     requires slot: is_slot(s);
     assigns type_map[0 .. LINE_END - 1], owner_map[0 .. LINE_END - 1];
     ensures core: core;
     ensures slot: is_slot(s);
     ensures live: \forall integer i; is_live(i) <==> is_live{Pre}(i);
     ensures untyped: untypes{Pre, Post}(a, n);
     ensures owners: \forall integer g; 0 <= g < LINE_END && !(a <= g < a + n) ==>
       owner_map[g] == \old(owner_map[g]); @/
  static void object_untype(uint32_t s, uint32_t type, uint32_t a, uint32_t n)
  {
    /@ assert alive: \forall integer g; 0 <= g < GRANULES && dying_map[g] != 0 ==> !(a <= g < a + n); @/
    whole_untype(type, a, n);
    granules_disown(a, n);
    /@ assert live: \forall integer v; is_live(v) <==> is_live{Pre}(v); @/
    /@ assert apart: \forall integer v, g; is_object_cap(v) && covers(v, g) ==> !(a <= g < a + n); @/
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
    /@ assert memory_range: memory_range; @/
    /@ assert memory_type: memory_type; @/
    /@ assert memory_free: memory_free; @/
    /@ assert memory_clean: memory_clean; @/
    /@ assert memory_inside: memory_inside; @/
    /@ assert memory_nested: memory_nested; @/
    /@ assert memory_older: memory_older; @/
    /@ assert shapes: shapes; @/
    /@ assert places: \forall integer v; is_object_cap(v) ==>
         owner_map[slot_window[v].object] == \at(owner_map[slot_window[v].object], Pre); @/
    /@ assert owners_caps: owners_caps; @/
    /@ assert owners_range: owners_range; @/
    /@ assert owners_loans: owners_loans; @/
    /@ assert owners_live: owners_live; @/
    /@ assert owners_kernel: owners_kernel; @/
    /@ assert owners_idle: owners_idle; @/
    /@ assert dying_slots: dying_slots; @/
    /@ assert dying_headers: dying_headers; @/
    /@ assert dying_whole: dying_whole; @/
    /@ assert dying_emptied: dying_emptied; @/
    /@ assert dying_list: dying_list; @/
    /@ assert loans_rights: loans_rights; @/
    /@ assert loans_badges: loans_badges; @/
  }
*/

/*@ ghost
  void thread_slots_empty(uint32_t t)
  {
    uint32_t k = 0;
    /@ loop invariant range: 0 <= k <= THREAD_SLOTS;
       loop invariant empty: \forall integer i; t * THREAD_GRANULES <= i < t * THREAD_GRANULES + k ==> is_null(i);
       loop assigns k;
       loop variant THREAD_SLOTS - k; @/
    while (k < THREAD_SLOTS) {
      /@ assert this: is_null(thread_slot(t, k)); @/
      k = k + 1;
    }
  }
*/

void owner_end(uint32_t s)
{
	//@ ghost uint32_t type = slot_window[s].type;
	//@ ghost uint32_t a = slot_window[s].object;
	//@ ghost uint32_t n = slot_window[s].size;
	//@ assert shape: CAP_CNODE < type && shape(type, a, n);
	//@ assert typed: typed(type, a, n);
	//@ assert slots: \forall integer i; a <= i < a + n && is_slot(i) ==> type == CAP_THREAD && i < a + THREAD_SLOTS;
	//@ assert null: \forall integer i; a <= i < a + n && is_slot(i) ==> is_null(i);
	//@ assert empty: \forall integer i; is_live(i) ==> !(a <= i < a + n);
	owner_remove(s);
	//@ assert live: \forall integer i; is_live(i) ==> is_live{Pre}(i);
	//@ ghost object_untype(s, type, a, n);
}

/*@ // What holds of live slots, and of types.
    predicate settled{L} =
      cdt{L} && memory{L} && shapes{L} && whole{L}
      && owners_caps{L} && owners_range{L} && owners_loans{L} && owners_kernel{L} && owners_idle{L}
      && loans{L};
*/

/* Words of an empty slot, the header of a dying CNode. */
/*@ requires settled: settled;
    requires null: is_null(c);
    assigns slot_window[c].object, slot_window[c].size, slot_window[c].word0;
    ensures settled: settled;
    ensures null: is_null(c);
    ensures words: slot_window[c].object == object && slot_window[c].size == size
        && slot_window[c].word0 == word0; */
static void header_write(uint32_t c, uint32_t object, uint32_t size, uint32_t word0)
{
	SLOT(c).object = object;
	SLOT(c).size = size;
	SLOT(c).word0 = word0;
	//@ assert live: \forall integer v; is_live(v) <==> is_live{Pre}(v);
	//@ assert apart: \forall integer v; is_live(v) ==> v != c;
	/*@ assert same: \forall integer v; is_live(v) ==> end(v) == \at(end(v), Pre)
	      && mark(v) == \at(mark(v), Pre) && slot_window[v].object == \at(slot_window[v].object, Pre); */
	/*@ assert overlaps: \forall integer v, w; is_live(v) && is_live(w) ==>
	      (overlaps(v, w) <==> overlaps{Pre}(v, w)); */
	//@ assert covers: \forall integer v, g; is_live(v) ==> (covers(v, g) <==> covers{Pre}(v, g));
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
	//@ assert shapes: shapes;
	//@ assert owners_caps: owners_caps;
	//@ assert owners_range: owners_range;
	//@ assert owners_loans: owners_loans;
	//@ assert owners_kernel: owners_kernel;
	//@ assert loans_rights: loans_rights;
	//@ assert loans_badges: loans_badges;
}

/* Header c is the last of the dying from now on. */
/*@ ghost
  /@ requires order: dying_order;
     requires above: 0 <= c < GRANULES && dying_index[c] > dying_count;
     assigns dying_stack[0 .. GRANULES - 1], dying_index[0 .. GRANULES - 1], dying_count;
     ensures order: dying_order;
     ensures count: dying_count == \old(dying_count) + 1 && dying_count < GRANULES;
     ensures last: dying_stack[dying_count] == c && dying_index[c] == dying_count;
     ensures below: \forall integer i; 0 <= i <= \old(dying_count) ==> dying_stack[i] == \old(dying_stack[i]);
     ensures others: \forall integer d; 0 <= d < GRANULES && \old(dying_index[d]) <= \old(dying_count) ==>
       dying_index[d] == \old(dying_index[d]); @/
  void dying_push(uint32_t c)
  {
    uint32_t n = dying_count + 1;
    uint32_t i = dying_index[c];
    uint32_t other = dying_stack[n];
    dying_stack[i] = other;
    dying_index[other] = i;
    dying_stack[n] = c;
    dying_index[c] = n;
    dying_count = n;
  }
*/

/* The links below the last of the dying, and its own, are all. */
/*@ ghost
  /@ requires older: \forall integer i; 1 < i < dying_count ==>
       slot_window[dying_stack[i]].object == dying_stack[i - 1];
     requires last: 1 < dying_count ==>
       slot_window[dying_stack[dying_count]].object == dying_stack[dying_count - 1];
     requires bottom: slot_window[dying_stack[1]].object == 0;
     requires stack: \forall integer i; 1 <= i <= dying_count ==>
       is_header(dying_stack[i]) && dying_index[dying_stack[i]] == i;
     requires first: 1 <= dying_count < GRANULES && kernel.dying == dying_stack[dying_count];
     assigns \nothing;
     ensures list: dying_list; @/
  void dying_joined(void)
  {
  }
*/

void owner_bury(uint32_t s)
{
	uint32_t header = SLOT(s).object, slots = SLOT(s).size;

	//@ assert shape: 0 < header && 2 <= slots && header + slots <= GRANULES;
	//@ assert typed: typed(CAP_CNODE, header, slots);
	//@ assert cnode: all_type(header, slots, CAP_CNODE);
	//@ assert null: is_null(header);
	owner_remove(s);
	//@ assert null_still: is_null(header) && header != s;
	//@ assert new: \forall integer g; header <= g < header + slots ==> dying_map[g] == 0;
	//@ assert new_header: !is_header(header);
	//@ assert new_index: dying_index[header] > dying_count;
	//@ ghost Removed: ;
	header_write(header, kernel.dying, slots, 1);
	kernel.dying = header;
	//@ ghost granules_disown(header, slots);
	//@ ghost granules_dying(header, slots, header);
	//@ ghost dying_push(header);
	/*@ assert apart: \forall integer v, g; is_object_cap(v) && covers(v, g) ==>
	      !(header <= g < header + slots); */
	/*@ assert places: \forall integer v; is_object_cap(v) ==>
	      owner_map[slot_window[v].object] == \at(owner_map[slot_window[v].object], Removed); */
	//@ assert owners_caps: owners_caps;
	//@ assert owners_range: owners_range;
	//@ assert owners_loans: owners_loans;
	//@ assert owners_live: owners_live;
	//@ assert owners_kernel: owners_kernel;
	//@ assert owners_idle: owners_idle;
	/*@ assert headers: \forall integer c; is_header(c) <==> c == header || is_header{Removed}(c); */
	/*@ assert older: \forall integer c; is_header{Removed}(c) ==> c != header
	      && dying_index[c] == \at(dying_index[c], Removed)
	      && slot_window[c].type == \at(slot_window[c].type, Removed)
	      && slot_window[c].object == \at(slot_window[c].object, Removed)
	      && slot_window[c].size == \at(slot_window[c].size, Removed)
	      && slot_window[c].word0 == \at(slot_window[c].word0, Removed); */
	//@ assert dying_slots: dying_slots;
	//@ assert dying_headers: dying_headers;
	/*@ assert whole_older: \forall integer c, g; is_header{Removed}(c)
	      && c <= g < c + \at(slot_window[c].size, Removed) ==> \at(dying_map[g], Removed) == c
	      && !(header <= g < header + slots); */
	//@ assert dying_whole: dying_whole;
	//@ assert dying_emptied: dying_emptied;
	//@ assert dying_order: dying_order;
	//@ assert stack_last: is_header(dying_stack[dying_count]) && kernel.dying == dying_stack[dying_count];
	/*@ assert stack_older: \forall integer i; 1 <= i < dying_count ==> is_header{Removed}(dying_stack[i])
	      && dying_stack[i] == \at(dying_stack[i], Removed)
	      && dying_index[dying_stack[i]] == i && dying_stack[i] != header; */
	/*@ assert links_older: \forall integer i; 1 < i < dying_count ==>
	      slot_window[dying_stack[i]].object == dying_stack[i - 1]; */
	/*@ assert link: 1 < dying_count ? slot_window[header].object == dying_stack[dying_count - 1]
	      : slot_window[header].object == 0; */
	/*@ assert stack: \forall integer i; 1 <= i <= dying_count ==>
	      is_header(dying_stack[i]) && dying_index[dying_stack[i]] == i; */
	/*@ assert link_last: 1 < dying_count ==>
	      slot_window[dying_stack[dying_count]].object == dying_stack[dying_count - 1]; */
	/*@ assert bottom: slot_window[dying_stack[1]].object == 0; */
	//@ ghost dying_joined();
	//@ assert loans_rights: loans_rights;
	//@ assert loans_badges: loans_badges;
}

void dying_next(void)
{
	//@ ghost uint32_t c = kernel.dying;
	/*@ assert emptied_before: \forall integer h, g; is_header(h) && h <= g < h + slot_window[h].word0 ==>
	      slot_window[g].type == CAP_NULL; */
	SLOT(kernel.dying).word0 = SLOT(kernel.dying).word0 + 1;
	//@ assert live: \forall integer v; is_live(v) <==> is_live{Pre}(v);
	//@ assert apart: \forall integer v; is_live(v) ==> v != c;
	/*@ assert same: \forall integer v; is_live(v) ==> end(v) == \at(end(v), Pre)
	      && mark(v) == \at(mark(v), Pre); */
	/*@ assert overlaps: \forall integer v, w; is_live(v) && is_live(w) ==>
	      (overlaps(v, w) <==> overlaps{Pre}(v, w)); */
	//@ assert covers: \forall integer v, g; covers(v, g) <==> covers{Pre}(v, g);
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
	//@ assert shapes: shapes;
	//@ assert owners_caps: owners_caps;
	//@ assert owners_range: owners_range;
	//@ assert owners_loans: owners_loans;
	//@ assert owners_live: owners_live;
	//@ assert owners_kernel: owners_kernel;
	//@ assert owners_idle: owners_idle;
	//@ assert dying_slots: dying_slots;
	//@ assert dying_headers: dying_headers;
	//@ assert dying_whole: dying_whole;
	/*@ assert emptied_others: \forall integer h, g; is_header(h) && h != c
	      && h <= g < h + slot_window[h].word0 ==> slot_window[g].type == CAP_NULL; */
	/*@ assert emptied_first: \forall integer g; c <= g < c + slot_window[c].word0 ==>
	      slot_window[g].type == CAP_NULL; */
	//@ assert dying_emptied: dying_emptied;
	//@ assert dying_list: dying_list;
	//@ assert loans_rights: loans_rights;
	//@ assert loans_badges: loans_badges;
}

/* Slots of a dying CNode are not those of a thread: a thread has an owner that covers all of it. */
/*@ ghost
  /@ requires core: core;
     requires header: is_header(c);
     assigns \nothing;
     ensures apart: \forall integer t; is_thread(t) ==>
       t * THREAD_GRANULES + THREAD_SLOTS <= c || c + slot_window[c].size <= t * THREAD_GRANULES; @/
  void dying_threads(uint32_t c)
  {
    /@ assert owner: \forall integer t; is_thread(t)
         && owner_map[t * THREAD_GRANULES + THREAD_SLOTS] != OWNER_KERNEL ==>
         is_object_cap(owner_map[t * THREAD_GRANULES + THREAD_SLOTS])
         && covers(owner_map[t * THREAD_GRANULES + THREAD_SLOTS], t * THREAD_GRANULES + THREAD_SLOTS); @/
    /@ assert as_said: \forall integer t; is_thread(t)
         && owner_map[t * THREAD_GRANULES + THREAD_SLOTS] != OWNER_KERNEL ==>
         type_at(slot_window[owner_map[t * THREAD_GRANULES + THREAD_SLOTS]].type,
                 slot_window[owner_map[t * THREAD_GRANULES + THREAD_SLOTS]].object,
                 t * THREAD_GRANULES + THREAD_SLOTS) == CAP_THREAD; @/
    /@ assert type: \forall integer t; is_thread(t)
         && owner_map[t * THREAD_GRANULES + THREAD_SLOTS] != OWNER_KERNEL ==>
         slot_window[owner_map[t * THREAD_GRANULES + THREAD_SLOTS]].type == CAP_THREAD; @/
    /@ assert block: \forall integer s; is_object_cap(s) && slot_window[s].type == CAP_THREAD ==>
         slot_window[s].object % THREAD_GRANULES == 0 && slot_window[s].size == THREAD_GRANULES; @/
    /@ assert place: \forall integer t; is_thread(t)
         && owner_map[t * THREAD_GRANULES + THREAD_SLOTS] != OWNER_KERNEL ==>
         slot_window[owner_map[t * THREAD_GRANULES + THREAD_SLOTS]].object == t * THREAD_GRANULES
         && slot_window[owner_map[t * THREAD_GRANULES + THREAD_SLOTS]].size == THREAD_GRANULES; @/
    /@ assert kernels: \forall integer t, g; is_thread(t)
         && t * THREAD_GRANULES <= g < t * THREAD_GRANULES + THREAD_SLOTS
         && owner_map[t * THREAD_GRANULES + THREAD_SLOTS] == OWNER_KERNEL ==>
         in_thread(g) && owner_map[g] == OWNER_KERNEL; @/
    /@ assert users: \forall integer t, g; is_thread(t)
         && t * THREAD_GRANULES <= g < t * THREAD_GRANULES + THREAD_SLOTS
         && owner_map[t * THREAD_GRANULES + THREAD_SLOTS] != OWNER_KERNEL ==>
         owner_map[g] == owner_map[t * THREAD_GRANULES + THREAD_SLOTS] && owner_map[g] != 0; @/
    /@ assert owned: \forall integer t, g; is_thread(t)
         && t * THREAD_GRANULES <= g < t * THREAD_GRANULES + THREAD_SLOTS ==> owner_map[g] != 0; @/
    /@ assert first: \forall integer t; is_thread(t)
         && t * THREAD_GRANULES <= c < t * THREAD_GRANULES + THREAD_SLOTS ==> owner_map[c] != 0; @/
    /@ assert inside: \forall integer t; is_thread(t) ==> owner_map[t * THREAD_GRANULES] != 0; @/
    /@ assert free: \forall integer g; c <= g < c + slot_window[c].size ==>
         dying_map[g] == c && owner_map[g] == 0; @/
  }
*/

/* Memory [a, a + n), slots but none of a thread, is of no type any more; all objects are whole. */
/*@ ghost
  /@ requires whole: whole;
     requires slots: all_type(a, n, CAP_CNODE) && 1 <= n && a + n <= GRANULES;
     requires apart: \forall integer t; is_thread(t) ==>
       t * THREAD_GRANULES + THREAD_SLOTS <= a || a + n <= t * THREAD_GRANULES;
     assigns type_map[a .. a + n - 1];
     ensures untyped: untypes{Pre, Post}(a, n);
     ensures whole: whole; @/
  void whole_untype_slots(uint32_t a, uint32_t n)
  {
    granules_untype(a, n);
    /@ assert threads: \forall integer t; is_thread(t) ==> is_thread{Pre}(t); @/
    /@ assert whole_threads: whole_threads; @/
    /@ assert whole_queues: whole_queues; @/
    /@ assert whole_contexts: whole_contexts; @/
    /@ assert whole_vspaces: whole_vspaces; @/
    /@ assert whole_tables: whole_tables; @/
  }
*/

void dying_end(void)
{
	uint32_t c = kernel.dying, next = SLOT(c).object;
	//@ ghost uint32_t n = slot_window[c].size;

	//@ assert header: is_header(c) && c + n <= GRANULES && 1 <= n;
	//@ assert last: dying_index[c] == dying_count && 1 <= dying_count;
	//@ assert dead: \forall integer g; c <= g < c + n ==> is_null(g) && dying_map[g] == c && owner_map[g] == 0;
	//@ assert next: dying_count == 1 ? next == 0 : next == dying_stack[dying_count - 1];
	//@ ghost dying_threads(c);
	kernel.dying = next;
	header_write(c, 0, 0, 0);
	//@ ghost whole_untype_slots(c, n);
	//@ ghost granules_dying(c, n, 0);
	//@ ghost dying_count = dying_count - 1;
	//@ assert live: \forall integer v; is_live(v) <==> is_live{Pre}(v);
	//@ assert others: \forall integer i; is_slot(i) ==> is_slot{Pre}(i) && slot_stays{Pre, Here}(i);
	/*@ assert apart: \forall integer v, g; is_object_cap(v) && covers(v, g) ==>
	      !(c <= g < c + n) && 0 <= g < LINE_END; */
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
	/*@ assert outside: \forall integer g; 0 <= g < LINE_END && !(c <= g < c + n) ==>
	      type_map[g] == \at(type_map[g], Pre); */
	/*@ assert typed: \forall integer v, g; is_object_cap(v) && covers(v, g) ==>
	      type_map[g] == \at(type_map[g], Pre); */
	/*@ assert typed_still: \forall integer v, g; is_object_cap(v) && slot_window[v].object <= g < end(v) ==>
	      type_map[g] == \at(type_map[g], Pre); */
	//@ assert memory_type: memory_type;
	//@ assert memory_free: memory_free;
	//@ assert memory_clean: memory_clean;
	//@ assert memory_inside: memory_inside;
	//@ assert memory_nested: memory_nested;
	//@ assert memory_older: memory_older;
	//@ assert shapes: shapes;
	//@ assert owners_caps: owners_caps;
	//@ assert owners_range: owners_range;
	//@ assert owners_loans: owners_loans;
	//@ assert owners_live: owners_live;
	//@ assert owners_kernel: owners_kernel;
	//@ assert owners_idle: owners_idle;
	/*@ assert headers: \forall integer h; is_header(h) <==> is_header{Pre}(h) && h != c; */
	/*@ assert rest: \forall integer h; is_header(h) ==>
	      slot_window[h].type == \at(slot_window[h].type, Pre)
	      && slot_window[h].object == \at(slot_window[h].object, Pre)
	      && slot_window[h].size == \at(slot_window[h].size, Pre)
	      && slot_window[h].word0 == \at(slot_window[h].word0, Pre); */
	//@ assert dying_slots: dying_slots;
	//@ assert dying_headers: dying_headers;
	/*@ assert whole_rest: \forall integer h, g; is_header(h)
	      && h <= g < h + \at(slot_window[h].size, Pre) ==> \at(dying_map[g], Pre) == h; */
	//@ assert dying_whole: dying_whole;
	//@ assert dying_emptied: dying_emptied;
	//@ assert dying_list: dying_list;
	//@ assert loans_rights: loans_rights;
	//@ assert loans_badges: loans_badges;
}

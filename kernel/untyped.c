// SPDX-License-Identifier: Apache-2.0
/*
 * Untyped memory and its retyping: see untyped.h for the picture.
 *
 * untyped_retype decides everything before it changes anything; the steps
 * after that (reset, clear, take, make) cannot fail.
 */
#include "untyped.h"
#include "arith.h"
#include "../spec/untyped_survive.h"

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

/*@ requires slots: slots(s, 4);
    assigns \nothing;
    ensures empty: \result != 0 <==> empty_slots(s, 4); */
static int four_empty(uint32_t s)
{
	return SLOT(s).type + SLOT(s + 1).type + SLOT(s + 2).type + SLOT(s + 3).type == CAP_NULL;
}

/*@ requires slots: slots(s, n);
    requires budget: n <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= n;
    ensures empty: \result != 0 <==> empty_slots(s, n); */
static uint32_t slots_empty(uint32_t s, uint32_t n)
{
	uint32_t i = 0;

	/* Four at a time, up to one that is not. */
	/*@ loop invariant range: 0 <= i <= n;
	    loop invariant empty: empty_slots(s, i);
	    loop invariant counted: \at(steps_left, Pre) - steps_left == i;
	    loop assigns i, steps_left;
	    loop variant n - i; */
	while (n - i >= 4 && four_empty(s + i)) {
		//@ ghost steps_left = steps_left - 4;
		i += 4;
	}
	/*@ loop invariant range: 0 <= i <= n;
	    loop invariant empty: empty_slots(s, i);
	    loop invariant counted: \at(steps_left, Pre) - steps_left == i;
	    loop assigns i, steps_left;
	    loop variant n - i; */
	for (; i < n; i++) {
		//@ ghost steps_left = steps_left - 1;
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

/* Where nothing that dies is left, what a childless untyped capability covers is free:
   anything else there has an owner, older or newer than the untyped capability. */
/*@ ghost
  /@ requires invariant: cdt && memory && accounts;
     requires untyped: is_untyped(u) && slot_window[u].first == 0 && kernel.dying == 0;
     assigns \nothing;
     ensures free: all_type(slot_window[u].object, slot_window[u].size, CAP_UNTYPED); @/
  void untyped_quiet(uint32_t u)
  {
    untyped_childless(u);
    /@ assert dying: \forall integer g; 0 <= g < GRANULES ==> dying_map[g] == 0; @/
    /@ assert range: \forall integer g; covers(u, g) ==> 0 < g < DEVICE_END; @/
    /@ assert apart: \forall integer s; is_object_cap(s) ==> !overlaps(s, u); @/
    /@ assert owner: \forall integer g; covers(u, g) && type_map[g] != CAP_UNTYPED ==>
         is_object_cap(owner_map[g]) && covers(owner_map[g], g); @/
    /@ assert none: \forall integer s, g; is_object_cap(s) && covers(s, g) ==> !covers(u, g); @/
    /@ assert free: \forall integer g; covers(u, g) ==> type_map[g] == CAP_UNTYPED; @/
  }
*/

/* Slots of CNodes are not those of threads: a thread has an owner that covers all of it. */
/*@ ghost
  /@ requires invariant: memory && accounts && whole;
     requires slots: cnode_slots(s, n);
     assigns \nothing;
     ensures apart: \forall integer i; s <= i < s + n ==> !in_thread(i) && owner_map[i] != 0;
     ensures dying: \forall integer i; s <= i < s + n ==> dying_map[i] == 0;
     ensures listed: \forall integer g; 0 <= g < GRANULES && dying_map[g] != 0 ==>
       type_map[g] == CAP_CNODE && owner_map[g] == 0;
     ensures typed: \forall integer v, g; is_object_cap(v) && covers(v, g) ==>
       type_map[g] != CAP_UNTYPED;
     ensures first: \forall integer v; is_object_cap(v) ==> covers(v, slot_window[v].object); @/
  void slots_apart(uint32_t s, uint32_t n)
  {
    /@ assert owner: \forall integer t; is_thread(t)
         && owner_map[t * THREAD_GRANULES + THREAD_SLOTS] != OWNER_KERNEL ==>
         is_object_cap(owner_map[t * THREAD_GRANULES + THREAD_SLOTS])
         && covers(owner_map[t * THREAD_GRANULES + THREAD_SLOTS], t * THREAD_GRANULES + THREAD_SLOTS); @/
    /@ assert kinds: \forall integer v, g; is_object_cap(v) && covers(v, g) ==>
         type_map[g] == type_at(slot_window[v].type, slot_window[v].object, g); @/
    /@ assert of_thread: \forall integer t, o, g; type_at(t, o, g) == CAP_THREAD ==> t == CAP_THREAD; @/
    /@ assert type: \forall integer t; is_thread(t)
         && owner_map[t * THREAD_GRANULES + THREAD_SLOTS] != OWNER_KERNEL ==>
         slot_window[owner_map[t * THREAD_GRANULES + THREAD_SLOTS]].type == CAP_THREAD; @/
    /@ assert block: \forall integer s; is_object_cap(s) && slot_window[s].type == CAP_THREAD ==>
         slot_window[s].object % THREAD_GRANULES == 0 && slot_window[s].size == THREAD_GRANULES; @/
    /@ assert place: \forall integer t; is_thread(t)
         && owner_map[t * THREAD_GRANULES + THREAD_SLOTS] != OWNER_KERNEL ==>
         slot_window[owner_map[t * THREAD_GRANULES + THREAD_SLOTS]].object == t * THREAD_GRANULES
         && slot_window[owner_map[t * THREAD_GRANULES + THREAD_SLOTS]].size == THREAD_GRANULES; @/
    /@ assert cover: \forall integer t, g; is_thread(t)
         && owner_map[t * THREAD_GRANULES + THREAD_SLOTS] != OWNER_KERNEL
         && t * THREAD_GRANULES <= g < (t + 1) * THREAD_GRANULES ==>
         covers(owner_map[t * THREAD_GRANULES + THREAD_SLOTS], g)
         && owner_map[g] == owner_map[t * THREAD_GRANULES]; @/
    /@ assert start: \forall integer t; is_thread(t)
         && owner_map[t * THREAD_GRANULES + THREAD_SLOTS] != OWNER_KERNEL ==>
         owner_map[t * THREAD_GRANULES + THREAD_SLOTS] == owner_map[t * THREAD_GRANULES]; @/
    /@ assert slot: \forall integer t, g; is_thread(t)
         && t * THREAD_GRANULES <= g < t * THREAD_GRANULES + THREAD_SLOTS ==>
         g / THREAD_GRANULES == t && in_thread(g); @/
    /@ assert idles: \forall integer t, s; in_thread(s) && t == s / THREAD_GRANULES
         && owner_map[t * THREAD_GRANULES + THREAD_SLOTS] == OWNER_KERNEL ==>
         owner_map[s] == OWNER_KERNEL; @/
    /@ assert idle: \forall integer t, g; is_thread(t)
         && owner_map[t * THREAD_GRANULES + THREAD_SLOTS] == OWNER_KERNEL
         && t * THREAD_GRANULES <= g < t * THREAD_GRANULES + THREAD_SLOTS ==>
         owner_map[g] == OWNER_KERNEL; @/
    /@ assert same: \forall integer t, g; is_thread(t)
         && t * THREAD_GRANULES <= g < t * THREAD_GRANULES + THREAD_SLOTS ==>
         owner_map[g] == owner_map[t * THREAD_GRANULES + THREAD_SLOTS]; @/
    /@ assert kernel: !is_object_cap(OWNER_KERNEL); @/
    /@ assert not: \forall integer i; in_thread(i) ==> !in_cnode(i); @/
    /@ assert none: !is_object_cap(0); @/
    /@ assert owned: \forall integer i; in_cnode(i) ==> owner_map[i] != 0 && 0 <= i < GRANULES; @/
    /@ assert other: \forall integer t, o, g; t != CAP_UNTYPED ==> type_at(t, o, g) != CAP_UNTYPED; @/
    /@ assert sizes: \forall integer v; is_object_cap(v) ==> slot_window[v].size >= 1; @/
  }
*/

/* Where a CNode begins there is a slot. */
/*@ ghost
  /@ requires invariant: memory && shapes;
     assigns \nothing;
     ensures heads: \forall integer v; is_object_cap(v) && slot_window[v].type == CAP_CNODE ==>
       is_slot(slot_window[v].object); @/
  void cnode_heads(void)
  {
    /@ assert first: \forall integer v; is_object_cap(v) && slot_window[v].type == CAP_CNODE ==>
         covers(v, slot_window[v].object) && 0 < slot_window[v].object < GRANULES; @/
    /@ assert typed: \forall integer v; is_object_cap(v) && slot_window[v].type == CAP_CNODE ==>
         type_map[slot_window[v].object] == type_at(CAP_CNODE, slot_window[v].object, slot_window[v].object); @/
  }
*/

/* What a dying CNode says is empty, and slot 0 of any CNode, are no slots that users can name. */
/*@ ghost
  /@ requires invariant: memory && accounts;
     requires slots: cnode_slots(s, n);
     assigns \nothing;
     ensures emptied: \forall integer c, g; is_header(c) && c <= g < c + slot_window[c].word0 ==>
       is_null(g) && !(s <= g < s + n);
     ensures heads: \forall integer v; is_object_cap(v) && slot_window[v].type == CAP_CNODE ==>
       is_null(slot_window[v].object) && !(s <= slot_window[v].object < s + n); @/
  void slots_unnamed(uint32_t s, uint32_t n)
  {
    /@ assert none: !is_object_cap(0); @/
    /@ assert owned: \forall integer i; s <= i < s + n ==> owner_map[i] != 0; @/
    /@ assert dying: \forall integer c, g; is_header(c) && c <= g < c + slot_window[c].word0 ==>
         0 <= g < GRANULES && dying_map[g] == c && c != 0; @/
    /@ assert apart: \forall integer g; 0 <= g < GRANULES && dying_map[g] != 0 ==>
         is_slot(g) && !(s <= g < s + n); @/
    cnode_heads();
    /@ assert owner: \forall integer v; is_object_cap(v) && slot_window[v].type == CAP_CNODE ==>
         slot_window[owner_map[slot_window[v].object]].object == slot_window[v].object; @/
    /@ assert first: \forall integer v; is_object_cap(v) && slot_window[v].type == CAP_CNODE ==>
         !in_cnode(slot_window[v].object); @/
  }
*/

/* All of an object belongs to the slot that holds it. */
/*@ ghost
  /@ requires range: a + n <= LINE_END;
     assigns owner_map[a .. a + n - 1];
     ensures owner: \forall integer g; a <= g < a + n ==> owner_map[g] == s; @/
  void object_own(uint32_t s, uint32_t a, uint32_t n)
  {
    uint32_t i = 0;
    /@ loop invariant range: 0 <= i <= n;
       loop invariant owner: \forall integer g; a <= g < a + i ==> owner_map[g] == s;
       loop assigns i, owner_map[a .. a + n - 1];
       loop variant n - i; @/
    while (i < n) {
      owner_map[a + i] = s;
      i = i + 1;
    }
  }
*/

/* The watermark and what is clean. */
/*@ requires tree: cdt;
    requires accounts: accounts;
    requires slot: is_untyped(u);
    assigns slot_window[u].word0, slot_window[u].word1;
    ensures tree: cdt;
    ensures accounts: accounts;
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
	//@ assert shapes: shapes;
	//@ assert objects: \forall integer s; is_object_cap(s) <==> is_object_cap{Pre}(s);
	/*@ assert covers: \forall integer s, g; is_live(s) && covers(s, g) ==>
	      is_live{Pre}(s) && covers{Pre}(s, g); */
	//@ assert owners_caps: owners_caps;
	//@ assert owners_range: owners_range;
	//@ assert owners_loans: owners_loans;
	//@ assert owners_live: owners_live;
	//@ assert owners_kernel: owners_kernel;
	//@ assert owners_idle: owners_idle;
	//@ assert dying_slots: dying_slots;
	//@ assert dying_headers: dying_headers;
	//@ assert dying_whole: dying_whole;
	//@ assert dying_emptied: dying_emptied;
	//@ assert dying_order: dying_order;
	//@ assert dying_list: dying_list;
	//@ assert held_loans: held_loans;
	//@ assert held_frames: held_frames;
	//@ assert held_buffers: held_buffers;
	//@ assert held_heads: held_heads;
	//@ assert loans_rights: loans_rights;
	//@ assert loans_badges: loans_badges;
}

/* Nothing that was made of it is left: all of it is free again. */
/*@ requires invariant: cdt && memory && accounts;
    requires untyped: is_untyped(u) && slot_window[u].first == 0;
    requires quiet: all_type(slot_window[u].object, slot_window[u].size, CAP_UNTYPED);
    assigns slot_window[u].word0, slot_window[u].word1;
    ensures tree: cdt;
    ensures memory: memory;
    ensures accounts: accounts;
    ensures null: \forall integer s; is_null(s) <==> is_null{Pre}(s);
    ensures grown: grown{Pre, Post}(u, 0, 0);
    ensures empty: slot_window[u].word0 == 0 && slot_window[u].word1 == 0; */
static void untyped_reset(uint32_t u)
{
	//@ ghost untyped_childless(u);
	/*@ assert older: \forall integer s; is_live(s) && s != u && overlaps(s, u) ==>
	      slot_window[s].type == CAP_UNTYPED && end(u) <= mark(s); */
	untyped_mark(u, 0, 0);
	//@ assert memory_range: memory_range;
	//@ assert memory_type: memory_type;
	//@ assert memory_free: memory_free;
	//@ assert memory_clean: memory_clean;
	//@ assert memory_inside: memory_inside;
	//@ assert memory_nested: memory_nested;
	//@ assert memory_older: memory_older;
}

/* Once no CNode is being emptied, memory of which nothing is left is free again; 0 if one is. */
/*@ requires invariant: cdt && memory && accounts;
    requires untyped: is_untyped(u) && slot_window[u].first == 0;
    assigns slot_window[u].word0, slot_window[u].word1;
    ensures tree: cdt;
    ensures memory: memory;
    ensures accounts: accounts;
    ensures dying: \result != 0 <==> kernel.dying == 0;
    ensures null: \forall integer s; is_null(s) <==> is_null{Pre}(s);
    ensures grown: grown{Pre, Post}(u, 0, 0);
    ensures empty: \result != 0 ==> slot_window[u].word0 == 0 && slot_window[u].word1 == 0;
    ensures waiting: \result == 0 ==> slot_window[u].word0 == \old(slot_window[u].word0)
              && slot_window[u].word1 == \old(slot_window[u].word1); */
static uint32_t untyped_renew(uint32_t u)
{
	if (kernel.dying != 0)
		return 0;
	//@ ghost untyped_quiet(u);
	untyped_reset(u);
	return 1;
}

/* Goes on zeroing until the first `need` granules are clean; 1 when they are. */
/*@ requires invariant: cdt && memory && accounts;
    requires untyped: is_untyped(u) && slot_window[u].object < GRANULES;
    requires need: need <= slot_window[u].size;
    requires budget: CLEAR_GRANULES <= steps_left;
    assigns slot_window[u].word0, slot_window[u].word1, machine, zero_map[0 .. GRANULES - 1], steps_left;
    ensures tree: cdt;
    ensures memory: memory;
    ensures accounts: accounts;
    ensures same: slot_window[u].word0 == \old(slot_window[u].word0);
    ensures null: \forall integer s; is_null(s) <==> is_null{Pre}(s);
    ensures grown: grown{Pre, Post}(u, 0, 0);
    ensures cleared: 0 <= slot_window[u].word1 - \old(slot_window[u].word1) <= CLEAR_GRANULES;
    ensures bounded: \old(steps_left) - steps_left == slot_window[u].word1 - \old(slot_window[u].word1);
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
	//@ ghost steps_left = steps_left - n;
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

/* What is clean and free is zero. */
/*@ ghost
  /@ requires memory: memory_clean && is_untyped(u);
     requires clean: mark(u) <= a && a + n <= slot_window[u].object + slot_window[u].word1
       && a + n <= GRANULES;
     assigns \nothing;
     ensures zero: all_zero(a, n); @/
  void clean_zero(uint32_t u, uint32_t a, uint32_t n)
  {
  }
*/

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
/*@ requires invariant: cdt && memory && accounts;
    requires untyped: is_untyped(u);
    requires free: mark(u) <= a && n >= 1 && a + n <= end(u);
    assigns slot_window[u].word0, slot_window[u].word1;
    ensures tree: cdt;
    ensures memory: memory;
    ensures accounts: accounts;
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
	/*@ assert shrunk: \forall integer s; is_untyped(s) ==> is_untyped{Pre}(s)
	      && mark{Pre}(s) <= mark(s) && end(s) == end{Pre}(s); */
	//@ assert memory_range: memory_range;
	//@ assert memory_type: memory_type;
	//@ assert memory_free: memory_free;
	//@ assert memory_clean: memory_clean;
	//@ assert memory_inside: memory_inside;
	//@ assert memory_nested: memory_nested;
	//@ assert memory_older: memory_older;
}

/* Threads lie outside of free memory. */
/*@ ghost
  /@ requires whole: whole_threads;
     requires free: n >= 1 && all_type(a, n, CAP_UNTYPED);
     assigns \nothing;
     ensures apart: \forall integer t; is_thread(t) ==>
       (t + 1) * THREAD_GRANULES <= a || a + n <= t * THREAD_GRANULES; @/
  void threads_apart(uint32_t a, uint32_t n)
  {
    /@ assert typed: \forall integer t, g; is_thread(t)
         && t * THREAD_GRANULES <= g < (t + 1) * THREAD_GRANULES ==> type_map[g] != CAP_UNTYPED; @/
    /@ assert free: type_map[a] == CAP_UNTYPED; @/
    /@ assert at_a: \forall integer t; is_thread(t) ==>
         !(t * THREAD_GRANULES <= a < (t + 1) * THREAD_GRANULES); @/
    /@ assert at_t: \forall integer t; is_thread(t) ==> type_map[t * THREAD_GRANULES] == CAP_CNODE; @/
  }
*/

/* Memory becomes an object, which no capability covers yet. */
/*@ requires invariant: cdt && memory && whole;
    requires object: is_placed(type, a, n) && ready(type, a, n);
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
    ensures whole: whole;
    ensures kept: kept{Pre, Post};
    ensures grown: windows_grown{Pre, Post};
    ensures threads: new_threads{Pre, Post}(a, a + n);
    ensures types: type == CAP_UNTYPED ==>
              \forall integer g; 0 <= g < LINE_END ==> type_map[g] == \old(type_map[g]);
    ensures typed: typed(type, a, n); */
static void object_type(uint32_t type, uint32_t a, uint32_t n)
{
	//@ ghost threads_apart(a, n);
	if (type == CAP_THREAD) {
		machine_retype(a, THREAD_SLOTS, CAP_CNODE);
		machine_retype(a + THREAD_SLOTS, THREAD_GRANULES - THREAD_SLOTS, CAP_THREAD);
		/*@ assert zero: \forall integer t; t * THREAD_GRANULES == a ==>
		      zero_thread(t) && zero_waiter(t); */
	} else if (type != CAP_UNTYPED) {
		machine_retype(a, n, type);
	}
	//@ assert typed: typed(type, a, n);
	/*@ assert others: \forall integer g; 0 <= g < LINE_END && !(a <= g < a + n) ==>
	      type_map[g] == \at(type_map[g], Pre); */
	//@ assert types: types_grown{Pre, Here};
	/*@ assert new_threads: \forall integer t; is_thread(t) ==>
	      is_thread{Pre}(t) || (type == CAP_THREAD && t * THREAD_GRANULES == a); */
	/*@ assert new_queues: \forall integer q; is_queue(q) ==> is_queue{Pre}(q)
	      || ((type == CAP_ENDPOINT || type == CAP_NOTIFICATION) && q * QUEUE_GRANULES == a); */
	/*@ assert new_contexts: \forall integer c; is_sched_context(c) ==> is_sched_context{Pre}(c)
	      || (type == CAP_SCHED_CONTEXT && c * SCHED_CONTEXT_GRANULES == a); */
	/*@ assert new_vspaces: \forall integer v; is_vspace(v) ==> is_vspace{Pre}(v)
	      || (type == CAP_VSPACE && v * VSPACE_GRANULES == a); */
	/*@ assert new_tables: \forall integer p; is_page_table(p) ==> is_page_table{Pre}(p)
	      || (type == CAP_PAGE_TABLE && p * PAGE_TABLE_GRANULES == a); */
	//@ assert whole_threads: whole_threads;
	//@ assert whole_queues: whole_queues;
	//@ assert whole_contexts: whole_contexts;
	//@ assert whole_vspaces: whole_vspaces;
	//@ assert whole_tables: whole_tables;
	/*@ assert old_waiters: \forall integer t; is_thread{Pre}(t) ==> is_thread(t)
	      && thread_window[t] == \at(thread_window[t], Pre)
	      && waiter_window[t] == \at(waiter_window[t], Pre); */
	/*@ assert zero_threads: \forall integer t; is_thread(t) && !is_thread{Pre}(t) ==>
	      zero_thread(t) && zero_waiter(t); */
	//@ assert threads: threads_grown{Pre, Here};
	//@ assert registers_kept: registers_kept{Pre, Here};
	//@ assert registers_zero: registers_zero{Pre, Here};
	//@ assert waiters: waiters_grown{Pre, Here};
	//@ assert endpoints: endpoints_grown{Pre, Here};
	//@ assert notifications: notifications_grown{Pre, Here};
	//@ assert replies: replies_grown{Pre, Here};
	//@ assert contexts: sched_contexts_grown{Pre, Here};
	//@ assert lists: lists_grown{Pre, Here};
	/*@ assert old_tables: \forall integer p; is_page_table{Pre}(p) ==>
	      (p + 1) * PAGE_TABLE_GRANULES <= a || a + n <= p * PAGE_TABLE_GRANULES; */
	/*@ assert old_vspaces: \forall integer v; is_vspace{Pre}(v) ==>
	      (v + 1) * VSPACE_GRANULES <= a || a + n <= v * VSPACE_GRANULES; */
	/*@ assert old_words: \forall integer w; is_link{Pre}(w) || is_entry{Pre}(w) ==>
	      !(a * GRANULE_WORDS <= w < (a + n) * GRANULE_WORDS); */
	/*@ assert new_links: \forall integer w; is_link(w) ==> is_link{Pre}(w)
	      || ((type == CAP_VSPACE || type == CAP_PAGE_TABLE)
	          && a * GRANULE_WORDS <= w < (a + n) * GRANULE_WORDS); */
	/*@ assert new_entries: \forall integer w; is_entry(w) ==> is_entry{Pre}(w)
	      || ((type == CAP_VSPACE || type == CAP_PAGE_TABLE)
	          && a * GRANULE_WORDS <= w < (a + n) * GRANULE_WORDS); */
	//@ assert links: links_grown{Pre, Here};
	//@ assert entries: entries_grown{Pre, Here};
	//@ assert buffers: buffers_grown{Pre, Here};
	/*@ assert live: \forall integer i; is_live{Pre}(i) ==>
	      is_live(i) && slot_window[i] == \at(slot_window[i], Pre); */
	//@ assert nulls: nulls_but{Pre, Here}(0, 0);
	//@ assert kept: kept{Pre, Here};
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
    ensures filled: filled{Pre, Post}(u, s, 1);
    ensures clock: cdt_clock == \old(cdt_clock) - 1; */
static void object_hold(uint32_t u, uint32_t s, struct capability c)
{
	/*@ assert free: c.type == CAP_UNTYPED ==> all_type(c.object, c.size, CAP_UNTYPED); */
	cdt_insert_child(u, s, c);
	//@ assert filled: filled{Pre, Here}(u, s, 1);
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
	//@ assert memory_clean: memory_clean;
	//@ assert memory_inside: memory_inside;
	//@ assert memory_nested: memory_nested;
	//@ assert memory_older: memory_older;
	/*@ assert free_old: \forall integer v, g; is_untyped(v) && v != s && mark(v) <= g < end(v) ==>
	      type_map[g] == CAP_UNTYPED; */
	/*@ assert free_new: \forall integer g; is_untyped(s) && mark(s) <= g < end(s) ==>
	      type_map[g] == CAP_UNTYPED; */
	//@ assert memory_free: memory_free;
}

/*@ ghost
  /@ requires placed: is_placed(type, a, n);
     assigns \nothing;
     ensures shape: shape(type, a, n); @/
  void placed_shape(uint32_t type, uint32_t a, uint32_t n)
  {
    /@ assert thread: type == CAP_THREAD ==> a % THREAD_GRANULES == 0; @/
    /@ assert queue: type == CAP_ENDPOINT || type == CAP_NOTIFICATION ==> a % QUEUE_GRANULES == 0; @/
    /@ assert context: type == CAP_SCHED_CONTEXT ==> a % SCHED_CONTEXT_GRANULES == 0; @/
    /@ assert vspace: type == CAP_VSPACE ==> a % VSPACE_GRANULES == 0; @/
    /@ assert table: type == CAP_PAGE_TABLE ==> a % PAGE_TABLE_GRANULES == 0; @/
  }
*/

/*@ requires invariant: cdt && memory && whole && shapes;
    requires untyped: is_untyped(u) && slot_window[u].depth < DERIVATION_DEPTH_MAX;
    requires empty: is_null(s);
    requires object: is_placed(c.type, c.object, c.size) && ready(c.type, c.object, c.size)
               && c.word0 == 0 && c.word1 == 0;
    requires inside: slot_window[u].object <= c.object && c.object + c.size <= mark(u);
    requires fresh: fresh(u, c.object, c.size);
    requires clock: cdt_clock > INT64_MIN;
    assigns type_map[c.object .. c.object + c.size - 1], zero_map[c.object .. c.object + c.size - 1],
            RETYPE_WINDOWS,
            parent_map[s], rank_map[s], cdt_clock,
            owner_map[c.object .. c.object + c.size - 1];
    ensures tree: cdt;
    ensures memory: memory;
    ensures whole: whole;
    ensures shapes: shapes;
    ensures windows: windows_grown{Pre, Post};
    ensures threads: new_threads{Pre, Post}(c.object, c.object + c.size);
    ensures types: c.type == CAP_UNTYPED ==> types_but{Pre, Post}(0, 0);
    ensures owner: c.type != CAP_UNTYPED ==>
              \forall integer g; c.object <= g < c.object + c.size ==> owner_map[g] == s;
    ensures holds: is_live(s) && holds(s, c) && parent_map[s] == u;
    ensures beyond: \forall integer a, n; a >= c.object + c.size && fresh{Pre}(u, a, n) ==>
              fresh(u, a, n);
    ensures filled: filled{Pre, Post}(u, s, 1);
    ensures clock: cdt_clock == \old(cdt_clock) - 1; */
static void object_make(uint32_t u, uint32_t s, struct capability c)
{
	object_type(c.type, c.object, c.size);
	//@ ghost placed_shape(c.type, c.object, c.size);
	object_hold(u, s, c);
	//@ assert lives: lives_kept{Pre, Here}(u, s, 1);
	//@ assert nulls_stay: nulls_stay{Pre, Here}(s, 1);
	//@ assert nulls_come: nulls_come{Pre, Here};
	//@ assert lives_come: lives_come{Pre, Here}(s, 1);
	//@ ghost if (c.type != CAP_UNTYPED) object_own(s, c.object, c.size);
	//@ assert shapes: shapes;
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
  /@ requires before: owned(s, i, a, b) && a <= b <= c;
     requires last: slot_window[s + i].object == b && end(s + i) == c;
     requires mine: \forall integer g; b <= g < c ==> owner_map[g] == s + i;
     assigns \nothing;
     ensures owned: owned(s, i + 1, a, c); @/
  void owned_next(uint32_t s, uint32_t i, uint32_t a, uint32_t b, uint32_t c)
  {
    /@ assert last: \forall integer v; s <= v < s + i + 1 && !(v < s + i) ==> v == s + i; @/
    /@ assert by: owned_by(s, i + 1, a, c); @/
    /@ assert all: owned_all(s, i + 1, a, c); @/
  }
*/

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

/* The objects that the slots hold are theirs. */
/*@ ghost
  /@ requires memory: memory && is_untyped(u);
     requires made: made(u, s, n, type, a, size) && size >= 1;
     requires owned: type != CAP_UNTYPED ==> owned(s, n, a, a + n * size);
     assigns \nothing;
     ensures new: owners_new(u, s, n, type, a, a + n * size); @/
  void made_owned(uint32_t u, uint32_t s, uint32_t n, uint32_t type, uint32_t a, uint32_t size)
  {
    /@ assert first: \forall integer v; s <= v < s + n ==> covers(v, slot_window[v].object); @/
    /@ assert inside: \forall integer v; s <= v < s + n ==>
         slot_window[u].object <= slot_window[v].object && end(v) <= end(u); @/
  }
*/

/*@ ghost
  /@ requires placed: is_placed(type, a, n);
     requires room: is_range(a, m) && 2 * n <= m;
     assigns \nothing;
     ensures placed: is_placed(type, a + n, n); @/
  void placed_next(uint32_t type, uint32_t a, uint32_t n, uint32_t m)
  {
    /@ assert thread: type == CAP_THREAD ==> a + n == (a + n) / THREAD_GRANULES * THREAD_GRANULES; @/
    /@ assert queue: type == CAP_ENDPOINT || type == CAP_NOTIFICATION ==>
         a + n == (a + n) / QUEUE_GRANULES * QUEUE_GRANULES; @/
    /@ assert context: type == CAP_SCHED_CONTEXT ==>
         a + n == (a + n) / SCHED_CONTEXT_GRANULES * SCHED_CONTEXT_GRANULES; @/
    /@ assert vspace: type == CAP_VSPACE ==> a + n == (a + n) / VSPACE_GRANULES * VSPACE_GRANULES; @/
    /@ assert table: type == CAP_PAGE_TABLE ==>
         a + n == (a + n) / PAGE_TABLE_GRANULES * PAGE_TABLE_GRANULES; @/
    /@ assert range: is_range(a + n, n); @/
  }
*/

/*@ requires invariant: cdt && memory && whole && shapes;
    requires untyped: is_untyped(u) && slot_window[u].depth < DERIVATION_DEPTH_MAX;
    requires empty: slots(s, n) && empty_slots(s, n) && n >= 1;
    requires object: is_placed(c.type, c.object, c.size) && ready(c.type, c.object, n * c.size)
               && c.rights == (RIGHT_ALL | RIGHT_OWN) && c.word0 == 0 && c.word1 == 0;
    requires inside: slot_window[u].object <= c.object && c.object + n * c.size <= mark(u);
    requires fresh: fresh(u, c.object, n * c.size);
    requires clock: cdt_clock - n >= INT64_MIN;
    requires budget: n <= steps_left;
    assigns RETYPE_STATE, steps_left;
    ensures bounded: \old(steps_left) - steps_left == n;
    ensures tree: cdt;
    ensures memory: memory;
    ensures whole: whole;
    ensures shapes: shapes;
    ensures threads: new_threads{Pre, Post}(c.object, c.object + n * c.size);
    ensures same_types: c.type == CAP_UNTYPED ==> types_but{Pre, Post}(0, 0);
    ensures owned: c.type != CAP_UNTYPED ==> owned(s, n, c.object, c.object + n * c.size);
    ensures windows: windows_grown{Pre, Post};
    ensures types: types_but{Pre, Post}(c.object, n * c.size);
    ensures made: made(u, s, n, c.type, c.object, c.size);
    ensures filled: filled{Pre, Post}(u, s, n);
    ensures clock: cdt_clock == \old(cdt_clock) - n; */
static void objects_fill(uint32_t u, uint32_t s, uint32_t n, struct capability c)
{
	struct capability one = c;
	uint32_t i;

	//@ ghost uint32_t end = c.object + n * c.size;
	/*@ loop invariant range: 0 <= i <= n;
	    loop invariant one: one.type == c.type && one.rights == c.rights && one.size == c.size
	      && one.word0 == 0 && one.word1 == 0;
	    loop invariant object: one.object == c.object + i * c.size && c.object <= one.object <= end;
	    loop invariant tree: cdt;
	    loop invariant memory: memory;
	    loop invariant whole: whole;
	    loop invariant shapes: shapes;
	    loop invariant windows: windows_grown{Pre, Here};
	    loop invariant threads: new_threads{Pre, Here}(c.object, one.object);
	    loop invariant same_types: c.type == CAP_UNTYPED ==> types_but{Pre, Here}(0, 0);
	    loop invariant owned: c.type != CAP_UNTYPED ==> owned(s, i, c.object, one.object);
	    loop invariant placed: i < n ==> is_placed(c.type, one.object, c.size);
	    loop invariant filled: filled{Pre, Here}(u, s, i);
	    loop invariant made: made(u, s, i, c.type, c.object, c.size);
	    loop invariant empty: empty_slots(s + i, n - i);
	    loop invariant ready: i < n ==> ready(c.type, one.object, end - one.object);
	    loop invariant fresh: fresh(u, one.object, end - one.object);
	    loop invariant clock: cdt_clock == \at(cdt_clock, Pre) - i;
	    loop invariant counted: \at(steps_left, Pre) - steps_left == i;
	    loop assigns i, steps_left, one.object, owner_map[c.object .. end - 1], type_map[c.object .. end - 1],
	      zero_map[0 .. GRANULES - 1], RETYPE_WINDOWS,
	      parent_map[0 .. GRANULES - 1], rank_map[0 .. GRANULES - 1], cdt_clock;
	    loop variant n - i; */
	for (i = 0; i < n; i++) {
		//@ ghost steps_left = steps_left - 1;
		//@ ghost lem_mul_step(i, n, c.size);
		//@ ghost if (i + 1 < n) lem_mul_step(i + 1, n, c.size);
		//@ ghost if (i + 1 < n) placed_next(c.type, one.object, c.size, end - one.object);
		//@ assert part: fresh(u, one.object + c.size, end - one.object - c.size);
		//@ ghost Before: ;
		object_make(u, s + i, one);
		//@ assert threads: new_threads{Pre, Here}(c.object, one.object + c.size);
		//@ assert same_types: c.type == CAP_UNTYPED ==> types_but{Pre, Here}(0, 0);
		//@ assert g_types: types_grown{Pre, Here};
		//@ assert g_threads: threads_grown{Pre, Here};
		//@ assert g_kept: registers_kept{Pre, Here};
		//@ assert g_zero: registers_zero{Pre, Here};
		//@ assert g_waiters: waiters_grown{Pre, Here};
		//@ assert g_endpoints: endpoints_grown{Pre, Here};
		//@ assert g_notifications: notifications_grown{Pre, Here};
		//@ assert g_replies: replies_grown{Pre, Here};
		//@ assert g_contexts: sched_contexts_grown{Pre, Here};
		//@ assert g_lists: lists_grown{Pre, Here};
		//@ assert g_links: links_grown{Pre, Here};
		//@ assert g_entries: entries_grown{Pre, Here};
		//@ assert g_buffers: buffers_grown{Pre, Here};
		//@ assert lives: lives_kept{Pre, Here}(u, s, i + 1);
		/*@ assert step_nulls: \forall integer x; is_null{Before}(x) && x != s + i ==>
		      is_null(x) && slot_window[x] == \at(slot_window[x], Before); */
		/*@ assert step_lives: \forall integer x; is_live(x) && x != s + i ==> is_live{Before}(x); */
		//@ assert nulls_stay: nulls_stay{Pre, Here}(s, i + 1);
		//@ assert nulls_come: nulls_come{Pre, Here};
		//@ assert lives_come: lives_come{Pre, Here}(s, i + 1);
		/*@ assert others: \forall integer v; s <= v < s + i ==>
		      slot_window[v].object == \at(slot_window[v].object, Before)
		      && slot_window[v].size == \at(slot_window[v].size, Before)
		      && end(v) == \at(end(v), Before); */
		//@ assert this: slot_window[s + i].object == one.object && end(s + i) == one.object + c.size;
		/*@ assert theirs: \forall integer g; c.object <= g < one.object ==>
		      owner_map[g] == \at(owner_map[g], Before); */
		/*@ assert mine: c.type != CAP_UNTYPED ==> \forall integer g;
		      one.object <= g < one.object + c.size ==> owner_map[g] == s + i; */
		/*@ assert covers: \forall integer v, g; s <= v < s + i ==>
		      (covers(v, g) <==> covers{Before}(v, g)); */
		/*@ assert lie: c.type != CAP_UNTYPED ==> \forall integer v, g;
		      s <= v < s + i && covers(v, g) ==> c.object <= g < one.object; */
		/*@ assert before_by: c.type != CAP_UNTYPED ==> owned_by(s, i, c.object, one.object); */
		/*@ assert before_all: c.type != CAP_UNTYPED ==> owned_all(s, i, c.object, one.object); */
		/*@ ghost if (c.type != CAP_UNTYPED)
		      owned_next(s, i, c.object, one.object, one.object + c.size); */
		//@ assert owned: c.type != CAP_UNTYPED ==> owned(s, i + 1, c.object, one.object + c.size);
		//@ assert before: made(u, s, i, c.type, c.object, c.size);
		//@ ghost made_next(u, s, i, c.type, c.object, c.size);
		//@ assert made: made(u, s, i + 1, c.type, c.object, c.size);
		/*@ assert rest: all_type(one.object + c.size, end - one.object - c.size, CAP_UNTYPED)
		      && (c.type != CAP_UNTYPED && one.object < GRANULES ==>
		          all_zero(one.object + c.size, end - one.object - c.size)); */
		one.object += one.size;
	}
	//@ assert all: i == n && one.object == c.object + n * c.size;
}

/* The objects, and the account of them. */
/*@ requires invariant: cdt && memory && whole && accounts;
    requires untyped: is_untyped(u) && slot_window[u].depth < DERIVATION_DEPTH_MAX;
    requires empty: slots(s, n) && cnode_slots(s, n) && empty_slots(s, n) && n >= 1;
    requires object: is_placed(c.type, c.object, c.size) && ready(c.type, c.object, n * c.size)
               && c.rights == (RIGHT_ALL | RIGHT_OWN) && c.word0 == 0 && c.word1 == 0;
    requires inside: slot_window[u].object <= c.object && c.object + n * c.size <= mark(u);
    requires fresh: fresh(u, c.object, n * c.size);
    requires clock: cdt_clock - n >= INT64_MIN;
    requires budget: n <= steps_left;
    assigns RETYPE_STATE, steps_left;
    ensures bounded: \old(steps_left) - steps_left == n;
    ensures tree: cdt;
    ensures memory: memory;
    ensures whole: whole;
    ensures accounts: accounts;
    ensures windows: windows_grown{Pre, Post};
    ensures types: types_but{Pre, Post}(c.object, n * c.size);
    ensures owners: owners_stay{Pre, Post};
    ensures made: made(u, s, n, c.type, c.object, c.size);
    ensures filled: filled{Pre, Post}(u, s, n);
    ensures clock: cdt_clock == \old(cdt_clock) - n; */
static void objects_make(uint32_t u, uint32_t s, uint32_t n, struct capability c)
{
	//@ ghost slots_apart(s, n);
	//@ ghost slots_unnamed(s, n);
	//@ assert free: slots_free(s, n);
	//@ assert typed: covered_typed && covered_first;
	//@ assert apart: emptied_apart(s, n) && heads_apart(s, n);
	//@ assert untyped: \forall integer g; c.object <= g < c.object + n * c.size ==> type_map[g] == CAP_UNTYPED;
	//@ assert range: 0 < c.object && c.object + n * c.size <= DEVICE_END;
	//@ assert room: room(u, s, n, c.object, c.object + n * c.size);
	objects_fill(u, s, n, c);
	//@ ghost cnode_heads();
	//@ ghost made_owned(u, s, n, c.type, c.object, c.size);
	//@ assert heads: heads_slots;
	//@ assert but: owners_but{Pre, Here}(c.type, c.object, c.object + n * c.size);
	//@ assert same: dying_same{Pre, Here};
	//@ assert buffers: buffers_stay{Pre, Here};
	//@ assert come: objects_come{Pre, Here}(u, s, n, c.type, c.object, c.object + n * c.size);
}

/* Objects of free memory of u; STATUS_RESTART while there is still some to be zeroed. */
/*@ requires invariant: cdt && memory && whole && accounts;
    requires untyped: is_untyped(u) && slot_window[u].depth < DERIVATION_DEPTH_MAX;
    requires empty: slots(s, n) && cnode_slots(s, n) && empty_slots(s, n) && n >= 1;
    requires object: is_placed(c.type, c.object, c.size)
               && c.rights == (RIGHT_ALL | RIGHT_OWN) && c.word0 == 0 && c.word1 == 0;
    requires device: slot_window[u].object >= GRANULES ==>
               c.type == CAP_UNTYPED || c.type == CAP_FRAME;
    requires free: mark(u) <= c.object && c.object + n * c.size <= end(u);
    requires clock: cdt_clock - n >= INT64_MIN;
    requires budget: n + CLEAR_GRANULES <= steps_left;
    assigns RETYPE_STATE, machine, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= n + CLEAR_GRANULES;
    ensures tree: cdt;
    ensures memory: memory;
    ensures whole: whole;
    ensures accounts: accounts;
    ensures windows: windows_grown{Pre, Post};
    ensures types: \result == STATUS_OK ==> types_but{Pre, Post}(c.object, n * c.size);
    ensures waiting_types: \result == STATUS_RESTART ==> types_but{Pre, Post}(0, 0);
    ensures owners: owners_stay{Pre, Post};
    ensures status: \result == STATUS_OK || \result == STATUS_RESTART;
    ensures grown: \result == STATUS_OK ==> grown{Pre, Post}(u, s, n);
    ensures waiting: \result == STATUS_RESTART ==> grown{Pre, Post}(u, 0, 0);
    ensures made: \result == STATUS_OK ==> made(u, s, n, c.type, c.object, c.size)
              && mark(u) == c.object + n * c.size;
    ensures zeroed: \result == STATUS_RESTART ==>
              slot_window[u].word0 == \old(slot_window[u].word0)
              && 0 < slot_window[u].word1 - \old(slot_window[u].word1) <= CLEAR_GRANULES; */
static enum status untyped_make(uint32_t u, uint32_t s, uint32_t n, struct capability c)
{
	uint32_t object = SLOT(u).object;
	uint32_t total;

	/*@ assert free: \forall integer g; mark(u) <= g < end(u) ==> type_map[g] == CAP_UNTYPED; */
	//@ assert same_threads: threads_grown{Pre, Here} && registers_grown{Pre, Here};
	//@ assert same_objects: waiters_grown{Pre, Here} && endpoints_grown{Pre, Here};
	//@ assert same_windows: windows_grown{Pre, Here};
	//@ ghost lem_mul_le(1, n, c.size);
	total = n * c.size;
	if (object < GRANULES && c.type != CAP_UNTYPED
	    && !untyped_clear(u, c.object - object + total))
		return STATUS_RESTART;

	//@ assert typed: all_type(c.object, total, CAP_UNTYPED);
	//@ ghost if (object < GRANULES && c.type != CAP_UNTYPED) clean_zero(u, c.object, total);
	//@ assert zero: c.type != CAP_UNTYPED && object < GRANULES ==> all_zero(c.object, total);
	//@ assert ready: ready(c.type, c.object, total);
	untyped_take(u, c.object, total);
	//@ assert taken: grown{Pre, Here}(u, 0, 0);
	//@ assert in_cnodes: \forall integer i; in_cnode{Pre}(i) ==> in_cnode(i);
	//@ assert cnode: cnode_slots(s, n);
	//@ assert empty: empty_slots(s, n);
	//@ ghost Taken: ;
	objects_make(u, s, n, c);
	//@ assert windows: windows_grown{Pre, Here};
	//@ assert marked: mark(u) == \at(mark(u), Taken);
	/*@ assert stay: \forall integer i; is_live{Pre}(i) ==> is_live{Taken}(i)
	      && stays{Pre, Here}(i) && !(s <= i < s + n); */
	/*@ assert same: \forall integer i; is_live{Pre}(i) && i != u ==> same_capability{Pre, Here}(i, i)
	      && slot_window[i].first == \at(slot_window[i].first, Pre); */
	//@ assert nulls_stay: nulls_stay{Pre, Here}(s, n);
	//@ assert nulls_come: nulls_come{Pre, Here};
	//@ assert lives_come: lives_come{Pre, Here}(s, n);
	//@ assert grown: grown{Pre, Here}(u, s, n);
	return STATUS_OK;
}

/*@ ghost
  /@ requires object: is_object(type, n) && is_range(a, n);
     requires device: GRANULES <= a ==> type == CAP_UNTYPED || type == CAP_FRAME;
     requires aligned: a % spec_object_alignment(type, n) == 0;
     assigns \nothing;
     ensures placed: is_placed(type, a, n); @/
  void placed_first(uint32_t type, uint32_t a, uint32_t n)
  {
    /@ assert multiple: type != CAP_UNTYPED && type != CAP_CNODE ==> a % n == 0; @/
    /@ assert thread: type == CAP_THREAD ==> a % THREAD_GRANULES == 0; @/
    /@ assert queue: type == CAP_ENDPOINT || type == CAP_NOTIFICATION ==> a % QUEUE_GRANULES == 0; @/
    /@ assert context: type == CAP_SCHED_CONTEXT ==> a % SCHED_CONTEXT_GRANULES == 0; @/
    /@ assert vspace: type == CAP_VSPACE ==> a % VSPACE_GRANULES == 0; @/
    /@ assert table: type == CAP_PAGE_TABLE ==> a % PAGE_TABLE_GRANULES == 0; @/
  }
*/

/* What untyped_retype refuses before it looks for a place. */
/*@ requires tree: cdt;
    requires untyped: is_untyped(u);
    requires window: slots(dst, n);
    requires budget: n <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= n;
    ensures device: \result == STATUS_INVALID_ARGUMENT <==>
              slot_window[u].object >= GRANULES && type != CAP_FRAME && type != CAP_UNTYPED;
    ensures ok: \result == STATUS_OK ==>
              slot_window[u].depth < DERIVATION_DEPTH_MAX && empty_slots(dst, n);
    ensures status: \result == STATUS_OK || \result == STATUS_INVALID_ARGUMENT
              || \result == STATUS_TOO_DEEP || \result == STATUS_OCCUPIED; */
static enum status retype_check(uint32_t u, uint32_t type, uint32_t n, uint32_t dst)
{
	if (SLOT(u).object >= GRANULES && type != CAP_FRAME && type != CAP_UNTYPED)
		return STATUS_INVALID_ARGUMENT;
	if (SLOT(u).depth >= DERIVATION_DEPTH_MAX)
		return STATUS_TOO_DEEP;
	if (!slots_empty(dst, n))
		return STATUS_OCCUPIED;
	return STATUS_OK;
}

enum status untyped_retype(uint32_t u, uint32_t type, uint32_t granules, uint32_t n, uint32_t dst)
{
	uint32_t object = SLOT(u).object;
	uint32_t used = SLOT(u).word0 != 0 && SLOT(u).first == 0;
	uint32_t mark = used ? 0 : SLOT(u).word0;
	struct capability c = {(uint8_t)type, RIGHT_ALL | RIGHT_OWN, 0, granules, 0, 0};
	enum status status = retype_check(u, type, n, dst);

	//@ assert same_threads: threads_grown{Pre, Here} && registers_grown{Pre, Here};
	//@ assert same_objects: waiters_grown{Pre, Here} && endpoints_grown{Pre, Here};
	//@ assert same_windows: windows_grown{Pre, Here};
	if (status != STATUS_OK)
		return status;
	c.object = objects_place(object + mark, object + SLOT(u).size,
	                         object_alignment(type, granules), granules, n);
	if (c.object == 0)
		return STATUS_NO_MEMORY;
	//@ ghost lem_mul_le(1, n, granules);
	/*@ assert range: is_range(c.object, granules); */
	//@ ghost placed_first(type, c.object, granules);
	if (used && !untyped_renew(u))
		return STATUS_RESTART;
	//@ assert in_cnodes: \forall integer i; in_cnode{Pre}(i) ==> in_cnode(i);
	//@ assert cnode: cnode_slots(dst, n);
	return untyped_make(u, dst, n, c);
}

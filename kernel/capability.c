// SPDX-License-Identifier: Apache-2.0
/* Capabilities in slots: see capability.h. */
#include "capability.h"

enum status capability_lend(uint32_t from, uint32_t to, struct capability c)
{
	if (SLOT(from).depth >= DERIVATION_DEPTH_MAX)
		return STATUS_TOO_DEEP;

	cdt_insert_child(from, to, c);
	//@ assert others: slots_stay_but{Pre, Here}(to);
	/*@ assert same: \forall integer v; is_live(v) && v != to ==> is_live{Pre}(v)
	      && slot_window[v].type == \at(slot_window[v].type, Pre)
	      && slot_window[v].object == \at(slot_window[v].object, Pre)
	      && end(v) == \at(end(v), Pre) && mark(v) == \at(mark(v), Pre); */
	//@ assert lived: \forall integer v; is_live{Pre}(v) ==> is_live(v) && v != to;
	/*@ assert overlaps: \forall integer v, w; is_live(v) && is_live(w) && v != to && w != to ==>
	      (overlaps(v, w) <==> overlaps{Pre}(v, w)); */
	/*@ assert as_source: \forall integer v; is_live(v) && v != to ==>
	      (overlaps(to, v) <==> overlaps{Pre}(from, v)); */
	//@ assert newest: \forall integer v; is_live(v) && v != to ==> rank_map[to] < rank_map[v];
	/*@ assert object_cap: \forall integer v; is_object_cap(v) <==> is_object_cap{Pre}(v) || v == to; */
	/*@ assert untyped: \forall integer v; is_untyped(v) ==> is_untyped{Pre}(v)
	      && slot_window[v].object == \at(slot_window[v].object, Pre) && end(v) == \at(end(v), Pre)
	      && mark(v) == \at(mark(v), Pre) && slot_window[v].word1 == \at(slot_window[v].word1, Pre); */
	/*@ assert typed_before: \forall integer v, g; is_live{Pre}(v) && \at(slot_window[v].type, Pre) != CAP_UNTYPED
	      && \at(slot_window[v].object, Pre) <= g < end{Pre}(v) ==>
	      type_map[g] == type_at(\at(slot_window[v].type, Pre), \at(slot_window[v].object, Pre), g); */
	/*@ assert typed: \forall integer v, g; is_object_cap(v) && v != to && slot_window[v].object <= g < end(v) ==>
	      type_map[g] == type_at(slot_window[v].type, slot_window[v].object, g); */
	//@ assert memory_range: memory_range;
	//@ assert memory_type: memory_type;
	//@ assert memory_free: memory_free;
	//@ assert memory_clean: memory_clean;
	//@ assert memory_inside: memory_inside;
	//@ assert source_newer: \forall integer u; is_untyped(u) && overlaps(from, u) ==> rank_map[from] < rank_map[u];
	//@ assert memory_nested: memory_nested;
	//@ assert memory_older: memory_older;
	//@ assert shapes: shapes;
	/*@ assert owner: owner_map[slot_window[from].object] != to
	      && is_owner(owner_map[slot_window[from].object], to); */
	/*@ assert caps_others: \forall integer v; is_object_cap(v) && v != to ==>
	      is_owner(owner_map[slot_window[v].object], v)
	      && (owns(v) ==> owner_map[slot_window[v].object] == v); */
	/*@ assert caps_to: is_owner(owner_map[slot_window[to].object], to) && !owns(to); */
	//@ assert owners_caps: owners_caps;
	//@ assert covers: \forall integer v, g; is_object_cap(v) && v != to ==> (covers(v, g) <==> covers{Pre}(v, g));
	//@ assert covers_to: \forall integer g; covers(to, g) <==> covers{Pre}(from, g);
	//@ assert owners_range: owners_range;
	//@ assert owners_loans: owners_loans;
	//@ assert owners_live: owners_live;
	//@ assert owners_kernel: owners_kernel;
	//@ assert owners_idle: owners_idle;
	//@ assert dying_slots: dying_slots;
	//@ assert dying_headers: dying_headers;
	//@ assert dying_whole: dying_whole;
	//@ assert dying_emptied: dying_emptied;
	//@ assert dying_list: dying_list;
	//@ assert loans_rights: loans_rights;
	//@ assert loans_badges: loans_badges;
	return STATUS_OK;
}

void capability_remove(uint32_t s)
{
	/*@ assert clean_before: \forall integer v, g; is_untyped(v) && g < GRANULES
	      && mark(v) <= g < slot_window[v].object + slot_window[v].word1 ==> zero_map[g] == 1; */
	//@ assert next: slot_window[s].next != 0 ==> slot_window[s].next != s && is_live(slot_window[s].next);
	//@ assert prev: slot_window[s].prev != 0 ==> slot_window[s].prev != s && is_live(slot_window[s].prev);
	//@ ghost cdt_childless(s);
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
	/*@ assert owner: \forall integer v; is_object_cap(v) ==>
	      is_owner{Pre}(owner_map[slot_window[v].object], v) && owner_map[slot_window[v].object] != s
	      && is_owner(owner_map[slot_window[v].object], v); */
	/*@ assert object_cap: \forall integer v; is_object_cap(v) <==> is_object_cap{Pre}(v) && v != s; */
	/*@ assert untyped: \forall integer v; is_untyped(v) ==> is_untyped{Pre}(v)
	      && slot_window[v].object == \at(slot_window[v].object, Pre) && end(v) == \at(end(v), Pre)
	      && mark(v) == \at(mark(v), Pre) && slot_window[v].word1 == \at(slot_window[v].word1, Pre); */
	//@ assert memory_range: memory_range;
	//@ assert memory_type: memory_type;
	//@ assert memory_free: memory_free;
	/*@ assert clean: \forall integer v, g; is_untyped(v) && g < GRANULES
	      && mark(v) <= g < slot_window[v].object + slot_window[v].word1 ==>
	      is_untyped{Pre}(v) && mark{Pre}(v) <= g < \at(slot_window[v].object, Pre) + \at(slot_window[v].word1, Pre); */
	//@ assert memory_clean: memory_clean;
	//@ assert memory_inside: memory_inside;
	//@ assert memory_nested: memory_nested;
	//@ assert memory_older: memory_older;
	//@ assert shapes: shapes;
	//@ assert owners_caps: owners_caps;
	//@ assert covers: \forall integer v, g; is_object_cap(v) ==> (covers(v, g) <==> covers{Pre}(v, g));
	//@ assert owners_range: owners_range;
	//@ assert owners_loans: owners_loans;
	//@ assert owners_live: owners_live;
	//@ assert owners_kernel: owners_kernel;
	//@ assert owners_idle: owners_idle;
	//@ assert dying_slots: dying_slots;
	//@ assert dying_headers: dying_headers;
	//@ assert dying_whole: dying_whole;
	//@ assert dying_emptied: dying_emptied;
	//@ assert dying_list: dying_list;
	//@ assert loans_rights: loans_rights;
	//@ assert loans_badges: loans_badges;
}

/* What slot `from` owned belongs to slot `to`, where its capability is now. */
/*@ ghost
  /@ requires to: 0 < to < GRANULES && end(to) <= LINE_END;
     assigns owner_map[0 .. LINE_END - 1];
     ensures owned: slot_window[to].type != CAP_UNTYPED && owns(to) ==>
       \forall integer g; covers(to, g) ==> owner_map[g] == to;
     ensures others: \forall integer g; 0 <= g < LINE_END
       && (slot_window[to].type == CAP_UNTYPED || !owns(to) || !covers(to, g)) ==>
       owner_map[g] == \old(owner_map[g]); @/
  void owner_follow(uint32_t to)
  {
    uint32_t i = slot_window[to].object;
    if (slot_window[to].type == CAP_UNTYPED || slot_window[to].rights < RIGHT_OWN)
      return;
    /@ loop invariant range: slot_window[to].object <= i <= end(to);
       loop invariant owned: \forall integer g; slot_window[to].object <= g < i ==> owner_map[g] == to;
       loop invariant others: \forall integer g; 0 <= g < LINE_END && !(slot_window[to].object <= g < i) ==>
         owner_map[g] == \at(owner_map[g], Pre);
       loop assigns i, owner_map[0 .. LINE_END - 1];
       loop variant end(to) - i; @/
    while (i < slot_window[to].object + slot_window[to].size) {
      owner_map[i] = to;
      i = i + 1;
    }
  }
*/

/* The capability changes its slot; that is all: its object still belongs to `from`. */
/*@ requires core: core;
    requires from: is_live(from);
    requires to: is_null(to);
    assigns slot_window[from], slot_window[to], slot_window[slot_window[from].next].prev,
            slot_window[slot_window[from].prev].next, slot_window[slot_window[from].prev].first,
            slot_window[slot_window[from].first].prev,
            parent_map[0 .. GRANULES - 1], rank_map[to];
    ensures tree: cdt;
    ensures memory: memory;
    ensures shapes: shapes;
    ensures live: \forall integer v; is_live(v) <==> v == to || (is_live{Pre}(v) && v != from);
    ensures moved: slot_window[to] == \old(slot_window[from]) && zero_slot(from);
    ensures place: parent_map[to] == \old(parent_map[from]) && rank_map[to] == \old(rank_map[from]);
    ensures others: \forall integer i; 0 <= i < GRANULES && i != from && i != to ==>
        same_capability{Pre, Post}(i, i) && rank_map[i] == \old(rank_map[i])
        && parent_map[i] == renamed(\old(parent_map[i]), from, to);
    ensures firsts: \forall integer i; is_live{Pre}(i) && i != from ==>
        (slot_window[i].first != 0 <==> \old(slot_window[i].first) != 0); */
static void capability_carry(uint32_t from, uint32_t to)
{
	cdt_move(from, to);
	//@ assert live: \forall integer v; is_live(v) <==> v == to || (is_live{Pre}(v) && v != from);
	/*@ assert same: \forall integer v; is_live(v) && v != to ==>
	      same_capability{Pre, Here}(v, v) && rank_map[v] == \at(rank_map[v], Pre)
	      && end(v) == \at(end(v), Pre) && mark(v) == \at(mark(v), Pre); */
	/*@ assert self: same_capability{Pre, Here}(from, to) && rank_map[to] == \at(rank_map[from], Pre)
	      && end(to) == \at(end(from), Pre) && mark(to) == \at(mark(from), Pre); */
	/*@ assert parents: \forall integer v; is_live(v) && v != to ==>
	      parent_map[v] == renamed(\at(parent_map[v], Pre), from, to); */
	/*@ assert parent: parent_map[to] == \at(parent_map[from], Pre) && parent_map[to] != from; */
	/*@ assert overlaps: \forall integer v, w; is_live(v) && is_live(w) && v != to && w != to ==>
	      (overlaps(v, w) <==> overlaps{Pre}(v, w)); */
	/*@ assert overlaps_to: \forall integer v; is_live(v) && v != to ==>
	      (overlaps(v, to) <==> overlaps{Pre}(v, from)) && (overlaps(to, v) <==> overlaps{Pre}(from, v)); */
	//@ assert memory_range: memory_range;
	//@ assert memory_type: memory_type;
	//@ assert memory_free: memory_free;
	/*@ assert clean_was: \forall integer v, g; is_untyped{Pre}(v) && g < GRANULES
	      && mark{Pre}(v) <= g < \at(slot_window[v].object, Pre) + \at(slot_window[v].word1, Pre) ==>
	      zero_map[g] == 1; */
	/*@ assert clean_others: \forall integer v, g; is_untyped(v) && v != to && g < GRANULES
	      && mark(v) <= g < slot_window[v].object + slot_window[v].word1 ==> zero_map[g] == 1; */
	//@ assert memory_clean: memory_clean;
	/*@ assert inside_up: parent_map[to] != 0 ==> is_live(parent_map[to])
	      && slot_window[parent_map[to]].object <= slot_window[to].object && end(to) <= end(parent_map[to])
	      && (slot_window[parent_map[to]].type == CAP_UNTYPED ==> end(to) <= mark(parent_map[to])); */
	/*@ assert inside_down: \forall integer v; is_live(v) && v != to && \at(parent_map[v], Pre) == from ==>
	      slot_window[to].object <= slot_window[v].object && end(v) <= end(to)
	      && (slot_window[to].type == CAP_UNTYPED ==> end(v) <= mark(to)); */
	/*@ assert rest_parent: \forall integer v; is_live(v) && v != to && \at(parent_map[v], Pre) != from
	      && parent_map[v] != 0 ==> is_live{Pre}(v) && parent_map[v] == \at(parent_map[v], Pre)
	      && parent_map[v] != to && is_live(parent_map[v]); */
	/*@ assert inside_before: \forall integer v; is_live{Pre}(v) && \at(parent_map[v], Pre) != 0 ==>
	      \at(slot_window[parent_map[v]].object, Pre) <= \at(slot_window[v].object, Pre)
	      && end{Pre}(v) <= end{Pre}(\at(parent_map[v], Pre))
	      && (\at(slot_window[parent_map[v]].type, Pre) == CAP_UNTYPED ==>
	            end{Pre}(v) <= mark{Pre}(\at(parent_map[v], Pre))); */
	/*@ assert inside_rest: \forall integer v; is_live(v) && v != to && \at(parent_map[v], Pre) != from
	      && parent_map[v] != 0 ==>
	      slot_window[parent_map[v]].object <= slot_window[v].object && end(v) <= end(parent_map[v])
	      && (slot_window[parent_map[v]].type == CAP_UNTYPED ==> end(v) <= mark(parent_map[v])); */
	//@ assert memory_inside: memory_inside;
	/*@ assert nested_was: \forall integer v, u; is_live(v) && is_untyped(u) && v != to && u != to
	      && overlaps(v, u) && rank_map[v] < rank_map[u] ==>
	      \at(parent_map[v], Pre) == u
	      || (\at(parent_map[v], Pre) != 0 && is_live{Pre}(\at(parent_map[v], Pre))
	          && overlaps{Pre}(\at(parent_map[v], Pre), u)
	          && \at(rank_map[\at(parent_map[v], Pre)], Pre) < rank_map[u]); */
	/*@ assert nested_rest: \forall integer v, u; is_live(v) && is_untyped(u) && v != to && u != to
	      && \at(parent_map[v], Pre) != from && overlaps(v, u) && rank_map[v] < rank_map[u] ==>
	      parent_map[v] == u
	      || (parent_map[v] != 0 && overlaps(parent_map[v], u) && rank_map[parent_map[v]] < rank_map[u]); */
	/*@ assert nested_down: \forall integer v, u; is_live(v) && is_untyped(u) && v != to && u != to
	      && \at(parent_map[v], Pre) == from && overlaps(v, u) && rank_map[v] < rank_map[u] ==>
	      parent_map[v] == to && overlaps(to, u) && rank_map[to] < rank_map[u]; */
	/*@ assert nested_others: \forall integer v, u; is_live(v) && is_untyped(u) && v != to && u != to
	      && overlaps(v, u) && rank_map[v] < rank_map[u] ==> parent_map[v] == u
	      || (parent_map[v] != 0 && overlaps(parent_map[v], u) && rank_map[parent_map[v]] < rank_map[u]); */
	/*@ assert nested_below: \forall integer v; is_live(v) && is_untyped(to) && v != to
	      && overlaps(v, to) && rank_map[v] < rank_map[to] ==> parent_map[v] == to
	      || (parent_map[v] != 0 && overlaps(parent_map[v], to) && rank_map[parent_map[v]] < rank_map[to]); */
	/*@ assert above_untyped: \forall integer u; is_untyped(u) && u != to ==>
	      is_untyped{Pre}(u) && u != from && rank_map[u] == \at(rank_map[u], Pre); */
	/*@ assert above_other: \at(parent_map[from], Pre) != 0 ==>
	      is_live(\at(parent_map[from], Pre)) && \at(parent_map[from], Pre) != to
	      && rank_map[\at(parent_map[from], Pre)] == \at(rank_map[parent_map[from]], Pre); */
	/*@ assert above_meets: \forall integer u; is_untyped(u) && u != to && \at(parent_map[from], Pre) != 0 ==>
	      (overlaps(\at(parent_map[from], Pre), u) <==> overlaps{Pre}(\at(parent_map[from], Pre), u))
	      && (overlaps(to, u) <==> overlaps{Pre}(from, u)); */
	/*@ assert above_was: \forall integer u; is_untyped(u) && u != to
	      && overlaps{Pre}(from, u) && \at(rank_map[from], Pre) < \at(rank_map[u], Pre) ==>
	      \at(parent_map[from], Pre) == u
	      || (\at(parent_map[from], Pre) != 0 && overlaps{Pre}(\at(parent_map[from], Pre), u)
	          && \at(rank_map[parent_map[from]], Pre) < \at(rank_map[u], Pre)); */
	/*@ assert nested_above: \forall integer u; is_untyped(u) && u != to
	      && overlaps(to, u) && rank_map[to] < rank_map[u] ==> parent_map[to] == u
	      || (parent_map[to] != 0 && overlaps(parent_map[to], u) && rank_map[parent_map[to]] < rank_map[u]); */
	//@ assert memory_nested: memory_nested;
	/*@ assert older_was: \forall integer v, u; is_live{Pre}(v) && is_untyped{Pre}(u)
	      && overlaps{Pre}(v, u) && \at(rank_map[u], Pre) < \at(rank_map[v], Pre) ==>
	      \at(slot_window[v].type, Pre) == CAP_UNTYPED && end{Pre}(u) <= mark{Pre}(v); */
	/*@ assert older_others: \forall integer v, u; is_live(v) && is_untyped(u) && v != to && u != to
	      && overlaps(v, u) && rank_map[u] < rank_map[v] ==>
	      slot_window[v].type == CAP_UNTYPED && end(u) <= mark(v); */
	/*@ assert older_to: \forall integer u; is_untyped(u) && u != to
	      && overlaps(to, u) && rank_map[u] < rank_map[to] ==>
	      slot_window[to].type == CAP_UNTYPED && end(u) <= mark(to); */
	/*@ assert older_from: \forall integer v; is_live(v) && v != to && is_untyped(to)
	      && overlaps(v, to) && rank_map[to] < rank_map[v] ==>
	      slot_window[v].type == CAP_UNTYPED && end(to) <= mark(v); */
	//@ assert memory_older: memory_older;
	//@ assert shapes: shapes;
}

void capability_move(uint32_t from, uint32_t to)
{
	capability_carry(from, to);
	//@ ghost owner_follow(to);
	//@ assert object_cap: \forall integer v; is_object_cap(v) && v != to <==> is_object_cap{Pre}(v) && v != from;
	//@ assert covers: \forall integer v, g; is_live(v) && v != to ==> (covers(v, g) <==> covers{Pre}(v, g));
	//@ assert covers_to: \forall integer g; covers(to, g) <==> covers{Pre}(from, g);
	/*@ assert owner: \forall integer g; 0 <= g < LINE_END && \at(owner_map[g], Pre) != OWNER_KERNEL
	      && is_object_cap{Pre}(\at(owner_map[g], Pre)) && covers{Pre}(\at(owner_map[g], Pre), g) ==>
	      owner_map[g] == renamed(\at(owner_map[g], Pre), from, to); */
	/*@ assert unowned: \forall integer g; 0 <= g < LINE_END
	      && (\at(owner_map[g], Pre) == OWNER_KERNEL || \at(owner_map[g], Pre) == 0) ==>
	      owner_map[g] == \at(owner_map[g], Pre); */
	/*@ assert had: \forall integer v; is_object_cap{Pre}(v) ==>
	      is_owner{Pre}(\at(owner_map[slot_window[v].object], Pre), v)
	      && covers{Pre}(\at(owner_map[slot_window[v].object], Pre), \at(slot_window[v].object, Pre))
	      && 0 <= \at(slot_window[v].object, Pre) < LINE_END; */
	/*@ assert has: \forall integer v; is_object_cap{Pre}(v) ==>
	      owner_map[\at(slot_window[v].object, Pre)]
	      == renamed(\at(owner_map[slot_window[v].object], Pre), from, to); */
	/*@ assert caps_others: \forall integer v; is_object_cap(v) && v != to ==>
	      is_owner(owner_map[slot_window[v].object], v)
	      && (owns(v) ==> owner_map[slot_window[v].object] == v); */
	/*@ assert caps_to: is_object_cap(to) ==> is_owner(owner_map[slot_window[to].object], to)
	      && (owns(to) ==> owner_map[slot_window[to].object] == to); */
	//@ assert owners_caps: owners_caps;
	/*@ assert range_pre: \forall integer v, g; is_object_cap{Pre}(v) && covers{Pre}(v, g) ==>
	      owner_map[g] == renamed(\at(owner_map[slot_window[v].object], Pre), from, to); */
	//@ assert owners_range: owners_range;
	/*@ assert loans_others: \forall integer v; is_object_cap(v) && !owns(v) && v != to ==>
	      parent_map[v] != 0 && is_object_cap(parent_map[v]) && same_object(parent_map[v], v); */
	//@ assert owners_loans: owners_loans;
	//@ assert owners_live: owners_live;
	/*@ assert kernels: \forall integer g; 0 <= g < LINE_END ==>
	      (owner_map[g] == OWNER_KERNEL <==> \at(owner_map[g], Pre) == OWNER_KERNEL); */
	/*@ assert kernel_before: \forall integer v, g; is_live{Pre}(v) && covers{Pre}(v, g) ==>
	      0 <= g < LINE_END && \at(owner_map[g], Pre) != OWNER_KERNEL; */
	//@ assert owners_kernel: owners_kernel;
	//@ assert owners_idle: owners_idle;
	//@ assert headers: \forall integer c; is_header(c) ==> c != from && c != to && same_capability{Pre, Here}(c, c);
	//@ assert dying_slots: dying_slots;
	//@ assert dying_headers: dying_headers;
	/*@ assert whole_before: \forall integer c, g; is_header(c)
	      && c <= g < c + \at(slot_window[c].size, Pre) ==> dying_map[g] == c; */
	/*@ assert sizes: \forall integer c; is_header(c) ==> slot_window[c].size == \at(slot_window[c].size, Pre)
	      && slot_window[c].word0 == \at(slot_window[c].word0, Pre); */
	//@ assert dying_whole: dying_whole;
	/*@ assert emptied_before: \forall integer c, g; is_header(c)
	      && c <= g < c + \at(slot_window[c].word0, Pre) ==> \at(slot_window[g].type, Pre) == CAP_NULL; */
	/*@ assert bounds: \forall integer c; is_header(c) ==>
	      slot_window[c].word0 <= \at(slot_window[c].size, Pre); */
	/*@ assert apart: \forall integer c; is_header(c) ==> !(c <= to < c + slot_window[c].word0); */
	/*@ assert missed: \forall integer c, g; is_header(c) && c <= g < c + slot_window[c].word0 ==> g != to; */
	/*@ assert emptied: \forall integer c, g; is_header(c) && c <= g < c + slot_window[c].word0 ==>
	      0 <= g < GRANULES && g != to && \at(slot_window[g].type, Pre) == CAP_NULL; */
	/*@ assert emptied_still: \forall integer g; 0 <= g < GRANULES && g != to
	      && \at(slot_window[g].type, Pre) == CAP_NULL ==> slot_window[g].type == CAP_NULL; */
	/*@ assert emptied_now: \forall integer c, g; is_header(c) && c <= g < c + slot_window[c].word0 ==>
	      slot_window[g].type == CAP_NULL; */
	//@ assert dying_emptied: dying_emptied;
	/*@ assert listed: \forall integer i; 1 <= i <= dying_count ==> is_header(dying_stack[i])
	      && slot_window[dying_stack[i]].object == \at(slot_window[dying_stack[i]].object, Pre); */
	/*@ assert links: \forall integer i; 1 < i <= dying_count ==>
	      slot_window[dying_stack[i]].object == dying_stack[i - 1]; */
	//@ assert bottom: 1 <= dying_count ==> slot_window[dying_stack[1]].object == 0;
	//@ assert dying_list: dying_list;
	/*@ assert same: \forall integer v; is_live(v) && v != to ==> is_live{Pre}(v) && v != from
	      && same_capability{Pre, Here}(v, v); */
	/*@ assert were: \forall integer v; is_object_cap(v) && !owns(v) && v != to ==>
	      is_object_cap{Pre}(v) && !owns{Pre}(v); */
	/*@ assert sources_before: \forall integer v; is_object_cap{Pre}(v) && !owns{Pre}(v) ==>
	      is_object_cap{Pre}(\at(parent_map[v], Pre)) && \at(parent_map[v], Pre) != to; */
	/*@ assert sources_were: \forall integer v; is_object_cap(v) && !owns(v) && v != to ==>
	      is_object_cap{Pre}(\at(parent_map[v], Pre)) && \at(parent_map[v], Pre) != to; */
	/*@ assert sources_from: \forall integer v; is_object_cap(v) && !owns(v) && v != to
	      && \at(parent_map[v], Pre) == from ==> parent_map[v] == to; */
	/*@ assert sources_kept: \forall integer v; is_object_cap(v) && !owns(v) && v != to
	      && \at(parent_map[v], Pre) != from ==> parent_map[v] == \at(parent_map[v], Pre)
	      && same_capability{Pre, Here}(parent_map[v], parent_map[v]); */
	/*@ assert sources_others: \forall integer v; is_object_cap(v) && !owns(v) && v != to ==>
	      is_object_cap{Pre}(v) && !owns{Pre}(v) && same_capability{Pre, Here}(v, v)
	      && slot_window[parent_map[v]].rights == \at(slot_window[parent_map[v]].rights, Pre)
	      && slot_window[parent_map[v]].word0 == \at(slot_window[parent_map[v]].word0, Pre)
	      && slot_window[parent_map[v]].word1 == \at(slot_window[parent_map[v]].word1, Pre); */
	/*@ assert source_to: is_object_cap(to) && !owns(to) ==> is_object_cap{Pre}(from) && !owns{Pre}(from)
	      && slot_window[parent_map[to]].rights == \at(slot_window[parent_map[from]].rights, Pre)
	      && slot_window[parent_map[to]].word0 == \at(slot_window[parent_map[from]].word0, Pre)
	      && slot_window[parent_map[to]].word1 == \at(slot_window[parent_map[from]].word1, Pre); */
	/*@ assert rights_before: \forall integer v; is_object_cap{Pre}(v) && !owns{Pre}(v) ==>
	      no_wider(\at(slot_window[parent_map[v]].rights, Pre), \at(slot_window[v].rights, Pre)); */
	//@ assert loans_rights: loans_rights;
	//@ assert loans_badges: loans_badges;
}

void capability_mark(uint32_t s, uint32_t word0, uint32_t word1)
{
	SLOT(s).word0 = word0;
	SLOT(s).word1 = word1;
	//@ assert others: slots_stay_but{Pre, Here}(s);
	//@ assert live: \forall integer v; is_live(v) <==> is_live{Pre}(v);
	/*@ assert same: \forall integer v; 0 <= v < GRANULES ==> end(v) == \at(end(v), Pre)
	      && (is_untyped(v) ==> mark(v) == \at(mark(v), Pre)); */
	/*@ assert overlaps: \forall integer v, w; is_live(v) && is_live(w) ==>
	      (overlaps(v, w) <==> overlaps{Pre}(v, w)); */
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
	//@ assert covers: \forall integer v, g; covers(v, g) <==> covers{Pre}(v, g);
	//@ assert owners_caps: owners_caps;
	//@ assert owners_range: owners_range;
	//@ assert owners_loans: owners_loans;
	//@ assert owners_live: owners_live;
	//@ assert owners_kernel: owners_kernel;
	//@ assert owners_idle: owners_idle;
	//@ assert headers: \forall integer c; is_header(c) ==> c != s && same_capability{Pre, Here}(c, c);
	//@ assert dying_slots: dying_slots;
	//@ assert dying_headers: dying_headers;
	//@ assert dying_whole: dying_whole;
	//@ assert dying_emptied: dying_emptied;
	//@ assert dying_list: dying_list;
	//@ assert loans_rights: loans_rights;
	//@ assert loans_badges: loans_badges;
}

/*@ ghost
  void in_cnode_apart(uint32_t s)
  {
    uint32_t t = s / THREAD_GRANULES;
    uint32_t g = t * THREAD_GRANULES + THREAD_SLOTS;
    uint32_t o = owner_map[g];
    /@ assert owner: is_owner(owner_map[s], owner_map[s]); @/
    /@ assert whole: in_thread(s) ==> type_map[g] == CAP_THREAD && type_map[s] == CAP_CNODE; @/
    /@ assert live: in_thread(s) ==> o == OWNER_KERNEL || (is_object_cap(o) && covers(o, g)); @/
    /@ assert as_said: in_thread(s) && o != OWNER_KERNEL ==>
         type_map[g] == type_at(slot_window[o].type, slot_window[o].object, g); @/
    /@ assert type: in_thread(s) && o != OWNER_KERNEL ==> slot_window[o].type == CAP_THREAD; @/
    /@ assert block: in_thread(s) && o != OWNER_KERNEL ==>
         is_block(slot_window[o].object, slot_window[o].size, THREAD_GRANULES); @/
    /@ assert object: in_thread(s) && o != OWNER_KERNEL ==>
         slot_window[o].object == t * THREAD_GRANULES && covers(o, s); @/
    /@ assert other: in_thread(s) && o != OWNER_KERNEL ==> owner_map[s] == owner_map[g]; @/
  }
*/

/*@ ghost
  void object_named(uint32_t s)
  {
    /@ assert covered: covers(s, slot_window[s].object); @/
  }
*/

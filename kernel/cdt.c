// SPDX-License-Identifier: Apache-2.0
/*
 * The derivation tree: see cdt.h for its picture.
 */
#include "cdt.h"

/* The capability moves in; the links are the caller's business. */
/*@ requires slot: is_slot(s);
    assigns slot_window[s].type, slot_window[s].rights, slot_window[s].object,
            slot_window[s].size, slot_window[s].word0, slot_window[s].word1;
    ensures filled: holds(s, c); */
static void slot_fill(uint32_t s, struct capability c)
{
	SLOT(s).type = c.type;
	SLOT(s).rights = c.rights;
	SLOT(s).object = c.object;
	SLOT(s).size = c.size;
	SLOT(s).word0 = c.word0;
	SLOT(s).word1 = c.word1;
}

/*@ requires slot: is_slot(s);
    assigns slot_window[s];
    ensures zero: zero_slot(s); */
static void slot_zero(uint32_t s)
{
	SLOT(s).type = CAP_NULL;
	SLOT(s).rights = 0;
	SLOT(s).up = 0;
	SLOT(s).depth = 0;
	SLOT(s).object = 0;
	SLOT(s).size = 0;
	SLOT(s).first = 0;
	SLOT(s).next = 0;
	SLOT(s).prev = 0;
	SLOT(s).word0 = 0;
	SLOT(s).word1 = 0;
}

void cdt_insert_root(uint32_t s, struct capability c)
{
	slot_fill(s, c);
	SLOT(s).up = 0;
	SLOT(s).depth = 0;
	SLOT(s).first = 0;
	SLOT(s).next = 0;
	SLOT(s).prev = 0;
	//@ ghost rank_map[s] = cdt_clock;
	//@ ghost cdt_clock = cdt_clock - 1;
}

void cdt_insert_child(uint32_t parent, uint32_t s, struct capability c)
{
	uint32_t first = SLOT(parent).first;
	uint8_t depth = SLOT(parent).depth;

	slot_fill(s, c);
	SLOT(s).up = 1;
	SLOT(s).depth = (uint8_t)(depth + 1u);
	SLOT(s).first = 0;
	SLOT(s).next = first;
	SLOT(s).prev = parent;
	if (first != 0) {
		SLOT(first).prev = s;
		SLOT(first).up = 0;
	}
	SLOT(parent).first = s;
	//@ ghost parent_map[s] = parent;
	//@ ghost rank_map[s] = cdt_clock;
	//@ ghost cdt_clock = cdt_clock - 1;
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

/*@ ghost
  /@ requires slots: 0 < from < GRANULES && 0 < to < GRANULES && from != to;
     assigns parent_map[0 .. GRANULES - 1];
     ensures ends: parent_map[to] == \old(parent_map[from]) && parent_map[from] == 0;
     ensures renamed: \forall integer i; 0 <= i < GRANULES && i != from && i != to ==>
               parent_map[i] == renamed(\old(parent_map[i]), from, to); @/
  void parents_rename(uint32_t from, uint32_t to)
  {
    parent_map[to] = parent_map[from];
    parent_map[from] = 0;
    uint32_t k = 0;
    /@ loop invariant range: 0 <= k <= GRANULES;
       loop invariant done: \forall integer i; 0 <= i < k && i != from && i != to ==>
         parent_map[i] == renamed(\at(parent_map[i], Pre), from, to);
       loop invariant rest: \forall integer i; k <= i < GRANULES && i != from && i != to ==>
         parent_map[i] == \at(parent_map[i], Pre);
       loop invariant ends: parent_map[to] == \at(parent_map[from], Pre) && parent_map[from] == 0;
       loop assigns k, parent_map[0 .. GRANULES - 1];
       loop variant GRANULES - k; @/
    while (k < GRANULES) {
      if (k != from && k != to && parent_map[k] == from)
        parent_map[k] = to;
      k++;
    }
  }
*/

/* Moves a node: whoever named `from` names `to`. */
/*@ requires tree: cdt;
    requires source: is_live(from);
    requires empty: is_null(to);
    assigns slot_window[from], slot_window[to], slot_window[slot_window[from].next].prev,
            slot_window[slot_window[from].prev].next, slot_window[slot_window[from].prev].first,
            slot_window[slot_window[from].first].prev;
    ensures moved: slot_window[to] == \old(slot_window[from]);
    ensures gone: zero_slot(from);
    ensures renamed: \forall integer i; is_live{Pre}(i) && i != from ==>
              same_capability{Pre, Post}(i, i)
              && slot_window[i].up == \old(slot_window[i].up)
              && slot_window[i].depth == \old(slot_window[i].depth)
              && slot_window[i].first == renamed(\old(slot_window[i].first), from, to)
              && slot_window[i].next == renamed(\old(slot_window[i].next), from, to)
              && slot_window[i].prev == renamed(\old(slot_window[i].prev), from, to); */
static void slot_move(uint32_t from, uint32_t to)
{
	uint32_t first = SLOT(from).first;
	uint32_t next = SLOT(from).next;
	uint32_t prev = SLOT(from).prev;
	uint8_t up = SLOT(from).up;

	/*@ assert next: next != 0 ==> next != from && next != to && is_live(next)
	      && parent_map[next] == parent_map[from] && rank_map[from] < rank_map[next]; */
	/*@ assert prev: prev != 0 && up == 0 ==> prev != from && prev != to && is_live(prev)
	      && slot_window[prev].next == from && parent_map[prev] == parent_map[from]
	      && rank_map[prev] < rank_map[from]; */
	/*@ assert parent: prev != 0 && up != 0 ==> prev == parent_map[from] && prev != from
	      && prev != to && is_live(prev) && slot_window[prev].first == from; */
	/*@ assert apart: next != 0 ==> next != prev && next != parent_map[from]; */
	/*@ assert first: first != 0 ==> first != from && first != to && first != next
	      && first != prev && is_live(first) && parent_map[first] == from
	      && rank_map[first] < rank_map[from]; */
	SLOT(to) = SLOT(from);
	if (next != 0)
		SLOT(next).prev = to;
	if (prev != 0 && up != 0)
		SLOT(prev).first = to;
	if (prev != 0 && up == 0)
		SLOT(prev).next = to;
	if (first != 0)
		SLOT(first).prev = to;
	slot_zero(from);
}

/*@ ghost
  /@ requires others: \forall integer i, k; is_live(i) && is_live(k) && i != to && k != to
               && parent_map[i] == parent_map[k] && parent_map[i] != 0 && rank_map[i] < rank_map[k] ==>
               slot_window[i].next != 0 && rank_map[slot_window[i].next] <= rank_map[k];
     requires before: \forall integer i; is_live(i) && i != to
               && parent_map[i] == parent_map[to] && parent_map[i] != 0 && rank_map[i] < rank_map[to] ==>
               slot_window[i].next != 0 && rank_map[slot_window[i].next] <= rank_map[to];
     requires after: \forall integer k; is_live(k) && k != to
               && parent_map[to] == parent_map[k] && parent_map[k] != 0 && rank_map[to] < rank_map[k] ==>
               slot_window[to].next != 0 && rank_map[slot_window[to].next] <= rank_map[k];
     assigns \nothing;
     ensures gap: cdt_gap; @/
  void gap_joined(uint32_t to)
  {
  }
*/

void cdt_move(uint32_t from, uint32_t to)
{
	slot_move(from, to);
	//@ ghost parents_rename(from, to);
	//@ ghost rank_map[to] = rank_map[from];
	/*@ assert live: \forall integer i; is_live(i) <==> i == to || (is_live{Pre}(i) && i != from); */
	//@ assert part_null: cdt_null;
	//@ assert part_parent: cdt_parent;
	//@ assert part_depth: cdt_depth;
	//@ assert part_first: cdt_first;
	//@ assert part_next: cdt_next;
	//@ assert part_prev: cdt_prev;
	//@ assert part_head: cdt_head;
	//@ assert part_root: cdt_root;
	/*@ assert newest_to: parent_map[to] != 0 && slot_window[parent_map[to]].first != to ==>
	      rank_map[slot_window[parent_map[to]].first] < rank_map[to]; */
	/*@ assert newest_others: \forall integer i; is_live(i) && i != to && parent_map[i] != 0
	      && slot_window[parent_map[i]].first != i ==>
	      rank_map[slot_window[parent_map[i]].first] < rank_map[i]; */
	//@ assert part_newest: cdt_newest;
	//@ assert part_ranks: cdt_ranks;
	//@ assert part_past: cdt_past;
	/*@ assert nexts: \forall integer i; is_live(i) && i != to && \at(slot_window[i].next, Pre) != 0 ==>
	      slot_window[i].next != 0
	      && rank_map[slot_window[i].next] == \at(rank_map[slot_window[i].next], Pre); */
	/*@ assert siblings: \forall integer i, k; is_live(i) && is_live(k) && i != to && k != to
	      && parent_map[i] == parent_map[k] && parent_map[i] != 0 ==> is_live{Pre}(i) && is_live{Pre}(k)
	      && \at(parent_map[i], Pre) == \at(parent_map[k], Pre) && \at(parent_map[i], Pre) != 0; */
	/*@ assert gap_was: \forall integer i, k; is_live(i) && is_live(k) && i != to && k != to
	      && parent_map[i] == parent_map[k] && parent_map[i] != 0 && rank_map[i] < rank_map[k] ==>
	      \at(slot_window[i].next, Pre) != 0
	      && \at(rank_map[slot_window[i].next], Pre) <= rank_map[k]; */
	/*@ assert gap_others: \forall integer i, k; is_live(i) && is_live(k) && i != to && k != to
	      && parent_map[i] == parent_map[k] && parent_map[i] != 0 && rank_map[i] < rank_map[k] ==>
	      slot_window[i].next != 0 && rank_map[slot_window[i].next] <= rank_map[k]; */
	/*@ assert gap_before: \forall integer i; is_live(i) && i != to
	      && parent_map[i] == parent_map[to] && parent_map[i] != 0 && rank_map[i] < rank_map[to] ==>
	      slot_window[i].next != 0 && rank_map[slot_window[i].next] <= rank_map[to]; */
	/*@ assert gap_after: \forall integer k; is_live(k) && k != to
	      && parent_map[to] == parent_map[k] && parent_map[k] != 0 && rank_map[to] < rank_map[k] ==>
	      slot_window[to].next != 0 && rank_map[slot_window[to].next] <= rank_map[k]; */
	//@ ghost gap_joined(to);
}

void cdt_remove(uint32_t s)
{
	uint32_t next = SLOT(s).next;
	uint32_t prev = SLOT(s).prev;
	uint8_t up = SLOT(s).up;

	/*@ assert next: next != 0 ==> next != s && is_live(next)
	      && parent_map[next] == parent_map[s] && rank_map[s] < rank_map[next]; */
	/*@ assert prev: prev != 0 && up == 0 ==> prev != s && is_live(prev)
	      && slot_window[prev].next == s && parent_map[prev] == parent_map[s]
	      && rank_map[prev] < rank_map[s]; */
	/*@ assert parent: prev != 0 && up != 0 ==> prev == parent_map[s] && prev != s
	      && is_live(prev) && slot_window[prev].first == s; */
	/*@ assert apart: next != 0 ==> next != prev && next != parent_map[s]; */
	/*@ assert above: parent_map[s] != 0 ==> parent_map[s] != s
	      && (prev != 0 && up == 0 ==> parent_map[s] != prev); */
	if (next != 0) {
		SLOT(next).prev = prev;
		SLOT(next).up = up;
	}
	if (prev != 0 && up != 0)
		SLOT(prev).first = next;
	if (prev != 0 && up == 0)
		SLOT(prev).next = next;
	slot_zero(s);
	//@ ghost parent_map[s] = 0;
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

uint32_t cdt_leaf(uint32_t s)
{
	uint32_t leaf = s;

	/*@ loop invariant live: is_live(leaf);
	    loop invariant derived: derived(s, leaf);
	    loop invariant self: leaf == s || slot_window[s].first != 0;
	    loop assigns leaf;
	    loop variant DERIVATION_DEPTH_MAX - slot_window[leaf].depth; */
	while (SLOT(leaf).first != 0)
		leaf = SLOT(leaf).first;
	return leaf;
}

/*@ ghost
  void cdt_childless(uint32_t s)
  {
    /@ assert parent_map[slot_window[s].first] == s || slot_window[s].first == 0; @/
  }
*/

// SPDX-License-Identifier: Apache-2.0
/* CSpace lookup: see cspace.h. */
#include "cspace.h"

#define ADDRESS_BITS 32u

/* The `count` bits of x from bit `from` on. */
/*@ requires bits: from < ADDRESS_BITS && count < ADDRESS_BITS;
    assigns \nothing;
    ensures bits: \result == bits_of(x, from, count); */
static uint32_t bits_at(uint32_t x, uint32_t from, uint32_t count)
{
	return x / bit(from) % bit(count);
}

/* One step down: which slot of the CNode of slot s the next of `depth` bits of index name, 0 for
   none; `rest` is what remains of the depth. */
struct step {
	uint32_t offset;
	uint32_t rest;
};
/*@ requires cnodes: cnodes;
    requires slot: is_slot(s) && slot_window[s].type == CAP_CNODE;
    requires depth: depth <= ADDRESS_BITS;
    assigns \nothing;
    ensures shorter: \result.offset != 0 ==> \result.rest < depth;
    ensures inside: \result.offset < slot_window[s].size;
    ensures leads: \result.offset != 0 ==>
        \exists integer r; leads(s, index, depth, r, \result.offset, \result.rest);
    ensures only: \forall integer r, o, rest; leads(s, index, depth, r, o, rest) ==>
        o == \result.offset && rest == \result.rest; */
static struct step cspace_step(uint32_t s, uint32_t index, uint32_t depth)
{
	uint32_t guard_bits = SLOT(s).word1, radix = highest_bit(SLOT(s).size), offset;
	struct step step;

	step.offset = 0;
	step.rest = 0;
	if (guard_bits > depth || radix > depth - guard_bits)
		return step;
	depth = depth - guard_bits;
	if (guard_bits != 0 && bits_at(index, depth, guard_bits) != SLOT(s).word0)
		return step;
	depth = depth - radix;
	offset = bits_at(index, depth, radix);
	if (offset >= SLOT(s).size)
		return step;
	step.offset = offset;
	step.rest = depth;
	//@ assert leads: offset != 0 ==> leads(s, index, \at(depth, Pre), radix, offset, step.rest);
	return step;
}

struct lookup cspace_lookup(uint32_t root, uint32_t index, uint32_t depth)
{
	struct lookup none, found;
	struct step step;
	uint32_t level, s = root;

	none.slot = 0;
	none.room = 0;
	/*@ assert shaped: \forall integer c; is_slot(c) && slot_window[c].type == CAP_CNODE ==> is_live(c)
	      && 2 <= slot_window[c].size && 0 < slot_window[c].object && end(c) <= GRANULES; */
	/*@ assert as_said: \forall integer c, g; is_slot(c) && slot_window[c].type == CAP_CNODE
	      && slot_window[c].object <= g < end(c) ==>
	      type_map[g] == type_at(slot_window[c].type, slot_window[c].object, g); */
	/*@ assert typed: \forall integer c, g; is_slot(c) && slot_window[c].type == CAP_CNODE
	      && slot_window[c].object <= g < end(c) ==> type_map[g] == CAP_CNODE; */
	//@ assert cnodes: cnodes;
	if (depth > ADDRESS_BITS)
		return none;
	/*@ loop invariant 0 <= level <= CSPACE_LEVELS_MAX;
	    loop invariant is_slot(s) && depth <= ADDRESS_BITS;
	    loop invariant counted: \at(steps_left, Pre) - steps_left == level;
	    loop invariant on: \forall integer d; names(root, index, \at(depth, Pre), CSPACE_LEVELS_MAX, d)
          <==> names(s, index, depth, CSPACE_LEVELS_MAX - level, d);
	    loop assigns level, s, depth, step, found, steps_left;
	    loop variant CSPACE_LEVELS_MAX - level; */
	for (level = 0; level < CSPACE_LEVELS_MAX; level++) {
		//@ ghost steps_left = steps_left - 1;
		if (SLOT(s).type != CAP_CNODE)
			return none;
		step = cspace_step(s, index, depth);
		if (step.offset == 0)
			return none;
		if (step.rest == 0) {
			found.slot = SLOT(s).object + step.offset;
			found.room = SLOT(s).size - step.offset;
			//@ assert owner: is_owner(owner_map[slot_window[s].object], s);
			//@ assert cap: is_object_cap(s);
			//@ assert covered: \forall integer i; found.slot <= i < found.slot + found.room ==> covers(s, i);
			/*@ assert owned: \forall integer i; found.slot <= i < found.slot + found.room ==>
			      owner_map[i] == owner_map[slot_window[s].object]; */
			/*@ assert named: \forall integer i; found.slot <= i < found.slot + found.room ==> in_cnode(i); */
			return found;
		}
		depth = step.rest;
		s = SLOT(s).object + step.offset;
	}
	return none;
}

uint32_t cspace_slot(uint32_t t, uint32_t address)
{
	return cspace_lookup(t * THREAD_GRANULES + THREAD_SLOT_CSPACE, address, ADDRESS_BITS).slot;
}

uint32_t cspace_root(uint32_t t, uint32_t root)
{
	uint32_t s = t * THREAD_GRANULES + THREAD_SLOT_CSPACE;

	if (root != 0)
		s = cspace_slot(t, root);
	if (s == 0 || SLOT(s).type != CAP_CNODE)
		return 0;
	return s;
}

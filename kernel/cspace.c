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

// A CNode capability covers slots, of which all but slot 0 can be named.
/*@ ghost
    /@ requires core: core;
       requires slot: is_slot(s) && slot_window[s].type == CAP_CNODE;
       assigns \nothing;
       ensures cnodes: cnodes;
       ensures inside: \forall integer i; slot_window[s].object < i < end(s) ==> in_cnode(i); @/
    static void lem_cnode(uint32_t s)
    {
	/@ assert shaped: \forall integer c; is_slot(c) && slot_window[c].type == CAP_CNODE ==> is_live(c)
	     && 2 <= slot_window[c].size && 0 < slot_window[c].object && end(c) <= GRANULES; @/
	/@ assert as_said: \forall integer c, g; is_slot(c) && slot_window[c].type == CAP_CNODE
	     && slot_window[c].object <= g < end(c) ==>
	     type_map[g] == type_at(slot_window[c].type, slot_window[c].object, g); @/
	/@ assert typed: \forall integer c, g; is_slot(c) && slot_window[c].type == CAP_CNODE
	     && slot_window[c].object <= g < end(c) ==> type_map[g] == CAP_CNODE; @/
	/@ assert cnodes: cnodes; @/
	/@ assert owner: is_owner(owner_map[slot_window[s].object], s); @/
	/@ assert cap: is_object_cap(s); @/
	/@ assert covered: \forall integer i; slot_window[s].object < i < end(s) ==> covers(s, i); @/
	/@ assert owned: \forall integer i; slot_window[s].object < i < end(s) ==>
	     owner_map[i] == owner_map[slot_window[s].object]; @/
    }
*/

uint32_t cspace_near(uint32_t root, uint32_t index)
{
	uint32_t size = SLOT(root).size, bits = SLOT(root).word1, offset;

	if (SLOT(root).type != CAP_CNODE || bits == 0 || bits >= ADDRESS_BITS || size != bit(ADDRESS_BITS - bits))
		return 0;
	//@ ghost lem_cnode(root);
	offset = index % size;
	if (offset == 0 || index / size != SLOT(root).word0)
		return 0;
	//@ ghost lem_bit_alone(size, ADDRESS_BITS - bits);
	//@ ghost lem_high_bits(index, ADDRESS_BITS - bits);
	//@ assert leads: leads(root, index, ADDRESS_BITS, ADDRESS_BITS - bits, offset, 0);
	/*@ assert only: \forall integer r, o, rest; leads(root, index, ADDRESS_BITS, r, o, rest) ==>
	      r == ADDRESS_BITS - bits && o == offset && rest == 0; */
	return SLOT(root).object + offset;
}

/* Slot s of the CNode of the capability in slot c, and what is behind it. */
/*@ requires core: core;
    requires cnode: is_slot(c) && slot_window[c].type == CAP_CNODE;
    requires slot: slot_window[c].object < s < end(c);
    assigns \nothing;
    ensures slot: \result.slot == s;
    ensures inside: is_slots(s, \result.room) && in_cnodes(s, \result.room);
    ensures room: s + \result.room == end(owner_map[s]); */
static struct lookup cspace_found(uint32_t c, uint32_t s)
{
	struct lookup found;

	//@ ghost lem_cnode(c);
	//@ assert owner: is_owner(owner_map[slot_window[c].object], c);
	//@ assert cap: is_object_cap(c);
	//@ assert covered: \forall integer i; s <= i < end(c) ==> covers(c, i);
	/*@ assert owned: \forall integer i; s <= i < end(c) ==>
	      owner_map[i] == owner_map[slot_window[c].object]; */
	found.slot = s;
	found.room = SLOT(c).object + SLOT(c).size - s;
	return found;
}

/* cspace_lookup, CNode by CNode. */
/*@ requires core: core;
    requires root: is_slot(root);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures inside: \result.slot != 0 ==> is_slots(\result.slot, \result.room)
        && in_cnodes(\result.slot, \result.room);
    ensures room: \result.slot != 0 ==> \result.slot + \result.room == end(owner_map[\result.slot]);
    ensures found: \forall integer s; names(root, index, depth, CSPACE_LEVELS_MAX, s)
        <==> s == \result.slot && s != 0; */
static struct lookup cspace_walk(uint32_t root, uint32_t index, uint32_t depth)
{
	struct lookup none;
	struct step step;
	uint32_t level, s = root;

	none.slot = 0;
	none.room = 0;
	if (depth > ADDRESS_BITS)
		return none;
	/*@ loop invariant 0 <= level <= CSPACE_LEVELS_MAX;
	    loop invariant is_slot(s) && depth <= ADDRESS_BITS;
	    loop invariant counted: \at(steps_left, Pre) - steps_left == level;
	    loop invariant on: \forall integer d; names(root, index, \at(depth, Pre), CSPACE_LEVELS_MAX, d)
	      <==> names(s, index, depth, CSPACE_LEVELS_MAX - level, d);
	    loop assigns level, s, depth, step, steps_left;
	    loop variant CSPACE_LEVELS_MAX - level; */
	for (level = 0; level < CSPACE_LEVELS_MAX; level++) {
		//@ ghost steps_left = steps_left - 1;
		if (SLOT(s).type != CAP_CNODE)
			return none;
		//@ ghost lem_cnode(s);
		step = cspace_step(s, index, depth);
		if (step.offset == 0)
			return none;
		/*@ assert here: step.rest == 0 ==> \forall integer d;
		      names(s, index, depth, CSPACE_LEVELS_MAX - level, d) <==> d == slot_window[s].object + step.offset; */
		if (step.rest == 0)
			return cspace_found(s, SLOT(s).object + step.offset);
		depth = step.rest;
		s = SLOT(s).object + step.offset;
	}
	return none;
}

struct lookup cspace_lookup(uint32_t root, uint32_t index, uint32_t depth)
{
	uint32_t near = 0;

	if (depth == ADDRESS_BITS)
		near = cspace_near(root, index);
	if (near != 0)
		return cspace_found(root, near);
	return cspace_walk(root, index, depth);
}

/* The slot that the address names in the CSpace of slot root, 0 if none.  Apart, so that who finds it near
   saves no registers. */
/*@ requires core: core;
    requires root: is_slot(root);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures inside: \result != 0 ==> in_cnode(\result);
    ensures found: \forall integer s; names(root, address, ADDRESS_BITS, CSPACE_LEVELS_MAX, s)
        <==> s == \result && s != 0; */
__attribute__((noinline)) static uint32_t cspace_far(uint32_t root, uint32_t address)
{
	return cspace_lookup(root, address, ADDRESS_BITS).slot;
}

uint32_t cspace_slot(uint32_t t, uint32_t address)
{
	uint32_t root = t * THREAD_GRANULES + THREAD_SLOT_CSPACE, s = cspace_near(root, address);

	if (s != 0)
		return s;
	return cspace_far(root, address);
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

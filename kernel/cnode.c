// SPDX-License-Identifier: Apache-2.0
/* Capabilities in slots: see cnode.h. */
#include "cnode.h"
#include "../spec/vspace_survive.h"

int cnode_may_copy(uint32_t s)
{
	return SLOT(s).type != CAP_NULL && SLOT(s).type != CAP_UNTYPED && SLOT(s).type != CAP_PAGE_TABLE;
}

/* The value of a loan of what is in slot s. */
/*@ requires slot: is_slot(s);
    assigns \nothing;
    ensures same: \result.type == slot_window[s].type && \result.object == slot_window[s].object
        && \result.size == slot_window[s].size;
    ensures rights: \result.rights == (slot_window[s].rights & rights & RIGHT_ALL);
    ensures lent: \result.rights < RIGHT_OWN;
    ensures unmapped: slot_window[s].type == CAP_FRAME ==> \result.word0 == 0 && \result.word1 == 0;
    ensures words: slot_window[s].type != CAP_FRAME && slot_window[s].type != CAP_VSPACE ==>
        \result.word0 == slot_window[s].word0 && \result.word1 == slot_window[s].word1; */
static struct capability loan_of(uint32_t s, uint32_t rights)
{
	struct capability c;

	c.type = SLOT(s).type;
	c.object = SLOT(s).object;
	c.size = SLOT(s).size;
	c.word0 = 0;
	c.word1 = 0;
	if (c.type != CAP_FRAME && c.type != CAP_VSPACE) {
		c.word0 = SLOT(s).word0;
		c.word1 = SLOT(s).word1;
	}
	c.rights = SLOT(s).rights & rights & RIGHT_ALL;
	return c;
}

/* A loan between slots that users can name. */
/*@ requires core: core;
    requires spaces: spaces;
    requires held: held;
    requires from: is_live(from) && in_cnode(from) && may_copy(from);
    requires to: is_null(to) && in_cnode(to);
    requires loan: is_loan_of(from, c);
    requires unmapped: c.type == CAP_FRAME ==> c.word0 == 0 && c.word1 == 0;
    requires clock: cdt_clock > INT64_MIN;
    assigns slot_window[to], slot_window[from].first,
            slot_window[slot_window[from].first].prev, slot_window[slot_window[from].first].up,
            parent_map[to], rank_map[to], cdt_clock;
    ensures core: core;
    ensures spaces: spaces;
    ensures held: held;
    ensures status: \result == (\old(slot_window[from].depth) < DERIVATION_DEPTH_MAX
                                ? STATUS_OK : STATUS_TOO_DEEP);
    ensures loan: \result == STATUS_OK ==> holds(to, c) && parent_map[to] == from;
    ensures newest: \result == STATUS_OK ==>
        rank_map[to] == \old(cdt_clock) && cdt_clock == \old(cdt_clock) - 1;
    ensures others: slots_stay_but{Pre, Post}(to);
    ensures unchanged: \result != STATUS_OK ==> slot_stays{Pre, Post}(to); */
static enum status cnode_lend(uint32_t from, uint32_t to, struct capability c)
{
	enum status status;

	//@ ghost in_cnode_apart(from);
	//@ ghost in_cnode_apart(to);
	status = capability_lend(from, to, c);
	//@ assert loans: held_loans;
	//@ assert frames: held_frames;
	//@ assert buffers: held_buffers;
	//@ assert object: slot_object(to);
	//@ assert unmapped: !is_section_mapped(to) && !is_page_mapped(to);
	//@ assert untouched: mapping_untouched{Pre, Here}(to);
	return status;
}

/*@ ghost
  /@ requires slot: is_slot(s);
     requires same: c.type == slot_window[s].type && c.object == slot_window[s].object
       && c.size == slot_window[s].size;
     requires rights: c.rights == (slot_window[s].rights & rights & RIGHT_ALL) && c.rights < RIGHT_OWN;
     requires badge: (c.type == CAP_ENDPOINT || c.type == CAP_NOTIFICATION)
       && (slot_window[s].word0 != 0 || slot_window[s].word1 != 0) ==>
       c.word0 == slot_window[s].word0 && c.word1 == slot_window[s].word1;
     assigns \nothing;
     ensures loan: is_loan_of(s, c);
     ensures lent: lent(slot_window[s].type, slot_window[s].rights, slot_window[s].object,
       slot_window[s].size, slot_window[s].word0, slot_window[s].word1,
       c.type, c.rights, c.object, c.size, c.word0, c.word1); @/
  static void loan_lent(uint32_t s, struct capability c, uint32_t rights)
  {
  }
*/

enum status cnode_copy(uint32_t from, uint32_t to, uint32_t rights)
{
	struct capability c = loan_of(from, rights);

	//@ ghost loan_lent(from, c, rights);
	return cnode_lend(from, to, c);
}

/* May a loan of the capability in slot s carry these words? */
/*@ requires slot: is_slot(s);
    assigns \nothing;
    ensures valid: \result != 0 <==> may_mint(s, word1); */
static int mint_valid(uint32_t s, uint32_t word1)
{
	if (SLOT(s).type == CAP_CNODE)
		return word1 <= GUARD_BITS_MAX;
	if (SLOT(s).type != CAP_ENDPOINT && SLOT(s).type != CAP_NOTIFICATION)
		return 0;
	return SLOT(s).word0 == 0 && SLOT(s).word1 == 0;
}

enum status cnode_mint(uint32_t from, uint32_t to, uint32_t rights, uint32_t word0, uint32_t word1)
{
	struct capability c = loan_of(from, rights);

	if (!mint_valid(from, word1))
		return STATUS_INVALID_ARGUMENT;

	c.word0 = word0;
	c.word1 = word1;
	//@ ghost loan_lent(from, c, rights);
	return cnode_lend(from, to, c);
}

/*@ // Slot s is not slot 0 of a CNode that a capability covers.
    predicate no_head{L}(integer s) = \forall integer v;
      is_object_cap{L}(v) && slot_window[v].type == CAP_CNODE ==> slot_window[v].object != s;
*/

/*@ ghost
  /@ requires core: core;
     requires slot: in_cnode(s) || owner_map[s] == OWNER_KERNEL;
     assigns \nothing;
     ensures head: no_head(s); @/
  static void cnode_no_head(uint32_t s)
  {
    /@ assert owned: \forall integer v; is_object_cap(v) && slot_window[v].object == s ==>
         is_owner(owner_map[s], v) && slot_window[owner_map[s]].object == s; @/
  }
*/

/* Moves a capability between slots that are in no thread and not the first of a CNode. */
/*@ requires core: core;
    requires spaces: spaces;
    requires held: held;
    requires from: is_live(from) && !in_thread(from);
    requires to: is_null(to) && !in_thread(to) && dying_map[to] == 0 && no_head(to);
    assigns slot_window[0 .. GRANULES - 1], link_window[0 .. WORDS - 1],
            parent_map[0 .. GRANULES - 1], rank_map[to], owner_map[0 .. LINE_END - 1];
    ensures core: core;
    ensures spaces: spaces;
    ensures held: held;
    ensures moved: is_live(to) && slots_moved{Pre, Post}(from, to);
    ensures words: slot_window[to].word0 == \old(slot_window[from].word0)
        && slot_window[to].word1 == \old(slot_window[from].word1);
    ensures kernels: \forall integer g; 0 <= g < LINE_END ==>
        (owner_map[g] == OWNER_KERNEL <==> \old(owner_map[g]) == OWNER_KERNEL);
    ensures heads: \forall integer s; no_head{Pre}(s) ==> no_head(s); */
static void cnode_carry(uint32_t from, uint32_t to)
{
	//@ assert unmoved: is_null_slot(to) && 0 < from < GRANULES && 0 < to < GRANULES && from != to;
	capability_move(from, to);
	//@ assert others: \forall integer k; 0 <= k < GRANULES && k != from && k != to ==> mapping_as{Pre, Here}(k, k);
	//@ assert beyond: \forall integer k; !(0 <= k < GRANULES) ==> mapping_as{Pre, Here}(k, k);
	//@ assert ends: mapping_as{Pre, Here}(from, to) && types_kept{Pre, Here};
	//@ assert moved: mapping_moved{Pre, Here}(from, to);
	//@ assert relink: spaces_moved(to);
	vspace_relink(to);
	//@ assert loans: held_loans;
	//@ assert frames: held_frames;
	//@ assert buffers: held_buffers;
	//@ assert heads: held_heads;
}

void cnode_move(uint32_t from, uint32_t to)
{
	//@ ghost in_cnode_apart(from);
	//@ ghost in_cnode_apart(to);
	//@ ghost cnode_no_head(to);
	cnode_carry(from, to);
}

enum status cnode_mutate(uint32_t from, uint32_t to, uint32_t word0, uint32_t word1)
{
	if (!mint_valid(from, word1) || (SLOT(from).type != CAP_CNODE && SLOT(from).first != 0))
		return STATUS_INVALID_ARGUMENT;

	//@ ghost cdt_childless(from);
	cnode_move(from, to);
	//@ ghost Moved: ;
	/*@ assert childless: has_badge(slot_window[to].type) ==> \forall integer v; is_live(v) && v != to ==>
	      is_live{Pre}(v) && \at(parent_map[v], Pre) != from && \at(parent_map[v], Pre) != to
	      && parent_map[v] == \at(parent_map[v], Pre); */
	//@ assert self: parent_map[to] != to;
	//@ ghost cdt_childless(to);
	//@ assert leaf: has_badge(slot_window[to].type) ==> slot_window[to].first == 0;
	capability_mark(to, word0, word1);
	//@ assert object: slot_object(to);
	//@ assert untouched: mapping_untouched{Moved, Here}(to);
	return STATUS_OK;
}

void cnode_exchange(uint32_t a, uint32_t b)
{
	uint32_t scratch = kernel.scratch;

	//@ ghost in_cnode_apart(a);
	//@ ghost in_cnode_apart(b);
	//@ ghost cnode_no_head(a);
	//@ ghost cnode_no_head(b);
	//@ ghost cnode_no_head(scratch);
	//@ assert apart: a != scratch && b != scratch && dying_map[scratch] == 0;
	//@ assert childless: \forall integer i; is_live(i) ==> parent_map[i] != scratch;
	cnode_carry(a, scratch);
	//@ assert away: \forall integer i; is_live(i) ==> parent_map[i] != a;
	cnode_carry(b, a);
	//@ assert crossed: \forall integer i; is_live(i) ==> parent_map[i] != b;
	cnode_carry(scratch, b);
}

uint32_t cnode_signal_low(uint32_t s)
{
	if (SLOT(s).word0 == 0 && SLOT(s).word1 == 0)
		return 1;
	return SLOT(s).word0;
}

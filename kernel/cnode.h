// SPDX-License-Identifier: Apache-2.0
/*
 * What can be done with capabilities in slots: copy, mint, move, mutate, exchange;
 * deleting and revoking are destroy.h's.  A copy or mint is a loan: a child of its
 * source, with no more rights, never RIGHT_OWN.  A move is a gift: the capability
 * keeps its place in the tree.
 */
#ifndef WRIT_KERNEL_CNODE_H
#define WRIT_KERNEL_CNODE_H

#include "destroy.h"
#include "../spec/cnode.h"

/* May a loan be made of the capability in slot s?  Memory and tables have one holder. */
/*@ requires slot: is_slot(s);
    assigns \nothing;
    ensures loan: \result != 0 <==> may_copy(s); */
int cnode_may_copy(uint32_t s);

/* Slot `to`, which is empty, gets a loan of what is in `from`, with rights no wider than
   both `rights` and the source's.  TOO_DEEP: the source is a copy of too many copies. */
/*@ requires core: core;
    requires spaces: spaces;
    requires held: held;
    requires from: is_live(from) && in_cnode(from) && may_copy(from);
    requires to: is_null(to) && in_cnode(to);
    requires clock: cdt_clock > INT64_MIN;
    assigns slot_window[to], slot_window[from].first,
            slot_window[slot_window[from].first].prev, slot_window[slot_window[from].first].up,
            parent_map[to], rank_map[to], cdt_clock;
    ensures core: core;
    ensures spaces: spaces;
    ensures held: held;
    ensures status: \result == (\old(slot_window[from].depth) < DERIVATION_DEPTH_MAX
                                ? STATUS_OK : STATUS_TOO_DEEP);
    ensures loan: \result == STATUS_OK ==> parent_map[to] == from
        && is_loan{Pre, Post}(from, to, rights);
    ensures words: \result == STATUS_OK && slot_window[to].type != CAP_FRAME
        && slot_window[to].type != CAP_VSPACE ==>
        slot_window[to].word0 == \old(slot_window[from].word0)
        && slot_window[to].word1 == \old(slot_window[from].word1);
    ensures lent: \result == STATUS_OK ==> slot_lent{Pre, Post}(from, to);
    ensures newest: \result == STATUS_OK ==>
        rank_map[to] == \old(cdt_clock) && cdt_clock == \old(cdt_clock) - 1;
    ensures unmapped: \result == STATUS_OK && slot_window[to].type == CAP_FRAME ==>
        slot_window[to].word0 == 0 && slot_window[to].word1 == 0;
    ensures others: slots_stay_but{Pre, Post}(to);
    ensures unchanged: \result != STATUS_OK ==> slot_stays{Pre, Post}(to); */
enum status cnode_copy(uint32_t from, uint32_t to, uint32_t rights);

/* As copy; the loan carries this badge (endpoint, notification) or guard (CNode).
   INVALID_ARGUMENT: the type has none, or the source has a badge already. */
/*@ requires core: core;
    requires spaces: spaces;
    requires held: held;
    requires from: is_live(from) && in_cnode(from) && may_copy(from);
    requires to: is_null(to) && in_cnode(to);
    requires clock: cdt_clock > INT64_MIN;
    assigns slot_window[to], slot_window[from].first,
            slot_window[slot_window[from].first].prev, slot_window[slot_window[from].first].up,
            parent_map[to], rank_map[to], cdt_clock;
    ensures core: core;
    ensures spaces: spaces;
    ensures held: held;
    ensures invalid: \result == STATUS_INVALID_ARGUMENT <==> !\old(may_mint(from, word1));
    ensures status: \result != STATUS_INVALID_ARGUMENT ==>
        \result == (\old(slot_window[from].depth) < DERIVATION_DEPTH_MAX ? STATUS_OK : STATUS_TOO_DEEP);
    ensures loan: \result == STATUS_OK ==> parent_map[to] == from
        && is_loan{Pre, Post}(from, to, rights)
        && slot_window[to].word0 == word0 && slot_window[to].word1 == word1;
    ensures lent: \result == STATUS_OK ==> slot_lent{Pre, Post}(from, to);
    ensures newest: \result == STATUS_OK ==>
        rank_map[to] == \old(cdt_clock) && cdt_clock == \old(cdt_clock) - 1;
    ensures others: slots_stay_but{Pre, Post}(to);
    ensures unchanged: \result != STATUS_OK ==> slot_stays{Pre, Post}(to); */
enum status cnode_mint(uint32_t from, uint32_t to, uint32_t rights, uint32_t word0, uint32_t word1);

/* Slot `to`, which is empty, has what was in `from`, with all that was derived from it. */
/*@ requires core: core;
    requires spaces: spaces;
    requires held: held;
    requires from: is_live(from) && in_cnode(from);
    requires to: is_null(to) && in_cnode(to);
    assigns slot_window[0 .. GRANULES - 1], link_window[0 .. WORDS - 1],
            parent_map[0 .. GRANULES - 1], rank_map[to], owner_map[0 .. LINE_END - 1];
    ensures core: core;
    ensures spaces: spaces;
    ensures held: held;
    ensures moved: slots_moved{Pre, Post}(from, to);
    ensures words: slot_window[to].word0 == \old(slot_window[from].word0)
        && slot_window[to].word1 == \old(slot_window[from].word1);
    ensures kernels: \forall integer g; 0 <= g < LINE_END ==>
        (owner_map[g] == OWNER_KERNEL <==> \old(owner_map[g]) == OWNER_KERNEL);
    ensures within: slot_within{Pre, Post}(from, to); */
void cnode_move(uint32_t from, uint32_t to);

/* As move; the capability gets this guard (CNode) or, if it has none and nothing was derived from
   it, this badge (endpoint, notification).  INVALID_ARGUMENT: it cannot have that; nothing changes. */
/*@ requires core: core;
    requires spaces: spaces;
    requires held: held;
    requires from: is_live(from) && in_cnode(from);
    requires to: is_null(to) && in_cnode(to);
    assigns slot_window[0 .. GRANULES - 1], link_window[0 .. WORDS - 1],
            parent_map[0 .. GRANULES - 1], rank_map[to], owner_map[0 .. LINE_END - 1];
    ensures core: core;
    ensures spaces: spaces;
    ensures held: held;
    ensures status: \result == STATUS_OK || \result == STATUS_INVALID_ARGUMENT;
    ensures allowed: \result == STATUS_OK <==> \old(may_mutate(from, word1));
    ensures moved: \result == STATUS_OK ==> slots_moved{Pre, Post}(from, to)
        && slot_window[to].word0 == word0 && slot_window[to].word1 == word1;
    ensures kernels: \forall integer g; 0 <= g < LINE_END ==>
        (owner_map[g] == OWNER_KERNEL <==> \old(owner_map[g]) == OWNER_KERNEL);
    ensures within: \result == STATUS_OK ==> slot_within{Pre, Post}(from, to);
    ensures unchanged: \result != STATUS_OK ==>
        \forall integer i; 0 <= i < GRANULES ==> slot_window[i] == \old(slot_window[i])
          && parent_map[i] == \old(parent_map[i]) && rank_map[i] == \old(rank_map[i]); */
enum status cnode_mutate(uint32_t from, uint32_t to, uint32_t word0, uint32_t word1);

/* The capabilities in slots a and b change places; each keeps what was derived from it. */
/*@ requires core: core;
    requires spaces: spaces;
    requires held: held;
    requires scratch: scratch;
    requires slots: is_live(a) && in_cnode(a) && is_live(b) && in_cnode(b) && a != b;
    assigns slot_window[0 .. GRANULES - 1], link_window[0 .. WORDS - 1],
            parent_map[0 .. GRANULES - 1], rank_map[0 .. GRANULES - 1], owner_map[0 .. LINE_END - 1];
    ensures core: core;
    ensures spaces: spaces;
    ensures held: held;
    ensures scratch: scratch;
    ensures kernels: \forall integer g; 0 <= g < LINE_END ==>
        (owner_map[g] == OWNER_KERNEL <==> \old(owner_map[g]) == OWNER_KERNEL);
    ensures exchanged: same_capability{Pre, Post}(a, b) && same_capability{Pre, Post}(b, a);
    ensures others: \forall integer i; is_live{Pre}(i) && i != a && i != b ==>
        same_capability{Pre, Post}(i, i);
    ensures places: \forall integer i; is_live{Pre}(i) ==>
        parent_map[exchanged(i, a, b)] == exchanged(\old(parent_map[i]), a, b)
        && rank_map[exchanged(i, a, b)] == \old(rank_map[i]);
    ensures none: \forall integer i; is_live(i) ==> \old(is_live(exchanged(i, a, b))); */
void cnode_exchange(uint32_t a, uint32_t b);

/* The low word of what a signal through the notification capability in slot s carries: without a
   badge, bit 0. */
/*@ requires slot: is_slot(s);
    assigns \nothing;
    ensures unbadged: slot_window[s].word0 == 0 && slot_window[s].word1 == 0 ==> \result == 1;
    ensures badge: slot_window[s].word0 != 0 || slot_window[s].word1 != 0 ==>
        \result == slot_window[s].word0; */
uint32_t cnode_signal_low(uint32_t s);

#endif

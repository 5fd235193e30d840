// SPDX-License-Identifier: Apache-2.0
/*
 * What can be done with capabilities in slots: copy, mint, move, delete, revoke.
 * A copy or mint is a loan: a child of its source, with no more rights, never
 * RIGHT_OWN.  A move is a gift: the capability keeps its place in the tree.
 */
#ifndef WRIT_KERNEL_CNODE_H
#define WRIT_KERNEL_CNODE_H

#include "destroy.h"

/* May a loan be made of the capability in slot s?  Memory and tables have one holder. */
/*@ requires slot: is_slot(s);
    assigns \nothing;
    ensures loan: \result != 0 <==> slot_window[s].type != CAP_NULL && slot_window[s].type != CAP_UNTYPED
        && slot_window[s].type != CAP_PAGE_TABLE; */
int cnode_may_copy(uint32_t s);

/* Slot `to`, which is empty, gets a loan of what is in `from`, with rights no wider than
   both `rights` and the source's.  TOO_DEEP: the source is a copy of too many copies. */
/*@ requires from: is_slot(from) && slot_window[from].type != CAP_NULL;
    requires to: is_slot(to) && slot_window[to].type == CAP_NULL;
    ensures loan: \result == STATUS_OK ==> slot_window[to].type == slot_window[from].type
        && slot_window[to].object == slot_window[from].object && slot_window[to].size == slot_window[from].size
        && slot_window[to].rights == (slot_window[from].rights & rights & RIGHT_ALL);
    ensures refused: \result != STATUS_OK ==> \result == STATUS_TOO_DEEP; */
enum status cnode_copy(uint32_t from, uint32_t to, uint32_t rights);

/* As copy; the loan carries this badge (endpoint, notification) or guard (CNode).
   INVALID_ARGUMENT: the type has none, or the source has a badge already. */
/*@ requires from: is_slot(from) && slot_window[from].type != CAP_NULL;
    requires to: is_slot(to) && slot_window[to].type == CAP_NULL;
    ensures loan: \result == STATUS_OK ==> slot_window[to].type == slot_window[from].type
        && slot_window[to].word0 == word0 && slot_window[to].word1 == word1;
    ensures refused: \result != STATUS_OK ==>
        \result == STATUS_TOO_DEEP || \result == STATUS_INVALID_ARGUMENT; */
enum status cnode_mint(uint32_t from, uint32_t to, uint32_t rights, uint32_t word0, uint32_t word1);

/* Slot `to`, which is empty, has what was in `from`, with all that was derived from it. */
/*@ requires from: is_slot(from) && slot_window[from].type != CAP_NULL;
    requires to: is_slot(to) && slot_window[to].type == CAP_NULL;
    ensures moved: slot_window[to].type == \old(slot_window[from].type) && slot_window[to].object == \old(slot_window[from].object)
        && slot_window[to].rights == \old(slot_window[from].rights);
    ensures empty: slot_window[from].type == CAP_NULL; */
void cnode_move(uint32_t from, uint32_t to);

#endif

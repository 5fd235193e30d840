// SPDX-License-Identifier: Apache-2.0
/*
 * What goes with a capability: a loan alone; an owner with its object, which
 * nothing uses any more; a CNode's owner with the slots of the CNode, in steps.
 * Invariant: `consistent` in spec/consistent.h.
 */
#ifndef WRIT_KERNEL_RETIRE_H
#define WRIT_KERNEL_RETIRE_H

#include "account.h"
#include "irq.h"
#include "owner.h"
#include "thread.h"
#include "../spec/consistent.h"

/* The leaf in slot s, which owns no object, goes; it is mapped nowhere, and no IPC buffer in use. */
/*@ requires consistent: consistent;
    requires leaf: is_live(s) && slot_window[s].first == 0;
    requires loan: slot_window[s].type == CAP_UNTYPED || !owns(s);
    requires unmapped: !is_section_mapped(s) && !is_page_mapped(s);
    requires buffer: in_thread(s) && s % THREAD_GRANULES == THREAD_SLOT_BUFFER ==>
        thread_window[s / THREAD_GRANULES].buffer == 0;
    assigns slot_window[0 .. GRANULES - 1], parent_map[s];
    ensures consistent: consistent;
    ensures gone: is_null(s);
    ensures takes: takes{Pre, Post};
    ensures others: slots_stay_but{Pre, Post}(s); */
void retire_loan(uint32_t s);

/* The leaf in slot s, which owns an object that is no CNode and that nothing uses, goes with it. */
/*@ requires consistent: consistent;
    requires leaf: is_object_cap(s) && slot_window[s].first == 0 && owns(s);
    requires type: slot_window[s].type != CAP_CNODE;
    requires unused: unused(s);
    assigns slot_window[0 .. GRANULES - 1], parent_map[s], type_map[0 .. LINE_END - 1], owner_map[0 .. LINE_END - 1];
    ensures consistent: consistent;
    ensures gone: is_null(s);
    ensures takes: takes{Pre, Post};
    ensures remain: slots_remain{Pre, Post};
    ensures others: slots_stay_but{Pre, Post}(s); */
void retire_object(uint32_t s);

/* The leaf in slot s, which owns a CNode, goes; the CNode is the first of those that are being emptied. */
/*@ requires consistent: consistent;
    requires leaf: is_object_cap(s) && slot_window[s].first == 0 && owns(s);
    requires type: slot_window[s].type == CAP_CNODE;
    assigns slot_window[0 .. GRANULES - 1], parent_map[s], owner_map[0 .. LINE_END - 1], kernel.dying,
            dying_map[0 .. GRANULES - 1], dying_stack[0 .. GRANULES - 1], dying_index[0 .. GRANULES - 1],
            dying_count;
    ensures consistent: consistent;
    ensures gone: is_null(s);
    ensures takes: takes{Pre, Post};
    ensures listed: kernel.dying == \old(slot_window[s].object);
    ensures others: \forall integer i; is_live{Pre}(i) && i != s ==> slot_stays{Pre, Post}(i); */
void retire_cnode(uint32_t s);

/* All slots of the first dying CNode are empty: its memory is of no type any more. */
/*@ requires consistent: consistent;
    requires dying: kernel.dying != 0 && slot_window[kernel.dying].word0 == slot_window[kernel.dying].size;
    assigns slot_window[0 .. GRANULES - 1], kernel.dying, type_map[0 .. LINE_END - 1],
            dying_map[0 .. GRANULES - 1], dying_count;
    ensures consistent: consistent;
    ensures takes: takes{Pre, Post};
    ensures others: \forall integer i; is_live{Pre}(i) ==> is_live(i) && slot_stays{Pre, Post}(i); */
void retire_dying(void);

/* The slot that the first dying CNode is to empty next is empty: on to the one after it. */
/*@ requires consistent: consistent;
    requires dying: kernel.dying != 0 && slot_window[kernel.dying].word0 < slot_window[kernel.dying].size;
    requires empty: is_null(kernel.dying + slot_window[kernel.dying].word0);
    assigns slot_window[kernel.dying].word0;
    ensures consistent: consistent;
    ensures takes: takes{Pre, Post};
    ensures next: slot_window[kernel.dying].word0 == \old(slot_window[kernel.dying].word0) + 1; */
void retire_next(void);

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * The end of objects, as the capability core sees it: the owner goes, and the
 * object's memory is of no type any more.  A CNode's slots must be emptied before
 * that: it joins the list kernel.dying, a stack linked through slot 0 of each.
 * That nothing else uses the object is the business of retire.h.
 * Invariant: `core` in spec/core.h.
 */
#ifndef WRIT_KERNEL_OWNER_H
#define WRIT_KERNEL_OWNER_H

#include "capability.h"

// No other capability but untyped memory covers what an owner without loans owns.
/*@ ghost
    /@ requires core: core;
       requires leaf: is_object_cap(s) && slot_window[s].first == 0 && owns(s);
       assigns \nothing;
       ensures sole: \forall integer v; is_object_cap(v) && v != s ==> !overlaps(v, s); @/
    void owner_sole(uint32_t s);
*/

// The slots of an idle thread, by slot.
/*@ ghost
    /@ requires thread: is_thread(t) && thread_idle(t);
       assigns \nothing;
       ensures empty: \forall integer i; t * THREAD_GRANULES <= i < t * THREAD_GRANULES + THREAD_SLOTS ==>
           is_null(i); @/
    void thread_slots_empty(uint32_t t);
*/

/* The leaf in slot s, which owns an object that is no CNode, goes, and the object with it.
   The slots of a thread are empty. */
/*@ requires core: core;
    requires leaf: is_object_cap(s) && slot_window[s].first == 0 && owns(s);
    requires type: slot_window[s].type != CAP_CNODE;
    requires empty: slot_window[s].type == CAP_THREAD ==>
        \forall integer i; slot_window[s].object <= i < slot_window[s].object + THREAD_SLOTS ==> is_null(i);
    assigns slot_window[s], slot_window[slot_window[s].next].prev,
            slot_window[slot_window[s].next].up, slot_window[slot_window[s].prev].next,
            slot_window[slot_window[s].prev].first, parent_map[s],
            type_map[0 .. LINE_END - 1], owner_map[0 .. LINE_END - 1];
    ensures core: core;
    ensures gone: zero_slot(s) && is_slot(s) && parent_map[s] == 0;
    ensures others: slots_stay_but{Pre, Post}(s);
    ensures untyped: untypes{Pre, Post}(\old(slot_window[s].object), \old(slot_window[s].size));
    ensures owners: \forall integer g; 0 <= g < LINE_END && !covers{Pre}(s, g) ==>
        owner_map[g] == \old(owner_map[g]); */
void owner_end(uint32_t s);

/* The leaf in slot s, which owns a CNode, goes; the CNode is the first of those that are being emptied. */
/*@ requires core: core;
    requires leaf: is_object_cap(s) && slot_window[s].first == 0 && owns(s);
    requires type: slot_window[s].type == CAP_CNODE;
    requires head: slot_window[slot_window[s].object].type == CAP_NULL;
    assigns slot_window[0 .. GRANULES - 1], parent_map[s], owner_map[0 .. LINE_END - 1], kernel.dying,
            dying_map[0 .. GRANULES - 1], dying_stack[0 .. GRANULES - 1], dying_index[0 .. GRANULES - 1],
            dying_count;
    ensures core: core;
    ensures gone: is_null(s) && parent_map[s] == 0;
    ensures listed: kernel.dying == \old(slot_window[s].object);
    ensures others: \forall integer i; 0 <= i < GRANULES && i != s && i != kernel.dying ==>
        slot_stays{Pre, Post}(i);
    ensures header: is_null(kernel.dying) && is_null{Pre}(kernel.dying);
    ensures owners: \forall integer g; 0 <= g < LINE_END && !covers{Pre}(s, g) ==>
        owner_map[g] == \old(owner_map[g]); */
void owner_bury(uint32_t s);

/* The slot that the first dying CNode is to empty next is empty: on to the one after it. */
/*@ requires core: core;
    requires dying: kernel.dying != 0 && slot_window[kernel.dying].word0 < slot_window[kernel.dying].size;
    requires empty: is_null(kernel.dying + slot_window[kernel.dying].word0);
    assigns slot_window[kernel.dying].word0;
    ensures core: core;
    ensures next: slot_window[kernel.dying].word0 == \old(slot_window[kernel.dying].word0) + 1; */
void dying_next(void);

/* All slots of the first dying CNode are empty: it is gone. */
/*@ requires core: core;
    requires dying: kernel.dying != 0 && slot_window[kernel.dying].word0 == slot_window[kernel.dying].size;
    assigns slot_window[kernel.dying], kernel.dying, type_map[0 .. LINE_END - 1],
            dying_map[0 .. GRANULES - 1], dying_count;
    ensures core: core;
    ensures untyped: untypes{Pre, Post}(\old(kernel.dying), \old(slot_window[kernel.dying].size));
    ensures empty: \forall integer g; \old(kernel.dying) <= g < \old(kernel.dying + slot_window[kernel.dying].size) ==>
        is_null{Pre}(g);
    ensures others: \forall integer i; is_slot(i) ==> is_slot{Pre}(i) && slot_stays{Pre, Post}(i); */
void dying_end(void);

#endif

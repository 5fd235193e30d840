// SPDX-License-Identifier: Apache-2.0
/*
 * Deleting and revoking.  Capabilities go leaf by leaf, newest first, so nothing
 * ever outlives what it was derived from.  A capability with RIGHT_OWN takes its
 * object along:
 *
 *     thread          leaves every queue, lets go of all that it held
 *     endpoint, notification   who waits is told STATUS_CANCELLED, one a step
 *     reply           its caller is told STATUS_CANCELLED
 *     frame, table    unmapped first
 *     CNode           joins the list kernel.dying, whose slots are deleted in turn
 *
 * Every call does a bounded number of steps and answers STATUS_RESTART when
 * there is more to do; whatever is left is a consistent kernel.
 */
#ifndef WRIT_KERNEL_DESTROY_H
#define WRIT_KERNEL_DESTROY_H

#include "retire.h"

/* What the frame or page table in slot s maps, it maps no longer. */
/*@ requires consistent: consistent;
    requires slot: is_section_mapped(s) || is_page_mapped(s);
    assigns MAPPINGS;
    ensures consistent: consistent;
    ensures unmapped: slot_window[s].word0 == 0 && slot_window[s].word1 == 0;
    ensures others: \forall integer i; is_slot(i) ==> as_was_or_unmapped{Pre, Post}(i);
    ensures takes: takes{Pre, Post}; */
void mapping_end(uint32_t s);

/* Delete what was derived from the capability in slot s and, with `self`, the capability
   itself.  STATUS_OK when that is done and no CNode is left dying; else STATUS_RESTART. */
/*@ requires consistent: consistent;
    requires slot: is_slot(s) && !in_thread(s);
    requires budget: DELETION_STEPS <= steps_left;
    assigns DELETIONS, steps_left;
    ensures consistent: consistent;
    ensures takes: takes{Pre, Post};
    ensures bounded: \old(steps_left) - steps_left <= DELETION_STEPS;
    ensures answer: \result == STATUS_OK || \result == STATUS_RESTART;
    ensures done: \result == STATUS_OK ==>
        kernel.dying == 0 && is_childless(s) && (self != 0 ==> !is_live(s)); */
enum status destroy_below(uint32_t s, uint32_t self);

/* Delete what is in the slots of dying CNodes.  STATUS_OK when none is left. */
/*@ requires consistent: consistent;
    requires budget: DYING_STEPS + LONG_STEPS * DYING_FULL_STEPS <= steps_left;
    assigns DELETIONS, steps_left;
    ensures consistent: consistent;
    ensures takes: takes{Pre, Post};
    ensures bounded: \old(steps_left) - steps_left <= DYING_STEPS + LONG_STEPS * DYING_FULL_STEPS;
    ensures answer: \result == STATUS_OK || \result == STATUS_RESTART;
    ensures none: \result == STATUS_OK <==> kernel.dying == 0; */
enum status destroy_dying(void);

#endif

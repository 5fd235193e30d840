// SPDX-License-Identifier: Apache-2.0
/*
 * Decoding invocations: is what the user asks for allowed?  Each function looks
 * at its arguments in order, one refusal a line, and only then acts; what it
 * calls to act cannot fail but for reasons that it hands on.  Answers are as
 * answer.h says; argument 0 is the invoked capability.
 */
#ifndef WRIT_KERNEL_DECODE_H
#define WRIT_KERNEL_DECODE_H

#include "answer.h"
#include "cnode.h"
#include "cspace.h"
#include "untyped.h"

#define ARGUMENTS 9u
#define RESULTS 4u

/* One invocation: who asks, through which slot, what, with which arguments (1..8). */
struct call {
	uint32_t thread;
	uint32_t slot;
	uint32_t operation;
	uint32_t argument[ARGUMENTS];
};

/*@ predicate valid_call{L}(struct call *c) =
      \valid_read(c) && is_thread{L}(c->thread) && is_slot{L}(c->slot)
      && is_slot{L}(c->thread * THREAD_GRANULES + THREAD_SLOT_CSPACE);
*/

/* The slot of a capability of this type that argument k names by address; 0 if there is none. */
/*@ requires call: valid_call(c);
    requires argument: k < ARGUMENTS;
    assigns \nothing;
    ensures type: \result != 0 ==> slot_window[\result].type == type; */
uint32_t argument_cap(const struct call *c, uint32_t k, uint32_t type);

/* Operations on a capability of the type in the name. */
/*@ requires call: valid_call(c) && slot_window[c->slot].type == CAP_UNTYPED;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
uint32_t decode_untyped(const struct call *c);
/*@ requires call: valid_call(c) && slot_window[c->slot].type == CAP_CNODE;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
uint32_t decode_cnode(const struct call *c);
/*@ requires call: valid_call(c) && slot_window[c->slot].type == CAP_THREAD;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
uint32_t decode_thread(const struct call *c);
/*@ requires call: valid_call(c) && slot_window[c->slot].type == CAP_SCHED_CONTEXT;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
uint32_t decode_sched_context(const struct call *c);
/*@ requires call: valid_call(c) && slot_window[c->slot].type == CAP_PAGE_TABLE;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
uint32_t decode_page_table(const struct call *c);
/*@ requires call: valid_call(c) && slot_window[c->slot].type == CAP_FRAME;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
uint32_t decode_frame(const struct call *c);
/*@ requires call: valid_call(c) && slot_window[c->slot].type == CAP_IRQ_HANDLER;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
uint32_t decode_irq(const struct call *c);
/*@ requires call: valid_call(c) && slot_window[c->slot].type == CAP_MACHINE;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
uint32_t decode_machine(const struct call *c);

#endif

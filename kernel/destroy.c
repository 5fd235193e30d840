// SPDX-License-Identifier: Apache-2.0
/* Deleting and revoking: see destroy.h. */
#include "destroy.h"
#include "machine.h"

#define DYING_STEPS 256u       /* slots of dying CNodes looked at before a call restarts */
#define DYING_FULL_STEP 8u     /* a slot with a capability counts as so many empty ones */
#define LONG_STEPS 8u          /* what a thread, a table or 64 entries of a VSpace count */

/* The CNode of the owner in slot s joins the dying list; it has at least slot 0 for its link. */
/*@ requires slot: is_slot(s) && slot_window[s].type == CAP_CNODE && is_slot(slot_window[s].object);
    assigns kernel.dying, slot_window[slot_window[s].object].object,
            slot_window[slot_window[s].object].size, slot_window[slot_window[s].object].word0;
    ensures listed: kernel.dying == \old(slot_window[s].object);
    ensures link: slot_window[kernel.dying].object == \old(kernel.dying); */
static void cnode_dies(uint32_t s)
{
	uint32_t header = SLOT(s).object, slots = SLOT(s).size;

	SLOT(header).object = kernel.dying;
	SLOT(header).size = slots;
	SLOT(header).word0 = 1;
	kernel.dying = header;
}

/* The endpoint's or notification's next waiter is told; 0 when nobody waits. */
/*@ requires queues: queues;
    requires slot: is_slot(s) && (slot_window[s].type == CAP_ENDPOINT || slot_window[s].type == CAP_NOTIFICATION);
    ensures queues: queues; */
static uint32_t waiter_cancel(uint32_t s)
{
	uint32_t q = SLOT(s).object / QUEUE_GRANULES, t;

	if (SLOT(s).type == CAP_ENDPOINT)
		t = endpoint_cancel_one(q);
	else
		t = notification_cancel_one(q);
	return t;
}

/* A binding of the notification in slot s ends; 0 when all have. */
/*@ requires slot: is_slot(s) && slot_window[s].type == CAP_NOTIFICATION;
    ensures unbound: \result == 0 ==> notification_window[slot_window[s].object / QUEUE_GRANULES].thread == 0
        && notification_window[slot_window[s].object / QUEUE_GRANULES].irqs == 0; */
static uint32_t notification_dies(uint32_t s)
{
	uint32_t n = SLOT(s).object / QUEUE_GRANULES;

	notification_unbind(n);
	return irq_unbind_one(n);
}

/* Nobody waits on or offers the reply object in slot s any more. */
/*@ requires queues: queues;
    requires slot: is_slot(s) && slot_window[s].type == CAP_REPLY && is_reply(slot_window[s].object);
    ensures queues: queues;
    ensures free: reply_window[slot_window[s].object].caller == 0
        && reply_window[slot_window[s].object].server == 0; */
static void reply_dies(uint32_t s)
{
	reply_destroy(SLOT(s).object);
}

/* What the capability in slot s owns is no longer used by anything.  0: call again. */
/*@ requires queues: queues;
    requires slot: is_slot(s) && slot_window[s].type != CAP_NULL && slot_window[s].rights >= RIGHT_OWN;
    ensures queues: queues; */
static uint32_t owner_dies(uint32_t s)
{
	uint32_t done = 1;

	/* From the first step on it gives no right: what dies gets no new user. */
	SLOT(s).rights = RIGHT_OWN;
	switch (SLOT(s).type) {
	case CAP_CNODE:
		cnode_dies(s);
		break;
	case CAP_THREAD:
		thread_destroy(SLOT(s).object / THREAD_GRANULES);
		break;
	case CAP_ENDPOINT:
		done = waiter_cancel(s) == 0;
		break;
	case CAP_NOTIFICATION:
		done = waiter_cancel(s) == 0 && notification_dies(s) == 0;
		break;
	case CAP_REPLY:
		reply_dies(s);
		break;
	case CAP_SCHED_CONTEXT:
		sched_unbind(SLOT(s).object / SCHED_CONTEXT_GRANULES);
		break;
	case CAP_VSPACE:
		done = vspace_empty_step(s);
		if (done && kernel.vspace == SLOT(s).object / VSPACE_GRANULES) {
			kernel.vspace = 0;
			machine_vspace_activate(0);
		}
		break;
	case CAP_IRQ_HANDLER:
		irq_unbind(SLOT(s).object - DEVICE_END);
		break;
	default:
		break;
	}
	return done;
}

/* The leaf in slot s goes.  0: not yet, call again. */
/*@ requires queues: queues;
    requires slot: is_slot(s) && slot_window[s].type != CAP_NULL && slot_window[s].first == 0;
    ensures queues: queues;
    ensures gone: \result != 0 ==> slot_window[s].type == CAP_NULL; */
static uint32_t leaf_delete(uint32_t s)
{
	if (SLOT(s).type == CAP_FRAME && SLOT(s).word1 != 0)
		frame_unmap(s);
	else if (SLOT(s).type == CAP_FRAME && SLOT(s).word0 != 0)
		THREAD(SLOT(s).word0).buffer = 0;
	else if (SLOT(s).type == CAP_PAGE_TABLE && SLOT(s).word1 != 0)
		page_table_unmap(s);
	if (SLOT(s).rights >= RIGHT_OWN && !owner_dies(s))
		return 0;
	cdt_remove(s);
	return 1;
}

/* How many steps it is to delete the capability in slot s, or to go on with it. */
/*@ requires slot: is_slot(s);
    assigns \nothing;
    ensures steps: \result == (slot_window[s].type == CAP_THREAD || slot_window[s].type == CAP_PAGE_TABLE
        || slot_window[s].type == CAP_VSPACE ? LONG_STEPS : 1); */
static uint32_t leaf_steps(uint32_t s)
{
	uint32_t type = SLOT(s).type;

	return type == CAP_THREAD || type == CAP_PAGE_TABLE || type == CAP_VSPACE ? LONG_STEPS : 1;
}

/* The dying CNode whose header is slot c has been emptied: it is no longer listed. */
/*@ requires header: is_slot(c) && kernel.dying == c;
    assigns kernel.dying, slot_window[c].object, slot_window[c].size, slot_window[c].word0;
    ensures next: kernel.dying == \old(slot_window[c].object); */
static void cnode_dead(uint32_t c)
{
	kernel.dying = SLOT(c).object;
	SLOT(c).object = 0;
	SLOT(c).size = 0;
	SLOT(c).word0 = 0;
}

enum status destroy_dying(void)
{
	uint32_t steps, c, s;

	/*@ loop variant DYING_STEPS - steps; */
	for (steps = 0; steps < DYING_STEPS && kernel.dying != 0; steps++) {
		c = kernel.dying;
		s = c + SLOT(c).word0;
		if (SLOT(c).word0 == SLOT(c).size) {
			cnode_dead(c);
		} else if (SLOT(s).type == CAP_NULL) {
			SLOT(c).word0 = SLOT(c).word0 + 1;
		} else {
			s = cdt_leaf(s);
			steps = steps + leaf_steps(s) * DYING_FULL_STEP - 1;
			leaf_delete(s);
		}
	}
	return kernel.dying == 0 ? STATUS_OK : STATUS_RESTART;
}

enum status destroy_below(uint32_t s, uint32_t self)
{
	uint32_t steps, leaf;

	/*@ loop variant DESTROY_STEPS - steps; */
	for (steps = 0; steps < DESTROY_STEPS && SLOT(s).type != CAP_NULL;) {
		leaf = cdt_leaf(s);
		if (leaf == s && self == 0)
			return destroy_dying();
		steps += leaf_steps(leaf);
		leaf_delete(leaf);
	}
	if (SLOT(s).type != CAP_NULL)
		return STATUS_RESTART;
	return destroy_dying();
}

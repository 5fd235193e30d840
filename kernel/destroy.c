// SPDX-License-Identifier: Apache-2.0
/* Deleting and revoking: see destroy.h. */
#include "destroy.h"
#include "machine.h"
#include "../spec/core_survive.h"
#include "../spec/vspace_survive.h"
#include "../spec/time_survive.h"

/*@ // What deleting the capability in slot s, or going on with it, counts.
    logic integer spec_leaf_steps{L}(integer s) =
      slot_window[s].type == CAP_THREAD || slot_window[s].type == CAP_PAGE_TABLE
      || slot_window[s].type == CAP_VSPACE ? LONG_STEPS : 1;

    // The capability in slot s goes step by step: its object has waiters, or entries.
    predicate in_steps{L}(integer s) =
      owns(s) && (slot_window[s].type == CAP_ENDPOINT || slot_window[s].type == CAP_NOTIFICATION
      || slot_window[s].type == CAP_VSPACE);
*/

// The slots among a thread's granules are its own.
/*@ ghost
    /@ requires whole: whole;
       requires thread: is_thread(t);
       assigns \nothing;
       ensures parts: \forall integer i; is_slot(i) && i / THREAD_GRANULES == t ==>
         t * THREAD_GRANULES <= i < t * THREAD_GRANULES + THREAD_SLOTS && in_thread(i)
         && i == thread_slot(t, i - t * THREAD_GRANULES); @/
    static void lem_thread_parts(uint32_t t)
    {
	/@ assert among: \forall integer i; 0 <= i && i / THREAD_GRANULES == t ==>
	     t * THREAD_GRANULES <= i < (t + 1) * THREAD_GRANULES
	     && i % THREAD_GRANULES == i - t * THREAD_GRANULES; @/
	/@ assert typed: \forall integer i; is_slot(i) && i / THREAD_GRANULES == t ==>
	     i < t * THREAD_GRANULES + THREAD_SLOTS; @/
    }
*/

void mapping_end(uint32_t s)
{
	//@ assert mapped: slot_window[s].word1 != 0;
	if (SLOT(s).type == CAP_FRAME)
		frame_unmap(s);
	else
		page_table_unmap(s);
	//@ assert words: \forall integer i; is_slot(i) ==> as_was_or_unmapped{Pre, Here}(i);
	//@ assert same: OBJECTS_SAME;
	//@ assert rights: RIGHTS_SAME;
	//@ assert place: PLACES_SAME;
	//@ assert words_kept: WORDS_SAME;
	//@ assert alike: slots_alike{Pre, Here};
	//@ assert core: core;
	//@ assert loans: held_loans;
	//@ assert frames: held_frames;
	/*@ assert live: \forall integer i; (is_live(i) <==> is_live{Pre}(i))
	      && (is_object_cap(i) <==> is_object_cap{Pre}(i)) && end(i) == end{Pre}(i); */
	//@ assert buffers: held_buffers;
	//@ assert heads: held_heads;
	//@ assert scratch: scratch;
}

/* Thread t has no IPC buffer from now on. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    assigns thread_window[t].buffer;
    ensures consistent: consistent;
    ensures none: thread_window[t].buffer == 0; */
static void buffer_end(uint32_t t)
{
	THREAD(t).buffer = 0;
	//@ assert others: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert bound: bound;
	//@ assert buffers: held_buffers;
}

/* The capability in slot s is mapped nowhere from now on, and is no IPC buffer in use. */
/*@ requires consistent: consistent;
    requires leaf: is_live(s) && slot_window[s].first == 0;
    assigns slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1, thread_window[..].buffer,
            link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine;
    ensures consistent: consistent;
    ensures takes: takes{Pre, Post};
    ensures lives: \forall integer i; is_live{Pre}(i) ==> is_live(i);
    ensures leaf: is_live(s) && slot_window[s].first == 0;
    ensures rights: slot_window[s].rights == \old(slot_window[s].rights)
        && slot_window[s].type == \old(slot_window[s].type);
    ensures unmapped: !is_section_mapped(s) && !is_page_mapped(s);
    ensures words: slot_window[s].type == CAP_FRAME || slot_window[s].type == CAP_PAGE_TABLE ==>
        slot_window[s].word1 == 0;
    ensures buffer: in_thread(s) && s % THREAD_GRANULES == THREAD_SLOT_BUFFER ==>
        thread_window[s / THREAD_GRANULES].buffer == 0; */
static void leaf_unmap(uint32_t s)
{
	uint32_t type = SLOT(s).type;

	/*@ assert place: s % THREAD_GRANULES == THREAD_SLOT_BUFFER ==>
	      s == s / THREAD_GRANULES * THREAD_GRANULES + THREAD_SLOT_BUFFER; */
	/*@ assert frame: in_thread(s) && s % THREAD_GRANULES == THREAD_SLOT_BUFFER
	      && thread_window[s / THREAD_GRANULES].buffer != 0 ==> slot_window[s].type == CAP_FRAME; */
	if (type != CAP_FRAME && type != CAP_PAGE_TABLE)
		return;
	if (SLOT(s).word1 != 0)
		mapping_end(s);
	else if (type == CAP_FRAME && SLOT(s).word0 != 0)
		buffer_end(SLOT(s).word0);
}

/* The capability in slot s, an owner, gives no right from now on: what dies gets no new user. */
/*@ requires consistent: consistent;
    requires slot: is_object_cap(s) && owns(s) && slot_window[s].first == 0;
    assigns slot_window[s].rights;
    ensures consistent: consistent;
    ensures takes: takes{Pre, Post};
    ensures closed: is_live(s) && slot_window[s].rights == RIGHT_OWN && slot_window[s].first == 0; */
static void owner_close(uint32_t s)
{
	SLOT(s).rights = RIGHT_OWN;
	//@ assert same: OBJECTS_SAME;
	//@ assert rights: RIGHTS_SAME;
	//@ assert alike: slots_alike{Pre, Here};
	//@ assert core: core;
	//@ assert scratch: scratch;
	//@ assert untouched: mapping_untouched{Pre, Here}(kernel.scratch);
	//@ assert spaces: spaces;
	//@ assert loans: held_loans;
	//@ assert frames: held_frames;
	//@ assert buffers: held_buffers;
	//@ assert heads: held_heads;
}

/* The thread in slot s does nothing, holds nothing, and nothing names it. */
/*@ requires consistent: consistent;
    requires leaf: is_object_cap(s) && slot_window[s].first == 0 && owns(s);
    requires type: slot_window[s].type == CAP_THREAD;
    assigns DELETIONS;
    ensures consistent: consistent;
    ensures takes: takes{Pre, Post};
    ensures lives: lives_but{Pre, Post}(s);
    ensures remain: slots_remain{Pre, Post};
    ensures leaf: is_object_cap(s) && slot_window[s].first == 0 && owns(s)
        && slot_window[s].type == CAP_THREAD;
    ensures unused: unused(s); */
static void owner_end_thread(uint32_t s)
{
	uint32_t t = SLOT(s).object / THREAD_GRANULES;

	//@ assert object: slot_window[s].object == t * THREAD_GRANULES && slot_window[s].size == THREAD_GRANULES;
	//@ assert covered: covers(s, t * THREAD_GRANULES + THREAD_SLOTS);
	/*@ assert typed: type_map[t * THREAD_GRANULES + THREAD_SLOTS]
	      == type_at(slot_window[s].type, slot_window[s].object, t * THREAD_GRANULES + THREAD_SLOTS); */
	//@ assert range: 0 < t < THREADS;
	//@ assert thread: is_thread(t);
	//@ assert owner: owner_map[t * THREAD_GRANULES + THREAD_SLOTS] != OWNER_KERNEL;
	//@ assert idle: t != kernel.idle;
	//@ ghost lem_thread_parts(t);
	//@ assert elsewhere: s / THREAD_GRANULES != t && kernel.scratch / THREAD_GRANULES != t;
	//@ ghost cdt_childless(s);
	thread_destroy(t);
	//@ ghost lem_thread_parts(t);
	/*@ assert theirs: \forall integer i; is_live(i) ==> i / THREAD_GRANULES != t; */
	/*@ assert stay: \forall integer i; is_live(i) ==> slot_stays{Pre, Here}(i) && is_live{Pre}(i); */
	//@ assert takes: takes{Pre, Here};
	//@ assert lives: lives_but{Pre, Here}(s);
	//@ assert live: is_live(s);
	//@ assert childless: is_childless(s);
	//@ ghost cdt_childless(s);
	//@ assert unused: unused(s);
	//@ assert scratch: scratch;
	//@ assert lines: \forall integer n; notification_window[n].irqs == \at(notification_window[n].irqs, Pre);
	//@ assert irqs_ages: irqs_ages;
	//@ assert irqs_names: irqs_names;
	//@ assert irqs_free: irqs_free;
	//@ assert irqs_nexts: irqs_nexts;
	//@ assert irqs_prevs: irqs_prevs;
	//@ assert irqs_gaps: irqs_gaps;
	//@ assert irqs_firsts: irqs_firsts;
	//@ assert irqs_heads: irqs_heads;
	//@ assert irqs_newest: irqs_newest;
	//@ assert irqs: irqs;
	//@ assert idle: idle_owned;
}

/* A thread that waits on the endpoint or notification in slot s is told.  0: nobody waits. */
/*@ requires consistent: consistent;
    requires slot: is_object_cap(s) && (slot_window[s].type == CAP_ENDPOINT || slot_window[s].type == CAP_NOTIFICATION);
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..], kernel.cancel_next;
    ensures consistent: consistent;
    ensures empty: \result == 0 ==> queue_empty(slot_window[s].object / QUEUE_GRANULES); */
static uint32_t waiter_cancel(uint32_t s)
{
	uint32_t q = SLOT(s).object / QUEUE_GRANULES, t;

	//@ ghost object_named(s);
	//@ assert queue: slot_window[s].object == q * QUEUE_GRANULES && 0 < q < QUEUES;
	if (SLOT(s).type == CAP_ENDPOINT)
		t = endpoint_cancel_one(q);
	else
		t = notification_cancel_one(q);
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert spaces: spaces;
	//@ assert irqs_ages: irqs_ages;
	//@ assert irqs_names: irqs_names;
	//@ assert irqs_free: irqs_free;
	/*@ assert nexts: \forall integer i; irq_bound{Pre}(i) && kernel.irq[i].next != 0 ==>
	      irq_beside{Pre}(kernel.irq[i].next, i) && kernel.irq[kernel.irq[i].next].prev == i
	      && irq_age[kernel.irq[i].next] < irq_age[i]; */
	//@ assert irqs_nexts: irqs_nexts;
	/*@ assert prevs: \forall integer i; irq_bound{Pre}(i) && kernel.irq[i].prev != 0 ==>
	      irq_beside{Pre}(kernel.irq[i].prev, i) && kernel.irq[kernel.irq[i].prev].next == i
	      && irq_age[i] < irq_age[kernel.irq[i].prev]; */
	//@ assert irqs_prevs: irqs_prevs;
	//@ assert irqs_gaps: irqs_gaps;
	//@ assert irqs_firsts: irqs_firsts;
	//@ assert irqs_heads: irqs_heads;
	//@ assert irqs_newest: irqs_newest;
	//@ assert irqs: irqs;
	//@ assert buffers: held_buffers;
	return t;
}

/* Nobody waits on the notification in slot s, and neither a thread nor an interrupt line is bound to it.
   0: call again. */
/*@ requires consistent: consistent;
    requires slot: is_object_cap(s) && slot_window[s].type == CAP_NOTIFICATION;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..], kernel.cancel_next,
            notification_window[..], kernel.irq[0 .. IRQ_LINES - 1], machine;
    ensures consistent: consistent;
    ensures unused: \result != 0 ==> unused(s); */
static uint32_t owner_end_notification(uint32_t s)
{
	uint32_t n = SLOT(s).object / QUEUE_GRANULES, bound;

	if (waiter_cancel(s) != 0)
		return 0;
	//@ ghost object_named(s);
	//@ assert queue: slot_window[s].object == n * QUEUE_GRANULES && 0 < n < QUEUES;
	//@ assert notification: is_notification(n);
	notification_unbind(n);
	//@ assert irqs: irqs;
	//@ assert buffers: held_buffers;
	//@ assert empty: queue_empty(n);
	//@ ghost uint32_t home = owner_map[kernel.idle * THREAD_GRANULES + THREAD_SLOTS];
	//@ assert before: scratch && idle_owned && translates && fpu_owned && home == OWNER_KERNEL;
	bound = irq_unbind_one(n);
	//@ assert home: home == OWNER_KERNEL && owner_map[kernel.idle * THREAD_GRANULES + THREAD_SLOTS] == home;
	//@ assert idle: idle_owned;
	//@ assert waits: threads_wait_but(0);
	//@ assert bindings: bindings;
	//@ assert replies: replies_but(0);
	//@ assert endpoints: endpoints;
	//@ assert rest: contexts && time_loans && threads_buffers && threads_slots && kernel_threads;
	//@ assert ipc: ipc;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert spaces: spaces;
	//@ assert time: timed;
	//@ assert lines: irqs;
	//@ assert scratch: scratch;
	//@ assert machine: translates && fpu_owned;
	return bound == 0;
}

/* Nothing is mapped in the VSpace in slot s, and the machine does not translate with it.  0: call again. */
/*@ requires consistent: consistent;
    requires slot: is_object_cap(s) && owns(s) && slot_window[s].first == 0 && slot_window[s].type == CAP_VSPACE;
    assigns slot_window[0 .. GRANULES - 1].word0, slot_window[0 .. GRANULES - 1].word1,
            slot_window[s].rights, link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], kernel.vspace, machine;
    ensures consistent: consistent;
    ensures takes: takes{Pre, Post};
    ensures leaf: is_object_cap(s) && owns(s) && slot_window[s].first == 0 && slot_window[s].type == CAP_VSPACE;
    ensures unused: \result != 0 ==> unused(s); */
static uint32_t owner_end_vspace(uint32_t s)
{
	uint32_t done = vspace_empty_step(s);

	if (done && kernel.vspace == SLOT(s).object / VSPACE_GRANULES) {
		kernel.vspace = 0;
		machine_vspace_activate(0);
	}
	//@ assert same: OBJECTS_SAME;
	//@ assert rights: RIGHTS_SAME;
	//@ assert place: PLACES_SAME;
	//@ assert words_kept: WORDS_SAME;
	//@ assert alike: slots_alike{Pre, Here};
	//@ assert core: core;
	//@ assert loans: held_loans;
	//@ assert frames: held_frames;
	//@ assert buffers: held_buffers;
	//@ assert heads: held_heads;
	//@ assert scratch: scratch;
	//@ assert spaces: spaces;
	//@ assert irqs_ages: irqs_ages;
	//@ assert irqs_names: irqs_names;
	//@ assert irqs_free: irqs_free;
	//@ assert irqs_nexts: irqs_nexts;
	//@ assert irqs_prevs: irqs_prevs;
	//@ assert irqs_gaps: irqs_gaps;
	//@ assert irqs_firsts: irqs_firsts;
	//@ assert irqs_heads: irqs_heads;
	//@ assert irqs_newest: irqs_newest;
	//@ assert irqs: irqs;
	//@ assert kernel: kernel_threads;
	//@ assert ipc: ipc;
	//@ assert translates: translates;
	return done;
}

/* Nobody waits on or offers the reply object in slot s, or runs on what was lent through it. */
/*@ requires consistent: consistent;
    requires slot: is_object_cap(s) && slot_window[s].type == CAP_REPLY;
    assigns thread_window[..], QUEUE_LINKS, reply_window[..], sched_context_window[..];
    ensures consistent: consistent;
    ensures unused: unused(s); */
static void owner_end_reply(uint32_t s)
{
	//@ ghost object_named(s);
	loan_end(SLOT(s).object);
	reply_destroy(SLOT(s).object);
	//@ assert same: \forall integer x; thread_window[x].buffer == \at(thread_window[x].buffer, Pre);
	//@ assert buffers: held_buffers;
}

/* No thread runs on the scheduling context in slot s. */
/*@ requires consistent: consistent;
    requires slot: is_object_cap(s) && slot_window[s].type == CAP_SCHED_CONTEXT;
    assigns thread_window[..], QUEUE_LINKS, reply_window[..], TIME_GIVEN;
    ensures consistent: consistent;
    ensures unused: unused(s); */
static void owner_end_context(uint32_t s)
{
	uint32_t c = SLOT(s).object / SCHED_CONTEXT_GRANULES;

	//@ ghost object_named(s);
	//@ assert context: slot_window[s].object == c * SCHED_CONTEXT_GRANULES && 0 < c < SCHED_CONTEXTS;
	loan_unbind(c);
	account_end(c);
	//@ assert same: \forall integer x; thread_window[x].buffer == \at(thread_window[x].buffer, Pre);
	//@ assert buffers: held_buffers;
}

/* The interrupt line in slot s is bound to nothing. */
/*@ requires consistent: consistent;
    requires slot: is_object_cap(s) && slot_window[s].type == CAP_IRQ_HANDLER;
    assigns notification_window[..], kernel.irq[0 .. IRQ_LINES - 1], machine;
    ensures consistent: consistent;
    ensures unused: unused(s); */
static void owner_end_irq(uint32_t s)
{
	irq_unbind(SLOT(s).object - DEVICE_END);
	//@ assert waits: threads_wait_but(0);
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads;
	//@ assert ipc: ipc;
	//@ assert dying: dying_list;
}

/* What the capability in slot s owns, which is no CNode, is used by nothing.  0: not yet, call again. */
/*@ requires consistent: consistent;
    requires leaf: is_object_cap(s) && slot_window[s].first == 0 && owns(s);
    requires type: slot_window[s].type != CAP_CNODE;
    requires unmapped: slot_window[s].type == CAP_FRAME || slot_window[s].type == CAP_PAGE_TABLE ==>
        slot_window[s].word1 == 0;
    assigns DELETIONS;
    ensures consistent: consistent;
    ensures takes: takes{Pre, Post};
    ensures lives: lives_but{Pre, Post}(s);
    ensures remain: slots_remain{Pre, Post};
    ensures leaf: is_object_cap(s) && slot_window[s].first == 0 && owns(s)
        && slot_window[s].type != CAP_CNODE;
    ensures unused: \result != 0 ==> unused(s);
    ensures done: !\old(in_steps(s)) ==> \result != 0; */
static uint32_t owner_release(uint32_t s)
{
	uint32_t done = 1;

	owner_close(s);
	switch (SLOT(s).type) {
	case CAP_THREAD:
		owner_end_thread(s);
		break;
	case CAP_ENDPOINT:
		done = waiter_cancel(s) == 0;
		break;
	case CAP_NOTIFICATION:
		done = owner_end_notification(s);
		break;
	case CAP_REPLY:
		owner_end_reply(s);
		break;
	case CAP_SCHED_CONTEXT:
		owner_end_context(s);
		break;
	case CAP_VSPACE:
		done = owner_end_vspace(s);
		break;
	case CAP_IRQ_HANDLER:
		owner_end_irq(s);
		break;
	default:
		break;
	}
	return done;
}

/* How many steps it is to delete the capability in slot s, or to go on with it. */
/*@ requires slot: is_slot(s);
    assigns \nothing;
    ensures steps: \result == spec_leaf_steps(s); */
static uint32_t leaf_steps(uint32_t s)
{
	uint32_t type = SLOT(s).type;

	return type == CAP_THREAD || type == CAP_PAGE_TABLE || type == CAP_VSPACE ? LONG_STEPS : 1;
}

/* The leaf in slot s goes, or begins to: a queue with waiters and a VSpace go in steps.  Returns
   how many steps it was. */
/*@ requires consistent: consistent;
    requires leaf: is_live(s) && slot_window[s].first == 0;
    requires budget: spec_leaf_steps(s) <= steps_left;
    assigns DELETIONS, steps_left;
    ensures consistent: consistent;
    ensures takes: takes{Pre, Post};
    ensures lives: lives_but{Pre, Post}(s);
    ensures remain: slots_remain{Pre, Post};
    ensures steps: \result == \old(spec_leaf_steps(s));
    ensures counted: \old(steps_left) - steps_left == \result;
    ensures gone: !\old(in_steps(s)) ==> !is_live(s); */
static uint32_t leaf_delete(uint32_t s)
{
	uint32_t steps = leaf_steps(s);

	//@ ghost steps_left = steps_left - steps;
	leaf_unmap(s);
	//@ ghost Unmapped: ;
	//@ assert lives: \forall integer i; is_live{Pre}(i) ==> is_live(i) && (in_thread(i) <==> in_thread{Pre}(i));
	if (SLOT(s).rights < RIGHT_OWN || SLOT(s).type == CAP_UNTYPED) {
		retire_loan(s);
		//@ assert kept: \forall integer i; is_live{Unmapped}(i) && i != s ==> slot_stays{Unmapped, Here}(i);
		//@ assert takes: takes{Pre, Here};
		//@ assert lives: lives_but{Pre, Here}(s);
	} else if (SLOT(s).type == CAP_CNODE) {
		retire_cnode(s);
		//@ assert kept: \forall integer i; is_live{Unmapped}(i) && i != s ==> slot_stays{Unmapped, Here}(i);
		//@ assert takes: takes{Pre, Here};
		//@ assert lives: lives_but{Pre, Here}(s);
	} else {
		uint32_t done = owner_release(s);
		//@ assert owners: \forall integer i; is_live{Unmapped}(i) && owns{Unmapped}(i) ==> owns{Pre}(i);
		//@ assert takes: takes{Pre, Here};
		//@ assert lives: lives_but{Pre, Here}(s);
		//@ ghost Released: ;
		if (done != 0)
			retire_object(s);
		//@ assert kept: \forall integer i; is_live{Released}(i) && i != s ==> slot_stays{Released, Here}(i);
		//@ assert takes: takes{Pre, Here};
		//@ assert lives: lives_but{Pre, Here}(s);
	}
	return steps;
}

/* One step of emptying the first dying CNode; returns how many slots looked at it counts as. */
/*@ requires consistent: consistent;
    requires dying: kernel.dying != 0;
    requires budget: LONG_STEPS * DYING_FULL_STEPS <= steps_left;
    assigns DELETIONS, steps_left;
    ensures consistent: consistent;
    ensures takes: takes{Pre, Post};
    ensures counted: \old(steps_left) - steps_left <= \result;
    ensures steps: 1 <= \result <= LONG_STEPS * DYING_FULL_STEPS; */
static uint32_t dying_step(void)
{
	uint32_t c = kernel.dying, s;

	//@ ghost steps_left = steps_left - 1;
	//@ assert header: is_header(c) && is_slot(c);
	if (SLOT(c).word0 == SLOT(c).size) {
		retire_dying();
		return 1;
	}
	s = c + SLOT(c).word0;
	//@ assert dying: dying_map[s] == c && is_slot(s);
	if (SLOT(s).type == CAP_NULL) {
		retire_next();
		return 1;
	}
	return leaf_delete(cdt_leaf(s)) * DYING_FULL_STEPS;
}

enum status destroy_dying(void)
{
	uint32_t steps = 0;

	/*@ loop invariant consistent: consistent;
	    loop invariant takes: takes{Pre, Here};
	    loop invariant steps: steps < DYING_STEPS + LONG_STEPS * DYING_FULL_STEPS;
	    loop invariant counted: \at(steps_left, Pre) - steps_left <= steps;
	    loop assigns steps, DELETIONS, steps_left;
	    loop variant DYING_STEPS - steps; */
	while (steps < DYING_STEPS && kernel.dying != 0)
		steps += dying_step();
	return kernel.dying == 0 ? STATUS_OK : STATUS_RESTART;
}

/* The leaves below slot s go, newest first, and with `self` at last the capability in it: as many as
   one call may.  0: there are more. */
/*@ requires consistent: consistent;
    requires slot: is_slot(s) && !in_thread(s);
    requires budget: DESTROY_STEPS + LONG_STEPS <= steps_left;
    assigns DELETIONS, steps_left;
    ensures consistent: consistent;
    ensures takes: takes{Pre, Post};
    ensures slot: is_slot(s) && !in_thread(s);
    ensures bounded: \old(steps_left) - steps_left <= DESTROY_STEPS + LONG_STEPS;
    ensures keeps: self == 0 && \old(is_live(s)) ==> is_live(s);
    ensures done: \result != 0 ==> is_childless(s) && (self != 0 ==> !is_live(s)); */
static int leaves_delete(uint32_t s, uint32_t self)
{
	uint32_t steps = 0, leaf;

	/*@ loop invariant consistent: consistent;
	    loop invariant takes: takes{Pre, Here};
	    loop invariant slot: is_slot(s) && !in_thread(s);
	    loop invariant keeps: self == 0 && is_live{Pre}(s) ==> is_live(s);
	    loop invariant steps: steps < DESTROY_STEPS + LONG_STEPS;
	    loop invariant counted: \at(steps_left, Pre) - steps_left == steps;
	    loop assigns steps, leaf, DELETIONS, steps_left;
	    loop variant DESTROY_STEPS - steps; */
	while (steps < DESTROY_STEPS && SLOT(s).type != CAP_NULL) {
		leaf = cdt_leaf(s);
		if (leaf == s && self == 0)
			break;
		//@ ghost Before: ;
		steps += leaf_delete(leaf);
		//@ assert taken: takes{Before, Here};
	}
	if (SLOT(s).type != CAP_NULL && (self != 0 || SLOT(s).first != 0))
		return 0;
	/*@ ghost if (slot_window[s].type != CAP_NULL)
	      cdt_childless(s); */
	//@ assert childless: is_childless(s);
	return 1;
}

enum status destroy_below(uint32_t s, uint32_t self)
{
	if (!leaves_delete(s, self))
		return STATUS_RESTART;
	return destroy_dying();
}

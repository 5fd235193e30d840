// SPDX-License-Identifier: Apache-2.0
/* Threads: see thread.h. */
#include "thread.h"
#include "../spec/vspace_survive.h"
#include "machine.h"
#include "../spec/queue_change.h"

/* Thread t, which waits for a reply, no longer does. */
/*@ requires invariant: ipc;
    requires thread: is_thread(t) && thread_window[t].state == THREAD_REPLY_WAIT;
    assigns thread_window[t].reply, reply_window[thread_window[t].reply].caller;
    ensures invariant: ipc_but(t);
    ensures loose: is_loose(t); */
static void thread_leave_reply(uint32_t t)
{
	uint32_t r = THREAD(t).reply;

	//@ assert caller: r != 0 && is_reply(r) && reply_window[r].caller == t && reply_window[r].server == 0;
	//@ assert list: waiter_window[t].list == 0;
	REPLY(r).caller = 0;
	THREAD(t).reply = 0;
	//@ assert waits: threads_wait_but(t);
	//@ assert replies_threads: replies_threads;
	//@ assert replies_wait: replies_wait_but(t);
	//@ assert replies_callers: replies_callers;
	//@ assert replies_servers: replies_servers;
	//@ assert endpoints: endpoints;
	//@ assert bound: bound;
}

/* The call that thread t was waiting in ends with STATUS_CANCELLED; a fault is not a call. */
/*@ requires invariant: ipc_but(t);
    requires thread: is_thread(t);
    assigns thread_window[t].registers[0];
    ensures invariant: ipc_but(t); */
static void thread_cancelled(uint32_t t)
{
	if (THREAD(t).fault == 0)
		THREAD(t).registers[0] = STATUS_CANCELLED;
	//@ assert others: threads_wait_but(t);
	//@ assert replies: replies_but(t);
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	//@ assert bound: bound;
}

/* The thread leaves what it waits on: endpoint, notification, reply object or run queue. */
/*@ requires invariant: ipc;
    requires thread: is_thread(t) && t != kernel.idle;
    assigns thread_window[t].reply, thread_window[t].registers[0], QUEUE_LINKS,
            endpoint_window[..], reply_window[..], kernel.cancel_next;
    ensures invariant: ipc_but(t);
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures loose: is_loose(t); */
static void thread_leave(uint32_t t)
{
	uint32_t state = THREAD(t).state;

	//@ assert waits: thread_waits(t);
	//@ assert queue: !is_endpoint(kernel.run_queue);
	if (state == THREAD_SENDING || state == THREAD_CALLING || state == THREAD_RECEIVING) {
		endpoint_leave(t);
	} else if (state == THREAD_REPLY_WAIT) {
		thread_leave_reply(t);
	} else {
		//@ assert reply: thread_window[t].reply == 0;
		//@ assert list: waiter_window[t].list != 0 ==> !is_endpoint(waiter_window[t].list / QUEUE_LISTS);
		sched_stop(t);
	}
	if (state >= THREAD_SENDING)
		thread_cancelled(t);
}

void thread_suspend(uint32_t t)
{
	thread_leave(t);
	THREAD(t).state = THREAD_INACTIVE;
	//@ assert others: threads_wait_but(t);
	//@ assert self: thread_waits(t);
	//@ assert replies: replies_but(0);
	//@ assert kernel: kernel_threads;
	//@ assert bound: bound;
}

void thread_resume(uint32_t t)
{
	thread_leave(t);
	THREAD(t).fault = 0;
	THREAD(t).registers[REGISTER_CPSR] = machine_user_cpsr(THREAD(t).registers[REGISTER_CPSR]);
	//@ assert others: threads_wait_but(t);
	//@ assert replies: replies_but(t);
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	//@ assert bound: bound;
	sched_ready(t);
}

/* Thread t, which is in no list, has this priority. */
/*@ requires invariant: queues;
    requires thread: is_thread(t) && waiter_window[t].list == 0;
    requires priority: priority < PRIORITIES;
    assigns waiter_window[t].priority;
    ensures invariant: queues;
    ensures set: waiter_window[t].priority == priority; */
static void thread_priority(uint32_t t, uint32_t priority)
{
	WAITER(t).priority = priority;
	//@ assert alone: thread_alone(t);
	//@ assert changed: queues_changed{Pre, Here};
}

/* Thread t has this priority and ceiling; if it waits it goes behind its new equals. */
/*@ requires invariant: ipc;
    requires thread: is_thread(t) && kernel.cancel_next != t;
    requires priority: priority < PRIORITIES && ceiling < PRIORITIES;
    assigns thread_window[t].ceiling, QUEUE_LINKS;
    ensures invariant: ipc;
    ensures set: waiter_window[t].priority == priority && thread_window[t].ceiling == ceiling;
    ensures waits: \forall integer x, q; waits_in(x, q) <==> \old(waits_in(x, q));
    ensures behind: waiter_window[t].list != 0 ==> age_renewed{Pre, Post}(t); */
static void thread_reorder(uint32_t t, uint32_t priority, uint32_t ceiling)
{
	uint32_t list = WAITER(t).list;

	if (list != 0)
		queue_remove(t);
	thread_priority(t, priority);
	THREAD(t).ceiling = ceiling;
	if (list != 0)
		queue_insert(list / QUEUE_LISTS, t);
	//@ assert waits: \forall integer x, q; waits_in(x, q) <==> waits_in{Pre}(x, q);
	/*@ assert lists: \forall integer x; is_thread(x) ==>
	      (waiter_window[x].list == 0 <==> \at(waiter_window[x].list, Pre) == 0); */
	//@ assert others: threads_wait_but(t);
	//@ assert self: thread_waits(t);
	//@ assert replies: replies_but(0);
	//@ assert empty: \forall integer q; queue_empty(q) ==> queue_empty{Pre}(q);
	//@ assert cancellation: cancellation;
	//@ assert endpoints: endpoints;
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	//@ assert bound: bound;
}

void thread_set_priority(uint32_t t, uint32_t priority, uint32_t ceiling)
{
	endpoint_cancel_pass(t);
	thread_reorder(t, priority, ceiling);
}

void thread_write_register(uint32_t t, uint32_t r, uint32_t value)
{
	if (r == REGISTER_CPSR)
		value = machine_user_cpsr(value);
	THREAD(t).registers[r] = value;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert bound: bound;
	if (r == REGISTER_TLS && t == kernel.current)
		machine_thread_pointer(value);
}

// As thread_slots_apart says, in two steps.
/*@ ghost
    /@ requires core: core;
       requires thread: is_thread(t);
       assigns \nothing;
       ensures slots: \forall integer k; 0 <= k < THREAD_SLOTS ==> is_slot(thread_slot(t, k))
         && dying_map[thread_slot(t, k)] == 0 && !in_cnode(thread_slot(t, k)); @/
    static void lem_thread_slots(uint32_t t)
    {
	uint32_t o = owner_map[t * THREAD_GRANULES + THREAD_SLOTS];

	/@ assert typed: \forall integer k; 0 <= k < THREAD_SLOTS ==> is_slot(thread_slot(t, k))
	     && thread_slot(t, k) / THREAD_GRANULES == t && in_thread(thread_slot(t, k)); @/
	/@ assert point: type_map[t * THREAD_GRANULES + THREAD_SLOTS] == CAP_THREAD; @/
	/@ assert alive: dying_map[t * THREAD_GRANULES + THREAD_SLOTS] == 0; @/
	/@ assert owner: o != OWNER_KERNEL ==> is_object_cap(o) && covers(o, t * THREAD_GRANULES + THREAD_SLOTS); @/
	/@ assert covered: o != OWNER_KERNEL ==> type_at(slot_window[o].type, slot_window[o].object,
	     t * THREAD_GRANULES + THREAD_SLOTS) == CAP_THREAD; @/
	/@ assert type: o != OWNER_KERNEL ==> slot_window[o].type == CAP_THREAD; @/
	/@ assert block: o != OWNER_KERNEL ==> slot_window[o].size == THREAD_GRANULES
	     && slot_window[o].object % THREAD_GRANULES == 0; @/
	/@ assert object: o != OWNER_KERNEL ==> slot_window[o].object == t * THREAD_GRANULES; @/
	/@ assert inside: o != OWNER_KERNEL ==> \forall integer k; 0 <= k < THREAD_SLOTS ==> covers(o, thread_slot(t, k)); @/
	/@ assert home: \forall integer k; 0 <= k < THREAD_SLOTS ==>
	     owner_map[thread_slot(t, k) / THREAD_GRANULES * THREAD_GRANULES + THREAD_SLOTS] == o; @/
	/@ assert kernel: o == OWNER_KERNEL ==> \forall integer k; 0 <= k < THREAD_SLOTS ==>
	     owner_map[thread_slot(t, k)] == o; @/
	/@ assert range: o != OWNER_KERNEL ==> owner_map[slot_window[o].object] == o; @/
	/@ assert owned: \forall integer k; 0 <= k < THREAD_SLOTS ==> owner_map[thread_slot(t, k)] == o && o != 0; @/
    }
*/

/*@ ghost
    void thread_slots_apart(uint32_t t)
    {
	lem_thread_slots(t);
    }
*/

// Slot k of thread t can be filled.
/*@ ghost
    /@ requires core: core;
       requires thread: is_thread(t) && k < THREAD_SLOTS;
       assigns \nothing;
       ensures slot: dying_map[thread_slot(t, k)] == 0 && in_thread(thread_slot(t, k))
         && thread_slot(t, k) / THREAD_GRANULES == t && thread_slot(t, k) % THREAD_GRANULES == k; @/
    static void lem_thread_slot(uint32_t t, uint32_t k)
    {
	lem_thread_slots(t);
	/@ assert alive: dying_map[thread_slot(t, k)] == 0; @/
    }
*/

// A CNode is slots.
/*@ ghost
    /@ requires memory: memory_type;
       assigns \nothing;
       ensures slots: \forall integer v, g; is_live(v) && slot_window[v].type == CAP_CNODE
         && slot_window[v].object <= g < end(v) ==> type_map[g] == CAP_CNODE; @/
    static void lem_cnode_slots(void)
    {
    }
*/

// Slot k of thread t is not slot 0 of a CNode: the slot after it would be in that CNode.
/*@ ghost
    /@ requires core: core;
       requires thread: is_thread(t) && k < THREAD_SLOTS;
       assigns \nothing;
       ensures head: \forall integer v; is_object_cap(v) && slot_window[v].type == CAP_CNODE ==>
         slot_window[v].object != thread_slot(t, k); @/
    static void lem_thread_head(uint32_t t, uint32_t k)
    {
	lem_thread_slots(t);
	/@ assert after: k + 1 < THREAD_SLOTS ? !in_cnode(thread_slot(t, k + 1))
	     : type_map[thread_slot(t, k + 1)] == CAP_THREAD; @/
	/@ assert size: \forall integer v; is_object_cap(v) && slot_window[v].type == CAP_CNODE ==>
	     slot_window[v].size >= 2 && 0 < slot_window[v].object && end(v) <= GRANULES; @/
	/@ assert second: \forall integer v; is_object_cap(v) && slot_window[v].type == CAP_CNODE ==>
	     covers(v, slot_window[v].object) && covers(v, slot_window[v].object + 1); @/
	lem_cnode_slots();
	/@ assert typed: \forall integer v; is_object_cap(v) && slot_window[v].type == CAP_CNODE ==>
	     type_map[slot_window[v].object + 1] == CAP_CNODE; @/
	/@ assert owned: \forall integer v; is_object_cap(v) && slot_window[v].type == CAP_CNODE ==>
	     owner_map[slot_window[v].object + 1] == owner_map[slot_window[v].object]
	     && is_owner(owner_map[slot_window[v].object], v); @/
	/@ assert named: \forall integer v; is_object_cap(v) && slot_window[v].type == CAP_CNODE ==>
	     in_cnode(slot_window[v].object + 1); @/
    }
*/

// Rights without RIGHT_OWN are no wider.
/*@ ghost
    /@ requires lent: lent == (rights & (RIGHT_OWN - 1u));
       assigns \nothing;
       ensures no_wider: no_wider(rights, lent);
       ensures lent: lent < RIGHT_OWN; @/
    static void lem_rights_lent(uint8_t rights, uint8_t lent)
    {
    }
*/

enum status thread_give(uint32_t t, uint32_t k, uint32_t s)
{
	struct capability c;
	enum status status;

	c.type = SLOT(s).type;
	c.rights = SLOT(s).rights & (RIGHT_OWN - 1u);
	c.object = SLOT(s).object;
	c.size = SLOT(s).size;
	c.word0 = SLOT(s).word0;
	c.word1 = SLOT(s).word1;
	if (c.type == CAP_FRAME) {
		c.word0 = t;
		c.word1 = 0;
	}
	//@ ghost lem_rights_lent(slot_window[s].rights, c.rights);
	//@ ghost lem_thread_slot(t, k);
	//@ ghost lem_thread_head(t, k);
	//@ assert objects_before: spaces_objects;
	status = capability_lend(s, t * THREAD_GRANULES + k, c);
	/*@ assert stay: \forall integer x; 0 <= x < GRANULES && x != thread_slot(t, k) ==>
	      same_capability{Pre, Here}(x, x); */
	/*@ assert made: status == STATUS_OK ?
	      slot_window[thread_slot(t, k)].type == \at(slot_window[s].type, Pre)
	      && slot_window[thread_slot(t, k)].object == \at(slot_window[s].object, Pre)
	      && slot_window[thread_slot(t, k)].size == \at(slot_window[s].size, Pre)
	      && !owns(thread_slot(t, k)) : is_null(thread_slot(t, k)); */
	/*@ assert frame: slot_window[thread_slot(t, k)].type == CAP_FRAME ==>
	      slot_window[thread_slot(t, k)].word0 == t && slot_window[thread_slot(t, k)].word1 == 0; */
	//@ assert object: slot_object(thread_slot(t, k));
	//@ assert unmapped: !is_section_mapped(thread_slot(t, k)) && !is_page_mapped(thread_slot(t, k));
	//@ assert untouched: mapping_untouched{Pre, Here}(thread_slot(t, k));
	//@ assert loans: held_loans;
	//@ assert frames: held_frames;
	/*@ assert buffer_slots: \forall integer u; is_thread(u) && thread_window[u].buffer != 0 ==>
	      thread_slot(u, THREAD_SLOT_BUFFER) != thread_slot(t, k)
	      && 0 <= thread_slot(u, THREAD_SLOT_BUFFER) < GRANULES; */
	//@ assert buffers: held_buffers;
	//@ assert heads: held_heads;
	return status;
}

/* What the thread holds in slot s, which is not an IPC buffer in use, goes. */
/*@ requires core: core;
    requires spaces: spaces;
    requires held: held;
    requires slot: in_thread(s) && is_live(s);
    requires buffer: s % THREAD_GRANULES == THREAD_SLOT_BUFFER ==> thread_window[s / THREAD_GRANULES].buffer == 0;
    assigns slot_window[0 .. GRANULES - 1], parent_map[s];
    ensures core: core;
    ensures spaces: spaces;
    ensures held: held;
    ensures empty: is_null(s);
    ensures others: slots_stay_but{Pre, Post}(s); */
static void held_remove(uint32_t s)
{
	/*@ assert childless: \forall integer x; is_live(x) && slot_window[x].first == 0 ==>
	      \forall integer y; is_live(y) ==> parent_map[y] != x; */
	//@ assert unmapped_before: !is_section_mapped(s) && !is_page_mapped(s);
	capability_remove(s);
	/*@ assert stay: \forall integer x; 0 <= x < GRANULES && x != s ==> same_capability{Pre, Here}(x, x)
	      && parent_map[x] == \at(parent_map[x], Pre); */
	//@ assert live: \forall integer x; is_live(x) ==> is_live{Pre}(x) && x != s;
	/*@ assert same: \forall integer x; is_slot(x) && slot_window[x].type != CAP_NULL ==>
	      slot_window[x].type == \at(slot_window[x].type, Pre)
	      && slot_window[x].object == \at(slot_window[x].object, Pre)
	      && slot_window[x].size == \at(slot_window[x].size, Pre)
	      && slot_window[x].word0 == \at(slot_window[x].word0, Pre)
	      && slot_window[x].word1 == \at(slot_window[x].word1, Pre); */
	/*@ assert children: \forall integer x; is_live(x) && slot_window[x].first != 0 ==>
	      is_live(slot_window[x].first) && parent_map[slot_window[x].first] == x; */
	/*@ assert leaves: \forall integer x; is_live(x) && \at(slot_window[x].first, Pre) == 0 ==>
	      slot_window[x].first == 0; */
	//@ assert object: slot_object(s);
	//@ assert unmapped: !is_section_mapped(s) && !is_page_mapped(s);
	//@ assert untouched: mapping_untouched{Pre, Here}(s);
	//@ assert loans: held_loans;
	//@ assert frames: held_frames;
	/*@ assert apart: \forall integer t; is_thread(t) && thread_window[t].buffer != 0 ==>
	      t * THREAD_GRANULES + THREAD_SLOT_BUFFER != s
	      && is_live(t * THREAD_GRANULES + THREAD_SLOT_BUFFER)
	      && same_capability{Pre, Here}(t * THREAD_GRANULES + THREAD_SLOT_BUFFER,
	                                    t * THREAD_GRANULES + THREAD_SLOT_BUFFER); */
	//@ assert buffers: held_buffers;
}

void thread_take(uint32_t t, uint32_t k)
{
	uint32_t s = t * THREAD_GRANULES + k;

	//@ ghost lem_thread_slots(t);
	//@ assert inside: in_thread(s) && s / THREAD_GRANULES == t && s % THREAD_GRANULES == k;
	if (k == THREAD_SLOT_BUFFER)
		THREAD(t).buffer = 0;
	//@ assert others: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	//@ assert bound: bound;
	//@ assert buffers: held_buffers;
	if (SLOT(s).type != CAP_NULL)
		held_remove(s);
}

void thread_hold(uint32_t t, uint32_t k, uint32_t s)
{
	//@ ghost lem_thread_slot(t, k);
	thread_take(t, k);
	//@ assert taken: \forall integer i; 0 <= i < GRANULES && i != thread_slot(t, k) ==> slot_stays{Pre, Here}(i);
	//@ assert source: s != 0 ==> s != thread_slot(t, k) && slot_stays{Pre, Here}(s);
	//@ ghost Taken: ;
	if (s != 0)
		thread_give(t, k, s);
	//@ assert given: slots_stay_but{Taken, Here}(thread_slot(t, k));
	/*@ assert both: \forall integer i; slot_stays{Pre, Taken}(i) && slot_stays{Taken, Here}(i) ==>
	      slot_stays{Pre, Here}(i); */
}

void thread_set_buffer(uint32_t t, uint32_t word)
{
	THREAD(t).buffer = word;
	//@ assert others: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert bound: bound;
	//@ assert buffers: held_buffers;
}

// No object names a thread that names none.
/*@ ghost
    /@ requires invariant: replies_callers && replies_servers && contexts && time_loans && bindings;
       requires thread: t != 0 && thread_window[t].reply == 0 && thread_window[t].context == 0
         && thread_window[t].notification == 0 && thread_window[t].lender == 0;
       assigns \nothing;
       ensures unbound: thread_unbound(t); @/
    static void lem_thread_unbound(uint32_t t)
    {
	/@ assert callers: \forall integer r; is_reply(r) ==> reply_window[r].caller != t; @/
	/@ assert servers: \forall integer r; is_reply(r) ==> reply_window[r].server != t; @/
	/@ assert borrowers: \forall integer r; is_reply(r) ==> reply_window[r].borrower != t; @/
    }
*/

/* Thread t runs on nothing; what it was lent goes back. */
/*@ requires invariant: ipc && timed;
    requires thread: is_thread(t);
    assigns thread_window[t].context, thread_window[t].has_time, thread_window[t].lender, QUEUE_LINKS,
            thread_window[reply_window[thread_window[t].lender].caller].context,
            thread_window[reply_window[thread_window[t].lender].caller].has_time,
            reply_window[..], sched_context_window[..];
    ensures invariant: ipc && timed;
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures none: thread_window[t].context == 0 && thread_window[t].lender == 0; */
static void thread_leave_context(uint32_t t)
{
	//@ assert lender: thread_window[t].lender != 0 ==> reply_window[thread_window[t].lender].borrower == t;
	if (THREAD(t).lender != 0)
		loan_end(THREAD(t).lender);
	//@ assert others: waiters_stay_but{Pre, Here}(t);
	//@ assert lent: thread_window[t].lender == 0;
	/*@ assert context: thread_window[t].context != 0 ==> is_sched_context(thread_window[t].context)
	      && sched_context_window[thread_window[t].context].thread == t; */
	if (THREAD(t).context != 0)
		loan_unbind(THREAD(t).context);
}

/* Thread t stops; queues, reply objects, scheduling context and notification let go of it. */
/*@ requires invariant: ipc && timed;
    requires thread: is_thread(t) && t != kernel.idle;
    assigns thread_window[t].state, thread_window[t].reply, thread_window[t].registers[0],
            thread_window[t].context, thread_window[t].has_time, thread_window[t].lender,
            thread_window[t].notification, QUEUE_LINKS,
            thread_window[reply_window[thread_window[t].lender].caller].context,
            thread_window[reply_window[thread_window[t].lender].caller].has_time,
            endpoint_window[..], reply_window[..], sched_context_window[..],
            notification_window[thread_window[t].notification].thread, kernel.cancel_next;
    ensures invariant: ipc && timed;
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures stopped: thread_window[t].state == THREAD_INACTIVE && waiter_window[t].list == 0
        && thread_window[t].reply == 0 && thread_window[t].context == 0 && thread_window[t].notification == 0
        && thread_window[t].lender == 0;
    ensures unbound: thread_unbound(t); */
static void thread_let_go(uint32_t t)
{
	thread_leave_context(t);
	//@ assert others: waiters_stay_but{Pre, Here}(t);
	if (THREAD(t).notification != 0)
		notification_unbind(THREAD(t).notification);
	thread_suspend(t);
	//@ ghost lem_thread_unbound(t);
}

/* Thread t does not run: the idle thread does until the next is chosen.  Nor is the FPU its. */
/*@ requires invariant: ipc && dying && fpu_owned;
    requires thread: is_thread(t) && t != kernel.idle && thread_window[t].state == THREAD_INACTIVE;
    assigns kernel.current, kernel.fpu, fpu_on, machine;
    ensures invariant: ipc && dying && fpu_owned;
    ensures stopped: kernel.current != t && kernel.fpu != t; */
static void thread_not_current(uint32_t t)
{
	fpu_drop(t);
	if (kernel.current == t)
		kernel.current = kernel.idle;
	//@ assert waits: threads_wait_but(0);
	//@ assert kernel: kernel_threads;
	//@ assert dying: dying_list;
}

/* Thread t's slots are empty from now on. */
/*@ requires core: core;
    requires spaces: spaces;
    requires held: held;
    requires threads: ipc;
    requires thread: is_thread(t);
    assigns thread_window[t].buffer, slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1];
    ensures core: core;
    ensures spaces: spaces;
    ensures held: held;
    ensures threads: ipc;
    ensures empty: thread_window[t].buffer == 0
        && \forall integer k; 0 <= k < THREAD_SLOTS ==> is_null(thread_slot(t, k));
    ensures others: \forall integer i; 0 <= i < GRANULES && i / THREAD_GRANULES != t ==>
        slot_stays{Pre, Post}(i); */
static void thread_empty(uint32_t t)
{
	uint32_t k;

	/*@ loop invariant range: 0 <= k <= THREAD_SLOTS;
	    loop invariant core: core;
	    loop invariant spaces: spaces;
	    loop invariant held: held;
	    loop invariant threads: ipc;
	    loop invariant empty: \forall integer i; 0 <= i < k ==> is_null(thread_slot(t, i));
	    loop invariant buffer: k > THREAD_SLOT_BUFFER ==> thread_window[t].buffer == 0;
	    loop invariant others: \forall integer i; 0 <= i < GRANULES && i / THREAD_GRANULES != t ==>
	      slot_stays{Pre, Here}(i);
	    loop assigns k, thread_window[t].buffer, slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1];
	    loop variant THREAD_SLOTS - k; */
	for (k = 0; k < THREAD_SLOTS; k++)
		thread_take(t, k);
}

void thread_destroy(uint32_t t)
{
	thread_let_go(t);
	//@ assert same: \forall integer x; thread_window[x].buffer == \at(thread_window[x].buffer, Pre);
	//@ assert held: held_buffers;
	thread_empty(t);
	thread_not_current(t);
}

// SPDX-License-Identifier: Apache-2.0
/* What goes with a capability: see retire.h. */
#include "retire.h"
#include "../spec/retire.h"

void retire_loan(uint32_t s)
{
	//@ assert unnamed: unnamed(s, 0, 0);
	capability_remove(s);
	//@ assert slots: slots_retire{Pre, Here}(s);
	//@ assert kept: retire_kept{Pre, Here};
	//@ assert retires: retires{Pre, Here}(s, 0, 0);
}

// The slots of a thread that holds nothing, by granule.
/*@ ghost
    /@ requires idle: thread_idle(t) && t < THREADS;
       assigns \nothing;
       ensures empty: \forall integer k; t * THREAD_GRANULES <= k < t * THREAD_GRANULES + THREAD_SLOTS ==>
         is_null(k); @/
    static void lem_thread_empty(uint32_t t)
    {
	uint32_t a = t * THREAD_GRANULES;
	uint32_t k;

	/@ assert slot: \forall integer i; 0 <= i < THREAD_SLOTS ==> is_null(thread_slot(t, i)); @/
	/@ loop invariant range: a <= k <= a + THREAD_SLOTS;
	   loop invariant empty: \forall integer i; a <= i < k ==> is_null(i);
	   loop assigns k;
	   loop variant a + THREAD_SLOTS - k; @/
	for (k = a; k < a + THREAD_SLOTS; k++) {
		/@ assert named: thread_slot(t, k - a) == k; @/
		/@ assert null: is_null(thread_slot(t, k - a)); @/
	}
    }
*/

// Threads go with their slots, which are empty; no other object has slots.
/*@ ghost
    /@ requires sole: sole_owner(s);
       requires unused: unused(s);
       requires whole: whole_threads;
       assigns \nothing;
       ensures threads: \forall integer t; is_thread(t)
         && covers(s, t * THREAD_GRANULES + THREAD_SLOTS) ==>
         slot_window[s].type == CAP_THREAD && slot_window[s].object == t * THREAD_GRANULES;
       ensures outside: \forall integer t; is_thread(t)
         && !covers(s, t * THREAD_GRANULES + THREAD_SLOTS) ==>
         t * THREAD_GRANULES + THREAD_SLOTS <= slot_window[s].object || end(s) <= t * THREAD_GRANULES;
       ensures slots: \forall integer k; is_slot(k) && covers(s, k) ==> is_null(k) && in_thread(k);
       ensures inside: threads_inside(slot_window[s].object, slot_window[s].size); @/
    static void lem_object_threads(uint32_t s)
    {
	/@ assert point: \forall integer t; is_thread(t)
	     && covers(s, t * THREAD_GRANULES + THREAD_SLOTS) ==> slot_window[s].type == CAP_THREAD; @/
	/@ assert plain: slot_window[s].type != CAP_THREAD ==>
	     \forall integer g; covers(s, g) ==> type_map[g] != CAP_CNODE; @/
	/@ assert none: slot_window[s].type != CAP_THREAD ==> \forall integer t; is_thread(t) ==>
	     !covers(s, t * THREAD_GRANULES) && is_slot(t * THREAD_GRANULES); @/
	/@ assert whole: slot_window[s].type != CAP_THREAD ==> \forall integer t, g; is_thread(t)
	     && t * THREAD_GRANULES <= g < t * THREAD_GRANULES + THREAD_SLOTS ==> !covers(s, g); @/
	/@ assert start: slot_window[s].type != CAP_THREAD ==> \forall integer t; is_thread(t) ==>
	     !(t * THREAD_GRANULES <= slot_window[s].object < t * THREAD_GRANULES + THREAD_SLOTS); @/
	/@ assert block: slot_window[s].type == CAP_THREAD ==> slot_window[s].size == THREAD_GRANULES
	     && slot_window[s].object == slot_window[s].object / THREAD_GRANULES * THREAD_GRANULES; @/
	/@ assert first: slot_window[s].type == CAP_THREAD ==> \forall integer k; is_slot(k) && covers(s, k) ==>
	     k < slot_window[s].object + THREAD_SLOTS; @/
	/@ assert thread: slot_window[s].type == CAP_THREAD ==> is_thread(slot_window[s].object / THREAD_GRANULES); @/
	/@ assert inside: slot_window[s].type == CAP_THREAD ==> \forall integer k;
	     slot_window[s].object <= k < slot_window[s].object + THREAD_SLOTS ==>
	     k / THREAD_GRANULES == slot_window[s].object / THREAD_GRANULES && k % THREAD_GRANULES < THREAD_SLOTS; @/
	/@ assert threads: slot_window[s].type == CAP_THREAD ==> \forall integer k;
	     slot_window[s].object <= k < slot_window[s].object + THREAD_SLOTS ==> in_thread(k); @/
	if (slot_window[s].type == CAP_THREAD)
		lem_thread_empty(slot_window[s].object / THREAD_GRANULES);
    }
*/

// No IPC buffer lies in an object that has one owner and no loans.
/*@ ghost
    /@ requires sole: sole_owner(s);
       requires held: held_loans && held_buffers;
       assigns \nothing;
       ensures buffers: \forall integer t; is_thread(t) && thread_window[t].buffer != 0 ==>
         thread_window[t].buffer + IPC_BUFFER_WORDS <= slot_window[s].object * GRANULE_WORDS
         || end(s) * GRANULE_WORDS <= thread_window[t].buffer; @/
    static void lem_object_buffers(uint32_t s)
    {
	/@ assert frames: \forall integer t; is_thread(t) && thread_window[t].buffer != 0 ==>
	     !overlaps(t * THREAD_GRANULES + THREAD_SLOT_BUFFER, s); @/
    }
*/

// Nothing that waits, or is waited for, names it.
/*@ ghost
    /@ requires sole: sole_owner(s);
       requires unused: unused(s);
       requires whole: whole_threads;
       requires held: held_loans && held_buffers;
       requires idle: !covers(s, kernel.idle * THREAD_GRANULES + THREAD_SLOTS);
       requires kernel: kernel_threads;
       assigns \nothing;
       ensures unnamed: unnamed_in_ipc(slot_window[s].object, slot_window[s].size); @/
    static void lem_object_ipc(uint32_t s)
    {
	lem_object_threads(s);
	lem_object_buffers(s);
	/@ assert threads: \forall integer t; is_thread(t)
	     && covers(s, t * THREAD_GRANULES + THREAD_SLOTS) ==> thread_unnamed(t); @/
	/@ assert others: \forall integer t; is_thread(t)
	     && !covers(s, t * THREAD_GRANULES + THREAD_SLOTS) ==>
	     thread_outside(t, slot_window[s].object, slot_window[s].size); @/
	/@ assert queues: \forall integer q; is_queue(q) && covers(s, q * QUEUE_GRANULES) ==>
	     (slot_window[s].type == CAP_ENDPOINT || slot_window[s].type == CAP_NOTIFICATION)
	     && slot_window[s].object / QUEUE_GRANULES == q; @/
	/@ assert empty: \forall integer q; is_queue(q) && covers(s, q * QUEUE_GRANULES) ==>
	     queue_empty(q) && q != kernel.run_queue; @/
	/@ assert notifications: \forall integer m; is_notification(m) && covers(s, m * QUEUE_GRANULES) ==>
	     notification_window[m].thread == 0; @/
	/@ assert replies: \forall integer r; is_reply(r) && covers(s, r) ==> reply_unnamed(r); @/
	/@ assert contexts: \forall integer c; is_sched_context(c) && covers(s, c * SCHED_CONTEXT_GRANULES) ==>
	     sched_context_window[c].thread == 0; @/
	/@ assert unnamed_threads: unnamed_threads(slot_window[s].object, slot_window[s].size); @/
	/@ assert unnamed_queues: unnamed_queues(slot_window[s].object, slot_window[s].size); @/
	/@ assert unnamed_objects: unnamed_objects(slot_window[s].object, slot_window[s].size); @/
    }
*/

// Nothing is mapped in it.
/*@ ghost
    /@ requires sole: sole_owner(s);
       requires unused: unused(s);
       requires spaces: spaces_mapped;
       assigns \nothing;
       ensures unnamed: unnamed_in_spaces(slot_window[s].object, slot_window[s].size);
       ensures unmapped: !is_section_mapped(s) && !is_page_mapped(s); @/
    static void lem_object_spaces(uint32_t s)
    {
	/@ assert vspaces: \forall integer v; is_vspace(v) && covers(s, v * VSPACE_GRANULES) ==>
	     slot_window[s].type == CAP_VSPACE && slot_window[s].object / VSPACE_GRANULES == v; @/
	/@ assert none: \forall integer k, v; is_live(k) && slot_window[k].word1 != 0
	     && (slot_window[k].type == CAP_FRAME || slot_window[k].type == CAP_PAGE_TABLE)
	     && slot_window[k].word0 == v ==> is_vspace(v) && !covers(s, v * VSPACE_GRANULES); @/
    }
*/

// No interrupt line is bound to it.
/*@ ghost
    /@ requires sole: sole_owner(s);
       requires unused: unused(s);
       requires irqs: irqs_names;
       assigns \nothing;
       ensures unnamed: unnamed_in_irqs(slot_window[s].object, slot_window[s].size); @/
    static void lem_object_irqs(uint32_t s)
    {
	/@ assert notifications: \forall integer m; is_notification(m) && covers(s, m * QUEUE_GRANULES) ==>
	     slot_window[s].type == CAP_NOTIFICATION && slot_window[s].object / QUEUE_GRANULES == m; @/
    }
*/

// It is not the kernel's own, the machine does not translate with it, nor is the FPU its.
/*@ ghost
    /@ requires sole: sole_owner(s);
       requires unused: unused(s);
       requires owners: owners_kernel;
       requires own: scratch && idle_owned && translates && fpu_owned;
       assigns \nothing;
       ensures unnamed: unnamed_in_kernel(slot_window[s].object, slot_window[s].size); @/
    static void lem_object_kernel(uint32_t s)
    {
	/@ assert vspace: kernel.vspace != 0 && covers(s, kernel.vspace * VSPACE_GRANULES) ==>
	     slot_window[s].type == CAP_VSPACE && slot_window[s].object / VSPACE_GRANULES == kernel.vspace; @/
	/@ assert fpu: kernel.fpu != 0 && covers(s, kernel.fpu * THREAD_GRANULES + THREAD_SLOTS) ==>
	     slot_window[s].type == CAP_THREAD && slot_window[s].object / THREAD_GRANULES == kernel.fpu; @/
    }
*/

// No context that it is waits for time, and the time that passes is not its.
/*@ ghost
    /@ requires sole: sole_owner(s);
       requires unused: unused(s);
       assigns \nothing;
       ensures unnamed: unnamed_in_time(slot_window[s].object, slot_window[s].size); @/
    static void lem_object_time(uint32_t s)
    {
	/@ assert contexts: \forall integer c; is_sched_context(c) && covers(s, c * SCHED_CONTEXT_GRANULES) ==>
	     slot_window[s].type == CAP_SCHED_CONTEXT && slot_window[s].object / SCHED_CONTEXT_GRANULES == c; @/
    }
*/

// The owner of an object without loans, and nothing uses it: nothing names it.
/*@ ghost
    /@ requires consistent: consistent;
       requires leaf: is_object_cap(s) && slot_window[s].first == 0 && owns(s);
       requires type: slot_window[s].type != CAP_CNODE;
       requires unused: unused(s);
       assigns \nothing;
       ensures sole: sole_owner(s);
       ensures unnamed: unnamed(s, slot_window[s].object, slot_window[s].size);
       ensures slots: \forall integer k; is_slot(k) && covers(s, k) ==> is_null(k) && in_thread(k);
       ensures empty: slot_window[s].type == CAP_THREAD ==>
         \forall integer k; 0 <= k < THREAD_SLOTS ==> is_null(slot_window[s].object + k); @/
    static void lem_object_unnamed(uint32_t s)
    {
	owner_sole(s);
	/@ assert sole: sole_owner(s); @/
	lem_object_threads(s);
	lem_object_kernel(s);
	lem_object_ipc(s);
	lem_object_spaces(s);
	lem_object_irqs(s);
	lem_object_time(s);
	/@ assert unused: slot_unused(s); @/
    }
*/

void retire_object(uint32_t s)
{
	//@ ghost uint32_t a = slot_window[s].object;
	//@ ghost uint32_t n = slot_window[s].size;

	//@ ghost lem_object_unnamed(s);
	//@ assert outside: \forall integer k; is_live(k) ==> !(a <= k < a + n);
	owner_end(s);
	//@ assert stay: \forall integer k; is_slot{Pre}(k) && k != s ==> slot_stays{Pre, Here}(k);
	//@ assert were: \forall integer k; is_slot(k) ==> is_slot{Pre}(k);
	//@ assert are: \forall integer k; is_live{Pre}(k) ==> is_slot(k);
	//@ assert slots: slots_retire{Pre, Here}(s);
	//@ assert kept: retire_kept{Pre, Here};
	//@ assert retires: retires{Pre, Here}(s, a, n);
}

void retire_cnode(uint32_t s)
{
	//@ assert unnamed: unnamed(s, 0, 0);
	owner_bury(s);
	//@ assert stay: \forall integer k; is_slot(k) && k != s && k != kernel.dying ==> slot_stays{Pre, Here}(k);
	//@ assert types: \forall integer k; is_slot(k) <==> is_slot{Pre}(k);
	//@ assert gone: \forall integer k; is_live(k) ==> k != s && k != kernel.dying;
	//@ assert were: \forall integer k; is_live(k) ==> is_live{Pre}(k) && slot_stays{Pre, Here}(k);
	//@ assert are: \forall integer k; is_live{Pre}(k) && k != s ==> k != kernel.dying && is_live(k);
	//@ assert slots: slots_retire{Pre, Here}(s);
	//@ assert kept: retire_kept{Pre, Here};
	//@ assert retires: retires{Pre, Here}(s, 0, 0);
}

void retire_next(void)
{
	//@ assert unnamed: unnamed(kernel.dying, 0, 0);
	dying_next();
	//@ assert slots: slots_retire{Pre, Here}(kernel.dying);
	//@ assert kept: retire_kept{Pre, Here};
	//@ assert retires: retires{Pre, Here}(kernel.dying, 0, 0);
}

// A thread's slots are in no CNode that is being emptied: by granule,
/*@ ghost
    /@ requires core: core;
       requires thread: is_thread(t);
       assigns \nothing;
       ensures apart: \forall integer k; t * THREAD_GRANULES <= k < t * THREAD_GRANULES + THREAD_SLOTS ==>
         dying_map[k] == 0; @/
    static void lem_thread_apart(uint32_t t)
    {
	uint32_t a = t * THREAD_GRANULES;
	uint32_t k;

	thread_slots_apart(t);
	/@ loop invariant range: a <= k <= a + THREAD_SLOTS;
	   loop invariant apart: \forall integer i; a <= i < k ==> dying_map[i] == 0;
	   loop assigns k;
	   loop variant a + THREAD_SLOTS - k; @/
	for (k = a; k < a + THREAD_SLOTS; k++) {
		/@ assert named: thread_slot(t, k - a) == k; @/
		/@ assert apart: dying_map[thread_slot(t, k - a)] == 0; @/
	}
    }
*/

// and for every thread.
/*@ ghost
    /@ requires core: core;
       assigns \nothing;
       ensures apart: \forall integer t, k; is_thread(t)
         && t * THREAD_GRANULES <= k < t * THREAD_GRANULES + THREAD_SLOTS ==> dying_map[k] == 0; @/
    static void lem_threads_apart(void)
    {
	uint32_t t;

	/@ loop invariant range: 0 <= t <= THREADS;
	   loop invariant apart: \forall integer x, k; 0 <= x < t && is_thread(x)
	     && x * THREAD_GRANULES <= k < x * THREAD_GRANULES + THREAD_SLOTS ==> dying_map[k] == 0;
	   loop assigns t;
	   loop variant THREADS - t; @/
	for (t = 0; t < THREADS; t++)
		if (t != 0 && type_map[t * THREAD_GRANULES + THREAD_SLOTS] == CAP_THREAD)
			lem_thread_apart(t);
    }
*/

// [a, a + n) holds empty slots only, and none of a thread or the kernel: nothing names them.
/*@ ghost
    /@ requires range: 0 < a && a + n <= GRANULES;
       requires types: all_type(a, n, CAP_CNODE);
       requires some: 1 <= n;
       requires apart: \forall integer t, k; is_thread(t)
         && t * THREAD_GRANULES <= k < t * THREAD_GRANULES + THREAD_SLOTS ==> dying_map[k] == 0;
       requires dying: \forall integer g; a <= g < a + n ==> dying_map[g] == a;
       requires threads: threads_buffers && kernel_threads;
       assigns \nothing;
       ensures unnamed: unnamed_in_ipc(a, n); @/
    static void lem_slots_ipc(uint32_t a, uint32_t n)
    {
	/@ assert points: \forall integer t; is_thread(t) ==>
	     !(a <= t * THREAD_GRANULES + THREAD_SLOTS < a + n); @/
	/@ assert dying: dying_map[a] != 0; @/
	/@ assert start: \forall integer t; is_thread(t) ==>
	     !(t * THREAD_GRANULES <= a < t * THREAD_GRANULES + THREAD_SLOTS); @/
	/@ assert inside: \forall integer t; is_thread(t) ==> dying_map[t * THREAD_GRANULES] == 0; @/
	/@ assert frame: \forall integer w; a * GRANULE_WORDS <= w < (a + n) * GRANULE_WORDS ==>
	     !is_user_word(w); @/
	/@ assert first: !is_user_word(a * GRANULE_WORDS); @/
	/@ assert words: \forall integer t; is_thread(t) && thread_window[t].buffer != 0 ==>
	     is_user_word(thread_window[t].buffer)
	     && (thread_window[t].buffer <= a * GRANULE_WORDS < thread_window[t].buffer + IPC_BUFFER_WORDS ==>
	           is_user_word(a * GRANULE_WORDS)); @/
	/@ assert buffers: \forall integer t; is_thread(t) && thread_window[t].buffer != 0 ==>
	     !(a * GRANULE_WORDS <= thread_window[t].buffer < (a + n) * GRANULE_WORDS)
	     && !(thread_window[t].buffer <= a * GRANULE_WORDS < thread_window[t].buffer + IPC_BUFFER_WORDS); @/
	/@ assert outside: \forall integer t; is_thread(t) ==> thread_outside(t, a, n); @/
	/@ assert threads: unnamed_threads(a, n); @/
	/@ assert queues: unnamed_queues(a, n); @/
	/@ assert objects: unnamed_objects(a, n); @/
    }
*/

/*@ ghost
    /@ requires range: 0 < a && a + n <= GRANULES;
       requires types: all_type(a, n, CAP_CNODE);
       requires empty: \forall integer g; a <= g < a + n ==> slot_window[g].type == CAP_NULL;
       requires owner: \forall integer g; a <= g < a + n ==> owner_map[g] == 0;
       requires threads: kernel_threads && scratch && translates && fpu_owned;
       requires spaces: spaces_mapped;
       requires irqs: irqs_names;
       assigns \nothing;
       ensures spaces: unnamed_in_spaces(a, n);
       ensures irqs: unnamed_in_irqs(a, n);
       ensures kernel: unnamed_in_kernel(a, n);
       ensures time: unnamed_in_time(a, n);
       ensures inside: threads_inside(a, n); @/
    static void lem_slots_unnamed(uint32_t a, uint32_t n)
    {
	/@ assert vspaces: \forall integer v; is_vspace(v) ==> !(a <= v * VSPACE_GRANULES < a + n); @/
    }
*/

// What dies when all its slots are empty.
/*@ ghost
    /@ requires consistent: consistent;
       requires dying: kernel.dying != 0 && slot_window[kernel.dying].word0 == slot_window[kernel.dying].size;
       assigns \nothing;
       ensures unnamed: unnamed(kernel.dying, kernel.dying, slot_window[kernel.dying].size); @/
    static void lem_dying_unnamed(void)
    {
	uint32_t a = kernel.dying;
	uint32_t n = slot_window[a].size;

	/@ assert header: is_header(a) && 2 <= n && a + n <= GRANULES && slot_window[a].type == CAP_NULL; @/
	/@ assert whole: \forall integer g; a <= g < a + n ==> dying_map[g] == a; @/
	/@ assert slots: \forall integer g; a <= g < a + n ==> is_slot(g) && owner_map[g] == 0; @/
	/@ assert empty: \forall integer g; a <= g < a + n ==> slot_window[g].type == CAP_NULL; @/
	lem_threads_apart();
	lem_slots_ipc(a, n);
	lem_slots_unnamed(a, n);
	/@ assert unused: slot_unused(a); @/
    }
*/

void retire_dying(void)
{
	//@ ghost uint32_t a = kernel.dying;
	//@ ghost uint32_t n = slot_window[a].size;

	//@ ghost lem_dying_unnamed();
	//@ assert outside: \forall integer k; is_live(k) ==> !(a <= k < a + n);
	//@ assert header: is_null(a);
	dying_end();
	//@ assert were: \forall integer k; is_live(k) ==> is_live{Pre}(k) && slot_stays{Pre, Here}(k);
	//@ assert are: \forall integer k; is_live{Pre}(k) ==> is_live(k) && k != a;
	//@ assert slots: slots_retire{Pre, Here}(a);
	//@ assert kept: retire_kept{Pre, Here};
	//@ assert retires: retires{Pre, Here}(a, a, n);
}

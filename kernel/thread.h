// SPDX-License-Identifier: Apache-2.0
/*
 * Threads: starting, stopping, configuring.  What a thread was given - CSpace,
 * VSpace, fault endpoint, IPC buffer, timeout endpoint - it holds as loans in
 * its own slots (THREAD_SLOT_), derived from the capabilities they were made of;
 * when those go, so do these.  Invariant: `held` in spec/thread.h.
 */
#ifndef WRIT_KERNEL_THREAD_H
#define WRIT_KERNEL_THREAD_H

#include "capability.h"
#include "loan.h"
#include "notification.h"
#include "../spec/thread.h"

// A thread's slots are in no CNode, nor in one that is being emptied.
/*@ ghost
    /@ requires core: core;
       requires thread: is_thread(t);
       assigns \nothing;
       ensures slots: \forall integer k; 0 <= k < THREAD_SLOTS ==> is_slot(thread_slot(t, k))
         && dying_map[thread_slot(t, k)] == 0 && !in_cnode(thread_slot(t, k)); @/
    void thread_slots_apart(uint32_t t);
*/

/* The thread waits for nothing and is in no queue from now on; who waited for its reply is
   not touched.  A call that it was waiting in ends with STATUS_CANCELLED. */
/*@ requires invariant: ipc;
    requires thread: is_thread(t) && t != kernel.idle;
    assigns thread_window[t].state, thread_window[t].reply, thread_window[t].registers[0], QUEUE_LINKS,
            endpoint_window[..], reply_window[..], kernel.cancel_next;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures out: waiter_window[t].list == 0 && thread_window[t].reply == 0;
    ensures inactive: thread_window[t].state == THREAD_INACTIVE; */
void thread_suspend(uint32_t t);

/* The thread can run from now on.  What it was waiting for is forgotten; a fault too.
   Whatever its registers are, it runs in user mode. */
/*@ requires invariant: ipc;
    requires thread: is_thread(t) && t != kernel.idle;
    assigns thread_window[t].state, thread_window[t].reply, thread_window[t].fault,
            thread_window[t].registers[0 .. REGISTERS - 1], QUEUE_LINKS, endpoint_window[..], reply_window[..],
            kernel.cancel_next;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures runnable: thread_window[t].state == THREAD_RUNNABLE && thread_window[t].fault == 0
        && thread_window[t].reply == 0;
    ensures queue: thread_window[t].has_time != 0 && t != kernel.current ==> waits_in(t, kernel.run_queue); */
void thread_resume(uint32_t t);

/* The thread has this priority and ceiling; if it is in a queue it goes behind its new equals -
   unless it sends what is just being cancelled: then it is told at once, so that it is not missed. */
/*@ requires invariant: ipc;
    requires thread: is_thread(t);
    requires priority: priority < PRIORITIES && ceiling < PRIORITIES;
    assigns thread_window[t].ceiling, thread_window[t].state, thread_window[t].reply,
            thread_window[t].registers[0], QUEUE_LINKS, endpoint_window[..], reply_window[..],
            kernel.cancel_next;
    ensures invariant: ipc;
    ensures set: waiter_window[t].priority == priority && thread_window[t].ceiling == ceiling;
    ensures waits: \forall integer x, q; x != t ==> (waits_in(x, q) <==> \old(waits_in(x, q)));
    ensures stays: !\old(cancels(t)) ==> thread_stays{Pre, Post}(t)
        && \forall integer q; waits_in(t, q) <==> \old(waits_in(t, q));
    ensures cancelled: \old(cancels(t)) ==> thread_window[t].state < THREAD_SENDING;
    ensures behind: waiter_window[t].list != 0 ==> age_renewed{Pre, Post}(t); */
void thread_set_priority(uint32_t t, uint32_t priority, uint32_t ceiling);

/* Register number r gets a value that user mode may have. */
/*@ requires invariant: ipc;
    requires thread: is_thread(t);
    requires number: r < REGISTERS;
    assigns thread_window[t].registers[r], machine;
    ensures invariant: ipc;
    ensures set: r != REGISTER_CPSR ==> thread_window[t].registers[r] == value; */
void thread_write_register(uint32_t t, uint32_t r, uint32_t value);

/* Slot `k` of the thread (THREAD_SLOT_) gets a loan of the capability in slot s.
   TOO_DEEP: no further copy can be made of that one.  The slot is empty before. */
/*@ requires core: core;
    requires spaces: spaces;
    requires held: held;
    requires thread: is_thread(t);
    requires slot: is_live(s) && !in_thread(s) && can_hold(k, slot_window[s].type);
    requires empty: is_null(thread_slot(t, k));
    requires clock: cdt_clock > INT64_MIN;
    assigns slot_window[0 .. GRANULES - 1], parent_map[thread_slot(t, k)],
            rank_map[thread_slot(t, k)], cdt_clock;
    ensures core: core;
    ensures spaces: spaces;
    ensures held: held;
    ensures status: \result == (\old(slot_window[s].depth) < DERIVATION_DEPTH_MAX ? STATUS_OK : STATUS_TOO_DEEP);
    ensures others: slots_stay_but{Pre, Post}(thread_slot(t, k));
    ensures loan: \result == STATUS_OK ==> is_live(thread_slot(t, k)) && same_object(thread_slot(t, k), s)
        && parent_map[thread_slot(t, k)] == s;
    ensures words: \result == STATUS_OK && slot_window[s].type != CAP_FRAME ==>
        slot_window[thread_slot(t, k)].word0 == slot_window[s].word0
        && slot_window[thread_slot(t, k)].word1 == slot_window[s].word1;
    ensures newest: \result == STATUS_OK ==> cdt_clock == \old(cdt_clock) - 1;
    ensures unchanged: \result != STATUS_OK ==> slot_stays{Pre, Post}(thread_slot(t, k)); */
enum status thread_give(uint32_t t, uint32_t k, uint32_t s);

/* Slot `k` of the thread is empty from now on. */
/*@ requires core: core;
    requires spaces: spaces;
    requires held: held;
    requires threads: ipc;
    requires thread: is_thread(t) && k < THREAD_SLOTS;
    assigns thread_window[t].buffer, slot_window[0 .. GRANULES - 1], parent_map[thread_slot(t, k)];
    ensures core: core;
    ensures spaces: spaces;
    ensures held: held;
    ensures threads: ipc;
    ensures empty: is_null(thread_slot(t, k));
    ensures buffer: thread_window[t].buffer == (k == THREAD_SLOT_BUFFER ? 0 : \old(thread_window[t].buffer));
    ensures others: slots_stay_but{Pre, Post}(thread_slot(t, k)); */
void thread_take(uint32_t t, uint32_t k);

/* Slot `k` of the thread holds a loan of what is in slot s, or nothing if that is 0; what it had goes. */
/*@ requires core: core;
    requires spaces: spaces;
    requires held: held;
    requires threads: ipc;
    requires thread: is_thread(t) && k < THREAD_SLOTS;
    requires slot: s != 0 ==> is_live(s) && !in_thread(s) && can_hold(k, slot_window[s].type)
        && slot_window[s].depth < DERIVATION_DEPTH_MAX;
    requires clock: cdt_clock > INT64_MIN;
    assigns thread_window[t].buffer, slot_window[0 .. GRANULES - 1], parent_map[thread_slot(t, k)],
            rank_map[thread_slot(t, k)], cdt_clock;
    ensures core: core;
    ensures spaces: spaces;
    ensures held: held;
    ensures threads: ipc;
    ensures holds: s == 0 ? is_null(thread_slot(t, k))
        : is_live(thread_slot(t, k)) && same_object(thread_slot(t, k), s) && parent_map[thread_slot(t, k)] == s;
    ensures buffer: thread_window[t].buffer == (k == THREAD_SLOT_BUFFER ? 0 : \old(thread_window[t].buffer));
    ensures others: slots_stay_but{Pre, Post}(thread_slot(t, k));
    ensures clock: cdt_clock >= \old(cdt_clock) - 1; */
void thread_hold(uint32_t t, uint32_t k, uint32_t s);

/* The thread's IPC buffer begins at this word of the frame that it holds for it. */
/*@ requires held: held;
    requires threads: ipc;
    requires thread: is_thread(t);
    requires buffer: is_buffer(word);
    requires frame: is_live(thread_slot(t, THREAD_SLOT_BUFFER))
        && slot_window[thread_slot(t, THREAD_SLOT_BUFFER)].type == CAP_FRAME
        && slot_window[thread_slot(t, THREAD_SLOT_BUFFER)].object * GRANULE_WORDS <= word
        && word + IPC_BUFFER_WORDS <= end(thread_slot(t, THREAD_SLOT_BUFFER)) * GRANULE_WORDS;
    assigns thread_window[t].buffer;
    ensures held: held;
    ensures threads: ipc;
    ensures set: thread_window[t].buffer == word; */
void thread_set_buffer(uint32_t t, uint32_t word);

/* Everything that names the thread lets go of it: queues, reply objects, its scheduling
   context, its notification, the FPU; its slots are empty.  What it was lent goes back. */
/*@ requires core: core;
    requires spaces: spaces;
    requires held: held;
    requires threads: ipc && timed;
    requires fpu: fpu_owned;
    requires thread: is_thread(t) && t != kernel.idle;
    assigns thread_window[t], thread_window[reply_window[thread_window[t].lender].caller].context,
            thread_window[reply_window[thread_window[t].lender].caller].has_time, QUEUE_LINKS, endpoint_window[..], reply_window[..], sched_context_window[..],
            notification_window[thread_window[t].notification].thread, kernel.current, kernel.cancel_next,
            slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1], kernel.fpu, fpu_on, machine;
    ensures core: core;
    ensures spaces: spaces;
    ensures held: held;
    ensures threads: ipc && timed;
    ensures fpu: fpu_owned && kernel.fpu != t;
    ensures idle: thread_idle(t);
    ensures unbound: thread_unbound(t) && kernel.current != t;
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures slots: \forall integer i; 0 <= i < GRANULES && i / THREAD_GRANULES != t ==>
        slot_stays{Pre, Post}(i); */
void thread_destroy(uint32_t t);

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * Threads: starting, stopping, configuring.  What a thread was given - CSpace,
 * VSpace, fault endpoint, IPC buffer - it holds as loans in its own four slots,
 * derived from the capabilities they were made of; when those go, so do these.
 */
#ifndef WRIT_KERNEL_THREAD_H
#define WRIT_KERNEL_THREAD_H

#include "cdt.h"
#include "notification.h"

/* The thread waits for nothing and is in no queue from now on; who waited for its reply is
   not touched.  A call that it was waiting in ends with STATUS_CANCELLED. */
/*@ requires queues: queues;
    requires thread: is_thread(t);
    ensures queues: queues;
    ensures out: waiter_window[t].list == 0;
    ensures inactive: thread_window[t].state == THREAD_INACTIVE; */
void thread_suspend(uint32_t t);

/* The thread can run from now on.  What it was waiting for is forgotten; a fault too.
   Whatever its registers are, it runs in user mode. */
/*@ requires queues: queues;
    requires thread: is_thread(t);
    requires run_queue: is_queue(kernel.run_queue);
    ensures queues: queues;
    ensures runnable: thread_window[t].state == THREAD_RUNNABLE && thread_window[t].fault == 0; */
void thread_resume(uint32_t t);

/* The thread has this priority and ceiling; if it waits it goes behind its new equals. */
/*@ requires queues: queues;
    requires thread: is_thread(t);
    requires priority: priority < PRIORITIES && ceiling < PRIORITIES;
    ensures queues: queues;
    ensures set: waiter_window[t].priority == priority && thread_window[t].ceiling == ceiling;
    ensures waiting: waiter_window[t].list != 0 <==> \old(waiter_window[t].list) != 0; */
void thread_set_priority(uint32_t t, uint32_t priority, uint32_t ceiling);

/* Register number r gets a value that user mode may have. */
/*@ requires thread: is_thread(t);
    requires number: r < REGISTERS;
    assigns thread_window[t].registers[r], machine;
    ensures set: r != REGISTER_CPSR ==> thread_window[t].registers[r] == value; */
void thread_write_register(uint32_t t, uint32_t r, uint32_t value);

/* Slot `k` of the thread (THREAD_SLOT_) gets a loan of the capability in slot s.
   TOO_DEEP: no further copy can be made of that one.  The slot is empty before. */
/*@ requires thread: is_thread(t);
    requires slot: is_slot(s) && slot_window[s].type != CAP_NULL;
    requires k: k < THREAD_SLOTS && is_slot(t * THREAD_GRANULES + k);
    requires empty: slot_window[t * THREAD_GRANULES + k].type == CAP_NULL;
    ensures loan: \result == STATUS_OK ==> slot_window[t * THREAD_GRANULES + k].type == slot_window[s].type
        && slot_window[t * THREAD_GRANULES + k].object == slot_window[s].object;
    ensures refused: \result != STATUS_OK ==> \result == STATUS_TOO_DEEP; */
enum status thread_give(uint32_t t, uint32_t k, uint32_t s);

/* Slot `k` of the thread is empty from now on. */
/*@ requires thread: is_thread(t);
    requires k: k < THREAD_SLOTS && is_slot(t * THREAD_GRANULES + k);
    ensures empty: slot_window[t * THREAD_GRANULES + k].type == CAP_NULL; */
void thread_take(uint32_t t, uint32_t k);

/* Everything that names the thread lets go of it: queues, reply objects, its scheduling
   context, its notification; its slots are empty. */
/*@ requires queues: queues;
    requires thread: is_thread(t);
    ensures queues: queues;
    ensures out: waiter_window[t].list == 0 && thread_window[t].context == 0 && thread_window[t].notification == 0;
    ensures stopped: kernel.current != t; */
void thread_destroy(uint32_t t);

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * Faults are calls that the kernel makes in the thread's name, to the endpoint
 * in its fault slot; those of time, in its timeout slot.  A thread without one
 * is suspended; its fault stays readable (THREAD_STATUS).
 */
#ifndef WRIT_KERNEL_FAULT_H
#define WRIT_KERNEL_FAULT_H

#include "endpoint.h"

/* Is there somebody to be told of such a fault of thread t? */
/*@ requires thread: is_thread(t) && is_slot(t * THREAD_GRANULES + fault_slot(label));
    assigns \nothing;
    ensures handled: \result != 0 <==> calls_endpoint(t * THREAD_GRANULES + fault_slot(label))
        && slot_window[t * THREAD_GRANULES + fault_slot(label)].object / QUEUE_GRANULES != 0; */
int fault_handled(uint32_t t, uint32_t label);

/* The thread that is told of such a fault of thread t at once, since it waits for that; 0 if none does. */
/*@ requires invariant: ipc;
    requires thread: is_thread(t) && is_slot(t * THREAD_GRANULES + fault_slot(label));
    requires handler: fault_handler(t, fault_slot(label));
    assigns \nothing;
    ensures thread: \result != 0 ==> is_thread(\result) && \result != kernel.idle; */
uint32_t fault_receiver(uint32_t t, uint32_t label);

/* The running thread has faulted: `label` is FAULT_, the words are as abi.h lists them. */
/*@ requires invariant: ipc;
    requires thread: is_running(t);
    requires label: 1 <= label <= FAULT_TIMEOUT;
    requires handler: fault_handler(t, fault_slot(label));
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..],
            buffer_window[..], kernel.cancel_next;
    ensures invariant: ipc;
    ensures buffers: \forall integer x; 0 <= x < THREADS ==>
        thread_window[x].buffer == \old(thread_window[x].buffer);
    ensures stopped: thread_window[t].state != THREAD_RUNNABLE;
    ensures recorded: thread_window[t].fault == label && thread_window[t].fault_words[0] == address; */
void fault_raise(uint32_t t, uint32_t label, uint32_t address, uint32_t access, uint32_t status);

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * Faults are calls that the kernel makes in the thread's name, to the endpoint
 * in its fault slot.  A thread without one is suspended; its fault stays
 * readable (THREAD_STATUS).
 */
#ifndef WRIT_KERNEL_FAULT_H
#define WRIT_KERNEL_FAULT_H

#include "endpoint.h"

/* The running thread has faulted: `label` is FAULT_, the words are as abi.h lists them. */
/*@ requires invariant: ipc;
    requires thread: is_running(t);
    requires handler: fault_handler(t);
    requires label: 1 <= label <= FAULT_DEBUG;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..],
            buffer_window[..], kernel.cancel_next;
    ensures invariant: ipc;
    ensures buffers: \forall integer x; 0 <= x < THREADS ==>
        thread_window[x].buffer == \old(thread_window[x].buffer);
    ensures stopped: thread_window[t].state != THREAD_RUNNABLE;
    ensures recorded: thread_window[t].fault == label && thread_window[t].fault_words[0] == address; */
void fault_raise(uint32_t t, uint32_t label, uint32_t address, uint32_t access, uint32_t status);

#endif

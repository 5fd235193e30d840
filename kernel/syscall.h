// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's entries, one for every kind of exception.  The exception stub
 * (platform/arm/vectors.S) has saved the registers of the running thread into
 * its thread object; each entry returns the thread to run next.
 */
#ifndef WRIT_KERNEL_SYSCALL_H
#define WRIT_KERNEL_SYSCALL_H

#include "object.h"
#include "../spec/queue.h"

/*@ predicate entered{L} =
      queues{L} && is_thread{L}(kernel.current) && is_thread{L}(kernel.idle)
      && is_queue{L}(kernel.run_queue);
*/

/* svc: the call that r7 names. */
/*@ requires entered: entered && kernel.current != kernel.idle;
    ensures left: entered;
    ensures current: \result == kernel.current; */
uint32_t syscall_entry(void);

/* An interrupt; the running thread may be the idle thread. */
/*@ requires entered: entered;
    ensures left: entered;
    ensures current: \result == kernel.current; */
uint32_t interrupt_entry(void);

/* A data or prefetch abort: access is ACCESS_, status the fault status register
   (ARM DDI 0406C B3.13). */
/*@ requires entered: entered && kernel.current != kernel.idle;
    ensures left: entered;
    ensures current: \result == kernel.current;
    ensures stopped: thread_window[\old(kernel.current)].state != THREAD_RUNNABLE; */
uint32_t page_fault_entry(uint32_t address, uint32_t access, uint32_t status);

/* An undefined instruction. */
/*@ requires entered: entered && kernel.current != kernel.idle;
    ensures left: entered;
    ensures current: \result == kernel.current;
    ensures stopped: thread_window[\old(kernel.current)].state != THREAD_RUNNABLE; */
uint32_t undefined_entry(void);

/* A breakpoint instruction. */
/*@ requires entered: entered && kernel.current != kernel.idle;
    ensures left: entered;
    ensures current: \result == kernel.current;
    ensures stopped: thread_window[\old(kernel.current)].state != THREAD_RUNNABLE; */
uint32_t debug_entry(void);

#endif

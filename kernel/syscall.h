// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's entries, one for every kind of exception.  The exception stub
 * (platform/arm/vectors.S) has saved the registers of the running thread into
 * its thread object; each entry returns the thread to run next.  `consistent`
 * (spec/consistent.h) holds whenever user mode runs: every entry keeps it, and
 * takes at most ENTRY_STEPS steps.
 */
#ifndef WRIT_KERNEL_SYSCALL_H
#define WRIT_KERNEL_SYSCALL_H

#include "decode.h"
#include "fault.h"
#include "irq.h"
#include "../spec/entry.h"

/* svc: the call that r7 names. */
/*@ requires consistent: consistent;
    requires running: kernel.current != kernel.idle && chosen && accounted;
    requires clock: clock_runs;
    requires budget: ENTRY_STEPS <= steps_left;
    assigns ENTRIES;
    ensures bounded: \old(steps_left) - steps_left <= ENTRY_STEPS;
    ensures consistent: consistent;
    ensures current: \result == kernel.current && chosen && accounted; */
uint32_t syscall_entry(void);

/* An interrupt; the running thread may be the idle thread. */
/*@ requires consistent: consistent;
    requires running: chosen && accounted;
    assigns MESSAGES, SCHEDULE, kernel.irq[0 .. IRQ_LINES - 1];
    ensures consistent: consistent;
    ensures current: \result == kernel.current && chosen && accounted; */
uint32_t interrupt_entry(void);

/* A data or prefetch abort: access is ACCESS_, status the fault status register
   (ARM DDI 0406C B3.13). */
/*@ requires consistent: consistent;
    requires running: kernel.current != kernel.idle && chosen && accounted;
    assigns MESSAGES, SCHEDULE;
    ensures consistent: consistent;
    ensures current: \result == kernel.current && chosen && accounted;
    ensures stopped: thread_window[\old(kernel.current)].state != THREAD_RUNNABLE;
    ensures recorded: thread_window[\old(kernel.current)].fault == FAULT_PAGE
        && thread_window[\old(kernel.current)].fault_words[0] == address; */
uint32_t page_fault_entry(uint32_t address, uint32_t access, uint32_t status);

/* An undefined instruction. */
/*@ requires consistent: consistent;
    requires running: kernel.current != kernel.idle && chosen && accounted;
    assigns MESSAGES, SCHEDULE;
    ensures consistent: consistent;
    ensures current: \result == kernel.current && chosen && accounted;
    ensures stopped: thread_window[\old(kernel.current)].state != THREAD_RUNNABLE;
    ensures recorded: thread_window[\old(kernel.current)].fault == FAULT_UNDEFINED; */
uint32_t undefined_entry(void);

/* An instruction that is undefined as long as the FPU is off, which it is: perhaps one of the FPU's.
   The running thread takes the FPU and tries again. */
/*@ requires consistent: consistent;
    requires running: kernel.current != kernel.idle && chosen && accounted;
    requires off: fpu_on == 0;
    assigns FPU_STATE;
    ensures consistent: consistent;
    ensures words: fpu_words_stay{Pre, Post};
    ensures current: \result == kernel.current && chosen && accounted;
    ensures owner: \result == \old(kernel.current) && fpu_on != 0 && kernel.fpu == \result; */
uint32_t fpu_entry(void);

/* A breakpoint instruction. */
/*@ requires consistent: consistent;
    requires running: kernel.current != kernel.idle && chosen && accounted;
    assigns MESSAGES, SCHEDULE;
    ensures consistent: consistent;
    ensures current: \result == kernel.current && chosen && accounted;
    ensures stopped: thread_window[\old(kernel.current)].state != THREAD_RUNNABLE;
    ensures recorded: thread_window[\old(kernel.current)].fault == FAULT_DEBUG; */
uint32_t debug_entry(void);

#endif

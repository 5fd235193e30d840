// SPDX-License-Identifier: Apache-2.0
/*
 * Whose the FPU is.  Its registers change hands when another thread uses it, not
 * when another one runs: that one finds the FPU off, and its first instruction of
 * the FPU is an exception (fpu_entry in syscall.h).
 * Invariant: `fpu_owned` in spec/fpu.h.
 */
#ifndef WRIT_KERNEL_FPU_H
#define WRIT_KERNEL_FPU_H

#include "object.h"
#include "../spec/fpu.h"

/* The running thread t may use the FPU from now on, which holds its registers; those of the thread
   that had it are in that thread's object. */
/*@ requires owned: fpu_owned;
    requires thread: is_thread(t) && t == kernel.current && t != kernel.idle;
    requires off: fpu_on == 0;
    assigns FPU_STATE;
    ensures owned: fpu_owned;
    ensures owner: kernel.fpu == t && fpu_on != 0;
    ensures words: fpu_words_stay{Pre, Post}; */
void fpu_take(uint32_t t);

/* The FPU holds nothing of thread t from now on, whose end it is. */
/*@ requires owned: fpu_owned;
    requires thread: t != 0;
    assigns kernel.fpu, fpu_on, machine;
    ensures owned: fpu_owned;
    ensures owner: kernel.fpu == (\old(kernel.fpu) == t ? 0 : \old(kernel.fpu)); */
void fpu_drop(uint32_t t);

/* Thread t runs, which is another one than before: the FPU is on if it is t's. */
/*@ requires held: fpu_held;
    requires thread: t != 0 && t == kernel.current;
    assigns fpu_on, machine;
    ensures owned: fpu_owned; */
void fpu_switch(uint32_t t);

#endif

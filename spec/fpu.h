// SPDX-License-Identifier: Apache-2.0
/*
 * Whose the FPU is.  ACSL only; included by kernel/fpu.h.
 */
#ifndef WRIT_SPEC_FPU_H
#define WRIT_SPEC_FPU_H

/* What fpu_take may write. */
#define FPU_STATE \
	thread_window[kernel.fpu].fpu_registers[0 .. FPU_WORDS - 1], kernel.fpu, fpu_on, \
	fpu_bank[0 .. FPU_WORDS - 1], machine

/*@ // The FPU holds the registers of a thread; or nobody's, and then nobody may use it.
    predicate fpu_held{L} = kernel.fpu == 0 ? fpu_on == 0 : is_thread{L}(kernel.fpu);

    // And nobody but that thread may use it.  (The idle thread does not, whatever it may.)
    predicate fpu_owned{L} =
      fpu_held{L}
      && (kernel.fpu != 0 && kernel.current != kernel.idle ==> (fpu_on != 0 <==> kernel.fpu == kernel.current));

    // Word i of thread t's registers of the FPU, wherever they are.
    logic integer fpu_word{L}(integer t, integer i) =
      kernel.fpu == t ? fpu_bank[i] : thread_window[t].fpu_registers[i];

    // No thread's registers change.
    predicate fpu_words_stay{L1, L2} =
      \forall integer t, i; is_thread{L1}(t) && 0 <= i < FPU_WORDS ==> fpu_word{L2}(t, i) == fpu_word{L1}(t, i);
*/
#endif

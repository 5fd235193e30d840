// SPDX-License-Identifier: Apache-2.0
/*
 * The machine, as the kernel sees it: each function is a few lines of C or
 * assembly in platform/arm, trusted to do what its contract says.  Nothing
 * else in the kernel touches a device, a coprocessor or a page table.
 *
 * Ghost `machine` (object.h) stands for what the machine does outside of the
 * kernel's memory.
 */
#ifndef WRIT_KERNEL_MACHINE_H
#define WRIT_KERNEL_MACHINE_H

#include "object.h"

/*@ ghost uint8_t zero_map[GRANULES]; */ /* 1: the granule is zero for as long as it is untyped */

/*@ predicate all_zero{L}(integer a, integer n) =
      \forall integer g; a <= g < a + n ==> zero_map[g] == 1;
*/

/* Zero `n` granules from `a`. */
/*@ requires range: 0 < a && n <= GRANULES - a;
    requires free: all_type(a, n, CAP_UNTYPED);
    assigns machine, zero_map[a .. a + n - 1];
    ensures zeroed: all_zero(a, n); */
void machine_memory_clear(uint32_t a, uint32_t n);

/* Granules of RAM, untyped and zero, are of another type from now on.  Nothing is
   written; it keeps the compiler from moving accesses across the change.  In the
   model the windows say from now on what the bytes of the range are; the contract
   promises that of slots only, and is silent about objects of several granules. */
/*@ requires range: 0 < a && 1 <= n <= GRANULES && a + n <= GRANULES;
    requires type: CAP_UNTYPED < type <= CAP_FRAME;
    requires free: all_type(a, n, CAP_UNTYPED);
    requires zero: all_zero(a, n);
    assigns type_map[a .. a + n - 1], zero_map[a .. a + n - 1],
            slot_window[a .. a + n - 1], reply_window[a .. a + n - 1],
            sched_context_window[0 .. SCHED_CONTEXTS - 1],
            thread_window[0 .. THREADS - 1], waiter_window[0 .. THREADS - 1],
            endpoint_window[0 .. QUEUES - 1], notification_window[0 .. QUEUES - 1],
            list_map_window[0 .. LISTS / 32 - 1],
            list_head_window[a * GRANULE_WORDS .. (a + n) * GRANULE_WORDS - 1],
            link_window[a * GRANULE_WORDS .. (a + n) * GRANULE_WORDS - 1],
            buffer_window[a * GRANULE_WORDS .. (a + n) * GRANULE_WORDS - 1],
            entry_map[a * GRANULE_WORDS .. (a + n) * GRANULE_WORDS - 1];
    ensures typed: all_type(a, n, type);
    ensures slots: type == CAP_CNODE ==> \forall integer s; a <= s < a + n ==>
              slot_window[s].type == CAP_NULL && slot_window[s].rights == 0
              && slot_window[s].object == 0 && slot_window[s].size == 0
              && slot_window[s].word0 == 0 && slot_window[s].word1 == 0; */
void machine_retype(uint32_t a, uint32_t n, uint32_t type);

/* The same for device registers, which can only be frames. */
/*@ requires range: GRANULES <= a && 1 <= n && a + n <= DEVICE_END;
    requires free: all_type(a, n, CAP_UNTYPED);
    assigns type_map[a .. a + n - 1];
    ensures typed: all_type(a, n, CAP_FRAME); */
void machine_retype_device(uint32_t a, uint32_t n);

/* Write a character to the kernel's console; gives up when it stays full. */
/*@ assigns machine; */
void machine_console_put(uint32_t c);

/* Stop the machine with an exit status; does not return. */
/*@ assigns machine;
    ensures \false; */
void machine_exit(uint32_t code);

/* User mode may read the cycle counter (PMUSERENR, ARM DDI 0406C B4.1.120). */
/*@ assigns machine; */
void machine_counters_allow(uint32_t on);

/* The interrupt that waits, acknowledged to the controller; IRQ_LINES if none does. */
/*@ assigns machine;
    ensures line: \result <= IRQ_LINES; */
uint32_t machine_irq_take(void);

/* End of the interrupt that machine_irq_take returned. */
/*@ requires line: irq < IRQ_LINES;
    assigns machine; */
void machine_irq_finish(uint32_t irq);

/*@ requires line: irq < IRQ_LINES;
    assigns machine; */
void machine_irq_mask(uint32_t irq);

/*@ requires line: irq < IRQ_LINES;
    assigns machine; */
void machine_irq_unmask(uint32_t irq);

/* The timer interrupts a tick from now. */
/*@ assigns machine; */
void machine_timer_next(void);

/* Translate user addresses with VSpace number v from now on; 0: with none.
   Nothing of another VSpace stays in the TLB. */
/*@ requires vspace: v == 0 || is_vspace(v);
    assigns machine; */
void machine_vspace_activate(uint32_t v);

/* Another thread runs, whose user-readable thread register (TPIDRURO) has this value.  The
   user-writable one (TPIDRURW) becomes 0, and no exclusive access is open. */
/*@ assigns machine; */
void machine_thread_pointer(uint32_t value);

/* Write a translation-table entry: word number w of RAM, in the first half of a
   page table or VSpace.  Visible to the table walk on return. */
/*@ requires word: 0 < w < WORDS && is_entry(w);
    assigns entry_map[w];
    ensures written: entry_map[w] == value; */
void machine_entry_write(uint32_t w, uint32_t value);

/* No translation of the page at `address` stays in the TLB. */
/*@ assigns machine; */
void machine_tlb_flush_page(uint32_t address);

/* No user translation stays in the TLB. */
/*@ assigns machine; */
void machine_tlb_flush(void);

/* What was written to these granules is what instruction fetches see. */
/*@ requires range: 0 < a && n <= GRANULES - a;
    assigns machine; */
void machine_code_unify(uint32_t a, uint32_t n);

/* Entry values, short descriptors: ARM DDI 0406C B3.5.1. `page` is a point on the
   number line, rights RIGHT_, memory MEMORY_. */
/*@ requires page: page < DEVICE_END;
    assigns \nothing; */
uint32_t machine_entry_page(uint32_t page, uint32_t rights, uint32_t memory);
/*@ requires page: page < DEVICE_END;
    assigns \nothing; */
uint32_t machine_entry_large_page(uint32_t page, uint32_t rights, uint32_t memory);
/*@ requires page: page < DEVICE_END;
    assigns \nothing; */
uint32_t machine_entry_section(uint32_t page, uint32_t rights, uint32_t memory);
/*@ requires page: 0 < page < GRANULES;
    assigns \nothing; */
uint32_t machine_entry_page_table(uint32_t page);

/* The physical address of a point on the number line that is memory or a device. */
/*@ requires memory: page < DEVICE_END;
    assigns \nothing; */
uint32_t machine_address(uint32_t page);

/* What the idle thread runs: it waits for interrupts, privileged, with interrupts on. */
/*@ assigns \nothing; */
uint32_t machine_idle_entry(void);
#define MACHINE_IDLE_CPSR 0x153u /* SVC mode, IRQ on, FIQ and asynchronous aborts off: ARM DDI 0406C B1.3.3 */

/* The program status that user mode may have of a value: flags and instruction set, user
   mode, interrupts on. */
/*@ assigns \nothing; */
uint32_t machine_user_cpsr(uint32_t value);

#endif

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

/* Zero `n` granules from `a`, no more than what an entry may.  They are of no type, so no window says
   anything of them. */
/*@ requires range: 0 < a && n <= GRANULES - a;
    requires bounded: n <= CLEAR_GRANULES;
    requires free: all_type(a, n, CAP_UNTYPED);
    assigns machine, zero_map[a .. a + n - 1];
    ensures zeroed: all_zero(a, n); */
void machine_memory_clear(uint32_t a, uint32_t n);

/* Granules of RAM, untyped and zero, are of another type from now on; or device registers are a
   frame.  Nothing is written; it keeps the compiler from moving accesses across the change.  In the
   model the window of that type says from now on what the bytes of the range are: zero.  Windows of
   other types say nothing of the range, before and after, so they may as well stay. */
/*@ requires range: 0 < a && n >= 1 && (a + n <= GRANULES || (GRANULES <= a && a + n <= DEVICE_END));
    requires type: CAP_UNTYPED < type <= CAP_FRAME;
    requires device: GRANULES <= a ==> type == CAP_FRAME;
    requires free: all_type(a, n, CAP_UNTYPED);
    requires zero: a < GRANULES ==> all_zero(a, n);
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
    ensures slots: type == CAP_CNODE ==> \forall integer s; a <= s < a + n ==> zero_slot(s);
    ensures threads: type == CAP_THREAD ==> \forall integer t;
              a <= t * THREAD_GRANULES + THREAD_SLOTS && (t + 1) * THREAD_GRANULES <= a + n ==>
              zero_thread(t) && zero_waiter(t)
              && (\forall integer i; 0 <= i < REGISTERS ==> thread_window[t].registers[i] == 0)
              && (\forall integer i; 0 <= i < FPU_WORDS ==> thread_window[t].fpu_registers[i] == 0);
    ensures endpoints: type == CAP_ENDPOINT ==> \forall integer e;
              a <= e * QUEUE_GRANULES && (e + 1) * QUEUE_GRANULES <= a + n ==> zero_endpoint(e);
    ensures notifications: type == CAP_NOTIFICATION ==> \forall integer q;
              a <= q * QUEUE_GRANULES && (q + 1) * QUEUE_GRANULES <= a + n ==> zero_notification(q);
    ensures replies: type == CAP_REPLY ==> \forall integer r; a <= r < a + n ==> zero_reply(r);
    ensures contexts: type == CAP_SCHED_CONTEXT ==> \forall integer c;
              a <= c * SCHED_CONTEXT_GRANULES && (c + 1) * SCHED_CONTEXT_GRANULES <= a + n ==>
              zero_sched_context(c);
    ensures heads: type == CAP_ENDPOINT || type == CAP_NOTIFICATION ==> \forall integer l;
              a * GRANULE_WORDS <= l < (a + n) * GRANULE_WORDS && l % QUEUE_LISTS < PRIORITIES ==>
              list_head_window[l] == 0;
    ensures maps: type == CAP_ENDPOINT || type == CAP_NOTIFICATION ==> \forall integer l;
              a <= l / QUEUE_LISTS * QUEUE_GRANULES && (l / QUEUE_LISTS + 1) * QUEUE_GRANULES <= a + n
              && l % QUEUE_LISTS < PRIORITIES ==> list_map_window[l / 32].bits == 0;
    ensures links: type == CAP_VSPACE || type == CAP_PAGE_TABLE ==> \forall integer w;
              a * GRANULE_WORDS <= w < (a + n) * GRANULE_WORDS ==>
              link_window[w] == 0 && entry_map[w] == 0;
    ensures frames: type == CAP_FRAME && a < GRANULES ==> \forall integer w;
              a * GRANULE_WORDS <= w < (a + n) * GRANULE_WORDS ==> buffer_window[w] == 0;
    ensures kept_slots: \forall integer s; 0 <= s < GRANULES
              && !(type == CAP_CNODE && a <= s < a + n) ==> slot_window[s] == \old(slot_window[s]);
    ensures kept_threads: \forall integer t; 0 <= t < THREADS && !(type == CAP_THREAD
              && a < (t + 1) * THREAD_GRANULES && t * THREAD_GRANULES + THREAD_SLOTS < a + n) ==>
              thread_window[t] == \old(thread_window[t])
              && waiter_window[t] == \old(waiter_window[t]);
    ensures kept_endpoints: \forall integer e; 0 <= e < QUEUES && !(type == CAP_ENDPOINT
              && a < (e + 1) * QUEUE_GRANULES && e * QUEUE_GRANULES < a + n) ==>
              endpoint_window[e] == \old(endpoint_window[e]);
    ensures kept_notifications: \forall integer q; 0 <= q < QUEUES && !(type == CAP_NOTIFICATION
              && a < (q + 1) * QUEUE_GRANULES && q * QUEUE_GRANULES < a + n) ==>
              notification_window[q] == \old(notification_window[q]);
    ensures kept_replies: \forall integer r; 0 <= r < GRANULES
              && !(type == CAP_REPLY && a <= r < a + n) ==> reply_window[r] == \old(reply_window[r]);
    ensures kept_contexts: \forall integer c; 0 <= c < SCHED_CONTEXTS && !(type == CAP_SCHED_CONTEXT
              && a < (c + 1) * SCHED_CONTEXT_GRANULES && c * SCHED_CONTEXT_GRANULES < a + n) ==>
              sched_context_window[c] == \old(sched_context_window[c]);
    ensures kept_heads: \forall integer l; 0 <= l < LISTS
              && !((type == CAP_ENDPOINT || type == CAP_NOTIFICATION)
                   && a * GRANULE_WORDS <= l < (a + n) * GRANULE_WORDS) ==>
              list_head_window[l] == \old(list_head_window[l]);
    ensures kept_maps: \forall integer l; 0 <= l < LISTS
              && l % QUEUE_LISTS < PRIORITIES
              && !((type == CAP_ENDPOINT || type == CAP_NOTIFICATION)
                   && a < (l / QUEUE_LISTS + 1) * QUEUE_GRANULES
                   && l / QUEUE_LISTS * QUEUE_GRANULES < a + n) ==>
              list_map_window[l / 32].bits == \old(list_map_window[l / 32].bits);
    ensures kept_links: \forall integer w; 0 <= w < WORDS
              && !((type == CAP_VSPACE || type == CAP_PAGE_TABLE)
                   && a * GRANULE_WORDS <= w < (a + n) * GRANULE_WORDS) ==>
              link_window[w] == \old(link_window[w]) && entry_map[w] == \old(entry_map[w]);
    ensures kept_frames: \forall integer w; 0 <= w < WORDS && !(type == CAP_FRAME
                   && a * GRANULE_WORDS <= w < (a + n) * GRANULE_WORDS) ==>
              buffer_window[w] == \old(buffer_window[w]); */
void machine_retype(uint32_t a, uint32_t n, uint32_t type);

/* Write a character to the kernel's console; gives up when it stays full. */
/*@ assigns machine, console_last;
    ensures put: console_last == c; */
void machine_console_put(uint32_t c);

/* Stop the machine with an exit status; does not return. */
/*@ assigns machine;
    ensures \false; */
void machine_exit(uint32_t code);

/* User mode may read the cycle counter (PMUSERENR, ARM DDI 0406C B4.1.120). */
/*@ assigns machine, counters_allowed;
    ensures allowed: counters_allowed == on; */
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

/* What the machine's clock says: it counts up from 0, and not as far as TIME_MAX while the machine
   is on (ARM DDI 0406C B8.1.1: it takes more than 40 years to roll over, at 55 bits at most). */
/*@ assigns machine_time;
    ensures time: \old(machine_time) <= machine_time && machine_time < TIME_MAX && \result == machine_time; */
uint64_t machine_clock(void);

/* The timer interrupts when the clock says so, at once if that is past. */
/*@ assigns machine; */
void machine_timer_set(uint64_t when);

/* Translate user addresses with VSpace number v from now on; 0: with none.
   Nothing of another VSpace stays in the TLB. */
/*@ requires vspace: v == 0 || is_vspace(v);
    assigns machine; */
void machine_vspace_activate(uint32_t v);

/* Another thread runs, whose user-readable thread register (TPIDRURO) has this value.  The
   user-writable one (TPIDRURW) becomes 0, and no exclusive access is open. */
/*@ assigns machine; */
void machine_thread_pointer(uint32_t value);

/* User mode may use the FPU, or its instructions are undefined. */
/*@ assigns machine, fpu_on;
    ensures on: fpu_on == on; */
void machine_fpu_enable(uint32_t on);

/* Thread t's object has what the FPU's registers hold. */
/*@ requires thread: is_thread(t);
    requires on: fpu_on != 0;
    assigns thread_window[t].fpu_registers[0 .. FPU_WORDS - 1];
    ensures saved: \forall integer i; 0 <= i < FPU_WORDS ==>
        thread_window[t].fpu_registers[i] == fpu_bank[i]; */
void machine_fpu_save(uint32_t t);

/* The FPU's registers hold what thread t's object has. */
/*@ requires thread: is_thread(t);
    requires on: fpu_on != 0;
    assigns machine, fpu_bank[0 .. FPU_WORDS - 1];
    ensures loaded: \forall integer i; 0 <= i < FPU_WORDS ==>
        fpu_bank[i] == thread_window[t].fpu_registers[i]; */
void machine_fpu_load(uint32_t t);

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

// SPDX-License-Identifier: Apache-2.0
/* Interrupt lines: see irq.h. */
#include "irq.h"
#include "machine.h"

/*@ ghost
    void irq_ages_start(void)
    {
	uint32_t i = 0;

	/@ loop invariant range: 0 <= i <= IRQ_LINES;
	   loop invariant numbered: \forall integer x; 0 <= x < i ==> irq_age[x] == x;
	   loop assigns i, irq_age[0 .. IRQ_LINES - 1];
	   loop variant IRQ_LINES - i; @/
	while (i < IRQ_LINES) {
		irq_age[i] = i;
		i = i + 1;
	}
    }
*/

// The line becomes the youngest; the order of the others stays.
/*@ ghost
    /@ requires ages: irqs_ages;
       requires line: is_line(irq);
       assigns irq_age[0 .. IRQ_LINES - 1];
       ensures ages: irqs_ages;
       ensures renewed: irq_age_renewed{Pre, Post}(irq); @/
    static void irq_age_renew(uint32_t irq)
    {
	uint32_t a = irq_age[irq];
	uint32_t i = 0;

	/@ loop invariant range: 0 <= i <= IRQ_LINES;
	   loop invariant shifted: \forall integer x; 0 <= x < i ==>
	     irq_age[x] == \at(irq_age[x], Pre) - (\at(irq_age[x], Pre) > a ? 1 : 0);
	   loop invariant rest: \forall integer x; i <= x < IRQ_LINES ==>
	     irq_age[x] == \at(irq_age[x], Pre);
	   loop assigns i, irq_age[0 .. IRQ_LINES - 1];
	   loop variant IRQ_LINES - i; @/
	while (i < IRQ_LINES) {
		if (irq_age[i] > a)
			irq_age[i] = irq_age[i] - 1;
		i = i + 1;
	}
	irq_age[irq] = IRQ_LINES - 1;
    }
*/

enum status irq_bind(uint32_t irq, uint32_t n, uint32_t low, uint32_t high)
{
	uint32_t first = NOTIFICATION(n).irqs;

	if (IRQ(irq).notification != 0)
		return STATUS_OCCUPIED;

	//@ assert first: first != 0 ==> first != irq && irq_bound(first);
	IRQ(irq).notification = n;
	IRQ(irq).badge_low = low;
	IRQ(irq).badge_high = high;
	IRQ(irq).next = first;
	if (first != 0)
		IRQ(first).prev = irq;
	NOTIFICATION(n).irqs = irq;
	//@ ghost irq_age_renew(irq);
	machine_irq_unmask(irq);
	//@ assert names: irqs_names;
	//@ assert free: irqs_free;
	//@ assert nexts: irqs_nexts;
	//@ assert prevs: irqs_prevs;
	//@ assert firsts: irqs_firsts;
	//@ assert heads: irqs_heads;
	//@ assert newest: irqs_newest;
	//@ assert gaps: irqs_gaps;
	return STATUS_OK;
}

void irq_unbind(uint32_t irq)
{
	uint32_t n = IRQ(irq).notification, next = IRQ(irq).next, prev = IRQ(irq).prev;

	if (n == 0)
		return;
	machine_irq_mask(irq);
	/*@ assert older: next == 0 ==> \forall integer i; irq_bound(i) && kernel.irq[i].notification == n ==>
	      irq_age[irq] <= irq_age[i]; */
	/*@ assert over: prev != 0 ==> \forall integer i; irq_bound(i) && kernel.irq[i].notification == n
	      && irq_age[i] < irq_age[prev] && i != irq ==>
	      next != 0 && irq_age[i] <= irq_age[next]; */
	//@ assert next: next != 0 ==> next != irq && irq_bound(next) && next != prev;
	//@ assert prev: prev != 0 ==> prev != irq && irq_bound(prev);
	if (next != 0)
		IRQ(next).prev = prev;
	if (prev != 0)
		IRQ(prev).next = next;
	else
		NOTIFICATION(n).irqs = next;
	IRQ(irq).notification = 0;
	IRQ(irq).next = 0;
	IRQ(irq).prev = 0;
	IRQ(irq).waiting = 0;
	//@ assert names: irqs_names;
	//@ assert free: irqs_free;
	//@ assert nexts: irqs_nexts;
	//@ assert prevs: irqs_prevs;
	//@ assert firsts: irqs_firsts;
	//@ assert heads: irqs_heads;
	//@ assert newest: irqs_newest;
	//@ assert gaps: irqs_gaps;
}

enum status irq_acknowledge(uint32_t irq)
{
	if (IRQ(irq).notification == 0)
		return STATUS_NOT_MAPPED;

	if (IRQ(irq).waiting != 0) {
		IRQ(irq).waiting = 0;
		machine_irq_unmask(irq);
	}
	//@ assert names: irqs_names;
	//@ assert free: irqs_free;
	//@ assert nexts: irqs_nexts;
	//@ assert prevs: irqs_prevs;
	//@ assert firsts: irqs_firsts;
	//@ assert heads: irqs_heads;
	//@ assert newest: irqs_newest;
	//@ assert gaps: irqs_gaps;
	return STATUS_OK;
}

void irq_fired(uint32_t irq)
{
	machine_irq_mask(irq);
	if (IRQ(irq).notification == 0)
		return;
	IRQ(irq).waiting = 1;
	//@ assert waits: threads_wait_but(0);
	//@ assert kernel: kernel_threads;
	notification_signal(IRQ(irq).notification, IRQ(irq).badge_low, IRQ(irq).badge_high);
	//@ assert names: irqs_names;
	//@ assert nexts: irqs_nexts;
	//@ assert prevs: irqs_prevs;
	//@ assert firsts: irqs_firsts;
	//@ assert heads: irqs_heads;
	//@ assert newest: irqs_newest;
	//@ assert gaps: irqs_gaps;
}

uint32_t irq_unbind_one(uint32_t n)
{
	uint32_t first = NOTIFICATION(n).irqs;

	if (first == 0)
		return 0;
	irq_unbind(first);
	return 1;
}

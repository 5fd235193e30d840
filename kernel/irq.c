// SPDX-License-Identifier: Apache-2.0
/* Interrupt lines: see irq.h. */
#include "irq.h"
#include "machine.h"

enum status irq_bind(uint32_t irq, uint32_t n, uint32_t low, uint32_t high)
{
	if (IRQ(irq).notification != 0)
		return STATUS_OCCUPIED;

	IRQ(irq).notification = n;
	IRQ(irq).badge_low = low;
	IRQ(irq).badge_high = high;
	IRQ(irq).waiting = 0;
	IRQ(irq).next = NOTIFICATION(n).irqs;
	NOTIFICATION(n).irqs = irq + 1;
	machine_irq_unmask(irq);
	return STATUS_OK;
}

/* Take the line out of notification n's list. */
/*@ requires line: irq < IRQ_LINES;
    requires notification: is_notification(n);
    assigns notification_window[n].irqs, kernel.irq[0 .. IRQ_LINES - 1].next;
    ensures first: \old(notification_window[n].irqs) == irq + 1 ==> notification_window[n].irqs == \old(kernel.irq[irq].next); */
static void irq_unlink(uint32_t irq, uint32_t n)
{
	uint32_t i, line = NOTIFICATION(n).irqs;

	if (line == irq + 1) {
		NOTIFICATION(n).irqs = IRQ(irq).next;
		return;
	}
	/*@ loop invariant 0 <= i <= IRQ_LINES;
	    loop assigns i, line, kernel.irq[0 .. IRQ_LINES - 1].next;
	    loop variant IRQ_LINES - i; */
	for (i = 0; i < IRQ_LINES && line != 0; i++) {
		if (IRQ(line - 1).next == irq + 1)
			IRQ(line - 1).next = IRQ(irq).next;
		line = IRQ(line - 1).next;
	}
}

void irq_unbind(uint32_t irq)
{
	uint32_t n = IRQ(irq).notification;

	if (n == 0)
		return;
	machine_irq_mask(irq);
	irq_unlink(irq, n);
	IRQ(irq).notification = 0;
	IRQ(irq).next = 0;
	IRQ(irq).waiting = 0;
}

enum status irq_acknowledge(uint32_t irq)
{
	if (IRQ(irq).notification == 0)
		return STATUS_NOT_MAPPED;

	if (IRQ(irq).waiting != 0) {
		IRQ(irq).waiting = 0;
		machine_irq_unmask(irq);
	}
	return STATUS_OK;
}

void irq_fired(uint32_t irq)
{
	machine_irq_mask(irq);
	if (IRQ(irq).notification == 0)
		return;
	IRQ(irq).waiting = 1;
	notification_signal(IRQ(irq).notification, IRQ(irq).badge_low, IRQ(irq).badge_high);
}

void irq_unbind_all(uint32_t n)
{
	uint32_t i;

	/*@ loop invariant 0 <= i <= IRQ_LINES;
	    loop assigns i, machine, notification_window[n].irqs, kernel.irq[0 .. IRQ_LINES - 1];
	    loop variant IRQ_LINES - i; */
	for (i = 0; i < IRQ_LINES && NOTIFICATION(n).irqs != 0; i++)
		irq_unbind(NOTIFICATION(n).irqs - 1);
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Interrupt lines.  A line starts masked.  Bound to a notification it is
 * unmasked; when it fires it is masked again and signals the notification with
 * the badge it was bound with, until the driver acknowledges.
 * The lines bound to one notification form a list from its `irqs` field, by
 * line number + 1; it is as long as the board has lines at most.
 */
#ifndef WRIT_KERNEL_IRQ_H
#define WRIT_KERNEL_IRQ_H

#include "notification.h"

/* The line signals notification n with this badge; OCCUPIED when it is bound already. */
/*@ requires line: irq < IRQ_LINES;
    requires notification: is_notification(n);
    assigns kernel.irq[irq], notification_window[n].irqs, machine;
    ensures bound: \result == STATUS_OK ==> kernel.irq[irq].notification == n && kernel.irq[irq].badge_low == low
        && kernel.irq[irq].badge_high == high && kernel.irq[irq].waiting == 0;
    ensures unchanged: \result != STATUS_OK ==> \result == STATUS_OCCUPIED && kernel.irq[irq] == \old(kernel.irq[irq]); */
enum status irq_bind(uint32_t irq, uint32_t n, uint32_t low, uint32_t high);

/* The line is bound to nothing, and masked, from now on. */
/*@ requires line: irq < IRQ_LINES;
    requires bound: kernel.irq[irq].notification != 0 ==> is_notification(kernel.irq[irq].notification);
    ensures unbound: kernel.irq[irq].notification == 0; */
void irq_unbind(uint32_t irq);

/* The driver has served the line: it may fire again.  NOT_MAPPED when it is bound to nothing. */
/*@ requires line: irq < IRQ_LINES;
    assigns kernel.irq[irq].waiting, machine;
    ensures ready: \result == STATUS_OK ==> kernel.irq[irq].waiting == 0 && kernel.irq[irq].notification != 0;
    ensures unchanged: \result != STATUS_OK ==> \result == STATUS_NOT_MAPPED && kernel.irq[irq] == \old(kernel.irq[irq]); */
enum status irq_acknowledge(uint32_t irq);

/* The line has fired. */
/*@ requires queues: queues;
    requires line: irq < IRQ_LINES;
    requires bound: kernel.irq[irq].notification != 0 ==> is_notification(kernel.irq[irq].notification);
    requires run_queue: is_queue(kernel.run_queue);
    ensures queues: queues;
    ensures waiting: kernel.irq[irq].notification != 0 ==> kernel.irq[irq].waiting == 1; */
void irq_fired(uint32_t irq);

/* Every line bound to notification n is unbound. */
/*@ requires notification: is_notification(n);
    ensures none: notification_window[n].irqs == 0; */
void irq_unbind_all(uint32_t n);

#endif

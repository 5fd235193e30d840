// SPDX-License-Identifier: Apache-2.0
/*
 * Interrupt lines.  A line starts masked.  Bound to a notification it is
 * unmasked; when it fires it is masked again and signals the notification with
 * the badge it was bound with, until the driver acknowledges.  Line 0 is none.
 * The lines bound to one notification form a list from its `irqs` field, linked
 * both ways: see spec/irq.h.  Every function here takes constant time and keeps
 * the invariant `irqs`.
 */
#ifndef WRIT_KERNEL_IRQ_H
#define WRIT_KERNEL_IRQ_H

#include "notification.h"
#include "../spec/irq.h"

// The order of age that the lines begin with, before any is bound.
/*@ ghost
    /@ requires unbound: \forall integer i; 0 <= i < IRQ_LINES ==> kernel.irq[i].notification == 0
         && kernel.irq[i].next == 0 && kernel.irq[i].prev == 0 && kernel.irq[i].waiting == 0;
       requires none: \forall integer n; is_notification(n) ==> notification_window[n].irqs == 0;
       assigns irq_age[0 .. IRQ_LINES - 1];
       ensures invariant: irqs; @/
    void irq_ages_start(void);
*/

/* The line signals notification n with this badge; OCCUPIED when it is bound already. */
/*@ requires invariant: irqs;
    requires line: is_line(irq);
    requires notification: is_notification(n);
    assigns kernel.irq[0 .. IRQ_LINES - 1], notification_window[n].irqs, irq_age[0 .. IRQ_LINES - 1], machine;
    ensures invariant: irqs;
    ensures status: \result == (\old(kernel.irq[irq].notification) == 0 ? STATUS_OK : STATUS_OCCUPIED);
    ensures bound: \result == STATUS_OK ==> kernel.irq[irq].notification == n && kernel.irq[irq].badge_low == low
        && kernel.irq[irq].badge_high == high && kernel.irq[irq].waiting == 0;
    ensures others: lines_stay_but{Pre, Post}(irq);
    ensures unchanged: \result != STATUS_OK ==> line_stays{Pre, Post}(irq)
        && notification_window[n].irqs == \old(notification_window[n].irqs); */
enum status irq_bind(uint32_t irq, uint32_t n, uint32_t low, uint32_t high);

/* The line is bound to nothing, and masked, from now on. */
/*@ requires invariant: irqs;
    requires line: is_line(irq);
    assigns kernel.irq[0 .. IRQ_LINES - 1], notification_window[kernel.irq[irq].notification].irqs, machine;
    ensures invariant: irqs;
    ensures unbound: kernel.irq[irq].notification == 0;
    ensures others: lines_stay_but{Pre, Post}(irq); */
void irq_unbind(uint32_t irq);

/* The driver has served the line: it may fire again.  NOT_MAPPED when it is bound to nothing. */
/*@ requires invariant: irqs;
    requires line: irq < IRQ_LINES;
    assigns kernel.irq[irq].waiting, machine;
    ensures invariant: irqs;
    ensures status: \result == (kernel.irq[irq].notification != 0 ? STATUS_OK : STATUS_NOT_MAPPED);
    ensures ready: kernel.irq[irq].waiting == 0; */
enum status irq_acknowledge(uint32_t irq);

/* The line has fired. */
/*@ requires invariant: irqs;
    requires threads: ipc;
    requires line: irq < IRQ_LINES;
    assigns thread_window[..], QUEUE_LINKS, kernel.cancel_next, kernel.irq[irq].waiting,
            notification_window[kernel.irq[irq].notification].word_low,
            notification_window[kernel.irq[irq].notification].word_high,
            endpoint_window[..], reply_window[..], machine;
    ensures invariant: irqs;
    ensures threads: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures waiting: kernel.irq[irq].notification != 0 ==> kernel.irq[irq].waiting == 1; */
void irq_fired(uint32_t irq);

/* A line bound to notification n is bound to nothing from now on.  0: none was. */
/*@ requires invariant: irqs;
    requires notification: is_notification(n);
    assigns kernel.irq[0 .. IRQ_LINES - 1], notification_window[n].irqs, machine;
    ensures invariant: irqs;
    ensures answer: \result == (\old(notification_window[n].irqs) != 0 ? 1 : 0);
    ensures none: \result == 0 ==> notification_window[n].irqs == 0 && irqs_none(n);
    ensures one: \result != 0 ==> kernel.irq[\old(notification_window[n].irqs)].notification == 0;
    ensures others: lines_stay_but{Pre, Post}(\old(notification_window[n].irqs)); */
uint32_t irq_unbind_one(uint32_t n);

#endif

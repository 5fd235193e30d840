// SPDX-License-Identifier: Apache-2.0
/*
 * Interrupt lines' invariant, `irqs`, in named parts.  ACSL only; included by
 * kernel/irq.h.
 *
 * The lines bound to one notification form a list from its `irqs` field, newest
 * first.  Line 0 is none: no device has it.  (The first 16 lines of a GIC are for
 * interrupts that software makes.)
 *
 *     irqs --> newest --next--> ... --next--> oldest --next--> 0
 *     0 <--prev-- newest <--prev-- ... <--prev-- oldest
 *
 * `irq_age` orders the lines by when they were last bound: the smaller, the
 * longer ago.  Nothing bound to the notification is younger than the first of
 * its list, and nothing lies between a line and its next, so the list holds
 * all that name the notification, and an empty list says that none does.
 */
#ifndef WRIT_SPEC_IRQ_H
#define WRIT_SPEC_IRQ_H

/*@ ghost uint32_t irq_age[IRQ_LINES]; */

/*@ predicate is_line(integer i) = 0 < i < IRQ_LINES;

    predicate irq_bound{L}(integer i) = is_line(i) && kernel.irq[i].notification != 0;

    // Line x is bound to what line i is bound to.
    predicate irq_beside{L}(integer x, integer i) =
      is_line(x) && kernel.irq[x].notification == kernel.irq[i].notification;

    predicate irqs_ages{L} =
      (\forall integer i; is_line(i) ==> irq_age[i] < IRQ_LINES)
      && (\forall integer i, k; is_line(i) && is_line(k) && i != k ==> irq_age[i] != irq_age[k]);

    predicate irqs_names{L} = kernel.irq[0].notification == 0
      && \forall integer i; irq_bound{L}(i) ==> is_notification{L}(kernel.irq[i].notification);

    predicate irqs_free{L} = \forall integer i; 0 <= i < IRQ_LINES && kernel.irq[i].notification == 0 ==>
      kernel.irq[i].next == 0 && kernel.irq[i].prev == 0 && kernel.irq[i].waiting == 0;

    predicate irqs_nexts{L} = \forall integer i; irq_bound{L}(i) && kernel.irq[i].next != 0 ==>
      irq_beside{L}(kernel.irq[i].next, i) && kernel.irq[kernel.irq[i].next].prev == i
      && irq_age[kernel.irq[i].next] < irq_age[i];

    predicate irqs_prevs{L} = \forall integer i; irq_bound{L}(i) && kernel.irq[i].prev != 0 ==>
      irq_beside{L}(kernel.irq[i].prev, i) && kernel.irq[kernel.irq[i].prev].next == i
      && irq_age[i] < irq_age[kernel.irq[i].prev];

    // The line that a notification names as its first is.
    predicate irqs_firsts{L} = \forall integer n; is_notification{L}(n) && notification_window[n].irqs != 0 ==>
      is_line(notification_window[n].irqs)
      && kernel.irq[notification_window[n].irqs].notification == n
      && kernel.irq[notification_window[n].irqs].prev == 0;

    // A line without one before it is its notification's first.
    predicate irqs_heads{L} = \forall integer i; irq_bound{L}(i) && kernel.irq[i].prev == 0 ==>
      notification_window[kernel.irq[i].notification].irqs == i;

    // The first is the newest; where a line is, there is a first.
    predicate irqs_newest{L} = \forall integer i; irq_bound{L}(i) ==>
      notification_window[kernel.irq[i].notification].irqs != 0
      && irq_age[i] <= irq_age[notification_window[kernel.irq[i].notification].irqs];

    // Nothing bound to the same notification lies between a line and its next.
    predicate irqs_gaps{L} = \forall integer i, k; irq_bound{L}(i) && is_line(k)
      && kernel.irq[i].notification == kernel.irq[k].notification && irq_age[k] < irq_age[i] ==>
      kernel.irq[i].next != 0 && irq_age[k] <= irq_age[kernel.irq[i].next];

    predicate irqs{L} =
      irqs_ages{L} && irqs_names{L} && irqs_free{L} && irqs_nexts{L} && irqs_prevs{L}
      && irqs_firsts{L} && irqs_heads{L} && irqs_newest{L} && irqs_gaps{L};

    // No line is bound to notification n.
    predicate irqs_none{L}(integer n) =
      \forall integer i; is_line(i) ==> kernel.irq[i].notification != n;

    // Line i is what it was, save its place in the list.
    predicate line_stays{L1, L2}(integer i) =
      \at(kernel.irq[i].notification, L2) == \at(kernel.irq[i].notification, L1)
      && \at(kernel.irq[i].badge_low, L2) == \at(kernel.irq[i].badge_low, L1)
      && \at(kernel.irq[i].badge_high, L2) == \at(kernel.irq[i].badge_high, L1)
      && \at(kernel.irq[i].waiting, L2) == \at(kernel.irq[i].waiting, L1);

    predicate lines_stay_but{L1, L2}(integer x) =
      \forall integer i; is_line(i) && i != x ==> line_stays{L1, L2}(i);

    // Line t is now the one that was bound last; the order of the others is what it was.
    predicate irq_age_renewed{L1, L2}(integer t) =
      (\forall integer x; is_line(x) && x != t ==> \at(irq_age[x], L2) < \at(irq_age[t], L2))
      && (\forall integer x, y; is_line(x) && is_line(y) && x != t && y != t ==>
            (\at(irq_age[x], L2) < \at(irq_age[y], L2)
             <==> \at(irq_age[x], L1) < \at(irq_age[y], L1)));
*/

#endif

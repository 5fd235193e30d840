// SPDX-License-Identifier: Apache-2.0
/* What a signal does.  ACSL only; included by kernel/notification.h. */
#ifndef WRIT_SPEC_NOTIFICATION_H
#define WRIT_SPEC_NOTIFICATION_H

/*@ // Thread t has been told of a notification's word, and may run.
    predicate notified{L}(integer t, integer low, integer high) =
      thread_window[t].state == THREAD_RUNNABLE && thread_window[t].registers[0] == STATUS_OK
      && thread_window[t].registers[REGISTER_INFO] == KIND_NOTIFICATION * INFO_KIND
      && thread_window[t].registers[REGISTER_BADGE_LOW] == low
      && thread_window[t].registers[REGISTER_BADGE_HIGH] == high;

    // Signals wait in notification n.
    predicate pending{L}(integer n) =
      notification_window[n].word_low != 0 || notification_window[n].word_high != 0;

    predicate word_is{L}(integer n, integer low, integer high) =
      notification_window[n].word_low == low && notification_window[n].word_high == high;

    // Thread t is the first of those who wait in queue q.
    predicate waits_first{L}(integer t, integer q) =
      waits_in{L}(t, q) && \forall integer x; waits_in{L}(x, q) && x != t ==> waits_before{L}(t, x);

    // The thread that notification n is bound to receives on an endpoint.
    predicate bound_receives{L}(integer n) =
      notification_window[n].thread != 0 && thread_window[notification_window[n].thread].state == THREAD_RECEIVING;
*/
#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * Notifications: a 64-bit word of signals.  A signal ors the capability's badge
 * into it; waiting takes the word and leaves 0.  While threads wait the word is 0.
 * A notification may be bound to one thread, which then also gets it when it
 * waits on an endpoint.
 */
#ifndef WRIT_KERNEL_NOTIFICATION_H
#define WRIT_KERNEL_NOTIFICATION_H

#include "endpoint.h"
#include "../spec/notification.h"

/* Or `low` and `high` into the word, or give them to the oldest of the highest-priority
   threads that wait, or to the bound thread if it receives on an endpoint. */
/*@ requires invariant: ipc;
    requires notification: is_notification(n);
    assigns thread_window[..], QUEUE_LINKS, notification_window[n].word_low,
            notification_window[n].word_high, endpoint_window[..], reply_window[..], kernel.cancel_next;
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures waiter: !\old(queue_empty(n)) ==>
        \exists integer t; waits_first{Pre}(t, n) && notified(t, low, high);
    ensures receiver: \old(queue_empty(n)) && \old(bound_receives(n)) ==>
        notified(\old(notification_window[n].thread), low, high);
    ensures given: !\old(queue_empty(n)) || \old(bound_receives(n)) ==>
        word_is(n, \old(notification_window[n].word_low), \old(notification_window[n].word_high));
    ensures pending: \old(queue_empty(n)) && !\old(bound_receives(n)) ==>
        word_is(n, \old(notification_window[n].word_low) | low, \old(notification_window[n].word_high) | high)
        && threads_stay_but{Pre, Post}(0); */
void notification_signal(uint32_t n, uint32_t low, uint32_t high);

/* Thread t takes the word if it is not 0, and its call ends; else STATUS_WOULD_BLOCK
   and nothing changes. */
/*@ requires invariant: ipc;
    requires notification: is_notification(n);
    requires thread: is_thread(t);
    assigns notification_window[n].word_low, notification_window[n].word_high,
            thread_window[t].registers[0 .. REGISTER_BADGE_HIGH];
    ensures invariant: ipc;
    ensures some: \result == STATUS_OK <==>
        \old(notification_window[n].word_low) != 0 || \old(notification_window[n].word_high) != 0;
    ensures taken: \result == STATUS_OK ==>
        (\old(notification_window[n].word_low) != 0 || \old(notification_window[n].word_high) != 0)
        && notification_window[n].word_low == 0 && notification_window[n].word_high == 0
        && thread_window[t].registers[REGISTER_BADGE_LOW] == \old(notification_window[n].word_low)
        && thread_window[t].registers[REGISTER_BADGE_HIGH] == \old(notification_window[n].word_high);
    ensures none: \result != STATUS_OK ==> \result == STATUS_WOULD_BLOCK
        && notification_window[n].word_low == 0 && notification_window[n].word_high == 0
        && \forall integer i; 0 <= i <= REGISTER_BADGE_HIGH ==>
            thread_window[t].registers[i] == \old(thread_window[t].registers[i]); */
enum status notification_poll(uint32_t n, uint32_t t);

/* As poll, but the thread waits when the word is 0. */
/*@ requires invariant: ipc;
    requires notification: is_notification(n);
    requires thread: is_running(t);
    assigns thread_window[t].state, thread_window[t].waits_on,
            thread_window[t].registers[0 .. REGISTER_BADGE_HIGH], QUEUE_LINKS,
            notification_window[n].word_low, notification_window[n].word_high;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures waits:
        \old(notification_window[n].word_low) == 0 && \old(notification_window[n].word_high) == 0 ==>
        thread_window[t].state == THREAD_WAITING && thread_window[t].waits_on == n; */
void notification_wait(uint32_t n, uint32_t t);

/* The oldest of the highest-priority waiters is told STATUS_CANCELLED; 0 if nobody waits. */
/*@ requires invariant: ipc;
    requires notification: is_notification(n);
    assigns thread_window[..], QUEUE_LINKS;
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures others: threads_stay_but{Pre, Post}(\result);
    ensures none: \result == 0 <==> \old(queue_empty(n));
    ensures empty: \result == 0 ==> queue_empty(n); */
uint32_t notification_cancel_one(uint32_t n);

/* Thread t also gets n's word when it receives: both were unbound. */
/*@ requires invariant: ipc;
    requires notification: is_notification(n) && notification_window[n].thread == 0;
    requires thread: is_thread(t) && thread_window[t].notification == 0;
    assigns notification_window[n].thread, thread_window[t].notification;
    ensures invariant: ipc;
    ensures bound: notification_window[n].thread == t && thread_window[t].notification == n; */
void notification_bind(uint32_t n, uint32_t t);

/* The thread bound to n, if any, no longer is. */
/*@ requires invariant: ipc;
    requires notification: is_notification(n);
    assigns notification_window[n].thread, thread_window[notification_window[n].thread].notification;
    ensures invariant: ipc;
    ensures unbound: notification_window[n].thread == 0;
    ensures nobody: \forall integer t; is_thread(t) ==> thread_window[t].notification != n;
    ensures thread: \old(notification_window[n].thread) != 0 ==>
        thread_window[\old(notification_window[n].thread)].notification == 0; */
void notification_unbind(uint32_t n);

#endif

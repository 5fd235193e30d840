// SPDX-License-Identifier: Apache-2.0
/*
 * What invocations on threads and scheduling contexts do: thread t is the one that the
 * call is about, c.thread the caller.  ACSL only; included by kernel/decode.h.
 */
#ifndef WRIT_SPEC_THREAD_CALLS_H
#define WRIT_SPEC_THREAD_CALLS_H

/*@ // What a thread may be given in slot k.
    logic integer held_type(integer k) =
      k == THREAD_SLOT_CSPACE ? CAP_CNODE : k == THREAD_SLOT_VSPACE ? CAP_VSPACE
      : k == THREAD_SLOT_BUFFER ? CAP_FRAME : CAP_ENDPOINT;

    // The argument that names it: 5 is the IPC buffer's address.
    logic integer held_argument(integer k) = k < THREAD_SLOT_TIMEOUT ? k + 1 : 6;

    // Slot k of thread t holds a loan of the capability in slot s; nothing, if that is 0.
    predicate is_given{L}(integer t, integer k, integer s) =
      parent_map[thread_slot(t, k)] == s
      && (s == 0 ? is_null{L}(thread_slot(t, k))
          : is_live{L}(thread_slot(t, k)) && same_object{L}(thread_slot(t, k), s));

    // The argument for slot k of a thread names slot s; 0: nothing.
    predicate loan_asked{L}(struct call c, integer k, integer s) =
      argument_of{L}(c.thread, held_argument(k)) == 0 ? s == 0
      : address_of{L}(c.thread, argument_of{L}(c.thread, held_argument(k)), s) && is_live{L}(s)
        && slot_window[s].type == held_type(k) && slot_window[s].depth < DERIVATION_DEPTH_MAX;

    // Where argument 5 lies in the frame of thread t's IPC buffer.
    logic integer buffer_asked{L}(integer t, integer address) =
      slot_window[thread_slot(t, THREAD_SLOT_BUFFER)].object * GRANULE_WORDS
      + address % (slot_window[thread_slot(t, THREAD_SLOT_BUFFER)].size * GRANULE_BYTES) / 4;

    // Thread t holds what arguments 1..4 and 6 name, and its IPC buffer lies in that frame; no other slot changes.
    predicate configured{L1, L2}(struct call c, integer t) =
      (\forall integer k; 0 <= k < CONFIGURE_CAPS ==>
         loan_asked{L1}(c, k, \at(parent_map[thread_slot(t, k)], L2))
         && is_given{L2}(t, k, \at(parent_map[thread_slot(t, k)], L2)))
      && (\forall integer i; 0 <= i < GRANULES && i / THREAD_GRANULES != t ==> slot_stays{L1, L2}(i))
      && \at(thread_window[t].buffer, L2) == (argument_of{L1}(c.thread, 4) == 0 ? 0
           : buffer_asked{L2}(t, argument_of{L1}(c.thread, 5)));

    // Thread t has the priority and the ceiling of arguments 1 and 2, none above the caller's ceiling.
    predicate prioritized{L1, L2}(struct call c, integer t) =
      \at(waiter_window[t].priority, L2) == argument_of{L1}(c.thread, 1)
      && \at(thread_window[t].ceiling, L2) == argument_of{L1}(c.thread, 2)
      && argument_of{L1}(c.thread, 1) <= \at(thread_window[c.thread].ceiling, L1)
      && argument_of{L1}(c.thread, 2) <= \at(thread_window[c.thread].ceiling, L1);

    // `count` registers of thread t from `first` on have the values of arguments 3.., but for
    // CPSR, where the machine says what user mode may have; the others have what they had.
    predicate registers_written{L1, L2}(integer caller, integer t, integer first, integer count) =
      (\forall integer r; first <= r < first + count && r != REGISTER_CPSR ==>
         \at(thread_window[t].registers[r], L2) == argument_of{L1}(caller, 3 + r - first))
      && \forall integer r; 0 <= r < REGISTERS && !(first <= r < first + count) ==>
         \at(thread_window[t].registers[r], L2) == \at(thread_window[t].registers[r], L1);

    // r2..r5 of the caller say what was in register `r` of thread t; 0, if there is no such register.
    logic integer register_of{L}(integer t, integer r) = r < REGISTERS ? thread_window[t].registers[r] : 0;
    predicate registers_read{L1, L2}(integer caller, integer t, integer first) =
      \forall integer i; 0 <= i < RESULTS ==>
        \at(thread_window[caller].registers[2 + i], L2) == register_of{L1}(t, first + i);

    // They say what thread t's state, priority, program counter and fault were.
    predicate status_told{L1, L2}(integer caller, integer t) =
      \at(thread_window[caller].registers[2], L2) == \at(thread_window[t].state, L1)
      && \at(thread_window[caller].registers[3], L2) == \at(waiter_window[t].priority, L1)
      && \at(thread_window[caller].registers[4], L2) == \at(thread_window[t].registers[REGISTER_PC], L1)
      && \at(thread_window[caller].registers[5], L2) == \at(thread_window[t].fault, L1);

    // What was pending in notification n went to thread t if it received already.
    predicate pending_passed{L1, L2}(integer n, integer t) =
      \at(thread_window[t].state, L1) == THREAD_RECEIVING && pending{L1}(n) ==>
        word_is{L2}(n, 0, 0)
        && notified{L2}(t, \at(notification_window[n].word_low, L1), \at(notification_window[n].word_high, L1));

    // Thread t also receives from the notification that argument 1 names, and from none if that is 0; nobody
    // is woken but by what is pending, if it receives already.
    predicate notification_bound{L1, L2}(struct call c, integer t) =
      (argument_of{L1}(c.thread, 1) == 0 || \at(thread_window[t].state, L1) != THREAD_RECEIVING ==>
         threads_stay_but{L1, L2}(0))
      && (argument_of{L1}(c.thread, 1) == 0
      ? \at(thread_window[t].notification, L1) != 0 && \at(thread_window[t].notification, L2) == 0
      : \at(thread_window[t].notification, L1) == 0
        && \exists integer s; address_of{L1}(c.thread, argument_of{L1}(c.thread, 1), s)
             && \at(slot_window[s].type, L1) == CAP_NOTIFICATION && (\at(slot_window[s].rights, L1) & RIGHT_READ) != 0
             && \at(thread_window[t].notification, L2) == \at(slot_window[s].object, L1) / QUEUE_GRANULES
             && pending_passed{L1, L2}(\at(slot_window[s].object, L1) / QUEUE_GRANULES, t));

    // Argument 1 names a capability to the machine that lets time be given; arguments 2 and 3 are a budget
    // and a period.
    predicate may_give_time{L}(struct call c) =
      (\exists integer s; address_of{L}(c.thread, argument_of{L}(c.thread, 1), s)
         && slot_window[s].type == CAP_MACHINE && (slot_window[s].rights & RIGHT_GRANT) != 0)
      && argument_of{L}(c.thread, 2) >= BUDGET_MIN_MICROSECONDS
      && (argument_of{L}(c.thread, 3) != 0 ==> argument_of{L}(c.thread, 2) <= argument_of{L}(c.thread, 3));

    // Scheduling context x has that budget and that period, and all of its budget left.
    predicate time_given{L1, L2}(struct call c, integer x) =
      may_give_time{L1}(c)
      && \at(sched_context_window[x].budget, L2) == counts_of{L1}(argument_of{L1}(c.thread, 2))
      && \at(sched_context_window[x].left, L2) == \at(sched_context_window[x].budget, L2)
      && \at(sched_context_window[x].period, L2)
           == (argument_of{L1}(c.thread, 3) == argument_of{L1}(c.thread, 2) ? 0
               : counts_of{L1}(argument_of{L1}(c.thread, 3)));

    // r2 and r3 of the caller say what scheduling context x has used, up to now if it runs.
    predicate consumed_told{L1, L2}(integer caller, integer x) =
      \at(thread_window[caller].registers[2], L2)
        + \at(thread_window[caller].registers[3], L2) * 4294967296
        == \at(sched_context_window[x].consumed, L1)
           + (\at(account.charged, L1) == x ? \at(machine_time, L2) - \at(account.started, L1) : 0);

    // Scheduling context x is that of the thread that argument 1 names; both had none before, and the thread
    // neither runs on what it was lent nor has lent what it had.
    predicate context_bound{L1, L2}(struct call c, integer x) =
      \at(sched_context_window[x].thread, L1) == 0
      && \exists integer s; asked{L1}(c.thread, argument_of{L1}(c.thread, 1), CAP_THREAD, s)
           && \at(sched_context_window[x].thread, L2) == \at(slot_window[s].object, L1) / THREAD_GRANULES
           && \at(thread_window[\at(slot_window[s].object, L1) / THREAD_GRANULES].context, L1) == 0
           && !in_loan{L1}(\at(slot_window[s].object, L1) / THREAD_GRANULES)
           && \at(thread_window[\at(slot_window[s].object, L1) / THREAD_GRANULES].context, L2) == x;

    // Nothing of any thread has changed, and each waits where it waited.
    predicate threads_untouched{L1, L2} =
      \forall integer t; 0 <= t < THREADS ==>
        \at(thread_window[t], L2) == \at(thread_window[t], L1)
        && \at(waiter_window[t], L2) == \at(waiter_window[t], L1);

    predicate contexts_untouched{L1, L2} =
      \forall integer x; 0 <= x < SCHED_CONTEXTS ==>
        \at(sched_context_window[x], L2) == \at(sched_context_window[x], L1);
*/
#endif

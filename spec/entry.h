// SPDX-License-Identifier: Apache-2.0
/*
 * What an entry may write, and what it leaves alone when it refuses.  ACSL only;
 * included by kernel/syscall.h.
 */
#ifndef WRIT_SPEC_ENTRY_H
#define WRIT_SPEC_ENTRY_H

/* What a message, a signal or a reply may write. */
#define MESSAGES \
	thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..], notification_window[..], \
	sched_context_window[..], buffer_window[..], kernel.cancel_next

/* What capabilities that pass with a message may write. */
#define PASSES \
	slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1], rank_map[0 .. GRANULES - 1], \
	owner_map[0 .. LINE_END - 1], link_window[0 .. WORDS - 1], cdt_clock

/* What an invocation may write. */
#define INVOCATIONS \
	RETYPE_STATE, DELETIONS, CANCELLATION, irq_age[0 .. IRQ_LINES - 1], console_last, counters_allowed, \
	notification_window[..], TIMES

/* What the choice of who runs may write. */
#define SCHEDULE \
	TIMES, thread_window[sched_context_window[account.charged].thread].has_time, QUEUE_LINKS, \
	kernel.current, kernel.vspace, fpu_on

/* What an entry may write. */
#define ENTRIES INVOCATIONS, MESSAGES, SCHEDULE, steps_left

/*@ // The capability in slot s has one of these rights.
    predicate cap_right{L}(integer s, integer rights) = (slot_window[s].rights & rights) != 0;

    // A capability of this type in the slot that thread t names by this address, with one of these rights.
    predicate named_cap{L}(integer t, integer address, integer type, integer rights, integer s) =
      address_of{L}(t, address, s) && slot_window[s].type == type && cap_right{L}(s, rights);

    // The same of the address in r0.
    predicate invoked{L}(integer t, integer type, integer rights, integer s) =
      named_cap{L}(t, thread_window[t].registers[0], type, rights, s);

    // Thread t sent through the capability in slot s: it waits, under that badge, where nobody received.
    predicate sent_through{L1, L2}(integer t, integer s, integer call, integer block) =
      \at(endpoint_window[slot_window[s].object / QUEUE_GRANULES].state, L1) != ENDPOINT_RECEIVERS ==>
        block != 0 && \at(thread_window[t].waits_on, L2) == \at(slot_window[s].object, L1) / QUEUE_GRANULES
        && \at(thread_window[t].state, L2) == (call != 0 ? THREAD_CALLING : THREAD_SENDING)
        && \at(thread_window[t].badge_low, L2) == \at(slot_window[s].word0, L1)
        && \at(thread_window[t].badge_high, L2) == \at(slot_window[s].word1, L1);

    // Thread t answered through the reply capability in slot s, and somebody waited for that.
    predicate replied{L1, L2}(integer t, integer s) =
      address_of{L1}(t, \at(thread_window[t].registers[0], L1), s)
      && \at(slot_window[s].type, L1) == CAP_REPLY
      && \at(reply_window[slot_window[s].object].caller, L1) != 0
      && \at(reply_window[\at(slot_window[s].object, L1)].caller, L2) == 0;

    // Thread t names, in r6, a capability to reply object r.
    predicate offered{L}(integer t, integer r) =
      \exists integer s; address_of{L}(t, thread_window[t].registers[6], s)
        && slot_window[s].type == CAP_REPLY && slot_window[s].object == r;

    predicate bound_pending{L}(integer t) =
      thread_window[t].notification != 0 && pending{L}(thread_window[t].notification);

    // Thread t received through the capability in slot s: it waits there, if nobody sent and nothing
    // was pending in its notification.
    predicate received{L1, L2}(integer t, integer s) =
      \at(endpoint_window[slot_window[s].object / QUEUE_GRANULES].state, L1) == ENDPOINT_SENDERS
      || bound_pending{L1}(t)
      || (\at(thread_window[t].state, L2) == THREAD_RECEIVING
          && \at(thread_window[t].waits_on, L2) == \at(slot_window[s].object, L1) / QUEUE_GRANULES);

    // The same of endpoint e, whatever names it.
    predicate awaited{L1, L2}(integer t, integer e) =
      \at(endpoint_window[e].state, L1) == ENDPOINT_SENDERS || bound_pending{L1}(t)
      || (\at(thread_window[t].state, L2) == THREAD_RECEIVING && \at(thread_window[t].waits_on, L2) == e);

    // Slot s holds a capability that thread t names in r0 and may send through, or answer.
    predicate may_send{L}(integer t, integer s) =
      invoked{L}(t, CAP_ENDPOINT, RIGHT_WRITE, s)
      || (address_of{L}(t, thread_window[t].registers[0], s) && slot_window[s].type == CAP_REPLY);

    // If thread t waits, it receives on the endpoint that was named by the capability in slot s.
    predicate waits_only_on{L1, L2}(integer t, integer s) =
      \at(thread_window[t].state, L2) != THREAD_RUNNABLE ==>
        \at(thread_window[t].state, L2) == THREAD_RECEIVING
        && \at(thread_window[t].waits_on, L2) == \at(slot_window[s].object, L1) / QUEUE_GRANULES;

    // Thread t waits on the notification in slot s, if nothing was pending there.
    predicate waited{L1, L2}(integer t, integer s) =
      !pending{L1}(\at(slot_window[s].object, L1) / QUEUE_GRANULES) ==>
        \at(thread_window[t].state, L2) == THREAD_WAITING
        && \at(thread_window[t].waits_on, L2) == \at(slot_window[s].object, L1) / QUEUE_GRANULES;

    // Nobody has met anybody: threads wait where they waited, and what they meet at is as it was.
    predicate nobody_met{L1, L2} =
      threads_stay_but{L1, L2}(0)
      && (\forall integer t; is_thread{L2}(t) <==> is_thread{L1}(t))
      && (\forall integer t; 0 <= t < THREADS ==>
            \at(thread_window[t].has_time, L2) == \at(thread_window[t].has_time, L1)
            && \at(thread_window[t].context, L2) == \at(thread_window[t].context, L1)
            && \at(thread_window[t].lender, L2) == \at(thread_window[t].lender, L1)
            && \at(waiter_window[t].priority, L2) == \at(waiter_window[t].priority, L1))
      && (\forall integer e; 0 <= e < QUEUES ==>
            \at(endpoint_window[e].state, L2) == \at(endpoint_window[e].state, L1)
            && \at(notification_window[e].word_low, L2) == \at(notification_window[e].word_low, L1)
            && \at(notification_window[e].word_high, L2) == \at(notification_window[e].word_high, L1))
      && (\forall integer r; 0 <= r < GRANULES ==>
            \at(reply_window[r].caller, L2) == \at(reply_window[r].caller, L1)
            && \at(reply_window[r].server, L2) == \at(reply_window[r].server, L1)
            && \at(reply_window[r].borrower, L2) == \at(reply_window[r].borrower, L1))
      && \at(account.charged, L2) == \at(account.charged, L1);

    // The kernel may run 2^63 / RETYPE_MAX entries: each takes so much of the creation clock at most.
    predicate clock_runs{L} = cdt_clock - RETYPE_MAX >= INT64_MIN;
*/
#endif

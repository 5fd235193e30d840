// SPDX-License-Identifier: Apache-2.0
/* What the fast path does: see kernel/fastpath.h.  ACSL only. */
#ifndef WRIT_SPEC_FASTPATH_H
#define WRIT_SPEC_FASTPATH_H

/*@ // Word i of the message that thread t sends in registers.
    logic integer short_word{L}(integer t, integer i) =
      i < thread_window[t].registers[REGISTER_INFO] % INFO_LENGTHS ? thread_window[t].registers[REGISTER_WORDS + i] : 0;

    // The words of thread t's message that arrive at thread `to`.
    logic integer size_carried{L}(integer t, integer to) =
      message_size(thread_window[t].registers[REGISTER_INFO], thread_window[t].buffer, thread_window[to].buffer);

    // Thread `to` has what travels in registers of the message that thread t sent, as `kind` and under
    // this badge; of so many words.
    predicate told{L1, L2}(integer t, integer to, integer kind, integer low, integer high, integer size) =
      \at(thread_window[to].registers[0], L2) == STATUS_OK
      && \at(thread_window[to].registers[REGISTER_INFO], L2)
           == \at(thread_window[t].registers[REGISTER_INFO], L1) / INFO_LABEL * INFO_LABEL + kind * INFO_KIND + size
      && (\forall integer i; 0 <= i < MESSAGE_REGISTERS ==>
            \at(thread_window[to].registers[REGISTER_WORDS + i], L2) == short_word{L1}(t, i))
      && \at(thread_window[to].registers[REGISTER_BADGE_LOW], L2) == low
      && \at(thread_window[to].registers[REGISTER_BADGE_HIGH], L2) == high;

    // It has the whole message.
    predicate carried{L1, L2}(integer t, integer to, integer kind, integer low, integer high) =
      told{L1, L2}(t, to, kind, low, high, size_carried{L1}(t, to))
      && words_copied{L1, L2}(\at(thread_window[t].buffer, L1), \at(thread_window[to].buffer, L1),
                              size_carried{L1}(t, to));

    // Thread t, which has no scheduling context, can run on what is lent through r.
    predicate borrows{L}(integer t, integer r) =
      thread_window[t].context == 0 && thread_window[t].lender == 0 && reply_window[r].borrower == 0;

    // Thread `to` has time of its own, or has lent to thread t, through r, what it had.
    predicate lends_or_not{L}(integer r, integer to, integer t) =
      thread_window[to].has_time != 0 ? reply_window[r].borrower == 0
        : thread_window[to].context == 0 && reply_window[r].borrower == t;

    // The scheduling context that thread t had is that of thread `to`, which has time.
    predicate moved{L1, L2}(integer t, integer to) =
      \at(thread_window[to].context, L2) == \at(thread_window[t].context, L1)
      && \at(thread_window[to].has_time, L2) != 0 && \at(thread_window[t].context, L2) == 0;

    // Thread t has time, and nobody who waits to run is preferred to it.
    predicate runs_next{L}(integer t) = thread_window[t].has_time != 0 && none_preferred{L}(t);

    // The oldest thread of list l is the first that receives on endpoint e; a Call of thread t can go to
    // it, and nobody is preferred to it then.
    predicate receives_first{L}(integer e, integer t, integer l) =
      is_list{L}(l) && l / QUEUE_LISTS == e && list_head_window[l] != 0
      && is_thread{L}(list_head_window[l]) && waiter_window[list_head_window[l]].list == l
      && thread_window[list_head_window[l]].state == THREAD_RECEIVING
      && thread_window[list_head_window[l]].waits_on == e
      && thread_window[list_head_window[l]].reply != 0
      && (thread_window[list_head_window[l]].has_time != 0
          || borrows{L}(list_head_window[l], thread_window[list_head_window[l]].reply))
      && waiter_window[list_head_window[l]].priority >= waiter_window[t].priority
      && \forall integer x; waits_in{L}(x, e) && x != list_head_window[l] ==>
           waits_before{L}(list_head_window[l], x);

    // Thread t, which called through the capability in slot s, waits for the reply of thread `to`, the
    // first that received there, on the reply object that this one offered; who had no time runs on t's.
    predicate called{L1, L2}(integer t, integer s, integer to) =
      waits_in{L1}(to, \at(slot_window[s].object, L1) / QUEUE_GRANULES)
      && (\forall integer x; waits_in{L1}(x, \at(slot_window[s].object, L1) / QUEUE_GRANULES) && x != to ==>
            waits_before{L1}(to, x))
      && \at(thread_window[t].state, L2) == THREAD_REPLY_WAIT
      && \at(thread_window[t].reply, L2) == \at(thread_window[to].reply, L1)
      && \at(reply_window[\at(thread_window[t].reply, L2)].caller, L2) == t
      && \at(thread_window[to].state, L2) == THREAD_RUNNABLE
      && (\at(thread_window[to].has_time, L1) != 0 ==> contexts_stay{L1, L2})
      && (\at(thread_window[to].has_time, L1) == 0 ==> moved{L1, L2}(t, to)
            && \at(reply_window[\at(thread_window[t].reply, L2)].borrower, L2) == to);

    // Thread t has answered `to`, which waited on reply object r, and receives on what the capability in
    // slot s names, offering r; what it was lent went back.
    predicate answered{L1, L2}(integer t, integer s, integer r, integer to) =
      \at(reply_window[r].caller, L1) == to
      && \at(thread_window[to].state, L2) == THREAD_RUNNABLE
      && \at(thread_window[t].state, L2) == THREAD_RECEIVING
      && \at(thread_window[t].waits_on, L2) == \at(slot_window[s].object, L1) / QUEUE_GRANULES
      && \at(thread_window[t].reply, L2) == r
      && \at(reply_window[r].caller, L2) == 0 && \at(reply_window[r].server, L2) == t
      && \at(reply_window[r].borrower, L2) == 0
      && (\at(thread_window[to].has_time, L1) != 0 ==> contexts_stay{L1, L2})
      && (\at(thread_window[to].has_time, L1) == 0 ==> moved{L1, L2}(t, to));

    // Nothing has changed, and the same thread runs.
    predicate nothing_done{L1, L2} = nobody_met{L1, L2} && \at(kernel.current, L2) == \at(kernel.current, L1)
      && \forall integer t, i; 0 <= t < THREADS && 0 <= i < REGISTERS ==>
           \at(thread_window[t].registers[i], L2) == \at(thread_window[t].registers[i], L1);
*/
#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * What slots hold that users cannot name: those inside of threads, with their IPC
 * buffers, and slot 0 of each CNode, which links CNodes that are being emptied.
 * ACSL only; included by kernel/thread.h.
 */
#ifndef WRIT_SPEC_THREAD_H
#define WRIT_SPEC_THREAD_H

/*@ // What a thread holds are loans, and nothing is derived from them; a frame is its IPC buffer.
    predicate held_loans{L} = \forall integer s; in_thread{L}(s) && is_live{L}(s) ==>
      slot_window[s].first == 0 && !owns{L}(s)
      && slot_window[s].type != CAP_UNTYPED && slot_window[s].type != CAP_PAGE_TABLE
      && (slot_window[s].type == CAP_FRAME ==>
            s % THREAD_GRANULES == THREAD_SLOT_BUFFER
            && slot_window[s].word0 == s / THREAD_GRANULES && slot_window[s].word1 == 0);

    // A frame that names a thread, and no address, is its IPC buffer.
    predicate held_frames{L} = \forall integer s; is_live{L}(s) && slot_window[s].type == CAP_FRAME
      && slot_window[s].word1 == 0 && slot_window[s].word0 != 0 ==>
      in_thread{L}(s) && slot_window[s].word0 == s / THREAD_GRANULES;

    // An IPC buffer lies in the frame that the thread holds for it.
    predicate held_buffers{L} = \forall integer t; is_thread{L}(t) && thread_window[t].buffer != 0 ==>
      is_live{L}(t * THREAD_GRANULES + THREAD_SLOT_BUFFER)
      && slot_window[t * THREAD_GRANULES + THREAD_SLOT_BUFFER].type == CAP_FRAME
      && slot_window[t * THREAD_GRANULES + THREAD_SLOT_BUFFER].object * GRANULE_WORDS
           <= thread_window[t].buffer
      && thread_window[t].buffer + IPC_BUFFER_WORDS
           <= end{L}(t * THREAD_GRANULES + THREAD_SLOT_BUFFER) * GRANULE_WORDS;

    // Slot 0 of a CNode is empty.
    predicate held_heads{L} = \forall integer s; is_object_cap{L}(s) && slot_window[s].type == CAP_CNODE ==>
      slot_window[slot_window[s].object].type == CAP_NULL;

    predicate held{L} = held_loans{L} && held_frames{L} && held_buffers{L} && held_heads{L};

    // Slot k of thread t.
    logic integer thread_slot(integer t, integer k) = t * THREAD_GRANULES + k;

    // Slot k of a thread may hold a capability of this type.
    predicate can_hold(integer k, integer type) =
      0 <= k < THREAD_SLOTS && type != CAP_NULL && type != CAP_UNTYPED && type != CAP_PAGE_TABLE
      && (type == CAP_FRAME ==> k == THREAD_SLOT_BUFFER);

    // Thread t waits for nothing, runs on nothing and holds nothing.
    predicate thread_idle{L}(integer t) =
      thread_window[t].state == THREAD_INACTIVE && waiter_window[t].list == 0
      && thread_window[t].reply == 0 && thread_window[t].context == 0
      && thread_window[t].notification == 0 && thread_window[t].buffer == 0 && thread_window[t].lender == 0
      && \forall integer k; 0 <= k < THREAD_SLOTS ==> is_null{L}(thread_slot(t, k));

    // No object names thread t.
    predicate thread_unbound{L}(integer t) =
      (\forall integer r; is_reply{L}(r) ==> reply_window[r].caller != t && reply_window[r].server != t
         && reply_window[r].borrower != t)
      && (\forall integer c; is_sched_context{L}(c) ==> sched_context_window[c].thread != t)
      && (\forall integer n; is_notification{L}(n) ==> notification_window[n].thread != t);
*/
#endif

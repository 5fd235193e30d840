// SPDX-License-Identifier: Apache-2.0
/*
 * Capabilities in messages: what the two threads ask for, and what becomes of it.  ACSL only;
 * included by kernel/transfer.h.
 */
#ifndef WRIT_SPEC_TRANSFER_H
#define WRIT_SPEC_TRANSFER_H

/*@ // Word i of thread t's IPC buffer.
    logic integer buffer_word{L}(integer t, integer i) = buffer_window[thread_window[t].buffer + i];

    // Thread t gives capability k of its message away.
    predicate is_gift{L}(integer t, integer k) = has_bit(buffer_word{L}(t, IPC_BUFFER_GIFTS), k);

    // The capability that thread t's CSpace is has this right.
    predicate cspace_right{L}(integer t, integer right) =
      (slot_window[thread_slot(t, THREAD_SLOT_CSPACE)].rights & right) != 0;

    // Thread t sends what is in slot s as capability k of its message, and may do so.
    predicate sent{L}(integer t, integer k, integer s) =
      address_of{L}(t, buffer_word{L}(t, IPC_BUFFER_CAPS + k), s) && is_live{L}(s)
      && (is_gift{L}(t, k) ==> cspace_right{L}(t, RIGHT_WRITE))
      && (!is_gift{L}(t, k) ==> cspace_right{L}(t, RIGHT_READ) && may_copy{L}(s)
            && slot_window[s].depth < DERIVATION_DEPTH_MAX);

    // Among the first n capabilities of its message thread t gives away what is in slot s.
    predicate gives{L}(integer t, integer n, integer s) =
      \exists integer k; 0 <= k < n && is_gift{L}(t, k) && sent{L}(t, k, s);

    // Thread t wants capabilities in slot s and those behind it.
    predicate wanted{L}(integer t, integer s) =
      \exists integer root; (slot_window[root].rights & RIGHT_WRITE) != 0
        && (buffer_word{L}(t, IPC_BUFFER_RECEIVE) == 0 ? root == thread_slot(t, THREAD_SLOT_CSPACE)
            : address_of{L}(t, buffer_word{L}(t, IPC_BUFFER_RECEIVE), root))
        && names{L}(root, buffer_word{L}(t, IPC_BUFFER_RECEIVE + 1), buffer_word{L}(t, IPC_BUFFER_RECEIVE + 2),
                    CSPACE_LEVELS_MAX, s);

    // Capability k of what thread `from` sends can go where thread `to` wants it.
    predicate passes{L}(integer from, integer to, integer k) =
      thread_window[from].buffer != 0 && thread_window[to].buffer != 0
      && \exists integer s, d; sent{L}(from, k, s) && wanted{L}(to, d)
           && is_null{L}(d + k) && d + k < end{L}(owner_map[d]);

    // Slots i at L1 and j at L2 are at the same place of the tree: a capability keeps its rank.
    predicate same_place{L1, L2}(integer i, integer j) =
      \at(rank_map[j], L2) == \at(rank_map[i], L1)
      && \at(rank_map[\at(parent_map[j], L2)], L2) == \at(rank_map[\at(parent_map[i], L1)], L1)
      && (\at(parent_map[j], L2) == 0 <==> \at(parent_map[i], L1) == 0)
      && \at(slot_window[j].depth, L2) == \at(slot_window[i].depth, L1);

    // What was in slot i at L1 is in slot j at L2, with what was derived from it.
    predicate stands{L1, L2}(integer i, integer j) =
      same_capability{L1, L2}(i, j) && same_place{L1, L2}(i, j);

    // At L2 slot j has a loan of what was in slot i at L1, derived from it wherever that is now.
    predicate loaned{L1, L2}(integer i, integer j) =
      is_loan{L1, L2}(i, j, RIGHT_ALL) && slot_lent{L1, L2}(i, j)
      && \at(rank_map[\at(parent_map[j], L2)], L2) == \at(rank_map[i], L1)
      && \at(parent_map[j], L2) != 0;

    // Capability k of thread t's message, which was in slot s, has passed into the k-th slot from d on,
    // which was empty.
    predicate passed{L1, L2}(integer t, integer k, integer s, integer d) =
      sent{L1}(t, k, s) && is_null{L1}(d + k)
      && (is_gift{L1}(t, k) ==> stands{L1, L2}(s, d + k))
      && (!is_gift{L1}(t, k) ==> loaned{L1, L2}(s, d + k));

    // Capability k of thread from's message arrived where thread `to` wants it.
    predicate arrived{L1, L2}(integer from, integer to, integer k) =
      \exists integer s, d; wanted{L1}(to, d) && passed{L1, L2}(from, k, s, d);
*/
#endif

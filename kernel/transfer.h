// SPDX-License-Identifier: Apache-2.0
/*
 * Capabilities in messages.  The sender's IPC buffer says which, by address, and
 * which of them are gifts; the receiver's says where they go.  They pass one by one,
 * in order, until one cannot: then the message arrives without it and the rest.
 *
 *     words 120 .. 122    123     124, 125, 126         of an IPC buffer
 *     addresses           gifts   root, index, depth
 *
 * Nobody gets more than CNODE_COPY and CNODE_MOVE could do: a loan is made with what the
 * right to read, a gift with what the right to write in the sender's own CSpace allows,
 * and the receiver's slots lie where it may write itself.
 */
#ifndef WRIT_KERNEL_TRANSFER_H
#define WRIT_KERNEL_TRANSFER_H

#include "cnode.h"
#include "cspace.h"
#include "message.h"
#include "../spec/transfer.h"

/* Who calls with one of these rights may be answered with capabilities. */
#define RIGHTS_GRANTED (RIGHT_GRANT + RIGHT_GRANT_REPLY + 0u)

/* The capabilities that thread `from` sends go to thread `to`.  The answer, and what the info of
   `from` says from then on, is how many of them did. */
/*@ requires consistent: consistent;
    requires threads: is_thread(from) && is_thread(to) && from != to;
    requires clock: cdt_clock - MESSAGE_CAPS_MAX >= INT64_MIN;
    requires budget: TRANSFER_STEPS <= steps_left;
    assigns slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1], rank_map[0 .. GRANULES - 1],
            owner_map[0 .. LINE_END - 1], link_window[0 .. WORDS - 1], cdt_clock,
            thread_window[from].info, steps_left;
    ensures consistent: consistent;
    ensures bounded: \old(steps_left) - steps_left <= TRANSFER_STEPS;
    ensures clock: \old(cdt_clock) - cdt_clock <= MESSAGE_CAPS_MAX;
    ensures count: \result <= \old(message_caps(thread_window[from].info));
    ensures info: message_caps(thread_window[from].info) == \result
        && thread_window[from].info / INFO_KIND == \old(thread_window[from].info) / INFO_KIND
        && thread_window[from].info % INFO_LENGTHS == \old(thread_window[from].info) % INFO_LENGTHS;
    ensures arrived: \forall integer k; 0 <= k < \result ==> arrived{Pre, Post}(from, to, k);
    ensures others: \forall integer i; is_live(i) ==> stands{Pre, Post}(i, i)
        || \exists integer d; wanted{Pre}(to, d) && d <= i < d + \result;
    ensures given: \forall integer i; is_live{Pre}(i) && !is_live(i) ==> gives{Pre}(from, \result, i);
    ensures stops: \result < \old(message_caps(thread_window[from].info)) && passes{Pre}(from, to, \result) ==>
        \exists integer s; sent{Pre}(from, \result, s) && gives{Pre}(from, \result, s); */
uint32_t transfer(uint32_t from, uint32_t to);

#endif

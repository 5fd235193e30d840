// SPDX-License-Identifier: Apache-2.0
/*
 * What a message carries from one thread to another: label, words, badge, and how
 * many capabilities transfer.h has passed on before.  The first four words travel in
 * registers, the others between the IPC buffers.
 * A thread that faults sends its fault's words instead of its registers.
 */
#ifndef WRIT_KERNEL_MESSAGE_H
#define WRIT_KERNEL_MESSAGE_H

#include "object.h"
#include "status.h"
#include "../spec/message.h"

#define REGISTER_INFO 1u       /* r1 */
#define REGISTER_WORDS 2u      /* r2..r5 */
#define REGISTER_BADGE_LOW 6u  /* r6 */
#define REGISTER_BADGE_HIGH 7u /* r7 */

#define INFO_LENGTHS 128u      /* info % INFO_LENGTHS is the length */
#define INFO_CAPS 4u           /* info / INFO_LENGTHS % INFO_CAPS: capabilities */
#define INFO_KIND 512u         /* kind's unit */
#define INFO_LABEL 4096u       /* label's unit */

/*@ // The capabilities that a message of this info has.
    logic integer message_caps(integer info) = info / INFO_LENGTHS % INFO_CAPS;

    // The words that arrive of it, between buffers that begin there; 0 is none.
    logic integer message_size(integer info, integer from, integer to) =
      info % INFO_LENGTHS > MESSAGE_REGISTERS && (from == 0 || to == 0) ? MESSAGE_REGISTERS
      : info % INFO_LENGTHS > MESSAGE_WORDS_MAX ? MESSAGE_WORDS_MAX : info % INFO_LENGTHS;

    // Those of them that do not travel in registers are in buffer `to` what they were in `from`, if
    // the two lie apart.
    predicate words_copied{L1, L2}(integer from, integer to, integer size) =
      from + MESSAGE_WORDS_MAX <= to || to + MESSAGE_WORDS_MAX <= from ==>
        \forall integer i; to + MESSAGE_REGISTERS <= i < to + size ==>
          \at(buffer_window[i], L2) == \at(buffer_window[i - to + from], L1);
*/

/* The words that a message of this info has, between threads with and without buffers. */
/*@ assigns \nothing;
    ensures words: \result <= MESSAGE_WORDS_MAX;
    ensures short: from == 0 || to == 0 ==> \result <= MESSAGE_REGISTERS;
    ensures size: \result == message_size(info, from, to); */
uint32_t message_length(uint32_t info, uint32_t from, uint32_t to);

/* What thread `from` sends in its IPC buffer goes to that of `to`; the answer is how many words the
   message has in all. */
/*@ requires from: is_thread(from) && message_buffer(from);
    requires to: is_thread(to) && message_buffer(to) && from != to;
    assigns buffer_window[thread_window[to].buffer + MESSAGE_REGISTERS
                       .. thread_window[to].buffer + MESSAGE_WORDS_MAX - 1];
    ensures size: \result == message_size(info, thread_window[from].buffer, thread_window[to].buffer);
    ensures words: words_copied{Pre, Post}(thread_window[from].buffer, thread_window[to].buffer, \result); */
uint32_t message_rest(uint32_t from, uint32_t to, uint32_t info);

/* `to` gets the message that `from` sends, as `kind`; its call ends with STATUS_OK. */
/*@ requires from: is_thread(from) && message_buffer(from);
    requires to: is_thread(to) && message_buffer(to) && from != to;
    requires kind: kind <= KIND_REPLY;
    assigns thread_window[to].registers[0 .. REGISTER_BADGE_HIGH],
            buffer_window[thread_window[to].buffer + MESSAGE_REGISTERS
                       .. thread_window[to].buffer + MESSAGE_WORDS_MAX - 1];
    ensures status: thread_window[to].registers[0] == STATUS_OK;
    ensures label: thread_window[to].registers[REGISTER_INFO] / INFO_LABEL == thread_window[from].info / INFO_LABEL;
    ensures kind: thread_window[to].registers[REGISTER_INFO] / INFO_KIND % 8 == kind;
    ensures capabilities: message_caps(thread_window[to].registers[REGISTER_INFO])
        == message_caps(thread_window[from].info);
    ensures length: thread_window[to].registers[REGISTER_INFO] % INFO_LENGTHS <= MESSAGE_WORDS_MAX;
    ensures badge: thread_window[to].registers[REGISTER_BADGE_LOW] == thread_window[from].badge_low
        && thread_window[to].registers[REGISTER_BADGE_HIGH] == thread_window[from].badge_high; */
void message_deliver(uint32_t from, uint32_t to, uint32_t kind);

/* `to` gets a notification's word; its call ends with STATUS_OK. */
/*@ requires to: is_thread(to);
    assigns thread_window[to].registers[0 .. REGISTER_BADGE_HIGH];
    ensures status: thread_window[to].registers[0] == STATUS_OK;
    ensures kind: thread_window[to].registers[REGISTER_INFO] == KIND_NOTIFICATION * INFO_KIND;
    ensures word: thread_window[to].registers[REGISTER_BADGE_LOW] == low
        && thread_window[to].registers[REGISTER_BADGE_HIGH] == high; */
void message_notify(uint32_t to, uint32_t low, uint32_t high);

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * Decoding invocations: is what the user asks for allowed?  Each function looks
 * at its arguments in order, one refusal a line, and only then acts; what it
 * calls to act cannot fail but for reasons that it hands on.  Answers are as
 * answer.h says; argument 0 is the invoked capability.
 */
#ifndef WRIT_KERNEL_DECODE_H
#define WRIT_KERNEL_DECODE_H

#include "answer.h"
#include "cnode.h"
#include "cspace.h"
#include "untyped.h"

#define ARGUMENTS 9u
#define RESULTS 4u
#define CONFIGURE_CAPS 5u /* capabilities that a thread is given, for its first slots */

/* One invocation: who asks, through which slot, what.  Arguments stay in the registers of the thread. */
struct call {
	uint32_t thread;
	uint32_t slot;
	uint32_t operation;
};

/*@ // Argument k of the invocation that thread t makes: 1..5 are in r2..r6, 6..8 in r8..r10.
    logic integer argument_of{L}(integer t, integer k) = thread_window[t].registers[k <= 5 ? k + 1 : k + 2];

    predicate valid_call{L}(struct call c) =
      is_thread{L}(c.thread) && in_cnode{L}(c.slot);

    // The call was refused: it did nothing and is not to be made again.
    predicate refused(integer answer) =
      answer % ANSWER_ARGUMENT != STATUS_OK && answer % ANSWER_ARGUMENT != STATUS_RESTART;

    // The slot that the invocation is about: arguments 1 and 2, index and depth from the invoked CNode on.
    predicate target_asked{L}(struct call c, integer s) =
      names{L}(c.slot, argument_of{L}(c.thread, 1), argument_of{L}(c.thread, 2), CSPACE_LEVELS_MAX, s);

    // The slot that arguments 3, 4 and 5 name: the address of a CNode or 0 for the own CSpace, index, depth.
    predicate root_asked{L}(integer t, integer root) =
      argument_of{L}(t, 3) == 0 ? root == t * THREAD_GRANULES + THREAD_SLOT_CSPACE
      : address_of{L}(t, argument_of{L}(t, 3), root);
    predicate other_asked{L}(integer t, integer s) =
      \exists integer root; root_asked{L}(t, root)
        && names{L}(root, argument_of{L}(t, 4), argument_of{L}(t, 5), CSPACE_LEVELS_MAX, s);

    // Slot s, which thread t names by address, has a capability of this type with the right to write.
    predicate asked{L}(integer t, integer address, integer type, integer s) =
      in_cnode{L}(s) && address_of{L}(t, address, s)
      && slot_window[s].type == type && (slot_window[s].rights & RIGHT_WRITE) != 0;

    // The capability in slot s is mapped at `address` of the VSpace that thread t asked for.
    predicate in_asked_vspace{L1, L2}(integer t, integer name, integer s, integer address) =
      \exists integer v; asked{L1}(t, name, CAP_VSPACE, v)
        && mapped_at{L2}(s, \at(slot_window[v].object, L1) / VSPACE_GRANULES, address);

    // Line i signals the notification that thread t asked for, with the badge of what names it.
    predicate signals_asked{L}(integer t, integer name, integer i) =
      \exists integer n; asked{L}(t, name, CAP_NOTIFICATION, n)
        && kernel.irq[i].notification == slot_window[n].object / QUEUE_GRANULES
        && kernel.irq[i].badge_low
           == (slot_window[n].word0 == 0 && slot_window[n].word1 == 0 ? 1 : slot_window[n].word0)
        && kernel.irq[i].badge_high == slot_window[n].word1;

    // All is mapped where it was, as it was.
    predicate mappings_kept{L1, L2} =
      (\forall integer i; is_slot{L1}(i) ==>
        \at(slot_window[i].word0, L2) == \at(slot_window[i].word0, L1)
        && \at(slot_window[i].word1, L2) == \at(slot_window[i].word1, L1))
      && \forall integer w; 0 <= w < WORDS ==>
        \at(link_window[w], L2) == \at(link_window[w], L1) && \at(entry_map[w], L2) == \at(entry_map[w], L1);

    // No capability, and nothing that one covers, has changed.
    predicate nothing_changed{L1, L2} =
      (\forall integer i; 0 <= i < GRANULES ==> slot_stays{L1, L2}(i))
      && (\forall integer g; 0 <= g < LINE_END ==> \at(type_map[g], L2) == \at(type_map[g], L1));
*/

#include "../spec/thread_calls.h"

/* Argument k of the invocation that thread t makes. */
/*@ requires thread: is_thread(t);
    requires argument: 1 <= k < ARGUMENTS;
    assigns \nothing;
    ensures argument: \result == argument_of(t, k); */
static inline uint32_t argument(uint32_t t, uint32_t k)
{
	return THREAD(t).registers[k <= 5 ? k + 1 : k + 2];
}

/* The slot of a capability of this type that argument k names by address; 0 if there is none. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires argument: 1 <= k < ARGUMENTS;
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures type: \result != 0 ==> in_cnode(\result) && slot_window[\result].type == type;
    ensures named: \forall integer s; address_of(c.thread, argument_of(c.thread, k), s)
        && slot_window[s].type == type <==> s == \result && s != 0; */
uint32_t argument_cap(struct call c, uint32_t k, uint32_t type);

/* Thread t gets this word in register k. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    requires register: k < REGISTERS;
    assigns thread_window[t].registers[k];
    ensures consistent: consistent;
    ensures word: thread_window[t].registers[k] == word; */
void result_set(uint32_t t, uint32_t k, uint32_t word);

/* Thread t gets these words in r2..r5. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    assigns thread_window[t].registers[2 .. 5];
    ensures consistent: consistent;
    ensures words: thread_window[t].registers[2] == w2 && thread_window[t].registers[3] == w3
        && thread_window[t].registers[4] == w4 && thread_window[t].registers[5] == w5; */
void results(uint32_t t, uint32_t w2, uint32_t w3, uint32_t w4, uint32_t w5);

/* The notification of the capability in slot s. */
/*@ requires core: core;
    requires slot: is_live(s) && slot_window[s].type == CAP_NOTIFICATION;
    assigns \nothing;
    ensures notification: \result == slot_window[s].object / QUEUE_GRANULES && is_notification(\result); */
uint32_t notification_of(uint32_t s);

/* Operations on a capability of the type in the name. */
/*@ requires consistent: consistent;
    requires call: valid_call(c) && slot_window[c.slot].type == CAP_UNTYPED;
    requires clock: cdt_clock - RETYPE_MAX >= INT64_MIN;
    requires budget: INVOKE_STEPS - CSPACE_LEVELS_MAX <= steps_left;
    assigns RETYPE_STATE, DELETIONS, steps_left;
    ensures consistent: consistent;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART;
    ensures argument: \result / ANSWER_ARGUMENT < ARGUMENTS;
    ensures bounded: \old(steps_left) - steps_left <= INVOKE_STEPS - CSPACE_LEVELS_MAX;
    ensures operation: \old(c.operation) != UNTYPED_RETYPE <==>
        \result % ANSWER_ARGUMENT == STATUS_INVALID_CALL;
    ensures again: \old(c.operation) == UNTYPED_RETYPE && \old(kernel.dying) != 0 ==>
        \result == STATUS_RESTART;
    ensures type: \result == STATUS_INVALID_ARGUMENT + ANSWER_ARGUMENT ==>
        !(CAP_UNTYPED <= \old(argument_of(c.thread, 1)) <= CAP_FRAME)
        || \old(slot_window[c.slot].object) >= GRANULES;
    ensures range: \result == STATUS_OUT_OF_RANGE + 6 * ANSWER_ARGUMENT ==> \old(argument_of(c.thread, 6)) == 0
        || \old(argument_of(c.thread, 6)) > RETYPE_MAX
        || \exists integer s; other_asked{Pre}(c.thread, s)
             && s + \old(argument_of(c.thread, 6)) > \at(end(owner_map[s]), Pre);
    ensures made: \result == STATUS_OK ==> \exists integer s, granules; other_asked{Pre}(c.thread, s)
        && granules == \old(spec_object_granules(argument_of(c.thread, 1), argument_of(c.thread, 2)))
        && grown{Pre, Post}(c.slot, s, \old(argument_of(c.thread, 6)))
        && made(c.slot, s, \old(argument_of(c.thread, 6)), \old(argument_of(c.thread, 1)),
                mark(c.slot) - \old(argument_of(c.thread, 6)) * granules, granules);
    ensures refused: refused(\result) ==> nothing_changed{Pre, Post}; */
uint32_t decode_untyped(struct call c);
/*@ requires consistent: consistent;
    requires call: valid_call(c) && slot_window[c.slot].type == CAP_CNODE;
    requires clock: cdt_clock > INT64_MIN;
    requires budget: INVOKE_STEPS - CSPACE_LEVELS_MAX <= steps_left;
    assigns DELETIONS, CANCELLATION, rank_map[0 .. GRANULES - 1], cdt_clock, steps_left;
    ensures consistent: consistent;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART;
    ensures argument: \result / ANSWER_ARGUMENT < ARGUMENTS;
    ensures bounded: \old(steps_left) - steps_left <= INVOKE_STEPS - CSPACE_LEVELS_MAX;
    ensures invalid: !(CNODE_COPY <= \old(c.operation) <= CNODE_LAST) ==>
        \result % ANSWER_ARGUMENT == STATUS_INVALID_CALL;
    ensures operation: !refused(\result) ==> CNODE_COPY <= \old(c.operation) <= CNODE_LAST;
    ensures right: !refused(\result) ==> (\old(slot_window[c.slot].rights)
        & (\old(c.operation) == CNODE_INSPECT || \old(c.operation) == CNODE_CANCEL_BADGED_SENDS
           ? RIGHT_READ : RIGHT_WRITE)) != 0;
    ensures target: !refused(\result) ==> \exists integer s; target_asked{Pre}(c, s);
    ensures lent: \result == STATUS_OK && (c.operation == CNODE_COPY || c.operation == CNODE_MINT) ==>
        \exists integer s; target_asked{Pre}(c, s) && other_asked{Pre}(c.thread, parent_map[s])
          && slot_lent{Pre, Post}(parent_map[s], s)
          && is_loan{Pre, Post}(parent_map[s], s, \old(argument_of(c.thread, 6)));
    ensures moved: \result == STATUS_OK && (c.operation == CNODE_MOVE || c.operation == CNODE_MUTATE) ==>
        \exists integer s, from; target_asked{Pre}(c, s) && other_asked{Pre}(c.thread, from)
          && slots_moved{Pre, Post}(from, s);
    ensures exchanged: \result == STATUS_OK && c.operation == CNODE_EXCHANGE ==>
        \exists integer s, from; target_asked{Pre}(c, s) && other_asked{Pre}(c.thread, from)
          && same_capability{Pre, Post}(from, s) && same_capability{Pre, Post}(s, from);
    ensures deleted: \result == STATUS_OK && c.operation == CNODE_DELETE ==>
        \forall integer s; target_asked{Pre}(c, s) ==> !is_live(s);
    ensures revoked: \result == STATUS_OK && c.operation == CNODE_REVOKE ==>
        \forall integer s; target_asked{Pre}(c, s) ==> is_childless(s);
    ensures refused: refused(\result) ==> nothing_changed{Pre, Post};
    ensures takes: \old(c.operation) == CNODE_DELETE || \old(c.operation) == CNODE_REVOKE ==>
        takes{Pre, Post}; */
uint32_t decode_cnode(struct call c);
/*@ requires consistent: consistent;
    requires call: valid_call(c) && slot_window[c.slot].type == CAP_THREAD;
    requires clock: cdt_clock - THREAD_SLOTS >= INT64_MIN;
    requires budget: CONFIGURE_STEPS <= steps_left;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..], notification_window[..],
            slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1], rank_map[0 .. GRANULES - 1],
            cdt_clock, kernel.cancel_next, machine, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CONFIGURE_STEPS;
    ensures consistent: consistent;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART;
    ensures argument: \result / ANSWER_ARGUMENT < ARGUMENTS;
    ensures operation: \result == STATUS_OK ==>
        THREAD_CONFIGURE <= c.operation <= THREAD_BIND_NOTIFICATION;
    ensures invalid: \old(slot_window[c.slot].rights & RIGHT_WRITE) != 0 ==>
        (\result % ANSWER_ARGUMENT == STATUS_INVALID_CALL
         <==> !(THREAD_CONFIGURE <= c.operation <= THREAD_BIND_NOTIFICATION));
    ensures right: \result == STATUS_OK ==>
        (c.operation == THREAD_READ_REGISTERS || c.operation == THREAD_STATUS
         ? \old(slot_window[c.slot].rights & RIGHT_READ) != 0 : \old(slot_window[c.slot].rights & RIGHT_WRITE) != 0);
    ensures configured: \result == STATUS_OK && c.operation == THREAD_CONFIGURE ==>
        configured{Pre, Post}(c, \old(slot_window[c.slot].object / THREAD_GRANULES));
    ensures prioritized: \result == STATUS_OK && c.operation == THREAD_SET_PRIORITY ==>
        prioritized{Pre, Post}(c, \old(slot_window[c.slot].object / THREAD_GRANULES));
    ensures written: \result == STATUS_OK && c.operation == THREAD_WRITE_REGISTERS ==>
        registers_written{Pre, Post}(c.thread, \old(slot_window[c.slot].object / THREAD_GRANULES),
            \old(argument_of(c.thread, 1)), \old(argument_of(c.thread, 2)));
    ensures read: \result == STATUS_OK && c.operation == THREAD_READ_REGISTERS ==>
        registers_read{Pre, Post}(c.thread, \old(slot_window[c.slot].object / THREAD_GRANULES),
            \old(argument_of(c.thread, 1)));
    ensures resumed: \result == STATUS_OK && c.operation == THREAD_RESUME ==>
        thread_window[\old(slot_window[c.slot].object / THREAD_GRANULES)].state == THREAD_RUNNABLE;
    ensures suspended: \result == STATUS_OK && c.operation == THREAD_SUSPEND ==>
        thread_window[\old(slot_window[c.slot].object / THREAD_GRANULES)].state == THREAD_INACTIVE;
    ensures told: \result == STATUS_OK && c.operation == THREAD_STATUS ==>
        status_told{Pre, Post}(c.thread, \old(slot_window[c.slot].object / THREAD_GRANULES));
    ensures bound: \result == STATUS_OK && c.operation == THREAD_BIND_NOTIFICATION ==>
        notification_bound{Pre, Post}(c, \old(slot_window[c.slot].object / THREAD_GRANULES));
    ensures slots: c.operation != THREAD_CONFIGURE || \result != STATUS_OK ==> nothing_changed{Pre, Post};
    ensures refused: \result != STATUS_OK ==> threads_untouched{Pre, Post}; */
uint32_t decode_thread(struct call c);
/*@ requires consistent: consistent;
    requires call: valid_call(c) && slot_window[c.slot].type == CAP_SCHED_CONTEXT;
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns thread_window[..], QUEUE_LINKS, reply_window[..], TIME_GIVEN, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures consistent: consistent;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART;
    ensures argument: \result / ANSWER_ARGUMENT <= 3;
    ensures right: (slot_window[c.slot].rights & (c.operation == SCHED_CONTEXT_CONSUMED ? RIGHT_READ : RIGHT_WRITE)) == 0
        && SCHED_CONTEXT_CONFIGURE <= c.operation <= SCHED_CONTEXT_CONSUMED ==> \result == STATUS_NO_RIGHT;
    ensures operation: \result % ANSWER_ARGUMENT == STATUS_INVALID_CALL
         <==> !(SCHED_CONTEXT_CONFIGURE <= c.operation <= SCHED_CONTEXT_CONSUMED);
    ensures given: \result == STATUS_OK && c.operation == SCHED_CONTEXT_CONFIGURE ==>
        time_given{Pre, Post}(c, slot_window[c.slot].object / SCHED_CONTEXT_GRANULES);
    ensures bound: \result == STATUS_OK && c.operation == SCHED_CONTEXT_BIND ==>
        context_bound{Pre, Post}(c, slot_window[c.slot].object / SCHED_CONTEXT_GRANULES);
    ensures unbound: \result == STATUS_OK && c.operation == SCHED_CONTEXT_UNBIND ==>
        sched_context_window[slot_window[c.slot].object / SCHED_CONTEXT_GRANULES].thread == 0;
    ensures consumed: \result == STATUS_OK && c.operation == SCHED_CONTEXT_CONSUMED ==>
        consumed_told{Pre, Post}(c.thread, slot_window[c.slot].object / SCHED_CONTEXT_GRANULES);
    ensures refused: \result != STATUS_OK ==> threads_untouched{Pre, Post} && contexts_untouched{Pre, Post}; */
uint32_t decode_sched_context(struct call c);
/*@ requires consistent: consistent;
    requires call: valid_call(c) && slot_window[c.slot].type == CAP_PAGE_TABLE;
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns MAPPINGS, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures consistent: consistent;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART;
    ensures argument: \result / ANSWER_ARGUMENT <= 2;
    ensures operation: \result % ANSWER_ARGUMENT == STATUS_INVALID_CALL <==>
        \old(c.operation) != PAGE_TABLE_MAP && \old(c.operation) != PAGE_TABLE_UNMAP;
    ensures mapped: \result == STATUS_OK && \old(c.operation) == PAGE_TABLE_MAP ==>
        in_asked_vspace{Pre, Post}(c.thread, \old(argument_of(c.thread, 1)), c.slot,
                                   \old(argument_of(c.thread, 2)));
    ensures unmapped: \old(c.operation) == PAGE_TABLE_UNMAP ==> slot_window[c.slot].word1 == 0
        && (\result == STATUS_OK <==> \old(slot_window[c.slot].word1) != 0);
    ensures others: \forall integer i; is_slot(i) && i != c.slot ==> as_was_or_unmapped{Pre, Post}(i);
    ensures refused: \result != STATUS_OK ==> mappings_kept{Pre, Post}; */
uint32_t decode_page_table(struct call c);
/*@ requires consistent: consistent;
    requires call: valid_call(c) && slot_window[c.slot].type == CAP_FRAME;
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns MAPPINGS, thread_window[c.thread].registers[2], steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures consistent: consistent;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART;
    ensures argument: \result / ANSWER_ARGUMENT <= 4;
    ensures operation: \result % ANSWER_ARGUMENT == STATUS_INVALID_CALL <==>
        \old(c.operation) != FRAME_MAP && \old(c.operation) != FRAME_UNMAP
        && \old(c.operation) != FRAME_ADDRESS;
    ensures mapped: \result == STATUS_OK && \old(c.operation) == FRAME_MAP ==>
        in_asked_vspace{Pre, Post}(c.thread, \old(argument_of(c.thread, 1)), c.slot,
                                   \old(argument_of(c.thread, 2)));
    ensures rights: \result == STATUS_OK && \old(c.operation) == FRAME_MAP ==>
        (slot_window[c.slot].rights & \old(argument_of(c.thread, 3))) == \old(argument_of(c.thread, 3));
    ensures address: \old(c.operation) == FRAME_ADDRESS ==> \result == STATUS_OK && mappings_kept{Pre, Post};
    ensures register: \old(c.operation) != FRAME_ADDRESS ==>
        thread_window[c.thread].registers[2] == \old(thread_window[c.thread].registers[2]);
    ensures unmapped: \old(c.operation) == FRAME_UNMAP ==> slot_window[c.slot].word1 == 0
        && (\result == STATUS_OK <==> \old(slot_window[c.slot].word1) != 0);
    ensures others: \forall integer i; is_slot(i) && i != c.slot ==> as_was_or_unmapped{Pre, Post}(i);
    ensures refused: \result != STATUS_OK ==> mappings_kept{Pre, Post}; */
uint32_t decode_frame(struct call c);
/*@ requires consistent: consistent;
    requires call: valid_call(c) && slot_window[c.slot].type == CAP_IRQ_HANDLER;
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns notification_window[..], kernel.irq[0 .. IRQ_LINES - 1], irq_age[0 .. IRQ_LINES - 1], machine,
            steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures consistent: consistent;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART;
    ensures argument: \result / ANSWER_ARGUMENT <= 1;
    ensures right: \result % ANSWER_ARGUMENT == STATUS_OK ==> (slot_window[c.slot].rights & RIGHT_WRITE) != 0;
    ensures operation: (slot_window[c.slot].rights & RIGHT_WRITE) != 0 ==>
        (\result % ANSWER_ARGUMENT == STATUS_INVALID_CALL <==> \old(c.operation) != IRQ_BIND
         && \old(c.operation) != IRQ_ACKNOWLEDGE && \old(c.operation) != IRQ_UNBIND);
    ensures bound: \result == STATUS_OK && \old(c.operation) == IRQ_BIND ==>
        \old(kernel.irq[slot_window[c.slot].object - DEVICE_END].notification) == 0
        && signals_asked(c.thread, \old(argument_of(c.thread, 1)), slot_window[c.slot].object - DEVICE_END);
    ensures acknowledged: \result % ANSWER_ARGUMENT == STATUS_OK && \old(c.operation) == IRQ_ACKNOWLEDGE ==>
        kernel.irq[slot_window[c.slot].object - DEVICE_END].waiting == 0
        && kernel.irq[slot_window[c.slot].object - DEVICE_END].notification != 0;
    ensures stays: \old(c.operation) == IRQ_ACKNOWLEDGE ==>
        kernel.irq[slot_window[c.slot].object - DEVICE_END].notification
        == \old(kernel.irq[slot_window[c.slot].object - DEVICE_END].notification);
    ensures unbound: \result == STATUS_OK && \old(c.operation) == IRQ_UNBIND ==>
        kernel.irq[slot_window[c.slot].object - DEVICE_END].notification == 0;
    ensures others: lines_stay_but{Pre, Post}(slot_window[c.slot].object - DEVICE_END);
    ensures refused: \result != STATUS_OK && \old(c.operation) == IRQ_BIND ==>
        line_stays{Pre, Post}(slot_window[c.slot].object - DEVICE_END); */
uint32_t decode_irq(struct call c);
/*@ requires consistent: consistent;
    requires call: valid_call(c) && slot_window[c.slot].type == CAP_MACHINE;
    assigns machine, console_last, counters_allowed;
    ensures consistent: consistent;
    ensures right: \result == STATUS_OK ==> (slot_window[c.slot].rights
        & (\old(c.operation) == MACHINE_PUT ? RIGHT_WRITE : RIGHT_READ)) != 0;
    ensures operation: \result % ANSWER_ARGUMENT == STATUS_INVALID_CALL <==> \old(c.operation) != MACHINE_PUT
        && \old(c.operation) != MACHINE_EXIT && \old(c.operation) != MACHINE_COUNTERS;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART;
    ensures argument: \result / ANSWER_ARGUMENT <= 1;
    ensures running: \result == STATUS_OK ==> \old(c.operation) != MACHINE_EXIT;
    ensures put: console_last == (\result == STATUS_OK && \old(c.operation) == MACHINE_PUT
        ? \old(argument_of(c.thread, 1)) % 256 : \old(console_last));
    ensures counters: counters_allowed == (\result == STATUS_OK && \old(c.operation) == MACHINE_COUNTERS
        ? \old(argument_of(c.thread, 1)) : \old(counters_allowed)); */
uint32_t decode_machine(struct call c);

#endif

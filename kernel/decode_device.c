// SPDX-License-Identifier: Apache-2.0
/* Decoding invocations on page tables, frames, interrupts and the machine: see decode.h. */
#include "decode.h"
#include "machine.h"
#include "../spec/core_survive.h"

#define EXIT_STATUS_MAX 255u

/* May the caller map in the VSpace of the capability in slot s, 0 for none? */
/*@ requires slot: s != 0 ==> is_slot(s);
    assigns \nothing;
    ensures status: \result == (s == 0 ? STATUS_INVALID_CAPABILITY
        : (slot_window[s].rights & RIGHT_WRITE) == 0 ? STATUS_NO_RIGHT : STATUS_OK); */
static enum status vspace_check(uint32_t s)
{
	if (s == 0)
		return STATUS_INVALID_CAPABILITY;
	if ((SLOT(s).rights & RIGHT_WRITE) == 0)
		return STATUS_NO_RIGHT;
	return STATUS_OK;
}

/* The VSpace of the capability in slot s. */
/*@ requires core: core;
    requires slot: is_live(s) && slot_window[s].type == CAP_VSPACE;
    assigns \nothing;
    ensures vspace: \result == slot_window[s].object / VSPACE_GRANULES && is_vspace(\result); */
static uint32_t vspace_of(uint32_t s)
{
	//@ ghost object_named(s);
	return SLOT(s).object / VSPACE_GRANULES;
}

/* The argument of a map operation that a refusal is about. */
/*@ assigns \nothing;
    ensures argument: \result
        == (status == STATUS_NO_RIGHT ? 3 : status == STATUS_INVALID_ARGUMENT ? 4 : 2); */
static uint32_t map_argument(enum status status)
{
	uint32_t argument = 2;

	if (status == STATUS_NO_RIGHT)
		argument = 3;
	else if (status == STATUS_INVALID_ARGUMENT)
		argument = 4;
	return argument;
}

/* The page table or frame in slot s is mapped in VSpace v, as frame_map and page_table_map say. */
/*@ requires consistent: consistent;
    requires slot: in_cnode(s)
        && (slot_window[s].type == CAP_PAGE_TABLE || slot_window[s].type == CAP_FRAME);
    requires vspace: is_vspace(v);
    assigns slot_window[s].word0, slot_window[s].word1,
            link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine;
    ensures consistent: consistent;
    ensures mapped: \result == STATUS_OK ==> mapped_at(s, v, address);
    ensures rights: \result == STATUS_OK && slot_window[s].type == CAP_FRAME ==>
        (slot_window[s].rights & rights) == rights;
    ensures status: STATUS_OK <= \result < STATUS_RESTART && \result != STATUS_INVALID_CALL;
    ensures table: slot_window[s].type == CAP_PAGE_TABLE ==>
        \result != STATUS_NO_RIGHT && \result != STATUS_INVALID_ARGUMENT;
    ensures refused: \result != STATUS_OK ==> mappings_kept{Pre, Post}; */
static enum status mapping_begin(uint32_t s, uint32_t v, uint32_t address, uint32_t rights, uint32_t memory)
{
	enum status status;

	//@ ghost in_cnode_apart(s);
	if (SLOT(s).type == CAP_FRAME)
		status = frame_map(s, v, address, rights, memory);
	else
		status = page_table_map(s, v, address);
	//@ assert same: OBJECTS_SAME;
	//@ assert rights: RIGHTS_SAME;
	//@ assert place: PLACES_SAME;
	/*@ assert words: \forall integer i; i != s ==>
	      slot_window[i].word0 == \at(slot_window[i].word0, Pre)
	      && slot_window[i].word1 == \at(slot_window[i].word1, Pre); */
	//@ assert words_kept: WORDS_SAME;
	//@ assert owners: \forall integer i; owns(i) <==> owns{Pre}(i);
	//@ assert accounts: accounts_alike{Pre, Here};
	//@ assert alike: slots_alike{Pre, Here};
	//@ assert core: core;
	//@ assert loans: held_loans;
	//@ assert frames: held_frames;
	/*@ assert live: \forall integer i; (is_live(i) <==> is_live{Pre}(i))
	      && (is_object_cap(i) <==> is_object_cap{Pre}(i)) && end(i) == end{Pre}(i); */
	/*@ assert buffer: \forall integer t; is_thread(t) && thread_window[t].buffer != 0 ==>
	      is_live{Pre}(t * THREAD_GRANULES + THREAD_SLOT_BUFFER)
	      && \at(slot_window[t * THREAD_GRANULES + THREAD_SLOT_BUFFER].type, Pre) == CAP_FRAME; */
	//@ assert buffers: held_buffers;
	//@ assert heads: held_heads;
	//@ assert scratch: scratch;
	return status;
}

/* The map operation of page tables and frames. */
/*@ requires consistent: consistent;
    requires call: valid_call(c)
        && (slot_window[c.slot].type == CAP_PAGE_TABLE || slot_window[c.slot].type == CAP_FRAME);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns slot_window[c.slot].word0, slot_window[c.slot].word1,
            link_window[0 .. WORDS - 1], entry_map[0 .. WORDS - 1], machine, steps_left;
    ensures consistent: consistent;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART
        && \result % ANSWER_ARGUMENT != STATUS_INVALID_CALL;
    ensures argument: \result / ANSWER_ARGUMENT <= (slot_window[c.slot].type == CAP_FRAME ? 4 : 2);
    ensures mapped: \result == STATUS_OK ==>
        in_asked_vspace{Pre, Post}(c.thread, argument_of(c.thread, 1), c.slot, argument_of(c.thread, 2));
    ensures rights: \result == STATUS_OK && slot_window[c.slot].type == CAP_FRAME ==>
        (slot_window[c.slot].rights & argument_of(c.thread, 3)) == argument_of(c.thread, 3);
    ensures refused: \result != STATUS_OK ==> mappings_kept{Pre, Post}; */
static inline uint32_t decode_map(struct call c)
{
	uint32_t s = argument_cap(c, 1, CAP_VSPACE);
	enum status status = vspace_check(s);

	if (status != STATUS_OK)
		return refuse(status, 1);

	status = mapping_begin(c.slot, vspace_of(s), argument(c.thread, 2), argument(c.thread, 3),
	                       argument(c.thread, 4));
	return refuse(status, map_argument(status));
}

/* The unmap operation of page tables and frames. */
/*@ requires consistent: consistent;
    requires slot: in_cnode(s)
        && (slot_window[s].type == CAP_PAGE_TABLE || slot_window[s].type == CAP_FRAME);
    assigns MAPPINGS;
    ensures consistent: consistent;
    ensures status: \result == (\old(slot_window[s].word1) != 0 ? STATUS_OK : STATUS_NOT_MAPPED);
    ensures unmapped: slot_window[s].word1 == 0;
    ensures others: \forall integer i; is_slot(i) ==> as_was_or_unmapped{Pre, Post}(i);
    ensures refused: \result != STATUS_OK ==> mappings_kept{Pre, Post}; */
static uint32_t decode_unmap(uint32_t s)
{
	if (SLOT(s).word1 == 0)
		return refuse(STATUS_NOT_MAPPED, 0);
	mapping_end(s);
	return refuse(STATUS_OK, 0);
}

uint32_t decode_page_table(struct call c)
{
	if (c.operation == PAGE_TABLE_MAP)
		return decode_map(c);
	if (c.operation == PAGE_TABLE_UNMAP)
		return decode_unmap(c.slot);
	return refuse(STATUS_INVALID_CALL, 0);
}

uint32_t decode_frame(struct call c)
{
	uint32_t answer = refuse(STATUS_OK, 0);

	switch (c.operation) {
	case FRAME_MAP:
		answer = decode_map(c);
		break;
	case FRAME_UNMAP:
		answer = decode_unmap(c.slot);
		break;
	case FRAME_ADDRESS:
		result_set(c.thread, 2, machine_address(SLOT(c.slot).object));
		break;
	default:
		answer = refuse(STATUS_INVALID_CALL, 0);
		break;
	}
	return answer;
}

uint32_t notification_of(uint32_t s)
{
	//@ ghost object_named(s);
	return SLOT(s).object / QUEUE_GRANULES;
}

/* The line signals what argument 1 names, with the badge of that capability. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires line: is_line(irq);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns notification_window[..], kernel.irq[0 .. IRQ_LINES - 1], irq_age[0 .. IRQ_LINES - 1], machine,
            steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures consistent: consistent;
    ensures status: \result == STATUS_OK || \result % ANSWER_ARGUMENT == STATUS_INVALID_CAPABILITY
        || \result % ANSWER_ARGUMENT == STATUS_NO_RIGHT || \result % ANSWER_ARGUMENT == STATUS_OCCUPIED;
    ensures argument: \result / ANSWER_ARGUMENT <= 1;
    ensures bound: \result == STATUS_OK ==> \old(kernel.irq[irq].notification) == 0
        && signals_asked(c.thread, argument_of(c.thread, 1), irq);
    ensures others: lines_stay_but{Pre, Post}(irq);
    ensures refused: \result != STATUS_OK ==> line_stays{Pre, Post}(irq); */
static uint32_t decode_irq_bind(struct call c, uint32_t irq)
{
	uint32_t s = argument_cap(c, 1, CAP_NOTIFICATION);
	enum status status;

	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 1);
	if ((SLOT(s).rights & RIGHT_WRITE) == 0)
		return refuse(STATUS_NO_RIGHT, 1);

	status = irq_bind(irq, notification_of(s), cnode_signal_low(s), SLOT(s).word1);
	//@ assert waits: threads_wait_but(0);
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads;
	//@ assert ipc: ipc;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert held: held;
	//@ assert irqs: irqs;
	//@ assert scratch: scratch;
	//@ assert spaces: spaces;
	//@ assert idle: idle_owned;
	//@ assert translates: translates;
	//@ assert consistent: consistent;
	return refuse(status, 0);
}

/* The line is bound to nothing. */
/*@ requires consistent: consistent;
    requires line: is_line(irq);
    assigns notification_window[..], kernel.irq[0 .. IRQ_LINES - 1], machine;
    ensures consistent: consistent;
    ensures unbound: kernel.irq[irq].notification == 0;
    ensures others: lines_stay_but{Pre, Post}(irq); */
static void decode_irq_unbind(uint32_t irq)
{
	irq_unbind(irq);
	//@ assert waits: threads_wait_but(0);
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads;
	//@ assert ipc: ipc;
	//@ assert dying: dying_list;
}

uint32_t decode_irq(struct call c)
{
	uint32_t irq = SLOT(c.slot).object - DEVICE_END, answer = refuse(STATUS_OK, 0);

	if ((SLOT(c.slot).rights & RIGHT_WRITE) == 0)
		return refuse(STATUS_NO_RIGHT, 0);

	switch (c.operation) {
	case IRQ_BIND:
		answer = decode_irq_bind(c, irq);
		break;
	case IRQ_ACKNOWLEDGE:
		answer = refuse(irq_acknowledge(irq), 0);
		//@ assert kernel: kernel_threads;
		//@ assert ipc: ipc;
		//@ assert dying: dying_list;
		break;
	case IRQ_UNBIND:
		decode_irq_unbind(irq);
		break;
	default:
		answer = refuse(STATUS_INVALID_CALL, 0);
		break;
	}
	return answer;
}

/* The right that an operation on the machine needs, 0 if there is no such operation. */
/*@ assigns \nothing;
    ensures right: \result == (operation == MACHINE_PUT ? RIGHT_WRITE : operation == MACHINE_EXIT
        ? RIGHT_EXECUTE : operation == MACHINE_COUNTERS ? RIGHT_READ : 0); */
static uint32_t machine_right(uint32_t operation)
{
	uint32_t right = 0;

	if (operation == MACHINE_PUT)
		right = RIGHT_WRITE;
	else if (operation == MACHINE_EXIT)
		right = RIGHT_EXECUTE;
	else if (operation == MACHINE_COUNTERS)
		right = RIGHT_READ;
	return right;
}

uint32_t decode_machine(struct call c)
{
	uint32_t right = machine_right(c.operation), value = argument(c.thread, 1);

	if (right == 0)
		return refuse(STATUS_INVALID_CALL, 0);
	if ((SLOT(c.slot).rights & right) == 0)
		return refuse(STATUS_NO_RIGHT, 0);
	if (c.operation == MACHINE_EXIT && value > EXIT_STATUS_MAX)
		return refuse(STATUS_OUT_OF_RANGE, 1);

	if (c.operation == MACHINE_EXIT)
		machine_exit(value);
	else if (c.operation == MACHINE_PUT)
		machine_console_put(value % 256u);
	else
		machine_counters_allow(value);
	return refuse(STATUS_OK, 0);
}

// SPDX-License-Identifier: Apache-2.0
/* Decoding invocations on page tables, frames, interrupts and the machine: see decode.h. */
#include "decode.h"
#include "machine.h"

#define EXIT_STATUS_MAX 255u

/* The VSpace that argument 1 names, to map in; its number goes to *v. */
/*@ requires call: valid_call(c);
    requires v: \valid(v);
    assigns *v;
    ensures vspace: \result == STATUS_OK ==> is_vspace(*v); */
static enum status argument_vspace(struct call c, uint32_t *v)
{
	uint32_t s = argument_cap(c, 1, CAP_VSPACE);

	if (s == 0)
		return STATUS_INVALID_CAPABILITY;
	if ((SLOT(s).rights & RIGHT_WRITE) == 0)
		return STATUS_NO_RIGHT;
	*v = SLOT(s).object / VSPACE_GRANULES;
	return STATUS_OK;
}

/* The argument of a map operation that a refusal is about. */
/*@ assigns \nothing;
    ensures argument: \result <= 4; */
static uint32_t map_argument(enum status status)
{
	uint32_t argument = 2;

	if (status == STATUS_NO_RIGHT)
		argument = 3;
	else if (status == STATUS_INVALID_ARGUMENT)
		argument = 4;
	return argument;
}

uint32_t decode_page_table(struct call c)
{
	enum status status;
	uint32_t v;

	if (c.operation != PAGE_TABLE_MAP && c.operation != PAGE_TABLE_UNMAP)
		return refuse(STATUS_INVALID_CALL, 0);
	if (c.operation == PAGE_TABLE_UNMAP) {
		if (SLOT(c.slot).word1 == 0)
			return refuse(STATUS_NOT_MAPPED, 0);
		page_table_unmap(c.slot);
		return refuse(STATUS_OK, 0);
	}
	status = argument_vspace(c, &v);
	if (status != STATUS_OK)
		return refuse(status, 1);

	status = page_table_map(c.slot, v, c.argument[2]);
	return refuse(status, 2);
}

/*@ requires call: valid_call(c) && slot_window[c.slot].type == CAP_FRAME;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t decode_frame_map(struct call c)
{
	enum status status;
	uint32_t v;

	status = argument_vspace(c, &v);
	if (status != STATUS_OK)
		return refuse(status, 1);

	status = frame_map(c.slot, v, c.argument[2], c.argument[3], c.argument[4]);
	return refuse(status, map_argument(status));
}

uint32_t decode_frame(struct call c)
{
	uint32_t answer = refuse(STATUS_OK, 0);

	switch (c.operation) {
	case FRAME_MAP:
		answer = decode_frame_map(c);
		break;
	case FRAME_UNMAP:
		if (SLOT(c.slot).word1 == 0)
			answer = refuse(STATUS_NOT_MAPPED, 0);
		else
			frame_unmap(c.slot);
		break;
	case FRAME_ADDRESS:
		THREAD(c.thread).registers[2] = machine_address(SLOT(c.slot).object);
		break;
	default:
		answer = refuse(STATUS_INVALID_CALL, 0);
		break;
	}
	return answer;
}

uint32_t decode_irq(struct call c)
{
	uint32_t irq = SLOT(c.slot).object - DEVICE_END, s, answer = refuse(STATUS_OK, 0);

	if ((SLOT(c.slot).rights & RIGHT_WRITE) == 0)
		return refuse(STATUS_NO_RIGHT, 0);

	switch (c.operation) {
	case IRQ_BIND:
		s = argument_cap(c, 1, CAP_NOTIFICATION);
		if (s == 0)
			return refuse(STATUS_INVALID_CAPABILITY, 1);
		if ((SLOT(s).rights & RIGHT_WRITE) == 0)
			return refuse(STATUS_NO_RIGHT, 1);
		answer = refuse(irq_bind(irq, SLOT(s).object / QUEUE_GRANULES, cnode_signal_low(s),
		                         SLOT(s).word1), 0);
		break;
	case IRQ_ACKNOWLEDGE:
		answer = refuse(irq_acknowledge(irq), 0);
		break;
	case IRQ_UNBIND:
		irq_unbind(irq);
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
	uint32_t right = machine_right(c.operation), value = c.argument[1];

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

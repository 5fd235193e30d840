// SPDX-License-Identifier: Apache-2.0
/* Faults: see fault.h. */
#include "fault.h"

/* The slot of thread t that names who is told of such a fault. */
/*@ requires thread: is_thread(t);
    assigns \nothing;
    ensures slot: \result == t * THREAD_GRANULES + fault_slot(label); */
static uint32_t handler_slot(uint32_t t, uint32_t label)
{
	return t * THREAD_GRANULES + (label == FAULT_TIMEOUT ? THREAD_SLOT_TIMEOUT : THREAD_SLOT_FAULT);
}

/* The endpoint that slot s names, 0 if none can be called. */
/*@ requires slot: is_slot(s);
    assigns \nothing;
    ensures endpoint: calls_endpoint(s) ? \result == slot_window[s].object / QUEUE_GRANULES : \result == 0; */
static uint32_t handler_endpoint(uint32_t s)
{
	if (SLOT(s).type != CAP_ENDPOINT || (SLOT(s).rights & RIGHT_CALL) == 0)
		return 0;
	return SLOT(s).object / QUEUE_GRANULES;
}

int fault_handled(uint32_t t, uint32_t label)
{
	return handler_endpoint(handler_slot(t, label)) != 0;
}

uint32_t fault_receiver(uint32_t t, uint32_t label)
{
	uint32_t e = handler_endpoint(handler_slot(t, label));

	if (e == 0)
		return 0;
	return endpoint_receiver(e);
}

void fault_raise(uint32_t t, uint32_t label, uint32_t address, uint32_t access, uint32_t status)
{
	uint32_t s = handler_slot(t, label), e = handler_endpoint(s);

	THREAD(t).fault = label;
	THREAD(t).fault_words[0] = address;
	THREAD(t).fault_words[1] = THREAD(t).registers[REGISTER_PC];
	THREAD(t).fault_words[2] = access;
	THREAD(t).fault_words[3] = status;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	if (e == 0) {
		THREAD(t).state = THREAD_INACTIVE;
		//@ assert waits: threads_wait_but(0);
		//@ assert replies: replies_but(0);
		//@ assert bindings: bindings;
		//@ assert kernel: kernel_threads;
		//@ assert bound: bound;
		return;
	}
	THREAD(t).info = label * INFO_LABEL + MESSAGE_REGISTERS;
	THREAD(t).grants = 0;
	THREAD(t).badge_low = SLOT(s).word0;
	THREAD(t).badge_high = SLOT(s).word1;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	endpoint_send(e, t, 1, 1);
}

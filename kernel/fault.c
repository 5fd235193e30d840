// SPDX-License-Identifier: Apache-2.0
/* Faults: see fault.h. */
#include "fault.h"

/* The endpoint that thread t's faults go to, 0 if none can be called. */
/*@ requires thread: is_thread(t);
    requires slot: is_slot(t * THREAD_GRANULES + THREAD_SLOT_FAULT);
    assigns \nothing;
    ensures endpoint: \result != 0 ==>
        slot_window[t * THREAD_GRANULES + THREAD_SLOT_FAULT].type == CAP_ENDPOINT
        && \result == slot_window[t * THREAD_GRANULES + THREAD_SLOT_FAULT].object / QUEUE_GRANULES; */
static uint32_t fault_endpoint(uint32_t t)
{
	uint32_t s = t * THREAD_GRANULES + THREAD_SLOT_FAULT;

	if (SLOT(s).type != CAP_ENDPOINT || (SLOT(s).rights & RIGHT_CALL) == 0)
		return 0;
	return SLOT(s).object / QUEUE_GRANULES;
}

void fault_raise(uint32_t t, uint32_t label, uint32_t address, uint32_t access, uint32_t status)
{
	uint32_t s = t * THREAD_GRANULES + THREAD_SLOT_FAULT, e = fault_endpoint(t);

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

// SPDX-License-Identifier: Apache-2.0
/* Reply objects: see reply.h. */
#include "reply.h"

void reply_bind(uint32_t r, uint32_t t)
{
	REPLY(r).caller = t;
	REPLY(r).server = 0;
	THREAD(t).reply = r;
	THREAD(t).state = THREAD_REPLY_WAIT;
}

void reply_status(uint32_t t, enum status status)
{
	if (THREAD(t).fault != 0) {
		THREAD(t).state = THREAD_INACTIVE;
	} else {
		THREAD(t).registers[0] = (uint32_t)status;
		sched_ready(t);
	}
}

void reply_cancel(uint32_t r)
{
	uint32_t t = REPLY(r).caller;

	if (t == 0)
		return;
	REPLY(r).caller = 0;
	THREAD(t).reply = 0;
	reply_status(t, STATUS_CANCELLED);
}

/* The faulting thread t is answered with `label` and, for FAULT_CONTINUE_AT, an address. */
/*@ requires queues: queues;
    requires thread: is_thread(t) && thread_window[t].list == 0;
    requires run_queue: is_queue(kernel.run_queue);
    ensures queues: queues;
    ensures resumed: label == FAULT_RESUME ==> thread_window[t].state == THREAD_RUNNABLE && thread_window[t].fault == 0;
    ensures moved: label == FAULT_CONTINUE_AT ==>
        thread_window[t].state == THREAD_RUNNABLE && thread_window[t].registers[REGISTER_PC] == address;
    ensures killed: label > FAULT_CONTINUE_AT ==> thread_window[t].state == THREAD_INACTIVE; */
static void reply_fault(uint32_t t, uint32_t label, uint32_t address)
{
	if (label > FAULT_CONTINUE_AT) {
		THREAD(t).state = THREAD_INACTIVE;
		return;
	}
	THREAD(t).fault = 0;
	if (label == FAULT_CONTINUE_AT)
		THREAD(t).registers[REGISTER_PC] = address;
	sched_ready(t);
}

void reply_send(uint32_t r, uint32_t t)
{
	uint32_t caller = REPLY(r).caller;

	if (caller == 0)
		return;
	REPLY(r).caller = 0;
	THREAD(caller).reply = 0;
	if (THREAD(caller).fault != 0) {
		reply_fault(caller, THREAD(t).info / INFO_LABEL, THREAD(t).registers[REGISTER_WORDS]);
	} else {
		message_deliver(t, caller, KIND_REPLY);
		sched_ready(caller);
	}
}

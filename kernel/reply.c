// SPDX-License-Identifier: Apache-2.0
/* Reply objects: see reply.h. */
#include "reply.h"

void reply_bind(uint32_t r, uint32_t t)
{
	REPLY(r).caller = t;
	THREAD(t).reply = r;
	THREAD(t).state = THREAD_REPLY_WAIT;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
}

void reply_status(uint32_t t, enum status status)
{
	if (THREAD(t).fault != 0) {
		THREAD(t).state = THREAD_INACTIVE;
		//@ assert waits: threads_wait_but(0);
		//@ assert replies: replies_but(0);
		//@ assert contexts: contexts;
		//@ assert loans: time_loans;
		//@ assert bindings: bindings;
		//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	} else {
		THREAD(t).registers[0] = (uint32_t)status;
		//@ assert waits: threads_wait_but(t);
		//@ assert replies: replies_but(t);
		//@ assert contexts: contexts;
		//@ assert loans: time_loans;
		//@ assert bindings: bindings;
		//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
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
	//@ assert waits: threads_wait_but(t);
	//@ assert replies: replies_but(t);
	reply_status(t, STATUS_CANCELLED);
}

void reply_take_back(uint32_t t)
{
	uint32_t r = THREAD(t).reply;

	if (r == 0)
		return;
	REPLY(r).server = 0;
	THREAD(t).reply = 0;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
}

void reply_destroy(uint32_t r)
{
	reply_cancel(r);
	if (REPLY(r).server != 0)
		reply_take_back(REPLY(r).server);
}

/* The faulting thread t is answered with `label` and, for FAULT_CONTINUE_AT, an address. */
/*@ requires invariant: ipc_but(t);
    requires thread: is_loose(t);
    assigns thread_window[t].state, thread_window[t].fault,
            thread_window[t].registers[REGISTER_PC], QUEUE_LINKS;
    ensures invariant: ipc;
    ensures others: waiters_stay_but{Pre, Post}(t);
    ensures resumed: label <= FAULT_CONTINUE_AT ==>
        thread_window[t].state == THREAD_RUNNABLE && thread_window[t].fault == 0;
    ensures moved: label == FAULT_CONTINUE_AT ==>
        thread_window[t].registers[REGISTER_PC] == address;
    ensures killed: label > FAULT_CONTINUE_AT ==> thread_window[t].state == THREAD_INACTIVE; */
static void reply_fault(uint32_t t, uint32_t label, uint32_t address)
{
	if (label > FAULT_CONTINUE_AT) {
		THREAD(t).state = THREAD_INACTIVE;
		//@ assert waits: threads_wait_but(0);
		//@ assert replies: replies_but(0);
		//@ assert contexts: contexts;
		//@ assert loans: time_loans;
		//@ assert bindings: bindings;
		//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
		return;
	}
	THREAD(t).fault = 0;
	if (label == FAULT_CONTINUE_AT)
		THREAD(t).registers[REGISTER_PC] = address;
	//@ assert waits: threads_wait_but(t);
	//@ assert replies: replies_but(t);
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	sched_ready(t);
}

void reply_send(uint32_t r, uint32_t t)
{
	uint32_t caller = REPLY(r).caller;

	if (caller == 0)
		return;
	REPLY(r).caller = 0;
	THREAD(caller).reply = 0;
	//@ assert waits: threads_wait_but(caller);
	//@ assert replies: replies_but(caller);
	//@ assert contexts: contexts;
	//@ assert loans: time_loans;
	//@ assert bindings: bindings;
	//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
	if (THREAD(caller).fault != 0) {
		reply_fault(caller, THREAD(t).info / INFO_LABEL, THREAD(t).registers[REGISTER_WORDS]);
	} else {
		message_deliver(t, caller, KIND_REPLY);
		//@ assert waits: threads_wait_but(caller);
		//@ assert replies: replies_but(caller);
		//@ assert contexts: contexts;
		//@ assert loans: time_loans;
		//@ assert bindings: bindings;
		//@ assert kernel: kernel_threads && threads_buffers && threads_slots;
		sched_ready(caller);
	}
}

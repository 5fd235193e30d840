// SPDX-License-Identifier: Apache-2.0
/* Reply objects: see reply.h. */
#include "reply.h"

void reply_bind(uint32_t r, uint32_t t)
{
	REPLY(r).caller = t;
	REPLY(r).server = 0;
	THREAD(t).reply = r;
	THREAD(t).state = THREAD_REPLY_WAIT;
	//@ assert queues: queues;
	//@ assert others: threads_wait_but(0);
	//@ assert replies_threads: replies_threads;
	//@ assert replies_wait: replies_wait_but(0);
	//@ assert replies_callers: replies_callers;
	//@ assert replies_servers: replies_servers;
	//@ assert endpoints: endpoints;
	//@ assert contexts: contexts;
	//@ assert bindings: bindings;
	//@ assert buffers: threads_buffers;
	//@ assert slots: threads_slots;
	//@ assert kernel: kernel_threads;
}

void reply_status(uint32_t t, enum status status)
{
	if (THREAD(t).fault != 0) {
		THREAD(t).state = THREAD_INACTIVE;
		//@ assert queues: queues;
		//@ assert waits: threads_wait_but(0);
		//@ assert replies_threads: replies_threads;
		//@ assert replies_wait: replies_wait_but(0);
		//@ assert replies_callers: replies_callers;
		//@ assert replies_servers: replies_servers;
		//@ assert endpoints: endpoints;
		//@ assert contexts: contexts;
		//@ assert bindings: bindings;
		//@ assert buffers: threads_buffers;
		//@ assert slots: threads_slots;
		//@ assert kernel: kernel_threads;
	} else {
		THREAD(t).registers[0] = (uint32_t)status;
		//@ assert queues: queues;
		//@ assert waits: threads_wait_but(t);
		//@ assert replies_threads: replies_threads;
		//@ assert replies_wait: replies_wait_but(t);
		//@ assert replies_callers: replies_callers;
		//@ assert replies_servers: replies_servers;
		//@ assert endpoints: endpoints;
		//@ assert contexts: contexts;
		//@ assert bindings: bindings;
		//@ assert buffers: threads_buffers;
		//@ assert slots: threads_slots;
		//@ assert kernel: kernel_threads;
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
	//@ assert queues: queues;
	//@ assert waits: threads_wait_but(t);
	//@ assert replies_threads: replies_threads;
	//@ assert replies_wait: replies_wait_but(t);
	//@ assert replies_callers: replies_callers;
	//@ assert replies_servers: replies_servers;
	//@ assert endpoints: endpoints;
	//@ assert contexts: contexts;
	//@ assert bindings: bindings;
	//@ assert buffers: threads_buffers;
	//@ assert slots: threads_slots;
	//@ assert kernel: kernel_threads;
	reply_status(t, STATUS_CANCELLED);
}

/* The faulting thread t is answered with `label` and, for FAULT_CONTINUE_AT, an address. */
/*@ requires invariant: ipc_but(t);
    requires thread: is_loose(t);
    assigns QUEUE_LINKS;
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures others: threads_stay_but{Pre, Post}(t);
    ensures resumed: label == FAULT_RESUME ==> thread_window[t].state == THREAD_RUNNABLE && thread_window[t].fault == 0;
    ensures moved: label == FAULT_CONTINUE_AT ==>
        thread_window[t].state == THREAD_RUNNABLE && thread_window[t].fault == 0;
    ensures killed: label > FAULT_CONTINUE_AT ==> thread_window[t].state == THREAD_INACTIVE; */
static void reply_fault(uint32_t t, uint32_t label, uint32_t address)
{
	if (label > FAULT_CONTINUE_AT) {
		THREAD(t).state = THREAD_INACTIVE;
		//@ assert queues: queues;
		//@ assert waits: threads_wait_but(0);
		//@ assert replies_threads: replies_threads;
		//@ assert replies_wait: replies_wait_but(0);
		//@ assert replies_callers: replies_callers;
		//@ assert replies_servers: replies_servers;
		//@ assert endpoints: endpoints;
		//@ assert contexts: contexts;
		//@ assert bindings: bindings;
		//@ assert buffers: threads_buffers;
		//@ assert slots: threads_slots;
		//@ assert kernel: kernel_threads;
		return;
	}
	THREAD(t).fault = 0;
	//@ assert fault: queues;
	if (label == FAULT_CONTINUE_AT)
		THREAD(t).registers[REGISTER_PC] = address;
	//@ assert queues: queues;
	//@ assert waits: threads_wait_but(t);
	//@ assert replies_threads: replies_threads;
	//@ assert replies_wait: replies_wait_but(t);
	//@ assert replies_callers: replies_callers;
	//@ assert replies_servers: replies_servers;
	//@ assert endpoints: endpoints;
	//@ assert contexts: contexts;
	//@ assert bindings: bindings;
	//@ assert buffers: threads_buffers;
	//@ assert slots: threads_slots;
	//@ assert kernel: kernel_threads;
	//@ assert kept: threads_kept{Pre, Here};
	sched_ready(t);
}

void reply_send(uint32_t r, uint32_t t)
{
	uint32_t caller = REPLY(r).caller;

	if (caller == 0)
		return;
	REPLY(r).caller = 0;
	THREAD(caller).reply = 0;
	//@ assert queues: queues;
	//@ assert waits: threads_wait_but(caller);
	//@ assert replies_threads: replies_threads;
	//@ assert replies_wait: replies_wait_but(caller);
	//@ assert replies_callers: replies_callers;
	//@ assert replies_servers: replies_servers;
	//@ assert endpoints: endpoints;
	//@ assert contexts: contexts;
	//@ assert bindings: bindings;
	//@ assert buffers: threads_buffers;
	//@ assert slots: threads_slots;
	//@ assert kernel: kernel_threads;
	if (THREAD(caller).fault != 0) {
		//@ assert kept: threads_kept{Pre, Here};
		//@ assert others: threads_stay_but{Pre, Here}(caller);
		reply_fault(caller, THREAD(t).info / INFO_LABEL, THREAD(t).registers[REGISTER_WORDS]);
		//@ assert fault_kept: threads_kept{Pre, Here};
	} else {
		message_deliver(t, caller, KIND_REPLY);
		//@ assert queues: queues;
		//@ assert waits: threads_wait_but(caller);
		//@ assert replies_threads: replies_threads;
		//@ assert replies_wait: replies_wait_but(caller);
		//@ assert replies_callers: replies_callers;
		//@ assert replies_servers: replies_servers;
		//@ assert endpoints: endpoints;
		//@ assert contexts: contexts;
		//@ assert bindings: bindings;
		//@ assert buffers: threads_buffers;
		//@ assert slots: threads_slots;
		//@ assert kernel: kernel_threads;
		//@ assert kept: threads_kept{Pre, Here};
		//@ assert others: threads_stay_but{Pre, Here}(caller);
		sched_ready(caller);
		//@ assert reply_kept: threads_kept{Pre, Here};
	}
}

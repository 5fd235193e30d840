// SPDX-License-Identifier: Apache-2.0
/* Decoding invocations on threads and scheduling contexts: see decode.h. */
#include "decode.h"

#define WRITE_REGISTERS_MAX 6u
#define CONFIGURE_CAPS 4u

/* The capability type that slot k of a thread holds. */
/*@ requires slot: k < CONFIGURE_CAPS;
    assigns \nothing;
    ensures type: \result == (k == THREAD_SLOT_CSPACE ? CAP_CNODE : k == THREAD_SLOT_VSPACE ? CAP_VSPACE
                            : k == THREAD_SLOT_FAULT ? CAP_ENDPOINT : CAP_FRAME); */
static uint32_t thread_slot_type(uint32_t k)
{
	uint32_t type = CAP_FRAME;

	if (k == THREAD_SLOT_CSPACE)
		type = CAP_CNODE;
	else if (k == THREAD_SLOT_VSPACE)
		type = CAP_VSPACE;
	else if (k == THREAD_SLOT_FAULT)
		type = CAP_ENDPOINT;
	return type;
}

/* Is the IPC buffer of arguments 4 and 5 usable: RAM, readable and writable, aligned? */
/*@ requires call: valid_call(c);
    requires frame: is_slot(s) && slot_window[s].type == CAP_FRAME;
    ensures status: \result == STATUS_OK ==> slot_window[s].object < GRANULES
        && argument_of(c.thread, 5) % IPC_BUFFER_BYTES == 0 && (slot_window[s].rights & RIGHT_WRITE) != 0; */
static enum status buffer_check(struct call c, uint32_t s)
{
	if (SLOT(s).object >= GRANULES)
		return STATUS_INVALID_ARGUMENT;
	if ((SLOT(s).rights & RIGHT_WRITE) == 0 || (SLOT(s).rights & RIGHT_READ) == 0)
		return STATUS_NO_RIGHT;
	if (argument(c.thread, 5) % IPC_BUFFER_BYTES != 0)
		return STATUS_NOT_ALIGNED;
	return STATUS_OK;
}

/* Arguments 1..4 are 0 or name capabilities of the right types, and can be lent on. */
/*@ requires call: valid_call(c);
    assigns steps_left;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t configure_check(struct call c)
{
	uint32_t k, s;
	enum status status;

	/*@ loop invariant 0 <= k <= CONFIGURE_CAPS;
	    loop assigns k, s, steps_left;
	    loop variant CONFIGURE_CAPS - k; */
	for (k = 0; k < CONFIGURE_CAPS; k++) {
		if (argument(c.thread, k + 1) == 0)
			continue;
		s = argument_cap(c, k + 1, thread_slot_type(k));
		if (s == 0)
			return refuse(STATUS_INVALID_CAPABILITY, k + 1);
		if (SLOT(s).depth >= DERIVATION_DEPTH_MAX)
			return refuse(STATUS_TOO_DEEP, k + 1);
	}
	if (argument(c.thread, 4) == 0)
		return refuse(STATUS_OK, 0);
	status = buffer_check(c, argument_cap(c, 4, CAP_FRAME));
	return refuse(status, status == STATUS_NOT_ALIGNED ? 5 : 4);
}

/* THREAD_CONFIGURE of thread t: what it had goes, what the arguments name is lent to it.  The
   names are looked up before anything is taken away: a thread may configure itself. */
/*@ requires call: valid_call(c);
    requires thread: is_thread(t);
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t decode_configure(struct call c, uint32_t t)
{
	uint32_t k, answer = configure_check(c), given[CONFIGURE_CAPS];

	if (answer != STATUS_OK)
		return answer;

	/*@ loop invariant 0 <= k <= CONFIGURE_CAPS;
	    loop assigns k, given[0 .. CONFIGURE_CAPS - 1], steps_left;
	    loop variant CONFIGURE_CAPS - k; */
	for (k = 0; k < CONFIGURE_CAPS; k++) {
		given[k] = 0;
		if (argument(c.thread, k + 1) != 0)
			given[k] = argument_cap(c, k + 1, thread_slot_type(k));
	}
	/*@ loop invariant 0 <= k <= CONFIGURE_CAPS;
	    loop variant CONFIGURE_CAPS - k; */
	for (k = 0; k < CONFIGURE_CAPS; k++) {
		thread_take(t, k);
		if (given[k] != 0)
			thread_give(t, k, given[k]);
	}
	if (given[THREAD_SLOT_BUFFER] != 0)
		THREAD(t).buffer = SLOT(given[THREAD_SLOT_BUFFER]).object * GRANULE_WORDS
		                 + argument(c.thread, 5) % (SLOT(given[THREAD_SLOT_BUFFER]).size * GRANULE_BYTES) / 4;
	return refuse(STATUS_OK, 0);
}

/*@ requires call: valid_call(c);
    requires thread: is_thread(t);
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t decode_set_priority(struct call c, uint32_t t)
{
	if (argument(c.thread, 1) > THREAD(c.thread).ceiling)
		return refuse(STATUS_OUT_OF_RANGE, 1);
	if (argument(c.thread, 2) > THREAD(c.thread).ceiling)
		return refuse(STATUS_OUT_OF_RANGE, 2);

	thread_set_priority(t, argument(c.thread, 1), argument(c.thread, 2));
	return refuse(STATUS_OK, 0);
}

/*@ requires call: valid_call(c);
    requires thread: is_thread(t);
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t decode_write_registers(struct call c, uint32_t t)
{
	uint32_t i, first = argument(c.thread, 1), count = argument(c.thread, 2), value[WRITE_REGISTERS_MAX];

	if (first >= REGISTERS)
		return refuse(STATUS_OUT_OF_RANGE, 1);
	if (count == 0 || count > WRITE_REGISTERS_MAX || count > REGISTERS - first)
		return refuse(STATUS_OUT_OF_RANGE, 2);

	/* A thread may write its own registers, where the arguments are. */
	/*@ loop invariant 0 <= i <= count;
	    loop assigns i, value[0 .. WRITE_REGISTERS_MAX - 1];
	    loop variant count - i; */
	for (i = 0; i < count; i++)
		value[i] = argument(c.thread, 3 + i);
	/*@ loop invariant 0 <= i <= count;
	    loop assigns i, machine, thread_window[t].registers[0 .. REGISTERS - 1];
	    loop variant count - i; */
	for (i = 0; i < count; i++)
		thread_write_register(t, first + i, value[i]);
	return refuse(STATUS_OK, 0);
}

/*@ requires call: valid_call(c);
    requires thread: is_thread(t);
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t decode_read_registers(struct call c, uint32_t t)
{
	uint32_t i, first = argument(c.thread, 1), value[RESULTS];

	if (first >= REGISTERS)
		return refuse(STATUS_OUT_OF_RANGE, 1);

	/*@ loop invariant 0 <= i <= RESULTS;
	    loop assigns i, value[0 .. RESULTS - 1];
	    loop variant RESULTS - i; */
	for (i = 0; i < RESULTS; i++)
		value[i] = first + i < REGISTERS ? THREAD(t).registers[first + i] : 0;
	/*@ loop invariant 0 <= i <= RESULTS;
	    loop assigns i, thread_window[c.thread].registers[2 .. 5];
	    loop variant RESULTS - i; */
	for (i = 0; i < RESULTS; i++)
		THREAD(c.thread).registers[2 + i] = value[i];
	return refuse(STATUS_OK, 0);
}

/* What is pending in notification n goes where a signal would go now. */
/*@ requires queues: queues;
    requires notification: is_notification(n);
    ensures queues: queues; */
static void notification_pass_on(uint32_t n)
{
	uint32_t low = NOTIFICATION(n).word_low, high = NOTIFICATION(n).word_high;

	if (low == 0 && high == 0)
		return;
	NOTIFICATION(n).word_low = 0;
	NOTIFICATION(n).word_high = 0;
	notification_signal(n, low, high);
}

/*@ requires call: valid_call(c);
    requires thread: is_thread(t);
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t decode_bind_notification(struct call c, uint32_t t)
{
	uint32_t s, n;

	if (argument(c.thread, 1) == 0) {
		if (THREAD(t).notification == 0)
			return refuse(STATUS_NOT_MAPPED, 0);
		notification_unbind(THREAD(t).notification);
		return refuse(STATUS_OK, 0);
	}
	s = argument_cap(c, 1, CAP_NOTIFICATION);
	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 1);
	if ((SLOT(s).rights & RIGHT_READ) == 0)
		return refuse(STATUS_NO_RIGHT, 1);
	n = SLOT(s).object / QUEUE_GRANULES;
	if (THREAD(t).notification != 0)
		return refuse(STATUS_OCCUPIED, 0);
	if (NOTIFICATION(n).thread != 0)
		return refuse(STATUS_OCCUPIED, 1);

	notification_bind(n, t);
	/* What is pending wakes a thread that receives already. */
	if (THREAD(t).state == THREAD_RECEIVING)
		notification_pass_on(n);
	return refuse(STATUS_OK, 0);
}

/* What THREAD_STATUS tells, in r2..r5 of the thread that asks. */
/*@ requires call: valid_call(c);
    requires thread: is_thread(t);
    assigns thread_window[c.thread].registers[2 .. 5];
    ensures state: thread_window[c.thread].registers[2] == thread_window[t].state; */
static void thread_status(struct call c, uint32_t t)
{
	uint32_t pc = THREAD(t).registers[REGISTER_PC];

	THREAD(c.thread).registers[2] = THREAD(t).state;
	THREAD(c.thread).registers[3] = WAITER(t).priority;
	THREAD(c.thread).registers[4] = pc;
	THREAD(c.thread).registers[5] = THREAD(t).fault;
}

/* The operations that change the thread. */
/*@ requires call: valid_call(c);
    requires thread: is_thread(t);
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t decode_thread_change(struct call c, uint32_t t)
{
	uint32_t answer = refuse(STATUS_OK, 0);

	switch (c.operation) {
	case THREAD_CONFIGURE:
		answer = decode_configure(c, t);
		break;
	case THREAD_SET_PRIORITY:
		answer = decode_set_priority(c, t);
		break;
	case THREAD_WRITE_REGISTERS:
		answer = decode_write_registers(c, t);
		break;
	case THREAD_RESUME:
		thread_resume(t);
		break;
	case THREAD_SUSPEND:
		thread_suspend(t);
		break;
	case THREAD_BIND_NOTIFICATION:
		answer = decode_bind_notification(c, t);
		break;
	default:
		answer = refuse(STATUS_INVALID_CALL, 0);
		break;
	}
	return answer;
}

uint32_t decode_thread(struct call c)
{
	uint32_t t = SLOT(c.slot).object / THREAD_GRANULES, answer = refuse(STATUS_OK, 0);

	if (c.operation == THREAD_READ_REGISTERS || c.operation == THREAD_STATUS) {
		if ((SLOT(c.slot).rights & RIGHT_READ) == 0)
			answer = refuse(STATUS_NO_RIGHT, 0);
		else if (c.operation == THREAD_STATUS)
			thread_status(c, t);
		else
			answer = decode_read_registers(c, t);
	} else if ((SLOT(c.slot).rights & RIGHT_WRITE) == 0) {
		answer = refuse(STATUS_NO_RIGHT, 0);
	} else {
		answer = decode_thread_change(c, t);
	}
	return answer;
}

/*@ requires call: valid_call(c);
    requires context: is_sched_context(context);
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t decode_bind(struct call c, uint32_t context)
{
	uint32_t s = argument_cap(c, 1, CAP_THREAD), t;

	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 1);
	if ((SLOT(s).rights & RIGHT_WRITE) == 0)
		return refuse(STATUS_NO_RIGHT, 1);
	t = SLOT(s).object / THREAD_GRANULES;
	if (SCHED_CONTEXT(context).thread != 0)
		return refuse(STATUS_OCCUPIED, 0);
	if (THREAD(t).context != 0)
		return refuse(STATUS_OCCUPIED, 1);

	sched_bind(context, t);
	return refuse(STATUS_OK, 0);
}

uint32_t decode_sched_context(struct call c)
{
	uint32_t context = SLOT(c.slot).object / SCHED_CONTEXT_GRANULES, answer = refuse(STATUS_OK, 0);

	if ((SLOT(c.slot).rights & RIGHT_WRITE) == 0)
		return refuse(STATUS_NO_RIGHT, 0);

	switch (c.operation) {
	case SCHED_CONTEXT_CONFIGURE:
		if (argument(c.thread, 1) < TICK_MICROSECONDS || argument(c.thread, 1) > SLICE_MAX_MICROSECONDS)
			return refuse(STATUS_OUT_OF_RANGE, 1);
		SCHED_CONTEXT(context).slice = argument(c.thread, 1) / TICK_MICROSECONDS;
		SCHED_CONTEXT(context).left = SCHED_CONTEXT(context).slice;
		break;
	case SCHED_CONTEXT_BIND:
		answer = decode_bind(c, context);
		break;
	case SCHED_CONTEXT_UNBIND:
		sched_unbind(context);
		break;
	default:
		answer = refuse(STATUS_INVALID_CALL, 0);
		break;
	}
	return answer;
}

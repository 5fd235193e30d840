// SPDX-License-Identifier: Apache-2.0
/* Decoding invocations on threads and scheduling contexts: see decode.h. */
#include "decode.h"
#include "machine.h"
#include "../spec/steady.h"
#include "../spec/time_survive.h"

#define WRITE_REGISTERS_MAX 6u

// What a thread capability covers is a thread, and no thread of the kernel's own.
/*@ ghost
    /@ requires core: shapes && memory_type && owners_kernel;
       requires slot: is_live(s) && slot_window[s].type == CAP_THREAD;
       assigns \nothing;
       ensures thread: is_thread(slot_window[s].object / THREAD_GRANULES);
       ensures user: owner_map[slot_window[s].object / THREAD_GRANULES * THREAD_GRANULES + THREAD_SLOTS]
         != OWNER_KERNEL; @/
    static void lem_thread_object(uint32_t s)
    {
	/@ assert block: is_block(slot_window[s].object, slot_window[s].size, THREAD_GRANULES); @/
	/@ assert object: slot_window[s].object / THREAD_GRANULES * THREAD_GRANULES == slot_window[s].object; @/
	/@ assert point: covers(s, slot_window[s].object + THREAD_SLOTS); @/
	/@ assert type: type_map[slot_window[s].object + THREAD_SLOTS]
	     == type_at(CAP_THREAD, slot_window[s].object, slot_window[s].object + THREAD_SLOTS); @/
    }
*/

/* The thread of the capability in slot s: not the idle thread, which is the kernel's own. */
/*@ requires consistent: consistent;
    requires slot: is_live(s) && slot_window[s].type == CAP_THREAD;
    assigns \nothing;
    ensures thread: \result == slot_window[s].object / THREAD_GRANULES && is_thread(\result);
    ensures user: \result != kernel.idle; */
static uint32_t thread_of(uint32_t s)
{
	//@ ghost lem_thread_object(s);
	return SLOT(s).object / THREAD_GRANULES;
}

/* The scheduling context of the capability in slot s. */
/*@ requires core: core;
    requires slot: is_live(s) && slot_window[s].type == CAP_SCHED_CONTEXT;
    assigns \nothing;
    ensures context: \result == slot_window[s].object / SCHED_CONTEXT_GRANULES && is_sched_context(\result); */
static uint32_t context_of(uint32_t s)
{
	//@ ghost object_named(s);
	return SLOT(s).object / SCHED_CONTEXT_GRANULES;
}

/* The capability type that slot k of a thread holds. */
/*@ requires slot: k < CONFIGURE_CAPS;
    assigns \nothing;
    ensures type: \result == held_type(k); */
static uint32_t thread_slot_type(uint32_t k)
{
	uint32_t type = CAP_ENDPOINT;

	if (k == THREAD_SLOT_CSPACE)
		type = CAP_CNODE;
	else if (k == THREAD_SLOT_VSPACE)
		type = CAP_VSPACE;
	else if (k == THREAD_SLOT_BUFFER)
		type = CAP_FRAME;
	return type;
}

/* The argument that names it. */
/*@ requires slot: k < CONFIGURE_CAPS;
    assigns \nothing;
    ensures argument: \result == held_argument(k) && 1 <= \result < ARGUMENTS; */
static uint32_t thread_slot_argument(uint32_t k)
{
	return k < THREAD_SLOT_TIMEOUT ? k + 1 : 6;
}

/* What a thread is to hold a loan of, slot 0 for nothing; or the answer if that cannot be. */
struct loan {
	uint32_t slot;
	uint32_t answer;
};

/* The same for each slot of a thread. */
struct loans {
	uint32_t slot[CONFIGURE_CAPS];
	uint32_t answer;
};

/*@ // Slot s, 0 for none, has what can be lent to a thread for its slot k.
    predicate lendable{L}(integer k, integer s) =
      s != 0 ==> is_live{L}(s) && !in_thread{L}(s) && slot_window[s].type == held_type(k)
        && slot_window[s].depth < DERIVATION_DEPTH_MAX;
    predicate all_lendable{L}(struct loans loans) =
      \forall integer k; 0 <= k < CONFIGURE_CAPS ==> lendable{L}(k, loans.slot[k]);

    // The first n slots of thread t hold these loans.
    predicate are_given{L}(integer t, integer n, struct loans loans) =
      \forall integer k; 0 <= k < n ==> is_given{L}(t, k, loans.slot[k]);

    // It is a frame of RAM to read and write, if any, and an IPC buffer can lie at this address.
    predicate buffer_fits{L}(integer s, integer address) =
      s != 0 ==> slot_window[s].object < GRANULES && (slot_window[s].rights & RIGHT_READ) != 0
        && (slot_window[s].rights & RIGHT_WRITE) != 0 && address % IPC_BUFFER_BYTES == 0;
*/

/* What its argument names for slot k of a thread. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires slot: k < CONFIGURE_CAPS;
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures answer: \result.answer == STATUS_OK
        || \result.answer == STATUS_INVALID_CAPABILITY + held_argument(k) * ANSWER_ARGUMENT
        || \result.answer == STATUS_TOO_DEEP + held_argument(k) * ANSWER_ARGUMENT;
    ensures asked: \result.answer == STATUS_OK ==> loan_asked(c, k, \result.slot) && lendable(k, \result.slot); */
static struct loan loan_named(struct call c, uint32_t k)
{
	struct loan loan = {0, STATUS_OK};
	uint32_t a = thread_slot_argument(k);

	if (argument(c.thread, a) == 0)
		return loan;
	loan.slot = argument_cap(c, a, thread_slot_type(k));
	if (loan.slot == 0) {
		loan.answer = refuse(STATUS_INVALID_CAPABILITY, a);
		return loan;
	}
	//@ ghost in_cnode_apart(loan.slot);
	if (SLOT(loan.slot).depth >= DERIVATION_DEPTH_MAX)
		loan.answer = refuse(STATUS_TOO_DEEP, a);
	return loan;
}

/* What the arguments name for all of them. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires budget: CONFIGURE_STEPS <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CONFIGURE_STEPS;
    ensures answer: \result.answer == STATUS_OK || \exists integer k; 0 <= k < CONFIGURE_CAPS
        && (\result.answer == STATUS_INVALID_CAPABILITY + held_argument(k) * ANSWER_ARGUMENT
            || \result.answer == STATUS_TOO_DEEP + held_argument(k) * ANSWER_ARGUMENT);
    ensures lendable: \result.answer == STATUS_OK ==> all_lendable(\result);
    ensures asked: \result.answer == STATUS_OK ==>
        \forall integer k; 0 <= k < CONFIGURE_CAPS ==> loan_asked(c, k, \result.slot[k]); */
static struct loans loans_named(struct call c)
{
	struct loans loans;
	uint32_t k;

	loans.answer = STATUS_OK;
	/*@ loop invariant range: 0 <= k <= CONFIGURE_CAPS;
	    loop invariant answer: loans.answer == STATUS_OK;
	    loop invariant asked: \forall integer i; 0 <= i < k ==>
	      loan_asked(c, i, loans.slot[i]) && lendable(i, loans.slot[i]);
	    loop invariant bounded: \at(steps_left, Pre) - steps_left <= k * CSPACE_LEVELS_MAX;
	    loop assigns k, loans, steps_left;
	    loop variant CONFIGURE_CAPS - k; */
	for (k = 0; k < CONFIGURE_CAPS; k++) {
		struct loan loan = loan_named(c, k);

		if (loan.answer != STATUS_OK) {
			loans.answer = loan.answer;
			return loans;
		}
		loans.slot[k] = loan.slot;
	}
	return loans;
}

/* Can the frame in slot s, 0 for none, hold an IPC buffer at this address? */
/*@ requires frame: s != 0 ==> is_slot(s) && slot_window[s].type == CAP_FRAME;
    assigns \nothing;
    ensures answer: \result == STATUS_OK
        || \result == STATUS_INVALID_ARGUMENT + 4 * ANSWER_ARGUMENT
        || \result == STATUS_NO_RIGHT + 4 * ANSWER_ARGUMENT || \result == STATUS_NOT_ALIGNED + 5 * ANSWER_ARGUMENT;
    ensures fits: \result == STATUS_OK <==> buffer_fits(s, address); */
static uint32_t buffer_check(uint32_t s, uint32_t address)
{
	if (s == 0)
		return refuse(STATUS_OK, 0);
	if (SLOT(s).object >= GRANULES)
		return refuse(STATUS_INVALID_ARGUMENT, 4);
	if ((SLOT(s).rights & RIGHT_WRITE) == 0 || (SLOT(s).rights & RIGHT_READ) == 0)
		return refuse(STATUS_NO_RIGHT, 4);
	if (address % IPC_BUFFER_BYTES != 0)
		return refuse(STATUS_NOT_ALIGNED, 5);
	return refuse(STATUS_OK, 0);
}

// A thread's slots lie in it.
/*@ ghost
    /@ requires thread: is_thread(t);
       assigns \nothing;
       ensures slots: \forall integer k; 0 <= k < THREAD_SLOTS ==> in_thread(thread_slot(t, k))
         && thread_slot(t, k) < GRANULES; @/
    static void lem_slots_inside(uint32_t t)
    {
	/@ assert place: \forall integer k; 0 <= k < THREAD_SLOTS ==> thread_slot(t, k) / THREAD_GRANULES == t
	     && thread_slot(t, k) % THREAD_GRANULES == k; @/
    }
*/

/* Slot k of thread t holds a loan of what is in slot s, or nothing if that is 0; what it had goes. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t) && k < CONFIGURE_CAPS;
    requires loan: lendable(k, s);
    requires clock: cdt_clock > INT64_MIN;
    assigns thread_window[t].buffer, slot_window[0 .. GRANULES - 1], parent_map[thread_slot(t, k)],
            rank_map[thread_slot(t, k)], cdt_clock;
    ensures consistent: consistent;
    ensures given: is_given(t, k, s);
    ensures buffer: thread_window[t].buffer == (k == THREAD_SLOT_BUFFER ? 0 : \old(thread_window[t].buffer));
    ensures others: slots_stay_but{Pre, Post}(thread_slot(t, k));
    ensures clock: cdt_clock >= \old(cdt_clock) - 1; */
static void thread_replace(uint32_t t, uint32_t k, uint32_t s)
{
	//@ ghost lem_slots_inside(t);
	//@ assert apart: 0 < kernel.scratch < GRANULES && kernel.scratch != thread_slot(t, k);
	thread_hold(t, k, s);
	//@ assert tree: cdt_null;
	//@ assert stays: slot_stays{Pre, Here}(kernel.scratch);
	//@ assert scratch: scratch;
	//@ assert lines: irqs_ages && irqs_names && irqs_free && irqs_nexts && irqs_prevs && irqs_gaps;
	//@ assert irqs: irqs;
}

/* In which word of a frame of so many granules an IPC buffer at this address begins. */
/*@ requires size: frame_size(size);
    requires aligned: address % IPC_BUFFER_BYTES == 0;
    assigns \nothing;
    ensures word: \result == address % (size * GRANULE_BYTES) / 4;
    ensures inside: \result + IPC_BUFFER_BYTES / 4 <= size * GRANULE_WORDS; */
static uint32_t buffer_offset(uint32_t address, uint32_t size)
{
	//@ assert page: address % 4096 % IPC_BUFFER_BYTES == 0;
	//@ assert large: address % 65536 % IPC_BUFFER_BYTES == 0;
	//@ assert section: address % 1048576 % IPC_BUFFER_BYTES == 0;
	return address % (size * GRANULE_BYTES) / 4;
}

// What a frame of RAM covers is user memory.
/*@ ghost
    /@ requires core: shapes && memory_type;
       requires frame: is_live(s) && slot_window[s].type == CAP_FRAME && slot_window[s].object < GRANULES;
       assigns \nothing;
       ensures words: \forall integer w; slot_window[s].object * GRANULE_WORDS <= w < end(s) * GRANULE_WORDS ==>
         is_user_word(w); @/
    static void lem_frame_words(uint32_t s)
    {
	/@ assert granules: \forall integer g; covers(s, g) ==> 0 < g < GRANULES && type_map[g] == CAP_FRAME; @/
	/@ assert words: \forall integer w; slot_window[s].object * GRANULE_WORDS <= w < end(s) * GRANULE_WORDS ==>
	     covers(s, w / GRANULE_WORDS); @/
    }
*/

/* The IPC buffer of thread t lies at this address of the frame that it holds for it. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    requires frame: is_live(thread_slot(t, THREAD_SLOT_BUFFER))
        && slot_window[thread_slot(t, THREAD_SLOT_BUFFER)].type == CAP_FRAME
        && slot_window[thread_slot(t, THREAD_SLOT_BUFFER)].object < GRANULES;
    requires aligned: address % IPC_BUFFER_BYTES == 0;
    assigns thread_window[t].buffer;
    ensures consistent: consistent;
    ensures buffer: thread_window[t].buffer == buffer_asked(t, address); */
static void buffer_set(uint32_t t, uint32_t address)
{
	uint32_t s = t * THREAD_GRANULES + THREAD_SLOT_BUFFER;
	uint32_t word = SLOT(s).object * GRANULE_WORDS + buffer_offset(address, SLOT(s).size);

	/*@ assert inside: slot_window[s].object * GRANULE_WORDS <= word
	      && word + IPC_BUFFER_WORDS <= end(s) * GRANULE_WORDS; */
	//@ ghost lem_frame_words(s);
	//@ assert buffer: is_buffer(word);
	thread_set_buffer(t, word);
	//@ assert lines: irqs_ages && irqs_names && irqs_free && irqs_nexts && irqs_prevs && irqs_gaps;
	//@ assert irqs: irqs;
}

/* The first k slots of thread t hold loans already; so does slot k from now on. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t) && k < CONFIGURE_CAPS;
    requires loans: all_lendable(loans) && are_given(t, k, loans);
    requires clock: cdt_clock > INT64_MIN;
    assigns thread_window[t].buffer, slot_window[0 .. GRANULES - 1], parent_map[thread_slot(t, k)],
            rank_map[thread_slot(t, k)], cdt_clock;
    ensures consistent: consistent;
    ensures loans: all_lendable(loans) && are_given(t, k + 1, loans);
    ensures buffer: thread_window[t].buffer == (k == THREAD_SLOT_BUFFER ? 0 : \old(thread_window[t].buffer));
    ensures others: slots_stay_but{Pre, Post}(thread_slot(t, k));
    ensures clock: cdt_clock >= \old(cdt_clock) - 1; */
static void thread_replace_next(uint32_t t, uint32_t k, struct loans loans)
{
	//@ ghost lem_slots_inside(t);
	/*@ assert outside: \forall integer i; 0 <= i < CONFIGURE_CAPS && loans.slot[i] != 0 ==>
	      0 < loans.slot[i] < GRANULES && loans.slot[i] != thread_slot(t, k); */
	thread_replace(t, k, loans.slot[k]);
	//@ assert earlier: \forall integer i; 0 <= i < k ==> slot_stays{Pre, Here}(thread_slot(t, i));
	/*@ assert sources: \forall integer i; 0 <= i < CONFIGURE_CAPS && loans.slot[i] != 0 ==>
	      slot_stays{Pre, Here}(loans.slot[i]); */
	//@ assert given: are_given(t, k, loans);
	//@ assert lendable: all_lendable(loans);
	//@ assert next: are_given(t, k + 1, loans);
}

/* Thread t's slots hold these loans; what they had goes. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    requires loans: all_lendable(loans);
    requires clock: cdt_clock - THREAD_SLOTS >= INT64_MIN;
    assigns thread_window[t].buffer, slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1],
            rank_map[0 .. GRANULES - 1], cdt_clock;
    ensures consistent: consistent;
    ensures loans: are_given(t, CONFIGURE_CAPS, loans);
    ensures buffer: thread_window[t].buffer == 0;
    ensures kept: \forall integer i; 0 <= i < GRANULES && !in_thread(i) ==> slot_stays{Pre, Post}(i);
    ensures others: \forall integer i; 0 <= i < GRANULES && i / THREAD_GRANULES != t ==> slot_stays{Pre, Post}(i); */
static void thread_replace_all(uint32_t t, struct loans loans)
{
	uint32_t k;

	//@ ghost lem_slots_inside(t);
	/*@ loop invariant range: 0 <= k <= CONFIGURE_CAPS;
	    loop invariant consistent: consistent;
	    loop invariant loans: all_lendable(loans) && are_given(t, k, loans);
	    loop invariant kept: \forall integer i; 0 <= i < GRANULES && !in_thread(i) ==> slot_stays{Pre, Here}(i);
	    loop invariant others: \forall integer i; 0 <= i < GRANULES && i / THREAD_GRANULES != t ==>
	      slot_stays{Pre, Here}(i);
	    loop invariant buffer: k > THREAD_SLOT_BUFFER ==> thread_window[t].buffer == 0;
	    loop invariant clock: cdt_clock >= \at(cdt_clock, Pre) - k;
	    loop assigns k, thread_window[t].buffer, slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1],
	                 rank_map[0 .. GRANULES - 1], cdt_clock;
	    loop variant CONFIGURE_CAPS - k; */
	for (k = 0; k < CONFIGURE_CAPS; k++)
		thread_replace_next(t, k, loans);
}

/* THREAD_CONFIGURE of thread t: what it had goes, what the arguments name is lent to it.  The
   names are looked up before anything is taken away: a thread may configure itself. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires thread: is_thread(t);
    requires clock: cdt_clock - THREAD_SLOTS >= INT64_MIN;
    requires budget: CONFIGURE_STEPS <= steps_left;
    assigns thread_window[t].buffer, slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1],
            rank_map[0 .. GRANULES - 1], cdt_clock, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CONFIGURE_STEPS;
    ensures consistent: consistent;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART && \result % ANSWER_ARGUMENT != STATUS_INVALID_CALL;
    ensures argument: \result / ANSWER_ARGUMENT < ARGUMENTS;
    ensures configured: \result == STATUS_OK ==> configured{Pre, Post}(c, t);
    ensures refused: \result != STATUS_OK ==> nothing_changed{Pre, Post} && threads_untouched{Pre, Post}; */
static uint32_t decode_configure(struct call c, uint32_t t)
{
	uint32_t answer, address = argument(c.thread, 5);
	struct loans loans = loans_named(c);

	if (loans.answer != STATUS_OK)
		return loans.answer;
	answer = buffer_check(loans.slot[THREAD_SLOT_BUFFER], address);
	if (answer != STATUS_OK)
		return answer;

	//@ assert named: loans.slot[THREAD_SLOT_BUFFER] == 0 <==> argument_of(c.thread, 4) == 0;
	/*@ assert outside: loans.slot[THREAD_SLOT_BUFFER] != 0 ==> 0 < loans.slot[THREAD_SLOT_BUFFER] < GRANULES
	      && !in_thread(loans.slot[THREAD_SLOT_BUFFER]); */
	thread_replace_all(t, loans);
	/*@ assert frame: loans.slot[THREAD_SLOT_BUFFER] != 0 ==> slot_stays{Pre, Here}(loans.slot[THREAD_SLOT_BUFFER])
	      && is_given(t, THREAD_SLOT_BUFFER, loans.slot[THREAD_SLOT_BUFFER]); */
	if (loans.slot[THREAD_SLOT_BUFFER] != 0)
		buffer_set(t, address);
	/*@ assert buffer: thread_window[t].buffer == (argument_of{Pre}(c.thread, 4) == 0 ? 0
	      : buffer_asked(t, argument_of{Pre}(c.thread, 5))); */
	/*@ assert sources: \forall integer k; 0 <= k < CONFIGURE_CAPS ==>
	      parent_map[thread_slot(t, k)] == loans.slot[k]; */
	/*@ assert held: \forall integer k; 0 <= k < CONFIGURE_CAPS ==>
	      loan_asked{Pre}(c, k, parent_map[thread_slot(t, k)]) && is_given(t, k, parent_map[thread_slot(t, k)]); */
	return refuse(STATUS_OK, 0);
}

/* May thread t give this priority? */
/*@ requires thread: is_thread(t);
    assigns \nothing;
    ensures may: \result != 0 <==> priority < PRIORITIES && priority <= thread_window[t].ceiling; */
static int may_prefer(uint32_t t, uint32_t priority)
{
	return priority < PRIORITIES && priority <= THREAD(t).ceiling;
}

/* THREAD_SET_PRIORITY of thread t. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires thread: is_thread(t);
    assigns thread_window[t].ceiling, thread_window[t].state, thread_window[t].reply,
            thread_window[t].registers[0], QUEUE_LINKS, endpoint_window[..], reply_window[..],
            kernel.cancel_next;
    ensures consistent: consistent;
    ensures status: \result == STATUS_OK || \result == STATUS_OUT_OF_RANGE + ANSWER_ARGUMENT
        || \result == STATUS_OUT_OF_RANGE + 2 * ANSWER_ARGUMENT;
    ensures prioritized: \result == STATUS_OK ==> prioritized{Pre, Post}(c, t);
    ensures refused: \result != STATUS_OK ==> threads_untouched{Pre, Post}; */
static uint32_t decode_set_priority(struct call c, uint32_t t)
{
	if (!may_prefer(c.thread, argument(c.thread, 1)))
		return refuse(STATUS_OUT_OF_RANGE, 1);
	if (!may_prefer(c.thread, argument(c.thread, 2)))
		return refuse(STATUS_OUT_OF_RANGE, 2);

	thread_set_priority(t, argument(c.thread, 1), argument(c.thread, 2));
	//@ assert translates: translates;
	//@ assert timed: timed;
	//@ assert steady: steady{Pre, Here};
	return refuse(STATUS_OK, 0);
}

/* Register r of thread t gets a value that user mode may have. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    requires register: r < REGISTERS;
    assigns thread_window[t].registers[r], machine;
    ensures consistent: consistent;
    ensures set: r != REGISTER_CPSR ==> thread_window[t].registers[r] == value; */
static void register_write(uint32_t t, uint32_t r, uint32_t value)
{
	thread_write_register(t, r, value);
	//@ assert translates: translates;
	//@ assert timed: timed;
	//@ assert steady: steady{Pre, Here};
}

/* THREAD_WRITE_REGISTERS of thread t. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires thread: is_thread(t);
    assigns thread_window[t].registers[0 .. REGISTERS - 1], machine;
    ensures consistent: consistent;
    ensures status: \result == STATUS_OK || \result == STATUS_OUT_OF_RANGE + ANSWER_ARGUMENT
        || \result == STATUS_OUT_OF_RANGE + 2 * ANSWER_ARGUMENT;
    ensures first: \result == STATUS_OUT_OF_RANGE + ANSWER_ARGUMENT <==>
        \old(argument_of(c.thread, 1)) >= REGISTERS;
    ensures count: \result == STATUS_OK ==> 1 <= \old(argument_of(c.thread, 2)) <= WRITE_REGISTERS_MAX;
    ensures written: \result == STATUS_OK ==> registers_written{Pre, Post}(c.thread, t,
        \old(argument_of(c.thread, 1)), \old(argument_of(c.thread, 2)));
    ensures refused: \result != STATUS_OK ==> threads_untouched{Pre, Post}; */
static uint32_t decode_write_registers(struct call c, uint32_t t)
{
	uint32_t i, first = argument(c.thread, 1), count = argument(c.thread, 2), value[WRITE_REGISTERS_MAX];

	if (first >= REGISTERS)
		return refuse(STATUS_OUT_OF_RANGE, 1);
	if (count == 0 || count > WRITE_REGISTERS_MAX || count > REGISTERS - first)
		return refuse(STATUS_OUT_OF_RANGE, 2);

	/* A thread may write its own registers, where the arguments are. */
	/*@ loop invariant range: 0 <= i <= count;
	    loop invariant read: \forall integer j; 0 <= j < i ==> value[j] == argument_of(c.thread, 3 + j);
	    loop assigns i, value[0 .. WRITE_REGISTERS_MAX - 1];
	    loop variant count - i; */
	for (i = 0; i < count; i++)
		value[i] = argument(c.thread, 3 + i);
	/*@ loop invariant range: 0 <= i <= count;
	    loop invariant consistent: consistent;
	    loop invariant written: \forall integer r; first <= r < first + i && r != REGISTER_CPSR ==>
	      thread_window[t].registers[r] == value[r - first];
	    loop invariant others: \forall integer r; 0 <= r < REGISTERS && !(first <= r < first + i) ==>
	      thread_window[t].registers[r] == \at(thread_window[t].registers[r], Pre);
	    loop assigns i, machine, thread_window[t].registers[0 .. REGISTERS - 1];
	    loop variant count - i; */
	for (i = 0; i < count; i++)
		register_write(t, first + i, value[i]);
	return refuse(STATUS_OK, 0);
}

/* Register r of thread t; 0 if there is none such. */
/*@ requires thread: is_thread(t);
    assigns \nothing;
    ensures value: \result == register_of(t, r); */
static uint32_t register_read(uint32_t t, uint32_t r)
{
	return r < REGISTERS ? THREAD(t).registers[r] : 0;
}

/* THREAD_READ_REGISTERS of thread t. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires thread: is_thread(t);
    assigns thread_window[c.thread].registers[2 .. 5];
    ensures consistent: consistent;
    ensures status: \result == (\old(argument_of(c.thread, 1)) < REGISTERS ? STATUS_OK
        : STATUS_OUT_OF_RANGE + ANSWER_ARGUMENT);
    ensures read: \result == STATUS_OK ==>
        registers_read{Pre, Post}(c.thread, t, \old(argument_of(c.thread, 1)));
    ensures refused: \result != STATUS_OK ==> threads_untouched{Pre, Post}; */
static uint32_t decode_read_registers(struct call c, uint32_t t)
{
	uint32_t first = argument(c.thread, 1);

	if (first >= REGISTERS)
		return refuse(STATUS_OUT_OF_RANGE, 1);

	results(c.thread, register_read(t, first), register_read(t, first + 1), register_read(t, first + 2),
	        register_read(t, first + 3));
	return refuse(STATUS_OK, 0);
}

/* What is pending in notification n goes where a signal would go now. */
/*@ requires invariant: ipc;
    requires notification: is_notification(n);
    assigns thread_window[..], QUEUE_LINKS, notification_window[n].word_low, notification_window[n].word_high,
            endpoint_window[..], reply_window[..], kernel.cancel_next;
    ensures invariant: ipc;
    ensures kept: threads_kept{Pre, Post};
    ensures nothing: !\old(pending(n)) ==> threads_stay_but{Pre, Post}(0);
    ensures passed: \old(pending(n)) && \old(bound_receives(n)) ==> word_is(n, 0, 0)
        && notified(\old(notification_window[n].thread), \old(notification_window[n].word_low),
                    \old(notification_window[n].word_high)); */
static void pending_signal(uint32_t n)
{
	uint32_t low = NOTIFICATION(n).word_low, high = NOTIFICATION(n).word_high;

	if (low == 0 && high == 0)
		return;
	//@ assert kinds: !is_endpoint(n) && n != kernel.run_queue;
	//@ assert waits: \forall integer x; waits_in(x, n) ==> thread_waits(x) && x != kernel.idle;
	//@ assert waiting: \forall integer x; waits_in(x, n) ==> thread_window[x].state == THREAD_WAITING;
	//@ assert nobody: queue_empty(n);
	NOTIFICATION(n).word_low = 0;
	NOTIFICATION(n).word_high = 0;
	//@ assert waits: threads_wait_but(0);
	//@ assert bindings: bindings;
	notification_signal(n, low, high);
}

/* The same, in a kernel that is consistent. */
/*@ requires consistent: consistent;
    requires notification: is_notification(n);
    assigns thread_window[..], QUEUE_LINKS, notification_window[n].word_low, notification_window[n].word_high,
            endpoint_window[..], reply_window[..], kernel.cancel_next;
    ensures consistent: consistent;
    ensures kept: threads_kept{Pre, Post};
    ensures nothing: !\old(pending(n)) ==> threads_stay_but{Pre, Post}(0);
    ensures passed: \old(pending(n)) && \old(bound_receives(n)) ==> word_is(n, 0, 0)
        && notified(\old(notification_window[n].thread), \old(notification_window[n].word_low),
                    \old(notification_window[n].word_high)); */
static void notification_pass_on(uint32_t n)
{
	pending_signal(n);
	//@ assert translates: translates;
	//@ assert timed: timed;
	//@ assert steady: steady{Pre, Here};
}

/* Thread t also receives from notification n: both were unbound.  What is pending wakes a
   thread that receives already. */
/*@ requires consistent: consistent;
    requires notification: is_notification(n) && notification_window[n].thread == 0;
    requires thread: is_thread(t) && thread_window[t].notification == 0;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..], notification_window[..],
            kernel.cancel_next;
    ensures consistent: consistent;
    ensures bound: thread_window[t].notification == n;
    ensures nobody: \old(thread_window[t].state) != THREAD_RECEIVING || !\old(pending(n)) ==>
        threads_stay_but{Pre, Post}(0);
    ensures passed: \old(thread_window[t].state) == THREAD_RECEIVING && \old(pending(n)) ==>
        word_is(n, 0, 0)
        && notified(t, \old(notification_window[n].word_low), \old(notification_window[n].word_high)); */
static void notification_join(uint32_t n, uint32_t t)
{
	notification_bind(n, t);
	//@ assert translates: translates;
	//@ assert timed: timed;
	//@ assert steady: steady{Pre, Here};
	if (THREAD(t).state == THREAD_RECEIVING)
		notification_pass_on(n);
}

/* Thread t receives from no notification any more, if it did. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    assigns thread_window[t].notification, notification_window[thread_window[t].notification].thread;
    ensures consistent: consistent;
    ensures status: \result == (\old(thread_window[t].notification) != 0 ? STATUS_OK : STATUS_NOT_MAPPED);
    ensures unbound: thread_window[t].notification == 0;
    ensures others: threads_stay_but{Pre, Post}(0); */
static enum status notification_part(uint32_t t)
{
	if (THREAD(t).notification == 0)
		return STATUS_NOT_MAPPED;
	//@ assert bound: notification_window[thread_window[t].notification].thread == t;
	notification_unbind(THREAD(t).notification);
	//@ assert translates: translates;
	//@ assert timed: timed;
	//@ assert steady: steady{Pre, Here};
	return STATUS_OK;
}

/* THREAD_BIND_NOTIFICATION of thread t. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires thread: is_thread(t);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..], notification_window[..],
            kernel.cancel_next, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures consistent: consistent;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART && \result % ANSWER_ARGUMENT != STATUS_INVALID_CALL;
    ensures argument: \result / ANSWER_ARGUMENT <= 1;
    ensures bound: \result == STATUS_OK ==> notification_bound{Pre, Post}(c, t);
    ensures refused: \result != STATUS_OK ==> threads_untouched{Pre, Post}; */
static uint32_t decode_bind_notification(struct call c, uint32_t t)
{
	uint32_t s, n;

	if (argument(c.thread, 1) == 0)
		return refuse(notification_part(t), 0);
	s = argument_cap(c, 1, CAP_NOTIFICATION);
	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 1);
	if ((SLOT(s).rights & RIGHT_READ) == 0)
		return refuse(STATUS_NO_RIGHT, 1);
	n = notification_of(s);
	if (THREAD(t).notification != 0)
		return refuse(STATUS_OCCUPIED, 0);
	if (NOTIFICATION(n).thread != 0)
		return refuse(STATUS_OCCUPIED, 1);

	notification_join(n, t);
	return refuse(STATUS_OK, 0);
}

/* THREAD_RESUME of thread t. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t) && t != kernel.idle;
    assigns thread_window[t], QUEUE_LINKS, endpoint_window[..], reply_window[..], kernel.cancel_next;
    ensures consistent: consistent;
    ensures resumed: thread_window[t].state == THREAD_RUNNABLE; */
static void decode_resume(uint32_t t)
{
	thread_resume(t);
	//@ assert translates: translates;
	//@ assert timed: timed;
	//@ assert steady: steady{Pre, Here};
}

/* THREAD_SUSPEND of thread t. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t) && t != kernel.idle;
    assigns thread_window[t], QUEUE_LINKS, endpoint_window[..], reply_window[..], kernel.cancel_next;
    ensures consistent: consistent;
    ensures suspended: thread_window[t].state == THREAD_INACTIVE; */
static void decode_suspend(uint32_t t)
{
	thread_suspend(t);
	//@ assert translates: translates;
	//@ assert timed: timed;
	//@ assert steady: steady{Pre, Here};
}

/* The operations that change thread t. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires thread: is_thread(t) && t != kernel.idle;
    requires clock: cdt_clock - THREAD_SLOTS >= INT64_MIN;
    requires budget: CONFIGURE_STEPS <= steps_left;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..], notification_window[..],
            slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1], rank_map[0 .. GRANULES - 1],
            cdt_clock, kernel.cancel_next, machine, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CONFIGURE_STEPS;
    ensures consistent: consistent;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART;
    ensures argument: \result / ANSWER_ARGUMENT < ARGUMENTS;
    ensures invalid: \result % ANSWER_ARGUMENT == STATUS_INVALID_CALL
        <==> c.operation != THREAD_CONFIGURE && c.operation != THREAD_SET_PRIORITY
             && c.operation != THREAD_WRITE_REGISTERS && c.operation != THREAD_RESUME
             && c.operation != THREAD_SUSPEND && c.operation != THREAD_BIND_NOTIFICATION;
    ensures configured: \result == STATUS_OK && c.operation == THREAD_CONFIGURE ==> configured{Pre, Post}(c, t);
    ensures prioritized: \result == STATUS_OK && c.operation == THREAD_SET_PRIORITY ==>
        prioritized{Pre, Post}(c, t);
    ensures written: \result == STATUS_OK && c.operation == THREAD_WRITE_REGISTERS ==>
        registers_written{Pre, Post}(c.thread, t, \old(argument_of(c.thread, 1)), \old(argument_of(c.thread, 2)));
    ensures resumed: c.operation == THREAD_RESUME ==> thread_window[t].state == THREAD_RUNNABLE;
    ensures suspended: c.operation == THREAD_SUSPEND ==> thread_window[t].state == THREAD_INACTIVE;
    ensures bound: \result == STATUS_OK && c.operation == THREAD_BIND_NOTIFICATION ==>
        notification_bound{Pre, Post}(c, t);
    ensures slots: c.operation != THREAD_CONFIGURE || \result != STATUS_OK ==> nothing_changed{Pre, Post};
    ensures refused: \result != STATUS_OK ==> threads_untouched{Pre, Post}; */
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
		decode_resume(t);
		break;
	case THREAD_SUSPEND:
		decode_suspend(t);
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

/* Does the capability in slot s give the right that this operation on its thread needs? */
/*@ requires slot: is_slot(s);
    assigns \nothing;
    ensures read: operation == THREAD_READ_REGISTERS || operation == THREAD_STATUS ==>
        (\result != 0 <==> (slot_window[s].rights & RIGHT_READ) != 0);
    ensures write: operation != THREAD_READ_REGISTERS && operation != THREAD_STATUS ==>
        (\result != 0 <==> (slot_window[s].rights & RIGHT_WRITE) != 0); */
static int thread_right(uint32_t s, uint32_t operation)
{
	if (operation == THREAD_READ_REGISTERS || operation == THREAD_STATUS)
		return (SLOT(s).rights & RIGHT_READ) != 0;
	return (SLOT(s).rights & RIGHT_WRITE) != 0;
}

uint32_t decode_thread(struct call c)
{
	uint32_t t = thread_of(c.slot), answer = refuse(STATUS_OK, 0);

	if (!thread_right(c.slot, c.operation))
		return refuse(STATUS_NO_RIGHT, 0);

	if (c.operation == THREAD_STATUS)
		results(c.thread, THREAD(t).state, WAITER(t).priority, THREAD(t).registers[REGISTER_PC], THREAD(t).fault);
	else if (c.operation == THREAD_READ_REGISTERS)
		answer = decode_read_registers(c, t);
	else
		answer = decode_thread_change(c, t);
	/*@ assert operation: answer % ANSWER_ARGUMENT == STATUS_INVALID_CALL
	      <==> !(THREAD_CONFIGURE <= c.operation <= THREAD_BIND_NOTIFICATION); */
	return answer;
}

/* Scheduling context x may use so many microseconds of each period, all of it at once; period 0: a time
   slice. */
/*@ requires consistent: consistent;
    requires context: is_sched_context(x);
    requires time: BUDGET_MIN_MICROSECONDS <= budget && (period != 0 ==> budget < period);
    assigns thread_window[..], QUEUE_LINKS, TIME_GIVEN;
    ensures consistent: consistent;
    ensures status: \result == STATUS_OK || \result == STATUS_NO_MEMORY;
    ensures given: \result == STATUS_OK ==> sched_context_window[x].budget == counts_of(budget)
        && sched_context_window[x].left == sched_context_window[x].budget
        && sched_context_window[x].period == counts_of(period);
    ensures refused: \result != STATUS_OK ==> threads_untouched{Pre, Post} && contexts_untouched{Pre, Post}; */
static enum status context_give(uint32_t x, uint32_t budget, uint32_t period)
{
	uint64_t counts = account_counts(budget), each = account_counts(period);

	//@ assert within: period != 0 ==> counts <= each;
	if (account_give(x, counts, each) == 0) {
		//@ assert threads: threads_untouched{Pre, Here};
		//@ assert contexts: contexts_untouched{Pre, Here};
		return STATUS_NO_MEMORY;
	}
	//@ assert translates: translates;
	//@ assert timed: timed;
	//@ assert steady: steady{Pre, Here};
	return STATUS_OK;
}

/* Does what SCHED_CONTEXT_CONFIGURE names let time be given, and so much of each period? */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART && \result % ANSWER_ARGUMENT != STATUS_INVALID_CALL;
    ensures argument: \result / ANSWER_ARGUMENT <= 3;
    ensures may: \result == STATUS_OK ==> may_give_time(c); */
static uint32_t give_check(struct call c)
{
	uint32_t s = argument_cap(c, 1, CAP_MACHINE), budget = argument(c.thread, 2), period = argument(c.thread, 3);

	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 1);
	if ((SLOT(s).rights & RIGHT_GRANT) == 0)
		return refuse(STATUS_NO_RIGHT, 1);
	if (budget < BUDGET_MIN_MICROSECONDS)
		return refuse(STATUS_OUT_OF_RANGE, 2);
	if (period != 0 && period < budget)
		return refuse(STATUS_OUT_OF_RANGE, 3);
	//@ assert named: address_of(c.thread, argument_of(c.thread, 1), s);
	return refuse(STATUS_OK, 0);
}

/* SCHED_CONTEXT_CONFIGURE of context x. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires context: is_sched_context(x);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns thread_window[..], QUEUE_LINKS, TIME_GIVEN, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures consistent: consistent;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART && \result % ANSWER_ARGUMENT != STATUS_INVALID_CALL;
    ensures argument: \result / ANSWER_ARGUMENT <= 3;
    ensures given: \result == STATUS_OK ==> time_given{Pre, Post}(c, x);
    ensures refused: \result != STATUS_OK ==> threads_untouched{Pre, Post} && contexts_untouched{Pre, Post}; */
static uint32_t decode_give(struct call c, uint32_t x)
{
	uint32_t answer = give_check(c), budget = argument(c.thread, 2), period = argument(c.thread, 3);
	enum status status;

	if (answer != STATUS_OK)
		return answer;
	//@ assert may: may_give_time{Pre}(c);
	//@ assert asked: budget == argument_of{Pre}(c.thread, 2) && period == argument_of{Pre}(c.thread, 3);
	//@ assert none: counts_of{Pre}(0) == 0;
	status = context_give(x, budget, period == budget ? 0 : period);
	//@ assert scale: \forall integer m; counts_of(m) == counts_of{Pre}(m);
	//@ assert given: status == STATUS_OK ==> time_given{Pre, Here}(c, x);
	return refuse(status, 0);
}

/* SCHED_CONTEXT_CONSUMED of context x. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    requires context: is_sched_context(x);
    assigns thread_window[t].registers[2], thread_window[t].registers[3], machine_time;
    ensures consistent: consistent;
    ensures told: consumed_told{Pre, Post}(t, x); */
static void context_consumed(uint32_t t, uint32_t x)
{
	uint64_t used = account_used(x);

	result_set(t, 2, (uint32_t)(used % 4294967296u));
	result_set(t, 3, (uint32_t)(used / 4294967296u));
}

/* SCHED_CONTEXT_BIND of context x. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires context: is_sched_context(x);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns thread_window[..], QUEUE_LINKS, sched_context_window[..], steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures consistent: consistent;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART && \result % ANSWER_ARGUMENT != STATUS_INVALID_CALL;
    ensures argument: \result / ANSWER_ARGUMENT <= 1;
    ensures bound: \result == STATUS_OK ==> context_bound{Pre, Post}(c, x);
    ensures refused: \result != STATUS_OK ==> threads_untouched{Pre, Post} && contexts_untouched{Pre, Post}; */
static uint32_t decode_bind(struct call c, uint32_t x)
{
	uint32_t s = argument_cap(c, 1, CAP_THREAD), t;

	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 1);
	if ((SLOT(s).rights & RIGHT_WRITE) == 0)
		return refuse(STATUS_NO_RIGHT, 1);
	t = thread_of(s);
	if (SCHED_CONTEXT(x).thread != 0)
		return refuse(STATUS_OCCUPIED, 0);
	if (THREAD(t).context != 0 || loan_concerns(t))
		return refuse(STATUS_OCCUPIED, 1);
	//@ assert free: !in_loan{Pre}(t);

	loan_bind(x, t);
	//@ assert translates: translates;
	//@ assert timed: timed;
	//@ assert steady: steady{Pre, Here};
	return refuse(STATUS_OK, 0);
}

/* Context x is nobody's from now on. */
/*@ requires consistent: consistent;
    requires context: is_sched_context(x);
    assigns thread_window[..], QUEUE_LINKS, reply_window[..], sched_context_window[..];
    ensures consistent: consistent;
    ensures unbound: sched_context_window[x].thread == 0; */
static void context_unbind(uint32_t x)
{
	loan_unbind(x);
	//@ assert translates: translates;
	//@ assert timed: timed;
	//@ assert steady: steady{Pre, Here};
}

uint32_t decode_sched_context(struct call c)
{
	uint32_t x = context_of(c.slot), answer = refuse(STATUS_OK, 0);

	if (c.operation < SCHED_CONTEXT_CONFIGURE || c.operation > SCHED_CONTEXT_CONSUMED)
		return refuse(STATUS_INVALID_CALL, 0);
	if ((SLOT(c.slot).rights & (c.operation == SCHED_CONTEXT_CONSUMED ? RIGHT_READ : RIGHT_WRITE)) == 0)
		return refuse(STATUS_NO_RIGHT, 0);

	switch (c.operation) {
	case SCHED_CONTEXT_CONFIGURE:
		answer = decode_give(c, x);
		break;
	case SCHED_CONTEXT_BIND:
		answer = decode_bind(c, x);
		break;
	case SCHED_CONTEXT_UNBIND:
		context_unbind(x);
		break;
	default:
		context_consumed(c.thread, x);
		break;
	}
	return answer;
}

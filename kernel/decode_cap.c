// SPDX-License-Identifier: Apache-2.0
/* Decoding invocations on untyped memory and CNodes: see decode.h. */
#include "decode.h"
#include "../spec/grow.h"

uint32_t argument_cap(struct call c, uint32_t k, uint32_t type)
{
	uint32_t s = cspace_slot(c.thread, argument(c.thread, k));

	if (s == 0 || SLOT(s).type != type)
		return 0;
	return s;
}

/* The argument of UNTYPED_RETYPE that a refusal of the core is about. */
/*@ assigns \nothing;
    ensures argument: \result == (status == STATUS_INVALID_ARGUMENT ? 1 : status == STATUS_OCCUPIED ? 4 : 0); */
static uint32_t retype_argument(enum status status)
{
	uint32_t argument = 0;

	if (status == STATUS_INVALID_ARGUMENT)
		argument = 1;
	else if (status == STATUS_OCCUPIED)
		argument = 4;
	return argument;
}

/* What u has handed out lies in it. */
/*@ ghost
  /@ requires memory: memory_inside && memory_range;
     requires untyped: is_untyped(u);
     assigns \nothing;
     ensures child: is_live(s) && parent_map[s] == u ==> slot_window[u].object <= slot_window[s].object;
     ensures end: mark(u) <= end(u); @/
  void untyped_holds(uint32_t u, uint32_t s)
  {
  }
*/

/* The kernel's own empty slot is none that users can name. */
/*@ ghost
  /@ requires scratch: scratch;
     requires slots: cnode_slots(s, n);
     assigns \nothing;
     ensures apart: !(s <= kernel.scratch < s + n); @/
  void scratch_apart(uint32_t s, uint32_t n)
  {
    /@ assert kernel: !is_object_cap(OWNER_KERNEL); @/
    /@ assert other: !in_cnode(kernel.scratch); @/
  }
*/

/* untyped_retype, and that the kernel is consistent after it. */
/*@ requires consistent: consistent;
    requires untyped: is_untyped(u);
    requires object: is_object(type, granules);
    requires window: 1 <= n <= RETYPE_MAX && slots(dst, n) && cnode_slots(dst, n);
    requires clock: cdt_clock - RETYPE_MAX >= INT64_MIN;
    requires budget: RETYPE_STEPS <= steps_left;
    assigns RETYPE_STATE, machine, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= RETYPE_STEPS;
    ensures consistent: consistent;
    ensures status: STATUS_OK <= \result <= STATUS_RESTART && \result != STATUS_INVALID_CALL;
    ensures device: \result == STATUS_INVALID_ARGUMENT <==>
              \old(slot_window[u].object) >= GRANULES && type != CAP_FRAME && type != CAP_UNTYPED;
    ensures made: \result == STATUS_OK ==>
              grown{Pre, Post}(u, dst, n) && made(u, dst, n, type, mark(u) - n * granules, granules);
    ensures refused: \result != STATUS_OK && \result != STATUS_RESTART ==> nothing_changed{Pre, Post}; */
static enum status objects_new(uint32_t u, uint32_t type, uint32_t granules, uint32_t n, uint32_t dst)
{
	enum status status;

	//@ ghost scratch_apart(dst, n);
	status = untyped_retype(u, type, granules, n, dst);
	//@ assert unmapped: status == STATUS_OK ==> unmapped_slots(dst, n);
	//@ assert made: status == STATUS_OK ==> slots_grow{Pre, Here}(u);
	//@ assert waiting: status == STATUS_RESTART ==> slots_grow{Pre, Here}(u);
	//@ assert refused: status != STATUS_OK && status != STATUS_RESTART ==> nothing_changed{Pre, Here};
	//@ assert slots: slots_grow{Pre, Here}(u);
	//@ ghost untyped_holds(u, dst);
	/*@ assert first: status == STATUS_OK ==>
	      slot_window[dst].object == mark(u) - n * granules && parent_map[dst] == u && is_live(dst); */
	//@ assert types: types_inside{Pre, Here}(u);
	//@ assert scratch: scratch_empty{Pre, Here};
	//@ assert grows: grows{Pre, Here}(u);
	return status;
}

uint32_t decode_untyped(struct call c)
{
	uint32_t granules, root, n = argument(c.thread, 6);
	struct lookup to;
	enum status status;

	if (c.operation != UNTYPED_RETYPE)
		return refuse(STATUS_INVALID_CALL, 0);
	/* What dies may take this very capability along: look everything up again. */
	if (kernel.dying != 0) {
		destroy_dying();
		return refuse(STATUS_RESTART, 0);
	}
	if (argument(c.thread, 1) < CAP_UNTYPED || argument(c.thread, 1) > CAP_FRAME)
		return refuse(STATUS_INVALID_ARGUMENT, 1);
	granules = object_granules(argument(c.thread, 1), argument(c.thread, 2));
	if (granules == 0)
		return refuse(STATUS_INVALID_ARGUMENT, 2);
	root = cspace_root(c.thread, argument(c.thread, 3));
	if (root == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 3);
	if ((SLOT(root).rights & RIGHT_WRITE) == 0)
		return refuse(STATUS_NO_RIGHT, 3);
	to = cspace_lookup(root, argument(c.thread, 4), argument(c.thread, 5));
	if (to.slot == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 4);
	//@ assert root: root_asked{Pre}(c.thread, root);
	//@ assert asked: other_asked{Pre}(c.thread, to.slot);
	if (n == 0 || n > RETYPE_MAX || n > to.room)
		return refuse(STATUS_OUT_OF_RANGE, 6);

	status = objects_new(c.slot, argument(c.thread, 1), granules, n, to.slot);
	return refuse(status, retype_argument(status));
}

/* Copy, mint, move, mutate, exchange: from the slot of arguments 3..5 into `to`. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires operation: c.operation == CNODE_EXCHANGE
        || c.operation == CNODE_COPY || c.operation == CNODE_MINT
        || c.operation == CNODE_MOVE || c.operation == CNODE_MUTATE;
    requires to: in_cnode(to) && (c.operation == CNODE_EXCHANGE ? is_live(to) : is_null(to));
    requires clock: cdt_clock > INT64_MIN;
    requires budget: 2 * CSPACE_LEVELS_MAX <= steps_left;
    assigns slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1], rank_map[0 .. GRANULES - 1],
            owner_map[0 .. LINE_END - 1], link_window[0 .. WORDS - 1], cdt_clock, steps_left;
    ensures bounded: \old(steps_left) - steps_left <= 2 * CSPACE_LEVELS_MAX;
    ensures consistent: consistent;
    ensures status: \result % ANSWER_ARGUMENT < STATUS_RESTART;
    ensures argument: \result / ANSWER_ARGUMENT < ARGUMENTS;
    ensures lent: \result == STATUS_OK && (c.operation == CNODE_COPY || c.operation == CNODE_MINT) ==>
        other_asked{Pre}(c.thread, parent_map[to]) && slot_lent{Pre, Post}(parent_map[to], to)
        && is_loan{Pre, Post}(parent_map[to], to, \old(argument_of(c.thread, 6)));
    ensures moved: \result == STATUS_OK && (c.operation == CNODE_MOVE || c.operation == CNODE_MUTATE) ==>
        \exists integer from; other_asked{Pre}(c.thread, from) && slots_moved{Pre, Post}(from, to);
    ensures exchanged: \result == STATUS_OK && c.operation == CNODE_EXCHANGE ==>
        \exists integer from; other_asked{Pre}(c.thread, from)
          && same_capability{Pre, Post}(from, to) && same_capability{Pre, Post}(to, from);
    ensures words: \result == STATUS_OK && (c.operation == CNODE_MINT || c.operation == CNODE_MUTATE) ==>
        slot_window[to].word0 == \old(argument_of(c.thread, 7))
        && slot_window[to].word1 == \old(argument_of(c.thread, 8));
    ensures refused: \result != STATUS_OK ==> nothing_changed{Pre, Post}; */
static uint32_t decode_transfer(struct call c, uint32_t to)
{
	uint32_t root = cspace_root(c.thread, argument(c.thread, 3)), from;
	uint32_t lends = c.operation == CNODE_COPY || c.operation == CNODE_MINT;
	enum status status = STATUS_OK;

	if (root == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 3);
	if ((SLOT(root).rights & (lends ? RIGHT_READ : RIGHT_WRITE)) == 0)
		return refuse(STATUS_NO_RIGHT, 3);
	from = cspace_lookup(root, argument(c.thread, 4), argument(c.thread, 5)).slot;
	if (from == 0 || SLOT(from).type == CAP_NULL)
		return refuse(STATUS_INVALID_CAPABILITY, 4);
	if (from == to)
		return refuse(STATUS_INVALID_ARGUMENT, 4);
	if (lends && !cnode_may_copy(from))
		return refuse(STATUS_NO_RIGHT, 4);

	//@ assert root: root_asked{Pre}(c.thread, root);
	//@ assert asked: other_asked{Pre}(c.thread, from);
	//@ ghost in_cnode_apart(to);
	//@ ghost in_cnode_apart(from);
	//@ assert apart: to != kernel.scratch && from != kernel.scratch;
	//@ assert home: 0 <= kernel.idle * THREAD_GRANULES + THREAD_SLOTS < LINE_END;
	switch (c.operation) {
	case CNODE_COPY:
		status = cnode_copy(from, to, argument(c.thread, 6));
		break;
	case CNODE_MINT:
		status = cnode_mint(from, to, argument(c.thread, 6), argument(c.thread, 7), argument(c.thread, 8));
		break;
	case CNODE_MUTATE:
		status = cnode_mutate(from, to, argument(c.thread, 7), argument(c.thread, 8));
		//@ assert done: status == STATUS_OK ==> scratch;
		//@ assert refused: status != STATUS_OK ==> nothing_changed{Pre, Here};
		break;
	case CNODE_EXCHANGE:
		cnode_exchange(from, to);
		//@ assert scratch: scratch;
		break;
	default:
		cnode_move(from, to);
		break;
	}
	//@ assert scratch: scratch;
	//@ assert idle: idle_owned;
	//@ assert ipc: ipc;
	//@ assert irqs: irqs;
	return refuse(status, status == STATUS_INVALID_ARGUMENT ? 7 : 4);
}

void result_set(uint32_t t, uint32_t k, uint32_t word)
{
	//@ assert before: held_buffers;
	THREAD(t).registers[k] = word;
	/*@ assert same: \forall integer x; thread_window[x].state == \at(thread_window[x].state, Pre)
	      && thread_window[x].waits_on == \at(thread_window[x].waits_on, Pre)
	      && thread_window[x].reply == \at(thread_window[x].reply, Pre)
	      && thread_window[x].context == \at(thread_window[x].context, Pre)
	      && thread_window[x].has_time == \at(thread_window[x].has_time, Pre)
	      && thread_window[x].notification == \at(thread_window[x].notification, Pre)
	      && thread_window[x].buffer == \at(thread_window[x].buffer, Pre); */
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert bound: bound;
	/*@ assert live: \forall integer x; is_live(x) <==> is_live{Pre}(x); */
	/*@ assert slots: \forall integer x; slot_window[x].object == \at(slot_window[x].object, Pre)
	      && end(x) == \at(end(x), Pre); */
	/*@ assert frames: \forall integer x; is_thread(x) && \at(thread_window[x].buffer, Pre) != 0 ==>
	      is_live{Pre}(x * THREAD_GRANULES + THREAD_SLOT_BUFFER)
	      && \at(slot_window[x * THREAD_GRANULES + THREAD_SLOT_BUFFER].type, Pre) == CAP_FRAME; */
	//@ assert buffers: held_buffers;
}

void results(uint32_t t, uint32_t w2, uint32_t w3, uint32_t w4, uint32_t w5)
{
	result_set(t, 2, w2);
	result_set(t, 3, w3);
	result_set(t, 4, w4);
	result_set(t, 5, w5);
}

/* What is in slot s, as CNODE_INSPECT tells it, in r2..r5 of the thread that asks. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires slot: is_slot(s);
    assigns thread_window[c.thread].registers[2 .. 5];
    ensures consistent: consistent;
    ensures what: thread_window[c.thread].registers[2]
        == slot_window[s].type + slot_window[s].rights * 256 + slot_window[s].depth * 65536;
    ensures size: thread_window[c.thread].registers[3] == slot_window[s].size * GRANULE_BYTES
        || slot_window[s].size > 0xffffffff / GRANULE_BYTES;
    ensures words: thread_window[c.thread].registers[4]
        == (CAP_VSPACE <= slot_window[s].type <= CAP_FRAME ? 0 : slot_window[s].word0)
        && thread_window[c.thread].registers[5] == slot_window[s].word1; */
static void cnode_inspect(struct call c, uint32_t s)
{
	uint32_t bytes = 0xffffffffu, word0 = SLOT(s).word0;

	if (SLOT(s).size <= 0xffffffffu / GRANULE_BYTES)
		bytes = SLOT(s).size * GRANULE_BYTES;
	/* Where a frame is mapped is told as an address; kernel names stay inside. */
	if (SLOT(s).type == CAP_FRAME || SLOT(s).type == CAP_PAGE_TABLE || SLOT(s).type == CAP_VSPACE)
		word0 = 0;
	results(c.thread, SLOT(s).type + SLOT(s).rights * 256u + SLOT(s).depth * 65536u, bytes, word0,
	        SLOT(s).word1);
}

/* CNODE_CANCEL_BADGED_SENDS of what is sent under the endpoint capability in slot s.  Argument 3 is 0
   at first.  When the call is made again it says which cancellation is the caller's own: when another
   has begun since, that one was brought to its end. */
/*@ requires consistent: consistent;
    requires call: valid_call(c);
    requires slot: is_slot(s);
    requires budget: CANCEL_STEPS <= steps_left;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..], CANCELLATION, steps_left;
    ensures consistent: consistent;
    ensures bounded: \old(steps_left) - steps_left <= CANCEL_STEPS;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART;
    ensures argument: \result / ANSWER_ARGUMENT <= 1;
    ensures endpoint: !refused(\result) ==> slot_window[s].type == CAP_ENDPOINT
        && (slot_window[s].rights & RIGHT_READ) != 0;
    ensures none: \result == STATUS_OK && \old(argument_of(c.thread, 3)) == 0 ==>
        \forall integer t; is_thread(t) ==> !sends(t, slot_window[s].object / QUEUE_GRANULES,
            slot_window[s].word0, slot_window[s].word1);
    ensures others: \forall integer t; is_thread(t)
        && !sends{Pre}(t, kernel.cancel_endpoint, kernel.cancel_low, kernel.cancel_high) ==>
        thread_stays{Pre, Post}(t) && waiter_window[t].list == \old(waiter_window[t].list);
    ensures goes_on: !refused(\result) && kernel.cancel_next != 0 && \old(argument_of(c.thread, 3)) == 0 ==>
        \old(steps_left) - steps_left == CANCEL_STEPS;
    ensures own: \result % ANSWER_ARGUMENT == STATUS_RESTART ==>
        thread_window[\old(c.thread)].registers[4] == \old(argument_of(c.thread, 3))
        || thread_window[\old(c.thread)].registers[4] == kernel.cancel_number; */
static uint32_t decode_cancel(struct call c, uint32_t s)
{
	uint32_t own = argument(c.thread, 3);

	if (SLOT(s).type != CAP_ENDPOINT)
		return refuse(STATUS_INVALID_CAPABILITY, 1);
	if ((SLOT(s).rights & RIGHT_READ) == 0)
		return refuse(STATUS_NO_RIGHT, 1);
	if (own != 0 && own != kernel.cancel_number)
		return refuse(STATUS_OK, 0);

	//@ ghost object_named(s);
	if (own == 0 && kernel.cancel_next == 0) {
		endpoint_cancel_begin(SLOT(s).object / QUEUE_GRANULES, SLOT(s).word0, SLOT(s).word1);
		own = kernel.cancel_number;
	}
	//@ assert irqs: irqs;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert scratch: scratch;
	endpoint_cancel_run();
	//@ assert buffers: held_buffers;
	//@ assert loans: held_loans;
	//@ assert frames: held_frames;
	//@ assert heads: held_heads;
	//@ assert dying: dying_list;
	//@ assert core: core;
	//@ assert spaces: spaces;
	//@ assert irqs: irqs;
	if (own != 0 && kernel.cancel_next == 0)
		return refuse(STATUS_OK, 0);
	result_set(c.thread, 4, own);
	return refuse(STATUS_RESTART, 0);
}

/* Does the operation put a capability into a slot that must be empty? */
/*@ assigns \nothing;
    ensures fills: \result != 0 <==> operation <= CNODE_MOVE || operation == CNODE_MUTATE; */
static int cnode_fills(uint32_t operation)
{
	return operation <= CNODE_MOVE || operation == CNODE_MUTATE;
}

uint32_t decode_cnode(struct call c)
{
	uint32_t s = cspace_lookup(c.slot, argument(c.thread, 1), argument(c.thread, 2)).slot, answer;
	uint32_t right = RIGHT_WRITE;

	if (c.operation == CNODE_INSPECT || c.operation == CNODE_CANCEL_BADGED_SENDS)
		right = RIGHT_READ;
	if (c.operation < CNODE_COPY || c.operation > CNODE_LAST)
		return refuse(STATUS_INVALID_CALL, 0);
	if ((SLOT(c.slot).rights & right) == 0)
		return refuse(STATUS_NO_RIGHT, 0);
	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 1);
	if (cnode_fills(c.operation) && SLOT(s).type != CAP_NULL)
		return refuse(STATUS_OCCUPIED, 1);
	if (c.operation == CNODE_EXCHANGE && SLOT(s).type == CAP_NULL)
		return refuse(STATUS_INVALID_CAPABILITY, 1);

	//@ assert target: target_asked{Pre}(c, s);
	//@ ghost in_cnode_apart(s);
	switch (c.operation) {
	case CNODE_DELETE:
		answer = refuse(destroy_below(s, 1), 0);
		break;
	case CNODE_REVOKE:
		answer = refuse(destroy_below(s, 0), 0);
		break;
	case CNODE_INSPECT:
		cnode_inspect(c, s);
		answer = refuse(STATUS_OK, 0);
		break;
	case CNODE_CANCEL_BADGED_SENDS:
		answer = decode_cancel(c, s);
		break;
	default:
		answer = decode_transfer(c, s);
		break;
	}
	return answer;
}

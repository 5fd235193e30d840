// SPDX-License-Identifier: Apache-2.0
/* Decoding invocations on untyped memory and CNodes: see decode.h. */
#include "decode.h"

uint32_t argument_cap(const struct call *c, uint32_t k, uint32_t type)
{
	uint32_t s = cspace_slot(c->thread, c->argument[k]);

	if (s == 0 || SLOT(s).type != type)
		return 0;
	return s;
}

/* The argument of UNTYPED_RETYPE that a refusal of the core is about. */
/*@ assigns \nothing;
    ensures argument: \result <= 6; */
static uint32_t retype_argument(enum status status)
{
	uint32_t argument = 0;

	if (status == STATUS_INVALID_ARGUMENT)
		argument = 1;
	else if (status == STATUS_OCCUPIED)
		argument = 4;
	return argument;
}

uint32_t decode_untyped(const struct call *c)
{
	uint32_t granules, root, n = c->argument[6];
	struct lookup to;
	enum status status;

	if (c->operation != UNTYPED_RETYPE)
		return refuse(STATUS_INVALID_CALL, 0);
	/* What dies may take this very capability along: look everything up again. */
	if (kernel.dying != 0) {
		destroy_dying();
		return refuse(STATUS_RESTART, 0);
	}
	if (c->argument[1] < CAP_UNTYPED || c->argument[1] > CAP_FRAME)
		return refuse(STATUS_INVALID_ARGUMENT, 1);
	granules = object_granules(c->argument[1], c->argument[2]);
	if (granules == 0)
		return refuse(STATUS_INVALID_ARGUMENT, 2);
	root = cspace_root(c->thread, c->argument[3]);
	if (root == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 3);
	if ((SLOT(root).rights & RIGHT_WRITE) == 0)
		return refuse(STATUS_NO_RIGHT, 3);
	to = cspace_lookup(root, c->argument[4], c->argument[5]);
	if (to.slot == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 4);
	if (n == 0 || n > RETYPE_MAX || n > to.room)
		return refuse(STATUS_OUT_OF_RANGE, 6);

	status = untyped_retype(c->slot, c->argument[1], granules, n, to.slot);
	return refuse(status, retype_argument(status));
}

/* Copy, mint, move, mutate, exchange: from the slot of arguments 3..5 into `to`. */
/*@ requires call: valid_call(c);
    requires to: is_slot(to) && slot_window[to].type == CAP_NULL;
    ensures status: \result % ANSWER_ARGUMENT <= STATUS_RESTART; */
static uint32_t decode_transfer(const struct call *c, uint32_t to)
{
	uint32_t root = cspace_root(c->thread, c->argument[3]), from;
	uint32_t lends = c->operation == CNODE_COPY || c->operation == CNODE_MINT;
	enum status status = STATUS_OK;

	if (root == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 3);
	if ((SLOT(root).rights & (lends ? RIGHT_READ : RIGHT_WRITE)) == 0)
		return refuse(STATUS_NO_RIGHT, 3);
	from = cspace_lookup(root, c->argument[4], c->argument[5]).slot;
	if (from == 0 || SLOT(from).type == CAP_NULL)
		return refuse(STATUS_INVALID_CAPABILITY, 4);
	if (from == to)
		return refuse(STATUS_INVALID_ARGUMENT, 4);
	if (lends && !cnode_may_copy(from))
		return refuse(STATUS_NO_RIGHT, 4);

	switch (c->operation) {
	case CNODE_COPY:
		status = cnode_copy(from, to, c->argument[6]);
		break;
	case CNODE_MINT:
		status = cnode_mint(from, to, c->argument[6], c->argument[7], c->argument[8]);
		break;
	case CNODE_MUTATE:
		status = cnode_mutate(from, to, c->argument[7], c->argument[8]);
		break;
	case CNODE_EXCHANGE:
		cnode_exchange(from, to);
		break;
	default:
		cnode_move(from, to);
		break;
	}
	return refuse(status, status == STATUS_INVALID_ARGUMENT ? 7 : 4);
}

/* What is in slot s, as CNODE_INSPECT tells it, in r2..r5 of the thread that asks. */
/*@ requires call: valid_call(c);
    requires slot: is_slot(s);
    assigns thread_window[c->thread].registers[2 .. 5];
    ensures size: thread_window[c->thread].registers[3] == slot_window[s].size * GRANULE_BYTES
        || slot_window[s].size > 0xffffffff / GRANULE_BYTES; */
static void cnode_inspect(const struct call *c, uint32_t s)
{
	uint32_t bytes = 0xffffffffu, secret = 0;

	if (SLOT(s).size <= 0xffffffffu / GRANULE_BYTES)
		bytes = SLOT(s).size * GRANULE_BYTES;
	/* Where a frame is mapped is told as an address; kernel names stay inside. */
	if (SLOT(s).type == CAP_FRAME || SLOT(s).type == CAP_PAGE_TABLE || SLOT(s).type == CAP_VSPACE)
		secret = 1;
	THREAD(c->thread).registers[2] = SLOT(s).type + SLOT(s).rights * 256u + SLOT(s).depth * 65536u;
	THREAD(c->thread).registers[3] = bytes;
	THREAD(c->thread).registers[4] = secret != 0 ? 0 : SLOT(s).word0;
	THREAD(c->thread).registers[5] = SLOT(s).word1;
}

/* Does the operation put a capability into a slot that must be empty? */
/*@ assigns \nothing;
    ensures fills: \result != 0 <==> operation <= CNODE_MOVE || operation == CNODE_MUTATE; */
static int cnode_fills(uint32_t operation)
{
	return operation <= CNODE_MOVE || operation == CNODE_MUTATE;
}

uint32_t decode_cnode(const struct call *c)
{
	uint32_t s = cspace_lookup(c->slot, c->argument[1], c->argument[2]).slot, answer;
	uint32_t right = c->operation == CNODE_INSPECT ? RIGHT_READ : RIGHT_WRITE;

	if (c->operation < CNODE_COPY || c->operation > CNODE_EXCHANGE)
		return refuse(STATUS_INVALID_CALL, 0);
	if ((SLOT(c->slot).rights & right) == 0)
		return refuse(STATUS_NO_RIGHT, 0);
	if (s == 0)
		return refuse(STATUS_INVALID_CAPABILITY, 1);
	if (cnode_fills(c->operation) && SLOT(s).type != CAP_NULL)
		return refuse(STATUS_OCCUPIED, 1);
	if (c->operation == CNODE_EXCHANGE && SLOT(s).type == CAP_NULL)
		return refuse(STATUS_INVALID_CAPABILITY, 1);

	switch (c->operation) {
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
	default:
		answer = decode_transfer(c, s);
		break;
	}
	return answer;
}

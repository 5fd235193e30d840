// SPDX-License-Identifier: Apache-2.0
/* Capabilities in slots: see cnode.h. */
#include "cnode.h"

int cnode_may_copy(uint32_t s)
{
	return SLOT(s).type != CAP_NULL && SLOT(s).type != CAP_UNTYPED && SLOT(s).type != CAP_PAGE_TABLE;
}

/* The value of a loan of what is in slot s. */
/*@ requires slot: is_slot(s);
    assigns \nothing;
    ensures same: \result.type == slot_window[s].type && \result.object == slot_window[s].object
        && \result.size == slot_window[s].size;
    ensures rights: \result.rights == (slot_window[s].rights & rights & RIGHT_ALL);
    ensures unmapped: slot_window[s].type == CAP_FRAME ==> \result.word0 == 0 && \result.word1 == 0;
    ensures words: slot_window[s].type != CAP_FRAME && slot_window[s].type != CAP_VSPACE ==>
        \result.word0 == slot_window[s].word0 && \result.word1 == slot_window[s].word1; */
static struct capability loan_of(uint32_t s, uint32_t rights)
{
	struct capability c;

	c.type = SLOT(s).type;
	c.rights = SLOT(s).rights & rights & RIGHT_ALL;
	c.object = SLOT(s).object;
	c.size = SLOT(s).size;
	c.word0 = 0;
	c.word1 = 0;
	if (c.type != CAP_FRAME && c.type != CAP_VSPACE) {
		c.word0 = SLOT(s).word0;
		c.word1 = SLOT(s).word1;
	}
	return c;
}

enum status cnode_copy(uint32_t from, uint32_t to, uint32_t rights)
{
	return cdt_insert_child(from, to, loan_of(from, rights));
}

/* May a loan of the capability in slot s carry these words? */
/*@ requires slot: is_slot(s);
    assigns \nothing;
    ensures valid: \result != 0 <==> may_mint(s, word1); */
static int mint_valid(uint32_t s, uint32_t word1)
{
	if (SLOT(s).type == CAP_CNODE)
		return word1 <= GUARD_BITS_MAX;
	if (SLOT(s).type != CAP_ENDPOINT && SLOT(s).type != CAP_NOTIFICATION)
		return 0;
	return SLOT(s).word0 == 0 && SLOT(s).word1 == 0;
}

enum status cnode_mint(uint32_t from, uint32_t to, uint32_t rights, uint32_t word0, uint32_t word1)
{
	struct capability c = loan_of(from, rights);

	if (!mint_valid(from, word1))
		return STATUS_INVALID_ARGUMENT;

	c.word0 = word0;
	c.word1 = word1;
	return cdt_insert_child(from, to, c);
}

void cnode_move(uint32_t from, uint32_t to)
{
	cdt_move(from, to);
	vspace_relink(to);
}

uint32_t cnode_signal_low(uint32_t s)
{
	if (SLOT(s).word0 == 0 && SLOT(s).word1 == 0)
		return 1;
	return SLOT(s).word0;
}

// SPDX-License-Identifier: Apache-2.0
/* The invariant of slots, the derivation tree and untyped memory: see invariant.h. */
#include "boot.h"
#include "invariant.h"
#include "inventory.h"

#include <string.h>

uint32_t slot_parent[FAKE_GRANULES];
struct inventory_list slots_live;

/* Part "slot": each slot by itself.  Most are empty: they are passed over first. */

static int slot_is_zero(uint32_t s)
{
	const uint64_t *word = (const uint64_t *)&slot_window[s];

	return (word[0] | word[1] | word[2] | word[3]) == 0;
}

static int null_slot_holds(uint32_t s)
{
	const struct slot *c = &slot_window[s];

	HOLD(c->rights == 0 && c->up == 0 && c->depth == 0, s);
	HOLD(c->first == 0 && c->next == 0 && c->prev == 0 && c->word1 == 0, s);
	if (c->object != 0 || c->size != 0 || c->word0 != 0)
		HOLD(slot_is_header(s), s);
	return 1;
}

/* The size and alignment of what a capability of a type covers. */
static int range_holds(uint32_t s)
{
	static const uint32_t sizes[] = {
		0, 0, 0, THREAD_GRANULES, QUEUE_GRANULES, QUEUE_GRANULES, REPLY_GRANULES,
		SCHED_CONTEXT_GRANULES, VSPACE_GRANULES, PAGE_TABLE_GRANULES, 0, 1, 1
	};
	const struct slot *c = &slot_window[s];

	HOLD(c->size > 0, s);
	if (sizes[c->type] != 0)
		HOLD(c->size == sizes[c->type] && c->object % c->size == 0, s);
	if (c->type == CAP_CNODE)
		HOLD(c->size >= 2 && (c->size & (c->size - 1)) == 0, s);
	if (c->type == CAP_FRAME)
		HOLD((c->size == PAGE_GRANULES || c->size == LARGE_PAGE_GRANULES
		      || c->size == SECTION_GRANULES) && c->object % c->size == 0, s);
	if (c->type == CAP_IRQ_HANDLER)
		HOLD(c->object >= DEVICE_END && c->object < MACHINE_POINT, s);
	else if (c->type == CAP_MACHINE)
		HOLD(c->object == MACHINE_POINT, s);
	else if (c->object < GRANULES)
		HOLD(c->object > 0 && c->object < FAKE_GRANULES && c->size <= FAKE_GRANULES - c->object, s);
	else
		HOLD((c->type == CAP_UNTYPED || c->type == CAP_FRAME) && c->object < DEVICE_END
		     && c->size <= DEVICE_END - c->object, s);
	return 1;
}

static int words_hold(uint32_t s)
{
	const struct slot *c = &slot_window[s];

	switch (c->type) {
	case CAP_UNTYPED:
		HOLD(c->word0 <= c->word1 && c->word1 <= c->size, s);
		break;
	case CAP_CNODE:
		HOLD(c->word1 < 32, s);
		break;
	case CAP_ENDPOINT:
	case CAP_NOTIFICATION:
	case CAP_FRAME:
	case CAP_PAGE_TABLE:
		break;
	case CAP_VSPACE:
		HOLD(c->word0 <= VSPACE_ENTRIES && c->word1 == 0, s);
		break;
	default:
		HOLD(c->word0 == 0 && c->word1 == 0, s);
		break;
	}
	return 1;
}

static int part_slot(void)
{
	uint32_t i, s;

	slots_live.count = 0;
	for (i = 0; i < inventory.slots.count; i++) {
		s = inventory.slots.at[i];
		if (slot_is_zero(s))
			continue;
		HOLD(slot_window[s].type <= CAP_MACHINE, s);
		HOLD((slot_window[s].rights & ~(RIGHT_ALL | RIGHT_OWN)) == 0, s);
		if (slot_window[s].type != CAP_NULL)
			slots_live.at[slots_live.count++] = s;
		if (slot_window[s].type == CAP_NULL) {
			if (!null_slot_holds(s))
				return 0;
		} else if (!range_holds(s) || !words_hold(s)) {
			return 0;
		}
	}
	return 1;
}

/* Part "tree": the links. */

static int links_hold(uint32_t s)
{
	const struct slot *c = &slot_window[s];

	HOLD(c->up <= 1 && c->depth <= DERIVATION_DEPTH_MAX, s);
	if (c->first != 0)
		HOLD(slot_is_live(c->first) && slot_window[c->first].prev == s
		     && slot_window[c->first].up == 1
		     && slot_window[c->first].depth == c->depth + 1, s);
	if (c->next != 0)
		HOLD(c->depth > 0 && slot_is_live(c->next) && slot_window[c->next].prev == s
		     && slot_window[c->next].up == 0 && slot_window[c->next].depth == c->depth, s);
	if (c->up == 1)
		HOLD(slot_is_live(c->prev) && slot_window[c->prev].first == s, s);
	else if (c->prev != 0)
		HOLD(slot_is_live(c->prev) && slot_window[c->prev].next == s, s);
	else
		HOLD(c->depth == 0 && c->next == 0, s);
	return 1;
}

/* Every live slot is reached from a root, once: there is no ring, up or along. */
static int part_tree(void)
{
	uint32_t i, s, child, reached = 0;

	for (i = 0; i < slots_live.count; i++) {
		s = slots_live.at[i];
		slot_parent[s] = 0;
		reached += slot_window[s].depth == 0;
		if (!links_hold(s))
			return 0;
	}
	for (i = 0; i < slots_live.count; i++) {
		s = slots_live.at[i];
		for (child = slot_window[s].first; child != 0; child = slot_window[child].next) {
			HOLD(slot_parent[child] == 0, child);
			slot_parent[child] = s;
			reached++;
		}
	}
	HOLD(reached == slots_live.count, reached);
	return 1;
}

/* Part "derivation": what a child may be. */

static int loan_holds(uint32_t s, const struct slot *c, const struct slot *p)
{
	HOLD(c->type == p->type && c->type != CAP_UNTYPED && c->type != CAP_PAGE_TABLE, s);
	HOLD(c->object == p->object && c->size == p->size, s);
	HOLD((c->rights & ~p->rights) == 0, s);
	if ((c->type == CAP_ENDPOINT || c->type == CAP_NOTIFICATION)
	    && (p->word0 != 0 || p->word1 != 0))
		HOLD(c->word0 == p->word0 && c->word1 == p->word1, s);
	return 1;
}

static int part_derivation(void)
{
	const struct slot *c, *p;
	uint32_t i, s;

	for (i = 0; i < slots_live.count; i++) {
		s = slots_live.at[i];
		c = &slot_window[s];
		if (slot_parent[s] == 0) {
			HOLD((c->rights & RIGHT_OWN) != 0, s);
			continue;
		}
		p = &slot_window[slot_parent[s]];
		HOLD(c->object >= p->object && c->object + c->size <= p->object + p->size, s);
		if ((c->rights & RIGHT_OWN) != 0)
			HOLD(p->type == CAP_UNTYPED, s);
		else if (!loan_holds(s, c, p))
			return 0;
	}
	return 1;
}

/* Part "root": capabilities that were derived from none don't overlap. */

static int part_root(void)
{
	static uint32_t roots[FAKE_GRANULES];
	uint32_t i, k, n = 0;
	const struct slot *a, *b;

	for (i = 0; i < slots_live.count; i++)
		if (slot_parent[slots_live.at[i]] == 0)
			roots[n++] = slots_live.at[i];
	for (i = 0; i < n; i++) {
		a = &slot_window[roots[i]];
		for (k = 0; k < i; k++) {
			b = &slot_window[roots[k]];
			HOLD(a->object + a->size <= b->object || b->object + b->size <= a->object, roots[i]);
		}
	}
	return 1;
}

/* Part "untyped": what was made of it lies in the part handed out, newest last. */

static int part_untyped(void)
{
	const struct slot *u, *c;
	uint32_t i, s, child, end;

	for (i = 0; i < slots_live.count; i++) {
		s = slots_live.at[i];
		u = &slot_window[s];
		if (u->type != CAP_UNTYPED)
			continue;
		end = u->object + u->word0;
		for (child = u->first; child != 0; child = slot_window[child].next) {
			c = &slot_window[child];
			HOLD(c->object >= u->object && c->object + c->size <= end, child);
			end = c->object;
		}
	}
	return 1;
}

/* Part "owner": each object has one, and is of the type that it says. */

/* Bytes of the type map from granule a are all `type`. */
static int types_are(uint32_t a, uint32_t n, uint32_t type)
{
	return n == 0 || (granule_type[a] == type && memcmp(&granule_type[a], &granule_type[a + 1], n - 1) == 0);
}

static int owner_type_holds(uint32_t s)
{
	const struct slot *c = &slot_window[s];

	if (c->type == CAP_THREAD)
		HOLD(types_are(c->object, THREAD_SLOTS, CAP_CNODE)
		     && types_are(c->object + THREAD_SLOTS, THREAD_GRANULES - THREAD_SLOTS, CAP_THREAD), s);
	else
		HOLD(types_are(c->object, c->size, c->type), s);
	return 1;
}

/* Owners other than of untyped memory cover no granule twice. */
static int part_owner(void)
{
	const struct slot *c;
	uint32_t i, s;

	covered_none();
	covered_add(FAKE_OBJECTS, BOOT_OBJECT_GRANULES);
	for (i = 0; i < slots_live.count; i++) {
		s = slots_live.at[i];
		c = &slot_window[s];
		if (c->type == CAP_UNTYPED || (c->rights & RIGHT_OWN) == 0 || c->object >= GRANULES)
			continue;
		if (!owner_type_holds(s))
			return 0;
		HOLD(covered_add(c->object, c->size), s);
	}
	for (s = kernel.dying, i = 0; s != 0; s = slot_window[s].object, i++) {
		HOLD(i < FAKE_GRANULES && s < FAKE_GRANULES && granule_type[s] == CAP_CNODE
		     && slot_window[s].size <= FAKE_GRANULES - s, s);
		HOLD(covered_add(s, slot_window[s].size), s);
	}
	for (i = 0; i < slots_live.count; i++)
		HOLD(covered_has(slots_live.at[i]), slots_live.at[i]);
	return 1;
}

/* Part "head": slot 0 of a CNode is empty. */

static int part_head(void)
{
	uint32_t i, s;

	for (i = 0; i < slots_live.count; i++) {
		s = slots_live.at[i];
		if (slot_window[s].type == CAP_CNODE)
			HOLD(slot_window[slot_window[s].object].type == CAP_NULL, s);
	}
	return 1;
}

/* Part "zero": free memory that is known to be clean. */

static int part_zero(void)
{
	const struct slot *u;
	uint32_t i, w;

	for (i = 0; i < slots_live.count; i++) {
		u = &slot_window[slots_live.at[i]];
		if (u->type != CAP_UNTYPED || u->object >= GRANULES)
			continue;
		for (w = (u->object + u->word0) * GRANULE_WORDS; w < (u->object + u->word1) * GRANULE_WORDS; w++)
			HOLD(ram_window[w] == 0, w);
	}
	return 1;
}

/* Part "dying": CNodes that are being emptied. */

static int part_dying(void)
{
	uint32_t c = kernel.dying, i = 0;

	while (c != 0) {
		HOLD(i < FAKE_GRANULES && c < FAKE_GRANULES && granule_type[c] == CAP_CNODE, c);
		HOLD(slot_window[c].type == CAP_NULL, c);
		HOLD(slot_window[c].size >= 2 && slot_window[c].word0 >= 1
		     && slot_window[c].word0 <= slot_window[c].size, c);
		c = slot_window[c].object;
		i++;
	}
	return 1;
}

const struct invariant_part invariant_parts_tree[] = {
	{"dying", part_dying},
	{"slot", part_slot},
	{"tree", part_tree},
	{"derivation", part_derivation},
	{"root", part_root},
	{"untyped", part_untyped},
	{"owner", part_owner},
	{"head", part_head},
	{"zero", part_zero},
	{0, 0}
};

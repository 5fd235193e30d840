// SPDX-License-Identifier: Apache-2.0
/* Capabilities in messages: see transfer.h. */
#include "transfer.h"
#include "../spec/transfer_change.h"

/* What of a message can pass: capability k, k < n, from slot source[k] to slot into + k. */
struct passage {
	uint32_t n;
	uint32_t into;
	uint32_t gifts;
	uint32_t source[MESSAGE_CAPS_MAX];
};

/*@ predicate valid_passage{L}(struct passage p) =
      p.n <= MESSAGE_CAPS_MAX
      && (\forall integer k; 0 <= k < p.n ==>
        is_live{L}(p.source[k]) && in_cnode{L}(p.source[k])
        && (!has_bit(p.gifts, k) ==> may_copy{L}(p.source[k])
              && slot_window[p.source[k]].depth < DERIVATION_DEPTH_MAX))
      && \forall integer i; p.into <= i < p.into + p.n ==> is_null{L}(i) && in_cnode{L}(i);

    // It is what thread `from` sends and thread `to` wants.
    predicate asked_passage{L}(integer from, integer to, struct passage p) =
      p.n > 0 ==> wanted{L}(to, p.into)
        && \forall integer k; 0 <= k < p.n ==> sent{L}(from, k, p.source[k])
             && (has_bit(p.gifts, k) <==> is_gift{L}(from, k));

    // One of its first n capabilities is given away from slot s.
    predicate given_away(struct passage p, integer n, integer s) =
      \exists integer k; 0 <= k < n && has_bit(p.gifts, k) && p.source[k] == s;
    lemma asked_given{L}: \forall struct passage p, integer from, to, n, s; asked_passage{L}(from, to, p)
      && n <= p.n && given_away(p, n, s) ==> gives{L}(from, n, s);

    // Its first n capabilities have passed.
    predicate gifts_stand{L1, L2}(struct passage p, integer n) =
      \forall integer k; 0 <= k < n && has_bit(p.gifts, k) ==> stands{L1, L2}(p.source[k], p.into + k);
    predicate loans_stand{L1, L2}(struct passage p, integer n) =
      \forall integer k; 0 <= k < n && !has_bit(p.gifts, k) ==> loaned{L1, L2}(p.source[k], p.into + k);
    predicate slots_stand{L1, L2}(struct passage p, integer n) =
      \forall integer i; p.into <= i < p.into + n ==> stands{L1, L2}(i, i);

    lemma gifts_stand_on{L1, L2, L3}: \forall struct passage p, integer n;
      gifts_stand{L1, L2}(p, n) && slots_stand{L2, L3}(p, n) ==> gifts_stand{L1, L3}(p, n);
    lemma loans_stand_on{L1, L2, L3}: \forall struct passage p, integer n;
      loans_stand{L1, L2}(p, n) && slots_stand{L2, L3}(p, n) ==> loans_stand{L1, L3}(p, n);
    lemma gifts_stand_more{L1, L2}: \forall struct passage p, integer n; gifts_stand{L1, L2}(p, n)
      && (has_bit(p.gifts, n) ==> stands{L1, L2}(p.source[n], p.into + n)) ==> gifts_stand{L1, L2}(p, n + 1);
    lemma loans_stand_more{L1, L2}: \forall struct passage p, integer n; loans_stand{L1, L2}(p, n)
      && (!has_bit(p.gifts, n) ==> loaned{L1, L2}(p.source[n], p.into + n)) ==> loans_stand{L1, L2}(p, n + 1);
*/

/* Word i of thread t's IPC buffer. */
/*@ requires thread: is_thread(t) && message_buffer(t) && thread_window[t].buffer != 0;
    requires word: i < IPC_BUFFER_WORDS;
    assigns \nothing;
    ensures word: \result == buffer_word(t, i); */
static uint32_t transfer_word(uint32_t t, uint32_t i)
{
	return BUFFER(THREAD(t).buffer + i);
}

/* Where thread t wants capabilities. */
/*@ requires core: core;
    requires thread: is_thread(t) && is_slot(thread_slot(t, THREAD_SLOT_CSPACE));
    requires buffer: message_buffer(t) && thread_window[t].buffer != 0;
    requires budget: 2 * CSPACE_LEVELS_MAX <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= 2 * CSPACE_LEVELS_MAX;
    ensures inside: \result.slot != 0 ==> in_cnodes(\result.slot, \result.room)
        && \result.slot + \result.room == end(owner_map[\result.slot]);
    ensures found: \forall integer s; wanted(t, s) <==> s == \result.slot && s != 0; */
static struct lookup transfer_wanted(uint32_t t)
{
	uint32_t root = cspace_root(t, transfer_word(t, IPC_BUFFER_RECEIVE));
	struct lookup none = {0, 0};

	if (root == 0 || (SLOT(root).rights & RIGHT_WRITE) == 0)
		return none;
	return cspace_lookup(root, transfer_word(t, IPC_BUFFER_RECEIVE + 1), transfer_word(t, IPC_BUFFER_RECEIVE + 2));
}

/* The slot of capability k that thread t sends; 0: it has none, or may not send it so. */
/*@ requires core: core;
    requires thread: is_thread(t) && is_slot(thread_slot(t, THREAD_SLOT_CSPACE));
    requires buffer: message_buffer(t) && thread_window[t].buffer != 0;
    requires number: k < MESSAGE_CAPS_MAX;
    requires gift: gift != 0 <==> is_gift(t, k);
    requires budget: CSPACE_LEVELS_MAX <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= CSPACE_LEVELS_MAX;
    ensures slot: \result != 0 ==> is_live(\result) && in_cnode(\result) && (gift == 0 ==> may_copy(\result)
        && slot_window[\result].depth < DERIVATION_DEPTH_MAX);
    ensures found: \forall integer s; sent(t, k, s) <==> s == \result && s != 0; */
static uint32_t transfer_source(uint32_t t, uint32_t k, uint32_t gift)
{
	uint32_t s, right = gift != 0 ? RIGHT_WRITE : RIGHT_READ;

	if ((SLOT(t * THREAD_GRANULES + THREAD_SLOT_CSPACE).rights & right) == 0)
		return 0;
	s = cspace_slot(t, transfer_word(t, IPC_BUFFER_CAPS + k));
	if (s == 0 || SLOT(s).type == CAP_NULL)
		return 0;
	if (gift == 0 && (!cnode_may_copy(s) || SLOT(s).depth >= DERIVATION_DEPTH_MAX))
		return 0;
	return s;
}

/* What of thread from's message, which has n capabilities, can pass to thread `to`. */
/*@ requires core: core;
    requires threads: is_thread(from) && is_thread(to) && threads_buffers && threads_slots;
    requires number: n <= MESSAGE_CAPS_MAX;
    requires budget: TRANSFER_STEPS <= steps_left;
    assigns steps_left;
    ensures bounded: \old(steps_left) - steps_left <= TRANSFER_STEPS;
    ensures valid: valid_passage(\result) && \result.n <= n;
    ensures asked: asked_passage(from, to, \result);
    ensures stops: \result.n < n ==> !passes(from, to, \result.n); */
static struct passage transfer_plan(uint32_t from, uint32_t to, uint32_t n)
{
	struct passage p = {0, 0, 0, {0, 0, 0}};
	struct lookup into;
	uint32_t s;

	if (n == 0 || THREAD(from).buffer == 0 || THREAD(to).buffer == 0)
		return p;
	into = transfer_wanted(to);
	if (into.slot == 0)
		return p;
	p.into = into.slot;
	p.gifts = transfer_word(from, IPC_BUFFER_GIFTS);
	/*@ loop invariant range: 0 <= p.n <= n;
	    loop invariant kept: p.into == into.slot && p.gifts == buffer_word(from, IPC_BUFFER_GIFTS);
	    loop invariant steps: \at(steps_left, Pre) - steps_left <= (2 + p.n) * CSPACE_LEVELS_MAX;
	    loop invariant valid: valid_passage(p);
	    loop invariant asked: asked_passage(from, to, p);
	    loop assigns p.n, p.source[0 .. MESSAGE_CAPS_MAX - 1], s, steps_left;
	    loop variant n - p.n; */
	while (p.n < n) {
		if (p.n >= into.room)
			return p;
		//@ assert slot: in_cnode(into.slot + p.n);
		if (SLOT(into.slot + p.n).type != CAP_NULL)
			return p;
		s = transfer_source(from, p.n, p.gifts & bit(p.n));
		if (s == 0)
			return p;
		/*@ assert sent: is_live(s) && in_cnode(s) && (!has_bit(p.gifts, p.n) ==> may_copy(s)
		      && slot_window[s].depth < DERIVATION_DEPTH_MAX); */
		//@ assert slots: \forall integer i; p.into <= i <= p.into + p.n ==> is_null(i) && in_cnode(i);
		p.source[p.n] = s;
		/*@ assert sources: \forall integer k; 0 <= k <= p.n ==> is_live(p.source[k]) && in_cnode(p.source[k])
		      && (!has_bit(p.gifts, k) ==> may_copy(p.source[k])
		            && slot_window[p.source[k]].depth < DERIVATION_DEPTH_MAX); */
		p.n = p.n + 1;
	}
	return p;
}

/* The capability in slot `from` is in the empty slot `to`. */
/*@ requires consistent: consistent;
    requires from: is_live(from) && in_cnode(from);
    requires to: is_null(to) && in_cnode(to);
    assigns slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1], rank_map[to],
            owner_map[0 .. LINE_END - 1], link_window[0 .. WORDS - 1];
    ensures consistent: consistent;
    ensures slots: \forall integer i; in_cnode{Pre}(i) ==> in_cnode(i);
    ensures given: stands{Pre, Post}(from, to) && is_null(from);
    ensures others: \forall integer i; 0 <= i < GRANULES && i != from && i != to ==> stands{Pre, Post}(i, i); */
static void transfer_give(uint32_t from, uint32_t to)
{
	//@ ghost in_cnode_apart(from);
	//@ ghost in_cnode_apart(to);
	//@ assert apart: to != kernel.scratch && from != kernel.scratch;
	//@ assert home: 0 <= kernel.idle * THREAD_GRANULES + THREAD_SLOTS < LINE_END;
	//@ assert childless: cdt_null && cdt_parent;
	//@ assert parents: \forall integer i; 0 <= i < GRANULES ==> parent_map[i] != to;
	cnode_move(from, to);
	//@ assert scratch: scratch;
	//@ assert idle: idle_owned;
	//@ assert ipc: ipc;
	//@ assert irqs: irqs;
}

/* The empty slot `to` has a loan of the capability in slot `from`. */
/*@ requires consistent: consistent;
    requires from: is_live(from) && in_cnode(from);
    requires loan: may_copy(from) && slot_window[from].depth < DERIVATION_DEPTH_MAX;
    requires to: is_null(to) && in_cnode(to);
    requires clock: cdt_clock > INT64_MIN;
    assigns slot_window[0 .. GRANULES - 1], parent_map[to], rank_map[to], cdt_clock;
    ensures consistent: consistent;
    ensures clock: cdt_clock == \old(cdt_clock) - 1;
    ensures slots: \forall integer i; in_cnode{Pre}(i) ==> in_cnode(i);
    ensures lent: loaned{Pre, Post}(from, to);
    ensures others: \forall integer i; 0 <= i < GRANULES && i != to ==> stands{Pre, Post}(i, i); */
static void transfer_lend(uint32_t from, uint32_t to)
{
	//@ ghost in_cnode_apart(to);
	//@ assert apart: to != kernel.scratch;
	//@ assert childless: cdt_null && cdt_parent;
	//@ assert parents: \forall integer i; 0 <= i < GRANULES ==> parent_map[i] != to;
	cnode_copy(from, to, RIGHT_ALL);
	//@ assert scratch: scratch;
	//@ assert idle: idle_owned;
	//@ assert ipc: ipc;
	//@ assert irqs: irqs;
}

/* Capability k goes from slot `from` to the empty slot `to`. */
/*@ requires consistent: consistent;
    requires from: is_live(from) && in_cnode(from);
    requires loan: !has_bit(gifts, k) ==> may_copy(from) && slot_window[from].depth < DERIVATION_DEPTH_MAX;
    requires number: k < MESSAGE_CAPS_MAX;
    requires to: is_null(to) && in_cnode(to);
    requires clock: cdt_clock > INT64_MIN;
    assigns slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1], rank_map[0 .. GRANULES - 1],
            owner_map[0 .. LINE_END - 1], link_window[0 .. WORDS - 1], cdt_clock;
    ensures consistent: consistent;
    ensures clock: \old(cdt_clock) - cdt_clock <= 1;
    ensures slots: \forall integer i; in_cnode{Pre}(i) ==> in_cnode(i);
    ensures given: has_bit(gifts, k) ==> stands{Pre, Post}(from, to) && is_null(from);
    ensures lent: !has_bit(gifts, k) ==> loaned{Pre, Post}(from, to) && stands{Pre, Post}(from, from);
    ensures others: \forall integer i; 0 <= i < GRANULES && i != from && i != to ==> stands{Pre, Post}(i, i); */
static void transfer_pass(uint32_t from, uint32_t to, uint32_t gifts, uint32_t k)
{
	if ((gifts & bit(k)) != 0)
		transfer_give(from, to);
	else
		transfer_lend(from, to);
}

/* All of it passes, up to what was given away before: how many did? */
/*@ requires consistent: consistent;
    requires valid: valid_passage(p);
    requires clock: cdt_clock - MESSAGE_CAPS_MAX >= INT64_MIN;
    assigns slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1], rank_map[0 .. GRANULES - 1],
            owner_map[0 .. LINE_END - 1], link_window[0 .. WORDS - 1], cdt_clock;
    ensures consistent: consistent;
    ensures clock: \old(cdt_clock) - cdt_clock <= MESSAGE_CAPS_MAX;
    ensures range: \result <= p.n;
    ensures given: gifts_stand{Pre, Post}(p, \result);
    ensures lent: loans_stand{Pre, Post}(p, \result);
    ensures others: \forall integer i; 0 <= i < GRANULES && !(p.into <= i < p.into + \result) ==>
        stands{Pre, Post}(i, i) || (is_null(i) && given_away(p, \result, i));
    ensures stops: \result < p.n ==> given_away(p, \result, p.source[\result]); */
static uint32_t transfer_run(struct passage p)
{
	uint32_t k = 0;

	/*@ loop invariant range: 0 <= k <= p.n;
	    loop invariant consistent: consistent;
	    loop invariant clock: \at(cdt_clock, Pre) - cdt_clock <= k;
	    loop invariant slots: \forall integer i; in_cnode{Pre}(i) ==> in_cnode(i);
	    loop invariant empty: \forall integer i; p.into + k <= i < p.into + p.n ==> is_null(i);
	    loop invariant given: gifts_stand{Pre, Here}(p, k);
	    loop invariant lent: loans_stand{Pre, Here}(p, k);
	    loop invariant others: \forall integer i; 0 <= i < GRANULES && !(p.into <= i < p.into + k) ==>
	      stands{Pre, Here}(i, i) || (is_null(i) && given_away(p, k, i));
	    loop assigns k, slot_window[0 .. GRANULES - 1], parent_map[0 .. GRANULES - 1],
	      rank_map[0 .. GRANULES - 1], owner_map[0 .. LINE_END - 1], link_window[0 .. WORDS - 1], cdt_clock;
	    loop variant p.n - k; */
	while (k < p.n && SLOT(p.source[k]).type != CAP_NULL) {
		//@ assert apart: \forall integer i; p.into <= i < p.into + p.n ==> i != p.source[k];
		//@ assert there: stands{Pre, Here}(p.source[k], p.source[k]);
		//@ assert empty: is_null(p.into + k) && in_cnode(p.into + k);
		//@ ghost Before: ;
		transfer_pass(p.source[k], p.into + k, p.gifts, k);
		/*@ assert stay: \forall integer i; p.into + k < i < p.into + p.n ==>
		      is_null{Before}(i) && stands{Before, Here}(i, i); */
		//@ assert later: \forall integer i; given_away(p, k, i) ==> given_away(p, k + 1, i);
		//@ assert gift: has_bit(p.gifts, k) ==> stands{Pre, Here}(p.source[k], p.into + k);
		//@ assert gone: has_bit(p.gifts, k) ==> is_null(p.source[k]) && given_away(p, k + 1, p.source[k]);
		//@ assert loan: !has_bit(p.gifts, k) ==> loaned{Pre, Here}(p.source[k], p.into + k);
		//@ assert lent: !has_bit(p.gifts, k) ==> stands{Pre, Here}(p.source[k], p.source[k]);
		/*@ assert others: \forall integer i; 0 <= i < GRANULES && !(p.into <= i <= p.into + k) && i != p.source[k] ==>
		      stands{Pre, Here}(i, i) || (is_null(i) && given_away(p, k + 1, i)); */
		//@ assert slots: slots_stand{Before, Here}(p, k);
		//@ assert gifts: gifts_stand{Pre, Here}(p, k);
		//@ assert loans: loans_stand{Pre, Here}(p, k);
		k++;
	}
	return k;
}

/* The info of what thread t sends. */
/*@ requires consistent: consistent;
    requires thread: is_thread(t);
    assigns thread_window[t].info;
    ensures consistent: consistent;
    ensures info: thread_window[t].info == info; */
static void transfer_tell(uint32_t t, uint32_t info)
{
	THREAD(t).info = info;
	//@ assert waits: threads_wait_but(0);
	//@ assert replies: replies_but(0);
	//@ assert bound: bound;
}

uint32_t transfer(uint32_t from, uint32_t to)
{
	uint32_t info = THREAD(from).info, n = info / INFO_LENGTHS % INFO_CAPS;
	struct passage p = transfer_plan(from, to, n);
	uint32_t passed = transfer_run(p);

	//@ assert wanted: 0 < passed ==> wanted{Pre}(to, p.into);
	/*@ assert first: 0 < passed ==> passed{Pre, Here}(from, 0, p.source[0], p.into)
	      && arrived{Pre, Here}(from, to, 0); */
	/*@ assert second: 1 < passed ==> passed{Pre, Here}(from, 1, p.source[1], p.into)
	      && arrived{Pre, Here}(from, to, 1); */
	/*@ assert third: 2 < passed ==> passed{Pre, Here}(from, 2, p.source[2], p.into)
	      && arrived{Pre, Here}(from, to, 2); */
	//@ assert gifts: \forall integer i; given_away(p, passed, i) ==> gives{Pre}(from, passed, i);
	//@ assert gone: \forall integer i; is_live{Pre}(i) && !is_live(i) ==> given_away(p, passed, i);
	transfer_tell(from, info - (n - passed) * INFO_LENGTHS);
	return passed;
}

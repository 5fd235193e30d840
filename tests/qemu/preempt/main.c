// SPDX-License-Identifier: Apache-2.0
/*
 * A long call is interrupted in its middle, and whoever is woken then uses the very
 * capabilities that the call is about; then the call goes on.
 *
 * Two interrupts do that.  The timer's: short time slices are shared with a thread
 * of the same priority, the peer, that wakes a preferred one when it sees the call half
 * done.  A device's: the real-time clock's alarm (PL031, ARM DDI 0224), a second after it
 * is set.  If neither hits the call in its middle, all is set up once more.
 */
#include "space.h"

#define RTC 0x09010000u
#define RTC_LINE 34u
#define RTC_AT 0x42000000u
#define MATCH 1
#define DATA 0
#define MASK 4
#define CLEAR 7

#define ATTEMPTS 30u
#define SLICE 1000u
#define RADIX 16u
#define SOURCE 1u         /* what is revoked, */
#define OTHER 2u          /* what has nothing to do with it, */
#define SPARE 3u          /* and empty slots */
#define LOANS_AT 16u
#define LOANS_SLICE 15000u /* more than a slice's worth, */
#define LOANS_ALARM 60000u /* and several */
#define SLOT(i) IN(cnode, RADIX, i)
#define MIB (1u << 20)
#define FRAMES 24u

static volatile uint32_t *const rtc = (volatile uint32_t *)RTC_AT;
static uint32_t handler, rings, pool, cnode, frames, loans = LOANS_SLICE;
static struct worker peer;

/* What the thread that is woken is to do, if the call is in its middle then. */
static bool (*in_the_middle)(void);
static void (*work)(void);
static volatile bool calling;
static volatile uint32_t rung, rung_at, hits;

static uint32_t cycles(void)
{
	uint32_t count;

	__asm__ volatile("mrc p15, 0, %0, c9, c13, 0" : "=r"(count)); /* PMCCNTR */
	return count;
}

/* The preferred thread, woken by the alarm or the peer. */
static void woken(uint32_t unused)
{
	(void)unused;
	for (;;) {
		CHECK_OK(writ_wait(rings, 0));
		rung_at = cycles();
		if (calling && hits == 0 && in_the_middle()) {
			work();
			hits++;
		}
		rtc[CLEAR] = 1;
		CHECK_OK(writ_irq_acknowledge(handler));
		rung++;
	}
}

/* Of the same priority as the root task. */
static void peer_looks(uint32_t unused)
{
	(void)unused;
	for (;;) {
		if (calling && hits == 0 && in_the_middle())
			CHECK_OK(writ_signal(rings));
		writ_yield();
	}
}

/* The answer of the call that the end of a time slice hit in its middle. */
static uint32_t interrupted(void (*prepare)(void), uint32_t (*call)(void))
{
	uint32_t answer = NO_ANSWER;

	hits = 0;
	for (uint32_t i = 0; i < ATTEMPTS && hits == 0; i++) {
		prepare();
		CHECK_OK(writ_thread_resume(peer.thread));
		/* What follows begins with a new slice. */
		writ_yield();
		calling = true;
		answer = call();
		calling = false;
		CHECK_OK(writ_thread_suspend(peer.thread));
	}
	CHECK_EQUAL(hits, 1);
	return answer;
}

static void alarm_set(void)
{
	rtc[MASK] = 1;
	rtc[MATCH] = rtc[DATA] + 1;
}

/* How many cycles the alarm takes. */
static uint32_t alarm_cycles(void)
{
	uint32_t start = cycles(), seen = rung;

	alarm_set();
	while (rung == seen)
		continue;
	return rung_at - start;
}

/* The answer of the call that the alarm hit in its middle. */
static uint32_t alarmed(void (*prepare)(void), uint32_t (*call)(void))
{
	uint32_t second = alarm_cycles(), length, answer, begun, seen;

	prepare();
	begun = cycles();
	answer = call();
	length = cycles() - begun;
	hits = 0;
	for (uint32_t i = 0; i < ATTEMPTS && hits == 0; i++) {
		prepare();
		seen = rung;
		begun = cycles();
		alarm_set();
		/* So that the alarm falls into an eighth of the call, another one each time. */
		while (cycles() - begun + length / 8 * (1 + (i + 3) % 7) < second)
			continue;
		calling = true;
		answer = call();
		calling = false;
		while (rung == seen)
			continue;
		/* The alarm is late sometimes, never early. */
		if (rung_at - begun < second)
			second = rung_at - begun;
	}
	CHECK_EQUAL(hits, 1);
	return answer;
}

/* --- Revoking thousands of loans ------------------------------------------ */

static uint32_t type_in(uint32_t i)
{
	return look_at(SLOT(i)).type;
}

static void loans_prepare(void)
{
	struct writ_slot slot;

	CHECK_OK(writ_revoke(AT(pool)));
	CHECK_OK(writ_retype(pool, CAP_CNODE, RADIX, AT(cnode), 1));
	CHECK_OK(writ_retype(pool, CAP_NOTIFICATION, 0, SLOT(SOURCE), 2));
	slot = SLOT(LOANS_AT);
	for (uint32_t i = 0; i < loans; i++, slot.index++)
		CHECK_OK(writ_copy(SLOT(SOURCE), slot, RIGHT_ALL));
}

static uint32_t loans_revoke(void)
{
	return writ_revoke(SLOT(SOURCE));
}

static bool loans_half_gone(void)
{
	return (type_in(LOANS_AT) == CAP_NULL) != (type_in(LOANS_AT + loans - 1) == CAP_NULL);
}

/* How many slots from this one on have something in them. */
static uint32_t slots_full(uint32_t from, uint32_t n)
{
	uint32_t full = 0;

	for (uint32_t i = from; i < from + n; i++)
		full += type_in(i) != CAP_NULL;
	return full;
}

/* The first of the loans that are still there; `left` says how many are, all in a row. */
static uint32_t loan_left(uint32_t *left)
{
	uint32_t first = LOANS_AT;

	while (type_in(first) == CAP_NULL)
		first++;
	*left = slots_full(LOANS_AT, loans);
	CHECK_EQUAL(slots_full(first, *left), *left);
	CHECK(*left > 0 && *left < loans);
	return first;
}

static uint32_t left_in_the_middle;

static void use_looks(void)
{
	uint32_t loan = loan_left(&left_in_the_middle);
	struct writ_inspection is = look_at(SLOT(loan)), source = look_at(SLOT(SOURCE));

	CHECK_EQUAL(is.type, CAP_NOTIFICATION);
	CHECK_EQUAL(is.rights, RIGHT_ALL);
	CHECK_EQUAL(is.depth, source.depth + 1);
	CHECK_EQUAL(source.rights, RIGHT_ALL | RIGHT_OWN);
}

static void revoke_while_others_look(void)
{
	work = use_looks;
	CHECK_OK(interrupted(loans_prepare, loans_revoke));
	CHECK_EQUAL(slots_full(LOANS_AT, loans), 0);
	CHECK_EQUAL(slots_full(SOURCE, 2), 2);
	/* What it is a capability to works on. */
	CHECK_OK(writ_copy(SLOT(SOURCE), AT(frames), RIGHT_ALL));
	CHECK_OK(writ_signal(frames));
	CHECK_OK(writ_poll(frames, 0));
	CHECK_OK(writ_delete(AT(frames)));
}

/* New loans of what is being revoked, of its loans, and of something else. */
static void use_copies(void)
{
	uint32_t left, loan = loan_left(&left);

	CHECK_OK(writ_copy(SLOT(SOURCE), SLOT(SPARE), RIGHT_ALL));
	CHECK_OK(writ_mint(SLOT(loan), SLOT(SPARE + 1), RIGHT_ALL, 7));
	CHECK_OK(writ_copy(SLOT(SPARE + 1), SLOT(SPARE + 2), RIGHT_ALL));
	CHECK_OK(writ_copy(SLOT(OTHER), SLOT(SPARE + 3), RIGHT_ALL));
	CHECK_OK(writ_copy(SLOT(loan + left - 1), SLOT(SPARE + 4), RIGHT_ALL));
}

/* What is there after a revoke in whose middle use_copies worked. */
static void copies_went(void)
{
	CHECK_EQUAL(slots_full(LOANS_AT, loans), 0);
	CHECK_EQUAL(slots_full(SPARE, 3), 0);
	CHECK_EQUAL(type_in(SPARE + 3), CAP_NOTIFICATION);
	CHECK_EQUAL(type_in(SPARE + 4), CAP_NULL);
	CHECK_EQUAL(slots_full(SOURCE, 2), 2);
	CHECK_OK(writ_delete(SLOT(OTHER)));
	CHECK_EQUAL(type_in(SPARE + 3), CAP_NULL);
}

static void revoke_while_others_copy(void)
{
	work = use_copies;
	CHECK_OK(interrupted(loans_prepare, loans_revoke));
	copies_went();
}

/* The same for a device's interrupt and the thread that handles it. */
static void revoke_while_a_driver_copies(void)
{
	loans = LOANS_ALARM;
	work = use_copies;
	CHECK_OK(alarmed(loans_prepare, loans_revoke));
	copies_went();
	loans = LOANS_SLICE;
}

/* Loans are moved, deleted, exchanged while they are revoked: wherever they are, they go. */
static void use_moves(void)
{
	uint32_t left, loan = loan_left(&left);

	CHECK(left >= 6);
	CHECK_OK(writ_move(SLOT(loan), SLOT(SPARE)));
	CHECK_OK(writ_delete(SLOT(loan + 1)));
	CHECK_OK(writ_mutate(SLOT(loan + 2), SLOT(SPARE + 1), 9));
	CHECK_OK(writ_exchange(SLOT(loan + 3), SLOT(OTHER)));
	CHECK_OK(writ_move(SLOT(loan + left - 1), SLOT(SPARE + 2)));
	CHECK_OK(writ_delete(SLOT(loan + left - 2)));
	CHECK_OK(writ_retype(pool, CAP_REPLY, 0, SLOT(SPARE + 3), 2));
	CHECK_OK(writ_move(SLOT(SPARE + 3), SLOT(loan)));
}

static void revoke_while_others_move(void)
{
	work = use_moves;
	CHECK_OK(interrupted(loans_prepare, loans_revoke));
	/* The other notification, which changed places with a loan, and the reply. */
	CHECK_EQUAL(slots_full(LOANS_AT, loans), 2);
	CHECK_EQUAL(type_in(OTHER), CAP_NULL);
	CHECK_EQUAL(slots_full(SPARE, 4), 0);
	CHECK_EQUAL(type_in(SPARE + 4), CAP_REPLY);
	CHECK_EQUAL(type_in(SOURCE), CAP_NOTIFICATION);
}

/* The same revoke, by the thread that was woken: it finishes, and so does the first. */
static void use_revokes(void)
{
	CHECK_OK(loans_revoke());
	CHECK_EQUAL(slots_full(LOANS_AT, loans), 0);
	CHECK_OK(writ_copy(SLOT(OTHER), SLOT(SPARE), RIGHT_ALL));
}

static void revoke_while_others_revoke(void)
{
	work = use_revokes;
	CHECK_OK(interrupted(loans_prepare, loans_revoke));
	CHECK_EQUAL(slots_full(LOANS_AT, loans), 0);
	CHECK_EQUAL(slots_full(SOURCE, 3), 3);
}

/* What is being revoked is deleted. */
static void use_deletes(void)
{
	CHECK_OK(writ_delete(SLOT(SOURCE)));
	CHECK_EQUAL(slots_full(LOANS_AT, loans), 0);
}

static void revoke_while_others_delete(void)
{
	work = use_deletes;
	CHECK_OK(interrupted(loans_prepare, loans_revoke));
	CHECK_EQUAL(slots_full(LOANS_AT, loans), 0);
	CHECK_EQUAL(type_in(SOURCE), CAP_NULL);
	CHECK_EQUAL(type_in(OTHER), CAP_NOTIFICATION);
}

/* The CNode itself goes: there is nothing to go on with. */
static void use_deletes_the_cnode(void)
{
	CHECK_OK(writ_delete(AT(cnode)));
}

static void revoke_while_the_cnode_goes(void)
{
	work = use_deletes_the_cnode;
	CHECK_REFUSED(interrupted(loans_prepare, loans_revoke), STATUS_INVALID_CAPABILITY, 0);
	CHECK_EQUAL(type_of(cnode), CAP_NULL);
	CHECK_OK(writ_revoke(AT(pool)));
	CHECK_OK(writ_retype(pool, CAP_CNODE, RADIX, AT(cnode), 1));
	CHECK_EQUAL(slots_full(1, 100), 0);
}

/* A CNode full of capabilities is deleted; meanwhile others delete and retype. */
static uint32_t cnode_delete(void)
{
	return writ_delete(AT(cnode));
}

static bool cnode_is_dying(void)
{
	return type_of(cnode) == CAP_NULL && type_of(frames + 1) != CAP_NULL;
}

/* A loan of the first and of the last capability outside of it tell how far it is. */
static void cnode_prepare(void)
{
	loans_prepare();
	CHECK_OK(writ_retype(pool, CAP_NOTIFICATION, 0, SLOT((1u << RADIX) - 1), 1));
	CHECK_OK(writ_copy(SLOT((1u << RADIX) - 1), AT(frames + 1), RIGHT_ALL));
}

static void use_deletes_more(void)
{
	CHECK_OK(writ_retype(pool, CAP_CNODE, 4, AT(cnode), 1));
	CHECK_OK(writ_copy(AT(rings), IN(cnode, 4, 3), RIGHT_ALL));
	/* Who retypes or deletes has emptied it. */
	CHECK_EQUAL(type_of(frames + 1), CAP_NULL);
}

static void delete_of_a_cnode_while_others_retype(void)
{
	in_the_middle = cnode_is_dying;
	work = use_deletes_more;
	/* Asked again, the call deletes what is in the slot now: that is what it names. */
	CHECK_OK(interrupted(cnode_prepare, cnode_delete));
	CHECK_EQUAL(type_of(frames + 1), CAP_NULL);
	CHECK_OK(writ_revoke(AT(pool)));
	CHECK_EQUAL(type_of(rings), CAP_NOTIFICATION);
}

/* --- Retype of much memory ------------------------------------------------ */

static void memory_prepare(void)
{
	CHECK_OK(writ_revoke(AT(pool)));
	CHECK_OK(writ_delete(AT(cnode)));
	/* All of it was used, so it has to be zeroed. */
	CHECK_OK(writ_retype(pool, CAP_UNTYPED, FRAMES * MIB / 32, AT(cnode), 1));
	CHECK_OK(writ_revoke(AT(pool)));
}

static uint32_t memory_retype(void)
{
	return writ_retype(pool, CAP_FRAME, 20, AT(frames), FRAMES - 2);
}

/* Some of it is zero already, and the objects are not made yet. */
static bool memory_half_zero(void)
{
	return type_of(frames) == CAP_NULL && look(pool).word1 > 0;
}

static void use_takes_memory(void)
{
	CHECK_OK(writ_retype(pool, CAP_NOTIFICATION, 0, AT(cnode), 1));
	CHECK_OK(writ_signal(cnode));
}

static void retype_while_others_retype(void)
{
	in_the_middle = memory_half_zero;
	work = use_takes_memory;
	CHECK_OK(interrupted(memory_prepare, memory_retype));
	CHECK_EQUAL(type_of(frames + FRAMES - 3), CAP_FRAME);
	CHECK_OK(writ_poll(cnode, 0));
}

/* A slot of its window is taken: then it is refused, and makes nothing. */
static void use_takes_a_slot(void)
{
	CHECK_OK(writ_copy(AT(rings), AT(frames + 5), RIGHT_ALL));
}

static void retype_while_others_take_its_slot(void)
{
	in_the_middle = memory_half_zero;
	work = use_takes_a_slot;
	CHECK_REFUSED(interrupted(memory_prepare, memory_retype), STATUS_OCCUPIED, 4);
	for (uint32_t i = 0; i < FRAMES; i++)
		CHECK_EQUAL(type_of(frames + i), i == 5 ? CAP_NOTIFICATION : CAP_NULL);
	CHECK_EQUAL(look(pool).word0, 0);
	CHECK_OK(writ_delete(AT(frames + 5)));
	CHECK_OK(memory_retype());
	CHECK_OK(writ_revoke(AT(pool)));
}

int main(void)
{
	uint32_t frame = writ_device_frame(RTC);

	CHECK_OK(writ_machine_counters(ROOT_MACHINE, 1));
	handler = writ_boot_irq(RTC_LINE);
	rings = object(CAP_NOTIFICATION);
	pool = writ_untyped_new(FRAMES * MIB);
	cnode = writ_slot_take(1);
	frames = writ_slot_take(FRAMES);
	CHECK_OK(writ_page_map(frame, ROOT_VSPACE, RTC_AT, RIGHT_READ | RIGHT_WRITE, MEMORY_DEVICE));
	CHECK_OK(writ_irq_bind(handler, rings));
	slice_give(ROOT_SCHED_CONTEXT, SLICE);
	CHECK_OK(writ_thread_set_priority(ROOT_THREAD, TEST_PRIORITY, PRIORITIES - 1));
	(void)worker_start(woken, 0, TEST_PRIORITY + 1);
	peer = worker_new(peer_looks, 0, TEST_PRIORITY, 0);
	in_the_middle = loans_half_gone;
	RUN(revoke_while_others_look);
	RUN(revoke_while_others_copy);
	RUN(revoke_while_others_move);
	RUN(revoke_while_others_revoke);
	RUN(revoke_while_others_delete);
	RUN(revoke_while_the_cnode_goes);
	RUN(revoke_while_a_driver_copies);
	RUN(delete_of_a_cnode_while_others_retype);
	RUN(retype_while_others_retype);
	RUN(retype_while_others_take_its_slot);
	test_end();
}

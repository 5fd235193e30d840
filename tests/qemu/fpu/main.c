// SPDX-License-Identifier: Apache-2.0
/*
 * The FPU: each thread has its registers for itself, whoever else uses them or not.
 */
#include "check.h"

#include <string.h>

#define WORDS 65u             /* d0 .. d31, FPSCR */
#define FPSCR 64u
#define FPSCR_KEPT 0xffc0009f /* what can be written to it: ARM DDI 0406C B4.1.58 */
#define WINDOW 0x40000000u
#define ROUNDS 50u

void fpu_write(const uint32_t words[WORDS]);
void fpu_read(uint32_t words[WORDS]);
void fpu_first(uint32_t argument), fpu_first_thumb(uint32_t argument);
void fpu_forbidden(void), fpu_nothing(void);

static uint32_t endpoint, reply;
static volatile uint32_t wrong, rounds[4];

/* The pattern of user i, in its round n. */
static uint32_t pattern(uint32_t i, uint32_t n, uint32_t word)
{
	uint32_t value = (i + 1) * 0x9e3779b9u + n * 0x01000193u + word * 0x10001u;

	return word == FPSCR ? value & FPSCR_KEPT : value;
}

static void fill(uint32_t i, uint32_t n)
{
	uint32_t words[WORDS];

	for (uint32_t word = 0; word < WORDS; word++)
		words[word] = pattern(i, n, word);
	fpu_write(words);
}

static uint32_t differences(uint32_t i, uint32_t n)
{
	uint32_t words[WORDS], count = 0;

	fpu_read(words);
	for (uint32_t word = 0; word < WORDS; word++)
		count += words[word] != pattern(i, n, word);
	return count;
}

static bool zeros(const volatile uint32_t *words, uint32_t count)
{
	for (uint32_t word = 0; word < count; word++)
		if (words[word] != 0)
			return false;
	return true;
}

static void yielder(uint32_t i)
{
	for (uint32_t n = 0; n < ROUNDS; n++) {
		fill(i, n);
		writ_yield();
		wrong += differences(i, n);
		rounds[i]++;
	}
}

/* Uses no FPU. */
static void bystander(uint32_t i)
{
	for (uint32_t n = 0; n < ROUNDS; n++) {
		writ_yield();
		rounds[i]++;
	}
}

static void counts_clear(void)
{
	wrong = 0;
	for (uint32_t i = 0; i < 4; i++)
		rounds[i] = 0;
}

static void yields_keep(void)
{
	struct worker first, second, third;

	counts_clear();
	first = worker_start(yielder, 0, TEST_PRIORITY);
	second = worker_start(yielder, 1, TEST_PRIORITY);
	third = worker_start(bystander, 2, TEST_PRIORITY);
	yielder(3);
	while (rounds[0] + rounds[1] + rounds[2] < 3 * ROUNDS)
		writ_yield();
	CHECK_EQUAL(wrong, 0);
	worker_end(&first);
	worker_end(&second);
	worker_end(&third);
}

static void spinner(uint32_t i)
{
	fill(i, 0);
	for (;;) {
		wrong += differences(i, 0);
		rounds[i]++;
	}
}

static void counter(uint32_t i)
{
	for (;;)
		rounds[i]++;
}

static void timekeeper(uint32_t notification)
{
	for (volatile uint32_t i = 0; i < 10000000; i++)
		continue;
	(void)writ_signal(notification);
}

/* The timer takes the processor away anywhere: two users and two others. */
static void preemption_keeps(void)
{
	uint32_t done = object(CAP_NOTIFICATION);
	struct worker first, second, third, keeper;

	counts_clear();
	first = worker_start(spinner, 0, TEST_PRIORITY - 2);
	second = worker_start(spinner, 1, TEST_PRIORITY - 2);
	third = worker_start(counter, 2, TEST_PRIORITY - 2);
	keeper = worker_start(timekeeper, done, TEST_PRIORITY - 2);
	fill(3, 0);
	CHECK_OK(writ_wait(done, 0));
	CHECK_EQUAL(differences(3, 0), 0);
	CHECK_EQUAL(wrong, 0);
	for (uint32_t i = 0; i < 3; i++)
		CHECK(rounds[i] > 1000);
	worker_end(&first);
	worker_end(&second);
	worker_end(&third);
	worker_end(&keeper);
}

static void server(uint32_t i)
{
	struct writ_message message = {0};
	uint32_t result, n = 0;

	fill(i, n);
	result = writ_recv(endpoint, reply, &message);
	while (result == STATUS_OK) {
		wrong += differences(i, n++);
		fill(i, n);
		rounds[i]++;
		result = writ_reply_recv(endpoint, reply, &message);
	}
}

/* A call switches to its server and back at once. */
static void calls_keep(void)
{
	struct worker worker;

	counts_clear();
	worker = worker_start(server, 0, TEST_PRIORITY + 1);
	for (uint32_t n = 0; n < ROUNDS; n++) {
		struct writ_message message = {0};

		fill(1, n);
		CHECK_OK(writ_call(endpoint, &message));
		CHECK_EQUAL(differences(1, n), 0);
	}
	CHECK_EQUAL(rounds[0], ROUNDS);
	CHECK_EQUAL(wrong, 0);
	worker_end(&worker);
}

static volatile uint32_t first_words[WORDS], first_done;

/* Runs `entry` as the first instruction of a new thread, until it is done. */
static void first_run(worker_entry entry)
{
	struct worker worker = worker_new((worker_entry)0, 0, TEST_PRIORITY, endpoint);
	uint32_t values[2] = {(uint32_t)first_words, (uint32_t)&first_done};
	uint32_t state[2] = {(uint32_t)entry & ~1u, ((uint32_t)entry & 1u) != 0 ? 0x30 : 0x10};

	memset((void *)first_words, 0xff, sizeof first_words);
	first_done = 0;
	CHECK_OK(writ_thread_write_registers(worker.thread, 0, 2, values));
	CHECK_OK(writ_thread_write_registers(worker.thread, REGISTER_PC, 2, state));
	CHECK_OK(writ_thread_resume(worker.thread));
	for (uint32_t i = 0; i < 10 && first_done == 0; i++)
		writ_yield();
	CHECK(first_done != 0);
	worker_end(&worker);
}

/* A new thread's registers are zero, whatever is in the FPU, from its first instruction on. */
static void threads_begin_with_zeros(void)
{
	fill(0, 0);
	first_run(fpu_first);
	CHECK(zeros(first_words, WORDS));
	CHECK_EQUAL(differences(0, 0), 0);
	first_run(fpu_first_thumb);
	CHECK_EQUAL(first_words[0], 0);
	CHECK_EQUAL(first_words[1], 0xffffffff);
	CHECK_EQUAL(differences(0, 0), 0);
}

static void fill_and_stop(uint32_t i)
{
	fill(i, 0);
	rounds[i]++;
}

/* Of four threads made in `memory`, in slots from `first` on, the last fills the FPU. */
static uint32_t owner_run(uint32_t memory, uint32_t first)
{
	static uint8_t stack[2048] __attribute__((aligned(8)));
	struct writ_thread_setting setting = {.cspace = ROOT_CNODE, .vspace = ROOT_VSPACE};
	uint32_t values[5] = {2, (uint32_t)stack + sizeof stack, (uint32_t)worker_stop,
	                      (uint32_t)fill_and_stop, 0x10};
	uint32_t context = object(CAP_SCHED_CONTEXT), slot = first + 3;

	counts_clear();
	CHECK_OK(writ_retype(memory, CAP_THREAD, 0, AT(first), 4));
	CHECK_OK(writ_thread_configure(slot, &setting));
	CHECK_OK(writ_thread_write_registers(slot, 0, 1, values));
	CHECK_OK(writ_thread_write_registers(slot, REGISTER_SP, 4, values + 1));
	CHECK_OK(writ_thread_set_priority(slot, TEST_PRIORITY + 1, 0));
	slice_give(context, 5000);
	CHECK_OK(writ_sched_context_bind(context, slot));
	CHECK_OK(writ_thread_resume(slot));
	CHECK_EQUAL(rounds[2], 1);
	return context;
}

/* The FPU forgets a thread that has gone: nothing is written to what its memory is now.  The page
   in two pages' memory has the fourth thread in it, wherever that begins. */
static void memory_is_left_alone(void)
{
	uint32_t memory = writ_untyped_new(8192), slot = writ_slot_take(4), context;
	const volatile uint32_t *frame = (const volatile uint32_t *)WINDOW;

	fill(0, 0);
	context = owner_run(memory, slot);
	CHECK_OK(writ_revoke(AT(memory)));
	CHECK_OK(writ_retype(memory, CAP_FRAME, 12, AT(slot), 1));
	CHECK_OK(writ_page_map(slot, ROOT_VSPACE, WINDOW, RIGHT_READ | RIGHT_WRITE, MEMORY_CACHED));
	CHECK(zeros(frame, 1024));
	CHECK_EQUAL(differences(0, 0), 0);
	first_run(fpu_first);
	CHECK(zeros(frame, 1024));
	CHECK(zeros(first_words, WORDS));
	CHECK_OK(writ_delete(AT(slot)));
	CHECK_OK(writ_delete(AT(context)));
}

/* Nor does a new thread at the same place find what the old one had. */
static void threads_inherit_nothing(void)
{
	uint32_t memory = writ_untyped_new(5120), first = writ_slot_take(4), slot = first + 3, context, start[2];

	context = owner_run(memory, first);
	CHECK_OK(writ_revoke(AT(memory)));
	CHECK_OK(writ_retype(memory, CAP_THREAD, 0, AT(first), 4));
	CHECK_OK(writ_thread_configure(slot, &(struct writ_thread_setting){
		.cspace = ROOT_CNODE, .vspace = ROOT_VSPACE}));
	start[0] = (uint32_t)first_words;
	start[1] = (uint32_t)&first_done;
	CHECK_OK(writ_thread_write_registers(slot, 0, 2, start));
	start[0] = (uint32_t)fpu_first;
	CHECK_OK(writ_thread_write_registers(slot, REGISTER_PC, 1, start));
	CHECK_OK(writ_thread_set_priority(slot, TEST_PRIORITY, 0));
	CHECK_OK(writ_sched_context_bind(context, slot));
	memset((void *)first_words, 0xff, sizeof first_words);
	first_done = 0;
	CHECK_OK(writ_thread_resume(slot));
	for (uint32_t i = 0; i < 10 && first_done == 0; i++)
		writ_yield();
	CHECK(first_done != 0);
	CHECK(zeros(first_words, WORDS));
	CHECK_OK(writ_revoke(AT(memory)));
	CHECK_OK(writ_delete(AT(context)));
}

static void delete_self(uint32_t thread)
{
	fill(2, 0);
	(void)writ_delete(AT(*(volatile uint32_t *)thread));
	wrong++;
}

/* The running thread goes, with the FPU on. */
static void owner_deletes_itself(void)
{
	uint32_t thread = 0;
	struct worker worker = worker_new(delete_self, (uint32_t)&thread, TEST_PRIORITY + 1, 0);

	wrong = 0;
	*(volatile uint32_t *)&thread = worker.thread;
	fill(0, 0);
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(wrong, 0);
	CHECK_EQUAL(type_of(worker.thread), CAP_NULL);
	CHECK_EQUAL(differences(0, 0), 0);
	worker_end(&worker);
}

static void (*failing)(void);

static void fail(uint32_t use)
{
	if (use)
		fill(1, 0);
	failing();
	if (use)
		wrong += differences(1, 0);
	rounds[1]++;
}

/* What is undefined with the FPU on is a fault, whether it was on before or not. */
static void fault(void (*instruction)(void), uint32_t use)
{
	struct worker worker = worker_new(fail, use, TEST_PRIORITY + 1, endpoint);
	struct writ_message message = {0};

	counts_clear();
	failing = instruction;
	fill(0, 0);
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(worker_state(&worker), THREAD_CALLING);
	CHECK_OK(writ_nbrecv(endpoint, reply, &message));
	CHECK_EQUAL(writ_info_kind(message.info), KIND_FAULT);
	CHECK_EQUAL(writ_info_label(message.info), FAULT_UNDEFINED);
	CHECK_EQUAL(message.words[1], instruction);
	CHECK_EQUAL(rounds[1], 0);
	CHECK_EQUAL(differences(0, 0), 0);
	message.info = writ_info(FAULT_CONTINUE_AT, 1);
	message.words[0] = (uint32_t)instruction + 4;
	CHECK_OK(writ_send(reply, &message));
	CHECK_EQUAL(rounds[1], 1);
	CHECK_EQUAL(wrong, 0);
	worker_end(&worker);
}

static void undefined_faults(void)
{
	fault(fpu_nothing, 0);
	fault(fpu_nothing, 1);
	fault(fpu_forbidden, 0);
	fault(fpu_forbidden, 1);
}

/* To use the FPU is no fault: nobody is told. */
static void use_is_no_fault(void)
{
	struct worker worker = worker_new(yielder, 0, TEST_PRIORITY + 1, endpoint);
	struct writ_message message = {0};

	counts_clear();
	fill(1, 0);
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(rounds[0], ROUNDS);
	CHECK_EQUAL(wrong, 0);
	CHECK_EQUAL(differences(1, 0), 0);
	CHECK_REFUSED(writ_nbrecv(endpoint, reply, &message), STATUS_WOULD_BLOCK, 0);
	worker_end(&worker);
}

int main(void)
{
	CHECK_OK(writ_thread_set_priority(ROOT_THREAD, TEST_PRIORITY, PRIORITIES - 1));
	endpoint = object(CAP_ENDPOINT);
	reply = object(CAP_REPLY);
	RUN(yields_keep);
	RUN(preemption_keeps);
	RUN(calls_keep);
	RUN(threads_begin_with_zeros);
	RUN(memory_is_left_alone);
	RUN(threads_inherit_nothing);
	RUN(owner_deletes_itself);
	RUN(undefined_faults);
	RUN(use_is_no_fault);
	test_end();
}

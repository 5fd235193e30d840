// SPDX-License-Identifier: Apache-2.0
/*
 * Faults: what their handler is told, and what its answer does.
 */
#include "check.h"

static uint32_t endpoint, reply, badged;
static struct writ_message seen;
static volatile uint32_t after;

/* Labels at the instructions that fault. */
extern const char at_read[], at_write[], at_undefined[], at_breakpoint[], at_thumb[], past_thumb[];

static void fault_read(uint32_t address)
{
	__asm__ volatile(".global at_read\nat_read: ldr r0, [%0]" : : "r"(address) : "r0", "memory");
	after++;
}

static void fault_write(uint32_t address)
{
	__asm__ volatile(".global at_write\nat_write: str %0, [%0]" : : "r"(address) : "memory");
	after++;
}

static void fault_execute(uint32_t address)
{
	__asm__ volatile("adr lr, 1f\n\tbx %0\n1:" : : "r"(address) : "lr", "memory");
	after++;
}

static void fault_undefined(uint32_t unused)
{
	(void)unused;
	__asm__ volatile(".global at_undefined\nat_undefined: udf #7" : : : "memory");
	after++;
}

static void fault_breakpoint(uint32_t unused)
{
	(void)unused;
	__asm__ volatile(".global at_breakpoint\nat_breakpoint: bkpt #3" : : : "memory");
	after++;
}

/* The same in Thumb state. */
static void __attribute__((target("thumb"), noinline)) fault_thumb(uint32_t unused)
{
	(void)unused;
	__asm__ volatile(".global at_thumb\nat_thumb: udf #7\n.global past_thumb\npast_thumb:" : : : "memory");
	after++;
}

/* Privileged instructions and coprocessors that are not there for user mode. */
static void fault_privileged(uint32_t which)
{
	switch (which) {
	case 0:
		__asm__ volatile("mcr p15, 0, r0, c1, c0, 0" : : : "memory");
		break;
	case 1:
		__asm__ volatile("mrc p15, 0, r0, c2, c0, 0" : : : "r0", "memory");
		break;
	case 2:
		__asm__ volatile(".inst 0xeef80a10" : : : "r0", "memory"); /* vmrs r0, fpexc */
		break;
	case 3:
		__asm__ volatile(".inst 0xe1600070" : : : "memory"); /* smc #0 */
		break;
	case 4:
		__asm__ volatile(".inst 0xe1400070" : : : "memory"); /* hvc #0 */
		break;
	default:
		__asm__ volatile("mcr p15, 0, r0, c8, c7, 0" : : : "memory");
		break;
	}
	after++;
}

/* Starts the faulting thread and takes its message. */
static struct worker fault_of(worker_entry entry, uint32_t argument)
{
	struct worker worker = worker_new(entry, argument, TEST_PRIORITY + 1, badged);

	after = 0;
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(worker_state(&worker), THREAD_CALLING);
	CHECK_OK(writ_recv(endpoint, reply, &seen));
	CHECK_EQUAL(worker_state(&worker), THREAD_REPLY_WAIT);
	CHECK_EQUAL(writ_info_kind(seen.info), KIND_FAULT);
	CHECK_EQUAL(writ_info_length(seen.info), 4);
	CHECK(seen.badge == 0x777);
	CHECK_EQUAL(after, 0);
	return worker;
}

static void answer(uint32_t label, uint32_t address)
{
	struct writ_message message = {.info = writ_info(label, 1), .words = {address}};

	CHECK_OK(writ_send(reply, &message));
}

static void page_faults(void)
{
	struct worker worker = fault_of(fault_read, 0);

	CHECK_EQUAL(writ_info_label(seen.info), FAULT_PAGE);
	CHECK_EQUAL(seen.words[0], 0);
	CHECK_EQUAL(seen.words[1], at_read);
	CHECK_EQUAL(seen.words[2], ACCESS_READ);
	CHECK(seen.words[3] != 0);
	answer(FAULT_CONTINUE_AT, seen.words[1] + 4);
	CHECK_EQUAL(after, 1);
	worker_end(&worker);

	worker = fault_of(fault_write, 0x60000044);
	CHECK_EQUAL(seen.words[0], 0x60000044);
	CHECK_EQUAL(seen.words[1], at_write);
	CHECK_EQUAL(seen.words[2], ACCESS_WRITE);
	answer(FAULT_CONTINUE_AT, seen.words[1] + 4);
	CHECK_EQUAL(after, 1);
	worker_end(&worker);

	worker = fault_of(fault_execute, 0x60000000);
	CHECK_EQUAL(writ_info_label(seen.info), FAULT_PAGE);
	CHECK_EQUAL(seen.words[0], 0x60000000);
	CHECK_EQUAL(seen.words[1], 0x60000000);
	CHECK_EQUAL(seen.words[2], ACCESS_EXECUTE);
	answer(FAULT_KILL, 0);
	worker_end(&worker);
}

static void instruction_faults(void)
{
	struct worker worker = fault_of(fault_undefined, 0);

	CHECK_EQUAL(writ_info_label(seen.info), FAULT_UNDEFINED);
	CHECK_EQUAL(seen.words[1], at_undefined);
	CHECK_EQUAL(seen.words[0] | seen.words[2] | seen.words[3], 0);
	answer(FAULT_CONTINUE_AT, seen.words[1] + 4);
	CHECK_EQUAL(after, 1);
	worker_end(&worker);

	worker = fault_of(fault_breakpoint, 0);
	CHECK_EQUAL(writ_info_label(seen.info), FAULT_DEBUG);
	CHECK_EQUAL(seen.words[1], at_breakpoint);
	answer(FAULT_CONTINUE_AT, seen.words[1] + 4);
	CHECK_EQUAL(after, 1);
	worker_end(&worker);

	worker = fault_of(fault_thumb, 0);
	CHECK_EQUAL(writ_info_label(seen.info), FAULT_UNDEFINED);
	CHECK_EQUAL(seen.words[1], (uint32_t)at_thumb & ~1u);
	answer(FAULT_CONTINUE_AT, (uint32_t)past_thumb & ~1u);
	CHECK_EQUAL(after, 1);
	worker_end(&worker);
}

static void privileged_faults(void)
{
	for (uint32_t i = 0; i < 6; i++) {
		struct worker worker = fault_of(fault_privileged, i);

		CHECK_EQUAL(writ_info_label(seen.info), FAULT_UNDEFINED);
		answer(FAULT_KILL, 0);
		worker_end(&worker);
	}
}

/* A pager's work: map a page, then try the instruction again. */
static void resume_after_mapping(void)
{
	struct worker worker = fault_of(fault_write, 0x61000010);

	CHECK_OK(writ_pages_new(ROOT_VSPACE, 0x61000000, 1, RIGHT_READ | RIGHT_WRITE));
	answer(FAULT_RESUME, 0);
	CHECK_EQUAL(after, 1);
	CHECK_EQUAL(*(volatile uint32_t *)0x61000010, 0x61000010);
	worker_end(&worker);
}

static void resume_faults_again(void)
{
	struct worker worker = fault_of(fault_read, 0x70);

	answer(FAULT_RESUME, 0);
	CHECK_OK(writ_recv(endpoint, reply, &seen));
	CHECK_EQUAL(seen.words[0], 0x70);
	CHECK_EQUAL(after, 0);
	answer(FAULT_KILL, 0);
	worker_end(&worker);
}

/* Killed: suspended with its fault on record, and it can be started elsewhere. */
static void kill_suspends(void)
{
	struct worker worker = fault_of(fault_read, 0x80);
	struct writ_thread_state state = {0};
	uint32_t pc = (uint32_t)at_read + 4;

	answer(FAULT_KILL, 0);
	CHECK_OK(writ_thread_status(worker.thread, &state));
	CHECK_EQUAL(state.state, THREAD_INACTIVE);
	CHECK_EQUAL(state.fault, FAULT_PAGE);
	CHECK_EQUAL(state.pc, at_read);
	CHECK_OK(writ_thread_write_registers(worker.thread, REGISTER_PC, 1, &pc));
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(after, 1);
	CHECK_OK(writ_thread_status(worker.thread, &state));
	CHECK_EQUAL(state.fault, 0);
	worker_end(&worker);
}

/* Nobody to tell: the thread just stops. */
static void without_handler(void)
{
	struct worker worker = worker_new(fault_read, 0x90, TEST_PRIORITY + 1, 0);
	struct writ_thread_state state = {0};

	after = 0;
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_OK(writ_thread_status(worker.thread, &state));
	CHECK_EQUAL(state.state, THREAD_INACTIVE);
	CHECK_EQUAL(state.fault, FAULT_PAGE);
	CHECK_EQUAL(state.pc, at_read);
	CHECK_EQUAL(after, 0);
	worker_end(&worker);
}

/* A handler's endpoint that cannot be called is none; nor is one that is gone. */
static void handler_goes(void)
{
	uint32_t send_only = writ_loan(endpoint, RIGHT_WRITE, 1);
	uint32_t doomed = object(CAP_ENDPOINT);
	struct worker worker = worker_new(fault_read, 0x90, TEST_PRIORITY + 1, send_only);

	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(worker_state(&worker), THREAD_INACTIVE);
	worker_end(&worker);
	worker = worker_new(fault_read, 0x90, TEST_PRIORITY + 1, doomed);
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(worker_state(&worker), THREAD_CALLING);
	CHECK_OK(writ_delete(AT(doomed)));
	CHECK_EQUAL(worker_state(&worker), THREAD_INACTIVE);
	CHECK_OK(writ_thread_resume(worker.thread));
	CHECK_EQUAL(worker_state(&worker), THREAD_INACTIVE);
	worker_end(&worker);
}

/* A handler that receives again without answering leaves the thread stopped. */
static void unanswered(void)
{
	struct worker worker = fault_of(fault_read, 0xa0);
	struct writ_message message = {0};
	uint32_t notification = object(CAP_NOTIFICATION);
	struct worker other;

	(void)notification;
	other = worker_new(fault_read, 0xb0, TEST_PRIORITY + 1, badged);
	CHECK_OK(writ_thread_resume(other.thread));
	CHECK_OK(writ_recv(endpoint, reply, &message));
	CHECK_EQUAL(message.words[0], 0xb0);
	CHECK_EQUAL(worker_state(&worker), THREAD_INACTIVE);
	answer(FAULT_KILL, 0);
	worker_end(&worker);
	worker_end(&other);
}

int main(void)
{
	endpoint = object(CAP_ENDPOINT);
	reply = object(CAP_REPLY);
	badged = writ_loan(endpoint, RIGHT_ALL, 0x777);
	RUN(page_faults);
	RUN(instruction_faults);
	RUN(privileged_faults);
	RUN(resume_after_mapping);
	RUN(resume_faults_again);
	RUN(kill_suspends);
	RUN(without_handler);
	RUN(handler_goes);
	RUN(unanswered);
	test_end();
}

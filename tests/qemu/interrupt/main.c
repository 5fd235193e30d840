// SPDX-License-Identifier: Apache-2.0
/*
 * Interrupts in user mode: the real-time clock's alarm (PL031, ARM DDI 0224).
 */
#include "check.h"

#define RTC 0x09010000u
#define RTC_LINE 34u
#define RTC_AT 0x42000000u

static volatile uint32_t *const rtc = (volatile uint32_t *)RTC_AT;
#define DATA 0
#define MATCH 1
#define LOAD 2
#define MASK 4
#define CLEAR 7

static uint32_t handler, notification, badged;

/* The alarm rings in a second; the wait sleeps, so this takes the kernel through idling. */
static void alarm_set(void)
{
	rtc[MASK] = 1;
	rtc[MATCH] = rtc[DATA] + 1;
}

static void alarm_rings(void)
{
	uint64_t word = 0;

	CHECK_REFUSED(writ_irq_acknowledge(handler), STATUS_NOT_MAPPED, 0);
	CHECK_OK(writ_irq_bind(handler, badged));
	alarm_set();
	CHECK_OK(writ_wait(notification, &word));
	CHECK(word == 0x4000);
}

/* Before it is acknowledged the line stays quiet, although the device asks. */
static void line_is_masked(void)
{
	for (volatile uint32_t i = 0; i < 100000; i++)
		continue;
	CHECK_REFUSED(writ_poll(notification, 0), STATUS_WOULD_BLOCK, 0);
}

/* Acknowledged while the device still asks, it comes again. */
static void acknowledged_too_early(void)
{
	uint64_t word = 0;

	CHECK_OK(writ_irq_acknowledge(handler));
	CHECK_OK(writ_wait(notification, &word));
	CHECK(word == 0x4000);
}

static void acknowledged_in_time(void)
{
	rtc[CLEAR] = 1;
	CHECK_OK(writ_irq_acknowledge(handler));
	for (volatile uint32_t i = 0; i < 100000; i++)
		continue;
	CHECK_REFUSED(writ_poll(notification, 0), STATUS_WOULD_BLOCK, 0);
	alarm_set();
	CHECK_OK(writ_wait(notification, 0));
	rtc[CLEAR] = 1;
	CHECK_OK(writ_irq_acknowledge(handler));
}

static struct writ_message got;
static volatile uint32_t received;
static uint32_t endpoint;

static void receive(uint32_t unused)
{
	(void)unused;
	received = writ_recv(endpoint, 0, &got) + 1;
}

/* A driver receives on its endpoint, with the interrupt's notification bound. */
static void interrupt_as_message(void)
{
	struct worker worker = worker_new(receive, 0, TEST_PRIORITY + 1, 0);

	endpoint = object(CAP_ENDPOINT);
	CHECK_OK(writ_thread_bind_notification(worker.thread, notification));
	CHECK_OK(writ_thread_resume(worker.thread));
	alarm_set();
	while (received == 0)
		continue;
	CHECK_EQUAL(received, 1);
	CHECK_EQUAL(writ_info_kind(got.info), KIND_NOTIFICATION);
	CHECK(got.badge == 0x4000);
	rtc[CLEAR] = 1;
	CHECK_OK(writ_irq_acknowledge(handler));
	worker_end(&worker);
}

static void binding(void)
{
	uint32_t other = object(CAP_NOTIFICATION);
	uint32_t read = writ_loan(handler, RIGHT_READ, 0);
	uint32_t write = writ_loan(other, RIGHT_READ, 0);

	CHECK_REFUSED(writ_irq_bind(handler, other), STATUS_OCCUPIED, 0);
	CHECK_REFUSED(writ_irq_bind(handler, endpoint), STATUS_INVALID_CAPABILITY, 1);
	CHECK_REFUSED(writ_irq_bind(handler, write), STATUS_NO_RIGHT, 1);
	CHECK_REFUSED(writ_irq_bind(read, other), STATUS_NO_RIGHT, 0);
	CHECK_REFUSED(writ_irq_acknowledge(read), STATUS_NO_RIGHT, 0);
	CHECK_OK(writ_irq_unbind(handler));
	CHECK_OK(writ_irq_unbind(handler));
	CHECK_REFUSED(writ_irq_acknowledge(handler), STATUS_NOT_MAPPED, 0);
	CHECK_OK(writ_irq_bind(handler, other));
	/* The notification goes, and the line is free again. */
	CHECK_OK(writ_delete(AT(other)));
	CHECK_REFUSED(writ_irq_acknowledge(handler), STATUS_NOT_MAPPED, 0);
	CHECK_OK(writ_irq_bind(handler, badged));
	alarm_set();
	CHECK_OK(writ_wait(notification, 0));
}

/* Unbound, the line is quiet whatever the device does. */
static void unbound_is_quiet(void)
{
	CHECK_OK(writ_irq_unbind(handler));
	for (volatile uint32_t i = 0; i < 100000; i++)
		continue;
	CHECK_REFUSED(writ_poll(notification, 0), STATUS_WOULD_BLOCK, 0);
	rtc[CLEAR] = 1;
}

int main(void)
{
	uint32_t frame = writ_device_frame(RTC);

	handler = writ_boot_irq(RTC_LINE);
	notification = object(CAP_NOTIFICATION);
	badged = writ_loan(notification, RIGHT_WRITE, 0x4000);
	CHECK_OK(writ_page_map(frame, ROOT_VSPACE, RTC_AT, RIGHT_READ | RIGHT_WRITE, MEMORY_DEVICE));
	RUN(alarm_rings);
	RUN(line_is_masked);
	RUN(acknowledged_too_early);
	RUN(acknowledged_in_time);
	RUN(interrupt_as_message);
	RUN(binding);
	RUN(unbound_is_quiet);
	test_end();
}

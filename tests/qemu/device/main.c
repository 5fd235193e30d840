// SPDX-License-Identifier: Apache-2.0
/*
 * Device memory in user mode: the real-time clock's registers.
 */
#include "check.h"

#define RTC 0x09010000u
#define RTC_AT 0x42000000u
#define RTC_PERIPHERAL_ID 0xfe0u /* PL031: ARM DDI 0224 3.3 */

static void device_registers(void)
{
	uint32_t frame = writ_device_frame(RTC);
	volatile uint32_t *rtc = (volatile uint32_t *)RTC_AT;
	uint32_t address = 0;

	CHECK(frame != 0);
	CHECK_OK(writ_frame_address(frame, &address));
	CHECK_EQUAL(address, RTC);
	CHECK_REFUSED(writ_page_map(frame, ROOT_VSPACE, RTC_AT, RIGHT_READ | RIGHT_WRITE, MEMORY_CACHED),
	              STATUS_INVALID_ARGUMENT, 4);
	CHECK_REFUSED(writ_page_map(frame, ROOT_VSPACE, RTC_AT, RIGHT_READ | RIGHT_WRITE, MEMORY_UNCACHED),
	              STATUS_INVALID_ARGUMENT, 4);
	CHECK_REFUSED(writ_page_map(frame, ROOT_VSPACE, RTC_AT, RIGHT_READ | RIGHT_EXECUTE, MEMORY_DEVICE),
	              STATUS_INVALID_ARGUMENT, 4);
	CHECK_OK(writ_page_map(frame, ROOT_VSPACE, RTC_AT, RIGHT_READ | RIGHT_WRITE, MEMORY_DEVICE));
	CHECK_EQUAL(rtc[RTC_PERIPHERAL_ID / 4], 0x31);
	CHECK(rtc[0] != 0);
	CHECK_OK(writ_delete(AT(frame)));
}

/* Device memory is no IPC buffer. */
static void device_is_no_buffer(void)
{
	uint32_t frame = writ_device_frame(RTC), thread = object(CAP_THREAD);
	struct writ_thread_setting setting = {ROOT_CNODE, ROOT_VSPACE, 0, frame, RTC_AT, 0};

	CHECK_REFUSED(writ_thread_configure(thread, &setting), STATUS_INVALID_ARGUMENT, 4);
}

int main(void)
{
	RUN(device_registers);
	RUN(device_is_no_buffer);
	test_end();
}

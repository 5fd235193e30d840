// SPDX-License-Identifier: Apache-2.0
/*
 * What a root task finds: the boot page, its capabilities, its own memory, and a
 * C library that works.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static int initialised = 0x1234;
static int zero;

static void boot_page(void)
{
	CHECK_EQUAL(writ_boot_word(0), BOOT_PAGE_MAGIC);
	CHECK_EQUAL(writ_boot_word(1), BOOT_PAGE_VERSION);
	CHECK(writ_boot_word(2) >= ROOT_FIRST && writ_boot_word(2) < writ_boot_word(3));
	CHECK_EQUAL(writ_boot_word(3), 1u << ROOT_CNODE_RADIX);
	CHECK(writ_boot_word(4) > 0);
	CHECK(writ_boot_word(6) > 0);
	CHECK(writ_boot_word(7) > 0);
	CHECK_EQUAL(type_of(writ_boot_word(5)), CAP_FRAME);
	CHECK_EQUAL(type_of(writ_boot_word(5) + writ_boot_word(6) - 1), CAP_FRAME);
	for (uint32_t slot = writ_boot_word(2); slot < writ_boot_word(3); slot++)
		if (type_of(slot) != CAP_NULL)
			CHECK_EQUAL(slot, 0);
}

static void boot_descriptors(void)
{
	uint32_t untyped = 0, devices = 0, lines = 0;

	for (uint32_t i = 0; i < writ_boot_descriptors(); i++) {
		struct writ_descriptor d = writ_boot_descriptor(i);
		struct writ_inspection found = {0};

		CHECK_OK(writ_inspect(AT(d.slot), &found));
		if (d.kind == BOOT_IRQ) {
			lines++;
			CHECK_EQUAL(found.type, CAP_IRQ_HANDLER);
			continue;
		}
		CHECK_EQUAL(found.type, CAP_UNTYPED);
		CHECK_EQUAL(found.bytes, d.extent);
		CHECK(found.word0 < d.extent / 32);
		if (d.kind == BOOT_UNTYPED)
			untyped += d.extent;
		else
			devices++;
	}
	CHECK(untyped > 64u << 20);
	CHECK(devices > 0 && lines > 0);
	CHECK(writ_boot_device(0x09010000) != 0);
	CHECK(writ_boot_irq(34) != 0);
	CHECK_EQUAL(writ_boot_irq(1023), 0);
}

/* The kernel's own console, interrupt controller and timer line are nobody else's. */
static void boot_withheld(void)
{
	CHECK_EQUAL(writ_boot_device(0x08000000), 0);
	CHECK_EQUAL(writ_boot_device(0x08010000), 0);
	CHECK_EQUAL(writ_boot_irq(27), 0);
	CHECK_EQUAL(writ_boot_irq(30), 0);
	for (uint32_t i = 0; i < writ_boot_descriptors(); i++) {
		struct writ_descriptor d = writ_boot_descriptor(i);

		if (d.kind == BOOT_DEVICE)
			CHECK(d.value + d.extent <= 0x40000000u || d.value >= 0x40000000u + (512u << 20));
	}
}

static void boot_capabilities(void)
{
	CHECK_EQUAL(type_of(ROOT_CNODE), CAP_CNODE);
	CHECK_EQUAL(type_of(ROOT_VSPACE), CAP_VSPACE);
	CHECK_EQUAL(type_of(ROOT_THREAD), CAP_THREAD);
	CHECK_EQUAL(type_of(ROOT_SCHED_CONTEXT), CAP_SCHED_CONTEXT);
	CHECK_EQUAL(type_of(ROOT_IPC_BUFFER), CAP_FRAME);
	CHECK_EQUAL(type_of(ROOT_MACHINE), CAP_MACHINE);
	CHECK_EQUAL(type_of(ROOT_MACHINE + 1), CAP_NULL);
	CHECK_EQUAL(type_of(0), CAP_NULL);
}

static void boot_memory(void)
{
	CHECK_EQUAL(initialised, 0x1234);
	CHECK_EQUAL(zero, 0);
	initialised = 7;
	zero = 8;
	writ_message_buffer[IPC_BUFFER_BYTES / 4 - 1] = 5;
	CHECK_EQUAL(writ_message_buffer[IPC_BUFFER_BYTES / 4 - 1], 5);
}

static void boot_library(void)
{
	char text[32];
	char *block = malloc(4096);

	CHECK(block != 0);
	free(block);
	CHECK(malloc(1u << 30) == 0);
	CHECK_EQUAL(errno, ENOMEM);
	snprintf(text, sizeof text, "%d %s %x", -5, "five", 0xf5);
	CHECK_EQUAL(strcmp(text, "-5 five f5"), 0);
}

int main(void)
{
	RUN(boot_page);
	RUN(boot_descriptors);
	RUN(boot_withheld);
	RUN(boot_capabilities);
	RUN(boot_memory);
	RUN(boot_library);
	test_end();
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Kernel objects out of untyped memory, and what happens when a call is refused.
 */
#include <stdio.h>

#include "userland/init/init.h"

#define STATUS_REFUSED 2
#define KIB 1024u
#define GRANULE_SIZE 32u

uint32_t slot_endpoint;
uint32_t slot_reply;
uint32_t slot_scratch;

static uint32_t domain_slots;

void init_fail(const char *who, const char *step, const char *why)
{
	printf("init: %s: %s: %s\n", who, step, why);
	(void)writ_machine_exit(ROOT_MACHINE, STATUS_REFUSED);
}

void init_check(uint32_t result, const char *who, const char *step)
{
	if (result == STATUS_OK)
		return;
	printf("init: %s: %s: %s (argument %lu)\n", who, step, writ_status_name(result),
	       (unsigned long)writ_argument(result));
	(void)writ_machine_exit(ROOT_MACHINE, STATUS_REFUSED);
}

uint32_t slot_new(const char *who)
{
	uint32_t slot = writ_slot_take(1);

	if (slot == 0)
		init_fail(who, "taking a slot", "the root task's CNode is full; describe fewer domains");
	return slot;
}

void object_make(uint32_t type, uint32_t size, uint32_t slot, const char *who, const char *step)
{
	uint32_t result = STATUS_NO_MEMORY;

	for (uint32_t i = 0; i < writ_boot_descriptors(); i++) {
		struct writ_descriptor d = writ_boot_descriptor(i);

		if (d.kind != BOOT_UNTYPED)
			continue;
		result = writ_retype(d.slot, type, size, writ_slot_own(slot), 1);
		if (writ_status(result) != STATUS_NO_MEMORY)
			break;
	}
	init_check(result, who, step);
}

void objects_open(void)
{
	slot_scratch = slot_new("root task");
	slot_endpoint = slot_new("root task");
	slot_reply = slot_new("root task");
	object_make(CAP_ENDPOINT, 0, slot_endpoint, "root task", "making its endpoint");
	object_make(CAP_REPLY, 0, slot_reply, "root task", "making its reply object");
}

void domains_open(uint32_t domains)
{
	domain_slots = writ_slot_take(domains * DOMAIN_SLOTS);
	if (domain_slots == 0)
		init_fail("root task", "taking slots", "its CNode is full; describe fewer domains");
}

uint32_t domain_slot(uint32_t domain, enum domain_slot k)
{
	return domain_slots + domain * DOMAIN_SLOTS + k;
}

uint32_t untyped_all(void)
{
	uint32_t kib = 0;

	for (uint32_t i = 0; i < writ_boot_descriptors(); i++) {
		struct writ_descriptor d = writ_boot_descriptor(i);

		if (d.kind == BOOT_UNTYPED)
			kib += d.extent / KIB;
	}
	return kib;
}

uint32_t untyped_left(void)
{
	uint32_t kib = 0;

	for (uint32_t i = 0; i < writ_boot_descriptors(); i++) {
		struct writ_descriptor d = writ_boot_descriptor(i);
		struct writ_inspection inspection;

		if (d.kind != BOOT_UNTYPED)
			continue;
		init_check(writ_inspect(writ_slot_own(d.slot), &inspection), "root task", "inspecting untyped memory");
		kib += (inspection.bytes - inspection.word0 * GRANULE_SIZE) / KIB;
	}
	return kib;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * The root task: builds the system that tools/sysgen has laid out, through
 * ordinary system calls, says what it did, and stays as the system's monitor.
 *
 * Every call's answer is checked.  A refusal is one line that names the domain,
 * the step and the status, and ends the machine with status 2.
 */
#include <stdio.h>

#include "userland/init/init.h"

static uint32_t caps_count(const struct blob_header *blob, uint32_t domain)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < blob->cap_count; i++)
		count += blob_cap(i)->domain == domain;
	return count;
}

static void domain_report(const struct blob_header *blob, uint32_t domain)
{
	const struct blob_domain *d = blob_domain(domain);
	const char *parent = d->parent == BLOB_NONE ? "the root task" : blob_text(blob_domain(d->parent)->name);

	printf("init: %s: priority %lu, %lu pages and page tables, %lu capabilities, faults to %s\n",
	       blob_text(d->name), (unsigned long)d->priority, (unsigned long)memory_slots_used(domain) + 1,
	       (unsigned long)caps_count(blob, domain), parent);
}

/* Does a domain use this device, or this interrupt line? */
static uint32_t descriptor_used(const struct blob_header *blob, struct writ_descriptor d)
{
	for (uint32_t i = 0; d.kind == BOOT_IRQ && i < blob->irq_count; i++)
		if (blob_irq(i)->line == d.value)
			return 1;
	for (uint32_t i = 0; d.kind == BOOT_DEVICE && i < blob->memory_count; i++) {
		uint32_t device = blob_memory(i)->device;

		if (device != BLOB_NONE && device >= d.value && device - d.value < d.extent)
			return 1;
	}
	return d.kind == BOOT_UNTYPED;
}

/* Deletes what no domain was given: the capabilities of all other devices and interrupts. */
static void leftovers_delete(const struct blob_header *blob)
{
	uint32_t deleted = 0;

	memory_close(blob->contents);
	for (uint32_t i = 0; i < writ_boot_descriptors(); i++) {
		struct writ_descriptor d = writ_boot_descriptor(i);

		if (descriptor_used(blob, d))
			continue;
		init_check(writ_delete(writ_slot_own(d.slot)), "root task", "giving up a device");
		deleted++;
	}
	printf("init: gave up %lu devices and interrupts that no domain uses\n", (unsigned long)deleted);
}

static void system_build(const struct blob_header *blob)
{
	domains_open(blob->domain_count);
	for (uint32_t i = 0; i < blob->domain_count; i++)
		domain_make(i);
	for (uint32_t i = 0; i < blob->memory_count; i++)
		memory_build(i);
	for (uint32_t i = 0; i < blob->domain_count; i++) {
		domain_give(blob, i);
		domain_configure(i);
		domain_report(blob, i);
	}
	leftovers_delete(blob);
}

int main(void)
{
	const struct blob_header *blob;
	uint32_t all = untyped_all();

	objects_open();
	memory_open();
	blob = blob_open();
	system_build(blob);
	printf("init: untyped memory: %lu of %lu KiB left\n", (unsigned long)untyped_left(), (unsigned long)all);
	for (uint32_t i = 0; i < blob->domain_count; i++)
		init_check(writ_thread_resume(domain_slot(i, DOMAIN_THREAD)), blob_text(blob_domain(i)->name),
		           "starting it");
	printf("init: %lu protection domains started\n", (unsigned long)blob->domain_count);
	monitor_serve(blob);
	return 0;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * First steps of a root task: see writ/root.h.
 */
#include "writ/root.h"
#include "writ/layout.h"

#define GRANULE_SIZE 32u
#define PAGE_SIZE 4096u
#define SECTION_SIZE 0x100000u
#define USER_MODE 0x10u /* CPSR: ARM DDI 0406C B1.3.3 */
#define THUMB_STATE 0x20u
#define SLICE_MICROSECONDS 5000u

static uint32_t slot_next;

struct writ_descriptor writ_boot_descriptor(uint32_t i)
{
	uint32_t word = BOOT_PAGE_HEADER_WORDS + 4u * i;

	return (struct writ_descriptor){
		writ_boot_word(word), writ_boot_word(word + 1), writ_boot_word(word + 2),
		writ_boot_word(word + 3),
	};
}

uint32_t writ_boot_irq(uint32_t line)
{
	for (uint32_t i = 0; i < writ_boot_descriptors(); i++) {
		struct writ_descriptor d = writ_boot_descriptor(i);

		if (d.kind == BOOT_IRQ && d.value == line)
			return d.slot;
	}
	return 0;
}

uint32_t writ_boot_device(uint32_t physical)
{
	for (uint32_t i = 0; i < writ_boot_descriptors(); i++) {
		struct writ_descriptor d = writ_boot_descriptor(i);

		if (d.kind == BOOT_DEVICE && physical >= d.value && physical - d.value < d.extent)
			return d.slot;
	}
	return 0;
}

uint32_t writ_slot_take(uint32_t n)
{
	uint32_t first;

	if (slot_next == 0)
		slot_next = writ_boot_word(2);
	first = slot_next;
	if (n > writ_boot_word(3) - first)
		return 0;
	slot_next += n;
	return first;
}

uint32_t writ_object_new(uint32_t type, uint32_t size, uint32_t n)
{
	uint32_t first = writ_slot_take(n);

	if (first == 0)
		return 0;
	for (uint32_t i = 0; i < writ_boot_descriptors(); i++) {
		struct writ_descriptor d = writ_boot_descriptor(i);

		if (d.kind == BOOT_UNTYPED
		    && writ_retype(d.slot, type, size, writ_slot_own(first), n) == STATUS_OK)
			return first;
	}
	return 0;
}

uint32_t writ_untyped_new(uint32_t bytes)
{
	return writ_object_new(CAP_UNTYPED, bytes / GRANULE_SIZE, 1);
}

uint32_t writ_device_frame(uint32_t physical)
{
	uint32_t device = writ_boot_device(physical);
	uint32_t slot = writ_slot_take(1);
	uint32_t address = 0;

	if (device == 0 || slot == 0)
		return 0;
	while (writ_retype(device, CAP_FRAME, 12, writ_slot_own(slot), 1) == STATUS_OK) {
		if (writ_frame_address(slot, &address) == STATUS_OK && address == physical)
			return slot;
		slot = writ_slot_take(1);
		if (slot == 0)
			return 0;
	}
	return 0;
}

uint32_t writ_loan(uint32_t capability, uint32_t rights, uint64_t badge)
{
	uint32_t slot = writ_slot_take(1);
	struct writ_slot from = writ_slot_own(capability);
	uint32_t result;

	if (slot == 0)
		return 0;
	if (badge != 0)
		result = writ_mint(from, writ_slot_own(slot), rights, badge);
	else
		result = writ_copy(from, writ_slot_own(slot), rights);
	return result == STATUS_OK ? slot : 0;
}

uint32_t writ_page_map(uint32_t frame, uint32_t vspace, uint32_t address, uint32_t rights,
                       uint32_t memory)
{
	uint32_t result = writ_frame_map(frame, vspace, address, rights, memory);
	uint32_t table;

	if (writ_status(result) != STATUS_NOT_MAPPED)
		return result;
	table = writ_object_new(CAP_PAGE_TABLE, 0, 1);
	if (table == 0)
		return STATUS_NO_MEMORY;
	result = writ_page_table_map(table, vspace, address & ~(SECTION_SIZE - 1u));
	if (result != STATUS_OK)
		return result;
	return writ_frame_map(frame, vspace, address, rights, memory);
}

uint32_t writ_pages_new(uint32_t vspace, uint32_t address, uint32_t pages, uint32_t rights)
{
	for (uint32_t i = 0; i < pages; i++) {
		uint32_t frame = writ_object_new(CAP_FRAME, 12, 1);
		uint32_t result;

		if (frame == 0)
			return STATUS_NO_MEMORY;
		result = writ_page_map(frame, vspace, address + i * PAGE_SIZE, rights, MEMORY_CACHED);
		if (result != STATUS_OK)
			return result;
	}
	return STATUS_OK;
}

static uint32_t thread_set_up(struct writ_thread made, const struct writ_thread_options *o)
{
	struct writ_thread_setting setting = {
		o->cspace != 0 ? o->cspace : ROOT_CNODE,
		o->vspace != 0 ? o->vspace : ROOT_VSPACE,
		o->fault, o->buffer, o->buffer_address, o->timeout,
	};
	uint32_t start[5] = {
		o->stack_top, 0, o->entry & ~1u,
		(o->entry & 1u) != 0 ? USER_MODE | THUMB_STATE : USER_MODE,
		o->thread_pointer != 0 ? o->thread_pointer : LAYOUT_THREAD_POINTER,
	};
	uint32_t result = writ_thread_configure(made.thread, &setting);

	if (result == STATUS_OK)
		result = writ_thread_set_priority(made.thread, o->priority, o->ceiling);
	if (result == STATUS_OK)
		result = writ_thread_write_registers(made.thread, 0, 1, &o->argument);
	if (result == STATUS_OK)
		result = writ_thread_write_registers(made.thread, REGISTER_SP, 5, start);
	if (result == STATUS_OK)
		result = writ_sched_context_configure(made.context, ROOT_MACHINE,
		                                      o->budget != 0 ? o->budget : SLICE_MICROSECONDS, o->period);
	if (result == STATUS_OK)
		result = writ_sched_context_bind(made.context, made.thread);
	return result;
}

struct writ_thread writ_thread_new(const struct writ_thread_options *options)
{
	struct writ_thread made = {
		writ_object_new(CAP_THREAD, 0, 1), writ_object_new(CAP_SCHED_CONTEXT, 0, 1),
	};

	if (made.thread == 0 || made.context == 0 || thread_set_up(made, options) != STATUS_OK)
		made.thread = 0;
	return made;
}

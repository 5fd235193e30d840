// SPDX-License-Identifier: Apache-2.0
/*
 * The shell's parent: gives it zeroed pages when it touches them, up to the
 * limit of the system description, and starts it again when it does something
 * that memory does not mend.
 *
 * All that the shell has on demand comes out of one untyped capability, so
 * revoking that takes everything back, page tables included.
 */
#include <stdio.h>

#include "tour.h"
#include "writ/clients.h"

#define SHELL 0
#define PAGE_SIZE 4096u
#define SECTION_SIZE 0x100000u
#define GRANULE_SIZE 32u

const volatile struct writ_client writ_clients[1] = {{.entry = 1}};

static uint32_t pages;                          /* that the shell has */
static uint32_t slot_next = LAYOUT_FIRST_FREE;  /* first empty slot of our own */

static struct writ_slot untyped_slot(void)
{
	return writ_slot_own(LAYOUT_UNTYPED);
}

static bool shell_may_have(uint32_t address)
{
	for (uint32_t i = 0; i < WRIT_CLIENT_RANGES; i++)
		if (address >= writ_clients[SHELL].ranges[i].start && address < writ_clients[SHELL].ranges[i].end)
			return true;
	return false;
}

/* A new object in slot_next. */
static uint32_t object_make(uint32_t type, uint32_t size)
{
	return writ_retype(LAYOUT_UNTYPED, type, size, writ_slot_own(slot_next), 1);
}

/* A page table for the frame at `address`. */
static uint32_t table_give(uint32_t address)
{
	uint32_t result = object_make(CAP_PAGE_TABLE, 0);

	if (result == STATUS_OK)
		result = writ_page_table_map(slot_next++, LAYOUT_CHILD_VSPACE + SHELL, address & ~(SECTION_SIZE - 1u));
	return result;
}

/* A zeroed page at `address`. */
static uint32_t page_give(uint32_t address)
{
	uint32_t page = address & ~(PAGE_SIZE - 1u);
	uint32_t result = object_make(CAP_FRAME, 12);
	uint32_t frame = slot_next;

	if (result != STATUS_OK)
		return result;
	slot_next++;
	result = writ_frame_map(frame, LAYOUT_CHILD_VSPACE + SHELL, page, RIGHT_READ | RIGHT_WRITE, MEMORY_CACHED);
	if (writ_status(result) == STATUS_NOT_MAPPED) {
		result = table_give(page);
		if (result == STATUS_OK)
			result = writ_frame_map(frame, LAYOUT_CHILD_VSPACE + SHELL, page, RIGHT_READ | RIGHT_WRITE,
			                        MEMORY_CACHED);
	}
	if (result == STATUS_OK)
		pages++;
	return result;
}

/* Why the page at `address` is not given; null if it was. */
static const char *page_refuse(uint32_t address, uint32_t access)
{
	uint32_t result;

	if (access == ACCESS_EXECUTE)
		return "not its code";
	if (!shell_may_have(address))
		return "not its memory";
	if (pages >= writ_clients[SHELL].limit)
		return "it has all the pages of its limit";
	result = page_give(address);
	return result == STATUS_OK ? NULL : writ_status_name(result);
}

/* Takes back all that the shell had, and lets it begin again. */
static microkit_msginfo shell_restart(void)
{
	unsigned long taken = pages;

	if (writ_revoke(untyped_slot()) != STATUS_OK) {
		printf("pager: shell: its pages cannot be taken back; stopped\n");
		return microkit_msginfo_new(FAULT_KILL, 0);
	}
	pages = 0;
	slot_next = LAYOUT_FIRST_FREE;
	printf("pager: shell: took back %lu pages, restarted\n", taken);
	microkit_mr_set(0, writ_clients[SHELL].entry);
	return microkit_msginfo_new(FAULT_CONTINUE_AT, 1);
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
	static const char *const words[] = {"read of", "write to", "execution of"};
	uint32_t address = microkit_mr_get(0), instruction = microkit_mr_get(1), access = microkit_mr_get(2);
	const char *why = "";

	if (child != SHELL)
		return seL4_False;
	if (microkit_msginfo_get_label(msginfo) == FAULT_PAGE) {
		why = page_refuse(address, access);
		if (why == NULL) {
			*reply_msginfo = microkit_msginfo_new(FAULT_RESUME, 0);
			return seL4_True;
		}
		printf("pager: shell: page fault: %s 0x%08lx at 0x%08lx: %s\n", words[access % 3],
		       (unsigned long)address, (unsigned long)instruction, why);
	} else {
		printf("pager: shell: fault %lu at 0x%08lx\n",
		       (unsigned long)microkit_msginfo_get_label(msginfo), (unsigned long)instruction);
	}
	*reply_msginfo = shell_restart();
	return seL4_True;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
	struct writ_inspection inspection = {0};

	if (ch != CHANNEL_PAGER || microkit_msginfo_get_label(msginfo) != PAGER_USE)
		return microkit_msginfo_new(0, 0);
	(void)writ_inspect(untyped_slot(), &inspection);
	microkit_mr_set(0, pages);
	microkit_mr_set(1, writ_clients[SHELL].limit);
	microkit_mr_set(2, inspection.bytes);
	microkit_mr_set(3, inspection.word0 * GRANULE_SIZE);
	return microkit_msginfo_new(PAGER_USE, 4);
}

void init(void)
{
	/* Text goes out with the first fault; there is nothing to prepare. */
}

void notified(microkit_channel ch)
{
	(void)ch;
}

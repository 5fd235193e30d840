// SPDX-License-Identifier: Apache-2.0
/*
 * A pager: the parent of a domain whose stack, data and region are memory on
 * demand.  Each of its faults comes here; policy says what is to happen, the
 * rest of the file does it.
 *
 * Pages and page tables come out of one untyped capability, so revoking that
 * takes everything back at once.
 */
#include <stdio.h>

#include <microkit.h>
#include <writ/clients.h>

#define CHILD 0 /* its id in NAME.system */
#define PAGE_SIZE 4096u
#define SECTION_SIZE 0x100000u

/* What NAME.system says of the child: its entry, its limit, its ranges of memory on demand. */
const volatile struct writ_client writ_clients[1] = {{.entry = 1}};

static uint32_t pages;                         /* that the child has */
static uint32_t slot_next = LAYOUT_FIRST_FREE; /* first empty slot of our own */

/* --- The policy ----------------------------------------------------------- */

enum decision {
	GIVE,    /* a zeroed page, and the child goes on */
	RESTART, /* everything is taken back, and the child begins again */
	STOP     /* the child stays stopped */
};

static bool on_demand(uint32_t address)
{
	for (uint32_t i = 0; i < WRIT_CLIENT_RANGES; i++)
		if (address >= writ_clients[CHILD].ranges[i].start && address < writ_clients[CHILD].ranges[i].end)
			return true;
	return false;
}

/* `access` is ACCESS_READ, ACCESS_WRITE or ACCESS_EXECUTE of kernel/abi.h. */
static enum decision policy(uint32_t address, uint32_t access)
{
	if (access == ACCESS_EXECUTE || !on_demand(address))
		return STOP;
	if (pages >= writ_clients[CHILD].limit)
		return RESTART;
	return GIVE;
}

/* --- What it can do ------------------------------------------------------- */

/* A new object in slot_next. */
static uint32_t object_make(uint32_t type, uint32_t size)
{
	return writ_retype(LAYOUT_UNTYPED, type, size, writ_slot_own(slot_next), 1);
}

static uint32_t frame_map(uint32_t frame, uint32_t address)
{
	return writ_frame_map(frame, LAYOUT_CHILD_VSPACE + CHILD, address, RIGHT_READ | RIGHT_WRITE, MEMORY_CACHED);
}

/* A zeroed page at `address`, with a page table where there is none yet. */
static uint32_t page_give(uint32_t address)
{
	uint32_t frame = slot_next, result = object_make(CAP_FRAME, 12);

	if (result != STATUS_OK)
		return result;
	slot_next++;
	result = frame_map(frame, address);
	if (writ_status(result) == STATUS_NOT_MAPPED) {
		result = object_make(CAP_PAGE_TABLE, 0);
		if (result == STATUS_OK)
			result = writ_page_table_map(slot_next++, LAYOUT_CHILD_VSPACE + CHILD,
			                             address & ~(SECTION_SIZE - 1u));
		if (result == STATUS_OK)
			result = frame_map(frame, address);
	}
	pages += result == STATUS_OK;
	return result;
}

/* Takes back all that the child had; false if that is refused. */
static bool pages_take(void)
{
	if (writ_revoke(writ_slot_own(LAYOUT_UNTYPED)) != STATUS_OK)
		return false;
	printf("%s: took back %lu pages\n", microkit_name, (unsigned long)pages);
	pages = 0;
	slot_next = LAYOUT_FIRST_FREE;
	return true;
}

static microkit_msginfo decision_do(enum decision decision, uint32_t address)
{
	if (decision == GIVE && page_give(address & ~(PAGE_SIZE - 1u)) == STATUS_OK)
		return microkit_msginfo_new(FAULT_RESUME, 0);
	if (decision == RESTART && pages_take()) {
		microkit_mr_set(0, writ_clients[CHILD].entry);
		return microkit_msginfo_new(FAULT_CONTINUE_AT, 1);
	}
	printf("%s: stopped the child\n", microkit_name);
	return microkit_msginfo_new(FAULT_KILL, 0);
}

/* --- The entries ---------------------------------------------------------- */

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
	uint32_t address = microkit_mr_get(0), instruction = microkit_mr_get(1), access = microkit_mr_get(2);
	enum decision decision = STOP;

	if (child != CHILD)
		return seL4_False;
	if (microkit_msginfo_get_label(msginfo) == FAULT_PAGE)
		decision = policy(address, access);
	if (decision != GIVE)
		printf("%s: fault %lu at 0x%08lx, address 0x%08lx\n", microkit_name,
		       (unsigned long)microkit_msginfo_get_label(msginfo), (unsigned long)instruction,
		       (unsigned long)address);
	*reply_msginfo = decision_do(decision, address);
	return seL4_True;
}

/* The child asks how many pages it has. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
	(void)ch;
	(void)msginfo;
	microkit_mr_set(0, pages);
	return microkit_msginfo_new(0, 1);
}

void init(void)
{
}

void notified(microkit_channel ch)
{
	(void)ch;
}

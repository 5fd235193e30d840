// SPDX-License-Identifier: Apache-2.0
/* The invariant of translation tables, interrupt lines and the machine: see invariant.h. */
#include "invariant.h"
#include "inventory.h"

#define VSPACE_WORDS (VSPACE_GRANULES * GRANULE_WORDS)
#define PAGE_TABLE_WORDS (PAGE_TABLE_GRANULES * GRANULE_WORDS)

static int is_vspace_number(uint32_t v)
{
	return v > 0 && v < FAKE_GRANULES / VSPACE_GRANULES
	    && granule_type[v * VSPACE_GRANULES] == CAP_VSPACE;
}

/* The entry of a 4 KiB or 64 KiB mapping; 0 if there is no page table. */
static uint32_t page_entry(uint32_t v, uint32_t address)
{
	uint32_t table = link_window[v * VSPACE_WORDS + VSPACE_ENTRIES + address / SECTION_BYTES];

	if (!slot_is_live(table) || slot_window[table].type != CAP_PAGE_TABLE)
		return 0;
	return slot_window[table].object * GRANULE_WORDS + address / PAGE_BYTES % PAGE_TABLE_ENTRIES;
}

/* Part "table": every entry has a link, and every link a capability that is mapped there. */

/* What slot s, mapped at `address`, has in an entry. */
static int entry_holds(uint32_t s, uint32_t w)
{
	struct fake_entry entry = fake_entry_read(ram_window[w]);
	const struct slot *c = &slot_window[s];

	if (c->type == CAP_PAGE_TABLE) {
		HOLD(entry.kind == FAKE_ENTRY_TABLE && entry.rights == 0, s);
	} else {
		HOLD(entry.kind == (c->size == SECTION_GRANULES ? FAKE_ENTRY_SECTION
		                    : c->size == LARGE_PAGE_GRANULES ? FAKE_ENTRY_LARGE : FAKE_ENTRY_PAGE), s);
		HOLD((entry.rights & ~(uint32_t)c->rights) == 0 && (entry.rights & RIGHT_READ) != 0, s);
		HOLD(c->object < GRANULES || (entry.memory == MEMORY_DEVICE
		     && (entry.rights & RIGHT_EXECUTE) == 0), s);
	}
	HOLD(entry.address == machine_address(c->object), s);
	return 1;
}

static int link_holds(uint32_t w, uint32_t links, uint32_t v, uint32_t base, uint32_t unit)
{
	uint32_t s = link_window[w + links], address;
	const struct slot *c = &slot_window[s];

	if (s == 0) {
		HOLD(ram_window[w] == 0, w);
		return 1;
	}
	HOLD(slot_is_live(s) && (c->type == CAP_FRAME || c->type == CAP_PAGE_TABLE), w);
	HOLD(unit == SECTION_BYTES ? c->type == CAP_PAGE_TABLE || c->size == SECTION_GRANULES
	     : c->type == CAP_FRAME && c->size < SECTION_GRANULES, w);
	address = c->word1 - 1;
	HOLD(c->word1 != 0 && c->word0 == v, s);
	HOLD(base >= address && base - address < (c->type == CAP_PAGE_TABLE ? SECTION_BYTES
	     : c->size * GRANULE_BYTES), s);
	return entry_holds(s, w);
}

/* Nothing in entries w .. w + 3, and no links.  Most are so: they are passed over first. */
static int entries_empty(uint32_t w, uint32_t links)
{
	const uint64_t *entry = (const uint64_t *)&ram_window[w];
	const uint64_t *link = (const uint64_t *)&link_window[w + links];

	return (entry[0] | entry[1] | link[0] | link[1]) == 0;
}

static int vspace_holds(uint32_t v)
{
	uint32_t i;

	for (i = 0; i < VSPACE_ENTRIES; i++)
		if (i % 4 == 0 && entries_empty(v * VSPACE_WORDS + i, VSPACE_ENTRIES))
			i += 3;
		else if (!link_holds(v * VSPACE_WORDS + i, VSPACE_ENTRIES, v, i * SECTION_BYTES, SECTION_BYTES))
			return 0;
	return 1;
}

static int page_table_holds(uint32_t s)
{
	uint32_t w = slot_window[s].object * GRANULE_WORDS, i, empty = slot_window[s].word1 == 0;

	for (i = 0; i < PAGE_TABLE_ENTRIES; i++) {
		if (i % 4 == 0 && entries_empty(w + i, PAGE_TABLE_ENTRIES)) {
			i += 3;
			continue;
		}
		HOLD(!empty || (link_window[w + i + PAGE_TABLE_ENTRIES] == 0 && ram_window[w + i] == 0), s);
		if (!empty && !link_holds(w + i, PAGE_TABLE_ENTRIES, slot_window[s].word0,
		                          slot_window[s].word1 - 1 + i * PAGE_BYTES, PAGE_BYTES))
			return 0;
	}
	return 1;
}

static int part_table(void)
{
	uint32_t i, s;

	for (i = 0; i < inventory.vspaces.count; i++)
		if (!vspace_holds(inventory.vspaces.at[i]))
			return 0;
	for (i = 0; i < slots_live.count; i++) {
		s = slots_live.at[i];
		if (slot_window[s].type == CAP_PAGE_TABLE && !page_table_holds(s))
			return 0;
	}
	return 1;
}

/* Part "mapping": a capability that says where it is mapped is linked from there, everywhere. */

static int frame_linked(uint32_t s, uint32_t v, uint32_t address)
{
	const struct slot *c = &slot_window[s];
	uint32_t i, n = c->size == LARGE_PAGE_GRANULES ? 16 : 1, w, links = PAGE_TABLE_ENTRIES;

	HOLD(address % (c->size * GRANULE_BYTES) == 0 && address <= USER_END - c->size * GRANULE_BYTES, s);
	w = page_entry(v, address);
	if (c->size == SECTION_GRANULES) {
		w = v * VSPACE_WORDS + address / SECTION_BYTES;
		links = VSPACE_ENTRIES;
	}
	HOLD(w != 0, s);
	for (i = 0; i < n; i++)
		HOLD(link_window[w + i + links] == s, s);
	if (c->object < GRANULES)
		HOLD(granule_type[c->object] == CAP_FRAME
		     && granule_type[c->object + c->size - 1] == CAP_FRAME, s);
	return 1;
}

static int part_mapping(void)
{
	const struct slot *c;
	uint32_t i, s;

	for (i = 0; i < slots_live.count; i++) {
		s = slots_live.at[i];
		c = &slot_window[s];
		if (c->type != CAP_FRAME && c->type != CAP_PAGE_TABLE)
			continue;
		if (c->word1 == 0) {
			HOLD(c->word0 == 0 || slot_in_thread(s), s);
			continue;
		}
		HOLD(is_vspace_number(c->word0) && c->word1 <= USER_END, s);
		if (c->type == CAP_FRAME && !frame_linked(s, c->word0, c->word1 - 1))
			return 0;
		if (c->type == CAP_PAGE_TABLE)
			HOLD((c->word1 - 1) % SECTION_BYTES == 0
			     && link_window[c->word0 * VSPACE_WORDS + VSPACE_ENTRIES
			                    + (c->word1 - 1) / SECTION_BYTES] == s, s);
	}
	return 1;
}

/* Part "irq": lines and notifications name each other; unmasked iff someone would hear. */

static int part_irq(void)
{
	uint32_t i, n, line, prev, bound = 0, listed = 0;

	HOLD(kernel.irq[0].notification == 0, 0);
	for (i = 0; i < IRQ_LINES; i++) {
		n = kernel.irq[i].notification;
		if (n == 0)
			HOLD(kernel.irq[i].next == 0 && kernel.irq[i].prev == 0 && kernel.irq[i].waiting == 0, i);
		else
			HOLD(n < FAKE_GRANULES / QUEUE_GRANULES && kernel.irq[i].waiting <= 1
			     && granule_type[n * QUEUE_GRANULES] == CAP_NOTIFICATION, i);
		bound += n != 0;
		if (i != kernel.timer_irq)
			HOLD(fake.unmasked[i] == (n != 0 && kernel.irq[i].waiting == 0), i);
	}
	for (i = 0; i < inventory.notifications.count; i++) {
		n = inventory.notifications.at[i];
		prev = 0;
		for (line = notification_window[n].irqs; line != 0; line = kernel.irq[line].next) {
			HOLD(line < IRQ_LINES && kernel.irq[line].notification == n, line);
			HOLD(kernel.irq[line].prev == prev, line);
			HOLD(listed < bound, n);
			prev = line;
			listed++;
		}
	}
	HOLD(listed == bound, bound);
	return 1;
}

/* Part "machine": it translates for the running thread, and nothing stale is in the TLB. */

static int part_machine(void)
{
	uint32_t s = kernel.current * THREAD_GRANULES + THREAD_SLOT_VSPACE, v = 0;

	HOLD(fake.vspace == kernel.vspace, fake.vspace);
	HOLD(kernel.vspace == 0 || is_vspace_number(kernel.vspace), kernel.vspace);
	if (slot_window[s].type == CAP_VSPACE)
		v = slot_window[s].object / VSPACE_GRANULES;
	if (kernel.current != kernel.idle) {
		HOLD(kernel.vspace == v, v);
		HOLD(fake.thread_pointer == thread_window[kernel.current].registers[REGISTER_TLS],
		     kernel.current);
	}
	HOLD(fake.stale_count == 0, fake.stale[0]);
	HOLD(fake.taken == IRQ_LINES, fake.taken);
	HOLD(kernel.timer_irq == FAKE_TIMER_IRQ && fake.unmasked[FAKE_TIMER_IRQ] == 1, kernel.timer_irq);
	return 1;
}

/* Part "fpu": it holds some thread's registers, and nobody else may use it. */

static int part_fpu(void)
{
	HOLD(kernel.fpu == 0 || thread_is(kernel.fpu), kernel.fpu);
	HOLD(kernel.fpu != 0 || !fake.fpu_on, kernel.current);
	if (kernel.current != kernel.idle)
		HOLD(fake.fpu_on == (kernel.fpu == kernel.current), kernel.current);
	return 1;
}

const struct invariant_part invariant_parts_space[] = {
	{"table", part_table},
	{"mapping", part_mapping},
	{"irq", part_irq},
	{"machine", part_machine},
	{"fpu", part_fpu},
	{0, 0}
};

// SPDX-License-Identifier: Apache-2.0
/*
 * The fake machine: see machine_fake.h.  Every function of kernel/machine.h
 * refuses what its contract forbids.  Built without sanitizers, since it alone
 * may touch memory that is of no type.
 */
#define _GNU_SOURCE /* MAP_FIXED_NOREPLACE */
#include "machine_fake.h"
#include "check.h"
#include "checked_windows.h"
#include "invariant.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* ASan's, where the program has it. */
void __asan_poison_memory_region(void const volatile *p, size_t n) __attribute__((weak));
void __asan_unpoison_memory_region(void const volatile *p, size_t n) __attribute__((weak));

struct fake_machine fake;
uint8_t granule_type[GRANULES];
uint64_t granule_type_changes;
uint8_t page_type_changed[FAKE_GRANULES / PAGE_GRANULES];
uint8_t thread_made[FAKE_GRANULES / THREAD_GRANULES];

const struct board board = {
	.ram_base = FAKE_RAM_BASE, .ram_bytes = FAKE_RAM_BYTES, .timer_irq = FAKE_TIMER_IRQ,
	.clock = FAKE_CLOCK, .device_count = 4, .irq_count = 6
};
const struct board_device board_devices[BOARD_DEVICES_MAX] = {
	{0x09000000, 0x1000}, {0x0a000000, 0x4000}, {0x10000000, 0x200000}, {0x20010000, 0x20000}
};
const struct board_irq board_irqs[BOARD_IRQS_MAX] = {
	{33, 0}, {34, 0}, {48, 1}, {49, 1}, {63, 0}, {1019, 1}
};

static jmp_buf exit_jump;
static int exit_armed;

void window_refuses(const char *window, uint32_t number, const char *file, int line)
{
	fprintf(stderr, "%s window: there is none of number %u\n", window, number);
	check_fail(file, line, "access through a window of another type");
}

static void ram_map(void)
{
	void *window = slot_window;

	if (mmap(window, GRANULES * (size_t)GRANULE_BYTES, PROT_NONE,
	         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0) != window) {
		perror("mapping the fake RAM at the windows' address (tests/host/windows.S)");
		exit(2);
	}
	if (mprotect(window, FAKE_RAM_BYTES, PROT_READ | PROT_WRITE) != 0) {
		perror("mprotect of the fake RAM");
		exit(2);
	}
}

static void poison(uint32_t word, uint32_t words, int on)
{
	if (on && __asan_poison_memory_region != 0)
		__asan_poison_memory_region(&ram_window[word], words * 4ul);
	if (!on && __asan_unpoison_memory_region != 0)
		__asan_unpoison_memory_region(&ram_window[word], words * 4ul);
}

/* The kernel reads and writes links only; entries are the machine's. */
static void table_poison(uint32_t a, uint32_t n, uint32_t table_words)
{
	uint32_t w;

	for (w = a * GRANULE_WORDS; w < (a + n) * GRANULE_WORDS; w += table_words) {
		poison(w, table_words / 2, 1);
		poison(w + table_words / 2, table_words / 2, 0);
	}
}

void fake_type_set(uint32_t a, uint32_t n, uint32_t type)
{
	uint32_t i;

	granule_type_changes++;
	for (i = a; i < a + n; i++)
		granule_type[i] = (uint8_t)type;
	for (i = a / PAGE_GRANULES; i <= (a + n - 1) / PAGE_GRANULES; i++)
		page_type_changed[i] = 1;
	for (i = a / THREAD_GRANULES; type == CAP_THREAD && i <= (a + n - 1) / THREAD_GRANULES; i++)
		thread_made[i] = 1;
	if (type == CAP_VSPACE)
		table_poison(a, n, VSPACE_GRANULES * GRANULE_WORDS);
	else if (type == CAP_PAGE_TABLE)
		table_poison(a, n, PAGE_TABLE_GRANULES * GRANULE_WORDS);
	else
		poison(a * GRANULE_WORDS, n * GRANULE_WORDS,
		       type == TYPE_NOBODY || type == CAP_UNTYPED || type == TYPE_DEAD);
}

void fake_reset(void)
{
	static int mapped;
	uint32_t i;

	if (!mapped)
		ram_map();
	mapped = 1;
	fake_type_set(0, FAKE_GRANULES, TYPE_NOBODY);
	for (i = 0; i < FAKE_WORDS; i++)
		ram_window[i] = 0;
	fake = (struct fake_machine){.pending = IRQ_LINES, .taken = IRQ_LINES};
}

uint32_t fake_word(uint32_t w)
{
	return ram_window[w];
}

int fake_run(void (*f)(void))
{
	int exited = setjmp(exit_jump) != 0;

	exit_armed = 1;
	if (!exited)
		f();
	exit_armed = 0;
	return exited;
}

void machine_memory_clear(uint32_t a, uint32_t n)
{
	uint32_t i, w;

	CHECK(a > 0 && a < FAKE_GRANULES && n > 0 && n <= FAKE_GRANULES - a && n <= CLEAR_GRANULES);
	for (i = a; i < a + n; i++) {
		if (granule_type[i] != CAP_UNTYPED && granule_type[i] != TYPE_DEAD)
			inventory_retire();
		CHECK(granule_type[i] == CAP_UNTYPED || granule_type[i] == TYPE_DEAD);
	}
	for (w = a * GRANULE_WORDS; w < (a + n) * GRANULE_WORDS; w++)
		ram_window[w] = 0;
	fake_type_set(a, n, CAP_UNTYPED);
}

/* It is cleared memory up to now, or device registers: the fake's type map is that of RAM. */
void machine_retype(uint32_t a, uint32_t n, uint32_t type)
{
	uint32_t i, w;

	CHECK(type > CAP_UNTYPED && type <= CAP_FRAME && n > 0);
	if (a >= GRANULES) {
		CHECK(type == CAP_FRAME && n <= DEVICE_END - a);
		return;
	}
	CHECK(a > 0 && a < FAKE_GRANULES && n <= FAKE_GRANULES - a);
	for (i = a; i < a + n; i++)
		CHECK_EQUAL(granule_type[i], CAP_UNTYPED);
	for (w = a * GRANULE_WORDS; w < (a + n) * GRANULE_WORDS; w++)
		CHECK_EQUAL(ram_window[w], 0);
	fake_type_set(a, n, type);
}

void machine_console_put(uint32_t c)
{
	CHECK(c < 256);
	if (fake.console_length < sizeof fake.console - 1)
		fake.console[fake.console_length++] = (char)c;
}

void machine_exit(uint32_t code)
{
	fake.exited = 1;
	fake.exit_code = code;
	if (!exit_armed)
		check_fail(__FILE__, __LINE__, "the kernel stopped the machine");
	longjmp(exit_jump, 1);
}

void machine_counters_allow(uint32_t on)
{
	fake.counters = on;
}

uint32_t machine_irq_take(void)
{
	uint32_t irq = fake.pending;

	CHECK_EQUAL(fake.taken, IRQ_LINES);
	fake.taken = irq;
	fake.pending = IRQ_LINES;
	return irq;
}

void machine_irq_finish(uint32_t irq)
{
	CHECK_EQUAL(irq, fake.taken);
	fake.taken = IRQ_LINES;
}

void machine_irq_mask(uint32_t irq)
{
	CHECK(irq < IRQ_LINES);
	fake.unmasked[irq] = 0;
}

void machine_irq_unmask(uint32_t irq)
{
	CHECK(irq < IRQ_LINES);
	fake.unmasked[irq] = 1;
}

uint64_t machine_clock(void)
{
	return fake.clock;
}

void machine_timer_set(uint64_t when)
{
	fake.alarm = when;
	fake.timer_starts++;
}

void machine_vspace_activate(uint32_t v)
{
	CHECK(v == 0 || (v < VSPACES && type_is(v * VSPACE_GRANULES, CAP_VSPACE)));
	fake.vspace = v;
	fake.stale_count = 0;
}

void machine_thread_pointer(uint32_t value)
{
	fake.thread_pointer = value;
}

void machine_fpu_enable(uint32_t on)
{
	CHECK(on <= 1);
	fake.fpu_on = on;
}

void machine_fpu_save(uint32_t t)
{
	uint32_t i;

	CHECK(fake.fpu_on && thread_is(t));
	for (i = 0; i < FPU_WORDS; i++)
		thread_window[t].fpu_registers[i] = fake.fpu[i];
}

void machine_fpu_load(uint32_t t)
{
	uint32_t i;

	CHECK(fake.fpu_on && thread_is(t));
	for (i = 0; i < FPU_WORDS; i++)
		fake.fpu[i] = thread_window[t].fpu_registers[i];
}

static int is_entry_number(uint32_t w)
{
	return w < WORDS && ((w % 512 < 256 && type_is(w / GRANULE_WORDS, CAP_PAGE_TABLE))
	                     || (w % 4096 < 2048 && type_is(w / GRANULE_WORDS, CAP_VSPACE)));
}

/* A valid entry that changes may be in the TLB until it is flushed. */
void machine_entry_write(uint32_t w, uint32_t value)
{
	CHECK(is_entry_number(w));
	if (ram_window[w] != 0 && ram_window[w] != value) {
		CHECK(fake.stale_count < sizeof fake.stale / sizeof fake.stale[0]);
		/* A valid entry never becomes another valid one: ARM DDI 0406C B3.10.1. */
		CHECK_EQUAL(value, 0);
		fake.stale[fake.stale_count++] = w;
	}
	ram_window[w] = value;
}

/* The address bits that choose entry w are those of `address`. */
static int entry_serves(uint32_t w, uint32_t address)
{
	if (granule_type[w / GRANULE_WORDS] == CAP_VSPACE)
		return w % 4096 == address / SECTION_BYTES;
	return w % 512 == address / PAGE_BYTES % PAGE_TABLE_ENTRIES;
}

void machine_tlb_flush_page(uint32_t address)
{
	uint32_t i, kept = 0;

	CHECK(address < USER_END);
	for (i = 0; i < fake.stale_count; i++)
		if (!entry_serves(fake.stale[i], address))
			fake.stale[kept++] = fake.stale[i];
	fake.stale_count = kept;
}

void machine_tlb_flush(void)
{
	fake.stale_count = 0;
}

void machine_code_unify(uint32_t a, uint32_t n)
{
	CHECK(a > 0 && a < FAKE_GRANULES && n <= FAKE_GRANULES - a && granule_type[a] == CAP_FRAME);
	fake.unified += n;
}

static uint32_t entry_make(uint32_t kind, uint32_t page, uint32_t rights, uint32_t memory)
{
	CHECK(rights < 8 && memory <= MEMORY_DEVICE);
	CHECK_EQUAL(machine_address(page) % 2048, 0);
	return machine_address(page) + kind + rights * 8 + memory * 64;
}

struct fake_entry fake_entry_read(uint32_t value)
{
	struct fake_entry entry;

	entry.kind = value % 8;
	entry.address = value / 2048 * 2048;
	entry.rights = value / 8 % 8;
	entry.memory = value / 64 % 4;
	return entry;
}

uint32_t machine_entry_page(uint32_t page, uint32_t rights, uint32_t memory)
{
	return entry_make(FAKE_ENTRY_PAGE, page, rights, memory);
}

uint32_t machine_entry_large_page(uint32_t page, uint32_t rights, uint32_t memory)
{
	return entry_make(FAKE_ENTRY_LARGE, page, rights, memory);
}

uint32_t machine_entry_section(uint32_t page, uint32_t rights, uint32_t memory)
{
	return entry_make(FAKE_ENTRY_SECTION, page, rights, memory);
}

uint32_t machine_entry_page_table(uint32_t page)
{
	CHECK(page > 0 && page < FAKE_GRANULES);
	return entry_make(FAKE_ENTRY_TABLE, page, 0, 0);
}

uint32_t machine_address(uint32_t page)
{
	CHECK(page < DEVICE_END);
	if (page < GRANULES)
		return FAKE_RAM_BASE + page * GRANULE_BYTES;
	return (page - GRANULES) * GRANULE_BYTES;
}

uint32_t machine_idle_entry(void)
{
	return 0x80001000u;
}

/* As platform/arm has it: flags, Thumb, user mode. */
uint32_t machine_user_cpsr(uint32_t value)
{
	return (value & 0xf80f0020u) | 0x110u;
}

struct snapshot {
	struct kernel kernel;
	struct releases releases;
	struct account account;
	struct fake_machine fake;
	uint8_t type[FAKE_GRANULES];
	uint64_t ram[FAKE_RAM_BYTES / 8];
};

struct snapshot *snapshot_new(void)
{
	struct snapshot *s = malloc(sizeof *s);

	CHECK(s != 0);
	return s;
}

void snapshot_take(struct snapshot *s)
{
	const uint64_t *ram = (const uint64_t *)ram_window;
	uint32_t i;

	s->kernel = kernel;
	s->releases = releases;
	s->account = account;
	s->fake = fake;
	for (i = 0; i < FAKE_GRANULES; i++)
		s->type[i] = granule_type[i];
	for (i = 0; i < FAKE_RAM_BYTES / 8; i++)
		s->ram[i] = ram[i];
}

void snapshot_restore(const struct snapshot *s)
{
	uint64_t *ram = (uint64_t *)ram_window;
	uint32_t i, n;

	kernel = s->kernel;
	releases = s->releases;
	account = s->account;
	fake = s->fake;
	for (i = 0; i < FAKE_GRANULES; i += n) {
		for (n = 1; i + n < FAKE_GRANULES && s->type[i + n] == s->type[i]; n++)
			;
		fake_type_set(i, n, s->type[i]);
	}
	for (i = 0; i < FAKE_RAM_BYTES / 8; i++)
		ram[i] = s->ram[i];
}

static int differs(const void *before, const void *now, size_t n)
{
	return memcmp(before, now, n) != 0;
}

static uint32_t kernel_difference(const struct snapshot *s)
{
	if (differs(&s->kernel, &kernel, sizeof kernel))
		return FAKE_RAM_BYTES;
	if (differs(&s->releases, &releases, sizeof releases))
		return FAKE_RAM_BYTES + 1;
	if (differs(&s->account, &account, sizeof account))
		return FAKE_RAM_BYTES + 2;
	return UINT32_MAX;
}

uint32_t snapshot_difference(const struct snapshot *s, uint32_t except, uint32_t count)
{
	const uint64_t *ram = (const uint64_t *)ram_window;
	const uint32_t *before = (const uint32_t *)s->ram;
	uint32_t i, w;

	for (i = 0; i < FAKE_RAM_BYTES / 8; i++) {
		if (ram[i] == s->ram[i])
			continue;
		for (w = i * 2; w < i * 2 + 2; w++)
			if (ram_window[w] != before[w] && (w < except || w >= except + count))
				return w * 4;
	}
	return kernel_difference(s);
}

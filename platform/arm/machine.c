// SPDX-License-Identifier: Apache-2.0
/*
 * The processor: the first C function and the last, what an abort means, and
 * the functions of kernel/machine.h that are neither translation (mmu.c) nor a
 * device (gic.c, timer.c, pl011.c).
 *
 * References are to ARM DDI 0406C.  Registers of coprocessor 15 are in B4.1, in
 * alphabetical order of their names.
 */
#include "machine.h"
#include "board.h"
#include "boot.h"
#include "platform.h"
#include "syscall.h"

#define DFSR_WRITE (1u << 11)    /* WnR, B3.13.1 */
#define FSR_STATUS 0x40fu        /* FS[4], FS[3:0], B3.13.3 */
#define FSR_DEBUG 2u
#define CPSR_THUMB (1u << 5)
#define CPSR_FLAGS 0xf80f0000u   /* N Z C V Q, GE: B1.3.3 */
#define CPSR_IT 0x0600fc00u
#define MACHINE_USER_CPSR 0x110u /* user mode, interrupts on, asynchronous aborts masked: B1.3.3 */

_Static_assert(__builtin_offsetof(struct thread, registers) == 256 && sizeof(struct thread) == 1024,
               "vectors.S knows where a thread's registers are");

/* The kernel's own objects, which boot() lays out. */
static uint32_t machine_objects[BOOT_OBJECT_GRANULES * GRANULE_WORDS]
	__attribute__((aligned(THREAD_GRANULES * GRANULE_BYTES)));

/* What machine_start() is trying to reach, for the panic when it is not there. */
static const char *machine_probed;

static uint32_t granule(const void *p)
{
	return ((uint32_t)p - KERNEL_VIRTUAL) / GRANULE_BYTES;
}

static void machine_differs(const char *what)
{
	console_text("writ: this machine is not the board that the kernel was built for: ");
	console_text(what);
}

static void machine_agree(const char *what, uint32_t found, uint32_t expected)
{
	if (found == expected)
		return;
	machine_differs(what);
	console_text(" is ");
	console_hex(found);
	console_text(", the device tree says ");
	console_hex(expected);
	console_text("; mend the board's device tree or start the machine as board.toml does\n");
	machine_exit(1);
}

/* The last word of RAM is there: it holds what is written to it. */
static uint32_t ram_answers(void)
{
	volatile uint32_t *last = (uint32_t *)(KERNEL_VIRTUAL + (uint32_t)BOARD_RAM_BYTES) - 1;
	uint32_t before = *last;
	uint32_t answers;

	*last = 0x57524954;
	DSB();
	answers = *last == 0x57524954;
	*last = before;
	return answers;
}

/* The machine is the one that the device tree describes. */
static void machine_check(void)
{
	uint32_t midr, mmfr0, frequency;

	CP15_READ(midr, 0, c0, c0, 0);
	CP15_READ(mmfr0, 0, c0, c1, 4);
	CP15_READ(frequency, 0, c14, c0, 0);
	machine_probed = "the console";
	machine_agree("the console's part number", pl011_identity(), 0x011);
	machine_agree("the processor (MIDR, part number)", midr >> 4 & 0xfff, BOARD_CPU_PART);
	machine_agree("the privileged execute-never attribute (ID_MMFR0)", (mmfr0 & 15) >= 4, BOARD_PXN);
	machine_agree("the timer's frequency (CNTFRQ)", frequency, BOARD_CLOCK);
	machine_probed = "the end of RAM";
	machine_agree("the end of RAM", ram_answers(), 1);
	machine_probed = "the interrupt controller";
	machine_agree("the interrupt controller having enough lines (GICD_TYPER)",
	              gic_lines() >= BOARD_IRQ_END, 1);
}

static void size_say(const char *what, const char *start, const char *end)
{
	console_text(what);
	console_decimal((uint32_t)(end - start));
}

static void machine_say(void)
{
	size_say("writ: kernel text ", kernel_text, kernel_text_end);
	size_say(" rodata ", kernel_rodata, kernel_rodata_end);
	size_say(" memory ", (const char *)kernel_table, machine_image);
	console_text(" bytes; RAM ");
	console_decimal(BOARD_RAM_BYTES >> 20);
	console_text(" MiB\n");
}

uint32_t machine_start(void)
{
	mmu_start();
	fpu_start();
	pl011_start();
	machine_check();
	gic_start();
	machine_probed = 0;
	timer_start();
	machine_say();
	return boot(granule(machine_objects), granule(machine_image),
	            BOARD_RAM_BYTES / GRANULE_BYTES, granule(kernel_table));
}

static void register_say(const char *name, uint32_t value)
{
	console_text(name);
	console_hex(value);
}

void machine_panic(const uint32_t *frame, uint32_t what, uint32_t lr)
{
	static const char *const kinds[] = {
		"undefined instruction", "prefetch abort", "data abort", "unexpected exception"
	};
	uint32_t status, address, i;

	if (machine_probed != 0) {
		machine_differs(machine_probed);
		console_text(" does not answer; mend the board's device tree or start the machine as board.toml does\n");
		machine_exit(1);
	}
	if (what == PANIC_PREFETCH) {
		CP15_READ(status, 0, c5, c0, 1);
		CP15_READ(address, 0, c6, c0, 2);
	} else {
		CP15_READ(status, 0, c5, c0, 0);
		CP15_READ(address, 0, c6, c0, 0);
	}
	console_text("writ: panic: ");
	console_text(kinds[what]);
	register_say(" in the kernel: pc ", frame[0]);
	register_say(" cpsr ", frame[1]);
	register_say(" sp ", (uint32_t)(frame + 2));
	register_say(" lr ", lr);
	register_say(" fault status ", status);
	register_say(" fault address ", address);
	register_say(" thread ", kernel.current);
	console_text(" r0-r12");
	for (i = 0; i <= 12; i++)
		register_say(" ", frame[(int32_t)i - 15]);
	console_text("\n");
	machine_exit(127);
}

/* The preferred return address, B1.8.3, is the next instruction's: back to the one that failed.  Any
   instruction may be one of the FPU's while that is off; if it is not, it comes here again. */
uint32_t machine_undefined(void)
{
	uint32_t t = kernel.current;
	uint32_t thumb = THREAD(t).registers[REGISTER_CPSR] & CPSR_THUMB;

	THREAD(t).registers[REGISTER_PC] -= thumb ? 2 : 4;
	if (fpu_is_off())
		return fpu_entry();
	return undefined_entry();
}

/* IFSR, IFAR: B3.13.  A breakpoint instruction is a debug event, and has no IFAR. */
uint32_t machine_prefetch_abort(void)
{
	uint32_t status, address;

	CP15_READ(status, 0, c5, c0, 1);
	CP15_READ(address, 0, c6, c0, 2);
	if ((status & FSR_STATUS) == FSR_DEBUG)
		return debug_entry();
	return page_fault_entry(address, ACCESS_EXECUTE, status);
}

/* DFSR, DFAR: B3.13. */
uint32_t machine_data_abort(void)
{
	uint32_t status, address;

	CP15_READ(status, 0, c5, c0, 0);
	CP15_READ(address, 0, c6, c0, 0);
	return page_fault_entry(address, status & DFSR_WRITE ? ACCESS_WRITE : ACCESS_READ, status);
}

uint32_t machine_idle_entry(void)
{
	return (uint32_t)machine_idle_loop;
}

/* An IT state without Thumb would be unpredictable, A2.5.2. */
uint32_t machine_user_cpsr(uint32_t value)
{
	uint32_t kept = CPSR_FLAGS;

	if (value & CPSR_THUMB)
		kept |= CPSR_THUMB | CPSR_IT;
	return (value & kept) | MACHINE_USER_CPSR;
}

/* With the thread changes who may have begun an exclusive access, A3.4.4: no STREX of one
   thread may succeed by another's LDREX.  TPIDRURW, which user mode may write, says nothing
   of one thread to another. */
void machine_thread_pointer(uint32_t value)
{
	CP15_WRITE(value, 0, c13, c0, 3);
	CP15_WRITE(0, 0, c13, c0, 2);
	__asm__ volatile("clrex" : : : "memory");
}

/* PMUSERENR; the cycle counter runs once someone may read it: PMCR.E, PMCNTENSET.C, B4.1, C12. */
void machine_counters_allow(uint32_t on)
{
	CP15_WRITE(on != 0, 0, c9, c14, 0);
	CP15_WRITE(1, 0, c9, c12, 0);
	CP15_WRITE(0x80000000, 0, c9, c12, 1);
	ISB();
}

/* Data to the point of unification by DCCMVAU, then ICIALLU and BPIALL: B2.2.9, B3.18.6. */
void machine_code_unify(uint32_t a, uint32_t n)
{
	uint32_t address = KERNEL_VIRTUAL + a * GRANULE_BYTES;
	uint32_t end = address + n * GRANULE_BYTES;
	uint32_t ctr;

	CP15_READ(ctr, 0, c0, c0, 1);
	for (; address < end; address += 4u << (ctr >> 16 & 15)) /* DminLine, in words */
		CP15_WRITE(address, 0, c7, c11, 1);
	DSB();
	CP15_WRITE(0, 0, c7, c5, 0);
	CP15_WRITE(0, 0, c7, c5, 6);
	DSB();
	ISB();
}

void machine_retype(uint32_t a, uint32_t n, uint32_t type)
{
	(void)a;
	(void)n;
	(void)type;
	__asm__ volatile("" : : : "memory");
}

void machine_retype_device(uint32_t a, uint32_t n)
{
	(void)a;
	(void)n;
}

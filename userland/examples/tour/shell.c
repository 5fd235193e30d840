// SPDX-License-Identifier: Apache-2.0
/*
 * A shell on memory that its pager gives it: reads lines from the serial
 * driver and shows the system from the inside.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tour.h"
#include "writ/monitor.h"

#define PROMPT "writ> "
#define LINE_MAX 80
#define PAGE_SIZE 4096u
#define SLOTS (1u << LAYOUT_CNODE_RADIX)

/* Memory on demand: set by the system description. */
const volatile uint32_t region_start = 1;
const volatile uint32_t region_bytes = 1;

struct command {
	const char *name;
	void (*run)(const char *argument);
	const char *help;
};

static void help(const char *argument);

/* A whole number; `otherwise` where there is none. */
static unsigned long argument_number(const char *argument, unsigned long otherwise)
{
	char *end;
	unsigned long value = strtoul(argument, &end, 0);

	return end == argument ? otherwise : value;
}

static bool monitor_ask(uint32_t request, uint32_t word)
{
	microkit_msginfo answer;

	microkit_mr_set(0, word);
	answer = microkit_ppcall(CHANNEL_MONITOR, microkit_msginfo_new(request, 1));
	return microkit_msginfo_get_label(answer) == MONITOR_OK;
}

static void mem(const char *argument)
{
	(void)argument;
	if (monitor_ask(MONITOR_MEMORY, 0))
		printf("untyped memory: %lu of %lu KiB left\n", (unsigned long)microkit_mr_get(1),
		       (unsigned long)microkit_mr_get(0));
	(void)microkit_ppcall(CHANNEL_PAGER, microkit_msginfo_new(PAGER_USE, 0));
	printf("my pages: %lu of %lu; my pager's memory: %lu of %lu KiB used\n",
	       (unsigned long)microkit_mr_get(0), (unsigned long)microkit_mr_get(1),
	       (unsigned long)microkit_mr_get(3) / 1024, (unsigned long)microkit_mr_get(2) / 1024);
}

static void rights_print(uint32_t rights)
{
	static const char *const words[] = {"read", "write", "execute", "call", "grant"};

	for (uint32_t i = 0; i < 5; i++)
		if ((rights >> i & 1u) != 0)
			printf(" %s", words[i]);
}

static void caps(const char *argument)
{
	static const char *const types[] = {
		"null", "untyped", "cnode", "thread", "endpoint", "notification", "reply",
		"sched_context", "vspace", "page_table", "frame", "irq_handler", "machine",
	};
	struct writ_inspection found;

	(void)argument;
	for (uint32_t slot = 1; slot < SLOTS; slot++) {
		if (writ_inspect(writ_slot_own(slot), &found) != STATUS_OK || found.type == CAP_NULL)
			continue;
		printf("%3lu %-13s", (unsigned long)slot, found.type <= CAP_MACHINE ? types[found.type] : "?");
		if (found.type == CAP_ENDPOINT || found.type == CAP_NOTIFICATION)
			printf(" badge 0x%lx", (unsigned long)found.word0);
		rights_print(found.rights);
		printf("\n");
	}
}

static void ps(const char *argument)
{
	static const char *const states[] = {
		"stopped", "running", "sending", "calling", "receiving", "waiting", "awaiting a reply",
	};
	uint32_t domains = 0;

	(void)argument;
	if (monitor_ask(MONITOR_MEMORY, 0))
		domains = microkit_mr_get(2);
	for (uint32_t i = 0; i < domains && monitor_ask(MONITOR_DOMAIN, i); i++) {
		uint32_t state = microkit_mr_get(0), words[MONITOR_NAME_WORDS];

		for (uint32_t k = 0; k < MONITOR_NAME_WORDS; k++)
			words[k] = microkit_mr_get(MESSAGE_REGISTERS + k);
		printf("%-12.32s priority %2lu  pc 0x%08lx  %s%s\n", (const char *)words,
		       (unsigned long)microkit_mr_get(1), (unsigned long)microkit_mr_get(2),
		       state < 7 ? states[state] : "?", microkit_mr_get(3) != 0 ? " (fault)" : "");
	}
}

static void touch(const char *argument)
{
	unsigned long count = argument_number(argument, 1), most = region_bytes / PAGE_SIZE;

	for (unsigned long i = 0; i < count && i < most; i++)
		*(volatile uint32_t *)(region_start + i * PAGE_SIZE) = (uint32_t)i;
	printf("touched %lu pages\n", count < most ? count : most);
}

static void fault_now(const char *argument)
{
	volatile uint32_t *volatile nowhere = NULL;

	(void)argument;
	printf("the answer is %lu\n", (unsigned long)*nowhere);
}

static void leave(const char *argument)
{
	unsigned long status = argument_number(argument, 0);

	if (status > 255) {
		printf("exit: a status is 0 to 255\n");
		return;
	}
	(void)microkit_ppcall(CHANNEL_UART, microkit_msginfo_new(UART_FLUSH, 0));
	(void)writ_machine_exit(LAYOUT_MACHINE, (uint32_t)status);
	printf("exit: refused\n");
}

static const struct command commands[] = {
	{"help", help, "this list"},
	{"mem", mem, "untyped memory, and the pages that I have"},
	{"caps", caps, "my capabilities, by slot"},
	{"ps", ps, "the protection domains"},
	{"touch", touch, "N: write to N pages of my memory on demand"},
	{"fault", fault_now, "read from address 0"},
	{"exit", leave, "N: stop the machine with status N"},
};
#define COMMANDS (sizeof commands / sizeof commands[0])

static void help(const char *argument)
{
	(void)argument;
	for (uint32_t i = 0; i < COMMANDS; i++)
		printf("%-6s %s\n", commands[i].name, commands[i].help);
}

static void line_run(char *line)
{
	char *argument;

	line += strspn(line, " ");
	argument = line + strcspn(line, " ");
	if (*argument != '\0')
		*argument++ = '\0';
	if (*line == '\0')
		return;
	for (uint32_t i = 0; i < COMMANDS; i++) {
		if (strcmp(line, commands[i].name) == 0) {
			commands[i].run(argument);
			return;
		}
	}
	printf("%s: no such command; type help\n", line);
}

static void character_take(char character)
{
	static char line[LINE_MAX + 1];
	static uint32_t length;

	if (character == '\r' || character == '\n') {
		printf("\n");
		line[length] = '\0';
		length = 0;
		line_run(line);
		printf(PROMPT);
	} else if (character == '\b' || character == 0x7f) {
		if (length > 0) {
			length--;
			printf("\b \b");
		}
	} else if (character >= ' ' && length < LINE_MAX) {
		line[length++] = character;
		putchar(character);
	}
}

void init(void)
{
	printf("shell: ready; type help\n" PROMPT);
	console_flush();
}

void notified(microkit_channel ch)
{
	char text[LINE_MAX];
	uint32_t count;

	if (ch != CHANNEL_UART)
		return;
	while ((count = console_read(text, sizeof text)) > 0) {
		for (uint32_t i = 0; i < count; i++)
			character_take(text[i]);
		console_flush();
	}
}

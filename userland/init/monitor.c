// SPDX-License-Identifier: Apache-2.0
/*
 * What stays of the root task: it answers what the domains with a monitor
 * channel ask (monitor.h), it takes the time of passive domains that have
 * started, and it handles the faults of domains without a parent, by saying
 * what happened and stopping them.
 */
#include <stdio.h>
#include <string.h>

#include "userland/init/init.h"
#include "writ/monitor.h"

static void memory_answer(const struct blob_header *blob, struct writ_message *message)
{
	message->words[0] = untyped_all();
	message->words[1] = untyped_left();
	message->words[2] = blob->domain_count;
	message->info = writ_info(MONITOR_OK, 3);
}

static void domain_answer(uint32_t domain, struct writ_message *message)
{
	const char *name = blob_text(blob_domain(domain)->name);
	struct writ_thread_state state;
	uint32_t words[MONITOR_NAME_WORDS] = {0};

	init_check(writ_thread_status(domain_slot(domain, DOMAIN_THREAD), &state), name, "asking for its state");
	strncpy((char *)words, name, sizeof words - 1);
	for (uint32_t i = 0; i < MONITOR_NAME_WORDS; i++)
		writ_message_buffer[MESSAGE_REGISTERS + i] = words[i];
	message->words[0] = state.state;
	message->words[1] = state.priority;
	message->words[2] = state.pc;
	message->words[3] = state.fault;
	message->info = writ_info(MONITOR_OK, MESSAGE_REGISTERS + MONITOR_NAME_WORDS);
}

static void request_answer(const struct blob_header *blob, struct writ_message *message)
{
	uint32_t label = writ_info_label(message->info);
	uint32_t length = writ_info_length(message->info);

	if (label == MONITOR_MEMORY)
		memory_answer(blob, message);
	else if (label == MONITOR_DOMAIN && length > 0 && message->words[0] < blob->domain_count)
		domain_answer(message->words[0], message);
	else
		message->info = writ_info(MONITOR_UNKNOWN, 0);
}

/* A domain without a parent has faulted: say so, and stop it. */
static void fault_report(uint32_t domain, const struct writ_message *message)
{
	static const char *const access[] = {"read of", "write to", "execution of"};
	const char *name = blob_text(blob_domain(domain)->name);
	unsigned long address = message->words[0], instruction = message->words[1];
	uint32_t kind = message->words[2] <= ACCESS_EXECUTE ? message->words[2] : ACCESS_READ;

	if (writ_info_label(message->info) == FAULT_PAGE)
		printf("init: %s: page fault: %s 0x%08lx at 0x%08lx; stopped\n", name, access[kind], address,
		       instruction);
	else if (writ_info_label(message->info) == FAULT_UNDEFINED)
		printf("init: %s: undefined instruction at 0x%08lx; stopped\n", name, instruction);
	else
		printf("init: %s: fault %lu at 0x%08lx; stopped\n", name,
		       (unsigned long)writ_info_label(message->info), instruction);
	init_check(writ_thread_suspend(domain_slot(domain, DOMAIN_THREAD)), name, "stopping it");
}

void monitor_serve(const struct blob_header *blob)
{
	struct writ_message message = {0};
	uint32_t result = writ_recv(slot_endpoint, slot_reply, &message);

	for (;;) {
		uint32_t badge = (uint32_t)message.badge;

		init_check(result, "root task", "receiving");
		if (writ_info_kind(message.info) == KIND_CALL) {
			request_answer(blob, &message);
			result = writ_reply_recv(slot_endpoint, slot_reply, &message);
			continue;
		}
		if (writ_info_kind(message.info) == KIND_SEND && badge < blob->domain_count)
			domain_time_take(badge);
		if (writ_info_kind(message.info) == KIND_FAULT && badge - LAYOUT_BADGE_CHILD < blob->domain_count)
			fault_report(badge - LAYOUT_BADGE_CHILD, &message);
		result = writ_recv(slot_endpoint, slot_reply, &message);
	}
}

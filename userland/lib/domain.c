// SPDX-License-Identifier: Apache-2.0
/*
 * The runtime of a protection domain: see microkit.h.
 *
 * Everything arrives at one endpoint: calls and faults through capabilities
 * whose badge names the sender, signals through the notification that is bound
 * to the thread.  Message words 0..3 are kept in the IPC buffer, where the
 * kernel has no use for them, so that word i is at the same place for all i.
 */
#include <microkit.h>

#include <stdio.h>

#include "writ/console.h"

/* It has a value, so that it lies in .data, where the layout can set it. */
char microkit_name[MICROKIT_PD_NAME_LENGTH] = "domain";

const volatile uint32_t writ_console_machine = LAYOUT_MACHINE;

/* Channels to notify and interrupts to acknowledge when the entry returns. */
static uint64_t deferred_notify;
static uint64_t deferred_ack;

static void domain_crash(void)
{
	__asm__ volatile("udf #1");
}

static void words_load(struct writ_message *message)
{
	for (uint32_t i = 0; i < MESSAGE_REGISTERS; i++)
		message->words[i] = writ_message_buffer[i];
}

static void words_store(const struct writ_message *message)
{
	for (uint32_t i = 0; i < MESSAGE_REGISTERS; i++)
		writ_message_buffer[i] = message->words[i];
}

void microkit_notify(microkit_channel ch)
{
	(void)writ_signal(LAYOUT_CHANNEL_NOTIFICATION + ch);
}

void microkit_irq_ack(microkit_channel ch)
{
	(void)writ_irq_acknowledge(LAYOUT_CHANNEL_IRQ + ch);
}

void microkit_deferred_notify(microkit_channel ch)
{
	deferred_notify |= 1ull << ch;
}

void microkit_deferred_irq_ack(microkit_channel ch)
{
	deferred_ack |= 1ull << ch;
}

microkit_msginfo microkit_ppcall(microkit_channel ch, microkit_msginfo msginfo)
{
	struct writ_message message = {.info = msginfo.words[0]};

	words_load(&message);
	if (writ_call(LAYOUT_CHANNEL_ENDPOINT + ch, &message) != STATUS_OK)
		domain_crash();
	words_store(&message);
	return (microkit_msginfo){{message.info}};
}

void microkit_pd_stop(microkit_child pd)
{
	(void)writ_thread_suspend(LAYOUT_CHILD_THREAD + pd);
}

void microkit_pd_restart(microkit_child pd, seL4_Word entry_point)
{
	uint32_t start[2] = {entry_point & ~1u, (entry_point & 1u) != 0 ? 0x30u : 0x10u};

	microkit_pd_stop(pd);
	(void)writ_thread_write_registers(LAYOUT_CHILD_THREAD + pd, REGISTER_PC, 2, start);
	(void)writ_thread_resume(LAYOUT_CHILD_THREAD + pd);
}

void microkit_dbg_putc(int c)
{
	putchar(c);
}

void microkit_dbg_puts(const char *s)
{
	fputs(s, stdout);
}

void microkit_dbg_put32(uint32_t x)
{
	printf("%lu", (unsigned long)x);
}

/* A domain that nobody is meant to call answers with an empty message. */
__attribute__((weak)) microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
	(void)ch;
	(void)msginfo;
	return microkit_msginfo_new(0, 0);
}

__attribute__((weak)) seL4_Bool fault(microkit_child child, microkit_msginfo msginfo,
                                      microkit_msginfo *reply_msginfo)
{
	(void)child;
	(void)msginfo;
	(void)reply_msginfo;
	return seL4_False;
}

static void deferred_do(void)
{
	for (uint32_t ch = 0; deferred_notify != 0 && ch < LAYOUT_CHANNELS; ch++)
		if ((deferred_notify >> ch & 1u) != 0)
			microkit_notify(ch);
	for (uint32_t ch = 0; deferred_ack != 0 && ch < LAYOUT_CHANNELS; ch++)
		if ((deferred_ack >> ch & 1u) != 0)
			microkit_irq_ack(ch);
	deferred_notify = 0;
	deferred_ack = 0;
}

static void notify_all(uint64_t channels)
{
	while (channels != 0) {
		notified((microkit_channel)__builtin_ctzll(channels));
		channels &= channels - 1u;
	}
}

/* Runs the entry for a message that arrived; true if `message` is to be sent as the answer. */
static bool message_handle(struct writ_message *message)
{
	uint32_t kind = writ_info_kind(message->info);
	microkit_msginfo info = {{message->info}};
	microkit_msginfo reply = microkit_msginfo_new(FAULT_RESUME, 0);
	bool answer = false;

	words_store(message);
	if (kind == KIND_NOTIFICATION) {
		notify_all(message->badge);
	} else if (kind == KIND_FAULT) {
		answer = fault((microkit_child)message->badge - LAYOUT_BADGE_CHILD, info, &reply);
	} else if (kind == KIND_CALL) {
		reply = protected((microkit_channel)message->badge, info);
		answer = true;
	}
	message->info = reply.words[0];
	words_load(message);
	deferred_do();
	return answer;
}

/* Is this a passive domain that has time of its own still?  The root task takes both at once. */
static bool time_left(void)
{
	struct writ_inspection found;

	return writ_inspect(writ_slot_own(LAYOUT_READY), &found) == STATUS_OK && found.type == CAP_ENDPOINT;
}

/*
 * Answers, if that is wanted, and receives.  A passive domain says in the same call that it waits, and with
 * that its time is taken, unless somebody called before: then it has that call, and says so once more.
 */
static uint32_t message_next(struct writ_message *message, bool answer)
{
	static bool settled;

	settled = settled || !time_left();
	if (settled && answer)
		return writ_reply_recv(LAYOUT_ENDPOINT, LAYOUT_REPLY, message);
	if (settled)
		return writ_recv(LAYOUT_ENDPOINT, LAYOUT_REPLY, message);
	if (answer)
		(void)writ_nbsend(LAYOUT_REPLY, message);
	*message = (struct writ_message){0};
	return writ_nbsend_recv(LAYOUT_READY, LAYOUT_ENDPOINT, LAYOUT_REPLY, message);
}

int main(void)
{
	struct writ_message message = {0};
	bool answer = false;

	init();
	deferred_do();
	for (;;) {
		if (message_next(&message, answer) != STATUS_OK)
			domain_crash();
		answer = message_handle(&message);
	}
}

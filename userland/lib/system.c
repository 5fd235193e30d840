// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's calls: puts arguments where kernel/abi.h wants them.
 */
#include "writ/system.h"

const char *writ_status_name(uint32_t result)
{
	static const char *const names[] = {
		"ok", "invalid call", "invalid capability", "invalid argument", "out of range", "no right",
		"no memory", "occupied", "not aligned", "not mapped", "too deep", "would block",
		"cancelled", "restart",
	};
	uint32_t status = writ_status(result);

	return status < sizeof names / sizeof names[0] ? names[status] : "unknown status";
}

/* r8 is `receive`. */
static uint32_t message_trap(uint32_t call, uint32_t capability, uint32_t reply, uint32_t receive,
                             const struct writ_message *in, struct writ_message *out)
{
	struct writ_registers r = {{
		capability, in->info, in->words[0], in->words[1], in->words[2], in->words[3], reply, call, receive,
	}};

	writ_trap(&r);
	if (out != 0 && r.r[0] == STATUS_OK) {
		out->info = r.r[1];
		for (uint32_t i = 0; i < MESSAGE_REGISTERS; i++)
			out->words[i] = r.r[2 + i];
		out->badge = (uint64_t)r.r[7] << 32 | r.r[6];
	}
	return r.r[0];
}

uint32_t writ_call(uint32_t endpoint, struct writ_message *message)
{
	return message_trap(CALL_CALL, endpoint, 0, 0, message, message);
}

uint32_t writ_send(uint32_t capability, const struct writ_message *message)
{
	return message_trap(CALL_SEND, capability, 0, 0, message, 0);
}

uint32_t writ_nbsend(uint32_t capability, const struct writ_message *message)
{
	return message_trap(CALL_NBSEND, capability, 0, 0, message, 0);
}

uint32_t writ_recv(uint32_t endpoint, uint32_t reply, struct writ_message *message)
{
	return message_trap(CALL_RECV, endpoint, reply, 0, message, message);
}

uint32_t writ_nbrecv(uint32_t endpoint, uint32_t reply, struct writ_message *message)
{
	return message_trap(CALL_NBRECV, endpoint, reply, 0, message, message);
}

uint32_t writ_reply_recv(uint32_t endpoint, uint32_t reply, struct writ_message *message)
{
	return message_trap(CALL_REPLY_RECV, endpoint, reply, 0, message, message);
}

uint32_t writ_nbsend_recv(uint32_t capability, uint32_t endpoint, uint32_t reply, struct writ_message *message)
{
	return message_trap(CALL_NBSEND_RECV, capability, reply, endpoint, message, message);
}

static void message_add(struct writ_message *message, volatile uint32_t *buffer, uint32_t capability,
                        uint32_t gift)
{
	uint32_t k = writ_info_capabilities(message->info);

	if (k == MESSAGE_CAPS_MAX)
		return;
	buffer[IPC_BUFFER_CAPS + k] = capability;
	buffer[IPC_BUFFER_GIFTS] = (buffer[IPC_BUFFER_GIFTS] & ~(1u << k)) | gift << k;
	message->info += 1u << 7;
}

void writ_message_lend(struct writ_message *message, volatile uint32_t *buffer, uint32_t capability)
{
	message_add(message, buffer, capability, 0);
}

void writ_message_give(struct writ_message *message, volatile uint32_t *buffer, uint32_t capability)
{
	message_add(message, buffer, capability, 1);
}

void writ_receive_slots(volatile uint32_t *buffer, struct writ_slot first)
{
	buffer[IPC_BUFFER_RECEIVE] = first.root;
	buffer[IPC_BUFFER_RECEIVE + 1] = first.index;
	buffer[IPC_BUFFER_RECEIVE + 2] = first.depth;
}

static uint32_t word_trap(uint32_t call, uint32_t capability, uint64_t *word)
{
	struct writ_registers r = {{capability, [7] = call}};

	writ_trap(&r);
	if (word != 0 && r.r[0] == STATUS_OK)
		*word = (uint64_t)r.r[7] << 32 | r.r[6];
	return r.r[0];
}

uint32_t writ_signal(uint32_t notification)
{
	return word_trap(CALL_SIGNAL, notification, 0);
}

uint32_t writ_wait(uint32_t notification, uint64_t *word)
{
	return word_trap(CALL_WAIT, notification, word);
}

uint32_t writ_poll(uint32_t notification, uint64_t *word)
{
	return word_trap(CALL_POLL, notification, word);
}

void writ_yield(void)
{
	(void)word_trap(CALL_YIELD, 0, 0);
}

uint32_t writ_invoke(uint32_t capability, uint32_t operation, const uint32_t arguments[8],
                     uint32_t results[4])
{
	const uint32_t *a = arguments;
	struct writ_registers r = {{
		capability, operation, a[0], a[1], a[2], a[3], a[4], CALL_INVOKE, a[5], a[6], a[7],
	}};

	writ_trap(&r);
	for (uint32_t i = 0; results != 0 && i < 4; i++)
		results[i] = r.r[2 + i];
	return r.r[0];
}

/* An operation whose results nobody asks for. */
#define INVOKE(capability, operation, ...) \
	writ_invoke(capability, operation, (const uint32_t[8]){__VA_ARGS__}, 0)

uint32_t writ_retype(uint32_t untyped, uint32_t type, uint32_t size, struct writ_slot to, uint32_t n)
{
	return INVOKE(untyped, UNTYPED_RETYPE, type, size, to.root, to.index, to.depth, n);
}

uint32_t writ_copy(struct writ_slot from, struct writ_slot to, uint32_t rights)
{
	return INVOKE(to.root, CNODE_COPY, to.index, to.depth, from.root, from.index, from.depth, rights);
}

uint32_t writ_mint(struct writ_slot from, struct writ_slot to, uint32_t rights, uint64_t badge)
{
	return INVOKE(to.root, CNODE_MINT, to.index, to.depth, from.root, from.index, from.depth, rights,
	              (uint32_t)badge, (uint32_t)(badge >> 32));
}

uint32_t writ_move(struct writ_slot from, struct writ_slot to)
{
	return INVOKE(to.root, CNODE_MOVE, to.index, to.depth, from.root, from.index, from.depth);
}

uint32_t writ_mutate(struct writ_slot from, struct writ_slot to, uint64_t badge)
{
	return INVOKE(to.root, CNODE_MUTATE, to.index, to.depth, from.root, from.index, from.depth, 0,
	              (uint32_t)badge, (uint32_t)(badge >> 32));
}

uint32_t writ_exchange(struct writ_slot a, struct writ_slot b)
{
	return INVOKE(a.root, CNODE_EXCHANGE, a.index, a.depth, b.root, b.index, b.depth);
}

uint32_t writ_delete(struct writ_slot slot)
{
	return INVOKE(slot.root, CNODE_DELETE, slot.index, slot.depth);
}

uint32_t writ_revoke(struct writ_slot slot)
{
	return INVOKE(slot.root, CNODE_REVOKE, slot.index, slot.depth);
}

uint32_t writ_cancel_badged_sends(struct writ_slot slot)
{
	return INVOKE(slot.root, CNODE_CANCEL_BADGED_SENDS, slot.index, slot.depth, 0);
}

uint32_t writ_inspect(struct writ_slot slot, struct writ_inspection *inspection)
{
	uint32_t r[4];
	uint32_t result = writ_invoke(slot.root, CNODE_INSPECT,
	                              (const uint32_t[8]){slot.index, slot.depth}, r);

	if (result == STATUS_OK)
		*inspection = (struct writ_inspection){
			.type = r[0] & 0xffu, .rights = r[0] >> 8 & 0xffu, .depth = r[0] >> 16,
			.bytes = r[1], .word0 = r[2], .word1 = r[3],
		};
	return result;
}

uint32_t writ_thread_configure(uint32_t thread, const struct writ_thread_setting *s)
{
	return INVOKE(thread, THREAD_CONFIGURE, s->cspace, s->vspace, s->fault, s->buffer,
	              s->buffer_address, s->timeout);
}

uint32_t writ_thread_set_priority(uint32_t thread, uint32_t priority, uint32_t ceiling)
{
	return INVOKE(thread, THREAD_SET_PRIORITY, priority, ceiling);
}

uint32_t writ_thread_write_registers(uint32_t thread, uint32_t first, uint32_t count,
                                     const uint32_t *values)
{
	uint32_t arguments[8] = {first, count};

	for (uint32_t i = 0; i < count && i < 6; i++)
		arguments[2 + i] = values[i];
	return writ_invoke(thread, THREAD_WRITE_REGISTERS, arguments, 0);
}

uint32_t writ_thread_read_registers(uint32_t thread, uint32_t first, uint32_t values[4])
{
	return writ_invoke(thread, THREAD_READ_REGISTERS, (const uint32_t[8]){first}, values);
}

uint32_t writ_thread_resume(uint32_t thread)
{
	return INVOKE(thread, THREAD_RESUME, 0);
}

uint32_t writ_thread_suspend(uint32_t thread)
{
	return INVOKE(thread, THREAD_SUSPEND, 0);
}

uint32_t writ_thread_status(uint32_t thread, struct writ_thread_state *state)
{
	uint32_t r[4];
	uint32_t result = writ_invoke(thread, THREAD_STATUS, (const uint32_t[8]){0}, r);

	if (result == STATUS_OK)
		*state = (struct writ_thread_state){r[0], r[1], r[2], r[3]};
	return result;
}

uint32_t writ_thread_bind_notification(uint32_t thread, uint32_t notification)
{
	return INVOKE(thread, THREAD_BIND_NOTIFICATION, notification);
}

uint32_t writ_sched_context_configure(uint32_t context, uint32_t machine, uint32_t budget, uint32_t period)
{
	return INVOKE(context, SCHED_CONTEXT_CONFIGURE, machine, budget, period);
}

uint32_t writ_sched_context_bind(uint32_t context, uint32_t thread)
{
	return INVOKE(context, SCHED_CONTEXT_BIND, thread);
}

uint32_t writ_sched_context_unbind(uint32_t context)
{
	return INVOKE(context, SCHED_CONTEXT_UNBIND, 0);
}

uint32_t writ_sched_context_consumed(uint32_t context, uint64_t *counts)
{
	uint32_t r[4];
	uint32_t result = writ_invoke(context, SCHED_CONTEXT_CONSUMED, (const uint32_t[8]){0}, r);

	if (result == STATUS_OK)
		*counts = (uint64_t)r[1] << 32 | r[0];
	return result;
}

uint32_t writ_page_table_map(uint32_t table, uint32_t vspace, uint32_t address)
{
	return INVOKE(table, PAGE_TABLE_MAP, vspace, address);
}

uint32_t writ_page_table_unmap(uint32_t table)
{
	return INVOKE(table, PAGE_TABLE_UNMAP, 0);
}

uint32_t writ_frame_map(uint32_t frame, uint32_t vspace, uint32_t address, uint32_t rights,
                        uint32_t memory)
{
	return INVOKE(frame, FRAME_MAP, vspace, address, rights, memory);
}

uint32_t writ_frame_unmap(uint32_t frame)
{
	return INVOKE(frame, FRAME_UNMAP, 0);
}

uint32_t writ_frame_address(uint32_t frame, uint32_t *physical)
{
	uint32_t r[4];
	uint32_t result = writ_invoke(frame, FRAME_ADDRESS, (const uint32_t[8]){0}, r);

	if (result == STATUS_OK)
		*physical = r[0];
	return result;
}

uint32_t writ_irq_bind(uint32_t handler, uint32_t notification)
{
	return INVOKE(handler, IRQ_BIND, notification);
}

uint32_t writ_irq_acknowledge(uint32_t handler)
{
	return INVOKE(handler, IRQ_ACKNOWLEDGE, 0);
}

uint32_t writ_irq_unbind(uint32_t handler)
{
	return INVOKE(handler, IRQ_UNBIND, 0);
}

uint32_t writ_machine_put(uint32_t machine, char character)
{
	return INVOKE(machine, MACHINE_PUT, (unsigned char)character);
}

uint32_t writ_machine_exit(uint32_t machine, uint32_t status)
{
	return INVOKE(machine, MACHINE_EXIT, status);
}

uint32_t writ_machine_counters(uint32_t machine, uint32_t on)
{
	return INVOKE(machine, MACHINE_COUNTERS, on);
}

// SPDX-License-Identifier: Apache-2.0
/*
 * A driver for the PL011 serial line (ARM DDI 0183), in user mode: it has the
 * device's page of registers, its interrupt, and nothing else.
 *
 *     typed  --interrupt--> received ring --UART_READ--> shell
 *     shell, pager --UART_WRITE--> sending ring --interrupt--> line
 */
#include "tour.h"

#define CHANNEL_IRQ 0
#define CHANNEL_SHELL 1

#define REGISTER_DATA 0x00u
#define REGISTER_FLAGS 0x18u
#define REGISTER_CONTROL 0x30u
#define REGISTER_MASK 0x38u
#define REGISTER_CLEAR 0x44u
#define FLAG_BUSY 0x08u
#define FLAG_RECEIVE_EMPTY 0x10u
#define FLAG_SEND_FULL 0x20u
#define CONTROL_ENABLE 0x301u    /* UART, sender, receiver */
#define IRQ_RECEIVE 0x50u        /* receive FIFO filled, or not emptied for a while */
#define IRQ_SEND 0x20u
#define IRQ_ALL 0x7ffu

#define RING_BYTES 1024u         /* a power of two */

struct ring {
	uint32_t head; /* bytes ever taken out */
	uint32_t tail; /* bytes ever put in */
	uint8_t bytes[RING_BYTES];
};

/* Where the registers are mapped: set by the system description. */
const volatile uint32_t uart_registers = 1;

static struct ring received;
static struct ring sending;

static volatile uint32_t *device(uint32_t offset)
{
	return (volatile uint32_t *)(uart_registers + offset);
}

static bool ring_empty(const struct ring *ring)
{
	return ring->head == ring->tail;
}

static bool ring_full(const struct ring *ring)
{
	return ring->tail - ring->head == RING_BYTES;
}

static void ring_put(struct ring *ring, uint8_t byte)
{
	ring->bytes[ring->tail++ % RING_BYTES] = byte;
}

static uint8_t ring_take(struct ring *ring)
{
	return ring->bytes[ring->head++ % RING_BYTES];
}

/* Moves what fits into the device; it interrupts when it has room for the rest. */
static void send_some(void)
{
	while (!ring_empty(&sending) && (*device(REGISTER_FLAGS) & FLAG_SEND_FULL) == 0)
		*device(REGISTER_DATA) = ring_take(&sending);
	*device(REGISTER_MASK) = IRQ_RECEIVE | (ring_empty(&sending) ? 0u : IRQ_SEND);
}

/* Takes everything that was received; what finds no room in the ring is lost. */
static void receive_all(void)
{
	while ((*device(REGISTER_FLAGS) & FLAG_RECEIVE_EMPTY) == 0) {
		uint8_t byte = (uint8_t)*device(REGISTER_DATA);

		if (!ring_full(&received))
			ring_put(&received, byte);
	}
}

void init(void)
{
	/* The FIFOs stay as the loader left them: turning them on or off would empty them. */
	*device(REGISTER_CONTROL) |= CONTROL_ENABLE;
	*device(REGISTER_CLEAR) = IRQ_ALL;
	*device(REGISTER_MASK) = IRQ_RECEIVE;
	receive_all();
	microkit_irq_ack(CHANNEL_IRQ);
	if (!ring_empty(&received))
		microkit_notify(CHANNEL_SHELL);
}

void notified(microkit_channel ch)
{
	if (ch != CHANNEL_IRQ)
		return;
	*device(REGISTER_CLEAR) = IRQ_ALL;
	receive_all();
	send_some();
	microkit_irq_ack(ch);
	if (!ring_empty(&received))
		microkit_notify(CHANNEL_SHELL);
}

/* The text of a UART_WRITE; waits for the device only while the ring is full. */
static void text_send(uint32_t words)
{
	uint32_t length = microkit_mr_get(0);

	if (words == 0 || length > (words - 1) * 4)
		return;
	for (uint32_t i = 0; i < length; i++) {
		while (ring_full(&sending))
			send_some();
		ring_put(&sending, (uint8_t)(microkit_mr_get(1 + i / 4) >> 8 * (i % 4)));
	}
	send_some();
}

static microkit_msginfo text_receive(uint32_t most)
{
	uint32_t count = 0, word = 0;

	while (count < most && count < UART_TEXT_MAX && !ring_empty(&received)) {
		word |= (uint32_t)ring_take(&received) << 8 * (count % 4);
		microkit_mr_set(1 + count / 4, word);
		count++;
		if (count % 4 == 0)
			word = 0;
	}
	microkit_mr_set(0, count);
	return microkit_msginfo_new(UART_READ, 1 + (count + 3) / 4);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
	uint32_t words = microkit_msginfo_get_count(msginfo);
	microkit_msginfo answer = microkit_msginfo_new(0, 0);

	switch (microkit_msginfo_get_label(msginfo)) {
	case UART_WRITE:
		text_send(words);
		break;
	case UART_READ:
		if (ch == CHANNEL_SHELL && words > 0)
			answer = text_receive(microkit_mr_get(0));
		break;
	case UART_FLUSH:
		while (!ring_empty(&sending) || (*device(REGISTER_FLAGS) & FLAG_BUSY) != 0)
			send_some();
		break;
	default:
		break;
	}
	return answer;
}

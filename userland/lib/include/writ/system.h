// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's calls, as C functions: one for every call and operation of
 * kernel/abi.h.
 *
 * All of them but the two without a result return `status | argument << 8`:
 * take it apart with writ_status and writ_argument.  Argument 0 is the invoked
 * capability, argument k the k-th argument of the operation in kernel/abi.h.
 * Every function can answer STATUS_INVALID_CAPABILITY (0) for an empty slot or
 * a capability of the wrong type and STATUS_NO_RIGHT (0); what else it can
 * answer stands above it.  A call that is refused changes nothing.
 */
#ifndef WRIT_SYSTEM_H
#define WRIT_SYSTEM_H

#include <stdint.h>

#include "kernel/abi.h"
#include "kernel/status.h"

/* r0..r10 as they are before and after `svc #0`. */
struct writ_registers {
	uint32_t r[11];
};

void writ_trap(struct writ_registers *registers);

static inline uint32_t writ_status(uint32_t result) { return result & 0xffu; }
static inline uint32_t writ_argument(uint32_t result) { return result >> 8 & 0xffu; }

/* The name of a status, for people. */
const char *writ_status_name(uint32_t result);

/* --- Messages ------------------------------------------------------------ */

/* Words 4 and up lie in the IPC buffer: writ_message_buffer. */
struct writ_message {
	uint32_t info;
	uint32_t words[MESSAGE_REGISTERS];
	uint64_t badge; /* of the capability that the sender used; written on receiving */
};

/* Where the calling program's IPC buffer is mapped. */
#define writ_message_buffer ((volatile uint32_t *)ROOT_IPC_BUFFER_ADDRESS)

static inline uint32_t writ_info(uint32_t label, uint32_t length)
{
	return label << 12 | length;
}

static inline uint32_t writ_info_label(uint32_t info) { return info >> 12; }
static inline uint32_t writ_info_kind(uint32_t info) { return info >> 9 & 7u; }
static inline uint32_t writ_info_length(uint32_t info) { return info & 0x7fu; }
/* How many capabilities arrived. */
static inline uint32_t writ_info_capabilities(uint32_t info) { return info >> 7 & 3u; }


/*
 * Send through an endpoint and wait for the reply, which replaces the message.
 * The capability needs RIGHT_CALL.
 * STATUS_INVALID_ARGUMENT (1): longer than MESSAGE_WORDS_MAX.  STATUS_NO_RIGHT (1): it brings
 * capabilities, and the endpoint's lacks RIGHT_GRANT.  Without an IPC buffer on both
 * sides no more than the four words in registers arrive.
 * STATUS_CANCELLED: the endpoint or the reply object was destroyed meanwhile, or what is sent
 * under this badge was cancelled, or the receiver offers no reply object, or it received again
 * before it replied.
 */
uint32_t writ_call(uint32_t endpoint, struct writ_message *message);

/*
 * Send through an endpoint (RIGHT_WRITE), waiting until somebody receives; or
 * reply through a reply capability, which never waits.
 * STATUS_WOULD_BLOCK: nobody waits for this reply.
 */
uint32_t writ_send(uint32_t capability, const struct writ_message *message);

/* The same, but STATUS_WOULD_BLOCK where writ_send would wait. */
uint32_t writ_nbsend(uint32_t capability, const struct writ_message *message);

/*
 * Wait for a message, call, fault or the bound notification on an endpoint
 * (RIGHT_READ); writ_info_kind tells which.  `reply` is where the right to
 * answer a call or fault goes, 0 for none.
 * STATUS_INVALID_CAPABILITY (2): no such reply object.  STATUS_OCCUPIED (2): another thread
 * receives with it.
 */
uint32_t writ_recv(uint32_t endpoint, uint32_t reply, struct writ_message *message);

/* The same, but STATUS_WOULD_BLOCK when nothing waits. */
uint32_t writ_nbrecv(uint32_t endpoint, uint32_t reply, struct writ_message *message);

/* Reply with `message` through `reply`, then receive on `endpoint`. */
uint32_t writ_reply_recv(uint32_t endpoint, uint32_t reply, struct writ_message *message);

/*
 * Send as writ_nbsend, through an endpoint or a reply capability, then receive on `endpoint`, in one call: who
 * gets the message finds the sender waiting.  A message that nobody waits for is lost, and that is no error.
 * Errors as of both; nothing was sent then.  STATUS_INVALID_CAPABILITY, STATUS_NO_RIGHT (3): of `endpoint`.
 */
uint32_t writ_nbsend_recv(uint32_t capability, uint32_t endpoint, uint32_t reply, struct writ_message *message);

/* A place for a capability: `index`, `depth` bits deep below the CNode capability `root`. */
struct writ_slot {
	uint32_t root;
	uint32_t index;
	uint32_t depth;
};

/*
 * One more capability that the message brings, the one at this address: a loan, with all of its rights
 * but to own, or a gift.  MESSAGE_CAPS_MAX (3) at most; what is more is left out.  `buffer` is the
 * calling thread's IPC buffer.  They pass in this order, up to the first that cannot: there is none at
 * the address; the receiver has no empty slot for it; the CSpace lacks RIGHT_READ for a loan or
 * RIGHT_WRITE for a gift; or it is to be a loan that writ_copy would refuse.  The receiver's info says
 * how many arrived.  A reply brings them if the call was made with RIGHT_GRANT or RIGHT_GRANT_REPLY.
 */
void writ_message_lend(struct writ_message *message, volatile uint32_t *buffer, uint32_t capability);
void writ_message_give(struct writ_message *message, volatile uint32_t *buffer, uint32_t capability);

/* Capabilities that messages to the calling thread bring go to this slot and those behind it, which
   have to be empty; the CNode needs RIGHT_WRITE.  Of depth 0: none are wanted. */
void writ_receive_slots(volatile uint32_t *buffer, struct writ_slot first);

/* Or the capability's badge into the notification's word (RIGHT_WRITE). */
uint32_t writ_signal(uint32_t notification);

/* Take the notification's word (RIGHT_READ), waiting until it is not 0. */
uint32_t writ_wait(uint32_t notification, uint64_t *word);

/* Take the notification's word; STATUS_WOULD_BLOCK when it is 0. */
uint32_t writ_poll(uint32_t notification, uint64_t *word);

/* Go behind the other threads of the same priority. */
void writ_yield(void);

/* --- Operations ---------------------------------------------------------- */

/* Any operation: `results`, when not null, receives r2..r5. */
uint32_t writ_invoke(uint32_t capability, uint32_t operation, const uint32_t arguments[8],
                     uint32_t results[4]);

/* The slot of a capability address in the caller's own CSpace, whose CNode is capability 1 by the
   root task's and the protection domains' layout alike. */
static inline struct writ_slot writ_slot_own(uint32_t address)
{
	return (struct writ_slot){ROOT_CNODE, address, 32};
}

/*
 * Make `n` objects of a type in the slots from `to` on: 1..RETYPE_MAX (256).
 * `size`: granules of 32 bytes (untyped), slots as a power of two (CNode),
 * 12, 16 or 20 (frame), 0 (all others).
 * STATUS_INVALID_ARGUMENT (1, 2): no such type, or size of that type; for a device's memory
 * all but frames and untyped memory.
 * STATUS_INVALID_CAPABILITY (3, 4): no such CNode or slot.  STATUS_NO_RIGHT (3): the CNode
 * needs RIGHT_WRITE.  STATUS_OCCUPIED (4): a slot is in use.
 * STATUS_OUT_OF_RANGE (6): none, too many, or more than the CNode has slots from there.
 * STATUS_NO_MEMORY (0): the untyped memory has not enough left.
 * STATUS_TOO_DEEP (0): memory of memory of memory ... more than 64 times.
 */
uint32_t writ_retype(uint32_t untyped, uint32_t type, uint32_t size, struct writ_slot to, uint32_t n);

/*
 * Put a loan of the capability at `from` into the empty slot `to`, with no more than
 * `rights`.  The capability of `to`'s CNode is the invoked one and needs RIGHT_WRITE.
 * STATUS_INVALID_CAPABILITY (1, 3, 4): no such CNode or slot, or nothing in it to copy.
 * STATUS_OCCUPIED (1): `to` is in use.
 * STATUS_NO_RIGHT (3): the CNode of `from` needs RIGHT_READ.
 * STATUS_NO_RIGHT (4): untyped memory and page tables have one holder.
 * STATUS_TOO_DEEP (4): a loan of a loan ... more than 64 times.
 */
uint32_t writ_copy(struct writ_slot from, struct writ_slot to, uint32_t rights);

/* The same, with a badge (endpoint, notification) or with a guard and its bits (CNode).
   STATUS_INVALID_ARGUMENT (7): a type that has neither, a capability that has a badge already,
   or more than 31 bits of guard. */
uint32_t writ_mint(struct writ_slot from, struct writ_slot to, uint32_t rights, uint64_t badge);

/* Move the capability, with everything that was derived from it; refused like writ_copy, and
   the CNode of `from` needs RIGHT_WRITE. */
uint32_t writ_move(struct writ_slot from, struct writ_slot to);
/* As move; what is moved gets this badge (endpoint, notification) or guard (CNode: value in the low
   word, its bits in the high one). */
uint32_t writ_mutate(struct writ_slot from, struct writ_slot to, uint64_t badge);
/* The capabilities in two slots change places. */
uint32_t writ_exchange(struct writ_slot a, struct writ_slot b);

/* Delete what was derived from the capability, then itself; an owner's object is destroyed.
   An empty slot stays empty.  STATUS_INVALID_CAPABILITY (1): no such slot. */
uint32_t writ_delete(struct writ_slot slot);

/* Delete what was derived from the capability. */
uint32_t writ_revoke(struct writ_slot slot);

/*
 * Whoever sends or calls on the endpoint under exactly the badge of the capability at `slot`
 * (0 included) and was not received yet gets STATUS_CANCELLED; a thread whose fault it is, is
 * suspended.  The others keep their order.  The capability of the slot's CNode needs RIGHT_READ.
 * STATUS_INVALID_CAPABILITY (1): no such slot, or no endpoint in it.
 * STATUS_NO_RIGHT (1): the endpoint's capability needs RIGHT_READ.
 */
uint32_t writ_cancel_badged_sends(struct writ_slot slot);

/* What a slot holds. */
struct writ_inspection {
	uint32_t type;   /* CAP_ */
	uint32_t rights; /* RIGHT_ */
	uint32_t depth;  /* capabilities above it in the derivation tree */
	uint32_t bytes;
	uint32_t word0;  /* untyped: granules handed out; CNode: guard; endpoint, notification: badge */
	uint32_t word1;
};
uint32_t writ_inspect(struct writ_slot slot, struct writ_inspection *inspection);

/* --- Threads ------------------------------------------------------------- */

/* What a thread uses: 0 for any of them leaves none. */
struct writ_thread_setting {
	uint32_t cspace;         /* CNode */
	uint32_t vspace;
	uint32_t fault;          /* endpoint that its faults are sent to */
	uint32_t buffer;         /* frame */
	uint32_t buffer_address; /* where that frame is mapped, and in it the buffer */
	uint32_t timeout;        /* endpoint that is told when its time is up */
};
uint32_t writ_thread_configure(uint32_t thread, const struct writ_thread_setting *setting);

/* STATUS_OUT_OF_RANGE (1, 2): above the caller's ceiling. */
uint32_t writ_thread_set_priority(uint32_t thread, uint32_t priority, uint32_t ceiling);

/* Registers `first` .. `first + count - 1`, count 1..6.
   STATUS_OUT_OF_RANGE (1, 2): no such register. */
uint32_t writ_thread_write_registers(uint32_t thread, uint32_t first, uint32_t count,
                                     const uint32_t *values);

/* The four registers from `first` on; those beyond the last are 0. */
uint32_t writ_thread_read_registers(uint32_t thread, uint32_t first, uint32_t values[4]);

/* Whatever the thread waits on is left first: that call answers STATUS_CANCELLED.  A fault that
   it reported is forgotten when it is resumed. */
uint32_t writ_thread_resume(uint32_t thread);
uint32_t writ_thread_suspend(uint32_t thread);

struct writ_thread_state {
	uint32_t state; /* THREAD_ */
	uint32_t priority;
	uint32_t pc;
	uint32_t fault; /* FAULT_ that it reports, 0 if none */
};
uint32_t writ_thread_status(uint32_t thread, struct writ_thread_state *state);

/* The notification whose signals the thread also gets while it receives; 0 for none any more.
   STATUS_OCCUPIED (0, 1): the thread or the notification is bound. STATUS_NOT_MAPPED (0): neither. */
uint32_t writ_thread_bind_notification(uint32_t thread, uint32_t notification);

/* --- Scheduling contexts ------------------------------------------------- */

/*
 * Processor time, in microseconds: `budget` in each `period`, all of it from now on.  Period 0, or the
 * budget's: a time slice without a bound.  `machine` is a capability of the machine; a scheduling
 * context that was never configured has no time.
 * STATUS_INVALID_CAPABILITY (1): `machine` is not the machine's.  STATUS_NO_RIGHT (1): it lacks RIGHT_GRANT.
 * STATUS_OUT_OF_RANGE (2): a budget below 20.  STATUS_OUT_OF_RANGE (3): a period below the budget.
 * STATUS_NO_MEMORY (0): 511 other scheduling contexts have a period.
 */
uint32_t writ_sched_context_configure(uint32_t context, uint32_t machine, uint32_t budget, uint32_t period);
/* A thread runs with a scheduling context that has time left only.
   STATUS_OCCUPIED (0, 1): either has another. */
uint32_t writ_sched_context_bind(uint32_t context, uint32_t thread);
uint32_t writ_sched_context_unbind(uint32_t context);
/* What was used of it in all, in counts of the machine's clock: writ_boot_clock says how many pass in
   a second.  It needs RIGHT_READ only. */
uint32_t writ_sched_context_consumed(uint32_t context, uint64_t *counts);

/* --- Memory -------------------------------------------------------------- */

/*
 * Map a page table at a multiple of 1 MiB.  The VSpace needs RIGHT_WRITE.
 * STATUS_OUT_OF_RANGE, STATUS_NOT_ALIGNED (2): the address.
 * STATUS_OCCUPIED (2): something is mapped there, or this table is mapped already.
 */
uint32_t writ_page_table_map(uint32_t table, uint32_t vspace, uint32_t address);
/* With everything that is mapped through it.  STATUS_NOT_MAPPED (0). */
uint32_t writ_page_table_unmap(uint32_t table);

/*
 * Map with `rights` and `memory` (MEMORY_), or change the rights where it is mapped already.
 * STATUS_NOT_ALIGNED, STATUS_OUT_OF_RANGE (2): the address.
 * STATUS_NO_RIGHT (3): rights that the capability lacks, or none to read.
 * STATUS_INVALID_ARGUMENT (4): attributes that this memory cannot have.
 * STATUS_NOT_MAPPED (2): there is no page table for the address yet.
 * STATUS_OCCUPIED (2): the place is taken, or the frame is mapped elsewhere.
 */
uint32_t writ_frame_map(uint32_t frame, uint32_t vspace, uint32_t address, uint32_t rights,
                        uint32_t memory);
uint32_t writ_frame_unmap(uint32_t frame);
uint32_t writ_frame_address(uint32_t frame, uint32_t *physical);

/* --- Interrupts ---------------------------------------------------------- */

/* The line signals the notification, with that capability's badge.
   STATUS_OCCUPIED (0): it is bound.  STATUS_NOT_MAPPED (0) from acknowledging one that is not. */
uint32_t writ_irq_bind(uint32_t handler, uint32_t notification);
/* The line may interrupt again. */
uint32_t writ_irq_acknowledge(uint32_t handler);
uint32_t writ_irq_unbind(uint32_t handler);

/* --- The machine --------------------------------------------------------- */

uint32_t writ_machine_put(uint32_t machine, char character);
/* Returns only when it is refused.  STATUS_OUT_OF_RANGE (1): status above 255. */
uint32_t writ_machine_exit(uint32_t machine, uint32_t status);
uint32_t writ_machine_counters(uint32_t machine, uint32_t on);

#endif

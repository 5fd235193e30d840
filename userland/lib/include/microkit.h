// SPDX-License-Identifier: Apache-2.0
/*
 * The runtime of a protection domain, with Microkit's names, 32 bits wide.
 *
 * A domain is a program with the entries below instead of main.  It runs init
 * once; from then on, one at a time, notified for every channel that signals,
 * protected for every call and fault for every fault of a child.  Where things
 * lie in its CSpace and memory: <writ/layout.h>.
 */
#ifndef MICROKIT_H
#define MICROKIT_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/layout.h"
#include "writ/system.h"

#define MICROKIT_MAX_CHANNELS LAYOUT_CHANNELS
#define MICROKIT_MAX_CHANNEL_ID (MICROKIT_MAX_CHANNELS - 1)
#define MICROKIT_PD_NAME_LENGTH LAYOUT_NAME_BYTES

typedef unsigned int microkit_channel;
typedef unsigned int microkit_child;
typedef unsigned int microkit_pd;

/* A message's label and length; the words are read and set by microkit_mr_get and _set. */
typedef struct {
	uint32_t words[1];
} microkit_msginfo;

/* What Microkit programs call them. */
typedef uint32_t seL4_Word;
typedef uint8_t seL4_Bool;
#ifndef seL4_True
#define seL4_True 1
#define seL4_False 0
#endif

/* Entries of the program. */
void init(void);
void notified(microkit_channel ch);
/* The answer to a call; a domain that nobody calls needs none. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo);
/* A fault of a child: label FAULT_, words as in kernel/abi.h.  With seL4_True the child is answered
   with *reply_msginfo, whose label is FAULT_RESUME, FAULT_CONTINUE_AT or FAULT_KILL; otherwise it
   stays stopped.  A domain without children needs none. */
seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo);

/* The domain's name. */
extern char microkit_name[MICROKIT_PD_NAME_LENGTH];

/* Signal the other side of a channel. */
void microkit_notify(microkit_channel ch);

/* The channel's interrupt may come again. */
void microkit_irq_ack(microkit_channel ch);

/* The same, when the running entry has returned. */
void microkit_deferred_notify(microkit_channel ch);
void microkit_deferred_irq_ack(microkit_channel ch);

/* Call the other side of a channel and wait for its answer.  A channel that cannot be called
   ends the domain with a fault, as in Microkit. */
microkit_msginfo microkit_ppcall(microkit_channel ch, microkit_msginfo msginfo);

static inline microkit_msginfo microkit_msginfo_new(seL4_Word label, uint32_t count)
{
	return (microkit_msginfo){{writ_info(label, count)}};
}

static inline seL4_Word microkit_msginfo_get_label(microkit_msginfo msginfo)
{
	return writ_info_label(msginfo.words[0]);
}

static inline uint32_t microkit_msginfo_get_count(microkit_msginfo msginfo)
{
	return writ_info_length(msginfo.words[0]);
}

/* Word `mr` of the message, 0..MESSAGE_WORDS_MAX - 1. */
static inline void microkit_mr_set(uint32_t mr, seL4_Word value)
{
	writ_message_buffer[mr] = value;
}

static inline seL4_Word microkit_mr_get(uint32_t mr)
{
	return writ_message_buffer[mr];
}

/* Start a child again at an address, or stop it.  A passive child has time to start on while it is called only. */
void microkit_pd_restart(microkit_child pd, seL4_Word entry_point);
void microkit_pd_stop(microkit_child pd);

/* Output for finding mistakes, through the domain's standard output. */
void microkit_dbg_putc(int c);
void microkit_dbg_puts(const char *s);
void microkit_dbg_put32(uint32_t x);

#endif

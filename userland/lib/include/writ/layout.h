// SPDX-License-Identifier: Apache-2.0
/*
 * The layout of a program: what a protection domain finds in its CSpace and
 * where its memory lies.  Numbers only, like kernel/abi.h: the runtime in
 * userland/lib, the root task and the system-description compiler read this
 * one file.
 *
 * Every number is the capability's address and the slot's index: the CNode's
 * guard fills up the 32 bits.
 */
#ifndef WRIT_LAYOUT_H
#define WRIT_LAYOUT_H

/* Capabilities of a protection domain.  Slots that its description gives no use stay empty. */
#define LAYOUT_CNODE 1          /* its own CNode; a loan with RIGHT_READ, in a domain that holds
                                   untyped memory with RIGHT_READ and RIGHT_WRITE */
#define LAYOUT_ENDPOINT 2       /* where its calls and faults arrive: RIGHT_READ */
#define LAYOUT_REPLY 3          /* its reply object */
#define LAYOUT_NOTIFICATION 4   /* its notification, bound to its thread */
#define LAYOUT_MACHINE 5        /* machine capability, where the description gives one */
#define LAYOUT_READY 6          /* in a passive domain, until it has no time of its own any more: the root
                                   task's endpoint, RIGHT_WRITE, to say that it waits */
#define LAYOUT_UNTYPED 16       /* untyped memory, LAYOUT_UNTYPEDS slots, filled from the first */
#define LAYOUT_UNTYPEDS 16
#define LAYOUT_CHANNEL_NOTIFICATION 64 /* + channel: the other side's notification, RIGHT_WRITE */
#define LAYOUT_CHANNEL_ENDPOINT 128    /* + channel: the other side's endpoint, RIGHT_CALL alone */
#define LAYOUT_CHANNEL_IRQ 192         /* + channel: interrupt handler, bound to its notification */
#define LAYOUT_CHILD_THREAD 256        /* + id: thread of a child, or of a pager's client */
#define LAYOUT_CHILD_VSPACE 320        /* + id: its VSpace */
#define LAYOUT_FIRST_FREE 512          /* from here to the CNode's end: for the domain itself */
#define LAYOUT_CNODE_RADIX 9           /* slots of a domain's CNode, as a power of two */
#define LAYOUT_CNODE_RADIX_UNTYPED 12  /* of one that holds untyped memory */
#define LAYOUT_CHANNELS 62             /* channels and ids of children are 0 .. 61 */

/* Badges.  A channel's notification (and interrupt) carries 1 << channel, 64 bits wide; its endpoint
   carries the channel as the receiver numbers it; the fault endpoint of a child or client
   LAYOUT_BADGE_CHILD + id. */
#define LAYOUT_BADGE_CHILD 0x100

/* Memory of a program. */
#define LAYOUT_TEXT 0x00100000         /* code, constants and the load image of .data: never written */
#define LAYOUT_STACK_TOP 0x10000000    /* the stack is a segment of its own that ends here: what
                                          overflows it faults */
#define LAYOUT_DATA 0x10000000         /* [thread-local storage, .data, .bss, heap]: all zero at first;
                                          the start code fills it from the load image */
#define LAYOUT_THREAD_POINTER 0x10000000 /* value of REGISTER_TLS that starts a program */
#define LAYOUT_IPC_BUFFER 0x7f001000   /* equals ROOT_IPC_BUFFER_ADDRESS */
#define LAYOUT_NAME_BYTES 64           /* size of `microkit_name`, its closing zero included */

/*
 * A program starts at its ELF entry with every register 0 but pc, cpsr (0x10) and
 * REGISTER_TLS; the start code sets sp.  Starting it there again restarts it.
 *
 * Symbols that are set before the program starts (`microkit_name`, `setvar`) lie in
 * .rodata, or in .data, whose load image is at the symbol `__data_image`: symbol s of
 * .data is at __data_image + (s - LAYOUT_DATA).  A symbol in .bss cannot be set.
 */

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * The border between user programs and the kernel: numbers only, no types, so
 * that C, assembly and the Python tools read the same file.
 *
 * A call is `svc #0` with the call's number in r7.
 *
 *   in    r0 capability address     r1 message info     r2..r5 message words 0..3
 *         r6 reply capability's address (calls that receive)
 *   out   r0 status | argument << 8 r1 message info     r2..r5 message words 0..3
 *         r6, r7 badge, low and high word
 *
 * CALL_INVOKE asks the kernel itself for an operation on one of its objects:
 *
 *   in    r0 capability address     r1 operation
 *         r2 r3 r4 r5 r6 r8 r9 r10  arguments 1..8
 *   out   r0 status | argument << 8 r2..r5 results
 *
 * A capability address is looked up from the thread's CSpace root, 32 bits deep.
 * Where an operation names a slot it takes (root, index, depth): root is the
 * address of a CNode capability, 0 for the caller's own CSpace; index is looked
 * up below it, `depth` bits deep.
 */
#ifndef WRIT_KERNEL_ABI_H
#define WRIT_KERNEL_ABI_H

/* System calls (r7). */
#define CALL_CALL 1        /* send, then wait for the reply */
#define CALL_REPLY_RECV 2  /* reply through r6, then receive on r0 */
#define CALL_SEND 3        /* endpoint: wait until received; reply capability: reply */
#define CALL_NBSEND 4      /* as send, but STATUS_WOULD_BLOCK when nobody waits */
#define CALL_RECV 5        /* wait for a message, call, fault or bound notification */
#define CALL_NBRECV 6      /* as receive, but STATUS_WOULD_BLOCK when nothing waits */
#define CALL_SIGNAL 7      /* or the capability's badge into a notification's word */
#define CALL_WAIT 8        /* take a notification's word, waiting until it is not 0 */
#define CALL_POLL 9        /* take a notification's word; STATUS_WOULD_BLOCK when it is 0 */
#define CALL_YIELD 10      /* go behind the other threads of the same priority */
#define CALL_INVOKE 11     /* an operation on a kernel object */
#define CALL_NBSEND_RECV 12 /* as non-blocking send, but nobody is told when nobody waits; then receive on r8 */

/* Message info (r1): label << 12 | kind << 9 | capabilities << 7 | length in words.
   The kernel writes `kind` when it delivers; what a sender puts there is ignored.
   The receiver's info says how many capabilities arrived. */
#define MESSAGE_WORDS_MAX 120
#define MESSAGE_REGISTERS 4
#define MESSAGE_CAPS_MAX 3
#define KIND_SEND 0         /* nobody waits for an answer */
#define KIND_CALL 1         /* the sender waits for the reply */
#define KIND_NOTIFICATION 2 /* the badge is the notification's word */
#define KIND_FAULT 3        /* the faulting thread waits for the reply; label is the FAULT_ below */
#define KIND_REPLY 4        /* the answer to a call */

/* Faults: label of the message, and its words. */
#define FAULT_PAGE 1        /* address, instruction, ACCESS_, fault status register */
#define FAULT_UNDEFINED 2   /* 0, instruction, 0, 0 */
#define FAULT_CAPABILITY 3  /* reserved: an address of a capability that is not there */
#define FAULT_DEBUG 4       /* 0, instruction, 0, 0: breakpoint instruction */
#define FAULT_TIMEOUT 5     /* 0, instruction, 0, 0: its scheduling context has no time left */
#define ACCESS_READ 0
#define ACCESS_WRITE 1
#define ACCESS_EXECUTE 2
/* Label of the reply to a fault. */
#define FAULT_RESUME 0      /* try the instruction again */
#define FAULT_CONTINUE_AT 1 /* go on at the address in word 0 */
#define FAULT_KILL 2        /* suspend the thread */

/* Capability types; also the object types of UNTYPED_RETYPE. */
#define CAP_NULL 0
#define CAP_UNTYPED 1
#define CAP_CNODE 2
#define CAP_THREAD 3
#define CAP_ENDPOINT 4
#define CAP_NOTIFICATION 5
#define CAP_REPLY 6
#define CAP_SCHED_CONTEXT 7
#define CAP_VSPACE 8
#define CAP_PAGE_TABLE 9
#define CAP_FRAME 10
#define CAP_IRQ_HANDLER 11
#define CAP_MACHINE 12

/* Rights. */
#define RIGHT_READ 1    /* receive, wait; map readable; look into */
#define RIGHT_WRITE 2   /* send, signal; map writable; change */
#define RIGHT_EXECUTE 4 /* map executable; machine: stop the machine */
#define RIGHT_CALL 8    /* endpoint: Call.  Alone it is the call-only right. */
#define RIGHT_GRANT 16  /* endpoint: send capabilities; get some in the reply to a call; machine: give time */
#define RIGHT_GRANT_REPLY 32 /* endpoint: only the latter */
#define RIGHT_ALL 63
#define RIGHT_OWN 128   /* made by retype: deleting the capability destroys the object */

/* Operations (r1 of CALL_INVOKE), arguments in order.
   `slot` stands for three arguments: root, index, depth. */
#define UNTYPED_RETYPE 1         /* type, size, slot, n: size is granules (untyped), slots as a
                                    power of two (CNode), 12, 16 or 20 (frame), else 0 */
#define CNODE_COPY 10            /* index, depth; slot; rights          a loan */
#define CNODE_MINT 11            /* index, depth; slot; rights; word 0; word 1: badge low and high,
                                    for a CNode guard and guard's bits  a loan */
#define CNODE_MOVE 12            /* index, depth; slot                  a gift */
#define CNODE_DELETE 13          /* index, depth */
#define CNODE_REVOKE 14          /* index, depth */
#define CNODE_INSPECT 15         /* index, depth -> type | rights << 8 | derivation depth << 16,
                                    size in bytes, word 0, word 1 */
#define CNODE_MUTATE 16          /* index, depth; slot; unused; word 0; word 1: as mint, for what is
                                    moved (badge: if it has none and nothing was derived from it) */
#define CNODE_EXCHANGE 17        /* index, depth; slot: two capabilities change places */
#define CNODE_CANCEL_BADGED_SENDS 18 /* index, depth; 0: whoever sends on this endpoint under this
                                    capability's badge, and was not received yet, is told so */
#define CNODE_LAST CNODE_CANCEL_BADGED_SENDS
#define THREAD_CONFIGURE 20      /* CSpace, VSpace, fault endpoint, IPC buffer frame, its address,
                                    timeout endpoint; 0 for any of them leaves none */
#define THREAD_SET_PRIORITY 21   /* priority, ceiling: none above the caller's ceiling */
#define THREAD_WRITE_REGISTERS 22 /* first register, count (1..6), values */
#define THREAD_READ_REGISTERS 23 /* first register -> four values */
#define THREAD_RESUME 24
#define THREAD_SUSPEND 25
#define THREAD_STATUS 26         /* -> THREAD_ state, priority, program counter, fault label */
#define THREAD_BIND_NOTIFICATION 27 /* notification, 0 to unbind */
#define SCHED_CONTEXT_CONFIGURE 30 /* machine capability with the grant right, budget, period, both in
                                    microseconds: so much time in each period; period 0 or the
                                    budget's: a time slice, without a bound */
#define SCHED_CONTEXT_BIND 31    /* thread */
#define SCHED_CONTEXT_UNBIND 32
#define SCHED_CONTEXT_CONSUMED 33 /* -> what it has used in all, in counts of the machine's clock, low
                                    and high word */
#define PAGE_TABLE_MAP 40        /* VSpace, address */
#define PAGE_TABLE_UNMAP 41
#define FRAME_MAP 42             /* VSpace, address, rights, MEMORY_ */
#define FRAME_UNMAP 43
#define FRAME_ADDRESS 44         /* -> physical address */
#define IRQ_BIND 50              /* notification: signalled with that capability's badge */
#define IRQ_ACKNOWLEDGE 51       /* the line may interrupt again */
#define IRQ_UNBIND 52
#define MACHINE_PUT 60           /* character for the kernel's console       needs write */
#define MACHINE_EXIT 61          /* status 0..255: stops the machine         needs execute */
#define MACHINE_COUNTERS 62      /* 1: user mode may read the cycle counter  needs read */

/* Memory attributes of FRAME_MAP. */
#define MEMORY_CACHED 0
#define MEMORY_UNCACHED 1
#define MEMORY_DEVICE 2          /* the only one for device frames */

/* Thread states of THREAD_STATUS. */
#define THREAD_INACTIVE 0
#define THREAD_RUNNABLE 1
#define THREAD_SENDING 2
#define THREAD_CALLING 3         /* in the endpoint's queue, will wait for a reply */
#define THREAD_RECEIVING 4
#define THREAD_WAITING 5         /* on a notification */
#define THREAD_REPLY_WAIT 6      /* its call was received */

/* Registers by number: r0..r12 are 0..12. */
#define REGISTER_SP 13
#define REGISTER_LR 14
#define REGISTER_PC 15
#define REGISTER_CPSR 16
#define REGISTER_TLS 17          /* TPIDRURO, ARM DDI 0406C B4.1.150 */
#define REGISTERS 18

/* Scheduling. */
#define PRIORITIES 64            /* 63 is the highest */

/* What the root task finds in its CSpace; then what the boot page lists. */
#define ROOT_CNODE 1
#define ROOT_VSPACE 2
#define ROOT_THREAD 3
#define ROOT_SCHED_CONTEXT 4
#define ROOT_IPC_BUFFER 5
#define ROOT_MACHINE 6
#define ROOT_FIRST 8             /* the first slot that the boot page lists */
#define ROOT_CNODE_RADIX 12
#define ROOT_BOOT_PAGE 0x7f000000
#define ROOT_IPC_BUFFER_ADDRESS 0x7f001000

/* The IPC buffer: word i of a message, i >= 4, is word i of the buffer. */
#define IPC_BUFFER_BYTES 512
#define IPC_BUFFER_WORDS 128
#define IPC_BUFFER_CAPS 120      /* three words: addresses of the capabilities that are sent, in order */
#define IPC_BUFFER_GIFTS 123     /* bit k: capability k is a gift (moved), else a loan (copied) */
#define IPC_BUFFER_RECEIVE 124   /* root, index, depth: the first of the empty slots where capabilities
                                    are received; depth 0: none are wanted */

/* The boot page, 32-bit words; descriptors follow the header. */
#define BOOT_PAGE_MAGIC 0x54495257   /* "WRIT" */
#define BOOT_PAGE_VERSION 1
/* word 0 magic, 1 version, 2 first empty slot, 3 slots in the root CNode,
   4 number of descriptors, 5 first slot of the boot image's frames, 6 how many,
   7 counts of the machine's clock a second; descriptors of four words from word 8:
   kind, slot, then kind UNTYPED: physical address, bytes;
   DEVICE: physical address, bytes; IRQ: line, 1 if edge-triggered. */
#define BOOT_PAGE_HEADER_WORDS 8
#define BOOT_UNTYPED 1
#define BOOT_DEVICE 2
#define BOOT_IRQ 3

/* The boot image, on the first page after the kernel: what the root task is.
   word 0 magic, 1 version, 2 pages in all (this one included), 3 entry address,
   4 number of segments; segments of four words from word 8:
   virtual address, first page, pages, RIGHT_ bits. */
#define BOOT_IMAGE_MAGIC 0x49545257  /* "WRTI" */
#define BOOT_IMAGE_VERSION 1
#define BOOT_IMAGE_HEADER_WORDS 8
#define BOOT_IMAGE_SEGMENTS_MAX 16

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel objects and the typed windows through which the kernel sees them.
 *
 * RAM is divided into granules of 32 bytes.  The linker places one array per
 * object type - a window - over the same linear mapping of RAM, so an object is
 * a plain array element, named by its number (first granule / size; for a slot
 * its granule).  What a granule is at the moment is ghost state, `type_map`;
 * the accessors below are the only code that names a window, and each requires
 * that the type map agrees.  Why this is sound: proofs/typed-windows.md.
 *
 *     thread_window[3]     |s s s s s s s s|r0 r1 ...                 | 1 KiB
 *     slot_window[96..103] |^ ^ ^ ^ ^ ^ ^ ^|
 */
#ifndef WRIT_KERNEL_OBJECT_H
#define WRIT_KERNEL_OBJECT_H

#include "abi.h"
#include "config.h"

/* A place for a capability.  Links are slots; 0 is none. */
struct slot {
	uint8_t type;     /* CAP_ */
	uint8_t rights;   /* RIGHT_ */
	uint8_t up;       /* 1: first child, `prev` is its parent; 0: `prev` is a sibling */
	uint8_t depth;    /* capabilities above it in the derivation tree */
	uint32_t object;  /* first granule on the number line */
	uint32_t size;    /* granules covered */
	uint32_t first;   /* first child */
	uint32_t next;    /* next sibling */
	uint32_t prev;
	uint32_t word0;   /* by type: see the table in docs/manual.md */
	uint32_t word1;
};
/*
 * word0, word1 by type:
 *   untyped               watermark: granules handed out; clean: granules that are known to be zero
 *                         or handed out, watermark <= clean <= size
 *   CNode                 guard, guard's bits
 *   endpoint, notification  badge, low and high word
 *   frame, page table     VSpace number, virtual address + 1 where mapped; 0, 0 where not
 *   others                0, 0
 * A null slot that is slot 0 of a CNode being emptied: `object` is the next such CNode,
 * `size` its slots, word0 the next slot to be emptied.
 */

/* The slots inside a thread, by granule. */
#define THREAD_SLOT_CSPACE 0u
#define THREAD_SLOT_VSPACE 1u
#define THREAD_SLOT_FAULT 2u
#define THREAD_SLOT_BUFFER 3u
#define THREAD_SLOT_TIMEOUT 4u

struct thread {
	uint32_t slots_[THREAD_SLOTS * GRANULE_WORDS]; /* seen through SLOT() only */
	uint32_t registers[REGISTERS]; /* first: the exception entry stores here */
	uint32_t waiter_[4];  /* seen through WAITER() only */
	uint32_t ceiling;     /* the highest priority that it may give */
	uint32_t state;       /* THREAD_ */
	uint32_t waits_on;    /* endpoint or notification number, with state SENDING .. WAITING */
	uint32_t badge_low;   /* of the capability that it sends through */
	uint32_t badge_high;
	uint32_t info;        /* message info that it sends */
	uint32_t fault;       /* FAULT_ that it reports, 0 if none */
	uint32_t fault_words[MESSAGE_REGISTERS];
	uint32_t reply;       /* reply object: offered (RECEIVING) or waited on (REPLY_WAIT) */
	uint32_t context;     /* scheduling context number, 0 if none */
	uint32_t notification;/* bound notification number, 0 if none */
	uint32_t buffer;      /* IPC buffer: first word's number in RAM, 0 if none */
	uint32_t grants;      /* RIGHT_GRANT bits of its call's capability: the reply may bring capabilities */
	uint32_t has_time;    /* 1: it has a scheduling context with time left */
	uint32_t lender;      /* reply object through which it got its context, 0: that is its own */
	uint32_t pad_[24];
	uint32_t fpu_registers[FPU_WORDS]; /* d0 .. d31, FPSCR, while the FPU does not hold them */
	uint32_t fpu_pad_[63];
};

/* The same thread, as queues see it: WAITER(t) lies WAITER_OFFSET bytes into THREAD(t). */
struct waiter {
	uint32_t list;        /* list that it waits in, 0 if in none */
	uint32_t next;        /* younger thread in the list, 0 at the end */
	uint32_t prev;        /* older thread; the oldest names the youngest */
	uint32_t priority;    /* 0 .. PRIORITIES - 1 */
	uint32_t pad_[252];
};
#define WAITER_OFFSET 328u

/* What endpoints, notifications and the run queue begin with is the queue's: 64 list heads
   (words 0..63) and two words of bitmap (64 and 96), seen through LIST_HEAD and LIST_MAP. */
struct endpoint {
	uint32_t queue0_[65];
	uint32_t state;       /* ENDPOINT_ */
	uint32_t pad_[62];
};
#define ENDPOINT_IDLE 0u
#define ENDPOINT_SENDERS 1u   /* the queue holds threads that send */
#define ENDPOINT_RECEIVERS 2u

struct notification {
	uint32_t queue0_[65];
	uint32_t word_low;
	uint32_t word_high;
	uint32_t thread;      /* bound thread number, 0 if none */
	uint32_t irqs;        /* newest interrupt line bound to it, 0 if none */
	uint32_t pad_[59];
};

struct reply {
	uint32_t caller;      /* the thread that waits for the reply, 0 if none */
	uint32_t server;      /* the thread that offers it while it receives, 0 if none */
	uint32_t borrower;    /* the thread that runs on the caller's scheduling context, 0 if none: see loan.h */
	uint32_t pad_[5];
};

/* Times are counts of the machine's clock.  See budget.h. */
#define REFILLS 8u
struct sched_context {
	uint32_t thread;      /* bound thread number, 0 if none */
	uint32_t cell;        /* its cell among those that wait for time, 0 if it needs none: see release.h */
	int64_t left;         /* what it may use now; below 0: what it used too much */
	uint64_t budget;      /* what it may use in one period, 0: it was given nothing */
	uint64_t period;      /* 0: no bound, the budget is a time slice */
	uint64_t consumed;    /* what it has used in all */
	uint32_t head;        /* the refill that comes first, 0 .. REFILLS - 1 */
	uint32_t count;       /* refills to come, from there on in a ring */
	uint64_t time[REFILLS];   /* when they come, rising */
	uint64_t amount[REFILLS]; /* what comes then; 0 in those that are not used */
	uint32_t pad_[20];
};

struct list_map {
	uint32_t bits;        /* bit p % 32 says that the list for p is not empty */
	uint32_t pad_[31];
};

/* Not in RAM windows: one entry for every interrupt line.  Line 0 is none. */
struct irq_line {
	uint32_t notification; /* bound notification number, 0 if none */
	uint32_t badge_low;
	uint32_t badge_high;
	uint32_t next;         /* older line bound to the same notification, 0 if none */
	uint32_t prev;         /* newer line bound to it, 0 if none */
	uint32_t waiting;      /* 1: delivered and not yet acknowledged, so masked */
};

/* Every mutable global of the kernel. */
struct kernel {
	uint32_t current;      /* running thread; the idle thread when none can run; in no queue */
	uint32_t idle;         /* runs when nothing else can; in no queue */
	uint32_t run_queue;    /* queue number; holds exactly the others that can run */
	uint32_t dying;        /* first CNode that is being emptied, 0 if none */
	uint32_t vspace;       /* VSpace number that the machine translates with, 0 if none */
	uint32_t fpu;          /* thread whose registers the FPU holds, 0 if nobody's */
	uint32_t timer_irq;
	uint32_t scratch;      /* an empty slot, through which two capabilities change places */
	uint32_t cancel_next;  /* thread that the running cancellation of sends looks at next, 0: none runs */
	uint32_t cancel_endpoint; /* where it cancels */
	uint32_t cancel_low;   /* which badge */
	uint32_t cancel_high;
	uint32_t cancel_number; /* which cancellation it is, 0 before the first */
	uint32_t boot_slots;   /* first of BOOT_SLOTS slots that hold what boot owns */
	struct irq_line irq[IRQ_LINES];
};
extern struct kernel kernel;
#define BOOT_SLOTS 16u

/* The scheduling contexts that wait for time: see release.h. */
struct releases {
	uint32_t waiting;            /* cells that wait: those at places 1 .. waiting of the heap */
	uint32_t kept;               /* cells that are a context's: those at places 1 .. kept */
	uint16_t heap[RELEASES];     /* by place 1 .. RELEASES - 1, a cell */
	uint16_t place[RELEASES];    /* by cell, where it is in the heap */
	uint32_t context[RELEASES];  /* by cell, whose it is */
	uint64_t due[RELEASES];      /* by cell, what it waits for: a time of the machine's clock */
};
extern struct releases releases;

/* Whose time passes: see account.h. */
struct account {
	uint32_t charged;      /* scheduling context whose time passes, 0 if nobody's does */
	uint32_t scale;        /* counts of the machine's clock in SCALE_MICROSECONDS */
	uint64_t started;      /* since when it passes, or when that was last charged */
};
extern struct account account;

/* The windows.  Named here and nowhere else (./writ check). */
extern struct slot slot_window[GRANULES];
extern struct thread thread_window[THREADS];
extern struct waiter waiter_window[THREADS]; /* placed WAITER_OFFSET bytes on */
extern struct endpoint endpoint_window[QUEUES];
extern struct notification notification_window[QUEUES];
extern struct reply reply_window[GRANULES];
extern struct sched_context sched_context_window[SCHED_CONTEXTS];
extern uint32_t list_head_window[LISTS];
extern struct list_map list_map_window[LISTS / 32u]; /* placed 256 bytes on: see QUEUE_LISTS */
extern uint32_t link_window[WORDS];                  /* page tables' link words: see vspace.h */
extern uint32_t buffer_window[WORDS];                /* IPC buffers: user memory */

_Static_assert(sizeof(struct slot) == GRANULE_BYTES, "a slot is a granule");
_Static_assert(sizeof(struct thread) == THREAD_GRANULES * GRANULE_BYTES, "thread size");
_Static_assert(sizeof(struct waiter) == sizeof(struct thread), "a waiter for every thread");
_Static_assert((THREAD_SLOTS * GRANULE_WORDS + REGISTERS) * 4u == WAITER_OFFSET, "where a thread's links are");
_Static_assert(sizeof(struct endpoint) == QUEUE_GRANULES * GRANULE_BYTES, "endpoint size");
_Static_assert(sizeof(struct notification) == QUEUE_GRANULES * GRANULE_BYTES, "notification size");
_Static_assert(sizeof(struct reply) == REPLY_GRANULES * GRANULE_BYTES, "reply size");
_Static_assert(sizeof(struct sched_context) == SCHED_CONTEXT_GRANULES * GRANULE_BYTES,
               "scheduling context size");
_Static_assert(sizeof(struct list_map) * 4 == QUEUE_GRANULES * GRANULE_BYTES, "four blocks a queue");

/*@ ghost uint8_t type_map[LINE_END]; */ /* what each point of the number line is: CAP_ */

/*@ ghost int machine; */                 /* what the machine does outside of the kernel's memory */
/*@ ghost uint64_t machine_time; */        /* what the machine's clock said last */
/*@ ghost uint32_t console_last; */        /* the character last written to the kernel's console */
/*@ ghost uint32_t counters_allowed; */    /* may user mode read the cycle counter? */
/*@ ghost uint32_t fpu_on; */              /* may user mode use the FPU? */
/*@ ghost uint32_t fpu_bank[FPU_WORDS]; */ /* what the FPU's registers hold */
/* What the entry that runs may still do.  A step is constant work: a CNode of a lookup, a slot of a
   dying CNode or of a retype's window, or a sender is looked at; a granule is zeroed, an object made; or
   a capability is deleted: one of a thread or table, or of a VSpace, which goes 64 entries at a time,
   counts LONG_STEPS. */
/*@ ghost uint32_t steps_left; */
/*@ ghost uint32_t entry_map[WORDS]; */    /* what the translation tables say, by word of RAM */

#include "../spec/object.h"

/*@ requires slot: is_slot(s);
    assigns \nothing;
    ensures same: \result == s; */
static inline uint32_t slot_ix(uint32_t s) { return s; }

/*@ requires thread: is_thread(t);
    assigns \nothing;
    ensures same: \result == t; */
static inline uint32_t thread_ix(uint32_t t) { return t; }

/*@ requires endpoint: is_endpoint(e);
    assigns \nothing;
    ensures same: \result == e; */
static inline uint32_t endpoint_ix(uint32_t e) { return e; }

/*@ requires notification: is_notification(n);
    assigns \nothing;
    ensures same: \result == n; */
static inline uint32_t notification_ix(uint32_t n) { return n; }

/*@ requires reply: is_reply(r);
    assigns \nothing;
    ensures same: \result == r; */
static inline uint32_t reply_ix(uint32_t r) { return r; }

/*@ requires context: is_sched_context(c);
    assigns \nothing;
    ensures same: \result == c; */
static inline uint32_t sched_context_ix(uint32_t c) { return c; }

/*@ requires list: is_list(l);
    assigns \nothing;
    ensures same: \result == l; */
static inline uint32_t list_ix(uint32_t l) { return l; }

/*@ requires link: is_link(w);
    assigns \nothing;
    ensures same: \result == w; */
static inline uint32_t link_ix(uint32_t w) { return w; }

/*@ requires word: is_user_word(w);
    assigns \nothing;
    ensures same: \result == w; */
static inline uint32_t buffer_ix(uint32_t w) { return w; }

/*@ requires line: 0 <= n < IRQ_LINES;
    assigns \nothing;
    ensures same: \result == n; */
static inline uint32_t irq_ix(uint32_t n) { return n; }

#define SLOT(s) slot_window[slot_ix(s)]
#define THREAD(t) thread_window[thread_ix(t)]
#define WAITER(t) waiter_window[thread_ix(t)]
#define ENDPOINT(e) endpoint_window[endpoint_ix(e)]
#define NOTIFICATION(n) notification_window[notification_ix(n)]
#define REPLY(r) reply_window[reply_ix(r)]
#define SCHED_CONTEXT(c) sched_context_window[sched_context_ix(c)]
#define LIST_HEAD(l) list_head_window[list_ix(l)]
#define LIST_MAP(l) list_map_window[list_ix(l) / 32u]
#define LINK(w) link_window[link_ix(w)]
#define BUFFER(w) buffer_window[buffer_ix(w)]
#define IRQ(n) kernel.irq[irq_ix(n)]

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * What a kernel call may answer.  One closed set for the whole kernel: every
 * function that can refuse returns one of these, and anything but STATUS_OK
 * leaves the kernel as it was, but for the caller's own result.
 *
 * A user sees the status in bits 0..7 of r0 and the number of the argument
 * that failed in bits 8..15: 0 is the invoked capability, k the k-th argument.
 */
#ifndef WRIT_KERNEL_STATUS_H
#define WRIT_KERNEL_STATUS_H

enum status {
	STATUS_OK = 0,
	STATUS_INVALID_CALL = 1,       /* no such system call or operation */
	STATUS_INVALID_CAPABILITY = 2, /* empty slot, or a capability of the wrong type */
	STATUS_INVALID_ARGUMENT = 3,   /* a value that is never right here */
	STATUS_OUT_OF_RANGE = 4,       /* outside of the object that it names */
	STATUS_NO_RIGHT = 5,           /* the capability does not carry the right */
	STATUS_NO_MEMORY = 6,          /* the untyped memory has not enough left */
	STATUS_OCCUPIED = 7,           /* the slot, entry or binding is in use */
	STATUS_NOT_ALIGNED = 8,        /* an address that is not a multiple of its size */
	STATUS_NOT_MAPPED = 9,         /* nothing is mapped or bound there */
	STATUS_TOO_DEEP = 10,          /* derivation or CSpace deeper than the kernel's bound */
	STATUS_WOULD_BLOCK = 11,       /* nobody is waiting, or nothing is pending */
	STATUS_CANCELLED = 12,         /* the object waited on was destroyed */
	STATUS_RESTART = 13            /* inside the kernel only: preempted, the call runs again */
};

#endif

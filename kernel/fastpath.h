// SPDX-License-Identifier: Apache-2.0
/*
 * The common Call and the common ReplyRecv: no capability goes along, who is to
 * run next is known, and on whose time.  They do what endpoint.h, reply.h and
 * loan.h say, in fewer instructions; whatever is not common is left to
 * syscall.c, before anything has changed.
 *
 *     client  --Call-->       server that waits, and runs at once
 *     server  --ReplyRecv-->  client, which runs at once; nobody is waiting for the server
 */
#ifndef WRIT_KERNEL_FASTPATH_H
#define WRIT_KERNEL_FASTPATH_H

#include "decode.h"
#include "transfer.h"
#include "../spec/entry.h"
#include "../spec/fastpath.h"

/* Call by thread t.  The answer is the receiver, which runs from now on, or 0: nothing was done. */
/*@ requires consistent: consistent;
    requires thread: is_running(t) && chosen;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..], buffer_window[..], SCHEDULE;
    ensures consistent: consistent;
    ensures chosen: chosen;
    ensures none: \result == 0 ==> nothing_done{Pre, Post};
    ensures runs: \result != 0 ==> kernel.current == \result;
    ensures called: \result != 0 ==> \exists integer s;
        invoked{Pre}(t, CAP_ENDPOINT, RIGHT_CALL, s) && called{Pre, Post}(t, s, \result)
        && carried{Pre, Post}(t, \result, KIND_CALL, \old(slot_window[s].word0), \old(slot_window[s].word1)); */
uint32_t fastpath_call(uint32_t t);

/* ReplyRecv by thread t.  The answer is the thread that was answered, which runs from now on, or 0:
   nothing was done. */
/*@ requires consistent: consistent;
    requires thread: is_running(t) && chosen;
    assigns thread_window[..], QUEUE_LINKS, endpoint_window[..], reply_window[..], buffer_window[..], SCHEDULE;
    ensures consistent: consistent;
    ensures chosen: chosen;
    ensures none: \result == 0 ==> nothing_done{Pre, Post};
    ensures runs: \result != 0 ==> kernel.current == \result;
    ensures answered: \result != 0 ==> \exists integer s, r;
        invoked{Pre}(t, CAP_ENDPOINT, RIGHT_READ, s) && offered{Pre}(t, r)
        && answered{Pre, Post}(t, s, r, \result) && carried{Pre, Post}(t, \result, KIND_REPLY, 0, 0); */
uint32_t fastpath_reply_recv(uint32_t t);

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * What the root task answers to a domain with a <monitor> channel: requests
 * are labels of a call, words are message words.
 */
#ifndef WRIT_MONITOR_H
#define WRIT_MONITOR_H

#define MONITOR_MEMORY 1   /* -> untyped memory in all and left, in KiB; number of domains */
#define MONITOR_DOMAIN 2   /* word 0: its number -> THREAD_ state, priority, program counter,
                              stopped by a fault, then MONITOR_NAME_WORDS words of its name */
#define MONITOR_NAME_WORDS 8

/* Label of the answer. */
#define MONITOR_OK 0
#define MONITOR_UNKNOWN 1  /* no such request or domain */

/* Badges of the root task's endpoint: the domain's number, for faults LAYOUT_BADGE_CHILD more.  A send is a
   passive domain's, to say that it waits (LAYOUT_READY). */

#endif

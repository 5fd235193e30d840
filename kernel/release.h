// SPDX-License-Identifier: Apache-2.0
/*
 * The scheduling contexts that wait for time: a heap of cells, the one that is due
 * first at its root.  A context keeps a cell for as long as it may have to wait, so
 * waiting never fails; there are RELEASES - 1.  To wait and to end waiting take nine
 * levels of the heap at most, everything else constant time.  The picture and the
 * invariant, `releases_sound`, are in spec/release.h.
 */
#ifndef WRIT_KERNEL_RELEASE_H
#define WRIT_KERNEL_RELEASE_H

#include "object.h"
#include "../spec/release.h"

/* At boot: no scheduling context has a cell. */
/*@ requires none: \forall integer c; is_sched_context(c) ==> sched_context_window[c].cell == 0;
    assigns releases.waiting, releases.kept, releases.heap[0 .. RELEASES - 1], releases.place[0 .. RELEASES - 1];
    ensures invariant: releases_sound;
    ensures none: releases.waiting == 0 && releases.kept == 0; */
void release_start(void);

/* Scheduling context c, which has no cell, keeps one from now on.  0: none is left. */
/*@ requires invariant: releases_sound;
    requires context: is_sched_context(c) && sched_context_window[c].cell == 0;
    assigns releases.kept, releases.context[0 .. RELEASES - 1], sched_context_window[c].cell;
    ensures invariant: releases_sound;
    ensures answer: \result == (\old(releases.kept) < RELEASES - 1 ? 1 : 0);
    ensures kept: \result != 0 ==> sched_context_window[c].cell != 0 && !waits_time(c)
        && releases.kept == \old(releases.kept) + 1;
    ensures unchanged: \result == 0 ==> sched_context_window[c].cell == 0 && releases == \old(releases);
    ensures others: releases_stay_but{Pre, Post}(c); */
uint32_t release_keep(uint32_t c);

/* Scheduling context c has no cell from now on, and so does not wait. */
/*@ requires invariant: releases_sound;
    requires context: is_sched_context(c);
    assigns releases.waiting, releases.kept, releases.heap[0 .. RELEASES - 1], releases.place[0 .. RELEASES - 1],
            sched_context_window[c].cell;
    ensures invariant: releases_sound;
    ensures dropped: sched_context_window[c].cell == 0;
    ensures kept: releases.kept == \old(releases.kept) - (\old(sched_context_window[c].cell) != 0 ? 1 : 0);
    ensures ended: waits_time{Pre}(c) ==> releases.waiting == \old(releases.waiting) - 1;
    ensures still: !waits_time{Pre}(c) ==> releases.waiting == \old(releases.waiting);
    ensures unchanged: \old(sched_context_window[c].cell) == 0 ==> releases == \old(releases);
    ensures others: releases_stay_but{Pre, Post}(c); */
void release_drop(uint32_t c);

/* Scheduling context c, which has a cell and does not wait, waits from now on for the time `due`. */
/*@ requires invariant: releases_sound;
    requires context: is_sched_context(c) && sched_context_window[c].cell != 0 && !waits_time(c);
    assigns releases.waiting, releases.heap[0 .. RELEASES - 1], releases.place[0 .. RELEASES - 1],
            releases.due[sched_context_window[c].cell];
    ensures invariant: releases_sound;
    ensures waits: waits_time(c) && due_of(c) == due;
    ensures waiting: releases.waiting == \old(releases.waiting) + 1;
    ensures others: releases_stay_but{Pre, Post}(c); */
void release_wait(uint32_t c, uint64_t due);

/* Scheduling context c, which waits, does not from now on; it keeps its cell. */
/*@ requires invariant: releases_sound;
    requires context: is_sched_context(c) && waits_time(c);
    assigns releases.waiting, releases.heap[0 .. RELEASES - 1], releases.place[0 .. RELEASES - 1];
    ensures invariant: releases_sound;
    ensures ended: !waits_time(c);
    ensures waiting: releases.waiting == \old(releases.waiting) - 1;
    ensures others: releases_stay_but{Pre, Post}(c); */
void release_end(uint32_t c);

/* The scheduling context that is due first, 0 if none waits. */
/*@ requires invariant: releases_sound;
    assigns \nothing;
    ensures none: \result == 0 <==> releases.waiting == 0;
    ensures nobody: \result == 0 <==> \forall integer c; is_sched_context(c) ==> !waits_time(c);
    ensures some: \result != 0 ==> is_sched_context(\result) && waits_time(\result);
    ensures first: \result != 0 ==> \forall integer c; is_sched_context(c) && waits_time(c) ==>
        due_of(\result) <= due_of(c); */
uint32_t release_first(void);

/* Does scheduling context c wait? */
/*@ requires invariant: releases_sound;
    requires context: is_sched_context(c);
    assigns \nothing;
    ensures waits: \result != 0 <==> waits_time(c); */
static inline int release_waits(uint32_t c)
{
	uint32_t cell = SCHED_CONTEXT(c).cell;

	return cell != 0 && releases.place[cell] <= releases.waiting;
}

/* What scheduling context c waits for. */
/*@ requires invariant: releases_sound;
    requires context: is_sched_context(c) && waits_time(c);
    assigns \nothing;
    ensures due: \result == due_of(c); */
static inline uint64_t release_due(uint32_t c)
{
	return releases.due[SCHED_CONTEXT(c).cell];
}

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * The windows' accessors, with their preconditions checked at run time against
 * the fake machine's type map.  The build includes this file before each kernel
 * source; the sources themselves are as they ship.  (The library kernel_plain
 * is built without it.)
 */
#ifndef WRIT_HOST_CHECKED_WINDOWS_H
#define WRIT_HOST_CHECKED_WINDOWS_H

#include "object.h"

extern uint8_t granule_type[GRANULES];
_Noreturn void window_refuses(const char *window, uint32_t number, const char *file, int line);

static inline uint32_t window_check(int allowed, const char *window, uint32_t number,
                                    const char *file, int line)
{
	if (!allowed)
		window_refuses(window, number, file, line);
	return number;
}

static inline int type_is(uint32_t granule, uint32_t type)
{
	return granule > 0 && granule < GRANULES && granule_type[granule] == type;
}

static inline int is_queue_number(uint32_t q)
{
	return q < QUEUES && (type_is(q * QUEUE_GRANULES, CAP_ENDPOINT)
	                      || type_is(q * QUEUE_GRANULES, CAP_NOTIFICATION)
	                      || type_is(q * QUEUE_GRANULES, TYPE_RUN_QUEUE));
}

static inline int is_list_number(uint32_t l)
{
	return l < LISTS && l % QUEUE_LISTS < PRIORITIES && is_queue_number(l / QUEUE_LISTS);
}

static inline int is_link_number(uint32_t w)
{
	if (w >= WORDS)
		return 0;
	return (w % 512 >= 256 && type_is(w / GRANULE_WORDS, CAP_PAGE_TABLE))
	    || (w % 4096 >= 2048 && type_is(w / GRANULE_WORDS, CAP_VSPACE));
}

#define WINDOW_CHECK(allowed, window, number) \
	window_check(allowed, window, number, __FILE__, __LINE__)

#undef SLOT
#undef THREAD
#undef WAITER
#undef ENDPOINT
#undef NOTIFICATION
#undef REPLY
#undef SCHED_CONTEXT
#undef LIST_HEAD
#undef LIST_MAP
#undef LINK
#undef BUFFER
#undef IRQ
#define SLOT(s) slot_window[WINDOW_CHECK(type_is((s), CAP_CNODE), "slot", (s))]
#define THREAD(t) thread_window[WINDOW_CHECK((t) < THREADS \
	&& type_is((t) * THREAD_GRANULES + THREAD_SLOTS, CAP_THREAD), "thread", (t))]
#define WAITER(t) waiter_window[WINDOW_CHECK((t) < THREADS \
	&& type_is((t) * THREAD_GRANULES + THREAD_SLOTS, CAP_THREAD), "waiter", (t))]
#define ENDPOINT(e) endpoint_window[WINDOW_CHECK((e) < QUEUES \
	&& type_is((e) * QUEUE_GRANULES, CAP_ENDPOINT), "endpoint", (e))]
#define NOTIFICATION(n) notification_window[WINDOW_CHECK((n) < QUEUES \
	&& type_is((n) * QUEUE_GRANULES, CAP_NOTIFICATION), "notification", (n))]
#define REPLY(r) reply_window[WINDOW_CHECK(type_is((r), CAP_REPLY), "reply", (r))]
#define SCHED_CONTEXT(c) sched_context_window[WINDOW_CHECK((c) < SCHED_CONTEXTS \
	&& type_is((c) * SCHED_CONTEXT_GRANULES, CAP_SCHED_CONTEXT), "scheduling context", (c))]
#define LIST_HEAD(l) list_head_window[WINDOW_CHECK(is_list_number(l), "list head", (l))]
#define LIST_MAP(l) list_map_window[WINDOW_CHECK(is_list_number(l), "list map", (l)) / 32u]
#define LINK(w) link_window[WINDOW_CHECK(is_link_number(w), "link", (w))]
#define BUFFER(w) buffer_window[WINDOW_CHECK((w) < WORDS \
	&& type_is((w) / GRANULE_WORDS, CAP_FRAME), "buffer", (w))]
#define IRQ(n) kernel.irq[WINDOW_CHECK((n) < IRQ_LINES, "interrupt line", (n))]

#endif

// SPDX-License-Identifier: Apache-2.0
/* Notifications: see notification.h. */
#include "notification.h"

/*@ requires notification: is_notification(n);
    assigns \nothing;
    ensures empty: \result != 0 <==> notification_window[n].word_low == 0 && notification_window[n].word_high == 0; */
static int notification_empty(uint32_t n)
{
	return NOTIFICATION(n).word_low == 0 && NOTIFICATION(n).word_high == 0;
}

void notification_signal(uint32_t n, uint32_t low, uint32_t high)
{
	uint32_t t = queue_first(n), bound = NOTIFICATION(n).thread;

	if (t != 0) {
		queue_remove(t);
		message_notify(t, low, high);
		sched_ready(t);
	} else if (bound != 0 && THREAD(bound).state == THREAD_RECEIVING) {
		endpoint_leave(bound);
		message_notify(bound, low, high);
		sched_ready(bound);
	} else {
		NOTIFICATION(n).word_low = NOTIFICATION(n).word_low | low;
		NOTIFICATION(n).word_high = NOTIFICATION(n).word_high | high;
	}
}

enum status notification_poll(uint32_t n, uint32_t t)
{
	if (notification_empty(n))
		return STATUS_WOULD_BLOCK;

	message_notify(t, NOTIFICATION(n).word_low, NOTIFICATION(n).word_high);
	NOTIFICATION(n).word_low = 0;
	NOTIFICATION(n).word_high = 0;
	return STATUS_OK;
}

void notification_wait(uint32_t n, uint32_t t)
{
	if (notification_poll(n, t) == STATUS_OK)
		return;

	sched_stop(t);
	THREAD(t).state = THREAD_WAITING;
	THREAD(t).waits_on = n;
	queue_insert(n, t);
}

uint32_t notification_cancel_one(uint32_t n)
{
	uint32_t t = queue_first(n);

	if (t == 0)
		return 0;
	queue_remove(t);
	reply_status(t, STATUS_CANCELLED);
	return t;
}

void notification_bind(uint32_t n, uint32_t t)
{
	NOTIFICATION(n).thread = t;
	THREAD(t).notification = n;
}

void notification_unbind(uint32_t n)
{
	uint32_t t = NOTIFICATION(n).thread;

	if (t == 0)
		return;
	NOTIFICATION(n).thread = 0;
	THREAD(t).notification = 0;
}

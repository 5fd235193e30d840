// SPDX-License-Identifier: Apache-2.0
/*
 * What the tour's domains say to each other.  Channels as tour.system numbers
 * them; requests are labels of a call.
 */
#ifndef TOUR_TOUR_H
#define TOUR_TOUR_H

#include <microkit.h>

/* The driver, as its clients see it: shell and pager both call it on their channel 0. */
#define CHANNEL_UART 0
/* Text is in the message's words, four characters each; its length is in word 0. */
#define UART_WRITE 1 /* word 0: length, then text */
#define UART_READ 2  /* -> word 0: length, 0 if nothing was typed; then text */
#define UART_FLUSH 3 /* returns when all that was written has left */
#define UART_TEXT_MAX 472

/* The pager, as the shell sees it. */
#define CHANNEL_PAGER 1
#define PAGER_USE 1  /* -> pages given, their limit, bytes of untyped memory, bytes of it in use */

/* The root task, as the shell sees it: <writ/monitor.h>. */
#define CHANNEL_MONITOR 2

/* console.c: standard output goes to the driver, a line at a time or when asked. */
void console_flush(void);
/* What was typed since the last time: up to `most` characters. */
uint32_t console_read(char *text, uint32_t most);

#endif

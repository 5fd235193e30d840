// SPDX-License-Identifier: Apache-2.0
/*
 * What the driver does for its client.  The label of a call says what.
 */
#ifndef DEVICE_H
#define DEVICE_H

/* Ids of NAME.system. */
#define CHANNEL_IRQ 0     /* driver: the device's interrupt */
#define CHANNEL_CLIENT 1  /* driver: the client */
#define CHANNEL_DRIVER 0  /* client: the driver */

#define DEVICE_TIME 1     /* -> seconds since 1970 */
#define DEVICE_ALARM 2    /* seconds from now, 1 or more -> nothing; a signal when they have passed */

/* Label of the answer. */
#define DEVICE_OK 0
#define DEVICE_REFUSED 1

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * What a parent knows about its children.  A program that defines
 *
 *     const volatile struct writ_client writ_clients[N] = {{1}};
 *
 * finds in it, before it starts, what the system description says of the child
 * with each id below N; tools/sysgen writes it there.
 */
#ifndef WRIT_CLIENTS_H
#define WRIT_CLIENTS_H

#include <stdint.h>

#define WRIT_CLIENT_RANGES 3

struct writ_client {
	uint32_t entry;   /* where its program starts */
	uint32_t limit;   /* pages that it may have on demand; 0: it is not paged */
	struct {
		uint32_t start; /* memory on demand: from start on, up to and without end */
		uint32_t end;   /* 0: no range */
	} ranges[WRIT_CLIENT_RANGES];
};

#endif

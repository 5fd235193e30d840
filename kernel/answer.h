// SPDX-License-Identifier: Apache-2.0
/*
 * The answer to a call: a status and the argument that it is about, in the form
 * in which the user gets it (r0).  0 is "done".
 */
#ifndef WRIT_KERNEL_ANSWER_H
#define WRIT_KERNEL_ANSWER_H

#include <stdint.h>
#include "status.h"

#define ANSWER_ARGUMENT 256u

/*@ requires argument: argument < 256;
    requires status: 0 <= status <= STATUS_RESTART;
    assigns \nothing;
    ensures status: \result % ANSWER_ARGUMENT == status;
    ensures done: status == STATUS_OK ==> \result == 0;
    ensures argument: status != STATUS_OK ==> \result / ANSWER_ARGUMENT == argument; */
static inline uint32_t refuse(enum status status, uint32_t argument)
{
	if (status == STATUS_OK)
		return 0;
	return (uint32_t)status + argument * ANSWER_ARGUMENT;
}

#endif

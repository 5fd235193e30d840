// SPDX-License-Identifier: Apache-2.0
/*
 * What client and server say to each other.  The label of a message says which
 * request it is; its words are the arguments, and those of the answer.
 */
#ifndef PROTOCOL_H
#define PROTOCOL_H

/* The channel between them: NAME.system gives it this id at both ends. */
#define CHANNEL 0

#define REQUEST_ADD 1 /* two numbers -> their sum; the server signals when it has answered */

/* Label of the answer. */
#define ANSWER_OK 0
#define ANSWER_UNKNOWN 1

#endif

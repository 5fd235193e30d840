// SPDX-License-Identifier: Apache-2.0
/* The IPC buffer of a thread is user memory, or there is none.  ACSL only. */
#ifndef WRIT_SPEC_MESSAGE_H
#define WRIT_SPEC_MESSAGE_H

/*@ // The words [w, w + IPC_BUFFER_WORDS) of RAM are user memory.
    predicate is_buffer{L}(integer w) =
      0 < w && w + IPC_BUFFER_WORDS <= WORDS
      && \forall integer i; w <= i < w + IPC_BUFFER_WORDS ==> is_user_word{L}(i);

    predicate message_buffer{L}(integer t) =
      thread_window[t].buffer == 0 || is_buffer{L}(thread_window[t].buffer);
*/
#endif

// SPDX-License-Identifier: Apache-2.0
/* Message transfer: see message.h. */
#include "message.h"

uint32_t message_length(uint32_t info, uint32_t from, uint32_t to)
{
	uint32_t length = info % INFO_LENGTHS;

	if (length > MESSAGE_WORDS_MAX)
		length = MESSAGE_WORDS_MAX;
	if (length > MESSAGE_REGISTERS && (from == 0 || to == 0))
		length = MESSAGE_REGISTERS;
	return length;
}

/* Words 0 .. length - 1 that go in registers; the receiver's others become 0. */
/*@ requires from: is_thread(from);
    requires to: is_thread(to) && from != to;
    assigns thread_window[to].registers[REGISTER_WORDS .. REGISTER_WORDS + MESSAGE_REGISTERS - 1];
    ensures words: \forall integer i; 0 <= i < MESSAGE_REGISTERS ==>
        thread_window[to].registers[REGISTER_WORDS + i] ==
            (i >= length ? 0 : thread_window[from].fault != 0 ? thread_window[from].fault_words[i]
                             : thread_window[from].registers[REGISTER_WORDS + i]); */
static void message_registers(uint32_t from, uint32_t to, uint32_t length)
{
	uint32_t i, word;

	/*@ loop invariant 0 <= i <= MESSAGE_REGISTERS;
	    loop invariant \forall integer k; 0 <= k < i ==>
	        thread_window[to].registers[REGISTER_WORDS + k] ==
	            (k >= length ? 0 : thread_window[from].fault != 0 ? thread_window[from].fault_words[k]
	                             : thread_window[from].registers[REGISTER_WORDS + k]);
	    loop assigns i, word,
	        thread_window[to].registers[REGISTER_WORDS .. REGISTER_WORDS + MESSAGE_REGISTERS - 1];
	    loop variant MESSAGE_REGISTERS - i; */
	for (i = 0; i < MESSAGE_REGISTERS; i++) {
		word = 0;
		if (i < length) {
			if (THREAD(from).fault != 0)
				word = THREAD(from).fault_words[i];
			else
				word = THREAD(from).registers[REGISTER_WORDS + i];
		}
		THREAD(to).registers[REGISTER_WORDS + i] = word;
	}
}

/* Words MESSAGE_REGISTERS .. length - 1, between the buffers that begin at these words. */
/*@ requires length: length <= MESSAGE_WORDS_MAX;
    requires from: is_buffer(from);
    requires to: is_buffer(to);
    assigns buffer_window[to + MESSAGE_REGISTERS .. to + MESSAGE_WORDS_MAX - 1];
    ensures words: words_copied{Pre, Post}(from, to, length); */
static void message_words(uint32_t from, uint32_t to, uint32_t length)
{
	uint32_t i;

	/*@ loop invariant MESSAGE_REGISTERS <= i <= MESSAGE_WORDS_MAX;
	    loop invariant kept: from + MESSAGE_WORDS_MAX <= to || to + MESSAGE_WORDS_MAX <= from ==>
	        \forall integer k; from <= k < from + MESSAGE_WORDS_MAX ==>
	            buffer_window[k] == \at(buffer_window[k], Pre);
	    loop invariant copied: from + MESSAGE_WORDS_MAX <= to || to + MESSAGE_WORDS_MAX <= from ==>
	        \forall integer k; to + MESSAGE_REGISTERS <= k < to + i ==>
	            buffer_window[k] == \at(buffer_window[k - to + from], Pre);
	    loop assigns i, buffer_window[to + MESSAGE_REGISTERS .. to + MESSAGE_WORDS_MAX - 1];
	    loop variant MESSAGE_WORDS_MAX - i; */
	for (i = MESSAGE_REGISTERS; i < length; i++)
		BUFFER(to + i) = BUFFER(from + i);
}

__attribute__((noinline)) uint32_t message_rest(uint32_t from, uint32_t to, uint32_t info)
{
	uint32_t length = message_length(info, THREAD(from).buffer, THREAD(to).buffer);

	if (length > MESSAGE_REGISTERS)
		message_words(THREAD(from).buffer, THREAD(to).buffer, length);
	return length;
}

void message_deliver(uint32_t from, uint32_t to, uint32_t kind)
{
	uint32_t info = THREAD(from).info;
	uint32_t length = message_rest(from, to, info);

	message_registers(from, to, length);
	THREAD(to).registers[0] = STATUS_OK;
	THREAD(to).registers[REGISTER_INFO] =
		info / INFO_LABEL * INFO_LABEL + kind * INFO_KIND + info / INFO_LENGTHS % INFO_CAPS * INFO_LENGTHS + length;
	THREAD(to).registers[REGISTER_BADGE_LOW] = THREAD(from).badge_low;
	THREAD(to).registers[REGISTER_BADGE_HIGH] = THREAD(from).badge_high;
}

void message_notify(uint32_t to, uint32_t low, uint32_t high)
{
	THREAD(to).registers[0] = STATUS_OK;
	THREAD(to).registers[REGISTER_INFO] = KIND_NOTIFICATION * INFO_KIND;
	THREAD(to).registers[REGISTER_BADGE_LOW] = low;
	THREAD(to).registers[REGISTER_BADGE_HIGH] = high;
}

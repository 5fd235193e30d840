// SPDX-License-Identifier: Apache-2.0
/*
 * A protection domain: a program without main.  init runs once; after that the
 * domain waits, and notified runs for every signal, one at a time.
 */
#include <stdio.h>

#include <microkit.h>

void init(void)
{
	printf("%s: started\n", microkit_name);
}

/* `ch` is a channel or an interrupt, by the id that NAME.system gives it. */
void notified(microkit_channel ch)
{
	printf("%s: signal on %u\n", microkit_name, ch);
}

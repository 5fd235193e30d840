// SPDX-License-Identifier: Apache-2.0
/*
 * Slots and threads with a CSpace of their own: see space.h.
 */
#include <string.h>

#include "space.h"

struct writ_inspection look_at(struct writ_slot slot)
{
	struct writ_inspection found = {0};

	CHECK_OK(writ_inspect(slot, &found));
	return found;
}

static void picture_read(struct picture *p)
{
	for (uint32_t i = 1; i < 1u << p->radix; i++)
		p->slots[i] = look_at(IN(p->cnode, p->radix, i));
	for (uint32_t i = 0; i < PICTURE_ROOT; i++)
		p->root[i] = look(p->first + i);
}

void picture_take(struct picture *picture, uint32_t cnode, uint32_t radix, uint32_t first)
{
	memset(picture, 0, sizeof *picture);
	picture->cnode = cnode;
	picture->radix = radix;
	picture->first = first;
	picture_read(picture);
}

bool picture_same(const struct picture *picture)
{
	static struct picture now;

	picture_take(&now, picture->cnode, picture->radix, picture->first);
	return memcmp(&now, picture, sizeof now) == 0;
}

static void actor_entry(uint32_t call)
{
	writ_trap((struct writ_registers *)call);
	__asm__ volatile("udf #0");
}

void actor_new(struct actor *actor, uint32_t cspace)
{
	struct writ_thread_setting setting = {.cspace = cspace, .vspace = ROOT_VSPACE};
	uint32_t four[4] = {0};

	actor->worker = worker_new(actor_entry, (uint32_t)&actor->call, TEST_PRIORITY + 1, 0);
	CHECK_OK(writ_thread_configure(actor->worker.thread, &setting));
	CHECK_OK(writ_thread_read_registers(actor->worker.thread, 0, four));
	memcpy(actor->arguments, four, sizeof actor->arguments);
	CHECK_OK(writ_thread_read_registers(actor->worker.thread, REGISTER_SP, four));
	memcpy(actor->start, four, sizeof actor->start);
}

void actor_end(struct actor *actor)
{
	worker_end(&actor->worker);
}

static uint32_t actor_run(struct actor *actor, struct writ_registers registers)
{
	uint32_t thread = actor->worker.thread;

	actor->call = registers;
	CHECK_OK(writ_thread_write_registers(thread, 0, 2, actor->arguments));
	CHECK_OK(writ_thread_write_registers(thread, REGISTER_SP, 3, actor->start));
	CHECK_OK(writ_thread_resume(thread));
	if (type_of(thread) != CAP_THREAD || worker_state(&actor->worker) != THREAD_INACTIVE)
		return NO_ANSWER;
	return ((volatile struct writ_registers *)&actor->call)->r[0];
}

uint32_t actor_call(struct actor *actor, uint32_t call, uint32_t capability)
{
	return actor_run(actor, (struct writ_registers){{capability, [7] = call}});
}

uint32_t actor_invoke(struct actor *actor, uint32_t capability, uint32_t operation,
                      const uint32_t arguments[8])
{
	const uint32_t *a = arguments;

	return actor_run(actor, (struct writ_registers){{
		capability, operation, a[0], a[1], a[2], a[3], a[4], CALL_INVOKE, a[5], a[6], a[7],
	}});
}

uint32_t cspace_new(uint32_t cnode, uint32_t radix)
{
	uint32_t guarded = writ_slot_take(1);

	CHECK_OK(writ_mint(AT(cnode), AT(guarded), RIGHT_ALL, (uint64_t)(32u - radix) << 32));
	return guarded;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * Protection domains: their objects, the capabilities that they are given, and
 * their threads.
 *
 * The root task keeps the owner of every object; a domain holds loans, so
 * what it does to its own CNode destroys nothing.  Untyped memory is a gift.
 */
#include "userland/init/init.h"

#define USER_MODE 0x10u /* CPSR: ARM DDI 0406C B1.3.3 */
#define ADDRESS_BITS 32u
#define GRANULE_SIZE 32u

void domain_make(uint32_t domain)
{
	static const uint32_t types[DOMAIN_OBJECTS] = {
		CAP_CNODE, CAP_CNODE, CAP_VSPACE, CAP_THREAD, CAP_SCHED_CONTEXT, CAP_ENDPOINT,
		CAP_NOTIFICATION, CAP_REPLY,
	};
	const struct blob_domain *d = blob_domain(domain);
	const char *who = blob_text(d->name);
	uint32_t result;

	for (uint32_t k = 0; k < DOMAIN_OBJECTS; k++) {
		uint32_t size = 0;

		if (k == DOMAIN_CNODE)
			size = d->cnode_radix;
		if (k == DOMAIN_MEMORY)
			size = d->memory_radix;
		object_make(types[k], size, domain_slot(domain, k), who, "making its objects");
	}
	/* With a guard of zeros above its own bits, an address is a slot's index. */
	result = writ_mint(writ_slot_own(domain_slot(domain, DOMAIN_CNODE)),
	                   writ_slot_own(domain_slot(domain, DOMAIN_CSPACE)), RIGHT_ALL,
	                   (uint64_t)(ADDRESS_BITS - d->cnode_radix) << 32);
	init_check(result, who, "making its CSpace");
}

/* Where the capability that is lent lies in the root task's CSpace. */
static uint32_t cap_source(const struct blob_cap *cap)
{
	switch (cap->kind) {
	case BLOB_CAP_CNODE: return domain_slot(cap->target, DOMAIN_CSPACE);
	case BLOB_CAP_ENDPOINT:
		return cap->target == BLOB_NONE ? slot_endpoint : domain_slot(cap->target, DOMAIN_ENDPOINT);
	case BLOB_CAP_NOTIFICATION: return domain_slot(cap->target, DOMAIN_NOTIFICATION);
	case BLOB_CAP_REPLY: return domain_slot(cap->target, DOMAIN_REPLY);
	case BLOB_CAP_THREAD: return domain_slot(cap->target, DOMAIN_THREAD);
	case BLOB_CAP_VSPACE: return domain_slot(cap->target, DOMAIN_VSPACE);
	case BLOB_CAP_IRQ: return writ_boot_irq(cap->target);
	case BLOB_CAP_MACHINE: return ROOT_MACHINE;
	default: return 0;
	}
}

static void cap_give(const struct blob_cap *cap, const char *who)
{
	uint32_t radix = blob_domain(cap->domain)->cnode_radix;
	struct writ_slot to = {domain_slot(cap->domain, DOMAIN_CNODE), cap->slot, radix};
	uint64_t badge = (uint64_t)cap->badge_high << 32 | cap->badge_low;
	uint32_t source = cap_source(cap);
	uint32_t result;

	if (cap->kind == BLOB_CAP_UNTYPED) {
		object_make(CAP_UNTYPED, cap->target / GRANULE_SIZE, slot_scratch, who, "taking its untyped memory");
		init_check(writ_move(writ_slot_own(slot_scratch), to), who, "giving it untyped memory");
		return;
	}
	if (badge != 0)
		result = writ_mint(writ_slot_own(source), to, cap->rights, badge);
	else
		result = writ_copy(writ_slot_own(source), to, cap->rights);
	init_check(result, who, "lending it a capability");
}

static void irq_give(const struct blob_irq *irq, const char *who)
{
	uint32_t handler = writ_boot_irq(irq->line);
	uint64_t badge = (uint64_t)irq->badge_high << 32 | irq->badge_low;
	uint32_t result;

	result = writ_mint(writ_slot_own(domain_slot(irq->domain, DOMAIN_NOTIFICATION)), writ_slot_own(slot_scratch),
	                   RIGHT_WRITE, badge);
	init_check(result, who, "minting its interrupt's notification");
	init_check(writ_irq_bind(handler, slot_scratch), who, "binding its interrupt");
	init_check(writ_delete(writ_slot_own(slot_scratch)), who, "deleting its interrupt's notification");
}

void domain_give(const struct blob_header *blob, uint32_t domain)
{
	const char *who = blob_text(blob_domain(domain)->name);

	for (uint32_t i = 0; i < blob->cap_count; i++)
		if (blob_cap(i)->domain == domain)
			cap_give(blob_cap(i), who);
	for (uint32_t i = 0; i < blob->irq_count; i++)
		if (blob_irq(i)->domain == domain)
			irq_give(blob_irq(i), who);
}

/* Faults go to the parent, or to the root task. */
static void fault_handler_make(uint32_t domain, const char *who)
{
	const struct blob_domain *d = blob_domain(domain);
	uint32_t endpoint = slot_endpoint;
	uint32_t result;

	if (d->parent != BLOB_NONE)
		endpoint = domain_slot(d->parent, DOMAIN_ENDPOINT);
	result = writ_mint(writ_slot_own(endpoint), writ_slot_own(domain_slot(domain, DOMAIN_FAULT)), RIGHT_CALL,
	                   LAYOUT_BADGE_CHILD + d->id);
	init_check(result, who, "minting its fault handler");
}

void domain_configure(uint32_t domain)
{
	const struct blob_domain *d = blob_domain(domain);
	const char *who = blob_text(d->name);
	uint32_t thread = domain_slot(domain, DOMAIN_THREAD);
	uint32_t context = domain_slot(domain, DOMAIN_SCHED_CONTEXT);
	uint32_t start[3] = {d->entry, USER_MODE, d->thread_pointer};
	struct writ_thread_setting setting = {
		domain_slot(domain, DOMAIN_CSPACE), domain_slot(domain, DOMAIN_VSPACE),
		domain_slot(domain, DOMAIN_FAULT), domain_slot(domain, DOMAIN_BUFFER), LAYOUT_IPC_BUFFER, 0,
	};

	fault_handler_make(domain, who);
	init_check(writ_thread_configure(thread, &setting), who, "configuring its thread");
	init_check(writ_thread_set_priority(thread, d->priority, d->priority), who, "setting its priority");
	init_check(writ_thread_bind_notification(thread, domain_slot(domain, DOMAIN_NOTIFICATION)), who,
	           "binding its notification");
	init_check(writ_thread_write_registers(thread, REGISTER_PC, 3, start), who, "setting its registers");
	init_check(writ_sched_context_configure(context, ROOT_MACHINE, d->budget, d->period), who,
	           "setting its budget");
	init_check(writ_sched_context_bind(context, thread), who, "giving it time");
}

/*
 * That it waits is not missed: the root task has the highest priority, so it receives whenever a domain runs.
 * Its time is not taken too early: it sent and began to receive in one call, so if it is not receiving now, a
 * call had come before, and it answers that on its own time.  It says so again then, for it still has the
 * capability.  Capability and time go together, before any domain runs again, so it knows what it has.
 */
void domain_time_take(uint32_t domain)
{
	const struct blob_domain *d = blob_domain(domain);
	const char *who = blob_text(d->name);
	struct writ_slot ready = {domain_slot(domain, DOMAIN_CNODE), LAYOUT_READY, d->cnode_radix};
	struct writ_thread_state state;

	init_check(writ_thread_status(domain_slot(domain, DOMAIN_THREAD), &state), who, "asking for its state");
	if (state.state != THREAD_RECEIVING)
		return;
	init_check(writ_sched_context_unbind(domain_slot(domain, DOMAIN_SCHED_CONTEXT)), who, "making it passive");
	init_check(writ_delete(ready), who, "deleting its capability to be made passive");
}

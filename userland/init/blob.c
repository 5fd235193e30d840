// SPDX-License-Identifier: Apache-2.0
/*
 * The layout that tools/sysgen compiled, where the kernel's boot mapped it.
 * Its compiler has checked it; here only that it is the format that this
 * program reads.
 */
#include "userland/init/init.h"

static const struct blob_header *const header = (const struct blob_header *)BLOB_ADDRESS;

const struct blob_header *blob_open(void)
{
	if (header->magic != BLOB_MAGIC)
		init_fail("root task", "reading the layout", "it is none; compile it with tools/sysgen");
	if (header->version != BLOB_VERSION)
		init_fail("root task", "reading the layout", "another version's; compile it with this tree's tools/sysgen");
	return header;
}

const struct blob_domain *blob_domain(uint32_t i)
{
	return (const struct blob_domain *)(BLOB_ADDRESS + header->domains) + i;
}

const struct blob_memory *blob_memory(uint32_t i)
{
	return (const struct blob_memory *)(BLOB_ADDRESS + header->memories) + i;
}

const struct blob_map *blob_map(uint32_t i)
{
	return (const struct blob_map *)(BLOB_ADDRESS + header->maps) + i;
}

const struct blob_cap *blob_cap(uint32_t i)
{
	return (const struct blob_cap *)(BLOB_ADDRESS + header->caps) + i;
}

const struct blob_irq *blob_irq(uint32_t i)
{
	return (const struct blob_irq *)(BLOB_ADDRESS + header->irqs) + i;
}

const char *blob_text(uint32_t offset)
{
	return (const char *)BLOB_ADDRESS + offset;
}

const uint8_t *blob_bytes(uint32_t offset)
{
	return (const uint8_t *)BLOB_ADDRESS + offset;
}

// SPDX-License-Identifier: Apache-2.0
/* The test groups: one function each, in test_<name>.c. */
#ifndef WRIT_HOST_GROUPS_H
#define WRIT_HOST_GROUPS_H

#define GROUP(name) void test_##name(void);
#include "groups.def"
#undef GROUP

#endif

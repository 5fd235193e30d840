// SPDX-License-Identifier: Apache-2.0
/* Runs the test groups that are named on the command line; `all` is every one. */
#include "groups.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	void (*run)(void);
} groups[] = {
#define GROUP(name) {#name, test_##name},
#include "groups.def"
#undef GROUP
};

#define GROUPS (sizeof groups / sizeof groups[0])

static int group_run(const char *name)
{
	unsigned i, found = 0;

	for (i = 0; i < GROUPS; i++) {
		if (strcmp(name, "all") != 0 && strcmp(name, groups[i].name) != 0)
			continue;
		groups[i].run();
		printf("%s: passed\n", groups[i].name);
		found = 1;
	}
	return found;
}

int main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		if (!group_run(argv[i])) {
			fprintf(stderr, "%s: no such test group; see tests/host/groups.def\n", argv[i]);
			return 2;
		}
	}
	if (argc < 2) {
		fprintf(stderr, "usage: %s GROUP... | all\n", argv[0]);
		return 2;
	}
	return 0;
}

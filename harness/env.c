/* SPDX-License-Identifier: GPL-2.0-only */
/* `env`: the host's facts, and what could disturb a measurement. */
#include <stdio.h>

#include "harness/host.h"
#include "lib/die.h"

int env_command(int argc, char **argv)
{
	if (argc > 1) {
		complain("env %s: no such argument (env takes none)", argv[1]);
		return EXIT_USAGE;
	}
	return EXIT_FINE;
}

/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/siglock_stacks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const siglock_where_names[] = {
	"entry", "exit", "kick", "sigtimedwait", "elsewhere", NULL
};

/* In the order in which they decide: KVM_RUN's own function lies on the stack of
 * both directions, and only the way out has a function of its own for sure. */
static const struct { const char *function; enum siglock_where where; } functions[] = {
	{ "do_sigtimedwait", SIGLOCK_SIGTIMEDWAIT },
	{ "__do_sys_rt_sigtimedwait", SIGLOCK_SIGTIMEDWAIT },
	{ "__x64_sys_rt_sigtimedwait", SIGLOCK_SIGTIMEDWAIT },
	{ "__arm64_sys_rt_sigtimedwait", SIGLOCK_SIGTIMEDWAIT },
	{ "do_send_sig_info", SIGLOCK_KICK },
	{ "do_send_specific", SIGLOCK_KICK },
	{ "do_tkill", SIGLOCK_KICK },
	{ "__x64_sys_tgkill", SIGLOCK_KICK },
	{ "__arm64_sys_tgkill", SIGLOCK_KICK },
	{ "kvm_sigset_deactivate", SIGLOCK_EXIT },
	{ "kvm_sigset_activate", SIGLOCK_ENTRY },
	{ "kvm_arch_vcpu_ioctl_run", SIGLOCK_ENTRY },
	{ "kvm_vcpu_ioctl", SIGLOCK_ENTRY },
};
#define FUNCTIONS (sizeof(functions) / sizeof(functions[0]))

struct siglock_symbols {
	struct {
		uint64_t from, to;	/* to: where the next symbol starts; from 0: not found */
	} function[FUNCTIONS];
};

struct symbol {
	unsigned long long address;
	char type, name[128];
};

static void note_start(struct siglock_symbols *s, const struct symbol *y)
{
	for (size_t i = 0; i < FUNCTIONS; i++)
		if (!s->function[i].from && !strcmp(y->name, functions[i].function))
			s->function[i].from = y->address;
}

static void note_end(struct siglock_symbols *s, const struct symbol *y)
{
	for (size_t i = 0; i < FUNCTIONS; i++)
		if (s->function[i].from && y->address > s->function[i].from &&
		    (!s->function[i].to || y->address < s->function[i].to))
			s->function[i].to = y->address;
}

/* Not sorted over modules, so that ends need a second reading. */
static void for_symbols(struct siglock_symbols *s,
			void (*fn)(struct siglock_symbols *s, const struct symbol *y))
{
	FILE *f = fopen("/proc/kallsyms", "re");
	struct symbol y;
	char line[512];

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "%llx %c %127s", &y.address, &y.type, y.name) == 3 && y.address)
			fn(s, &y);
	if (f)
		fclose(f);
}

struct siglock_symbols *siglock_symbols_read(void)
{
	struct siglock_symbols *s = xcalloc(1, sizeof(*s));

	for_symbols(s, note_start);
	for_symbols(s, note_end);
	return s;
}

void siglock_symbols_free(struct siglock_symbols *s)
{
	free(s);
}

enum siglock_where siglock_where(const struct siglock_symbols *s, const uint64_t *frames, int n)
{
	for (size_t i = 0; i < FUNCTIONS; i++)
		for (int j = 0; j < n && frames[j] && s->function[i].from; j++)
			if (frames[j] > s->function[i].from && frames[j] <= s->function[i].to)
				return functions[i].where;
	return SIGLOCK_ELSEWHERE;
}

/* A kernel without NUMA has no such file. */
bool siglock_one_node(void)
{
	FILE *f = fopen("/sys/devices/system/node/online", "re");
	char line[64] = "0\n";

	if (f && !fgets(line, sizeof(line), f))
		line[0] = '\0';
	if (f)
		fclose(f);
	return !strcmp(line, "0\n");
}

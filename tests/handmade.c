/* SPDX-License-Identifier: GPL-2.0-only */
#include "tests/handmade.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ROW(c_, b_, g_, v_, m_, p_, vs_, u_, e_, l_, h_, ver_, n_) { .cell = c_, .vcpus = v_, \
	.runs = 20, .bench = (char *)b_, .guest = (char *)g_, .place = (char *)"0/0/0", \
	.variant = (char *)"", .metric = (char *)m_, .protocol = (char *)p_, \
	.versus = (char *)vs_, .unit = (char *)u_, .estimate = e_, .lo = l_, .hi = h_, \
	.level = .99, .p = NAN, .verdict = (char *)ver_, .note = (char *)n_ }
#define LEVEL(c, g, p, e) \
	ROW(c, "exit", g, 1, "cost", p, "", "ns", e, e - 20, e + 20, "", "")
#define DIFFERENCE(c, g, e, verdict, note) \
	ROW(c, "exit", g, 1, "cost", "immediate_exit", "sigmask", "ns", e, e - 6, e + 6, verdict, \
	    note), \
	ROW(c, "exit", g, 1, "cost", "immediate_exit", "sigmask", "ratio", e / 8400., \
	    (e - 6) / 8400., (e + 6) / 8400., verdict, "")
/* No runs were planned, since there are none: only rows are made by hand. */
#define CELL(c, b, g, s, n) { .cell = c, .vcpus = 1, .blocks = 100, .batch = 16, \
	.bench = (char *)b, .guest = (char *)g, .place = (char *)"0/0/0", .variant = (char *)"", \
	.cpus = (char *)"1", .protocols = arms, .nr_protocols = 2, .status = (char *)s, \
	.note = (char *)n }
#define ENV(k, v) { (char *)k, (char *)v }
#define NR(a) (sizeof(a) / sizeof(*(a)))

static char *arms[] = { (char *)"sigmask", (char *)"immediate_exit" };

static struct summary_row usual_rows[] = {
	LEVEL(0, "pmtimer", "sigmask", 8430.25),
	LEVEL(0, "pmtimer", "immediate_exit", 8297.5),
	DIFFERENCE(0, "pmtimer", -132.75, "faster", "primary"),
	LEVEL(1, "mixed", "sigmask", 99430),
	LEVEL(1, "mixed", "immediate_exit", 99418),
	DIFFERENCE(1, "mixed", -12, "cannot tell",
		   "detectable: 30 ns; about 80 runs would settle it"),
	ROW(2, "kick", "spin", 1, "latency_p50", "sigmask", "", "ns", 4100, 4000, 4300, "", ""),
	ROW(2, "kick", "spin", 1, "latency_p50", "immediate_exit", "", "ns", 9100, 9000, 9300, "",
	    ""),
	ROW(2, "kick", "spin", 1, "latency_p50", "immediate_exit", "sigmask", "ns", 5000, 4700,
	    INFINITY, "slower", ""),
	ROW(2, "kick", "spin", 1, "break_even", "immediate_exit", "sigmask", "exits per kick", 43.5,
	    40, 47, "", ""),
	ROW(3, "race", "pmtimer", 1, "lost", "naive", "", "per kick", .0006, .0003, .001, "control",
	    "12 of 20000 kicks"),
	ROW(3, "race", "pmtimer", 1, "lost", "sigmask", "", "per kick", .0001, 0, .0004, "LOST",
	    "2 of 20000 kicks"),
	ROW(4, "contend", "pmtimer", 2, "kvm:kvm_userspace_exit", "sigmask", "", "per exit", 1, .99,
	    1.01, "", ""),
};

static struct cell_info usual_cells[] = {
	CELL(0, "exit", "pmtimer", "ok", ""),
	CELL(5, "exit", "msr", "unsupported", "no KVM_CAP_X86_USER_SPACE_MSR"),
	CELL(6, "exit", "hlt", "failed", "every run of it failed"),
};

static struct env_entry usual_env[] = {
	ENV("tool_version", "0.1.0"), ENV("host", "testhost"), ENV("kernel", "6.18.44"),
	ENV("config_hash", "c0ffee"), ENV("cpu", "Synthetic CPU"), ENV("hypervisor", "none"),
	ENV("kvm_module", "kvm_synth"), ENV("kvm_halt_poll_ns", "200000"),
	ENV("command", "kickbench run --guest pmtimer,mixed"),
};

#define BAD "a\x01\tb\n\"c\",'d'<&>|`e`$(f)\\n]]>{}\xff\xc3(\xed\xa0\x80\xef\xbf\xbf\xc3\xa9"
#define LONG "x123456789012345678901234567890123456789012345678901234567890123456789012345678901"

static struct summary_row hostile_rows[] = {
	ROW(0, BAD, BAD, 1, BAD, BAD, "", BAD, 1e300, -INFINITY, INFINITY, BAD, BAD),
	ROW(0, BAD, BAD, 1, BAD, LONG, BAD, BAD, -1e-300, -INFINITY, INFINITY, BAD, BAD),
	ROW(0, BAD, BAD, 1, BAD, LONG, BAD, "ratio", NAN, NAN, NAN, "cannot tell (" BAD ")", BAD),
	ROW(0, BAD, BAD, 1, BAD, LONG, BAD, BAD, 2, 1, 3, BAD, BAD),
	ROW(1, "exit", "", 1, "cost", "sigmask", "", "ns", NAN, NAN, NAN, "", ""),
	ROW(1, "exit", "", 1, "cost", "sigmask", "", "ns", INFINITY, NAN, NAN, "", ""),
	ROW(1, "exit", "", 1, "cost", "sigmask", "", "ns", 5, NAN, INFINITY, "", ""),
	ROW(1, "exit", LONG, 1, "1cost", LONG LONG, LONG, LONG, 5e15, 0, 1e18, LONG LONG, LONG),
	ROW(2, "exit", "", 2147483647, "", "", "", "", 0, 0, 0, "REGRESSED", ""),
};

static struct cell_info hostile_cells[] = {
	CELL(0, BAD, BAD, BAD, BAD),
	CELL(1, LONG, LONG, "failed", LONG LONG LONG LONG),
};

static struct env_entry hostile_env[] = {
	ENV(BAD, BAD), ENV("kernel", BAD), ENV("host", BAD), ENV("cpu", LONG LONG LONG),
	ENV("command", LONG " " BAD " " LONG LONG), ENV("", ""), ENV("9key", "x"),
	ENV("Upper Case", "x"), ENV("kvm_module", BAD),
};

#define DIRECTORY(env_, cells_) { .path = (char *)"handmade", .env = env_, .nr_env = NR(env_), \
	.cells = cells_, .nr_cells = NR(cells_) }

const struct report *handmade_report(void)
{
	static const struct rundir dir = DIRECTORY(usual_env, usual_cells);
	static const struct summary summary = { .rows = usual_rows, .nr = NR(usual_rows),
						.level = .99 };
	static const struct report report = { .dir = &dir, .summary = &summary };

	return &report;
}

const struct report *hostile_report(void)
{
	static const struct rundir dir = DIRECTORY(hostile_env, hostile_cells);
	static const struct summary summary = { .rows = hostile_rows, .nr = NR(hostile_rows),
						.level = .99 };
	static const struct report report = { .dir = &dir, .summary = &summary, .emulated = true };

	return &report;
}

const struct report *empty_report(void)
{
	static const struct rundir dir = { .path = (char *)"empty" };
	static const struct summary summary = { .level = .99 };
	static const struct report report = { .dir = &dir, .summary = &summary };

	return &report;
}

char *written(const struct format *f, const struct report *r)
{
	struct error err = { 0 };
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out || f->write(r, out, &err))
		die(EXIT_CANNOT, "%s: %s", f->name, err.text);
	fclose(out);
	return text;
}

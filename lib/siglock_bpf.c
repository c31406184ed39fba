/* SPDX-License-Identifier: GPL-2.0-only */
/* The siglock's waits by BPF. siglock_none.c stands in where clang or bpftool is missing. */
#include "lib/siglock.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/env.h"
#include "lib/siglock_stacks.h"
#include "siglock.skel.h"

struct siglock {
	struct siglock_bpf *bpf;
	struct siglock_symbols *symbols;
	bool slow;			/* the slow path is probed */
	pthread_mutex_t enlisting;	/* the program has one inbox */
};

const bool siglock_built = true;

static int quiet(enum libbpf_print_level level, const char *fmt, va_list ap)
{
	(void)level, (void)fmt, (void)ap;
	return 0;
}

static int run(const struct bpf_program *program, int *result)
{
	LIBBPF_OPTS(bpf_test_run_opts, opts);
	int ret = bpf_prog_test_run_opts(bpf_program__fd(program), &opts);

	*result = opts.retval;
	return ret < 0 ? -errno : 0;
}

static int no_siglock(int errnum, struct error *err)
{
	if (errnum == EPERM || errnum == EACCES)
		return error_set(err, EXIT_CANNOT, "siglock: no right to load BPF (be root, or "
				 "have CAP_BPF and CAP_PERFMON)");
	if (access("/sys/kernel/btf/vmlinux", R_OK) < 0)
		return error_set(err, EXIT_CANNOT, "siglock: this kernel tells no BTF (one with "
				 "CONFIG_DEBUG_INFO_BTF is needed)");
	return error_set(err, EXIT_CANNOT, "siglock: the BPF program does not load: %s (a "
			 "kernel from 5.19 on, with contention tracepoints, is needed)",
			 strerror(errnum));
}

/* The slow path has another name in kernels without paravirtual spinlocks. */
static const char *slow_path(void)
{
	static const char *const names[] = { "native_queued_spin_lock_slowpath",
					     "queued_spin_lock_slowpath" };
	struct btf *btf = btf__load_vmlinux_btf();
	const char *found = NULL;

	for (size_t i = 0; btf && !found && i < sizeof(names) / sizeof(names[0]); i++)
		if (btf__find_by_name_kind(btf, names[i], BTF_KIND_FUNC) > 0)
			found = names[i];
	btf__free(btf);
	return found;
}

/* slow: the function to probe; NULL: the tracepoints alone. */
static void choose(struct siglock_bpf *bpf, bool tracing, const char *slow)
{
	struct bpf_program *pair[] = { bpf->progs.slow_begin, bpf->progs.slow_end };

	bpf_program__set_autoload(bpf->progs.begin, tracing);
	bpf_program__set_autoload(bpf->progs.end, tracing);
	bpf_program__set_autoload(bpf->progs.enlist, tracing);
	for (int i = 0; i < 2; i++) {
		bpf_program__set_autoload(pair[i], slow);
		if (slow)
			bpf_program__set_attach_target(pair[i], 0, slow);
	}
}

/* Loads what is wanted and tells it who we are. NULL with *errnum. */
static struct siglock_bpf *load(bool tracing, const char *slow, int *errnum)
{
	struct siglock_bpf *bpf;
	int result;

	libbpf_set_print(quiet);
	bpf = siglock_bpf__open();
	if (!bpf) {
		*errnum = errno;
		return NULL;
	}
	choose(bpf, tracing, slow);
	*errnum = -siglock_bpf__load(bpf);
	if (!*errnum)
		*errnum = -run(bpf->progs.introduce, &result);
	if (!*errnum && tracing)
		*errnum = -siglock_bpf__attach(bpf);
	if (!*errnum)
		return bpf;
	siglock_bpf__destroy(bpf);
	return NULL;
}

struct siglock *siglock_open(struct error *err)
{
	struct siglock *s;
	int errnum = 0;
	const char *slow = slow_path();
	struct siglock_bpf *bpf = slow ? load(true, slow, &errnum) : NULL;

	if (!bpf) {
		slow = NULL;
		bpf = load(true, NULL, &errnum);
	}
	if (!bpf) {
		no_siglock(errnum, err);
		return NULL;
	}
	s = xcalloc(1, sizeof(*s));
	s->bpf = bpf;
	s->slow = slow;
	s->symbols = siglock_symbols_read();
	pthread_mutex_init(&s->enlisting, NULL);
	return s;
}

void siglock_close(struct siglock *s)
{
	if (!s)
		return;
	siglock_bpf__destroy(s->bpf);
	siglock_symbols_free(s->symbols);
	pthread_mutex_destroy(&s->enlisting);
	free(s);
}

bool siglock_sees_all(const struct siglock *s)
{
	return s->slow || !strcmp(env_spinlock(), "pv");
}

int siglock_node(const struct siglock *s)
{
	return siglock_one_node() ? 0 : s->bpf->data->node;
}

int siglock_enlist(struct siglock *s, unsigned slot)
{
	int ret, result = 0;

	if (slot >= SIGLOCK_SLOTS - 1)
		return -EINVAL;
	pthread_mutex_lock(&s->enlisting);
	s->bpf->bss->slot = slot;
	ret = run(s->bpf->progs.enlist, &result);
	pthread_mutex_unlock(&s->enlisting);
	return ret ? ret : result;
}

void siglock_arm(struct siglock *s, unsigned slot, int arm)
{
	__atomic_store_n(&s->bpf->bss->arms[slot], arm < 0 ? 0 : arm + 1, __ATOMIC_RELAXED);
}

#define CELLS_MAX 65536	/* bounds the walk: more than the map holds */

/* Calls fn for each cell of the slot, when the walk has passed it already: fn may delete it. */
static int for_cells(struct siglock *s, unsigned slot,
		     void (*fn)(struct siglock *s, int fd, const struct siglock_key *key,
				void *context), void *context)
{
	int fd = bpf_map__fd(s->bpf->maps.cells), ret = 0;
	struct siglock_key now, next;

	if (bpf_map_get_next_key(fd, NULL, &next) < 0)
		return errno == ENOENT ? 0 : -errno;
	for (int i = 0; !ret && i < CELLS_MAX; i++) {
		now = next;
		if (bpf_map_get_next_key(fd, &now, &next) < 0)
			ret = -errno;
		if (now.slot == slot)
			fn(s, fd, &now, context);
	}
	return ret == -ENOENT ? 0 : ret;
}

struct reading {
	unsigned arm;
	struct siglock_counts *counts;
};

static enum siglock_where where(struct siglock *s, int stack)
{
	uint64_t frames[SIGLOCK_DEPTH] = { 0 };

	if (stack < 0 || bpf_map_lookup_elem(bpf_map__fd(s->bpf->maps.stacks), &stack, frames) < 0)
		return SIGLOCK_ELSEWHERE;
	return siglock_where(s->symbols, frames, SIGLOCK_DEPTH);
}

static void add_cell(struct siglock *s, int fd, const struct siglock_key *key, void *context)
{
	struct reading *r = context;
	struct siglock_cell cell;

	if (key->arm != r->arm || bpf_map_lookup_elem(fd, key, &cell) < 0)
		return;
	r->counts->contentions += cell.contentions;
	r->counts->wait_ns += cell.wait_ns;
	r->counts->where[where(s, key->stack)] += cell.contentions;
	for (int i = 0; i < SIGLOCK_BUCKETS; i++)
		r->counts->histogram[i] += cell.histogram[i];
}

int siglock_read(struct siglock *s, unsigned slot, unsigned arm, struct siglock_counts *c)
{
	struct reading r = { arm, c };

	memset(c, 0, sizeof(*c));
	return s->bpf->bss->dropped ? -ENOSPC : for_cells(s, slot, add_cell, &r);
}

static void delete_cell(struct siglock *s, int fd, const struct siglock_key *key, void *context)
{
	(void)s, (void)context;
	bpf_map_delete_elem(fd, key);
}

int siglock_reset(struct siglock *s, unsigned slot)
{
	return for_cells(s, slot, delete_cell, NULL);
}

int siglock_probe_node(int nr_nodes)
{
	struct siglock_bpf *bpf;
	int errnum, node;

	if (nr_nodes == 1)
		return 0;
	bpf = load(false, NULL, &errnum);
	if (!bpf)
		return -1;
	node = bpf->data->node;
	siglock_bpf__destroy(bpf);
	return node;
}

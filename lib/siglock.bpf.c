/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In the kernel: the tracepoints of contended locks (since 5.19) and the slow path
 * of spinlocks, kept when the lock is the siglock of the process that loaded this.
 */
#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include "lib/siglock_shared.h"

/* Only what is used, by name: CO-RE finds the offsets of the running kernel. */
#define KERNEL __attribute__((preserve_access_index))
struct spinlock {} KERNEL;
struct sighand_struct {
	struct spinlock siglock;
} KERNEL;
struct task_struct {
	int pid, tgid;
	struct sighand_struct *sighand;
} KERNEL;
struct pglist_data {
	unsigned long node_start_pfn, node_spanned_pages;
} KERNEL;

/* x86: where physical memory is mapped (randomized, else the constant), and
 * the nodes. Weak: a kernel without them has no answer. */
extern const void page_offset_base __ksym __weak;
extern const void node_data __ksym __weak;
#define PAGE_OFFSET_L4 0xffff888000000000ULL

int process;				/* thread group of the loader; 0: not told yet */
int node = -1;				/* of the lock */
unsigned long long address;		/* of the lock */
unsigned int arms[SIGLOCK_SLOTS];	/* 1 + arm that counts now; 0: none */
unsigned int slot;			/* in: of the thread that enlists */
unsigned long long dropped;		/* waits for which there was no room */

struct wait {
	__u64 since;
	void *lock;
	struct siglock_key key;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2 * SIGLOCK_SLOTS);
	__type(key, int);		/* thread */
	__type(value, unsigned int);	/* slot */
} threads SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2 * SIGLOCK_SLOTS);
	__type(key, int);		/* thread */
	__type(value, struct wait);
} waits SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, struct siglock_key);
	__type(value, struct siglock_cell);
} cells SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, 4096);
	__uint(key_size, sizeof(int));
	__uint(value_size, SIGLOCK_DEPTH * sizeof(__u64));
} stacks SEC(".maps");

static const struct siglock_cell zero;

/* A wait that the slow path's own probe saw comes by the tracepoint again, inside. */
static __always_inline bool known(int thread, void *lock)
{
	struct wait *w = bpf_map_lookup_elem(&waits, &thread);

	return w && w->lock == lock;
}

static __always_inline int wait_begins(void *ctx, void *lock)
{
	struct task_struct *current = bpf_get_current_task_btf();
	unsigned int *named, at;
	struct wait w = {};
	int thread;

	if (current->tgid != process || lock != &current->sighand->siglock)
		return 0;
	thread = current->pid;
	named = bpf_map_lookup_elem(&threads, &thread);
	w.key.slot = named ? *named : SIGLOCK_SLOTS - 1;
	at = named ? *named : 0;
	if (at >= SIGLOCK_SLOTS || !arms[at] || known(thread, lock))
		return 0;
	w.key.arm = arms[at] - 1;
	w.key.stack = bpf_get_stackid(ctx, &stacks, BPF_F_FAST_STACK_CMP);
	w.lock = lock;
	w.since = bpf_ktime_get_ns();
	if (bpf_map_update_elem(&waits, &thread, &w, BPF_ANY))
		__sync_fetch_and_add(&dropped, 1);
	return 0;
}

static __always_inline unsigned int bucket(__u64 ns)
{
	unsigned int b = 0;

#pragma unroll
	for (int i = 0; i < SIGLOCK_BUCKETS - 1; i++) {
		ns >>= 1;
		if (ns)
			b++;
	}
	return b;
}

static __always_inline int wait_ends(void *lock)
{
	int thread = (int)bpf_get_current_pid_tgid();
	struct wait *w = bpf_map_lookup_elem(&waits, &thread);
	struct siglock_cell *cell;
	__u64 ns;

	if (!w || w->lock != lock)
		return 0;
	ns = bpf_ktime_get_ns() - w->since;
	bpf_map_update_elem(&cells, &w->key, &zero, BPF_NOEXIST);
	cell = bpf_map_lookup_elem(&cells, &w->key);
	/* Atomic: the slot of the other threads has several writers. */
	if (cell) {
		__sync_fetch_and_add(&cell->contentions, 1);
		__sync_fetch_and_add(&cell->wait_ns, ns);
		__sync_fetch_and_add(&cell->histogram[bucket(ns) & (SIGLOCK_BUCKETS - 1)], 1);
	} else {
		__sync_fetch_and_add(&dropped, 1);
	}
	bpf_map_delete_elem(&waits, &thread);
	return 0;
}

/* Queued waiters, of every kind of lock. */
SEC("tp_btf/contention_begin")
int BPF_PROG(begin, void *lock, unsigned int flags)
{
	return wait_begins(ctx, lock);
}

SEC("tp_btf/contention_end")
int BPF_PROG(end, void *lock, int ret)
{
	return wait_ends(lock);
}

/* All waiters of a native or test-and-set lock, also the first, who passes no
 * tracepoint. The loader names the function that this kernel has. */
SEC("fentry/native_queued_spin_lock_slowpath")
int BPF_PROG(slow_begin, void *lock, unsigned int value)
{
	return wait_begins(ctx, lock);
}

SEC("fexit/native_queued_spin_lock_slowpath")
int BPF_PROG(slow_end, void *lock, unsigned int value)
{
	return wait_ends(lock);
}

static __always_inline int node_of(__u64 address)
{
	__u64 base = PAGE_OFFSET_L4, pfn;

	if (!&node_data)
		return -1;
	if (&page_offset_base)
		bpf_probe_read_kernel(&base, sizeof(base), &page_offset_base);
	pfn = (address - base) >> 12;
	for (int i = 0; i < SIGLOCK_NODES; i++) {
		struct pglist_data *data = NULL;
		__u64 first, pages;

		bpf_probe_read_kernel(&data, sizeof(data), &node_data + i * sizeof(data));
		if (!data)
			continue;
		first = BPF_CORE_READ(data, node_start_pfn);
		pages = BPF_CORE_READ(data, node_spanned_pages);
		if (pfn >= first && pfn < first + pages)
			return i;
	}
	return -1;
}

/* Run once by the loader, in its own context: numbers of processes differ
 * between namespaces, the kernel's own do not. */
SEC("syscall")
int introduce(void *ctx)
{
	struct task_struct *current = bpf_get_current_task_btf();

	process = current->tgid;
	/* Through memory: the verifier allows no arithmetic on what it knows to be a pointer. */
	address = (__u64)&current->sighand->siglock;
#ifdef __TARGET_ARCH_x86
	node = node_of(*(volatile __u64 *)&address);
#endif
	return 0;
}

/* Run by each thread that wants a slot of its own; the loader lets in one at a time. */
SEC("syscall")
int enlist(void *ctx)
{
	int thread = (int)bpf_get_current_pid_tgid();
	unsigned int mine = slot;

	return bpf_map_update_elem(&threads, &thread, &mine, BPF_ANY);
}

char _license[] SEC("license") = "GPL";

/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/kvm_stats.h"

#include <errno.h>
#include <linux/kvm.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DESCRIPTORS_MAX 1024	/* no kernel has that many; a bound for what is read */

static int read_at(int fd, void *p, size_t size, off_t offset)
{
	ssize_t n = pread(fd, p, size, offset);

	return n == (ssize_t)size ? 0 : n < 0 ? -errno : -EIO;
}

static void note(struct kvm_stats *s, const struct kvm_stats_desc *d, const char *name,
		 uint32_t data_offset)
{
	if (!strcmp(name, "exits"))
		s->exits = data_offset + d->offset;
	else if (!strcmp(name, "signal_exits"))
		s->signal_exits = data_offset + d->offset;
}

static int read_descriptors(struct kvm_stats *s, const struct kvm_stats_header *h)
{
	size_t size = sizeof(struct kvm_stats_desc) + h->name_size;
	char *d = xcalloc(1, size + 1);
	int ret = h->num_desc > DESCRIPTORS_MAX ? -EINVAL : 0;

	for (uint32_t i = 0; !ret && i < h->num_desc; i++) {
		ret = read_at(s->fd, d, size, h->desc_offset + i * size);
		if (!ret)
			note(s, (void *)d, d + sizeof(struct kvm_stats_desc), h->data_offset);
	}
	free(d);
	return ret;
}

int kvm_stats_open(struct kvm_stats *s, int vcpu_fd, struct error *err)
{
	struct kvm_stats_header h;
	int ret;

	*s = (struct kvm_stats){ .fd = ioctl(vcpu_fd, KVM_GET_STATS_FD, NULL), .exits = -1,
				 .signal_exits = -1 };
	if (s->fd < 0 && (errno == ENOTTY || errno == EINVAL))
		return 0;		/* before Linux 5.14 */
	if (s->fd < 0)
		return error_errno(err, EXIT_CANNOT, errno, "KVM_GET_STATS_FD");
	ret = read_at(s->fd, &h, sizeof(h), 0);
	if (!ret)
		ret = read_descriptors(s, &h);
	if (!ret)
		return 0;
	kvm_stats_close(s);
	return error_errno(err, EXIT_CANNOT, -ret, "KVM_GET_STATS_FD: reading the statistics");
}

static int read_value(const struct kvm_stats *s, long offset, uint64_t *v)
{
	return s->fd < 0 || offset < 0 ? -ENOENT : read_at(s->fd, v, sizeof(*v), offset);
}

int kvm_stats_read(const struct kvm_stats *s, struct kvm_counts *c)
{
	int ret = read_value(s, s->exits, &c->exits);

	return ret ? ret : read_value(s, s->signal_exits, &c->signal_exits);
}

void kvm_stats_close(struct kvm_stats *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

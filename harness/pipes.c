/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/pipes.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FRAME_MAX (64 << 10)	/* bytes of payload */

void outcome_init(struct outcome *o)
{
	memset(o, 0, sizeof(*o));
	sink_init(&o->rows);
}

void outcome_free(struct outcome *o)
{
	sink_free(&o->rows);
}

int write_all(int fd, const void *data, size_t size)
{
	const char *p = data;

	while (size) {
		ssize_t n = write(fd, p, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		p += n;
		size -= n;
	}
	return 0;
}

int send_frame(int fd, uint32_t type, const void *payload, size_t size)
{
	struct frame f = { .type = type, .size = (uint32_t)size };
	int ret = write_all(fd, &f, sizeof(f));

	return ret ? ret : write_all(fd, payload, size);
}

int send_rows(int fd, enum rows_kind kind, const struct rows *rows)
{
	size_t step = FRAME_MAX / rows->size;
	int ret = 0;

	for (size_t i = 0; i < rows->nr && !ret; i += step) {
		size_t n = rows->nr - i < step ? rows->nr - i : step;

		ret = send_frame(fd, kind, (const char *)rows->row + i * rows->size,
				 n * rows->size);
	}
	return ret;
}

static int take_fixed(void *to, size_t want, const char *payload, size_t size)
{
	if (size != want)
		return -1;
	if (want)
		memcpy(to, payload, want);
	return 0;
}

static int take_rows(struct rows *rows, const char *payload, size_t size)
{
	if (size % rows->size)
		return -1;
	rows_add(rows, payload, size / rows->size);
	return 0;
}

static int take(struct outcome *o, uint32_t type, const char *payload, size_t size)
{
	if (type < NR_ROWS)
		return take_rows(&o->rows.rows[type], payload, size);
	switch (type) {
	case FRAME_GUARDS:
		return take_fixed(&o->guards, sizeof(o->guards), payload, size);
	case FRAME_ERROR:
		if (take_fixed(&o->err, sizeof(o->err), payload, size))
			return -1;
		o->err.text[sizeof(o->err.text) - 1] = 0;
		return 0;
	case FRAME_END:
		o->complete = true;
		return size ? -1 : 0;
	default:
		return -1;
	}
}

int receive(struct receiver *r, const char *data, size_t size, struct outcome *o,
	    struct error *err)
{
	size_t at = 0;

	if (r->used + size > r->room) {
		r->room = 2 * (r->used + size);
		r->buffer = xrealloc(r->buffer, r->room);
	}
	memcpy(r->buffer + r->used, data, size);
	r->used += size;
	for (;;) {
		struct frame f;

		if (r->used - at < sizeof(f))
			break;
		memcpy(&f, r->buffer + at, sizeof(f));
		if (f.size > FRAME_MAX)
			goto garbled;
		if (r->used - at < sizeof(f) + f.size)
			break;
		if (take(o, f.type, r->buffer + at + sizeof(f), f.size))
			goto garbled;
		at += sizeof(f) + f.size;
	}
	memmove(r->buffer, r->buffer + at, r->used - at);
	r->used -= at;
	return 0;
garbled:
	return error_set(err, EXIT_DISTURBED, "its results are garbled");
}

void receiver_free(struct receiver *r)
{
	free(r->buffer);
	*r = (struct receiver){ 0 };
}

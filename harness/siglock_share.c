/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/siglock_share.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct siglock *shared;
static int users;

struct siglock *siglock_share(struct error *err)
{
	struct siglock *s;

	pthread_mutex_lock(&lock);
	if (!shared)
		shared = siglock_open(err);
	s = shared;
	users += !!s;
	pthread_mutex_unlock(&lock);
	return s;
}

void siglock_unshare(void)
{
	pthread_mutex_lock(&lock);
	if (!--users) {
		siglock_close(shared);
		shared = NULL;
	}
	pthread_mutex_unlock(&lock);
}

/* SPDX-License-Identifier: GPL-2.0-only */
#include "guests/guest.h"

#include <string.h>

const struct guest *guest_find(const char *name)
{
	for (size_t i = 0; i < nr_guests; i++)
		if (!strcmp(guests[i]->name, name))
			return guests[i];
	return NULL;
}

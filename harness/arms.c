/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/arms.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "harness/axes.h"

bool arms_comparable(const struct bench *b)
{
	return b->kind == RUN_PATH || (b->kind == RUN_TIMING && (b->batched || b->takes_kicks));
}

static const char *why_not(const struct protocol *p, const struct bench *b, const char *variant,
			   const struct options *o, const struct kernel *k)
{
	const char *why = b->excludes ? b->excludes(p, variant) : NULL;

	if (why)
		return why;
	if (!p->kick && (b->needs_service || (o->kick_rate && b->takes_kicks)))
		return "cannot be kicked";
	return k->known ? protocol_unsupported(p, k->immediate_exit) : NULL;
}

static void append(char *text, size_t size, const char *separator, const char *what)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, "%s%s", used ? separator : "", what);
}

static int add(struct arm_list *l, const struct arm *arm, struct error *err)
{
	if (l->nr == ARMS_MAX)
		return error_set(err, EXIT_USAGE,
				 "arms: more than %d (name fewer protocols or injections)",
				 ARMS_MAX);
	l->arm[l->nr++] = *arm;
	return 0;
}

static bool have(const struct arm_list *l, const char *name)
{
	for (int i = 0; i < l->nr; i++)
		if (!strcmp(l->arm[i].name, name))
			return true;
	return false;
}

static int add_protocols(struct arm_list *l, const char *list, const struct bench *b,
			 const char *variant, const struct options *o, const struct kernel *k,
			 struct error *err)
{
	struct names names;
	int ret = 0;

	axes_names(&axis_protocol, list, &names);
	for (size_t i = 0; i < names.nr && !ret; i++) {
		const struct protocol *p = protocol_find(names.name[i]);
		struct arm arm = { .protocol = p };
		const char *why = p ? why_not(p, b, variant, o, k) : "unknown";
		char *line;

		if (have(l, names.name[i]))
			continue;
		if (!why) {
			snprintf(arm.name, sizeof(arm.name), "%s", p->name);
			ret = add(l, &arm, err);
			continue;
		}
		line = xasprintf("%s: %s", names.name[i], why);
		append(l->unsupported, sizeof(l->unsupported), "+", names.name[i]);
		append(l->why, sizeof(l->why), "; ", line);
		free(line);
	}
	names_release(&names);
	return ret;
}

static int inject(struct arm_list *l, const struct inject *in, struct error *err)
{
	struct arm arm = l->arm[0];

	if (strcmp(in->protocol, "null")) {
		for (int i = 0; i < l->nr; i++)
			if (!strcmp(l->arm[i].name, in->protocol)) {
				l->arm[i].inject_ns = in->ns;
				l->arm[i].inject_instructions = in->instructions;
				return 0;
			}
		if (list_has(l->unsupported, in->protocol))
			return 0;
		return error_set(err, EXIT_USAGE,
				 "--inject %s: not among the protocols (add it to --protocols)",
				 in->protocol);
	}
	if (in->ns)
		snprintf(arm.name, sizeof(arm.name), "null_%" PRIu64 "ns", in->ns);
	else
		snprintf(arm.name, sizeof(arm.name), "null_%" PRIu64 "i", in->instructions);
	arm.inject_ns = in->ns;
	arm.inject_instructions = in->instructions;
	return add(l, &arm, err);
}

int arms_make(struct arm_list *l, const struct bench *b, const char *variant,
	      const struct options *o, const struct kernel *k, struct error *err)
{
	struct arm null;

	memset(l, 0, sizeof(*l));
	if (add_protocols(l, o->protocols ? o->protocols : b->protocols, b, variant, o, k, err) ||
	    (b->controls && add_protocols(l, b->controls, b, variant, o, k, err)))
		return -1;
	if (!l->nr || !arms_comparable(b))
		return 0;
	null = l->arm[0];
	snprintf(null.name, sizeof(null.name), "null");
	if (o->null_control && add(l, &null, err))
		return -1;
	/* The null arms of injections are copies of the baseline as it is named: make
	 * them before the baseline itself is injected into. */
	for (int null_arms = 1; null_arms >= 0; null_arms--)
		for (int i = 0; i < o->nr_injects; i++)
			if ((strcmp(o->injects[i].protocol, "null") == 0) == null_arms &&
			    inject(l, &o->injects[i], err))
				return -1;
	return 0;
}

char *arms_text(const struct arm *arm, int nr, const char *separator)
{
	const char *name[ARMS_MAX];

	for (int i = 0; i < nr; i++)
		name[i] = arm[i].name;
	return names_join((char *const *)name, nr, separator);
}

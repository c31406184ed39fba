/* SPDX-License-Identifier: GPL-2.0-only */
/* kickbench track DIR */
#include "analysis/track.h"

#include <stdlib.h>
#include <string.h>
#include "analysis/commands.h"

static const struct track_format *const formats_of_track[] = {
	&track_table, &track_csv, &track_points,
};

#define NR_FORMATS (sizeof(formats_of_track) / sizeof(formats_of_track[0]))

struct request {
	const char *dir;
	char *what;		/* SERIES@NIGHT to acknowledge, or NULL */
	const char *why;
	const struct track_format *format;
	bool plots;
};

static const char *format_name(size_t i)
{
	return formats_of_track[i]->name;
}

static int set_format(void *to, const char *text, struct error *err)
{
	struct request *r = to;
	int i = option_format(text, format_name, NR_FORMATS, err);

	if (i < 0)
		return -1;
	r->format = formats_of_track[i];
	return 0;
}

/* The operand right behind --acknowledge's is WHY; the other one is DIR. */
static int get_operand(void *to, const char *text, struct error *err)
{
	struct request *r = to;

	if (r->what && !r->why)
		r->why = text;
	else if (!r->dir)
		r->dir = text;
	else
		return error_set(err, EXIT_USAGE, "track: %s: one operand too many (see kickbench "
				 "help track)", text);
	return 0;
}

static int set_plots(void *to, const char *value, struct error *err)
{
	(void)value, (void)err;
	((struct request *)to)->plots = true;
	return 0;
}

static int set_acknowledge(void *to, const char *value, struct error *err)
{
	struct request *r = to;

	if (r->what)
		return error_set(err, EXIT_USAGE, "--acknowledge: only one at a time (run track "
				 "once for each)");
	r->what = xstrdup(value);	/* it is taken apart */
	return 0;
}

static const struct command_option options_of_track[] = {
	{ "format", true, set_format },
	{ "plots", false, set_plots },
	{ "acknowledge", true, set_acknowledge },
	{ NULL, false, NULL },
};

static int get_request(struct request *r, int argc, char **argv, struct error *err)
{
	struct command_line line = { "track", options_of_track, get_operand, r };

	if (command_parse(&line, argc, argv, err))
		return -1;
	if (!r->dir)
		return error_set(err, EXIT_USAGE, "track: which history? (give a folder of run "
				 "directories)");
	if (r->what && (!r->why || !*r->why))
		return error_set(err, EXIT_USAGE, "--acknowledge: why? (say it behind "
				 "SERIES@NIGHT)");
	return 0;
}

/* The '@' behind a series that there is: nights may have one in their names, too. Else
 * the last one. */
static char *find_at(const struct history *h, char *what)
{
	bool known = false;

	for (char *at = strchr(what, '@'); at; at = strchr(at + 1, '@')) {
		*at = '\0';
		known = history_series(h, what);
		*at = '@';
		if (known)
			return at;
	}
	return strrchr(what, '@');
}

static int acknowledge_it(struct history *h, const struct request *r, struct error *err)
{
	char *at = find_at(h, r->what);

	if (!at)
		return error_set(err, EXIT_USAGE, "--acknowledge %s: no night (give SERIES@NIGHT)",
				 r->what);
	*at = '\0';
	if (acknowledge(h, r->what, at + 1, r->why, err))
		return -1;
	printf("acknowledged: %s since %s: %s\n", r->what, at + 1,
	       h->acks[h->nr_acks - 1].why);
	return EXIT_FINE;
}

/* A regression outranks what is missing. A directory that cannot be read might hold anything;
 * an incomplete night is judged by what it has, and a failure only while it is the last. */
static enum exit_status status_of(const struct history *h, bool alarm)
{
	const struct night *last = &h->nights[h->nr - 1];

	if (last->incomplete)
		complain("%s/%s: incomplete (kickbench report says what is missing)", h->path,
			 last->name);
	if (alarm)
		return EXIT_NO;
	return h->broken || last->incomplete ? EXIT_DISTURBED : EXIT_FINE;
}

static int judge(struct history *h, const struct request *r, struct error *err)
{
	enum exit_status status;
	bool alarm = false;

	for (size_t i = 0; i < h->nr_series; i++) {
		struct series *s = &h->series[i];

		series_changes(s);
		series_judge(s, h);
		for (size_t j = 0; j < s->nr_changes; j++)
			alarm |= change_alarms(&s->changes[j]);
	}
	r->format->write(h, stdout);
	status = status_of(h, alarm);
	if (!r->plots || !track_plots(h, err))
		return (int)status;
	if (status != EXIT_NO)
		return -1;
	complain("%s", err->text);	/* the answer outranks a missing gnuplot */
	return EXIT_NO;
}

int track_command(int argc, char **argv)
{
	struct request r = { .format = &track_table };
	struct history h = { 0 };
	struct error err = { 0 };
	int status = -1;

	if (!get_request(&r, argc, argv, &err) && !history_load(&h, r.dir, &err))
		status = r.what ? acknowledge_it(&h, &r, &err) : judge(&h, &r, &err);
	history_free(&h);
	free(r.what);
	if (status >= 0)
		return status;
	complain("%s", err.text);
	return err.status;
}

void track_help(FILE *out)
{
	fputs("  --format F       ", out);
	for (size_t i = 0; i < NR_FORMATS; i++)
		fprintf(out, "%*s%-6s %s\n", i ? 19 : 0, "", formats_of_track[i]->name,
			formats_of_track[i]->summary);
	fputs("  --plots          the trends as pictures, to DIR/plots\n"
	      "  --acknowledge SERIES@NIGHT WHY\n"
	      "                   the change is known and no alarm any more\n", out);
}

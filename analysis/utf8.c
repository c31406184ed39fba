/* SPDX-License-Identifier: GPL-2.0-only */
/* UTF-8 as RFC 3629 has it: nothing overlong, no surrogates, up to 0x10ffff. */
#include "analysis/format_common.h"

static int length(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c < 0xc2)			/* a continuation, or overlong */
		return 0;
	return c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
}

uint32_t utf8_next(const char **s)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)*s;
	int n = length(*p);
	uint32_t c = n > 1 ? *p & (0x7f >> n) : *p;

	if (!*p)
		return 0;
	(*s)++;
	for (int i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return UTF8_BAD;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (n == 0 || c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return UTF8_BAD;
	*s += n - 1;
	return c;
}

void put_utf8(FILE *out, uint32_t c)
{
	if (c < 0x80) {
		putc(c, out);
		return;
	}
	if (c < 0x800) {
		putc(0xc0 | c >> 6, out);
	} else {
		if (c < 0x10000) {
			putc(0xe0 | c >> 12, out);
		} else {
			putc(0xf0 | c >> 18, out);
			putc(0x80 | (c >> 12 & 0x3f), out);
		}
		putc(0x80 | (c >> 6 & 0x3f), out);
	}
	putc(0x80 | (c & 0x3f), out);
}

void put_printable(FILE *out, uint32_t c)
{
	put_utf8(out, c < ' ' || (c >= 0x7f && c < 0xa0) ? '?' : c);
}

/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/format_xml.h"

#include <string.h>
#include "analysis/format_common.h"

/* XML 1.0 knows no other control characters than these, and neither FFFE nor FFFF. */
static bool xml_char(uint32_t c)
{
	return (c >= ' ' || c == '\t' || c == '\n' || c == '\r') && c != 0xfffe && c != 0xffff &&
		c != 0x7f;
}

void put_xml(const char *s, FILE *out)
{
	while (*s) {
		uint32_t c = utf8_next(&s);

		/* As a reference, a newline in an attribute survives reading. */
		if (c < ' ' ? xml_char(c) : c < 0x80 && strchr("<>&\"'", c))
			fprintf(out, "&#%u;", c);
		else
			put_utf8(out, xml_char(c) ? c : UTF8_BAD);
	}
}

void put_attribute(const char *name, const char *value, FILE *out)
{
	fprintf(out, " %s=\"", name);
	put_xml(value, out);
	putc('"', out);
}

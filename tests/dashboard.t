#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# scripts/dashboard: what is in the page, with each awk there is; and in headless
# Chromium that it loads without errors, and that a series can be found and opened.
. "$(dirname "$0")/tap.sh"

history=$top/${BUILD:-build}/tests/history
case ${BUILD:-build} in /*) history=$BUILD/tests/history ;; esac
KICKBENCH=$kickbench
export KICKBENCH
dashboard() { "$top/scripts/dashboard" "$@"; }
cd "$tmp" || exit 1
h='nights of <a> & b\n'
mkdir "$h"
"$history" "$h" 50 --vcpus 1,2 --bench exit,path --step 31=400 --path 40=3100
"$kickbench" track "$h" --acknowledge exit:pmtimer:1:0/0/0::cost:sigmask:ns@2024-02-03 \
	'a "new" <lock> & more' >/dev/null

ok "the page is drawn" dashboard "$h"
page=$tmp/$h/index.html
is "nothing else is left" "$(find "$h" -maxdepth 1 -name 'index.html*' | wc -l)" 1
series=$("$kickbench" track "$h" --format csv 2>/dev/null | sed 1d | wc -l)
is "each series has its row" "$(grep -c '<tr data-name=' "$page")" "$series"
is "... and its trend" "$(grep -c '<svg ' "$page")" "$series"
is "no address outside" "$(grep -cE '(src|href|url)[=(]["'\'']?(https?:|//)' "$page")" 0
like "what is told is escaped" "$(cat "$page")" 'a &quot;new&quot; &lt;lock&gt; &amp; more'
like "... the path too" "$(cat "$page")" '<h1>kickbench: nights of &lt;a&gt; &amp; b\\n</h1>'
like "a night leads to its run directory" "$(cat "$page")" 'href="2024-02-[0-9]+/"'
like "a regression shows" "$(cat "$page")" '<td class="bad">.*REGRESSED'
ok "a page elsewhere" dashboard "$h" "$tmp/page.html"
like "... has absolute links" "$(cat page.html)" "href=\"/[^\"]*%3Ca%3E%20%26%20b%5Cn/2024-02-"
if have xmllint; then
	ok "HTML that a parser takes" xmllint --html --noout --nowarning page.html
else
	skip "HTML that a parser takes" "no xmllint"
fi

# A night of which kicks were lost has percentiles without end.
cat >endless <<EOF
#!/bin/sh
"$kickbench" "\$@" | awk -F, -v OFS=, 'NF == 7 && \$2 == "2024-02-10" { \$4 = "inf" } 1'
EOF
chmod +x endless
axes() { grep -o '<line class="axis".*' "$1" | sort -u | cksum; }
KICKBENCH=$tmp/endless
ok "a night without end is drawn, too" dashboard "$h" endless.html
like "... above the others" "$(cat endless.html)" '[0-9],12\.0 .*[0-9],[0-9]+\.[0-9] "/>'
like "... as what it is" "$(cat endless.html)" '<title>2024-02-10: inf,'
is "... which stay where they are" "$(axes endless.html)" "$(axes page.html)"
mv endless.html page.html

# Any awk draws the same page.
strip() { sed 's/drawn [0-9: -]* UTC//' "$1"; }
mkdir bin
for awk in mawk gawk original-awk "busybox awk"; do
	if ! have "${awk%% *}" || ! $awk 'BEGIN { exit 0 }' 2>/dev/null; then
		skip "the same by $awk" "no $awk"
		continue
	fi
	printf '#!/bin/sh\nexec %s "$@"\n' "$awk" >bin/awk
	chmod +x bin/awk
	PATH="$tmp/bin:$PATH" dashboard "$h" "$tmp/other.html"
	is "the same by $awk" "$(strip other.html | cksum)" "$(strip page.html | cksum)"
done
KICKBENCH=$kickbench

fails 2 "no history" dashboard "$tmp/absent"
fails 2 "no operand" dashboard
fails 2 "an option" dashboard --nonsense
fails 4 "a page that cannot be written" dashboard "$h" /proc/none/page.html
one_line "... in one line" dashboard "$h" /proc/none/page.html
mkdir broken
"$history" broken 3
echo nonsense >broken/2024-01-02/cells.csv
ok "a broken night is no obstacle" dashboard broken
like "... it is named" "$(cat broken/index.html)" 'class="warning">.*2024-01-02'

# -- in a browser --
chromium=
for c in chromium chromium-browser google-chrome; do
	[ -n "$chromium" ] || chromium=$(command -v $c)
done
browse() {
	timeout -k 5 120 "$chromium" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
		--disable-background-networking --disable-component-update --disable-sync \
		--disable-extensions --no-first-run --user-data-dir="$tmp/chromium" \
		--enable-logging=stderr --v=0 --virtual-time-budget=5000 --dump-dom "$@"
}
url=file://$tmp/page.html
if [ -z "$chromium" ]; then
	skip "in Chromium" "no chromium"
elif ! browse about:blank 2>/dev/null | grep -qi '<html'; then
	skip "in Chromium" "it does not start here"
else
	n=$(grep -o 'id="s[0-9]*" data-name="exit:pmtimer:2:0/0/0::cost:sigmask:' page.html | grep -o '[0-9]*' | head -n 1)
	browse "$url?q=pmtimer:2+cost#s$n" >dom 2>log
	is "no console error" "$(grep -E 'CONSOLE|Uncaught' log)" ""
	like "a series is found" "$(cat dom)" '>3 shown<'
	is "the others are hidden" "$(grep -c '<tr [^>]*hidden' dom)" "$((series - 3))"
	is "it is opened, and no other" "$(grep -o '<details [^>]* open=""' dom | grep -o 'id="[^"]*"')" \
		"id=\"s$n\""
	browse "$url" >dom 2>log
	like "all are shown at first" "$(cat dom)" ">$series shown<"
	is "... and all closed" "$(grep -c '<details [^>]* open=""' dom)" 0
fi
cd /
done_testing

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2015,SC2034,SC2119,SC2154
# Small kernels from Debian's linux-source and our config fragment. One source
# tree and one object tree per version: what a patch touches is set back before
# the next is applied, so that the second build takes seconds.

lab_kernel() {
	local patches=() version=6.1 output='' folder
	while [ $# -gt 0 ]; do
		case $1 in
		--patch | --version | -o) [ $# -gt 1 ] || die 2 "$1: its value is missing" ;;
		esac
		case $1 in
		--patch) patches+=("$(realpath -m -- "$2")"); shift 2 ;;
		--version) version=$2; shift 2 ;;
		-o) output=$2; shift 2 ;;
		*) die 2 "kernel $1: not understood (--patch FILE, --version 6.1|6.12, -o IMAGE)" ;;
		esac
	done
	[ -n "${kernel_packages[$version]:-}" ] ||
		die 2 "--version $version: no such version (there are 6.1 and 6.12)"
	folder=$(locked "build-$version" build_kernel "$version" "${patches[@]}") || exit $?
	[ -n "$output" ] || { echo "$folder/vmlinuz"; return; }
	cp "$folder/vmlinuz" "$output.tmp" && mv "$output.tmp" "$output" || die 3 "$output: cannot be written"
	echo "$output"
}

# Prints the folder of the kernel, building what its inputs have not built yet.
build_kernel() {
	local version=$1 source key folder patch
	shift
	for patch; do
		[ -r "$patch" ] || die 2 "$patch: no such patch"
	done
	for program in gcc make flex bison bc patch; do
		need $program $program
	done
	source=$(source_of "$version") || exit $?
	key=$({ echo "$source"; gcc -dumpfullversion; cat "$top/lab/config" "$@"; } | digest)
	folder=$cache/kernels/built-$version-$key
	[ -e "$folder/vmlinuz" ] || make_kernel "$source" "$folder" "$@" || exit $?
	echo "$folder"
}

# Prints the folder that holds tree/ (the source), orig/ (files as they were
# before a patch) and obj/, after unpacking it once.
source_of() {
	local name=linux-source-$1 tarball=/usr/src/linux-source-$1.tar.xz version folder work
	version=$(dpkg-query -W -f '${Version}' "$name" 2>/dev/null)
	[ -n "$version" ] && [ -r "$tarball" ] || tarball=''
	[ -n "$tarball" ] || version=$(apt-cache show --no-all-versions "$name" 2>/dev/null |
		sed -n 's/^Version: //p' | head -n 1)
	folder=$cache/sources/${name}_$version
	if [ -z "$version" ]; then
		folder=$(printf '%s\n' "$cache/sources/${name}"_* | tail -n 1)
		[ -n "$folder" ] || die 3 "$name: cannot be had (is a Debian mirror reachable? try: apt-get update)"
	fi
	if [ ! -d "$folder" ]; then
		need_disk 4000 "$cache"
		work=$(partial sources) || exit 3
		unfinished=$work
		trap 'rm -rf "$unfinished"' EXIT
		[ -n "$tarball" ] || { fetch "$name=$version" "$work/package"; }
		unpack_source "$tarball" "$work"
		mv -T "$work" "$folder"
	fi
	echo "$folder"
}

unpack_source() {	# TARBALL-OR-FOLDER WORK
	local tarball=$1
	[ -f "$tarball" ] || tarball=$(find "$2/package" -name 'linux-source-*.tar.xz' | head -n 1)
	need xz xz-utils
	say "unpacking $(basename "$tarball")"
	mkdir -p "$2/tree" "$2/orig" "$2/obj"
	tar -xf "$tarball" -C "$2/tree" --strip-components=1 || die 3 "$tarball: cannot be unpacked"
	rm -rf "$2/package"
	chmod 755 "$2"
}

make_kernel() {	# SOURCE FOLDER PATCH...
	local source=$1 folder=$2 work name=lab patch
	shift 2
	need_disk 1500 "$cache"
	set_back "$source"
	for patch; do
		apply "$source" "$patch"
		name+=-$(basename "$patch" .patch)
	done
	configure "$source"
	say "building ${folder##*/} (about 5 minutes the first time on 2 CPUs, seconds after a patch)"
	compile "$source" bzImage LOCALVERSION="-$name" || die 3 "$folder: does not build (see $source/log)"
	work=$(partial kernels) || exit 3
	cp "$source/obj/arch/x86/boot/bzImage" "$work/vmlinuz" && cp "$source/obj/.config" "$work/config" &&
		chmod 755 "$work" && mv -T "$work" "$folder" || die 3 "$folder: cannot be written"
}

compile() {	# SOURCE MAKE-ARGUMENTS...
	local source=$1
	shift
	nice make -C "$source/tree" O="$source/obj" -j"$(nproc)" KBUILD_BUILD_USER=kickbench \
		KBUILD_BUILD_HOST=lab "$@" >"$source/log" 2>&1 </dev/null
}

# The files that patches touched, as they were; a new time stamp makes them be
# compiled again. A file is kept aside before anything may touch it.
set_back() {
	local file
	[ ! -d "$1/orig" ] || (
		cd "$1/orig" || exit 3
		find . -type f ! -name '*.partial' | while read -r file; do
			cmp -s "$file" "../tree/$file" || cp "$file" "../tree/$file" || exit 3
		done
	) || die 3 "$1: its files cannot be set back (remove that folder)"
	[ ! -e "$1/added" ] || (cd "$1/tree" && xargs -r rm -f <"$1/added")
	rm -f "$1/added"
}

apply() {	# SOURCE PATCH
	local file
	# shellcheck disable=SC2013 # names in a kernel tree have no spaces
	for file in $(sed -n 's,^\(---\|+++\) [ab]/\([^[:space:]]*\).*,\2,p' "$2" | sort -u); do
		[ -e "$1/tree/$file" ] || { echo "$file" >>"$1/added"; continue; }
		[ ! -e "$1/orig/$file" ] || continue
		mkdir -p "$1/orig/$(dirname "$file")"
		cp -p "$1/tree/$file" "$1/orig/$file.partial" &&
			mv "$1/orig/$file.partial" "$1/orig/$file" || die 3 "$1: cannot be written"
	done
	if ! patch -d "$1/tree" -p1 -s -f --no-backup-if-mismatch -r - <"$2" >"$1/log" 2>&1; then
		set_back "$1"
		die 2 "$2: does not apply to $(basename "$1") ($(head -n 1 "$1/log"))"
	fi
}

configure() {
	local source=$1
	cmp -s "$top/lab/config" "$source/obj/fragment" && return
	rm -f "$source/obj/fragment"
	compile "$source" tinyconfig &&
		(cd "$source/obj" && ../tree/scripts/kconfig/merge_config.sh -m .config "$top/lab/config") \
			>>"$source/log" 2>&1 &&
		compile "$source" olddefconfig || die 3 "$top/lab/config: cannot be used (see $source/log)"
	check_config "$source/obj/.config" || exit 3
	cp "$top/lab/config" "$source/obj/fragment"
}

# kconfig drops what it cannot have without a word; we want to know.
check_config() {
	local line
	grep '=y$' "$top/lab/config" | while read -r line; do
		grep -qx "$line" "$1" || { echo "$line"; break; }
	done | { read -r line && die 3 "lab/config: this kernel does not take $line"; true; }
}

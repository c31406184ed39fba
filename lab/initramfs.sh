# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2015,SC2034,SC2119,SC2154
# What the emulated host boots into: busybox, kickbench with the libraries that
# it needs, the modules of the kernel, lab/init. Cached by content.

# Prints the shared objects of PROGRAM..., each once, by their paths.
libraries_of() {
	{ ldd "$@" 2>/dev/null || true; } | sed -n 's/.*=> \(\/[^ ]*\) (.*/\1/p; s/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p' | sort -u
}

# initramfs KERNEL-FOLDER PROGRAM...: prints the path of the archive. The first
# program is kickbench; all go to /usr/bin.
initramfs() {
	local folder=$1 inputs key archive
	shift
	need busybox busybox-static
	need cpio cpio
	mapfile -t inputs < <(
		printf '%s\n' "$top/lab/init" "$(command -v busybox)" "$@" "$folder"/modules/* "$folder"/config*
		libraries_of "$(command -v busybox)" "$@"
	)
	key=$(sha256sum "${inputs[@]}" | digest)
	archive=$cache/initramfs/$key.cpio
	[ -e "$archive" ] || make_initramfs "$archive" "$folder" "$@" || exit $?
	touch "$archive"
	echo "$archive"
}

make_initramfs() {	# ARCHIVE KERNEL-FOLDER PROGRAM...
	local archive=$1 folder=$2 root=$scratch/root library busybox
	shift 2
	need_disk 200 "$cache"
	rm -rf "$root"
	mkdir -p "$root"/{bin,etc,usr/bin,modules,job} || die 3 "$scratch: cannot be written"
	busybox=$(command -v busybox)
	cp "$busybox" "$root/bin/busybox" && cp "$top/lab/init" "$root/init" &&
		cp "$@" "$root/usr/bin/" || die 3 "$scratch: cannot be written"
	libraries_of "$busybox" "$@" | while read -r library; do
		mkdir -p "$root${library%/*}" && cp -L "$library" "$root$library" || exit 3
	done || die 3 "$scratch: cannot be written"
	[ ! -d "$folder/modules" ] || cp "$folder"/modules/* "$root/modules/"
	[ ! -e "$folder/config" ] || { mkdir "$root/boot" && cp "$folder/config" "$root/boot/"; }
	pack "$root" "$archive.partial.$$" && mv "$archive.partial.$$" "$archive" ||
		die 3 "$archive: cannot be written"
	rm -rf "$root"
	keep_newest 8
}

# Uncompressed: an emulated CPU takes longer to unpack than QEMU to read.
pack() {	# FOLDER ARCHIVE
	(cd "$1" && find . -print0 | sort -z | cpio -0 -o -H newc -R 0:0 --quiet) >"$2"
}

# Each build of kickbench leaves an archive of its own: keep a few.
keep_newest() {
	# shellcheck disable=SC2012 # names of ours: digests
	ls -t "$cache"/initramfs/*.cpio 2>/dev/null | tail -n "+$(($1 + 1))" | xargs -r -d '\n' rm -f
}

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2015,SC2034,SC2119,SC2154
# Where kernels come from. Each is a folder of the cache: vmlinuz, and modules/
# with what it takes to have /dev/kvm, numbered in the order of loading.

# Debian's kernels by version: the package that always depends on the newest.
declare -A kernel_packages=([6.1]=linux-image-cloud-amd64 [6.12]=linux-image-6.12-cloud-amd64)

# Prints the folder of kernel NAME.
kernel_folder() {
	case $1 in
	6.1 | 6.12) locked "kernel-$1" package_kernel "$1" ;;
	base) locked build-6.1 build_kernel 6.1 ;;
	rfc | nocap) locked build-6.1 build_kernel 6.1 "$top/lab/patches/6.1/$1.patch" ;;
	*) image_kernel "$1" ;;
	esac
}

# "NAME=VERSION" of the package that the metapackage $1 stands for, as apt knows it.
real_package() {
	apt-cache show --no-all-versions "$1" 2>/dev/null |
		sed -n 's/^Depends:.*\(linux-image-[^ ,]*\) (= *\([^)]*\)).*/\1=\2/p' | head -n 1
}

package_kernel() {
	local package folder
	package=$(real_package "${kernel_packages[$1]}")
	folder=$cache/kernels/${package/=/_}
	if [ -n "$package" ] && [ ! -e "$folder/vmlinuz" ]; then
		(fetch_kernel "$package" "$folder") || folder=
	fi
	[ -n "$package" ] && [ -n "$folder" ] || folder=$(newest_cached "$1")
	[ -n "$folder" ] ||
		die 3 "${kernel_packages[$1]}: cannot be had (is a Debian mirror reachable? try: apt-get update)"
	echo "$folder"
}

# An older kernel that is here is better than none; by version: -56 is newer than -9.
newest_cached() {
	local found=("$cache/kernels/linux-image-$1".*-cloud-amd64_*/vmlinuz)
	[ ${#found[@]} -eq 0 ] || dirname "$(printf '%s\n' "${found[@]}" | sort -V | tail -n 1)"
}

# fetch PACKAGE[=VERSION] FOLDER: downloads it (apt checks what comes) and unpacks.
fetch() {
	need apt-get apt
	need dpkg-deb dpkg
	say "downloading ${1%%=*}"
	mkdir -p "$2" && (
		cd "$2" || exit 3
		timeout 600 apt-get -q -o Acquire::Retries=2 -o Acquire::http::Timeout=30 \
			download "$1" >log 2>&1 </dev/null && dpkg-deb -x ./*.deb . >>log 2>&1
	) || die 3 "${1%%=*}: $(grep -a '^[EW]:' "$2/log" | grep -v unsandboxed | head -n 1)"
	rm -f "$2"/*.deb "$2/log"
}

fetch_kernel() {
	local work
	need_disk 500 "$cache"
	work=$(partial kernels) || exit 3
	unfinished=$work
	trap 'rm -rf "$unfinished"' EXIT
	fetch "$1" "$work/package"
	cp "$work"/package/boot/vmlinuz-* "$work/vmlinuz" || die 3 "${1%%=*}: holds no vmlinuz"
	cp "$work"/package/boot/config-* "$work/config"
	take_modules "$work/package" "$work"
	rm -rf "$work/package"
	chmod 755 "$work"
	mv -T "$work" "$2"
}

# take_modules ROOT FOLDER: kvm-amd and what it needs, out of ROOT/lib/modules.
take_modules() {
	local release file name number=10
	need modprobe kmod
	need xz xz-utils
	release=$(basename "$(printf '%s\n' "$1"/lib/modules/*/ | head -n 1)")
	depmod -b "$1" "$release" || die 3 "$1: its modules cannot be listed"
	mkdir -p "$2/modules"
	modprobe -q -d "$1" -S "$release" --show-depends kvm-amd |
	sed -En 's/^insmod (.*\.ko(\.[a-z]+)?)( .*)?$/\1/p' | while read -r file; do
		name=${file##*/}
		take_module "$file" "$2/modules/$number-${name%%.ko*}.ko" || exit 3
		number=$((number + 1))
	done || die 3 "$1: a module cannot be unpacked"
}

take_module() {
	case $1 in
	*.xz) xz -dc "$1" ;;
	*.zst) zstd -dcq "$1" ;;
	*.gz) gzip -dc "$1" ;;
	*) cat "$1" ;;
	esac >"$2"
}

# A bzImage of the user's own: linked to, under its content.
image_kernel() {
	local work folder
	[ -e "$1" ] || die 2 "--kernel $1: no such kernel (there are 6.1, 6.12, base, rfc, nocap, or a bzImage)"
	[ "$(dd if="$1" bs=1 skip=514 count=4 2>/dev/null)" = HdrS ] ||
		die 2 "--kernel $1: not a bzImage (arch/x86/boot/bzImage of a build is meant)"
	[ -z "$modules" ] || [ -d "$modules/lib/modules" ] ||
		die 2 "--modules $modules: no lib/modules in it (make modules_install INSTALL_MOD_PATH=...)"
	work=$scratch/kernel
	folder=$work.$(digest <"$1")
	[ ! -d "$folder" ] || { echo "$folder"; return; }
	mkdir -p "$work" && cp "$1" "$work/vmlinuz" || die 3 "$1: cannot be read"
	[ -z "$modules" ] || { cp -r "$modules" "$work/root" && take_modules "$work/root" "$work"; }
	rm -rf "$work/root"
	mv "$work" "$folder"
	echo "$folder"
}

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2015,SC2034,SC2119,SC2154
# The emulated host: topologies, QEMU, and a watch on it.

# NAME: sockets, cores per socket, nodes, distances (between two nodes of a
# socket, between sockets).
declare -A topologies=(
	[1s]="1 4 1 - -"
	[2s]="2 2 2 - 21"
	[4s]="4 2 4 - 21"
	[2s-snc]="2 4 4 12 21"
	[one]="1 1 1 - -"
)
boot_limit=60		# seconds without a word on the console before init reports: it hangs
console_lines=15	# of a failed boot that are shown
boots_most=3		# where QEMU itself is at fault
# The timer check and the watchdogs expect a CPU of one's own, which a busy host
# does not give to QEMU. panic=-1 restarts at once, which ends QEMU.
append="console=ttyS0 panic=-1 oops=panic tsc=reliable no_timer_check nowatchdog rcupdate.rcu_cpu_stall_suppress=1"

# nodes_of TOPOLOGY MEMORY: QEMU's arguments for CPUs, memory and nodes, into $machine.
nodes_of() {
	local sockets cores nodes near far cpus n m each
	read -r sockets cores nodes near far <<<"${topologies[$1]}"
	cpus=$((sockets * cores)) each=$((cpus / nodes))
	machine=(-m "$2M" -smp "$cpus,sockets=$sockets,cores=$cores,threads=1")
	for ((n = 0; n < nodes && nodes > 1; n++)); do
		machine+=(-object "memory-backend-ram,id=m$n,size=$(($2 / nodes))M"
			-numa "node,nodeid=$n,cpus=$((n * each))-$((n * each + each - 1)),memdev=m$n")
	done
	for ((n = 0; n < nodes; n++)); do
		for ((m = n + 1; m < nodes; m++)); do
			distance=$far
			[ $((n * sockets / nodes)) != $((m * sockets / nodes)) ] || distance=$near
			machine+=(-numa "dist,src=$n,dst=$m,val=$distance")
		done
	done
}

# MiB that the topology gets unless --memory says so; a multiple of its nodes.
memory_of() {
	local nodes
	read -r _ _ nodes _ <<<"${topologies[$1]}"
	if [ -z "$memory" ]; then
		memory=$((nodes * 1024 > 4096 ? 4096 : nodes * 1024))
	fi
	memory=$((memory / nodes * nodes))
}

# -hypervisor: with that bit the kernel's spinlocks take a path without the
# contention tracepoints. One CPU counts instructions: with icount the TSC is
# their number, and interrupts come at the same instruction each time.
cpu_arguments() {
	icount=
	cpu=(-cpu "qemu64,+svm,+npt,+ssse3,+sse4.1,+sse4.2,+popcnt,-hypervisor")
	if [ "$1" = one ]; then
		cpu+=(-accel "tcg,thread=single" -icount "shift=0,sleep=on")
		icount=" icount"
	else
		cpu+=(-accel "tcg,thread=multi")
	fi
}

# boot KERNEL-FOLDER INITRAMFS: runs the job in $scratch/job on $topology, and
# unpacks what comes back into $scratch/back. Dies where nothing comes.
boot() {
	local machine cpu boots=1
	need qemu-system-x86_64 qemu-system-x86
	memory_of "$topology"
	need_memory $((memory + 200))
	need_disk 200 "$scratch"
	nodes_of "$topology" "$memory"
	cpu_arguments "$topology"
	settings
	pack "$scratch/job.root" "$scratch/job.cpio" && cat "$2" "$scratch/job.cpio" >"$scratch/initrd" ||
		die 3 "$scratch: cannot be written"
	while start_qemu "$1"; watch_qemu; stale_int3 && [ $boots -lt $boots_most ]; do
		boots=$((boots + 1))
		tell "$kernel on $topology died of a breakpoint that it had taken out again (QEMU before 8.1): boot $boots of $boots_most"
	done
	take_back
}

start_qemu() {	# KERNEL-FOLDER
	: >"$scratch/console"
	: >"$scratch/result"
	qemu-system-x86_64 "${cpu[@]}" "${machine[@]}" -kernel "$1/vmlinuz" -initrd "$scratch/initrd" \
		-append "$append" -display none -monitor none -no-reboot \
		-nodefaults -no-user-config -serial "file:$scratch/console" \
		-serial "file:$scratch/result" </dev/null >"$scratch/qemu" 2>&1 &
	qemu_pid=$!
}

# QEMU before 8.1, with a thread per CPU, can run a breakpoint that the kernel has
# already taken out of its code again (it patches itself when a first vCPU comes),
# and the kernel dies of it. Rare, and nothing that the job did.
stale_int3() {
	grep -q "Oops: int3\\|int3: 0000" "$scratch/console"
}

# 8.1 or newer.
qemu_is_sound() {
	local major minor
	IFS=. read -r _ major minor _ < <(qemu-system-x86_64 --version |
		sed -n '1s/.* \([0-9]*\.[0-9]*\).*/x.\1./p')
	[ $((${major:-0} * 100 + ${minor:-0})) -ge 801 ]
}

# The job: a script and settings, as an archive behind the initramfs.
settings() {
	mkdir -p "$scratch/job.root/job"
	cp "$scratch/script" "$scratch/job.root/job/script" || die 3 "$scratch: cannot be written"
	{
		echo "LAB_HOST=lab-$topology"
		echo "LAB_JOB=${lab_job:-script}"
		echo "LAB_EMULATED=$(quoted "qemu tcg $topology$icount")"
	} >"$scratch/job.root/job/settings"
}

stop_qemu() {
	[ -n "$qemu_pid" ] || return 0
	kill "$qemu_pid" 2>/dev/null
	wait "$qemu_pid" 2>/dev/null
	qemu_pid=
}

watch_qemu() {
	local began=$SECONDS heard=$SECONDS alive="" size=0 now
	while kill -0 "$qemu_pid" 2>/dev/null; do
		sleep 0.2
		[ -n "$alive" ] || alive=$(head -c 6 "$scratch/result" | tr -d '\0')
		now=$(stat -c %s "$scratch/console")
		[ "$now" = "$size" ] || heard=$SECONDS
		size=$now
		if [ -z "$alive" ] && [ $((SECONDS - heard)) -ge $boot_limit ]; then
			failed_boot "hangs before init: silent for $boot_limit s"
		elif [ $((SECONDS - began)) -ge "$timeout" ]; then
			failed_boot "not done within $timeout s (--timeout S allows more)"
		fi
	done
	wait "$qemu_pid"
	qemu_pid=
}

failed_boot() {
	stop_qemu
	tail -n $console_lines "$scratch/console" | tr -d '\r' | sed 's/^/  console: /' >&2
	[ ! -s "$scratch/qemu" ] || sed 's/^/  qemu: /' "$scratch/qemu" | head -n 5 >&2
	cp "$scratch/console" "$cache/console" 2>/dev/null
	die 4 "$kernel on $topology: $1 (its console: $cache/console)"
}

# What came over the second serial port: "alive", "result SIZE SHA256", the tar.
take_back() {
	local alive word size sum header
	{
		read -r alive
		read -r word size sum
	} < <(head -c 200 "$scratch/result" | tr -d '\0')
	[ "$alive" != no-kvm ] || failed_boot "no KVM in this kernel"
	[ "$alive" = alive ] || failed_boot "the kernel died before init"
	[ "$word" = result ] || failed_boot "the emulated host died during the run"
	header=$((${#alive} + ${#word} + ${#size} + ${#sum} + 4))
	tail -c +$((header + 1)) "$scratch/result" >"$scratch/back.tgz"
	[ "$(sha256sum <"$scratch/back.tgz" | cut -d ' ' -f 1)" = "$sum" ] ||
		failed_boot "the results came back damaged or incomplete"
	rm -rf "$scratch/back"
	mkdir "$scratch/back" && tar --warning=no-timestamp -xzf "$scratch/back.tgz" -C "$scratch/back" ||
		die 3 "$scratch: the results cannot be unpacked"
}

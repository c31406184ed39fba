# SPDX-License-Identifier: GPL-2.0-only
# Files named NAME_ARCH.c serve one architecture: leave out those of the others.
ARCHES := x86 aarch64
other_arches = $(foreach a,$(filter-out $(ARCH),$(ARCHES)),$(wildcard $(1)/*_$(a).c))
EXCLUDE_lib := $(call other_arches,lib)
EXCLUDE_guests := $(call other_arches,guests)
EXCLUDE_abi := $(call other_arches,abi)

# The siglock's BPF program: where clang or bpftool is missing, SIGLOCK is none
# and siglock_none.c stands in.
BPFTOOL := $(firstword $(shell command -v bpftool 2>/dev/null) $(wildcard /usr/sbin/bpftool))
SIGLOCK ?= $(if $(BPFTOOL),$(shell clang -target bpf -c -x c /dev/null -o /dev/null 2>/dev/null \
	&& $(BPFTOOL) version >/dev/null 2>&1 && echo bpf || echo none),none)
EXCLUDE_lib += lib/siglock.bpf.c lib/siglock_$(if $(filter bpf,$(SIGLOCK)),none,bpf).c

$(BUILD)/lib/siglock_bpf.o: $(BUILD)/siglock.skel.h

$(BUILD)/siglock.bpf.o: lib/siglock.bpf.c lib/siglock_shared.h
	@mkdir -p $(@D)
	@echo "  BPF     $<"
	$(Q)clang -target bpf -g -O2 -Wall -D__TARGET_ARCH_$(ARCH:aarch64=arm64) -I. \
		-idirafter /usr/include/$(shell uname -m)-linux-gnu -c -o $@ $<

$(BUILD)/siglock.skel.h: $(BUILD)/siglock.bpf.o
	$(Q){ echo "/* NOLINTBEGIN: generated */" && $(BPFTOOL) gen skeleton $< name siglock_bpf && \
		echo "/* NOLINTEND */"; } >$@

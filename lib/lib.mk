# SPDX-License-Identifier: GPL-2.0-only
# Files named NAME_ARCH.c serve one architecture: leave out those of the others.
ARCHES := x86 aarch64
other_arches = $(foreach a,$(filter-out $(ARCH),$(ARCHES)),$(wildcard $(1)/*_$(a).c))
EXCLUDE_lib := $(call other_arches,lib)
EXCLUDE_guests := $(call other_arches,guests)
EXCLUDE_abi := $(call other_arches,abi)

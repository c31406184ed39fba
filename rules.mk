# SPDX-License-Identifier: GPL-2.0-only
# How things are built. What is special in a folder stands in FOLDER/FOLDER.mk.
CFLAGS ?= -O2 -g
# A sanitizer's own checks make gcc see null pointers where none can be.
override CFLAGS += -std=gnu11 -Wall -Wextra -Wmissing-prototypes -Wshadow $(WERROR) -D_GNU_SOURCE \
	-I. -I$(BUILD) -pthread -MMD -MP $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer \
	$(if $(findstring clang,$(CC)),,-Wno-format-truncation -Wno-format-overflow \
	-Wno-nonnull)) \
	$(if $(findstring fuzzer,$(SANITIZE)),-DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION)
LDFLAGS += -pthread $(if $(SANITIZE),-fsanitize=$(SANITIZE))
PACKAGES := libnuma hwloc libbpf libperf
LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null || echo -lnuma -lhwloc -lbpf -lperf) \
	-lapi -lpfm -lcsv -lRmath -lelf -lz -lm
ARCH := $(patsubst i%86,x86,$(patsubst x86_64,x86,$(shell $(CC) -dumpmachine | cut -d- -f1)))

FOLDERS := lib guests protocols bench harness abi analysis
sources = $(wildcard $(1)/*.c)
archive = $(BUILD)/$(1).a
ARCHIVES := $(foreach f,$(FOLDERS),$(call archive,$(f)))

include $(wildcard $(addsuffix /*.mk,$(FOLDERS) tests scripts docs))

define folder_rules
$(BUILD)/$(1).a: $(patsubst %.c,$(BUILD)/%.o,$(filter-out $(EXCLUDE_$(1)),$(call sources,$(1)))) $(EXTRA_$(1)) $(BUILD)/flags
	@rm -f $$@
	$$(Q)$$(AR) rcs $$@ $$(filter %.o,$$^)
endef
$(foreach f,$(FOLDERS),$(eval $(call folder_rules,$(f))))

# All is built again when the flags change, so that a sanitizer or
# another compiler never meets objects of the last one.
$(BUILD)/%.o: %.c $(BUILD)/flags | $(BUILD)/version.h
	@mkdir -p $(@D)
	@echo "  CC      $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) $(LIBS) $(SIGLOCK) $(PREFIX)' >$@.tmp; cmp -s $@.tmp $@ && rm $@.tmp || mv $@.tmp $@

$(BUILD)/version.h: FORCE
	@mkdir -p $(@D)
	@scripts/version > $@.tmp; cmp -s $@.tmp $@ && rm $@.tmp || mv $@.tmp $@

$(BUILD)/kickbench: $(BUILD)/harness.o $(ARCHIVES)
	@echo "  LD      $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $< -Wl,--start-group $(ARCHIVES) -Wl,--end-group $(LIBS)

# A rename, not a copy in place: somebody may be running the old one.
kickbench: $(BUILD)/kickbench
	@cmp -s $< $@ || { cp $< $@.tmp && mv $@.tmp $@; }

clean:
	rm -rf $(BUILD) kickbench

FORCE:
.PHONY: FORCE kickbench
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

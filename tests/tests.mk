# SPDX-License-Identifier: GPL-2.0-only
# One cmocka binary per tests/test_*.c, linked with all that the program is made of.
UNITS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/test_*.c))

# Linked to what tests share: tests/NAME.c that is no test itself.
TEST_SHARED := $(patsubst %.c,$(BUILD)/%.o,$(filter-out tests/test_%.c,$(wildcard tests/*.c)))

tests: kickbench $(UNITS)

$(UNITS): $(BUILD)/tests/%: $(BUILD)/tests/%.o $(TEST_SHARED) $(ARCHIVES)
	@echo "  LD      $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $< $(TEST_SHARED) \
		-Wl,--start-group $(ARCHIVES) -Wl,--end-group -lcmocka $(LIBS)

# What tests are given to read: synthetic run directories, from the command line.
TOOLS := $(patsubst tests/tools/%.c,$(BUILD)/tests/%,$(wildcard tests/tools/*.c))
tests: $(TOOLS)
$(TOOLS): $(BUILD)/tests/%: $(BUILD)/tests/tools/%.o $(TEST_SHARED) $(ARCHIVES)
	@echo "  LD      $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $< $(TEST_SHARED) \
		-Wl,--start-group $(ARCHIVES) -Wl,--end-group -lcmocka $(LIBS)

# libFuzzer targets: see scripts/fuzz, which builds them by clang in a BUILD of their own.
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/tests/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
fuzzers: $(FUZZERS) $(BUILD)/tests/synth
$(FUZZERS): $(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/dir.o $(ARCHIVES)
	@echo "  LD      $@"
	$(Q)$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $< $(if $(findstring lists,$@),,$(BUILD)/tests/fuzz/dir.o) \
		-Wl,--start-group $(ARCHIVES) -Wl,--end-group $(LIBS)
.PHONY: fuzzers

# SPDX-License-Identifier: GPL-2.0-only
# Each guests/ARCH/NAME.S becomes a flat binary, and that an object with the
# symbols guest_NAME and guest_NAME_end.
GUEST_NAMES := $(patsubst guests/$(ARCH)/%.S,%,$(wildcard guests/$(ARCH)/*.S))
GUEST_FLAGS_x86 := -m32
OBJCOPY ?= objcopy
EXTRA_guests := $(GUEST_NAMES:%=$(BUILD)/guests/$(ARCH)/%.embed.o)

.SECONDARY: $(GUEST_NAMES:%=$(BUILD)/guests/$(ARCH)/%.bin)
$(BUILD)/guests/$(ARCH)/%.bin: guests/$(ARCH)/%.S guests/guest.h
	@mkdir -p $(@D)
	@echo "  GUEST   $*"
	$(Q)$(CC) $(GUEST_FLAGS_$(ARCH)) -I. -c -o $(@:.bin=.elf) $<
	$(Q)$(OBJCOPY) -O binary -j .text $(@:.bin=.elf) $@

$(BUILD)/guests/$(ARCH)/%.embed.o: guests/embed.S $(BUILD)/guests/$(ARCH)/%.bin
	$(Q)$(CC) -DNAME=guest_$* -DEND=guest_$*_end '-DFILE="$(BUILD)/guests/$(ARCH)/$*.bin"' -c -o $@ $<

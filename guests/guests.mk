# SPDX-License-Identifier: GPL-2.0-only
# Each guests/ARCH/NAME.S becomes a flat binary, and that an object with the
# symbols guest_NAME and guest_NAME_end; the same again, STAMPED, as guest_NAME_stamped.
GUEST_NAMES := $(patsubst guests/$(ARCH)/%.S,%,$(wildcard guests/$(ARCH)/*.S))
GUEST_FORMS := $(GUEST_NAMES) $(GUEST_NAMES:%=%_stamped)
GUEST_FLAGS_x86 := -m32
OBJCOPY ?= objcopy
EXTRA_guests := $(GUEST_FORMS:%=$(BUILD)/guests/$(ARCH)/%.embed.o)
GUEST_CC = $(CC) $(GUEST_FLAGS_$(ARCH)) -I. -c -o $(@:.bin=.elf) $<

.SECONDARY: $(GUEST_FORMS:%=$(BUILD)/guests/$(ARCH)/%.bin)
$(BUILD)/guests/$(ARCH)/%_stamped.bin: guests/$(ARCH)/%.S guests/guest.h guests/stamp.h
	@mkdir -p $(@D)
	$(Q)$(GUEST_CC) -DSTAMPED
	$(Q)$(OBJCOPY) -O binary -j .text $(@:.bin=.elf) $@

$(BUILD)/guests/$(ARCH)/%.bin: guests/$(ARCH)/%.S guests/guest.h guests/stamp.h
	@mkdir -p $(@D)
	@echo "  GUEST   $*"
	$(Q)$(GUEST_CC)
	$(Q)$(OBJCOPY) -O binary -j .text $(@:.bin=.elf) $@

$(BUILD)/guests/$(ARCH)/%.embed.o: guests/embed.S $(BUILD)/guests/$(ARCH)/%.bin
	$(Q)$(CC) -DNAME=guest_$* -DEND=guest_$*_end '-DFILE="$(BUILD)/guests/$(ARCH)/$*.bin"' -c -o $@ $<

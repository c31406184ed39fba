# SPDX-License-Identifier: GPL-2.0-only
# make            builds ./kickbench            make run      ... and measures for about a minute
# make check      builds and runs all tests     make install  to PREFIX, below DESTDIR
# make clean      removes what was built        make uninstall  what install made
# V=1 shows the commands; SANITIZE=address,undefined or thread; CC=clang; BUILD=folder.
# Under sudo all is built as the user who called; only what needs root runs as root.
BUILD ?= build
PREFIX ?= /usr/local
SANITIZE ?=
WERROR ?= -Werror
V ?= 0
TIME ?=
Q := $(if $(filter 1,$(V)),,@)
export PREFIX CC BUILD SANITIZE WERROR V TIME

OWNER := $(shell stat -c %u .)
CALLER := $(if $(filter 0,$(shell id -u)),$(filter-out 0,$(SUDO_UID)))
DROP := $(if $(and $(CALLER),$(filter-out 0,$(OWNER))),setpriv --reuid=$(SUDO_UID) \
	--regid=$(SUDO_GID) --init-groups env -u SUDO_UID HOME='$(CURDIR)/$(BUILD)')

all: kickbench

# -- what may need root; what it stands on is built first --
run:
	$(Q)scripts/setup build
	$(Q)+$(DROP) $(MAKE) --no-print-directory all
	$(Q)scripts/run; status=$$?; \
	$(if $(DROP),chown -R $(SUDO_UID):$(SUDO_GID) results;) exit $$status

check: tests
	$(Q)OVERRIDES='$(MAKEOVERRIDES)' tests/run $(sort $(wildcard tests/*.t))

unit: tests
	$(Q)OVERRIDES='$(MAKEOVERRIDES)' tests/run

checks:
	$(Q)OVERRIDES='$(MAKEOVERRIDES)' tests/run --only tests/layers.t

# Each is the script of its name.
SCRIPTS := bench-read bench-self repeat calibrate soak faults kill9 hostile model
faults: tests
$(SCRIPTS): all
	$(Q)scripts/$@ $(TIME); status=$$?; \
	$(if $(DROP),chown -R $(SUDO_UID):$(SUDO_GID) results;) exit $$status

lab: all
	$(Q)scripts/lab all

chroot:
	$(Q)tests/chroot

ifneq ($(DROP),)
kickbench tests tools clean deb lint fuzz:
	$(Q)+$(DROP) $(MAKE) --no-print-directory $@
$(BUILD)/%: FORCE
	$(Q)+$(DROP) $(MAKE) --no-print-directory $@
FORCE:
install: tools
	$(Q)+env -u SUDO_UID $(MAKE) --no-print-directory $@
uninstall:
	$(Q)+env -u SUDO_UID $(MAKE) --no-print-directory $@
else
include rules.mk
lint fuzz: kickbench
lint fuzz deb:
	$(Q)scripts/$@ $(TIME)
endif

.PHONY: all kickbench run check unit checks tests tools clean deb lint fuzz lab chroot install uninstall $(SCRIPTS)
.DELETE_ON_ERROR:

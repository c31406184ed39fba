# SPDX-License-Identifier: GPL-2.0-only
# make install: the program, what its reports need, the scripts that work without
# the source tree, the manual and the completion.
INSTALL ?= install
bindir := $(DESTDIR)$(PREFIX)/bin
datadir := $(DESTDIR)$(PREFIX)/share
libexecdir := $(DESTDIR)$(PREFIX)/libexec/kickbench
unitdir := $(DESTDIR)$(PREFIX)/lib/systemd/system
LIBEXEC := scripts/nightly scripts/dashboard scripts/lab
LIBEXEC_DATA := $(wildcard scripts/*.awk scripts/*.html)
LAB := $(shell find lab -type f ! -name '.*' ! -name '*~' ! -name '*.orig')
MANPAGES := $(wildcard docs/*.1)

$(BUILD)/kickbench.bash: $(BUILD)/kickbench scripts/completion
	$(Q)scripts/completion $< >$@

tools: kickbench $(BUILD)/kickbench.bash

install: install-program install-scripts install-docs

install-program: kickbench $(BUILD)/kickbench.bash
	$(Q)$(INSTALL) -D -m 755 kickbench "$(bindir)/kickbench"
	$(Q)$(INSTALL) -d "$(datadir)/kickbench/plots"
	$(Q)$(INSTALL) -m 644 $(wildcard plots/*.gp) "$(datadir)/kickbench/plots/"
	$(Q)$(INSTALL) -D -m 644 $(BUILD)/kickbench.bash \
		"$(datadir)/bash-completion/completions/kickbench"

# The lab goes on finding the program one folder up, as in the source tree.
install-scripts:
	$(Q)$(INSTALL) -d "$(libexecdir)/scripts" "$(libexecdir)/lab" "$(unitdir)"
	$(Q)$(INSTALL) -m 755 $(LIBEXEC) "$(libexecdir)/scripts/"
	$(Q)$(INSTALL) -m 644 $(LIBEXEC_DATA) "$(libexecdir)/scripts/"
	$(Q)for file in $(LAB); do $(INSTALL) -D -m 644 $$file "$(libexecdir)/$$file"; done
	$(Q)chmod 755 "$(libexecdir)/lab/init"
	$(Q)ln -sfn ../../bin/kickbench "$(libexecdir)/kickbench"
	$(Q)for unit in scripts/systemd/*; do sed 's,/usr/local,$(subst &,\&,$(PREFIX)),g' $$unit \
		>"$(unitdir)/$${unit##*/}"; chmod 644 "$(unitdir)/$${unit##*/}"; done

install-docs:
	$(Q)$(INSTALL) -d "$(datadir)/man/man1" "$(datadir)/doc/kickbench"
	$(Q)$(if $(MANPAGES),$(INSTALL) -m 644 $(MANPAGES) "$(datadir)/man/man1/")
	$(Q)$(INSTALL) -m 644 $(wildcard README.md CHANGELOG.md CONTRIBUTING.md docs/*.md) \
		"$(datadir)/doc/kickbench/"
	$(Q)sed -i 's,](docs/,](,g' "$(datadir)/doc/kickbench/README.md"

# What install made, and no folder that others may use.
uninstall:
	$(Q)rm -rf "$(datadir)/kickbench" "$(datadir)/doc/kickbench" "$(libexecdir)"
	$(Q)rm -f "$(bindir)/kickbench" "$(datadir)/bash-completion/completions/kickbench" \
		$(patsubst docs/%,"$(datadir)/man/man1/%",$(MANPAGES)) \
		$(patsubst scripts/systemd/%,"$(unitdir)/%",$(wildcard scripts/systemd/*))

.PHONY: install-program install-scripts install-docs uninstall

# SPDX-License-Identifier: GPL-2.0-only
# Where an installed kickbench finds what its pictures look like (plots/*.gp).
$(BUILD)/analysis/plot_run.o: override CFLAGS += -DPLOTS_DIR='"$(PREFIX)/share/kickbench/plots"'

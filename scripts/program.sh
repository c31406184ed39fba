# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2154
# Which program is measured, into $kickbench: that of the tree, or KICKBENCH. Sourced from the
# top of the tree; $here is where the script was called, and what a relative KICKBENCH is
# relative to.
kickbench=${KICKBENCH:-$PWD/kickbench}
case $kickbench in
/*) ;;
*) kickbench=$here/$kickbench ;;
esac

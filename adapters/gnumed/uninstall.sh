#!/bin/sh
# SPDX-License-Identifier: MIT
# Takes Holdfast out of GNUmed again; the way of naming the database is install.sh's.
#
#   sh uninstall.sh client              on each machine, as root: the tab goes
#   sh uninstall.sh database            the hint and the tabs go; ratings, and what was filed in the
#                                       clients' records, stay
#   sh uninstall.sh database --ratings  the ratings go too: take a dump first
set -eu

gnumed=${GNUMED:-/usr/share/gnumed}
PGDATABASE=${PGDATABASE:-gnumed_v22}
PGUSER=gm-dbo
PGOPTIONS='-c default_transaction_read_only=off -c client_min_messages=error'
export PGDATABASE PGUSER PGOPTIONS

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
ask() { psql -qXAt -v ON_ERROR_STOP=1 "$@"; }

case "${1:-} ${2:-}" in
  "client ") rm -f -- "$gnumed/Gnumed/wxpython/gui/gmHoldfastPlugin.py" ;;
  "database ") ask -1 -f "$here/sql/9_remove.sql" ;;
  "database --ratings")
    ask -1 -f "$here/sql/9_remove.sql" -c "DROP SCHEMA IF EXISTS holdfast_gnumed, holdfast CASCADE"
    ;;
  *) sed -n '3,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac

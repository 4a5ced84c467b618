#!/bin/sh
# SPDX-License-Identifier: MIT
# Sets Holdfast up for GNUmed. Twice does no harm; uninstall.sh is the way back.
#
#   sh install.sh database [WORKPLACE...]   once, where psql reaches GNUmed's database: makes what
#                                           Holdfast keeps there, and puts the tab on the workplaces
#   sh install.sh client                    on each machine with GNUmed's client, as root
#
# The database is found like psql finds it: PGHOST, PGPORT, PGDATABASE (gnumed_v22) and a password for
# gm-dbo, GNUmed's own owner, in ~/.pgpass. `holdfast` must be on PATH, or HOLDFAST names it.
# Workplaces are those of GNUmed's login window; without any, "Clinician" and "GNUmed Default".
# GNUMED names the folder of GNUmed's client where it is not /usr/share/gnumed.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
program=${HOLDFAST:-holdfast}
gnumed=${GNUMED:-/usr/share/gnumed}
PGDATABASE=${PGDATABASE:-gnumed_v22}
PGUSER=gm-dbo
PGOPTIONS='-c default_transaction_read_only=off -c client_min_messages=error'
export PGDATABASE PGUSER PGOPTIONS

say() { echo "install.sh: $*" >&2; }
ask() { psql -qXAt -v ON_ERROR_STOP=1 "$@"; }

# GNUmed's client refuses a database whose own tables are not as it knows them.
schema_hash() { ask -c "SELECT md5(gm.concat_table_structure(22))"; }

make_store() {
  folder=$(mktemp -d)
  trap 'rm -rf -- "$folder"' EXIT
  # What is not said here libpq takes from the environment, as psql does: no password in a file.
  cat >"$folder/holdfast.toml" <<SETTINGS
[plugin]
store = "postgresql:///?options=-csearch_path%3Dholdfast%20-cdefault_transaction_read_only%3Doff"
practice_id = "gm-dbo"
SETTINGS
  chmod 700 "$folder"
  "$program" verify --data "$folder" --config "$folder/holdfast.toml" >"$folder/said" 2>&1 \
    || { cat "$folder/said" >&2; say "the store could not be made"; exit 1; }
}

database() {
  command -v "$program" >/dev/null || { say "the program holdfast is not on PATH"; exit 1; }
  [ "$(ask -c "SELECT count(*) FROM pg_namespace WHERE nspname IN ('clin', 'dem', 'gm')")" = 3 ] \
    || { say "$PGDATABASE is no GNUmed database"; exit 1; }
  before=$(schema_hash)
  # A newer Holdfast may change tables that the view looks at.
  ask -c "DROP VIEW IF EXISTS holdfast_gnumed.check_in_suggested" 2>/dev/null || true
  ask -1 -f "$here/sql/1_schema.sql"
  make_store
  ask -1 -f "$here/sql/2_store.sql"
  [ $# -gt 0 ] || set -- "Clinician" "GNUmed Default"
  for workplace in "$@"; do ask -v workplace="$workplace" -f "$here/sql/3_workplace.sql"; done
  [ "$(schema_hash)" = "$before" ] || { say "GNUmed's own tables changed: report this"; exit 1; }
  say "the database is ready; next, on each machine: sh install.sh client"
}

client() {
  gui=$gnumed/Gnumed/wxpython/gui
  [ -d "$gui" ] || { say "there is no GNUmed client in $gnumed"; exit 1; }
  ln -sfn "$here/client/gmHoldfastPlugin.py" "$gui/gmHoldfastPlugin.py"
  say "the tab Holdfast is there at the next start of GNUmed"
}

case ${1:-} in
  database) shift; database "$@" ;;
  client) client ;;
  *) sed -n '3,15s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac

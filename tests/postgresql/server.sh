#!/bin/sh
# SPDX-License-Identifier: MIT
# A PostgreSQL server of the tests' own: its own folder, a socket in it and no port, stopped by its
# own process id.
#
#   sh server.sh start STATE    starts one; STATE is a file that then names its folder
#   sh server.sh stop STATE     stops it and takes its folder away
#   sh server.sh kill STATE     ends it as a power cut does, and leaves the folder
#   sh server.sh again STATE    starts it again in the same folder
#   sh server.sh freeze STATE   stops all its processes where they are, as a frozen machine is
#   sh server.sh thaw STATE     lets them go on
set -eu

command=$1
state=$2
bin=$(pg_config --bindir)
PATH=/usr/sbin:/sbin:$PATH

# The server refuses to run as root.
as_server() {
  if [ "$(id -u)" != 0 ]; then "$@"; else runuser -u "$account" -- "$@"; fi
}
account=postgres
id "$account" >/dev/null 2>&1 || account=nobody

process_of() { # of the server in this folder, while it is that one
  [ -f "$1/data/postmaster.pid" ] || return 0
  pid=$(head -n 1 "$1/data/postmaster.pid")
  tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q -- "$1/data" && echo "$pid"
  return 0
}

family_of() { # the server in this folder and the processes that it began
  pid=$(process_of "$1")
  [ -z "$pid" ] || echo "$pid $(cat "/proc/$pid/task/$pid/children")"
}

end_of() { # waits until the process has gone
  tries=0
  while [ -d "/proc/$1" ] && [ "$tries" -lt 300 ]; do
    sleep 0.05
    tries=$((tries + 1))
  done
}

run() {
  (cd "$folder" && as_server "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 -s start) \
    || { cat "$folder/log" >&2; exit 1; }
}

stop() {
  pid=$(process_of "$1")
  if [ -n "$pid" ]; then
    # shellcheck disable=SC2046 # a list of process ids
    kill -CONT $(family_of "$1") 2>/dev/null || true
    kill -INT "$pid"
    end_of "$pid"
  fi
  rm -rf -- "$1"
}

case $command in
  start)
    [ ! -f "$state" ] || stop "$(cat "$state")"
    # Each case makes a database, which is a few hundred files: in memory where there is room.
    place=${TMPDIR:-/tmp}
    [ ! -w /dev/shm ] || [ "$(df -Pm /dev/shm | awk 'NR == 2 { print $4 }')" -lt 2000 ] || place=/dev/shm
    folder=$(mktemp -d "$place/holdfast-postgresql-XXXXXX")
    chmod 755 "$folder"
    [ "$(id -u)" != 0 ] || chown "$account" "$folder"
    (cd "$folder" && as_server "$bin/initdb" -D "$folder/data" -U keeper -A trust -E UTF8 \
      --locale=C.UTF-8 --no-sync --no-instructions >"$folder/initdb.log" 2>&1) \
      || { cat "$folder/initdb.log" >&2; exit 1; }
    # What a crash of the machine would need is not what is tested here.
    cat >>"$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 200
fsync = off
full_page_writes = off
autovacuum = off
shared_preload_libraries = 'pg_stat_statements'
pg_stat_statements.max = 50000
pg_stat_statements.track_utility = off
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
SETTINGS
    run
    mkdir -p "$(dirname "$state")"
    printf '%s' "$folder" >"$state"
    # Holdfast's role owns its databases and nothing else; the tests' own hand is the keeper's.
    psql -qX -h "$folder" -U keeper -d postgres -v ON_ERROR_STOP=1 \
      -c 'CREATE EXTENSION pg_stat_statements' -c 'CREATE ROLE holdfast LOGIN'
    ;;
  stop)
    stop "$(cat "$state")"
    rm -f -- "$state"
    ;;
  kill)
    folder=$(cat "$state")
    pid=$(process_of "$folder")
    # shellcheck disable=SC2046 # a list of process ids
    kill -KILL $(family_of "$folder") 2>/dev/null || true
    end_of "$pid"
    ;;
  again)
    folder=$(cat "$state")
    run
    ;;
  freeze)
    # shellcheck disable=SC2046 # a list of process ids
    kill -STOP $(family_of "$(cat "$state")")
    ;;
  thaw)
    # shellcheck disable=SC2046 # a list of process ids
    kill -CONT $(family_of "$(cat "$state")")
    ;;
  *)
    sed -n '3,11s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac

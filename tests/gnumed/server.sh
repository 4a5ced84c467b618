#!/bin/sh
# SPDX-License-Identifier: MIT
# A GNUmed of the tests' own: PostgreSQL with the database that Debian's gnumed-server makes, on
# loopback and a free port, in a folder of its own, stopped by its own process id.
#
#   sh server.sh start STATE    starts one; STATE is a file that then names its folder and port
#   sh server.sh stop STATE     stops it and takes its folder away
#   sh server.sh halt STATE     stops it as a power cut does, and leaves the folder
#   sh server.sh again STATE    starts it again in the same folder, on the same port
#   sh server.sh freeze STATE   stops all its processes where they are, as a frozen machine is
#   sh server.sh thaw STATE     lets them go on
#   sh server.sh cache          makes the database where it is not there yet, and names its folder
#
# GNUmed makes its database in twenty steps from version 2 on, which takes two minutes. So it is made
# once per version of the packages, kept in a cache, and each run starts on a copy of it.
set -eu

command=$1
state=${2:-}
bin=$(pg_config --bindir)
PATH=/usr/sbin:/sbin:$PATH
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)

# The server refuses to run as root.
account=postgres
as_server() {
  if [ "$(id -u)" != 0 ]; then "$@"; else runuser -u "$account" -- "$@"; fi
}

place_for() { # megabytes: in memory where there is room
  place=${TMPDIR:-/tmp}
  [ ! -w /dev/shm ] || [ "$(df -Pm /dev/shm | awk 'NR == 2 { print $4 }')" -lt "$1" ] || place=/dev/shm
  folder=$(mktemp -d "$place/holdfast-gnumed-XXXXXX")
  chmod 755 "$folder"
  [ "$(id -u)" != 0 ] || chown "$account" "$folder"
}

# A free port at this moment: whoever takes it first meanwhile makes the server say so.
free_port() {
  /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

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
  while [ -d "/proc/$1" ] && [ "$tries" -lt 600 ]; do
    sleep 0.05
    tries=$((tries + 1))
  done
}

run() { # folder
  (cd "$1" && as_server "$bin/pg_ctl" -D "$1/data" -l "$1/log" -w -t 120 -s start) \
    || { cat "$1/log" >&2; exit 1; }
}

stop() { # folder
  pid=$(process_of "$1")
  if [ -n "$pid" ]; then
    # shellcheck disable=SC2046 # a list of process ids
    kill -CONT $(family_of "$1") 2>/dev/null || true
    kill -INT "$pid"
    end_of "$pid"
  fi
}

# What GNUmed's client wants of a server, and warns of where it is not so. fsync must be on for it to
# log in at all; nothing of that is lost by not waiting for the disk.
settings() { # folder port
  cat <<SETTINGS
listen_addresses = '127.0.0.1'
port = $2
unix_socket_directories = '$1'
max_connections = 60
fsync = on
full_page_writes = on
autovacuum = off
track_commit_timestamp = on
log_connections = on
log_disconnections = on
SETTINGS
}

make_database() { # in $folder
  trap 'status=$?; stop "$folder"; [ "$status" = 0 ] || rm -rf -- "$folder"' EXIT
  (cd "$folder" && as_server "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 \
    --locale=C.UTF-8 --no-sync --no-instructions >"$folder/initdb.log" 2>&1) \
    || { cat "$folder/initdb.log" >&2; exit 1; }
  printf "listen_addresses = ''\nunix_socket_directories = '%s'\nfsync = off\nfull_page_writes = off\nautovacuum = off\n" \
    "$folder" >>"$folder/data/postgresql.conf"
  run "$folder"
  # GNUmed's program makes a link beside itself: in a copy, then.
  mkdir "$folder/gnumed"
  cp -R /var/lib/gnumed/server "$folder/gnumed/server"
  ln -s server "$folder/gnumed/Gnumed"
  [ "$(id -u)" != 0 ] || chown -R "$account" "$folder/gnumed"
  echo "making GNUmed's database, once: about two minutes" >&2
  (cd "$folder/gnumed/server/bootstrap" &&
    as_server env PGHOST="$folder" GM_DB_PORT=5432 HOME="$folder" LC_ALL=C.UTF-8 /usr/bin/python3 \
      bootstrap_gm_db_system.py "--log-file=$folder/bootstrap.log" --conf-file=bootstrap-latest.conf \
      --quiet </dev/null >"$folder/bootstrap.out" 2>&1) \
    || { tail -n 30 "$folder/bootstrap.out" "$folder/bootstrap.log" >&2; exit 1; }
  for database in $(psql -AtX -h "$folder" -U postgres -d postgres \
    -c "SELECT datname FROM pg_database WHERE datname ~ '^gnumed_v' AND datname <> 'gnumed_v22'"); do
    psql -qX -h "$folder" -U postgres -d postgres -c "DROP DATABASE $database"
  done
  hash=$(psql -AtX -h "$folder" -U postgres -d gnumed_v22 -c "SELECT md5(gm.concat_table_structure(22))")
  [ "$hash" = "$(cat "$here/schema_hash")" ] || { echo "GNUmed's schema is another: $hash" >&2; exit 1; }
  stop "$folder"
}

cached() { # prints the folder of the cached cluster
  version=$(dpkg-query -W -f '${Version}' gnumed-server | tr -c 'A-Za-z0-9.\n' -)
  kept=${HOLDFAST_GNUMED_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/holdfast}/gnumed-$version-pg$("$bin/postgres" -V | tr -dc '0-9' | cut -c 1-2)
  mkdir -p "$kept"
  # Two runs at once make it once.
  exec 9>"$kept/lock"
  flock 9
  if [ ! -d "$kept/data" ]; then
    place_for 2500
    (make_database)
    rm -rf -- "$kept/new"
    cp -a "$folder/data" "$kept/new"
    sync -f "$kept"
    mv "$kept/new" "$kept/data"
    rm -rf -- "$folder"
  fi
  flock -u 9
  exec 9>&-
}

case $command in
  cache)
    cached
    echo "$kept"
    ;;
  start)
    [ ! -f "$state" ] || sh "$0" stop "$state"
    cached
    place_for 1500
    port=$(free_port)
    cp -a "$kept/data" "$folder/data"
    [ "$(id -u)" != 0 ] || chown -R "$account" "$folder"
    settings "$folder" "$port" >"$folder/data/postgresql.auto.conf"
    # The tests' own hand is the administrator's, on the socket; everybody else has a password.
    printf 'local all postgres trust\nlocal all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n' \
      >"$folder/data/pg_hba.conf"
    run "$folder"
    mkdir -p "$(dirname "$state")"
    printf '%s %s\n' "$folder" "$port" >"$state"
    sh "$here/people.sh" "$state"
    ;;
  stop)
    read -r folder port <"$state"
    stop "$folder"
    rm -rf -- "$folder"
    rm -f -- "$state"
    ;;
  halt)
    read -r folder port <"$state"
    pid=$(process_of "$folder")
    # shellcheck disable=SC2046 # a list of process ids
    kill -KILL $(family_of "$folder") 2>/dev/null || true
    end_of "$pid"
    ;;
  again)
    read -r folder port <"$state"
    run "$folder"
    ;;
  freeze | thaw)
    read -r folder port <"$state"
    signal=STOP
    [ "$command" = freeze ] || signal=CONT
    # shellcheck disable=SC2046 # a list of process ids
    kill -"$signal" $(family_of "$folder")
    ;;
  *)
    sed -n '3,16s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac

#!/bin/sh
# SPDX-License-Identifier: MIT
# What needs this tree built more than once, or a Debian made from nothing:
#
#   sh tests/package/versions.sh WORK upgrade        older and newer packages, one version forward and back
#   sh tests/package/versions.sh WORK reproducible   the same packages, bit for bit, from two source folders
#   sh tests/package/versions.sh WORK clean          the offline bundle, the handbooks and a vendor's build in a
#                                                    root that debootstrap just made
#
# WORK is a folder that may be kept to be faster next time. Needs root for `upgrade` and `clean`.
set -eu
[ $# -eq 2 ] || { sed -n '3,12s/^# \{0,1\}//p' "$0"; exit 2; }
mkdir -p "$1"
work=$(CDPATH= cd -- "$1" && pwd)
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
source=$(CDPATH= cd -- "$here/../.." && pwd)

say() { printf '\n-- %s (%s)\n' "$*" "$(date -u +%H:%M:%S)"; }

# A copy of what git knows here, changed or not, without its history.
copy_source() {
  rm -rf "$1"
  mkdir -p "$1"
  (cd "$source" && git -c safe.directory='*' ls-files -z --cached --others --exclude-standard |
    xargs -0 tar -cf - --ignore-failed-read 2>/dev/null) | tar -xf - -C "$1"
}

build() { # FOLDER [setting...]
  folder=$1
  shift
  say "build $folder"
  (cd "$folder" && umask 022 && cmake --preset release -DHOLDFAST_TESTS=OFF --log-level=WARNING "$@" >/dev/null &&
    nice cmake --build build/release --parallel "$(nproc)" >"$folder.log" 2>&1 &&
    cmake --build build/release --target packages >>"$folder.log" 2>&1) || { tail -n 30 "$folder.log"; exit 1; }
}

# The same tree one version on, with a schema step that adds a table.
make_newer() {
  copy_source "$1"
  sed -i 's/^project(Holdfast VERSION [0-9.]*/project(Holdfast VERSION 0.2.0/' "$1/CMakeLists.txt"
  echo 'CREATE TABLE of_the_newer_version (practice_id TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (practice_id, id)) STRICT, WITHOUT ROWID;' \
    >"$1/plugin/core/store/migrations/0002_newer.up.sql"
  echo 'DROP TABLE of_the_newer_version;' >"$1/plugin/core/store/migrations/0002_newer.down.sql"
}

upgrade() {
  copy_source "$work/older"
  make_newer "$work/newer"
  build "$work/older"
  build "$work/newer"
  say "upgrade and roll back"
  /usr/bin/python3 -B "$here/upgrade_test.py" "$work/older/build/release/packages" "$work/newer/build/release/packages"
}

# The second folder without the compiler cache: its objects must be made, not found.
reproducible() {
  copy_source "$work/one"
  copy_source "$work/a second folder"
  build "$work/one"
  CCACHE_DISABLE=1 build "$work/a second folder"
  say "compare"
  (cd "$work/one/build/release/packages" && sha256sum --check "$work/a second folder/build/release/packages/SHA256SUMS")
}

clean() {
  [ -d "$source/build/release/packages" ] || { echo "build the target 'packages' first" >&2; exit 1; }
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' 'Component: main' | head -n 1)
  proxy=
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  [ -z "$proxy" ] || export http_proxy="$proxy"
  if [ ! -e "$work/root.made" ]; then
    say "debootstrap"
    rm -rf "$work/root"
    debootstrap --variant=minbase --include=systemd,apparmor,openssl,curl,g++,make,cmake,ninja-build,pkg-config,ca-certificates,procps \
      bookworm "$work/root" "$mirror" >"$work/debootstrap.log" 2>&1 || { tail -n 20 "$work/debootstrap.log"; exit 1; }
    touch "$work/root.made"
  fi
  say "offline bundle"
  sh "$source/packaging/bundle.sh" "$source/build/release/packages" "$work/bundle.tar" 2>"$work/bundle.log" ||
    { tail -n 20 "$work/bundle.log"; exit 1; }
  say "install from it, without a network"
  /usr/bin/python3 -B "$here/clean_install_test.py" "$source" "$source/build/release/packages" "$work/root" "$work/bundle.tar"
}

case $2 in
  upgrade | reproducible | clean) "$2" ;;
  *) echo "versions.sh: upgrade, reproducible or clean, not '$2'" >&2; exit 2 ;;
esac

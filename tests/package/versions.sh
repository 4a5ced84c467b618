#!/bin/sh
# SPDX-License-Identifier: MIT
# What needs this tree built more than once, or a Debian made from nothing:
#
#   sh tests/package/versions.sh WORK reproducible PACKAGES   the same packages, bit for bit, from another folder
#   sh tests/package/versions.sh WORK upgrade PACKAGES        in a root that debootstrap made: from the last recorded
#                                                             release to PACKAGES, one version further, and back
#   sh tests/package/versions.sh WORK clean PACKAGES          the offline bundle, the handbooks, a vendor's and a
#                                                             host's build in such a root
#
# PACKAGES is what the target `packages` of this tree made. WORK is a folder that may be kept to be faster next
# time. Needs root for `upgrade` and `clean`.
set -eu
[ $# -eq 3 ] || { sed -n '3,13s/^# \{0,1\}//p' "$0"; exit 2; }
mkdir -p "$1"
work=$(CDPATH= cd -- "$1" && pwd)
packages=$(CDPATH= cd -- "$3" && pwd)
[ -e "$packages/SHA256SUMS" ] || { echo "$packages: is not what the target 'packages' makes" >&2; exit 2; }
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
    nice cmake --build build/release --parallel "${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}" >"$folder.log" 2>&1 &&
    cmake --build build/release --target packages >>"$folder.log" 2>&1) || { tail -n 30 "$folder.log"; exit 1; }
}

# The last recorded release, out of this history.
make_released() {
  commit=$(sed -n 's/^[0-9.]* \([0-9a-f]\{40\}\)$/\1/p' "$source/tests/abi/releases" | tail -n 1)
  [ -n "$commit" ] || { echo "tests/abi/releases names no release" >&2; exit 1; }
  if [ -e "$1/build/release/packages/SHA256SUMS" ] && [ "$(cat "$1/made-from")" = "$commit" ]; then return; fi
  git -c safe.directory='*' -C "$source" cat-file -e "$commit^{commit}" 2>/dev/null ||
    { echo "the last release, $commit, is not in this history; if the clone is shallow: git fetch --unshallow" >&2; exit 1; }
  rm -rf "$1"
  mkdir -p "$1"
  git -c safe.directory='*' -C "$source" archive "$commit" | tar -xf - -C "$1"
  build "$1"
  echo "$commit" >"$1/made-from"
}

# The same tree one version on, with a schema step that adds a table.
make_next() {
  copy_source "$1"
  version=$(sed -n 's/^project(Holdfast VERSION \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' "$1/CMakeLists.txt")
  next=${version% *}.$((${version#* } + 1)).0
  sed -i "s/^project(Holdfast VERSION [0-9.]*/project(Holdfast VERSION $next/" "$1/CMakeLists.txt"
  step=$(printf '%04d' $(($(find "$1/plugin/core/store/migrations" -name '*.up.sql' | wc -l) + 1)))
  echo 'CREATE TABLE of_the_next_version (practice_id TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (practice_id, id)) STRICT, WITHOUT ROWID;' \
    >"$1/plugin/core/store/migrations/${step}_next.up.sql"
  echo 'DROP TABLE of_the_next_version;' >"$1/plugin/core/store/migrations/${step}_next.down.sql"
}

upgrade() {
  make_released "$work/released"
  make_next "$work/next"
  build "$work/next"
  make_root
  make_bundle
  say "upgrade and roll back"
  /usr/bin/python3 -B "$here/upgrade_test.py" "$work/root" "$work/bundle.tar" "$work/released/build/release/packages" \
    "$packages" "$work/next/build/release/packages"
}

# Another folder, whose name has spaces and another length, and no compiler cache: its objects must be made,
# not found.
reproducible() {
  copy_source "$work/a second folder"
  CCACHE_DISABLE=1 build "$work/a second folder"
  say "compare"
  (cd "$work/a second folder/build/release/packages" && sha256sum --check "$packages/SHA256SUMS")
}

# Where this machine gets its packages is its own business: asked here, never written down.
make_root() {
  [ ! -e "$work/root.made" ] || return 0
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' 'Component: main' | head -n 1)
  proxy=
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  [ -z "$proxy" ] || export http_proxy="$proxy"
  say "debootstrap"
  rm -rf "$work/root"
  debootstrap --variant=minbase --include=systemd,apparmor,openssl,curl,g++,make,cmake,ninja-build,pkg-config,ca-certificates,procps \
    bookworm "$work/root" "$mirror" >"$work/debootstrap.log" 2>&1 || { tail -n 20 "$work/debootstrap.log"; exit 1; }
  touch "$work/root.made"
}

make_bundle() {
  say "offline bundle"
  sh "$source/packaging/bundle.sh" "$packages" "$work/bundle.tar" 2>"$work/bundle.log" ||
    { tail -n 20 "$work/bundle.log"; exit 1; }
}

clean() {
  make_root
  make_bundle
  say "install from it, without a network"
  /usr/bin/python3 -B "$here/clean_install_test.py" "$source" "$packages" "$work/root" "$work/bundle.tar"
}

case $2 in
  upgrade | reproducible | clean) "$2" ;;
  *) echo "versions.sh: upgrade, reproducible or clean, not '$2'" >&2; exit 2 ;;
esac

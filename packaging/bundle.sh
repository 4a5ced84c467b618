#!/bin/sh
# SPDX-License-Identifier: MIT
# One archive to install Holdfast from where there is no network: the packages with everything they
# depend on, their sums, and install.sh.
#
#   sh packaging/bundle.sh PACKAGES_DIR ARCHIVE.tar      on a Debian 12 with a mirror; any user
#
# In it:
#   tar xf ARCHIVE.tar && sh holdfast-bundle/install.sh [package.deb ...]      as root; holdfast alone without names
set -eu
[ $# -eq 2 ] || { sed -n '3,10s/^# \{0,1\}//p' "$0"; exit 2; }
packages=$(CDPATH= cd -- "$1" && pwd)
case $2 in /*) archive=$2 ;; *) archive=$PWD/$2 ;; esac

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bundle=$folder/holdfast-bundle
mkdir -p "$bundle" "$folder/archives/partial" "$folder/state"
cp "$packages"/*.deb "$bundle/"
: >"$folder/state/status"

# With nothing installed, apt fetches all there is to need. Its own sandbox user cannot read our folder.
apt-get -q -y -o APT::Sandbox::User=root -o Dir::State::status="$folder/state/status" \
  -o Dir::Cache::archives="$folder/archives" -o Debug::NoLocking=1 \
  --no-install-recommends --download-only install "$bundle"/*.deb >&2
mkdir "$bundle/dependencies"
find "$folder/archives" -maxdepth 1 -name '*.deb' -exec cp {} "$bundle/dependencies/" \;

cat >"$bundle/install.sh" <<'INSTALL'
#!/bin/sh
# Installs from this folder alone; asks no network, and keeps settings that are there.
set -eu
cd "$(dirname -- "$0")"
sha256sum --check --quiet SHA256SUMS
[ $# -gt 0 ] || set -- holdfast_*.deb
for package in "$@"; do set -- "$@" "./$package"; shift; done
DEBIAN_FRONTEND=${DEBIAN_FRONTEND:-noninteractive} apt-get -q -y -o Dir::Etc::sourcelist=/dev/null \
  -o Dir::Etc::sourceparts=/dev/null -o APT::Get::List-Cleanup=0 -o Dpkg::Options::=--force-confold \
  --no-install-recommends install "$@" \
  $(for dependency in dependencies/*.deb; do
      name=$(dpkg-deb -f "$dependency" Package)
      # What the system has stays as it is.
      state=$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null || true)
      [ "$state" = installed ] || printf './%s ' "$dependency"
    done)
INSTALL
(cd "$bundle" && find . -name '*.deb' | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
tar -C "$folder" --sort=name --owner=0 --group=0 --numeric-owner -cf "$archive" holdfast-bundle
echo "$archive: $(find "$bundle" -name '*.deb' | wc -l) packages"

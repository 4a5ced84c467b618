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
# Beside its file, each with what apt wants to know of it: the folder is a repository to apt.
for file in "$folder"/archives/*.deb; do
  name=$(dpkg-deb -f "$file" Package)_$(dpkg-deb -f "$file" Architecture).deb
  cp "$file" "$bundle/dependencies/$name"
  dpkg-deb -f "$file" | sed '/^$/d'
  printf 'Filename: dependencies/%s\nSize: %s\nSHA256: %s\n\n' "$name" "$(stat -c %s "$file")" \
    "$(sha256sum "$file" | cut -d' ' -f1)"
done >"$bundle/Packages"

cat >"$bundle/install.sh" <<'INSTALL'
#!/bin/sh
# Installs from this folder alone; asks no network, and keeps settings that are there. What the system has
# stays as it is, unless what is installed needs it newer.
set -eu
cd "$(dirname -- "$0")"
sha256sum --check --quiet SHA256SUMS
[ $# -gt 0 ] || set -- holdfast_*.deb
for package in "$@"; do set -- "$@" "./$package"; shift; done
own=$(mktemp -d)
trap 'rm -rf "$own"' EXIT
mkdir -p "$own/lists/partial"
# Trusted, for its sums were checked above.
echo "deb [trusted=yes] file:$PWD ./" >"$own/bundle.list"
apt() {
  DEBIAN_FRONTEND=${DEBIAN_FRONTEND:-noninteractive} apt-get -q -y -o APT::Sandbox::User=root \
    -o Dir::Etc::sourcelist="$own/bundle.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$own/lists" \
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o Acquire::Languages=none -o Dpkg::Options::=--force-confold \
    --no-install-recommends "$@"
}
apt -q update
apt install "$@" || {
  echo "Not installed. If a package above was 'to be installed' in another version, this system is newer than the" >&2
  echo "bundle: make the bundle on a machine with the same updates." >&2
  exit 100
}
INSTALL
(cd "$bundle" && find . -name '*.deb' -o -name Packages | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
tar -C "$folder" --sort=name --owner=0 --group=0 --numeric-owner -cf "$archive" holdfast-bundle
echo "$archive: $(find "$bundle" -name '*.deb' | wc -l) packages"

#!/bin/sh
# SPDX-License-Identifier: MIT
# The one list of what Holdfast needs from Debian 12 and from npm.
#
#   sh packaging/packages.sh list  build|test     print the Debian packages of a set
#   sh packaging/packages.sh install build|test|long   install what is missing (root, or sudo)
#
# `build` compiles and runs Holdfast; `test` adds everything that tests/run.sh uses,
# the npm tools of tests/browser and tests/fhir included; `long` the form runtimes that
# `tests/run.sh --long` fills in, 420 MB of npm's. Nothing that is already
# installed is touched, and with everything present the script needs no network.
set -eu

build_packages="
  g++ cmake ninja-build ccache pkg-config gettext ca-certificates
  libpoco-dev libpq-dev libmariadb-dev libsqlite3-dev libssl-dev
  libboost-dev libboost-locale-dev
  libcli11-dev nlohmann-json3-dev libvalijson-dev libkainjow-mustache-dev
  libfmt-dev libhowardhinnant-date-dev tzdata
  libqrencode-dev libargon2-dev liboath-dev
"

test_packages="
  catch2 python3 python3-numpy git curl procps binutils clang clang-format clang-tidy libclang-rt-14-dev
  abigail-tools php-cli default-jdk-headless libjna-java python3-pip python3-setuptools python3-wheel debootstrap chromium fonts-dejavu-core sqlite3
  postgresql postgresql-client r-base-core pspp mariadb-server php-mysql php-fpm php-codesniffer
  dpkg-dev lintian systemd apparmor selinux-policy-dev rpm nginx-light apache2-bin openssl
  gnumed-server gnumed-client python3-psycopg2 python3-vobject python3-unidecode python3-pyqrcode
  python3-wxgtk-webview4.0 xvfb xauth openbox xdotool imagemagick
"

here=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)

packages_of() {
  case $1 in
    build) echo "$build_packages" ;;
    test) echo "$build_packages $test_packages" ;;
    *) echo "packages.sh: the sets are 'build' and 'test', not '$1'" >&2; exit 2 ;;
  esac
}

missing_of() {
  for package in $(packages_of "$1"); do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || printf '%s ' "$package"
  done
}

install_debian() {
  missing=$(missing_of "$1")
  [ -n "$missing" ] || return 0
  as_root=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || {
      echo "packages.sh: run as root once, or install: $missing" >&2; exit 1; }
    as_root=sudo
  fi
  echo "installing from Debian: $missing" >&2
  # Another installation may hold the lock; wait for it rather than fail.
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 update >&2
  # shellcheck disable=SC2086 # the list is meant to be split
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 \
    install --no-install-recommends $missing >&2
}

# The tools of the browser and the FHIR tests. Debian's npm is used only where no npm is
# on PATH, and node itself comes from npm, so that every machine tests with the same version.
install_npm() {  # folders of npm tools
  if ! command -v npm >/dev/null; then
    as_root=; [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 \
      install --no-install-recommends npm >&2
  fi
  for tools; do
    lock=$tools/package-lock.json
    stamp=$tools/node_modules/.installed-from
    if [ -f "$stamp" ] && cmp -s "$lock" "$stamp"; then continue; fi
    (cd "$tools" && npm ci --no-audit --no-fund --loglevel=error >&2)
    cp "$lock" "$stamp"
  done
}

case "${1:-} ${2:-}" in
  "list build" | "list test") packages_of "$2" | tr -s ' \n' '\n' | sed '/^$/d' ;;
  "install build") install_debian build ;;
  "install test") install_debian test; install_npm "$here/tests/browser" "$here/tests/fhir" ;;
  "install long") install_npm "$here/tests/fhir/forms" "$here/tests/fhir/smart_forms" ;;
  *) sed -n '3,11s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac

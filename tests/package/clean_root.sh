#!/bin/sh
# SPDX-License-Identifier: MIT
# Proves README.md's two commands on a Debian 12 that has nothing but what Debian calls minimal.
#
#   sh tests/package/clean_root.sh [demo] [tests]   which of the two; both without an argument
#
# Needs root. Makes the root in a temporary folder, with this machine's own Debian mirror and npm
# registry, copies a fresh clone into it, and removes everything at the end. Mounts and processes
# live in namespaces of their own, so that they end with this script.
set -eu

[ "$(id -u)" = 0 ] || { echo "clean_root.sh: needs root, for debootstrap and chroot" >&2; exit 1; }
if [ "${HOLDFAST_CLEAN_ROOT:-}" != inside-namespace ]; then
  HOLDFAST_CLEAN_ROOT=inside-namespace exec \
    unshare --mount --pid --fork --kill-child --mount-proc sh "$0" "$@"
fi

source=$(cd "$(dirname -- "$0")/../.." && pwd)
[ $# -gt 0 ] || set -- demo tests
folder=$(mktemp -d)
root=$folder/root
demo=
cleanup() {
  # Everything in this namespace but this script, so that nobody writes while the root is removed.
  kill -KILL -1 2>/dev/null || true
  sleep 1
  for place in proc dev/pts dev/shm; do umount -l "$root/$place" 2>/dev/null || true; done
  rm -rf --one-file-system "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

say() { printf '\n-- %s (%s)\n' "$*" "$(date -u +%H:%M:%S)"; }

make_root() {
  # Where this machine gets its packages is its own business: asked here, never written down.
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' \
             'Codename: bookworm' 'Component: main' | head -n 1)
  proxy=
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  [ -z "$proxy" ] || export http_proxy="$proxy"
  say "debootstrap"
  debootstrap --variant=minbase bookworm "$root" "$mirror" >"$folder/debootstrap.log" 2>&1 ||
    { tail -n 20 "$folder/debootstrap.log"; exit 1; }
  rm -f "$root/etc/apt/sources.list"
  cp -a /etc/apt/sources.list* /etc/apt/keyrings /etc/apt/trusted.gpg.d "$root/etc/apt/" 2>/dev/null || true
  apt-config dump | grep -E '^Acquire::(Check|http|https|Retries|ForceIP)' \
    >"$root/etc/apt/apt.conf.d/99host" || true
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  [ -z "${NODE_EXTRA_CA_CERTS:-}" ] || cp -L "$NODE_EXTRA_CA_CERTS" "$root/srv/machine-ca.pem"
  mount -t proc proc "$root/proc"
  mount -t devpts devpts "$root/dev/pts"
  mkdir -p "$root/dev/shm"
  mount -t tmpfs tmpfs "$root/dev/shm"
  git -c safe.directory='*' clone --quiet --no-local "$source" "$root/srv/holdfast"
}

inside() {
  chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    ${NODE_EXTRA_CA_CERTS:+NODE_EXTRA_CA_CERTS=/srv/machine-ca.pem} \
    npm_config_registry="$(npm config get registry 2>/dev/null || true)" \
    sh -c "cd /srv/holdfast && exec $*" </dev/null
}

# The demo until its address answers; 45 minutes for packages and a first build.
try_demo() {
  say "sh packaging/demo.sh"
  inside sh packaging/demo.sh --listen 127.0.0.1:0 >"$folder/demo.out" 2>"$folder/demo.err" &
  demo=$!
  waited=0
  address=
  while [ -z "$address" ]; do
    kill -0 "$demo" 2>/dev/null || { tail -n 30 "$folder/demo.err"; echo "the demo ended"; exit 1; }
    [ "$waited" -lt 2700 ] || { tail -n 30 "$folder/demo.err"; echo "no address in time"; exit 1; }
    sleep 1
    waited=$((waited + 1))
    address=$(sed -n 's#.*\(http://127\.0\.0\.1:[0-9][0-9]*[^ ]*\).*#\1#p' "$folder/demo.out" | head -n 1)
  done
  cat "$folder/demo.out"
  curl --silent --show-error --fail --location --header 'Accept: text/html' --output "$folder/page.html" "$address"
  grep -q '<html' "$folder/page.html" || { echo "no page at $address"; exit 1; }
  # $demo is the shell around the chroot; the program itself is its child.
  # shellcheck disable=SC2046 # one process id
  kill -TERM $(ps -o pid= --ppid "$demo")
  status=0
  wait "$demo" || status=$?
  demo=
  # 143: the shell's own word for a process that ended by SIGTERM; a clean stop says 0.
  [ "$status" = 0 ] || { tail -n 5 "$folder/demo.err"; echo "stopping it gave $status"; exit 1; }
  echo "the demo answered after $waited s and stopped cleanly"
}

make_root
for what in "$@"; do
  case $what in
    demo) try_demo ;;
    tests) say "sh tests/run.sh"; inside sh tests/run.sh ;;
    *) echo "clean_root.sh: 'demo' or 'tests', not '$what'" >&2; exit 2 ;;
  esac
done

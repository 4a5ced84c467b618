#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds Holdfast and serves the demo practice until Ctrl-C.
#
#   sh packaging/demo.sh                           http://127.0.0.1:8480
#   sh packaging/demo.sh --listen 127.0.0.1:9000   further arguments go to `holdfast serve --demo`
#
# Installs what is missing (packaging/packages.sh) and writes under build/ only. The
# practice is invented, visibly so, and ends with the program.
set -eu

umask 022  # a library that others may write is refused
cd "$(dirname -- "$0")/.."
sh packaging/packages.sh install build >&2
# A folder that the tests have configured stays theirs.
[ -f build/release/build.ninja ] ||
  cmake --preset release --log-level=WARNING -DHOLDFAST_TESTS=OFF >&2
nice cmake --build build/release --parallel "$(nproc)" \
  --target bin/holdfast lib/holdfast.so lib/holdfast-core.so lib/holdfast-adapter-practice.so >&2
exec build/release/bin/holdfast serve --demo "$@"

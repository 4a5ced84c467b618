#!/bin/sh
# SPDX-License-Identifier: MIT
# SHA256SUMS for a folder of packages and, with HOLDFAST_SIGNING_KEY naming an Ed25519 key (PEM), its
# signature SHA256SUMS.sig. Checked with
#   openssl pkeyutl -verify -pubin -inkey KEY.pub.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig
#   sha256sum --check SHA256SUMS
#
#   sh packaging/sums.sh FOLDER
set -eu
cd "$1"
rm -f SHA256SUMS SHA256SUMS.sig
find . -maxdepth 1 -type f \( -name '*.deb' -o -name '*.tar.xz' \) -printf '%f\n' | LC_ALL=C sort | xargs sha256sum >SHA256SUMS
if [ -n "${HOLDFAST_SIGNING_KEY:-}" ]; then
  openssl pkeyutl -sign -inkey "$HOLDFAST_SIGNING_KEY" -rawin -in SHA256SUMS -out SHA256SUMS.sig
fi

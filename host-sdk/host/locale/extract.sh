#!/bin/sh
# SPDX-License-Identifier: MIT
# Collects every sentence of the pages that `holdfast serve` shows itself into holdfast-host.pot.
#
#   sh host-sdk/host/locale/extract.sh           writes holdfast-host.pot
#   sh host-sdk/host/locale/extract.sh --check   fails when the file is not what it would write
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here/.."

# A refusal has a title and a sentence: two looks at the same call.
collect() {
  xgettext --language=C++ --from-code=UTF-8 --no-location --no-wrap --package-name=holdfast \
    --copyright-holder='the Holdfast authors' "$@" gateway.cpp pages.cpp
}
collect --keyword --keyword=language:1 --keyword=say:1 --keyword=plural:1,2 --keyword=refuse:3 \
  --output="$work/titles.pot"
collect --keyword --keyword=refuse:4 --output="$work/sentences.pot"
# The day of writing would differ on every run.
msgcat --use-first --sort-output --no-wrap "$work/titles.pot" "$work/sentences.pot" | grep -v '^"POT-Creation-Date' > "$work/holdfast-host.pot"

if [ "${1:-}" = --check ]; then
  cmp -s "$work/holdfast-host.pot" locale/holdfast-host.pot || {
    diff -u locale/holdfast-host.pot "$work/holdfast-host.pot" | head -40 >&2
    echo "holdfast-host.pot is old: run sh host-sdk/host/locale/extract.sh" >&2
    exit 1
  }
else
  cp "$work/holdfast-host.pot" locale/holdfast-host.pot
fi

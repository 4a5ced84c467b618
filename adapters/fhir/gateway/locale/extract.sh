#!/bin/sh
# SPDX-License-Identifier: MIT
# Collects every sentence of the forms, of the cards and of the gateway's own pages into holdfast-fhir.pot.
#
#   sh adapters/fhir/gateway/locale/extract.sh           writes holdfast-fhir.pot
#   sh adapters/fhir/gateway/locale/extract.sh --check   fails when the file is not what it would write,
#                                                        or a card or a page has a text of its own
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here/.."

collect() {
  xgettext --language=C++ --from-code=UTF-8 --no-location --no-wrap --sort-output --package-name=holdfast \
    --copyright-holder='the Holdfast authors' "$@"
}
# The day of writing would differ on every run.
spoken="../mapping/questionnaire.cpp cards.cpp gateway.cpp smart_app.cpp smart_launch.cpp smart_window.cpp"
# shellcheck disable=SC2086 # one word a file
collect --keyword --keyword=say:1 --keyword=language:1 --output=- $spoken |
  grep -v '^"POT-Creation-Date' > "$work/holdfast-fhir.pot"

if [ "${1:-}" = --check ]; then
  # A sentence that nobody says stands in `every` alone; the list counts twice.
  cp "$work/holdfast-fhir.pot" "$work/again.pot"
  # shellcheck disable=SC2086 # one word a file
  collect --extract-all --output=- $spoken 2> /dev/null |
    msggrep --no-wrap --msgid --extended-regexp --regexp='^[A-Z][^ ]* .*[^ ]$' - > "$work/every.pot"
  if msgcomm --unique --no-wrap "$work/every.pot" "$work/holdfast-fhir.pot" "$work/again.pot" |
    grep '^msgid "[A-Z][^=]*"$' >&2; then
    echo "these are in one language alone: say(...) them" >&2
    exit 1
  fi
  cmp -s "$work/holdfast-fhir.pot" locale/holdfast-fhir.pot || {
    diff -u locale/holdfast-fhir.pot "$work/holdfast-fhir.pot" | head -40 >&2
    echo "holdfast-fhir.pot is old: run sh adapters/fhir/gateway/locale/extract.sh" >&2
    exit 1
  }
else
  cp "$work/holdfast-fhir.pot" locale/holdfast-fhir.pot
fi

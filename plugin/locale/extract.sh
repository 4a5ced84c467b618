#!/bin/sh
# SPDX-License-Identifier: MIT
# Collects every sentence of the plugin's pages, from templates and C++, into holdfast.pot.
#
#   sh plugin/locale/extract.sh           writes plugin/locale/holdfast.pot
#   sh plugin/locale/extract.sh --check   fails when the file is not what it would write
#
# A new language: msginit -l TAG -i holdfast.pot -o TAG.po, then its tag in LINGUAS.
set -eu
top=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
cd "$top"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A text of a template becomes a call that xgettext understands.
for template in plugin/templates/*.mustache; do
  grep -o '{{#t}}[^{]*\({[a-z_]*}[^{]*\)*{{/t}}' "$template" |
    sed 's/"/\\"/g; s/^{{#t}}\(.*\){{\/t}}$/translate("\1");/' || true
done > "$work/templates.cpp"

code=$(find plugin/core/web/view plugin/core/web/chart plugin/core/web/pages host-sdk/text \
  -name '*.cpp' -o -name '*.hpp' 2>/dev/null | LC_ALL=C sort)
# shellcheck disable=SC2086 # one word a file
xgettext --language=C++ --from-code=UTF-8 --sort-output --no-location --no-wrap \
  --package-name=holdfast --copyright-holder='the Holdfast authors' \
  --keyword --keyword=translate:1 --keyword=language:1 --keyword=language_:1 --keyword=marked:1 --keyword=visit:1 \
  --keyword=plural:1,2 --keyword=in_context:1c,2 \
  --output="$work/all.pot" "$work/templates.cpp" $code
# The day of writing would differ on every run.
grep -v '^"POT-Creation-Date' "$work/all.pot" > "$work/holdfast.pot"

if [ "${1:-}" = --check ]; then
  cmp -s "$work/holdfast.pot" plugin/locale/holdfast.pot || {
    diff -u plugin/locale/holdfast.pot "$work/holdfast.pot" | head -40 >&2
    echo "plugin/locale/holdfast.pot is old: run sh plugin/locale/extract.sh" >&2
    exit 1
  }
else
  cp "$work/holdfast.pot" plugin/locale/holdfast.pot
fi

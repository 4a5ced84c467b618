#!/bin/sh
# SPDX-License-Identifier: MIT
# Collects every sentence of the plugin's pages, from templates and C++, into holdfast.pot.
#
#   sh plugin/locale/extract.sh           writes plugin/locale/holdfast.pot
#   sh plugin/locale/extract.sh --check   fails when the file is not what it would write
#
# A new language: msginit -l TAG -i holdfast.pot -o TAG.po, then its tag in LINGUAS, and in DRAFTS until
# a speaker has read it. New sentences: msgmerge -U TAG.po holdfast.pot; tests/style/languages_test.py
# lists what is missing, and fails for a language that COMPLETE names.
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
  plugin/core/service/client_file.cpp plugin/core/service/file_words.cpp plugin/core/service/audit_words.cpp \
  -name '*.cpp' -o -name '*.hpp' 2>/dev/null | LC_ALL=C sort)
# shellcheck disable=SC2086 # one word a file
xgettext --language=C++ --from-code=UTF-8 --sort-output --no-location --no-wrap \
  --package-name=holdfast --copyright-holder='the Holdfast authors' \
  --keyword --keyword=translate:1 --keyword=language:1 --keyword=language_:1 --keyword=marked:1 --keyword=visit:1 \
  --keyword=plural:1,2 --keyword=in_context:1c,2 \
  --output="$work/all.pot" "$work/templates.cpp" $code
# What a refusal says is written where it is decided, in English, and translated where it is shown:
# every sentence in those files that no call above names.
deciding=$(find plugin/core/service plugin/core/web -name '*.cpp' \
  ! -path '*/tools/*' ! -path '*/view/*' ! -path '*/chart/*' ! -path '*/api/*' |
  grep -vE '/(demo_ratings|backup|config|house|mirror_host|import_[a-z]+|age_file|audit_anchor|erase_client|erasure_ledger|practice_tables|practice_companions|client_file|bech32|csv|metrics)\.cpp$' | LC_ALL=C sort)
sed -n 's/^msgid_plural \(.*\)/msgid \1\nmsgstr ""\n/p' "$work/all.pot" > "$work/plurals.pot"
# shellcheck disable=SC2086 # one word a file
xgettext --extract-all --exclude-file="$work/all.pot" --exclude-file="$work/plurals.pot" \
  --language=C++ --from-code=UTF-8 --no-location --no-wrap --output=- $deciding 2> /dev/null |
  sed 's/charset=CHARSET/charset=UTF-8/' |
  msggrep --no-wrap --msgid --extended-regexp --regexp='^[A-Z][^_]* .*[.?]$' - > "$work/refusals.pot"
xgettext --sort-output --no-location --no-wrap --package-name=holdfast \
  --copyright-holder='the Holdfast authors' --output="$work/both.pot" "$work/all.pot" "$work/refusals.pot"
mv "$work/both.pot" "$work/all.pot"
# The day of writing would differ on every run, and a per cent sign is no format here.
grep -v -e '^"POT-Creation-Date' -e '^#, c-format$' "$work/all.pot" > "$work/holdfast.pot"

if [ "${1:-}" = --check ]; then
  cmp -s "$work/holdfast.pot" plugin/locale/holdfast.pot || {
    diff -u plugin/locale/holdfast.pot "$work/holdfast.pot" | head -40 >&2
    echo "plugin/locale/holdfast.pot is old: run sh plugin/locale/extract.sh" >&2
    exit 1
  }
else
  cp "$work/holdfast.pot" plugin/locale/holdfast.pot
fi

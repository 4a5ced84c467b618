#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds Holdfast and runs its tests.
#
#   sh tests/run.sh          everything that belongs in every run
#   sh tests/run.sh --long   also what takes long: a clean Debian root, clang-tidy
#
# The release build runs every test, since it is what people install; the address
# and thread sanitizers, with assertions on, run the labels unit and conform.
# Installs what is missing (packaging/packages.sh), writes under build/ only, and
# leaves no process behind. The last line is "N passed, N failed"; the exit status
# is 0 only when nothing failed.
set -eu

long=
case "${1:-}" in
  "") ;;
  --long) long=1 ;;
  *) sed -n '3,12s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac

umask 022  # a library that others may write is refused
cd "$(dirname -- "$0")/.."
results=build/results
jobs=$(nproc)
child=

# Each step leads a process group of its own, so that whatever it leaves behind ends with it.
step() {
  setsid "$@" </dev/null &
  child=$!
  status=0
  wait "$child" || status=$?
  kill -TERM -- "-$child" 2>/dev/null || true
  child=
  return "$status"
}
# A browser leads another group again: down the whole line, then, but only what began here.
descendants() (
  for one in $(ps -o pid= --ppid "$1"); do
    descendants "$one"
    echo "$one"
  done
)
interrupted() {
  trap '' INT TERM HUP
  if [ -n "$child" ]; then
    ours="$(descendants "$child") $child"
    # shellcheck disable=SC2086 # a list of process ids
    kill -TERM $ours 2>/dev/null || true
    sleep 2
    # shellcheck disable=SC2086
    kill -KILL $ours 2>/dev/null || true
  fi
  echo "interrupted" >&2
  exit 130
}
trap interrupted INT TERM HUP

say() { printf '\n== %s (%s)\n' "$*" "$(date -u +%H:%M:%S)"; }

# run PRESET CTEST-ARGUMENT...
run() {
  preset=$1
  shift
  say "build $preset"
  if ! step cmake --preset "$preset" --log-level=WARNING -DHOLDFAST_TESTS=ON ||
     ! step nice cmake --build "build/$preset" --parallel "$jobs"; then
    echo "$preset does not build" >"$results/$preset.failed"
    return 0
  fi
  say "test $preset"
  # Whether a test failed is read from the results; a run that wrote none has failed itself.
  step nice ctest --test-dir "build/$preset" --parallel "$jobs" --timeout 600 --no-tests=error \
    --output-on-failure --output-junit "$PWD/$results/$preset.xml" "$@" || true
  [ -s "$results/$preset.xml" ] || echo "ctest wrote no results for $preset" >"$results/$preset.failed"
}

say "packages"
step sh packaging/packages.sh install test
[ -z "$long" ] || step sh packaging/packages.sh install long
rm -rf "$results"
mkdir -p "$results"

if [ -n "$long" ]; then run release; else run release --label-exclude '^long$'; fi

# A finding must be seen where it happens, not worked around: no suppressions.
export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS=second_deadlock_stack=1
run asan --label-regex '^(unit|conform)$' --label-exclude '^long$'
run tsan --label-regex '^(unit|conform)$' --label-exclude '^long$'

say "result"
exec /usr/bin/python3 tests/tally.py "$results"

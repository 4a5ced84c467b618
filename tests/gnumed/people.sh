#!/bin/sh
# SPDX-License-Identifier: MIT
# Fills the tests' GNUmed with invented people.   sh people.sh STATE
set -eu
read -r folder port <"$1"
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
as_keeper() { psql -qX -h "$folder" -p "$port" -U postgres -d gnumed_v22 -o /dev/null "$@"; }
as_keeper -f "$here/people.sql"
as_keeper -v login=hf-tessa -v client=Sample -f "$here/course.sql"
as_keeper -v login=hf-ben -v client=Specimen -f "$here/course.sql"

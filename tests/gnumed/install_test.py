# SPDX-License-Identifier: MIT
"""Sets the tests' GNUmed up for Holdfast with install.sh, twice, and looks at what that did.

usage: install_test.py STATE PROGRAM
"""
import sys

from gnumed import BEFORE, SCHEMA_HASH, Server
import gnumed

STATE, PROGRAM = sys.argv[1:3]
SERVER = Server(STATE)


def install(*workplaces, **given):
    return gnumed.install(SERVER, PROGRAM, *workplaces, **given)


def counts():
    return SERVER.psql("postgres", """
        SELECT (SELECT count(*) FROM ref.auto_hint WHERE source = 'Holdfast'),
               (SELECT count(*) FROM dem.org_unit WHERE description = 'Holdfast rating forms'),
               (SELECT count(*) FROM dem.inbox_item_type WHERE description = 'Holdfast'),
               (SELECT count(*) FROM clin.encounter_type WHERE description = 'psychotherapy session'),
               (SELECT count(*) FROM cfg.v_cfg_opts_str_array WHERE 'gmHoldfastPlugin' = ANY (value)),
               (SELECT max(cardinality(array_positions(value, 'gmHoldfastPlugin')))
                  FROM cfg.v_cfg_opts_str_array)""")


def main():
    assert SERVER.schema_hash() == SCHEMA_HASH
    SERVER.copy(BEFORE, of="gnumed_v22")

    refused = install(password="not-it")
    assert refused.returncode != 0 and "password authentication failed" in refused.stderr, refused.stderr

    first = install("Holdfast test")
    assert first.returncode == 0, first.stderr
    assert "gm-dbo" not in first.stdout + first.stderr.replace("as gm-dbo", "")
    assert SERVER.schema_hash() == SCHEMA_HASH, "GNUmed's own tables changed"
    assert counts() == "1|1|1|1|1|1", counts()

    again = install("Holdfast test")
    assert again.returncode == 0, again.stderr
    assert counts() == "1|1|1|1|1|1", counts()
    assert SERVER.schema_hash() == SCHEMA_HASH

    owners = SERVER.psql("postgres", """
        SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname IN ('holdfast', 'holdfast_gnumed')""")
    assert owners == "gm-dbo", owners
    print("GNUmed is set up, once and twice, and its own tables are as they were")


main()

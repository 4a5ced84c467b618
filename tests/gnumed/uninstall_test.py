# SPDX-License-Identifier: MIT
"""uninstall.sh: after it GNUmed is as it was before install.sh, but for what was filed in patients' records and what
those entries point at.

usage: uninstall_test.py STATE LIBRARY PROGRAM
"""
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from gnumed import PART, SCHEMA_HASH, TESSA, Server, install, plugin_of  # puts the modules on the path
import holdfast_client

STATE, LIBRARY, PROGRAM = sys.argv[1:4]
TABLES = """SELECT n.nspname || '.' || quote_ident(c.relname) FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND NOT n.nspname = ANY
    (ARRAY['pg_catalog', 'information_schema', 'audit', 'holdfast', 'holdfast_gnumed']) ORDER BY 1"""
# Where GNUmed's records keep what was filed: a score with its type and place, a message with its kind; sessions
# have a type; and a workplace that had no list of tabs now has the usual one.
MAY_GROW = {"cfg.cfg_item", "cfg.cfg_str_array", "clin.clin_root_item", "clin.encounter_type", "clin.test_org",
            "clin.test_result", "clin.test_type", "dem.inbox_item_type", "dem.message_inbox", "dem.org",
            "dem.org_unit"}


def rows(server):
    """Every row of GNUmed's own tables, as text."""
    found, table = {}, ""
    for line in server.psql("postgres", "".join(f"SELECT 'rows of {table}'; SELECT t::text FROM ONLY {table} t;"
                                                for table in server.psql("postgres", TABLES).split())).split("\n"):
        if line.startswith("rows of "):
            table = line
            found[table] = Counter()
        else:
            found[table][line] += 1
    return {table.removeprefix("rows of "): lines for table, lines in found.items()}


def uninstall(server, *what):
    return subprocess.run(["sh", str(PART / "uninstall.sh"), *what], capture_output=True, text=True, timeout=120,
                          env=server.environment("gm-dbo"))


def kept(server):
    return server.psql("postgres", """SELECT (SELECT count(*) FROM clin.test_result
        WHERE source_data LIKE 'holdfast-%'), (SELECT count(*) FROM dem.message_inbox m JOIN dem.inbox_item_type t
        ON t.pk = m.fk_inbox_item_type WHERE t.description = 'Holdfast')""")


def shown(server):
    return server.psql("postgres", """SELECT (SELECT count(*) FROM ref.auto_hint WHERE source = 'Holdfast'),
        (SELECT count(*) FROM cfg.cfg_str_array WHERE 'gmHoldfastPlugin' = ANY (value))""")


def rate(server):
    with tempfile.TemporaryDirectory() as folder, plugin_of(server, LIBRARY, TESSA, folder, write_back=[
            "client_total", "alert"]) as plugin:
        holdfast_client.settle(plugin)
        sessions = server.psql("postgres", f"""SELECT pk FROM holdfast_gnumed.session WHERE db_user = '{TESSA}'
                                               ORDER BY started""").split()
        for session, level in zip(sessions, (80, 82, 78, 81, 80, 22)):
            holdfast_client.rate_as_client(plugin, TESSA, session, level)
        holdfast_client.settle(plugin)


def main():
    server = Server(STATE).copy("gnumed_v22_uninstall")
    before = rows(server)
    for workplaces in ((), ("Clinician", "Somewhere new")):
        done = install(server, PROGRAM, *workplaces)
        assert done.returncode == 0, done.stderr
    rate(server)
    assert kept(server) == "6|1", kept(server)
    assert shown(server) == "1|3", shown(server)

    done = uninstall(server, "database")
    assert done.returncode == 0, done.stderr
    assert shown(server) == "0|0", shown(server)
    assert kept(server) == "6|1", "what was filed in the record went"
    ratings = "SELECT count(*) FROM holdfast.rating"
    assert server.psql(TESSA, ratings) == "6", "ratings went without being named"

    for _ in range(2):  # twice does no harm
        done = uninstall(server, "database", "--ratings")
        assert done.returncode == 0, done.stderr
    assert server.psql("postgres", "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'holdfast%'") == "0"
    assert kept(server) == "6|1", "what was filed in the record went"
    assert server.schema_hash() == SCHEMA_HASH, "GNUmed's own tables changed"
    after = rows(server)
    assert set(after) == set(before), set(after) ^ set(before)
    for table, was in before.items():
        gone = was - after[table]
        assert not gone, f"{table} lacks {list(gone)[:3]}"
        more = after[table] - was
        assert not more or table in MAY_GROW, f"{table} has {list(more)[:3]}"
        assert "gmHoldfastPlugin" not in str(more), more

    # What was taken out can be put in again.
    done = install(server, PROGRAM)
    assert done.returncode == 0 and shown(server) == "1|2", (done.stderr, shown(server))

    with tempfile.TemporaryDirectory() as name:
        gui = Path(name) / "Gnumed/wxpython/gui"
        gui.mkdir(parents=True)
        (gui / "gmOtherPlugin.py").touch()
        for script in ("install.sh", "uninstall.sh"):
            subprocess.run(["sh", str(PART / script), "client"], check=True, capture_output=True, timeout=60,
                           env={"PATH": "/usr/bin:/bin", "GNUMED": name})
        assert [one.name for one in gui.iterdir()] == ["gmOtherPlugin.py"]
    print(f"taken out again: {len(before)} of GNUmed's tables hold what they held, and the schema is the same")


main()

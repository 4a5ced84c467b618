# SPDX-License-Identifier: MIT
"""The store in GNUmed's own database: whoever is logged in sees their rows, and nobody else does.

usage: store_test.py STATE LIBRARY
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from gnumed import BEN, FRIEDA, SCHEMA_HASH, TESSA, Server, plugin_of  # puts the modules on the path
import holdfast_client

STATE, LIBRARY = sys.argv[1:3]
SERVER = Server(STATE)
WRITE_BACK = ["client_total", "therapist_rating", "alert"]
TABLES = """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = '{}' AND c.relkind IN ('r', 'v') ORDER BY 1"""


def refused(user, sql, *words):
    done = SERVER.try_psql(user, sql)
    assert done.returncode != 0, f"{user} may: {sql}"
    assert any(word in done.stderr for word in words), done.stderr


def readable(user, schema):
    """What psql shows to this user of a schema of ours: rows by table, where there are any."""
    tables = SERVER.psql("postgres", TABLES.format(schema)).split()
    script = "".join(f'SELECT \'{table}\', count(*) FROM {schema}."{table}";\n' for table in tables)
    done = subprocess.run(["psql", "-qXAt"], input=script, env=SERVER.environment(user), capture_output=True,
                          text=True, timeout=120)
    refusals = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    assert all("permission denied" in line for line in refusals), refusals
    shown = dict(line.split("|") for line in done.stdout.splitlines())
    assert len(shown) + len(refusals) == len(tables), "psql did not look at every table"
    return {table: int(count) for table, count in shown.items() if count != "0"}


def hints(user, client):
    return SERVER.psql(user, f"SELECT title FROM clin.get_hints_for_patient({client})").splitlines()


def rate(ada):
    """Two clinicians at once, each with what is theirs."""
    with tempfile.TemporaryDirectory() as name, \
            plugin_of(SERVER, LIBRARY, TESSA, Path(name) / "tessa", write_back=WRITE_BACK) as tessa, \
            plugin_of(SERVER, LIBRARY, BEN, Path(name) / "ben", write_back=WRITE_BACK) as ben:
        holdfast_client.settle(tessa)
        holdfast_client.settle(ben)
        sessions = SERVER.psql("postgres", f"""SELECT pk FROM holdfast_gnumed.session WHERE client = {ada}
                                               ORDER BY started LIMIT 6""").split()
        for session, level in zip(sessions, (80, 82, 78, 81, 80, 22)):
            holdfast_client.rate_as_client(tessa, TESSA, session, level)
        holdfast_client.settle(tessa)
        his = SERVER.psql("postgres", f"SELECT min(pk) FROM holdfast_gnumed.session WHERE db_user = '{BEN}'")
        holdfast_client.rate_as_client(ben, BEN, his, 70)
        holdfast_client.settle(ben)

        assert holdfast_client.get(ben, BEN, f"/api/v1/courses/{holdfast_client.course(SERVER, ada)}").code in (403, 404)


def main():
    ada = SERVER.client("Sample")
    rate(ada)
    mine = readable(TESSA, "holdfast")
    assert mine["rating"] >= 6 and mine["alert"] >= 1 and mine["audit_line"] > 0, mine
    theirs = readable(BEN, "holdfast")
    assert theirs["rating"] == 1 and "alert" not in theirs, theirs
    foreign = SERVER.psql(BEN, "SELECT count(*) FROM holdfast.rating WHERE practice_id <> session_user")
    assert foreign == "0"
    # A clinician whom Holdfast does not know, and the front desk.
    assert set(readable("any-doc", "holdfast")) <= {"schema_version"}, readable("any-doc", "holdfast")
    for outsider in (FRIEDA, "any-staff"):
        assert readable(outsider, "holdfast") == {}
        refused(outsider, "SELECT * FROM holdfast.rating", "permission denied for schema")
        shown = readable(outsider, "holdfast_gnumed")
        assert set(shown) <= {"clinician"}, shown  # staff, as dem.staff shows them too
    assert set(readable(BEN, "holdfast_gnumed")) & {"delivery", "delivered_row", "check_in_suggested"} <= \
        {"delivery", "delivered_row"}
    assert SERVER.psql(BEN, "SELECT count(*) FROM holdfast_gnumed.delivery WHERE db_user <> session_user") == "0"

    # Facts are added and never changed: the rights say so to clinicians, the triggers to the owner.
    for verb in ("UPDATE holdfast.rating SET raw = '400'", "DELETE FROM holdfast.rating", "TRUNCATE holdfast.rating",
                 "DELETE FROM holdfast.audit_line", "INSERT INTO holdfast.erasing VALUES (session_user, 'x')",
                 "ALTER TABLE holdfast.rating DISABLE ROW LEVEL SECURITY", "DROP TABLE holdfast.rating",
                 "CREATE TABLE holdfast.mine (x int)", "ALTER TABLE holdfast.rating DISABLE TRIGGER ALL"):
        refused(TESSA, verb, "permission denied", "must be owner")
    refused("gm-dbo", "UPDATE holdfast.rating SET raw = '400'", "a fact is never changed")
    refused("gm-dbo", "DELETE FROM holdfast.rating", "a fact is never removed")
    refused("gm-dbo", "TRUNCATE holdfast.rating CASCADE", "a fact is never removed")
    refused(BEN, f"INSERT INTO holdfast.writing VALUES ('{TESSA}')", "row-level security")
    refused(BEN, f"SET SESSION AUTHORIZATION \"{TESSA}\"", "permission denied")
    refused(BEN, f"SET ROLE \"{TESSA}\"", "permission denied")
    SERVER.psql(BEN, f"UPDATE holdfast.alert_now SET status = 'closed' WHERE practice_id = '{TESSA}'")
    assert SERVER.psql(TESSA, "SELECT count(*) FROM holdfast.alert_now WHERE status = 'open'") == "1"

    # The hint is there for whoever has the check-in, and for nobody else.
    assert "Holdfast: check-in suggested" in hints(TESSA, ada)
    for other in (BEN, "any-doc"):
        assert "Holdfast: check-in suggested" not in hints(other, ada)
    bea = SERVER.client("Specimen")
    assert "Holdfast: check-in suggested" not in hints(TESSA, bea)
    text = SERVER.psql("postgres", "SELECT title || hint FROM ref.auto_hint WHERE source = 'Holdfast'")
    assert not any(digit in text for digit in "0123456789") and "rupture" not in text, text

    inbox = SERVER.psql("postgres", f"""SELECT m.comment, m.fk_patient, m.due_date IS NULL, s.db_user
        FROM dem.message_inbox m JOIN dem.staff s ON s.pk = m.fk_staff
        JOIN dem.inbox_item_type t ON t.pk = m.fk_inbox_item_type AND t.description = 'Holdfast'
        WHERE m.fk_patient = {ada}""")
    assert inbox == f"Check-in suggested|{ada}|t|{TESSA}", inbox
    values = SERVER.psql("postgres", f"""SELECT val_num FROM clin.v_test_results WHERE pk_patient = {ada}
        AND unified_loinc = 'HOLDFAST:holdfast-session:client:total' ORDER BY pk_test_result""").split()
    assert values[-6:] == ["320", "328", "312", "324", "320", "88"], values

    assert SERVER.schema_hash() == SCHEMA_HASH, "GNUmed's own tables changed"
    print(json.dumps({"tessa": mine["rating"], "ben": theirs["rating"]}))
    print("each sees their own; the front desk and other clinicians read nothing")


main()

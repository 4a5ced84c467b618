# SPDX-License-Identifier: MIT
"""GNUmed's database away or frozen in the middle of the work, and logins that it refuses.

usage: failure_test.py STATE LIBRARY
"""
import sys
import tempfile
import time
from pathlib import Path

from gnumed import LEFT, TESSA, Server, plugin_of  # puts the modules on the path
import holdfast
import holdfast_client
from holdfast_gnumed import settings

STATE, LIBRARY = sys.argv[1:3]
SERVER = Server(STATE)
# Seconds: the adapter and the store each wait for a server that says nothing, and then for one that restarts;
# the machine may be busy.
PATIENCE = 120.0


def refusal(call):
    """What `call` is refused with, and that it does not take for ever."""
    began = time.monotonic()
    try:
        answer = call()
    except holdfast.Error as error:
        assert time.monotonic() - began < PATIENCE, "waits for ever"
        return error.status, error.message
    assert time.monotonic() - began < PATIENCE, "waits for ever"
    return answer, ""


def refused_login(user, password, folder, *words):
    login = settings.Login(user, password, "gnumed_v22", "127.0.0.1", SERVER.port)
    made = settings.Settings(LIBRARY, str(folder), "Europe/Berlin")
    plugin = holdfast.Plugin(LIBRARY, holdfast.Host(str(folder), "Europe/Berlin"), made.configuration(login))
    status, message = refusal(plugin.activate)
    plugin.close()
    assert status in (holdfast.Status.DENIED, holdfast.Status.UNAVAILABLE), status
    assert any(word in message for word in words), message
    assert password not in message, message


def frozen(tessa, session):
    """A server that was stopped holds its connections: nothing closes them, and nothing answers."""
    SERVER.run("freeze")
    try:
        status, message = refusal(lambda: tessa.tick(budget_ms=200))
        assert isinstance(status, holdfast.Status), "a tick succeeds with a frozen database"
        assert "does not answer" in message and "check that" in message, message
        page, message = refusal(lambda: holdfast_client.get(tessa, TESSA, "/today"))
        assert message or page.code in (500, 503), page.code
        done, message = refusal(lambda: holdfast_client.get(tessa, TESSA, f"/sessions/{session}/rate"))
        assert message or done.code in (500, 503), done.code
    finally:
        SERVER.run("thaw")


def totals(client):
    return int(SERVER.psql("postgres", f"""SELECT count(*) FROM clin.v_test_results WHERE pk_patient = {client}
        AND unified_loinc = 'HOLDFAST:holdfast-session-therapist:therapist:total'"""))


def main():
    ada = SERVER.client("Sample")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        refused_login(TESSA, "not-the-word", folder / "wrong", "password")
        refused_login(LEFT, LEFT, folder / "left", "expired")
        refused_login("hf-nobody", "x-y-z", folder / "nobody", "password")

        with plugin_of(SERVER, LIBRARY, TESSA, folder / "tessa", write_back=["therapist_rating"]) as tessa:
            holdfast_client.settle(tessa)
            before = totals(ada)
            session = SERVER.psql("postgres", f"""SELECT pk FROM holdfast_gnumed.session WHERE client = {ada}
                                                  AND db_user = '{TESSA}' ORDER BY started LIMIT 1""")
            holdfast_client.rate_as_therapist(tessa, TESSA, session, 64)

            SERVER.run("halt")  # as a power cut: what waits in the outbox waits there
            status, message = refusal(lambda: tessa.tick(budget_ms=200))
            assert isinstance(status, holdfast.Status), "a tick succeeds without a database"
            assert "does not answer" in message or "cannot be reached" in message, message
            page, message = refusal(lambda: holdfast_client.get(tessa, TESSA, "/today"))
            assert message or page.code in (500, 503), page.code
            later, message = refusal(lambda: holdfast_client.post(
                tessa, TESSA, f"/api/v1/sessions/{session}/ratings",
                holdfast_client.form_of("holdfast-session-therapist", 50)))
            assert message or later.code >= 500, later.code

            SERVER.run("again")
            holdfast_client.settle(tessa)
            frozen(tessa, session)
            holdfast_client.settle(tessa)
            assert holdfast_client.get(tessa, TESSA, "/today").code == 200
            holdfast_client.settle(tessa)
        assert totals(ada) == before + 1, f"{totals(ada)} instead of {before + 1}"
    print("refused with a reason while the server is away or frozen; delivered once when it is back")


main()

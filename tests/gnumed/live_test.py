# SPDX-License-Identifier: MIT
"""A rating that another process stores shows in the open tab by itself, with nothing written into GNUmed's records;
somebody else's does not, and a form that is being filled in stays as it is.

usage: live_test.py STATE LIBRARY PICTURES
"""
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "client"))

from gnumed import BEN, TESSA, Server, plugin_of  # noqa: E402  (puts the modules on the path)
import holdfast_client  # noqa: E402
import tab  # noqa: E402
from page import Page  # noqa: E402

STATE, LIBRARY, PICTURES = sys.argv[1:4]
SERVER = Server(STATE)


def held(user, client, days):
    """A session so many days ago. Something is written in it: GNUmed takes away encounters that are empty."""
    return SERVER.psql(user, f"""SET default_transaction_read_only = off;
        WITH held AS (INSERT INTO clin.encounter (fk_patient, fk_type, fk_location, started, last_affirmed)
            SELECT {client}, t.pk, (SELECT min(pk_org_unit) FROM dem.v_praxis_branches), day, day + interval '50 min'
              FROM clin.encounter_type t, (SELECT now() - {days} * interval '1 day' AS day) days
             WHERE t.description = 'psychotherapy session' RETURNING pk, started)
        INSERT INTO clin.clin_narrative (clin_when, fk_encounter, fk_episode, soap_cat, narrative)
        SELECT held.started, held.pk, (SELECT min(pk) FROM holdfast_gnumed.course WHERE client = {client}), 'p', 'held'
          FROM held RETURNING fk_encounter""")


def main():
    ada, bea = SERVER.client("Sample"), SERVER.client("Specimen")
    hers, last, earlier = held(TESSA, ada, 0.2), held(BEN, bea, 0.2), held(BEN, bea, 0.3)
    with tempfile.TemporaryDirectory() as folder, tab.opened(SERVER, BEN, LIBRARY, PICTURES) as client, \
            plugin_of(SERVER, LIBRARY, BEN, Path(folder) / "ben") as ben, \
            plugin_of(SERVER, LIBRARY, TESSA, Path(folder) / "tessa") as tessa:
        for plugin in (ben, tessa):
            holdfast_client.settle(plugin)
        page = Page(client)
        tab.choose(client, bea)
        picture = client.value("tab()._path")
        before = page.wait_for("the picture", lambda now: now["path"] == picture)

        holdfast_client.rate_as_client(tessa, TESSA, hers, 36)
        assert "37" not in before["text"].split(), before["text"]
        holdfast_client.rate_as_client(ben, BEN, last, 37)
        after = page.wait_for("the rating", lambda now: "37" in now["text"].split() and now["path"] == picture)
        client.screen.picture(Path(PICTURES) / "12-live.png")
        assert after["text"] != before["text"] and "36" not in after["text"].split(), after["text"]

        # What changes while a page is on its way is not lost with it.
        asked = client.value("tab()._asked")
        client.do("tab()._go(tab()._path); tab()._refresh()")
        tab.wait_for("the page once more", lambda: client.value("tab()._asked") == asked + 2)
        tab.wait_for("that page", lambda: client.value("tab()._shown") == asked + 2)

        client.do(f"tab()._session = {last!r}")  # today's may have its form already
        client.do("tab()._show_form()")
        page.wait_for("the form", lambda now: now["path"].endswith("/rate") and now["lines"] == 4)
        page.click("rail goals", 0.3)
        given = page.wait_for("an answer", lambda now: now["values"]["goals"])["values"]
        heard = "heard = []; gmDispatcher.connect(signal='holdfast.rating_mod_db', receiver=lambda **_k: heard.append(1), weak=0)"
        client.do(heard)
        holdfast_client.rate_as_client(ben, BEN, earlier, 41)
        tab.wait_for("the announcement", lambda: client.value("len(heard)"))
        # Whatever it would set off is behind these in the queues of both threads.
        client.do("done = []; tab()._worker.ask(lambda plugin: None, lambda *_said: wx.CallAfter(done.append, 1))")
        tab.wait_for("the threads", lambda: client.value("len(done)"))
        now = page.wait_for("the form as it was", lambda now: now["path"].endswith("/rate"))
        assert now["values"] == given, (now["values"], given)
        # Another tab of GNUmed is looked at meanwhile.
        client.do("gmDispatcher.send('display_widget', name='gmProviderInboxPlugin')")
        client.do("gmDispatcher.send('display_widget', name='gmHoldfastPlugin')")
        client.do("done = []; tab()._worker.ask(lambda plugin: None, lambda *_said: wx.CallAfter(done.append, 1))")
        tab.wait_for("the threads", lambda: client.value("len(done)"))
        assert page.state()["values"] == given, page.state()["values"]
        assert client.value("tab()._path").endswith("/rate")
    print("a rating of another process shows in the open tab; a form that is filled in stays")


main()

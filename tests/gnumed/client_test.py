# SPDX-License-Identifier: MIT
"""The tab in GNUmed's own client, on a screen of its own: a rating made in it appears in Measurements, Journal
and Inbox and as a hint. Leaves screenshots in PICTURES.

usage: client_test.py STATE LIBRARY PICTURES
"""
import html
import json
import re
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent / "client"))

from gnumed import TESSA, Server, plugin_of  # noqa: E402  (puts the modules on the path)
import holdfast_client  # noqa: E402
import tab  # noqa: E402
from screen import ACCOUNT, wait_for  # noqa: E402

STATE, LIBRARY, PICTURES = sys.argv[1:4]
SERVER = Server(STATE)
WRITE_BACK = ["client_total", "therapist_rating", "alert"]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
NUMBERS = re.compile(r'<input(?=[^>]*type="number")[^>]*name="([^"]+)"')


def rated_before(folder, sessions):
    """Five ordinary sessions, as client and clinician rated them before this day's work."""
    if int(SERVER.psql(TESSA, "SELECT count(*) FROM holdfast.rating WHERE rater = 'client'")) >= 5:
        return  # by a test before this one
    with plugin_of(SERVER, LIBRARY, TESSA, folder, write_back=WRITE_BACK) as tessa:
        holdfast_client.settle(tessa)
        for session, level in zip(sessions[:-1], (80, 82, 79, 81, 80)):
            holdfast_client.rate_as_client(tessa, TESSA, session, level)
        holdfast_client.settle(tessa)


def main():
    pictures = Path(PICTURES)
    ada = SERVER.client("Sample")
    sessions = SERVER.psql("postgres", f"""SELECT pk FROM holdfast_gnumed.session WHERE client = {ada}
        AND db_user = '{TESSA}' AND started <= now() ORDER BY started""").split()
    with tempfile.TemporaryDirectory() as folder:
        rated_before(Path(folder), sessions)
    with tab.opened(SERVER, TESSA, LIBRARY, pictures, WRITE_BACK) as client:
        look(client.screen, client, ada, pictures)
    print(f"a rating made in the tab is in Measurements, Journal, Inbox and a hint; pictures in {pictures}")


def send_form(client, value):
    """What the shown page's own script would send when its button is pressed."""
    path = client.value("tab()._path")
    page = client.value("tab().files[tab()._path].body.decode()")
    fields = {html.unescape(name): html.unescape(given) for name, given in HIDDEN.findall(page)}
    numbers = NUMBERS.findall(page)
    assert len(numbers) == 4, numbers
    told = json.dumps({"to": path, "body": urlencode(fields | {name: value for name in numbers})})
    client.do(f"tab()._on_form(type('Message', (), {{'GetString': lambda self: {told!r}}})())")


def look(screen, client, ada, pictures):
    screen.picture(pictures / "01-logged-in.png")
    tab.choose(client, ada)
    assert LIBRARY_NAME in Path(f"/proc/{pid_of(client)}/maps").read_text(), "not in the client's process"
    screen.picture(pictures / "02-picture.png")

    # GNUmed began an encounter with the patient's usual type: the session that is going on.
    session = client.value("tab()._session")
    before = SERVER.psql("postgres", "SELECT coalesce(max(pk), 0) FROM clin.test_result")
    client.do("tab()._show_form()")
    wait_for("the form", lambda: client.value("tab()._path").endswith("/rate"))
    wait_for("the form's page", lambda: tab.is_shown(client))
    screen.picture(pictures / "03-form.png")
    send_form(client, "18")
    wait_for("the answer", lambda: not client.value("tab()._path").endswith("/rate"))

    value = wait_for("the measurement", lambda: SERVER.psql("postgres", f"""
        SELECT val_num FROM clin.v_test_results WHERE pk_patient = {ada} AND pk_test_result > {before}
        AND unified_loinc = 'HOLDFAST:holdfast-session-therapist:therapist:total' AND pk_encounter = {session}"""))
    assert value == "72", value
    journal = SERVER.psql(TESSA, f"""SELECT count(*) FROM clin.v_emr_journal WHERE pk_patient = {ada}
        AND src_table = 'clin.test_result' AND narrative LIKE '%72%'""")
    assert int(journal) >= 1, journal
    # The client's form of the same session, opened in the tab, far below this client's usual.
    invited = client.value(f"tab()._worker._plugin.handle(__import__('holdfast').Request('POST', "
                           f"'/api/v1/sessions/{session}/invitations', actor={TESSA!r}, body=b'{{}}', "
                           "headers={'content-type': 'application/json'})).body.decode()")
    client.do(f"tab()._go('/f/{json.loads(invited)['token']}')")
    wait_for("the client's form", lambda: "/f/" in client.value("tab()._path") and tab.is_shown(client))
    screen.picture(pictures / "04-client-form.png")
    send_form(client, "20")
    wait_for("its measurement", lambda: SERVER.psql("postgres", f"""
        SELECT val_num FROM clin.v_test_results WHERE pk_patient = {ada} AND pk_test_result > {before}
        AND unified_loinc = 'HOLDFAST:holdfast-session:client:total' AND pk_encounter = {session}""") == "80")
    inbox = wait_for("the inbox message", lambda: SERVER.psql(TESSA, f"""
        SELECT comment FROM dem.v_message_inbox WHERE pk_patient = {ada} AND type = 'Holdfast'"""))
    assert inbox.splitlines()[0] == "Check-in suggested", inbox
    assert "Holdfast: check-in suggested" in SERVER.psql(
        TESSA, f"SELECT title FROM clin.get_hints_for_patient({ada})").splitlines()
    client.do("tab()._show_picture()")
    wait_for("the picture with the new rating", lambda: client.value("tab()._path").startswith("/courses/"))
    screen.picture(pictures / "05-picture-after.png")

    # The same in GNUmed's own tabs.
    for number, plugin in ((6, "gmMeasurementsPlugin"), (7, "gmEMRListJournalPlugin"), (8, "gmProviderInboxPlugin")):
        client.do(f"gmDispatcher.send('display_widget', name='{plugin}')")
        client.do("wx.GetApp().Yield()")
        wait_for("a drawn window", lambda: client.value("not wx.GetApp().HasPendingEvents()"))
        screen.picture(pictures / f"{number:02}-{plugin[2:-6].lower()}.png")

    # A hint pops up when the patient is chosen again.
    client.do(f"gmPatSearchWidgets.set_active_patient(patient={ada}, forced_reload=True)")
    wait_for("the hint's window", lambda: tab.answer_dialogs(client, "Dynamic hint"))
    screen.picture(pictures / "09-hint.png")
    tab.answer_dialogs(client)

    # The clinician's own note, when they confirm it.
    client.do("tab().repopulate_ui()")
    client.do("tab().file_note('We talked about the pace.')")
    assert SERVER.psql("postgres", f"""SELECT count(*) FROM clin.v_narrative WHERE pk_patient = {ada}
        AND narrative = 'We talked about the pace.' AND pk_encounter = {session}""") == "1"


LIBRARY_NAME = "holdfast-core.so"


def pid_of(client):
    return client.value("__import__('os').getpid()")


if __name__ == "__main__":
    print(f"as {ACCOUNT}")
    main()

# SPDX-License-Identifier: MIT
"""The tab in GNUmed's own client, on a screen of its own: a rating made in it appears in Measurements, Journal
and Inbox and as a hint. Leaves screenshots in PICTURES.

usage: client_test.py STATE LIBRARY PICTURES
"""
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent / "client"))

from gnumed import MODULES, PART, TESSA, Server, plugin_of, write_json  # noqa: E402  (puts the modules on the path)
import holdfast_client  # noqa: E402
from screen import ACCOUNT, Client, Screen, wait_for  # noqa: E402

STATE, LIBRARY, PICTURES = sys.argv[1:4]
SERVER = Server(STATE)
WRITE_BACK = ["client_total", "therapist_rating", "alert"]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
NUMBERS = re.compile(r'<input(?=[^>]*type="number")[^>]*name="([^"]+)"')


def install(folder):
    """GNUmed's client as Debian has it, in a place where the tab can be put in without touching the machine."""
    gnumed = folder / "gnumed"
    shutil.copytree("/usr/share/gnumed", gnumed, symlinks=True)
    subprocess.run(["sh", str(PART / "install.sh"), "client"], check=True,
                   env=os.environ | {"GNUMED": str(gnumed)})
    return gnumed


def only_ours():
    """GNUmed's own hints and reminders open dialogs; they are not what is looked at."""
    SERVER.psql("postgres", "SET default_transaction_read_only = off; "
                            "UPDATE ref.auto_hint SET is_active = (source = 'Holdfast')")


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
    pictures.mkdir(parents=True, exist_ok=True)
    only_ours()
    ada = SERVER.client("Sample")
    sessions = SERVER.psql("postgres", f"""SELECT pk FROM holdfast_gnumed.session WHERE client = {ada}
        AND db_user = '{TESSA}' AND started <= now() ORDER BY started""").split()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        rated_before(folder / "before", sessions)
        gnumed = install(folder)
        home = folder / "home"
        home.mkdir()
        settings = write_json(folder / "settings.json", {
            "library": LIBRARY, "folder": str(home / "holdfast"), "zone": "Europe/Berlin",
            "plugin": {"practice_name": "Invented Practice", "write_back": WRITE_BACK}})
        screen, is_over = Screen(home), threading.Event()
        reminders = threading.Thread(target=answer_reminders, args=(screen, is_over))
        reminders.start()
        try:
            look(screen, Client(screen, SERVER, TESSA, gnumed, settings, MODULES), ada, pictures)
        except BaseException:
            screen.picture(pictures / "failed.png")
            print((home / "client.out").read_text(errors="replace")[-3000:])
            print("\n".join(line for line in (home / "gm.log").read_text(errors="replace").splitlines()
                            if "oldfast" in line)[-6000:])
            raise
        finally:
            is_over.set()
            reminders.join()
            screen.close()
    print(f"a rating made in the tab is in Measurements, Journal, Inbox and a hint; pictures in {pictures}")


def answer_reminders(screen, is_over):
    """GNUmed reminds of measurements that nobody has signed, and asks about the encounter that ends: nothing
    else runs in the client before somebody presses a key."""
    while not is_over.wait(0.5):
        names = screen.windows()
        if any("Clinical reminder" in name for name in names):
            screen.press("Return")
        elif "edit encounter details" in names:
            screen.press("Escape")


def answer_dialogs(client, until=None):
    """Closes GNUmed's own dialogs until none comes, or until one with that title is there."""
    quiet = 0
    while quiet < 5:
        titles = client.value("[window.GetTitle() for window in wx.GetTopLevelWindows()"
                              " if isinstance(window, wx.Dialog) and window.IsModal()]")
        if until and any(until in title for title in titles):
            return True
        if titles:
            client.do("[window.EndModal(wx.ID_OK) for window in wx.GetTopLevelWindows()"
                      " if isinstance(window, wx.Dialog) and window.IsModal()][-1]")
        quiet = 0 if titles else quiet + 1
    return until is None


def is_shown(client):
    return not client.value("tab()._view.IsBusy()") and client.value(
        "tab()._view.GetCurrentURL()").endswith(client.value("tab()._path"))


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
    client.connect()
    client.do("wx.GetApp().GetTopWindow().Maximize()")
    screen.picture(pictures / "01-logged-in.png")

    # The patient is chosen as a person would; GNUmed asks its questions in dialogs.
    client.do(f"gmPatSearchWidgets.set_active_patient(patient={ada})")
    client.do("gmDispatcher.send('display_widget', name='gmHoldfastPlugin')")
    wait_for("the picture", lambda: client.value("tab()._path").startswith("/courses/"))
    answer_dialogs(client)
    wait_for("the page", lambda: is_shown(client))
    assert LIBRARY_NAME in Path(f"/proc/{pid_of(client)}/maps").read_text(), "not in the client's process"
    screen.picture(pictures / "02-picture.png")

    # GNUmed began an encounter with the patient's usual type: the session that is going on.
    session = client.value("tab()._session")
    before = SERVER.psql("postgres", "SELECT coalesce(max(pk), 0) FROM clin.test_result")
    client.do("tab()._show_form()")
    wait_for("the form", lambda: client.value("tab()._path").endswith("/rate"))
    wait_for("the form's page", lambda: is_shown(client))
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
    wait_for("the client's form", lambda: "/f/" in client.value("tab()._path") and is_shown(client))
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
    wait_for("the hint's window", lambda: answer_dialogs(client, "Dynamic hint"))
    screen.picture(pictures / "09-hint.png")
    answer_dialogs(client)

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

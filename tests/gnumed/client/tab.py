# SPDX-License-Identifier: MIT
"""Holdfast's tab in GNUmed's own client, opened on a screen of its own for one test."""
import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

from gnumed import MODULES, PART, write_json
from screen import Client, Screen, wait_for


@contextlib.contextmanager
def opened(server, user, library, pictures, write_back=()):
    """The client with `user` logged in; what went wrong is printed, and leaves a picture."""
    pictures = Path(pictures)
    pictures.mkdir(parents=True, exist_ok=True)
    _only_ours(server)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        gnumed = _install(folder)
        home = folder / "home"
        home.mkdir()
        settings = write_json(folder / "settings.json", {
            "library": library, "folder": str(home / "holdfast"), "zone": "Europe/Berlin",
            "plugin": {"practice_name": "Invented Practice", "write_back": list(write_back)}})
        screen, is_over = Screen(home), threading.Event()
        reminders = threading.Thread(target=_answer_reminders, args=(screen, is_over))
        reminders.start()
        try:
            client = Client(screen, server, user, gnumed, settings, MODULES)
            client.connect()
            client.do("wx.GetApp().GetTopWindow().Maximize()")
            yield client
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


def choose(client, patient):
    """As a person would; GNUmed asks its questions in dialogs. The tab then shows the patient's course."""
    client.do(f"gmPatSearchWidgets.set_active_patient(patient={patient})")
    client.do("gmDispatcher.send('display_widget', name='gmHoldfastPlugin')")
    wait_for("the picture", lambda: client.value("tab()._path").startswith("/courses/"))
    answer_dialogs(client)
    wait_for("the page", lambda: is_shown(client))


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


def _install(folder):
    """GNUmed's client as Debian has it, in a place where the tab can be put in without touching the machine."""
    gnumed = folder / "gnumed"
    shutil.copytree("/usr/share/gnumed", gnumed, symlinks=True)
    subprocess.run(["sh", str(PART / "install.sh"), "client"], check=True,
                   env=os.environ | {"GNUMED": str(gnumed)})
    return gnumed


def _only_ours(server):
    """GNUmed's own hints and reminders open dialogs; they are not what is looked at."""
    server.psql("postgres", "SET default_transaction_read_only = off; "
                            "UPDATE ref.auto_hint SET is_active = (source = 'Holdfast')")


def _answer_reminders(screen, is_over):
    """GNUmed reminds of measurements that nobody has signed, and asks about the encounter that ends: nothing
    else runs in the client before somebody presses a key."""
    while not is_over.wait(0.5):
        names = screen.windows()
        if any("Clinical reminder" in name for name in names):
            screen.press("Return")
        elif "edit encounter details" in names:
            screen.press("Escape")

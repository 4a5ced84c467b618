# SPDX-License-Identifier: MIT
"""A practice's OpenEMR with the module switched on, for the tests: OpenEMR's side is the harness (which is
not OpenEMR, see its README), the database, the installation, `holdfast serve` and the adapter are real."""
import datetime
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.parse

from server import free_port
from site_of_openemr import Site

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 120
SUMMARY = "/interface/patient_file/summary/demographics.php"
ENCOUNTER = "/interface/patient_file/encounter/forms.php"


def eventually(what, check):
    deadline = time.monotonic() + PATIENCE
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"never: {what}")
        time.sleep(0.1)


class Browser:
    """A browser's part that matters here: one session cookie, no following of redirects."""

    def __init__(self, port):
        self.port, self.cookie = port, ""

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        if self.cookie:
            headers["Cookie"] = self.cookie
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith("OpenEMR="):
                self.cookie = value.split(";")[0]
        answer.text = text
        return answer

    def get(self, path):
        answer = self.ask("GET", path)
        for _ in range(5):
            if answer.status not in (301, 302, 303):
                return answer
            self.at = urllib.parse.urljoin(f"http://127.0.0.1:{self.port}{path}", answer.getheader("Location"))
            path = self.at.split(str(self.port), 1)[1]
            answer = self.ask("GET", path)
        return answer

    def post(self, path, **fields):
        return self.ask("POST", path, urllib.parse.urlencode(fields), **{"Content-Type": "application/x-www-form-urlencoded"})

    def sign_in(self, **who):
        self.cookie = ""
        answer = self.ask("GET", "/login.php?" + urllib.parse.urlencode(who | {"to": "/"}))
        assert answer.status == 302, answer.text
        return self


def php_alone(house, sessions, environment):
    """PHP's own little server."""
    return [subprocess.Popen(
        ["php", "-d", f"session.save_path={sessions}", "-d", "display_errors=1", "-d", "error_reporting=E_ALL",
         "-S", f"127.0.0.1:{house.port}", "-t", house.site.path],
        env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=house.errors)]


class House:
    """A site with the module switched on, PHP and Holdfast. `prepare` is SQL before anything starts, `words` are more for the installation."""

    def __init__(self, state, holdfast, patience=PATIENCE, prepare="", serve=php_alone, words=(), **environment):
        self.holdfast = holdfast
        self.folder = tempfile.TemporaryDirectory(prefix="holdfast-openemr-")
        self.site = Site(state, self.folder.name).make(*words)
        shutil.copytree(HERE / "harness", self.site.path, dirs_exist_ok=True)
        self.site.sql("INSERT INTO modules (mod_id, mod_name, mod_directory, mod_active, directory, date, sql_version, acl_version) "
                      "VALUES (1, 'Holdfast', 'oe-module-holdfast', 1, 'oe-module-holdfast', NOW(), '', '')")
        told = self.site.path / f"interface/modules/custom_modules/oe-module-holdfast/sites/{self.site.name}.json"
        told.write_text(json.dumps(json.loads(told.read_text()) | {"patience": patience}))
        # The daemon's clock is this machine's: the sample's days move with it.
        ago = (datetime.date.today() - datetime.date(2026, 11, 23)).days
        self.site.sql(f"UPDATE form_encounter SET date = date + INTERVAL {ago} DAY; "
                      f"UPDATE openemr_postcalendar_events SET pc_eventDate = pc_eventDate + INTERVAL {ago} DAY, "
                      f"pc_endDate = pc_endDate + INTERVAL {ago} DAY;")
        self.site.sql(prepare or "SELECT 1")
        self.data = pathlib.Path(self.folder.name, f"data-{self.site.name}")
        self.data.mkdir(mode=0o700)
        with open(self.site.config / "holdfast.toml", "a", encoding="utf-8") as file:
            file.write('look_seconds = 0\n\n[plugin]\nwrite_back = ["client_total", "therapist_rating", "alert"]\n')
        toml = self.site.config / "holdfast.toml"
        toml.write_text(toml.read_text().replace("[serve]\n", '[serve]\nzone = "Europe/Berlin"\n'))
        self.port = free_port()
        sessions = pathlib.Path(self.folder.name, "php-sessions")
        sessions.mkdir()
        self.errors = open(f"{self.folder.name}/php.log", "w", encoding="utf-8")
        self.servers = serve(self, sessions, {"HARNESS_SITE": self.site.name} | environment)
        self.daemon = None
        eventually("PHP answers", lambda: self._answers())

    def _answers(self):
        try:
            return Browser(self.port).ask("GET", "/login.php?to=/").status == 302
        except OSError:
            return False

    def start(self):
        with open(f"{self.folder.name}/holdfast.log", "a", encoding="utf-8") as log:
            self.daemon = subprocess.Popen([self.holdfast, "serve", "--config", self.site.config / "holdfast.toml"],
                                           stdout=log, stderr=log)
        browser = self.browser(user=5, pid=1)
        eventually("Holdfast knows the practice", lambda: self.daemon.poll() is None and self._knows(browser)
                   or self._ended())
        return self

    def _ended(self):
        if self.daemon.poll() is not None:
            raise AssertionError(pathlib.Path(f"{self.folder.name}/holdfast.log").read_text())
        return False

    def _knows(self, browser):
        return '"1-5"' in browser.get(self.staff("/api/v1/courses")).text

    def stop(self, how=signal.SIGTERM):
        if self.daemon:
            self.daemon.send_signal(how)
            self.daemon.wait(PATIENCE)
            self.daemon = None

    def close(self):
        self.stop()
        for server in self.servers:
            server.terminate()
            server.wait(PATIENCE)
        self.errors.close()
        self.site.drop()
        self.folder.cleanup()

    def browser(self, **who):
        return Browser(self.port).sign_in(**who)

    @staticmethod
    def staff(path):
        return "/interface/modules/custom_modules/oe-module-holdfast/public/staff.php/x" + path

    @staticmethod
    def portal(path):
        return "/interface/modules/custom_modules/oe-module-holdfast/public/portal.php/x" + path

    def php_log(self):
        return "\n".join(line for line in pathlib.Path(f"{self.folder.name}/php.log").read_text().splitlines()
                         if "PHP " in line and ("Warning" in line or "Fatal" in line or "Notice" in line or "Deprecated" in line))


def rate(browser, page, answers):
    """Fills in the form without a script, as it stands on the page."""
    form = re.search(r'<form class="form.*?</form>', page.text, re.S).group(0)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    for entry in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', entry)
        if name and 'type="hidden"' not in entry and ('type="number"' in entry or 'inputmode' in entry):
            fields[name.group(1)] = str(answers)
    return browser.post(re.search(r'action="([^"]+)"', form).group(1).replace("&amp;", "&"), **fields)

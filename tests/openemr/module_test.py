# SPDX-License-Identifier: MIT
"""The module's PHP, run for real: OpenEMR's side is the harness (which is not OpenEMR, see its README),
the database, the installation, `holdfast serve` and the adapter are the real ones.

    python3 module_test.py STATE HOLDFAST
"""
import datetime
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

from server import free_port
from site_of_openemr import Site

STATE, HOLDFAST = sys.argv[1:3]
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


class House:
    """A site with the module switched on, PHP and Holdfast."""
    holdfast = HOLDFAST

    def __init__(self, patience=PATIENCE, **environment):
        self.folder = tempfile.TemporaryDirectory(prefix="holdfast-openemr-")
        self.site = Site(STATE, self.folder.name).make()
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
        self.php = subprocess.Popen(
            ["php", "-d", f"session.save_path={sessions}", "-d", "display_errors=1", "-d", "error_reporting=E_ALL",
             "-S", f"127.0.0.1:{self.port}", "-t", self.site.path],
            env=os.environ | {"HARNESS_SITE": self.site.name} | environment, stdout=subprocess.DEVNULL, stderr=self.errors)
        self.daemon = None
        eventually("PHP answers", lambda: self._answers())

    def _answers(self):
        try:
            return Browser(self.port).ask("GET", "/login.php?to=/").status == 302
        except OSError:
            return False

    def start(self):
        with open(f"{self.folder.name}/holdfast.log", "a", encoding="utf-8") as log:
            self.daemon = subprocess.Popen([HOLDFAST, "serve", "--config", self.site.config / "holdfast.toml"],
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
        self.php.terminate()
        self.php.wait(PATIENCE)
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


def module_seconds(browser):
    """What the module's parts of a summary took, which is whole without them."""
    answer = browser.get(SUMMARY)
    assert "OpenEMR’s own." in answer.text and "Holdfast is not available now." in answer.text, answer.text
    return int(answer.getheader("X-Module-Microseconds")) / 1e6


def rate(browser, page, answers):
    """Fills in the form without a script, as it stands on the page."""
    form = re.search(r'<form class="form.*?</form>', page.text, re.S).group(0)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    for entry in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', entry)
        if name and 'type="hidden"' not in entry and ('type="number"' in entry or 'inputmode' in entry):
            fields[name.group(1)] = str(answers)
    return browser.post(re.search(r'action="([^"]+)"', form).group(1).replace("&amp;", "&"), **fields)


class Shown(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House().start()

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def tearDown(self):
        self.assertEqual(self.house.php_log(), "")

    def test_the_summary_has_the_card_for_the_therapist(self):
        page = self.house.browser(user=5, pid=1).get(SUMMARY).text
        self.assertIn("Session forms", page)
        self.assertIn("data:image/svg+xml;base64,", page)
        self.assertIn("/courses/1-5", page)

    def test_the_card_is_nobody_elses(self):
        for who in ({"user": 6, "pid": 1}, {"user": 5, "pid": 2}, {"user": 1, "pid": 1}):
            page = self.house.browser(**who).get(SUMMARY).text
            self.assertNotIn("svg+xml", page, who)
            self.assertIn("OpenEMR’s own.", page)

    def test_pages_are_shown_in_openemrs_frames_and_nobody_elses(self):
        answer = self.house.browser(user=5, pid=1).get(self.house.staff("/courses/1-5"))
        self.assertEqual(answer.status, 200, answer.text)
        self.assertIn("frame-ancestors 'self'", answer.getheader("Content-Security-Policy"))
        self.assertIn("/public/staff.php/", answer.text)

    def test_another_therapists_patient_is_refused(self):
        self.assertIn(self.house.browser(user=6, pid=1).get(self.house.staff("/courses/1-5")).status, (403, 404))
        self.assertIn(self.house.browser(user=5, pid=2).get(self.house.staff("/courses/2-6")).status, (403, 404))

    def test_a_form_without_openemrs_token_is_not_sent(self):
        browser = self.house.browser(user=5, pid=1)
        self.assertEqual(browser.post(self.house.staff("/sessions/a-1006/rate"), a="1").status, 403)

    def test_nobody_gets_nowhere(self):
        self.assertEqual(Browser(self.house.port).get(self.house.staff("/today")).status, 403)
        self.assertEqual(Browser(self.house.port).ask("GET", self.house.portal("/my-form")).status, 302)
        self.assertEqual(self.house.browser(patient=1).get(self.house.staff("/today")).status, 403)

    def test_a_client_reaches_the_form_and_no_page_for_staff(self):
        browser = self.house.browser(patient=1)
        self.assertIn("Session form", browser.get("/portal/home.php").text)
        for path in ("/today", "/courses/1-5", "/api/v1/courses"):
            self.assertEqual(browser.get(self.house.portal(path)).status, 403)

    def test_the_encounters_entry_leads_to_the_therapists_form_and_what_was_filed_is_shown(self):
        browser = self.house.browser(user=5, pid=1, encounter=102)
        self.assertIn("Session form", browser.get(ENCOUNTER).text)
        form = browser.get("/interface/patient_file/encounter/load_form.php?formname=holdfast_rating")
        self.assertEqual(form.status, 200, form.text)
        self.assertIn("/sessions/a-1006/rate", browser.at)
        sent = rate(browser, form, 70)
        self.assertIn(sent.status, (302, 303), sent.text[:3000])
        page = eventually("the form is filed", lambda: "by the therapist" in browser.get(ENCOUNTER).text)
        self.assertTrue(page)
        self.assertEqual(self.house.site.value("SELECT COUNT(*) FROM form_observation WHERE encounter = '102' AND category = 'survey'"), "1")

    def test_a_locked_encounter_has_no_entry_and_no_form(self):
        browser = self.house.browser(user=5, pid=1, encounter=103)
        self.assertNotIn("load_form.php", browser.get(ENCOUNTER).text)
        self.assertEqual(browser.get("/interface/patient_file/encounter/load_form.php?formname=holdfast_rating").status, 403)

    def test_a_form_of_another_patients_encounter_is_not_opened(self):
        browser = self.house.browser(user=5, pid=1, encounter=105)
        self.assertEqual(browser.get("/interface/patient_file/encounter/load_form.php?formname=holdfast_rating").status, 403)

    def test_without_its_registry_row_the_form_is_open_to_nobody(self):
        self.house.site.sql("UPDATE registry SET state = 0 WHERE directory = 'holdfast_rating'")
        try:
            browser = self.house.browser(user=5, pid=1, encounter=102)
            self.assertNotIn("load_form.php", browser.get(ENCOUNTER).text)
            self.assertEqual(browser.get("/interface/patient_file/encounter/load_form.php?formname=holdfast_rating").status, 403)
        finally:
            self.house.site.sql("UPDATE registry SET state = 1 WHERE directory = 'holdfast_rating'")

    def test_the_settings_page_says_what_is_so(self):
        settings = "/interface/modules/custom_modules/oe-module-holdfast/moduleConfig.php"
        page = self.house.browser(user=1).get(settings).text
        self.assertIn("Holdfast answers.", page)
        self.assertIn("The form is in the registry.", page)
        self.assertEqual(self.house.browser(user=5).get(settings).status, 403)

    def test_every_text_goes_through_openemrs_translation(self):
        page = self.house.browser(user=5, pid=1, language="brackets").get(SUMMARY).text
        self.assertIn("[Session forms]", page)
        self.assertIn("[The whole picture]", page)

    def test_the_module_is_switched_off_and_its_data_is_kept(self):
        script = f"""
            chdir('{self.house.site.path}'); putenv('HARNESS_SITE={self.house.site.name}');
            require 'interface/globals.php'; require 'interface/modules/custom_modules/oe-module-holdfast/ModuleManagerListener.php';
            echo ModuleManagerListener::initListenerSelf()->moduleManagerAction($argv[1], 1, 'Success');"""
        def manage(action):
            return subprocess.run(["php", "-r", script, action], capture_output=True, text=True, env=os.environ | {"HARNESS_SITE": self.house.site.name}).stdout
        rows = self.house.site.value("SELECT COUNT(*) FROM form_holdfast_rating")
        for action in ("disable", "unregister"):
            self.assertEqual(manage(action), "Success")
            self.assertEqual(self.house.site.value("SELECT state FROM registry WHERE directory = 'holdfast_rating'"), "0")
        self.assertEqual(self.house.site.value("SELECT COUNT(*) FROM form_holdfast_rating"), rows)
        self.assertEqual(manage("enable"), "Success")
        self.assertEqual(self.house.site.value("SELECT state FROM registry WHERE directory = 'holdfast_rating'"), "1")


    def test_a_client_fills_in_the_form_in_the_portal_and_the_total_is_filed(self):
        self.house.site.sql(
            "INSERT INTO openemr_postcalendar_events (pc_eid, pc_catid, pc_multiple, pc_aid, pc_pid, pc_title, pc_eventDate, "
            "pc_duration, pc_recurrtype, pc_recurrspec, pc_startTime, pc_endTime, pc_apptstatus, pc_eventstatus) VALUES "
            "(2001, 5, 0, '5', '3', 'Office Visit', CURDATE(), 3000, 0, '', '00:01:00', '00:02:00', '>', 1); "
            "INSERT INTO form_encounter (id, date, pid, encounter, pc_catid, provider_id, sensitivity) VALUES (40, CONCAT(CURDATE(), ' 00:01:00'), 3, 140, 5, 5, 'normal')")
        browser = self.house.browser(patient=3)
        tile = browser.get("/portal/home.php").text
        address = re.search(r'href="([^"]+/my-form)"', tile).group(1)

        def form():
            page = browser.get(address)
            return page if 'class="form is-client"' in page.text else None
        page = eventually("the form is due", form)
        self.assertNotIn("Cleo", page.text)  # no name on the page
        sent = rate(browser, page, 85)
        self.assertIn(sent.status, (302, 303), sent.text[-2000:])
        self.assertEqual(browser.get(sent.getheader("Location")).status, 200)
        eventually("the total is filed", lambda: self.house.site.value(
            "SELECT COUNT(*) FROM form_holdfast_rating WHERE encounter = 140 AND kind = 'client_total'") == "1")
        self.assertEqual(self.house.site.value("SELECT ob_value FROM form_observation WHERE encounter = '140'"), "340")


class AtTheSocket(unittest.TestCase):
    """What another program on this machine could try."""

    @classmethod
    def setUpClass(cls):
        cls.house = House().start()
        cls.key = (cls.house.site.config / "actor.key").read_text().strip()

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def assertion(self, path, key=None, site=None, kind="staff", actor="5", subject="1"):
        site, now, nonce = site or self.house.site.name, int(time.time()), secrets.token_hex(16)
        text = "\n".join(["holdfast-actor/1", site, kind, actor, subject, "GET", "", path,
                          hashlib.sha256(b"").hexdigest(), str(now), str(now + 30), nonce])
        mac = hmac.new((key or self.key).encode(), text.encode(), "sha256").hexdigest()
        return f"v=1;site={site};kind={kind};actor={actor};subject={subject};iat={now};exp={now + 30};nonce={nonce};mac={mac}"

    def ask(self, path, assertion=None):
        with socket.socket(socket.AF_UNIX) as stream:
            stream.settimeout(PATIENCE)
            stream.connect(str(self.house.site.socket))
            header = f"Holdfast-Actor: {assertion}\r\n" if assertion else ""
            stream.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n".encode())
            return int(stream.makefile("rb").readline().split()[1])

    def test_a_good_assertion_is_heard_once(self):
        good = self.assertion("/courses/1-5")
        self.assertEqual(self.ask("/courses/1-5", good), 200)
        self.assertEqual(self.ask("/courses/1-5", good), 403)

    def test_an_assertion_is_not_heard_again_after_a_restart(self):
        good = self.assertion("/courses/1-5")
        self.assertEqual(self.ask("/courses/1-5", good), 200)
        self.house.stop()
        self.house.start()
        self.assertEqual(self.ask("/courses/1-5", good), 403)

    def test_a_wrong_key_another_site_and_another_page_are_refused(self):
        self.assertEqual(self.ask("/today"), 401)
        self.assertEqual(self.ask("/today", self.assertion("/today", key="0" * 64)), 403)
        self.assertEqual(self.ask("/today", self.assertion("/today", site="branch")), 403)
        self.assertEqual(self.ask("/caseload", self.assertion("/today")), 403)
        self.assertEqual(self.ask("/today", self.assertion("/today", kind="client", actor="1")), 403)

    def test_a_signed_stranger_still_sees_nothing(self):
        self.assertIn(self.ask("/courses/1-5", self.assertion("/courses/1-5", actor="6")), (403, 404))
        self.assertIn(self.ask("/courses/1-5", self.assertion("/courses/1-5", actor="999")), (401, 403, 404))

    def test_the_key_is_changed_without_a_restart(self):
        file = self.house.site.config / "actor.key"
        fresh = secrets.token_hex(32)
        file.write_text(f"{fresh}\n{self.key}\n")
        try:
            self.assertEqual(self.ask("/today", self.assertion("/today", key=fresh)), 200)
            self.assertEqual(self.ask("/today", self.assertion("/today")), 200)
            file.write_text(f"{fresh}\n")
            self.assertEqual(self.ask("/today", self.assertion("/today")), 403)
        finally:
            file.write_text(f"{self.key}\n")


class Dripper:
    """Listens where Holdfast would and takes many times a page's patience: a byte, a moment, a byte. Counts who asked."""

    def __init__(self, path):
        self.asked, self._ends = 0, threading.Event()
        self._listener = socket.socket(socket.AF_UNIX)
        path.unlink(missing_ok=True)
        self._listener.bind(str(path))
        self._listener.listen()
        self._listener.settimeout(0.05)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        while not self._ends.is_set():
            try:
                stream, _ = self._listener.accept()
            except TimeoutError:
                continue
            self.asked += 1
            with stream:
                stream.settimeout(PATIENCE)
                stream.recv(65536)
                self._drip(stream)

    def _drip(self, stream):
        for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b" " * 1000:
            if self._ends.wait(0.02):
                return
            try:
                stream.send(bytes([byte]))
            except OSError:
                return

    def close(self):
        self._ends.set()
        self._thread.join()
        self._listener.close()


class Away(unittest.TestCase):
    def test_without_holdfast_the_page_is_whole_and_as_fast(self):
        house = House()
        try:
            browser = house.browser(user=5, pid=1)
            answer = browser.get(SUMMARY)
            self.assertIn("OpenEMR’s own.", answer.text)
            self.assertIn("Holdfast is not available now.", answer.text)
            self.assertEqual(house.php_log(), "")
            self.assertEqual(browser.get(house.staff("/today")).status, 503)
            house.start()
            self.assertIn("svg+xml", browser.get(SUMMARY).text)
            house.stop(signal.SIGKILL)
            self.assertIn("OpenEMR’s own.", browser.get(SUMMARY).text)  # the socket's file still lies there
            house.start()
            self.assertIn("svg+xml", browser.get(SUMMARY).text)
        finally:
            house.close()

    def test_where_nobody_listens_a_page_waits_for_nothing(self):
        house = House(patience=60)
        try:
            browser = house.browser(user=5, pid=1)
            self.assertLess(module_seconds(browser), 60 / 10)  # no socket there
            with socket.socket(socket.AF_UNIX) as left_behind:
                left_behind.bind(str(house.site.socket))
            self.assertLess(module_seconds(browser), 60 / 10)  # refused
            with socket.socket(socket.AF_UNIX) as full:
                house.site.socket.unlink()
                full.bind(str(house.site.socket))
                full.listen(0)
                with socket.socket(socket.AF_UNIX) as waiting:
                    waiting.connect(str(house.site.socket))
                    self.assertLess(module_seconds(browser), 60 / 10)  # more wait than may
        finally:
            house.close()

    def test_a_frozen_holdfast_costs_a_page_its_patience_once(self):
        house = House(patience=3)
        try:
            house.start()
            browser = house.browser(user=5, pid=1)
            house.daemon.send_signal(signal.SIGSTOP)
            took = module_seconds(browser)  # banner and card ask
            house.daemon.send_signal(signal.SIGCONT)
            self.assertGreater(took, 3 * 0.9)
            self.assertLess(took, 3 * 1.8)
        finally:
            house.close()

    def test_an_answer_that_drips_costs_no_more_than_one_that_never_comes(self):
        house = House(patience=3)
        dripper = Dripper(house.site.socket)
        try:
            took = module_seconds(house.browser(user=5, pid=1))
            self.assertLess(took, 3 * 1.8)
            self.assertEqual(dripper.asked, 1)  # the card asks no more after the banner's question failed
        finally:
            dripper.close()
            house.close()

    def test_an_older_release_loses_the_part_whose_event_it_lacks(self):
        house = House(HARNESS_WITHOUT="menu")
        try:
            house.start()
            browser = house.browser(user=5, pid=1, encounter=102)
            self.assertIn("svg+xml", browser.get(SUMMARY).text)
            self.assertEqual(browser.get(ENCOUNTER).status, 200)
            page = house.browser(user=1).get("/interface/modules/custom_modules/oe-module-holdfast/moduleConfig.php").text
            self.assertIn("does not have it", page)
            self.assertEqual(house.php_log(), "")
        finally:
            house.close()


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)

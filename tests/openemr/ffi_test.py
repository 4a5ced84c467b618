# SPDX-License-Identifier: MIT
"""A site that chose to have PHP preload Holdfast's library: php-fpm and nginx with PHP's own preloading. The
same pages as over the socket, the same refusals, and nothing lost where a worker ends.

    python3 ffi_test.py STATE HOLDFAST LIBRARY
"""
import concurrent.futures
import ctypes
import hashlib
import hmac
import json
import os
import pathlib
import re
import secrets
import shutil
import socket
import sys
import time
import unittest

from fpm import fpm_and_nginx
from house import ENCOUNTER, PATIENCE, SUMMARY, House, eventually, rate

STATE, HOLDFAST, LIBRARY = sys.argv[1:4]
CHOSEN = ("--ffi", "--library", LIBRARY)
FORM = "/interface/patient_file/encounter/load_form.php?formname=holdfast_rating"
SETTINGS = "/interface/modules/custom_modules/oe-module-holdfast/moduleConfig.php"


def preloading(house, sessions, environment):
    return fpm_and_nginx(house, sessions, environment, requests=7, settings=house.site.config)


class Answer(ctypes.Structure):
    _fields_ = [("status", ctypes.c_int32), ("head", ctypes.c_void_p), ("head_length", ctypes.c_size_t),
                ("body", ctypes.c_void_p), ("body_length", ctypes.c_size_t)]


class Here:
    """The library in this process, asked as PHP asks it."""

    def __init__(self, config, library=LIBRARY):
        self.config, self.library = str(config).encode(), ctypes.CDLL(str(library))

    def ask(self, path, assertion=None, method="GET", body=b""):
        head = f"{method} {path}\n" + (f"Holdfast-Actor: {assertion}\n" if assertion else "")
        answer = Answer()
        raw = head.encode()
        self.library.holdfast_embedded_ask(
            self.config, ctypes.c_size_t(len(self.config)), raw, ctypes.c_size_t(len(raw)), body, ctypes.c_size_t(len(body)),
            ctypes.byref(answer))
        return answer.status, ctypes.string_at(answer.body, answer.body_length)

    def close(self):
        self.library.holdfast_embedded_close()


class Chosen(unittest.TestCase):
    def setUp(self):
        self.house = House(STATE, HOLDFAST, serve=preloading, words=CHOSEN).start()
        self.told = self.house.site.path / f"interface/modules/custom_modules/oe-module-holdfast/sites/{self.house.site.name}.json"

    def tearDown(self):
        self.assertEqual(self.house.php_log(), "")
        self.house.close()

    def over_the_socket(self, ask):
        """What `ask` gets with the choice taken back."""
        chosen = self.told.read_text()
        self.told.write_text(json.dumps({name: value for name, value in json.loads(chosen).items() if name != "library"}))
        try:
            return ask()
        finally:
            self.told.write_text(chosen)

    def test_card_and_form_are_the_same_bytes_as_over_the_socket(self):
        browser = self.house.browser(user=5, pid=1, encounter=102)
        for page in (SUMMARY, self.house.staff("/courses/1-5"), FORM, self.house.staff("/assets/no-such-file"),
                     self.house.staff("/api/v1/courses/1-5")):
            def ask():
                answer = browser.get(page)
                # Only what goes over the socket could be compressed, and says so.
                headers = [(name, value) for name, value in answer.getheaders() if name not in ("Date", "X-Module-Microseconds", "vary")]
                # A form has a key of its own each time it is drawn.
                return answer.status, headers, re.sub(r'value="[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}"', 'value="KEY"', answer.text)
            self.assertEqual(ask(), self.over_the_socket(ask), page)
        self.assertIn("svg+xml", browser.get(SUMMARY).text)

    def test_with_the_daemon_down_the_pages_are_there_and_what_was_rated_leaves_when_it_is_back(self):
        self.house.stop()
        browser = self.house.browser(user=5, pid=1, encounter=102)
        self.assertIn("svg+xml", browser.get(SUMMARY).text)
        self.assertIn("not available", self.over_the_socket(lambda: browser.get(SUMMARY).text))
        self.assertIn(rate(browser, browser.get(FORM), 70).status, (302, 303))
        page = self.house.browser(user=1).get(SETTINGS).text
        self.assertIn("library in PHP answers.", page)
        self.assertIn("Holdfast does not answer.", page)
        for _ in range(30):  # each worker ends more than once
            self.assertIn("svg+xml", browser.get(SUMMARY).text)
        self.assertNotIn("by the therapist", browser.get(ENCOUNTER).text)
        self.house.start()
        eventually("the form is filed", lambda: "by the therapist" in browser.get(ENCOUNTER).text)

    def test_several_workers_and_the_daemon_answer_at_once(self):
        browser = self.house.browser(user=5, pid=1, encounter=102)
        expected = browser.get(self.house.staff("/api/v1/courses/1-5")).text

        def ask(number):
            if number == 10:
                return rate(browser, browser.get(FORM), 70).status in (302, 303)
            return '"1-5"' in browser.get(self.house.staff("/api/v1/courses/1-5")).text
        with concurrent.futures.ThreadPoolExecutor(6) as all_at_once:
            self.assertEqual(list(all_at_once.map(ask, range(60))), [True] * 60)
        self.assertNotEqual(browser.get(self.house.staff("/api/v1/courses/1-5")).text, expected)  # the rating is there
        filed = "SELECT COUNT(*) FROM form_holdfast_rating WHERE kind = 'therapist_rating' AND encounter = 102"
        eventually("the form is filed", lambda: self.house.site.value(filed) != "0")
        self.assertEqual(self.house.site.value(filed), "1")

    def test_no_worker_gets_a_thread(self):
        browser = self.house.browser(user=5, pid=1)
        for _ in range(4):
            self.assertIn("svg+xml", browser.get(SUMMARY).text)
        master = str(self.house.servers[0].pid)
        workers = [task.parent for task in pathlib.Path("/proc").glob("[0-9]*/status")
                   if f"\nPPid:\t{master}\n" in task.read_text()]
        self.assertEqual(len(workers), 3)
        opened = [one for one in workers if "holdfast-core.so" in (one / "maps").read_text()]
        self.assertTrue(opened)
        for one in workers:
            self.assertEqual(len(list((one / "task").iterdir())), 1)
        self.assertNotIn("holdfast-core.so", pathlib.Path(f"/proc/{master}/maps").read_text())
        self.assertIn("holdfast-embedded.so", pathlib.Path(f"/proc/{master}/maps").read_text())

    def test_what_the_library_refuses_at_all_goes_over_the_socket_and_the_settings_page_says_why(self):
        folder = pathlib.Path(self.house.folder.name, "open-to-all")
        folder.mkdir(mode=0o755)
        toml = self.house.site.config / "holdfast.toml"
        other = toml.with_name("other.toml")
        other.write_text(toml.read_text().replace(str(self.house.data), str(folder)))
        self.told.write_text(self.told.read_text().replace("holdfast.toml", "other.toml"))
        self.assertIn("svg+xml", self.house.browser(user=5, pid=1).get(SUMMARY).text)
        page = self.house.browser(user=1).get(SETTINGS).text
        self.assertIn("Pages come over the socket", page)
        self.assertIn("can be entered by other users", page)

    def test_a_client_reaches_the_form_and_no_page_for_staff(self):
        browser = self.house.browser(patient=1)
        for path in ("/today", "/courses/1-5", "/api/v1/courses"):
            self.assertEqual(browser.get(self.house.portal(path)).status, 403)


class NotPreloaded(unittest.TestCase):
    def test_without_preloading_the_socket_answers_and_the_settings_page_says_why(self):
        house = House(STATE, HOLDFAST, serve=fpm_and_nginx, words=CHOSEN).start()
        try:
            self.assertIn("svg+xml", house.browser(user=5, pid=1).get(SUMMARY).text)
            page = house.browser(user=1).get(SETTINGS).text
            self.assertIn("PHP has not preloaded Holdfast", page)
            self.assertIn("php-ffi.ini", page)
            house.stop()
            self.assertIn("Holdfast is not available now.", house.browser(user=5, pid=1).get(SUMMARY).text)
            self.assertEqual(house.php_log(), "")
        finally:
            house.close()


class AtTheLibrary(unittest.TestCase):
    """What other code in the same process could try: no more than at the socket."""

    @classmethod
    def setUpClass(cls):
        cls.house = House(STATE, HOLDFAST).start()
        cls.key = (cls.house.site.config / "actor.key").read_text().strip()
        cls.library = Here(cls.house.site.config / "holdfast.toml")

    @classmethod
    def tearDownClass(cls):
        cls.library.close()
        cls.house.close()

    def assertion(self, path, key=None, site=None, kind="staff", actor="5", subject="1", ago=0):
        site, now, nonce = site or self.house.site.name, int(time.time()) - ago, secrets.token_hex(16)
        text = "\n".join(["holdfast-actor/1", site, kind, actor, subject, "GET", "", path,
                          hashlib.sha256(b"").hexdigest(), str(now), str(now + 30), nonce])
        mac = hmac.new((key or self.key).encode(), text.encode(), "sha256").hexdigest()
        return f"v=1;site={site};kind={kind};actor={actor};subject={subject};iat={now};exp={now + 30};nonce={nonce};mac={mac}"

    def at_the_socket(self, path, assertion=None):
        with socket.socket(socket.AF_UNIX) as stream:
            stream.settimeout(PATIENCE)
            stream.connect(str(self.house.site.socket))
            header = f"Holdfast-Actor: {assertion}\r\n" if assertion else ""
            stream.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n".encode())
            head, body = stream.makefile("rb").read().split(b"\r\n\r\n", 1)
            return int(head.split()[1]), body

    def test_a_wrong_assertion_is_refused_in_the_same_words_as_at_the_socket(self):
        tries = [("/today", {"key": "0" * 64}), ("/today", {"site": "branch"}), ("/today", {"ago": 120}),
                 ("/today", {"kind": "client", "actor": "1"}), ("/my-form", {"kind": "client", "actor": "1", "subject": "2"}),
                 ("/courses/1-5", {"actor": "6"}), ("/courses/1-5", {"actor": "999"})]
        for path, wrong in tries:
            found = self.library.ask(path, self.assertion(path, **wrong))
            self.assertIn(found[0], (401, 403, 404), wrong)
            self.assertEqual(found, self.at_the_socket(path, self.assertion(path, **wrong)), wrong)
        self.assertEqual(self.library.ask("/today"), self.at_the_socket("/today"))
        other = self.assertion("/today")
        self.assertEqual(self.library.ask("/caseload", other)[0], 403)

    def test_an_assertion_is_good_once_wherever_it_was_used(self):
        for first, second in ((self.library.ask, self.library.ask), (self.library.ask, self.at_the_socket), (self.at_the_socket, self.library.ask)):
            good = self.assertion("/courses/1-5")
            self.assertEqual(first("/courses/1-5", good)[0], 200)
            self.assertEqual(second("/courses/1-5", good)[0], 403)

    def test_a_child_of_a_process_that_asked_is_refused(self):
        self.assertEqual(self.library.ask("/today", self.assertion("/today"))[0], 200)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            status, why = self.library.ask("/today", self.assertion("/today"))
            os.write(write, f"{status} {why.decode()}".encode())
            os._exit(0)
        os.waitpid(child, 0)
        os.close(write)
        said = os.read(read, 1000).decode()
        os.close(read)
        self.assertRegex(said, r"^0 .*forked")
        self.assertEqual(self.library.ask("/today", self.assertion("/today"))[0], 200)

    def test_what_cannot_be_read_is_answered_and_changes_nothing(self):
        for head in ("", "GET", "GET /today\nno colon", "GET /today\nHoldfast-Actor: " + "x" * 70000):
            answer, raw = Answer(), head.encode()
            self.library.library.holdfast_embedded_ask(self.library.config, ctypes.c_size_t(len(self.library.config)), raw,
                                                       ctypes.c_size_t(len(raw)), None, ctypes.c_size_t(0), ctypes.byref(answer))
            self.assertIn(answer.status, (400, 401), head[:20])
        nowhere = Here("/nowhere/holdfast.toml")
        status, why = nowhere.ask("/today")
        self.assertEqual(status, 0)
        self.assertIn("/nowhere/holdfast.toml", why.decode())

    def test_after_an_upgrade_it_refuses_until_the_process_is_started_again(self):
        folder = pathlib.Path(self.house.folder.name, "libraries")
        folder.mkdir()
        built = pathlib.Path(LIBRARY).parent
        for name in ("holdfast.so", "holdfast-core.so", "holdfast-adapter-openemr.so"):
            shutil.copy(built / name, folder)
            for manifest in built.glob(name.replace(".so", ".manifest.json")):
                shutil.copy(manifest, folder)
        toml = pathlib.Path(self.house.folder.name, "other.toml")
        toml.write_text((self.house.site.config / "holdfast.toml").read_text().replace("[serve]\n", f'[serve]\nplugin = "{folder}/holdfast.so"\n'))
        library = Here(toml)
        status, why = library.ask("/today", self.assertion("/today"))
        self.assertEqual(status, 200, why)
        shutil.copy(folder / "holdfast-core.so", folder / "fresh")
        os.replace(folder / "fresh", folder / "holdfast-core.so")
        status, why = library.ask("/today", self.assertion("/today"))
        self.assertEqual(status, 0)
        self.assertIn("restart PHP", why.decode())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=1)

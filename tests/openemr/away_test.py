# SPDX-License-Identifier: MIT
"""OpenEMR's page when Holdfast is away, frozen or slow, or when OpenEMR is older: whole, and not waited for.

    python3 away_test.py STATE HOLDFAST
"""
import signal
import socket
import sys
import threading
import unittest

from house import ENCOUNTER, PATIENCE, SUMMARY, House

STATE, HOLDFAST = sys.argv[1:3]


def module_seconds(browser):
    """What the module's parts of a summary took, which is whole without them."""
    answer = browser.get(SUMMARY)
    assert "OpenEMR’s own." in answer.text and "Holdfast is not available now." in answer.text, answer.text
    return int(answer.getheader("X-Module-Microseconds")) / 1e6


class Dripper:
    """Listens where Holdfast would and takes many times a page's patience: a byte, a moment, a byte. Counts who asked."""

    def __init__(self, path):
        self.asked, self.heard, self._ends = 0, b"", threading.Event()
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
                self.heard += stream.recv(65536)
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
        house = House(STATE, HOLDFAST)
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
        house = House(STATE, HOLDFAST, patience=60)
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
        house = House(STATE, HOLDFAST, patience=3)
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
        german = "INSERT INTO lang_languages (lang_id, lang_code, lang_description) VALUES (7, 'de', 'German')"
        house = House(STATE, HOLDFAST, patience=3, prepare=german)
        dripper = Dripper(house.site.socket)
        try:
            took = module_seconds(house.browser(user=5, pid=1, language="German"))
            self.assertLess(took, 3 * 1.8)
            self.assertIn(b"\r\nAccept-Language: de\r\n", dripper.heard)  # the language chosen in OpenEMR
            self.assertEqual(dripper.asked, 1)  # the card asks no more after the banner's question failed
        finally:
            dripper.close()
            house.close()

    def test_an_older_release_loses_the_part_whose_event_it_lacks(self):
        house = House(STATE, HOLDFAST, HARNESS_WITHOUT="menu")
        try:
            house.start()
            browser = house.browser(user=5, pid=1, encounter=102)
            self.assertIn("svg+xml", browser.get(SUMMARY).text)
            self.assertEqual(browser.get(ENCOUNTER).status, 200)
            page = house.browser(user=1).get("/interface/modules/custom_modules/oe-module-holdfast/moduleConfig.php").text
            self.assertIn("The entry in the encounter's menu is off: this release of OpenEMR does not have it.", page)
            page = house.browser(user=1, language="brackets").get("/interface/modules/custom_modules/oe-module-holdfast/moduleConfig.php").text
            self.assertIn("[The entry in the encounter's menu is off: this release of OpenEMR does not have it.]", page)
            self.assertEqual(house.php_log(), "")
        finally:
            house.close()


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)

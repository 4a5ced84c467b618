# SPDX-License-Identifier: MIT
"""The module under php-fpm and nginx, from the Module Manager's first word to its last: taken up, installed,
switched on, used, switched off, taken out, and taken up again with everything that was filed.

    python3 fpm_test.py STATE HOLDFAST
"""
import signal
import sys
import unittest

from fpm import fpm_and_nginx
from house import ENCOUNTER, SUMMARY, House, eventually, rate

STATE, HOLDFAST = sys.argv[1:3]
FORM = "/interface/patient_file/encounter/load_form.php?formname=holdfast_rating"
SETTINGS = "/interface/modules/custom_modules/oe-module-holdfast/moduleConfig.php"


class UnderFpm(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.house = House(STATE, HOLDFAST, serve=fpm_and_nginx)

    def tearDown(self):
        self.assertEqual(self.house.php_log(), "")
        self.house.close()

    def manage(self, action):
        answer = self.house.browser(user=1).post("/interface/modules/manager.php", action=action)
        self.assertEqual((answer.status, answer.text), (200, "Success"))

    def value(self, text):
        return self.house.site.value(text)

    def test_a_module_is_taken_up_used_taken_out_and_taken_up_again(self):
        self.house.start()
        self.house.site.sql("DELETE FROM modules; UPDATE registry SET state = 0 WHERE directory = 'holdfast_rating'; "
                            "UPDATE background_services SET active = 0 WHERE name = 'Holdfast'")
        therapist = self.house.browser(user=5, pid=1, encounter=102)
        self.assertNotIn("Session forms", therapist.get(SUMMARY).text)
        for action in ("register", "install"):
            self.manage(action)
            self.assertNotIn("Session forms", therapist.get(SUMMARY).text, action)
        self.manage("enable")
        self.assertIn("svg+xml", therapist.get(SUMMARY).text)
        self.assertIn("Holdfast answers.", self.house.browser(user=1).get(SETTINGS).text)
        self.assertEqual(self.value("SELECT active FROM background_services WHERE name = 'Holdfast'"), "1")
        self.assertIn(rate(therapist, therapist.get(FORM), 70).status, (302, 303))
        eventually("the form is filed", lambda: "by the therapist" in therapist.get(ENCOUNTER).text)

        filed = "SELECT COUNT(*) FROM form_holdfast_rating WHERE activity = 1 AND encounter = 102"
        for action in ("disable", "unregister"):
            self.manage(action)
            self.assertNotIn("Session forms", therapist.get(SUMMARY).text)
            self.assertNotIn("load_form.php", therapist.get(ENCOUNTER).text)
            self.assertEqual(self.value("SELECT state FROM registry WHERE directory = 'holdfast_rating'"), "0")
            self.assertEqual(self.value("SELECT active FROM background_services WHERE name = 'Holdfast'"), "0")
            self.assertEqual(self.value(filed), "1")
        self.assertEqual(self.value("SELECT COUNT(*) FROM modules"), "0")
        for action in ("register", "install", "enable"):
            self.manage(action)
        self.assertIn("by the therapist", therapist.get(ENCOUNTER).text)
        self.assertIn("svg+xml", therapist.get(SUMMARY).text)

    def test_a_worker_serves_on_when_holdfast_went_away_and_came_back(self):
        browser = self.house.browser(user=5, pid=1)
        self.assertIn("Holdfast is not available now.", browser.get(SUMMARY).text)
        for _ in range(2):
            self.house.start()
            for _ in range(4):  # each of the workers
                self.assertIn("svg+xml", browser.get(SUMMARY).text)
            self.house.stop(signal.SIGKILL)
            for _ in range(4):
                self.assertIn("Holdfast is not available now.", browser.get(SUMMARY).text)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)

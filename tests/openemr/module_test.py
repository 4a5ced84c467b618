# SPDX-License-Identifier: MIT
"""The module's PHP, run for real: what a page shows, to whom, and what another program could try at the
socket.

    python3 module_test.py STATE HOLDFAST
"""
import hashlib
import hmac
import re
import secrets
import socket
import sys
import time
import unittest

from house import ENCOUNTER, PATIENCE, SUMMARY, Browser, House, eventually, rate

STATE, HOLDFAST = sys.argv[1:3]


class Shown(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Without the weekly series, so that a client has one appointment a day.
        cls.house = House(STATE, HOLDFAST, prepare="DELETE FROM openemr_postcalendar_events WHERE pc_eid = 1012").start()

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
        cls.house = House(STATE, HOLDFAST).start()
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


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)

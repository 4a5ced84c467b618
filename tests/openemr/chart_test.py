# SPDX-License-Identifier: MIT
"""The module and the chart: which session an encounter is, whose course a card shows, what eSign and
sensitivity keep shut.

    python3 chart_test.py STATE HOLDFAST
"""
import sys
import unittest

from house import ENCOUNTER, SUMMARY, House, eventually, rate

STATE, HOLDFAST = sys.argv[1:3]
FORM = "/interface/patient_file/encounter/load_form.php?formname=holdfast_rating"

# Patient 1 twice on one day, in the morning and the afternoon; patient 6 is treated by one therapist, has
# no provider of record, and another in the care team.
PREPARED = """
INSERT INTO openemr_postcalendar_events (pc_eid, pc_catid, pc_multiple, pc_aid, pc_pid, pc_title, pc_eventDate,
  pc_duration, pc_recurrtype, pc_recurrspec, pc_startTime, pc_endTime, pc_apptstatus, pc_eventstatus) VALUES
 (3001, 5, 0, '5', '1', 'Office Visit', CURDATE() - INTERVAL 3 DAY, 3000, 0, '', '09:00:00', '09:50:00', '>', 1),
 (3002, 5, 0, '5', '1', 'Office Visit', CURDATE() - INTERVAL 3 DAY, 3000, 0, '', '16:00:00', '16:50:00', '>', 1),
 (3003, 5, 0, '5', '1', 'Office Visit', CURDATE() - INTERVAL 4 DAY, 3000, 0, '', '09:00:00', '09:50:00', '>', 1),
 (3004, 5, 0, '5', '1', 'Office Visit', CURDATE() - INTERVAL 4 DAY, 3000, 0, '', '16:00:00', '16:50:00', '>', 1),
 (3005, 5, 0, '5', '1', 'Office Visit', CURDATE() - INTERVAL 5 DAY, 3000, 0, '', '09:00:00', '09:50:00', 'x', 1),
 (3006, 5, 0, '5', '1', 'Office Visit', CURDATE() - INTERVAL 5 DAY, 3000, 0, '', '16:00:00', '16:50:00', '>', 1);
INSERT INTO form_encounter (id, date, pid, encounter, pc_catid, provider_id, sensitivity) VALUES
 (51, CONCAT(CURDATE() - INTERVAL 3 DAY, ' 15:55:00'), 1, 151, 5, 5, 'normal'),
 (52, CONCAT(CURDATE() - INTERVAL 3 DAY, ' 09:10:00'), 1, 152, 5, 5, 'normal'),
 (53, CONCAT(CURDATE() - INTERVAL 4 DAY, ' 00:00:00'), 1, 153, 5, 5, 'normal'),
 (54, CONCAT(CURDATE() - INTERVAL 4 DAY, ' 00:00:00'), 1, 154, 5, 5, 'normal'),
 (55, CONCAT(CURDATE() - INTERVAL 5 DAY, ' 09:00:00'), 1, 155, 5, 5, 'normal'),
 (56, CONCAT(CURDATE() - INTERVAL 6 DAY, ' 11:00:00'), 1, 156, 5, 5, 'high'),
 (57, CONCAT(CURDATE() - INTERVAL 7 DAY, ' 11:00:00'), 1, 157, 5, 5, 'normal');
INSERT INTO lang_languages (lang_id, lang_code, lang_description, lang_is_rtl) VALUES (9, 'ar', 'Arabic', 1);
INSERT INTO lang_constants (cons_id, constant_name) VALUES (90, 'Holdfast answers.');
INSERT INTO lang_definitions (cons_id, lang_id, definition) VALUES (90, 9, 'الإعدادات: Holdfast');
UPDATE patient_data SET providerID = NULL, care_team_provider = '6' WHERE pid = 6;
"""


class TheChart(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(STATE, HOLDFAST, prepare=PREPARED).start()

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def tearDown(self):
        self.assertEqual(self.house.php_log(), "")

    def therapist(self, encounter):
        return self.house.browser(user=5, pid=1, encounter=encounter)

    def session_of(self, encounter):
        browser = self.therapist(encounter)
        page = browser.get(FORM)
        self.assertEqual(page.status, 200, page.text)
        return browser.at.split("/sessions/")[1].split("/")[0]

    def test_of_two_appointments_on_a_day_an_encounter_is_the_one_it_was_made_for(self):
        self.assertEqual(self.session_of(151), "a-3002")  # begins nearest
        self.assertEqual(self.session_of(152), "a-3001")
        self.assertEqual(self.session_of(153), "a-3003")  # no time is kept: in their order
        self.assertEqual(self.session_of(154), "a-3004")
        self.assertEqual(self.session_of(155), "a-3006")  # the other one was cancelled
        self.house.site.sql("INSERT INTO patient_tracker (apptdate, appttime, eid, pid, encounter) VALUES "
                            "(CURDATE() - INTERVAL 3 DAY, '09:00:00', 3001, 1, 151)")
        try:
            self.assertEqual(self.session_of(151), "a-3001")  # checked in for it
        finally:
            self.house.site.sql("DELETE FROM patient_tracker")

    def test_what_is_rated_from_an_encounter_is_filed_in_that_encounter(self):
        for encounter in (151, 152):
            browser = self.therapist(encounter)
            self.assertIn(rate(browser, browser.get(FORM), 70).status, (302, 303))
            eventually("the form is filed", lambda: self.house.site.value(
                f"SELECT COUNT(*) FROM form_holdfast_rating WHERE encounter = {encounter} AND kind = 'therapist_rating'") == "1")

    def test_the_card_shows_the_course_that_this_user_may_see(self):
        self.assertIn("/courses/6-5", self.house.browser(user=5, pid=6).get(SUMMARY).text)
        self.assertIn("/courses/6-5", self.house.browser(user=6, pid=6).get(SUMMARY).text)  # of the care team
        self.assertNotIn("/courses/6-", self.house.browser(user=9, pid=6).get(SUMMARY).text)

    def test_a_sensitive_encounter_shows_and_takes_no_form_where_openemr_hides_it(self):
        self.house.site.sql(
            "INSERT INTO form_holdfast_rating (id, date, pid, encounter, user, kind, instrument, rater, scores) VALUES "
            "(900, NOW(), 1, 156, 'tharris', 'therapist_rating', 'Invented instrument', 'therapist', '[]'); "
            "INSERT INTO forms (date, encounter, form_name, form_id, pid, user, deleted, formdir) VALUES "
            "(NOW(), 156, 'Session form', 900, 1, 'tharris', 0, 'holdfast_rating')")
        browser = self.therapist(156)
        self.assertNotIn("Invented instrument", browser.get(ENCOUNTER).text)
        self.assertNotIn("Invented instrument", browser.get(FORM + "&id=900").text)
        self.assertEqual(browser.get(FORM).status, 403)
        self.assertNotIn("load_form.php", browser.get(ENCOUNTER).text)
        self.house.site.sql("UPDATE form_encounter SET sensitivity = 'normal' WHERE encounter = 156")
        self.assertIn("Invented instrument", browser.get(ENCOUNTER).text)
        self.assertIn("Invented instrument", browser.get(FORM + "&id=900").text)

    def test_a_form_that_esign_locked_by_itself_is_not_opened_again(self):
        browser = self.therapist(157)
        self.assertIn(rate(browser, browser.get(FORM), 60).status, (302, 303))
        form = eventually("the form is filed", lambda: self.house.site.value(
            "SELECT id FROM forms WHERE encounter = 157 AND formdir = 'holdfast_rating'"))
        self.assertIn("load_form.php", browser.get(ENCOUNTER).text)
        self.house.site.sql("INSERT INTO esign_signatures (tid, `table`, uid, datetime, is_lock, hash, signature_hash) "
                            f"VALUES ({form}, 'forms', 5, NOW(), 1, 'h', 'h')")
        page = browser.get(ENCOUNTER).text
        self.assertNotIn("load_form.php", page)
        self.assertIn("by the therapist", page)  # still read
        self.assertEqual(browser.get(FORM).status, 403)

    def test_a_page_of_the_module_is_written_the_way_of_the_language(self):
        settings = "/interface/modules/custom_modules/oe-module-holdfast/moduleConfig.php"
        page = self.house.browser(user=1, language="Arabic").get(settings).text
        self.assertIn('<html lang="ar" dir="rtl">', page)
        self.assertIn("الإعدادات", page)
        self.assertIn('dir="ltr">', self.house.browser(user=1).get(settings).text)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)

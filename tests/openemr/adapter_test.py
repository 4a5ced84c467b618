# SPDX-License-Identifier: MIT
"""The OpenEMR adapter on a real MariaDB server, through the account that the installation made: what it
reads, what it writes, what it refuses, and what it does when the server goes away.

    python3 adapter_test.py STATE ADAPTER.so
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from adapter import SYSTEM, Adapter, Refused, abi
from site_of_openemr import Site

STATE, LIBRARY = sys.argv[1:3]
SERVER = pathlib.Path(__file__).resolve().parent / "server.py"


def record(session="a-1006", client="1", kind="client_total", **more):
    return {"schema": "holdfast.record/1", "kind": kind, "client": client, "course": "1-5", "session": session,
            "at": "2026-11-23T08:00:00Z", "day": "2026-11-23", "rater": "client",
            "instrument": {"id": "holdfast-session", "version": "1", "title": "Holdfast session check"},
            "values": [{"name": "total", "value": "334", "min": "0", "max": "400"}]} | more


def notice(to="staff:5", category="check_in"):
    return {"schema": "holdfast.notice/1", "to": to, "category": category, "link": "/check-ins/1"}


def form_due(client):
    return {"schema": "holdfast.notice/1", "to": "staff:5", "client": client, "category": "form_due", "link": "/f/AZ-synthetic_0"}


# A client who can sign in to the portal, as OpenEMR keeps that; the password is nobody's.
SIGNED_UP = "INSERT INTO patient_access_onsite (pid, portal_username, portal_pwd, portal_login_username) VALUES (1, 'Ada1', 'x', 'ada@example.org')"


class Place(unittest.TestCase):
    """A site for one class of tests; each test that writes uses keys of its own."""
    more = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="holdfast-openemr-")
        cls.site = Site(STATE, cls.folder.name).make()
        cls.adapter = Adapter(LIBRARY, cls.site.adapter_config(**cls.more))

    @classmethod
    def tearDownClass(cls):
        cls.adapter.close()
        cls.site.drop()
        cls.folder.cleanup()

    def refused(self, status, call, *arguments, **more):
        with self.assertRaises(Refused) as caught:
            call(*arguments, **more)
        self.assertEqual(caught.exception.status, status, caught.exception.why)
        return caught.exception.why


class Reading(Place):
    def test_a_patient_is_a_client(self):
        self.assertEqual(self.adapter.client("staff:5", "1"),
                         {"schema": "holdfast.client/1", "id": "1", "name": "Ada Example", "initials": "AE",
                          "birth_date": "1988-04-02", "language": "en", "active": True})
        self.assertNotIn("birth_date", self.adapter.client("staff:5", "3"))  # 0000-00-00
        self.assertEqual(self.adapter.client("staff:6", "4")["deceased"], True)
        self.assertEqual(self.adapter.client("staff:6", "2")["sensitivity"], ["high"])

    def test_who_treats_is_a_clinician_and_an_address_book_entry_is_none(self):
        self.assertEqual(self.adapter.clinician("staff:5", "5"),
                         {"schema": "holdfast.clinician/1", "id": "5", "name": "Thea Invented", "person": "staff:5",
                          "active": True, "supervisors": ["9"]})
        self.assertEqual(self.adapter.clinician("staff:5", "7")["active"], False)
        self.refused(abi.E_NOT_FOUND, self.adapter.clinician, "staff:5", "10")

    def test_a_course_comes_from_the_provider_an_encounter_or_an_appointment(self):
        self.assertEqual(self.adapter.course("staff:5", "1-5")["started"], "2026-09-14")
        self.assertEqual(self.adapter.course("staff:9", "5-9")["clinicians"], ["9"])  # by an appointment alone
        self.assertEqual(self.adapter.course("staff:9", "1-9")["client"], "1")       # by an encounter alone
        self.assertEqual(self.adapter.course("staff:6", "4-6")["end_reason"], "died")
        self.assertEqual(self.adapter.course("staff:5", "3-5")["clinicians"], ["5", "6"])  # care team
        self.refused(abi.E_NOT_FOUND, self.adapter.course, "staff:5", "1-6")

    def test_every_status_has_its_attendance(self):
        found = {one["id"]: one["attendance"] for one in self.adapter.sessions(SYSTEM, "2026-09-01", "2027-02-01")}
        self.assertEqual({name: found[name] for name in found if name.startswith("a-100")},
                         {"a-1001": "held", "a-1002": "no_show", "a-1003": "cancelled_by_client",
                          "a-1004": "cancelled_late", "a-1005": "booked", "a-1006": "held", "a-1009": "no_show"})
        self.assertNotIn("a-1007", found)  # taken out of the calendar
        self.assertNotIn("a-1008", found)  # no patient

    def test_a_session_begins_by_the_clock_on_the_practices_wall(self):
        self.assertEqual(self.adapter.session("staff:5", "a-1001")["start"], "2026-10-26T09:00:00Z")
        self.assertEqual(self.adapter.session("staff:5", "a-1006")["start"], "2026-10-19T08:00:00Z")
        self.assertEqual(self.adapter.session("staff:5", "a-1001")["minutes"], 50)

    def test_a_weekly_series_has_its_days_without_those_left_out(self):
        days = [one["day"] for one in self.adapter.sessions("staff:5", "2026-09-01", "2027-12-31", course="3-5")]
        self.assertEqual(days[:4], ["2026-09-07", "2026-09-14", "2026-09-21", "2026-10-05"])
        self.assertNotIn("2026-11-16", days)
        self.assertEqual(days[-1], "2027-02-15")  # no further than ninety days on
        self.assertEqual(self.adapter.session("staff:5", "a-1012-20260914")["attendance"], "held")
        self.refused(abi.E_NOT_FOUND, self.adapter.session, "staff:5", "a-1012-20260928")
        self.refused(abi.E_NOT_FOUND, self.adapter.session, "staff:5", "a-1012")

    def test_an_encounter_is_a_session_only_where_no_appointment_is(self):
        self.refused(abi.E_NOT_FOUND, self.adapter.session, "staff:5", "e-11")  # is a-1001
        self.refused(abi.E_NOT_FOUND, self.adapter.session, "staff:5", "e-14")  # is a day of the series
        self.assertEqual(self.adapter.session("staff:5", "e-13")["attendance"], "held")

    def test_the_facility_is_told_and_says_whether_a_session_is_in_a_room_or_by_video(self):
        self.assertNotIn("place", self.adapter.session("staff:5", "a-1001"))  # the facility has no code
        self.site.sql("UPDATE facility SET pos_code = 11 WHERE id = 3; INSERT INTO facility (id, name, pos_code) VALUES (4, 'Invented Telehealth', 2); "
                      "UPDATE openemr_postcalendar_events SET pc_facility = 4 WHERE pc_eid = 1006")
        try:
            self.assertEqual(self.adapter.session("staff:5", "a-1001")["place"], "room")
            self.assertEqual(self.adapter.session("staff:5", "a-1012-20260914")["place"], "room")
            self.assertEqual(self.adapter.session("staff:5", "e-13")["place"], "room")
            self.assertEqual(self.adapter.session("staff:5", "a-1006")["place"], "video")
            self.assertEqual(self.adapter.session("staff:5", "a-1001")["facility"], "Invented Practice")
            self.assertEqual(self.adapter.session("staff:5", "e-13")["facility"], "Invented Practice")
            self.assertEqual(self.adapter.session("staff:5", "a-1006")["facility"], "Invented Telehealth")
            other = Adapter(LIBRARY, self.site.adapter_config(places={"4": "phone"}))
            self.assertEqual(other.session("staff:5", "a-1006")["place"], "phone")
            other.close()
        finally:
            self.site.sql("UPDATE facility SET pos_code = NULL; UPDATE openemr_postcalendar_events SET pc_facility = 3 WHERE pc_eid = 1006")

    def test_sensitivity_and_the_categorys_rule_hide_a_session(self):
        self.refused(abi.E_DENIED, self.adapter.session, "staff:5", "e-16")     # high, own patient, no right
        self.assertEqual(self.adapter.session("staff:6", "e-15")["id"], "e-15")  # high, right of one's own
        self.assertEqual(self.adapter.session("staff:6", "a-1011")["id"], "a-1011")
        self.site.sql("UPDATE gacl_acl SET allow = 0 WHERE id = 13")
        self.refused(abi.E_DENIED, self.adapter.session, "staff:6", "a-1011")
        self.refused(abi.E_DENIED, self.adapter.session, "staff:6", "e-15")
        self.assertNotIn("e-15", [one["id"] for one in self.adapter.sessions("staff:6", "2026-10-01", "2026-11-01")])
        self.site.sql("UPDATE gacl_acl SET allow = 1 WHERE id = 13")

    def test_roles_come_from_the_groups_and_the_supervisor(self):
        self.assertEqual(self.adapter.describe("staff:5")["roles"], ["therapist"])
        self.assertEqual(self.adapter.describe("staff:9")["roles"], ["therapist", "supervisor"])
        self.assertEqual(self.adapter.describe("staff:9")["supervises"], ["5"])
        self.assertEqual(self.adapter.describe("staff:8")["roles"], ["front_desk"])
        self.assertEqual(self.adapter.describe("staff:1")["roles"], ["admin"])
        self.assertEqual(self.adapter.describe("client:1")["client"], "1")
        self.refused(abi.E_DENIED, self.adapter.describe, "client:2")     # the portal is not open
        self.refused(abi.E_DENIED, self.adapter.describe, "staff:7")      # has left
        self.refused(abi.E_NOT_FOUND, self.adapter.describe, "staff:10")  # cannot log in
        self.refused(abi.E_NOT_FOUND, self.adapter.describe, "carer:1")

    def test_without_patients_demo_there_is_no_patient(self):
        self.site.sql("UPDATE gacl_acl SET enabled = 0 WHERE id = 11")
        try:
            self.assertEqual(self.adapter.describe("staff:5")["roles"], [])
            self.refused(abi.E_DENIED, self.adapter.client, "staff:5", "1")
        finally:
            self.site.sql("UPDATE gacl_acl SET enabled = 1 WHERE id = 11")

    def test_a_search_finds_the_best_first_and_only_ones_own(self):
        self.assertEqual(self.adapter.search("staff:5", ""), ["1", "3", "6"])
        self.assertEqual(self.adapter.search("staff:8", "e")[0], "5")  # begins with it
        self.assertEqual(self.adapter.search("staff:8", "o'quote"), ["6"])
        self.assertEqual(self.adapter.search("staff:8", "%"), [])


class Following(Place):
    def told(self, cursor):
        changes, cursor = self.adapter.all_changes(cursor)
        return {(one["kind"], one["id"]): one for one in changes}, cursor

    def test_what_changes_is_told_and_nothing_else(self):
        everything, cursor = self.told("")
        self.assertIn(("client", "6"), everything)
        self.assertEqual(self.told(cursor)[0], {})

        self.site.sql("UPDATE openemr_postcalendar_events SET pc_apptstatus = '?' WHERE pc_eid = 1005")
        told, cursor = self.told(cursor)
        self.assertEqual(told[("session", "a-1005")]["data"]["attendance"], "no_show")

        self.site.sql("DELETE FROM openemr_postcalendar_events WHERE pc_eid = 1005")
        told, cursor = self.told(cursor)
        self.assertTrue(told[("session", "a-1005")]["removed"])

        self.site.sql("UPDATE patient_data SET fname = 'Adele' WHERE pid = 1")
        told, cursor = self.told(cursor)
        self.assertEqual(told[("client", "1")]["data"]["name"], "Adele Example")

        self.site.sql("UPDATE openemr_postcalendar_events SET pc_recurrspec = REPLACE(pc_recurrspec, 's:17:\"20260928,20261116\"', 's:26:\"20260928,20261116,20261130\"') WHERE pc_eid = 1012")
        told, cursor = self.told(cursor)
        self.assertTrue(told[("session", "a-1012-20261130")]["removed"])
        self.assertNotIn("removed", told[("session", "a-1012-20261207")])

        self.site.sql("INSERT INTO form_encounter (id, date, pid, encounter, pc_catid, provider_id, sensitivity) "
                      "VALUES (20, '2026-11-23 09:00:00', 6, 120, 5, 6, 'normal')")
        told, cursor = self.told(cursor)
        self.assertIn(("course", "6-6"), told)  # a care relation of today
        self.assertEqual(told[("session", "e-20")]["data"]["attendance"], "held")
        self.assertTrue(self.adapter.may("staff:6", "read", "client:6"))

        self.site.sql("DELETE FROM form_encounter WHERE id = 20")
        told, cursor = self.told(cursor)
        self.assertTrue(told[("course", "6-6")]["removed"])
        self.assertFalse(self.adapter.may("staff:6", "read", "client:6"))

        self.site.sql("INSERT INTO patient_data (id, pid, fname, lname, providerID) VALUES (7, 7, 'Gil', 'New', 5)")
        told, cursor = self.told(cursor)
        self.assertEqual(told[("course", "7-5")]["data"]["client"], "7")
        self.site.sql("DELETE FROM patient_data WHERE pid = 7")
        told, cursor = self.told(cursor)
        self.assertTrue(told[("client", "7")]["removed"])
        self.assertEqual(self.told(cursor)[0], {})

    def test_days_of_a_series_come_as_time_goes_on(self):
        _, cursor = self.told("")
        before = self.adapter.now
        try:
            self.adapter.now += 7 * 86400
            told, _ = self.told(cursor)
            self.assertIn(("session", "a-1012-20270222"), told)
        finally:
            self.adapter.now = before


class Writing(Place):
    def row(self, table, columns, where):
        found = self.site.sql(f"SELECT {columns} FROM {table} WHERE {where}")
        return found[0].split("\t") if found else None

    def test_a_rating_is_a_form_an_observation_and_a_line_of_the_audit_log(self):
        receipt = self.adapter.put("rating-1", record(session="a-1006"))
        form = receipt.rsplit("-", 1)[1]
        self.assertEqual(self.row("forms", "encounter, pid, user, deleted, provider_id", f"formdir='holdfast_rating' AND form_id={form}"),
                         ["102", "1", "tharris", "0", "5"])
        observation = self.row("form_observation", "form_id, id, encounter, ob_value, category, ob_status, code, HEX(uuid)",
                               "pid = 1 AND encounter = '102'")
        self.assertEqual(observation[0], observation[1])
        self.assertEqual(observation[2:7], ["102", "334", "survey", "final", "holdfast-session:total"])
        self.assertEqual(self.row("uuid_registry", "table_name, table_id", f"uuid = UNHEX('{observation[7]}')"),
                         ["form_observation", "id"])
        self.assertEqual(observation[7][12], "4")  # RFC 4122 version
        self.assertEqual(self.row("forms", "form_name", f"formdir='observation' AND form_id={observation[0]}"), ["Observation Form"])
        log = self.row("log", "id, event, category, user, patient_id, FROM_BASE64(comments)", "category = 'holdfast' ORDER BY id DESC LIMIT 1")
        self.assertEqual(log[1:5], ["patient-record-insert", "holdfast", "tharris", "1"])
        self.assertNotIn("334", log[5])
        import hashlib
        joined = "".join(self.row("log", "date, event, category, user, groupname, comments, user_notes, patient_id, success, crt_user, log_from", f"id = {log[0]}"))
        self.assertEqual(self.row("log_comment_encrypt", "checksum, encrypt", f"log_id = {log[0]}"),
                         [hashlib.sha3_512(joined.encode()).hexdigest(), "No"])

    def test_the_same_key_writes_once_whatever_comes_under_it(self):
        first = self.adapter.put("twice", record(session="a-1006"))
        before = self.site.value("SELECT COUNT(*) FROM forms")
        self.assertEqual(self.adapter.put("twice", record(session="a-1006", kind="comment", text="other")), first)
        self.assertEqual(self.site.value("SELECT COUNT(*) FROM forms"), before)

    def test_taking_back_marks_everything_and_twice_is_once(self):
        form = self.adapter.put("wrong", record(session="a-1006")).rsplit("-", 1)[1]
        self.adapter.retract("wrong", "wrong person")
        self.adapter.retract("wrong", "wrong person")
        self.assertEqual(self.row("forms", "deleted", f"formdir='holdfast_rating' AND form_id={form}"), ["1"])
        self.assertEqual(self.row("form_holdfast_rating", "activity", f"id={form}"), ["0"])
        observations = self.row("holdfast_delivery", "observation_form_id", "delivery_key = 'wrong'")[0]
        self.assertEqual(self.row("form_observation", "ob_status, activity", f"form_id={observations}"), ["entered-in-error", "0"])
        self.assertEqual(self.row("holdfast_delivery", "retract_reason", "delivery_key = 'wrong'"), ["wrong person"])

    def test_a_locked_encounter_is_left_alone(self):
        why = self.refused(abi.E_INVALID, self.adapter.put, "locked", record(session="e-13"))
        self.assertIn("eSign", why)
        self.assertIsNone(self.row("holdfast_delivery", "1", "delivery_key = 'locked'"))
        self.adapter.put("locked later", record(session="a-1006"))
        self.site.sql("INSERT INTO esign_signatures (tid, `table`, uid, datetime, is_lock, hash, signature_hash) VALUES (102, 'form_encounter', 5, NOW(), 1, 'h', 'h')")
        try:
            self.assertIn("eSign", self.refused(abi.E_INVALID, self.adapter.retract, "locked later", "wrong"))
        finally:
            self.site.sql("DELETE FROM esign_signatures WHERE tid = 102")

    def test_a_form_that_esign_locked_by_itself_is_not_taken_back(self):
        form = self.adapter.put("form locked", record(session="a-1001")).rsplit("-", 1)[1]
        row = self.row("forms", "id", f"formdir = 'holdfast_rating' AND form_id = {form}")[0]
        lock = f"INSERT INTO esign_signatures (tid, `table`, uid, datetime, is_lock, hash, signature_hash) VALUES ({row}, '%s', 5, NOW(), 1, 'h', 'h')"
        self.site.sql(lock % "forms")
        try:
            self.assertIn("eSign", self.refused(abi.E_INVALID, self.adapter.retract, "form locked", "wrong"))
            self.assertEqual(self.row("form_holdfast_rating", "activity", f"id = {form}"), ["1"])
        finally:
            self.site.sql(f"DELETE FROM esign_signatures WHERE tid = {row}")
        self.site.sql(lock % "another_table")
        self.adapter.retract("form locked", "wrong")
        self.assertEqual(self.row("form_holdfast_rating", "activity", f"id = {form}"), ["0"])
        self.site.sql(f"DELETE FROM esign_signatures WHERE tid = {row}")

    def test_of_two_appointments_on_a_day_each_has_its_own_encounter(self):
        self.site.sql(
            "INSERT INTO openemr_postcalendar_events (pc_eid, pc_catid, pc_multiple, pc_aid, pc_pid, pc_title, pc_eventDate, "
            "pc_duration, pc_recurrtype, pc_recurrspec, pc_startTime, pc_endTime, pc_apptstatus, pc_eventstatus) VALUES "
            "(1101, 5, 0, '5', '1', 'Office Visit', '2026-11-12', 3000, 0, '', '09:00:00', '09:50:00', '>', 1), "
            "(1102, 5, 0, '5', '1', 'Office Visit', '2026-11-12', 3000, 0, '', '16:00:00', '16:50:00', '>', 1); "
            "INSERT INTO form_encounter (id, date, pid, encounter, pc_catid, provider_id, sensitivity) VALUES "
            "(61, '2026-11-12 15:50:00', 1, 161, 5, 5, 'normal')")

        def encounter_of(key, session):
            form = self.adapter.put(key, record(session=session)).rsplit("-", 1)[1]
            return self.row("form_holdfast_rating", "encounter", f"id = {form}")
        self.assertEqual(encounter_of("afternoon", "a-1102"), ["161"])
        self.refused(abi.E_STATE, self.adapter.put, "morning", record(session="a-1101"))
        self.site.sql("INSERT INTO form_encounter (id, date, pid, encounter, pc_catid, provider_id, sensitivity) VALUES "
                      "(62, '2026-11-12 12:31:00', 1, 162, 5, 5, 'normal'); "
                      "INSERT INTO patient_tracker (apptdate, appttime, eid, pid, encounter) VALUES ('2026-11-12', '09:00:00', 1101, 1, 162)")
        self.assertEqual(encounter_of("morning", "a-1101"), ["162"])
        self.site.sql("DELETE FROM patient_tracker")

    def test_without_its_registry_row_no_form_is_written(self):
        self.site.sql("UPDATE registry SET state = 0 WHERE directory = 'holdfast_rating'")
        try:
            self.assertIn("registry", self.refused(abi.E_INVALID, self.adapter.put, "unregistered", record(session="a-1006")))
        finally:
            self.site.sql("UPDATE registry SET state = 1 WHERE directory = 'holdfast_rating'")

    def test_an_appointment_without_an_encounter_is_tried_again_later(self):
        self.assertIn("no encounter yet", self.refused(abi.E_STATE, self.adapter.put, "later", record(session="a-1005")))
        self.site.sql("INSERT INTO form_encounter (id, date, pid, encounter, pc_catid, provider_id) VALUES (30, '2026-11-30 10:00:00', 1, 130, 5, 5)")
        self.assertTrue(self.adapter.put("later", record(session="a-1005")))
        self.assertEqual(self.row("holdfast_delivery", "encounter", "delivery_key = 'later'"), ["130"])

    def test_a_session_of_another_patient_is_refused(self):
        self.refused(abi.E_INVALID, self.adapter.put, "mixed", record(session="a-1010"))
        self.refused(abi.E_INVALID, self.adapter.put, "mixed", record(client="2"))
        self.refused(abi.E_DENIED, self.adapter.put, "mixed", record(session="a-1006"), actor="staff:6")

    def test_a_document_is_not_taken(self):
        self.refused(abi.E_UNSUPPORTED, self.adapter.put, "document", record(session="a-1006", kind="document"))

    def test_a_value_that_the_server_refuses_is_final_and_its_words_stay_there(self):
        why = self.refused(abi.E_INVALID, self.adapter.put, "long", record(session="a-1006", values=[{"name": "total", "value": "secret" * 50}]))
        self.assertNotIn("secret", why)
        self.assertIn("1406", why)
        self.assertIsNone(self.row("holdfast_delivery", "1", "delivery_key = 'long'"))  # strict: nothing is cut off

    def test_a_notice_is_a_message_and_a_reminder_without_content(self):
        self.adapter.post("notice-1", notice())
        self.adapter.post("notice-1", notice())
        message = self.row("pnotes", "id, assigned_to, message_status, activity, body, pid", "title = 'Holdfast' AND assigned_to = 'tharris' ORDER BY id DESC LIMIT 1")
        self.assertEqual(message[1:4], ["tharris", "New", "1"])
        self.assertIn("(oe-system to tharris) A check-in waits", message[4])
        self.assertEqual(message[5], "0")
        reminder = self.row("holdfast_notice", "reminder", "notice_key = 'notice-1'")[0]
        self.assertEqual(self.row("dated_reminders_link", "to_id", f"dr_id = {reminder}"), ["5"])
        self.assertEqual(self.site.value("SELECT COUNT(*) FROM holdfast_notice WHERE notice_key = 'notice-1'"), "1")
        self.adapter.withdraw("notice-1")
        self.assertEqual(self.row("pnotes", "message_status, activity", f"id = {message[0]}"), ["Done", "0"])
        self.assertEqual(self.row("dated_reminders", "message_processed", f"dr_id = {reminder}"), ["1"])


class Switched(Place):
    more = {"questionnaire_responses": True, "reminders": False}

    def test_a_questionnaire_response_goes_the_way_fhir_readers_look(self):
        self.adapter.put("response", record(session="a-1006"))
        name = self.site.value("SELECT response_id FROM holdfast_delivery WHERE delivery_key = 'response'")
        way = self.site.value(
            "SELECT f.encounter FROM questionnaire_response r "
            "JOIN form_questionnaire_assessments a ON a.response_id = r.response_id "
            "JOIN forms f ON f.formdir = 'questionnaire_assessments' AND f.form_id = a.id "
            f"WHERE r.response_id = '{name}'")
        self.assertEqual(way, "102")
        answer = json.loads(self.site.value(f"SELECT questionnaire_response FROM questionnaire_response WHERE response_id = '{name}'"))
        self.assertEqual(answer["item"][0]["answer"][0]["valueDecimal"], 334)
        self.adapter.retract("response", "test")
        self.assertEqual(self.site.value(f"SELECT status FROM questionnaire_response WHERE response_id = '{name}'"), "entered-in-error")

    def test_messages_are_in_the_language_of_the_site(self):
        self.site.sql("INSERT INTO lang_languages (lang_id, lang_code, lang_description) VALUES (7, 'de', 'German'); "
                      "INSERT INTO lang_constants (cons_id, constant_name) VALUES (70, 'A check-in waits in Holdfast.'), (71, 'A hand-over waits in Holdfast.'); "
                      "INSERT INTO lang_definitions (cons_id, lang_id, definition) VALUES (70, 7, 'In Holdfast wartet eine Rückfrage.'), (71, 7, '')")
        adapter = Adapter(LIBRARY, self.site.adapter_config(language="German"))

        def said(key, category):
            adapter.post(key, notice(category=category))
            return self.site.value(f"SELECT p.body, r.dr_message_text FROM holdfast_notice n JOIN pnotes p ON p.id = n.pnote "
                                   f"JOIN dated_reminders r ON r.dr_id = n.reminder WHERE n.notice_key = '{key}'").split("\t")
        body, reminder = said("german", "check_in")
        self.assertTrue(body.endswith("In Holdfast wartet eine Rückfrage."), body)
        self.assertEqual(reminder, "In Holdfast wartet eine Rückfrage.")
        self.assertEqual(said("none yet", "handover")[1], "A hand-over waits in Holdfast.")
        adapter.close()

    def test_reminders_can_be_left_out(self):
        self.adapter.post("quiet", notice())
        self.assertEqual(self.site.value("SELECT reminder FROM holdfast_notice WHERE notice_key = 'quiet'"), "0")


class Older(Place):
    """An OpenEMR whose tables lack what came later."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="holdfast-openemr-")
        cls.site = Site(STATE, cls.folder.name)
        cls.site.make_database()
        cls.site.sql("ALTER TABLE users DROP COLUMN supervisor_id; ALTER TABLE form_observation DROP COLUMN category; "
                     "ALTER TABLE patient_data DROP COLUMN care_team_provider, DROP COLUMN deceased_date; DROP TABLE log_comment_encrypt, onsite_mail; "
                     + SIGNED_UP)
        cls.site.make_folder()
        done = cls.site.install()
        assert "Holdfast's own tables" in done.stdout, done.stdout + done.stderr
        cls.adapter = Adapter(LIBRARY, cls.site.adapter_config())

    def test_what_is_missing_is_off_with_a_sentence_and_the_rest_works(self):
        said = "\n".join(self.adapter.log)
        for sentence in ("supervision is off", "observations are off", "care teams are off", "date of death is not read",
                         "audit log is not written", "the portal's mail is off"):
            self.assertIn(sentence, said)
        self.adapter.post("form:1:0", form_due("1"))
        self.assertEqual(self.site.value("SELECT COUNT(*) FROM pnotes WHERE body LIKE '%session form is due%'"), "1")
        self.assertEqual(self.adapter.describe("staff:9")["roles"], ["therapist"])
        self.assertEqual(self.adapter.course("staff:5", "3-5")["clinicians"], ["5"])
        self.assertTrue(self.adapter.put("old", record(session="a-1006")))
        self.assertEqual(self.site.value("SELECT COUNT(*) FROM form_observation"), "0")

    def test_a_column_that_cannot_be_done_without_is_named(self):
        self.site.sql("ALTER TABLE users RENAME COLUMN authorized TO authorised")
        try:
            with self.assertRaises(Refused) as caught:
                Adapter(LIBRARY, self.site.adapter_config())
            self.assertIn("users.authorized", caught.exception.why)
        finally:
            self.site.sql("ALTER TABLE users RENAME COLUMN authorised TO authorized")


class LeastPrivilege(Place):
    def test_the_account_reads_no_notes_no_passwords_and_no_log(self):
        password = (self.site.config / "database.password").read_text().strip()

        def ask(statement):
            return subprocess.run(["mariadb", "--no-defaults", "-h", "127.0.0.1", "-P", str(self.site.server["port"]),
                                   "-u", self.site.adapter_config()["user"], f"-p{password}", self.site.database,
                                   "-e", statement], capture_output=True, text=True)
        self.assertEqual(ask("SELECT pid, fname FROM patient_data").returncode, 0)
        for statement in ("SELECT * FROM patient_data", "SELECT reason FROM form_encounter", "SELECT password FROM users_secure",
                          "SELECT password FROM users", "SELECT ss FROM patient_data", "DELETE FROM pnotes", "DELETE FROM forms",
                          "UPDATE patient_data SET fname = 'x'", "DELETE FROM log", "UPDATE log SET comments = ''",
                          "SELECT body FROM onsite_mail", "DELETE FROM onsite_mail", "SELECT portal_pwd FROM patient_access_onsite",
                          "DROP TABLE holdfast_delivery", "CREATE TABLE mine (a INT)", "SELECT * FROM mysql.user"):
            self.assertIn("denied", ask(statement).stderr, statement)


class Losing(Place):
    """The server ends and comes back. A server of its own, so that no other test is in the way."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="holdfast-openemr-")
        cls.state = f"{cls.folder.name}/state"
        subprocess.run([sys.executable, "-B", SERVER, "start", cls.state], check=True)
        cls.site = Site(cls.state, cls.folder.name).make()
        cls.adapter = Adapter(LIBRARY, cls.site.adapter_config())

    @classmethod
    def tearDownClass(cls):
        cls.adapter.close()
        subprocess.run([sys.executable, "-B", SERVER, "stop", cls.state], check=True)
        cls.folder.cleanup()

    def test_a_server_that_was_killed_is_unavailable_and_what_was_written_stands_once(self):
        first = self.adapter.put("before", record(session="a-1006"))
        subprocess.run([sys.executable, "-B", SERVER, "kill", self.state], check=True)
        self.assertIn("does not answer", self.refused(abi.E_UNAVAILABLE, self.adapter.put, "during", record(session="a-1006")))
        self.refused(abi.E_UNAVAILABLE, self.adapter.client, "staff:5", "1")
        subprocess.run([sys.executable, "-B", SERVER, "again", self.state], check=True)
        self.assertEqual(self.adapter.put("before", record(session="a-1006")), first)
        self.assertTrue(self.adapter.put("during", record(session="a-1006")))
        self.assertEqual(self.site.value("SELECT COUNT(*) FROM holdfast_delivery"), "2")
        self.assertEqual(self.adapter.client("staff:5", "1")["id"], "1")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)

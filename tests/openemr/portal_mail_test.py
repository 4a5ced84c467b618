# SPDX-License-Identifier: MIT
"""A form that waits, told to the client in the portal's own mail: by the adapter on a real MariaDB, and from the
therapist's page to the client's form.

    python3 portal_mail_test.py STATE ADAPTER.so HOLDFAST
"""
import html
import re
import sys
import unittest
import urllib.parse

from adapter import Adapter
from adapter_test import LIBRARY, SIGNED_UP, STATE, Place, form_due
from house import House, eventually, rate

HOLDFAST = sys.argv[3]
# What the portal shows a client as the inbox.
INBOX = "SELECT id, title, body, message_status, sender_id, sender_name, recipient_name, mail_chain FROM onsite_mail WHERE deleted <> 1 AND owner = 'Ada1' AND recipient_id = 'Ada1'"


class ToClients(Place):
    """A form that waits, told to the client in the portal's own mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site.sql(SIGNED_UP)

    def inbox(self):
        return [line.split("\t") for line in self.site.sql(INBOX)]

    def told_staff(self, key):
        return self.site.value(f"SELECT COUNT(*) FROM holdfast_notice WHERE notice_key = '{key}'") == "1"

    def tearDown(self):
        self.site.sql("DELETE FROM onsite_mail")

    def test_a_client_with_a_login_finds_the_form_once_and_nothing_about_the_treatment(self):
        for _ in range(2):
            self.adapter.post("form:1:0", form_due("1"))
        [[mail, title, body, status, sender, sender_name, name, chain]] = self.inbox()
        self.assertEqual((title, status, sender, sender_name, name, chain),
                         ("A form is waiting for you.", "New", "tharris", "Thea Invented", "Ada Example", mail))
        self.assertEqual(body, '<p>A form is waiting for you.</p><p><a href="../../interface/modules/custom_modules/oe-module-holdfast/public/'
                               'portal.php/x/f/AZ-synthetic_0">Open the form</a></p>')
        self.assertFalse(self.told_staff("form:1:0"))
        logged = self.site.value("SELECT comments, patient_id FROM log ORDER BY id DESC LIMIT 1").split("\t")
        self.assertEqual(logged[1], "1")

    def test_taken_back_it_lies_in_the_archive_and_does_not_come_again(self):
        self.adapter.post("form:2:0", form_due("1"))
        [[mail, *_]] = self.inbox()
        self.site.sql(f"UPDATE onsite_mail SET message_status = 'Read' WHERE id = {mail}")
        for _ in range(2):
            self.adapter.withdraw("form:2:0")
        self.assertEqual(self.inbox(), [])
        self.assertEqual(self.site.value(f"SELECT message_status, deleted, delete_date IS NOT NULL FROM onsite_mail WHERE id = {mail}"), "Delete\t1\t1")
        self.adapter.post("form:2:0", form_due("1"))
        self.assertEqual(self.inbox(), [])

    def test_who_has_no_login_is_told_by_the_therapist(self):
        self.adapter.post("form:3:0", form_due("5"))
        self.assertEqual(self.site.value("SELECT COUNT(*) FROM onsite_mail"), "0")
        self.assertTrue(self.told_staff("form:3:0"))
        self.site.sql("UPDATE patient_data SET allow_patient_portal = 'NO' WHERE pid = 1")
        try:
            self.adapter.post("form:3:1", form_due("1"))
            self.assertTrue(self.told_staff("form:3:1"))
        finally:
            self.site.sql("UPDATE patient_data SET allow_patient_portal = 'YES' WHERE pid = 1")

    def test_a_site_can_keep_the_portals_mail_to_itself(self):
        adapter = Adapter(LIBRARY, self.site.adapter_config(portal_mail=False))
        adapter.post("form:4:0", form_due("1"))
        adapter.close()
        self.assertEqual(self.inbox(), [])
        self.assertTrue(self.told_staff("form:4:0"))

    def test_a_client_is_addressed_in_the_clients_language(self):
        self.site.sql("INSERT INTO lang_languages (lang_id, lang_code, lang_description) VALUES (7, 'de', 'German'), (8, 'fr', 'French'); "
                      "INSERT INTO lang_constants (cons_id, constant_name) VALUES (72, 'A form is waiting for you.'), (73, 'Open the form'); "
                      "INSERT INTO lang_definitions (cons_id, lang_id, definition) VALUES (72, 7, 'Ein Formular wartet.'), (73, 7, 'Formular <öffnen>'), "
                      "(72, 8, 'Un formulaire attend.')")
        adapter = Adapter(LIBRARY, self.site.adapter_config(language="French"))
        expected = {"german": ("Ein Formular wartet.", "Formular &lt;öffnen&gt;"), "dutch": ("Un formulaire attend.", "Open the form"),
                    "english": ("A form is waiting for you.", "Open the form")}
        for number, (language, (title, link)) in enumerate(expected.items()):
            self.site.sql(f"UPDATE patient_data SET language = '{language}' WHERE pid = 1")
            adapter.post(f"form:5:{number}", form_due("1"))
            found = self.inbox()[-1]
            self.assertEqual(found[1], title)
            self.assertIn(f">{link}</a>", found[2])
        adapter.close()


class FromTheTherapistToTheClient(unittest.TestCase):
    """The whole way, with `holdfast serve` and the module between."""

    def setUp(self):
        self.house = House(STATE, HOLDFAST, prepare=SIGNED_UP)
        toml = self.house.site.config / "holdfast.toml"
        toml.write_text(toml.read_text().replace('"alert"]', '"alert", "reminder"]'))
        self.house.start()

    def tearDown(self):
        self.assertEqual(self.house.php_log(), "")
        self.house.close()

    def inbox(self):
        return [line.split("\t") for line in self.house.site.sql(INBOX)]

    def send(self, therapist, path, **fields):
        """A form of Holdfast's, sent from the page it stands on."""
        self.assertEqual(therapist.get(self.house.staff(path)).status, 200)
        answer = therapist.post(therapist.at.split(str(self.house.port), 1)[1], **fields)
        self.assertIn(answer.status, (200, 302, 303), re.sub(r"<[^>]+>", " ", answer.text)[-600:])

    def test_the_link_in_the_mail_opens_the_clients_form_behind_the_portals_session(self):
        therapist = self.house.browser(user=5, pid=1)
        self.send(therapist, "/courses/1-5/consent", purpose="reminders", answer="agreed", given_by="client")
        self.send(therapist, "/sessions/a-1006/hand-over", way="message")
        [[_, _, body, *_]] = eventually("the mail is there", self.inbox)
        link = html.unescape(re.search(r'href="([^"]+)"', body).group(1))
        address = urllib.parse.urljoin("/portal/messaging/messages.php", link)
        client = self.house.browser(patient=1)
        page = client.get(address)
        self.assertIn('class="form is-client"', page.text)
        self.assertNotIn("Thea", page.text)
        self.assertIn(rate(client, page, 85).status, (302, 303))
        eventually("an answered form waits no more", lambda: self.inbox() == [])
        self.assertIn(client.get(address).status, (404, 410))  # once
        self.assertNotIn('class="form is-client"', client.get(address).text)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=1)

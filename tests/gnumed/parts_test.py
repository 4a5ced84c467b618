# SPDX-License-Identifier: MIT
"""What of the client's tab needs neither a window nor a database."""
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock
from urllib.parse import parse_qs, unquote, urlsplit

import gnumed  # noqa: F401  (puts the modules on the path)
import holdfast
from holdfast_gnumed import pages, settings


class Addresses(unittest.TestCase):
    def test_a_password_of_any_signs_comes_back_as_it_was(self):
        for password in ("plain", "p@ss:w/o?r#d%&=", "two words", "ä'\"\\", ""):
            login = settings.Login("dr x@y", password, "gnumed_v22", "db.example.org", "5433")
            parts = urlsplit(settings.store_address(login))
            self.assertEqual(unquote(parts.username), "dr x@y")
            self.assertEqual(unquote(parts.password or ""), password)
            self.assertEqual((parts.hostname, parts.port, parts.path), ("db.example.org", 5433, "/gnumed_v22"))
            self.assertEqual(parse_qs(parts.query)["options"],
                             ["-csearch_path=holdfast -cdefault_transaction_read_only=off"])

    def test_a_socket_folder_is_no_host_name(self):
        parts = urlsplit(settings.store_address(settings.Login("x", "", "gnumed_v22", "/run/postgresql", "5432")))
        self.assertEqual(parts.hostname, None)
        self.assertEqual(parse_qs(parts.query)["host"], ["/run/postgresql"])


class SettingsFile(unittest.TestCase):
    def read(self, value):
        with tempfile.TemporaryDirectory() as folder:
            library = Path(folder) / "holdfast.so"
            library.touch()
            file = Path(folder) / "gnumed.json"
            text = value if isinstance(value, str) else json.dumps({"library": str(library), **value})
            file.write_text(text)
            return settings.read(str(file))

    def test_the_login_decides_where_and_who(self):
        made = self.read({"zone": "Europe/Berlin", "plugin": {"seal": True}}).configuration(
            settings.Login("dr-x", "word", "gnumed_v22", "db", "5432"))
        self.assertEqual(made["practice_id"], "dr-x")
        self.assertEqual(made["adapter"]["name"], "gnumed")
        self.assertEqual(made["adapter"]["config"]["user"], "dr-x")
        self.assertTrue(made["seal"])

    def test_a_field_that_is_wrong_is_named(self):
        for value, word in (({"plugn": {}}, "plugn"), ({"plugin": []}, "plugin"), ("{", "gnumed.json"), ("[]", "object"),
                            ({"plugin": {"store": "x"}}, "plugin.store"), ({"plugin": {"practice_id": "x"}}, "practice_id")):
            with self.assertRaisesRegex(settings.SettingsError, word):
                self.read(value)

    def test_the_library_is_looked_for_in_the_folder_of_this_processor(self):
        for triplet, first in (("aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu"),
                               ("riscv64-linux-gnu", "/usr/lib/riscv64-linux-gnu"), (None, "/usr/lib64")):
            with mock.patch("sysconfig.get_config_var", lambda name, triplet=triplet: triplet):
                folders = settings.library_folders()
            self.assertEqual(folders[0], first)
            self.assertEqual(len(folders), len(set(folders)))
            self.assertFalse([one for one in folders if "x86_64" in one])

    def test_a_missing_library_is_named(self):
        with self.assertRaisesRegex(settings.SettingsError, "/nowhere/holdfast.so"):
            settings.library_file("/nowhere/holdfast.so")


def answer(code, body=b"", **headers):
    return holdfast.Response(code, [(name.replace("_", "-"), value) for name, value in headers.items()], body)


class Pages(unittest.TestCase):
    def setUp(self):
        self.asked = []

    def fetch(self, answers, path, form=("", b"")):
        def handle(request):
            self.asked.append((request.method, request.path, request.query, request.body, request.actor))
            return answers[request.path]
        return pages.fetch(handle, "dr-x", path, form)

    def test_a_page_brings_its_parts_and_no_other_page(self):
        body = (b'<html><head></head><body><link href="/assets/a.css"><script src="/assets/f.js"></script>'
                b'<img src="/courses/1/chart.svg?w=1&amp;h=2"><a href="/today">t</a><a href="https://x.example/">x</a>')
        page = self.fetch({"/courses/1": answer(200, body, content_type="text/html; charset=utf-8"),
                           "/assets/a.css": answer(200, b"css", content_type="text/css"),
                           "/assets/f.js": answer(200, b"js", content_type="text/javascript"),
                           "/courses/1/chart.svg": answer(200, b"<svg/>", content_type="image/svg+xml")}, "/courses/1")
        self.assertEqual(set(page.files), {"/courses/1", "/assets/a.css", "/assets/f.js",
                                           "/courses/1/chart.svg?w=1&h=2"})
        self.assertEqual(page.files["/assets/a.css"].kind, "text/css")
        self.assertIn(("GET", "/courses/1/chart.svg", "w=1&h=2", b"", "dr-x"), self.asked)

    def test_a_form_is_posted_and_what_it_leads_to_is_got(self):
        page = self.fetch({"/sessions/1/rate": answer(303, location="/courses/1?done=1"),
                           "/courses/1": answer(200, b"<html><head></head>", content_type="text/html")},
                          "/sessions/1/rate", ("POST", b"goals=5"))
        self.assertEqual([one[:4] for one in self.asked],
                         [("POST", "/sessions/1/rate", "", b"goals=5"), ("GET", "/courses/1", "done=1", b"")])
        self.assertEqual(page.path, "/courses/1?done=1")

    def test_nothing_outside_is_followed(self):
        page = self.fetch({"/x": answer(303, b"", location="https://outside.example/")}, "/x")
        self.assertEqual((page.path, page.code, len(self.asked)), ("/x", 303, 1))
        for url in ("https://gnumed/x", "file:///etc/passwd", "holdfast://other/x", "about:blank", "javascript:1"):
            self.assertEqual(pages.path_of(url), "")
        self.assertEqual(pages.path_of("holdfast://gnumed/today?x=1"), "/today?x=1")

    def test_going_round_in_circles_ends(self):
        self.fetch({"/x": answer(302, location="/x")}, "/x")
        self.assertEqual(len(self.asked), pages.MOST_REDIRECTS)

    def test_the_pages_policy_goes_into_the_page(self):
        page = self.fetch({"/x": answer(200, b"<html><head><title>", content_type="text/html",
                                        content_security_policy="default-src 'none'; style-src 'self'; "
                                                                "frame-ancestors 'none'")}, "/x")
        body = page.files["/x"].body.decode()
        self.assertIn("default-src &#x27;none&#x27;", body)
        self.assertIn(pages.BASE, body)
        self.assertNotIn("frame-ancestors", body)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MIT
"""`holdfast openemr install`: says what it would do, does it, does it once, takes it back.

    python3 install_test.py STATE
"""
import os
import pathlib
import stat
import subprocess
import sys
import tempfile
import unittest

from site_of_openemr import INSTALL, Site

STATE = sys.argv[1]


class Installing(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="holdfast-openemr-")
        self.site = Site(STATE, self.folder.name)
        self.site.make_database()
        self.site.make_folder()
        self.module = self.site.path / "interface/modules/custom_modules/oe-module-holdfast"

    def tearDown(self):
        self.site.drop()
        self.folder.cleanup()

    def tables(self):
        return self.site.value("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name LIKE '%holdfast%'")

    def test_a_check_changes_nothing_and_says_what_would_be_done(self):
        done = self.site.install("--check")
        self.assertEqual(done.returncode, 1, done.stderr)
        for sentence in ("would: create holdfast_setting", "would: create it and grant:", "GRANT SELECT (`pid`, `fname`",
                         "would: insert it, open to encounters|notes", "nothing was changed"):
            self.assertIn(sentence, done.stdout)
        self.assertEqual(self.tables(), "0")
        self.assertFalse(self.site.config.exists())
        self.assertFalse(self.module.exists())

    def test_it_installs_once_and_then_everything_but_the_daemon_is_in_place(self):
        first = self.site.install()
        self.assertEqual(first.returncode, 1, first.stderr)  # nobody has started holdfast serve
        self.assertEqual(first.stdout.count("[todo]"), 1, first.stdout)
        key = (self.site.config / "actor.key").read_text()
        again = self.site.install()
        self.assertNotIn("[done]", again.stdout)
        self.assertEqual((self.site.config / "actor.key").read_text(), key)
        self.assertEqual(self.site.value("SELECT COUNT(*) FROM registry WHERE directory = 'holdfast_rating' AND state = 1 AND aco_spec = 'encounters|notes'"), "1")
        self.assertEqual(self.site.value("SELECT execute_interval FROM background_services WHERE name = 'Holdfast'"), "5")
        self.assertTrue((self.module / "openemr.bootstrap.php").exists())
        self.assertEqual(list(self.module.parent.glob("*.new-*")) + list(self.module.parent.glob("*.old-*")), [])

    def test_messages_are_in_the_sites_language(self):
        self.site.install()
        file = self.site.config / "holdfast.toml"
        self.assertNotIn("language", file.read_text())
        self.site.sql("INSERT INTO globals (gl_name, gl_index, gl_value) VALUES ('language_default', 0, 'German')")
        self.site.install()
        self.assertIn('language = "German"', file.read_text())

    def test_secrets_are_read_by_whom_they_are_for(self):
        self.site.install()
        self.assertEqual(stat.S_IMODE((self.site.config / "database.password").stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE((self.site.config / "actor.key").stat().st_mode), 0o640)
        self.assertEqual(len((self.site.config / "actor.key").read_text().strip()), 64)

    def test_the_library_in_php_is_a_choice_that_is_written_down_and_taken_back(self):
        library = self.site.folder / "holdfast-embedded.so"
        library.write_text("")
        told = self.module / f"sites/{self.site.name}.json"
        header, settings = self.site.config / "holdfast.ffi.h", self.site.config / "php-ffi.ini"
        self.site.install()
        self.assertNotIn("library", told.read_text())
        self.assertNotIn("ffi", self.site.install("--check").stdout)
        missing = self.site.install("--ffi", "--library", self.site.folder / "none.so")
        self.assertIn("name it with --library", missing.stdout)
        self.assertFalse(header.exists())
        done = self.site.install("--ffi", "--library", library)
        self.assertEqual(done.stdout.count("[todo]"), 1, done.stdout)  # nobody has started holdfast serve
        self.assertIn(str(self.site.config / "holdfast.toml"), told.read_text().replace("\\/", "/"))
        self.assertIn(f'#define FFI_LIB "{library}"', header.read_text())
        self.assertIn(f"ffi.preload = {header}\n", settings.read_text())
        self.assertTrue((self.module / "preload.php").exists())
        self.assertNotIn("[done]", self.site.install("--ffi", "--library", library).stdout)
        for words in ((), ("--undo",)):
            self.site.install("--ffi", "--library", library)
            self.site.install(*words)
            self.assertFalse(header.exists() or settings.exists(), words)
            self.assertFalse(told.exists() and "library" in told.read_text(), words)

    def test_the_library_in_php_needs_one_user_for_both(self):
        done = self.site.install("--ffi", "--user", "nobody", "--check")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--user and --web-user are the same", done.stderr)

    def test_a_right_that_is_missing_is_told_and_given_back(self):
        self.site.install()
        account = f"'{self.site.adapter_config()['user']}'@'127.0.0.1'"
        self.site.sql(f"REVOKE INSERT ON `{self.site.database}`.pnotes FROM {account}")
        done = self.site.install("--check")
        self.assertIn("[todo] the database account", done.stdout)
        self.site.install()
        self.assertIn("[ok]   the database account", self.site.install("--check").stdout)

    def test_it_is_taken_back_and_the_data_is_kept_unless_asked(self):
        self.site.install()
        self.site.sql("INSERT INTO holdfast_setting VALUES ('mark', '1')")
        done = self.site.install("--undo")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.site.value("SELECT value FROM holdfast_setting WHERE name = 'mark'"), "1")
        self.assertEqual(self.site.value("SELECT state FROM registry WHERE directory = 'holdfast_rating'"), "0")
        self.assertEqual(self.site.value("SELECT COUNT(*) FROM mysql.user WHERE user = '%s'" % self.site.adapter_config()["user"]), "0")
        self.assertFalse(self.module.exists())
        self.assertFalse(self.site.config.exists())
        self.site.install("--undo", "--with-data")
        self.assertEqual(self.tables(), "0")

    def test_another_site_keeps_its_module_when_one_is_taken_back(self):
        self.site.install()
        other = Site(STATE, self.folder.name)
        other.make_database()
        other.make_folder()
        other.install()
        self.site.install("--undo")
        self.assertTrue((self.module / "sites" / f"{other.name}.json").exists())
        self.assertFalse((self.module / "sites" / f"{self.site.name}.json").exists())
        other.drop()

    def test_what_is_wrong_is_told(self):
        def run(*words):
            return subprocess.run(["php", INSTALL, *map(str, words)], capture_output=True, text=True)
        self.assertEqual(run("install").returncode, 2)
        self.assertEqual(run("install", "--path", "/", "--sudo").returncode, 2)
        nowhere = run("install", "--path", self.folder.name)
        self.assertEqual(nowhere.returncode, 3)
        self.assertIn("there is no OpenEMR here", nowhere.stderr)
        old = self.site.path / "version.php"
        old.write_text("<?php\n$v_major = '6';\n$v_minor = '1';\n$v_patch = '0';\n")
        self.assertIn("OpenEMR 7.0.3 or later is needed", self.site.install("--check").stdout)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])

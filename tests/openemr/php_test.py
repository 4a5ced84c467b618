# SPDX-License-Identifier: MIT
"""The PHP that goes into an OpenEMR, as PHP and PHP_CodeSniffer read it: it parses, keeps PSR-12, and says
every word through OpenEMR's translation as a whole.

    python3 php_test.py
"""
import pathlib
import re
import subprocess
import unittest

ADAPTER = pathlib.Path(__file__).resolve().parents[2] / "adapters" / "openemr"
MODULE, INSTALL = ADAPTER / "module", ADAPTER / "install"
FILES = sorted([*MODULE.rglob("*.php"), *INSTALL.rglob("*.php"), INSTALL / "holdfast-openemr"])


class WrittenWell(unittest.TestCase):
    def test_every_file_parses(self):
        self.assertGreater(len(FILES), 20)
        for file in FILES:
            done = subprocess.run(["php", "-d", "error_reporting=-1", "-l", file], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertNotIn("Deprecated", done.stdout)

    def test_every_file_keeps_psr_12(self):
        # Errors; that a line is long is a warning there.
        done = subprocess.run(["phpcs", "-n", "--standard=PSR12", "--report=emacs", *FILES], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_file_is_strict_about_types(self):
        for file in FILES:
            if file.name != "version.php":  # OpenEMR reads its variables
                self.assertIn("declare(strict_types=1);", file.read_text(), file)

    def test_what_is_translated_is_a_whole_literal_sentence(self):
        said = 0
        for file in MODULE.rglob("*.php"):
            for call in re.findall(r"\bxl[ta]?\(([^)]*)", file.read_text()):
                said += 1
                self.assertRegex(call, r"""^('[^'$]+'|"[^"$]+")""", f"{file}: {call}")
        self.assertGreater(said, 25)

    def test_nothing_is_taken_from_elsewhere(self):
        known = r"^(OpenEMR\\(Common|Core|Events|Modules\\Holdfast)|Symfony\\Component\\EventDispatcher|Holdfast\\OpenEmr)\b|^\w+$"
        for file in FILES:
            for name in re.findall(r"^use ([^;]+);", file.read_text(), re.M):
                self.assertRegex(name, known, file)


if __name__ == "__main__":
    unittest.main(verbosity=1)

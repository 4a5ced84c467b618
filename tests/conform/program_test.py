# SPDX-License-Identifier: MIT
"""The program holdfast-conform itself: its reports, its choices, its exit status.

usage: program_test.py CONFORM TESTS_FOLDER LIBRARIES
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path

CONFORM, TESTS, LIBRARIES = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
ADAPTER = LIBRARIES / "holdfast-adapter-faulty.so"


class Program(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = Path(self.scratch.name)
        self.config = self.folder / "config.json"
        self.config.write_text(json.dumps({"practice": str(TESTS / "practice.json")}))

    def run_it(self, *arguments, fault=""):
        return subprocess.run([CONFORM, "adapter", ADAPTER, "--config", self.config, *arguments],
                              env=dict(os.environ, HOLDFAST_FAULT=fault, TMPDIR=str(self.folder)),
                              capture_output=True, text=True, timeout=60)

    def test_a_green_run_ends_with_0_and_counts(self):
        done = self.run_it("--only", "clients")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("pass     clients.get\n", done.stdout)
        self.assertRegex(done.stdout, r"\n9 cases, 9 pass\n$")

    def test_a_red_run_ends_with_1_and_says_what_was_promised(self):
        done = self.run_it("--only", "clients.get", fault="other-client")
        self.assertEqual(done.returncode, 1)
        self.assertIn("fail     clients.get: another client", done.stdout)
        self.assertIn("promised: get answers the client", done.stdout)

    def test_a_crash_and_a_timeout_are_told_apart_and_end_nothing_else(self):
        done = self.run_it("--only", "clients.get", "--only", "clients.search-all", "--limit", "1", fault="hangs")
        self.assertIn("timeout  clients.get: no end within 1000 ms", done.stdout)
        done = self.run_it("--only", "log", "--only", "clock", fault="log-crashes")
        self.assertIn("crash    log.any-text: ended by Segmentation fault", done.stdout)
        self.assertIn("pass     clock.now", done.stdout)

    def test_what_needs_facts_is_skipped_without_them(self):
        done = self.run_it("--only", "identity.reads-own")
        self.assertIn("skip     identity.reads-own: needs actors in --facts", done.stdout)
        self.assertEqual(done.returncode, 0)

    def test_reports_for_build_servers_and_programs_say_the_same(self):
        done = self.run_it("--only", "clients", "--only", "golden", "--junit", self.folder / "r.xml",
                           "--json", self.folder / "r.json", fault="other-client")
        self.assertEqual(done.returncode, 1)
        report = json.loads((self.folder / "r.json").read_text())
        self.assertEqual(report["schema"], "holdfast.conform-report/1")
        self.assertFalse(report["green"])
        self.assertEqual(len(report["sha256"]), 64)
        suite = xml.parse(self.folder / "r.xml").getroot()
        self.assertEqual(int(suite.get("tests")), len(report["cases"]))
        self.assertEqual(int(suite.get("failures")), report["counts"]["fail"])
        self.assertEqual(int(suite.get("skipped")), report["counts"]["skip"])
        failed = [case.get("name") for case in suite.iter("testcase") if case.find("failure") is not None]
        self.assertEqual(failed, [case["name"] for case in report["cases"] if case["outcome"] == "fail"])

    def test_the_list_names_more_than_a_hundred_cases_each_with_a_promise(self):
        lines = self.run_it("--list").stdout.splitlines()
        self.assertGreater(len(lines), 100)
        self.assertEqual(len({line.split()[0] for line in lines}), len(lines))
        self.assertTrue(all(len(line.split()) > 3 for line in lines))

    def test_a_pattern_chooses_cases_and_an_unknown_name_is_refused(self):
        self.assertRegex(self.run_it("--only", "*.threads").stdout, r"extension\.threads\n1 cases")
        done = self.run_it("--only", "no-such-group")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no such case", done.stderr)

    def test_in_process_runs_without_a_fork(self):
        done = self.run_it("--only", "clients.get", "--in-process", fault="log-crashes")
        self.assertIn("pass     clients.get", done.stdout)
        crashed = self.run_it("--only", "log.any-text", "--in-process", fault="log-crashes")
        self.assertLess(crashed.returncode, 0)

    def test_nothing_is_left_in_the_temporary_folder(self):
        self.run_it("--only", "clients", "--only", "log", fault="log-crashes")
        left = [path.name for path in self.folder.iterdir() if path.name.startswith("holdfast-conform")]
        self.assertEqual(left, [])

    def test_a_file_that_is_no_library_fails_its_cases_and_not_the_program(self):
        done = subprocess.run([CONFORM, "adapter", self.config, "--only", "load.stays", "--only", "load.locale"],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("2 cases, 2 fail", done.stdout)


unittest.main(argv=sys.argv[:1])

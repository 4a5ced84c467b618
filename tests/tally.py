# SPDX-License-Identifier: MIT
"""Adds up what ctest wrote, shows what did not pass and why, and ends with `N passed, N failed`.

A test that was skipped or never ran has not passed: it counts as failed.
"""
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def main(folder):
    passed, failures = 0, []
    for file in sorted(folder.glob("*.xml")):
        cases = ElementTree.parse(file).getroot().findall("testcase")
        bad = [case.get("name") for case in cases if case.get("status") != "run"]
        passed += len(cases) - len(bad)
        failures += [f"{file.stem}: {name}" for name in bad]
        for case in (case for case in cases if case.get("name") in bad):
            print(f"\n---- {file.stem}: {case.get('name')}\n{(case.findtext('system-out') or '')[-4000:]}")
        print(f"{file.stem}: {len(cases)} tests, {len(bad)} not passed")
    failures += [file.read_text().strip() for file in sorted(folder.glob("*.failed"))]
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures or not passed else 0


sys.exit(main(Path(sys.argv[1])))

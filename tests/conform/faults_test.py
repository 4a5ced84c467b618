# SPDX-License-Identifier: MIT
"""Each case of holdfast-conform can fail: with its fault it is red, and no case is without one.

usage: faults_test.py adapter|plugin|host CONFORM TESTS_FOLDER LIBRARIES FAULTY_HOST PROBE
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from faults import ADAPTER, HOST, HOST_CASES, LOAD, PLUGIN

RED = {"fail", "crash", "timeout"}
# What the contract allows and a vendor should look at all the same.
YELLOW = {"load.fast", "load.signal-mask", "web.no-dead-link"}


class Subject:
    def __init__(self, kind, conform, tests, libraries, host, probe):
        self.kind, self.conform, self.tests, self.libraries = kind, conform, Path(tests), Path(libraries)
        self.host, self.probe = host, probe
        self.scratch = Path(tempfile.mkdtemp())
        self.config = self.scratch / "config.json"
        self.config.write_text(json.dumps({"practice": str(self.tests / "practice.json")}))

    def library(self, fault):
        """The library to be tested; a fault of the file itself has a copy of its own."""
        name = "holdfast-adapter-faulty" if self.kind == "adapter" else "holdfast-plugin-faulty"
        if fault == "@links":
            return self.libraries / "faulty-links.so"
        original = self.libraries / f"{name}.so"
        if fault not in ("@manifest", "@mode", "@scopes"):
            return original
        folder = self.scratch / fault[1:]
        folder.mkdir(exist_ok=True)
        shutil.copy(original, folder)
        manifest = json.loads((self.libraries / f"{name}.manifest.json").read_text())
        if fault == "@manifest":
            manifest["version"] = "9.9.9"
        if fault == "@scopes":
            manifest["scopes"].remove("records.write")
        if fault == "@mode":
            (folder / f"{name}.so").chmod(0o666)
        (folder / f"{name}.manifest.json").write_text(json.dumps(manifest))
        return folder / f"{name}.so"

    def command(self, fault):
        facts = ["--facts", self.tests / "facts.json"]
        if self.kind == "host":
            return ["host", "--probe", self.probe, *facts], \
                ["--", self.host, "{plugin}", "{config}", "{data}", self.tests / "practice.json"]
        command = [self.kind, self.library(fault), *facts]
        if self.kind == "adapter":
            command += ["--config", self.config, "--golden", self.tests / "golden.json"]
        return command, []

    def run(self, *arguments, fault=""):
        first, last = self.command(fault)
        environment = dict(os.environ, HOLDFAST_FAULT="" if fault.startswith("@") else fault)
        return subprocess.run([self.conform, *first, *arguments, *last], env=environment,
                              capture_output=True, text=True, timeout=120)

    def cases(self):
        done = self.run("--list")
        return [line.split()[0] for line in done.stdout.splitlines()]

    def outcome(self, case, fault):
        report = self.scratch / f"{case}.json"
        # Whoever hangs shall not hang long.
        done = self.run("--only", case, "--limit", "3", "--json", report, fault=fault)
        if not report.exists():
            return f"no report: {done.stdout}{done.stderr}"
        found = [one for one in json.loads(report.read_text())["cases"] if one["name"] == case]
        return found[0]["outcome"]


def problem(subject, case, fault):
    outcome = subject.outcome(case, fault)
    if outcome in RED or (outcome == "warn" and case in YELLOW):
        return None
    return f"{case}: with the fault '{fault}' it is not red but: {outcome}"


def main(kind, *places):
    subject = Subject(kind, *places)
    table = {"adapter": LOAD | ADAPTER, "plugin": LOAD | PLUGIN, "host": HOST}[kind]
    cases = subject.cases()
    if kind == "host":
        # How a host is called is this table's; what it answers is the adapter's.
        cases = [case for case in cases if case in HOST or case not in ADAPTER]
        table = table | HOST_CASES
    elif kind == "plugin":
        # A file's own faults are tried on the adapter; the cases are the same.
        table = {case: fault for case, fault in table.items() if not fault.startswith("@")}
        cases = [case for case in cases if case not in LOAD or case in table]
    problems = [f"{case} has no fault in faults.py" for case in cases if case not in table]
    problems += [f"faults.py knows no case {case}" for case in table
                 if case not in cases and case not in HOST_CASES]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        tried = pool.map(lambda one: problem(subject, *one),
                         [one for one in table.items() if one[0] in cases or one[0] in HOST_CASES])
        problems += [found for found in tried if found]
    shutil.rmtree(subject.scratch)
    print("\n".join(problems) or f"{len(table)} cases can fail")
    return 1 if problems else 0


sys.exit(main(*sys.argv[1:]))

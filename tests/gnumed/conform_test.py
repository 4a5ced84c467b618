# SPDX-License-Identifier: MIT
"""The conformance suite on the GNUmed adapter: green, and skipped only where GNUmed has nothing of the sort.

usage: conform_test.py STATE CONFORM ADAPTER
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from gnumed import LEFT, TESSA, Server, write_json

STATE, CONFORM, ADAPTER = sys.argv[1:4]
# GNUmed keeps no appointments: nothing is booked, missed or cancelled. Nobody in it was merged.
SKIPPED = {"sessions.booked", "sessions.no-show", "sessions.cancelled", "sessions.clock-change", "clients.merged",
           "clients.search-limit"}


def main():
    server = Server(STATE)
    ada, bea = str(server.client("Sample")), str(server.client("Specimen"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = write_json(folder / "config.json", server.adapter_config(TESSA, comments=True))
        facts = write_json(folder / "facts.json", {
            "schema": "holdfast.conform-facts/1",
            "actors": [{"actor": TESSA, "reads": [ada], "not_reads": [bea], "writes": [ada], "not_writes": [bea]}],
            "expired_actor": LEFT, "person": TESSA})
        golden = write_json(folder / "golden.json", {"schema": "holdfast.conversation/1", "calls": [
            {"call": "clients.get", "with": [TESSA, ada], "answer": {
                "schema": "holdfast.client/1", "id": ada, "name": "Ada Sample", "initials": "AS",
                "birth_date": "1990-04-01", "active": True}},
            {"call": "clients.get", "with": [TESSA, bea], "status": -3},
            {"call": "clients.get", "with": [TESSA, "nobody"], "status": -2},
            {"call": "identity.may", "with": [TESSA, "read", f"client:{ada}"]}]})
        report = folder / "report.json"
        done = subprocess.run([CONFORM, "adapter", ADAPTER, "--config", str(config), "--facts", str(facts),
                               "--golden", str(golden), "--limit", "60", "--json", str(report), "--quiet"],
                              capture_output=True, text=True, timeout=580)
        print(done.stdout, done.stderr)
        assert done.returncode == 0
        cases = json.loads(report.read_text())["cases"]
        # Built with a sanitizer, that looks at memory instead.
        skipped = {case["name"] for case in cases
                   if case["outcome"] == "skip" and not case["text"].startswith("a sanitizer")}
        assert skipped <= SKIPPED, f"skipped as well: {sorted(skipped - SKIPPED)}"
        assert sum(case["outcome"] == "pass" for case in cases) > 100, "hardly anything was tried"


main()

# SPDX-License-Identifier: MIT
"""A clinician with ten thousand clients, whose names hold quotes, line breaks, tags and other scripts, two of them
merged by GNUmed itself: the adapter tells all of them, finds them by name and keeps its answers small, each within a
case's time.

usage: size_test.py STATE CONFORM ADAPTER
"""
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from gnumed import TESSA, Server, write_json

STATE, CONFORM, ADAPTER = sys.argv[1:4]
HERE = Path(__file__).parent
CLIENTS = 10_000
SECONDS = 180  # for one case, on a machine that does other things as well
CASES = ["changes.from-nothing", "clients.search-by-name", "clients.search-all", "memory.answer-size"]


def merge(server, kept, gone, folder):
    folder.mkdir()
    account = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
        account = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
    subprocess.run(["/usr/bin/python3", "-B", str(HERE / "merge.py"), server.port, server.database, TESSA, str(kept),
                    str(gone), str(folder)], check=True, timeout=120, stdout=subprocess.DEVNULL, **account)


def conform(server, folder):
    config = write_json(folder / "config.json", server.adapter_config(TESSA))
    report = folder / "report.json"
    done = subprocess.run([CONFORM, "adapter", ADAPTER, "--config", str(config), "--limit", str(SECONDS), "--json",
                           str(report), "--quiet", *(word for case in CASES for word in ("--only", case))],
                          capture_output=True, text=True, timeout=1500)
    assert done.returncode == 0, done.stdout + done.stderr
    outcomes = {case["name"]: case["outcome"] for case in json.loads(report.read_text())["cases"]}
    assert outcomes == dict.fromkeys(CASES, "pass"), outcomes


def main():
    server = Server(STATE).copy("gnumed_v22_size", of="gnumed_v22")
    subprocess.run(["psql", "-qX", "-v", f"login={TESSA}", "-f", str(HERE / "crowd.sql")], check=True, timeout=300,
                   env=server.environment("postgres") | {"PGHOST": server.folder})
    crowd = json.loads(server.psql("postgres", """SELECT json_agg(json_build_array(i.pk, p.pk) ORDER BY i.pk)
        FROM dem.identity i JOIN clin.encounter e ON e.fk_patient = i.pk
        JOIN clin.episode p ON p.fk_encounter = e.pk WHERE i.comment LIKE 'crowd %'"""))
    assert len(crowd) == CLIENTS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        kept, gone = crowd[100], crowd[101]
        merge(server, kept[0], gone[0], folder / "merge")
        told = server.psql(TESSA, f"SELECT merged_into FROM holdfast_gnumed.client_merged WHERE pk = {gone[0]}")
        assert told == str(kept[0]), told
        conform(server, folder)
    print(f"{CLIENTS} clients, two of them merged: told, found, and within the limits")


main()

# SPDX-License-Identifier: MIT
"""Backup, restore, export, audit log and metrics by the program itself, in folders of their own.

usage: life_of_data_test.py HOLDFAST
"""
import csv
import json
import signal
import stat
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

PROGRAM = sys.argv[1]


def run(*arguments, status=0):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120)
    assert done.returncode == status, f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def mode(file):
    return stat.S_IMODE(file.stat().st_mode)


def copies(folder, data):
    key, copy = folder / "key.txt", folder / "copy.age"
    key.write_text(run("backup-key"))
    public = next(word for word in key.read_text().split() if word.startswith("age1"))
    assert "name the key" in run("backup", copy, "--data", data, status=1)
    assert not copy.exists(), "a refused backup leaves no file"
    said = run("backup", copy, "--data", data, "--recipient", public)
    assert "verified copy" in said and mode(copy) == 0o600
    assert b"SQLite" not in copy.read_bytes()
    run("backup", copy, "--data", data, "--recipient", public, status=3)  # never over a file
    assert "the copy is whole" in run("restore", copy, "--key", key, "--check", "--data", folder / "other")
    assert "encrypted" in run("restore", copy, "--check", "--data", folder / "other", status=1)
    said = run("restore", copy, "--key", key, "--data", folder / "other")
    assert "paused" in said, said
    assert "whole" in run("verify", "--data", folder / "other")


def exports(folder, data):
    out = folder / "tables"
    assert "ratings of" in run("export", "--to", out, "--data", data)
    with open(out / "dictionary.csv", newline="", encoding="utf-8") as file:
        described = {(line["table"], line["column"]) for line in csv.DictReader(file)}
    for table in ("ratings", "scales", "answers", "check_ins"):
        file = out / f"{table}.csv"
        assert mode(file) == 0o600, file
        with open(file, newline="", encoding="utf-8") as lines:
            for column in next(csv.reader(lines)):
                assert (table, column) in described, (table, column)
    assert (out / "read.sps").stat().st_size > 500 and (out / "read.R").stat().st_size > 500
    assert "agreed to research" in run("export", "--research", "--to", folder / "set", "--data", data, status=1)
    assert not list((folder / "set").iterdir()), "a refused set leaves no file"
    assert "nothing about" in run("erase", "--client", "nobody", "--reason", "x", "--by", "p", "--data", data, status=1)


def audit(folder, data):
    log = folder / "audit.json"
    log.write_text(run("audit", "export", "--data", data))
    lines = json.loads(log.read_text())["lines"]
    assert [line["line"] for line in lines] == list(range(1, len(lines) + 1))
    assert run("audit", "export", "--format", "csv", "--data", data).startswith("line,at,")
    assert "audit log is whole" in run("audit", "verify", "--data", data)


def counts(folder, data):
    config = folder / "holdfast.toml"
    config.write_text('[serve]\nlisten = "127.0.0.1:0"\nmetrics = "127.0.0.1:0"\nlog = "json"\n')
    server = subprocess.Popen([PROGRAM, "serve", "--config", config, "--data", data],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        server.stdout.readline()
        address = None
        while not address:
            line = json.loads(server.stderr.readline())
            if "metrics are at" in line["text"]:
                address = line["text"].split()[-1]
        text = urllib.request.urlopen(address, timeout=30).read().decode()
        for name in ("holdfast_ready", "holdfast_store_bytes", "holdfast_outbox_waiting", "holdfast_audit_lines"):
            assert f"\n{name} " in "\n" + text, text
    finally:
        server.send_signal(signal.SIGTERM)
        _, rest = server.communicate(timeout=30)
    for line in rest.splitlines():
        assert {"time", "level", "text"} <= json.loads(line).keys(), line


with tempfile.TemporaryDirectory() as name:
    place = Path(name)
    practice = place / "practice"
    practice.mkdir(mode=0o700)
    run("verify", "--data", practice)
    copies(place, practice)
    exports(place, practice)
    audit(place, practice)
    counts(place, practice)
    print("copies, exports, audit log and counts are as they should be")

# SPDX-License-Identifier: MIT
"""Backup, restore, export, audit log and metrics by the program itself, in folders of their own; what is
exported is read by R and PSPP.

usage: life_of_data_test.py HOLDFAST TRANSLATING_ADAPTER
"""
import csv
import json
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

PROGRAM, ADAPTER = sys.argv[1:3]


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
    assert "no ledger of erasures" in said and "holdfast.db.erasures.jsonl" in said, said
    assert "whole" in run("verify", "--data", folder / "other")
    ledger = folder / "ledger.jsonl"
    ledger.write_text("")  # nobody was erased so far
    said = run("restore", copy, "--key", key, "--ledger", ledger, "--data", folder / "third")
    assert "no ledger" not in said, said
    subprocess.run([PROGRAM, "backup", "./here.age", "--plain", "--data", data], cwd=folder, check=True,
                   capture_output=True, timeout=120)
    places = [place for (place,) in settings_of(data)]
    assert places == [str(copy), str(folder / "here.age")], places
    assert [place for (place,) in settings_of(folder / "third")] == [str(copy)]


def settings_of(data):
    """Where the copies lie that the store knows."""
    with sqlite3.connect(data / "holdfast.db") as store:
        return store.execute("SELECT json_extract(value, '$.place') FROM setting WHERE key = 'backup'"
                             " ORDER BY number").fetchall()


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


def rows_of(file):
    with open(file, newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def statistics(folder):
    """The demo's tables as R and PSPP read them, with the files that come along."""
    data, out = folder / "demo", folder / "demo-tables"
    server = subprocess.Popen([PROGRAM, "serve", "--demo", "--listen", "127.0.0.1:0", "--data", data],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for line in server.stdout:
        if "Ctrl-C" in line:
            break
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=60)
    run("export", "--to", out, "--data", data)
    ratings = rows_of(out / "ratings.csv")
    assert "records officer" in run("erase", "--client", ratings[0]["client"], "--reason", "x", "--by",
                                    "u-nobody-at-all", "--data", data, status=1)
    assert len(ratings) > 500 and len(rows_of(out / "answers.csv")) > 2000 and len(rows_of(out / "check_ins.csv")) > 3
    total = sum(float(row["total"]) for row in ratings if row["total"])
    labels = {row["column"]: row["meaning"] for row in rows_of(out / "dictionary.csv") if row["table"] == "ratings"}

    script = ('source("read.R"); cat(nrow(ratings), sum(ratings$total, na.rm = TRUE), class(ratings$day),'
              ' sum(is.na(ratings$day)), attr(ratings$pomp, "label"), sep = "\\n")')
    done = subprocess.run(["Rscript", "--vanilla", "-e", script], cwd=out, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    count, summed, kind, undated, label = done.stdout.splitlines()
    assert int(count) == len(ratings) and abs(float(summed) - total) < 0.01 * len(ratings), done.stdout
    assert (kind, undated, label) == ("Date", "0", labels["pomp"]), done.stdout

    said = subprocess.run(["pspp", "read.sps"], cwd=out, capture_output=True, text=True, timeout=120)
    assert said.returncode == 0 and "error" not in said.stdout + said.stderr, said.stdout + said.stderr
    (out / "look.sps").write_text("GET FILE='ratings.sav'.\nDISPLAY DICTIONARY.\n"
                                  "DESCRIPTIVES total declined /STATISTICS=SUM.\nFREQUENCIES rater.\n")
    look = subprocess.run(["pspp", "-O", "format=csv", "look.sps"], cwd=out, capture_output=True, text=True, timeout=120)
    assert look.returncode == 0, look.stdout + look.stderr
    assert labels["pomp"] in look.stdout and labels["declined"] in look.stdout, look.stdout
    assert f"Total,,{len(ratings)}," in look.stdout, look.stdout  # the frequencies' last line


def audit(folder, data):
    log = folder / "audit.json"
    log.write_text(run("audit", "export", "--data", data))
    lines = json.loads(log.read_text())["lines"]
    assert [line["line"] for line in lines] == list(range(1, len(lines) + 1))
    assert run("audit", "export", "--format", "csv", "--data", data).startswith("line,at,")
    assert "audit log is whole" in run("audit", "verify", "--data", data)


def translations(folder, data):
    """What is not the program's own format goes through an adapter, line by line."""
    config = folder / "translating.toml"

    def export(settings, status=0):
        config.write_text(f'[adapter]\nlibrary = "{ADAPTER}"\n{settings}')
        return run("audit", "export", "--format", "counting", "--config", config, "--data", data, status=status)

    lines = [json.loads(line) for line in run("audit", "export", "--format", "ndjson", "--data", data).splitlines()]
    assert [line["line"] for line in lines] == list(range(1, len(lines) + 1))
    assert {line["schema"] for line in lines} == {"holdfast.audit-line/1"}
    counted = [json.loads(line) for line in export("").splitlines()]
    assert [one["number"] for one in counted] == list(range(1, len(lines) + 2)), counted  # this export too
    assert counted[-1]["done"] == "audit.export"
    assert "from: is no good here" in export("refuses = true\n", status=3)
    assert "nothing to count with" in export("absent = true\n", status=3)
    said = run("audit", "export", "--format", "nowhere", "--data", data, status=3)
    assert "holdfast-adapter-nowhere.so is not there" in said and "--format json or csv" in said, said
    said = run("audit", "export", "--format", "practice", "--data", data, status=3)
    assert "holdfast.adapter.translate/1" in said, said
    run("audit", "export", "--format", "../x", "--data", data, status=2)


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
    statistics(place)
    audit(place, practice)
    translations(place, practice)
    counts(place, practice)
    print("copies, exports, audit log and counts are as they should be")

# SPDX-License-Identifier: MIT
"""The service as an operator meets it: from start to ready on stores up to a million ratings, doctor's time,
processor time and memory of a minute in which nobody asks anything, and of a busy one. At the end the table of
packaging/handbook/operations.md.

    python3 tests/bench/service.py build/release/bin/holdfast [ratings...]

The ratings are those of the demo practice, copied over and over: as many rows and indexes as a large practice
would have, of few clients. Not a test: nothing here fails.
"""
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path


COLUMNS = ("ratings", "store", "start to ready", "doctor", "idle minute, processor", "memory (RSS)", "sign-in page")


class Service:
    def __init__(self, program, data):
        self.inbox = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        place = f"{data}/notify"
        Path(place).unlink(missing_ok=True)
        self.inbox.bind(place)
        self.inbox.settimeout(300)
        start = time.monotonic()
        self.process = subprocess.Popen([program, "serve", "--data", data, "--listen", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                        env={**os.environ, "NOTIFY_SOCKET": place})
        assert self.inbox.recv(64).startswith(b"READY")
        self.start_ms = (time.monotonic() - start) * 1000
        self.address = re.search(r"http://\S+", self.process.stdout.readline())[0]

    def nanoseconds_on_cpu(self):  # of the main thread and the others
        return sum(int((task / "schedstat").read_text().split()[0])
                   for task in Path(f"/proc/{self.process.pid}/task").iterdir())

    def rss_mb(self):
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)


def figure(name, value, unit, goal=None):
    met = "" if goal is None else f" goal <= {goal:g}: {'met' if value <= goal else 'missed'}"
    print(f"  {name:<58} {value:12.3f} {unit:<6}{met}", flush=True)


def fill(program, data, wanted):
    process = subprocess.Popen([program, "serve", "--demo", "--data", data, "--listen", "127.0.0.1:0"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    while "http://" not in process.stdout.readline():
        pass
    process.terminate()
    process.wait(timeout=60)
    with sqlite3.connect(f"{data}/holdfast.db") as store:
        columns = [row[1] for row in store.execute("PRAGMA table_info(rating)")]
        keys = {row[1] for row in store.execute("PRAGMA table_info(rating)") if row[5]}
        unique = {row[2] for index in store.execute("PRAGMA index_list(rating)").fetchall() if index[2]
                  for row in store.execute(f"PRAGMA index_info('{index[1]}')")}
        there = store.execute("SELECT COUNT(*) FROM rating").fetchone()[0]
        changed = {name for name in keys | unique if name in ("id", "idempotency_key", "session_id")}
        for copy in range(1, wanted // there + 1):
            values = ", ".join(f"{name} || '~{copy}'" if name in changed else name for name in columns)
            store.execute(f"INSERT INTO rating ({', '.join(columns)}) SELECT {values} FROM rating"
                          " WHERE id NOT LIKE '%~%'")
        count = store.execute("SELECT COUNT(*) FROM rating").fetchone()[0]
    for name in ("holdfast-demo", "holdfast-demo-filled"):
        Path(data, name).unlink(missing_ok=True)
    return count


def measure(program, wanted):
    """The row of the table for a store of about so many ratings."""
    with tempfile.TemporaryDirectory() as data:
        count = fill(program, data, wanted)
        size = Path(data, "holdfast.db").stat().st_size / 1e6
        print(f"service, {count} ratings, {size:.0f} MB")
        starts = []
        for _ in range(7):
            service = Service(program, data)
            starts.append(service.start_ms)
            service.stop()
        start = statistics.median(starts)
        figure("start to ready, median of 7", start, "ms", 300)
        service = Service(program, data)
        urllib.request.urlopen(service.address + "login").read()
        doctors = []
        for _ in range(5):
            begin = time.monotonic()
            done = subprocess.run([program, "doctor", "--data", data], capture_output=True, text=True)
            doctors.append(time.monotonic() - begin)
            # A machine for measuring may have a plain disk and no copy; a broken store measures nothing.
            assert done.returncode in (0, 1), done.stdout
        figure("doctor, median of 5", statistics.median(doctors), "s", 1)
        time.sleep(15)  # what a start still has to do
        before = service.nanoseconds_on_cpu()
        time.sleep(60)
        idle, rss = (service.nanoseconds_on_cpu() - before) / 1e6, service.rss_mb()
        figure("processor time of an idle minute", idle, "ms", 50)
        figure("memory after it (RSS)", rss, "MB", 30)
        begin = time.monotonic()
        for _ in range(500):
            urllib.request.urlopen(service.address + "login").read()
        page = (time.monotonic() - begin) * 1000 / 500
        figure("sign-in page, one client", page, "ms")
        figure("memory after 500 pages (RSS)", service.rss_mb(), "MB")
        service.stop()
    return (f"{count:,}", f"{size:.0f} MB", f"{start:.0f} ms", f"{statistics.median(doctors):.2f} s",
            f"{idle:.0f} ms", f"{rss:.0f} MB", f"{page:.2f} ms")


def main(program, *wanted):
    rows = [measure(program, int(ratings)) for ratings in wanted or (20_000, 100_000, 1_000_000)]
    print()
    for row in (COLUMNS, *rows):
        print("   ".join(value.rjust(max(9, len(name))) for value, name in zip(row, COLUMNS)))
    return 0


sys.exit(main(*sys.argv[1:]))

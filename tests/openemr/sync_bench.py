# SPDX-License-Identifier: MIT
"""How long the adapter takes to tell everything, and to look for changes: a practice of a tenth of the
size, and one of 50,000 patients and a million appointments. The times are for reading; what must hold is
that everything is told once, that ten times as much takes about ten times the processor's time, that a
later hundred thousand cost about what the first did, and that memory does not grow with what was told.

    python3 sync_bench.py STATE ADAPTER.so [PATIENTS APPOINTMENTS]
"""
import resource
import statistics
import sys
import tempfile
import time

from adapter import Adapter
from site_of_openemr import Site

STATE, LIBRARY = sys.argv[1:3]
MOST_MEGABYTES = 300
MOST_GROWTH = 1.25  # of memory, from the first step to the last
MOST_TIMES_THE_SIZE = 1.8  # of processor time: a square would be ten
A_STEP = 100_000
MOST_TIMES_THE_MIDDLE = 4  # of the processor time of a step: far from what a page that grows with its place costs


def megabytes():
    """What the process holds now, not the most it ever held."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1024 / 1024


def server_seconds(pid):
    """Processor time of the database server; with the fields counted behind the name in brackets."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def fill(site, patients, appointments):
    site.sql(f"""
        INSERT INTO users (id, username, password, authorized, active, fname, lname, facility_id)
          SELECT 100 + seq, CONCAT('user', seq), 'x', 1, 1, 'Invented', CONCAT('Number', seq), 3 FROM seq_1_to_100;
        INSERT INTO patient_data (id, pid, fname, lname, DOB, providerID, language, allow_patient_portal)
          SELECT 1000 + seq, 1000 + seq, 'Invented', CONCAT('Number', seq), '1990-01-01', 101 + seq % 100, 'english', 'NO'
          FROM seq_1_to_{patients};
        INSERT INTO openemr_postcalendar_events (pc_eid, pc_catid, pc_multiple, pc_aid, pc_pid, pc_title, pc_time, pc_eventDate,
          pc_duration, pc_recurrtype, pc_recurrspec, pc_startTime, pc_endTime, pc_apptstatus, pc_eventstatus, pc_facility)
          SELECT 10000 + seq, 5, 0, 101 + (seq % {patients}) % 100, 1001 + seq % {patients}, 'Office Visit', NOW(),
            '2026-12-31' - INTERVAL (seq * 7919) % 2000 DAY, 3000, 0, '', '10:00:00', '10:50:00', '>', 1, 3
          FROM seq_1_to_{appointments};
        ANALYZE TABLE patient_data, openemr_postcalendar_events;""")


class Steps:
    """What each hundred thousand of the things that were told cost: this process and the server."""

    def __init__(self, pid):
        self.pid, self.all, self.told = pid, [], 0
        self.begin()

    def begin(self):
        self.at, self.own, self.server = time.monotonic(), time.process_time(), server_seconds(self.pid)

    def add(self, count):
        before, self.told = self.told // A_STEP, self.told + count
        if self.told // A_STEP > before:
            self.all.append((time.monotonic() - self.at, time.process_time() - self.own,
                             server_seconds(self.pid) - self.server, megabytes()))
            self.begin()

    def show(self):
        for place, (seconds, own, server, memory) in enumerate(self.all, 1):
            print(f"  to {place * A_STEP:>9,}: {seconds:6.2f} s, adapter {own:5.2f} s and server {server:5.2f} s "
                  f"of processor time, {memory:.0f} MB")

    def check(self):
        if len(self.all) < 3:
            return
        times = [own + server for _, own, server, _ in self.all]
        middle = statistics.median(times)
        assert max(times) < MOST_TIMES_THE_MIDDLE * middle, f"a step of {max(times):.2f} s beside {middle:.2f} s"
        first, last = self.all[0][3], self.all[-1][3]
        assert last < MOST_GROWTH * first, f"{first:.0f} MB grew to {last:.0f} MB"


def measure(patients, appointments):
    with tempfile.TemporaryDirectory(prefix="holdfast-openemr-") as folder:
        site = Site(STATE, folder).make()
        fill(site, patients, appointments)
        begun, worked = time.monotonic(), time.process_time() + server_seconds(site.server["pid"])
        adapter = Adapter(LIBRARY, site.adapter_config(look_seconds=30))
        opened = time.monotonic()
        steps = Steps(site.server["pid"])
        cursor, pages = "", 0
        while True:
            page = adapter.changes(cursor)
            steps.add(len(page["changes"]))
            pages, cursor = pages + 1, page["cursor"]
            if not page["more"]:
                break
        swept, worked = time.monotonic(), time.process_time() + server_seconds(site.server["pid"]) - worked
        adapter.now += 60
        nothing = adapter.changes(cursor)
        looked = time.monotonic()
        assert nothing["changes"] == [], nothing
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{patients:,} patients, {appointments:,} appointments: open {opened - begun:.1f} s, "
              f"{steps.told:,} things in {pages} pages {swept - opened:.1f} s, a look {looked - swept:.2f} s, "
              f"at most {memory:.0f} MB")
        steps.show()
        least = patients * 2 + appointments
        assert steps.told >= least, f"{steps.told} told of at least {least}"
        assert memory < MOST_MEGABYTES, f"{memory} MB"
        steps.check()
        adapter.close()
        site.drop()
        return worked


if __name__ == "__main__":
    whole = [int(word) for word in sys.argv[3:5]] or [50_000, 1_000_000]
    small = measure(whole[0] // 10, whole[1] // 10)
    large = measure(*whole)
    print(f"ten times as much takes {large / small:.1f} times the processor's time")
    assert large / small < 10 * MOST_TIMES_THE_SIZE, f"{small:.1f} s and {large:.1f} s"

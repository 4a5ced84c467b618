# SPDX-License-Identifier: MIT
"""How long the adapter takes to tell everything, and to look for changes: a practice of a tenth of the
size, and one of 50,000 patients and a million appointments. The time is for reading; what must hold is
that everything is told once, and in bounded memory.

    python3 sync_bench.py STATE ADAPTER.so [PATIENTS APPOINTMENTS]
"""
import resource
import sys
import tempfile
import time

from adapter import Adapter
from site_of_openemr import Site

STATE, LIBRARY = sys.argv[1:3]
MOST_MEGABYTES = 300


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


def measure(patients, appointments):
    with tempfile.TemporaryDirectory(prefix="holdfast-openemr-") as folder:
        site = Site(STATE, folder).make()
        fill(site, patients, appointments)
        begun = time.monotonic()
        adapter = Adapter(LIBRARY, site.adapter_config(look_seconds=30))
        opened = time.monotonic()
        cursor, told, pages = "", 0, 0
        while True:
            page = adapter.changes(cursor)
            told, pages, cursor = told + len(page["changes"]), pages + 1, page["cursor"]
            if not page["more"]:
                break
        swept = time.monotonic()
        adapter.now += 60
        nothing = adapter.changes(cursor)
        looked = time.monotonic()
        assert nothing["changes"] == [], nothing
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{patients} patients, {appointments} appointments: first look {opened - begun:.1f} s, "
              f"{told} things in {pages} pages {swept - opened:.1f} s, a look {looked - swept:.2f} s, {memory:.0f} MB")
        least = patients * 2 + appointments
        assert told >= least, f"{told} told of at least {least}"
        assert memory < MOST_MEGABYTES, f"{memory} MB"
        adapter.close()
        site.drop()
        return swept - opened


if __name__ == "__main__":
    whole = [int(word) for word in sys.argv[3:5]] or [50_000, 1_000_000]
    small = measure(whole[0] // 10, whole[1] // 10)
    large = measure(*whole)
    print(f"ten times as much takes {large / small:.1f} times as long")

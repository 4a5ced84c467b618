# SPDX-License-Identifier: MIT
"""What the module adds to a patient's summary under php-fpm and nginx: the page with the module switched off,
on, on with nobody listening, on with the library preloaded in PHP instead of the socket. Rounds take turns, so that a machine that slows down slows all alike, and what
is told is the fastest tenth, which others on the machine disturb least.

    python3 card_bench.py STATE HOLDFAST LIBRARY
"""
import json
import statistics
import subprocess
import sys
import time

from fpm import fpm_and_nginx
from house import SUMMARY, House

STATE, HOLDFAST, LIBRARY = sys.argv[1:4]
ROUNDS, ASKED = 12, 20
MOST_TIMES_THE_DAEMON = 4  # banner and card ask three questions in one connection
MOST_WHEN_AWAY = 0.5  # of what the module adds when Holdfast is there


def seconds(ask):
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun


def ratings(house):
    rows = ["client,course,date,instrument,total"]
    rows += [f"1,1-5,2026-{month:02}-{day:02},holdfast-session,{300 + (month * 7 + day) % 40}"
             for month in range(1, 10) for day in (3, 10, 17, 24)]
    done = subprocess.run([HOLDFAST, "import", "--config", house.site.config / "holdfast.toml", "-"],
                          input="\n".join(rows), text=True, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr


def main():
    house = House(STATE, HOLDFAST, serve=lambda *all: fpm_and_nginx(*all, settings=all[0].site.config),
                  words=("--ffi", "--library", LIBRARY))
    toml = house.site.config / "holdfast.toml"
    toml.write_text(toml.read_text().replace("look_seconds = 0", "look_seconds = 30"))  # as it is set without a word
    try:
        house.start()
        house.stop()
        ratings(house)
        house.start()
        browser = house.browser(user=5, pid=1)

        def shows(text, switched_on):
            house.site.sql(f"UPDATE modules SET mod_active = {switched_on}")
            page = browser.get(SUMMARY).text
            assert ("svg+xml" in page, "not available" in page) == text, page

        file = house.site.path / f"interface/modules/custom_modules/oe-module-holdfast/sites/{house.site.name}.json"
        chosen = json.loads(file.read_text())
        library = json.dumps(chosen, ensure_ascii=False)
        told = json.dumps({name: value for name, value in chosen.items() if name != "library"}, ensure_ascii=False)
        file.write_text(told)
        times = {"off": [], "on": [], "library": [], "away": [], "daemon": []}
        for _ in range(ROUNDS):
            shows((False, False), 0)
            times["off"] += [seconds(lambda: browser.get(SUMMARY)) for _ in range(ASKED)]
            shows((True, False), 1)
            times["on"] += [seconds(lambda: browser.get(SUMMARY)) for _ in range(ASKED)]
            file.write_text(library)
            for _ in range(2 * ASKED if not times["library"] else 1):  # each worker opens it once
                shows((True, False), 1)
            times["library"] += [seconds(lambda: browser.get(SUMMARY)) for _ in range(ASKED)]
            file.write_text(told.replace(str(house.site.socket), str(house.site.socket) + ".none"))
            shows((False, True), 1)
            times["away"] += [seconds(lambda: browser.get(SUMMARY)) for _ in range(ASKED)]
            file.write_text(told)
            times["daemon"] += [seconds(lambda: browser.get(house.staff("/api/v1/courses/1-5"))) for _ in range(ASKED)]
        off, on, inside, away, daemon = (statistics.quantiles(times[name], n=10)[0] * 1000
                                         for name in ("off", "on", "library", "away", "daemon"))
        print(f"a summary without the module {off:.1f} ms, with it {on:.1f} ms ({on - off:+.1f} ms), "
              f"with the library in PHP {inside:.1f} ms ({inside - off:+.1f} ms), "
              f"with nobody listening {away:.1f} ms ({away - off:+.1f} ms); one page of Holdfast's {daemon:.1f} ms")
        assert on - off < MOST_TIMES_THE_DAEMON * daemon, "the card costs more than what it asks"
        assert away - off < MOST_WHEN_AWAY * (on - off), "a Holdfast that is away is waited for"
    finally:
        house.close()


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""Pictures of the module's parts, to be looked at: card, banner, encounter, forms, portal, settings; three
widths, light and dark, and from right to left. OpenEMR's frame around them is the harness.

    python3 screenshots.py STATE HOLDFAST FOLDER
"""
import csv
import datetime
import io
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

from house import ENCOUNTER, SUMMARY, House, rate

STATE, HOLDFAST = sys.argv[1:3]
FOLDER = pathlib.Path(sys.argv[3])
SIZES = {"phone": (390, 844), "tablet": (820, 1180), "desktop": (1280, 900)}


ARABIC = {"Session forms": "استمارات الجلسات", "Session form": "استمارة الجلسة", "Latest rating": "آخر تقييم",
          "of 100": "من ١٠٠", "The whole picture": "الصورة الكاملة", "Check-in suggested": "يُقترح الاطمئنان", "Open": "فتح",
          "Open the form": "افتح الاستمارة", "Holdfast answers.": "‏Holdfast يجيب.",
          "Four lines about how the work together felt. It takes less than a minute.": "أربعة أسطر عن العمل معًا. أقل من دقيقة."}


def translate(house):
    house.site.sql("INSERT INTO lang_languages (lang_id, lang_code, lang_description, lang_is_rtl) VALUES (9, 'ar', 'Arabic', 1)")
    for number, (english, arabic) in enumerate(ARABIC.items(), 90):
        house.site.sql(f"INSERT INTO lang_constants (cons_id, constant_name) VALUES ({number}, '{english}'); "
                       f"INSERT INTO lang_definitions (cons_id, lang_id, definition) VALUES ({number}, 9, '{arabic}')")


def course(house):
    """Half a year of weekly sessions of patient 1 with a dip at the end, then Holdfast's own import."""
    today = datetime.date.today()
    rows = io.StringIO()
    table = csv.writer(rows)
    table.writerow(["client", "course", "date", "instrument", "total"])
    totals = [318, 322, 330, 326, 334, 331, 338, 329, 335, 340, 333, 337, 336, 341, 338, 335, 339, 342, 336, 210]
    for i, total in enumerate(totals):
        day = today - datetime.timedelta(days=7 * (len(totals) - i))
        house.site.sql(f"INSERT INTO form_encounter (id, date, pid, encounter, pc_catid, provider_id, sensitivity) "
                       f"VALUES ({200 + i}, '{day} 11:00:00', 1, {300 + i}, 5, 5, 'normal')")
        table.writerow(["1", "1-5", day, "holdfast-session", total])
    return rows.getvalue()


def take(house, name, who, path):
    address = f"http://127.0.0.1:{house.port}/login.php?" + urllib.parse.urlencode(who | {"to": path})
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            with tempfile.TemporaryDirectory() as profile:
                subprocess.run(["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                                f"--user-data-dir={profile}", f"--window-size={width},{height}",
                                *(["--blink-settings=preferredColorScheme=0"] if scheme == "dark" else ["--blink-settings=preferredColorScheme=1"]),
                                f"--screenshot={FOLDER}/{name}-{size}-{scheme}.png", "--virtual-time-budget=4000", address],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, timeout=180)
            if scheme == "light" and size != "phone" and name not in ("summary", "portal"):
                break


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    house = House(STATE, HOLDFAST)
    try:
        ratings = course(house)
        translate(house)
        house.start()
        house.stop()
        done = subprocess.run([house.holdfast, "import", "--config", house.site.config / "holdfast.toml", "-"],
                              input=ratings, text=True, capture_output=True)
        print(done.stdout[-500:], done.stderr[-500:])
        house.start()
        therapist = {"user": 5, "pid": 1, "encounter": 102}
        browser = house.browser(**therapist)
        form = browser.get("/interface/patient_file/encounter/load_form.php?formname=holdfast_rating")
        rate(browser, form, 72)
        house.site.sql(
            "INSERT INTO openemr_postcalendar_events (pc_eid, pc_catid, pc_multiple, pc_aid, pc_pid, pc_title, pc_eventDate, "
            "pc_duration, pc_recurrtype, pc_recurrspec, pc_startTime, pc_endTime, pc_apptstatus, pc_eventstatus) VALUES "
            "(2001, 5, 0, '5', '3', 'Office Visit', CURDATE(), 3000, 0, '', '00:01:00', '00:02:00', '>', 1)")
        take(house, "summary", therapist, SUMMARY)
        take(house, "encounter", therapist, ENCOUNTER)
        take(house, "therapist-form", therapist | {"encounter": 101}, "/interface/patient_file/encounter/load_form.php?formname=holdfast_rating")
        take(house, "portal", {"patient": 3}, "/portal/home.php")
        take(house, "client-form", {"patient": 3}, house.portal("/my-form"))
        for name, who, path in (("summary-rtl", therapist, SUMMARY), ("encounter-rtl", therapist, ENCOUNTER), ("portal-rtl", {"patient": 3}, "/portal/home.php"),
                                ("settings-rtl", {"user": 1}, "/interface/modules/custom_modules/oe-module-holdfast/moduleConfig.php")):
            take(house, name, who | {"language": "Arabic"}, path)
        take(house, "settings", {"user": 1}, "/interface/modules/custom_modules/oe-module-holdfast/moduleConfig.php")
    finally:
        house.close()


if __name__ == "__main__":
    main()

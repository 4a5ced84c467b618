# SPDX-License-Identifier: MIT
"""`holdfast doctor` on an installation that is well, and on the same with one thing broken at a time: each
is found in its own line, with what to do, and ends with exactly the exit status that monitoring expects.

usage: doctor_test.py HOLDFAST LIBRARY_DIR
"""
import ctypes
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import certificates

PROGRAM, LIBRARIES = sys.argv[1], Path(sys.argv[2])
OK, WARN, FAIL, UNKNOWN = 0, 1, 2, 3
WORDS = ["ok", "warn", "fail", "unknown"]


class Practice:
    """A practice of its own, with copies of the libraries that a test may break."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.data, self.libraries = self.folder / "data", self.folder / "lib"
        self.libraries.mkdir()
        for file in LIBRARIES.glob("holdfast*"):
            if file.is_file() and file.suffix in (".so", ".json"):
                shutil.copy(file, self.libraries)
        # This machine's disk and time server are its own business.
        self.settings = {"serve": {"disk_encrypted_by": '"the test"', "clock_kept_by": '"the test"'}, "plugin": {},
                         "adapter": {"name": '"practice"'}}
        self.environment = {}
        self.write()
        self.start_once()

    def write(self):
        lines = []
        for section, values in self.settings.items():
            lines += [f"[{section}]", *(f"{key} = {value}" for key, value in values.items())]
        self.config = self.folder / "holdfast.toml"
        self.config.write_text("\n".join(lines) + "\n")

    def arguments(self, *more):
        return [PROGRAM, *more, "--config", str(self.config), "--data", str(self.data),
                "--plugin", str(self.libraries / "holdfast.so")]

    def start_once(self):
        service = subprocess.Popen(self.arguments("serve") + ["--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True)
        assert "Holdfast is at" in service.stdout.readline()
        service.terminate()
        assert service.wait(timeout=60) == 0

    def ask(self):
        done = subprocess.run(self.arguments("doctor", "--json"), capture_output=True, text=True,
                              env={**os.environ, **self.environment}, timeout=120)
        report = json.loads(done.stdout)
        assert report["schema"] == "holdfast.doctor/1"
        assert done.returncode == WORDS.index(report["level"]), (done.returncode, done.stdout)
        for line in report["findings"]:
            assert (line["level"] == "ok") == ("advice" not in line), line
        return done.returncode, report["findings"]

    def sql(self, statement, *values, file="holdfast.db"):
        with sqlite3.connect(self.data / file) as database:
            return database.execute(statement, values).fetchall()


# Each breaks one thing in a practice of its own: (part, level, words of the finding or its advice).
def plugin_is_gone(p):
    (p.libraries / "holdfast.so").unlink()
    return "plugin", FAIL, "holdfast.so"


def core_is_no_library(p):
    (p.libraries / "holdfast-core.so").write_bytes(b"no library")
    return "core", FAIL, "holdfast-core.so"


def adapter_is_gone(p):
    p.settings["adapter"]["name"] = '"nowhere"'
    p.write()
    return "adapter", FAIL, "holdfast-adapter-nowhere.so"


def adapter_was_changed(p):
    manifest = p.libraries / "holdfast-adapter-practice.manifest.json"
    told = json.loads(manifest.read_text())
    told["sha256"] = "0" * 64
    manifest.write_text(json.dumps(told))
    return "adapter", FAIL, "the file was changed"


def adapter_is_not_signed(p):
    p.settings["plugin"]["signatures"] = '"warn"'
    p.write()
    return "adapter", WARN, "sign"


def database_is_damaged(p):
    (p.data / "holdfast.db").write_bytes(b"SQLite format 3\0" + b"\0" * 5000)
    return "database", FAIL, "restore"


def database_is_newer(p):
    p.sql("UPDATE schema_version SET version = 999 WHERE version = (SELECT MAX(version) FROM schema_version)")
    return "database", FAIL, "newer Holdfast"


def folder_is_open(p):
    p.data.chmod(0o755)
    return "permissions", FAIL, f"chmod 700 {p.data}"


def file_is_open(p):
    (p.data / "holdfast.db").chmod(0o644)
    return "permissions", FAIL, "chmod 600"


def folder_is_anothers(p):
    os.chown(p.data, 65534, 65534)
    return "permissions", UNKNOWN, "sudo -u"


def settings_are_not_there(p):
    p.config.unlink()
    return "settings", UNKNOWN, "cannot be read"


def core_is_of_another_version(p):
    core = p.libraries / "holdfast-core.so"
    version = subprocess.run([PROGRAM, "version"], capture_output=True, text=True).stdout.split()[1]
    found = core.read_bytes()
    old, other = f"\0{version}\0".encode(), b"\0" + b"9" * len(version) + b"\0"
    assert found.count(old) == 1, "where a core says its version is not where this test looks"
    core.write_bytes(found.replace(old, other))
    return "core", FAIL, "install the package of this program's version again"


def clock_went_back(p):
    future = int((time.time() + 5 * 86400) * 1000)
    p.sql("INSERT INTO audit_line VALUES ('default', 1, ?, 'system', 'x', 'x', 'x', '', '', '', '', '', '', '')", future)
    return "clock", FAIL, "in the future"


def nobody_answers_for_the_clock(p):
    """Then it is the kernel's word that counts, whatever that is on this machine."""
    p.settings["serve"].pop("clock_kept_by")
    p.write()
    timex = ctypes.create_string_buffer(512)  # struct timex; its status stands at byte 40
    assert ctypes.CDLL(None).adjtimex(timex) >= 0
    is_unsynchronised = struct.unpack_from("i", timex, 40)[0] & 0x40  # STA_UNSYNC
    return ("clock", WARN, "serve.clock_kept_by") if is_unsynchronised else ("clock", OK, "follows a time server")


def no_copy_was_made(p):
    now = int(time.time() * 1000)
    p.sql("INSERT INTO audit_line VALUES ('default', 1, ?, 'system', 'x', 'x', 'x', '', '', '', '', '', '', '')", now)
    return "backup", WARN, "holdfast backup"


def move_to_small_disk(p):
    place = p.folder / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=50m,mode=0700", "tmpfs", place], check=True)
    for file in p.data.iterdir():
        shutil.copy2(file, place)
    p.data = place


def disk_is_full(p):
    move_to_small_disk(p)
    return "disk", FAIL, "make room"


def disk_is_read_only(p):
    move_to_small_disk(p)
    subprocess.run(["mount", "-o", "remount,ro", p.data], check=True)
    return "disk", FAIL, "read-only"


def disk_is_plain(p):
    p.settings["serve"]["disk_encrypted_by"] = '""'
    p.write()
    return "encryption", WARN, "serve.disk_encrypted_by"


def pages_without_tls(p):
    p.settings["serve"]["listen"] = '"192.0.2.1:8480"'
    p.write()
    return "TLS", FAIL, "serve.trusted_proxies"


def serve_with(p, name="pages.example.org", **certificate):
    cert, key = certificates.certify(p.folder / "tls", **certificate)
    p.settings["serve"] |= {"proxy_cert": f'"{cert}"', "proxy_key": f'"{key}"', "public_name": f'"{name}"'}
    p.write()
    return cert, key


def certificate_is_well(p):
    serve_with(p)
    return "TLS", OK, "for pages.example.org and fits its key"


def certificate_is_for_any_below(p):
    serve_with(p, name="pages.example.org", names="DNS:*.example.org")
    return "TLS", OK, "for pages.example.org"


def certificate_is_for_an_address(p):
    serve_with(p, name="192.0.2.7", names="IP:192.0.2.7")
    return "TLS", OK, "for 192.0.2.7"


def certificate_has_ended(p):
    serve_with(p, first_day=-90, last_day=-1)
    return "TLS", FAIL, "renew it and reload the proxy"


def certificate_has_not_begun(p):
    serve_with(p, first_day=2)
    return "TLS", FAIL, "is not valid before"


def certificate_ends_soon(p):
    serve_with(p, last_day=13)
    return "TLS", WARN, "renew it now"


def certificate_is_for_another_name(p):
    serve_with(p, names="DNS:mail.example.org, DNS:www.example.org")
    return "TLS", FAIL, "is for mail.example.org, www.example.org, not for pages.example.org"


def certificate_has_another_key(p):
    certificates.make_key(serve_with(p)[1])
    return "TLS", FAIL, "is not the key of"


def certificate_is_gone(p):
    serve_with(p)[0].unlink()
    return "TLS", FAIL, "cert.pem cannot be read: No such file"


def certificate_is_a_key(p):
    cert, key = serve_with(p)
    shutil.copy(key, cert)
    return "TLS", FAIL, "no certificate in PEM"


def key_is_gone(p):
    serve_with(p)[1].unlink()
    return "TLS", FAIL, "key.pem cannot be read: No such file"


def pages_without_offline(p):
    p.settings["serve"]["public"] = '"192.0.2.1:8443"'
    p.write()
    return "TLS", FAIL, "--tls-cert FILE --tls-key FILE"


def own_certificate_is_well(p):
    cert, key = certificates.certify(p.folder / "tls")
    p.settings["serve"] |= {"tls_cert": f'"{cert}"', "tls_key": f'"{key}"', "public_name": '"pages.example.org"'}
    p.write()
    return "TLS", OK, "for pages.example.org and fits its key"


def own_certificate_is_gone(p):
    p.settings["serve"] |= {"tls_cert": f'"{p.folder}/nowhere.pem"', "tls_key": f'"{p.folder}/nowhere.key"'}
    p.write()
    return "TLS", FAIL, "nowhere.pem cannot be read"


def host_is_gone(p):
    p.settings["adapter"]["file"] = f'"{p.folder}/nowhere/practice.db"'
    p.write()
    return "host connection", FAIL, "[adapter]"


def wording_has_no_licence(p):
    p.settings["plugin"]["client_form"] = '"wai-sr"'
    p.write()
    return "wording", FAIL, "holdfast wording install"


def instrument_is_unknown(p):
    p.settings["plugin"]["therapist_form"] = '"no-such-form"'
    p.write()
    return "settings", FAIL, "therapist_form: there is no form"


def store_was_moved(p):
    elsewhere = p.folder / "elsewhere"
    shutil.copytree(p.data, elsewhere)
    p.data = elsewhere
    return "delivery queue", WARN, "confirms it at Deliveries"


def settings_are_wrong(p):
    p.settings["serve"]["lisen"] = '"x"'
    p.write()
    return "settings", FAIL, "holdfast.toml:4: serve.lisen"


def environment_is_wrong(p):
    p.environment = {"HOLDFAST_SERVE_IDLE_MINUTES": "0"}
    return "settings", FAIL, "HOLDFAST_SERVE_IDLE_MINUTES"


def put_delivery(p, status, hours_old):
    made = int((time.time() - hours_old * 3600) * 1000)
    p.sql("INSERT INTO outbox VALUES ('default', ?, 'put', 'alert', 'key', 'client', '{}', ?, 1, ?, NULL, 'refused', '', ?,"
          " NULL)", f"id-{hours_old}", status, made, made)


def delivery_was_refused(p):
    put_delivery(p, "parked", 1)
    return "delivery queue", WARN, "refused by the practice system"


def delivery_is_slow(p):
    put_delivery(p, "waiting", 2)
    return "delivery queue", WARN, "the oldest for 2 hours"


def delivery_is_stuck(p):
    put_delivery(p, "waiting", 30)
    return "delivery queue", FAIL, "the oldest for 30 hours"


def there_is_no_database(p):
    for file in p.data.glob("holdfast.db*"):
        file.unlink()
    return "database", WARN, "the first start"


BREAKS = [plugin_is_gone, core_is_no_library, adapter_is_gone, adapter_was_changed, adapter_is_not_signed,
          database_is_damaged, database_is_newer, there_is_no_database, folder_is_open, file_is_open,
          folder_is_anothers, settings_are_not_there, core_is_of_another_version, clock_went_back,
          nobody_answers_for_the_clock, no_copy_was_made, disk_is_full, disk_is_read_only, disk_is_plain,
          pages_without_tls, pages_without_offline, own_certificate_is_well, own_certificate_is_gone,
          certificate_is_well, certificate_is_for_any_below, certificate_is_for_an_address,
          certificate_has_ended, certificate_has_not_begun, certificate_ends_soon, certificate_is_for_another_name,
          certificate_has_another_key, certificate_is_gone, certificate_is_a_key, key_is_gone, host_is_gone,
          wording_has_no_licence, instrument_is_unknown, delivery_was_refused, delivery_is_slow,
          delivery_is_stuck, store_was_moved, settings_are_wrong, environment_is_wrong]


def check(name, practice, wanted):
    part, level, words = wanted
    status, findings = practice.ask()
    found = [line for line in findings if line["part"] == part and line["level"] == WORDS[level]]
    assert found, f"{name}: no {WORDS[level]} of {part} in {json.dumps(findings, indent=1)}"
    assert any(words in line["text"] + line.get("advice", "") for line in found), f"{name}: {found}"
    assert status == level, f"{name}: {status} in {json.dumps(findings, indent=1)}"


def check_words(well):
    """What stands beside the findings: the text, and what is said to a wrong option."""
    done = subprocess.run(well.arguments("doctor"), capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if not line.lstrip().startswith("->")]
    assert done.returncode == OK and lines and all(line.startswith("ok ") for line in lines), done
    for wrong in (["--jsn"], ["--json", "more"]):
        done = subprocess.run([PROGRAM, "doctor", *wrong], capture_output=True, text=True)
        assert done.returncode == UNKNOWN and "holdfast --help" in done.stderr, done


def main():
    with tempfile.TemporaryDirectory() as folder:
        well = Practice(folder)
        status, findings = well.ask()
        assert status == OK and all(line["level"] == "ok" for line in findings), findings
        check_words(well)
        for number, broken in enumerate(BREAKS):
            place = Path(folder, str(number))
            place.mkdir()
            practice = Practice(place)
            check(broken.__name__, practice, broken(practice))
            subprocess.run(["umount", "-l", place / "small"], stderr=subprocess.DEVNULL)
    print(f"{len(BREAKS)} things changed one at a time, each was found in its line")
    return 0


# Some things are broken with a disk of their own: in a mount namespace that ends with the test.
if "HOLDFAST_DOCTOR_TEST" not in os.environ:
    os.environ["HOLDFAST_DOCTOR_TEST"] = "1"
    os.execvp("unshare", ["unshare", "--mount", sys.executable, "-B", *sys.argv])
sys.exit(main())

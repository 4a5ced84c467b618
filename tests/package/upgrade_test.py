# SPDX-License-Identifier: MIT
"""From the packages of the last recorded release to those of this tree, one version further, and all the way
back, in a Debian that debootstrap made, with a practice's ratings in the store: the silent installation, the copy
that a migration makes, what each version says of the other's store, that nothing is lost on either way, what
removing and purging leave. Then versions that were mixed: what is refused, and what works as the handbook says.

usage: upgrade_test.py DEBIAN_ROOT BUNDLE.tar RELEASED_PACKAGES PACKAGES NEXT_PACKAGES
"""
import contextlib
import hashlib
import json
import re
import sqlite3
import sys
from pathlib import Path

import root as roots

AS_SERVICE = "runuser -u holdfast -- holdfast"
RELEASED, THIS, NEXT = "/srv/released", "/srv/this", "/srv/next"
# As the handbook gives it: what IT wrote into holdfast.toml stays, without a question.
INSTALL = "apt-get install --no-install-recommends -y -o Dpkg::Options::=--force-confold"
LIBRARIES = "usr/lib/x86_64-linux-gnu/holdfast"


def select(root, statement):
    """From the store, which is closed again: as long as anybody has it open, no schema is changed."""
    with contextlib.closing(sqlite3.connect(root.path / "var/lib/holdfast/holdfast.db")) as store:
        return store.execute(statement).fetchall()


def facts(root):
    """Every rating as it was stored, and the chain of the audit log."""
    said = root.sh(f"{AS_SERVICE} verify")
    chain = re.search(r"\d+ audit lines, chain head [0-9a-f]+", said)[0]
    ratings = select(root, "SELECT id, course_id, subject_key, rater, instrument, version, day, entered_at, source,"
                           " scored, raw, pomp, tension FROM rating ORDER BY id")
    assert len(ratings) > 1000, len(ratings)
    return [f"{len(ratings)} ratings, SHA-256 {hashlib.sha256(repr(ratings).encode()).hexdigest()}", chain]


def schemas(root):
    """Of the store, and of the version that is installed."""
    said = root.sh(f"{AS_SERVICE} schema")
    return tuple(int(n) for n in re.search(r"has schema (\d+), this version writes (\d+)", said).groups())


def version_of(root, folder):
    return root.sh(f"dpkg-deb -f {folder}/holdfast_*.deb Version").strip()


def installed(root, package="holdfast"):
    return root.sh(f"dpkg-query -W -f '${{db:Status-Status}} ${{Version}}' {package}").strip()


def install(root, folder, status=0):
    return root.sh(f"{INSTALL} --no-remove --allow-downgrades {folder}/holdfast_*.deb 2>&1", status=status)


def take_dependencies_from(root, bundle):
    """The offline bundle is all that apt has here: there is no network."""
    root.copy([bundle], "/srv")
    root.sh("tar xf /srv/bundle.tar -C /srv; rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/*;"
            " echo 'deb [trusted=yes] file:/srv/holdfast-bundle ./' >/etc/apt/sources.list; apt-get -q update")


def answer(root):
    root.write("/srv/holdfast.toml", '[serve]\ndata = "/var/lib/holdfast"\ndisk_encrypted_by = "the test"\n'
                                      '[plugin]\ncrisis_text = "Call 112."\n')
    root.write("/srv/password", "correct horse battery\n", 0o600)
    root.write("/srv/answers", "config=/srv/holdfast.toml\nadmin_name=anna\nadmin_person=u-admin\n"
                                "admin_password_file=/srv/password\nenable=yes\nmetrics=yes\n")
    root.sh('echo "holdfast holdfast/answers string /srv/answers" | debconf-set-selections')


def check_silent_install(root):
    """The answers were taken without a question, and taking them again changes nothing."""
    assert "Call 112." in root.sh("cat /etc/holdfast/holdfast.toml")
    assert "anna" in root.sh(f"{AS_SERVICE} user list")
    for unit in ("holdfast.socket", "holdfast-metrics.socket"):
        assert root.has(f"/etc/systemd/system/sockets.target.wants/{unit}"), unit
    assert "there already" in root.sh("holdfast-setup --answers /srv/answers")
    root.write("/srv/bad.answers", "enable=perhaps\n")
    assert "yes or no" in root.sh("holdfast-setup --answers /srv/bad.answers", status=3)
    root.write("/srv/bad.answers", "\nconfg=/x\n")
    assert "/srv/bad.answers:2: confg is not an answer" in root.sh("holdfast-setup --answers /srv/bad.answers", status=3)


def fill(root):
    """A practice of 24 invented clients with two years of ratings."""
    root.sh("install -d -m 0700 -o holdfast -g holdfast /srv/demo")
    root.sh("runuser -u holdfast -- sh -c 'holdfast serve --demo --listen 127.0.0.1:0 --data /srv/demo/data"
            " >/srv/demo/out 2>&1 & pid=$!; for _ in $(seq 1200); do grep -q http: /srv/demo/out && break; sleep 0.1; done;"
            " kill $pid; wait $pid' ; mv /srv/demo/data/holdfast.db /srv/demo/data/practice.db /var/lib/holdfast/")


def add_rating(root, day):
    """One more, by the version that is installed."""
    (course,), = select(root, "SELECT MIN(course_id) FROM rating WHERE rater = 'client'")
    root.write("/srv/one.csv", f"course,date,instrument,total\n{course},{day},holdfast-session,30\n")
    said = root.sh(f"{AS_SERVICE} import /srv/one.csv")
    assert said.startswith("1 ratings stored"), said


def check_ready(root):
    """By its sockets, ready and with the work between requests done; a 503 is asked again for two minutes."""
    root.sh("systemctl start holdfast.socket")
    said = root.sh("curl --silent --fail --retry 120 --retry-delay 1 --retry-all-errors http://127.0.0.1:8480/readyz")
    assert said == "ready\n", said
    root.sh("systemctl stop holdfast.socket")


def check_copy(root, of_schema):
    copy = root.sh(f"ls /var/lib/holdfast/holdfast.db.schema-{of_schema}.*").split()
    assert len(copy) == 1, copy
    assert root.sh(f"stat -c '%a %U' {copy[0]}").strip() == "600 holdfast"


def upgrade(root, folder):
    """Nothing is lost, a store that changed was copied first, and what IT wrote stays."""
    before, (old, _) = facts(root), schemas(root)
    _, seconds = root.timed(f"{INSTALL} --no-remove {folder}/holdfast_*.deb 2>&1")
    assert installed(root) == "installed " + version_of(root, folder)
    check_ready(root)
    stands, writes = schemas(root)
    assert stands == writes, "starting the service brings the store up to date"
    if writes > old:
        check_copy(root, old)
    assert facts(root) == before, (facts(root), before)
    assert "Call 112." in root.sh("cat /etc/holdfast/holdfast.toml"), "an upgrade keeps what IT wrote"
    return seconds


def roll_back(root, folder, to_schema):
    """As the handbook says: the schema by the newer version, then the older version."""
    before = facts(root)
    root.sh(f"{AS_SERVICE} schema --to {to_schema}")
    install(root, folder)
    assert schemas(root) == (to_schema, to_schema)
    assert facts(root) == before, "the way back lost something"
    check_ready(root)


def check_versions(root):
    install(root, RELEASED)
    check_silent_install(root)
    fill(root)
    (released, _) = schemas(root)
    seconds = upgrade(root, THIS)
    add_rating(root, "2020-01-02")
    (this, _) = schemas(root)
    upgrade(root, NEXT)
    add_rating(root, "2020-01-09")
    latest = facts(root)
    # The older version refuses what the newer has changed, and says what to do.
    install(root, THIS)
    for command in ("verify", "serve --listen 127.0.0.1:0"):
        said = root.sh(f"{AS_SERVICE} {command}", status=3)
        assert "written by a newer Holdfast" in said, said
    install(root, NEXT)
    roll_back(root, THIS, this)
    roll_back(root, RELEASED, released)
    assert facts(root) == latest, "ratings made by newer versions come along"
    return seconds, latest


def check_removal(root):
    before = facts(root)
    said = root.sh("apt-get remove -y holdfast")
    assert "stay in /var/lib/holdfast" in said and root.has("/var/lib/holdfast/holdfast.db"), said
    assert root.has("/etc/holdfast/holdfast.toml")
    root.sh('echo "holdfast holdfast/purge-data boolean false" | debconf-set-selections')
    said = root.sh("apt-get purge -y holdfast")
    assert "stay in /var/lib/holdfast" in said and root.has("/var/lib/holdfast/holdfast.db"), said
    assert not root.has("/etc/holdfast/holdfast.toml")
    install(root, THIS)
    assert facts(root) == before, "installed again, it finds what was there"
    root.sh('echo "holdfast holdfast/purge-data boolean true" | debconf-set-selections')
    root.sh("apt-get purge -y holdfast")
    assert not root.has("/var/lib/holdfast")


def check_purge_asks(root):
    """Where there is somebody to ask: a question with an answer that keeps everything."""
    install(root, THIS)
    root.sh("touch /var/lib/holdfast/a-rating; echo 'holdfast holdfast/purge-data seen false' | debconf-communicate >/dev/null || true")
    root.sh("echo 'fset holdfast/purge-data seen false' | debconf-communicate >/dev/null")
    said = root.sh("echo no | DEBIAN_FRONTEND=teletype DEBCONF_NONINTERACTIVE_SEEN=false dpkg --purge holdfast")
    assert "Delete the ratings in /var/lib/holdfast too?" in said, said
    assert root.has("/var/lib/holdfast/a-rating"), said
    root.sh("rm /var/lib/holdfast/a-rating")


def doctor(root, part, *arguments, status):
    said = root.sh(f"{AS_SERVICE} doctor --json {' '.join(arguments)}", status=status)
    return next(line for line in json.loads(said)["findings"] if line["part"] == part)


def check_mixed_packages(root):
    """An adapter of the release, and this tree's plugin: neither package manager lets the two meet."""
    before = "installed " + version_of(root, RELEASED)
    root.sh(f"{INSTALL} --allow-downgrades {RELEASED}/holdfast_*.deb {RELEASED}/holdfast-adapter-fhir_*.deb 2>&1")
    said = install(root, THIS, status=100)
    assert "remove is disabled" in said, said
    said = root.sh(f"dpkg -i {THIS}/holdfast_*.deb 2>&1", status=1)
    assert "holdfast-adapter-fhir" in said and "would break holdfast-adapter-fhir" in said, said
    said = root.sh(f"dpkg -i {THIS}/holdfast-adapter-fhir_*.deb 2>&1", status=1)
    assert "holdfast-adapter-fhir depends on holdfast (= " in said, said
    root.sh(f"dpkg -i {RELEASED}/holdfast-adapter-fhir_*.deb 2>&1")  # it lay there unpacked: put right
    for package in ("holdfast", "holdfast-adapter-fhir"):
        assert installed(root, package) == before, (package, installed(root, package))
    # Named together they go together.
    root.sh(f"{INSTALL} --no-remove {THIS}/holdfast_*.deb {THIS}/holdfast-adapter-fhir_*.deb 2>&1")
    for package in ("holdfast", "holdfast-adapter-fhir"):
        assert installed(root, package) == "installed " + version_of(root, THIS)
    root.sh("apt-get remove -y holdfast-adapter-fhir")


def check_mixed_files(root):
    """The same past the package managers, by files that somebody copied."""
    old, new = version_of(root, RELEASED).split("-")[0], version_of(root, THIS).split("-")[0]
    root.sh(f"dpkg-deb -x {RELEASED}/holdfast_*.deb /srv/old && cp -a /{LIBRARIES} /srv/mixed")
    # The adapter's interface is a promise: the older one is loaded, named with its version, and works.
    root.write("/srv/mixed.toml", '[serve]\ndata = "/var/lib/holdfast"\ndisk_encrypted_by = "the test"\nclock_kept_by = "the test"\n'
                                   f'[adapter]\nlibrary = "/srv/old/{LIBRARIES}/adapters/holdfast-adapter-practice.so"\n')
    check_ready(root)  # makes the store
    found = doctor(root, "adapter", "--config /srv/mixed.toml", status=(0, 1))
    assert found["level"] == "ok" and f" {old} in /srv/old" in found["text"], found
    assert doctor(root, "host connection", "--config /srv/mixed.toml", status=(0, 1))["level"] == "ok"
    # Plugin and core are one product: another core is refused at start, and doctor names it.
    root.sh(f"cp /srv/old/{LIBRARIES}/holdfast-core.so /srv/mixed/")
    found = doctor(root, "core", "--plugin /srv/mixed/holdfast.so", status=2)
    assert found["level"] == "fail" and f" {old} in" in found["text"] and f"this program is {new}" in found["text"], found
    said = root.sh(f"{AS_SERVICE} serve --plugin /srv/mixed/holdfast.so --listen 127.0.0.1:0", status=3)
    assert f"expected version {new}, found {old}" in said, said
    # A whole plugin of the release in this program is what a host of the release's ABI would load: named, not run by accident.
    found = doctor(root, "plugin", f"--plugin /srv/old/{LIBRARIES}/holdfast.so", status=2)
    assert found["level"] == "fail" and f"this program is {new}" in found["text"], found


def main(made, bundle, released, this, following):
    roots.enter_namespaces()
    root = roots.Root(made)
    for folder, packages in ((RELEASED, released), (THIS, this), (NEXT, following)):
        root.copy(Path(packages).glob("*.deb"), folder)
    take_dependencies_from(root, bundle)
    answer(root)
    versions = [version_of(root, folder) for folder in (RELEASED, THIS, NEXT)]
    seconds, latest = check_versions(root)
    check_removal(root)
    check_purge_asks(root)
    check_mixed_packages(root)
    check_mixed_files(root)
    print(f"{' to '.join(versions)} and back, removed, purged, mixed; throughout: {', '.join(latest)};"
          f" upgrading took {seconds:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

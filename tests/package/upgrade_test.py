# SPDX-License-Identifier: MIT
"""One version forward and back, from packages, with a practice's ratings in the store: the copy that is
made, what each version says of the other's store, that nothing is lost on either way, and what removing
and purging leave.

No release with packages came before this one, so the two versions are this tree (the older) and this tree
with a higher number and one more schema step (the newer); from the next release on, the older is the
recorded one.

usage: upgrade_test.py OLDER_PACKAGES NEWER_PACKAGES [DEBIAN_ROOT]
"""
import re
import sys
from pathlib import Path

import root as roots

AS_SERVICE = "runuser -u holdfast -- holdfast"


def facts(root):
    said = root.sh(f"{AS_SERVICE} verify")
    return re.findall(r"\d+ (?:ratings|audit lines|lines)[^,.;]*", said)


def answers(root, folder):
    root.write("/srv/holdfast.toml", '[serve]\ndata = "/var/lib/holdfast"\ndisk_encrypted_by = "the test"\n'
                                      '[plugin]\ncrisis_text = "Call 112."\n')
    root.write("/srv/password", "correct horse battery\n", 0o600)
    root.write("/srv/answers", "config=/srv/holdfast.toml\nadmin_name=anna\nadmin_person=u-admin\n"
                                "admin_password_file=/srv/password\nenable=yes\nmetrics=yes\n")
    root.sh('echo "holdfast holdfast/answers string /srv/answers" | debconf-set-selections')


def install(root, folder):
    return root.sh(f"apt-get install --no-install-recommends --allow-downgrades -y {folder}/holdfast_*.deb 2>&1")


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
    root.sh("runuser -u holdfast -- sh -c 'holdfast serve --demo --listen 127.0.0.1:0 --data /var/tmp/demo"
            " >/var/tmp/demo.out 2>&1 & pid=$!; for _ in $(seq 1200); do grep -q http: /var/tmp/demo.out && break; sleep 0.1; done;"
            " kill $pid; wait $pid' ; mv /var/tmp/demo/holdfast.db /var/tmp/demo/practice.db /var/lib/holdfast/")


def main(older, newer, made=None):
    roots.enter_namespaces()
    root = roots.Root(made)
    root.copy(Path(older).glob("*.deb"), "/srv/older")
    root.copy(Path(newer).glob("*.deb"), "/srv/newer")
    answers(root, "/srv/older")
    said = install(root, "/srv/older")
    assert "Setting up holdfast" in said
    check_silent_install(root)
    root.sh("mkdir -p -m 0700 /var/tmp/demo && chown holdfast: /var/tmp/demo")
    fill(root)
    before = facts(root)
    assert before and not before[0].startswith("0 "), before
    assert "has schema 1, this version writes 1" in root.sh(f"{AS_SERVICE} schema")

    install(root, "/srv/newer")
    root.sh("systemctl start holdfast.socket")
    root.sh("curl --silent --fail http://127.0.0.1:8480/readyz || curl --silent --fail http://127.0.0.1:8480/healthz")
    root.sh("systemctl stop holdfast.socket")
    assert "has schema 2, this version writes 2" in root.sh(f"{AS_SERVICE} schema")
    assert facts(root) == before, (facts(root), before)
    copy = root.sh("ls /var/lib/holdfast/holdfast.db.schema-1.*").strip()
    assert root.sh(f"stat -c %a {copy}").strip() == "600"
    assert "Call 112." in root.sh("cat /etc/holdfast/holdfast.toml"), "an upgrade keeps what IT wrote"

    # The older version refuses what the newer has changed, and says what to do.
    install(root, "/srv/older")
    said = root.sh(f"{AS_SERVICE} verify", status=3)
    assert "written by a newer Holdfast" in said, said
    install(root, "/srv/newer")
    said = root.sh(f"{AS_SERVICE} schema --to 1")
    assert "has schema 1 now" in said, said
    install(root, "/srv/older")
    assert facts(root) == before, "the way back lost something"
    assert "has schema 1, this version writes 1" in root.sh(f"{AS_SERVICE} schema")

    # An adapter or a plugin of another version is no choice that the package manager offers.
    said = root.sh("dpkg-deb -f /srv/newer/holdfast_*.deb Version").strip()
    assert said.startswith("0.2.0"), said

    said = root.sh("apt-get remove -y holdfast")
    assert "stay in /var/lib/holdfast" in said and root.has("/var/lib/holdfast/holdfast.db"), said
    root.sh('echo "holdfast holdfast/purge-data boolean false" | debconf-set-selections')
    said = root.sh("apt-get purge -y holdfast")
    assert "stay in /var/lib/holdfast" in said and root.has("/var/lib/holdfast/holdfast.db"), said
    assert not root.has("/etc/holdfast/holdfast.toml")
    install(root, "/srv/older")
    assert facts(root) == before, "installed again, it finds what was there"
    root.sh('echo "holdfast holdfast/purge-data boolean true" | debconf-set-selections')
    root.sh("apt-get purge -y holdfast")
    assert not root.has("/var/lib/holdfast")
    print(f"forward, back, removed, purged; throughout: {', '.join(before)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

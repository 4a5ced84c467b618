# SPDX-License-Identifier: MIT
"""Every command of the handbooks, in order, in a root where the packages were just built for: from
installing to purging. What an installation looks like is checked on the way.

usage: handbook_test.py SOURCE_DIR PACKAGES_DIR [DEBIAN_ROOT]
"""
import json
import re
import sys
from pathlib import Path

import root as roots

# doctor warns here, in a root in memory: its disk is encrypted by nothing.
WARNS = re.compile(r"holdfast doctor")


def run_all(root, commands):
    for command in commands:
        said = root.sh(command, status=1 if WARNS.search(command) else 0)
        assert not WARNS.search(command) or "serve.disk_encrypted_by" in said, said


def check_installed(root):
    root.sh("test ! -e /etc/systemd/system/sockets.target.wants/holdfast.socket")  # not enabled
    assert root.sh("stat -c '%U %G %a' /etc/holdfast/holdfast.toml").strip() == "root holdfast 640"
    assert root.sh("stat -c '%U %a' /var/lib/holdfast").strip() == "holdfast 700"
    assert root.sh("getent passwd holdfast").strip().endswith(":/var/lib/holdfast:/usr/sbin/nologin")
    said = root.sh("holdfast user list", status=3)  # as root
    assert "sudo -u holdfast" in said, said
    bad = "[serve]\nlisten = \"127.0.0.1:1\"\nlisen = 2\n"
    root.write("/srv/bad.toml", bad)
    said = root.sh("holdfast config check --config /srv/bad.toml", status=3)
    assert "/srv/bad.toml:3: serve.lisen: is not a setting here" in said, said


def check_running(root):
    for _ in range(2):
        page = root.sh("curl --silent --fail --location http://127.0.0.1:8480/login")
        assert "<html" in page, page
    report = json.loads(root.sh("runuser -u holdfast -- holdfast doctor --json", status=1))
    parts = {line["part"] for line in report["findings"]}
    for part in ("plugin", "core", "adapter", "database", "permissions", "clock", "disk", "TLS",
                 "host connection", "wording", "delivery queue"):
        assert part in parts, (part, parts)
    assert not [line for line in report["findings"] if line["level"] == "fail"], report


def check_metrics(root, page):
    text = root.sh("curl --silent --fail http://127.0.0.1:9480/metrics")
    for name in sorted(set(re.findall(r"holdfast_[a-z_]+", page.read_text()))):
        known = name.removesuffix("_bucket")
        # Told once the practice system was asked for changes, which a service does in its first seconds.
        if known != "holdfast_mirror_age_seconds":
            assert re.search(rf"^# TYPE {known} ", text, re.M) or known + "{" in text, known


def main(source, packages, made=None):
    roots.enter_namespaces()
    handbook = source / "packaging" / "handbook"
    it, operations, security = (roots.indented_commands(handbook / f"{name}.md")
                                for name in ("it", "operations", "security"))
    start = next(i for i, line in enumerate(it) if line.startswith("systemctl enable --now holdfast.socket"))
    removal = next(i for i, line in enumerate(it) if line.startswith("apt-get remove"))
    root = roots.Root(made)
    root.copy(packages.iterdir(), "/srv/packages")
    root.write("/srv/anna.password", "correct horse battery\n", 0o600)
    install = next(i for i, line in enumerate(it) if line.startswith("apt-get install"))
    run_all(root, it[:install])
    _, seconds = root.timed(it[install])
    check_installed(root)
    run_all(root, it[install + 1:start])
    run_all(root, it[start:start + 2])
    check_running(root)
    run_all(root, operations)
    check_metrics(root, handbook / "operations.md")
    run_all(root, security)
    run_all(root, it[start + 2:removal])
    root.sh("systemctl stop holdfast.service")
    said = root.sh(it[removal])
    assert "stay in /var/lib/holdfast" in said, said
    run_all(root, it[removal + 1:])
    assert not root.has("/var/lib/holdfast") and not root.has("/etc/holdfast/holdfast.toml")
    print(f"{len(it) + len(operations) + len(security)} commands of the handbooks work; "
          f"installing took {seconds:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]))

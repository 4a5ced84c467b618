# SPDX-License-Identifier: MIT
"""The service as systemd, AppArmor and proxies read it: how exposed it is, what drop-ins open, whether each
file is right by its own program; and `holdfast serve` started by its first request.

usage: service_test.py SOURCE_DIR BINARY_DIR HOLDFAST
"""
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

MOST_EXPOSED = 1.0
SOURCE, BINARY, PROGRAM = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
PACKAGING = SOURCE / "packaging"


def run(command, status=0, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    assert done.returncode == status, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def exposure(root, unit):
    said = run(["systemd-analyze", "security", "--offline=true", f"--root={root}", "--no-pager", unit])
    return float(re.search(r"Overall exposure level for \S+: ([0-9.]+)", said)[1])


def units(folder):
    """A root with the units, as systemd would find them."""
    system = folder / "lib/systemd/system"
    system.mkdir(parents=True)
    for unit in ("holdfast.service", "holdfast.socket", "holdfast-metrics.socket"):
        shutil.copy(BINARY / "packaging" / unit, system)
    return folder


def check_units(folder):
    root = units(folder / "root")
    level = exposure(root, "holdfast.service")
    assert level <= MOST_EXPOSED, level
    print(f"exposure {level}")
    (root / "usr/bin").mkdir(parents=True)
    shutil.copy(PROGRAM, root / "usr/bin/holdfast")
    verify = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", f"--root={root}"]
    run(verify + ["holdfast.service", "holdfast.socket", "holdfast-metrics.socket"])
    service = root / "lib/systemd/system/holdfast.service"
    right = service.read_text()
    service.write_text(right.replace("ProtectClock", "ProtectClok"))
    assert "Unknown key" in run(verify + ["holdfast.service"], status=1)
    # Each drop-in is understood, and opens no more than it has to.
    for drop_in in sorted((PACKAGING / "systemd/drop-ins").glob("*.conf")):
        other = units(folder / drop_in.stem)
        place = other / "etc/systemd/system/holdfast.service.d"
        place.mkdir(parents=True)
        shutil.copy(drop_in, place)
        (other / "usr/bin").mkdir(parents=True)
        shutil.copy(PROGRAM, other / "usr/bin/holdfast")
        opened = exposure(other, "holdfast.service")
        print(f"exposure {opened} with {drop_in.name}")
        assert level <= opened <= MOST_EXPOSED, (drop_in, opened)
        run(verify[:-1] + [f"--root={other}", "holdfast.service"])
    network = (PACKAGING / "systemd/drop-ins/network.conf").read_text()
    assert "IPAddressDeny=any" in network and "PrivateNetwork=no" in network
    users = folder / "users/etc"
    users.mkdir(parents=True)
    for name in ("passwd", "group", "shadow", "gshadow"):
        (users / name).write_text("")
    run(["systemd-sysusers", f"--root={folder}/users", PACKAGING / "systemd/sysusers.conf"])
    made = (users / "passwd").read_text()
    assert re.search(r"^holdfast:x:\d+:\d+:[^:]+:/var/lib/holdfast:/usr/sbin/nologin$", made, re.M), made


def check_hardening(folder):
    run(["apparmor_parser", "-Q", "-K", PACKAGING / "hardening/apparmor/holdfast"])
    broken = folder / "broken"
    broken.write_text((PACKAGING / "hardening/apparmor/holdfast").read_text().replace("mr,", "mr", 1))
    run(["apparmor_parser", "-Q", "-K", broken], status=1)
    check_selinux(folder / "selinux")


def check_selinux(folder):
    """Compiled against the reference policy; nothing here can load it."""
    shutil.copytree(PACKAGING / "hardening/selinux", folder)
    compile_ = ["make", "-C", folder, "-f", "/usr/share/selinux/devel/Makefile", "holdfast.pp"]
    run(compile_)
    assert (folder / "holdfast.pp").read_bytes()[:4] == b"\x8f\xff\x7c\xf9", "a policy package begins so"
    rules = folder / "holdfast.te"
    rules.write_text(rules.read_text() + "allow holdfast_t nobody_declared_t:file read;\n")
    assert "nobody_declared_t" in run(compile_, status=2)


def check_proxies(folder):
    run(["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "1", "-subj", "/CN=holdfast.example.org",
         "-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"])
    example = (PACKAGING / "proxy/nginx.conf").read_text().replace("/etc/ssl/holdfast", str(folder))
    (folder / "site.conf").write_text(example.replace("/var/log/nginx", str(folder)))
    (folder / "nginx.conf").write_text(f"pid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
                                       f"http {{ include {folder}/site.conf; }}\n")
    run(["nginx", "-t", "-c", folder / "nginx.conf"])
    apache = (PACKAGING / "proxy/apache.conf").read_text().replace("/etc/ssl/holdfast", str(folder))
    modules = "/usr/lib/apache2/modules"
    loads = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n"
                    for name in ("mpm_event", "ssl", "proxy", "proxy_http", "headers", "authz_core"))
    (folder / "apache.conf").write_text(
        f"ServerRoot {folder}\nPidFile {folder}/apache.pid\nErrorLog {folder}/apache.log\nListen 127.0.0.1:1\n"
        f"ServerName localhost\nDefine APACHE_LOG_DIR {folder}\n" + loads + apache)
    run(["apache2", "-t", "-f", folder / "apache.conf"])
    return folder / "nginx.conf"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return answer.read().decode()


def check_activation(folder):
    pages, metrics = free_port(), free_port()
    data = folder / "data"
    service = subprocess.Popen(
        ["systemd-socket-activate", "-l", f"127.0.0.1:{pages}", "-l", f"127.0.0.1:{metrics}",
         "--fdname=pages:metrics", PROGRAM, "serve", "--data", str(data)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for _ in range(600):  # until systemd's tool listens
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", pages)) == 0:
                    break
            time.sleep(0.1)
        assert get(pages, "/healthz") == "ok\n"
        assert "holdfast_ready" in get(metrics, "/metrics")
    finally:
        service.terminate()
        said, _ = service.communicate(timeout=60)
    assert service.returncode == 0, said
    assert f"http://127.0.0.1:{pages}/" in said, said


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        check_units(folder)
        check_hardening(folder)
        check_proxies(folder)
        check_activation(folder)
    return 0


sys.exit(main())

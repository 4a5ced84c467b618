# SPDX-License-Identifier: MIT
"""A root of its own to install packages in: either this machine's system with everything that is written
kept apart (an overlay in memory), or a fresh minimal Debian made with debootstrap. Needs root; mounts and
processes live in namespaces that end with the test."""
import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

INSIDE = "HOLDFAST_ROOT_TEST"

# Where no systemd is booted: what `systemctl` would start, as the user and with the sockets of the units.
SYSTEMCTL = """#!/bin/sh
# For a root without a running systemd. enable and disable are the real ones; starting is socket activation
# by systemd's own tool, as the service's user.
real=/usr/bin/systemctl
now=
[ "$2" != --now ] || now=1
pid=/run/holdfast-test.pid
# Gone, or left for the test to reap.
is_over() { [ ! -e "/proc/$1/stat" ] || grep -q '^[0-9]* ([^)]*) Z' "/proc/$1/stat"; }
stop() {
  [ -f $pid ] || return 0
  kill "$(cat $pid)" 2>/dev/null
  until is_over "$(cat $pid)"; do sleep 0.1; done
  rm $pid
}
start() {
  stop
  install -d /run/holdfast
  rm -f /run/holdfast/holdfast.sock
  names=pages:pages
  listen="-l 127.0.0.1:8480 -l /run/holdfast/holdfast.sock"
  if [ -e /etc/systemd/system/sockets.target.wants/holdfast-metrics.socket ]; then
    names=$names:metrics
    listen="$listen -l 127.0.0.1:9480"
  fi
  # shellcheck disable=SC2086
  setsid systemd-socket-activate $listen --fdname=$names setpriv --reuid=holdfast --regid=holdfast --clear-groups \
    env STATE_DIRECTORY=/var/lib/holdfast holdfast serve --config /etc/holdfast/holdfast.toml >>/var/log/holdfast-test.log 2>&1 </dev/null &
  echo $! >$pid
  for _ in $(seq 300); do
    [ -S /run/holdfast/holdfast.sock ] && exit 0
    sleep 0.1
  done
  exit 1
}
case $1 in
  enable) shift; [ -z "$now" ] || shift; $real --root=/ enable "$@" && { [ -z "$now" ] || start; } ;;
  start | restart) start ;;
  stop) stop ;;
  daemon-reload) ;;
  *) exec $real "$@" ;;
esac
"""


def enter_namespaces():
    """Runs the whole script again in namespaces of its own; returns inside them."""
    if os.environ.get(INSIDE):
        return
    os.environ[INSIDE] = "1"
    os.execvp("unshare", ["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child", "--mount-proc",
                          sys.executable, "-B", *sys.argv])


def must(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"{command}: ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def bring_loopback_up():
    with socket.socket() as any_socket:
        up = struct.pack("16sH14s", b"lo", 0x41, b"")  # IFF_UP | IFF_RUNNING
        fcntl.ioctl(any_socket, 0x8914, up)  # SIOCSIFFLAGS


class Root:
    def __init__(self, made=None):
        """`made`: the folder of a minimal system to use instead of this machine's own."""
        self.folder = tempfile.mkdtemp(prefix="holdfast-root-")
        must(["mount", "-t", "tmpfs", "-o", "size=2g", "tmpfs", self.folder])
        for part in ("upper", "work", "root"):
            Path(self.folder, part).mkdir()
        self.path = Path(self.folder, "root")
        must(["mount", "-t", "overlay", "overlay", "-o",
              f"lowerdir={made or '/'},upperdir={self.folder}/upper,workdir={self.folder}/work", str(self.path)])
        for kind, place in (("proc", "proc"), ("tmpfs", "run"), ("tmpfs", "tmp"), ("devpts", "dev/pts")):
            (self.path / place).mkdir(exist_ok=True)
            must(["mount", "-t", kind, kind, str(self.path / place)])
        (self.path / "tmp").chmod(0o1777)
        for device in ("null", "zero", "random", "urandom"):
            target = self.path / "dev" / device
            if not target.exists():
                target.touch()
                must(["mount", "--bind", f"/dev/{device}", str(target)])
        bring_loopback_up()
        self.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", 0o755)
        self.write("/usr/local/bin/systemctl", SYSTEMCTL, 0o755)

    def write(self, name, text, mode=0o644):
        file = Path(str(self.path) + name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def copy(self, files, folder):
        target = Path(str(self.path) + folder)
        target.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copy(file, target)

    def has(self, name):
        return os.path.lexists(str(self.path) + name)

    def sh(self, script, status=0, **options):
        """Runs a script inside; answers what it said on both streams. `status` may be a tuple."""
        done = subprocess.run(
            ["chroot", str(self.path), "/usr/bin/env", "-i", "HOME=/root", "LANG=C.UTF-8",
             "DEBIAN_FRONTEND=noninteractive",
             "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "sh", "-euc", script],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
        expected = status if isinstance(status, tuple) else (status,)
        if done.returncode not in expected:
            log = Path(str(self.path) + "/var/log/holdfast-test.log")
            more = log.read_text()[-2000:] if log.exists() else ""
            sys.exit(f"{script}\nended with {done.returncode}\n{done.stdout}{more}")
        return done.stdout

    def timed(self, script, **options):
        start = time.monotonic()
        said = self.sh(script, **options)
        return said, time.monotonic() - start


def indented_commands(page):
    """The lines of a handbook that stand four spaces in, outside of fenced blocks."""
    fenced, lines = False, []
    for line in page.read_text().splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced and line.startswith("    ") and line.strip():
            lines.append(line.strip())
    return lines

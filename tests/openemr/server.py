# SPDX-License-Identifier: MIT
"""A MariaDB server of the tests' own: its own folder, a free port of this machine, stopped by its own
process id.

    python3 server.py start STATE            starts one; STATE is a file that then describes it
    python3 server.py stop STATE             stops it and takes its folder away
    python3 server.py kill STATE             ends it as a power cut does, and leaves the folder
    python3 server.py again STATE            starts it again, in the same folder and on the same port
"""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PATIENCE = 120  # seconds, on a machine that has much else to do


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_root():
    return os.geteuid() == 0


def program(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin") or sys.exit(f"{name} is not installed")


def is_ours(state):
    try:
        words = pathlib.Path(f"/proc/{state['pid']}/cmdline").read_bytes()
    except OSError:
        return False
    return state["folder"].encode() in words


def wait_for(state, started):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if started.poll() is not None:
            break
        done = subprocess.run(["mariadb-admin", "--no-defaults", "-S", state["socket"], "-u", "root", "ping"],
                              capture_output=True)
        if done.returncode == 0:
            return
        time.sleep(0.1)
    sys.exit(pathlib.Path(state["folder"], "log").read_text(errors="replace"))


def run(state):
    folder = state["folder"]
    command = [program("mariadbd"), "--no-defaults", f"--datadir={folder}/data", f"--socket={state['socket']}",
               f"--port={state['port']}", "--bind-address=127.0.0.1", f"--pid-file={folder}/pid",
               f"--log-error={folder}/log", "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0",
               "--innodb-buffer-pool-size=128M", "--skip-name-resolve"]
    if as_root():
        command.append("--user=root")
    started = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True)
    state["pid"] = started.pid
    wait_for(state, started)


def start(file):
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = tempfile.mkdtemp(prefix="holdfast-mariadb-", dir=place)
    state = {"folder": folder, "port": free_port(), "socket": f"{folder}/socket"}
    install = [program("mariadb-install-db"), "--no-defaults", f"--datadir={folder}/data",
               "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"]
    if as_root():
        install.append("--user=root")
    done = subprocess.run(install, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    run(state)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(state))


def end(state, how):
    if not is_ours(state):
        return
    os.kill(state["pid"], how)
    deadline = time.monotonic() + PATIENCE
    while is_ours(state) and time.monotonic() < deadline:
        time.sleep(0.05)


def main(command, name):
    file = pathlib.Path(name)
    if command == "start":
        if file.exists():
            main("stop", name)
        return start(file)
    state = json.loads(file.read_text())
    if command == "stop":
        end(state, signal.SIGTERM)
        shutil.rmtree(state["folder"], ignore_errors=True)
        return file.unlink()
    if command == "kill":
        return end(state, signal.SIGKILL)
    if command == "again":
        run(state)
        return file.write_text(json.dumps(state))
    return sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])

# SPDX-License-Identifier: MIT
"""The program on a disk that is really full, and in a folder that is really read-only.

usage: full_disk_test.py [--under-limits] HOLDFAST

In a mount namespace of its own the data folder is a small tmpfs, filled to the last byte and later mounted
read-only. Where mounting is not allowed the program has a limit on its file sizes instead, and a folder that its
user may not write. Either way: a sentence and a non-zero exit at start, a problem with its own answer for a rating,
never a crash, and nothing that was acknowledged is lost.
"""
import http.client
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode, urlsplit

PASSWORD = "holdfast-demo"
SIZE = 16 * 2**20
NOBODY = 65534


def fail(what):
    raise SystemExit(f"full_disk_test: {what}")


def check(truth, what):
    if not truth:
        fail(what)


class Tmpfs:
    """A disk of our own: what fills it is a ballast file."""

    def __init__(self, folder):
        self.folder, self.ballast = folder, folder / "ballast"

    def fill(self):
        with open(self.ballast, "ab", buffering=0) as file:
            for piece in (2**16, 1):
                try:
                    while True:
                        file.write(b"\0" * piece)
                except OSError:
                    pass

    def free(self):
        self.ballast.unlink()

    def make_read_only(self):
        subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True)

    def make_writable(self):
        subprocess.run(["mount", "-o", "remount,rw", str(self.folder)], check=True)

    def start(self, command):
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def fill_under(self, process):
        self.fill()

    def free_under(self, process):
        self.free()


class Limits:
    """Where nothing may be mounted: no file of the program may grow past what it has."""

    def __init__(self, folder):
        self.folder, self.limit, self.user = folder, None, None

    def fill(self):
        self.limit = 0

    def free(self):
        self.limit = None

    def make_read_only(self):
        if os.getuid() == 0:
            self.user = NOBODY
        for path in [*self.folder.rglob("*"), self.folder]:
            path.chmod(0o500 if path.is_dir() else 0o400)
            if self.user is not None:
                os.chown(path, self.user, self.user)

    def make_writable(self):
        self.user = None
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chown(path, os.getuid(), os.getgid())
            path.chmod(0o700 if path.is_dir() else 0o600)

    def _prepare(self):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # an error instead of an end
        if self.limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.limit, resource.RLIM_INFINITY))
        if self.user is not None:
            os.setgroups([])
            os.setgid(self.user)
            os.setuid(self.user)

    def start(self, command):
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                preexec_fn=self._prepare)

    def fill_under(self, process):
        # The program's files, and nothing else, are as long as they may be.
        longest = max(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (longest, resource.RLIM_INFINITY))

    def free_under(self, process):
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE,
                         (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def refused_to_start(disk, command, what):
    """The command ends by itself, not by a signal, with a code and with one sentence for the operator."""
    process = disk.start(command)
    try:
        out, err = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        fail(f"{what}: still runs")
    said = [line for line in err.splitlines() if line.strip()]
    print(f"{what}: {process.returncode}: {said[-1] if said else ''}")
    check(process.returncode > 0, f"{what}: ended with {process.returncode}: {out}{err}")
    check(said and len(said[-1]) > 20, f"{what}: said nothing: {err}")
    check("terminate called" not in err and "what():" not in err, f"{what}: {err}")


class Served:
    """The demo as it is served, signed in as its first therapist."""

    def __init__(self, disk, program, data):
        self.process = disk.start([program, "serve", "--demo", "--listen", "127.0.0.1:0", "--data", str(data)])
        line = ""
        while "http://127.0.0.1:" not in line:
            line = self.process.stdout.readline()
            if not line:
                fail(f"the demo did not start: {self.process.stderr.read()}")
        self.address = urlsplit(re.search(r"http://\S+", line)[0])
        self.cookie = ""
        status, headers, _ = self.ask("POST", "/login", urlencode({"name": "therapist-1", "password": PASSWORD}),
                                      {"content-type": "application/x-www-form-urlencoded"})
        check(status == 303, f"signing in answers {status}")
        self.cookie = "; ".join(value.split(";")[0] for name, value in headers if name.lower() == "set-cookie")

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=30)
        try:
            connection.request(method, path, body, {
                "origin": f"http://{self.address.netloc}", "cookie": self.cookie, **(headers or {})})
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read().decode()
        finally:
            connection.close()

    def get(self, path):
        status, _, body = self.ask("GET", path)
        check(status == 200, f"{path} answers {status}: {body[:300]}")
        return json.loads(body)

    def unrated_sessions(self):
        """Sessions of the own courses that the client has rated and the therapist has not."""
        found = []
        for course in self.get("/api/v1/courses")["courses"]:
            ratings = self.get(f"/api/v1/courses/{course['id']}")["ratings"]
            of = {rater: {one.get("session") for one in ratings if one["rater"] == rater}
                  for rater in ("client", "therapist")}
            found += [(course["id"], session) for session in sorted(filter(None, of["client"] - of["therapist"]))]
        return found

    def rate(self, session, key):
        body = json.dumps({"instrument": "holdfast-session-therapist", "version": "1",
                           "answers": {"goals": 70, "tasks": 70, "bond": 70, "overall": 70}})
        return self.ask("POST", f"/api/v1/sessions/{session}/ratings", body,
                        {"content-type": "application/json", "idempotency-key": key})

    def has(self, course, session):
        return any(one["rater"] == "therapist" and one.get("session") == session
                   for one in self.get(f"/api/v1/courses/{course}")["ratings"])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        _, err = self.process.communicate(timeout=60)
        check(self.process.returncode == 0, f"serve ended with {self.process.returncode}: {err}")


def fills_while_served(disk, program, folder):
    data = folder / "demo"
    served = Served(disk, program, data)
    waiting = served.unrated_sessions()
    check(len(waiting) >= 4, f"the demo has only {len(waiting)} sessions to rate")
    stored, refused = [], None
    course, session = waiting.pop()
    check(served.rate(session, str(uuid.uuid4()))[0] == 201, "a rating is not taken on a disk with room")
    stored.append((course, session))
    disk.fill_under(served.process)
    while waiting and not refused:
        course, session = waiting.pop()
        key = str(uuid.uuid4())
        status, headers, body = served.rate(session, key)
        if status == 201:
            stored.append((course, session))
            continue
        print(f"after {len(stored)} ratings: {status} {body}")
        check(status in (503, 507), f"a full disk answers {status}: {body}")
        problem = json.loads(body)
        check(problem["status"] == status and len(problem["title"]) > 20, body)
        check(dict((name.lower(), value) for name, value in headers)["content-type"] == "application/problem+json",
              "the refusal is no problem")
        refused = (course, session, key)
    check(refused, "the disk never was full")
    check(served.process.poll() is None, "the program ended")
    disk.free_under(served.process)
    course, session, key = refused
    for _ in range(100):
        status, _, body = served.rate(session, key)
        if status == 201:
            break
        time.sleep(0.1)
    check(status == 201, f"with room again the same form is answered {status}: {body}")
    stored.append((course, session))
    served.stop()

    done = subprocess.run([program, "verify", "--data", str(data)], capture_output=True, text=True)
    check(done.returncode == 0, f"verify: {done.stdout}{done.stderr}")
    served = Served(disk, program, data)
    for course, session in stored:
        check(served.has(course, session), f"an acknowledged rating is gone: {course} {session}")
    served.stop()
    print(f"{len(stored)} acknowledged ratings are there")


def main(program, is_mounted):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if is_mounted:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "holdfast-test", place], check=True)
            disk = Tmpfs(folder)
        else:
            disk = Limits(folder)
        try:
            print("on a tmpfs of its own" if is_mounted else "under limits: nothing may be mounted here")
            ratings = Path(tempfile.mkstemp(suffix=".csv")[1])
            ratings.write_text("client,date,instrument,total\n")
            ratings.chmod(0o644)
            commands = {
                "serve": [program, "serve", "--listen", "127.0.0.1:0", "--data"],
                "serve --demo": [program, "serve", "--demo", "--listen", "127.0.0.1:0", "--data"],
                "import": [program, "import", str(ratings), "--data"],
            }
            disk.fill()
            for name in ("serve", "serve --demo"):
                refused_to_start(disk, [*commands[name], str(folder / name.split("-")[-1])], f"{name} on a full disk")
            disk.free()
            fills_while_served(disk, program, folder)
            disk.fill()
            refused_to_start(disk, [*commands["import"], str(folder / "demo")], "import on a full disk")
            disk.free()
            disk.make_read_only()
            for name in ("serve", "serve --demo"):
                refused_to_start(disk, [*commands[name], str(folder / "new")], f"{name} in a read-only folder")
            for name in ("serve --demo", "import"):
                refused_to_start(disk, [*commands[name], str(folder / "demo")], f"{name} with read-only files")
            disk.make_writable()
        finally:
            ratings.unlink(missing_ok=True)
            if is_mounted:
                subprocess.run(["umount", "-l", place], check=False)
    return 0


def may_mount(flags):
    done = subprocess.run(["unshare", *flags, "sh", "-c", "mount -t tmpfs -o size=4k holdfast-test /mnt"],
                          capture_output=True)
    return done.returncode == 0


if __name__ == "__main__":
    if sys.argv[1] in ("--inside", "--under-limits"):
        sys.exit(main(sys.argv[2], sys.argv[1] == "--inside"))
    for flags in (["-m"], ["-rm"]):
        if may_mount(flags):
            os.execvp("unshare", ["unshare", *flags, sys.executable, "-B", __file__, "--inside", sys.argv[1]])
    sys.exit(main(sys.argv[1], False))

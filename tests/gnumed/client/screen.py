# SPDX-License-Identifier: MIT
"""A screen of its own for one program with windows: Xvfb on a free display, a window manager, GNUmed's client."""
import json
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

# GNUmed refuses to be run by root.
ACCOUNT = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
PATIENCE = 120.0


def wait_for(what, until, every=0.1):
    end = time.monotonic() + PATIENCE
    while True:
        if (found := until()):
            return found
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(every)


class Screen:
    def __init__(self, folder):
        self.folder = Path(folder)
        read, write = os.pipe()
        self._programs = [subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp", "-ac"],
            pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)]
        os.close(write)
        with os.fdopen(read) as told:
            self.display = ":" + told.readline().strip()
        # Without one, dialogs get no keyboard.
        self.start(["openbox"])

    def start(self, command, environment=None, output=subprocess.DEVNULL, **account):
        base = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "TMPDIR")}
        program = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True, **account,
                                   env=base | {"DISPLAY": self.display, "HOME": str(self.folder)} | (environment or {}))
        self._programs.append(program)
        return program

    def picture(self, path):
        subprocess.run(["import", "-display", self.display, "-window", "root", str(path)], check=True, timeout=60)

    def _xdotool(self, *words):
        subprocess.run(["xdotool", *map(str, words)], check=True, timeout=60,
                       env=os.environ | {"DISPLAY": self.display})

    def press(self, *keys):
        self._xdotool("key", *keys)

    def click(self, x, y, times=1):
        self._xdotool("mousemove", x, y, "click", "--repeat", times, 1)

    def wheel(self, x, y, is_down):
        self._xdotool("mousemove", x, y, "click", 5 if is_down else 4)

    def type(self, text):
        self._xdotool("type", text)

    def windows(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "."], capture_output=True, text=True,
                               timeout=60, env=os.environ | {"DISPLAY": self.display}).stdout.split()
        names = [subprocess.run(["xdotool", "getwindowname", one], capture_output=True, text=True, timeout=60,
                                env=os.environ | {"DISPLAY": self.display}).stdout.strip() for one in found]
        return [name for name in names if name]

    def close(self):
        for program in reversed(self._programs):
            if program.poll() is None:
                try:
                    os.killpg(program.pid, 15) if program is not self._programs[0] else program.terminate()
                    program.wait(10)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    program.kill()
                    program.wait()


class Client:
    """GNUmed's client with our tab, logged in as `user`; `do` and `value` run inside it."""

    def __init__(self, screen, server, user, gnumed, settings, modules):
        self.screen, folder = screen, screen.folder
        for name in ("questions", "answers"):
            os.mkfifo(folder / name)
        scripts = folder / ".gnumed/scripts"
        scripts.mkdir(parents=True)
        shutil.copy(Path(__file__).parent / "hook_script.py", scripts / "hook_script.py")
        (folder / "gnumed.conf").write_text(f"""
[preferences]
profile = tests (gnumed_v22@127.0.0.1)
login = {user}
[backend]
profiles = $profiles$
tests
$profiles$
logins = $logins$
{user}
$logins$
[profile tests]
host = 127.0.0.1
port = {server.port}
database = gnumed_v22
help desk = nobody
public/open access = 0
[workplace]
name = Holdfast test
""")
        if os.geteuid() == 0:
            shutil.chown(folder, ACCOUNT)
            for path in folder.rglob("*"):
                if not path.is_symlink():
                    shutil.chown(path, ACCOUNT)
        (scripts / "hook_script.py").chmod(0o600)
        self.log = folder / "client.out"
        command = ["/usr/bin/python3", "-m", "Gnumed.gnumed", f"--conf-file={folder}/gnumed.conf",
                   "--skip-update-check", f"--log-file={folder}/gm.log"]
        account = {"user": ACCOUNT, "group": pwd.getpwnam(ACCOUNT).pw_gid, "extra_groups": []} \
            if os.geteuid() == 0 else {}
        self.program = screen.start(command, {
            "PYTHONPATH": f"{gnumed}:{gnumed}/Gnumed:{modules}", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
            "WXSUPPRESS_SIZER_FLAGS_CHECK": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "NO_AT_BRIDGE": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1", "HOLDFAST_TEST_FOLDER": str(folder), "HOLDFAST_TEST_PASSWORD": user,
            "HOLDFAST_GNUMED_SETTINGS": str(settings)}, open(self.log, "wb"), **account)
        # A pipe opens when both ends are there: the client is up, or it ended.
        self._questions = self._answers = None

    def connect(self):
        def opened():
            assert self.program.poll() is None, self.log.read_text(errors="replace")[-4000:]
            try:
                return os.open(self.screen.folder / "questions", os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                return None
        descriptor = wait_for("GNUmed's client", opened)
        os.set_blocking(descriptor, True)
        self._questions = os.fdopen(descriptor, "w", encoding="utf-8")
        self._answers = open(self.screen.folder / "answers", encoding="utf-8")

    def _ask(self, kind, what):
        self._questions.write(json.dumps({"kind": kind, "do": what}) + "\n")
        self._questions.flush()

    def do(self, statement):
        self._ask("statement", statement)
        self._read()

    def _read(self):
        answer = json.loads(self._answers.readline())
        assert "failed" not in answer, answer["failed"]
        return answer["is"]

    def value(self, expression):
        self._ask("value", expression)
        return self._read()

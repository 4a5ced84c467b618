# SPDX-License-Identifier: MIT
"""A site of OpenEMR for one test: a database of its own on the tests' server with the invented practice
in it, and the little of OpenEMR's folder that the installation looks at. Holdfast is connected with it
by the command that an administrator runs, so that every test uses the account that command made.

    python3 site_of_openemr.py make STATE FOLDER [NAME]     prints the adapter's configuration
"""
import json
import os
import pathlib
import secrets
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
ADAPTER = SOURCE / "adapters" / "openemr"
INSTALL = ADAPTER / "install" / "holdfast-openemr"
SAMPLE = ADAPTER / "sample"


class Site:
    def __init__(self, state, folder, name=None):
        self.server = json.loads(pathlib.Path(state).read_text())
        self.folder = pathlib.Path(folder).resolve()
        self.name = name or f"t{secrets.token_hex(6)}"
        self.database = f"openemr_{os.getpid()}_{secrets.token_hex(4)}"
        self.path = self.folder / "openemr"
        self.config = self.folder / f"config-{self.name}"
        self.socket = self.folder / f"{self.name}.sock"

    def sql(self, text, database=True):
        """What the tests' own hand does in the database; -> lines of tab-separated columns."""
        command = ["mariadb", "--no-defaults", "--default-character-set=utf8mb4", "-S", self.server["socket"],
                   "-u", "root", "-N", "-B"]
        done = subprocess.run(command + ([self.database] if database else []), input=text, text=True,
                              capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout.splitlines()

    def value(self, text):
        return "\n".join(self.sql(text))

    def make_database(self):
        self.sql(f"CREATE DATABASE `{self.database}` CHARACTER SET utf8mb4", database=False)
        schema = subprocess.run([sys.executable, HERE / "schema.py", *sorted(SAMPLE.glob("*.csv"))],
                                capture_output=True, text=True, check=True).stdout
        self.sql(schema + (SAMPLE / "practice.sql").read_text())

    def make_folder(self):
        """A stand-in for OpenEMR's own files: its version, and where its database is."""
        site = self.path / "sites" / self.name
        site.mkdir(parents=True, exist_ok=True)
        (self.path / "interface/modules/custom_modules").mkdir(parents=True, exist_ok=True)
        (self.path / "version.php").write_text("<?php\n$v_major = '8';\n$v_minor = '2';\n$v_patch = '0';\n")
        (site / "sqlconf.php").write_text(
            "<?php\n$host = '127.0.0.1';\n$port = '%d';\n$login = 'root';\n$pass = '';\n$dbase = '%s';\n"
            % (self.server["port"], self.database))

    def install(self, *words):
        command = ["php", INSTALL, "install", "--path", self.path, "--site", self.name, "--config", self.config,
                   "--data", self.folder / f"data-{self.name}", "--socket", self.socket,
                   "--web-user", _user(), "--user", _user(),
                   "--admin-user", "root", "--admin-socket", self.server["socket"], *words]
        return subprocess.run([str(word) for word in command], capture_output=True, text=True)

    def make(self, *words):
        self.make_database()
        self.make_folder()
        done = self.install(*words)
        if "Holdfast's own tables" not in done.stdout or done.returncode not in (0, 1):
            raise RuntimeError(done.stdout + done.stderr)
        return self

    def adapter_config(self, **more):
        return {"host": "127.0.0.1", "port": self.server["port"], "database": self.database,
                "user": f"holdfast_{self.name}"[:32], "password_file": str(self.config / "database.password"),
                "site": self.name, "look_seconds": 0} | more

    def drop(self):
        self.sql(f"DROP DATABASE IF EXISTS `{self.database}`", database=False)


def _user():
    import pwd
    return pwd.getpwuid(os.geteuid()).pw_name


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] != "make":
        sys.exit(__doc__)
    made = Site(*sys.argv[2:]).make()
    print(json.dumps(made.adapter_config()))

# SPDX-License-Identifier: MIT
"""The tests' GNUmed: where its server is, its people, and Holdfast as one of them."""
import json
import os
import subprocess
import sys
from pathlib import Path

# As the packages put them there.
FILES = Path(os.environ["HOLDFAST_TEST_GNUMED_FILES"])
MODULES = FILES / "lib/python3/dist-packages"
PART = FILES / "share/holdfast/gnumed"
sys.path.insert(0, str(MODULES))
sys.path.insert(0, str(PART / "client"))
SCHEMA_HASH = (Path(__file__).parent / "schema_hash").read_text().strip()

TESSA, BEN, FRIEDA, LEFT = "hf-tessa", "hf-ben", "hf-frieda", "hf-left"


BEFORE = "gnumed_v22_before"  # as it was before install.sh


class Server:
    def __init__(self, state, database="gnumed_v22"):
        self.state, self.database = state, database
        self.folder, self.port = Path(state).read_text().split()

    def copy(self, name, of=BEFORE):
        """A database of a test's own, on the same server."""
        self.psql("postgres", f"DROP DATABASE IF EXISTS {name}", "postgres")
        self.psql("postgres", f'CREATE DATABASE {name} TEMPLATE {of} OWNER "gm-dbo"', "postgres")
        return Server(self.state, name)

    def environment(self, user, password=None):
        return os.environ | {"PGHOST": "127.0.0.1", "PGPORT": self.port, "PGDATABASE": self.database,
                             "PGUSER": user, "PGPASSWORD": password or user,
                             "PGOPTIONS": "-c default_transaction_read_only=off"}

    def psql(self, user, sql, database=None):
        """What it answered, or an AssertionError with what the server said."""
        done = self.try_psql(user, sql, database)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def try_psql(self, user, sql, database=None):
        """`postgres` comes over the socket, everybody else over loopback with a password like their name."""
        environment = self.environment(user) | {"PGDATABASE": database or self.database}
        if user == "postgres":
            environment |= {"PGHOST": self.folder}
        return subprocess.run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-c", sql], env=environment,
                              capture_output=True, text=True, timeout=120)

    def run(self, command):
        subprocess.run(["sh", str(Path(__file__).parent / "server.sh"), command, self.state], check=True,
                       timeout=300)

    def client(self, last_name):
        return int(self.psql("postgres", f"SELECT id_identity FROM dem.names WHERE lastnames = '{last_name}'"))

    def adapter_config(self, user, **more):
        return {"host": "127.0.0.1", "port": self.port, "database": self.database, "user": user,
                "password": user, **more}

    def schema_hash(self):
        return self.psql("postgres", "SELECT md5(gm.concat_table_structure(22))")


def install(server, program, *workplaces, password="gm-dbo"):
    return subprocess.run(["sh", str(PART / "install.sh"), "database", *workplaces], capture_output=True, text=True,
                          timeout=300, env=server.environment("gm-dbo", password) | {"HOLDFAST": program})


def plugin_of(server, library, user, folder, **more):
    """Holdfast in this process as `user`, as GNUmed's client would load it."""
    import holdfast
    from holdfast_gnumed import settings

    login = settings.Login(user, user, server.database, "127.0.0.1", server.port)
    made = settings.Settings(library, str(folder), "Europe/Berlin", plugin=more)

    class Host(holdfast.Host):
        name = "test client"

        def log(self, severity, line):
            print(f"  [{severity}] {line}")

    return holdfast.Plugin(library, Host(str(folder), "Europe/Berlin"), made.configuration(login))


def write_json(path, value):
    Path(path).write_text(json.dumps(value, indent=1) + "\n")
    return path

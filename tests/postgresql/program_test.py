# SPDX-License-Identifier: MIT
"""The program on a store of either kind: what it loads for it, and that a password stays unsaid.

usage: program_test.py PROGRAM STATE
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM, STATE = sys.argv[1:3]
FOLDER = Path(STATE).read_text()
DATABASE = f"program_{os.getpid()}"
SECRET = "s3cret-word"


def psql(database, sql):
    out = subprocess.run(["psql", "-qXAt", "-h", FOLDER, "-U", "keeper", "-d", database, "-c", sql],
                         check=True, capture_output=True, text=True)
    return out.stdout.strip()


def run(data, store, *arguments):
    """Exit code, everything it wrote, and the libraries it loaded."""
    config = data / "holdfast.toml"
    config.write_text(f'[plugin]\nstore = "{store}"\nlanguage = "en"\n')
    trace = data / "trace"
    done = subprocess.run([PROGRAM, *arguments, "--data", str(data), "--config", str(config)],
                          capture_output=True, text=True, timeout=120,
                          env=os.environ | {"LD_DEBUG": "files", "LD_DEBUG_OUTPUT": str(trace)})
    loaded = "".join(part.read_text(errors="replace") for part in data.glob("trace.*"))
    for part in data.glob("trace.*"):
        part.unlink()
    return done.returncode, done.stdout + done.stderr, loaded


def main():
    psql("postgres", f"CREATE DATABASE {DATABASE} OWNER holdfast")
    try:
        with tempfile.TemporaryDirectory() as name:
            data = Path(name)
            data.chmod(0o700)

            code, said, loaded = run(data, "", "verify")
            assert code == 0, said
            assert "libPocoDataSQLite" in loaded, "the trace does not show what is loaded"
            assert "libpq" not in loaded and "store-postgresql" not in loaded, "libpq came with a file's store"

            passfile = data / "pgpass"
            passfile.write_text(f"*:*:*:holdfast:{SECRET}\n")
            passfile.chmod(0o600)
            address = f"postgresql://holdfast@/{DATABASE}?host={FOLDER}&passfile={passfile}"
            code, said, loaded = run(data, address, "verify")
            assert code == 0, said
            assert "holdfast-store-postgresql.so" in loaded and "libpq" in loaded
            assert SECRET not in said, said
            assert psql(DATABASE, "SELECT COUNT(*) > 0 FROM schema_version") == "t"
            assert psql(DATABASE, "SELECT COUNT(*) > 0 FROM writing WHERE practice_id = 'default'") == "t"

            for wrong in (f"postgresql://holdfast@/nobody_s?host={FOLDER}&passfile={passfile}",
                          f"postgresql://holdfast@/x?host=/nowhere&passfile={passfile}",
                          f"postgresql://holdfast:{SECRET}@/{DATABASE}?host={FOLDER}",
                          f"postgresql://holdfast:{SECRET}%ZZ@/x"):
                code, said, _ = run(data, wrong, "verify")
                assert code != 0, wrong
                assert SECRET not in said, said
                assert "store" in said, said
    finally:
        psql("postgres", f"DROP DATABASE {DATABASE} WITH (FORCE)")
    print("the program loads what its store needs, and no more; no password was said")
    return 0


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: MIT
"""Every statement that ran on the tests' server keeps to one practice: each table it names is bound
to practice_id. The server's own record is read, so nothing that ran can be missing.

usage: statements_test.py STATE
"""
import csv
import io
import re
import subprocess
import sys
from pathlib import Path

SQL = """
COPY (SELECT DISTINCT s.query FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
      WHERE r.rolname = 'holdfast' AND s.query ~* '^\\s*(select|insert|update|delete|with)') TO STDOUT WITH (FORMAT csv)
"""
KEYWORDS = {"WHERE", "JOIN", "LEFT", "INNER", "CROSS", "ON", "SET", "ORDER", "GROUP", "LIMIT", "VALUES",
            "SELECT", "FOR", "USING", "AND", "UNION", "HAVING", "RETURNING"}
# A step of the schema moves the rows of every practice: what pages run is never recursive, and no other
# stands in a migration.
RECURSIVE = re.compile(r"^\s*INSERT INTO \w+ \(practice_id\b[^)]*\)\s*WITH RECURSIVE\b")
MIGRATIONS = Path(__file__).resolve().parents[2] / "plugin/core/store/migrations"
# What asks the server about itself, and the schema's own record, which is no practice's.
OF_THE_SERVER = re.compile(r"\bpg_\w+|\bschema_version\b|\bset_config\b|\binformation_schema\b")


def shape_of(statement):
    """Without its values, as the server's record has it, and its white space."""
    return " ".join(re.sub(r"'[^']*'|\$\d+|\b\d+\b", "?", statement).split())


def of_migrations():
    """What the migrations do to rows, by shape."""
    scripts = (re.sub(r"--.*", "", script.read_text()) for script in sorted(MIGRATIONS.glob("*.sql")))
    every = (shape_of(one) for script in scripts for one in script.split(";"))
    return {one for one in every if one.startswith(("INSERT", "UPDATE", "DELETE"))}


def tables_of(query):
    """(the name by which the query speaks of a table, how it comes in) of each table."""
    for match in re.finditer(r"(?<!DISTINCT )\b(FROM|JOIN|INTO|UPDATE)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?", query):
        how, table, alias = match.groups()
        if how == "UPDATE" and match.start() != 0:
            continue  # ON CONFLICT DO UPDATE SET
        if table.upper() in KEYWORDS:
            continue
        yield (alias if alias and alias.upper() not in KEYWORDS else table), how


def is_kept(query):
    tables = list(tables_of(query))
    if not tables:
        return True
    bare = len(re.findall(r"(?<![\w.])practice_id\s*=\s*\$1\b", query))
    for name, how in tables:
        if how == "INTO":
            if not re.search(r"INTO\s+\w+\s*\(practice_id\b", query):
                return False
        elif re.search(rf"\b{name}\.practice_id\s*=\s*(\$1\b|\w+\.practice_id)"
                       rf"|\w+\.practice_id\s*=\s*{name}\.practice_id", query):
            continue
        elif bare > 0:
            bare -= 1
        else:
            return False
    return re.search(r"\$1\b", query) is not None


def main():
    folder = Path(sys.argv[1]).read_text()
    out = subprocess.run(["psql", "-qX", "-h", folder, "-U", "keeper", "-d", "postgres", "-c", SQL],
                         check=True, capture_output=True, text=True).stdout
    queries = [row[0] for row in csv.reader(io.StringIO(out))]
    migrations = of_migrations()
    ours = [query for query in queries if not OF_THE_SERVER.search(query) and not RECURSIVE.search(query)
            and shape_of(query) not in migrations]
    wrong = [query for query in ours if not is_kept(query)]
    for query in wrong:
        print("does not keep to one practice:", query)
    print(f"{len(ours)} different statements ran, {len(wrong)} of them leave their practice")
    # Two that must be told apart, so that this test can fail.
    assert is_kept("SELECT a FROM rating r WHERE r.practice_id = $1 AND r.id = $2")
    assert not is_kept("SELECT a FROM rating r WHERE r.id = $1")
    assert not is_kept("SELECT a FROM rating r JOIN alert a ON a.rating_id = r.id WHERE r.practice_id = $1")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

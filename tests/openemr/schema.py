# SPDX-License-Identifier: MIT
"""The tables of OpenEMR 8.2, made from the data dictionary that lies beside the adapter.

    python3 schema.py FILE.csv...        prints CREATE TABLE statements
"""
import csv
import re
import sys

WORD = re.compile(r"^(NULL|current_timestamp\(\))$|^-?[0-9.]+$|^'.*'$", re.S)


def default_of(row):
    value = row["default"].replace("\\\\", "\\")
    if value == "" or "auto_increment" in row["extra"]:
        return ""
    return f" DEFAULT {value}" if WORD.match(value) else f" DEFAULT '{value}'"


def column_of(row):
    extra = row["extra"].replace("on update", "ON UPDATE").replace("auto_increment", "AUTO_INCREMENT")
    null = " NULL" if row["nullable"] == "YES" else " NOT NULL"
    return f"`{row['column']}` {row['type']}{null}{default_of(row)} {extra}".rstrip()


def index_of(row):
    name = row["column"].removeprefix("#index:")
    # A text is indexed by its beginning; the dictionary does not say how much of it.
    columns = ", ".join(f"`{column}`" + ("(100)" if column in row["_texts"] else "")
                        for column in row["type"].split("+"))
    kind = row["key"]
    if kind == "PRIMARY":
        return f"PRIMARY KEY ({columns})"
    return f"{'UNIQUE ' if kind == 'UNIQUE' else ''}KEY `{name}` ({columns})"


def tables_of(names):
    tables = {}
    for name in names:
        with open(name, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                tables.setdefault(row["table"], []).append(row)
    return tables


def statements(names):
    for table, rows in tables_of(names).items():
        if table == "table":
            continue
        columns = [row for row in rows if not row["column"].startswith("#")]
        texts = {row["column"] for row in columns if re.match(r"(long|medium|tiny)?text|varchar\((1?[0-9]{3,})\)", row["type"])}
        for row in rows:
            row["_texts"] = texts
        parts = [column_of(row) for row in columns]
        parts += [index_of(row) for row in rows if row["column"].startswith("#")]
        yield (f"CREATE TABLE `{table}` (\n  " + ",\n  ".join(parts) +
               "\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;\n")


if __name__ == "__main__":
    # The defaults of old columns are zero dates, as OpenEMR itself has them.
    print("SET sql_mode = '';")
    for statement in statements(sys.argv[1:]):
        print(statement)

# SPDX-License-Identifier: MIT
"""The built libraries as a host's loader sees them: what they export, what they need, how they load.

usage: libraries_test.py LIBRARY_FOLDER
"""
import re
import subprocess
import sys
from pathlib import Path

EVERYWHERE = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "ld-linux-x86-64.so.2",
              "ld-linux-aarch64.so.1"}
# Per library: what it exports, what it must not need, what it must need.
RULES = {
    "holdfast.so": ("holdfast_plugin_entry", r"libPoco|libsqlite|libpq|libmaria|libboost|libicu|libfmt|libcrypto", set()),
    "holdfast-core.so": ("holdfast_core_entry", r"libpq|libmaria|libmysql|libPocoNet|libPocoUtil|libPocoDataPostgreSQL",
                         {"libPocoFoundation.so.80"}),
    "holdfast-store-postgresql.so": ("holdfast_store_postgresql_entry", r"libPoco|libsqlite|libboost|libicu",
                                     {"libpq.so.5"}),
    "holdfast-adapter-practice.so": ("holdfast_adapter_entry_of", r"libpq|libPocoNet|libPocoUtil", set()),
    "holdfast-adapter-fhir.so": ("holdfast_adapter_entry_of", r"libpq|libmaria|libPocoUtil", {"libPocoNetSSL.so.80"}),
    "holdfast-adapter-gnumed.so": ("holdfast_adapter_entry_of", r"libmaria|libsqlite|libPocoNet|libPocoUtil",
                                   {"libpq.so.5"}),
    "holdfast-adapter-openemr.so": ("holdfast_adapter_entry_of", r"libpq|libsqlite|libPocoNet|libPocoUtil",
                                    {"libPocoDataMySQL.so.80"}),
    "holdfast-embedded.so": ("holdfast_embedded_ask holdfast_embedded_close",
                             r"libPoco|libsqlite|libpq|libmaria|libboost|libicu|libfmt|libcrypto", set()),
    "holdfast-conform-probe.so": ("holdfast_plugin_entry", r"libPoco|libsqlite|libpq|libcrypto", set()),
}
# Debian 12's own; a host that is older than this cannot load us.
NEWEST = {"GLIBC": (2, 36), "GLIBCXX": (3, 4, 30), "CXXABI": (1, 3, 13)}


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def exported(library):
    lines = run("nm", "-D", "--defined-only", str(library)).splitlines()
    return {line.split()[-1].split("@")[0] for line in lines if line.split()[-2] != "A"}


def needed(library):
    return set(re.findall(r"\(NEEDED\).*\[(.*)\]", run("readelf", "-d", str(library))))


def too_new(library):
    found = set(re.findall(r"Name: (GLIBC|GLIBCXX|CXXABI)_([\d.]+)", run("readelf", "-V", str(library))))
    return [f"{name}_{version}" for name, version in sorted(found)
            if tuple(int(part) for part in version.split(".")) > NEWEST[name]]


def loading(library):
    """What is wrong with how the library asks to be loaded."""
    dynamic = run("readelf", "-d", str(library))
    segments = run("readelf", "-lW", str(library))
    problems = []
    if "NODELETE" not in dynamic:
        problems.append("can be unloaded; link it with -z nodelete")
    if not re.search(r"BIND_NOW|Flags: .*NOW", dynamic):
        problems.append("binds lazily; link it with -z now")
    if re.search(r"\((RPATH|RUNPATH)\)", dynamic):
        problems.append("carries a search path")
    if "TEXTREL" in dynamic:
        problems.append("has text relocations")
    if "GNU_RELRO" not in segments:
        problems.append("has no RELRO segment")
    if re.search(r"GNU_STACK.*RWE", segments):
        problems.append("has an executable stack")
    return problems


def look_at(library):
    if library.name not in RULES:
        return [f"is not known to this test: say in RULES what it may export and need"]
    symbols, forbidden, required = RULES[library.name]
    problems = loading(library)
    if exported(library) != set(symbols.split()):
        problems.append(f"exports {sorted(exported(library))}, expected {symbols} alone")
    libraries = needed(library)
    unwanted = sorted(name for name in libraries - EVERYWHERE if re.search(forbidden, name))
    problems += [f"needs {name}" for name in unwanted]
    problems += [f"does not need {name}" for name in sorted(required - libraries)]
    problems += [f"needs {version}, newer than Debian 12" for version in too_new(library)]
    return problems


def main(folder):
    libraries = {path.name: path for path in sorted(folder.rglob("*.so"))}
    problems = [f"{name} was not built" for name in RULES if name not in libraries]
    for name, path in libraries.items():
        problems += [f"{name} {problem}" for problem in look_at(path)]
    print("\n".join(problems) or f"{len(libraries)} libraries are as they should be")
    return 1 if problems else 0


sys.exit(main(Path(sys.argv[1])))

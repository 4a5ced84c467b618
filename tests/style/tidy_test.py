# SPDX-License-Identifier: MIT
"""clang-tidy finds nothing in any C++ file that the given build compiles.

    python3 tidy_test.py BUILD [PART-OF-A-FILE-NAME...]
"""
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tree import SOURCE, files, report


def compiled(build):
    commands = json.loads(Path(build, "compile_commands.json").read_text(encoding="utf-8"))
    seen = {os.path.relpath(Path(entry["directory"], entry["file"]), SOURCE) for entry in commands}
    return sorted(seen.intersection(files()))


def findings_in(build, name):
    done = subprocess.run(["clang-tidy", "--quiet", "-p", build, name], cwd=SOURCE,
                          capture_output=True, text=True)
    found = [line.replace(f"{SOURCE}/", "") for line in done.stdout.splitlines() if ": error: " in line]
    if done.returncode and not found:
        found = [f"{name}: clang-tidy ended with {done.returncode}: {done.stderr.strip()[-400:]}"]
    return found


def main():
    build, *parts = sys.argv[1:]
    names = [name for name in compiled(build)
             if name.endswith(".cpp") and (not parts or any(part in name for part in parts))]
    if not names:
        return report(["no file to look at"], "")
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        found = pool.map(lambda name: findings_in(build, name), names)
        problems = sorted({line for lines in found for line in lines})
    return report(problems, f"{len(names)} files looked at")


sys.exit(main())

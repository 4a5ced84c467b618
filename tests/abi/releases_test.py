# SPDX-License-Identifier: MIT
"""tests/abi/releases names versions in order, each with a commit of this history that carries it.

usage: releases_test.py SOURCE_DIR
"""
import re
import subprocess
import sys
from pathlib import Path

LINE = re.compile(r"(\d+)\.(\d+)\.(\d+) ([0-9a-f]{40})")


def git(source, *arguments):
    return subprocess.run(["git", "-C", str(source), *arguments], capture_output=True, text=True)


def main(source):
    problems, versions = [], []
    for line in (source / "tests" / "abi" / "releases").read_text().splitlines():
        if line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if not match:
            problems.append(f"not 'VERSION COMMIT': {line}")
            continue
        *version, commit = match.groups()
        versions.append(tuple(int(part) for part in version))
        # An archive of the sources has no history to look into; the format is checked all the same.
        if not (source / ".git").exists():
            continue
        if git(source, "merge-base", "--is-ancestor", commit, "HEAD").returncode:
            problems.append(f"{commit} is not in the history of this branch")
        elif f"VERSION {'.'.join(version)} " not in git(source, "show", f"{commit}:CMakeLists.txt").stdout:
            problems.append(f"{commit} is not version {'.'.join(version)}")
    if versions != sorted(set(versions)):
        problems.append("the versions are not in ascending order")
    print("\n".join(problems) or f"{len(versions)} releases recorded")
    return 1 if problems else 0


sys.exit(main(Path(sys.argv[1])))

# SPDX-License-Identifier: MIT
"""Every C and C++ file is laid out as .clang-format says."""
import subprocess
import sys

from tree import SOURCE, files, report

ENDINGS = (".c", ".h", ".cpp", ".hpp")


def main():
    names = [name for name in files() if name.endswith(ENDINGS)]
    done = subprocess.run(["clang-format", "--dry-run", "-Werror", "--ferror-limit=1", *names],
                          cwd=SOURCE, capture_output=True, text=True)
    wrong = sorted({line.split(":")[0] for line in done.stderr.splitlines() if ": error:" in line})
    if done.returncode and not wrong:
        wrong = [done.stderr]
    return report([f"{name}: run clang-format -i on it" for name in wrong],
                  f"{len(names)} files are laid out")


sys.exit(main())

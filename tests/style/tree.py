# SPDX-License-Identifier: MIT
"""The files of the project, as git knows them."""
import os
import subprocess
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", "build", "packages", "node_modules", "__pycache__"}


def _walk():
    """For an archive of the sources, which has no git."""
    for folder, folders, names in os.walk(SOURCE):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        for name in names:
            yield str(Path(folder, name).relative_to(SOURCE))


def files():
    """Every tracked file that exists, relative to the source folder, with forward slashes."""
    git = subprocess.run(["git", "-C", str(SOURCE), "ls-files", "-z"], capture_output=True, text=True)
    names = git.stdout.split("\0") if git.returncode == 0 else _walk()
    return sorted(name for name in names if name and (SOURCE / name).is_file())


def text_of(name):
    """A file's text, or None when it is not text."""
    try:
        return (SOURCE / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def report(problems, well):
    """Prints what was found and gives the exit status."""
    print("\n".join(problems) or well)
    return 1 if problems else 0

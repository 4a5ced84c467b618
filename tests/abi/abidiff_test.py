# SPDX-License-Identifier: MIT
"""The headers describe the ABI that tests/abi/holdfast-1.abi recorded, and a change would be seen.

A change that was meant (a field at the end of a core struct, a new extension) needs a new baseline:

    python3 tests/abi/abidiff_test.py SOURCE_DIR C_COMPILER --record

usage: abidiff_test.py SOURCE_DIR C_COMPILER [--record]
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import witness

# What must not pass unseen: file, what stands there, what would stand there.
CHANGES = [
    ("entry.h", "const char *id, *name, *version;", "const char *name, *id, *version, *more;"),
    ("ext/host_clients.h", "uint32_t size, reserved;", "uint32_t size, reserved; uint64_t more;"),
    ("abi.h", "char message[248];", "char message[120];"),
    ("ext/host_clock.h", "int64_t (*now_ms)", "int32_t (*now_ms)"),
    ("ext/plugin_lifecycle.h", "uint32_t budget_ms", "uint64_t budget_ms"),
]


def difference(baseline, library):
    """abidiff's words when it sees a difference; empty when it sees none."""
    done = subprocess.run(["abidiff", "--no-show-locs", baseline, library], capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


def unseen(source, baseline, compiler):
    """Changes of the headers that abidiff would let pass."""
    for file, before, after in CHANGES:
        with tempfile.TemporaryDirectory() as folder:
            include = Path(folder, "include")
            shutil.copytree(source / "host-sdk" / "include", include)
            header = include / "holdfast" / file
            text = header.read_text()
            if before not in text:
                yield f"{file} holds no '{before}' any more: adjust CHANGES"
                continue
            header.write_text(text.replace(before, after, 1))
            if not difference(baseline, witness.build(include, folder, compiler)):
                yield f"abidiff does not see '{after}' in {file}"


def main(source, compiler, *options):
    source = Path(source)
    baseline = source / "tests" / "abi" / "holdfast-1.abi"
    with tempfile.TemporaryDirectory() as folder:
        library = witness.build(source / "host-sdk" / "include", folder, compiler)
        if options == ("--record",):
            baseline.write_text(witness.describe(library))
            return 0
        changed = difference(baseline, library)
    problems = [f"the ABI is not the recorded one:\n{changed}"] if changed else []
    recorded = baseline.read_text()
    problems += [f"{name} is not in the baseline" for name in witness.structs(source / "host-sdk" / "include")
                 if f"witness_of_{name}" not in recorded]
    problems += unseen(source, baseline, compiler)
    print("\n".join(problems) or f"the ABI is the recorded one; {len(CHANGES)} changes would be seen")
    return 1 if problems else 0


sys.exit(main(*sys.argv[1:]))

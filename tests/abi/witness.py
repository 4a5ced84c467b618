# SPDX-License-Identifier: MIT
"""The public structs as a library that abigail can read: a function per struct makes each reachable."""
import re
import subprocess
from pathlib import Path


def structs(include):
    """Every public struct, in the order in which the headers define them."""
    names = []
    for header in sorted((include / "holdfast").rglob("*.h")):
        if "draft" not in header.parts:
            names += re.findall(r"^\} (holdfast_\w+);", header.read_text(), flags=re.M)
    return names


def build(include, folder, compiler):
    """libholdfast-witness.so in `folder`, from the headers under `include`."""
    source, library = Path(folder, "witness.c"), Path(folder, "libholdfast-witness.so")
    lines = ["#include <holdfast/holdfast.h>"]
    for name in structs(include):
        lines.append(f"void witness_of_{name}(const {name}* one) {{ (void)one; }}")
    source.write_text("\n".join(lines) + "\n")
    subprocess.run([compiler, "-std=c11", "-g", "-O0", "-fPIC", "-shared", "-Wl,-soname,libholdfast-witness.so",
                    # No path of this machine in what is recorded.
                    f"-ffile-prefix-map={include}=include", f"-ffile-prefix-map={folder}=.",
                    "-I", include, "-o", library, source], check=True, cwd=folder)
    return library


def describe(library):
    """abidw's description, without anything of this machine."""
    return subprocess.run(["abidw", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", library], check=True, capture_output=True, text=True).stdout

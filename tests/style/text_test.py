# SPDX-License-Identifier: MIT
"""What every file of the project keeps to: licence line, length, and what must not stand in it."""
import re
import sys
from pathlib import PurePosixPath

from tree import files, report, text_of

SOURCE_ENDINGS = {".c", ".h", ".cpp", ".hpp", ".py", ".sh", ".cmake", ".js", ".mjs", ".jsx", ".css", ".sql",
                  ".php", ".java"}
SPDX = "SPDX-License-Identifier: MIT"
LONGEST = 500
LENGTH_MATTERS = {".c", ".h", ".cpp", ".hpp", ".py", ".php", ".js", ".mjs", ".jsx", ".java", ".sh"}

# A letter in brackets keeps each pattern from finding itself here.
UNDONE = re.compile(r"\b(T[O]DO|FI[X]ME|X[X]X|HA[C]K)\b|\bnot (yet )?implement[e]d\b")
UNRUN = re.compile(r"\[\.\]|\[!hide\]|\[!mayfail\]|\[!shouldfail\]|GTEST_S[K]IP|\b(test|it|describe)\.(skip|only|todo)\b|"
                   r"@unittest\.s[k]ip|pytest\.mark\.(s[k]ip|xfail)|SKIP_RETURN_C[O]DE|\bDISABLED T[R]UE\b|\bs[k]ip: true\b")
MACHINE = re.compile(r"(?<![\w.$})-])/(work|farm|root)/|/home/[a-z]|(?<![\w$}])/tmp/[a-z]+/")
ORIGIN = re.compile(r'"resolve[d]":|\bregistry\.[a-z]+\.[a-z]{2,3}\b|\bdeb\.[a-z]+\.org\b', re.I)
CLAIM = re.compile(r"detects? (?:a )?rupture|predict[s] (?:a )?(?:drop|suicide)|improve[s]? outcome|"
                   r"resistan(?:t|ce) client|poor allianc[e]", re.I)
# What people read must not even come near a claim.
SPOKEN = re.compile(r"\bpredict[s]\b|(?<!not )(?<!not a )(?<!never )\bvalidate[d]\b|\bresistanc[e]\b", re.I)
SPOKEN_ENDINGS = {".md", ".po", ".pot", ".mustache", ".html"}


def is_source(name):
    path = PurePosixPath(name)
    return path.suffix in SOURCE_ENDINGS or path.name == "CMakeLists.txt" or name == ".ci/run"


def look_at_source(ending, lines):
    if not any(SPDX in line for line in lines[:3]):  # PSR-12 wants a blank line after <?php
        yield 1, f"has no '{SPDX}' in its first lines"
    if ending in LENGTH_MATTERS and len(lines) > LONGEST:
        yield len(lines), f"is longer than {LONGEST} lines: more than one idea?"
    for number, line in enumerate(lines, 1):
        if UNDONE.search(line):
            yield number, "leaves something undone"


def look_at(name, text):
    lines, ending = text.splitlines(), PurePosixPath(name).suffix
    if is_source(name):
        yield from look_at_source(ending, lines)
    spoken = ending in SPOKEN_ENDINGS
    for number, line in enumerate(lines, 1):
        if UNRUN.search(line):
            yield number, "holds a test back"
        if MACHINE.search(line):
            yield number, "names a path of one machine"
        if ORIGIN.search(line):
            yield number, "says where packages come from"
        if CLAIM.search(line) or (spoken and SPOKEN.search(line)):
            yield number, "claims what Holdfast must not claim"


def main():
    problems, count = [], 0
    for name in files():
        text = text_of(name)
        if text is None:
            continue
        count += 1
        if text and not text.endswith("\n"):
            problems.append(f"{name}: does not end with a line break")
        problems += [f"{name}:{number}: {what}" for number, what in look_at(name, text)]
    return report(problems, f"{count} files read")


sys.exit(main())

# SPDX-License-Identifier: MIT
"""Every public header compiles alone, in each language level it promises, and says its contract.

usage: headers_test.py SOURCE_DIR C_COMPILER CXX_COMPILER
"""
import re
import subprocess
import sys
from pathlib import Path

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wconversion", "-Wshadow"]
CONTRACT = ("Ownership", "Threads", "Errors")
# abi.h holds the conventions of them all, holdfast.h only gathers.
WITHOUT_CONTRACT = {"abi.h", "holdfast.h"}


def compile_alone(compiler, language, header, include):
    """The compiler's complaint, or an empty text."""
    kind, standard = language
    text = f"#include <{header}>\n#include <{header}>\n"
    done = subprocess.run(
        [compiler, f"-std={standard}", *WARNINGS, "-fsyntax-only", "-I", include, "-x", kind, "-"],
        input=text, capture_output=True, text=True)
    return "\n".join(done.stderr.splitlines()[:10]) if done.returncode else ""


def pinned(header, layout):
    """What a header declares and layout.c does not pin."""
    text = re.sub(r"/\*.*?\*/", "", header.read_text(), flags=re.S)
    structs = re.findall(r"typedef struct (holdfast_\w+) \{(.*?)\} \1;", text, flags=re.S)
    missing = [name for name, _ in structs if f"({name}," not in layout]
    for name, body in structs:
        flat = re.sub(r"\([^()]*\)", "", re.sub(r"\(\*\s*(\w+)\)\s*\([^;]*\)", r" \1", body))
        for field in re.findall(r"[\s*](\w+)(?:\[\d+\])?\s*[,;]", flat):
            if f"{name}, {field}," not in layout and f"TABLE({name}," not in layout:
                missing.append(f"{name}.{field}")
    constants = re.findall(r"^\s*(HOLDFAST_\w+) =", text, flags=re.M)
    constants += re.findall(r"^#define (HOLDFAST_\w+) [\"\d]", text, flags=re.M)
    return missing + [name for name in constants if f"({name}," not in layout]


def main(source, c_compiler, cxx_compiler):
    include = source / "host-sdk" / "include"
    layout = " ".join((source / "tests" / "abi" / "layout.c").read_text().split())
    headers = sorted((include / "holdfast").rglob("*.h"))
    assert headers, f"no headers under {include}"
    problems = []
    for header in headers:
        name = header.relative_to(include)
        for compiler, language in [(c_compiler, ("c", "c99")), (c_compiler, ("c", "c11")),
                                   (cxx_compiler, ("c++", "c++11")), (cxx_compiler, ("c++", "c++20"))]:
            complaint = compile_alone(compiler, language, name, include)
            if complaint:
                problems.append(f"{name} as {language[1]}:\n{complaint}")
        if header.name not in WITHOUT_CONTRACT:
            opening = header.read_text().split("#ifndef", 1)[0]
            problems += [f"{name} does not say: {word}" for word in CONTRACT if word not in opening]
        problems += [f"{name}: layout.c does not pin {what}" for what in pinned(header, layout)]
    for header in sorted((include / "holdfast").rglob("*.hpp")):
        promised = ("c++17", "c++20") if "C++17" in header.read_text().split("#pragma", 1)[0] else ("c++20",)
        for standard in promised:
            complaint = compile_alone(cxx_compiler, ("c++", standard), header.relative_to(include), include)
            if complaint:
                problems.append(f"{header.name} as {standard}:\n{complaint}")
    gathered = (include / "holdfast" / "holdfast.h").read_text()
    for header in headers:
        name = header.relative_to(include)
        if header.name != "holdfast.h" and f"#include <{name}>" not in gathered and "draft" not in name.parts:
            problems.append(f"holdfast.h does not gather {name}")
    print("\n".join(problems) or f"{len(headers)} headers are as promised")
    return 1 if problems else 0


sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))

#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes what the bindings need from the C headers, so that nobody copies a struct by hand.

    generate.py            writes php/holdfast.cdef, python/src/holdfast/abi.py, java/.../Abi.java
    generate.py --check    says what is not as the headers are
"""
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEADERS = HERE.parent / "include" / "holdfast"
# What is used before what uses it; extensions follow in the order of their names.
FIRST = ["abi.h", "host.h", "plugin.h", "entry.h", "adapter.h", "ext/plugin_web.h"]

SCALARS = {"uint32_t": "c_uint32", "int32_t": "c_int32", "uint64_t": "c_uint64", "int64_t": "c_int64",
           "size_t": "c_size_t", "holdfast_status": "c_int32"}


def header_files():
    first = [HEADERS / name for name in FIRST]
    return first + sorted(set((HEADERS / "ext").glob("*.h")) - set(first))


def plain(path):
    """The declarations alone: no comment, no preprocessor, no C++."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    text = re.sub(r"#ifdef __cplusplus.*?#endif", "", text, flags=re.S)
    text = re.sub(r"^#.*(?:\\\n.*)*$", "", text, flags=re.M)
    return re.sub(r"\s+", " ", text.replace("HOLDFAST_EXPORT ", "")).strip()


def statements(text):
    """Whole declarations, split at semicolons outside of braces."""
    depth, start = 0, 0
    for at, c in enumerate(text):
        depth += (c == "{") - (c == "}")
        if c == ";" and depth == 0:
            yield text[start:at + 1].strip()
            start = at + 1


def constants(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    for name, value in re.findall(r"^#define (HOLDFAST_\w+) (\"[^\"]*\"|\d+u?)\s*$", text, flags=re.M):
        yield name, value.rstrip("u")
    for body in re.findall(r"enum \{(.*?)\}", text, flags=re.S):
        for name, value in re.findall(r"(HOLDFAST_\w+)\s*=\s*([^,}]+)", body):
            yield name, re.sub(r"(\d)u\b", r"\1", value.strip())


def one_name_each(statement):
    """`const char *a, *b;` as two fields: PHP reads the second as a pointer to the first's type."""
    def split(match):
        kind, names = match[1].strip(), match[2].split(",")
        return " ".join(f"{kind} {name.strip()};" for name in names) + " "
    return re.sub(r"((?:const )?\w+)((?: \*?\w+,)+ \*?\w+);\s?", split, statement)


def cdef():
    """One C definition for FFI::cdef and its like."""
    lines = ["// SPDX-License-Identifier: MIT", "// Made from the headers by generate.py; do not edit."]
    for path in header_files():
        for statement in map(one_name_each, statements(plain(path))):
            lines.append(re.sub(r" ?([{}]) ?", r" \1 ", statement).replace("} ;", "};").strip())
    return "\n".join(lines) + "\n"


def split_fields(body):
    return [part.strip() for part in body.split(";") if part.strip()]


def split_arguments(text):
    return [part.strip() for part in text.split(",") if part.strip() and part.strip() != "void"]


def python_type(text):
    """A C type, and perhaps a name behind it, as ctypes sees it across the boundary."""
    text = re.sub(r"\b(const|struct)\b", "", text).strip()
    match = re.match(r"(\w+)\s*(\**)", text)
    kind, stars = match[1], match[2]
    if stars:
        return "c.c_char_p" if kind == "char" and stars == "*" else "c.c_void_p"
    if kind == "void":
        return "None"
    return f"c.{SCALARS[kind]}" if kind in SCALARS else class_name(kind)


def class_name(c_name):
    return "".join(part.capitalize() for part in c_name.removeprefix("holdfast_").split("_"))


def python_fields(body):
    for field in split_fields(body):
        function = re.match(r"(.+?)\(\*\s*(\w+)\)\s*\((.*)\)$", field)
        if function:
            result, name, arguments = function.groups()
            # A callback cannot give back a text that Python owns: it gives an address.
            result = python_type(result).replace("c_char_p", "c_void_p")
            kinds = [result] + [python_type(one) for one in split_arguments(arguments)]
            yield name, f"c.CFUNCTYPE({', '.join(kinds)})"
            continue
        array = re.match(r"char (\w+)\[(\d+)\]$", field)
        if array:
            yield array[1], f"c.c_char * {array[2]}"
            continue
        first, *others = [part.strip() for part in field.split(",")]
        kind, name = re.match(r"(.*?)(\w+)$", first).groups()
        base = re.sub(r"\*", "", kind)
        for one in [kind + name] + [base + other for other in others]:
            yield re.search(r"(\w+)$", one)[1], python_type(re.sub(r"\w+$", "", one))


def python_module():
    lines = ["# SPDX-License-Identifier: MIT",
             '"""The C ABI as ctypes sees it. Made from the headers by generate.py; do not edit."""',
             "import ctypes as c", ""]
    for path in header_files():
        lines += [f"{name.removeprefix('HOLDFAST_')} = {value}" for name, value in constants(path)]
    for path in header_files():
        for name, body in re.findall(r"typedef struct (\w+) \{(.*?)\} \1;", plain(path)):
            lines += ["", "", f"class {class_name(name)}(c.Structure):", "    _fields_ = ["]
            # Borrowed text may hold a NUL: its address is wanted, not what stands before the NUL.
            fields = [(field, "c.c_void_p" if name == "holdfast_str" and field == "ptr" else kind)
                      for field, kind in python_fields(body)]
            lines += [f'        ("{field}", {kind}),' for field, kind in fields]
            lines += ["    ]"]
    return "\n".join(lines) + "\n"


def java_size(kind):
    """Bytes and alignment of a field of that Python type, 64-bit pointers."""
    if kind in ("c.c_uint32", "c.c_int32"):
        return 4, 4
    if kind.startswith("c.c_char * "):
        return int(kind.split("* ")[1]), 1
    return (16, 8) if kind == "Str" else (8, 8)


def java_class():
    """Where each field of each struct lies: Java has no structs of its own."""
    lines = ["// SPDX-License-Identifier: MIT", "// Made from the headers by generate.py; do not edit.",
             "package org.holdfast;", "", "/** The C ABI as bytes: sizes, offsets, constants. */",
             "final class Abi {", "  private Abi() {}", ""]
    for path in header_files():
        for name, value in constants(path):
            kind = "String" if value.startswith('"') else "int"
            lines.append(f"  static final {kind} {name.removeprefix('HOLDFAST_')} = {value};")
    for path in header_files():
        for name, body in re.findall(r"typedef struct (\w+) \{(.*?)\} \1;", plain(path)):
            lines += ["", f"  static final class {class_name(name)} {{"]
            offset = 0
            for field, kind in python_fields(body):
                size, alignment = java_size(kind)
                offset = (offset + alignment - 1) // alignment * alignment
                lines.append(f"    static final int {field.upper()}_AT = {offset};")
                offset += size
            lines += [f"    static final int BYTES = {(offset + 7) // 8 * 8};", "  }"]
    return "\n".join(lines) + "\n}\n"


def main():
    made = {HERE / "php" / "holdfast.cdef": cdef(),
            HERE / "python" / "src" / "holdfast" / "abi.py": python_module(),
            HERE / "java" / "src" / "org" / "holdfast" / "Abi.java": java_class()}
    if sys.argv[1:] == ["--check"]:
        drifted = [path for path, text in made.items() if not path.exists() or path.read_text() != text]
        for path in drifted:
            print(f"{path.relative_to(HERE)} is not as the headers are: run generate.py")
        return 1 if drifted else 0
    for path, text in made.items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

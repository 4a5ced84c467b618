#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes the reference pages of the SDK from what is the contract itself: headers, schemas, cases.

    pages.py SDK_FOLDER OUTPUT_FOLDER [HOLDFAST_CONFORM ADAPTER_LIBRARY PLUGIN_LIBRARY]
"""
import json
import re
import subprocess
import sys
from pathlib import Path


def words(comment):
    """A C comment as plain text, its line ends kept as spaces, its paragraphs as paragraphs."""
    lines = [re.sub(r"^\s*\*? ?", "", line) for line in comment.strip().splitlines()]
    paragraphs = "\n".join(lines).split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())


def opening(text):
    """What a header says of itself before its first line of code."""
    comments = re.findall(r"/\*(.*?)\*/", text.split("#ifndef", 1)[0], flags=re.S)
    return "\n\n".join(words(one) for one in comments if "SPDX" not in one)


def first_sentence(text):
    return re.split(r"[.:]\s", text, maxsplit=1)[0].rstrip(".")


def in_bold(contract):
    """Ownership, Threads and Errors begin a line each."""
    return re.sub(r"\s*\b(Ownership|Threads|Errors):", r"\n\n**\1:**", contract)


def constants(text):
    """Name, value and remark of each #define and enumerator."""
    found = []
    for line in re.finditer(r"^#define (HOLDFAST_\w+) (\"[^\"]*\"|\d+u?)(?:\s*/\*(.*?)\*/)?", text, flags=re.M):
        found.append((line[1], line[2], words(line[3] or "")))
    for body in re.findall(r"enum \{(.*?)\n\};", text, flags=re.S):
        for line in re.finditer(r"(HOLDFAST_\w+)\s*=\s*([^,/\n]+?),?\s*(?:/\*(.*?)\*/)?\s*(?=\n|$)", body, flags=re.S):
            found.append((line[1], line[2].strip(), words(line[3] or "")))
    return found


def structs(text):
    """Name, remark and members of each struct; a member is its remark and its declaration."""
    for match in re.finditer(r"(?:/\*((?:(?!\*/).)*)\*/\s*)?typedef struct (\w+) \{(.*?)\n\} \2;", text, flags=re.S):
        remark = words(match[1] or "") if match[1] and "SPDX" not in match[1] else ""
        members, before = [], ""
        for part in re.finditer(r"/\*(.*?)\*/|([^;/]+;)", match[3], flags=re.S):
            if part[2]:
                members.append([before, " ".join(part[2].split())])
                before = ""
            elif "\n" not in match[3][part.start() - 2:part.start()] and members and not before \
                    and match[3][:part.start()].rstrip(" ").endswith(";"):
                members[-1][0] = words(part[1])
            else:
                before = words(part[1])
        yield match[2], remark, members


def function(declaration):
    """An exported function, apart from structs."""
    return re.findall(r"(?:/\*((?:(?!\*/).)*)\*/\s*)?HOLDFAST_EXPORT ([^;]+);", declaration, flags=re.S)


def header_page(path, include):
    text = path.read_text()
    page = [f"# {path.relative_to(include)}", in_bold(opening(text))]
    page += [words(remark) for remark in re.findall(
        r"/\*((?:(?!\*/).)*)\*/\n(?:#define HOLDFAST_\w+ \"|typedef int)", text, flags=re.S)]
    if found := constants(text):
        page.append("| constant | value | |\n|---|---|---|\n" +
                    "\n".join(f"| `{name}` | `{value}` | {remark} |" for name, value, remark in found))
    for name, remark, members in structs(text):
        page.append(f"## {name}\n\n{remark}".strip())
        for said, declaration in members:
            page.append(f"```c\n{declaration}\n```\n{said}".strip())
    for remark, declaration in function(text):
        declaration = " ".join(declaration.split())
        name = re.search(r"(\w+)\(", declaration)[1]
        page.append(f"## {name}\n\n```c\n{declaration};\n```\n{words(remark)}")
    return "\n\n".join(part for part in page if part) + "\n"


def kind_of(rules):
    kind = rules.get("type") or ("word" if "enum" in rules else "")
    if "const" in rules:
        return f"`{rules['const']}`"
    if "enum" in rules:
        return ", ".join(f"`{word}`" for word in rules["enum"])
    if kind == "array":
        return f"list of {kind_of(rules.get('items', {})) or 'values'}"
    return {"string": "text", "integer": "whole number", "boolean": "yes or no"}.get(kind, kind)


def schema_page(path):
    schema = json.loads(path.read_text())
    required = set(schema.get("required", []))
    rows = [f"| `{name}` | {kind_of(rules)} | {'yes' if name in required else ''} | {rules.get('description', '')} |"
            for name, rules in schema.get("properties", {}).items()]
    page = [f"# {path.name}", schema.get("title", "") + ".",
            "| field | | required | |\n|---|---|---|---|\n" + "\n".join(rows)]
    page += [f"```json\n{json.dumps(example, indent=1, ensure_ascii=False)}\n```"
             for example in schema.get("examples", [])]
    return "\n\n".join(page) + "\n"


def case_rows(conform, kind, library):
    done = subprocess.run([conform, kind, library, "--list"], check=True, capture_output=True, text=True)
    return ["| `" + name + "` | " + promise.strip() + " |"
            for name, _, promise in (line.partition(" ") for line in done.stdout.splitlines())]


def cases_page(conform, adapter, plugin):
    head = "| case | promise |\n|---|---|\n"
    return ("# What holdfast-conform tries\n\n## Of an adapter, and of a host\n\n" + head +
            "\n".join(case_rows(conform, "adapter", adapter)) + "\n\n## Of a plugin\n\n" + head +
            "\n".join(case_rows(conform, "plugin", plugin)) + "\n")


def main(sdk, output, *conform):
    include, output = Path(sdk) / "include", Path(output)
    output.mkdir(parents=True, exist_ok=True)
    index = ["# Holdfast SDK reference", "Made from the headers and schemas; they are the contract."]
    headers = [path for path in sorted((include / "holdfast").rglob("*.h")) if path.name != "holdfast.h"]
    index.append("## Headers")
    for path in headers:
        name = str(path.relative_to(include / "holdfast")).replace("/", "-").removesuffix(".h") + ".md"
        (output / name).write_text(header_page(path, include))
        index.append(f"- [{path.relative_to(include)}]({name}): {first_sentence(opening(path.read_text()))}")
    index.append("## Payloads")
    for path in sorted((include / "holdfast" / "schemas").glob("*.schema.json")):
        name = f"payload-{path.name.removesuffix('.schema.json')}.md"
        (output / name).write_text(schema_page(path))
        index.append(f"- [{path.name}]({name}): {json.loads(path.read_text()).get('title', '')}")
    if conform:
        (output / "conformance.md").write_text(cases_page(*conform))
        index.append("## Conformance\n\n- [what holdfast-conform tries](conformance.md)")
    (output / "index.md").write_text("\n\n".join(index[:2]) + "\n\n" + "\n".join(index[2:]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

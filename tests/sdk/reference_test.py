# SPDX-License-Identifier: MIT
"""The reference pages say everything that the headers, the schemas and the cases say.

usage: reference_test.py SOURCE_DIR CONFORM
"""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def missing(header, page):
    """What a header declares and its page does not show."""
    text = re.sub(r"/\*.*?\*/", "", header.read_text(), flags=re.S)
    names = re.findall(r"^#define (HOLDFAST_\w+) [\"\d]", text, flags=re.M)
    names += re.findall(r"^\s*(HOLDFAST_\w+)\s*=", text, flags=re.M)
    names += re.findall(r"\} (holdfast_\w+);", text)
    names += [name + ")" for name in re.findall(r"\(\*(\w+)", text)]
    names += re.findall(r"HOLDFAST_EXPORT .*?(\w+)\(", text)
    return [name for name in names if not re.search(re.escape(name) + r"(?!\w)", page)]


def remarks(header):
    """Every comment of a header, by its first words."""
    for comment in re.findall(r"/\*(.*?)\*/", header.read_text(), flags=re.S):
        text = " ".join(re.sub(r"^\s*\* ?", "", line) for line in comment.strip().splitlines())
        if "SPDX" not in text:
            yield " ".join(text.split()[:6])


def look_at(headers, pages):
    for header in headers:
        name = "-".join(header.parts[header.parts.index("holdfast", 2) + 1:]).removesuffix(".h") + ".md"
        page = (pages / name).read_text()
        flat = " ".join(page.replace("**", "").split())
        yield from (f"{name} does not show {one}" for one in missing(header, page))
        yield from (f"{name} does not say: {one}" for one in remarks(header)
                    if one not in flat and "True when" not in one)


def main(source, conform):
    sdk = Path(source, "host-sdk")
    headers = [path for path in (sdk / "include" / "holdfast").rglob("*.h") if path.name != "holdfast.h"]
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder)
        subprocess.run([sys.executable, "-B", sdk / "reference" / "pages.py", sdk, pages, conform, "a.so",
                        "p.so"], check=True)
        problems = list(look_at(sorted(headers), pages))
        index = (pages / "index.md").read_text()
        linked = set(re.findall(r"\]\(([^)]+)\)", index))
        made = {path.name for path in pages.iterdir()} - {"index.md"}
        problems += [f"index.md leads to {name}, which is not there" for name in linked - made]
        problems += [f"index.md does not lead to {name}" for name in made - linked]
        for path in (sdk / "include" / "holdfast" / "schemas").glob("*.json"):
            page = (pages / f"payload-{path.name.removesuffix('.schema.json')}.md").read_text()
            problems += [f"{path.name}: {field} is not on its page"
                         for field in json.loads(path.read_text())["properties"] if f"`{field}`" not in page]
        if (pages / "conformance.md").read_text().count("\n| `") < 200:
            problems.append("conformance.md names fewer than 200 cases")
    print("\n".join(problems) or f"{len(made)} pages say what headers, schemas and cases say")
    return 1 if problems else 0


sys.exit(main(*sys.argv[1:]))

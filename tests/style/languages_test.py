# SPDX-License-Identifier: MIT
"""Every language against the list of sentences: what is missing is listed, and fails where the language
is declared complete; what is there keeps the placeholders of the sentence, and nobody left it marked
as fuzzy: msgfmt leaves such a text out, and the page shows English."""
import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
# Folder, its list of sentences, and how many it has at the least: fewer, and something cut it.
PLACES = [("plugin/locale", "holdfast.pot", 500), ("host-sdk/host/locale", "holdfast-host.pot", 20),
          ("adapters/fhir/gateway/locale", "holdfast-fhir.pot", 25)]
TEXT = r'"((?:[^"\\]|\\.)*)"'
NAMES = re.compile(r"\{[a-z_]+\}")


def is_fuzzy(block):
    return re.search(r"^#,.*\bfuzzy\b", block, re.M) is not None


def entries(path):
    """(context, sentence, plural) -> translations; none for a fuzzy one."""
    found = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        def line(keyword):
            match = re.search(rf"^{keyword} {TEXT}$", block, re.M)
            return match.group(1) if match else None
        sentence = line("msgid")
        if sentence is None or re.search(r"^#~", block, re.M):
            continue
        said = re.findall(rf"^msgstr(?:\[\d\])? {TEXT}$", block, re.M) if not is_fuzzy(block) else []
        found[line("msgctxt"), sentence, line("msgid_plural")] = said
    return found


def tags(folder, name):
    path = folder / name
    return [tag for tag in path.read_text(encoding="utf-8").split() if tag]


def wrong_names(key, said):
    allowed = set(NAMES.findall(key[1])) | set(NAMES.findall(key[2] or ""))
    for one in said:
        used = set(NAMES.findall(one))
        if one and (not used <= allowed or (key[2] is None and used != allowed)):
            yield one


def look_at(folder, template, least):
    wanted = [key for key in entries(folder / template) if key[1]]
    if len(wanted) < least:
        yield f"{template} has too few sentences; was it cut?"
    complete = tags(folder, "COMPLETE")
    for tag in tags(folder, "LINGUAS"):
        there = entries(folder / f"{tag}.po")
        missing = [key[1] for key in wanted if not there.get(key) or not all(there[key])]
        print(f"{template}, {tag}: {len(wanted) - len(missing)} of {len(wanted)} sentences")
        for key, said in there.items():
            if key[1] and not said:
                yield f"{tag}: marked as fuzzy, and so not shown: {key[1]}"
        for sentence in missing:
            print(f"  missing in {tag}: {sentence}")
            if tag in complete:
                yield f"{tag} is declared complete and misses: {sentence}"
        for key, said in there.items():
            for one in wrong_names(key, said):
                yield f"{tag}: other placeholders than “{key[1]}”: {one}"
    for tag in complete:
        if tag not in tags(folder, "LINGUAS"):
            yield f"COMPLETE names {tag}, and LINGUAS does not"


def main():
    problems = [problem for folder, template, least in PLACES
                for problem in look_at(TOP / folder, template, least)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


sys.exit(main())

# SPDX-License-Identifier: MIT
"""What the documents name is there: scripts, files, presets, the program's commands and options.

usage: readme_test.py SOURCE_DIR HOLDFAST
"""
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

PROGRAM = re.compile(r"^(?:build/\w+/bin/)?holdfast (.+)$")
COMMAND_LINE = re.compile(r"^ {4}((?:sh|cmake|ctest|cpack|build/|holdfast ).*)$", re.M)


def documents(source):
    folders = [source, source / "packaging", source / "adapters", source / "host-sdk", source / "tests",
               source / "plugin"]
    found = set(source.glob("*.md"))
    for folder in folders[1:]:
        found |= {path for path in folder.rglob("*.md") if "node_modules" not in path.parts}
    return sorted(found)


class Reader:
    def __init__(self, source, program):
        self.source, self.program = source, program
        presets = json.loads((source / "CMakePresets.json").read_text())
        self.presets = {preset["name"] for preset in presets["configurePresets"]}
        self.helps = {}

    def help_of(self, words):
        """What the program says about a command; None when it does not know it."""
        if words not in self.helps:
            done = subprocess.run([self.program, *words, "--help"], capture_output=True, text=True)
            self.helps[words] = done.stdout if done.returncode == 0 else None
        return self.helps[words]

    def look_at_program(self, line):
        parts = shlex.split(line, comments=True)
        words = []
        for part in parts:
            if not re.fullmatch(r"[a-z][a-z-]*", part) or self.help_of(tuple(words + [part])) is None:
                break
            words.append(part)
        options = [part for part in parts if part.startswith("-") and part != "-"]
        told = self.help_of(tuple(words)) or ""
        if not words and options != ["--help"]:
            yield f"holdfast has no command '{parts[0]}'"
        # After the known words only values may follow: capitals, paths, options.
        rest = parts[len(words):]
        if rest and re.fullmatch(r"[a-z][a-z-]*", rest[0]):
            yield f"'holdfast {' '.join(words)}' has no command '{rest[0]}'"
        for option in options:
            if not re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", told):
                yield f"'holdfast {' '.join(words)}' has no option {option}"

    def look_at_line(self, line, folder):
        for command in re.split(r"\s*&&\s*", line):
            program = PROGRAM.match(command)
            if program:
                yield from self.look_at_program(program[1])
            elif command.startswith("sh "):
                script = shlex.split(command)[1]
                # From the top of the tree, beside the document that names it, or where an adapter's
                # package puts it.
                script = re.sub(r"^/usr/share/holdfast/(?=\w+/)", "adapters/", script)
                if not (self.source / script).is_file() and not (folder / script).is_file():
                    yield f"there is no {script}"
            for preset in re.findall(r"--preset (\w+)", command):
                if preset not in self.presets:
                    yield f"there is no preset {preset}"

    def look_at(self, document):
        text = document.read_text()
        lines = COMMAND_LINE.findall(text)
        lines += [span for span in re.findall(r"`([^`\n]+)`", text)
                  if span.startswith(("sh ", "holdfast ", "build/", "cmake --preset"))]
        for line in lines:
            yield from self.look_at_line(line, document.parent)
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
            if "://" not in target and not (document.parent / target).exists():
                yield f"leads to {target}, which is not there"


def main(source, program):
    reader = Reader(source, program)
    problems, count = [], 0
    for document in documents(source):
        count += 1
        problems += [f"{document.relative_to(source)}: {what}" for what in reader.look_at(document)]
    print("\n".join(problems) or f"{count} documents name only what is there")
    return 1 if problems else 0


sys.exit(main(Path(sys.argv[1]), sys.argv[2]))

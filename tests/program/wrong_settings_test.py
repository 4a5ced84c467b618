# SPDX-License-Identifier: MIT
"""A setting that names what is not there is refused by `config check`, `serve` and `doctor` alike: its line,
what is wrong, what is possible. An import tells the options that the program takes.

usage: wrong_settings_test.py HOLDFAST
"""
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = sys.argv[1]


def run(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def is_refused(folder, setting, words, table="[plugin]\n"):
    file = folder / "holdfast.toml"
    file.write_text(f"{table}\n{setting}\n")
    data = folder / "data"
    for command in (["config", "check"], ["serve", "--listen", "127.0.0.1:0"], ["doctor"]):
        code, said = run(*command, "--config", file, "--data", data)
        assert code == (2 if command == ["doctor"] else 3), f"{command}: {code}\n{said}"
        for word in [f"{file}:3: ", *words]:
            assert word in said, f"{command}: no {word!r} in\n{said}"


def is_taken(folder, setting, table="[plugin]"):
    file = folder / "holdfast.toml"
    file.write_text(f"{table}\n{setting}\n")
    code, said = run("config", "check", "--config", file, "--data", folder / "data")
    assert code == 0, said


def main():
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        is_refused(folder, 'client_form = "nope"', ["client_form", '"nope"', "holdfast-session, ", "or one with a licensed wording"])
        is_refused(folder, 'client_form = "wai-t"', ["client_form", "for the client"])
        is_refused(folder, 'therapist_form = "nope"', ["therapist_form", "holdfast-session-therapist"])
        is_refused(folder, 'language = "xx"', ["language", '"xx"', "possible are en, ", "de"])
        is_refused(folder, 'language = "nl"', ["language", '"nl"'])
        for setting in ('language = "de-AT"', 'client_form = "wai-sr"', 'therapist_form = "wai-t"'):
            is_taken(folder, setting)
        fhir = '[adapter]\nname = "fhir"'
        base = '\nbase = "http://127.0.0.1:1/fhir"'
        is_refused(folder, 'timeout_s = "soon"' + base, ["timeout_s"], fhir)
        is_refused(folder, "timeout = 5" + base, ["timeout"], fhir)
        is_refused(folder, 'demo = "yes"', ["demo"], '[adapter]\nname = "practice"')
        is_taken(folder, 'transport = "file"\nfolder = "/nowhere"', fhir)
        code, said = run("config", "check", "--config", folder)
        assert code == 3 and f"{folder} is a folder" in said, said
    print("wrong settings are refused everywhere, by line")


main()

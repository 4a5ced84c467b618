# SPDX-License-Identifier: MIT
"""packaging/holdfast.toml is right: with every setting switched on, `holdfast serve` starts; it names every
setting that the program and the plugin know, and each is taken from its variable too.

usage: config_test.py SOURCE_DIR HOLDFAST
"""
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

# What names a place that this machine need not have; the defaults are about the same.
PLACES = {"data", "plugin", "socket", "listen"}
SETTING = re.compile(r"^#(\w+) = ", re.M)


def documented(text):
    """Of each section, its settings with their defaults."""
    sections = {}
    for line in text.splitlines():
        if head := re.fullmatch(r"\[(\w+)\]", line):
            section = sections.setdefault(head[1], {})
        elif setting := re.fullmatch(r"#(\w+) = (.*)", line):
            section[setting[1]] = setting[2]
    return sections


def known_to_program(program):
    """The settings of [serve], as the refusal of an unknown one names them."""
    done = subprocess.run([program, "config", "check"], capture_output=True, text=True,
                          env={**os.environ, "HOLDFAST_SERVE_NO_SUCH_SETTING": "1"})
    return set(re.findall(r"\w+", done.stderr.split("there are ")[1])) - {"and"}


def known_to_plugin(source):
    code = (source / "plugin/core/service/config.cpp").read_text()
    return set(re.findall(r'"(\w+)"', code[code.index("in.only({"):])) - {"open", "demo", "adapter"}


def problems_of(source, program, text):
    """What is documented and not known, known and not documented, or not taken from a variable."""
    sections = documented(text)
    problems = [f"serve.{name}: documented or known, not both" for name in
                set(sections["serve"]) ^ known_to_program(program)]
    # The shim takes these two out before the core sees them.
    problems += [f"plugin.{name}: documented or known, not both" for name in
                 (set(sections["plugin"]) - {"signatures", "signature_keys"}) ^ known_to_plugin(source)]
    wanted = {f"{section}.{name}": (f"HOLDFAST_{section.upper()}_{name.upper()}", value)
              for section, settings in sections.items() for name, value in settings.items()
              if name not in PLACES and section != "adapter"}
    done = subprocess.run([program, "config", "check"], capture_output=True, text=True,
                          env={**os.environ, **dict(wanted.values())})
    taken = dict(line.split("\t") for line in done.stdout.splitlines() if "\t" in line)
    problems += [f"{key}: not taken from {variable}" for key, (variable, _) in wanted.items()
                 if taken.get(key) != variable]
    return problems + ([done.stderr] if done.returncode else [])


def main(source, program):
    text = (source / "packaging" / "holdfast.toml").read_text()
    if problems := problems_of(source, program, text):
        print("\n".join(problems))
        return 1
    switched_on = SETTING.sub(lambda found: ("#" if found[1] in PLACES else "") + f"{found[1]} = ", text)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "holdfast.toml")
        file.write_text(switched_on)
        process = subprocess.Popen(
            [program, "serve", "--config", file, "--data", Path(folder, "data"), "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        said = process.stdout.readline()  # empty at once when the program ends
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=30)
    if "http://127.0.0.1:" in said and process.returncode == 0:
        print(f"{len(SETTING.findall(text))} settings are as the program reads them")
        return 0
    print(said + complaints + f"exit status {process.returncode}")
    return 1


sys.exit(main(Path(sys.argv[1]), sys.argv[2]))

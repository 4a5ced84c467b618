# SPDX-License-Identifier: MIT
"""Every command of adapters/template/README.md, in order, against the SDK installed somewhere else.

usage: template_test.py CMAKE SOURCE_DIR BUILD_DIR
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"{command}: ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def commands(readme):
    """The indented lines outside of fenced blocks."""
    text = re.sub(r"^```.*?^```$", "", readme.read_text(), flags=re.S | re.M)
    return re.findall(r"^ {4}(\S.*)$", text, flags=re.M)


def main(cmake, source, build):
    readme = Path(source, "adapters", "template", "README.md")
    with tempfile.TemporaryDirectory() as folder:
        prefix, work = Path(folder, "prefix"), Path(folder, "work")
        work.mkdir()
        for component in ("dev", "conform"):
            run([cmake, "--install", build, "--prefix", prefix, "--component", component])
        # Only what was installed is to be found, and no setting of this build.
        environment = {"PATH": f"{prefix}/bin:{os.environ['PATH']}", "HOME": folder, "LANG": "C.UTF-8",
                       "CMAKE_PREFIX_PATH": str(prefix),
                       "PKG_CONFIG_PATH": str(next(prefix.rglob("holdfast.pc")).parent)}
        lines = commands(readme)
        script = "set -eu\numask 022\n" + "\n".join(lines) + "\n"
        run(["sh", "-c", script], cwd=work, env=environment)
        made = work / "myclinic"
        report = json.loads((made / "report.json").read_text())
        problems = []
        if not report["green"] or report["counts"]["pass"] < 100:
            problems.append(f"the template is not green: {report['counts']}")
        for library in (made, made / "build"):
            if not (library / "holdfast-adapter-myclinic.manifest.json").exists():
                problems.append(f"no manifest in {library.name}")
        left = [name for name in made.rglob("*") if name.suffix in (".cpp", ".hpp", ".txt")
                and "adapter-mine" in name.read_text() and "build" not in name.parts]
        problems += [f"{name} still has the template's name" for name in left]
    print("\n".join(problems) or f"{len(lines)} commands of the tutorial work: {report['counts']}")
    return 1 if problems else 0


sys.exit(main(*sys.argv[1:]))

# SPDX-License-Identifier: MIT
"""The last recorded release and this tree understand each other: its plugin in this tree's host, and
this tree's plugin in its host. With no release recorded there is nothing to keep to.

The release is built from this history, once, into CACHE; see README.md here.

usage: compatibility_test.py SOURCE_DIR CACHE PLUGIN HOST [RELEASES]
"""
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CONFIG = {"adapter": {"name": "practice", "config": {"demo": True, "seed": 1, "today": "2026-11-23"}}}
TARGETS = ["lib/holdfast.so", "lib/holdfast-core.so", "lib/holdfast-adapter-practice.so",
           "examples/holdfast_example_c"]


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"{command[0]} ended with {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def last_release(file):
    """Version and commit of the last line, or None."""
    lines = [line.split() for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return tuple(lines[-1]) if lines else None


def build(source, cache, version, commit):
    """The release's libraries and host, built once per commit."""
    folder = cache / f"{version}-{commit[:12]}"
    done = folder / "build"
    if all((done / target).exists() for target in TARGETS):
        return done
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # An archive rather than a work tree: nothing is written into this repository.
    archive = folder / "source.tar"
    run("git", "-C", source, "-c", "tar.umask=0022", "archive", "-o", archive, commit)  # nothing a group may write
    (folder / "source").mkdir()
    run("tar", "-xf", archive, "-C", folder / "source")
    archive.unlink()
    run("cmake", "-S", folder / "source", "-B", done, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=RelWithDebInfo",
        "-DHOLDFAST_TESTS=OFF")
    run("cmake", "--build", done, "--target", *TARGETS)
    return done


def page(host, plugin):
    """What a C host prints of the plugin's page."""
    with tempfile.TemporaryDirectory() as data:
        return run(host, plugin, json.dumps(CONFIG), data, "/about", timeout=120)


def main(source, cache, plugin, host, releases=None):
    source = Path(source)
    release = last_release(Path(releases) if releases else source / "tests" / "abi" / "releases")
    if release is None:
        print("no release is recorded: nothing to keep to")
        return 0
    old = build(source, Path(cache), *release)
    problems = []
    for what, pair in {
        f"{release[0]}'s plugin in this host": (host, old / "lib" / "holdfast.so"),
        f"this plugin in {release[0]}'s host": (old / "examples" / "holdfast_example_c", plugin),
    }.items():
        answer = page(*pair)
        if not answer.startswith("200\n") or "</html>" not in answer:
            problems.append(f"{what}: {answer[:200]}")
    print("\n".join(problems) or f"{release[0]} and this tree understand each other")
    return 1 if problems else 0


sys.exit(main(*sys.argv[1:]))

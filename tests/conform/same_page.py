#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs each host on the same plugin, in a data folder of its own, and compares what they print.

    same_page.py PLUGIN CONFIG PATH HOST...      a host is a command line
"""
import os
import subprocess
import sys
import tempfile


def page_of(host, plugin, config, path):
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(host.split() + [plugin, config, folder, path], capture_output=True,
                              timeout=60, check=False)
        if done.returncode != 0:
            sys.exit(f"{host}: ended with {done.returncode}: {done.stderr.decode()}")
        return done.stdout


def main(plugin, config, path, *hosts):
    if os.environ.get("HOLDFAST_SANITIZED") == "1":
        hosts = [host for host in hosts if "python" not in host]
    pages = {host: page_of(host, plugin, config, path) for host in hosts}
    first = next(iter(pages.values()))
    if not first.startswith(b"200\n") or len(first) < 20:
        sys.exit(f"expected a page, found: {first[:200]!r}")
    for host, page in pages.items():
        if page != first:
            sys.exit(f"{host} printed another page than {hosts[0]}")
    print(f"{len(pages)} hosts printed the same {len(first)} bytes")


main(*sys.argv[1:])

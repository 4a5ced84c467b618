# SPDX-License-Identifier: MIT
"""The conformance suite on the OpenEMR adapter, over the account that the installation made.

    python3 conform_test.py STATE ADAPTER.so CONFORM
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from site_of_openemr import Site

HERE = pathlib.Path(__file__).resolve().parent


def main(state, library, conform):
    with tempfile.TemporaryDirectory(prefix="holdfast-openemr-") as folder:
        site = Site(state, folder).make()
        config = pathlib.Path(folder, "adapter.json")
        config.write_text(json.dumps(site.adapter_config()))
        done = subprocess.run([conform, "adapter", library, "--config", config, "--facts", HERE / "facts.json",
                               "--golden", HERE / "golden.json", "--limit", "120", "--quiet"])
        site.drop()
    return done.returncode


sys.exit(main(*sys.argv[1:]))

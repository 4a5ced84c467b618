# SPDX-License-Identifier: MIT
"""packaging/holdfast.toml is right: with every setting switched on, `holdfast serve` starts.

usage: config_test.py SOURCE_DIR HOLDFAST
"""
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

# What names a place that this machine need not have; the defaults are about the same.
PLACES = {"data", "plugin", "socket", "listen"}
SETTING = re.compile(r"^#(\w+) = ", re.M)


def main(source, program):
    text = (source / "packaging" / "holdfast.toml").read_text()
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

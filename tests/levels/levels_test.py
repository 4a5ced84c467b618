# SPDX-License-Identifier: MIT
"""Every level of the processor gives the same bits.

usage: levels_test.py GOLDEN_DIR LEVEL=PROGRAM ...
"""
import hashlib
import subprocess
import sys

# What a level needs (x86-64 psABI), as Linux spells it.
NEEDS = {"x86-64": set(), "x86-64-v2": {"ssse3", "sse4_1", "sse4_2", "popcnt"},
         "x86-64-v3": {"avx2", "bmi1", "bmi2", "fma", "movbe"}, "x86-64-v4": {"avx512f", "avx512dq", "avx512vl"}}


def flags_here():
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
        return next((set(line.split(":", 1)[1].split()) for line in file if line.startswith("flags")), set())


def main(golden, programs):
    here, outputs = flags_here(), {}
    for level, program in (text.split("=", 1) for text in programs):
        if not NEEDS[level] <= here:
            print(f"{level}: this processor has not got it")
            continue
        done = subprocess.run([program, f"{golden}/wai-sr.csv", f"{golden}/srs.csv"], capture_output=True, check=True)
        outputs[level] = done.stdout
        print(f"{level}: {len(done.stdout)} bytes, sha256 {hashlib.sha256(done.stdout).hexdigest()}")
    first, *others = outputs.values()
    if len(first) < 1_000_000:
        print("too little was compared")
        return 1
    return 0 if all(other == first for other in others) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

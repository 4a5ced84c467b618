# SPDX-License-Identifier: MIT
"""The rules of a replay as a plain loop, one row at a time: what the benchmark measures against.

    replay_baseline.py FILE.csv MIN MAX [ALERTS.csv]   prints "ratings seconds findings"
    replay_baseline.py --numpy FILE.csv MIN MAX        the same vectorised over clients, where numpy is installed
"""
import csv
import datetime
import math
import sys
import time

MU0, SB, SW, NU0, LAMBDA, CLIP, FLOOR = 80.0, 12.0, 9.0, 4.0, 0.9, 3.0, 3.0
KAPPA = SW * SW / (SB * SB)
EPS = 1e-9


class Client:
    def __init__(self):
        self.M, self.W, self.a, self.b, self.n = MU0, KAPPA, NU0 / 2, NU0 / 2, 0
        self.highest = -math.inf
        self.last_z = self.last_y = self.M_before_last = 0.0
        self.silence = 0
        self.low_said = False
        self.episode = None

    def rate(self, y, day):
        wide = 1 + 1 / self.W
        sd = max(FLOOR, SW * math.sqrt(self.b / self.a) * math.sqrt(wide))
        z = (self.M - y) / sd
        label = None
        if self.n >= 1 and self.M - y >= 8 - EPS and y <= self.highest - 8 + EPS:
            if z >= 1.75 - EPS:
                label = "A"
            elif self.n >= 2 and z >= 1.2 - EPS and self.last_z >= 1.2 - EPS:
                label = "B"
        if self.silence > 0:
            label = None
            self.silence = 0 if z < 0.5 - EPS else self.silence - 1
        elif label:
            self.silence = 3
        findings = []
        if label:
            findings.append((label, int(label == "A" and z >= 2.33 - EPS), y, self.M, sd, z))
        if self.n < 3 and not self.low_said and y <= 55 + EPS:
            self.low_said = True
            findings.append(("L", 0, y, self.M, sd, z))
        self.follow(label, y, day)
        self.highest = max(self.highest, y)
        self.last_z, self.last_y, self.M_before_last = z, y, self.M
        e = min(max(y - self.M, -CLIP * sd), CLIP * sd)
        if self.n > 0:
            self.a += 0.5
            self.b += e * e / (2 * SW * SW * wide)
        self.W = LAMBDA * (self.W - KAPPA) + KAPPA + 1
        self.M += e / self.W
        self.n += 1
        return findings

    def follow(self, label, y, day):
        ep = self.episode
        if ep is None:
            if label == "A":
                self.episode = {"P": self.M, "low": y, "day": day, "good": False, "last": []}
            elif label == "B":
                self.episode = {"P": self.M_before_last, "low": min(y, self.last_y), "day": day, "good": False, "last": []}
            return
        ep["low"] = min(ep["low"], y)
        ep["last"].append(y)
        drop = ep["P"] - ep["low"]
        is_good = lambda v: (v - ep["low"]) / drop >= 0.8 - EPS or v >= ep["P"] - 4 - EPS
        good_before, ep["good"] = ep["good"], is_good(y)
        last = ep["last"][-4:]
        if ep["good"] and good_before:
            self.episode = None
        elif (len(last) == 4 and not any(map(is_good, last)) and max(last) - min(last) <= 10 + EPS
              and abs(3 * (last[3] - last[0]) + last[2] - last[1]) / 10 <= 2 + EPS):
            self.episode = None
        elif len(ep["last"]) >= 5 or day - ep["day"] >= 45:
            self.episode = None


def plain(path, low, high):
    found, ratings = [], 0
    with open(path, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        name, client = None, None
        for row in rows:
            if row[0] != name:
                name, client = row[0], Client()
            day = datetime.date.fromisoformat(row[2]).toordinal()
            score = float(row[3])
            if not low <= score <= high:
                raise SystemExit("out of range")
            ratings += 1
            for finding in client.rate(100.0 * (score - low) / (high - low), day):
                found.append((name, row[1]) + finding)
    return ratings, found


def vectorised(path, low, high):
    """All clients at once, rating by rating: A, B and L, without the repair."""
    import numpy as np
    text = np.loadtxt(path, delimiter=",", skiprows=1, dtype=[("c", "U16"), ("s", "i8"), ("d", "U10"), ("y", "f8")])
    y_all = 100.0 * (text["y"] - low) / (high - low)
    starts = np.flatnonzero(np.r_[True, text["c"][1:] != text["c"][:-1]])
    lengths = np.diff(np.r_[starts, len(text)])
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    k = len(starts)
    M, b, highest = np.full(k, MU0), np.full(k, NU0 / 2), np.full(k, -np.inf)
    last_z, silence, low_said = np.zeros(k), np.zeros(k, int), np.zeros(k, bool)
    W, a, found = KAPPA, NU0 / 2, 0
    for i in range(lengths[0]):
        m = int(np.searchsorted(-lengths, -i, side="left"))
        y, wide = y_all[starts[:m] + i], 1 + 1 / W
        sd = np.maximum(FLOOR, SW * np.sqrt(b[:m] / a) * math.sqrt(wide))
        z = (M[:m] - y) / sd
        dip = (M[:m] - y >= 8 - EPS) & (y <= highest[:m] - 8 + EPS) & (i >= 1)
        hit = dip & ((z >= 1.75 - EPS) | ((i >= 2) & (z >= 1.2 - EPS) & (last_z[:m] >= 1.2 - EPS)))
        quiet = silence[:m] > 0
        hit &= ~quiet
        silence[:m] = np.where(quiet, np.where(z < 0.5 - EPS, 0, silence[:m] - 1), np.where(hit, 3, 0))
        starts_low = (y <= 55 + EPS) & ~low_said[:m] & (i < 3)
        low_said[:m] |= starts_low
        found += int(hit.sum() + starts_low.sum())
        highest[:m] = np.maximum(highest[:m], y)
        last_z[:m] = z
        e = np.clip(y - M[:m], -CLIP * sd, CLIP * sd)
        if i > 0:
            a += 0.5
            b[:m] += e * e / (2 * SW * SW * wide)
        W = LAMBDA * (W - KAPPA) + KAPPA + 1
        M[:m] += e / W
    return len(text), found


def main(arguments):
    by_numpy = arguments[0] == "--numpy"
    if by_numpy:
        arguments = arguments[1:]
        try:
            import numpy  # noqa: F401
        except ImportError:
            return 3
    path, low, high = arguments[0], float(arguments[1]), float(arguments[2])
    start = time.perf_counter()
    ratings, found = (vectorised if by_numpy else plain)(path, low, high)
    seconds = time.perf_counter() - start
    if len(arguments) > 3:
        with open(arguments[3], "w", encoding="utf-8") as file:
            file.write("client,session,rule,strong,score_pomp,expected,sd,z\n")
            for f in found:
                file.write("%s,%s,%s,%d,%.6f,%.6f,%.6f,%.6f\n" % f)
    print(ratings, "%.6f" % seconds, found if by_numpy else len(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

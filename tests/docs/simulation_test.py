# SPDX-License-Identifier: MIT
"""The handbook's copy of the simulated table is the table.

usage: simulation_test.py SOURCE_DIR [PROGRAM]     fails when the copy is not what it should be
       simulation_test.py SOURCE_DIR --write       writes it
"""
import re
import sys
from pathlib import Path

TABLE = "tests/golden/simulation_table.txt"
PAGE = "packaging/handbook/simulation.md"
MARK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.S)
HEAD = re.compile(r"^(\S+), (\S+) assumptions: (.*?); seed (\d+), (\d+) clients,\n(\d+) ratings, ([\d.]+) % at the top")
COLUMNS = ["rules", "visible", "all", "< 1 sd", "1–2 sd", "≥ 2 sd", "s2–4", "later", "false", "alerts", "real %",
           "quiet courses %"]
GOAL = {"rules": "E at 3, speaks again", "visible": 50.0, "all": 36.0, "false": 3.0}


class Block:
    def __init__(self, text):
        self.scenario, self.assumptions, self.model, self.seed, self.clients, self.ratings, self.top = \
            HEAD.match(text).groups()
        self.rows = {}
        for line in text.splitlines()[4:]:
            self.rows[line[:22].strip()] = line[22:].split()

    def cell(self, rules, column):
        return self.rows[rules][COLUMNS.index(column) - 1]

    def value(self, rules, column):
        return float(self.cell(rules, column))

    def table(self):
        lines = ["| " + " | ".join(COLUMNS) + " |", "|---|" + "---:|" * (len(COLUMNS) - 1)]
        lines += ["| " + " | ".join([name, *cells]) + " |" for name, cells in self.rows.items()]
        return "\n".join(lines)

    def said(self):
        return (f"### {self.scenario}, {self.assumptions} assumptions\n\n"
                f"{self.model}; seed {self.seed}, {int(self.clients):,} clients, {int(self.ratings):,} ratings, "
                f"{self.top} % of them at the top. A generator, not fitted to real data.\n\n{self.table()}\n")


def at_a_glance(blocks):
    rows = [("A or B", "A or B (default)"), ("E, total and tension", "E, total alone, threshold 2.19"),
            ("E, areas and tension", "E, three areas, threshold 2.46"),
            ("E at 3 false, areas", "E, three areas, threshold 2.36"),
            ("E at 3, speaks again", "E, three areas, threshold 2.39, speaks again from 3.14")]
    lines = ["| rules | assumptions | visible dips caught | all dips caught | false per 100 quiet ratings |",
             "|---|---|---:|---:|---:|"]
    for name, said in rows:
        for block in blocks:
            if block.scenario == "wai-like":
                lines.append(f"| {said} | {block.assumptions} | {block.cell(name, 'visible')} % | "
                             f"{block.cell(name, 'all')} % | {block.cell(name, 'false')} |")
    return "\n".join(lines) + "\n"


def misses_of_goal(blocks):
    middle = next(b for b in blocks if (b.scenario, b.assumptions) == ("wai-like", "middle"))
    if middle.value(GOAL["rules"], "visible") < GOAL["visible"] or middle.value(GOAL["rules"], "all") < GOAL["all"]:
        yield f"'{GOAL['rules']}' catches less than it did: look at the rule before the page"
    for rules in middle.rows:
        if rules.startswith("E at 3") and middle.value(rules, "false") > GOAL["false"]:
            yield f"'{rules}' marks more than {GOAL['false']} quiet ratings in 100"


def main(arguments):
    source = Path(arguments[0])
    blocks = [Block(text) for text in (source / TABLE).read_text().strip().split("\n\n")]
    parts = {"glance": at_a_glance(blocks), "tables": "\n".join(block.said() for block in blocks)}
    page = (source / PAGE).read_text()
    fresh = MARK.sub(lambda m: m[1] + "\n" + parts[m[2]] + "\n" + m[3], page)
    if "--write" in arguments:
        (source / PAGE).write_text(fresh)
        return 0
    wrong = list(misses_of_goal(blocks))
    if len(MARK.findall(page)) != len(parts):
        wrong.append(f"{PAGE} lacks one of the generated parts")
    if fresh != page:
        wrong.append(f"{PAGE} is not what {TABLE} says: run simulation_test.py SOURCE_DIR --write")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

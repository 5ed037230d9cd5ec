# SPDX-License-Identifier: Apache-2.0
"""Turns Google Benchmark's output into the table of ratios: bench_table.py TABLE.json RAW.json...

build/bench-calls has how many system calls a benchmark made in 4 and in 24 iterations.
"""
import json
import statistics
import sys

# name in the benchmark, and that of its reference -> what they are, the largest ratio that is good enough
ROWS = {
    ("anonymous", "floor"): ("create + run + destroy an anonymous namespace / the bare system calls", 1.10),
    ("named", "floor"): ("create + remove a named namespace / the bare system calls", 1.10),
    ("run", "floor"): ("run in an existing namespace and return / two bare setns", 1.5),
    ("empty", "floor"): ("an empty NETLAIR_TEST / the bare system calls for the same host", 1.15),
    ("spawn", "floor"): ("spawn `true` in a host and reap it / posix_spawn and reap", 1.5),
    ("pool", "floor"): ("pooled host, from asking to a running body / a fresh host", 0.12),
    ("many", "floor"): ("100 tests of the last thousand of 10,000 in a program / of the first", 1.1),
    ("pair", "floor"): ("create + delete a veth pair / bare netlink bytes", 1.15),
    ("address", "floor"): ("address + up + route / bare netlink bytes", 1.15),
    ("pairs", "floor"): ("100 veth pairs in a batch / bare netlink bytes", 1.10),
    ("pairs", "peer"): ("100 veth pairs in a batch / ip -batch", 0.9),
    ("steps", "peer"): ("veth pair, address, up, route / an ip process each", 0.15),
}


def times(runs, name):
    """Microseconds, one figure a repetition."""
    return [
        run["real_time"] / 1000
        for run in runs
        if run["run_type"] == "iteration" and run["run_name"].startswith(name + "/")
    ]


PARTS = {"empty": 50}  # an iteration is that many tests


def calls_of_one():
    """The system calls of one iteration, by name, where they were counted."""
    with open("build/bench-calls", encoding="utf-8") as file:
        counts = [line.split() for line in file]
    return {
        name: (int(more) - int(some)) / 20 / PARTS.get(name.split("/")[0], 1) for name, some, more in counts
    }


def rows(runs):
    calls = calls_of_one()
    for (key, reference), (name, target) in ROWS.items():
        ours = statistics.median(times(runs, key + "/ours"))
        floor = statistics.median(times(runs, f"{key}/{reference}"))
        yield {
            "name": name,
            "ours": round(ours, 3),
            "reference": round(floor, 3),
            "unit": "us",
            "ratio": round(ours / floor, 3),
            "target": target,
            "better": "less",
            "calls": calls.get(key + "/ours") if reference == "floor" else None,
            "calls_of_reference": calls.get(f"{key}/{reference}"),
        }


def told_calls(row):
    ours, floor = row["calls"], row["calls_of_reference"]
    return "" if ours is None or floor is None else f"{ours:7.1f}  {ours - floor:+5.1f}"


def main():
    runs = []
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            runs += json.load(file)["benchmarks"]
    table = list(rows(runs))
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(table, file, indent=2)
        file.write("\n")
    width = max(len(row["name"]) for row in table)
    print(f"{'what':{width}}  {'ours':>10}  {'reference':>10}  {'ratio':>6}  {'target':>7}  system calls: ours, more than the floor")
    for row in table:
        verdict = "" if row["ratio"] <= row["target"] else "  MISSED"
        print(
            f"{row['name']:{width}}  {row['ours']:>7} us  {row['reference']:>7} us  {row['ratio']:>6}  "
            f"<= {row['target']:<4}  {told_calls(row)}{verdict}"
        )



main()

# SPDX-License-Identifier: Apache-2.0
"""How often each test has failed in many runs: stress_table.py RUN.status..., each with the run's results in RUN/results.xml."""
import os
import sys
import xml.etree.ElementTree as xml
from collections import Counter


def failures(status_file):
    run = status_file.removesuffix(".status")
    results = os.path.join(run, "results.xml")
    failed = []
    if os.path.exists(results):
        cases = xml.parse(results).getroot().iter("testcase")
        failed = [case.get("name") for case in cases if case.find("failure") is not None]
    with open(status_file) as file:
        if file.read().strip() != "0" and not failed:
            failed = ["no test, but the run as a whole"]
    return failed


def main():
    runs = sys.argv[1:]
    failed = Counter(name for run in runs for name in failures(run))
    for name, times in failed.most_common():
        print(f"{times:4} of {len(runs)} runs: {name}")
    if not failed:
        print(f"no test has failed in {len(runs)} runs")
    sys.exit(1 if failed else 0)


main()

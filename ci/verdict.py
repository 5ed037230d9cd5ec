# SPDX-License-Identifier: Apache-2.0
"""Sums up what all passes of ci/test have given: verdict.py [--strict] RESULTS.xml...

Prints what was skipped everywhere and why, what failed, with the command that runs it again, and what is flaky, with what it
printed; the last line has the numbers. Status 1 when a test failed, or was flaky where that is strictly seen.
"""
import re
import sys
import xml.etree.ElementTree as xml
from collections import defaultdict


class Pass:
    def __init__(self, path):
        root = xml.parse(path).getroot()
        suite = root if root.tag == "testsuite" else root.find("testsuite")
        self.name = suite.get("name")
        self.stage = next((each.get("value") for each in suite.iter("property") if each.get("name") == "stage"), self.name)
        self.cases = list(suite.iter("testcase"))

    def having(self, tag):
        return [(case, case.find(tag)) for case in self.cases if case.find(tag) is not None]


def command(stage, case):
    """What runs it again; all of a program that CTest runs as a whole."""
    test = re.escape(case.get("classname")).replace(r"\-", "-")
    return f"ci/test --only {stage} --tests '^{test}$'"


def skipped_everywhere(passes):
    """reason -> names of the tests that no pass has run."""
    ran = {case.get("name") for each in passes for case in each.cases if case.find("skipped") is None}
    reasons = defaultdict(set)
    for each in passes:
        for case, skip in each.having("skipped"):
            name = case.get("name")
            if name not in ran and not any(name in names for names in reasons.values()):
                reasons[skip.get("message")].add(name)
    return reasons


def main():
    strict = "--strict" in sys.argv
    passes = [Pass(path) for path in sys.argv[1:] if path != "--strict"]
    failed = [(each, case, what) for each in passes for case, what in each.having("failure")]
    flaky = [(each, case, what) for each in passes for case, what in each.having("flakyFailure")]
    skipped = sum(len(each.having("skipped")) for each in passes)
    passed = sum(len(each.cases) for each in passes) - len(failed) - skipped

    if reasons := skipped_everywhere(passes):
        print("Skipped in every pass (the stage vm runs them on Debian's kernel):")
        for reason, names in sorted(reasons.items()):
            print("  " + reason.replace("\nfix: ", "; fix: ").replace("\n", "\n  ") + "".join(f"\n    {name}" for name in sorted(names)))
    for each, case, what in flaky:
        print(f"\nFLAKY {case.get('name')} ({each.name}): it failed, and passed when it was run once more. What it printed:\n{what.text}")
    if failed or flaky:
        print("\nTo run again what failed:" if failed else "\nTo run again what is flaky:")
        for each in dict.fromkeys(command(which.stage, case) for which, case, _ in failed + flaky):
            print("  " + each)
        print()
    print(f"{passed} passed, {len(failed)} failed, {skipped} skipped" + (f", {len(flaky)} of the passed flaky" if flaky else ""))
    if passes and not any(each.cases for each in passes):
        sys.exit("no test has run")
    sys.exit(1 if failed or (strict and flaky) else 0)


main()

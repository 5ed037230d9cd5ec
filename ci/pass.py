# SPDX-License-Identifier: Apache-2.0
"""Runs the tests of a build once, by CTest: pass.py [options] NAME BUILD

A test that fails is run once more, when nothing else runs. If it passes then it is flaky: that is told with what it printed when
it failed, here and in the JUnit file, and is no failure of this command. There is no other retry.

The results are in build/results/NAME.xml: a test case for each of GoogleTest's, also where CTest runs a whole program at a time.
"""
import argparse
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as xml
from dataclasses import dataclass

FAILED, PASSED, SKIPPED, FLAKY = "failed", "passed", "skipped", "flaky"


@dataclass
class Outcome:
    verdict: str
    seconds: float
    output: str
    ctest: str  # what CTest calls that which it was a part of

    def reason(self):
        """Why it was skipped, in GoogleTest's words."""
        found = re.search(r": Skipped\n(.*?)\n(?=\n|\[)", self.output, re.DOTALL)
        return found.group(1) if found else "no reason was given"


# What GoogleTest prints at the start and the end of a test.
START = re.compile(r"^\[ RUN      \] (\S+)$")
END = re.compile(r"^\[(       OK |  FAILED  |  SKIPPED )\] (\S+?)(?:, where .*)? \((\d+) ms\)$")


def tests_of_program(whole):
    """(name, outcome) of each test in what a program of GoogleTest's has printed; one that has no end has failed."""
    label = whole.ctest.partition(".")[0]
    running, begun = None, 0
    lines = whole.output.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if start := START.match(line.rstrip()):
            running, begun = start.group(1), number
        elif (end := END.match(line.rstrip())) and end.group(2) == running:
            verdict = {"O": PASSED, "F": FAILED, "S": SKIPPED}[end.group(1).strip()[0]]
            output = "".join(lines[begun : number + 1])
            yield f"{label}.{running}", Outcome(verdict, int(end.group(3)) / 1000, output, whole.ctest)
            running = None
    if running:
        yield f"{label}.{running}", Outcome(FAILED, 0, "".join(lines[begun:]), whole.ctest)


def outcome(case):
    output = case.findtext("system-out") or ""
    failure, skip = case.find("failure"), case.find("skipped")
    verdict = FAILED if failure is not None else PASSED if case.get("status") == "run" else SKIPPED if skip is not None else FAILED
    if verdict == FAILED and (message := failure.get("message") if failure is not None else case.get("status")):
        output += f"\nCTest: {message}\n"
    return Outcome(verdict, float(case.get("time") or 0), output, case.get("name"))


def read(path):
    """name -> Outcome, of what `ctest --output-junit` has written."""
    result = {}
    for case in xml.parse(path).getroot().iter("testcase"):
        name, whole = case.get("name"), outcome(case)
        single = dict(tests_of_program(whole))
        if len(single) < 2:  # CTest has run a test by itself, or no GoogleTest program
            result[name] = whole
            continue
        result.update(single)
        if whole.verdict == FAILED and not any(each.verdict == FAILED for each in single.values()):
            result[name] = whole  # a crash at the end, a sanitizer's report
    return result


def ctest(arguments, directory, log, extra):
    report = os.path.join(directory, "ctest.xml")
    command = ["ctest", "--test-dir", directory, "--output-on-failure", "--no-tests=error", "--output-junit", report]
    command += ["--test-output-size-passed", "10000000", "--test-output-size-failed", "10000000", *extra]
    if arguments.tests:
        command += ["-R", arguments.tests]
    if os.path.exists(report):
        os.remove(report)
    with open(log, "w") as file:
        status = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, check=False).returncode
    if not os.path.exists(report):
        with open(log) as file:
            sys.exit(f"{file.read()}\nctest ended with status {status}")
    return read(report)


def write(path, arguments, outcomes):
    suite = xml.Element("testsuite", name=arguments.name, tests=str(len(outcomes)))
    xml.SubElement(xml.SubElement(suite, "properties"), "property", name="stage", value=arguments.stage or arguments.name)
    for name, its in sorted(outcomes.items()):
        case = xml.SubElement(suite, "testcase", classname=its.ctest, name=name, time=f"{its.seconds:.3f}")
        text = "".join(c for c in its.output if c in "\t\n" or " " <= c <= "\ud7ff")
        if its.verdict == SKIPPED:
            xml.SubElement(case, "skipped", message=its.reason())
        elif its.verdict == FAILED:
            xml.SubElement(case, "failure", message="failed").text = text
        elif its.verdict == FLAKY:
            xml.SubElement(case, "flakyFailure", message="failed, and passed when it was run once more").text = text
    xml.ElementTree(suite).write(path, encoding="unicode", xml_declaration=True)


def count(outcomes, verdict):
    return sum(its.verdict == verdict for its in outcomes.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("build")
    parser.add_argument("--tests", help="only those whose names match this regular expression")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--stage", help="of ci/test, that the tests belong to; NAME by default")
    parser.add_argument("--once", action="store_true", help="run nothing once more")
    arguments = parser.parse_args()

    # A directory that only includes the build's tests, so that whoever runs them writes nothing into the build.
    directory = os.path.abspath(os.path.join("build", "results", arguments.name))
    os.makedirs(directory, exist_ok=True)
    with open(os.path.join(directory, "CTestTestfile.cmake"), "w") as file:
        file.write(f'subdirs("{os.path.abspath(arguments.build)}")\n')

    started = time.monotonic()
    outcomes = ctest(arguments, directory, os.path.join(directory, "log"), ["--parallel", str(arguments.jobs)])
    if count(outcomes, FAILED) and not arguments.once:
        again = ctest(arguments, directory, os.path.join(directory, "log-of-rerun"), ["--rerun-failed", "--parallel", "1"])
        for name, its in again.items():
            if name not in outcomes:
                outcomes[name] = its  # behind the one that has ended its program
            elif outcomes[name].verdict == FAILED and its.verdict != FAILED:
                outcomes[name].verdict = FLAKY
        for name, its in outcomes.items():
            if its.verdict == FAILED and name not in again:  # a program that failed as a whole, and did not now
                its.verdict = FLAKY
    write(os.path.join(directory, "results.xml"), arguments, outcomes)

    for name, its in sorted(outcomes.items()):
        if its.verdict in (FAILED, FLAKY):
            print(f"{its.verdict.upper()} {name}\n{its.output}")
    counts = ", ".join(f"{count(outcomes, verdict)} {verdict}" for verdict in (PASSED, FAILED, SKIPPED))
    flaky = f", {count(outcomes, FLAKY)} flaky" if count(outcomes, FLAKY) else ""
    print(f"{arguments.name}: {counts}{flaky}, in {time.monotonic() - started:.0f} s")
    sys.exit(1 if count(outcomes, FAILED) else 0)


main()

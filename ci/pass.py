# SPDX-License-Identifier: Apache-2.0
"""Runs the tests of a build once, by CTest: pass.py [options] NAME BUILD

A test that fails is run once more, when nothing else runs. If it passes then it is flaky: that is told with what it printed when
it failed, here and in the JUnit file, and is no failure of this command. There is no other retry.

The results are in build/results/NAME.xml: a test case for each of GoogleTest's, also where CTest runs a whole program at a time.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

sys.dont_write_bytecode = True
from junit import FAILED, FLAKY, PASSED, SKIPPED, Outcome, count, report, write

# What GoogleTest prints at the start and the end of a test.
START = re.compile(r"^\[ RUN      \] (\S+)$")
END = re.compile(r"^\[(       OK |  FAILED  |  SKIPPED )\] (\S+?)(?:, where .*)? \((\d+) ms\)$")


def tests_of_program(whole):
    """(name, outcome) of each test in what a program of GoogleTest's has printed; one that has no end has failed."""
    label = whole.ctest.partition(".")[0]
    running, begun = None, 0
    lines = whole.output.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if (start := START.match(line.rstrip())) and not running:  # others are of programs that a test has run
            running, begun = start.group(1), number
        elif (end := END.match(line.rstrip())) and end.group(2) == running:
            verdict = {"O": PASSED, "F": FAILED, "S": SKIPPED}[end.group(1).strip()[0]]
            output = "".join(lines[begun : number + 1])
            yield f"{label}.{running}", Outcome(verdict, int(end.group(3)) / 1000, output, whole.ctest)
            running = None
    if running:
        yield f"{label}.{running}", Outcome(FAILED, 0, "".join(lines[begun:]), whole.ctest)


# What CTest prints of a test that has not passed, and its JUnit file does not say: "1/9 Test #1: name ...***Timeout  300.01 sec".
ENDED = re.compile(r"^ *\d+/\d+ Test +#\d+: (.+?) \.+ *(.*\*\*\*.*)$", re.MULTILINE)


def verdict_of(case):
    if case.find("failure") is not None:
        return FAILED
    if case.get("status") == "run":
        return PASSED
    # What could not even be started is "skipped" as well, by another reason.
    skip = case.find("skipped")
    return SKIPPED if skip is not None and skip.get("message", "").startswith("SKIP_") else FAILED


def outcome(case, ended):
    output = case.findtext("system-out") or ""
    verdict = verdict_of(case)
    if verdict == FAILED:
        output += f"\nCTest: {ended.get(case.get('name'), case.get('status')).strip()}\n"
    return Outcome(verdict, float(case.get("time") or 0), output, case.get("name"))


def read(path, log, programs):
    """name -> Outcome, of what `ctest --output-junit` has written, and printed."""
    result = {}
    with open(log, errors="replace") as file:
        ended = dict(ENDED.findall(file.read()))
    for case in xml.parse(path).getroot().iter("testcase"):
        name, whole = case.get("name"), outcome(case, ended)
        single = dict(tests_of_program(whole)) if name in programs else {}
        result.update(single)
        if not single or (whole.verdict == FAILED and not any(each.verdict == FAILED for each in single.values())):
            result[name] = whole  # a test by itself; or a crash at the end of a program, a sanitizer's report
    return result


def whole_programs(directory):
    """The names of CTest's tests that are programs of GoogleTest's with all their tests."""
    listing = subprocess.run(["ctest", "--test-dir", directory, "--show-only=json-v1"], check=True, capture_output=True)
    tests = json.loads(listing.stdout)["tests"]
    return {test["name"] for test in tests if len(test.get("command", [])) == 1 and test["command"][0].endswith("_test")}


def ctest(arguments, directory, log, extra):
    junit = os.path.join(directory, "ctest.xml")
    command = ["ctest", "--test-dir", directory, "--output-on-failure", "--output-junit", junit]
    command += ["--test-output-size-passed", "10000000", "--test-output-size-failed", "10000000", *extra]
    command += ["-R", arguments.tests, "--no-tests=ignore"] if arguments.tests else ["--no-tests=error"]
    if os.path.exists(junit):
        os.remove(junit)
    with open(log, "w") as file:
        status = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, check=False).returncode
    if not os.path.exists(junit):
        with open(log) as file:
            sys.exit(f"{file.read()}\nctest ended with status {status}")
    outcomes = read(junit, log, whole_programs(directory))
    if status != 0 and not count(outcomes, FAILED):
        outcomes["ctest"] = Outcome(FAILED, 0, f"ctest ended with status {status}; see {log}\n", "ctest")
    return outcomes


def judge(outcomes, again):
    """Turns those into flaky ones that have not failed again."""
    ran = {its.ctest for its in again.values()}
    bad = {its.ctest for its in again.values() if its.verdict == FAILED}
    for name, its in outcomes.items():
        if name in again:
            passed = again[name].verdict == PASSED
        else:  # a program that failed as a whole, and whose tests have passed now
            passed = name == its.ctest and name in ran - bad
        if its.verdict == FAILED and passed:
            its.verdict = FLAKY
    for name, its in again.items():
        outcomes.setdefault(name, its)  # behind the one that has ended its program


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
        judge(outcomes, again)
    write(os.path.join(directory, "results.xml"), arguments.name, arguments.stage or arguments.name, outcomes)
    report(arguments.name, outcomes, time.monotonic() - started)
    sys.exit(1 if count(outcomes, FAILED) else 0)


main()

# SPDX-License-Identifier: Apache-2.0
"""Which tests no run of ctest has really run: never_ran.py BUILD RESULTS.xml...

Reads what `ctest --output-junit` has written of several runs of the tests in BUILD, and prints a line "binary Suite.Test name"
for each that was skipped in all of those runs, for ci/vm.
"""
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as xml

FILTER = "--gtest_filter="


def commands(build):
    """The test's name -> its command line."""
    listing = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], check=True, capture_output=True)
    return {test["name"]: test["command"] for test in json.loads(listing.stdout)["tests"]}


def results(path):
    """(name, was it skipped) of each test; nothing where there was no such run."""
    if os.path.exists(path):
        for case in xml.parse(path).getroot().iter("testcase"):
            yield case.get("name"), case.find("skipped") is not None


def main():
    build, *paths = sys.argv[1:]
    outcomes = [outcome for path in paths for outcome in results(path)]
    never = {name for name, skipped in outcomes if skipped} - {name for name, skipped in outcomes if not skipped}
    command_of = commands(build)
    for name in sorted(never):
        binary, *arguments = command_of[name]
        test = next(argument[len(FILTER) :] for argument in arguments if argument.startswith(FILTER))
        print(os.path.basename(binary), test, name)


main()

# SPDX-License-Identifier: Apache-2.0
"""What became of tests, as a JUnit file has it."""
import re
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


def write(path, name, stage, outcomes):
    """`outcomes` by the names of the tests, of a run of that name, which a stage of ci/test has made."""
    suite = xml.Element("testsuite", name=name, tests=str(len(outcomes)))
    xml.SubElement(xml.SubElement(suite, "properties"), "property", name="stage", value=stage)
    for test, its in sorted(outcomes.items()):
        case = xml.SubElement(suite, "testcase", classname=its.ctest, name=test, time=f"{its.seconds:.3f}")
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


def report(name, outcomes, seconds):
    """Prints what has not simply passed, and the numbers."""
    for test, its in sorted(outcomes.items()):
        if its.verdict in (FAILED, FLAKY):
            print(f"{its.verdict.upper()} {test}\n{its.output}")
    counts = ", ".join(f"{count(outcomes, verdict)} {verdict}" for verdict in (PASSED, FAILED, SKIPPED))
    flaky = f", {count(outcomes, FLAKY)} flaky" if count(outcomes, FLAKY) else ""
    print(f"{name}: {counts}{flaky}, in {seconds:.0f} s")

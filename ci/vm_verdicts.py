# SPDX-License-Identifier: Apache-2.0
"""What became of the tests that ci/vm was to run: vm_verdicts.py JOB RESULTS.xml SECONDS

JOB is the directory in which ci/vm-init has left, for the Nth line of the list, N.status, N.xml and N.log, and N.first.log when it
was run once more. A skip is a failure here: this kernel has everything. Status 1 when a test has not passed.
"""
import os
import sys

sys.dont_write_bytecode = True
from junit import FAILED, FLAKY, PASSED, Outcome, count, report, write


def text_of(path):
    if not os.path.exists(path):
        return ""
    with open(path, errors="replace") as file:
        return file.read()


def outcome(job, number, name):
    stem = os.path.join(job, str(number))
    status, result, log, first = (text_of(stem + end) for end in (".status", ".xml", ".log", ".first.log"))
    if not status:
        return Outcome(FAILED, 0, "the virtual machine has not run it\n", name)
    # The XML file tells apart what has status 0: passed, skipped, and no such test.
    if status.strip() != "0" or 'result="completed"' not in result or 'result="skipped"' in result:
        return Outcome(FAILED, 0, f"{log}\nstatus {status.strip()}; it was skipped, or is not there, if that is 0\n", name)
    return Outcome(FLAKY if first else PASSED, 0, first, name)


def main():
    job, results, seconds = sys.argv[1:]
    outcomes = {}
    for number, line in enumerate(text_of(os.path.join(job, "list")).splitlines(), start=1):
        name = line.split(maxsplit=2)[2]
        outcomes[name] = outcome(job, number, name)
    write(results, "vm", "vm", outcomes)
    report(f"vm, on Linux {text_of(os.path.join(job, 'kernel')).strip() or '?'}", outcomes, int(seconds))
    sys.exit(1 if count(outcomes, FAILED) else 0)


main()

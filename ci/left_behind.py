# SPDX-License-Identifier: Apache-2.0
"""What a run of tests has left in its namespaces, as the kernel sees it: left_behind.py save FILE | compare FILE

Run by the first process of ci/hermetic's namespaces, before the tests and behind them. Additions only: what has gone does not
matter. The kernel takes some things down a little later (a veth's other end, a process that has just been killed), so that there
are up to 30 seconds for that.
"""
import json
import os
import subprocess
import sys
import time

WITHIN = 30  # seconds


def processes():
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if int(pid) in (1, os.getpid()):
            continue
        try:
            with open(f"/proc/{pid}/stat") as stat, open(f"/proc/{pid}/cmdline") as line:
                state = stat.read().rpartition(")")[2].split()[0]
                yield f"process {pid} ({state}): {line.read().replace(chr(0), ' ').strip()}"
        except OSError:
            pass  # it has ended meanwhile


def mounts():
    with open("/proc/self/mountinfo") as lines:
        for line in lines:
            fields = line.split()
            yield f"mount on {fields[4]} ({fields[fields.index('-') + 1]})"


def lines_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def links():
    for line in lines_of("ip", "-o", "address"):
        fields = line.split()
        yield f"address {fields[3]} of link {fields[1]}"
    # Once a module of tunnels is loaded the kernel gives every namespace, old and new, a few links of it.
    everywhere = [line.split(": ")[1] for line in lines_of("unshare", "--net", "ip", "-o", "link")]
    for line in lines_of("ip", "-o", "link"):
        if (name := line.split(": ")[1]) not in everywhere:
            yield f"link {name}"


def files():
    for directory in ("/run", "/run/tmp", "/run/netns", "/run/netlair"):
        if os.path.isdir(directory):
            yield from (f"file {directory}/{name}" for name in os.listdir(directory))


def everything():
    return sorted([*processes(), *mounts(), *links(), *files()])


def additions(before):
    left = everything()
    for each in before:
        if each in left:
            left.remove(each)
    return left


def compare(path):
    with open(path) as saved:
        before = json.load(saved) + [f"file {path}"]
    deadline = time.monotonic() + WITHIN
    while left := additions(before):
        if time.monotonic() > deadline:
            print("LEFT BEHIND by the tests:", *left, sep="\n  ", file=sys.stderr)
            return 1
        time.sleep(0.05)
    return 0


def save(path):
    seen = everything()
    with open(path, "w") as file:
        json.dump(seen, file)
    return 0


sys.exit({"save": save, "compare": compare}[sys.argv[1]](sys.argv[2]))

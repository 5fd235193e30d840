# SPDX-License-Identifier: Apache-2.0
"""`writ setup`: which Debian packages are missing, and their installation.

Standard library only: it runs before anything is installed.
"""
import os
import shutil
import subprocess
import sys

from common import Problem, say, STATUS_FAILED

PACKAGES = (
    "cmake", "cvc4", "cvc5", "device-tree-compiler", "frama-c-base", "gcc",
    "gcc-arm-none-eabi", "gdb-multiarch", "git", "graphviz", "libc6-dev", "make", "ninja-build",
    "ocaml", "ocaml-findlib", "picolibc-arm-none-eabi", "python3", "python3-hypothesis",
    "python3-jsonschema", "python3-libfdt", "python3-lxml", "python3-pexpect",
    "python3-pyelftools", "python3-pytest", "qemu-system-arm", "why3", "z3",
)


def installed(packages):
    """Those of the packages that dpkg says are installed."""
    result = subprocess.run(["dpkg-query", "-W", "-f=${Package} ${db:Status-Abbrev}\n", *packages],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return {line.split()[0] for line in result.stdout.splitlines() if line.split()[1:] == ["ii"]}


def missing(packages=PACKAGES):
    """Those of the packages that are not installed, in order."""
    if shutil.which("dpkg-query") is None:
        raise Problem("dpkg-query: no such program; Writ's tools are Debian 12 packages, "
                      "use Debian 12 or a container of it")
    present = installed(packages)
    return [p for p in packages if p not in present]


def approved(names, yes):
    """Whether to install; asks when a person can answer."""
    if yes or os.environ.get("CI") == "true":
        return True
    if not sys.stdin.isatty():
        raise Problem(f"missing packages: {' '.join(names)}; type ./writ setup --yes")
    say(f"Writ needs these Debian packages: {' '.join(names)}")
    return input("Install them now? [y/N] ").strip().lower() in ("y", "yes")


def install(names):
    """apt-get, as root or through sudo."""
    prefix = []
    if os.geteuid() != 0:
        if shutil.which("sudo") is None:
            raise Problem("sudo: no such program; as root, type "
                          f"apt-get install --no-install-recommends {' '.join(names)}")
        prefix = ["sudo"]
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    for words in (["update"], ["install", "-y", "--no-install-recommends", *names]):
        status = subprocess.call(prefix + environment + ["apt-get", *words],
                                 stdin=subprocess.DEVNULL)
        if status != 0:
            raise Problem(f"apt-get {words[0]} ended with status {status}; see its lines above")


def ensure(yes=False):
    """Install what is missing; True when everything is there."""
    names = missing()
    if not names:
        return True
    if not approved(names, yes):
        return False
    install(names)
    left = missing()
    if left:
        raise Problem(f"still missing after the installation: {' '.join(left)}; "
                      "see apt-get's lines above")
    return True


def main(check, yes):
    """`writ setup [--check] [--yes]`."""
    if check:
        names = missing()
        for name in names:
            say(f"missing: {name}")
        if not names:
            say(f"all {len(PACKAGES)} packages are installed")
        return STATUS_FAILED if names else 0
    if not ensure(yes):
        say("nothing was installed")
        return STATUS_FAILED
    say(f"all {len(PACKAGES)} packages are installed")
    return 0

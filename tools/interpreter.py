# SPDX-License-Identifier: Apache-2.0
"""Finds the Python interpreter that can import what Debian packages for the tools.

Old syntax on purpose: this file is read by whatever `python3` comes first on the PATH.
"""
import os
import subprocess
import sys

MODULES = ("libfdt", "elftools", "lxml", "tomllib")
MARK = "WRIT_INTERPRETER"


def can_import(python):
    """Whether this interpreter has every module that the tools need."""
    try:
        return subprocess.call([python, "-c", "import " + ", ".join(MODULES)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def candidates():
    """Interpreters to try: this one, Debian's, then all on the PATH."""
    found = [sys.executable, "/usr/bin/python3"]
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        found.append(os.path.join(folder, "python3"))
    return [p for i, p in enumerate(found) if p and p not in found[:i] and os.access(p, os.X_OK)]


def find():
    """The first interpreter that has the modules, or None."""
    for python in candidates():
        if can_import(python):
            return python
    return None


def reexecute(script):
    """Go on with an interpreter that has the modules; with this one when none has them yet."""
    if os.environ.pop(MARK, None) == "chosen":
        return
    try:
        for module in MODULES:
            __import__(module)
        return
    except ImportError:
        pass
    python = find()
    if python is None and sys.version_info < (3, 8):
        sys.exit("writ: Python %d.%d is too old; install python3 3.11 (Debian 12)"
                 % sys.version_info[:2])
    if python is not None:
        os.environ[MARK] = "chosen"
        sys.stdout.flush()
        quiet = ["-B"] if sys.dont_write_bytecode else []
        os.execv(python, [python] + quiet + [os.path.abspath(script)] + sys.argv[1:])


def require(script):
    """The same for a tool that cannot do without the modules."""
    reexecute(script)
    try:
        for module in MODULES:
            __import__(module)
    except ImportError:
        sys.stderr.write("python3: none has the modules of Writ's tools; install Debian's python3-libfdt, python3-lxml "
                         "and python3-pyelftools\n")
        sys.exit(2)

# SPDX-License-Identifier: Apache-2.0
"""`writ` from outside: statuses, one-line messages, set-up, and the choice of an interpreter."""
import os
import pathlib
import subprocess
import sys

import pytest

import common
import interpreter
import setup
from common import Problem

ROOT = pathlib.Path(__file__).resolve().parents[2]


def writ(*words, python=None, **options):
    """(status, standard output, standard error) of ./writ."""
    command = [*(python or [sys.executable]), str(ROOT / "writ"), *words]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, timeout=120, **options)
    return result.returncode, result.stdout, result.stderr


@pytest.mark.parametrize("words, expected", [
    (["run", "nonsense"], "nonsense: no such system; systems are "),
    (["run", "tour", "--board", "toaster"], "toaster: no such board; boards are qemu-virt"),
    (["build", "--board", "toaster"], "toaster: no such board; boards are qemu-virt"),
    (["run", "missing.system"], "missing.system: no such system description"),
    (["run", "--timeout", "soon"], "soon is not a positive number of seconds"),
    (["debug", "nonsense"], "nonsense: no such system"),
    (["debug", "tour", "--batch", "missing.gdb"], "missing.gdb: no such file of gdb commands"),
    (["new", "toaster", "thing"], "invalid choice: 'toaster' (choose from 'board', 'driver', 'pager', 'pd', 'system')"),
    (["new", "pd"], "the following arguments are required: NAME"),
    (["new", "pd", "1st"], '"1st" is no name for a pd; begin with a letter'),
    (["sdk", "--board", "toaster"], "toaster: no such board; boards are qemu-virt"),
    (["frobnicate"], "invalid choice: 'frobnicate'"),
])
def test_wrong_use_is_one_line_and_status_2(words, expected):
    status, out, error = writ(*words)
    assert status == 2
    assert out == ""
    assert expected in error
    assert error.count("\n") == 1


def test_without_command():
    status, out, _ = writ()
    assert status == 2 and "COMMAND" in out


def test_starts_with_an_interpreter_that_lacks_the_modules(tmp_path):
    """-S -I hides Debian's modules, as an interpreter of another origin would."""
    bare = tmp_path / "python3"
    bare.write_text(f"#!/bin/sh\nexec {sys.executable} -I -S \"$@\"\n")
    bare.chmod(0o755)
    assert not interpreter.can_import(str(bare))
    status, _, error = writ("run", "nonsense", python=[str(bare)])
    assert status == 2 and "no such system" in error


def test_a_tool_without_its_modules_is_one_line(monkeypatch, capsys):
    monkeypatch.setattr(interpreter, "MODULES", ("no_such_module",))
    with pytest.raises(SystemExit) as end:
        interpreter.require("tool.py")
    assert end.value.code == 2
    assert capsys.readouterr().err == ("python3: none has the modules of Writ's tools; install Debian's python3-libfdt, "
                                       "python3-lxml and python3-pyelftools\n")


def test_setup_check_lists_what_is_missing(tmp_path):
    fake = tmp_path / "dpkg-query"
    fake.write_text("#!/bin/sh\nshift 2\nfor p; do [ $p = z3 ] || echo \"$p ii \"; done\n")
    fake.chmod(0o755)
    path = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    path.pop("CI", None)
    status, out, _ = writ("setup", "--check", env=path)
    assert (status, out) == (1, "missing: z3\n")
    status, _, error = writ("prove", env=path)
    assert (status, error) == (2, "missing packages: z3; type ./writ setup --yes\n")
    status, _, error = writ("setup", env=path)
    assert (status, error) == (2, "missing packages: z3; type ./writ setup --yes\n")


def test_setup_installs_with_yes(monkeypatch):
    """apt-get is asked for exactly what is missing."""
    asked, lists = [], [["z3", "cvc5"], []]
    monkeypatch.setattr(setup, "missing", lambda: lists.pop(0))
    monkeypatch.setattr(setup.os, "geteuid", lambda: 0)
    monkeypatch.setattr(setup.subprocess, "call", lambda words, **options: asked.append(words) or 0)
    assert setup.ensure(yes=True)
    assert [words[2:] for words in asked] == [
        ["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "z3", "cvc5"]]


def test_setup_reports_a_failed_installation(monkeypatch):
    monkeypatch.setattr(setup, "missing", lambda: ["z3"])
    monkeypatch.setattr(setup.os, "geteuid", lambda: 0)
    monkeypatch.setattr(setup.subprocess, "call", lambda words, **options: 100)
    with pytest.raises(Problem, match="apt-get update ended with status 100"):
        setup.ensure(yes=True)


def test_every_package_exists_here():
    assert setup.missing() == []


def test_write_whole_leaves_nothing_half_written(tmp_path):
    target = tmp_path / "folder"
    target.mkdir()
    with pytest.raises(Problem):
        common.write_whole(target, "text")
    assert sorted(tmp_path.iterdir()) == [target]


def test_missing_program_is_a_problem():
    with pytest.raises(Problem, match="no-such-program: no such program; run ./writ setup"):
        common.run(["no-such-program"])

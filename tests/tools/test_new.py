# SPDX-License-Identifier: Apache-2.0
"""`writ new`: names, folders, and that nothing is overwritten or left half done (test_sdk.py builds what it writes)."""
import os
import pathlib

import pytest

import common
import new

KINDS = ["board", "driver", "pager", "pd", "system"]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(kind, name, out=None):
    """The one line with which it refuses; nothing has changed."""
    before = sorted(pathlib.Path(".").rglob("*"))
    with pytest.raises(common.Problem) as problem:
        new.new(kind, name, out)
    assert sorted(pathlib.Path(".").rglob("*")) == before
    assert "\n" not in str(problem.value)
    return str(problem.value)


def test_kinds():
    assert new.kinds() == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_name_is_everywhere(kind, here):
    assert new.new(kind, "my-thing_2", str(here / "my-thing_2")) == 0
    files = [path for path in here.rglob("*") if path.is_file()]
    assert files and not any("NAME" in path.name or " NAME" in path.read_text() for path in files)
    assert any(path.stem == "my-thing_2" for path in files)


def test_folder_is_the_name(here, capsys):
    new.new("pd", "thing")
    assert (here / "thing" / "thing.c").is_file()
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "thing: .gitignore CMakeLists.txt Makefile thing.c thing.system; next:"
    assert said[1] == "  cd thing"


def test_rights_are_the_users(here):
    mask = os.umask(0o022)
    try:
        new.new("pd", "thing")
    finally:
        os.umask(mask)
    assert (here / "thing").stat().st_mode & 0o777 == 0o755
    assert (here / "thing" / "thing.c").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("name", ["", "1st", "-x", "a b", "a/b", "../a", "a.b", "é", "a\nb", "x" * 49])
def test_bad_names(name):
    message = refused("pd", name)
    assert "is no name for a pd; begin with a letter" in message


@pytest.mark.parametrize("kind, name", [("pd", "all"), ("pd", "run"), ("system", "client"), ("system", "protocol"),
                                        ("driver", "device"), ("pager", "child"), ("board", "host"), ("board", "sdk")])
def test_names_that_the_build_uses(kind, name):
    assert refused(kind, name) == f"{name}: the build of a {kind} uses this name itself; choose another"


def test_nothing_is_overwritten(here):
    (here / "thing").mkdir()
    assert refused("pd", "thing") == f"{here / 'thing'}: is there already; name another folder with --out"
    (here / "file").write_text("mine")
    assert "is there already" in refused("system", "thing", "file")
    (here / "link").symlink_to("nowhere")
    assert "is there already" in refused("system", "thing", "link")
    assert "is there already" in refused("board", "qemu-virt")
    assert (here / "file").read_text() == "mine"


def test_folder_above_is_there():
    assert "no such folder; make it first" in refused("pd", "thing", "missing/thing")


def test_board_is_called_like_its_folder():
    assert refused("board", "small", "other") == "other: a board's folder has the board's name; let it end in /small"


def test_nothing_half_done(here, monkeypatch):
    """When the disk is full, or somebody takes the place meanwhile."""
    def full(self, text):
        raise OSError(28, "No space left on device")
    with monkeypatch.context() as patched:
        patched.setattr(pathlib.Path, "write_text", full)
        assert "thing: No space left on device; choose another place with --out" in refused("pd", "thing")

    def taken(self, target):
        raise OSError(39, "Directory not empty")
    monkeypatch.setattr(pathlib.Path, "rename", taken)
    assert "Directory not empty" in refused("pd", "thing")

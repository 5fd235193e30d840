# SPDX-License-Identifier: Apache-2.0
"""`writ graph`: pictures of a system, and what is wrong when there are none."""
import pathlib
import sys
import xml.etree.ElementTree

import pytest

CORPUS = pathlib.Path(__file__).resolve().parent.parent / "sysgen"
ROOT = CORPUS.parent.parent
sys.path[:0] = [str(CORPUS), str(ROOT / "tools")]

import board as board_tool  # noqa: E402
import common  # noqa: E402
import emulator  # noqa: E402
import graph  # noqa: E402
import programs  # noqa: E402
from common import Problem  # noqa: E402


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A build folder as graph finds it, with the corpus' programs in the place of an example's."""
    tree = tmp_path / "build" / "qemu-virt"
    folder = tree / "userland" / "examples" / "corpus"
    folder.mkdir(parents=True)
    for name, data in programs.programs().items():
        (folder / name).write_bytes(data)
    (tree / "userland" / "init").mkdir()
    (tree / "userland" / "init" / "init.elf").write_bytes(programs.program())
    (tree / "kernel.elf").write_bytes(programs.elf([(0x40100000, b"kernel", 0x1000, 5)]))
    (tree / "board").mkdir()
    assert board_tool.main(["--board", str(ROOT / "platform/arm/boards/qemu-virt"), "--out", str(tree / "board")]) == 0
    monkeypatch.setattr(common, "BUILD", tmp_path / "build")
    monkeypatch.setattr(emulator, "BUILD", tmp_path / "build")
    monkeypatch.setattr(graph.build, "board_tree", lambda board: 0)
    return tmp_path


def test_pictures(built, capsys):
    """Two pictures, whose paths are printed; the same again."""
    out = built / "a" / "b"
    for _ in range(2):
        assert graph.main(str(CORPUS / "good" / "everything.system"), "qemu-virt", str(out)) == 0
        paths = capsys.readouterr().out.split()
        assert paths == [str(out / "everything.capabilities.svg"), str(out / "everything.memory.svg")]
        for path in paths:
            assert xml.etree.ElementTree.parse(path).getroot().tag.endswith("svg")
    assert sorted(p.name for p in out.iterdir()) == ["everything.capabilities.svg", "everything.memory.svg"]


def test_pictures_beside_the_build(built, capsys):
    assert graph.main(str(CORPUS / "good" / "minimal.system"), "qemu-virt") == 0
    assert capsys.readouterr().out.split()[0] == str(
        built / "build" / "qemu-virt" / "pictures" / "minimal.capabilities.svg")


def test_examples_have_descriptions():
    assert "tour" in graph.examples()
    assert graph.description("tour") == str(ROOT / "userland" / "examples" / "tour" / "tour.system")


@pytest.mark.parametrize("system, message", [
    ("mars", "mars: no such system with a description; name a file, or one of "),
    ("mars.system", "mars.system: no such system description; name a file, or one of ")])
def test_unknown_system(built, system, message):
    with pytest.raises(Problem, match=message):
        graph.main(system, "qemu-virt")


def test_refused_description(built):
    """The compiler's own message, and no picture."""
    with pytest.raises(Problem) as problem:
        graph.main(str(CORPUS / "bad" / "no_flow_notify.system"), "qemu-virt", str(built / "out"))
    assert 'information can flow from "net" to "keys": net -> (channel 3, notify) -> keys; ' in str(problem.value)
    assert list((built / "out").iterdir()) == []


def test_folder_that_cannot_be(built):
    (built / "file").write_text("")
    with pytest.raises(Problem, match="choose another folder with --out"):
        graph.main(str(CORPUS / "good" / "minimal.system"), "qemu-virt", str(built / "file" / "in"))

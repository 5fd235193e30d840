# SPDX-License-Identifier: Apache-2.0
"""The root task: a system with channels and shared memory, and what it says when it cannot build one."""
import json
import pathlib
import re
import sys

import pexpect
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import common  # noqa: E402
import emulator  # noqa: E402
import image  # noqa: E402
from sysgen import main as sysgen  # noqa: E402

TREE = common.BUILD / common.BOARD
INIT = TREE / "userland" / "init" / "init.elf"
EXAMPLES = TREE / "userland" / "examples"
PASSIVE = (ROOT / "userland" / "examples" / "passive" / "passive.system").read_text()
BOUNDED = ' budget="1000" period="20000"'


def image_make(folder, blob=None):
    """An image of the root task with these bytes as its blob."""
    words = ["--kernel", str(TREE / "kernel.elf"), "--root", str(INIT), "--out", str(folder / "image.elf")]
    if blob is not None:
        (folder / "blob").write_bytes(blob)
        words += ["--blob", str(folder / "blob")]
    assert image.main(words) == 0
    return folder / "image.elf"


def blob_make(folder, system, ram=None):
    """The blob of a description; with `ram`, for a board that is said to have so many bytes."""
    board = json.loads((TREE / "board" / "board.json").read_text())
    board["ram"]["bytes"] = ram or board["ram"]["bytes"]
    (folder / "board.json").write_text(json.dumps(board))
    (folder / "test.system").write_text(system)
    assert sysgen.main([str(folder / "test.system"), "--board", str(folder / "board.json"), "--search",
                        str(EXAMPLES / "channels"), "--search", str(EXAMPLES / "passive"), "--root", str(INIT),
                        "--out", str(folder / "made.blob")]) == 0
    return (folder / "made.blob").read_bytes()


def printed_before(path, text):
    """What an image that does not end prints before `text`."""
    words = emulator.command(path)
    child = pexpect.spawn(words[0], words[1:], timeout=30, encoding="utf-8", dimensions=(40, 200))
    try:
        child.expect_exact(text)
        return child.before
    finally:
        child.close(force=True)


def test_channels():
    """Calls, signals, shared memory; a fault stops one domain, the others go on."""
    status, output = emulator.capture(TREE / "images" / "channels.elf")
    assert status == 0
    assert [line for line in output.splitlines() if line.startswith("client")] == [
        'client: "lenrekorcim" became "microkernel"',
        "client: too long a text was refused",
        "client: signal on channel 0; 1 domain stopped by a fault",
    ]
    assert re.search(r"^init: broken: page fault: write to 0x40000000 at 0x001[0-9a-f]{5}; stopped$", output, re.M)


def test_without_layout(tmp_path):
    status, output = emulator.capture(image_make(tmp_path))
    assert status == 2
    assert "init: root task: finding the layout: the image has none; make it with tools/image.py --blob\n" in output


def test_nonsense_for_a_layout(tmp_path):
    status, output = emulator.capture(image_make(tmp_path, b"nonsense" * 100))
    assert status == 2
    assert "init: root task: reading the layout: it is none; compile it with tools/sysgen\n" in output


def test_layout_of_another_version(tmp_path):
    system = '<system><protection_domain name="one"><program_image path="broken.elf"/></protection_domain></system>'
    blob = bytearray(blob_make(tmp_path, system))
    blob[4] = 99
    status, output = emulator.capture(image_make(tmp_path, bytes(blob)))
    assert status == 2
    assert "reading the layout: another version's; compile it with this tree's tools/sysgen\n" in output


def test_less_memory_than_described(tmp_path):
    """The step, the domain and the status by name."""
    system = ('<system><memory_region name="huge" size="0x3000_0000" page_size="0x10_0000"/>'
              '<protection_domain name="one"><program_image path="broken.elf"/>'
              '<map mr="huge" vaddr="0x4000_0000"/></protection_domain></system>')
    status, output = emulator.capture(image_make(tmp_path, blob_make(tmp_path, system, ram=1 << 30)))
    assert status == 2
    assert re.search(r"^init: huge: making a frame: no memory \(argument 0\)$", output, re.M)


def test_more_untyped_than_there_is(tmp_path):
    system = ('<system><protection_domain name="one"><program_image path="broken.elf"/>'
              '<untyped size="0x3000_0000"/></protection_domain></system>')
    status, output = emulator.capture(image_make(tmp_path, blob_make(tmp_path, system, ram=1 << 30)))
    assert status == 2
    assert re.search(r"^init: one: taking its untyped memory: no memory \(argument 0\)$", output, re.M)


@pytest.mark.parametrize("pages", [1, 16, 300])
def test_regions_of_every_size(tmp_path, pages):
    """Regions of 4 KiB, 64 KiB and 1 MiB pages side by side; the domain writes to the first."""
    system = (f'<system><memory_region name="small" size="{pages * 4096}"/>'
              '<memory_region name="middle" size="0x4_0000" page_size="0x1_0000"/>'
              '<memory_region name="large" size="0x20_0000" page_size="0x10_0000"/>'
              '<protection_domain name="one"><program_image path="broken.elf"/>'
              '<map mr="small" vaddr="0x4000_0000"/><map mr="middle" vaddr="0x4040_0000" cached="false"/>'
              '<map mr="large" vaddr="0x4050_0000" perms="rx"/></protection_domain>'
              '<protection_domain name="two"><program_image path="broken.elf"/>'
              '<map mr="large" vaddr="0x4000_0000" perms="r"/></protection_domain></system>')
    before = printed_before(image_make(tmp_path, blob_make(tmp_path, system)),
                            "init: two: page fault: write to 0x40000000")
    assert "init: 2 protection domains started" in before
    assert "init: one: page fault" not in before


# --- Passive domains -------------------------------------------------------------

def passive_image(folder, *changes):
    """The image of the passive worker's system, its description changed."""
    system = PASSIVE
    for old, new in changes:
        assert system.count(old) == 1
        system = system.replace(old, new)
    return image_make(folder, blob_make(folder, system))


def calls(folder, *changes):
    """What the customer saw in each call, in emulated time: a busy host changes nothing."""
    status, output = emulator.capture(passive_image(folder, *changes), clock=emulator.REPEATING)
    assert status == 0
    return re.findall(r"^customer: call \d: (.*)$", output, re.M)


def test_passive_runs_on_its_callers_budget(tmp_path):
    """The caller's budget ends while it waits for the answer."""
    assert calls(tmp_path) == ["the witness counted"] * 3


def test_not_passive_runs_on_its_own(tmp_path):
    assert calls(tmp_path, (' passive="true"', "")) == ["nobody else ran"] * 3


def test_passive_has_no_budget_of_its_own(tmp_path):
    """Without a bound of the caller's nothing stops the worker, whose own budget is small."""
    assert calls(tmp_path, (BOUNDED, ""), (' passive="true"', BOUNDED + ' passive="true"')) == ["nobody else ran"] * 3


@pytest.mark.parametrize("passive, seen", [
    (' passive="true"', ["the witness counted", "nobody else ran", "nobody else ran"]),
    (' passive="false"', ["the witness counted"] * 3),
])
def test_called_before_it_waits(tmp_path, passive, seen):
    """The budget ends in init, and a call comes: it is answered on that budget, then the worker is passive."""
    late = '<program_image path="worker.elf"/>'
    assert calls(tmp_path, (BOUNDED, ""), (' passive="true"', BOUNDED + passive),
                 (late, late + '<setvar symbol="late" value="1"/>')) == seen


def test_passive_faults(tmp_path):
    """A fault on the caller's time is reported like any other."""
    count = '<map mr="count" vaddr="0x4000_0000" perms="r" setvar_vaddr="count"/>'
    image_path = passive_image(tmp_path, (count, '<setvar symbol="count" value="0x5000_0000"/>'))
    before = printed_before(image_path, "init: worker: page fault: read of 0x50000000")
    assert "init: 3 protection domains started" in before

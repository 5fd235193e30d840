# SPDX-License-Identifier: Apache-2.0
"""tools/image.py: the bootable file, and what it refuses."""
import json
import os
import pathlib
import struct
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "sysgen"), str(ROOT / "tools")]

import image  # noqa: E402
import programs  # noqa: E402
from sysgen.constants import ABI, BLOB_ADDRESS, PAGE  # noqa: E402
from sysgen.program import Program  # noqa: E402

RAM, LINEAR = 0x40000000, 0x80000000
KERNEL = RAM + 0x100000


def kernel_elf(symbols=()):
    """A kernel: entry by physical address, one segment of 5 KiB in memory in the linear map."""
    data = programs.elf([(LINEAR + 0x100000, b"kernel", 0x1400, programs.READ_EXECUTE)], symbols, KERNEL)
    header = bytearray(data)
    struct.pack_into("<I", header, 52 + 12, KERNEL)
    return bytes(header)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, data in programs.programs().items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "kernel.elf").write_bytes(kernel_elf())
    (tmp_path / "blob").write_bytes(b"blob" * 2000)
    board = {"name": "small", "ram": {"address": RAM, "bytes": 2 << 20}, "device_pages": [], "irqs": [],
             "devices": []}
    (tmp_path / "board.json").write_text(json.dumps(board))
    return tmp_path


def make(*more, root="small.elf", out="out.elf"):
    return image.main(["--kernel", "kernel.elf", "--root", root, "--out", out, *more])


def refused(capsys, *more, **options):
    before = sorted(os.listdir("."))
    assert make(*more, **options) == 2
    assert sorted(os.listdir(".")) == before
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    return message.rstrip()


def boot_image(path="out.elf"):
    """(physical address, virtual address, bytes as in memory) of the image's last segment."""
    segment = Program(path).segments[-1]
    return segment.physical, segment.virtual, segment.data.ljust(segment.memory, b"\0")


def segments(data):
    """The boot image's segments, read as the kernel's boot reads them: {address: (bytes, rights)}."""
    words = struct.unpack_from("<8I", data)
    assert words[:2] == (ABI["BOOT_IMAGE_MAGIC"], ABI["BOOT_IMAGE_VERSION"])
    assert words[2] * PAGE == len(data)
    found = {}
    for i in range(words[4]):
        address, first, pages, rights = struct.unpack_from("<4I", data, 32 + 16 * i)
        assert 0 < first and first + pages <= words[2]
        found[address] = (data[first * PAGE:(first + pages) * PAGE], rights)
    return words[3], found


def test_image(folder):
    assert make("--blob", "blob", "--board", "board.json") == 0
    physical, virtual, data = boot_image()
    assert (physical, virtual) == (KERNEL + 0x2000, LINEAR + 0x102000)
    entry, found = segments(data)
    assert entry == programs.TEXT
    read, write, execute = (ABI["RIGHT_" + r] for r in ("READ", "WRITE", "EXECUTE"))
    assert found[BLOB_ADDRESS] == ((b"blob" * 2000).ljust(2 * PAGE, b"\0"), read)
    text = Program("small.elf").segments[0].data
    assert found[programs.TEXT] == (text.ljust(PAGE, b"\0"), read | execute)
    assert found[programs.DATA] == (bytes(PAGE), read | write)
    assert found[programs.STACK_TOP - 0x4000] == (bytes(4 * PAGE), read | write)


def test_kernel_is_kept(folder):
    assert make() == 0
    made, kernel = Program("out.elf"), Program("kernel.elf")
    assert made.entry == KERNEL and made.segments[0].data == kernel.segments[0].data
    assert made.segments[0].physical == KERNEL and made.segments[0].memory == 0x1400


def test_zero_pages_are_not_stored(folder):
    assert make() == 0
    assert os.path.getsize("out.elf") < 5 * PAGE


def test_place_by_symbol(folder):
    (folder / "kernel.elf").write_bytes(kernel_elf((("machine_image", LINEAR + 0x180000, 0),)))
    assert make() == 0
    assert boot_image()[:2] == (RAM + 0x180000, LINEAR + 0x180000)


def test_same_input_same_image(folder):
    assert make() == 0 and make(out="again.elf") == 0
    assert (folder / "out.elf").read_bytes() == (folder / "again.elf").read_bytes()


def test_too_large_for_memory(folder, capsys):
    assert refused(capsys, "--board", "board.json", root="large.elf") == (
        "out.elf: image too large for memory: the root task and its blob take 5144 KiB, 4128 KiB more than fit"
        " into the 2048 KiB of small; make the programs smaller or choose a board with more memory")


def test_too_many_pages(folder, capsys):
    (folder / "blob").write_bytes(b"b" * (13 << 20))
    assert refused(capsys, "--blob", "blob") == (
        "small.elf: the boot image takes 3335 pages, the kernel maps 3072; make the root task or its blob smaller")


@pytest.mark.parametrize("root, message", [
    ("none.elf", "none.elf: No such file or directory; build it first"),
    ("text.elf", "text.elf: not a readable ELF file (Magic number does not match); build it again"),
    ("cut.elf", "cut.elf: cut short; build it again"),
    ("other.elf", "other.elf: not an ELF32 ARM executable; build it with arm-none-eabi-gcc"),
    ("empty.elf", "empty.elf: has nothing to load; build it again"),
    ("high.elf", "high.elf: segment at 0x80000000 is not below 0x80000000; link it with userland/lib/program.ld"),
    ("twice.elf", "twice.elf: two segments share the page at 0x100000; link it with userland/lib/program.ld"),
])
def test_bad_root(folder, capsys, root, message):
    assert refused(capsys, root=root) == message


def test_blob_missing(folder, capsys):
    assert refused(capsys, "--blob", "none") == "none: No such file or directory; build it first"


def test_output_folder_missing(folder, capsys):
    assert refused(capsys, out="none/out.elf") == (
        "none/out.elf: cannot write: No such file or directory; choose another place")


def test_old_image_survives_a_refusal(folder, capsys):
    (folder / "out.elf").write_text("old")
    refused(capsys, root="none.elf")
    assert (folder / "out.elf").read_text() == "old"

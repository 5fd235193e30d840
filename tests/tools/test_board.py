# SPDX-License-Identifier: Apache-2.0
"""tools/board.py: what it writes for the boards in the tree and for small made-up ones,
and the one line with which it refuses each kind of bad input."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

import pytest

libfdt = pytest.importorskip("libfdt")

ROOT = pathlib.Path(__file__).resolve().parents[2]
QEMU_VIRT = ROOT / "platform" / "arm" / "boards" / "qemu-virt"
OUTPUTS = ["board.c", "board.json", "board.ld", "board_gen.h"]

TOML = """
device_tree = "small.dts"
kernel = 0x40100000
console = "/uart@9000000"
interrupt_controller = "/gic@8000000"
timer = "virtual"
privileged_execute_never = true
[compiler]
cpu = "cortex-a15"
[qemu]
program = "qemu-system-arm"
machine = "virt"
cpu = "cortex-a15"
memory = "16M"
options = []
"""

DTS = """/dts-v1/;
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	interrupt-parent = <&gic>;
	cpus {
		#address-cells = <1>;
		#size-cells = <0>;
		cpu@0 { device_type = "cpu"; compatible = "arm,cortex-a15"; reg = <0>; };
	};
	memory@40000000 { device_type = "memory"; reg = <0x40000000 0x01000000>; };
	timer {
		compatible = "arm,armv7-timer";
		interrupts = <1 13 4>, <1 14 4>, <1 11 4>, <1 10 4>;
		clock-frequency = <1000000>;
	};
	gic: gic@8000000 {
		compatible = "arm,gic-400";
		reg = <0x08000000 0x1000>, <0x08001000 0x1000>;
		interrupt-controller;
		#interrupt-cells = <3>;
	};
	uart@9000000 {
		compatible = "arm,pl011";
		reg = <0x09000000 0x1000>;
		interrupts = <0 1 4>;
	};
/*MORE*/
};
"""


def generate(folder, out):
    done = subprocess.run([sys.executable, "-B", ROOT / "tools" / "board.py", "--board", folder, "--out", out],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def small(tmp_path, dts=DTS, toml=TOML, more=""):
    """A small board in a folder of its own."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "small.dts").write_text(dts.replace("/*MORE*/", more))
    (folder / "board.toml").write_text(toml)
    return folder


def described(folder, tmp_path):
    out = tmp_path / "out"
    assert generate(folder, out) == (0, "", "")
    return json.loads((out / "board.json").read_text())


def device(description, name):
    return next(d for d in description["devices"] if d["name"] == name)


def test_qemu_virt(tmp_path):
    board = described(QEMU_VIRT, tmp_path)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == OUTPUTS
    assert board["name"] == "qemu-virt"
    assert board["ram"] == {"address": 0x40000000, "bytes": 0x20000000}
    assert board["timer_irq"] == 27
    assert device(board, "pl011@9000000")["irqs"] == [{"line": 33, "edge": 0}]
    last = device(board, "virtio_mmio@a003e00")
    assert (last["address"], last["bytes"], last["dma"]) == (0xa003e00, 0x200, True)
    assert last["irqs"] == [{"line": 79, "edge": 1}]
    assert last["pages"] == [{"address": 0xa003000, "bytes": 0x1000}]
    assert len(device(board, "flash@0")["regions"]) == 2
    pcie = device(board, "pcie@10000000")
    assert [r["line"] for r in pcie["irqs"]] == [35, 36, 37, 38]
    assert [(r["address"], r["bytes"]) for r in pcie["regions"]] == [(0x3eff0000, 0x10000),
                                                                     (0x10000000, 0x2eff0000)]


@pytest.mark.parametrize("timer, irq, numbers", [("physical", 30, ("c2", "0", "2")), ("virtual", 27, ("c3", "1", "3"))])
def test_timers(tmp_path, timer, irq, numbers):
    """The interrupt, CRm of the control register, opc1 of the count and of the compare value."""
    board = described(small(tmp_path, toml=TOML.replace('"virtual"', f'"{timer}"')), tmp_path)
    assert (board["timer_irq"], board["clock"]) == (irq, 1_000_000)
    header = (tmp_path / "out" / "board_gen.h").read_text()
    for name, number in zip(("TIMER_REGISTERS", "COUNTER", "COMPARE"), numbers):
        assert f'#define BOARD_{name} "{number}"\n' in header
    assert "\t.clock = 1000000u,\n" in (tmp_path / "out" / "board.c").read_text()


@pytest.mark.parametrize("clock", [1_000_000, 4_000_000_000])
def test_clocks(tmp_path, clock):
    toml_board = small(tmp_path)
    source = toml_board / "small.dts"
    source.write_text(source.read_text().replace("clock-frequency = <1000000>", f"clock-frequency = <{clock}>"))
    assert described(toml_board, tmp_path)["clock"] == clock


def test_pages_are_disjoint_and_nobody_else_s(tmp_path):
    board = described(QEMU_VIRT, tmp_path)
    spans = [(p["address"], p["address"] + p["bytes"]) for p in board["device_pages"]]
    used = [(r["address"], r["address"] + r["bytes"]) for r in board["kernel_regions"]]
    used.append((board["ram"]["address"], board["ram"]["address"] + board["ram"]["bytes"]))
    everything = sorted(spans + used)
    assert all(a % 4096 == 0 and b % 4096 == 0 and a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in zip(everything, everything[1:]))


def test_same_input_same_output(tmp_path):
    for out in ("one", "two"):
        assert generate(QEMU_VIRT, tmp_path / out)[0] == 0
    for name in OUTPUTS:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.skipif(not shutil.which("arm-none-eabi-gcc"), reason="needs arm-none-eabi-gcc")
def test_tables_compile_and_say_the_same(tmp_path):
    board = described(QEMU_VIRT, tmp_path)
    source = tmp_path / "out" / "board.c"
    subprocess.run(["arm-none-eabi-gcc", "-Wall", "-Wextra", "-Werror", "-I", ROOT / "kernel", "-c", source,
                    "-o", tmp_path / "board.o"], check=True, stdin=subprocess.DEVNULL)
    rows = re.findall(r"^\t\{ (0x\w+)u, (0x\w+)u \},$", source.read_text(), re.M)
    assert [(int(a, 0), int(b, 0)) for a, b in rows] == [(p["address"], p["bytes"])
                                                         for p in board["device_pages"]]
    rows = re.findall(r"^\t\{ (\d+)u, (\d)u \},$", source.read_text(), re.M)
    assert [(int(a), int(b)) for a, b in rows] == [(i["line"], i["edge"]) for i in board["irqs"]]


def nodes(file):
    """Every node of a compiled device tree: {path: {property: bytes}}."""
    blob = libfdt.Fdt(pathlib.Path(file).read_bytes())
    found = {}

    def walk(offset, path):
        found[path] = properties = {}
        at = blob.first_property_offset(offset, [libfdt.NOTFOUND])
        while at >= 0:
            prop = blob.get_property_by_offset(at)
            properties[prop.name] = bytes(prop)
            at = blob.next_property_offset(at, [libfdt.NOTFOUND])
        at = blob.first_subnode(offset, [libfdt.NOTFOUND])
        while at >= 0:
            walk(at, f"{path}/{blob.get_name(at)}")
            at = blob.next_subnode(at, [libfdt.NOTFOUND])

    walk(0, "")
    return found


@pytest.mark.skipif(not shutil.which("qemu-system-arm"), reason="needs qemu-system-arm")
def test_device_tree_is_what_the_emulator_says(tmp_path):
    """All but the numbers of phandles, and the timer's clock, which only our tree names."""
    choice = tomllib.loads((QEMU_VIRT / "board.toml").read_text())["qemu"]
    subprocess.run([choice["program"], "-M", f'{choice["machine"]},dumpdtb={tmp_path / "theirs"}',
                    "-cpu", choice["cpu"], "-m", choice["memory"], "-nic", "none", "-display", "none"],
                   check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    subprocess.run(["dtc", "-q", "-O", "dtb", "-o", tmp_path / "ours", QEMU_VIRT / "qemu-virt.dts"], check=True)
    ours, theirs = nodes(tmp_path / "ours"), nodes(tmp_path / "theirs")
    assert ours["/timer"].pop("clock-frequency") == (62500000).to_bytes(4, "big")
    handles = {"phandle", "interrupt-parent", "cpu", "clocks", "gpios", "msi-map", "interrupt-map"}
    for tree in (ours, theirs):
        for properties in tree.values():
            for name in handles & properties.keys():
                properties[name] = len(properties[name])
    assert ours == theirs


def test_devices_that_share_a_page_are_one_region(tmp_path):
    folder = small(tmp_path, more="""
	a@a000000 { reg = <0x0a000000 0x200>; interrupts = <0 5 1>; };
	b@a000200 { reg = <0x0a000200 0x1000>; };
	c@a002000 { reg = <0x0a002000 0x10>; };""")
    board = described(folder, tmp_path)
    assert board["device_pages"] == [{"address": 0x9000000, "bytes": 0x1000},
                                     {"address": 0xa000000, "bytes": 0x2000},
                                     {"address": 0xa002000, "bytes": 0x1000}]
    assert device(board, "b@a000200")["bytes"] == 0x1000
    assert device(board, "a@a000000")["irqs"] == [{"line": 37, "edge": 1}]


def test_pages_of_the_interrupt_controller_are_nobody_s(tmp_path):
    folder = small(tmp_path, more="""
	a@8001800 { reg = <0x08001800 0x1000>; };""")
    board = described(folder, tmp_path)
    assert {"address": 0x8002000, "bytes": 0x1000} in board["device_pages"]
    assert all(p["address"] >= 0x8002000 for p in board["device_pages"])


def test_disabled_nodes_and_unreachable_buses_are_left_out(tmp_path):
    folder = small(tmp_path, more="""
	a@a000000 { reg = <0x0a000000 0x1000>; status = "disabled"; };
	i2c { #address-cells = <1>; #size-cells = <1>; chip@50 { reg = <0x50 0x1>; }; };""")
    board = described(folder, tmp_path)
    assert [d["name"] for d in board["devices"]] == ["uart@9000000"]


def test_addresses_go_through_the_bus(tmp_path):
    folder = small(tmp_path, more="""
	bus { #address-cells = <1>; #size-cells = <1>; ranges = <0x0 0x0b000000 0x10000>;
		a@1000 { reg = <0x1000 0x1000>; interrupts-extended = <&gic 0 9 4>, <&gic 1 9 4>; };
		b@20000 { reg = <0x20000 0x1000>; };
	};""")
    board = described(folder, tmp_path)
    assert device(board, "a@1000")["address"] == 0xb001000
    assert device(board, "a@1000")["irqs"] == [{"line": 41, "edge": 0}]
    assert device(board, "a@1000")["path"] == "/bus/a@1000"
    assert not any(d["name"] == "b@20000" for d in board["devices"])


def test_what_lies_above_4_gib_is_cut_off(tmp_path):
    folder = small(tmp_path, dts=DTS.replace("reg = <0x09000000 0x1000>;", "reg = <0x09000000 0x1000>;"),
                   more="""
	bus { #address-cells = <2>; #size-cells = <1>; ranges = <0 0xffff0000 0xffff0000 0x10000>;
		a@ffff0000 { reg = <0 0xffff0000 0x10000>; };
		b@100000000 { reg = <1 0 0x1000>; };
	};""")
    board = described(folder, tmp_path)
    assert board["device_pages"][-1] == {"address": 0xffff0000, "bytes": 0x10000}
    assert not any(d["name"].startswith("b@") for d in board["devices"])


BAD_TREES = [
    ("interrupts = <0 1 4>;", "interrupts = <0 1>;",
     "node /uart@9000000: interrupts has 2 cells, /gic@8000000 takes 3 each; mend the property"),
    ("interrupts = <0 1 4>;", "interrupts = <0 1 3>;",
     "node /uart@9000000: SPI 1 has trigger 0x3; use 1 (edge) or 4 (level)"),
    ("interrupts = <0 1 4>;", "interrupts = <0 988 4>;",
     "node /uart@9000000: SPI 988; the interrupt controller has at most 988"),
    ('"arm,pl011"', '"acme,uart"',
     "node /uart@9000000: is no console that the kernel can use (compatible with arm,pl011);"
     " choose another in board.toml"),
    ('"arm,gic-400"', '"arm,gic-v3"',
     "node /gic@8000000: is no interrupt controller that the kernel can use (compatible with"
     " arm,cortex-a15-gic or arm,cortex-a7-gic or arm,cortex-a9-gic or arm,gic-400);"
     " choose another in board.toml"),
    (", <0x08001000 0x1000>", "",
     "node /gic@8000000: reg needs two entries, distributor and CPU interface; add them"),
    ('"arm,cortex-a15"', '"arm,cortex-a53"',
     "node /cpus/cpu@0: unknown processor; the kernel knows arm,cortex-a7, arm,cortex-a15, arm,cortex-a17"),
    ("clock-frequency = <1000000>;", "", "node /timer: no clock-frequency; add what CNTFRQ holds"),
    ("clock-frequency = <1000000>;", "clock-frequency = <999999>;",
     "node /timer: clock-frequency is 999999; give what CNTFRQ holds, 1000000 .. 4000000000"),
    ("clock-frequency = <1000000>;", "clock-frequency = <4000000001>;",
     "node /timer: clock-frequency is 4000000001; give what CNTFRQ holds, 1000000 .. 4000000000"),
    ("<1 13 4>, <1 14 4>, <1 11 4>, <1 10 4>", "<1 13 4>",
     "node /timer: interrupts has no PPI number 3; list secure physical, physical, virtual, hypervisor"),
    ("reg = <0x40000000 0x01000000>;", "reg = <0x40000000 0x01000000>, <0x80000000 0x01000000>;",
     "node /: 2 banks of RAM, the kernel uses exactly one; leave one entry in one memory node"),
    ("reg = <0x40000000 0x01000000>;", "reg = <0x40000000 0x01000800>;",
     "node /memory@40000000: RAM must begin and end at multiples of 1 MiB below 4 GiB; cut it down"),
    ("reg = <0x40000000 0x01000000>;", "reg = <0x40000000>;",
     "node /memory@40000000: 1 cells where each entry takes 2; mend the entry or the #address-cells"
     " and #size-cells of the node above it"),
    ("/*MORE*/", "a@40ffff00 { reg = <0x40ffff00 0x200>; };",
     "node /a@40ffff00: its registers at 0x40ffff00 overlap RAM; mend reg"),
    ("/*MORE*/", "a { interrupts = <0 1 1>; };",
     "node /a: line 33 is edge-triggered in one node and level in another; make them agree"),
    ("/*MORE*/", "a { interrupts-extended = <77 1>; };",
     "node /a: refers to phandle 0x4d, which no node has; mend the reference"),
    ("/*MORE*/", 'psci { compatible = "arm,psci-1.0"; method = "call"; };',
     'node /psci: method is neither "hvc" nor "smc"; mend it'),
    ("/*MORE*/", "a { b = <&nothing>; };", None),
]


@pytest.mark.parametrize("before, after, message", BAD_TREES)
def test_bad_device_tree(tmp_path, before, after, message):
    assert before in DTS
    folder = small(tmp_path, dts=DTS.replace(before, after, 1))
    status, output, error = generate(folder, tmp_path / "out")
    assert (status, output) == (2, "")
    assert error.count("\n") == 1
    assert error.startswith(f"{folder}/small.dts:")
    if message is not None:
        assert error == f"{folder}/small.dts: {message}\n"
    assert not (tmp_path / "out").exists()


def test_too_many_devices(tmp_path):
    many = "".join(f"d@{0xa000000 + i * 4096:x} {{ reg = <{0xa000000 + i * 4096:#x} 0x1000>; }};\n"
                   for i in range(128))
    status, _, error = generate(small(tmp_path, more=many), tmp_path / "out")
    assert status == 2
    assert error.endswith('node /: 129 device regions, at most 128 fit; disable nodes (status = "disabled")'
                          " or raise the limit in kernel/board.h\n")


BAD_CHOICES = [
    ("kernel = 0x40100000", "kernel = 0x40100800",
     "kernel = 0x40100800 must be a multiple of 1 MiB inside RAM (0x40000000 to 0x41000000) and above"
     " its first page; move it"),
    ("kernel = 0x40100000", "kernel = 0x41000000",
     "kernel = 0x41000000 must be a multiple of 1 MiB inside RAM (0x40000000 to 0x41000000) and above"
     " its first page; move it"),
    ("kernel = 0x40100000", 'kernel = "high"', "kernel must be of type int; mend it"),
    ("kernel = 0x40100000", "", 'no key "kernel"; add it'),
    ("kernel = 0x40100000", "kernel = 0x40100000\nticks = 100",
     'unknown key "ticks"; the keys are device_tree, kernel, console, interrupt_controller, timer,'
     " privileged_execute_never, compiler, qemu"),
    ('timer = "virtual"', 'timer = "sundial"', 'timer = "sundial"; choose "physical" or "virtual"'),
    ('console = "/uart@9000000"', 'console = "/uart@1"',
     'console = "/uart@1": FOLDER/small.dts has no such node; name the full path'),
    ('"small.dts"', '"other.dts"',
     'device_tree = "other.dts": no such file; name a device tree source beside it'),
    ("memory =", "memories =", '[qemu] unknown key "memories"; the keys are program, machine, cpu, memory, options'),
    ('timer = "virtual"', "timer = = 100", "Invalid value (at line 6, column 9); mend it"),
]


@pytest.mark.parametrize("before, after, message", BAD_CHOICES)
def test_bad_choices(tmp_path, before, after, message):
    assert before in TOML
    folder = small(tmp_path, toml=TOML.replace(before, after, 1))
    status, output, error = generate(folder, tmp_path / "out")
    message = message.replace("FOLDER", str(folder))
    assert (status, output, error) == (2, "", f"{folder}/board.toml: {message}\n")
    assert not (tmp_path / "out").exists()


def test_no_such_board(tmp_path):
    status, output, error = generate(tmp_path / "none", tmp_path / "out")
    assert (status, output) == (2, "")
    assert error == (f"{tmp_path}/none/board.toml: No such file or directory; a board is a folder with"
                     " a board.toml and a device tree source\n")


def test_refusal_leaves_what_was_there(tmp_path):
    folder = small(tmp_path)
    described(folder, tmp_path)
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    (folder / "board.toml").write_text(TOML.replace('timer = "virtual"', 'timer = "sundial"'))
    assert generate(folder, tmp_path / "out")[0] == 2
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == before
    assert sorted(before) == OUTPUTS


def test_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    status, output, error = generate(small(tmp_path), tmp_path / "file")
    assert (status, output) == (2, "")
    assert error == f"{tmp_path}/file: File exists; choose another folder\n"

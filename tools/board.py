#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns a board's folder into what the build needs to know about the machine.

A board is data: a device tree source and a `board.toml` of choices.

    board.toml + *.dts --> board_gen.h   constants for platform/arm, C and assembly
                           board.c       the tables of kernel/board.h
                           board.ld      constants for the linker script
                           board.json    for the system-description compiler and the emulator

All four are written, or none.  Input that cannot be used is refused in one line,
with status 2.
"""
import argparse
import json
import os
import re
import struct
import subprocess
import sys
import tomllib

import interpreter

if __name__ == "__main__":
    interpreter.require(__file__)

import libfdt  # noqa: E402
from sysgen.refusal import Refusal, files_write  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGE = 0x1000
MIB = 0x100000
ADDRESS_END = 1 << 32
RAM_MOST = 1 << 30          # GRANULES * 32 of kernel/config.h
GIC_LINES = 1020            # ARM IHI 0048B 2.2.1
SPI_FIRST = 32
PPI_FIRST = 16

CONTROLLERS = ("arm,cortex-a15-gic", "arm,cortex-a7-gic", "arm,cortex-a9-gic", "arm,gic-400")
CONSOLES = ("arm,pl011",)
TIMERS = ("arm,armv7-timer",)
CPU_PARTS = {"arm,cortex-a7": 0xc07, "arm,cortex-a15": 0xc0f, "arm,cortex-a17": 0xc0e}  # MIDR[15:4]
# Interrupt of the node; of CP15 c14: CRm, and opc1 of the 64-bit count and compare value (ARM DDI 0406C B8.1).
TIMER_CHOICES = {"physical": (1, "c2", 0, 2), "virtual": (2, "c3", 1, 3)}
CLOCKS = range(1_000_000, 4_000_000_001)  # counts a second
PSCI_CALLS = {"hvc": "hvc #0", "smc": "smc #0"}

CHOICES = {
    "device_tree": str, "kernel": int, "console": str, "interrupt_controller": str, "timer": str,
    "privileged_execute_never": bool, "compiler": dict, "qemu": dict,
}
CHOICES_INSIDE = {
    "compiler": {"cpu": str},
    "qemu": {"program": str, "machine": str, "cpu": str, "memory": str, "options": list},
}


def cells(data):
    """A property as 32-bit numbers."""
    return list(struct.unpack(f">{len(data) // 4}I", data[:len(data) // 4 * 4]))


def number(values):
    """Cells as one number."""
    result = 0
    for value in values:
        result = result << 32 | value
    return result


def page_down(n):
    return n // PAGE * PAGE


def page_up(n):
    return (n + PAGE - 1) // PAGE * PAGE


class Node:
    """A node of the device tree."""

    def __init__(self, tree, blob, offset, parent, name):
        self.tree = tree
        self.parent = parent
        self.name = name
        self.path = "/" if parent is None else parent.path.rstrip("/") + "/" + name
        self.properties = {}
        self.children = []
        at = blob.first_property_offset(offset, [libfdt.NOTFOUND])
        while at >= 0:
            prop = blob.get_property_by_offset(at)
            self.properties[prop.name] = bytes(prop)
            at = blob.next_property_offset(at, [libfdt.NOTFOUND])
        at = blob.first_subnode(offset, [libfdt.NOTFOUND])
        while at >= 0:
            self.children.append(Node(tree, blob, at, self, blob.get_name(at)))
            at = blob.next_subnode(at, [libfdt.NOTFOUND])

    def refuse(self, what):
        raise Refusal(self.tree.file, None, f"node {self.path}: {what}")

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def cells(self, name):
        return cells(self.properties.get(name, b""))

    def strings(self, name):
        data = self.properties.get(name, b"").split(b"\0")
        return [s.decode(errors="replace") for s in data if s]

    def compatible(self, names):
        return any(name in names for name in self.strings("compatible"))

    def count(self, name, otherwise):
        """#address-cells and its like."""
        return (self.cells(name) or [otherwise])[0]

    def enabled(self):
        node = self
        while node is not None:
            if (node.strings("status") or ["okay"])[0] not in ("okay", "ok"):
                return False
            node = node.parent
        return True

    def pairs(self, data, *widths):
        """Cells cut into rows of numbers of these widths."""
        row = sum(widths)
        if row == 0 or len(data) % row != 0:
            self.refuse(f"{len(data)} cells where each entry takes {row}; mend the entry or the"
                        " #address-cells and #size-cells of the node above it")
        found = []
        for start in range(0, len(data), row):
            at = start
            values = []
            for width in widths:
                values.append(number(data[at:at + width]))
                at += width
            found.append(values)
        return found

    def to_root(self, address, size):
        """An address on this node's bus as the CPU's physical address; None if the CPU has none."""
        bus = self
        while bus.parent is not None:
            ranges = bus.properties.get("ranges")
            if ranges is None:
                return None
            if ranges:
                widths = (bus.count("#address-cells", 2), bus.parent.count("#address-cells", 2),
                          bus.count("#size-cells", 1))
                for inner, outer, length in bus.pairs(cells(ranges), *widths):
                    if inner <= address and address + size <= inner + length:
                        address += outer - inner
                        break
                else:
                    return None
            bus = bus.parent
        return address

    def registers(self):
        """(physical address, bytes) of every entry of reg that the CPU reaches."""
        bus = self.parent
        if "reg" not in self.properties or bus is None or bus.count("#size-cells", 1) == 0:
            return []
        rows = self.pairs(self.cells("reg"), bus.count("#address-cells", 2),
                          bus.count("#size-cells", 1))
        found = [(bus.to_root(address, size), size) for address, size in rows]
        return [(address, size) for address, size in found if address is not None and size > 0]

    def windows(self):
        """(physical address, bytes) of the memory and IO windows of a PCI host."""
        if self.strings("device_type") != ["pci"]:
            return []
        rows = self.pairs(self.cells("ranges"), 1, self.count("#address-cells", 3) - 1,
                          self.parent.count("#address-cells", 2), self.count("#size-cells", 2))
        found = [(self.parent.to_root(address, size), size) for _, _, address, size in rows]
        return [(address, size) for address, size in found if address is not None and size > 0]

    def interrupt_parent(self):
        node = self
        while node is not None:
            if "interrupt-parent" in node.properties:
                return self.tree.handle(self, node.cells("interrupt-parent")[0])
            node = node.parent
        return None

    def interrupts(self):
        """(controller, cells) of every interrupt of this node."""
        if "interrupts-extended" in self.properties:
            return self.mapped_interrupts(self.cells("interrupts-extended"), 0)
        if "interrupts" in self.properties:
            controller = self.interrupt_parent()
            if controller is None:
                self.refuse("interrupts but no interrupt-parent; add one")
            data = self.cells("interrupts")
            width = controller.count("#interrupt-cells", 1)
            if len(data) % width != 0:
                self.refuse(f"interrupts has {len(data)} cells, {controller.path} takes {width} each;"
                            " mend the property")
            return [(controller, data[i:i + width]) for i in range(0, len(data), width)]
        if "interrupt-map" in self.properties:
            skip = self.count("#address-cells", 2) + self.count("#interrupt-cells", 1)
            return self.mapped_interrupts(self.cells("interrupt-map"), skip)
        return []

    def mapped_interrupts(self, data, skip):
        """Entries of `skip` cells, a controller, its unit address (in a map) and its cells."""
        found = []
        at = skip
        while at < len(data):
            controller = self.tree.handle(self, data[at])
            start = at + 1 + (controller.count("#address-cells", 0) if skip else 0)
            end = start + controller.count("#interrupt-cells", 1)
            if end > len(data):
                self.refuse(f"an interrupt of {controller.path} lacks cells; mend the property")
            found.append((controller, data[start:end]))
            at = end + skip
        return found


class Tree:
    """A device tree source, compiled."""

    def __init__(self, file):
        self.file = file
        try:
            done = subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", "-", file],
                                  stdin=subprocess.DEVNULL, capture_output=True, check=False)
        except FileNotFoundError:
            raise Refusal("dtc", None, "no such program; run ./writ setup") from None
        if done.returncode != 0:
            self.refuse_source(done.stderr.decode(errors="replace"))
        blob = libfdt.Fdt(done.stdout)
        self.root = Node(self, blob, 0, None, "")
        self.nodes = {node.path: node for node in self.root.walk()}
        self.handles = {node.cells("phandle")[0]: node for node in self.nodes.values()
                        if node.cells("phandle")}
        if blob.num_mem_rsv() != 0:
            self.root.refuse("/memreserve/ is not supported; take it out of the memory node instead")

    def refuse_source(self, output):
        lines = output.strip().splitlines() or ["it cannot be read"]
        place = re.match(r"(?:Error: )?(.*?):(\d+)\.[\d.-]+:? *(.*)", lines[0])
        line, what = (place[2], place[3]) if place else (None, lines[0])
        raise Refusal(self.file, line, f"dtc: {what}; mend the device tree source")

    def handle(self, node, value):
        if value not in self.handles:
            node.refuse(f"refers to phandle {value:#x}, which no node has; mend the reference")
        return self.handles[value]

    def chosen(self, file, key, path, names):
        """The node that board.toml names for a purpose; it must be one the kernel has a driver for."""
        node = self.nodes.get(path)
        if node is None:
            raise Refusal(file, None, f'{key} = "{path}": {self.file} has no such node; name the full path')
        if not node.compatible(names):
            node.refuse(f'is no {key.replace("_", " ")} that the kernel can use (compatible with '
                        f'{" or ".join(names)}); choose another in {os.path.basename(file)}')
        return node


class Board:
    """What the device tree and the choices say, checked."""

    def __init__(self, folder):
        self.folder = folder
        self.name = os.path.basename(os.path.abspath(folder))
        self.file = os.path.join(folder, "board.toml")
        self.choices = choices_read(self.file)
        self.tree = Tree(self.beside(self.choices["device_tree"]))
        self.controller = self.chosen("interrupt_controller", CONTROLLERS)
        self.console = self.chosen("console", CONSOLES)
        self.find_processor()
        self.find_ram()
        self.find_kernel_regions()
        self.find_timer()
        self.find_devices()

    def beside(self, name):
        path = os.path.join(self.folder, name)
        if not os.path.isfile(path):
            self.refuse(f'device_tree = "{name}": no such file; name a device tree source beside it')
        return path

    def refuse(self, what):
        raise Refusal(self.file, None, what)

    def chosen(self, key, names):
        return self.tree.chosen(self.file, key, self.choices[key], names)

    def find_processor(self):
        nodes = [n for n in self.tree.nodes.values() if n.strings("device_type") == ["cpu"]]
        if not nodes:
            self.tree.root.refuse("no node with device_type = \"cpu\"; add the processor under /cpus")
        parts = [part for name, part in CPU_PARTS.items() if nodes[0].compatible((name,))]
        if not parts:
            nodes[0].refuse(f'unknown processor; the kernel knows {", ".join(CPU_PARTS)}')
        self.cpu_part = parts[0]
        psci = [n for n in self.tree.nodes.values() if n.compatible(("arm,psci-0.2", "arm,psci-1.0"))]
        method = psci[0].strings("method")[0] if psci and psci[0].strings("method") else None
        if psci and method not in PSCI_CALLS:
            psci[0].refuse('method is neither "hvc" nor "smc"; mend it')
        self.psci_call = PSCI_CALLS.get(method, "nop")

    def find_ram(self):
        nodes = [n for n in self.tree.nodes.values() if n.strings("device_type") == ["memory"]]
        banks = [(n, r) for n in nodes for r in n.registers()]
        if len(banks) != 1:
            self.tree.root.refuse(f"{len(banks)} banks of RAM, the kernel uses exactly one;"
                                  " leave one entry in one memory node")
        node, (base, size) = banks[0]
        if base % MIB != 0 or size % MIB != 0 or base + size > ADDRESS_END:
            node.refuse("RAM must begin and end at multiples of 1 MiB below 4 GiB; cut it down")
        self.ram = (base, min(size, RAM_MOST))
        self.ram_all = (base, size)
        kernel = self.choices["kernel"]
        if kernel % MIB != 0 or not base + PAGE <= kernel < base + self.ram[1]:
            self.refuse(f"kernel = {kernel:#x} must be a multiple of 1 MiB inside RAM"
                        f" ({base:#x} to {base + self.ram[1]:#x}) and above its first page; move it")

    def find_kernel_regions(self):
        gic = self.controller.registers()
        uart = self.console.registers()
        if len(gic) < 2:
            self.controller.refuse("reg needs two entries, distributor and CPU interface; add them")
        if not uart:
            self.console.refuse("has no reg that the CPU reaches; add one")
        self.distributor, self.interface = gic[0], gic[1]
        self.uart = uart[0]
        for node, (address, _) in ((self.controller, gic[0]), (self.controller, gic[1]),
                                   (self.console, uart[0])):
            if address >= ADDRESS_END:
                node.refuse("lies above 4 GiB, where the kernel cannot map it; choose another")

    def find_timer(self):
        nodes = [n for n in self.tree.nodes.values() if n.compatible(TIMERS)]
        if not nodes:
            self.tree.root.refuse(f"no timer compatible with {TIMERS[0]}; add its node")
        node = nodes[0]
        if self.choices["timer"] not in TIMER_CHOICES:
            self.refuse(f'timer = "{self.choices["timer"]}"; choose "physical" or "virtual"')
        index, self.timer_registers, self.counter, self.compare = TIMER_CHOICES[self.choices["timer"]]
        rows = node.interrupts()
        if len(rows) <= index or rows[index][1][0] != 1:
            node.refuse(f"interrupts has no PPI number {index + 1}; list secure physical,"
                        " physical, virtual, hypervisor")
        self.timer_irq = PPI_FIRST + rows[index][1][1]
        clock = node.cells("clock-frequency")
        if not clock:
            node.refuse("no clock-frequency; add what CNTFRQ holds")
        self.clock = clock[0]
        if self.clock not in CLOCKS:
            node.refuse(f"clock-frequency is {self.clock}; give what CNTFRQ holds, {CLOCKS[0]} .. {CLOCKS[-1]}")

    def lines(self, node):
        """The GIC interrupt ids of a node's SPIs, {line: edge}."""
        found = {}
        for controller, what in node.interrupts():
            if controller is not self.controller:
                continue
            if len(what) != 3:
                controller.refuse("#interrupt-cells must be 3; mend it")
            kind, line, trigger = what
            if kind != 0:
                continue
            if line >= GIC_LINES - SPI_FIRST:
                node.refuse(f"SPI {line}; the interrupt controller has at most {GIC_LINES - SPI_FIRST}")
            if trigger & 15 not in (1, 2, 4, 8):
                node.refuse(f"SPI {line} has trigger {trigger:#x}; use 1 (edge) or 4 (level)")
            found[SPI_FIRST + line] = int(trigger & 15 in (1, 2))
        return found

    def find_devices(self):
        self.devices = []
        self.irqs = {}
        skip = (self.controller.path, self.tree.root.path)
        for node in self.tree.nodes.values():
            if node.path in skip or node.strings("device_type") in (["memory"], ["cpu"]):
                continue
            if not node.enabled() or node.compatible(TIMERS):
                continue
            low = [(a, min(size, ADDRESS_END - a)) for a, size in node.registers() + node.windows()
                   if a < ADDRESS_END]
            lines = self.lines(node)
            for line, edge in lines.items():
                if self.irqs.setdefault(line, edge) != edge:
                    node.refuse(f"line {line} is edge-triggered in one node and level in another; make them agree")
            if low:
                self.devices.append((node, low, lines))
        self.find_pages()
        limits = header_numbers("kernel/board.h")
        for what, have, most in (("device regions", len(self.pages), limits["BOARD_DEVICES_MAX"]),
                                 ("interrupt lines", len(self.irqs), limits["BOARD_IRQS_MAX"])):
            if have > most:
                self.tree.root.refuse(f"{have} {what}, at most {most} fit; disable nodes"
                                      " (status = \"disabled\") or raise the limit in kernel/board.h")

    def find_pages(self):
        """Device pages: regions that share a page are one; pages of the GIC are nobody's."""
        ram = (page_down(self.ram_all[0]), self.ram_all[0] + self.ram_all[1])
        spans = []
        for node, regions, _ in self.devices:
            for address, size in regions:
                span = (page_down(address), page_up(address + size))
                if span[0] < ram[1] and ram[0] < span[1]:
                    node.refuse(f"its registers at {address:#x} overlap RAM; mend reg")
                spans.append(span)
        merged = []
        for start, end in sorted(spans):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        for address, size in (self.distributor, self.interface):
            merged = [part for span in merged
                      for part in span_without(span, page_down(address), page_up(address + size))]
        self.pages = merged

    def pages_of(self, address, size):
        """The device pages that hold a region."""
        return [{"address": a, "bytes": b - a} for a, b in self.pages
                if a < address + size and address < b]


def span_without(span, start, end):
    """A span without [start, end): up to two."""
    parts = ((span[0], min(span[1], start)), (max(span[0], end), span[1]))
    return [(a, b) for a, b in parts if a < b]


def header_numbers(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return {key: int(value) for key, value in re.findall(r"^#define (\w+) (\d+)u?$", file.read(), re.M)}


def choices_check(file, choices, kinds, where):
    """Every key known, present and of its kind."""
    for key in choices:
        if key not in kinds:
            raise Refusal(file, None, f'{where}unknown key "{key}"; the keys are {", ".join(kinds)}')
    for key, kind in kinds.items():
        if key not in choices:
            raise Refusal(file, None, f'{where}no key "{key}"; add it')
        if type(choices[key]) is not kind:
            raise Refusal(file, None, f'{where}{key} must be of type {kind.__name__}; mend it')


def choices_read(file):
    try:
        with open(file, "rb") as stream:
            choices = tomllib.load(stream)
    except OSError as error:
        raise Refusal(file, None, f"{error.strerror}; a board is a folder with a board.toml and a"
                      " device tree source") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(file, None, f"{error}; mend it") from None
    choices_check(file, choices, CHOICES, "")
    for table, kinds in CHOICES_INSIDE.items():
        choices_check(file, choices[table], kinds, f"[{table}] ")
    return choices


def made(board, comment):
    return (f"{comment[0]} SPDX-License-Identifier: Apache-2.0{comment[1]}\n"
            f"{comment[0]} Generated by tools/board.py from the board {board.name}.{comment[1]}\n")


def header_text(board):
    constants = {
        "RAM_BASE": f"{board.ram[0]:#x}",
        "RAM_BYTES": f"{board.ram[1]:#x}",
        "KERNEL_BASE": f'{board.choices["kernel"]:#x}',
        "GICD": f"{board.distributor[0]:#x}",
        "GICC": f"{board.interface[0]:#x}",
        "CONSOLE": f"{board.uart[0]:#x}",
        "CLOCK": f"{board.clock}",
        "TIMER_IRQ": f"{board.timer_irq}",
        "TIMER_REGISTERS": f'"{board.timer_registers}"',
        "COUNTER": f'"{board.counter}"',
        "COMPARE": f'"{board.compare}"',
        "IRQ_END": f"{max([board.timer_irq, *board.irqs]) + 1}",
        "CPU_PART": f"{board.cpu_part:#x}",
        "PXN": f'{int(board.choices["privileged_execute_never"])}',
        "PSCI_CALL": board.psci_call,
    }
    lines = [f"#define BOARD_{key} {value}\n" for key, value in constants.items()]
    return (made(board, ("//", "")) + "#ifndef WRIT_BOARD_GEN_H\n#define WRIT_BOARD_GEN_H\n\n"
            + "".join(lines) + "\n#endif\n")


def source_text(board):
    devices = "".join(f"\t{{ {a:#010x}u, {b - a:#010x}u }},\n" for a, b in board.pages)
    irqs = "".join(f"\t{{ {line}u, {edge}u }},\n" for line, edge in sorted(board.irqs.items()))
    return made(board, ("//", "")) + f"""#include "board.h"

const struct board board = {{
	.ram_base = {board.ram[0]:#x}u,
	.ram_bytes = {board.ram[1]:#x}u,
	.timer_irq = {board.timer_irq}u,
	.clock = {board.clock}u,
	.device_count = {len(board.pages)}u,
	.irq_count = {len(board.irqs)}u,
}};

const struct board_device board_devices[BOARD_DEVICES_MAX] = {{
{devices}}};

const struct board_irq board_irqs[BOARD_IRQS_MAX] = {{
{irqs}}};
"""


def script_text(board):
    return (made(board, ("/*", " */"))
            + f"BOARD_RAM_BASE = {board.ram[0]:#x};\n"
            + f"BOARD_RAM_BYTES = {board.ram[1]:#x};\n"
            + f'BOARD_KERNEL_BASE = {board.choices["kernel"]:#x};\n')


def device_entry(board, node, regions, lines):
    address, size = regions[0]
    return {
        "name": node.name,
        "path": node.path,
        "compatible": node.strings("compatible"),
        "address": address,
        "bytes": size,
        "pages": board.pages_of(address, size),
        "regions": [{"address": a, "bytes": b, "pages": board.pages_of(a, b)} for a, b in regions],
        "irqs": [{"line": line, "edge": edge} for line, edge in sorted(lines.items())],
        "dma": "dma-coherent" in node.properties,
    }


def description_text(board):
    gic = board.controller
    uses = ((gic, board.distributor, "interrupt distributor"),
            (gic, board.interface, "interrupt CPU interface"))
    description = {
        "name": board.name,
        "device_tree": os.path.basename(board.tree.file),
        "ram": {"address": board.ram[0], "bytes": board.ram[1]},
        "kernel": board.choices["kernel"],
        "clock": board.clock,
        "timer_irq": board.timer_irq,
        "console": {"name": board.console.name, "path": board.console.path,
                    "address": board.uart[0], "bytes": board.uart[1]},
        "kernel_regions": [{"name": node.name, "path": node.path, "address": a, "bytes": size, "use": use}
                           for node, (a, size), use in uses],
        "devices": [device_entry(board, *device) for device in board.devices],
        "device_pages": [{"address": a, "bytes": b - a} for a, b in board.pages],
        "irqs": [{"line": line, "edge": edge} for line, edge in sorted(board.irqs.items())],
        "compiler": board.choices["compiler"],
        "qemu": board.choices["qemu"],
    }
    return json.dumps(description, indent=1) + "\n"


def main(arguments=None):
    parser = argparse.ArgumentParser(description="what the build needs to know about a board")
    parser.add_argument("--board", required=True, help="the board's folder")
    parser.add_argument("--out", required=True, help="the folder to write to")
    options = parser.parse_args(arguments)
    try:
        board = Board(options.board)
        texts = {"board_gen.h": header_text(board), "board.c": source_text(board),
                 "board.ld": script_text(board), "board.json": description_text(board)}
        try:
            os.makedirs(options.out, exist_ok=True)
        except OSError as error:
            raise Refusal(options.out, None, f"{error.strerror}; choose another folder") from None
        files_write({os.path.join(options.out, name): text.encode() for name, text in texts.items()})
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

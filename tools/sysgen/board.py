# SPDX-License-Identifier: Apache-2.0
"""What a board has, as tools/board.py wrote it into board.json."""
import dataclasses
import json

from .refusal import Refusal


@dataclasses.dataclass
class Device:
    """A device, as the device tree describes it."""
    name: str
    dma: bool     # it reads and writes memory by itself
    irqs: set     # lines that it raises
    ranges: list  # of its registers: (start, end)


class Board:
    def __init__(self, path):
        try:
            with open(path, "rb") as file:
                data = json.load(file)
        except OSError as error:
            raise Refusal(path, None, f"{error.strerror}; tools/board.py writes it from a board's folder,"
                          " platform/arm/boards/<name>")
        except ValueError as error:
            raise Refusal(path, None, f"not readable as JSON ({error}); let tools/board.py write it again")
        try:
            self.name = data["name"]
            self.ram_base = data["ram"]["address"]
            self.ram_bytes = data["ram"]["bytes"]
            self.pages = [(p["address"], p["address"] + p["bytes"]) for p in data["device_pages"]]
            self.irqs = {i["line"]: bool(i["edge"]) for i in data["irqs"]}
            self.devices = [Device(d["name"], d["dma"], {i["line"] for i in d["irqs"]},
                                   [(r["address"], r["address"] + r["bytes"]) for r in d["regions"]])
                            for d in data["devices"]]
            self.kernel_regions = [(r["name"], r["use"], r["address"], r["address"] + r["bytes"])
                                   for r in data.get("kernel_regions", ())]
        except (KeyError, TypeError) as error:
            raise Refusal(path, None, f"lacks {error}; let tools/board.py write it again")

    def device_at(self, start, end):
        """The device memory, as (start, end), that holds these addresses; None if none does."""
        for pages in self.pages:
            if pages[0] <= start and end <= pages[1]:
                return pages
        return None

    def devices_at(self, start, end):
        """The devices that have registers there."""
        return [d for d in self.devices if any(low < end and start < high for low, high in d.ranges)]

    def devices_text(self, near):
        """The devices, for people: the three nearest to an address."""
        nearest = sorted(self.pages, key=lambda p: max(p[0] - near, near - p[1], 0))[:3]
        return ", ".join(f"{start:#x} to {end - 1:#x}" for start, end in sorted(nearest))

    def irqs_text(self):
        """The interrupt lines, for people: as ranges."""
        ranges = []
        for line in sorted(self.irqs):
            if ranges and line == ranges[-1][1] + 1:
                ranges[-1][1] = line
            else:
                ranges.append([line, line])
        return ", ".join(f"{a}" if a == b else f"{a} to {b}" for a, b in ranges) or "none"

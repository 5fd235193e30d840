# SPDX-License-Identifier: Apache-2.0
"""The system-description compiler: good descriptions, bad ones with their exact messages, and
arbitrary damage, which may be refused but never end in a traceback."""
import ast
import hashlib
import html
import json
import os
import pathlib
import re
import struct
import subprocess
import sys

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings, strategies

CORPUS = pathlib.Path(__file__).resolve().parent.parent / "sysgen"
ROOT = CORPUS.parent.parent
sys.path[:0] = [str(CORPUS), str(ROOT / "tools")]

import board as board_tool  # noqa: E402
import programs  # noqa: E402
from sysgen.constants import ABI, BLOB, BLOB_NONE, BLOB_STRUCTS, LAYOUT  # noqa: E402
from sysgen import refusal as refusal_module  # noqa: E402
from sysgen.main import main  # noqa: E402

ENDINGS = ("blob", "json", "txt", "dot", "memory.dot")
BAD = sorted(path.stem for path in (CORPUS / "bad").glob("*.system"))
GOOD = sorted(path.stem for path in (CORPUS / "good").glob("*.system"))
SETTINGS = settings(max_examples=150, deadline=None, derandomize=True,
                    suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """A folder with the corpus' programs, the board, and the same board with 4 MiB of RAM."""
    folder = tmp_path_factory.mktemp("sysgen")
    for name, data in programs.programs().items():
        (folder / name).write_bytes(data)
    board = ROOT / "platform" / "arm" / "boards" / "qemu-virt"
    assert board_tool.main(["--board", str(board), "--out", str(folder)]) == 0
    small = json.loads((folder / "board.json").read_text())
    small["name"] = "small"
    small["ram"]["bytes"] = 4 << 20
    (folder / "small.json").write_text(json.dumps(small))
    return folder


@pytest.fixture
def compile_system(place, tmp_path, capsys, monkeypatch):
    """Compiles a description: (status, message, outputs by ending)."""
    def compile_one(system, board="board"):
        outputs = {end: tmp_path / f"out.{end}" for end in ENDINGS}
        for path in outputs.values():
            path.unlink(missing_ok=True)
        status = main([str(system), "--board", str(place / f"{board}.json"), "--search", str(place),
                       "--out", str(outputs["blob"]), "--report", str(outputs["txt"]),
                       "--layout", str(outputs["json"]), "--dot", str(outputs["dot"]),
                       "--memory-dot", str(outputs["memory.dot"])])
        found = {end: path.read_bytes() for end, path in outputs.items() if path.exists()}
        return status, capsys.readouterr().err.replace(str(place), "PROGRAMS"), found
    monkeypatch.chdir(CORPUS)
    return compile_one


@pytest.mark.parametrize("name", BAD)
def test_bad(compile_system, name):
    """Status 2, exactly the expected line, nothing written."""
    system = pathlib.Path("bad") / f"{name}.system"
    board = re.search(rb"<!-- board: (\w+) -->", system.read_bytes())
    status, message, outputs = compile_system(system, board.group(1).decode() if board else "board")
    assert message == (CORPUS / "bad" / f"{name}.expect").read_text()
    assert re.fullmatch(r"bad/\w+\.system(:\d+)?: [^\n]+; [^\n]+\n", message)
    assert status == 2
    assert not outputs


def test_every_message_has_a_description():
    """No expectation is left over."""
    assert BAD == sorted(path.stem for path in (CORPUS / "bad").glob("*.expect"))


# Refusals that no description of the corpus can bring about, and why.
ELSEWHERE = {
    "name a system description": "test_description_missing",
    "write it as UTF-8": "what lxml of Debian 12 cannot decode it calls not well-formed",
    "write the text itself": "an entity needs a document type, which is refused before",
    "protection domains; merge some": "test_many_domains",
    "let some domains share one": "test_many_domains",
    "fewer or smaller domains": "test_many_slots",
}


def refusals_written():
    """Every refusal in the compiler that is about a description: {(file, line): its words}."""
    found = {}
    for name in ("description", "layout", "space", "program", "policy"):
        path = ROOT / "tools" / "sysgen" / f"{name}.py"
        for node in ast.walk(ast.parse(path.read_text())):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr == "refuse":
                words = "".join(part.value for part in ast.walk(node)
                                if isinstance(part, ast.Constant) and isinstance(part.value, str))
                found[path.name, node.lineno] = words
    return found


def test_every_refusal_has_a_description(compile_system, monkeypatch):
    """Each place that refuses a description is reached by one of the corpus."""
    reached = set()
    plain = refusal_module.Refusal.__init__

    def noted(self, *arguments):
        frame = sys._getframe(1)
        while frame.f_code.co_name == "refuse":
            frame = frame.f_back
        reached.add((pathlib.Path(frame.f_code.co_filename).name, frame.f_lineno))
        plain(self, *arguments)

    monkeypatch.setattr(refusal_module.Refusal, "__init__", noted)
    for name in BAD:
        test_bad(compile_system, name)
    written = refusals_written()
    left = [f"{file}:{line}: {words}" for (file, line), words in sorted(written.items())
            if (file, line) not in reached and not any(reason in words for reason in ELSEWHERE)]
    assert len(written) > 60 and left == []


def test_the_corpus_is_large():
    assert len(BAD) + len(GOOD) >= 120 and len(BAD) > len(GOOD)


@pytest.mark.parametrize("name", GOOD)
def test_good(compile_system, name):
    status, message, outputs = compile_system(f"good/{name}.system")
    assert (status, message) == (0, "")
    assert set(outputs) == set(ENDINGS)
    layout_check(json.loads(outputs["json"]), Blob(outputs["blob"]))


def test_same_input_same_output(compile_system):
    for name in GOOD:
        first = compile_system(f"good/{name}.system")
        assert first == compile_system(f"good/{name}.system")


# --- What is in the blob -----------------------------------------------------

class Blob:
    """The blob, read as userland/init reads it."""

    def __init__(self, data):
        self.data = data
        self.header = self.entry("blob_header", 0)
        for name, key in (("domain", "domains"), ("memory", "memories"), ("map", "maps"), ("cap", "caps"),
                          ("irq", "irqs")):
            size = 4 * len(BLOB_STRUCTS["blob_" + name])
            count = self.header[name + "_count"]
            setattr(self, key, [self.entry("blob_" + name, self.header[key] + i * size) for i in range(count)])
        self.names = [self.text(d["name"]) for d in self.domains]

    def entry(self, name, offset):
        fields = BLOB_STRUCTS[name]
        return dict(zip(fields, struct.unpack_from(f"<{len(fields)}I", self.data, offset)))

    def text(self, offset):
        return self.data[offset:self.data.index(b"\0", offset)].decode()

    def memory_of(self, name, address):
        """The memory that a domain has at an address, and its content."""
        domain = self.names.index(name)
        for memory in self.memories:
            for m in self.maps[memory["first_map"]:memory["first_map"] + memory["map_count"]]:
                if (m["domain"], m["address"]) == (domain, address):
                    content = self.data[memory["content"]:memory["content"] + memory["content_bytes"]] \
                        if memory["content"] != BLOB_NONE else b""
                    return memory, m, content
        return None

    def cap(self, name, slot):
        domain = self.names.index(name)
        found = [c for c in self.caps if (c["domain"], c["slot"]) == (domain, slot)]
        return found[0] if found else None


@pytest.fixture
def everything(compile_system):
    return Blob(compile_system("good/everything.system")[2]["blob"])


def test_blob_header(everything):
    header = everything.header
    assert header["magic"] == BLOB["BLOB_MAGIC"]
    assert header["version"] == BLOB["BLOB_VERSION"]
    assert header["bytes"] == len(everything.data)


def test_blob_domains_in_order_of_priority(everything):
    assert everything.names == ["driver", "keeper", "plain", "paged"]
    priorities = [d["priority"] for d in everything.domains]
    assert priorities == sorted(priorities, reverse=True) and priorities[0] < ABI["PRIORITIES"] - 1
    assert [d["parent"] for d in everything.domains] == [BLOB_NONE, BLOB_NONE, 1, 1]
    assert [(d["budget"], d["period"]) for d in everything.domains] == [
        (2000, 10000), (10000, 10000), (20, 20), (10000, 10000)]


def test_blob_slots_are_used_once(everything):
    slots = [(c["domain"], c["slot"]) for c in everything.caps]
    assert len(slots) == len(set(slots))
    for cap in everything.caps:
        assert 0 < cap["slot"] < 1 << everything.domains[cap["domain"]]["cnode_radix"]


def test_blob_contents(everything):
    """Programs, with what is set in them before they start."""
    memory, m, content = everything.memory_of("driver", programs.TEXT)
    assert (memory["pages"], m["rights"]) == (1, ABI["RIGHT_READ"] | ABI["RIGHT_EXECUTE"])
    image = programs.TEXT + 0x700 - programs.TEXT
    assert content[image:image + 64].rstrip(b"\0") == b"driver"
    assert content[image + 0x40:image + 0x44] == struct.pack("<I", 0x40000000)
    assert content[0x100:0x104] == struct.pack("<I", 0x40000)
    original = programs.programs()["small.elf"][52 + 3 * 32:]
    assert content[:0x100] == original[:0x100]


def test_blob_clients(everything):
    """A pager is told what its client may have."""
    content = everything.memory_of("keeper", programs.TEXT)[2]
    plain = struct.unpack_from("<8I", content, 0x200)
    paged = struct.unpack_from("<8I", content, 0x220)
    assert plain == (programs.TEXT, 0, 0, 0, 0, 0, 0, 0)
    assert paged == (programs.TEXT, 32, 0x0fffc000, 0x10000000, 0x10000000, 0x10001000, 0x50000000, 0x50100000)


def test_blob_paged_memory_is_not_mapped(everything):
    assert everything.memory_of("plain", programs.DATA)
    assert everything.memory_of("paged", programs.DATA) is None
    assert everything.memory_of("paged", LAYOUT["LAYOUT_IPC_BUFFER"])


def test_blob_stack_size(everything):
    assert everything.memory_of("driver", programs.STACK_TOP - 0x2000)[0]["pages"] == 2


def test_blob_devices(everything):
    memory, m, _ = everything.memory_of("driver", 0x40000000)
    assert (memory["device"], memory["pages"], memory["page_bits"]) == (0x09000000, 1, 12)
    assert m["memory"] == ABI["MEMORY_DEVICE"]
    assert everything.memory_of("driver", 0x50000000)[0]["page_bits"] == 20
    assert [i["line"] for i in everything.irqs] == [33, 48]
    assert (everything.irqs[1]["badge_low"], everything.irqs[1]["badge_high"]) == (0, 1 << 29)


def test_blob_shared_region(everything):
    memory, m, _ = everything.memory_of("keeper", 0x60000000)
    assert (memory["owner"], memory["map_count"], memory["page_bits"]) == (BLOB_NONE, 2, 16)
    assert m["rights"] == ABI["RIGHT_READ"]


def test_blob_channels(everything):
    """Who calls gets a call-only capability, who notifies a badge for the other's channel."""
    call = everything.cap("keeper", LAYOUT["LAYOUT_CHANNEL_ENDPOINT"])
    assert (call["kind"], call["rights"], call["badge_low"]) == (BLOB["BLOB_CAP_ENDPOINT"], ABI["RIGHT_CALL"], 1)
    assert everything.cap("keeper", LAYOUT["LAYOUT_CHANNEL_NOTIFICATION"]) is None
    signal = everything.cap("driver", LAYOUT["LAYOUT_CHANNEL_NOTIFICATION"] + 1)
    assert (signal["target"], signal["rights"], signal["badge_low"]) == (1, ABI["RIGHT_WRITE"], 1)
    monitor = everything.cap("paged", LAYOUT["LAYOUT_CHANNEL_ENDPOINT"] + 3)
    assert (monitor["target"], monitor["badge_low"]) == (BLOB_NONE, everything.names.index("paged"))


def test_blob_machine_and_untyped(everything):
    assert everything.cap("keeper", LAYOUT["LAYOUT_MACHINE"])["rights"] == (
        ABI["RIGHT_READ"] | ABI["RIGHT_WRITE"] | ABI["RIGHT_GRANT"])
    assert everything.cap("paged", LAYOUT["LAYOUT_MACHINE"])["rights"] == ABI["RIGHT_EXECUTE"]
    assert everything.cap("driver", LAYOUT["LAYOUT_MACHINE"]) is None
    assert everything.cap("keeper", LAYOUT["LAYOUT_UNTYPED"] + 1)["target"] == 4096
    assert everything.cap("driver", LAYOUT["LAYOUT_CHILD_THREAD"]) is None
    assert everything.cap("keeper", LAYOUT["LAYOUT_CHILD_VSPACE"] + 1)["target"] == everything.names.index("paged")


def test_blob_passive(compile_system, everything):
    """A passive domain can tell the root task who it is, and nothing else; the others cannot even that."""
    blob = Blob(compile_system("good/passive.system")[2]["blob"])
    for number, name in enumerate(blob.names[:2]):
        ready = blob.cap(name, LAYOUT["LAYOUT_READY"])
        assert (ready["kind"], ready["target"], ready["rights"], ready["badge_low"]) == (
            BLOB["BLOB_CAP_ENDPOINT"], BLOB_NONE, ABI["RIGHT_WRITE"], number)
    assert blob.cap("client", LAYOUT["LAYOUT_READY"]) is None
    assert all(everything.cap(name, LAYOUT["LAYOUT_READY"]) is None for name in everything.names)


def test_priorities_keep_their_order(compile_system):
    blob = Blob(compile_system("good/priorities.system")[2]["blob"])
    assert blob.names == ["high", "middle", "low"]
    priorities = [d["priority"] for d in blob.domains]
    assert priorities == sorted(set(priorities), reverse=True) and priorities[0] < ABI["PRIORITIES"] - 1


def many(count, priorities):
    """A description of so many domains."""
    return "<system>\n" + "".join(f'<protection_domain name="d{i}" priority="{i % priorities}">'
                                  '<program_image path="small.elf"/></protection_domain>\n'
                                  for i in range(count)) + "</system>\n"


@pytest.mark.parametrize("count, priorities, message", [
    (128, 63, None),
    (64, 64, '2: 64 different priorities, the kernel has 63; let some domains share one'),
    (129, 1, '130: more than 128 protection domains; merge some'),
])
def test_many_domains(compile_system, tmp_path, count, priorities, message):
    (tmp_path / "many.system").write_text(many(count, priorities))
    status, said, _ = compile_system(tmp_path / "many.system")
    assert (status, said) == ((0, "") if message is None else (2, f"{tmp_path}/many.system:{message}\n"))


def test_many_slots(compile_system, tmp_path):
    """The root task's CNode bounds how many regions there can be."""
    maps = "".join(f'<map mr="r{i}" vaddr="{0x20000000 + i * 0x1000:#x}"/>' for i in range(1400))
    regions = "".join(f'<memory_region name="r{i}" size="0x1000"/>\n' for i in range(1400))
    (tmp_path / "many.system").write_text(
        f'<system>\n{regions}<protection_domain name="a"><program_image path="small.elf"/>{maps}'
        '</protection_domain>\n</system>\n')
    status, said, _ = compile_system(tmp_path / "many.system")
    assert status == 2
    assert re.fullmatch(r".*many\.system:1: the root task needs \d+ slots and has 4096; describe fewer or smaller"
                        r" domains\n", said)


# --- The layout as JSON ---------------------------------------------------------

SCHEMA = json.loads((ROOT / "tools" / "sysgen" / "layout.schema.json").read_text())


def layout_check(layout, blob):
    """The layout is as its schema says, whole in itself, and says what the blob says."""
    jsonschema.Draft202012Validator(SCHEMA).validate(layout)
    objects = {entry["name"]: entry for entry in layout["objects"]}
    assert len(objects) == len(layout["objects"])
    assert [d["name"] for d in layout["domains"]] == blob.names
    assert sum(len(d["capabilities"]) for d in layout["domains"]) == blob.header["cap_count"]
    assert sum(len(d["mappings"]) for d in layout["domains"]) == blob.header["map_count"]
    for domain, entry in zip(layout["domains"], blob.domains, strict=True):
        assert objects[f"cnode:{domain['name']}"]["bytes"] == 32 << entry["cnode_radix"]
        assert domain["fault_handler"] in objects
        for cap in domain["capabilities"]:
            found = blob.cap(domain["name"], cap["slot"])
            assert objects[cap["object"]]["type"] == cap["type"]
            assert int(cap["badge"], 16) == found["badge_high"] << 32 | found["badge_low"]
        for m in domain["mappings"]:
            memory = blob.memory_of(domain["name"], m["address"])[0]
            assert m["bytes"] == memory["pages"] << memory["page_bits"] == objects[m["object"]]["bytes"]
    for content in layout["contents"]:
        _, name, address = content["object"].split(":")
        found = blob.memory_of(name, int(address, 16))[2]
        assert (content["bytes"], content["sha256"]) == (len(found), hashlib.sha256(found).hexdigest())
    assert len(layout["contents"]) == sum(m["content"] != BLOB_NONE for m in blob.memories)


def test_layout_of_everything(compile_system):
    layout = json.loads(compile_system("good/everything.system")[2]["json"])
    objects = {entry["name"]: entry for entry in layout["objects"]}
    assert (layout["system"], layout["board"]) == ("everything.system", "qemu-virt")
    assert objects["thread:driver"] == {"name": "thread:driver", "type": "thread", "bytes": 1024, "owner": "driver"}
    assert objects["region:serial"] == {"name": "region:serial", "type": "frames", "bytes": 4096, "owner": None,
                                        "page_bytes": 4096, "pages": 1, "device": 0x9000000}
    keeper = layout["domains"][1]
    assert {"slot": LAYOUT["LAYOUT_CHANNEL_ENDPOINT"], "type": "endpoint", "rights": ["call"],
            "object": "endpoint:driver", "badge": "0x1", "held": "loan"} in keeper["capabilities"]
    assert {"slot": LAYOUT["LAYOUT_MACHINE"], "type": "machine", "rights": ["console", "counters", "time"],
            "object": "machine", "badge": "0x0", "held": "loan"} in keeper["capabilities"]
    assert {"address": 0x60000000, "bytes": 0x40000, "rights": ["read"], "memory": "cached",
            "object": "region:shared", "region": "shared"} in keeper["mappings"]
    paged = layout["domains"][3]
    assert (paged["parent"], paged["id"]) == ("keeper", 1)
    assert (paged["fault_handler"], paged["fault_badge"]) == ("endpoint:keeper", "0x101")
    assert paged["on_demand"] == {"pager": "keeper", "pages": 32, "ranges": [
        {"address": 0x0fffc000, "bytes": 0x4000}, {"address": 0x10000000, "bytes": 0x1000},
        {"address": 0x50000000, "bytes": 0x100000}]}
    assert layout["interrupts"][1] == {"line": 48, "domain": "driver", "id": 61, "trigger": "edge",
                                       "notification": "notification:driver", "badge": f"{1 << 61:#x}"}
    assert layout["channels"][0]["ends"][1] == {"domain": "keeper", "id": 0, "calls": True, "notifies": False}


def test_layout_of_a_policy(compile_system):
    layout = json.loads(compile_system("good/policy.system")[2]["json"])
    assert layout["assertions"][0] == {"kind": "no_authority", "domains": ["net"], "about": "domain",
                                       "target": "keys", "except": ["boss"]}
    assert {"kind": "only", "domains": ["uart"], "about": "interrupt", "target": 33,
            "except": []} in layout["assertions"]


@pytest.mark.parametrize("path", sorted((ROOT / "userland" / "examples").glob("*/*.system")), ids=lambda p: p.stem)
def test_layout_of_the_examples(compile_system, place, tmp_path, path):
    """Their own descriptions, with programs that have the symbols that these set."""
    text = path.read_text()
    symbols = [(name, programs.TEXT + 0x300 + 4 * i, 4) for i, name in enumerate(
        re.findall(r'(?:symbol|setvar_\w+)="(\w+)"', text))]
    clients = (("writ_clients", programs.TEXT + 0x200, 64),)
    for name in re.findall(r'<program_image path="([^"]+)"', text):
        (tmp_path / name).write_bytes(programs.program(symbols=tuple(symbols) + clients))
    system = tmp_path / path.name
    system.write_text(text)
    status, message, outputs = compile_system(system)
    assert (status, message) == (0, "")
    layout_check(json.loads(outputs["json"]), Blob(outputs["blob"]))
    assert drawn(outputs["dot"]) and drawn(outputs["memory.dot"])


@pytest.mark.parametrize("damage", [
    lambda d: d.pop("objects"), lambda d: d.update(more=1), lambda d: d["objects"][0].update(more=1),
    lambda d: d["objects"][0].update(type="frames"), lambda d: d["domains"][0].update(priority=63),
    lambda d: d["domains"][0]["capabilities"][0].update(badge=1), lambda d: d["contents"][0].update(sha256="0"),
    lambda d: d["domains"][0]["capabilities"][0].update(rights=["all"]), lambda d: d["channels"][0]["ends"].pop()])
def test_schema_refuses(compile_system, damage):
    """The schema is not one that takes everything."""
    layout = json.loads(compile_system("good/everything.system")[2]["json"])
    damage(layout)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(layout)


def test_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


# --- For people ----------------------------------------------------------------

def test_report(compile_system):
    report = compile_system("good/everything.system")[2]["txt"].decode()
    assert "0x40000000 - 0x40000fff  rw-  serial at 0x9000000 device" in report
    assert "endpoint of driver: call, badge 0x1" in report
    assert "1 of 4 protection domains have a budget below their period: 20.0 % of the processor in all" in report
    assert "budget 2000 us in 10000 us (20.0 %)" in report and "time slice 10000 us" in report
    assert "the machine: console, counters, time" in report


def test_report_of_passive_domains(compile_system):
    report = compile_system("good/passive.system")[2]["txt"].decode()
    assert "priority 3, passive, for its init budget 2000 us in 10000 us (20.0 %)\n" in report
    assert "priority 2, passive, for its init time slice 10000 us\n" in report
    assert "6  endpoint of the root task: write, badge 0x0\n" in report
    assert "1 of 3 protection domains have a budget below their period: 25.0 % of the processor in all" in report


def test_report_says_what_was_asserted(compile_system):
    report = compile_system("good/policy.system")[2]["txt"].decode()
    assert "it is so that\n  no authority from net to keys, trusting boss\n" in report
    assert "  no information from net to keys, trusting guard and boss\n" in report
    assert "  only uart can come to hold memory region serial\n  only uart can come to hold interrupt 33\n" in report
    assert "  only keys can come to hold the machine's exit\n" in report
    assert "  only guard and boss can come to hold authority over keys, trusting boss\n\n" in report


def drawn(text):
    """What Graphviz makes of a picture: its lines of text."""
    done = subprocess.run(["dot", "-Tsvg"], input=text, capture_output=True, check=True)
    assert not done.stderr
    return [html.unescape(line) for line in re.findall(r"<text[^>]*>([^<]*)</text>", done.stdout.decode())]


def test_graph(compile_system):
    graph = compile_system("good/everything.system")[2]["dot"]
    lines = [line.strip().replace("\xa0", " ") for line in drawn(graph)]
    for expected in ("everything.system on qemu-virt: who can reach what", "keeper and its children", "priority 62",
                     "2000 of 10000 µs (20.0 %)", "machine: console, counters, time", "untyped memory: 256 KiB",
                     "call 0→1", "notify 1→0", "notify 1↔0", "child 1: faults; at most 32 pages on demand",
                     "interrupt 48", "channel 61", "device at 0x9000000, 4 KiB", "rw at 0x60000000", "root task",
                     "monitor 3"):
        assert expected in lines
    assert "unused" not in lines


def test_graph_of_passive_domains(compile_system):
    lines = [line.strip().replace("\xa0", " ") for line in drawn(compile_system("good/passive.system")[2]["dot"])]
    assert "passive (init: 2000 of 10000 µs (20.0 %))" in lines and "ready, once" in lines


def test_graph_says_what_was_asserted(compile_system):
    assert "9 assertions about it: kept" in drawn(compile_system("good/policy.system")[2]["dot"])


def test_memory_picture(compile_system):
    lines = drawn(compile_system("good/everything.system")[2]["memory.dot"])
    for expected in ("physical memory of qemu-virt", "intc: interrupt distributor (kernel)", "serial: pl011@9000000",
                     "region shared", "untyped memory of keeper", "IPC buffer", "code, constants", "stack",
                     "data, heap, on demand from keeper", "region, on demand from keeper", "serial device"):
        assert expected in lines


@pytest.mark.parametrize("name", GOOD)
def test_pictures_can_be_drawn(compile_system, name):
    outputs = compile_system(f"good/{name}.system")[2]
    assert drawn(outputs["dot"]) and drawn(outputs["memory.dot"])


# --- Refusals that are not a description's -----------------------------------

def refused(capsys, *arguments):
    assert main(list(arguments)) == 2
    return capsys.readouterr().err


def test_description_missing(place, capsys):
    message = refused(capsys, "none.system", "--board", str(place / "board.json"))
    assert message == "none.system: No such file or directory; name a system description\n"


def test_board_unknown(capsys):
    message = refused(capsys, "good/minimal.system", "--board", "mars.json")
    assert message == ("mars.json: No such file or directory; tools/board.py writes it from a board's folder,"
                       " platform/arm/boards/<name>\n")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": "x", "ram": 1}', "\0", '{"name": 1'])
def test_board_damaged(tmp_path, capsys, text):
    (tmp_path / "b.json").write_text(text)
    message = refused(capsys, "good/minimal.system", "--board", str(tmp_path / "b.json"))
    assert message.count("\n") == 1 and "let tools/board.py write it again" in message


def test_output_folder_missing(place, tmp_path, capsys, monkeypatch):
    """Of several outputs none is written when one cannot be."""
    monkeypatch.chdir(CORPUS)
    message = refused(capsys, "good/minimal.system", "--board", str(place / "board.json"), "--search", str(place),
                      "--out", str(tmp_path / "blob"), "--report", str(tmp_path / "none" / "report"))
    assert message.endswith("cannot write: No such file or directory; choose another place\n")
    assert os.listdir(tmp_path) == []


# --- Arbitrary damage ------------------------------------------------------------

EVERYTHING = (CORPUS / "good" / "everything.system").read_bytes()
VALUES = re.findall(rb'"([^"]*)"', EVERYTHING)
WORDS = strategies.sampled_from(VALUES) | strategies.sampled_from(
    [b"", b"0", b"-1", b"0x", b"0xffffffffffffffffffff", b"9" * 50, b"0x1000", b"driver", b"&lt;", b"\xff", b"__",
     "٣".encode(), b"0x_", b"1_", b"true", b"r"]) | strategies.binary(max_size=6)


def outcome(compile_system, path, text):
    """The outcome of a damaged description: fine, or refused in one line."""
    path.write_bytes(text)
    status, message, outputs = compile_system(path)
    if status == 0:
        assert message == "" and len(outputs) == len(ENDINGS)
    else:
        assert status == 2 and not outputs
        assert message.startswith(str(path)) and message.count("\n") == 1 and "; " in message


@SETTINGS
@given(data=strategies.data())
def test_damaged_values(compile_system, tmp_path, data):
    """Attributes get other values."""
    text = EVERYTHING
    for _ in range(data.draw(strategies.integers(1, 3))):
        places = list(re.finditer(rb'="([^"]*)"', text))
        if not places:
            break
        where = data.draw(strategies.sampled_from(places))
        text = text[:where.start(1)] + data.draw(WORDS) + text[where.end(1):]
    outcome(compile_system, tmp_path / "d.system", text)


@SETTINGS
@given(data=strategies.data())
def test_damaged_lines(compile_system, tmp_path, data):
    """Lines are removed, repeated and moved."""
    lines = EVERYTHING.splitlines(keepends=True)
    for _ in range(data.draw(strategies.integers(1, 4))):
        line = lines.pop(data.draw(strategies.integers(0, len(lines) - 1)))
        for _ in range(data.draw(strategies.integers(0, 2))):
            lines.insert(data.draw(strategies.integers(0, len(lines))), line)
    outcome(compile_system, tmp_path / "d.system", b"".join(lines))


@SETTINGS
@given(data=strategies.data())
def test_damaged_bytes(compile_system, tmp_path, data):
    """Bytes are replaced, removed and added."""
    text = EVERYTHING
    for _ in range(data.draw(strategies.integers(1, 5))):
        where = data.draw(strategies.integers(0, len(text)))
        text = text[:where] + data.draw(strategies.binary(max_size=4)) \
            + text[where + data.draw(strategies.integers(0, 3)):]
    outcome(compile_system, tmp_path / "d.system", text)


@SETTINGS
@given(text=strategies.binary(max_size=200))
def test_nonsense(compile_system, tmp_path, text):
    outcome(compile_system, tmp_path / "d.system", text)


@SETTINGS
@given(data=strategies.data())
def test_damaged_programs(place, compile_system, tmp_path, data):
    """A program's headers are damaged."""
    elf = bytearray(programs.programs()["small.elf"])
    for _ in range(data.draw(strategies.integers(1, 4))):
        where = data.draw(strategies.integers(0, 52 + 3 * 32 - 1) | strategies.integers(len(elf) - 400, len(elf) - 1))
        elf[where] = data.draw(strategies.integers(0, 255))
    (tmp_path / "damaged.elf").write_bytes(elf)
    text = EVERYTHING.replace(b"small.elf", b"damaged.elf", 1)
    outcome(compile_system, tmp_path / "d.system", text)

# SPDX-License-Identifier: Apache-2.0
"""A typed session with the tour: everything that its shell answers, and what happens around it."""
import pathlib
import re
import subprocess
import sys

import pexpect
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import common  # noqa: E402
import emulator  # noqa: E402

PROMPT = "writ> "
IMAGE = common.BUILD / common.BOARD / "images" / "tour.elf"
LIMIT = 32  # of the shell's pages: tour.system


class Session:
    """The emulator on a pseudo-terminal, with somebody typing."""

    def __init__(self):
        words = emulator.command(IMAGE)
        self.child = pexpect.spawn(words[0], words[1:], timeout=30, encoding="utf-8", dimensions=(40, 200))
        self.child.setecho(False)

    def until(self, text):
        """What is printed before `text`."""
        self.child.expect_exact(text)
        return self.child.before.replace("\r", "")

    def command(self, line):
        """What a command answers."""
        self.child.send(line + "\r")
        self.until(line)
        return self.until(PROMPT)

    def pages(self):
        """Pages that the shell has on demand."""
        return int(re.search(rf"my pages: (\d+) of {LIMIT};", self.command("mem"))[1])

    def status(self):
        """The emulator's exit status."""
        self.child.expect(pexpect.EOF)
        self.child.wait()
        return self.child.exitstatus


@pytest.fixture
def session():
    started = Session()
    started.greeting = started.until(PROMPT)
    yield started
    started.child.close(force=True)


def test_boot(session):
    """The root task says what it built."""
    for line in (r"init: uart: priority 40, \d+ pages and page tables, 6 capabilities, faults to the root task",
                 r"init: pager: priority 30, \d+ pages and page tables, 9 capabilities, faults to the root task",
                 r"init: shell: priority 20, \d+ pages and page tables, 8 capabilities, faults to pager",
                 r"init: gave up \d+ devices and interrupts that no domain uses",
                 r"init: untyped memory: \d+ of \d+ KiB left",
                 r"init: 3 protection domains started",
                 r"shell: ready; type help"):
        assert re.search(rf"^{line}$", session.greeting, re.M), line


def test_help(session):
    text = session.command("help")
    for word in ("help", "mem", "caps", "ps", "touch", "fault", "exit"):
        assert re.search(rf"^{word} ", text, re.M)


def test_unknown_command(session):
    assert session.command("dance now") == "\ndance: no such command; type help\n"
    assert session.command("") == "\n"


def test_line_editing(session):
    """Backspace takes back what was typed; what is too long is cut, not spilled."""
    session.child.send("hexx\b\blp\x7f\x7flp\r")
    assert "exit" in session.until(PROMPT)
    session.child.send("x" * 200 + "\r")
    assert re.search(r"^x{80}: no such command; type help$", session.until(PROMPT), re.M)


def test_mem(session):
    text = session.command("mem")
    left, total = map(int, re.search(r"untyped memory: (\d+) of (\d+) KiB left", text).groups())
    assert 0 < left < total
    assert re.search(rf"my pages: [1-9]\d* of {LIMIT}; my pager's memory: \d+ of 256 KiB used", text)


def test_caps(session):
    """The shell's capabilities are those of its description, and no others."""
    found = re.findall(r"^ *(\d+) (\w+)", session.command("caps"), re.M)
    assert found == [("1", "cnode"), ("2", "endpoint"), ("3", "reply"), ("4", "notification"),
                     ("5", "machine"), ("128", "endpoint"), ("129", "endpoint"), ("130", "endpoint")]


def test_ps(session):
    found = re.findall(r"^(\w+) +priority +(\d+) +pc 0x[0-9a-f]{8} +(.*)$", session.command("ps"), re.M)
    assert found == [("uart", "40", "receiving"), ("pager", "30", "receiving"),
                     ("shell", "20", "awaiting a reply")]


def test_demand_paging(session):
    """Each page of the region that is touched costs one page, once."""
    before = session.pages()
    assert "touched 10 pages" in session.command("touch 10")
    assert session.pages() == before + 10
    assert "touched 10 pages" in session.command("touch 10")
    assert session.pages() == before + 10


def test_page_limit(session):
    """Beyond the limit the pager refuses, says so, takes everything back, and the shell is new."""
    at_first = session.pages()
    text = session.command(f"touch {LIMIT + 10}")
    assert re.search(r"pager: shell: page fault: write to 0x50[0-9a-f]{6} at 0x00[0-9a-f]{6}:"
                     r" it has all the pages of its limit", text)
    assert f"pager: shell: took back {LIMIT} pages, restarted" in text
    assert session.pages() == at_first


def test_fault_and_recovery(session):
    """A null pointer is reported with address and instruction; the shell starts again, others go on."""
    at_first = session.pages()
    session.command("touch 5")
    for _ in range(3):
        text = session.command("fault")
        assert re.search(r"pager: shell: page fault: read of 0x00000000 at 0x001[0-9a-f]{5}: not its memory", text)
        assert re.search(r"took back \d+ pages, restarted\nshell: ready; type help", text)
        assert session.pages() == at_first
    assert session.command("ps").count("receiving") == 2


def test_many_restarts(session):
    """Nothing is used up by restarting: 40 times the pager's memory comes back."""
    for _ in range(40):
        assert "restarted" in session.command("fault")
    assert "touched 20 pages" in session.command("touch 20")


def test_typing_ahead(session):
    """Lines that arrive while the shell works wait in the driver."""
    session.child.send("help\rmem\rps\r")
    text = session.until("my pages") + session.until("shell ")
    assert "untyped memory:" in text and "pager" in text


@pytest.mark.parametrize("status", [0, 1, 7, 255])
def test_exit(session, status):
    session.child.send(f"exit {status}\r")
    assert session.status() == status


def test_exit_refuses_what_is_no_status(session):
    assert "exit: a status is 0 to 255" in session.command("exit 256")


def test_input_before_the_driver_starts():
    """What is typed while the system still boots is not lost."""
    for _ in range(3):
        done = subprocess.run(emulator.command(IMAGE), input=b"exit 5\r", stdout=subprocess.DEVNULL, timeout=30)
        assert done.returncode == 5

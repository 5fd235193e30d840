# SPDX-License-Identifier: Apache-2.0
"""Running systems: statuses, time limits, interruption, gdb, and the runner of tests/qemu."""
import os
import pathlib
import signal
import subprocess
import sys

import pytest

import bench
import common
import debug
import emulator
import qemu_case

ROOT = pathlib.Path(__file__).resolve().parents[2]
IMAGES = common.BUILD / common.BOARD / "images"


def image(name):
    path = IMAGES / f"{name}.elf"
    assert path.exists(), f"{path} is not built; run ./writ build"
    return path


def waiting_emulator(script):
    """A python that runs emulator.main's last part on the tour, which waits for input."""
    code = (f"import sys; sys.path.insert(0, {str(ROOT / 'tools')!r}); import emulator, command;"
            f"emulator.system_image = lambda s, b: {str(image('tour'))!r};"
            f"sys.exit({script})")
    return subprocess.Popen([sys.executable, "-B", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, start_new_session=True)


def test_status_is_the_systems_own():
    status, output = emulator.capture(image("exit"), timeout=60)
    assert status == int((ROOT / "tests/qemu/exit/status").read_text())
    assert "ok machine_rights" in output


def test_time_limit():
    status, _ = emulator.capture(image("tour"), timeout=0.5)
    assert status is None
    process = waiting_emulator("emulator.main('tour', 'qemu-virt', 0.5)")
    _, error = process.communicate(timeout=30)
    assert process.returncode == common.STATUS_TIMEOUT
    assert error.decode().endswith("tour: stopped after 0.5 s\n")


@pytest.mark.parametrize("number, expected", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interruption_ends_the_emulator_too(number, expected):
    process = waiting_emulator("command.main(['run', 'tour'])")
    process.stdout.read(1)
    os.kill(process.pid, number)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == expected
    listed = subprocess.run(["ps", "-s", str(process.pid), "-o", "comm="], stdout=subprocess.PIPE, text=True).stdout
    assert "qemu" not in listed


def test_counting_repeats():
    runs = [emulator.capture(image("exit"), timeout=60, clock=emulator.COUNTING) for _ in range(2)]
    assert runs[0] == runs[1]


def gdb(tmp_path, system, *commands):
    """What gdb prints in batch, up to the end of the commands: gdb and the emulator die together, and
    write into each other's lines."""
    script = tmp_path / "script.gdb"
    script.write_text("\n".join([*commands, "echo END\\n", "kill"]) + "\n")
    code = (f"import sys; sys.path.insert(0, {str(ROOT / 'tools')!r}); import debug; sys.exit(debug.attach("
            f"{system!r}, 'qemu-virt', {str(image(system))!r}, {str(script)!r}))")
    result = subprocess.run([sys.executable, "-B", "-c", code], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, timeout=90)
    printed, ended, _ = result.stdout.partition("END\n")
    assert ended or "Error in sourced command file" in printed
    return printed


def test_gdb_shows_the_kernels_objects(tmp_path):
    output = gdb(tmp_path, "exit", "hbreak machine_exit", "continue", "writ threads", "writ caps", "writ untyped",
                 "writ mappings", "info symbol main")
    lines = output.splitlines()
    running = [line for line in lines if line.endswith(" running")]
    assert len(running) == 1 and " runnable " in running[0]
    assert any(line.endswith(" idle") for line in lines)
    cnodes = [line.split() for line in lines if " cnode " in line]
    assert any("131072" in words for words in cnodes)
    assert any(" untyped " in line and "bytes handed out" in line for line in lines)
    assert any(line.split()[1:2] == ["memory"] for line in lines)
    assert any(line.split()[1:2] == ["0x00100000"] for line in lines)
    assert "main in section .text" in output


def test_gdb_shows_one_cnode_by_index(tmp_path):
    output = gdb(tmp_path, "exit", "hbreak machine_exit", "continue", "writ caps 5")
    cnode = output.split("5: no such CNode; CNodes are ")[1].split()[0]
    output = gdb(tmp_path, "exit", "hbreak machine_exit", "continue", f"writ caps {cnode}")
    rows = {int(line.split()[0]): line.split()[1] for line in output.splitlines()
            if line.split()[:1] and line.split()[0].isdigit()}
    assert rows[1] == "cnode" and rows[2] == "vspace" and rows[3] == "thread"


def test_gdb_before_the_kernel_runs(tmp_path):
    assert "the kernel has not turned its MMU on yet" in gdb(tmp_path, "exit", "writ caps")


def case(tmp_path, expected=None, status=None):
    if expected is not None:
        (tmp_path / "expected").write_text(expected)
    if status is not None:
        (tmp_path / "status").write_text(f"{status}\n")
    return tmp_path


@pytest.mark.parametrize("output, status, expected, wanted, faults", [
    ("writ: booted\nok one\n\nend\n", 0, None, None, 0),
    ("ok one\nFAIL two\nend\n", 1, None, None, 2),
    ("ok one\n", 0, None, None, 1),
    ("end\n", 0, None, None, 1),
    ("ok one\nend\n", None, None, None, 1),
    ("hello\n", 42, "hello\n", 42, 0),
    ("hello\n", 0, "hello\n", 42, 1),
    ("hello\nworld\n", 42, "hello\n", 42, 4),
    ("", 42, "hello\n", 42, 4),
])
def test_case_is_judged(tmp_path, output, status, expected, wanted, faults):
    found = qemu_case.case_faults(case(tmp_path, expected, wanted), output, status)
    assert bool(found) == bool(faults), found


def test_bench_lines():
    assert bench.counts_of("x\nbench call 120\r\nbench signal 7\n") == {"call": 120, "signal": 7}
    with pytest.raises(common.Problem, match="`call` is printed twice"):
        bench.counts_of("bench call 1\nbench call 1\n")
    assert bench.differences({"a": 1, "b": 2}, {"a": 1, "b": 3}) == [
        "b: 2 and 3: two runs differ; find what is not deterministic"]
    assert bench.verdict(119, {"target": 120, "stretch": 95}) == "target reached"
    assert bench.verdict(121, {"target": 120, "stretch": 95}) == "above the target"


def test_bench_repeats_to_the_instruction():
    first, second = bench.measure(image("bench"), common.BOARD)
    assert {"null_call", "call", "reply_recv", "signal", "fault_round_trip", "retype_endpoint_1", "revoke_1"} <= set(first)
    assert bench.differences(first, second) == []


def test_instructions_are_counted_up_to_the_entry():
    trace = ["Trace 0: 0x7f01 [00000400/40104000/00000120/ff02] \n", "other\n",
             "Trace 0: 0x7f02 [00000400/80104004/00000120/ff02] \n",
             "Trace 0: 0x7f03 [00000400/00100000/00000120/ff02] \n"]
    assert bench.instructions_until(trace, 0x100000) == 2
    with pytest.raises(EOFError):
        bench.instructions_until(trace, 0x200000)


def test_gdb_is_not_started_without_an_emulator(tmp_path):
    machine = subprocess.Popen(["false"])
    with pytest.raises(common.Problem, match="the emulator did not start"):
        debug.wait_for(machine, tmp_path / "gdb")
    machine.wait()

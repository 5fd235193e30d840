# SPDX-License-Identifier: Apache-2.0
"""The SDK: installed, moved, and used from outside of the tree; and what `writ new` starts."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading

import pytest

import boot
import common

ROOT = pathlib.Path(__file__).resolve().parents[2]
TREE = common.BUILD / common.BOARD
BOARD_JSON = f"boards/{common.BOARD}/board.json"
# A kind, how it is built, and a line that it prints.
STARTS = [
    ("pd", "Ninja", "thing: started"),
    ("pager", "Unix Makefiles", "child: touched 8 pages, was given 8"),
    ("driver", "Ninja", "client: the alarm came on channel 0"),
    ("system", "Unix Makefiles", "client: 40 + 2 is 42"),
]


def run(*words, status=0, cwd=None, **variables):
    """What a command prints; it ends with this status."""
    environment = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "WRIT_SDK")}
    result = subprocess.run([str(w) for w in words], cwd=cwd, env={**environment, **variables}, timeout=240,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert result.returncode == status, result.stdout
    return result.stdout


def new(kind, name, folder):
    """What `./writ new` says."""
    return run(sys.executable, ROOT / "writ", "new", kind, name, "--out", folder)


def cmake(sdk, folder, generator="Ninja", build="build", *options):
    """Configures and builds a project: where that is."""
    run("cmake", "-G", generator, "--toolchain", sdk / "arm-none-eabi.cmake", "-S", folder, "-B", folder / build, *options)
    run("cmake", "--build", folder / build)
    return folder / build


def printed_until(image, board, line):
    """Whether an image prints this line."""
    process = common.start(boot.command(image, boot.choice(board)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    clock = threading.Timer(30, process.kill)
    clock.start()
    try:
        return any(output.decode(errors="replace").rstrip() == line for output in process.stdout)
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="module")
def sdk(tmp_path_factory):
    """An SDK that is not where it was installed; nothing is written into it."""
    folder = tmp_path_factory.mktemp("sdk")
    run("cmake", "--install", TREE, "--prefix", folder / "installed")
    moved = (folder / "installed").rename(folder / "moved")
    before = {path: path.stat().st_mtime_ns for path in moved.rglob("*")}
    yield moved
    assert before == {path: path.stat().st_mtime_ns for path in moved.rglob("*")}


@pytest.fixture(scope="module")
def system(sdk, tmp_path_factory):
    """The start of a system and its image, built with CMake."""
    folder = tmp_path_factory.mktemp("system") / "thing"
    new("system", "thing", folder)
    return folder, cmake(sdk, folder) / "images" / "thing.elf"


def test_folder(sdk):
    for name in ("README.md", "LICENSE", "writ.mk", "arm-none-eabi.cmake", "lib/program.ld", "include/microkit.h",
                 "include/writ/system.h", "include/kernel/abi.h", "lib/cmake/Writ/WritConfigVersion.cmake",
                 "tools/sysgen/__main__.py", "examples/tour/tour.system", BOARD_JSON,
                 *(f"boards/{common.BOARD}/{name}" for name in ("kernel.elf", "init.elf", "libwrit_user.a", "crt0.o"))):
        assert (sdk / name).is_file(), name
    assert sorted(path.name for path in (sdk / "tools" / "templates").iterdir()) == ["driver", "pager", "pd", "system"]


def test_nothing_says_where_it_was(sdk):
    """Debugging information in libraries and executables included."""
    places = [str(path).encode() for path in (ROOT, common.BUILD.absolute(), sdk.parent)]
    for path in sdk.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(place in data for place in places), path


@pytest.mark.parametrize("kind, generator, line", STARTS)
def test_start(sdk, tmp_path, kind, generator, line):
    """Every kind builds and does what it says; folders may have spaces for CMake."""
    folder = tmp_path / "a folder"
    said = new(kind, "thing", folder)
    assert "cmake --build build --target run-thing" in said
    image = cmake(sdk, folder, generator) / "images" / "thing.elf"
    assert printed_until(image, sdk / BOARD_JSON, line)


def test_board(system, tmp_path):
    """The start of a board: the kernel built for it boots a system, and one SDK has both boards."""
    new("board", "small", tmp_path / "small")
    tree = tmp_path / "tree"
    run("cmake", "-G", "Ninja", "-S", ROOT, "-B", tree, f"-DCMAKE_TOOLCHAIN_FILE={ROOT / 'tools/arm-none-eabi.cmake'}",
        "-DWRIT_BOARD=small", f"-DWRIT_BOARD_FOLDER={tmp_path / 'small'}")
    run("cmake", "--build", tree, "--target", "image_channels")
    output = run(sys.executable, "-B", ROOT / "tools" / "boot.py", tree / "images" / "channels.elf", "--board",
                 tree / "board" / "board.json", "--timeout", "30")
    assert 'client: "lenrekorcim" became "microkernel"' in output
    for built in (tree, TREE):
        run("cmake", "--install", built, "--prefix", tmp_path / "sdk")
    output = run("make", "run", f"WRIT_SDK={tmp_path / 'sdk'}", "WRIT_BOARD=small", f"OUT={tmp_path / 'out'}", cwd=system[0])
    assert "RAM 128 MiB" in output and "client: 40 + 2 is 42" in output


def test_same_bytes(sdk, system, tmp_path):
    """Elsewhere, with another generator, optimised as said, and by make: the same image."""
    folder, image = system
    copy = shutil.copytree(folder, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("build"))
    assert (cmake(sdk, copy, "Unix Makefiles", "other") / "images" / "thing.elf").read_bytes() == image.read_bytes()
    output = run("make", "run", cwd=copy, WRIT_SDK=str(sdk))
    assert "client: signal on channel 0\n" in output
    assert (copy / "out" / "images" / "thing.elf").read_bytes() == image.read_bytes()
    run("make", "clean", cwd=copy, WRIT_SDK=str(sdk))
    assert not (copy / "out").exists()


def test_run_target_has_the_systems_status(system):
    """What a system ends with fails the build where it is not 0."""
    folder, _ = system
    assert "client: signal on channel 0\n" in run("cmake", "--build", folder / "build", "--target", "run-thing")
    client = folder / "client.c"
    text = client.read_text()
    try:
        client.write_text(text.replace("exit(0)", "exit(3)"))
        run("cmake", "--build", folder / "build", "--target", "run-thing", status=1)
    finally:
        client.write_text(text)


def test_make_builds_again_what_changed(sdk, system, tmp_path):
    folder, _ = system
    copy = shutil.copytree(folder, tmp_path / "copy", ignore=shutil.ignore_patterns("build"))
    run("make", cwd=copy, WRIT_SDK=str(sdk))
    assert "Nothing to be done" in run("make", cwd=copy, WRIT_SDK=str(sdk))
    header = copy / "protocol.h"
    header.write_text(header.read_text().replace("REQUEST_ADD 1", "REQUEST_ADD 9"))
    again = run("make", cwd=copy, WRIT_SDK=str(sdk))
    assert "client.c.o" in again and "server.c.o" in again and "thing.elf" in again


def test_examples(sdk, tmp_path):
    """They are the tree's, and so are their images."""
    assert "find_package" in (sdk / "examples" / "CMakeLists.txt").read_text()
    shutil.copytree(sdk / "examples", tmp_path / "examples")
    images = cmake(sdk, tmp_path / "examples") / "images"
    names = sorted(path.parent.name for path in (ROOT / "userland" / "examples").glob("*/*.system"))
    assert sorted(path.stem for path in images.iterdir()) == names
    for name in names:
        assert (images / f"{name}.elf").read_bytes() == (TREE / "images" / f"{name}.elf").read_bytes()
    run("make", "-C", tmp_path / "examples" / "tour", f"WRIT_SDK={sdk}")
    made = tmp_path / "examples" / "tour" / "out" / "images" / "tour.elf"
    assert made.read_bytes() == (images / "tour.elf").read_bytes()


def test_library_of_the_project(sdk, tmp_path):
    """A library of its own, for debugging; what a failed assertion says names the file in the project."""
    new("pd", "thing", tmp_path / "thing")
    (tmp_path / "thing" / "part.c").write_text("#include <assert.h>\nvoid part(int n);\n"
                                               "void part(int n) { assert(n == 1); }\n")
    program = tmp_path / "thing" / "thing.c"
    program.write_text("void part(int n);\n" + program.read_text().replace("void init(void)\n{", "void init(void)\n{\tpart(2);"))
    with open(tmp_path / "thing" / "CMakeLists.txt", "a", encoding="utf-8") as lists:
        lists.write("add_library(part STATIC part.c)\ntarget_link_libraries(part PUBLIC Writ::user)\n"
                    "target_link_libraries(thing PRIVATE part)\n")
    image = cmake(sdk, tmp_path / "thing", "Ninja", "build", "-DCMAKE_BUILD_TYPE=Debug") / "images" / "thing.elf"
    line = 'assertion "n == 1" failed: file "part.c", line 3, function: part'
    assert printed_until(image, sdk / BOARD_JSON, line)


def test_root_task(sdk, tmp_path):
    """A program with a main, instead of the root task that reads descriptions."""
    (tmp_path / "root.c").write_text("#include <stdio.h>\n#include <writ/root.h>\nint main(void)\n{\n"
                                     "\tprintf(\"%d\\n\", writ_boot_descriptors() > 0);\n\treturn 7;\n}\n")
    (tmp_path / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.25)\nproject(own LANGUAGES C)\n"
                                             "find_package(Writ 0.1 REQUIRED)\nwrit_program(root root.c)\n"
                                             "writ_image(own root)\n")
    image = cmake(sdk, tmp_path) / "images" / "own.elf"
    assert run(sys.executable, sdk / "tools" / "boot.py", image, "--board", sdk / BOARD_JSON, status=7).endswith("\n1\n")


def test_start_by_the_sdk(sdk, tmp_path):
    """The SDK's own new.py writes what the tree's does."""
    new("driver", "thing", tmp_path / "tree")
    run(sys.executable, sdk / "tools" / "new.py", "driver", "thing", cwd=tmp_path)
    for path in (tmp_path / "tree").iterdir():
        assert (tmp_path / "thing" / path.name).read_bytes() == path.read_bytes()
    message = run(sys.executable, sdk / "tools" / "new.py", "board", "thing", cwd=tmp_path, status=2)
    assert "invalid choice: 'board'" in message and message.count("\n") == 1


# --- What is refused --------------------------------------------------------------

@pytest.mark.parametrize("options, message", [
    ([], "the compiler is not for Writ's machines, configure an empty build folder with --toolchain {sdk}/arm-none-eabi.cmake"),
    (["--toolchain", "SDK/arm-none-eabi.cmake", "-DWRIT_BOARD=toaster"],
     f"WRIT_BOARD is toaster, and the SDK's boards are: {common.BOARD}"),
])
def test_find_package_says_what_is_wrong(sdk, system, tmp_path, options, message):
    words = [word.replace("SDK", str(sdk)) for word in options]
    output = run("cmake", "-S", system[0], "-B", tmp_path / "build", f"-DCMAKE_PREFIX_PATH={sdk}", *words, status=1)
    assert message.replace("{sdk}", str(sdk)) in " ".join(output.split())


def test_programs_are_named(sdk, system, tmp_path):
    folder = shutil.copytree(system[0], tmp_path / "copy", ignore=shutil.ignore_patterns("build"))
    lists = folder / "CMakeLists.txt"
    lists.write_text(lists.read_text().replace(" PROGRAMS", ""))
    output = run("cmake", "--toolchain", sdk / "arm-none-eabi.cmake", "-S", folder, "-B", tmp_path / "build", status=1)
    assert "writ_system(thing): give its programs behind the word PROGRAMS" in output


@pytest.mark.parametrize("words, message", [
    ([], "WRIT_SDK is not set; make it the folder that ./writ sdk wrote"),
    (["WRIT_SDK=SDK", "WRIT_BOARD=toaster"], f"WRIT_BOARD is toaster, and the SDK's boards are: {common.BOARD}"),
    (["WRIT_SDK=SDK", "PROGRAMS="], "SYSTEM or PROGRAMS is not set; set both before the include of writ.mk"),
])
def test_make_says_what_is_wrong(sdk, system, words, message):
    output = run("make", *(word.replace("SDK=SDK", f"SDK={sdk}") for word in words), cwd=system[0], status=2)
    assert message in output and output.count("\n") == 1


@pytest.mark.parametrize("words, message", [
    (["missing.elf", "--board", "SDK"], "missing.elf: no such image; build it first"),
    (["missing.elf", "--board", "missing.json"], "missing.json: no such file; build it first"),
    (["missing.elf", "--board", __file__], "no emulator is described"),
    (["missing.elf"], "the following arguments are required: --board"),
    (["missing.elf", "--board", "SDK", "--timeout", "0"], "0 is not a positive number of seconds"),
])
def test_boot_says_what_is_wrong(sdk, words, message):
    words = [str(sdk / BOARD_JSON) if word == "SDK" else word for word in words]
    output = run(sys.executable, sdk / "tools" / "boot.py", *words, status=2)
    assert message in output and output.count("\n") == 1


def test_sdk_goes_into_a_folder_of_its_own(tmp_path):
    (tmp_path / "letter").write_text("dear reader")
    for folder in (tmp_path, tmp_path / "letter"):
        output = run(sys.executable, ROOT / "writ", "sdk", "--out", folder, status=2)
        assert output == f"{folder}: is neither empty nor an SDK; name another folder with --out\n"
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]


# --- What the documentation says --------------------------------------------------

def test_commands_of_the_page(tmp_path):
    """docs/sdk.md, typed: in a home folder of its own."""
    page = (ROOT / "docs" / "sdk.md").read_text()
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.M | re.S)
    assert len(blocks) == 3
    output = run("bash", "-euc", "".join(blocks), cwd=ROOT, HOME=str(tmp_path))
    assert output.count("client: 40 + 2 is 42\nclient: signal on channel 0\n") == 2
    assert "client: the alarm came on channel 0\n" in output

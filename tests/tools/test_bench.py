# SPDX-License-Identifier: Apache-2.0
"""`writ bench`: what it refuses, its tables, and that the kernel's costs depend on nothing unrelated."""
import pathlib

import bench
import common

ROOT = pathlib.Path(__file__).resolve().parents[2]
TYPES = ("untyped", "cnode", "thread", "endpoint", "notification", "reply", "context", "vspace", "table", "frame")


def test_counts_are_the_same_beside_a_thousand_unrelated_objects():
    image = common.BUILD / common.BOARD / "images" / "bench.elf"
    assert image.exists(), f"{image} is not built; run ./writ build"
    first, second = bench.measure(image, common.BOARD)
    assert bench.uneven(first) == []
    assert bench.differences(first, second) == []
    wanted = {f"{action}_{kind}_{number}" for action in ("move", "delete", "retype", "destroy") for kind in TYPES
              for number in (1, 8, 64, 256)} | {f"revoke_{number}" for number in (1, 16, 256, 1024)}
    assert wanted <= set(first)


def test_a_count_that_depends_on_others_is_a_fault():
    assert bench.uneven({"a": 7, "crowded_a": 7}) == []
    assert bench.uneven({"a": 7, "crowded_a": 8}) == [
        "a: 7 alone, 8 beside unrelated objects; find what depends on them"]
    assert bench.uneven({"a": 7}) == ["a: measured only alone; tests/bench has to measure it both ways"]
    assert bench.uneven({"crowded_a": 7}) == [
        "crowded_a: measured only in the crowd; tests/bench has to measure it both ways"]


def test_tables():
    figures = {"null_call": 30, "other": 5, "copy_reply_1": 3, "copy_reply_256": 768, "retype_frame_1": 9}
    targets = {"copy_reply_1": {"title": "copy", "target": 2}, "null_call": {"title": "null", "stretch": 30}}
    assert [row[:2] for row in bench.operation_rows(figures, targets)] == [("copy", 3), ("null", 30), ("other", 5)]
    assert [row[-1] for row in bench.operation_rows(figures, targets)] == ["above the target", "stretch reached", ""]
    assert bench.object_rows(figures) == [
        ("", "reply", "frame"), ("copy 1", 3, ""), ("copy 256", 768, ""), ("retype 1", "", 9)]
    assert "| copy 256 | 768 |  |" in bench.document(figures, targets, 5)
    assert "retype 1" in bench.text(figures, targets)

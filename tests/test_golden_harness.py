"""The harness of the golden files reads and writes comments rightly, or its verdicts mean nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from golden_harness.expectations import Message, expected_messages, functions_with_errors, rewritten

SOURCE = """\
def product(x, w):
    y = x @ w
    # E: matmul: inner sizes differ  [shape-matmul]
    # N: fails for n=2, m=3
    return y


class Layer:
    def forward(self, x):
        # E: bad annotation  [shape-annotation]
        def inner():
            return x.T
            # E: rank  [shape-rank]

        if x:
            y = x + 1
        else:
            y = x
        return y
"""
MESSAGES = [
    Message(2, "E", "matmul: inner sizes differ  [shape-matmul]"),
    Message(2, "N", "fails for n=2, m=3"),
    Message(9, "E", "bad annotation  [shape-annotation]"),
    Message(12, "E", "rank  [shape-rank]"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sample.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def test_a_comment_belongs_to_the_code_above_it(file: Path) -> None:
    assert expected_messages(file) == MESSAGES


def test_rewriting_with_the_same_messages_changes_nothing() -> None:
    assert rewritten(SOURCE, MESSAGES) == SOURCE


def test_rewriting_drops_the_old_messages_and_writes_the_new_ones() -> None:
    new = rewritten(SOURCE, [Message(15, "N", "seen")])
    assert "# E:" not in new
    assert "            y = x + 1\n            # N: seen\n" not in new
    assert "        if x:\n            # N: seen\n            y = x + 1\n" in new


def test_messages_are_sorted_by_their_outermost_function(file: Path) -> None:
    found = functions_with_errors(file)
    assert {name: len(messages) for name, messages in found.items()} == {"product": 2, "Layer.forward": 2}


def test_a_witness_is_read_from_its_note() -> None:
    assert Message(1, "N", "fails for n_in=2, n_out=3").witness == {"n_in": 2, "n_out": 3}
    assert Message(1, "N", "x is declared here").witness == {}
    assert Message(1, "E", "fails for n=2").witness == {}

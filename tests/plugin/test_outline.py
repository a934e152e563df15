"""Which edits of a module leave what was found in its other bodies as it was."""

from __future__ import annotations

import textwrap

import pytest

from conformable_mypy.outline import Outline

TEXT = """
    import torch

    SCALE = 2

    class Layer:
        def __init__(self, d: int) -> None:
            self.d = d

        def width(self) -> int:
            return self.d

    def helper(x):
        y = x.T
        return y

    def fills(x, n):
        part = x.rows
        part[0] = n
        return 2 * n

    if SCALE:
        def chosen(x):
            return x
    for _ in range(2):
        def repeated(x):
            return x
"""

WIDTH, HELPER, FILLS, CHOSEN = 1, 2, 3, 4


def outline(text: str) -> Outline:
    found = Outline.of(textwrap.dedent(text))
    assert found is not None
    return found


def changed(before: str, after: str) -> frozenset[int] | None:
    assert TEXT.count(before) == 1
    return outline(TEXT.replace(before, after)).changed_since(outline(TEXT))


@pytest.mark.parametrize(
    ("before", "after", "bodies"),
    [
        ("return y", "return y  # a comment", set()),
        ("import torch", "# a comment\n\n    import torch", set()),
        ("y = x.T", "y = (\n            x.T\n        )", set()),
        ("import torch", "import torch  # type: ignore", set()),
        ("y = x.T", "y = x + x", {HELPER}),
        ("y = x.T", "y = x.T  # type: int", {HELPER}),
        ("return self.d", "return self.d + 1", {WIDTH}),
        ("2 * n", "3 * n", {FILLS}),
        ("y = x.T", "def inner(z):\n            return z\n        y = inner(x)", {HELPER}),
        (
            "chosen(x):\n            return x",
            "chosen(x):\n            return x.T",
            {CHOSEN},
        ),
    ],
)
def test_what_a_body_does_by_itself_is_an_edit_of_that_body(
    before: str, after: str, bodies: set[int]
) -> None:
    assert changed(before, after) == frozenset(bodies)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SCALE = 2", "SCALE = 3"),
        ("import torch", "# mypy: strict-optional\n    import torch"),
        ("def helper(x)", "def helper(x, z=1)"),
        ("self.d = d", "self.d = d + 1"),
        ("return self.d", "self.d += 1\n            return self.d"),
        ("return self.d", "self.sizes.append(1)\n            return self.d"),
        ("return self.d", "setattr(self, 'd', 2)\n            return self.d"),
        ("return self.d", "self.__dict__['d'] = 2\n            return self.d"),
        ("return self.d", "..."),
        ("y = x.T", "global SCALE\n        y = x.T"),
        ("y = x.T", "import math\n        y = x.T"),
        ("y = x.T", "class Inner: pass\n        y = x.T"),
        ("y = x.T", "yield x\n        y = x.T"),
        ("y = x.T", "x[0] = 1\n        y = x.T"),
        ("part[0] = n", "part[1] = n"),
        ("part[0] = n", "x.first = n"),
        ("part[0] = n", "part.append(n)"),
        ("part = x.rows", "part = x.columns"),
        (
            "repeated(x):\n            return x",
            "repeated(x):\n            return x.T",
        ),
    ],
)
def test_what_can_be_seen_from_outside_is_an_edit_of_everything(before: str, after: str) -> None:
    assert changed(before, after) is None


def test_taking_a_store_away_is_seen_from_outside_too() -> None:
    before = outline(TEXT.replace("return self.d", "self.d += 1\n            return self.d"))
    assert outline(TEXT).changed_since(before) is None


def test_what_gives_away_all_attributes_makes_every_edit_seen() -> None:
    giving = TEXT.replace("return self.d", "return self.__dict__")
    assert outline(giving.replace("y = x.T", "y = x + x")).changed_since(outline(giving)) is None


def test_bodies_are_found_by_their_lines() -> None:
    found = outline(TEXT)
    lines = {body.first: index for index, body in enumerate(found.bodies)}
    assert all(found.body_at(line) == index for line, index in lines.items())
    assert found.body_at(1) is None
    assert [found.body_at(body.last) for body in found.bodies] == [0, WIDTH, HELPER, FILLS, CHOSEN]


def test_lines_are_those_of_python() -> None:
    found = Outline.of("def f():\r\n    return 1\n\x0c\ndef g():\r    return '\u2028'\n")
    assert found is not None
    assert [(body.first, body.last) for body in found.bodies] == [(1, 2), (4, 5)]


def test_an_outline_is_the_same_with_an_earlier_one_at_hand() -> None:
    edited = textwrap.dedent(TEXT.replace("y = x.T", "\n        y = x + x"))
    assert Outline.of(edited, outline(TEXT)) == Outline.of(edited)


def test_what_python_cannot_read_has_no_outline() -> None:
    assert Outline.of("def f(:\n") is None

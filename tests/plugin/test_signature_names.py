"""Names in one signature that are spelt almost alike; with `strict-names`, names that are used only once."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

import pytest

from plugin_harness.project import Project

ARRAYS = """
    class Tensor: ...
"""

HEADER = """
    from jaxtyping import Float, Float as F, Int
    from arrays import Tensor
    Tokens = Int[Tensor, "batch seqlen"]
"""

ALIKE = """
    def one(x: Float[Tensor, "b seq_len"], y: Float[Tensor, "b seqlen"]) -> None: print(x)
    def case(x: Float[Tensor, "batch"], y: Float[Tensor, "n Batch"]) -> None: print(x)
    def result(x: Float[Tensor, "hidden 3"]) -> Float[Tensor, "hidedn"]: return x
    def renamed(x: F[Tensor, "*batch hidden"], y: F[Tensor, "*bacth hidden"] | None) -> None: print(x)
    def alias(x: Tokens, y: Float[Tensor, "seq_len"]) -> None: print(x)
    def only_in_alias(x: Float[Tensor, "seq_len"], y: Tokens) -> None: print(x)
    def meant(x: Float[Tensor, "n N seq_q seq_k batch batch2 head heads vdim kdim"]) -> None: print(x)
    def apart(x: Float[Tensor, "seq_len"]) -> None: print(x)
"""

ONCE = """
    def once(x: Float[Tensor, "n m"], y: Float[Tensor, "m *rest"]) -> Float[Tensor, "m found"]: return x
    def arithmetic(x: Float[Tensor, "n"]) -> Float[Tensor, "2*n _ ..."]: return x
    def local(x: Float[Tensor, "n"]) -> None:
        if True:
            y: Float[Tensor, "n"] = x
    def asked(x: Float[Tensor, "n"], y: Tensor) -> None:
        assert y and not isinstance(y, Float[Tensor, "n"])  # type: ignore[arg-type]
    def alias(x: Tokens) -> None: print(x)
    class Layer:
        weight: Float[Tensor, "n_out n_in"]
        def __init__(self, heads: int) -> None:
            self.width = 3
        def forward(self, x: Float[Tensor, "b n_in heads width"]) -> None: print(x)
"""


def notes(project: Project, source: str) -> list[tuple[str, str, str]]:
    """Give function, text from the place pointed at to the end of the token, and what the note says."""
    head, body = (textwrap.dedent(text).lstrip("\n") for text in (HEADER, source))
    project.write(arrays=ARRAYS, module=head + body)
    lines = (head + body).splitlines()
    found = []
    for message in project.check("--show-column-numbers"):
        told = re.fullmatch(r"module\.py:(\d+):(\d+): note: (axis .*)", message)
        if told is not None:
            line = lines[int(told[1]) - 1]
            name = re.search(r"def (\w+)", line)
            assert name is not None
            token = re.split(r'[ "]', line[int(told[2]) - 1 :])[0]
            found.append((name[1], token, told[3]))
    return found


@pytest.fixture(scope="module")
def project(new_project: Callable[..., Project]) -> Project:
    return new_project(SPY_ONLY="^nothing")


def test_names_that_are_spelt_almost_alike(project: Project) -> None:
    project.configure()
    spelt = 'axis "{}" is another axis than "{}", which is spelt almost alike'
    assert notes(project, ALIKE) == [
        ("one", "seqlen", spelt.format("seqlen", "seq_len")),
        ("case", "Batch", spelt.format("Batch", "batch")),
        ("result", "hidedn", spelt.format("hidedn", "hidden")),
        ("renamed", "*bacth", spelt.format("*bacth", "*batch")),
        ("alias", "seq_len", spelt.format("seq_len", "seqlen")),
        ("only_in_alias", "def", spelt.format("seqlen", "seq_len")),
    ]


def test_names_that_are_used_once_where_that_is_asked_for(project: Project) -> None:
    project.configure()
    assert notes(project, ONCE) == []
    project.configure("[mypy.plugins.conformable]", "strict-names = true")
    said = 'axis "{}" is named only once, so that nothing is compared with it; "{}" says the same'
    assert notes(project, ONCE) == [
        ("once", "n", said.format("n", "_")),
        ("once", "*rest", said.format("*rest", "...")),
        ("once", "found", said.format("found", "_")),
        ("alias", "def", said.format("batch", "_")),
        ("alias", "def", said.format("seqlen", "_")),
        ("forward", "b", said.format("b", "_")),
    ]


def test_notes_about_names_can_be_turned_off(project: Project) -> None:
    project.configure("[mypy.plugins.conformable]", "strict-names = true", "disable = shape-annotation")
    assert notes(project, ALIKE) == []

"""Generated equations and patterns, good and bad: the rules of einsum and einops against the libraries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import einops
import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from conformable.core.arithmetic import evaluate
from conformable.core.ops import REGISTRY
from conformable.core.ops.arguments import Argument, Result
from conformable.core.ops.einops import rearrange
from conformable.core.ops.einops_patterns import Side, parse_pattern
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable.core.shapes import Shape
from conformable.core.sizes import Atom, Size, Symbol, product

LETTERS = "abcde"
SIZES = st.sampled_from((1, 2, 3, 4))
REFUSED = "refused"

Outcome = tuple[int, ...] | str


# --- what the library and the rule make of a call ---------------------------------------------------------


def library(call: Callable[[], Any]) -> Outcome:
    """Make the call; give the shape of its result."""
    try:
        return tuple(call().shape)
    except (RuntimeError, ValueError, TypeError, einops.EinopsError, NotImplementedError):
        return REFUSED


def rule(name: str, positional: tuple[Argument, ...], keywords: dict[str, Argument]) -> Outcome | None:
    """Apply the rule; None where it cannot tell."""
    found = REGISTRY.find(name)
    assert found is not None
    try:
        return numbers(found.apply(Proof(operation=name), positional, keywords))
    except Mismatch:
        return REFUSED
    except CannotTellError:
        return None


def numbers(result: Result) -> Outcome | None:
    """Give the sizes of a result, if all are known."""
    assert isinstance(result, Shape)
    sizes = [size.number for size in result.sizes or ()]
    return (
        None if None in sizes or result.sizes is None else tuple(size for size in sizes if size is not None)
    )


def shapes(*sizes: tuple[int, ...]) -> tuple[Shape, ...]:
    """Make shapes of numbers."""
    return tuple(Shape.of(*own) for own in sizes)


# --- einsum -----------------------------------------------------------------------------------------------


@st.composite
def equations(draw: st.DrawFn) -> tuple[str, list[tuple[int, ...]]]:
    """An equation and the sizes of its operands, most of which fit it."""
    extents = {letter: draw(SIZES) for letter in LETTERS}
    run = draw(st.lists(SIZES, max_size=2))
    terms, operands = [], []
    for _ in range(draw(st.integers(1, 3))):
        names = draw(st.lists(st.sampled_from(LETTERS), max_size=3))
        sizes = [draw(_disturbed(extents[name])) for name in names]
        place = draw(st.none() | st.integers(0, len(names)))
        if place is not None:
            own = run[draw(st.integers(0, len(run))) :]
            names.insert(place, "...")
            sizes[place:place] = [draw(_disturbed(size)) for size in own]
        if draw(st.integers(0, 9)) == 0:
            sizes.append(2)
        terms.append("".join(names))
        operands.append(tuple(sizes))
    return ",".join(terms) + draw(_result(terms)), operands


def _disturbed(size: int) -> st.SearchStrategy[int]:
    return st.integers(0, 11).map(lambda chance: {0: 1, 1: size + 1}.get(chance, size))


@st.composite
def _result(draw: st.DrawFn, terms: list[str]) -> str:
    if draw(st.integers(0, 3)) == 0:
        return ""
    known = sorted({name for term in terms for name in term if name != "."}) or ["a"]
    names = draw(st.lists(st.sampled_from([*known, *known, *known, "e"]), max_size=3))
    if draw(st.booleans()):
        names.insert(draw(st.integers(0, len(names))), "...")
    return "->" + "".join(names)


@settings(max_examples=300, deadline=None)
@given(equations())
def test_torch_einsum(drawn: tuple[str, list[tuple[int, ...]]]) -> None:
    equation, operands = drawn
    theirs = library(lambda: torch.einsum(equation, *map(torch.ones, operands)))
    assert rule("torch.einsum", (equation, *shapes(*operands)), {}) == theirs


@settings(max_examples=300, deadline=None)
@given(equations())
def test_numpy_einsum(drawn: tuple[str, list[tuple[int, ...]]]) -> None:
    equation, operands = drawn
    theirs = library(lambda: np.einsum(equation, *map(np.ones, operands)))
    assert rule("numpy.einsum", (equation, *shapes(*operands)), {}) == theirs


# --- einops -----------------------------------------------------------------------------------------------

NAMES = ("b", "h", "w", "c2", "d_model")
PACKED = ("b * d", "*", "b *", "* d e", "b d", "b * *")


@st.composite
def patterns(draw: st.DrawFn) -> tuple[str, tuple[int, ...], dict[str, int]]:
    """A pattern, the sizes of a tensor and the lengths of axes; half of them fit together."""
    tidy = draw(st.booleans())
    names = draw(st.lists(st.sampled_from(NAMES), max_size=4, unique=tidy or draw(st.integers(0, 7)) > 0))
    extents = {name: draw(SIZES) for name in NAMES}
    extras = draw(st.sampled_from((["..."], ["1"], ["...", "1"], []))) if tidy else draw(_extras())
    left = draw(_grouped(names, extras))
    sizes: list[int] = []
    for group in left:
        if group == ["..."]:
            sizes += draw(st.lists(SIZES, max_size=2))
            continue
        size = int(np.prod([int(name) if name.isdecimal() else extents.get(name, 1) for name in group]))
        sizes.append(size if tidy else draw(_disturbed(size)))
    kept = [name for name in names if tidy or draw(st.integers(0, 5))]
    kept += draw(st.lists(st.sampled_from(("new", "2", "1")), max_size=0 if tidy else 2))
    right = draw(_grouped(draw(st.permutations(kept)), extras if tidy else draw(_extras())))
    lengths = {name: extents[name] for name in names if draw(st.integers(0, 2)) or tidy}
    if "new" in kept and draw(st.integers(0, 4)):
        lengths["new"] = draw(SIZES)
    return f"{_text(left)} -> {_text(right)}", tuple(sizes), lengths


def _extras() -> st.SearchStrategy[list[str]]:
    """What stands in a pattern beside names; mostly nothing."""
    often = ["...", "1", "3", "(...)", *[""] * 8]
    return st.lists(st.sampled_from(often), max_size=2).map(lambda drawn: [extra for extra in drawn if extra])


@st.composite
def _grouped(draw: st.DrawFn, names: list[str], extras: list[str]) -> list[list[str]]:
    """Put names into groups, and extras between them."""
    groups: list[list[str]] = []
    for name in names:
        if groups and draw(st.integers(0, 2)) == 0:
            groups[-1].append(name)
        else:
            groups.append([name])
    for extra in extras:
        groups.insert(draw(st.integers(0, len(groups))), [extra])
    return groups


def _text(groups: list[list[str]]) -> str:
    return " ".join(group[0] if len(group) == 1 else f"({' '.join(group)})" for group in groups)


def _agree(name: str, drawn: tuple[str, tuple[int, ...], dict[str, int]], *further: str) -> None:
    pattern, sizes, lengths = drawn
    function = getattr(einops, name)
    theirs = library(lambda: function(np.ones(sizes), pattern, *further, **lengths))
    keywords: dict[str, Argument] = {key: Size.of(length) for key, length in lengths.items()}
    ours = rule(f"einops.{name}", (Shape.of(*sizes), pattern, *further), keywords)
    assert ours == theirs


@settings(max_examples=300, deadline=None)
@given(patterns())
def test_rearrange(drawn: tuple[str, tuple[int, ...], dict[str, int]]) -> None:
    _agree("rearrange", drawn)


@settings(max_examples=300, deadline=None)
@given(patterns())
def test_rearrange_with_names_as_sizes(drawn: tuple[str, tuple[int, ...], dict[str, int]]) -> None:
    """What einops takes is taken with a name for each size, too, and gives the same."""
    pattern, sizes, lengths = drawn
    theirs = library(lambda: einops.rearrange(np.ones(sizes), pattern, **lengths))
    assume(theirs != REFUSED)
    assume(parse_pattern(pattern).left.names - {"..."} <= lengths.keys())
    shape = _symbolic(parse_pattern(pattern).left, sizes)
    keywords: dict[str, Argument] = {name: Size.of(Symbol(name)) for name in lengths}
    result = rearrange(Proof(), shape, pattern, tuple(keywords.items()))
    atoms: dict[Atom, int] = {Symbol(name): value for name, value in lengths.items()}
    assert tuple(evaluate(size, atoms) for size in result.sizes or ()) == theirs


def _symbolic(side: Side, sizes: tuple[int, ...]) -> Shape:
    """Make the shape that a side of a pattern takes, with names for sizes."""
    run = len(sizes) - len(side.groups) + 1
    parts: list[Size] = []
    for group in side.groups:
        if group.spread:
            parts += map(Size.of, sizes[len(parts) : len(parts) + run])
        else:
            parts.append(
                product(Size.of(e) if isinstance(e, int) else Size.of(Symbol(e)) for e in group.elements)
            )
    return Shape(tuple(parts))


@settings(max_examples=300, deadline=None)
@given(patterns())
def test_repeat(drawn: tuple[str, tuple[int, ...], dict[str, int]]) -> None:
    _agree("repeat", drawn)


@settings(max_examples=300, deadline=None)
@given(patterns(), st.sampled_from(("max", "mean", "sum", "product")))
def test_reduce(drawn: tuple[str, tuple[int, ...], dict[str, int]], reduction: str) -> None:
    _agree("reduce", drawn, reduction)


@pytest.mark.parametrize("text", ["b h->h b", "b  h  ->  h b", "(b)(h)->h b", "b h->(h)(b)", "b h -> h()b"])
def test_spaces_do_not_matter(text: str) -> None:
    theirs = library(lambda: einops.rearrange(np.ones((2, 3)), text))
    assert rule("einops.rearrange", (Shape.of(2, 3), text), {}) == theirs


@pytest.mark.parametrize(
    "text",
    [
        "b h",
        "b h -> h b -> b",
        "b h -> h b)",
        "b ( h -> h b",
        "b.h -> h",
        ".. -> ..",
        "b h -> h b ? ",
        "b, h -> h b",
    ],
)
def test_malformed_patterns_are_reported(text: str) -> None:
    assert library(lambda: einops.rearrange(np.ones((2, 3)), text)) == REFUSED
    assert rule("einops.rearrange", (Shape.of(2, 3), text), {}) == REFUSED


@st.composite
def word_equations(draw: st.DrawFn) -> tuple[str, list[tuple[int, ...]]]:
    """An equation of einops, whose names are words."""
    equation, operands = draw(equations())
    words = {"a": "batch", "b": "pos", "c": "_", "d": "d_model", "e": "head"}
    spaced = "".join(f" {words[character]} " if character in words else character for character in equation)
    return spaced.replace("...", " ... "), operands


@settings(max_examples=300, deadline=None)
@given(word_equations())
def test_einops_einsum(drawn: tuple[str, list[tuple[int, ...]]]) -> None:
    equation, operands = drawn
    einsum: Any = einops.einsum  # its overloads end at four operands
    theirs = library(lambda: einsum(*map(torch.ones, operands), equation))
    assert rule("einops.einsum", (*shapes(*operands), equation), {}) == theirs


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(SIZES, max_size=4).map(tuple), min_size=1, max_size=3),
    st.sampled_from(PACKED),
)
def test_pack(operands: list[tuple[int, ...]], pattern: str) -> None:
    theirs = library(lambda: einops.pack([np.ones(sizes) for sizes in operands], pattern)[0])
    found = REGISTRY.find("einops.pack")
    assert found is not None
    try:
        packed = found.apply(Proof(operation="pack"), (shapes(*operands), pattern), {})
        assert isinstance(packed, tuple)
        assert numbers(packed[0]) == theirs
    except Mismatch:
        assert theirs == REFUSED

"""Random calls: with numbers a rule is exact; with names a report is a proof; what works is let through."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformable.core.facts import Facts
from conformable.core.ops.arguments import Result
from conformable.core.proof import CannotTellError, Mismatch
from ops.running import SizeOf, broken_facts, fits, flexible, infer, is_known, literal, put_in, rigid, run
from ops.sample import S, Sample, T

EXAMPLES = int(os.environ.get("CONFORMABLE_EXAMPLES", "100"))

Call = tuple[str, tuple[Any, ...], dict[str, Any]]

names = st.sampled_from("abcd")
axes = st.one_of(names, names, st.sampled_from("123"))
shapes = st.lists(axes, max_size=4)
dims = st.integers(-5, 4)
values = st.fixed_dictionaries(dict.fromkeys("abcd", st.integers(1, 4)))
booleans = st.booleans()


def T_(axes: list[str], kind: str = "float") -> T:  # noqa: N802 (a tensor)
    return T(" ".join(axes), kind)


# --- calls --------------------------------------------------------------------------------------------------


@st.composite
def broadcasting(draw: st.DrawFn) -> Call:
    """Two or three shapes, often with axes in common."""
    whole = draw(shapes)
    parts = [draw(st.one_of(shapes, st.just(whole), _weakened(whole))) for _ in range(3)]
    if draw(booleans):
        return draw(st.sampled_from(["torch.add", "numpy.multiply"])), (T_(parts[0]), T_(parts[1])), {}
    return "torch.where", (T_(parts[0], "bool"), T_(parts[1]), T_(parts[2])), {}


@st.composite
def _weakened(draw: st.DrawFn, whole: list[str]) -> list[str]:
    """Drop leading axes, and make some of the rest 1."""
    start = draw(st.integers(0, len(whole)))
    return [draw(st.sampled_from([axis, axis, "1"])) for axis in whole[start:]]


@st.composite
def laid_out(draw: st.DrawFn) -> Call:
    """The axes of a tensor in another order, some joined, perhaps one left out or replaced by -1."""
    whole = draw(shapes)
    order = draw(st.permutations(whole))
    sizes: list[Any] = []
    while order:
        taken = draw(st.integers(1, len(order)))
        sizes.append(S("*".join(order[:taken])))
        order = order[taken:]
    if draw(booleans) and sizes:
        sizes[draw(st.integers(0, len(sizes) - 1))] = draw(st.sampled_from([-1, -1, 2, S("a"), S("b")]))
    name = draw(st.sampled_from(["torch.Tensor.view", "torch.reshape", "numpy.reshape"]))
    return name, (T_(whole), tuple(sizes)), {}


@st.composite
def joined(draw: st.DrawFn) -> Call:
    """Two or three tensors that differ in one axis."""
    whole, dim = draw(shapes), draw(dims)
    tensors = []
    for _ in range(draw(st.integers(1, 3))):
        one = list(whole)
        if draw(booleans) and one:
            one[draw(st.integers(0, len(one) - 1))] = draw(axes)
        elif one and -len(one) <= dim < len(one):
            one[dim] = draw(axes)
        tensors.append(T_(one))
    name = draw(st.sampled_from(["torch.cat", "torch.stack", "numpy.concatenate", "numpy.stack"]))
    return name, (tensors, dim), {}


@st.composite
def with_dims(draw: st.DrawFn) -> Call:
    """Operations with some axes."""
    tensor = T_(draw(shapes))
    several = tuple(draw(st.lists(dims, min_size=1, max_size=3)))
    one, other, keep = draw(dims), draw(dims), draw(booleans)
    calls: list[Call] = [
        ("torch.sum", (tensor, several, keep), {}),
        ("numpy.sum", (tensor,), {"axis": several, "keepdims": keep}),
        ("torch.amax", (tensor, several), {"keepdim": keep}),
        ("torch.max", (tensor, one, keep), {}),
        ("torch.softmax", (tensor, one), {}),
        ("numpy.cumsum", (tensor, one), {}),
        ("torch.sort", (tensor, one), {}),
        ("torch.diff", (tensor, draw(st.integers(0, 2)), one), {}),
        ("torch.transpose", (tensor, one, other), {}),
        ("torch.flatten", (tensor, one, other), {}),
        ("torch.movedim", (tensor, one, other), {}),
        ("numpy.moveaxis", (tensor, several, several[::-1]), {}),
        ("torch.unsqueeze", (tensor, one), {}),
        ("numpy.expand_dims", (tensor, several), {}),
        ("torch.squeeze", (tensor, several), {}),
        ("torch.unbind", (tensor, one), {}),
        ("torch.select", (tensor, one, draw(st.integers(-3, 2))), {}),
        ("torch.narrow", (tensor, one, draw(st.integers(0, 2)), draw(st.integers(0, 3))), {}),
        ("torch.diagonal", (tensor, draw(st.integers(-2, 2)), one, other), {}),
        ("torch.Tensor.unfold", (tensor, one, draw(st.integers(1, 3)), draw(st.integers(1, 3))), {}),
        ("torch.index_select", (tensor, one, T(draw(axes), "index")), {}),
        ("torch.gather", (tensor, one, T_(draw(shapes), "index")), {}),
        ("torch.topk", (tensor, draw(st.integers(1, 3)), one), {}),
        ("torch.repeat_interleave", (tensor, draw(st.integers(1, 3)), one), {}),
    ]
    return draw(st.sampled_from(calls))


@st.composite
def permuted(draw: st.DrawFn) -> Call:
    """All axes in another order, or a wrong number of them."""
    whole = draw(shapes)
    order = draw(st.one_of(st.permutations(range(len(whole))), st.lists(dims, max_size=4)))
    return draw(st.sampled_from(["torch.permute", "numpy.transpose"])), (T_(whole), tuple(order)), {}


@st.composite
def stretched(draw: st.DrawFn) -> Call:
    """Axes repeated or stretched."""
    whole = draw(shapes)
    sizes = [*draw(st.lists(axes, max_size=1)), *(axis if draw(booleans) else draw(axes) for axis in whole)]
    if draw(booleans):
        times = tuple(draw(st.lists(st.integers(1, 3), min_size=1, max_size=4)))
        return (
            draw(st.sampled_from(["torch.Tensor.repeat", "torch.tile", "numpy.tile"])),
            (T_(whole), times),
            {},
        )
    name = draw(st.sampled_from(["torch.Tensor.expand", "torch.broadcast_to", "numpy.broadcast_to"]))
    return name, (T_(_ones(draw, whole)), tuple(map(S, sizes))), {}


def _ones(draw: st.DrawFn, whole: list[str]) -> list[str]:
    return [draw(st.sampled_from([axis, "1"])) for axis in whole]


@st.composite
def split(draw: st.DrawFn) -> Call:
    """An axis split."""
    tensor, dim, count = T_(draw(shapes)), draw(dims), draw(st.integers(1, 3))
    sections = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
    calls: list[Call] = [
        ("torch.split", (tensor, count, dim), {}),
        ("torch.split", (tensor, sections, dim), {}),
        ("torch.chunk", (tensor, count, dim), {}),
        ("torch.tensor_split", (tensor, count, dim), {}),
        ("torch.tensor_split", (tensor, sorted(sections), dim), {}),
        ("numpy.split", (tensor, count, dim), {}),
        ("numpy.array_split", (tensor, count, dim), {}),
    ]
    return draw(st.sampled_from(calls))


ANY_CALL = st.one_of(broadcasting(), laid_out(), joined(), with_dims(), permuted(), stretched())


# --- what must hold -----------------------------------------------------------------------------------------


def reality(sample: Sample) -> Any:
    """Give what the library gives; None if it raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return run(sample, sample.values)
        except (RuntimeError, ValueError, TypeError, IndexError, ZeroDivisionError):
            return None


def judged(sample: Sample, size: SizeOf) -> tuple[Result, Facts] | Mismatch | None:
    """Give what the rule gives, or reports; None if it cannot tell."""
    try:
        return infer(sample, size)
    except Mismatch as mismatch:
        return mismatch
    except CannotTellError:
        return None


def takes_scalar(sample: Sample) -> bool:
    """Tell whether a tensor has no axes: what an axis of it is, depends on the operation."""
    tensors = (
        item
        for argument in sample.arguments
        for item in (argument if isinstance(argument, list) else [argument])
    )
    return any(tensor == T("", kind) for tensor in tensors for kind in ("float", "bool", "index"))


@pytest.mark.parametrize("calls", [broadcasting, laid_out, joined, with_dims, permuted, stretched, split])
def test_with_numbers_a_rule_is_exact(calls: Callable[[], st.SearchStrategy[Call]]) -> None:
    @settings(max_examples=EXAMPLES, deadline=None)
    @given(call=calls(), numbers=values)
    def check(call: Call, numbers: dict[str, int]) -> None:
        sample = Sample(*call, values=numbers)
        real, ours = reality(sample), judged(sample, literal(numbers))
        if real is None:
            assert isinstance(ours, Mismatch) or takes_scalar(sample)
        elif ours is not None:
            assert not isinstance(ours, Mismatch), ours.message
            inferred = put_in(*ours, numbers)
            assert is_known(inferred)
            assert fits(inferred, real)
        else:
            assert takes_scalar(sample)

    check()


@settings(max_examples=3 * EXAMPLES, deadline=None)
@given(call=ANY_CALL, numbers=values)
def test_with_names_a_report_is_a_proof(call: Call, numbers: dict[str, int]) -> None:
    """Each witness is executed."""
    sample = Sample(*call, values=numbers)
    ours = judged(sample, rigid)
    if isinstance(ours, Mismatch):
        shown = (
            {symbol.name: value for symbol, value in ours.witness.shown} if ours.witness is not None else {}
        )
        assert reality(Sample(*call, values=numbers | shown)) is None
        return
    real = reality(sample)
    if ours is not None and real is not None:
        assert fits(put_in(*ours, numbers), real)
        assert broken_facts(ours[1], numbers) == []


@settings(max_examples=3 * EXAMPLES, deadline=None)
@given(call=ANY_CALL, numbers=values)
def test_what_works_is_not_reported_while_sizes_are_not_known(call: Call, numbers: dict[str, int]) -> None:
    sample = Sample(*call, values=numbers)
    real = reality(sample)
    if real is None:
        return
    ours = judged(sample, flexible)
    if ours is not None:
        assert not isinstance(ours, Mismatch), ours.message
        assert fits(put_in(*ours, numbers), real)
        assert broken_facts(ours[1], numbers) == []

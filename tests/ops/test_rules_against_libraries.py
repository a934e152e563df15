"""Each shape rule gives what its library gives, and reports what its library refuses."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import ModuleType
from typing import Any

import pytest

from conformable.core.facts import Facts
from conformable.core.ops import REGISTRY
from conformable.core.ops.arguments import Repeated, Result
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.shapes import Shape, Variadic
from conformable.core.sizes import Size, Symbol
from ops import (
    samples_axes,
    samples_creation,
    samples_joining,
    samples_pointwise,
    samples_reductions,
    samples_selecting,
    samples_views,
)
from ops.running import (
    broken_facts,
    fits,
    flexible,
    infer,
    is_exact,
    literal,
    put_in,
    refuses,
    rigid,
    run,
    shape,
)
from ops.sample import Gives, S, Sample, T, names_in

FAMILIES: list[ModuleType] = [
    samples_axes,
    samples_creation,
    samples_joining,
    samples_pointwise,
    samples_reductions,
    samples_selecting,
    samples_views,
]
SAMPLES: list[Sample] = [sample for family in FAMILIES for sample in family.SAMPLES]
REFUSED: list[Sample] = [sample for family in FAMILIES for sample in family.REFUSED]
CANNOT_RUN_HERE = {"torch.Tensor.cuda", "torch.Tensor.pin_memory", "torch.Tensor.grad"}
"""The first two need a GPU, the last a backward pass."""

MODULES = """
    axes creation diagonals drawing joining literals ordering pointwise reductions searching selecting
    splitting stretching views
"""


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Let the libraries warn about what is deprecated or prototype: the rows are about shapes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_gives_what_the_library_gives(sample: Sample) -> None:
    """The same row with numbers, with names, with sizes not known yet, and with unknown numbers of axes."""
    real = run(sample, sample.values)
    result, facts = infer(sample, literal(sample.values))
    inferred = put_in(result, facts, sample.values)
    assert fits(inferred, real), f"with numbers: {result}"
    assert is_exact(inferred, sample.gives), f"with numbers: {result}"

    result, facts = infer(sample, rigid)
    assert same(result, sample.gives, facts), f"with names: {result}"
    assert fits(put_in(result, facts, sample.values), real), f"with names: {result}"
    assert broken_facts(facts, sample.values) == []

    result, facts = infer(sample, of_program(sample))
    assert fits(put_in(result, facts, sample.values), real), f"with sizes not known yet: {result}"
    assert broken_facts(facts, sample.values) == []

    for opened in OPENED:
        with suppress(CannotTellError):
            result, facts = infer(sample, rigid, tensors=opened())
            assert fits(put_in(result, facts, sample.values), real), f"with axes not known: {result}"
            assert broken_facts(facts, sample.values) == []


@pytest.mark.parametrize("sample", REFUSED, ids=str)
def test_reports_what_the_library_refuses(sample: Sample) -> None:
    """The same row with numbers and with names; the witness is executed."""
    assert refuses(sample, sample.values)
    with pytest.raises(Mismatch) as caught:
        infer(sample, literal(sample.values))
    assert caught.value.message.startswith(f"{sample.name.rpartition('.')[2]}: ")

    with pytest.raises(Mismatch) as caught:
        infer(sample, rigid)
    assert caught.value.code == sample.code
    witness = caught.value.witness
    shown = {symbol.name: value for symbol, value in witness.shown} if witness is not None else {}
    assert refuses(sample, sample.values | shown)


def test_every_rule_has_a_sample() -> None:
    """Adding an operation takes a row of samples."""
    names = {
        name
        for name, rule in REGISTRY.rules.items()
        if rule.function.__module__.rpartition(".")[2] in MODULES.split()
    }
    assert names - {sample.name for sample in SAMPLES} == CANNOT_RUN_HERE


def of_program(sample: Sample) -> Callable[[str], Size]:
    """Make sizes not known yet; those that only numbers mention may be negative for all we know."""
    axes = {name for argument in _flat(sample) if isinstance(argument, T) for name in names_in(argument)}

    def size(name: str) -> Size:
        return flexible(name) if name in axes else Size.of(Symbol(name, rigid=False, least=None))

    return size


def _flat(sample: Sample) -> Iterator[Any]:
    waiting = [*sample.arguments, *sample.keywords.values()]
    while waiting:
        argument = waiting.pop()
        if isinstance(argument, tuple | list):
            waiting.extend(argument)
        else:
            yield argument


def _opened(rest: Callable[[Shape, Variadic], tuple[Any, ...]]) -> Callable[[], Callable[[Shape], Shape]]:
    def start() -> Callable[[Shape], Shape]:
        count = iter(range(1000))
        return lambda tensor: Shape(rest(tensor, Variadic("...", f"open {next(count)}", rigid=False)))

    return start


OPENED = [
    _opened(lambda tensor, run: (run,)),
    _opened(lambda tensor, run: (run, *tensor.parts[1:])),
    _opened(lambda tensor, run: (*tensor.parts[:-1], run)),
]
"""What a rule may be told of a tensor instead of its shape."""


def same(result: Result, gives: Gives, facts: Facts) -> bool:
    """Tell whether a result has the axes that a row says."""
    match result, gives:
        case Shape(), str():
            wanted = shape(gives, rigid)
            return result.rank == wanted.rank and all(
                _same_size(mine, other, facts)
                for mine, other in zip(result.before, wanted.before, strict=True)
            )
        case Size(), S(text):
            return _same_size(result, shape(text, rigid).before[0], facts)
        case Repeated(item, _), [each]:
            return same(item, each, facts)
        case tuple(), tuple() | list():
            return len(result) == len(gives) and all(
                same(a, b, facts) for a, b in zip(result, gives, strict=True)
            )
        case _:
            return result is gives


def _same_size(mine: Size, other: Size, facts: Facts) -> bool:
    if str(other) == "_":
        return any(symbol.name == "_" for symbol in mine.symbols())
    return not facts.simplify(mine - other).terms

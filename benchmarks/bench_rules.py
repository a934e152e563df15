"""What a shape rule costs, with PyTorch's own meta kernels side by side.

Run `python benchmarks/bench_rules.py`. Each call is timed with names for its sizes; "first" is with names
that are new, "again" with sizes that have met before under the same facts, as in loops and methods.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import torch

from conformable.core.facts import Facts
from conformable.core.ops import REGISTRY
from conformable.core.proof import Proof
from conformable.core.shapes import Shape
from conformable.core.sizes import Size, Symbol

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument

ROUNDS: Final = 200
SIZES: Final = {"b": 2, "t": 9, "d": 64, "h": 8, "w": 12, "o": 16, "k": 5}

Call = tuple[str, tuple[object, ...], dict[str, object]]

#: The operation, its arguments (a text is a tensor with these axes, `=n` an integer), its keywords.
CALLS: Final[tuple[Call, ...]] = (
    ("torch.relu", ("b t d",), {}),
    ("torch.add", ("b t d", "t d"), {}),
    ("torch.matmul", ("b t d", "d o"), {}),
    ("torch.nn.functional.linear", ("b t d", "o d"), {}),
    ("torch.softmax", ("b t d",), {"dim": -1}),
    ("torch.sum", ("b t d",), {"dim": -1}),
    ("torch.Tensor.view", ("b t d", "=b", "=t", "=h", -1), {}),
    ("torch.cat", (("b t d", "b t d"),), {"dim": 1}),
    ("torch.nn.functional.conv2d", ("b 3 h w", "o 3 3 3"), {"padding": 1}),
    ("torch.nn.functional.max_pool2d", ("b o h w", 2), {}),
)


def main() -> None:
    """Print microseconds for each call."""
    print("| call | first | again | torch, meta tensors |\n| --- | --- | --- | --- |")
    again = []
    for name, arguments, keywords in CALLS:
        rule = REGISTRY.find(name)
        assert rule is not None
        fresh = [_first(name, arguments, keywords, number) for number in range(ROUNDS)]
        positional, named = _abstract(arguments, ""), _named(keywords)
        facts = Facts()
        known = _each(lambda: rule.apply(Proof(facts), positional, named))  # noqa: B023 (called here)
        again.append(known)
        print(f"| `{name}` | {median(fresh):.1f} | {known:.1f} | {_meta(name, arguments, keywords):.1f} |")
    print(f"| median | | {median(again):.1f} | |")


def _first(name: str, arguments: tuple[object, ...], keywords: dict[str, object], number: int) -> float:
    rule = REGISTRY.find(name)
    assert rule is not None
    positional, named = _abstract(arguments, str(number)), _named(keywords)
    start = time.process_time_ns()
    rule.apply(Proof(), positional, named)
    return (time.process_time_ns() - start) / 1000


def _each(call: Callable[[], object]) -> float:
    call()
    start = time.process_time_ns()
    for _ in range(ROUNDS):
        call()
    return (time.process_time_ns() - start) / 1000 / ROUNDS


def _abstract(arguments: tuple[object, ...], suffix: str) -> tuple[Argument, ...]:
    return tuple(_argument(argument, suffix) for argument in arguments)


def _named(keywords: dict[str, object]) -> dict[str, Argument]:
    return {key: _argument(value, "") for key, value in keywords.items()}


def _argument(argument: object, suffix: str) -> Argument:
    match argument:
        case str() if argument.startswith("="):
            return _size(argument[1:], suffix)
        case str():
            return Shape(tuple(_size(axis, suffix) for axis in argument.split()))
        case int():
            return Size.of(argument)
        case tuple():
            return _abstract(argument, suffix)
        case _:
            raise AssertionError(argument)


def _size(axis: str, suffix: str) -> Size:
    return Size.of(int(axis)) if axis.isdecimal() else Size.of(Symbol(axis + suffix))


def _meta(name: str, arguments: tuple[object, ...], keywords: dict[str, object]) -> float:
    function: Any = torch
    for part in name.split(".")[1:]:
        function = getattr(function, part)
    positional = [_real(argument) for argument in arguments]
    return _each(lambda: function(*positional, **keywords))


def _real(argument: object) -> object:
    match argument:
        case str() if argument.startswith("="):
            return SIZES[argument[1:]]
        case str():
            sizes = [int(axis) if axis.isdecimal() else SIZES[axis] for axis in argument.split()]
            return torch.empty(sizes, device="meta")
        case tuple():
            return [_real(item) for item in argument]
        case _:
            return argument


if __name__ == "__main__":
    main()

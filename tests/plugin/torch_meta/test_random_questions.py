"""Random calls of random operations: what the fall-back says of them, and what real tensors do."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from torch.overrides import get_overridable_functions, resolve_name

from conformable_mypy.torch_meta.fallback import PASSED_OVER, PLACES
from conformable_mypy.torch_meta.kernels.callables import operation
from conformable_mypy.torch_meta.kernels.trials import (
    Call,
    RefusedError,
    UnanswerableError,
    assignments,
    shown,
)
from conformable_mypy.torch_meta.kernels.verdicts import answer, evaluated

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore")]

QUESTIONS = 400
SIZES: tuple[Any, ...] = ("s0", "s0", "s1", "s2", 1, 2, 3)


def names() -> list[str]:
    """Return the operations that users may be told about."""
    found = {
        (resolve_name(function) or "").replace("torch.functional.", "torch.")
        for functions in get_overridable_functions().values()
        for function in functions
    }
    return sorted(name for name in found if _is_asked_about(name))


def _is_asked_about(name: str) -> bool:
    place, _, last = name.rpartition(".")
    return place in PLACES and not last.startswith("_") and last not in PASSED_OVER


def questions(draw: random.Random) -> Iterator[dict[str, Any]]:
    """Yield random questions; most of them are nonsense, as torch will say."""
    known = names()
    for _ in range(QUESTIONS):
        tensors: list[Any] = [
            {"tensor": [draw.choice(SIZES) for _ in range(draw.choice((0, 1, 2, 2, 3, 4)))]}
            for _ in range(draw.choice((1, 1, 2, 2, 3)))
        ]
        integers: list[Any] = [{"size": draw.choice((0, 1, 2, -1))} for _ in range(draw.choice((0, 0, 1, 2)))]
        arguments = [*tensors, *integers] if draw.random() < 0.9 else [tensors, *integers]
        numbered = _numbered(arguments)
        yield {
            "operation": draw.choice(known),
            "positional": numbered[0],
            "keywords": {},
            "least": numbered[1],
        }


def _numbered(arguments: list[Any]) -> tuple[list[Any], list[int]]:
    """Number the symbols in the order in which they appear, as questions do."""
    order: dict[str, str] = {}

    def again(part: Any) -> Any:
        match part:
            case str():
                return order.setdefault(part, f"s{len(order)}")
            case dict():
                return {key: again(item) for key, item in part.items()}
            case list():
                return [again(item) for item in part]
            case _:
                return part

    return again(arguments), [1] * len(order)


def real(call: Call, values: dict[str, int]) -> list[Any]:
    """Return what the call gives for element types that it accepts."""
    found = []
    for kinds in assignments(call.ranks()):
        try:
            found.append(shown(call.run(values, kinds, real=True)))
        except (RefusedError, UnanswerableError):
            continue
    return found


def test_what_is_said_is_so() -> None:
    draw = random.Random(0)
    told = 0
    for question in questions(draw):
        function = operation(question["operation"])
        found = answer(question)
        if function is None or not found:
            continue
        told += 1
        call = Call(function, question["positional"], question["keywords"])
        for _ in range(3):
            values = {f"s{index}": draw.randint(1, 7) for index in range(len(question["least"]))}
            given = real(call, values)
            if "result" in found:
                assert all(each == evaluated(found["result"], values) for each in given), (question, values)
            elif found["refused"]:
                assert given == [], question
    assert told > QUESTIONS // 5

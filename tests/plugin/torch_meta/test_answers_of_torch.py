"""What the fall-back says of an operation is what torch does, whatever numbers its symbols stand for."""

from __future__ import annotations

import random
from typing import Any

import pytest
import torch

from conformable_mypy.torch_meta.kernels.callables import operation
from conformable_mypy.torch_meta.kernels.trials import Call, RefusedError, shown
from conformable_mypy.torch_meta.kernels.verdicts import answer, evaluated

#: Operation, its arguments (a tuple is a tensor), its keywords, and the element type of its last tensor.
CALLS: list[tuple[str, list[Any], dict[str, Any], str]] = [
    ("torch.tensordot", [("s0", "s1", "s2"), ("s2", "s1", "s3")], {"dims": [[1, 2], [1, 0]]}, "float"),
    ("torch.ormqr", [("s0", 900, "s1"), ("s0", "s1"), ("s0", 900, "s2")], {}, "float"),
    ("torch.block_diag", [("s0", "s1"), ("s2", "s1")], {}, "float"),
    ("torch.cartesian_prod", [("s0",), ("s1",)], {}, "float"),
    (
        "torch.nn.functional.conv2d",
        [("s0", 3, "s1", "s2"), (8, 3, 3, 5)],
        {"stride": 2, "padding": 1},
        "float",
    ),
    ("torch.nn.functional.unfold", [("s0", "s1", "s2", 9)], {"kernel_size": 2}, "float"),
    ("torch.take_along_dim", [("s0", 5), ("s0", "s1"), 1], {}, "int"),
    ("torch.Tensor.unfold", [("s0", "s1"), 1, 3, 2], {}, "float"),
    ("torch.hann_window", [400], {}, ""),
    ("torch.topk", [("s0", "s1"), 2], {}, "float"),
    ("torch.special.zeta", [("s0", "s1"), ("s1",)], {}, "float"),
    ("torch.linalg.multi_dot", [[("s0", "s1"), ("s1", "s2"), ("s2", "s0")]], {}, "float"),
]

REFUSED: list[tuple[str, list[Any], dict[str, Any]]] = [
    ("torch.ormqr", [(5, 5), (5,), (4, 3)], {}),
    ("torch.tensordot", [(2, 3), (4, 2), 1], {}),
    ("torch.mm", [(2, 3), (3,)], {}),
    ("torch.nn.functional.conv2d", [(2, 3, 10, 10), (8, 4, 3, 3)], {}),
    ("torch.Tensor.unfold", [(2, 3), 1, 5, 1], {}),
]

#: What depends on elements, what is no operation on tensors, and what only some sizes are fit for.
UNKNOWN: list[tuple[str, list[Any]]] = [
    ("torch.nonzero", [("s0", 3)]),
    ("torch.unique", [("s0", 3)]),
    ("torch.masked_select", [("s0", 3), ("s0", 3)]),
    ("torch.save", [("s0", 3), "/tmp/nowhere"]),
    ("torch.load", ["/tmp/nowhere"]),
    ("torch.Tensor.squeeze", [("s0", 3)]),
    ("torch.mm", [("s0", "s1"), ("s2", "s0")]),
    ("torch.add", [("s0",), ("s1",)]),
    ("torch.no_such_operation", [("s0",)]),
]


def written(argument: Any) -> Any:
    match argument:
        case tuple():
            return {"tensor": list(argument)}
        case bool() | str() | float() | None:
            return argument
        case int():
            return {"size": argument}
        case list():
            return [written(item) for item in argument]
        case _:
            raise TypeError(argument)


def question(name: str, arguments: list[Any], keywords: dict[str, Any]) -> dict[str, Any]:
    asked = {
        "operation": name,
        "positional": written(arguments),
        "keywords": {key: written(value) for key, value in keywords.items()},
    }
    return {**asked, "least": [1] * sum(f"s{index}'" in str(asked) for index in range(9))}


@pytest.mark.parametrize(("name", "arguments", "keywords", "last"), CALLS, ids=lambda value: str(value)[:30])
def test_the_answer_holds_for_real_tensors(
    name: str, arguments: list[Any], keywords: dict[str, Any], last: str
) -> None:
    asked = question(name, arguments, keywords)
    found = answer(asked)
    assert "result" in found
    function = operation(name)
    assert function is not None
    call, draw = Call(function, asked["positional"], asked["keywords"]), random.Random(0)
    kinds = (*("float" for _ in call.ranks()[1:]), *([last] if last else []))
    for _ in range(8):
        values = {f"s{index}": draw.randint(4, 12) for index in range(len(asked["least"]))}
        assert shown(call.run(values, kinds, real=True)) == evaluated(found["result"], values)


@pytest.mark.parametrize(("name", "arguments", "keywords"), REFUSED, ids=lambda value: str(value)[:30])
def test_what_is_refused_is_what_torch_refuses_in_its_words(
    name: str, arguments: list[Any], keywords: dict[str, Any]
) -> None:
    asked = question(name, arguments, keywords)
    function = operation(name)
    assert function is not None
    call = Call(function, asked["positional"], asked["keywords"])
    with pytest.raises(RefusedError) as refused:
        call.run({}, ("float",) * len(call.ranks()), real=True)
    assert answer(asked) == {"refused": str(refused.value)}


def test_a_call_that_is_refused_for_all_sizes_is_refused_without_words() -> None:
    assert answer(question("torch.tensordot", [("s0", 3), (4, "s1"), 1], {})) == {"refused": ""}


@pytest.mark.parametrize(("name", "arguments"), UNKNOWN, ids=lambda value: str(value)[:30])
def test_what_cannot_be_told_is_unknown(name: str, arguments: list[Any]) -> None:
    assert answer(question(name, arguments, {})) == {}


def test_a_refusal_that_is_about_element_types_is_none() -> None:
    with pytest.raises(RuntimeError):
        torch.linalg.multi_dot([torch.zeros(2, 3).bool(), torch.zeros(3, 2).bool()])
    assert answer(question("torch.Tensor.view_as_complex", [(3, 2)], {})) == {}


@pytest.mark.parametrize(
    "name", ["torch.load", "torch.save", "torch.from_file", "torch.compile", "torch.Tensor"]
)
def test_what_is_no_operation_on_tensors_is_not_run(name: str) -> None:
    assert operation(name) is None

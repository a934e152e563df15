"""Operations whose results are masks or indices, whatever they are given."""

from __future__ import annotations

from typing import Final

_MASKS: Final = frozenset(
    [
        "__eq__",
        "__ne__",
        "__lt__",
        "__le__",
        "__gt__",
        "__ge__",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "isnan",
        "isinf",
        "isfinite",
        "isin",
        "isclose",
        "logical_and",
        "logical_or",
        "logical_not",
        "logical_xor",
        "bool",
        "signbit",
        "equal_to",
    ]
)
_INDICES: Final = frozenset(
    [
        "argmax",
        "argmin",
        "argsort",
        "argwhere",
        "nonzero",
        "randint",
        "randperm",
        "searchsorted",
        "bucketize",
        "multinomial",
        "long",
        "int",
        "arange",
    ]
)


def of_result(name: str) -> str | None:
    """Give jaxtyping's word for the result of an operation, None where it depends on the arguments.

    >>> of_result("torch.Tensor.__lt__"), of_result("torch.argmax"), of_result("torch.add")
    ('Bool', 'Int', None)
    """
    operation = name.rpartition(".")[2]
    return "Bool" if operation in _MASKS else "Int" if operation in _INDICES else None

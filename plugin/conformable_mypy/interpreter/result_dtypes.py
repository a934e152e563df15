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
        "tril_indices",
        "triu_indices",
        "flatnonzero",
    ]
)


_PLACES: Final = frozenset({"where", "nonzero", "tril_indices", "triu_indices"})
"""Operations that give one vector of indices for each axis."""

_WITH_INDICES: Final = frozenset(
    {"topk", "sort", "max", "min", "median", "nanmedian", "mode", "kthvalue", "cummax", "cummin"}
)
"""Operations that give values, and where they stood."""


def of_results(name: str, count: int) -> tuple[str | None, ...]:
    """Give jaxtyping's words for the several results of an operation.

    >>> of_results("torch.topk", 2), of_results("torch.where", 1)
    ((None, 'Int'), ('Int',))
    """
    operation = name.rpartition(".")[2]
    if operation in _PLACES:
        return ("Int",) * count
    return (None, "Int") if operation in _WITH_INDICES and count == 2 else (None,) * count


def of_result(name: str) -> str | None:
    """Give jaxtyping's word for the result of an operation, None where it depends on the arguments.

    >>> of_result("torch.Tensor.__lt__"), of_result("torch.argmax"), of_result("torch.add")
    ('Bool', 'Int', None)
    """
    operation = name.rpartition(".")[2]
    return "Bool" if operation in _MASKS else "Int" if operation in _INDICES else None

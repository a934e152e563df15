"""What the static half says beside an error: operands, revealed shapes, how operators are called."""
# ruff: noqa: D103

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from conformable.core.shapes import Shape

OPERATORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "__add__": "+",
        "__radd__": "+",
        "__sub__": "-",
        "__rsub__": "-",
        "__mul__": "*",
        "__rmul__": "*",
        "__truediv__": "/",
        "__rtruediv__": "/",
        "__floordiv__": "//",
        "__mod__": "%",
        "__pow__": "**",
        "__matmul__": "matmul",
        "__rmatmul__": "matmul",
        "__and__": "&",
        "__or__": "|",
        "__xor__": "^",
        "__lt__": "<",
        "__gt__": ">",
        "__le__": "<=",
        "__ge__": ">=",
        "__eq__": "==",
        "__ne__": "!=",
    }
)
"""How messages call the methods behind operators."""


def declared_operand(name: str, annotation: str, line: int | None) -> str:
    declared = f", declared at line {line}" if line is not None else ""
    return f"{name}: {annotation}{declared}"


def derived_operand(name: str, shape: Shape) -> str:
    return f'{name} has shape "{shape}"'


def inside_call(line: int) -> str:
    return f"The operation that fails is in the called function, at line {line}"


def revealed(annotation: str) -> str:
    return f'Revealed shape is "{annotation}"'


def asserted() -> str:
    return "Expression"


def too_large() -> str:
    return (
        "Conformable: this is too large to be analysed in one piece; its shapes are not checked,"
        " those of smaller functions would be"
    )


def would_fit(name: str, shape: Shape) -> str:
    return f'"{name}" would fit: its shape is "{shape}"'

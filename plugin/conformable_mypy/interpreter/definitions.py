"""What a definition stands for: a function, a class, something of a library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes, types

from conformable_mypy import names
from conformable_mypy.interpreter.declared import NUMBERS
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Callable,
    Class,
    Function,
    Number,
    Operation,
    Overloads,
    Scalar,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

CONSTANTS: Final[Mapping[str, Value]] = {
    "builtins.None": Scalar(None),
    "builtins.True": Scalar(True),  # noqa: FBT003
    "builtins.False": Scalar(False),  # noqa: FBT003
}
"""Names that the language gives to values."""

LIBRARIES: Final = (
    "torch.",
    "numpy.",
    "einops.",
    "jax.",
    "opt_einsum.",
    "math.",
    "builtins.",
    "typing.",
    "functools.",
    "itertools.",
    "operator.",
    "copy.",
)
"""Where the operations live that are known by name and never followed into their bodies."""

TRANSPARENT: Final = frozenset(
    {
        "jaxtyping._decorator.jaxtyped",
        "beartype._decor.decorcache.beartype",
        "beartype._decor.decormain.beartype",
        "conformable.checked",
        "torch.no_grad",
        "torch.inference_mode",
        "functools.wraps",
        "functools.lru_cache",
        "functools.cache",
    }
)
"""Decorators that leave a function's shapes as they are."""


MAPPING: Final = ("torch.func.", "torch._functorch.", "jax.")
"""Where decorators live whose functions are called with other shapes than they are written for."""


def value_of_definition(definition: nodes.SymbolNode | None, fullname: str) -> Value:
    """Give what a definition stands for; unknown for a variable of the program."""
    if fullname.startswith(LIBRARIES) and not isinstance(definition, nodes.TypeInfo):
        if isinstance(definition, nodes.Var) and _is_float(definition.type):
            return Number()
        return Operation(names.public_name(fullname))
    match definition:
        case nodes.FuncDef():
            return Function(definition)
        case nodes.Decorator():
            return _decorated(definition)
        case nodes.OverloadedFuncDef():
            return Overloads(definition)
        case nodes.TypeInfo():
            return Class(definition)
        case _:
            return UNKNOWN


def _is_float(declared: types.Type | None) -> bool:
    """Tell whether a variable of a library is a number, as `math.pi` is."""
    plain = types.get_proper_type(declared)
    return isinstance(plain, types.Instance) and plain.type.fullname in NUMBERS


def _decorated(decorator: nodes.Decorator) -> Value:
    if any(map(_may_change_shapes, decorator.original_decorators)):
        return UNKNOWN
    if all(_is_transparent(expression) for expression in decorator.original_decorators):
        return Function(decorator.func)
    declared = types.get_proper_type(decorator.var.type)
    if not isinstance(declared, types.CallableType):
        return UNKNOWN
    return Function(decorator.func) if declared == decorator.func.type else Callable(declared, decorator.name)


def _is_transparent(decorator: nodes.Expression) -> bool:
    called = decorator.callee if isinstance(decorator, nodes.CallExpr) else decorator
    return isinstance(called, nodes.RefExpr) and called.fullname in TRANSPARENT


def _may_change_shapes(decorator: nodes.Expression) -> bool:
    parts = (decorator.callee, *decorator.args) if isinstance(decorator, nodes.CallExpr) else (decorator,)
    return any(isinstance(part, nodes.RefExpr) and part.fullname.startswith(MAPPING) for part in parts)

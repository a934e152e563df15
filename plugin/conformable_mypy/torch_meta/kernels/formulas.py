"""Run an operation on symbolic sizes, and write the sizes of its result as expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import sympy  # type: ignore[import-untyped]
import torch
from torch._dynamo.source import ConstantSource
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.fx.experimental.symbolic_shapes import DimDynamic, ShapeEnv

from conformable_mypy.torch_meta.kernels.trials import UnanswerableError, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformable_mypy.torch_meta.kernels.trials import Call, Kinds

#: Name of a sympy function -> the operator of an expression.
_OPERATORS: Final[Mapping[str, str]] = {
    "Add": "+",
    "Mul": "*",
    "FloorDiv": "//",
    "CleanDiv": "//",
    "PythonMod": "%",
    "Mod": "%",
    "Max": "max",
    "Min": "min",
}

#: Larger expressions are not worth having.
MOST_NODES: Final = 60


def formula(call: Call, hints: Mapping[str, int], least: Mapping[str, int | None], kinds: Kinds) -> Any:
    """Return what an operation gives, with expressions in the place of numbers.

    Args:
        call: The operation and its arguments.
        hints: The value of each symbol that steers the branches of the kernel.
        least: The least value of each symbol, where there is one.
        kinds: The element type of each tensor.

    Raises:
        UnanswerableError: if it cannot be told.
        RefusedError: if the operation refuses its arguments.
    """
    environment = ShapeEnv(specialize_zero_one=False, duck_shape=False)
    symbols, names = {}, {}
    for name, hint in hints.items():
        source = ConstantSource(name)
        symbol = environment.create_symbol(
            hint,
            source,
            DimDynamic.DYNAMIC,
            positive=True if (least.get(name) or 0) > 0 else None,
            do_not_specialize_zero_one=True,
        )
        symbols[name] = environment.create_symintnode(symbol, hint=hint, source=source)
        names[symbol] = name
    result = call.run(symbols, kinds, mode=FakeTensorMode(shape_env=environment))
    return _written(shown(result), environment, names)


def _written(result: Any, environment: ShapeEnv, names: Mapping[Any, str]) -> Any:
    match result:
        case {"tensor": sizes}:
            return {"tensor": [_written(size, environment, names) for size in sizes]}
        case list():
            return [_written(item, environment, names) for item in result]
        case torch.SymInt():
            expression = environment.simplify(result.node.expr)
            if sympy.count_ops(expression) > MOST_NODES:
                raise UnanswerableError
            return _expression(expression, names)
        case _:
            return result


def _expression(expression: Any, names: Mapping[Any, str]) -> Any:
    """Write a sympy expression as nested lists.

    >>> x = sympy.Symbol("x", integer=True)
    >>> _expression(2 * x**2 + 1, {x: "s0"})
    ['+', ['*', 2, ['*', 's0', 's0']], 1]
    """
    if expression in names:
        return names[expression]
    if isinstance(expression, sympy.Integer):
        return int(expression)
    if isinstance(expression, sympy.Pow) and expression.exp in {2, 3, 4}:
        return ["*", *[_expression(expression.base, names)] * int(expression.exp)]
    operator = _OPERATORS.get(type(expression).__name__)
    if operator is None:
        raise UnanswerableError
    arguments = expression.as_ordered_terms() if operator == "+" else expression.args
    return [operator, *(_expression(argument, names) for argument in arguments)]

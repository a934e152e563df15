"""What is stored of the constructors of other modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from conformable.core.arithmetic import substitute
from conformable.core.shapes import Shape
from conformable.core.sizes import Size
from conformable_mypy.interpreter import objects
from conformable_mypy.interpreter.encoding import Decoder
from conformable_mypy.interpreter.stored import read_stored
from conformable_mypy.interpreter.values import UNKNOWN, Integer

if TYPE_CHECKING:
    from mypy import nodes

    from conformable.core.sizes import Atom, Symbol
    from conformable_mypy.interpreter.arguments import Parameter
    from conformable_mypy.interpreter.operations import Operand
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.interpreter.values import Value

PREFIX: Final = "__conformable__@class:"
"""Begins the name of the variable that holds a summary: no program can spell it."""


def met_name(method: str, axis: str) -> str:
    """Name the attribute that holds the size of the instance that an axis name of a method stands for."""
    return f"{method}({axis})"


def attributes_of(
    info: nodes.TypeInfo,
    pairs: list[tuple[Parameter, Operand]],
    node: nodes.Context,
    run: Run,
    state: State,
) -> tuple[tuple[str, Value], ...]:
    """Give the attributes of a new object of a class of another module.

    Args:
        info: The class.
        pairs: The arguments of the constructor by parameter.
        node: The call.
        run: The interpretation.
        state: What is known here; containers among the attributes are put on its heap.
    """
    stored = _stored(info, run)
    if stored is None:
        return ()
    arguments = {parameter.name: operand.value for parameter, operand in pairs}

    def renamed(size: Size) -> Size:
        return substitute(size, _sizes(size, arguments, node, run, state))

    def change(shape: Shape) -> Shape:
        return Shape(tuple(renamed(part) if isinstance(part, Size) else part for part in shape.parts))

    decoder = Decoder(run, state, change)
    return tuple((name, decoder.value(value)) for name, value in stored.items())


def _stored(info: nodes.TypeInfo, run: Run) -> dict[str, Any] | None:
    """Find the summary of a class, or of the base class whose constructor it inherits."""
    initializer = info.get_method("__init__")
    owner = initializer.info if initializer is not None else info
    loaded = read_stored(owner.module_name, f"{PREFIX}{owner.name}", run)
    return loaded if isinstance(loaded, dict) else None


def _sizes(
    size: Size, arguments: dict[str, Value], node: nodes.Context, run: Run, state: State
) -> dict[Atom, Size]:
    """Read from the arguments what the sizes of a summary stand for: `d_model`, or `cfg.d_model`."""
    found: dict[Atom, Size] = {}
    for symbol in set(size.symbols()):
        value = _read(symbol, arguments, node, run, state)
        found[symbol] = value.size if isinstance(value, Integer) else run.fresh_size(node, symbol.name)
    return found


def _read(symbol: Symbol, arguments: dict[str, Value], node: nodes.Context, run: Run, state: State) -> Value:
    root, *path = symbol.name.split(".")
    return objects.read_path(arguments.get(root, UNKNOWN), tuple(path), node, run, state)

"""What is stored of the constructors of other modules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from conformable.core.arithmetic import substitute
from conformable.core.shapes import Shape
from conformable.core.sizes import INSTANCE, Size
from conformable_mypy.interpreter import given_objects, objects
from conformable_mypy.interpreter.encoding import Decoder
from conformable_mypy.interpreter.optional_sizes import if_given
from conformable_mypy.interpreter.stored import read_of_class
from conformable_mypy.interpreter.values import UNKNOWN, Integer, Object, Reference, symbols_of

if TYPE_CHECKING:
    from mypy import nodes

    from conformable.core.shapes import Part
    from conformable.core.sizes import Atom
    from conformable_mypy.interpreter.arguments import Parameter
    from conformable_mypy.interpreter.operations import Operand
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.interpreter.values import Value

PREFIX: Final = "__conformable__@class:"
"""Begins the name of the variable that holds a summary: no program can spell it."""


GUARDED: Final = "(guarded)"
"""What holds the sizes that a constructor relates to each other, or may: no program can spell it."""


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
    owner = _owner(info)
    stored = _stored(owner, run)
    if stored is None:
        return ()
    values = ((parameter.name, operand.value) for parameter, operand in pairs)
    arguments = given_objects.with_chosen(values, run, state)
    given, fresh = f"{INSTANCE}{owner.fullname}.", run.fresh_scope(node)

    def renamed(size: Size) -> Size:
        return substitute(size, _sizes(size, owner, arguments, node, run, state))

    def part_here(part: Part) -> Part:
        return renamed(part) if isinstance(part, Size) else replace(part, scope=f"{fresh}/{part.scope}")

    def change(shape: Shape) -> Shape:
        return Shape(tuple(map(part_here, shape.parts)))

    def place(made: Object) -> Value:
        """Give the argument in the place of a parameter; another object is a new one at each call."""
        if made.scope.startswith(given) and not made.attributes:
            value = _read(made.name, arguments, node, run, state)
            content = state.content(value)
            # What is no reference is changed with the rest of the summary.
            if isinstance(content, Object) and (isinstance(value, Reference) or not content.attributes):
                return value
        return replace(made, scope=f"{fresh}/{made.scope}") if made.scope else made

    decoder = Decoder(run, state, change, place)
    attributes = {name: decoder.value(value) for name, value in stored.items()}
    state.facts = state.facts.loosen(symbols_of(attributes.pop(GUARDED, UNKNOWN)))
    return tuple(attributes.items())


def _owner(info: nodes.TypeInfo) -> nodes.TypeInfo:
    """Give the class whose constructor makes the objects of a class: itself, or one that it inherits from."""
    initializer = info.get_method("__init__")
    return initializer.info if initializer is not None else info


def _stored(owner: nodes.TypeInfo, run: Run) -> dict[str, Any] | None:
    """Find the summary of the class that has a constructor."""
    return read_of_class(owner, PREFIX, run)


def _sizes(
    size: Size,
    owner: nodes.TypeInfo,
    arguments: dict[str, Value],
    node: nodes.Context,
    run: Run,
    state: State,
) -> dict[Atom, Size]:
    """Read from the arguments what the sizes of a summary stand for: `d_model`, or `cfg.d_model`."""
    found: dict[Atom, Size] = {}
    for symbol in set(size.symbols()):
        is_given = f"{symbol.scope}.".startswith(f"{INSTANCE}{owner.fullname}.")
        value = if_given(_read(symbol.name, arguments, node, run, state)) if is_given else UNKNOWN
        found[symbol] = value.size if isinstance(value, Integer) else run.fresh_size(node, symbol.name)
    return found


def _read(name: str, arguments: dict[str, Value], node: nodes.Context, run: Run, state: State) -> Value:
    root, *path = name.split(".")
    return objects.read_path(arguments.get(root, UNKNOWN), tuple(path), node, run, state)

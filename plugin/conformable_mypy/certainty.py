"""Whether the interpreter knows every shape in a body, and had to assume no size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core.sizes import Compound, Symbol
from conformable_mypy.interpreter.annotated import has_shapes
from conformable_mypy.interpreter.values import Choice, Items, Many, Mixed, Tensor, Unknown

if TYPE_CHECKING:
    from conformable.core.shapes import Shape
    from conformable.core.sizes import Size
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.interpreter.values import Value


def everything_is_known(run: Run, entry: State, end: State) -> bool:
    """Say whether a function counts as proven.

    Args:
        run: The interpretation of its body, with the value of every expression.
        entry: The state at its beginning.
        end: The state at its end.
    """
    if not all(map(_is_known, (run.observed or {}).values())):
        return False
    returned = [value for value, _ in run.frame.returned]
    if has_shapes(run.frame.result) and any(isinstance(value, Unknown) for value in returned):
        return False
    states = [state for _, state in run.frame.returned]
    return not any(_assumes(state, entry) for state in (*states, *([end] if end.live else [])))


def _is_known(value: Value) -> bool:
    match value:
        case Tensor(shape):
            return _is_declared(shape)
        case Items(items) | Choice(items):
            return all(map(_is_known, items))
        case Many(item):
            return _is_known(item)
        case Mixed(parts):
            return all(map(_is_known, parts))
        case _:
            return True


def _is_declared(shape: Shape) -> bool:
    """Say whether a shape has no run of axes but those that an annotation names."""
    return shape.variadic is None or shape.variadic.rigid


def _assumes(state: State, entry: State) -> bool:
    """Say whether sizes of which nothing is known were taken to be equal to others.

    That a division leaves no remainder is a range condition: it is not counted.
    """
    known = set(entry.facts.equalities())
    return any(
        _is_open(left) or _is_open(right)
        for left, right in state.facts.equalities()
        if (left, right) not in known and not (_divides(left) or _divides(right))
    )


def _is_open(size: Size) -> bool:
    return any(isinstance(atom, Symbol) and not atom.rigid for atom in size.inside)


def _divides(size: Size) -> bool:
    return any(isinstance(atom, Compound) and atom.operator in {"//", "%"} for atom in size.inside)

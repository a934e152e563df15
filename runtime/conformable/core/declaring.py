"""The shapes that annotations give to a function's own parameters."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformable.core.facts import Facts
from conformable.core.notation import (
    Axis,
    FixedAxis,
    NamedAxis,
    ShapeAnnotation,
    SymbolicAxis,
    VariadicAxis,
)
from conformable.core.shapes import Part, Shape, Variadic
from conformable.core.sizes import ONE, OneOr, Size, Symbol
from conformable.core.symbolic_axes import size_of

if TYPE_CHECKING:
    from collections.abc import Callable


def hole_symbol(path: tuple[str, ...], scope: str = "attribute") -> Size:
    """Give a size of its own to an attribute path of which nothing is known."""
    return Size.of(Symbol(".".join(path), scope, rigid=False))


@dataclass(slots=True)
class Declaration:
    """The axis names of one function, as its body sees them: sizes that callers choose freely.

    Attributes:
        scope: The full name of the function.
        hole: Gives the size of an attribute path in braces.
        facts: What the annotations say about the sizes.
        sizes: The named axes so far.
        runs: The named variadic parts so far.
    """

    scope: str
    hole: Callable[[tuple[str, ...]], Size] = hole_symbol
    facts: Facts = field(default_factory=Facts)
    sizes: dict[str, Size] = field(default_factory=dict)
    runs: dict[str, Variadic] = field(default_factory=dict)
    _broadcastable: dict[str, list[OneOr]] = field(default_factory=lambda: defaultdict(list))
    _plain: set[str] = field(default_factory=set)

    def shape(self, annotation: ShapeAnnotation, parameter: str) -> Shape:
        """Give the shape of a parameter in the function's body.

        >>> from conformable.core.notation import parse
        >>> Declaration("f").shape(parse("*batch n+1 3"), "x")
        Shape("*batch n+1 3")
        """
        return Shape(
            tuple(
                self._part(axis, f"{self.scope}.{parameter}.{index}")
                for index, axis in enumerate(annotation.axes)
            )
        )

    def complete(self) -> Facts:
        """Give the facts after all parameters have been declared."""
        for name, axes in self._broadcastable.items():
            if name not in self._plain:
                self.facts = self.facts.declare_broadcast(self.sizes[name], tuple(axes))
        return self.facts

    def name(self, name: str) -> Size:
        """Give the size of a named axis."""
        return self.sizes.setdefault(name, Size.of(Symbol(name, self.scope)))

    def _part(self, axis: Axis, place: str) -> Part:
        match axis:
            case FixedAxis(size, broadcastable):
                return self._one_or(Size.of(size), place) if broadcastable else Size.of(size)
            case NamedAxis(name, broadcastable, treepath=False):
                return self._named(name, place, broadcastable=broadcastable)
            case SymbolicAxis(expression, broadcastable):
                computed = size_of(expression, self.name, self.hole)
                if broadcastable:
                    return self._one_or(computed, place)
                self.facts = self.facts.bound(computed, ONE)
                return computed
            case VariadicAxis(name, broadcastable, treepath):
                return self._run(None if treepath else name, place, broadcastable=broadcastable)
            case _:
                return Size.of(Symbol("_", place, rigid=False))

    def _named(self, name: str, place: str, *, broadcastable: bool) -> Size:
        size = self.name(name)
        if not broadcastable:
            self._plain.add(name)
            return size
        either = self._one_or(size, place)
        self._broadcastable[name].extend(atom for atom in either.atoms() if isinstance(atom, OneOr))
        return either

    def _run(self, name: str | None, place: str, *, broadcastable: bool) -> Variadic:
        if name is None:
            return Variadic("...", place, rigid=False)
        if broadcastable:
            return Variadic(name, self.scope, occurrence=place)
        return self.runs.setdefault(name, Variadic(name, self.scope))

    @staticmethod
    def _one_or(size: Size, place: str) -> Size:
        return size if size.number == 1 else Size.of(OneOr(size, place))

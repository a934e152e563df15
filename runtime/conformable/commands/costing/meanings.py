"""What the symbols of a function stand for in a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from conformable.commands.costing.measures import elements, run_symbol
from conformable.commands.observations.static_values import (
    StaticChain,
    StaticChoice,
    StaticInteger,
    StaticItems,
    StaticLayer,
    StaticMany,
    StaticObject,
    StaticShape,
    StaticTensor,
    StaticValue,
)
from conformable.core.arithmetic import maximum, substitute
from conformable.core.shapes import Shape, Variadic
from conformable.core.sizes import Size, Symbol

if TYPE_CHECKING:
    from conformable.core.ops.modules.state import ModuleState
    from conformable.core.shapes import Part
    from conformable.core.sizes import Atom


@dataclass(slots=True)
class Meaning:
    """What symbols stand for.

    Attributes:
        sizes: The sizes of axes and integers.
        runs: The axes of variadic parts, by the symbol of their product.
        is_greatest: Some of the sizes may be smaller: they depend on the path that is taken.
    """

    sizes: dict[Atom, Size] = field(default_factory=dict)
    runs: dict[Symbol, tuple[Part, ...]] = field(default_factory=dict)
    is_greatest: bool = False

    def learn(self, declared: StaticValue, actual: StaticValue) -> None:
        """Let the symbols of a declared value stand for what an actual one has in their place."""
        match declared, actual:
            case StaticTensor(shape), StaticTensor(other):
                self._match(shape, other)
            case StaticInteger(size), StaticInteger(other_size) if size.atom is not None:
                self.sizes.setdefault(size.atom, other_size)
            case StaticObject(_, attributes), StaticObject(_, others):
                self._match_all((value, others.get(name)) for name, value in attributes.items())
            case StaticLayer(_, state), StaticLayer(_, other_state):
                self._match_states(state, other_state)
            case StaticMany(_, item, count), StaticMany(_, other_item, other_count):
                self._match_counts(count, other_count)
                self.learn(item, other_item)
            case (StaticItems(_, items), StaticItems(_, others)) | (StaticChain(items), StaticChain(others)):
                self._match_all(zip(items, others, strict=False))
            case _:
                pass

    def derive(self, sizes: Mapping[Atom, Size]) -> None:
        """Let symbols stand for what follows from others."""
        for atom, size in sizes.items():
            self.sizes.setdefault(atom, self.size(size))

    def settle(self, joined: StaticTensor, alternatives: Iterable[StaticTensor]) -> None:
        """Let the unnamed sizes of a tensor from several paths be the greatest that they can be."""
        found: list[Mapping[Atom, Size]] = []
        for alternative in alternatives:
            meaning = Meaning()
            meaning.learn(joined, alternative)
            found.append(meaning.sizes)
        for atom in found[0] if found else ():
            sizes = [sizes[atom] for sizes in found if atom in sizes]
            settled = maximum(*sizes)
            if not getattr(atom, "rigid", True) and len(sizes) == len(found) and settled.atom != atom:
                self.sizes[atom] = settled
                self.is_greatest |= len(set(sizes)) > 1

    def size(self, size: Size) -> Size:
        """Return what a size is in the call."""
        return substitute(size, self.sizes)

    def shape(self, shape: Shape) -> Shape:
        """Return what a shape is in the call."""
        parts: list[Part] = []
        for part in shape.parts:
            if isinstance(part, Variadic):
                parts += self.runs.get(run_symbol(part), (part,))
            else:
                parts.append(self.size(part))
        return Shape(tuple(parts))

    def value(self, value: StaticValue) -> StaticValue:
        """Return what a value is in the call."""
        match value:
            case StaticTensor(shape) | StaticShape(shape):
                return replace(value, shape=self.shape(shape))
            case StaticInteger(size):
                return StaticInteger(self.size(size))
            case StaticLayer(name, state):
                return StaticLayer(name, state.changed(self.size))
            case _:
                return self._holder(value)

    def _holder(self, value: StaticValue) -> StaticValue:
        """Change the values inside another one."""
        match value:
            case StaticItems(of, items):
                return StaticItems(of, tuple(map(self.value, items)))
            case StaticMany(of, item, count):
                return StaticMany(of, self.value(item), None if count is None else self.size(count))
            case StaticChoice(options, conditions):
                known = tuple(condition.changed(self.size) for condition in conditions)
                return StaticChoice(tuple(map(self.value, options)), known)
            case StaticChain(modules):
                return StaticChain(tuple(map(self.value, modules)))
            case StaticObject(name, attributes):
                return StaticObject(name, {key: self.value(held) for key, held in attributes.items()})
            case _:
                return value

    def _match_all(self, pairs: Iterable[tuple[StaticValue, StaticValue]]) -> None:
        for declared, actual in pairs:
            self.learn(declared, actual)

    def _match_counts(self, declared: Size | None, actual: Size | None) -> None:
        if declared is not None and declared.atom is not None and actual is not None:
            self.sizes.setdefault(declared.atom, actual)

    def _match_states(self, declared: ModuleState, actual: ModuleState) -> None:
        for name, argument in declared.attributes:
            match argument, actual.attribute(name):
                case Size() as size, Size() as other if size.atom is not None:
                    self.sizes.setdefault(size.atom, other)
                case Shape() as shape, Shape() as other_shape:
                    self._match(shape, other_shape)
                case tuple() as sizes, tuple() as others:
                    self._match_all(
                        (StaticInteger(size), StaticInteger(other))
                        for size, other in zip(sizes, others, strict=False)
                        if isinstance(size, Size) and isinstance(other, Size)
                    )
                case _:
                    pass

    def _match(self, declared: Shape, actual: Shape) -> None:
        variadic = declared.variadic
        before, after = declared.before, declared.after
        if variadic is None and actual.rank != declared.rank:
            return
        positions = [*range(len(before)), *range(-len(after), 0)]
        for size, position in zip((*before, *after), positions, strict=True):
            other = actual.axis(position)
            if size.atom is not None and other is not None:
                self.sizes.setdefault(size.atom, other)
        if variadic is not None:
            self._match_run(variadic, actual, len(before), len(after))

    def _match_run(self, variadic: Variadic, actual: Shape, before: int, after: int) -> None:
        parts = actual.parts[before : len(actual.parts) - after]
        if len(parts) == len(actual.parts) - before - after:
            symbol = run_symbol(variadic)
            self.runs.setdefault(symbol, parts)
            self.sizes.setdefault(symbol, elements(Shape(parts)))

"""What a module keeps of its constructor: its parameters, and the shapes of its weights."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from conformable.core.immutable import dataclass
from conformable.core.ops.arguments import UNKNOWN, Repeated
from conformable.core.ops.conditions import Named
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.ops.arguments import Argument


@dataclass(frozen=True, slots=True)
class ModuleState:
    """The attributes of a module.

    Attributes:
        attributes: Name and value of each; a weight is a shape.
        label: How messages call the module, such as `self.proj`; says nothing about it.
    """

    attributes: tuple[tuple[str, Argument], ...] = ()
    label: str = field(default="", compare=False)

    def attribute(self, name: str) -> Argument:
        """Give an attribute such as `weight`; UNKNOWN where nothing is known of it.

        >>> ModuleState((("in_features", Size.of(3)),)).attribute("in_features")
        <3>
        """
        return next((value for own, value in self.attributes if own == name), UNKNOWN)

    def labelled(self, label: str) -> ModuleState:
        """Give the same state under a name for messages."""
        return replace(self, label=label)

    def changed(self, change: Callable[[Size], Size]) -> ModuleState:
        """Change every size in it, as the call of a constructor does whose parameters get values.

        >>> state = ModuleState((("weight", Shape.of(2, 3)),))
        >>> state.changed(lambda size: size * 2).attribute("weight")
        Shape("4 6")
        """
        return replace(
            self, attributes=tuple((name, _changed(value, change)) for name, value in self.attributes)
        )

    def sizes(self) -> tuple[Size, ...]:
        """Give every size in it.

        >>> ModuleState((("weight", Shape.of(2, 3)),)).sizes()
        (<2>, <3>)
        """
        found: list[Size] = []

        def seen(size: Size) -> Size:
            found.append(size)
            return size

        self.changed(seen)
        return tuple(found)

    def size(self, name: str) -> Named:
        """Give the size that an attribute is, named after it.

        Raises:
            CannotTellError: if it is not known to be one.
        """
        value = self.attribute(name)
        if not isinstance(value, Size):
            raise CannotTellError
        return Named(value, f"{value} ({self._place(name)})")

    def flag(self, name: str) -> bool:
        """Give the truth of an attribute.

        Raises:
            CannotTellError: if it is not known.
        """
        value = self.attribute(name)
        if not isinstance(value, bool):
            raise CannotTellError
        return value

    def _place(self, name: str) -> str:
        return f"{name} of {self.label}" if self.label else name


def _changed(value: Argument, change: Callable[[Size], Size]) -> Argument:
    match value:
        case Size():
            return change(value)
        case Shape():
            parts = tuple(change(part) if isinstance(part, Size) else part for part in value.parts)
            return replace(value, parts=parts)
        case Repeated(item, count):
            changed = _changed(item, change)
            return Repeated(changed, change(count)) if isinstance(changed, Shape) else UNKNOWN
        case tuple():
            return tuple(_changed(item, change) for item in value)
        case _:
            return value

"""An operation whose cost is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformable.commands.observations.static_values import StaticLayer, StaticTensor, StaticValue

if TYPE_CHECKING:
    from conformable.core.shapes import Shape
    from conformable.core.sizes import Size


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation with what the static half knows of its operands.

    Attributes:
        name: Its public name; that of the rule that serves it, where it has one.
        positional: Its operands, the receiver of a method first.
        keywords: Its operands that are passed by name.
        result: What it gives.
        layer: The module of torch.nn that is called, if it is one.
    """

    name: str
    positional: tuple[StaticValue, ...]
    keywords: Mapping[str, StaticValue]
    result: StaticValue
    layer: StaticLayer | None = None

    def operand(self, index: int, name: str = "") -> StaticValue:
        """Return an operand by its position, or by its name."""
        return self.positional[index] if index < len(self.positional) else self.keywords.get(name)

    def shape(self, index: int, name: str = "") -> Shape | None:
        """Return the shape of an operand; None if it is no tensor."""
        value = self.operand(index, name)
        return value.shape if isinstance(value, StaticTensor) else None


Formula = Callable[[Operation], "Size | None"]

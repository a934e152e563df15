"""The quantities that are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformable.commands.observations.static_values import StaticTensor, StaticValue, tensors_in
from conformable.core.arithmetic import maximum
from conformable.core.sizes import ZERO, Size, Symbol, product, total

if TYPE_CHECKING:
    from conformable.core.shapes import Shape, Variadic


@dataclass(frozen=True, slots=True)
class Cost:
    """What an operation, or several, cost.

    Attributes:
        multiply_adds: Multiplications with an addition, in products of matrices and the like.
        elementwise: All other floating-point operations.
        read: Bytes of the operands.
        written: Bytes of the results.
    """

    multiply_adds: Size = ZERO
    elementwise: Size = ZERO
    read: Size = ZERO
    written: Size = ZERO

    @property
    def flops(self) -> Size:
        """Floating-point operations: two for each multiply-add."""
        return 2 * self.multiply_adds + self.elementwise

    @property
    def sizes(self) -> tuple[Size, ...]:
        """All four quantities."""
        return self.multiply_adds, self.elementwise, self.read, self.written

    def changed(self, change: Callable[[Size], Size]) -> Cost:
        """Change every quantity in the same way."""
        return Cost(
            change(self.multiply_adds), change(self.elementwise), change(self.read), change(self.written)
        )


NOTHING: Final = Cost()


def summed(costs: Iterable[Cost]) -> Cost:
    """Add up costs."""
    every = list(costs)
    return Cost(
        total(cost.multiply_adds for cost in every),
        total(cost.elementwise for cost in every),
        total(cost.read for cost in every),
        total(cost.written for cost in every),
    )


def greater(left: Cost, right: Cost) -> Cost:
    """Return for each quantity the greater one: what either of two branches costs at most."""
    return Cost(
        maximum(left.multiply_adds, right.multiply_adds),
        maximum(left.elementwise, right.elementwise),
        maximum(left.read, right.read),
        maximum(left.written, right.written),
    )


#: How many bytes an element has whose dtype the annotation names.
_BYTES: Final = {
    "Bool": 1,
    **{
        f"{kind}{bits}": max(bits // 8, 1)
        for kind in ("Int", "UInt", "Float")
        for bits in (2, 4, 8, 16, 32, 64)
    },
    "BFloat16": 2,
    "Complex64": 8,
    "Complex128": 16,
    "Int": 8,
    "Integer": 8,
    "UInt": 1,
}


def elements(shape: Shape) -> Size:
    """Return how many elements a tensor of a shape has; a variadic part counts as one unknown factor."""
    variadic, size = shape.count()
    return size if variadic is None else size * Size.of(run_symbol(variadic))


def run_symbol(variadic: Variadic) -> Symbol:
    """Return the symbol that stands for the product of the sizes of a variadic part."""
    name = f"prod({variadic.name})" if variadic.name.isidentifier() else "prod(...)"
    return Symbol(name, variadic.scope, rigid=variadic.rigid)


def bytes_of(value: StaticValue, default: int) -> Size:
    """Return how many bytes the tensors in a value take.

    Args:
        value: The value.
        default: The bytes of an element whose dtype is not known, or is only known as floating-point.
    """
    return total(_tensor_bytes(tensor, default) for tensor in tensors_in(value))


def _tensor_bytes(tensor: StaticTensor, default: int) -> Size:
    return elements(tensor.shape) * _BYTES.get(tensor.dtype or "", default)


def elements_of(value: StaticValue) -> Size:
    """Return how many elements the tensors in a value have."""
    return total(elements(tensor.shape) for tensor in tensors_in(value))


def product_of(sizes: Iterable[Size | None]) -> Size | None:
    """Multiply sizes; None where one of them is not known."""
    known = list(sizes)
    return None if None in known else product(size for size in known if size is not None)

"""Whether a returned value has the declared shape for all sizes: nothing has to be assumed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import types

from conformable.core.alignment import align
from conformable.core.binding import Bound, BoundRun
from conformable.core.comparison import same
from conformable.core.immutable import dataclass
from conformable.core.notation import FixedAxis, NamedAxis, SymbolicAxis, VariadicAxis
from conformable.core.sizes import ONE, Size
from conformable.core.symbolic_axes import size_of
from conformable_mypy import carrier
from conformable_mypy.interpreter.iterating import parts_of
from conformable_mypy.interpreter.values import Choice, Items, Many, Mixed, Scalar, Tensor, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformable.core.binding import Binding
    from conformable.core.facts import Facts
    from conformable.core.notation import Axis, ShapeAnnotation
    from conformable.core.shapes import Part, Shape


@dataclass(frozen=True, slots=True)
class ResultProof:
    """Proves that values fit declared types.

    Attributes:
        facts: What is known at the `return`.
        binding: The names of the signature; a name of the result that nothing bound may have any size.
    """

    facts: Facts
    binding: Binding

    def fits(self, value: Value, declared: types.Type | None) -> bool:
        """Tell whether a value certainly fits a declared type; the binding takes over its new names."""
        if isinstance(value, Choice):
            return bool(value.options) and all(self.fits(option, declared) for option in value.options)
        if isinstance(value, Unknown):
            return False
        return any(self._fits_alternative(value, single) for single in _alternatives(declared))

    def _fits_alternative(self, value: Value, declared: types.Type) -> bool:
        attempt = ResultProof(self.facts, self.binding.fork())
        if not attempt._fits_single(value, declared):
            return False
        self.binding.adopt(attempt.binding)
        return True

    def _fits_single(self, value: Value, declared: types.Type) -> bool:
        carried = carrier.read(declared)
        if carried is not None:
            return isinstance(value, Tensor) and self._fits_shape(value.shape, carried.annotation)
        plain = types.get_proper_type(declared)
        match value, plain:
            case Items(items), types.TupleType(items=parts) if len(items) == len(parts):
                return all(map(self.fits, items, parts))
            case Items() | Many() | Mixed(), types.Instance(args=[item]):
                return all(
                    self.fits(part.item if isinstance(part, Many) else part, item)
                    for part in parts_of(value) or ()
                )
            case Scalar(None), types.NoneType():
                return True
            case _:
                # What the annotation does not give a shape is mypy's to judge.
                return not any(True for _ in carrier.carriers(declared)) and not isinstance(value, Tensor)

    def _fits_shape(self, shape: Shape, annotation: ShapeAnnotation) -> bool:
        aligned = align(annotation, shape)
        if aligned is None or (shape.variadic is not None and aligned.run is None):
            return False
        if not all(self._fits_axis(axis, size) for _, axis, size in aligned.pairs):
            return False
        return aligned.variadic is None or self._fits_run(aligned.variadic, aligned.run or ())

    def _fits_axis(self, axis: Axis, size: Size) -> bool:
        match axis:
            case FixedAxis(number, broadcastable):
                return self._is(size, Size.of(number), one=broadcastable)
            case NamedAxis(name, broadcastable, treepath=False):
                return self._is(size, self._bound(name, size), one=broadcastable)
            case SymbolicAxis(expression, broadcastable):
                wanted = size_of(expression, self.binding.name, self.binding.hole)
                return self._is(size, wanted, one=broadcastable)
            case _:
                return True

    def _bound(self, name: str, size: Size) -> Size:
        return self.binding.sizes.setdefault(name, Bound(size)).size

    def _fits_run(self, axis: VariadicAxis, parts: tuple[Part, ...]) -> bool:
        if axis.name is None or axis.treepath:
            return True
        known = self.binding.runs.setdefault(axis.name, BoundRun(parts)).parts
        return len(known) == len(parts) and all(map(self._is_part, parts, known))

    def _is_part(self, part: Part, wanted: Part) -> bool:
        if isinstance(part, Size) and isinstance(wanted, Size):
            return self._is(part, wanted)
        return part == wanted

    def _is(self, size: Size, wanted: Size, *, one: bool = False) -> bool:
        return same(size, wanted, self.facts) or (one and same(size, ONE, self.facts))


def _alternatives(declared: types.Type | None) -> Iterator[types.Type]:
    """Yield what a union may be; any other type is itself."""
    match declared:
        case types.TypeAliasType() if carrier.read(declared) is None:
            yield from _alternatives(carrier.opened(declared))
        case types.UnionType(items=items):
            for item in items:
                yield from _alternatives(item)
        case types.Type():
            yield declared
        case _:
            pass

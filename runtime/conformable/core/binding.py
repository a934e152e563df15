"""Bind the axes of annotations to actual shapes, as a call, a return or an annotated assignment does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.alignment import Aligned, align
from conformable.core.comparison import at_least, compare_one_or
from conformable.core.declaring import hole_symbol
from conformable.core.notation import FixedAxis, NamedAxis, ShapeAnnotation, SymbolicAxis, VariadicAxis
from conformable.core.proof import Mismatch, Proof
from conformable.core.shapes import Part, Shape, Variadic
from conformable.core.sizes import Size, Symbol
from conformable.core.symbolic_axes import size_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.notation import Axis
    from conformable.core.witness import Witness

TWO: Final = Size.of(2)


@dataclass(frozen=True, slots=True)
class Bound:
    """The size of a name and the operand that bound it first; no origin for a name of the function itself."""

    size: Size
    origin: str = ""


@dataclass(frozen=True, slots=True)
class BoundRun:
    """The axes of a variadic name and the operand that bound it first."""

    parts: tuple[Part, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What a shape is held against.

    Attributes:
        subject: How a message begins, such as `Argument "w" to "linear"`.
        origin: How a later message refers to it, such as `argument "w"`.
        operation: Set where the annotation is that of an operation and not the user's; such messages
            name the two axes that disagree.
        contracted: The names that the operation sums over.
    """

    subject: str
    origin: str
    operation: str = ""
    contracted: frozenset[str] = frozenset()

    def origin_of(self, shape: Shape, index: int) -> str:
        """Say what bound a name: an operand's axis, or an argument."""
        if not self.operation:
            return self.origin
        from_the_right = index - len(shape.parts) if index >= 0 and shape.rank is not None else index
        return messages.axis_of(shape, from_the_right)


@dataclass(frozen=True, slots=True)
class _Deferred:
    """An axis that can be checked only when all plain names are bound."""

    axis: NamedAxis | SymbolicAxis
    size: Size
    index: int
    annotation: ShapeAnnotation
    shape: Shape
    place: Place

    @property
    def origin(self) -> str:
        """What a name that this axis binds was bound by."""
        return self.place.origin_of(self.shape, self.index)


@dataclass(slots=True)
class Binding:
    """The names bound so far.

    Attributes:
        scope: Tells the sizes of names that nothing binds from those of other calls.
        hole: Gives the size of an attribute path in braces.
        sizes: The named axes.
        runs: The named variadic parts.
    """

    scope: str
    hole: Callable[[tuple[str, ...]], Size] = hole_symbol
    sizes: dict[str, Bound] = field(default_factory=dict)
    runs: dict[str, BoundRun] = field(default_factory=dict)
    _deferred: list[_Deferred] = field(default_factory=list)

    def bind(self, proof: Proof, annotation: ShapeAnnotation, shape: Shape, place: Place) -> None:
        """Hold a shape against an annotation; arithmetic and broadcastable axes wait for `complete`.

        Raises:
            Mismatch: if the shape certainly does not fit.
        """
        aligned = align(annotation, shape)
        if aligned is None:
            raise Mismatch("shape-rank", messages.wrong_rank(place.subject, shape, annotation))
        for index, axis, size in aligned.pairs:
            self._bind_axis(proof, _Deferred(axis, size, index, annotation, shape, place))  # type: ignore[arg-type]
        self._bind_run(proof, aligned, annotation, shape, place)

    def complete(self, proof: Proof) -> None:
        """Check the axes that had to wait: arithmetic in any order, and broadcastable ones.

        Raises:
            Mismatch: if one of them certainly does not fit.
        """
        for waiting in self._deferred:
            if isinstance(waiting.axis, SymbolicAxis):
                self._bind_symbolic(proof, waiting, waiting.axis)
        for waiting in self._deferred:
            if isinstance(waiting.axis, NamedAxis):
                self._bind_broadcastable(proof, waiting, waiting.axis)
        self._deferred.clear()
        self.sizes = {
            name: Bound(_settled(proof, bound.size), bound.origin) for name, bound in self.sizes.items()
        }

    def shape(self, proof: Proof, annotation: ShapeAnnotation) -> Shape:
        """Give the shape that an annotation stands for; names that nothing bound are fresh."""
        return Shape(tuple(part for axis in annotation.axes for part in self._parts(proof, axis)))

    def fork(self) -> Binding:
        """Copy the binding, to try an alternative."""
        return replace(self, sizes=dict(self.sizes), runs=dict(self.runs), _deferred=list(self._deferred))

    def adopt(self, other: Binding) -> None:
        """Take over what an alternative has bound."""
        self.sizes, self.runs, self._deferred = other.sizes, other.runs, other._deferred

    def name(self, name: str) -> Size:
        """Give the size of a name; a fresh one, from then on the same, if nothing bound it."""
        return self.sizes.setdefault(name, Bound(Size.of(Symbol(name, self.scope, rigid=False)))).size

    def _bind_axis(self, proof: Proof, item: _Deferred) -> None:
        axis: Axis = item.axis
        match axis:
            case FixedAxis(number, broadcastable):
                self._require(proof, item, Size.of(number), str(axis), one=broadcastable)
            case NamedAxis(name, broadcastable=False):
                self._bind_name(proof, item, name)
            case NamedAxis() | SymbolicAxis():
                self._deferred.append(item)
            case _:
                pass

    def _bind_name(self, proof: Proof, item: _Deferred, name: str) -> None:
        if name in self.sizes:
            self._require(proof, item, self.sizes[name].size, name)
        else:
            self.sizes[name] = Bound(item.size, item.origin)

    def _bind_symbolic(self, proof: Proof, item: _Deferred, axis: SymbolicAxis) -> None:
        expected = size_of(axis.expression, self.name, self.hole)
        self._require(proof, item, expected, str(axis), one=axis.broadcastable)

    def _bind_broadcastable(self, proof: Proof, item: _Deferred, axis: NamedAxis) -> None:
        if axis.name in self.sizes:
            self._require(proof, item, self.sizes[axis.name].size, axis.name, one=True)
        elif at_least(item.size, TWO, proof.facts).same:
            self.sizes[axis.name] = Bound(item.size, item.origin)

    def _require(
        self, proof: Proof, item: _Deferred, expected: Size, name: str, *, one: bool = False
    ) -> None:
        if one:
            witness = compare_one_or(item.size, expected, proof.facts).witness
        else:
            witness = proof.differ(item.size, expected)
        if witness is not None:
            raise self._mismatch(item, expected, name, witness)

    def _mismatch(self, item: _Deferred, expected: Size, name: str, witness: Witness) -> Mismatch:
        bound = self.sizes.get(name)
        origin = bound.origin if bound is not None and bound.origin != item.origin else ""
        if item.place.operation:
            summed = name in item.place.contracted
            say = messages.inner_sizes if summed else messages.sizes_differ
            message = say(item.place.operation, origin or str(expected), item.origin)
            return Mismatch("shape-matmul" if summed else "shape-op", message, witness)
        message = messages.wrong_axis(
            item.place.subject, item.shape, item.annotation, item.index, (item.size, name, expected), origin
        )
        literal = _is_loose(item.size, expected)
        return Mismatch("shape-literal" if literal else "shape-mismatch", message, witness)

    def _bind_run(
        self, proof: Proof, aligned: Aligned, annotation: ShapeAnnotation, shape: Shape, place: Place
    ) -> None:
        axis, parts = aligned.variadic, aligned.run
        if axis is None or axis.name is None or parts is None or axis.broadcastable:
            return
        bound = self.runs.get(axis.name)
        if bound is None:
            self.runs[axis.name] = BoundRun(parts, place.origin)
            return
        problem = _runs_differ(proof, parts, bound.parts)
        if problem is not None:
            message = messages.wrong_run(
                place.subject, shape, annotation, (parts, axis.name, bound.parts), bound.origin
            )
            raise Mismatch("shape-mismatch", message, problem[0])

    def _parts(self, proof: Proof, axis: Axis) -> tuple[Part, ...]:
        match axis:
            case FixedAxis(number, broadcastable=False):
                return (Size.of(number),)
            case NamedAxis(name, broadcastable=False):
                return (self.name(name),)
            case SymbolicAxis(expression, broadcastable=False):
                return (size_of(expression, self.name, self.hole),)
            case VariadicAxis(name):
                return self._run(proof, name, broadcastable=axis.broadcastable)
            case _:
                return (proof.fresh(),)

    def _run(self, proof: Proof, name: str | None, *, broadcastable: bool) -> tuple[Part, ...]:
        if name is None or broadcastable:
            return (proof.fresh_variadic(),)
        fresh = BoundRun((Variadic(name, self.scope, rigid=False),))
        return self.runs.setdefault(name, fresh).parts


def _settled(proof: Proof, size: Size) -> Size:
    """Show what a size that was solved for turned out to be."""
    atom = size.atom
    flexible = isinstance(atom, Symbol) and not atom.rigid
    return proof.facts.simplify(size) if flexible else size


def _is_loose(left: Size, right: Size) -> bool:
    """Tell whether a free name met a number: often only a loose annotation."""
    numbers = [size.number is not None for size in (left, right)]
    return any(numbers) and not all(numbers)


def _runs_differ(
    proof: Proof, left: tuple[Part, ...], right: tuple[Part, ...]
) -> tuple[Witness | None] | None:
    """Find out whether two runs of axes certainly differ; the witness is None if their lengths do."""
    if any(isinstance(part, Variadic) for part in (*left, *right)):
        return None
    if len(left) != len(right):
        return (None,)
    for mine, other in zip(left, right, strict=True):
        if isinstance(mine, Size) and isinstance(other, Size):
            witness = proof.differ(mine, other)
            if witness is not None:
                return (witness,)
    return None

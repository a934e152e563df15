"""Bind the axes of annotations to actual shapes, as a call, a return or an annotated assignment does."""

from __future__ import annotations

from dataclasses import field, replace
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.alignment import align
from conformable.core.comparison import at_least, compare_broadcast, compare_one_or, contradiction, never_zero
from conformable.core.declaring import hole_symbol
from conformable.core.immutable import dataclass
from conformable.core.notation import FixedAxis, NamedAxis, ShapeAnnotation, SymbolicAxis, VariadicAxis
from conformable.core.proof import Mismatch, Proof
from conformable.core.runs import refuse_equal_runs, refuse_run_broadcast, refuse_run_stretch
from conformable.core.shapes import Part, Shape, Variadic
from conformable.core.sizes import ONE, Size, Symbol
from conformable.core.symbolic_axes import size_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.notation import Axis
    from conformable.core.witness import Witness

TWO: Final = Size.of(2)


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
class _Held:
    """A shape that is held against an annotation."""

    annotation: ShapeAnnotation
    shape: Shape
    place: Place


@dataclass(frozen=True, slots=True)
class Bound:
    """The size of a name and the axis that bound it first; no axis for a name of the enclosing function."""

    size: Size
    held: _Held | None = None
    index: int = 0

    @property
    def origin(self) -> str:
        """What bound the name, in words."""
        return "" if self.held is None else self.held.place.origin_of(self.held.shape, self.index)


@dataclass(frozen=True, slots=True)
class BoundRun:
    """The axes of a variadic name and the operand that bound it first."""

    parts: tuple[Part, ...]
    origin: str = ""


@dataclass(slots=True)
class Binding:
    """The names bound so far.

    Attributes:
        scope: Tells the sizes of names that nothing binds from those of other calls.
        hole: Gives the size of an attribute path in braces; by default one that the scope tells from others.
        sizes: The named axes.
        runs: The named variadic parts.
        waiting: Axes that can be checked only when all plain names are bound, and where they were met.
        waiting_runs: The same for variadic names.
    """

    scope: str
    hole: Callable[[tuple[str, ...]], Size] = hole_symbol
    sizes: dict[str, Bound] = field(default_factory=dict)
    runs: dict[str, BoundRun] = field(default_factory=dict)
    waiting: list[tuple[NamedAxis | SymbolicAxis, Bound]] = field(default_factory=list)
    waiting_runs: list[tuple[str, tuple[Part, ...], _Held]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.hole is hole_symbol:
            self.hole = partial(hole_symbol, scope=self.scope)

    def bind(self, proof: Proof, annotation: ShapeAnnotation, shape: Shape, place: Place) -> None:
        """Hold a shape against an annotation; arithmetic and broadcastable axes wait for `complete`.

        Raises:
            Mismatch: if the shape certainly does not fit.
        """
        aligned = align(annotation, shape)
        if aligned is None:
            raise Mismatch("shape-rank", messages.wrong_rank(place.subject, shape, annotation))
        held = _Held(annotation, shape, place)
        for index, axis, size in aligned.pairs:
            bound = self.sizes.get(axis.name) if isinstance(axis, NamedAxis) else None
            if bound is None or bound.size != size:
                self._bind_axis(proof, axis, Bound(size, held, index))
        if aligned.variadic is not None and aligned.run is not None:
            self._bind_run(proof, aligned.variadic, aligned.run, held)

    def complete(self, proof: Proof) -> None:
        """Check the axes that had to wait: arithmetic in any order, and broadcastable ones.

        Raises:
            Mismatch: if one of them certainly does not fit.
        """
        if self.waiting:
            self._bind_stretched(proof)
            for axis, met in self.waiting:
                if isinstance(axis, SymbolicAxis):
                    expected = size_of(axis.expression, self.name, self.hole)
                    self._require(proof, met, expected, str(axis), one=axis.broadcastable)
            self._bind_broadcastable(proof)
        if self.waiting_runs:
            self._bind_broadcastable_runs(proof)
        self.waiting.clear()
        self.waiting_runs.clear()
        if proof.facts.solved:
            self.sizes = {name: _settled(proof, bound) for name, bound in self.sizes.items()}

    def shape(self, proof: Proof, annotation: ShapeAnnotation) -> Shape:
        """Give the shape that an annotation stands for; names that nothing bound are fresh."""
        return Shape(tuple([part for axis in annotation.axes for part in self._parts(proof, axis)]))

    def fork(self) -> Binding:
        """Copy the binding, to try an alternative."""
        return Binding(
            *(self.scope, self.hole),
            *(dict(self.sizes), dict(self.runs)),
            *(list(self.waiting), list(self.waiting_runs)),
        )

    def adopt(self, other: Binding) -> None:
        """Take over what an alternative has bound."""
        self.sizes, self.runs = other.sizes, other.runs
        self.waiting, self.waiting_runs = other.waiting, other.waiting_runs

    def name(self, name: str) -> Size:
        """Give the size of a name; a fresh one, from then on the same, if nothing bound it."""
        bound = self.sizes.get(name)
        if bound is None:
            bound = self.sizes[name] = Bound(Size.of(Symbol(name, self.scope, rigid=False)))
        return bound.size

    def _bind_axis(self, proof: Proof, axis: Axis, met: Bound) -> None:
        match axis:
            case NamedAxis(name, False, False):
                bound = self.sizes.setdefault(name, met)
                if bound is not met and bound.size is not met.size:
                    self._require(proof, met, bound.size, name)
            case FixedAxis(number, broadcastable):
                self._require(proof, met, Size.of(number), str(axis), one=broadcastable)
            case SymbolicAxis() | NamedAxis(treepath=False):
                self.waiting.append((axis, met))
            case _ if met.size.number is None and (met.size.least or 0) < 1:
                # `_` may have any size, `?n` another one in each leaf; but each is at least 1.
                proof.facts = proof.facts.bound(met.size, ONE)
            case _:
                pass

    def _bind_stretched(self, proof: Proof) -> None:
        """Bind the names of axes `#n` that are certainly not 1, where no plain `n` has done so."""
        for axis, met in self.waiting:
            if (
                isinstance(axis, NamedAxis)
                and axis.name not in self.sizes
                and _surely_not_one(proof, met.size)
            ):
                self.sizes[axis.name] = met

    def _bind_broadcastable(self, proof: Proof) -> None:
        """Check the axes `#n`: each is 1 or the size of `n`; if nothing binds it, they broadcast together."""
        unbound: dict[str, list[Bound]] = {}
        for axis, met in self.waiting:
            if isinstance(axis, NamedAxis):
                bound = self.sizes.get(axis.name)
                if bound is None:
                    unbound.setdefault(axis.name, []).append(met)
                elif bound is not met:
                    self._require(proof, met, bound.size, axis.name, one=True)
        for name, each in unbound.items():
            self._require_broadcastable(proof, name, each)

    def _require_broadcastable(self, proof: Proof, name: str, each: list[Bound]) -> None:
        """Require that axes `#n`, any of which may be 1, can be broadcast with each other."""
        for first, second in combinations(each, 2):
            witness = compare_broadcast(second.size, first.size, proof.facts).witness
            if witness is not None:
                self.sizes[name] = first
                raise self._mismatch(proof, second, first.size, name, witness)

    def _require(self, proof: Proof, met: Bound, expected: Size, name: str, *, one: bool = False) -> None:
        if one:
            witness = compare_one_or(met.size, expected, proof.facts).witness
        else:
            known = proof.facts
            witness = proof.differ(met.size, expected)
            if proof.facts.impossible:
                witness = contradiction(met.size, expected, known)
        if witness is not None:
            raise self._mismatch(proof, met, expected, name, witness)

    def _mismatch(self, proof: Proof, met: Bound, expected: Size, name: str, witness: Witness) -> Mismatch:
        held = met.held
        assert held is not None  # an axis that was met
        bound = self.sizes.get(name)
        origin = bound.origin if bound is not None and bound.origin != met.origin else ""
        if held.place.operation:
            summed = name in held.place.contracted
            say = messages.inner_sizes if summed else messages.sizes_differ
            message = say(held.place.operation, origin or str(expected), met.origin)
            return Mismatch("shape-matmul" if summed else "shape-op", message, witness)
        message = messages.wrong_axis(
            held.place.subject, held.shape, held.annotation, met.index, (met.size, name, expected), origin
        )
        loose = _is_loose(proof, met.size, expected)
        return Mismatch("shape-literal" if loose else "shape-mismatch", message, witness)

    def _bind_run(self, proof: Proof, axis: VariadicAxis, parts: tuple[Part, ...], held: _Held) -> None:
        if axis.name is None or axis.treepath:
            return
        if axis.broadcastable:
            self.waiting_runs.append((axis.name, parts, held))
            return
        bound = self.runs.get(axis.name)
        if bound is None:
            self.runs[axis.name] = BoundRun(parts, held.place.origin)
            return
        refusal = refuse_equal_runs(proof, parts, bound.parts)
        if refusal is not None:
            message = messages.wrong_run(
                held.place.subject, held.shape, held.annotation, (parts, axis.name, bound.parts), bound.origin
            )
            raise Mismatch("shape-mismatch", message, refusal[0])

    def _bind_broadcastable_runs(self, proof: Proof) -> None:
        """Check the axes under `*#name`: they broadcast to those of a plain `*name`, or with each other."""
        earlier: dict[str, list[BoundRun]] = {}
        for name, parts, held in self.waiting_runs:
            plain = self.runs.get(name)
            others = [plain] if plain is not None else earlier.setdefault(name, [])
            refuse = refuse_run_broadcast if plain is None else refuse_run_stretch
            for other in others:
                refusal = refuse(proof, parts, other.parts)
                if refusal is not None:
                    message = messages.wrong_broadcast_run(
                        held.place.subject,
                        held.shape,
                        held.annotation,
                        (parts, name, other.parts),
                        other.origin,
                    )
                    raise Mismatch("shape-mismatch", message, refusal[0])
            earlier.setdefault(name, []).append(BoundRun(parts, held.place.origin))

    def _parts(self, proof: Proof, axis: Axis) -> tuple[Part, ...]:
        match axis:
            case FixedAxis(number, broadcastable=False):
                return (Size.of(number),)
            case NamedAxis(name, False, False):
                return (self.name(name),)
            case SymbolicAxis(expression, broadcastable=False):
                return (size_of(expression, self.name, self.hole),)
            case VariadicAxis(str(name), False, False):
                fresh = BoundRun((Variadic(name, self.scope, rigid=False),))
                return self.runs.setdefault(name, fresh).parts
            case VariadicAxis():
                return (proof.fresh_variadic(),)
            case _:
                return (proof.fresh(),)


def _surely_not_one(proof: Proof, size: Size) -> bool:
    number = size.number
    return number != 1 if number is not None else at_least(size, TWO, proof.facts).same


def _settled(proof: Proof, bound: Bound) -> Bound:
    """Show what a size that was solved for turned out to be."""
    atom = bound.size.atom
    if not isinstance(atom, Symbol) or atom.rigid:
        return bound
    return replace(bound, size=proof.facts.simplify(bound.size))


def _is_loose(proof: Proof, left: Size, right: Size) -> bool:
    """Tell whether a number met a size that could be that number: often only a loose annotation."""
    one_number = (left.number is None) is not (right.number is None)
    return one_number and not never_zero(left - right, proof.facts)

"""Hold values against declared types."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from mypy import types

from conformable.core import messages
from conformable.core.binding import Binding
from conformable.core.dtypes import are_disjoint
from conformable.core.proof import Mismatch, Proof
from conformable.core.side_by_side import keep_apart
from conformable_mypy import carrier
from conformable_mypy.interpreter.choices import without_none
from conformable_mypy.interpreter.iterating import parts_of
from conformable_mypy.interpreter.operations import Operand, describe
from conformable_mypy.interpreter.values import (
    Choice,
    Entries,
    Items,
    Many,
    Mixed,
    Scalar,
    Table,
    Tensor,
    Value,
)

if TYPE_CHECKING:
    from mypy.nodes import Context

    from conformable.core.binding import Place
    from conformable.core.shapes import Shape
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

ITERABLES: Final = frozenset(
    {"builtins.list", "builtins.tuple", "typing.Sequence", "typing.Iterable", "typing.Collection"}
)
MAPPINGS: Final = frozenset({"builtins.dict", "typing.Mapping", "typing.MutableMapping"})


def hold(
    operand: Operand,
    declared: types.Type,
    place: Place,
    node: Context,
    run: Run,
    state: State,
    names: Binding | None = None,
) -> Binding | None:
    """Hold a value against a type declared in the current body, and report it if it certainly does not fit.

    Args:
        operand: The value, and the expression it came from.
        declared: The type.
        place: What is being checked, for messages.
        node: Where a report stands.
        run: Gives the axis names that are bound already.
        state: Learns what the value must be, if it fits.
        names: The axis names that are bound already, where these are not the function's.

    Returns:
        The axis names as the value has bound them; None if it was reported.
    """
    binding, proof = (names or run.frame.binding).fork(), run.proof(state, node)
    if run.frames[0].given_sizes:
        proof.facts = keep_apart(_both_shapes(operand.value, declared, binding), proof.facts)
    try:
        Check(binding, proof, place, run.module, state).value(operand.value, declared)
        binding.complete(proof)
    except Mismatch as mismatch:
        run.refuse(node, mismatch, describe([operand]))
        return None
    state.facts = proof.facts.keep_apart(frozenset())
    return binding


def _both_shapes(value: Value, declared: types.Type, binding: Binding) -> tuple[Shape, ...]:
    """Give the shape of a tensor and the one that is declared for it, as far as its names are bound."""
    carried = carrier.read(declared)
    if carried is None or not isinstance(value, Tensor):
        return ()
    return (value.shape, binding.fork().shape(Proof(), carried.annotation))


@dataclass(slots=True)
class Check:
    """Holds values against the declared types of one signature.

    Attributes:
        binding: The names that the signature has bound so far.
        proof: What is known, and what is learned.
        place: What is being checked, for messages.
        module: The module that is being checked.
        state: Where the lists and dicts are that it is given.
    """

    binding: Binding
    proof: Proof
    place: Place
    module: str
    state: State

    def value(self, value: Value, declared: types.Type | None) -> None:
        """Hold a value against a type; bind the names of its annotations.

        Raises:
            Mismatch: if the value certainly does not fit.
        """
        value = without_none(self.state.content(value))
        carried = carrier.read(declared, self.module)
        if carried is not None:
            if isinstance(value, Tensor):
                self.binding.bind(self.proof, carried.annotation, value.shape, self.place)
                self._element_type(value, carried.dtype)
            return
        match declared:
            case types.TypeAliasType():
                self.value(value, carrier.opened(declared))
            case types.UnionType(items=items):
                self._union(value, items)
            case types.TupleType(items=items):
                self._tuple(value, items)
            case types.TypedDictType(items=fields):
                self._entries(value, fields)
            case types.Instance():
                self._container(value, declared)
            case _:
                pass

    def _element_type(self, value: Tensor, declared: str | None) -> None:
        if are_disjoint(value.dtype, declared):
            message = messages.wrong_element_type(self.place.subject, str(value.dtype), str(declared))
            raise Mismatch("shape-dtype", message)

    def _union(self, value: Value, items: list[types.Type]) -> None:
        """Try every alternative; learn only where a single one can fit."""
        if isinstance(value, Choice | Scalar):
            return
        fitting: list[Check] = []
        refused: Mismatch | None = None
        for item in items:
            attempt = self._fork()
            if not attempt.concerns(value, item):
                continue
            try:
                attempt.value(value, item)
                attempt.binding.fork().complete(Proof(attempt.proof.facts, attempt.proof.scope))
                fitting.append(attempt)
            except Mismatch as mismatch:
                refused = mismatch
        if len(fitting) == 1:
            self._adopt(fitting[0])
        if not fitting and refused is not None:
            raise refused

    def concerns(self, value: Value, declared: types.Type) -> bool:
        """Tell whether an alternative of a union is one for values of this kind."""
        if isinstance(value, Tensor):
            plain = types.get_proper_type(declared)
            return not isinstance(plain, types.NoneType | types.TupleType | types.CallableType)
        if isinstance(value, Items | Many | Mixed | Entries | Table):
            return not isinstance(types.get_proper_type(declared), types.NoneType)
        return True

    def _tuple(self, value: Value, items: list[types.Type]) -> None:
        if isinstance(value, Items) and len(value.items) == len(items):
            for item, declared in zip(value.items, items, strict=True):
                self.value(item, declared)

    def _entries(self, value: Value, fields: dict[str, types.Type]) -> None:
        """Hold a dictionary against the types of its keys; the axis names are its own."""
        if not isinstance(value, Entries):
            return
        own = Binding(f"{self.binding.scope}.{self.place.subject}")
        for key, item in value.entries:
            if isinstance(key, str):
                subject, origin = (
                    messages.item_of(text, key) for text in (self.place.subject, self.place.origin)
                )
                place = replace(self.place, subject=subject, origin=origin)
                replace(self, binding=own, place=place).value(item, fields.get(key))

    def _container(self, value: Value, declared: types.Instance) -> None:
        fullname = declared.type.fullname
        match value:
            case Items() | Many() | Mixed() if fullname in ITERABLES and declared.args:
                for part in parts_of(value) or ():
                    self.value(part.item if isinstance(part, Many) else part, declared.args[0])
            case Entries(entries) if fullname in MAPPINGS and len(declared.args) == 2:
                for _, item in entries:
                    self.value(item, declared.args[1])
            case Table(item) if fullname in MAPPINGS and len(declared.args) == 2:
                self.value(item, declared.args[1])
            case _:
                pass

    def _fork(self) -> Check:
        return replace(self, binding=self.binding.fork(), proof=self.proof.fork())

    def _adopt(self, other: Check) -> None:
        self.binding.adopt(other.binding)
        self.proof.facts = other.proof.facts

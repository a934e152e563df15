"""Source that holds the sizes of a tensor against the axes of its annotation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from conformable.checking.broadcasting import broadcast_sizes
from conformable.core.expression import Constant, Expression, Hole, Operation, Variable, power, variables
from conformable.core.notation import Axis, FixedAxis, NamedAxis, ShapeAnnotation, SymbolicAxis, VariadicAxis

if TYPE_CHECKING:
    from conformable.checking.source import Source


class Flow(Enum):
    """How often the statements being written run."""

    ONCE = "once"
    MAYBE = "maybe"
    REPEATED = "repeated"

    @property
    def branch(self) -> Flow:
        """How often statements run in a branch."""
        return Flow.MAYBE if self is Flow.ONCE else self


@dataclass(slots=True)
class Name:
    """What the statements know of an axis name at this point.

    Attributes:
        variable: holds its size, or the list of its sizes if it is variadic; None until something binds it.
        certain: whether something has bound it in any case.
        broadcastable: of a variadic name, whether only broadcastable axes have bound it so far.
    """

    variable: str
    certain: bool
    broadcastable: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """An arithmetic axis that waits until all names in it are bound."""

    axis: SymbolicAxis
    variable: str
    certain: bool


class AxisWriter:
    """Writes statements that raise unless sizes fit, and keeps what they know of each name.

    The statements bind names in the order in which jaxtyping does, and never accept what the exact verdict
    refuses. Where a case is too rare for statements of its own, they refuse, and the exact verdict decides.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names: dict[str, Name] = {}
        self.variadics: dict[str, Name] = {}
        self.pending: list[Pending] = []

    def link(self, name: str, value: str) -> None:
        """Bind a name to the value of an expression that may be None."""
        variable = self.source.fresh("size")
        self.names[name] = Name(variable, certain=False)
        self.source.write(f"{variable} = {value}")

    def continue_with_copies(self) -> None:
        """Bind what is bound from here on to copies, so that the variables keep what was bound before."""
        for known in self.names.values():
            if not known.certain:
                self._copy(known)
        for known in self.variadics.values():
            if known.broadcastable or not known.certain:
                self._copy(known)

    def _copy(self, known: Name) -> None:
        before = known.variable
        known.variable = self.source.fresh("bound")
        self.source.write(f"{known.variable} = {before}")

    def axes(self, annotation: ShapeAnnotation, value: str, flow: Flow) -> None:
        """Refuse the tensor unless its sizes fit."""
        sizes = [self._size_known_by_now(axis) for axis in annotation.axes]
        if not sizes:
            self.source.refuse_if(f"len({value}.shape)")
        elif None not in sizes:
            self.source.refuse_if(f"{value}.shape != ({', '.join(map(str, sizes))},)")
        elif annotation.axes != (VariadicAxis(None),):
            self._each_axis(annotation.axes, value, flow)

    def _each_axis(self, axes: tuple[Axis, ...], value: str, flow: Flow) -> None:
        targets = [self._target(axis, flow) for axis in axes]
        self._unpack(axes, targets, value)
        pairs = list(zip(axes, targets, strict=True))
        self.source.refuse_if(*(text for axis, target in pairs for text in self._conditions(axis, target)))
        compared = {name for name, known in self.names.items() if known.certain}
        for axis, target in pairs:
            match axis:
                case NamedAxis(name) if name not in compared:
                    self._bind(axis, target, flow)
                case VariadicAxis(str()):
                    self._bind_variadic(axis, target, flow)
                case _:
                    pass
        for axis, target in pairs:
            if isinstance(axis, SymbolicAxis):
                self._compute(axis, target, flow)

    def _size_known_by_now(self, axis: Axis) -> str | None:
        """Return source for the one size that the axis may have; None where something is yet to be bound."""
        match axis:
            case FixedAxis(size, broadcastable=False):
                return str(size)
            case NamedAxis(name, broadcastable=False) if name in self.names and self.names[name].certain:
                return self.names[name].variable
            case _:
                return None

    def settle(self) -> None:
        """Check the arithmetic axes whose names have a size by now."""
        waiting, self.pending = self.pending, []
        for pending in waiting:
            names = [self.names.get(name) for name in variables(pending.axis.expression)]
            known = [name for name in names if name is not None]
            if len(known) == len(names):
                guards = [pending.variable] * (not pending.certain)
                guards += [name.variable for name in known if not name.certain]
                conditions = [f"{variable} is not None" for variable in guards]
                unequal = self._unequal(pending.axis, pending.variable)
                self.source.refuse_if(" and ".join([*conditions, unequal]))
            if not all(name is not None and name.certain for name in names):
                self.pending.append(pending)

    # --- one axis ---

    def _target(self, axis: Axis, flow: Flow) -> str:
        """Return the variable that takes the size; it is that of the name if this axis binds it first."""
        match axis:
            case NamedAxis(name, broadcastable=False) if name not in self.names and flow is Flow.ONCE:
                self.names[name] = Name(self.source.fresh("size"), certain=True)
                return self.names[name].variable
            case VariadicAxis(str(name), broadcastable) if name not in self.variadics and flow is Flow.ONCE:
                self.variadics[name] = Name(
                    self.source.fresh("sizes"), certain=True, broadcastable=broadcastable
                )
                return self.variadics[name].variable
            case SymbolicAxis() if flow is Flow.MAYBE:
                return self.source.optional("size")
            case _:
                return self.source.fresh("size")

    def _unpack(self, axes: tuple[Axis, ...], targets: list[str], value: str) -> None:
        starred = [
            f"*{target}" if isinstance(axis, VariadicAxis) else target
            for axis, target in zip(axes, targets, strict=True)
        ]
        self.source.write(f"{', '.join(starred)}{',' * (len(starred) == 1)} = {value}.shape")

    def _conditions(self, axis: Axis, target: str) -> list[str]:
        """Return the conditions under which the size cannot fit, of an axis that binds nothing."""
        match axis:
            case FixedAxis(size, broadcastable):
                return [_unless_one(f"{target} != {size}", target, broadcastable=broadcastable)]
            case NamedAxis(name, broadcastable):
                known = self.names.get(name)
                if known is None or not known.certain or known.variable == target:
                    return []
                return [_unless_one(f"{target} != {known.variable}", target, broadcastable=broadcastable)]
            case _:
                return []

    def _bind(self, axis: NamedAxis, target: str, flow: Flow) -> None:
        if axis.name not in self.names:
            self.names[axis.name] = Name(self.source.optional("size"), certain=False)
        known = self.names[axis.name]
        if axis.broadcastable:
            with self.source.block(f"if {target} != 1:"):
                self._bind_or_compare(known.variable, target)
        else:
            self._bind_or_compare(known.variable, target)
            known.certain |= flow is Flow.ONCE

    def _bind_or_compare(self, variable: str, target: str) -> None:
        with self.source.block(f"if {variable} is None:"):
            self.source.write(f"{variable} = {target}")
        with self.source.block(f"elif {variable} != {target}:"):
            self.source.refuse()

    def _bind_variadic(self, axis: VariadicAxis, target: str, flow: Flow) -> None:
        name = str(axis.name)
        known = self.variadics.get(name)
        if known is not None and known.certain:
            if known.variable != target:
                self._compare_variadic(known, axis, target, flow)
        elif axis.broadcastable:
            self.source.leave_open()
        else:
            if known is None:
                known = self.variadics[name] = Name(self.source.optional("sizes"), certain=False)
            self._bind_or_compare(known.variable, target)
            known.certain = flow is Flow.ONCE

    def _compare_variadic(self, known: Name, axis: VariadicAxis, target: str, flow: Flow) -> None:
        broadcast = self.source.constant("broadcast_sizes", broadcast_sizes)
        stretched = f"{broadcast}({target}, {known.variable})"
        match axis.broadcastable, known.broadcastable:
            case False, False:
                self.source.refuse_if(f"{target} != {known.variable}")
            case True, False:
                self.source.refuse_if(f"{stretched} != {known.variable}")
            case True, True:
                self.source.write(f"{known.variable} = {stretched}")
            case _ if flow is Flow.ONCE:
                self.source.refuse_if(f"{stretched} != {target}")
                self.source.write(f"{known.variable} = {target}")
                known.broadcastable = False
            case _:
                self.source.leave_open()

    def _compute(self, axis: SymbolicAxis, target: str, flow: Flow) -> None:
        names = [self.names.get(name) for name in variables(axis.expression)]
        if all(name is not None and name.certain for name in names):
            self.source.refuse_if(self._unequal(axis, target))
        elif flow is Flow.REPEATED:
            self.source.leave_open()
        else:
            self.pending.append(Pending(axis, target, certain=flow is Flow.ONCE))

    def _unequal(self, axis: SymbolicAxis, target: str) -> str:
        return _unless_one(
            f"{target} != {self._source(axis.expression)}", target, broadcastable=axis.broadcastable
        )

    def _source(self, expression: Expression) -> str:
        match expression:
            case Constant(value):
                return str(value)
            case Variable(name):
                return self.names[name].variable
            case Hole(path):
                return ".".join([self.source.parameters[path[0]], *path[1:]])
            case Operation("**", (base, exponent)):
                return (
                    f"{self.source.constant('power', power)}({self._source(base)}, {self._source(exponent)})"
                )
            case Operation("min" | "max" as function, operands):
                return f"{function}({', '.join(map(self._source, operands))})"
            case Operation("neg", (operand,)):
                return f"(-{self._source(operand)})"
            case Operation(operator, operands):
                return f"({f' {operator} '.join(map(self._source, operands))})"


def _unless_one(condition: str, target: str, *, broadcastable: bool) -> str:
    return f"({target} != 1 and {condition})" if broadcastable else condition

"""Go through a function and add up what its operations cost."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from conformable.commands.costing import variables
from conformable.commands.costing.deciding import NONE, decided
from conformable.commands.costing.expressions import expression
from conformable.commands.costing.given import holds
from conformable.commands.costing.layer_results import result_of_function, result_of_layer
from conformable.commands.costing.ledger import Branches, Row, Rows, total_of
from conformable.commands.costing.meanings import Meaning
from conformable.commands.costing.measures import NOTHING, Cost, bytes_of
from conformable.commands.costing.memory import NO_BUFFERS, Buffers, Memory
from conformable.commands.costing.operation import Operation
from conformable.commands.costing.operations import Family, counted
from conformable.commands.costing.statements import block, length, unknown_iterations
from conformable.commands.observations.static_values import (
    StaticChain,
    StaticChoice,
    StaticFunction,
    StaticLayer,
    StaticMany,
    StaticObject,
    StaticOperation,
    StaticTensor,
    StaticValue,
    tensors_in,
)
from conformable.core.sizes import ONE, Size

if TYPE_CHECKING:
    from conformable.commands.costing.programs import Function, Program

#: How deep calls are followed.
_DEEPEST: Final = 12


@dataclass(slots=True)
class Walker:
    """One call of a function, followed from its beginning to its end.

    Attributes:
        program: The functions whose bodies are known.
        function: The function.
        default: The bytes of an element of floating-point dtype.
        variables: What its parameters hold, and then its other variables.
        sizes: The numbers that names have, where they are given: they decide what constructors have chosen.
        meaning: What the symbols of the function stand for in this call.
        rows: What was counted.
        uncounted: The lines and texts of what gives tensors, but could not be counted.
        memory: What is alive.
        returned: The buffers that it returns.
        times: How often what is counted is evaluated.
        depth: How many calls it is inside of.
        results: What calls gave that were followed.
    """

    program: Program
    function: Function
    default: int
    variables: variables.Variables
    sizes: Mapping[str, int] = field(default_factory=dict)
    meaning: Meaning = field(default_factory=Meaning)
    rows: Rows = field(default_factory=list)
    uncounted: dict[tuple[int, str], None] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    returned: Buffers = NO_BUFFERS
    times: Size = ONE
    depth: int = 0
    results: dict[ast.AST, StaticValue] = field(default_factory=dict)

    def walk(self) -> Walker:
        """Go through the whole body."""
        self.meaning.derive(self.function.derived)
        self.memory.variables = {name: frozenset({name}) for name in self.function.parameters}
        block(self, self.function.node.body)
        return self

    def value(self, node: ast.AST) -> StaticValue:
        """Return what is known of an expression: by the static half, or by what it was bound to."""
        return self.chosen(self._seen(node))

    def chosen(self, value: StaticValue) -> StaticValue:
        """Return which one of several values it is, where the given sizes tell."""
        if not isinstance(value, StaticChoice) or not value.conditions:
            return value
        pairs = zip(value.options, value.conditions, strict=True)
        left = [option for option, known in pairs if holds(known, self.sizes) is not False]
        return self.chosen(left[0]) if len(left) == 1 else value

    def _seen(self, node: ast.AST) -> StaticValue:
        match node:
            case ast.Name(id=name):
                seen = self.meaning.value(self.function.values.get(node))
                return variables.read(seen, self.variables.get(name), self.meaning)
            case ast.Attribute(value=owner, attr=name) if (known := self.attribute(owner, name)) is not None:
                return known
            case ast.IfExp(test=test) if (holds := decided(test, self)) is not None:
                return self.value(node.body if holds else node.orelse)
            case _:
                seen = self.meaning.value(self.function.values.get(node))
                return self.results.get(node) if seen is None else seen

    def attribute(self, node: ast.expr, name: str) -> StaticValue:
        """Return what is known of an attribute from how its object was made."""
        owner = self.value(node) if isinstance(node, ast.Name | ast.Attribute) else None
        return owner.attributes.get(name) if isinstance(owner, StaticObject) else None

    def expression(self, node: ast.expr) -> Buffers:
        """Count an expression, and return the buffers that its value may hold."""
        return expression(node, self)

    def operands(self, nodes: Iterable[ast.expr]) -> list[Buffers]:
        """Evaluate operands one after the other; each waits for the others."""
        held = []
        for node in nodes:
            buffers = self.expression(node)
            self.memory.pending.append(buffers)
            held.append(buffers)
        return held

    def release(self, count: int) -> None:
        """Let operands go."""
        del self.memory.pending[len(self.memory.pending) - count :]

    def operation(self, node: ast.expr, name: str, parts: Sequence[ast.expr]) -> Buffers:
        """Count an operator."""
        held = self.operands(parts)
        # The operands may tell what the unnamed sizes of the result are.
        values = tuple(self.value(part) for part in parts)
        result = self.value(node)
        buffers = NO_BUFFERS
        if isinstance(result, StaticTensor):
            buffers = self.count(node, Operation(name, values, {}, result))
        elif any(isinstance(value, StaticTensor) for value in values):
            self.note_uncounted(node)
        self.release(len(held))
        return buffers

    def called(self, node: ast.Call, callee: StaticValue, held: Sequence[Buffers]) -> Buffers:
        """Count a call."""
        keywords = {keyword.arg: self.value(keyword.value) for keyword in node.keywords if keyword.arg}
        positional = tuple(self.value(argument) for argument in node.args)
        match callee:
            case StaticOperation(name):
                own = self.value(node.func.value) if isinstance(node.func, ast.Attribute) else None
                given = (own, *positional) if isinstance(own, StaticTensor) else positional
                return self.count(node, Operation(name, given, keywords, self.value(node)), held)
            case StaticLayer(name):
                operation = Operation(name, positional, keywords, self.value(node), callee)
                return self.count(node, operation, held)
            case StaticChain(modules) if len(positional) == 1:
                return self.chained(node, modules, positional[0], held[-1])[0]
            case StaticChoice(options) if there := [option for option in options if option != NONE]:
                return self.one_of(node, there, held)
            case StaticFunction(name):
                owner = self.value(node.func.value) if isinstance(node.func, ast.Attribute) else None
                return self.followed(node, self.program.function(name), positional, keywords, held, owner)[0]
            case StaticObject(name):
                forward = self.program.function(f"{name}.forward") or self.program.function(
                    f"{name}.__call__"
                )
                return self.followed(node, forward, positional, keywords, held, callee)[0]
            case _:
                self.note_uncounted(node)
                return self.memory.allocate(bytes_of(self.value(node), self.default))

    def either(self, first: Rows, second: Rows) -> None:
        """Add two ways, of which one is taken."""
        self.rows.append(Branches(first, second))
        costs = total_of(first).multiply_adds, total_of(second).multiply_adds
        self.meaning.is_greatest |= costs[0] != costs[1]

    def one_of(self, node: ast.Call, options: Sequence[StaticValue], held: Sequence[Buffers]) -> Buffers:
        """Count a call of one of several modules or functions; the most expensive one counts."""
        first, *others = options
        if not others:
            return self.called(node, first, held)
        outer, ways = self.rows, (Rows(), Rows())
        self.rows = ways[0]
        buffers = self.called(node, first, held)
        self.rows = ways[1]
        buffers |= self.one_of(node, others, held)
        self.rows = outer
        self.either(*ways)
        return buffers

    def repeated(
        self, node: ast.Call, modules: StaticMany, value: StaticValue, held: Buffers
    ) -> tuple[Buffers, StaticValue]:
        """Count modules that are all alike, each of which gives what the next one takes."""
        around = self.times
        count = length(modules)
        self.times = around * (unknown_iterations(node.lineno) if count is None else count)
        held, result = self.chained(node, [modules.item], value, held)
        self.times = around
        if not _are_alike(value, result):
            self.note_uncounted(node)
        return held, value

    def chained(
        self, node: ast.Call, modules: Sequence[StaticValue], value: StaticValue, held: Buffers
    ) -> tuple[Buffers, StaticValue]:
        """Count the modules of an `nn.Sequential`; each holds its argument until its own result is there."""
        for module in modules:
            self.memory.pending.append(held)
            match module:
                case StaticLayer(name):
                    given, value = value, result_of_layer(module, value)
                    held = self.count(node, Operation(name, (given,), {}, value, module), [held])
                case StaticObject(name):
                    forward = self.program.function(f"{name}.forward")
                    held, value = self.followed(node, forward, (value,), {}, [held], module)
                case StaticChain(inner):
                    held, value = self.chained(node, inner, value, held)
                case StaticMany():
                    held, value = self.repeated(node, module, value, held)
                case _:
                    self.note_uncounted(node)
                    value, held = None, NO_BUFFERS
            self.memory.pending.pop()
            self.memory.sweep()
        return held, value

    def count(self, node: ast.AST, operation: Operation, held: Sequence[Buffers] = ()) -> Buffers:
        """Count one operation, and allocate its result unless that is a view."""
        found = counted(operation, self.default)
        if found.family is Family.UNKNOWN:
            self.note_uncounted(node)
        elif found.cost != NOTHING:
            family = f"{found.family.value}: {operation.name}" if operation.layer else found.family.value
            self.add(node, found.cost.changed(lambda size: size * self.times), family)
        if found.family is Family.VIEW or found.in_place:
            return NO_BUFFERS.union(*held[:1])
        return self.memory.allocate(bytes_of(operation.result, self.default))

    def followed(
        self,
        node: ast.Call,
        function: Function | None,
        positional: tuple[StaticValue, ...],
        keywords: Mapping[str, StaticValue],
        held: Sequence[Buffers],
        owner: StaticValue = None,
    ) -> tuple[Buffers, StaticValue]:
        """Count a call of a function whose body is known, with the caller's sizes."""
        if function is None or self.depth >= _DEEPEST:
            self.note_uncounted(node)
            return self.memory.allocate(bytes_of(self.value(node), self.default)), None
        names = function.parameters
        bound: dict[str, StaticValue] = {}
        if names and names[0] in {"self", "cls"}:
            bound, names = {names[0]: owner}, names[1:]
        arguments = {**bound, **dict(zip(names, positional, strict=False)), **keywords}
        meaning = Meaning()
        for name, declared in function.body.parameters.items():
            meaning.learn(declared, arguments.get(name))
        bindings = variables.of_call(function, arguments, meaning)
        inner = Walker(
            self.program, function, self.default, bindings, self.sizes, meaning, depth=self.depth + 1
        ).walk()
        result = self.results[node] = meaning.value(result_of_function(function))
        seen = self.meaning.value(self.function.values.get(node))
        if isinstance(seen, StaticTensor) and isinstance(result, StaticTensor):
            self.meaning.settle(seen, [result])
        cost = total_of(inner.rows).changed(lambda size: size * self.times)
        self.add(node, cost, f"call of {function.node.name}")
        self.uncounted.update(inner.uncounted)
        self.meaning.is_greatest |= meaning.is_greatest
        self.memory.note(inner.memory.peak)
        given = held[len(held) - len(positional) - len(keywords) :]
        passed = dict(zip((*names[: len(positional)], *keywords), given, strict=False))
        shared = [passed[name] for name in inner.returned if isinstance(name, str) and name in passed]
        owns = any(isinstance(buffer, int) for buffer in inner.returned)
        own = self.memory.allocate(bytes_of(result, self.default)) if owns else NO_BUFFERS
        return own.union(*shared), result

    def add(self, node: ast.AST, cost: Cost, family: str) -> None:
        """Add a row."""
        source = self.function.source.segment(node) if isinstance(node, ast.expr) else ast.unparse(node)
        self.rows.append(Row(getattr(node, "lineno", 0), source, self.times, cost, family))

    def note_uncounted(self, node: ast.AST) -> None:
        """Note that something gives or takes tensors and could not be counted."""
        known = self.value(node)
        inner = [self.value(part) for part in ast.iter_child_nodes(node)]
        if any(True for value in (known, *inner) for _ in tensors_in(value)):
            source = self.function.source.segment(node) if isinstance(node, ast.expr) else ast.unparse(node)
            self.uncounted[getattr(node, "lineno", 0), source] = None


def _are_alike(value: StaticValue, result: StaticValue) -> bool:
    match value, result:
        case StaticTensor(shape), StaticTensor(other):
            return shape == other
        case _:
            return False

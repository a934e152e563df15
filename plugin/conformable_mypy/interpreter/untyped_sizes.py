"""Parameters that a constructor takes for sizes without saying so: read from what it makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from mypy import nodes, types

from conformable_mypy import names
from conformable_mypy.interpreter.keeping import made_once
from conformable_mypy.interpreter.module_values import of_reference
from conformable_mypy.interpreter.none_tests import chosen_between, names_tested, tested
from conformable_mypy.interpreter.stores import blocks_of, targets_of
from conformable_mypy.interpreter.values import UNKNOWN, Class, Partial, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from conformable_mypy.interpreter.run import Run

SIZES_OF: Final = {
    f"torch.nn.{name}": count
    for name, count in {
        "Linear": 2,
        "Bilinear": 3,
        "Embedding": 2,
        "MultiheadAttention": 2,
        **dict.fromkeys(("RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell"), 2),
        **{f"{kind}{rank}d": 2 for kind in ("Conv", "ConvTranspose") for rank in (1, 2, 3)},
        **{f"BatchNorm{rank}d": 1 for rank in (1, 2, 3)},
    }.items()
}
"""Layer of torch.nn -> how many of its first arguments can only be integers."""

SIZE_OR_SIZES: Final = frozenset({"torch.nn.LayerNorm", "torch.nn.RMSNorm"})
"""Layers whose first argument is an integer or several: one where the default is an integer."""


def size_parameters(initializer: nodes.FuncDef, run: Run) -> Mapping[str, bool]:
    """Collect the parameters without annotations that a constructor gives to layers as sizes.

    Args:
        initializer: The constructor; one whose default is neither an integer nor `None` is not among them.
        run: The interpretation.

    Returns:
        Their names, each with whether it may also be `None`.
    """
    # A class may make objects of its own kind.
    return made_once(
        run.session.kept.untyped_sizes, initializer, lambda: _size_parameters(initializer, run), run, {}
    )


def _size_parameters(initializer: nodes.FuncDef, run: Run) -> Mapping[str, bool]:
    fitting = {
        argument.variable.name: argument.initializer
        for argument in initializer.arguments[1:]
        if argument.type_annotation is None and _may_be_size(argument.initializer)
        if argument.kind not in (nodes.ARG_STAR, nodes.ARG_STAR2)
    }
    if not fitting:
        return {}
    flow = _Flow(run, {argument.variable.name: argument.variable for argument in initializer.arguments})
    flow.read(run.statements_of(initializer))
    sizes = flow.sizes()
    numbers = (name for name, default in fitting.items() if isinstance(default, nodes.IntExpr))
    sizes |= {name: False for name in numbers if name in flow.normalized and name not in sizes}
    return {
        name: _is_none(default) or name in flow.missing or sizes[name]
        for name, default in fitting.items()
        if name in sizes
    }


def _may_be_size(default: nodes.Expression | None) -> bool:
    return default is None or isinstance(default, nodes.IntExpr) or _is_none(default)


def _is_none(default: nodes.Expression | None) -> bool:
    return isinstance(default, nodes.NameExpr) and default.fullname == "builtins.None"


@dataclass(slots=True)
class _Flow:
    """What becomes of the variables of a constructor.

    A variable that is given another value is another one from there on, called by another name.

    Attributes:
        run: The interpretation.
        parameters: Those of the constructor: a comprehension may use their names for variables of its own.
        used: The variables that are given to layers as sizes, each with whether they may be `None` there.
        sources: Variable -> those it was computed from, all of them integers if it is one.
        normalized: The variables that are given to layers as one size or several.
        missing: The variables of which the constructor asks whether they are `None`.
        versions: How often each variable has been given another value.
    """

    run: Run
    parameters: Mapping[str, nodes.Var]
    used: dict[str, bool] = field(default_factory=dict)
    sources: dict[str, set[str]] = field(default_factory=dict)
    normalized: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    versions: dict[str, int] = field(default_factory=dict)

    def read(self, block: Iterable[nodes.Statement], filled: frozenset[str] = frozenset()) -> None:
        """Go through statements.

        Args:
            block: The statements.
            filled: The variables that are `None` where they are reached.
        """
        for statement in block:
            match statement:
                case nodes.IfStmt():
                    self._read_branches(statement, filled)
                case nodes.AssignmentStmt(lvalues=targets, rvalue=value):
                    self._use(value)
                    self._assign(targets, value, filled)
                case nodes.ExpressionStmt(expr=value):
                    self._use(value)
                case _:
                    self._forget(targets_of(statement))
                    for body in blocks_of(statement):
                        self.read(body.body, filled)

    def _read_branches(self, statement: nodes.IfStmt, filled: frozenset[str]) -> None:
        for condition in statement.expr:
            self._ask(condition)
        asked = [tested(condition, self.run) for condition in statement.expr]
        for found, body in zip(asked, statement.body, strict=True):
            self.read(body.body, filled | _absent(found, holds=True))
        if statement.else_body is not None:
            self.read(statement.else_body.body, filled | _absent(asked[0], holds=False))

    def sizes(self) -> dict[str, bool]:
        """Give the variables that are sizes, each with whether it may also be `None`."""
        found = dict(self.used)
        waiting = [*found]
        while waiting:
            for source in self.sources.get(waiting.pop(), ()):
                if source not in found:
                    found[source] = False
                    waiting.append(source)
        return found

    def _version(self, name: str) -> str:
        count = self.versions.get(name, 0)
        return f"{name} {count}" if count else name

    def _forget(self, targets: Iterable[nodes.Expression]) -> None:
        for target in targets:
            if isinstance(target, nodes.NameExpr):
                self.versions[target.name] = self.versions.get(target.name, 0) + 1

    def _assign(
        self, targets: list[nodes.Expression], value: nodes.Expression, filled: frozenset[str]
    ) -> None:
        found = set(self._names(value))
        match targets:
            case [nodes.NameExpr(name=name)]:
                if name not in filled:
                    self._forget(targets)
                self.sources.setdefault(self._version(name), set()).update(found)
            case _:
                for target in targets:
                    self._forget(targets_of(nodes.AssignmentStmt([target], value)))

    def _ask(self, condition: nodes.Expression) -> None:
        self.missing.update(map(self._version, names_tested(condition, self.run)))

    def _use(self, value: nodes.Expression) -> None:
        for part in _calls_and_choices(value):
            if isinstance(part, nodes.ConditionalExpr):
                self._ask(part.cond)
                continue
            for argument, optional in _size_arguments(part, self.run):
                for name in self._names(argument):
                    self.used[name] = self.used.get(name, True) and optional
            self.normalized.update(map(self._version, _normalized(part, self.run)))

    def _names(self, value: nodes.Expression) -> Iterator[str]:
        """Yield the variables that an integer is computed from, which are integers then, or missing."""
        for chosen in chosen_between(value, self.run):
            match chosen.expression:
                case nodes.NameExpr(name=name, node=variable):
                    if self.parameters.get(name, variable) is not variable:
                        continue
                    if chosen.may_be_missing:
                        self.missing.add(self._version(name))
                    yield self._version(name)
                case nodes.OpExpr(op="+" | "-" | "*" | "//", left=left, right=right):
                    yield from self._names(left)
                    yield from self._names(right)
                case nodes.OpExpr(op="**", left=left, right=nodes.IntExpr()):
                    yield from self._names(left)
                case _:
                    pass


def _absent(found: tuple[str, bool] | None, *, holds: bool) -> frozenset[str]:
    """Give the variable that is missing where a condition holds, or does not."""
    return frozenset() if found is None or found[1] is holds else frozenset({found[0]})


def _calls_and_choices(node: nodes.Expression) -> Iterator[nodes.CallExpr | nodes.ConditionalExpr]:
    """Yield the calls and conditional expressions in an expression, those in lists and comprehensions too."""
    match node:
        case nodes.CallExpr(args=arguments):
            yield node
            inner: Iterable[nodes.Expression] = arguments
        case nodes.ListExpr(items=items) | nodes.TupleExpr(items=items):
            inner = items
        case nodes.StarExpr(expr=expression) | nodes.GeneratorExpr(left_expr=expression):
            inner = (expression,)
        case nodes.ListComprehension(generator=generator):
            inner = (generator,)
        case nodes.ConditionalExpr(if_expr=one, else_expr=other):
            yield node
            inner = (one, other)
        case _:
            inner = ()
    for part in inner:
        yield from _calls_and_choices(part)


def _size_arguments(call: nodes.CallExpr, run: Run) -> Iterator[tuple[nodes.Expression, bool]]:
    """Yield the arguments of a call that can only be integers, each with whether it may also be `None`."""
    if not set(call.arg_kinds) <= {nodes.ARG_POS, nodes.ARG_NAMED}:
        return
    called, before, kept = _called(call.callee, run)
    if not isinstance(called, Class):
        return
    sizes = _sizes_taken(called.info, run)
    order = [*sizes][before:]
    position = 0
    for argument, name in zip(call.args, call.arg_names, strict=True):
        if name is None:
            taken = order[position] if position < len(order) else ""
            position += 1
        else:
            taken = "" if name in kept else name
        optional = sizes.get(taken)
        if optional is not None:
            yield argument, optional


def _normalized(call: nodes.CallExpr, run: Run) -> Iterator[str]:
    match call.args, _called(call.callee, run):
        case [nodes.NameExpr(name=name), *_], (Class(info), 0, _):
            if names.public_name(info.fullname) in SIZE_OR_SIZES:
                yield name
        case _:
            pass


def _called(callee: nodes.Expression, run: Run) -> tuple[Value, int, frozenset[str]]:
    """Give what is called, how many arguments it has already, and which it has by name."""
    if not isinstance(callee, nodes.RefExpr):
        return UNKNOWN, 0, frozenset()
    value = of_reference(callee, run)
    if isinstance(value, Partial):
        return value.function, len(value.positional), frozenset(name for name, _ in value.keywords)
    return value, 0, frozenset()


def _sizes_taken(info: nodes.TypeInfo, run: Run) -> dict[str, bool | None]:
    """Give the parameters of a class in their order: whether each may be `None`.

    One that is no size has None.
    """
    initializer = _initializer(info)
    if initializer is None:
        return {}
    parameters = [name or "" for name in initializer.arg_names[1:]]
    count = SIZES_OF.get(names.public_name(info.fullname))
    if count is not None:
        return {name: False if index < count else None for index, name in enumerate(parameters)}
    declared = initializer.type.arg_types[1:] if isinstance(initializer.type, types.CallableType) else ()
    sizes: dict[str, bool | None] = dict.fromkeys(parameters)
    sizes |= {name: False for name, kind in zip(parameters, declared, strict=False) if _is_int(kind)}
    if run.is_own(initializer):
        sizes.update(size_parameters(initializer, run))
    return sizes


def _initializer(info: nodes.TypeInfo) -> nodes.FuncDef | None:
    symbol = info.get("__init__")
    definition = symbol.node if symbol is not None else None
    if isinstance(definition, nodes.OverloadedFuncDef) and definition.items:
        definition = definition.items[0]
    if isinstance(definition, nodes.Decorator):
        definition = definition.func
    return definition if isinstance(definition, nodes.FuncDef) else None


def _is_int(declared: types.Type) -> bool:
    plain = types.get_proper_type(declared)
    return isinstance(plain, types.Instance) and plain.type.fullname == "builtins.int"

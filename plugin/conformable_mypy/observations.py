"""What the interpreter has seen in one body, written so that the commands can read it without mypy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import singledispatch
from typing import TYPE_CHECKING, Any, Final

from mypy.nodes import FuncDef, NameExpr, ReturnStmt

from conformable.core.encoding import encode_argument, encode_conditions, encode_shape, encode_size
from conformable.core.sizes import ZERO
from conformable_mypy.interpreter.operations import annotated
from conformable_mypy.interpreter.stores import statements_in
from conformable_mypy.interpreter.values import (
    NONE,
    Chain,
    Choice,
    Either,
    Function,
    Integer,
    Items,
    Layer,
    Many,
    Object,
    Operation,
    Scalar,
    ShapeTuple,
    Tensor,
    Value,
)
from conformable_mypy.no_tensors import no_tensors

if TYPE_CHECKING:
    from mypy.nodes import Expression

    from conformable.core.facts import Facts
    from conformable_mypy.body_exit import Body
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.observing import Request, Standing

Encoded = dict[str, Any] | None

#: Findings that say nothing about whether the program goes on.
_ENDING_NOTHING: Final = frozenset({None, "shape-suspicious", "shape-annotation"})


def watcher(body: Body, request: Request | Standing) -> Callable[[Run, State, State], None]:
    """Return what the interpreter shall call at the end of a body: it writes down what was seen.

    Args:
        body: The body.
        request: What a command asks for.
    """

    def watch(run: Run, entry: State, end: State) -> None:
        function = body.function
        record = {
            "path": body.tree.path,
            "module": body.tree.fullname,
            "function": function.fullname if function is not None else None,
            "line": function.line if function is not None else 0,
            "parameters": _parameters(function, entry) if function is not None else {},
            "expressions": list(_expressions(run.observed or {})),
            "proven": list(_proven(run)),
            "other": [place for node in no_tensors(body.statements, run) for place in _place(node)],
            "unreached": [place for node in _unreached(body, run) for place in _place(node)],
            "exits": list(_exits(run, entry, end)),
            "assumed": list(_learned(run)),
        }
        request.write(body.tree.fullname, record)

    return watch


def _parameters(function: FuncDef, entry: State) -> dict[str, Encoded]:
    variables = (argument.variable for argument in function.arguments)
    return {variable.name: _with_sizes(entry.whole(entry.variables[variable])) for variable in variables}


def _expressions(observed: dict[Expression, Value]) -> Iterator[list[Any]]:
    for node, value in observed.items():
        written = encoded(value) if isinstance(node, NameExpr) else _with_sizes(value)
        if written is not None and node.end_line is not None and node.end_column is not None:
            yield [node.line, node.column, node.end_line, node.end_column, written]


def _proven(run: Run) -> Iterator[list[Any]]:
    for node, proven in run.proven.items():
        yield [node.line, node.column, node.end_line, node.end_column, proven]


def _place(node: Expression) -> Iterator[list[int]]:
    if node.end_line is not None and node.end_column is not None:
        yield [node.line, node.column, node.end_line, node.end_column]


def _unreached(body: Body, run: Run) -> Iterator[Expression]:
    """Yield what is returned where no way leads to; behind a report, nothing is known of the ways."""
    if run.findings.reports:
        return
    for statement in statements_in(body.statements):
        returned = statement.expr if isinstance(statement, ReturnStmt) else None
        if returned is not None and returned not in run.latest:
            yield returned


def _exits(run: Run, entry: State, end: State) -> Iterator[dict[str, Any]]:
    """Write down what each way out of the body has assumed about sizes beyond what was declared."""
    states = [state for _, state in run.frame.returned]
    for state in (*states, *([end] if end.live else [])):
        yield _assumed(state.facts, entry.facts)


def _learned(run: Run) -> Iterator[list[Any]]:
    """Write down what each expression has assumed about sizes, each time it was visited.

    Where an expression is reported, its way ends: no sizes meet what is assumed behind it.
    """
    found = (report for report in run.findings.reports.values() if report.code not in _ENDING_NOTHING)
    reported = {getattr(report.node, "rvalue", report.node) for report in found}
    for node in {**run.assumed, **dict.fromkeys(reported)}:
        written = _united(_assumed(after, before) for before, after in run.assumed.get(node, ()))
        if node in reported:
            written["different"].append(encode_size(ZERO))
        if any(written.values()) and node.end_line is not None and node.end_column is not None:
            yield [node.line, node.column, node.end_line, node.end_column, written]


def _united(records: Iterable[dict[str, Any]]) -> dict[str, Any]:
    united: dict[str, Any] = {"equal": [], "different": [], "nonnegative": []}
    for record in records:
        for kind, conditions in united.items():
            conditions += [condition for condition in record[kind] if condition not in conditions]
    return united


def _assumed(facts: Facts, declared: Facts) -> dict[str, Any]:
    known = set(declared.equalities())
    return {
        "equal": [
            [encode_size(left), encode_size(right)]
            for left, right in facts.equalities()
            if (left, right) not in known
        ],
        "different": [encode_size(size) for size in facts.nonzeros if size not in declared.nonzeros],
        "nonnegative": [
            encode_size(size) for size in facts.nonnegatives if size not in declared.nonnegatives
        ],
    }


@singledispatch
def encoded(value: Value) -> Encoded:
    """Write a value; None where it says nothing about shapes."""
    if value == NONE:
        return {"kind": "none"}
    return None


@encoded.register(Tensor)
def _(value: Tensor) -> Encoded:
    return {
        "kind": "tensor",
        "shape": encode_shape(value.shape),
        "library": value.library,
        "dtype": value.dtype,
        "text": annotated(value),
    }


@encoded.register(Integer)
def _(value: Integer) -> Encoded:
    return {"kind": "integer", "size": encode_size(value.size)}


@encoded.register(ShapeTuple)
def _(value: ShapeTuple) -> Encoded:
    return {"kind": "shape", "shape": encode_shape(value.shape)}


@encoded.register(Items)
def _(value: Items) -> Encoded:
    return {"kind": "items", "of": value.kind, "items": list(map(encoded, value.items))}


@encoded.register(Many)
def _(value: Many) -> Encoded:
    return _many(value, encoded(value.item))


@encoded.register(Choice)
def _(value: Choice) -> Encoded:
    return {"kind": "choice", "options": list(map(encoded, value.options))}


@encoded.register(Either)
def _(value: Either) -> Encoded:
    return _either(value, [encoded(option) for option, _ in value.options])


@encoded.register(Scalar)
def _(value: Scalar) -> Encoded:
    if value.value is None:
        return {"kind": "none"}
    return None if value.value is ... else {"kind": "constant", "value": value.value}


@encoded.register(Operation)
def _(value: Operation) -> Encoded:
    return {"kind": "operation", "name": value.name}


@encoded.register(Function)
def _(value: Function) -> Encoded:
    definition = value.definition
    name = definition.fullname if isinstance(definition, FuncDef) else ""
    return {"kind": "function", "name": name, "line": definition.line}


@encoded.register(Layer)
def _(value: Layer) -> Encoded:
    attributes = {name: encode_argument(known) for name, known in value.state.attributes}
    return {"kind": "layer", "name": value.name, "attributes": attributes}


@encoded.register(Chain)
def _(value: Chain) -> Encoded:
    return {"kind": "chain", "modules": list(map(encoded, value.modules))}


@encoded.register(Object)
def _(value: Object) -> Encoded:
    return {"kind": "object", "name": value.info.fullname}


def _with_sizes(value: Value) -> Encoded:
    """Write an object with what it was made with: it tells what the sizes of its class are for a caller."""
    match value:
        case Object(info, attributes):
            inner = {name: _with_sizes(item) for name, item in attributes}
            return {"kind": "object", "name": info.fullname, "attributes": inner}
        case Chain(modules):
            return {"kind": "chain", "modules": list(map(_with_sizes, modules))}
        case Items(items, kind):
            return {"kind": "items", "of": kind, "items": list(map(_with_sizes, items))}
        case Many(item):
            return _many(value, _with_sizes(item))
        case Either(options):
            return _either(value, [_with_sizes(option) for option, _ in options])
        case _:
            return encoded(value)


def _either(value: Either, options: list[Encoded]) -> Encoded:
    conditions = [encode_conditions(known) for _, known in value.options]
    return {"kind": "choice", "options": options, "conditions": conditions}


def _many(value: Many, item: Encoded) -> Encoded:
    count = None if value.count is None else encode_size(value.count)
    return {"kind": "many", "of": value.kind, "item": item, "count": count}

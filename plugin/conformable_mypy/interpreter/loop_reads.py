"""What the body of a loop reads of what earlier iterations have left: only that calls for another pass."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from mypy import nodes

from conformable.core.immutable import dataclass
from conformable_mypy.interpreter.parts import within
from conformable_mypy.interpreter.stores import statements_in
from conformable_mypy.interpreter.values import (
    Chain,
    Function,
    Items,
    Many,
    Mapped,
    Mixed,
    Object,
    Operation,
    Overloads,
    Partial,
    Reference,
    Super,
)
from conformable_mypy.mypy_api import mentioned_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.interpreter.values import Value

    Loop = nodes.ForStmt | nodes.WhileStmt

FILLING: Final = frozenset({"append", "extend", "add", "add_module"})
"""Methods that say nothing of the list or set that they are called on."""


def reads_changes(node: Loop, head: State, following: State, run: Run) -> bool:
    """Tell whether another pass over a loop's body might find what the last one has not.

    It does not where everything that the last one has changed is only written: a dict that is filled, a list
    that grows, a variable that each iteration sets before it reads it. (Inside a `try`, the handlers see what
    lies between, and a variable of a module is read by functions.)

    Args:
        node: The loop.
        head: What was known at the beginning of the last iteration.
        following: What is known at the beginning of the next one.
        run: The interpretation.
    """
    variables = {
        variable for variable, value in head.variables.items() if following.variables.get(variable) != value
    }
    addresses = {address for address, content in head.heap.items() if following.heap.get(address) != content}
    if (
        head.facts != following.facts
        or any(frame.tried for frame in run.frames)
        or any(not _is_local(variable) or variable in run.captured for variable in variables)
    ):
        return True
    reads = _Reads.of(node)
    if not variables.isdisjoint(reads.variables):
        return True
    read = [
        value
        for variable, value in head.variables.items()
        if variable in reads.contents
        or not _is_local(variable)
        or (variable in reads.whole and isinstance(head.content(value), Object))
        or not all(_is_filled(value, name, head) for name in reads.filled.get(variable, ()))
    ]
    return any(
        _is_bound(value) or (isinstance(value, Reference) and value.address in addresses)
        for value in _reached(read, head)
    )


def _is_filled(value: Value, name: str, state: State) -> bool:
    """Tell whether an attribute is a list, to which a method of that name only adds."""
    made = state.content(value)
    held = dict(made.attributes).get(name) if isinstance(made, Object) else None
    return held is not None and isinstance(state.content(held), Items | Many | Mixed | Chain)


def _is_local(variable: nodes.SymbolNode) -> bool:
    return isinstance(variable, nodes.Var) and "." not in variable.fullname


def _is_bound(value: Value) -> bool:
    """Tell whether a value holds another one that it is bound to."""
    if isinstance(value, Function | Operation | Overloads):
        return value.receiver is not None
    return isinstance(value, Partial | Mapped | Super)


def _reached(values: Iterable[Value], state: State) -> Iterator[Value]:
    """Yield values, all values in them, and all that they refer to."""
    waiting, seen = list(values), set[int]()
    while waiting:
        for value in within([waiting.pop()]):
            yield value
            if isinstance(value, Reference) and value.address not in seen:
                seen.add(value.address)
                waiting.append(state.content(value))


@dataclass(frozen=True, slots=True)
class _Reads:
    """What an iteration may read of what an earlier one has left.

    Attributes:
        variables: The variables that it reads.
        contents: Those of them of which it does not only fill what they refer to.
        whole: Those of them that it does not only read to fill a list that is an attribute.
        filled: Variables of which it fills attributes, with those.
    """

    variables: frozenset[nodes.SymbolNode]
    contents: frozenset[nodes.SymbolNode]
    whole: frozenset[nodes.SymbolNode]
    filled: Mapping[nodes.SymbolNode, set[str]]

    @staticmethod
    def of(node: Loop) -> _Reads:
        """Collect what a loop's body reads, and the condition of a `while`."""
        ahead: list[nodes.Statement]
        if isinstance(node, nodes.ForStmt):
            ahead, first = [], set(_bound(node.index))
        else:
            ahead, first = [nodes.ExpressionStmt(node.expr)], set[nodes.SymbolNode]()
        variables, contents, whole = (set[nodes.SymbolNode]() for _ in range(3))
        attributes = defaultdict[nodes.SymbolNode, set[str]](set)
        for statement in (*ahead, *node.body.body):
            filled = {id(name): attribute for name, attribute in _filled(statement)}
            for name in _mentioned(statement):
                variable = name.node
                if variable is None or variable in first:
                    continue
                variables.add(variable)
                attribute = filled.get(id(name))
                if attribute:
                    attributes[variable].add(attribute)
                    continue
                whole.add(variable)
                if attribute is None:
                    contents.add(variable)
            if isinstance(statement, nodes.AssignmentStmt):
                targets = (variable for target in statement.lvalues for variable in _bound(target))
                first.update(variable for variable in targets if variable not in variables)
        return _Reads(frozenset(variables), frozenset(contents), frozenset(whole), attributes)


def _mentioned(statement: nodes.Statement) -> Iterator[nodes.NameExpr]:
    """Yield the names that a statement mentions, other than to assign to them."""
    assigned = {
        id(part)
        for inner in statements_in([statement])
        if isinstance(inner, nodes.AssignmentStmt)
        for target in inner.lvalues
        for part in _parts(target)
    }
    for name in mentioned_names(nodes.LambdaExpr([], nodes.Block([statement]))):
        if id(name) not in assigned:
            yield name


def _filled(statement: nodes.Statement) -> Iterator[tuple[nodes.Expression, str]]:
    """Yield the names whose lists and dicts a statement only fills: `x[i] = ...`, `x.append(...)`.

    With each comes the attribute that is filled, as in `self.layers.append(...)`; "" for the name itself.
    """
    for inner in statements_in([statement]):
        match inner:
            case nodes.AssignmentStmt(lvalues=targets):
                for target in targets:
                    yield from (
                        (part.base, "") for part in _parts(target) if isinstance(part, nodes.IndexExpr)
                    )
            case nodes.OperatorAssignmentStmt(op="+", lvalue=target):
                yield from _owner(target)
            case nodes.ExpressionStmt(
                expr=nodes.CallExpr(callee=nodes.MemberExpr(expr=target, name=method))
            ) if method in FILLING:
                yield from _owner(target)
            case _:
                pass


def _owner(target: nodes.Expression) -> Iterator[tuple[nodes.Expression, str]]:
    match target:
        case nodes.NameExpr():
            yield target, ""
        case nodes.MemberExpr(expr=nodes.NameExpr() as name, name=attribute):
            yield name, attribute
        case _:
            pass


def _bound(target: nodes.Expression) -> Iterator[nodes.SymbolNode]:
    """Yield the variables that an assignment to a target sets."""
    for part in _parts(target):
        if isinstance(part, nodes.NameExpr) and part.node is not None:
            yield part.node


def _parts(target: nodes.Expression) -> Sequence[nodes.Expression]:
    return target.items if isinstance(target, nodes.TupleExpr) else (target,)

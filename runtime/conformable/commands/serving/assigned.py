"""The assignments of a file, with what the static half knows of what is assigned."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformable.commands.observations.static_values import StaticItems, StaticValue

if TYPE_CHECKING:
    from conformable.commands.observations.records import Body
    from conformable.commands.serving.checked import Checked

Statement = ast.Assign | ast.AnnAssign | ast.NamedExpr


@dataclass(frozen=True, slots=True)
class Assigned:
    """One name, attribute or item that something is assigned to.

    Attributes:
        statement: The assignment.
        target: The name.
        value: What is assigned to it.
        body: The body in which that was seen.
    """

    statement: Statement
    target: ast.expr
    value: StaticValue
    body: Body


def assigned_in(checked: Checked) -> Iterator[Assigned]:
    """Yield what is assigned in a file, body by body in the order of its lines."""
    source = checked.source
    if source is None:
        return
    statements = {node.value: node for node in ast.walk(source.tree) if isinstance(node, Statement)}
    for body in checked.bodies:
        for span, value in sorted(body.expressions.items(), key=lambda item: item[0]):
            place = source.places.get(span)
            statement = statements.get(place.node) if place is not None else None
            if statement is not None:
                for target, part in _targets(statement, value):
                    yield Assigned(statement, target, part, body)


def _targets(statement: Statement, value: StaticValue) -> Iterator[tuple[ast.expr, StaticValue]]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    for target in targets:
        yield from _parts(target, value)


def _parts(target: ast.expr, value: StaticValue) -> Iterator[tuple[ast.expr, StaticValue]]:
    """Split what is assigned to several names: `q, k = f(x)`."""
    names = target.elts if isinstance(target, ast.Tuple | ast.List) else None
    if names is None:
        yield target, value
    elif isinstance(value, StaticItems) and len(names) == len(value.items):
        for name, item in zip(names, value.items, strict=True):
            yield from _parts(name, item)

"""The locals of a function that nothing but plain assignments binds."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

_Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef


def plain_locals(function: ast.FunctionDef) -> dict[str, list[ast.Assign]]:
    """Return the locals that a function binds by `name = value` alone, each with these assignments in order.

    Left out are parameters, what is annotated already, unpacked, deleted, declared `global` or `nonlocal`, a
    target of a loop and the like; and what is bound in a `finally`, which runs on several ways.
    `name += value` keeps the shape that a name has; `name @= value` need not.
    """
    plain: dict[str, list[ast.Assign]] = defaultdict(list)
    others = {node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)}
    keeping: set[ast.AST] = set()
    for node in own_nodes(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name) as target]) if target.col_offset == node.col_offset:
                plain[name].append(node)
                keeping.add(target)
            case ast.AugAssign(target=ast.Name() as target, op=operator):
                keeping |= set() if isinstance(operator, ast.MatMult) else {target}
            case _ if node not in keeping:
                others.update(_bound_by(node))
            case _:
                pass
    return {name: found for name, found in plain.items() if name not in others}


def own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield the nodes of a function's body, outer ones first, without those of scopes inside it."""
    waiting: list[ast.AST] = list(reversed(function.body))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _Scope):
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))


def bound_names(node: ast.AST) -> Iterator[str]:
    """Yield the names that are bound, or deleted, anywhere below a node."""
    return (
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load)
    )


def _bound_by(node: ast.AST) -> Iterator[str]:
    """Yield the names that one node binds."""
    match node:
        case ast.Name():
            yield from bound_names(node)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in aliases)
        case (
            ast.ExceptHandler(name=str(name))
            | ast.MatchAs(name=str(name))
            | ast.MatchStar(name=str(name))
            | ast.MatchMapping(rest=str(name))
        ):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
            nonlocals = (inner.names for inner in ast.walk(node) if isinstance(inner, ast.Nonlocal))
            yield from (inner for names in nonlocals for inner in names)
        case ast.Try(finalbody=last) | ast.TryStar(finalbody=last):
            yield from (name for statement in last for name in bound_names(statement))
        case _:
            pass

"""Functions that are defined more than once under one name, as in the two branches of an `if`.

To mypy such a name stands for the first of them, whichever the program has defined.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mypy import nodes

from conformable_mypy.interpreter.stores import statements_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conformable_mypy.interpreter.run import Run


def is_one_of_several(function: nodes.FuncItem, run: Run) -> bool:
    """Tell whether another function of the same name may be meant."""
    kept = run.session.kept
    if kept.variants is None:
        tree = run.types.find_module(run.module)
        kept.variants = frozenset(() if tree is None else _variants(tree.defs))
    return function in kept.variants


def _variants(block: Iterable[nodes.Statement]) -> Iterator[nodes.FuncItem]:
    """Yield the functions that share their name with another one in the same scope, or in one inside it."""
    by_name: defaultdict[str, list[nodes.FuncDef]] = defaultdict(list)
    for statement in statements_in(block):
        match statement:
            case nodes.FuncDef(name=name) | nodes.Decorator(func=nodes.FuncDef(name=name)):
                function = statement.func if isinstance(statement, nodes.Decorator) else statement
                by_name[name].append(function)
                yield from _variants(function.body.body)
            case nodes.ClassDef(defs=body):
                yield from _variants(body.body)
            case _:
                pass
    for functions in by_name.values():
        if len(functions) > 1:
            yield from functions

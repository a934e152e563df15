"""Files of `conformable.rule("mylib.op", "b n, n m -> b m")`, read as syntax."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.ops.registry import Rule, parameters_of
from conformable.core.ops.signatures import signature_rule

if TYPE_CHECKING:
    from pathlib import Path

    from conformable_mypy.user_rules.findings import Found

#: What a rule may be called as.
_SPELLINGS = ("conformable.rule", "rule")


def read_declarations(path: Path, found: Found) -> None:
    """Add the rules of a file to what was found."""
    tree = found.parsed(path)
    for statement in tree.body if tree is not None else ():
        match statement:
            case ast.Import() | ast.ImportFrom() | ast.Expr(ast.Constant(str())):
                pass
            case ast.Expr(
                ast.Call(function, [ast.Constant(str() as name), ast.Constant(str() as signature)], [])
            ) if ast.unparse(function) in _SPELLINGS:
                _add(path, statement.lineno, name, signature, found)
            case _:
                found.problem(path, statement.lineno, messages.no_rule())


def _add(path: Path, line: int, name: str, signature: str, found: Found) -> None:
    try:
        function = signature_rule(signature)
    except ValueError as error:
        found.problem(path, line, messages.unreadable_signature(name, str(error)))
        return
    found.add(path, line, Rule(name, function, parameters_of(function)))

"""Unions in which one class stands twice: `Float[Tensor, "n"] | Float[Tensor, "b n"]`.

To mypy alone, this is `Tensor | Tensor`, and its messages say `Tensor`. They would name both if each carried
an annotation. So the whole union becomes an alias of the plain one, and what was written is a second argument
of the alias, which mypy drops when it expands it.

mypy has no hook for `X | Y`. Before a module is analysed, each union that may hold annotations is put into a
type of our own, for which there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mypy.nodes import AssignmentStmt, FuncDef
from mypy.types import (
    CallableType,
    Instance,
    NoneType,
    Type,
    TypeList,
    UnboundType,
    UnionType,
    get_proper_type,
)

from conformable_mypy import mypy_api
from conformable_mypy.carrier import alias_of_union, read
from conformable_mypy.instrument import statements_in
from conformable_mypy.module_facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from mypy.nodes import MypyFile, Statement

#: The name of the type that marked unions are put into.
MARK: Final = "__conformable__@mark"

_UNIONS: Final = frozenset({"Union", "Optional"})


def mark(tree: MypyFile, modules: dict[str, MypyFile], imported: Collection[str]) -> None:
    """Put each union that may hold annotations into `MARK`, in a module that is not analysed yet.

    Args:
        tree: The module; its own facts are known.
        modules: All modules that mypy has loaded.
        imported: Full names of the modules that it imports.
    """
    sources = (tree, *(modules.get(fullname) for fullname in imported))
    marking = _Marking(frozenset(name for source in sources for name in facts_of(source).aliases))
    for statement in statements_in(tree.defs):
        marking.statement(statement)
    if marking.count:
        mypy_api.declare(tree, MARK, mypy_api.constant(f"{tree.fullname}.{MARK}", NoneType()))


@dataclass(slots=True)
class _Marking:
    """Marks the outermost unions of annotations."""

    aliases: frozenset[str]
    count: int = 0

    def statement(self, statement: Statement) -> None:
        if isinstance(statement, FuncDef):
            for signature in (statement.type, statement.unanalyzed_type):
                self._signature(signature)
        elif isinstance(statement, AssignmentStmt):
            if statement.type is not None:
                statement.type = self._marked(statement.type)
            if statement.unanalyzed_type is not None:
                statement.unanalyzed_type = self._marked(statement.unanalyzed_type)

    def _signature(self, signature: Type | None) -> None:
        match signature:
            case CallableType(arg_types=parameters, ret_type=result):
                parameters[:] = map(self._marked, parameters)
                signature.ret_type = self._marked(result)
            case _:
                pass

    def _marked(self, written: Type) -> Type:
        match written:
            case UnboundType(name=name) if name == MARK:
                self.count += 1
                return written
            case UnionType(items=items) | UnboundType(args=items) if _is_union(written):
                self._inside(written)
                return self._in_mark(written) if any(map(self._may_carry, items)) else written
            case _:
                self._inside(written)
                return written

    def _inside(self, written: Type) -> None:
        """Mark the unions in the arguments of a type; not a text in it that reads like a union."""
        match written:
            case UnionType(items=items):
                for item in items:
                    self._inside(item)
            case TypeList(items=items):
                items[:] = map(self._marked, items)
            case UnboundType(args=arguments) if arguments:
                written.args = tuple(
                    argument if getattr(argument, "original_str_expr", None) else self._marked(argument)
                    for argument in arguments
                )
            case _:
                pass

    def _may_carry(self, item: Type) -> bool:
        match item:
            case UnionType(items=items):
                return any(map(self._may_carry, items))
            case UnboundType(args=(_, _)):
                return True
            case UnboundType(name=name, args=arguments):
                return name.rpartition(".")[2] in self.aliases or any(map(self._may_carry, arguments))
            case _:
                return False

    def _in_mark(self, union: Type) -> UnboundType:
        self.count += 1
        marked = UnboundType(MARK, [union])
        marked.set_line(union)
        return marked


def _is_union(written: Type) -> bool:
    match written:
        case UnionType():
            return True
        case UnboundType(name=name):
            return name.rpartition(".")[2] in _UNIONS
        case _:
            return False


def as_one(analyzed: Type, tree: MypyFile) -> Type:
    """Return a union as one alias if a class stands in it twice, so that mypy says of it what it says alone.

    Args:
        analyzed: What mypy makes of a marked union, with the annotations on its items.
        tree: The module that it is written in.
    """
    match analyzed:
        case UnionType(items=items) if any(map(read, items)):
            plain = UnionType(
                [get_proper_type(item) if read(item) is not None else item for item in items],
                analyzed.line,
                analyzed.column,
                is_evaluated=analyzed.is_evaluated,
                uses_pep604_syntax=analyzed.uses_pep604_syntax,
            )
            return alias_of_union(analyzed, plain, tree) if _is_class_twice_in(plain) else analyzed
        case _:
            return analyzed


def _is_class_twice_in(plain: UnionType) -> bool:
    classes = [item for item in map(get_proper_type, plain.items) if isinstance(item, Instance)]
    return len(classes) > len(set(classes))

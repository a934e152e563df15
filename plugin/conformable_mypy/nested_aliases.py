"""Aliases with annotations inside: `Pair = tuple[Int[Tensor, "b p"], Float[Tensor, "b d"] | None]`.

mypy drops the annotations of an alias before it asks for a hook. When the module has been checked, and before
it goes into the cache, they are put onto the alias's target: the classes of the target are met in the order
in which they are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mypy.nodes import (
    EllipsisExpr,
    Expression,
    IndexExpr,
    ListExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    OpExpr,
    TupleExpr,
    TypeAlias,
)
from mypy.types import Instance, Type, TypeAliasType, TypeTranslator, UnionType
from typing_extensions import override

from conformable.core.immutable import dataclass
from conformable_mypy.annotation_expressions import alias_definitions, written_annotation
from conformable_mypy.carrier import carry
from conformable_mypy.instrument import written_statements
from conformable_mypy.module_facts import facts_of
from conformable_mypy.unions import as_one


@dataclass(frozen=True, slots=True)
class Leaf:
    """A class that an alias names, and the annotation on it, if there is one."""

    name: str
    dtype: str | None = None
    text: str | None = None


def complete_aliases(tree: MypyFile) -> None:
    """Put the annotations inside a module's aliases onto the aliases' targets."""
    facts = facts_of(tree)
    for name, expression in alias_definitions(list(written_statements(tree.defs))):
        symbol = tree.names.get(name)
        alias = symbol.node if symbol is not None else None
        if isinstance(alias, TypeAlias) and name not in facts.aliases:
            _complete(alias, tuple(_leaves(expression, facts.renamed)), tree)


def _complete(alias: TypeAlias, leaves: tuple[Leaf | None, ...], tree: MypyFile) -> None:
    annotated = {leaf.name for leaf in leaves if leaf is not None and leaf.text is not None}
    if not annotated or None in leaves or alias.no_args or alias.alias_tvars:
        return
    carrying = _Carrying([leaf for leaf in leaves if leaf is not None and leaf.name in annotated], tree)
    target = alias.target.accept(carrying)
    if carrying.is_complete:
        alias.target = target


def _leaves(expression: Expression, renamed: Mapping[str, str]) -> Iterator[Leaf | None]:
    """Yield the classes in the order in which they are written; None for what cannot be told."""
    written = written_annotation(expression, renamed)
    match expression:
        case IndexExpr() if written is not None:
            name = _last_name(written.array)
            yield Leaf(name, written.dtype, written.literal.value) if name else None
        case IndexExpr(base=base, index=index):
            yield from (*_leaves(base, renamed), *_leaves(index, renamed))
        case TupleExpr(items=items) | ListExpr(items=items):
            for item in items:
                yield from _leaves(item, renamed)
        case OpExpr(op="|", left=left, right=right):
            yield from (*_leaves(left, renamed), *_leaves(right, renamed))
        case NameExpr() | MemberExpr():
            yield Leaf(_last_name(expression))
        case EllipsisExpr():
            pass
        case _:
            yield None


def _last_name(expression: Expression) -> str:
    match expression:
        case NameExpr(name=name) | MemberExpr(name=name):
            return name
        case _:
            return ""


class _Carrying(TypeTranslator):
    """Puts annotations onto the classes in a type, in their order."""

    def __init__(self, leaves: list[Leaf], tree: MypyFile) -> None:
        super().__init__()
        self._leaves = leaves
        self._names = {leaf.name for leaf in leaves}
        self._tree = tree
        self._met: list[str] = []

    @property
    def is_complete(self) -> bool:
        """Whether the classes that were met are those that were written."""
        return self._met == [leaf.name for leaf in self._leaves]

    @override
    def visit_instance(self, t: Instance, /) -> Type:
        if t.type.name not in self._names:
            return super().visit_instance(t)
        place = len(self._met)
        self._met.append(t.type.name)
        leaf = self._leaves[place] if place < len(self._leaves) else Leaf("")
        # The names of the axes belong to the place where the alias is used.
        return t if leaf.text is None else carry(t, leaf.dtype, leaf.text, "", self._tree)

    @override
    def visit_union_type(self, t: UnionType, /) -> Type:
        return as_one(super().visit_union_type(t), self._tree)

    @override
    def visit_type_alias_type(self, t: TypeAliasType, /) -> Type:
        return t

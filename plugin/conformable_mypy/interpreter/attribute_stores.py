"""Which attributes of `self` the methods of a class may change, read from the tree."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from mypy import nodes

from conformable.core.immutable import dataclass
from conformable_mypy.changing import CHANGING, REGISTERING, STORING
from conformable_mypy.instrument import written_statements
from conformable_mypy.interpreter.stores import methods_of, statements_in, targets_of
from conformable_mypy.interpreter.values import MODULES
from conformable_mypy.mypy_api import mentioned_members

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

_BY_NAME: Final = frozenset(f"builtins.{name}" for name in STORING)

_THROUGH: Final = frozenset({"enumerate", "zip", "reversed", "list", "tuple", "iter"})
"""What gives the items of its arguments to a loop."""

_OF_TENSOR: Final = frozenset({"weight", "bias", "data", "grad"})
"""Attributes whose items are no objects: to store into them changes no shape."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What methods may change of an object.

    Attributes:
        names: Attributes that they store.
        within: Attributes that they change: what holds no other objects stays what it is.
        prefixes: How the names begin that they compute; "" where anything may be meant.
    """

    names: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()

    def union(self, *others: Stores) -> Stores:
        """Put together what several methods or classes change."""
        return Stores(
            self.names.union(*(other.names for other in others)),
            self.within.union(*(other.within for other in others)),
            self.prefixes.union(*(other.prefixes for other in others)),
        )

    def has(self, name: str) -> bool:
        """Tell whether an attribute may be stored."""
        return name in self.names or any(map(name.startswith, self.prefixes))


def stored_outside(info: nodes.TypeInfo, makers: Container[str]) -> Stores:
    """Collect what methods other than those that make an object may change of it."""
    return Stores().union(
        *(
            stored_by(function)
            for function in methods_of(info.defn.defs.body)
            if function.name not in makers and function.arguments
        )
    )


def giving_all(info: nodes.TypeInfo) -> frozenset[str]:
    """Collect the methods that only `return self.__dict__`, through which no other method stores."""
    methods = list(methods_of(info.defn.defs.body))
    giving = {function.name for function in methods if _gives_all(function)}
    if not giving:
        return frozenset()
    return frozenset(giving.difference(*(_stored_through(function, giving) for function in methods)))


def _gives_all(function: nodes.FuncDef) -> bool:
    match [one for one in written_statements(function.body.body) if not _is_text(one)]:
        case [nodes.ReturnStmt(expr=nodes.MemberExpr(expr=owner, name="__dict__"))] if function.arguments:
            return _is(owner, function.arguments[0].variable)
        case _:
            return False


def _is_text(statement: nodes.Statement) -> bool:
    return isinstance(statement, nodes.ExpressionStmt) and isinstance(statement.expr, nodes.StrExpr)


def _stored_through(function: nodes.FuncDef, methods: Container[str]) -> Iterator[str]:
    """Yield those of some methods whose results a function may change: it keeps them, or stores into them."""
    body = list(written_statements(function.body.body))
    for statement in statements_in(body):
        kept = [statement.rvalue] if isinstance(statement, nodes.AssignmentStmt) else []
        within = [target.base for target in targets_of(statement) if isinstance(target, nodes.IndexExpr)]
        yield from _called([*kept, *within], methods)
    changed = [one.expr for one in mentioned_members(nodes.Block(body)) if one.name in CHANGING]
    yield from _called(changed, methods)


def _called(expressions: Iterable[nodes.Expression], methods: Container[str]) -> Iterator[str]:
    for expression in expressions:
        match expression:
            case nodes.CallExpr(callee=nodes.MemberExpr(name=name)) if name in methods:
                yield name
            case _:
                pass


def computed_prefix(name: nodes.Expression) -> str:
    """Give how a text begins that a program computes: that of `f"layer{i}"` and `"layer%d" % i`."""
    match name:
        case nodes.StrExpr(value=text):
            return text
        case nodes.OpExpr(op="+", left=left):
            return computed_prefix(left)
        case nodes.OpExpr(op="%", left=nodes.StrExpr(value=text)):
            return text.partition("%")[0]
        case nodes.CallExpr(
            callee=nodes.MemberExpr(expr=nodes.StrExpr(value=""), name="join"),
            args=[nodes.ListExpr(items=items)],
        ) if items:
            return computed_prefix(items[0])
        case _:
            return ""


def stored_by(function: nodes.FuncDef) -> Stores:
    """Collect what a method may change of its object."""
    body = list(written_statements(function.body.body))
    reader = _Reader(function.arguments[0].variable)
    for statement in statements_in(body):
        reader.read(statement)
    for member in mentioned_members(nodes.Block(body)):
        if member.name in CHANGING:
            reader.within |= reader.roots(member.expr)
            if _is(member.expr, reader.own):
                reader.names.add(MODULES)
        if member.name == "__dict__" and _is(member.expr, reader.own):
            reader.prefixes.add("")
    return Stores(frozenset(reader.names), frozenset(reader.within), frozenset(reader.prefixes))


@dataclass(slots=True)
class _Reader:
    """Reads a method.

    Attributes:
        own: The variable that holds the object.
        names: See `Stores`.
        within: See `Stores`.
        prefixes: See `Stores`.
        aliases: Other variables that hold parts of attributes, with those.
    """

    own: nodes.SymbolNode
    names: set[str] = field(default_factory=set)
    within: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    aliases: dict[nodes.SymbolNode, set[str]] = field(default_factory=dict)

    def read(self, statement: nodes.Statement) -> None:
        """Learn what a statement changes."""
        self._learn_aliases(statement)
        for target in targets_of(statement):
            self._store(target)
        for name in _named(statement, self.own):
            if isinstance(name, nodes.StrExpr):
                self.names.add(name.value)
            else:
                self.prefixes.add(computed_prefix(name))

    def _store(self, target: nodes.Expression) -> None:
        match target:
            case nodes.MemberExpr(expr=base, name=name) if _is(base, self.own):
                self.names.add(name)
            case nodes.IndexExpr(base=nodes.MemberExpr(name=name)) if name in _OF_TENSOR:
                pass
            case nodes.MemberExpr(expr=base) | nodes.IndexExpr(base=base):
                self.within |= self.roots(base)
            case _:
                pass

    def roots(self, expression: nodes.Expression) -> set[str]:
        """Give the attributes that an expression leads to: `layers` for `self.layers[0].norm`."""
        match expression:
            case nodes.NameExpr(node=variable) if variable is not None:
                return self.aliases.get(variable, set())
            case nodes.MemberExpr(expr=base, name=name) if _is(base, self.own):
                return {name}
            case nodes.MemberExpr(expr=base) | nodes.IndexExpr(base=base):
                return self.roots(base)
            case nodes.CallExpr(callee=nodes.NameExpr(name=name), args=arguments) if name in _THROUGH:
                return {root for argument in arguments for root in self.roots(argument)}
            case nodes.CallExpr(callee=nodes.MemberExpr(expr=base, name="items" | "values")):
                return self.roots(base)
            case _:
                return set()

    def _learn_aliases(self, statement: nodes.Statement) -> None:
        """Learn which variables are parts of attributes: `net = self.net`, `for layer in self.layers`."""
        match statement:
            case nodes.AssignmentStmt(lvalues=targets, rvalue=value) if not isinstance(value, nodes.CallExpr):
                roots = self.roots(value)
            case nodes.ForStmt(index=target, expr=value):
                targets, roots = [target], self.roots(value)
            case _:
                return
        for name in _names(targets):
            if roots and name.node is not None:
                self.aliases[name.node] = self.aliases.get(name.node, set()) | roots


def _names(targets: Iterable[nodes.Expression]) -> Iterator[nodes.NameExpr]:
    for target in targets:
        match target:
            case nodes.NameExpr():
                yield target
            case nodes.TupleExpr(items=items):
                yield from _names(items)
            case _:
                pass


def _named(statement: nodes.Statement, own: nodes.SymbolNode) -> Iterator[nodes.Expression]:
    """Yield the names that a statement stores attributes under: `setattr(self, name, value)`."""
    if not isinstance(statement, nodes.ExpressionStmt) or not isinstance(statement.expr, nodes.CallExpr):
        return
    callee, arguments = statement.expr.callee, statement.expr.args
    match callee, arguments:
        case nodes.RefExpr(fullname=fullname), [owner, name, *_] if fullname in _BY_NAME:
            if _is(owner, own):
                yield name
        case nodes.MemberExpr(name=method), [owner, name, *_] if method in REGISTERING and _is(owner, own):
            yield name
        case ((nodes.MemberExpr(name=method) | nodes.SuperExpr(name=method)), [name, *_]):
            if method in REGISTERING and (isinstance(callee, nodes.SuperExpr) or _is(callee.expr, own)):
                yield name
        case _:
            pass


def _is(expression: nodes.Expression, variable: nodes.SymbolNode) -> bool:
    return isinstance(expression, nodes.NameExpr) and expression.node is variable

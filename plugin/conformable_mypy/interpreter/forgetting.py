"""What may be changed behind the interpreter's back: lists, dicts and objects that other code gets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from conformable_mypy.interpreter import declared_fields, objects
from conformable_mypy.interpreter.by_class import ByClass
from conformable_mypy.interpreter.stores import statements_in
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Chain,
    Choice,
    Either,
    Entries,
    Function,
    Items,
    Many,
    Mixed,
    Object,
    Operation,
    Reference,
    Table,
    Value,
)
from conformable_mypy.mypy_api import mentioned_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def forget(values: Iterable[Value], state: State) -> None:
    """Forget the content of every mutable object that one of the values leads to."""
    for value in values:
        _forget(value, state)


def capture(definition: nodes.Node, run: Run, state: State) -> None:
    """Let a function or class that has been defined keep the lists and dicts that it mentions.

    It may change them whenever it is called, so nothing is known of their content from here on.
    """
    assigned = set(_declared_elsewhere(definition))
    for found in _mentioned(definition):
        variable = found.node
        if not isinstance(variable, nodes.Var):
            continue
        run.captured.add(variable)
        if found.name in assigned:
            run.volatile.add(variable)
            state.variables[variable] = UNKNOWN
        elif variable in state.variables:
            forget_content(state.variables[variable], state)


def _mentioned(definition: nodes.Node) -> Iterator[nodes.NameExpr]:
    match definition:
        case nodes.LambdaExpr():
            yield from mentioned_names(definition)
        case nodes.FuncDef(body=body) | nodes.ClassDef(defs=body):
            # mypy collects names in expressions only.
            yield from mentioned_names(nodes.LambdaExpr([], body))
        case nodes.Decorator(func=function):
            yield from _mentioned(function)
        case nodes.OverloadedFuncDef(items=items):
            for item in items:
                yield from _mentioned(item)
        case _:
            pass


def _declared_elsewhere(definition: nodes.Node) -> Iterator[str]:
    """Yield the names that a function or class, or one inside it, declares `global` or `nonlocal`."""
    waiting: list[nodes.Node] = [definition]
    while waiting:
        match waiting.pop():
            case nodes.GlobalDecl(names=names) | nodes.NonlocalDecl(names=names):
                yield from names
            case nodes.FuncDef(body=body) | nodes.ClassDef(defs=body):
                waiting.extend(statements_in(body.body))
            case nodes.Decorator(func=function):
                waiting.append(function)
            case nodes.OverloadedFuncDef(items=items):
                waiting.extend(items)
            case _:
                pass


def forget_mentioned(block: nodes.Block, state: State) -> None:
    """Forget every variable that a block mentions, and the content of everything mutable."""
    for found in mentioned_names(nodes.LambdaExpr([], block)):
        if isinstance(found.node, nodes.Var) and (
            found.node in state.variables or "." not in found.node.fullname
        ):
            state.variables[found.node] = UNKNOWN
    for address in state.heap:
        state.heap[address] = UNKNOWN


def forget_content(value: Value, state: State) -> None:
    """Forget what a list or dict holds; objects keep their attributes, and modules the modules in them."""
    if isinstance(value, Reference) and not isinstance(state.content(value), Object | Chain | Either):
        _forget(value, state)


def on_heap(value: Value, run: Run, state: State) -> Value:
    """Give lists and dicts an address each, so that a change to one is seen under all its names."""
    match value:
        case Items(items, "tuple"):
            return Items(tuple(on_heap(item, run, state) for item in items))
        case Choice(options):
            return replace(value, options=tuple(on_heap(option, run, state) for option in options))
        case Items(kind="list") | Many(kind="list") | Mixed(kind="list") | Entries() | Table():
            return state.allocate(run.address(), value)
        case _:
            return value


@ByClass
def _forget(value: Value, state: State) -> None:
    """Other values do not change."""


@_forget.register(Reference)
def _(value: Reference, state: State) -> None:
    content = state.content(value)
    if content == UNKNOWN:
        return
    state.heap[value.address] = objects.forgotten(content) if isinstance(content, Object) else UNKNOWN
    _forget(content, state)


@_forget.register(Items)
def _(value: Items, state: State) -> None:
    forget(value.items, state)


@_forget.register(Many)
@_forget.register(Table)
def _(value: Many | Table, state: State) -> None:
    _forget(value.item, state)


@_forget.register(Mixed)
def _(value: Mixed, state: State) -> None:
    forget(value.parts, state)


@_forget.register(Either)
def _(value: Either, state: State) -> None:
    forget((option for option, _ in value.options), state)


@_forget.register(Choice)
def _(value: Choice, state: State) -> None:
    forget(value.options, state)


@_forget.register(Entries)
def _(value: Entries, state: State) -> None:
    forget((item for _, item in value.entries), state)


@_forget.register(Chain)
def _(value: Chain, state: State) -> None:
    forget(value.modules, state)


@_forget.register(Object)
def _(value: Object, state: State) -> None:
    forget((item for _, item in value.attributes), state)
    if not declared_fields.is_unchangeable(value.info):
        objects.become(value, objects.forgotten(value), state)


@_forget.register(Function)
@_forget.register(Operation)
def _(value: Function | Operation, state: State) -> None:
    if value.receiver is not None:
        _forget(value.receiver, state)


def forget_receiver(method: nodes.MemberExpr, run: Run, state: State) -> None:
    """A method of a list or dict that is not known by name may change it."""
    if method.name not in _ONLY_READING:
        forget_content(run.recall(method.expr, state), state)


_ONLY_READING: Final = frozenset({"items", "keys", "values", "get", "copy", "index", "count"})
"""Methods of a list or dict that leave it as it is."""

"""Assignments in every form: to names, tuples, attributes and items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes, types

from conformable.core import messages
from conformable.core.binding import Place
from conformable.core.indexing import index_shape, store
from conformable.core.proof import CannotTellError, Mismatch
from conformable_mypy.interpreter import (
    containers,
    declared_attributes,
    dictionaries,
    forgetting,
    in_place,
    indexing,
    layers,
    naming,
    objects,
    typed_dicts,
)
from conformable_mypy.interpreter.annotated import annotated_names, has_shapes
from conformable_mypy.interpreter.by_class import ByClass
from conformable_mypy.interpreter.checking import hold
from conformable_mypy.interpreter.choices import without_none
from conformable_mypy.interpreter.hidden_sizes import behind_all, remember
from conformable_mypy.interpreter.iterating import any_item, iterate
from conformable_mypy.interpreter.operations import Operand, describe
from conformable_mypy.interpreter.spelling import spelling
from conformable_mypy.interpreter.values import (
    REFUSED_FOR_SOME,
    UNKNOWN,
    Chain,
    Choice,
    Either,
    Entries,
    Integer,
    Items,
    Layer,
    Many,
    Object,
    Reference,
    ShapeTuple,
    Tensor,
    Unknown,
    Value,
    symbols_of,
)

if TYPE_CHECKING:
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


@ByClass
def assign(target: nodes.Expression, value: Value, node: nodes.Context, run: Run, state: State) -> None:
    """Store a value in a target."""


@assign.register(nodes.NameExpr)
def _(target: nodes.NameExpr, value: Value, node: nodes.Context, run: Run, state: State) -> None:
    if isinstance(value, Unknown | Tensor) and isinstance(target.node, nodes.Var):
        run.retyped.add(target.node)
    bind(target, _named(value, target.name, node, run), run, state)


def bind(target: nodes.NameExpr, value: Value, run: Run, state: State) -> None:
    """Give a name a value, unless other code may give it another one at any time."""
    if target.node is None:
        return
    if target.node in run.volatile or target.name in run.frame.elsewhere:
        state.variables[target.node] = UNKNOWN
        return
    known = forgetting.on_heap(value, run, state)
    if target.node in run.captured:
        forgetting.forget_content(known, state)
    state.variables[target.node] = known


@assign.register(nodes.StarExpr)
def _(target: nodes.StarExpr, value: Value, node: nodes.Context, run: Run, state: State) -> None:
    assign(target.expr, value, node, run, state)


@assign.register(nodes.TupleExpr)
@assign.register(nodes.ListExpr)
def _(
    target: nodes.TupleExpr | nodes.ListExpr, value: Value, node: nodes.Context, run: Run, state: State
) -> None:
    for item, part in zip(target.items, _unpacked(target, value, node, run, state), strict=True):
        assign(item, part, node, run, state)


@assign.register(nodes.MemberExpr)
def _(target: nodes.MemberExpr, value: Value, node: nodes.Context, run: Run, state: State) -> None:
    base = run.evaluate(target.expr, state)
    written = node.rvalue if isinstance(node, nodes.AssignmentStmt) else None
    store_attribute(base, target.name, Operand(value, written), spelling(target), node, run, state)
    if target.name == "data" and isinstance(target.expr, nodes.MemberExpr):
        holder = run.recall(target.expr.expr, state)
        if isinstance(holder, Layer):
            layers.change(holder, target.expr.name, UNKNOWN, state)
    if target.name in {"data", "shape"}:
        changed = run.recall(target.expr, state)
        in_place.replace_aliases(changed, UNKNOWN, run.fresh_scope(node), state)


def store_attribute(
    owner: Value, name: str, stored: Operand, written: str, node: nodes.Context, run: Run, state: State
) -> None:
    """Store an attribute of an object or a module.

    Args:
        owner: The object.
        name: The attribute.
        stored: The value.
        written: How messages call the attribute.
        node: Where it is stored.
        run: The interpretation.
        state: What is known here.
    """
    if isinstance(owner, Layer):
        layers.change(owner, name, stored.value, state)
    fits = declared_attributes.fits(owner, name, stored, written, node, run, state)
    objects.write(owner, name, stored.value if fits else REFUSED_FOR_SOME, run, state)


@assign.register(nodes.IndexExpr)
def _(target: nodes.IndexExpr, value: Value, node: nodes.Context, run: Run, state: State) -> None:
    """Store into `xs[i]`, `d["k"]` or part of a tensor, which the value must be broadcast to."""
    base = run.evaluate(target.base, state)
    if not typed_dicts.fits(target, value, node, run, state):
        value = REFUSED_FOR_SOME
    if isinstance(base, Reference):
        _store_item(base, target.index, value, run, state)
        return
    base = without_none(base)
    if isinstance(base, Tensor):
        _store_part(base, target, value, run, state)


def declare(
    target: nodes.Lvalue,
    declared: types.Type,
    value: Value | None,
    node: nodes.AssignmentStmt,
    run: Run,
    state: State,
) -> None:
    """Hold an assigned value against its annotation; bind the names that are new."""
    if (
        value is not None
        and has_shapes(declared)
        and not _fits_annotation(target, declared, value, node, run, state)
    ):
        assign(target, UNKNOWN if run.caught else REFUSED_FOR_SOME, node, run, state)
        return
    if isinstance(target, nodes.MemberExpr) and value is not None:
        assign(target, value, node, run, state)
    if not isinstance(target, nodes.NameExpr) or target.node is None:
        return
    if isinstance(value, Unknown) and value.refused:
        bind(target, value, run, state)
        return
    known = naming.declared_here(run, state, node).value(declared, target.name)
    if value is None:
        if target.node in state.variables:
            state.variables[target.node] = UNKNOWN
    elif has_shapes(declared) and not isinstance(value, Items | Reference):
        bind(target, _as_declared(value, known), run, state)
    else:
        bind(target, value if not isinstance(value, Unknown) else known, run, state)


def _as_declared(value: Value, known: Value) -> Value:
    """Give what a name holds whose annotation declares shapes: of each rank what is declared for it.

    An alternative of a rank that is not declared is kept: then it is the annotation that is wrong.
    """
    declared = _by_rank(known)
    held = _by_rank(value)
    if declared is None or held is None or not declared.keys() & held.keys():
        return value if isinstance(known, Unknown) else known
    options = tuple(declared.get(rank, option) for rank, option in held.items())
    return Choice(options, value.origin) if isinstance(value, Choice) else options[0]


def _by_rank(value: Value) -> dict[int, Tensor] | None:
    """Give the tensors that a value may be, by their ranks; None if it may be more than that."""
    options = value.options if isinstance(value, Choice) else (value,)
    tensors = {option.shape.rank: option for option in options if isinstance(option, Tensor)}
    known = {rank: tensor for rank, tensor in tensors.items() if rank is not None}
    return known if len(known) == len(options) else None


def _fits_annotation(
    target: nodes.Lvalue,
    declared: types.Type,
    value: Value,
    node: nodes.AssignmentStmt,
    run: Run,
    state: State,
) -> bool:
    name = spelling(target)
    run.frame.unbind_local(node)
    run.frame.bind_linked(annotated_names(declared), state, forced=run.options.class_sizes)
    place = Place(messages.assigned(name), f'"{name}"')
    bound = hold(Operand(value, node.rvalue), declared, place, node, run, state)
    if bound is None:
        return False
    run.frame.local_names[node] = frozenset(bound.sizes) - set(run.frame.binding.sizes)
    run.frame.binding.adopt(bound)
    return True


def _named(value: Value, name: str, node: nodes.Context, run: Run) -> Value:
    """Call an integer of which nothing is known by the name it is given."""
    if isinstance(value, Integer):
        atom = value.size.atom
        if atom is not None and str(atom) == "_":
            named = Integer(run.fresh_size(node, name, least=atom.least))
            return remember(named, behind_all(symbols_of(value), run) - symbols_of(value), run)
    return value


def _unpacked(
    target: nodes.TupleExpr | nodes.ListExpr, value: Value, node: nodes.Context, run: Run, state: State
) -> list[Value]:
    """Spread a value over the targets of `a, *b, c = value`."""
    targets = target.items
    known = objects.items_of(value, node, run, state) or without_none(state.content(value))
    content = _unpackable(known, targets)
    if isinstance(content, ShapeTuple):
        return _unpacked_shape(targets, content, node, run, state)
    items = iterate(content, node, run, state)
    star = next((i for i, item in enumerate(targets) if isinstance(item, nodes.StarExpr)), None)
    if isinstance(items, Many):
        return [
            state.allocate(run.address(), items) if i == star else any_item(items, node, run, state)
            for i in range(len(targets))
        ]
    if star is None:
        if len(items.items) == len(targets):
            return list(items.items)
        _report_wrong_number(len(targets), items, node, run, state)
        return [UNKNOWN] * len(targets)
    after = len(targets) - star - 1
    if len(items.items) < star + after:
        return [UNKNOWN] * len(targets)
    end = len(items.items) - after
    middle = state.allocate(run.address(), Items(items.items[star:end], "list"))
    return [*items.items[:star], middle, *items.items[end:]]


def _unpackable(value: Value, targets: list[nodes.Expression]) -> Value:
    """Keep the alternatives that have as many items as there are targets."""
    if not isinstance(value, Choice) or any(isinstance(item, nodes.StarExpr) for item in targets):
        return value
    fitting = [o for o in value.options if not isinstance(o, Items) or len(o.items) == len(targets)]
    return fitting[0] if len(fitting) == 1 else value


def _report_wrong_number(targets: int, items: Items, node: nodes.Context, run: Run, state: State) -> None:
    """Report that there are more or fewer names than an operation has results, or a shape sizes.

    Where a type tells how many items there are, mypy says so by itself, or the type may be wrong.
    """
    given = node.rvalue if isinstance(node, nodes.AssignmentStmt) else None
    label = spelling(given) if given is not None else ""
    if items.kind == "size":
        run.report(node, "shape-rank", messages.wrong_unpacking(targets, label, len(items.items)))
        return
    if given is not None and _is_declared_tuple(given, run, state):
        return
    if all(isinstance(item, Tensor) for item in items.items):
        run.report(node, "shape-op", messages.wrong_number(targets, label, len(items.items)))


def _is_declared_tuple(given: nodes.Expression, run: Run, state: State) -> bool:
    """Tell whether the number of items stands in a type: that of the expression, or of a method it calls."""
    kinds = [run.type_of(given)]
    if isinstance(given, nodes.CallExpr):
        called = state.content(without_none(state.content(run.recall(given.callee, state))))
        forward = called.info.get_method("forward") if isinstance(called, Object) else None
        signature = types.get_proper_type(forward.type if forward is not None else None)
        kinds += [signature.ret_type] if isinstance(signature, types.CallableType) else []
    return any(isinstance(types.get_proper_type(kind), types.TupleType) for kind in kinds)


def _unpacked_shape(
    targets: list[nodes.Expression], value: ShapeTuple, node: nodes.Context, run: Run, state: State
) -> list[Value]:
    """Unpack `x.shape` of unknown rank: the number of targets tells the rank."""
    shape = value.shape
    star = next((i for i, item in enumerate(targets) if isinstance(item, nodes.StarExpr)), None)
    result: list[Value] = []
    for position, item in enumerate(targets):
        axis = position if star is None or position < star else position - len(targets)
        size = shape.axis(axis)
        if size is None and star is None:
            size = shape.axis(axis - len(targets))
        if isinstance(item, nodes.StarExpr):
            exact = len(shape.before) == star and len(shape.after) == len(targets) - position - 1
            result.append(ShapeTuple(type(shape)((shape.variadic,))) if exact and shape.variadic else UNKNOWN)
        else:
            result.append(Integer(size if size is not None else run.fresh_size(node, least=shape.least_size)))
    return result


def _store_item(base: Reference, index: nodes.Expression, value: Value, run: Run, state: State) -> None:
    content = state.content(base)
    key = dictionaries.known_key(run.evaluate(index, state))
    match content:
        case Entries(entries) if key is not None:
            state.heap[base.address] = Entries(tuple({**dict(entries), key: value}.items()))
        case Items(items, kind) if isinstance(key, int) and -len(items) <= key < len(items):
            place = key % len(items)
            state.heap[base.address] = Items((*items[:place], value, *items[place + 1 :]), kind)
        case Chain() | Either():
            state.heap[base.address] = containers.with_item(content, key, value)
        case _:
            state.heap[base.address] = UNKNOWN


def _store_part(base: Tensor, target: nodes.IndexExpr, value: Value, run: Run, state: State) -> None:
    proof = run.proof(state, target, "assignment")
    try:
        indices = indexing.indices_of(target.index, run, state)
        whole = base.shape.labelled(spelling(target.base))
        part = index_shape(proof, whole, indices, integers_first=base.library == "torch")
        stored = without_none(value)
        # One element of an array of objects may be an array.
        may_be_object = part.rank == 0 and base.library == "numpy" and base.dtype is None
        if isinstance(stored, Tensor) and not may_be_object:
            store(proof, part.labelled(spelling(target)), stored.shape)
    except Mismatch as mismatch:
        run.refuse(target, mismatch, describe([Operand(base, target.base), Operand(value)]))
    except CannotTellError:
        pass
    else:
        state.facts = proof.facts

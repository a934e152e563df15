"""Evaluate expressions: what is known of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes, types

from conformable.core.sizes import Size
from conformable_mypy.interpreter import (
    alternatives,
    assignments,
    attributes,
    calls,
    comprehensions,
    conditions,
    decisions,
    forgetting,
    given_objects,
    guarded_cases,
    indexing,
    instances,
    objects,
    operators,
    revealing,
    yielding,
)
from conformable_mypy.interpreter.believed import is_stale
from conformable_mypy.interpreter.by_class import ByClass
from conformable_mypy.interpreter.choices import mentions_of
from conformable_mypy.interpreter.definitions import CONSTANTS
from conformable_mypy.interpreter.hidden_sizes import content_of, of_part, remember
from conformable_mypy.interpreter.iterating import parts_of, sequence_of
from conformable_mypy.interpreter.naming import inferred, value_of_name
from conformable_mypy.interpreter.optional_sizes import as_known, chosen_by_callers, if_given
from conformable_mypy.interpreter.state import join, meet
from conformable_mypy.interpreter.values import (
    NONE,
    UNKNOWN,
    Choice,
    Entries,
    Function,
    Integer,
    Items,
    Many,
    Scalar,
    Super,
    Tensor,
    Unknown,
    Value,
    unknown_from,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def evaluate(node: nodes.Expression, run: Run, state: State) -> Value:
    """Evaluate an expression in a state, which learns from it.

    Returns:
        What is known; where the expression itself tells nothing, what mypy's type of it tells.
    """
    run.spend()
    before = state.facts
    value = _evaluate[type(node)](node, run, state)
    if isinstance(value, Unknown):
        value = _typed(value, node, run, state)
    elif isinstance(value, Choice) and isinstance(node, nodes.RefExpr):
        narrowed = instances.narrowed_by_type(as_known(value, state.facts), run.type_of(node))
        value = value if is_stale(narrowed, node, run, state) else narrowed
    run.latest[node] = value
    if run.observed is not None:
        run.observe(node, value, state)
        run.learned(node, before, state.facts)
    return value


def _typed(value: Unknown, node: nodes.Expression, run: Run, state: State) -> Value:
    """Give what mypy's type tells where the expression itself tells nothing."""
    if value.refused and not run.caught:
        return value
    unknown = Unknown(value.mentions) if value.refused else value
    found = inferred(run, node)
    if is_stale(found, node, run, state) or (found == NONE and isinstance(node, nodes.RefExpr)):
        # To mypy an attribute that begins as `None` has that type, whatever unknown value it is given later.
        return unknown
    return instances.typed_as(unknown, found, run)


_CONSTANTS: Final[Mapping[str, Value]] = {
    **CONSTANTS,
    "numpy.newaxis": Scalar(None),
    "jax.numpy.newaxis": Scalar(None),
    "torch.newaxis": Scalar(None),
}


@ByClass
def _evaluate(node: nodes.Expression, run: Run, state: State) -> Value:
    return UNKNOWN


@_evaluate.register(nodes.IntExpr)
def _(node: nodes.IntExpr, run: Run, state: State) -> Value:
    return Integer(Size.of(node.value))


@_evaluate.register(nodes.StrExpr)
@_evaluate.register(nodes.FloatExpr)
def _(node: nodes.StrExpr | nodes.FloatExpr, run: Run, state: State) -> Value:
    return Scalar(node.value)


@_evaluate.register(nodes.EllipsisExpr)
def _(node: nodes.EllipsisExpr, run: Run, state: State) -> Value:
    return Scalar(...)


@_evaluate.register(nodes.NameExpr)
def _(node: nodes.NameExpr, run: Run, state: State) -> Value:
    return _CONSTANTS.get(node.fullname) or value_of_name(node, run, state)


@_evaluate.register(nodes.MemberExpr)
def _(node: nodes.MemberExpr, run: Run, state: State) -> Value:
    if isinstance(node.expr, nodes.RefExpr) and isinstance(node.expr.node, nodes.MypyFile):
        return _CONSTANTS.get(node.fullname) or value_of_name(node, run, state)
    owner = evaluate(node.expr, run, state)
    value = of_part(attributes.read(owner, node.name, node, run, state), owner, run)
    if isinstance(value, Unknown) and (made := objects.with_property(owner, node.name, state)) is not None:
        return remember(value, objects.symbols_within(made, run, state), run)
    return value


@_evaluate.register(nodes.CallExpr)
def _(node: nodes.CallExpr, run: Run, state: State) -> Value:
    if node.analyzed is not None:
        return evaluate(node.analyzed, run, state)
    return calls.call(node, run, state)


@_evaluate.register(nodes.IndexExpr)
def _(node: nodes.IndexExpr, run: Run, state: State) -> Value:
    base = evaluate(node.base, run, state)
    part = of_part(indexing.index(base, node.index, node, run, state), base, run)
    return remember(part, mentions_of(run.latest.get(node.index, UNKNOWN)), run)


@_evaluate.register(nodes.SliceExpr)
def _(node: nodes.SliceExpr, run: Run, state: State) -> Value:
    for part in (node.begin_index, node.end_index, node.stride):
        if part is not None:
            evaluate(part, run, state)
    return UNKNOWN


@_evaluate.register(nodes.OpExpr)
def _(node: nodes.OpExpr, run: Run, state: State) -> Value:
    if node.op in {"and", "or"}:
        return given_objects.given_by(node, lambda: _short_circuit(node, run, state), run, state)
    left, right = evaluate(node.left, run, state), evaluate(node.right, run, state)
    return operators.binary(node.op, (left, node.left), (right, node.right), node, run, state)


@_evaluate.register(nodes.UnaryExpr)
def _(node: nodes.UnaryExpr, run: Run, state: State) -> Value:
    return operators.unary(node.op, evaluate(node.expr, run, state), node, run, state)


@_evaluate.register(nodes.ComparisonExpr)
def _(node: nodes.ComparisonExpr, run: Run, state: State) -> Value:
    return operators.comparison(node, run, state)


@_evaluate.register(nodes.ConditionalExpr)
def _(node: nodes.ConditionalExpr, run: Run, state: State) -> Value:
    return given_objects.given_by(node, lambda: _conditional(node, run, state), run, state)


def _conditional(node: nodes.ConditionalExpr, run: Run, state: State) -> Value:
    """Evaluate the operand that the condition chooses, or both."""
    evaluate(node.cond, run, state)
    decided = conditions.decide(node.cond, run, state)
    taken, other = state.copy(), state.copy()
    conditions.assume(node.cond, True, run, taken)  # noqa: FBT003
    conditions.assume(node.cond, False, run, other)  # noqa: FBT003
    guarded_cases.enter(run, taken, other)
    if decided is not None:
        chosen = taken if decided else other
        value = evaluate(node.if_expr if decided else node.else_expr, run, chosen)
        state.become(chosen)
        return value
    return _either(node, (node.if_expr, taken), (node.else_expr, other), run, state)


@_evaluate.register(nodes.AssignmentExpr)
def _(node: nodes.AssignmentExpr, run: Run, state: State) -> Value:
    value = evaluate(node.value, run, state)
    assignments.bind(node.target, value, run, state)
    return value


@_evaluate.register(nodes.TupleExpr)
def _(node: nodes.TupleExpr, run: Run, state: State) -> Value:
    return sequence(node.items, "tuple", run, state)


@_evaluate.register(nodes.ListExpr)
def _(node: nodes.ListExpr, run: Run, state: State) -> Value:
    return state.allocate(run.address(), sequence(node.items, "list", run, state))


@_evaluate.register(nodes.SetExpr)
def _(node: nodes.SetExpr, run: Run, state: State) -> Value:
    return unknown_from([content_of(evaluate(item, run, state), state) for item in node.items])


@_evaluate.register(nodes.DictExpr)
def _(node: nodes.DictExpr, run: Run, state: State) -> Value:
    entries: list[tuple[str | int, Value]] = []
    others: list[Value] = []
    for key, item in node.items:
        value = evaluate(item, run, state)
        if isinstance(key, nodes.StrExpr | nodes.IntExpr):
            entries.append((key.value, value))
        else:
            others += [value, UNKNOWN if key is None else evaluate(key, run, state)]
    held = [content_of(value, state) for value in (*others, *dict(entries).values())]
    known = unknown_from(held) if others else Entries(tuple(dict(entries).items()))
    return state.allocate(run.address(), known)


@_evaluate.register(nodes.SuperExpr)
def _(node: nodes.SuperExpr, run: Run, state: State) -> Value:
    function = run.frame.function
    if node.info is None or function is None or not function.arguments:
        return UNKNOWN
    own = state.variables.get(function.arguments[0].variable, UNKNOWN)
    return objects.read_super(Super(node.info, own), node.name, node, run, state)


@_evaluate.register(nodes.LambdaExpr)
def _(node: nodes.LambdaExpr, run: Run, state: State) -> Value:
    forgetting.capture(node, run, state)
    return Function(node)


@_evaluate.register(nodes.CastExpr)
def _(node: nodes.CastExpr, run: Run, state: State) -> Value:
    value = evaluate(node.expr, run, state)
    return revealing.cast(value, node, run, state)


@_evaluate.register(nodes.AssertTypeExpr)
def _(node: nodes.AssertTypeExpr, run: Run, state: State) -> Value:
    value = evaluate(node.expr, run, state)
    revealing.check_assert_type(value, node, run, state)
    return value


@_evaluate.register(nodes.RevealExpr)
def _(node: nodes.RevealExpr, run: Run, state: State) -> Value:
    if node.expr is None:
        return UNKNOWN
    value = evaluate(node.expr, run, state)
    revealing.reveal(value, node, run, state)
    return value


@_evaluate.register(nodes.ListComprehension)
def _(node: nodes.ListComprehension, run: Run, state: State) -> Value:
    made = state.allocate(run.address(), comprehensions.generate(node.generator, "list", run, state))
    return remember(made, comprehensions.sizes_in(node.generator, run, state), run)


@_evaluate.register(nodes.GeneratorExpr)
def _(node: nodes.GeneratorExpr, run: Run, state: State) -> Value:
    made = comprehensions.generate(node, "list", run, state)
    sizes = comprehensions.sizes_in(node, run, state)
    if sizes and isinstance(made, Many) and not isinstance(made.item, Tensor):
        # That there is an item at all may say something about them.
        return remember(unknown_from((made,)), sizes, run)
    return made


@_evaluate.register(nodes.SetComprehension)
def _(node: nodes.SetComprehension, run: Run, state: State) -> Value:
    made = comprehensions.generate(node.generator, "list", run, state)
    return remember(unknown_from((made,)), comprehensions.sizes_in(node.generator, run, state), run)


@_evaluate.register(nodes.DictionaryComprehension)
def _(node: nodes.DictionaryComprehension, run: Run, state: State) -> Value:
    made = comprehensions.dictionary(node, run, state)
    return made if made == UNKNOWN else state.allocate(run.address(), made)


@_evaluate.register(nodes.StarExpr)
def _(node: nodes.StarExpr, run: Run, state: State) -> Value:
    return evaluate(node.expr, run, state)


@_evaluate.register(nodes.AwaitExpr)
def _(node: nodes.AwaitExpr, run: Run, state: State) -> Value:
    return evaluate(node.expr, run, state)


@_evaluate.register(nodes.YieldExpr)
def _(node: nodes.YieldExpr, run: Run, state: State) -> Value:
    if node.expr is not None:
        yielding.check(evaluate(node.expr, run, state), node, run, state)
    return UNKNOWN


@_evaluate.register(nodes.YieldFromExpr)
def _(node: nodes.YieldFromExpr, run: Run, state: State) -> Value:
    evaluate(node.expr, run, state)
    return UNKNOWN


def sequence(items: list[nodes.Expression], kind: str, run: Run, state: State) -> Value:
    """Evaluate the items of a tuple or list display, `*items` included."""
    values: list[Value] = []
    known = True
    for item in items:
        value = evaluate(item, run, state)
        if not isinstance(item, nodes.StarExpr):
            values.append(value)
            continue
        parts = parts_of(state.content(value))
        if parts is not None:
            values.extend(parts)
        else:
            known = False
    if not known:
        return attributes.spliced_shape(items, run, state) if kind == "tuple" else UNKNOWN
    if any(isinstance(item, nodes.StarExpr) for item in items):
        return sequence_of(values, "list" if kind == "list" else "tuple")
    return Items(tuple(values), "list" if kind == "list" else "tuple")


def _short_circuit(node: nodes.OpExpr, run: Run, state: State) -> Value:
    """Evaluate the right operand only where the left one lets it be reached."""
    left = evaluate(node.left, run, state)
    after = state.copy()
    decided = conditions.truth(left, state)
    if decided is not None and decided != (node.op == "and"):
        return left
    conditions.assume(node.left, node.op == "and", run, after)
    if not after.live:
        return left
    if decided is None:
        guarded_cases.enter(run, after)
    with run.findings.branch(undecided=decided is None):
        right = evaluate(node.right, run, after)
    if isinstance(types.get_proper_type(run.type_of(node.right)), types.UninhabitedType):
        # `n == m or fail()`: what follows is reached by the left operand alone.
        conditions.assume(node.left, node.op == "or", run, state)
        return left
    place = run.place(node)
    if node.op == "or" and chosen_by_callers(left) is not None:
        conditions.assume(node.left, True, run, state)  # noqa: FBT003
        value, joined = meet((if_given(left), state), (right, after), place, f"{place}|")
        state.become(joined)
        return value
    state.become(join(state, after, place))
    if decided is not None:
        return right
    return unknown_from((left, right))


def _either(
    node: nodes.ConditionalExpr,
    first: tuple[nodes.Expression, State],
    second: tuple[nodes.Expression, State],
    run: Run,
    state: State,
) -> Value:
    (one, taken), (two, other) = first, second
    sizes = decisions.sizes_in(node.cond, run, state)
    with run.findings.branch():
        left, right = evaluate(one, run, taken), evaluate(two, run, other)
    place = run.place(node)
    before, by_condition = state.facts.loosened, taken.facts.loosened | other.facts.loosened
    origin = alternatives.decided_at(node, run)
    value, after = meet((left, taken), (right, other), place, f"{place}?", origin)
    if taken.live and other.live:
        value = remember(value, sizes, run)
    state.become(after)
    conditions.restore_loosened(state, before, by_condition, (taken, other))
    return value

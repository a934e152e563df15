"""Conditions: what they decide, and what each branch learns from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from conformable.core.comparison import Verdict, at_least, compare, never_zero
from conformable.core.sizes import Size
from conformable_mypy.interpreter import inlining, instances, refining
from conformable_mypy.interpreter.arguments import Arguments
from conformable_mypy.interpreter.by_class import ByClass
from conformable_mypy.interpreter.hidden_sizes import Given, content_of, loosen, loosen_tested
from conformable_mypy.interpreter.operations import Operand
from conformable_mypy.interpreter.optional_sizes import chosen_by_callers
from conformable_mypy.interpreter.state import join
from conformable_mypy.interpreter.values import (
    Choice,
    Class,
    Entries,
    Function,
    Integer,
    Items,
    Operation,
    Scalar,
    ShapeTuple,
    Tensor,
    Value,
    symbols_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from conformable.core.sizes import Symbol
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

NEGATED: Final[Mapping[str, str]] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "is": "is not",
    "is not": "is",
}


def decide(node: nodes.Expression, run: Run, state: State) -> bool | None:
    """Tell whether a condition certainly holds or certainly does not; None where that is open."""
    match node:
        case nodes.UnaryExpr(op="not", expr=inner):
            decided = decide(inner, run, state)
            return None if decided is None else not decided
        case nodes.OpExpr(op="and" | "or" as operator, left=left, right=right):
            return _decide_both(operator, decide(left, run, state), decide(right, run, state))
        case nodes.ComparisonExpr(operators=[operator], operands=[left, right]):
            return decide_comparison(operator, run.recall(left, state), run.recall(right, state), state)
        case nodes.ComparisonExpr():
            return None
        case _:
            return truth(run.recall(node, state), state)


def truth(value: Value, state: State) -> bool | None:
    """Tell whether a value certainly counts as true, or certainly as false."""
    match state.content(value):
        case Scalar(known):
            return bool(known)
        case Integer(size):
            return _not(_equal(size, Size.of(0), state))
        case Items(items) | Entries(items):
            return bool(items)
        case Function() | Operation() | Class():
            return True
        case _:
            return None


def assume(node: nodes.Expression, truth: bool, run: Run, state: State) -> None:  # noqa: FBT001
    """Learn that a condition has come out true, or false."""
    # The parts of `a and b` are decided as they are assumed; a chain of them would be gone through for each.
    is_chain = isinstance(node, nodes.OpExpr) and node.op in {"and", "or"}
    if not is_chain and decide(node, run, state) is (not truth):
        state.live = False
        return
    _assume(node, truth, run, state)
    state.live = state.live and not state.facts.impossible


@ByClass
def _assume(node: nodes.Expression, truth: bool, run: Run, state: State) -> None:  # noqa: FBT001
    """A condition that cannot be read may say anything about the sizes it was computed from."""
    refining.forget_dtype(node, run, state)
    value = run.recall(node, state)
    if isinstance(value, Choice):
        loosen_tested((node,), run, state)
    if isinstance(value, Choice) and truth:
        refining.learn_whether_given(node, value, state, given=True)
    elif chosen_by_callers(value) is not None:
        refining.learn_whether_given(node, value, state, given=False)
    elif not isinstance(value, Integer | Scalar | Choice):
        loosen((value,), run, state)
    elif isinstance(value, Integer):
        loosen_tested((node,), run, state)
        learn = state.facts.distinguish if truth else state.facts.equate
        state.facts = learn(value.size, Size.of(0))


@_assume.register(nodes.UnaryExpr)
def _(node: nodes.UnaryExpr, truth: bool, run: Run, state: State) -> None:  # noqa: FBT001
    if node.op == "not":
        assume(node.expr, not truth, run, state)


@_assume.register(nodes.OpExpr)
def _(node: nodes.OpExpr, truth: bool, run: Run, state: State) -> None:  # noqa: FBT001
    """Learn both sides of a true `and` and a false `or`; otherwise one of two paths was taken."""
    if node.op not in {"and", "or"}:
        loosen((run.recall(node, state),), run, state)
        return
    if truth == (node.op == "and"):
        assume(node.left, truth, run, state)
        if state.live:
            assume(node.right, truth, run, state)
        return
    first, second = state.copy(), state.copy()
    assume(node.left, truth, run, first)
    assume(node.left, not truth, run, second)
    if second.live:
        assume(node.right, truth, run, second)
    state.become(join(first, second, run.place(node)))


@_assume.register(nodes.ComparisonExpr)
def _(node: nodes.ComparisonExpr, truth: bool, run: Run, state: State) -> None:  # noqa: FBT001
    for tested in node.operands:
        refining.forget_dtype(tested, run, state)
    pairs = list(zip(node.operators, node.operands, node.operands[1:], strict=False))
    if len(pairs) > 1 and not truth:
        loosen((run.recall(node, state),), run, state)
        return
    for operator, left, right in pairs:
        actual = operator if truth else NEGATED.get(operator, "")
        _learn(actual, left, right, run, state)


@_assume.register(nodes.CallExpr)
def _(node: nodes.CallExpr, truth: bool, run: Run, state: State) -> None:  # noqa: FBT001
    """A function of the program may compare shapes; operations of libraries look at the data of tensors."""
    refining.forget_dtype(node, run, state)
    callee = run.recall(node.callee, state)
    if isinstance(callee, Operation) and callee.name == "builtins.isinstance" and len(node.args) == 2:
        _learn_class(node, truth, run, state)
        return
    if isinstance(callee, Function) and callee.receiver is None:
        known = _looked_into(callee, node, truth, run, state)
        for argument, value in (known or {}).items():
            if value is not run.recall(argument, state):
                refining.refine(argument, value, state)
        if known is not None:
            return
    values = [run.recall(argument, state) for argument in node.args]
    given = Given.to(callee, values, run, state)
    state.facts = state.facts.loosen(given.every)
    loosen((run.recall(node, state),), run, state)


def _looked_into(
    callee: Function,
    node: nodes.CallExpr,
    truth: bool,  # noqa: FBT001
    run: Run,
    state: State,
) -> Mapping[nodes.Expression, Value] | None:
    """Learn from a function such as `def exists(v): return v is not None`; None for one that does more."""
    if not set(node.arg_kinds) <= {nodes.ARG_POS, nodes.ARG_NAMED}:
        return None
    given = Arguments()
    for argument, name in zip(node.args, node.arg_names, strict=True):
        operand = Operand(run.recall(argument, state), argument)
        if name is None:
            given.positional.append(operand)
        else:
            given.keywords[name] = operand

    def learn(condition: nodes.Expression, inner: State) -> None:
        assume(condition, truth, run, inner)

    return inlining.follow_condition(callee.definition, given, node, run, state, learn)


def _learn_class(node: nodes.CallExpr, truth: bool, run: Run, state: State) -> None:  # noqa: FBT001
    """Learn from `isinstance(x, Float[Tensor, "b n"])` and `isinstance(x, Tensor)`."""
    tested = node.args[1]
    loosen_tested(node.args[:1], run, state)
    value = instances.only_tensor(run.recall(node.args[0], state))
    carried = instances.annotation_of(tested, run) if truth and isinstance(value, Tensor) else None
    if carried is not None and isinstance(value, Tensor):
        learned = instances.learned(value, carried, node, run, state)
        if learned is None:
            state.live = False
        else:
            refining.refine(node.args[0], learned, state)
    elif isinstance(tested, nodes.RefExpr):
        value = run.recall(node.args[0], state)
        refining.refine(node.args[0], instances.narrowed(value, tested.node, state, truth=truth), state)


def restore_loosened(
    state: State, before: frozenset[Symbol], by_condition: frozenset[Symbol], branches: Sequence[State]
) -> None:
    """Where several branches meet again, what only the condition had loosened is free again."""
    live = [branch.facts.loosened for branch in branches if branch.live]
    if len(live) > 1:
        everywhere = frozenset.intersection(*live) - (by_condition - before)
        state.facts = state.facts.with_loosened(before | everywhere)


def _decide_both(operator: str, left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001
    if operator == "and":
        return False if False in (left, right) else True if left and right else None
    return True if True in (left, right) else False if left is False and right is False else None


def decide_comparison(operator: str, left: Value, right: Value, state: State) -> bool | None:
    """Tell whether a comparison of two values certainly holds or certainly does not."""
    match operator, left, right:
        case (("is" | "is not"), _, Scalar(None)):
            none = _is_none(left)
            return none if none is None or operator == "is" else not none
        case (("==" | "!="), Scalar(one), Scalar(other)):
            return (one == other) == (operator == "==")
        case _, Integer(one), Integer(other) if operator in _DECIDE:
            return _DECIDE[operator](one, other, state)
        case (("==" | "!="), Items(ones), Items(others)):
            equal = _decide_items(ones, others, state)
            return equal if equal is None or operator == "==" else not equal
        case _:
            return None


def _is_none(value: Value) -> bool | None:
    match value:
        case Scalar(None):
            return True
        case Tensor() | Integer() | Items() | Scalar():
            return False
        case _:
            return None


def _decide_items(ones: tuple[Value, ...], others: tuple[Value, ...], state: State) -> bool | None:
    if len(ones) != len(others):
        return False
    results = [decide_comparison("==", one, other, state) for one, other in zip(ones, others, strict=True)]
    return False if False in results else True if all(results) else None


def _equal(left: Size, right: Size, state: State) -> bool | None:
    if compare(left, right, state.facts).same:
        return True
    return False if never_zero(state.facts.simplify(left - right), state.facts) else None


def _not_less(left: Size, right: Size, state: State) -> bool | None:
    verdict = at_least(left, right, state.facts).verdict
    return {Verdict.SAME: True, Verdict.DIFFERENT: False, Verdict.UNKNOWN: None}[verdict]


def _not(decided: bool | None) -> bool | None:  # noqa: FBT001
    return None if decided is None else not decided


_DECIDE: Final[Mapping[str, Callable[[Size, Size, State], bool | None]]] = {
    "==": _equal,
    "!=": lambda left, right, state: _not(_equal(left, right, state)),
    ">=": _not_less,
    "<=": lambda left, right, state: _not_less(right, left, state),
    "<": lambda left, right, state: _not(_not_less(left, right, state)),
    ">": lambda left, right, state: _not(_not_less(right, left, state)),
}


def _learn(operator: str, left: nodes.Expression, right: nodes.Expression, run: Run, state: State) -> None:
    """Learn that a comparison holds."""
    values = content_of(run.recall(left, state), state), content_of(run.recall(right, state), state)
    loosen_tested((left, right), run, state)
    match operator, *values:
        case "is", _, Scalar(None):
            refining.learn_whether_given(left, values[0], state, given=False)
        case "is not", Choice(), Scalar(None):
            refining.learn_whether_given(left, values[0], state, given=True)
        case (("is" | "is not"), _, _):
            _learn_identity(values, run, state)
        case _, Integer(one), Integer(other):
            _learn_sizes(operator, one, other, state)
            refining.refine_rank(operator, left, other, run, state)
        case "==", (Items() | ShapeTuple()), (Items() | ShapeTuple()):
            _learn_shapes(values, (left, right), run, state)
        case "!=", Items(ones), Items(others) if len(ones) == len(others):
            _learn_difference(ones, others, state)
        case _, Scalar(), Scalar():
            pass
        case _:
            state.facts = state.facts.loosen(symbols_of(values[0]) | symbols_of(values[1]))


def _learn_identity(values: tuple[Value, Value], run: Run, state: State) -> None:
    """One tensor has one shape, under whatever names."""
    if all(isinstance(value, Tensor) for value in values):
        loosen(values, run, state)


def _learn_difference(ones: tuple[Value, ...], others: tuple[Value, ...], state: State) -> None:
    """Learn that two shapes differ: in the one axis that may, if there is only one."""
    equal = [decide_comparison("==", *pair, state) for pair in zip(ones, others, strict=True)]
    open_axes = [index for index, decided in enumerate(equal) if not decided]
    one, other = (ones[open_axes[0]], others[open_axes[0]]) if len(open_axes) == 1 else (None, None)
    if isinstance(one, Integer) and isinstance(other, Integer):
        state.facts = state.facts.distinguish(one.size, other.size)
    elif False not in equal:
        state.facts = state.facts.loosen(symbols_of(Items(ones)) | symbols_of(Items(others)))


def _learn_sizes(operator: str, left: Size, right: Size, state: State) -> None:
    facts = state.facts
    learned = {
        "==": lambda: facts.equate(left, right),
        "!=": lambda: facts.distinguish(left, right),
        ">=": lambda: facts.bound(left, right),
        ">": lambda: facts.bound(left, right + 1),
        "<=": lambda: facts.bound(right, left),
        "<": lambda: facts.bound(right, left + 1),
    }.get(operator)
    if learned is not None:
        state.facts = learned()


def _learn_shapes(
    values: tuple[Value, Value],
    expressions: tuple[nodes.Expression, nodes.Expression],
    run: Run,
    state: State,
) -> None:
    match values:
        case Items(ones), Items(others) if len(ones) == len(others):
            for one, other in zip(ones, others, strict=True):
                if isinstance(one, Integer) and isinstance(other, Integer):
                    state.facts = state.facts.equate(one.size, other.size)
                else:
                    loosen((one, other), run, state)
        case ShapeTuple(), Items(sizes):
            refining.refine_shape(expressions[0], sizes, run, state)
        case Items(sizes), ShapeTuple():
            refining.refine_shape(expressions[1], sizes, run, state)
        case _:
            pass

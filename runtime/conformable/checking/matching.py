"""The exact verdict on a call: which sizes the names have, or what does not fit and why.

Generated code decides the common case; what it refuses is decided here. The order of binding is jaxtyping's,
with two differences: an arithmetic axis waits until its names are bound, and where a union leaves a choice,
all choices are tried before the call is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jaxtyping import AnnotationError

from conformable.checking.axis_matching import Reader, Tensor, settle
from conformable.checking.bindings import Bindings
from conformable.checking.containers import Item, is_container, items_inside
from conformable.checking.hints import (
    CollectionHint,
    Hint,
    MappingHint,
    NoneHint,
    PlainHint,
    RecordHint,
    TreeHint,
    TupleHint,
    UnionHint,
)
from conformable.checking.plain_hints import tester
from conformable.checking.refusal import RefusalError, described, structure_text
from conformable.checking.tensor_hints import TensorHint, dtype_name
from conformable.checking.trees import bindings_of_tree, holes_in, leaves_inside, structure_of
from conformable.core import messages
from conformable.core.expression import EvaluationError

# Unions multiply: a call that leaves more choices than this is let through, as nothing is proven against it.
MAX_CHOICES = 10_000

Option = tuple[Bindings, list[Item]]


def match(items: Iterable[Item], bindings: Bindings, read: Reader) -> Bindings:
    """Hold values against hints, in this order.

    Args:
        items: each hint, with the path of its value and the value.
        bindings: what is bound before.
        read: gives the value of a hole in braces.

    Returns:
        What is bound after it.

    Raises:
        RefusalError: if a value does not fit; where there was a choice, that of the try which got furthest.
    """
    return _Search(read).run(_State(_chained(list(items), None), bindings, 0))


def fits_alone(hint: Hint, value: Any) -> bool:
    """Tell whether a value is of the kind that a hint asks for, whatever the sizes of others are."""
    try:
        _only_option(hint, "", value, Bindings(), _no_holes)
    except (RefusalError, AnnotationError):
        return False
    return True


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """A value that is to be held against a hint, and the task after it."""

    hint: Hint
    path: str
    value: Any
    rest: _Task | None


@dataclass(frozen=True, slots=True)
class _State:
    """What is left to do, what is bound, and how many tasks are done."""

    task: _Task | None
    bindings: Bindings
    progress: int


class _Search:
    """Depth-first search through the choices that unions leave."""

    def __init__(self, read: Reader) -> None:
        self.read = read
        self.open: list[_State] = []
        self.seen: set[object] = set()
        self.progress = -1
        self.refusal: RefusalError | None = None

    def run(self, start: _State) -> Bindings:
        self.open.append(start)
        while self.open:
            result = self.follow(self.open.pop())
            if result is not None:
                return result
        assert self.refusal is not None
        raise self.refusal

    def follow(self, state: _State) -> Bindings | None:
        """Go on until the end, or until a value does not fit; leave other choices open."""
        try:
            while state.task is not None:
                states = self.next_states(state, state.task)
                if not states or len(self.seen) > MAX_CHOICES:
                    return state.bindings if states else None
                state = states[0]
                self.open.extend(reversed(states[1:]))
            return settle(state.bindings, self.read)
        except RefusalError as refusal:
            if state.progress > self.progress:
                self.progress, self.refusal = state.progress, refusal
        return None

    def next_states(self, state: _State, task: _Task) -> list[_State]:
        options = _options(task, state.bindings, self.read)
        states = [
            _State(_chained(inside, task.rest), bindings, state.progress + 1) for bindings, inside in options
        ]
        return [one for one in states if self.is_new(one)] if len(states) > 1 else states

    def is_new(self, state: _State) -> bool:
        key = (state.task, state.bindings.key())
        is_new = key not in self.seen
        self.seen.add(key)
        return is_new


def _chained(items: list[Item], rest: _Task | None) -> _Task | None:
    for hint, path, value in reversed(items):
        rest = _Task(hint, path, value, rest)
    return rest


def _options(task: _Task, bindings: Bindings, read: Reader) -> list[Option]:
    """Return the ways in which the value fits its hint, each with what is in the value and must fit too."""
    if isinstance(task.hint, UnionHint):
        return _options_of_union(task.hint, task, bindings, read)
    return [_only_option(task.hint, task.path, task.value, bindings, read)]


def _options_of_union(hint: UnionHint, task: _Task, bindings: Bindings, read: Reader) -> list[Option]:
    options: list[Option] = []
    refusals: list[RefusalError] = []
    for alternative in hint.alternatives:
        try:
            options.append(_only_option(alternative, task.path, task.value, bindings, read))
        except RefusalError as refusal:
            refusals.append(refusal)
    if options:
        return options
    considered = [
        (alternative, refusal)
        for alternative, refusal in zip(hint.alternatives, refusals, strict=True)
        if not isinstance(alternative, NoneHint)
    ]
    if len(considered) == 1:
        raise considered[0][1]
    details = tuple(messages.alternative_refused(one.text, refusal.reason) for one, refusal in considered)
    statement = messages.wrong_kind(described(task.value), hint.text)
    raise RefusalError(task.path, statement, messages.kind_is(described(task.value)), bindings, details)


def _only_option(hint: Hint, path: str, value: Any, bindings: Bindings, read: Reader) -> Option:
    match hint:
        case TensorHint():
            return _match_tensor(hint, path, value, bindings), []
        case TupleHint() | CollectionHint() | MappingHint():
            _require(is_container(hint, value), hint, path, value, bindings)
            return bindings, items_inside(hint, path, value)
        case RecordHint():
            _require(is_container(hint, value), hint, path, value, bindings)
            match(items_inside(hint, path, value), Bindings(), _no_holes)
            return bindings, []
        case TreeHint():
            return _match_tree(hint, path, value, bindings, read), []
        case _:
            _require(_fits_plain(hint, value), hint, path, value, bindings)
            return bindings, []


def _no_holes(path: tuple[str, ...]) -> int:
    """Refuse to read an argument for a field of a record, which belongs to no call."""
    raise EvaluationError(messages.no_attribute(".".join(path)))


def _fits_plain(hint: Hint, value: Any) -> bool:
    if not isinstance(hint, PlainHint):
        return value is None
    test = tester(hint.hint)
    if test is None:
        return True
    return isinstance(value, test) if isinstance(test, type) else test(value)


def _match_tensor(hint: TensorHint, path: str, value: Any, bindings: Bindings) -> Bindings:
    if _is_tracing_proxy(value):
        return bindings
    _require(hint.accepts_type(value), hint, path, value, bindings)
    if not hint.accepts_dtype(value):
        name = dtype_name(value.dtype)
        statement = messages.wrong_dtype(name, hint.text)
        raise RefusalError(path, statement, messages.dtype_is(name), bindings)
    return Tensor(hint, path, tuple(value.shape)).match(bindings)


def _match_tree(hint: TreeHint, path: str, value: Any, bindings: Bindings, read: Reader) -> Bindings:
    """Ask jaxtyping whether a tree fits; if not, find the leaf that does not, or else it is the structure."""
    try:
        bound = bindings_of_tree(hint, path, value, bindings, read)
    except AnnotationError:
        if holes_in(
            hint
        ):  # One that cannot be read is missing to jaxtyping; what is wrong with it is said here.
            match(leaves_inside(hint, path, value), bindings, read)
        raise
    if bound is not None:
        return bound
    match(leaves_inside(hint, path, value), bindings, read)
    structure = structure_text(structure_of(hint, value))
    known = bindings.structures.get(hint.structure or "")
    where = "" if known is None else structure_text(known.structure)
    origin = "" if known is None else messages.value_origin(known.origin)
    statement = messages.wrong_structure(structure, hint.text, hint.structure or "", where, origin)
    raise RefusalError(path, statement, messages.structure_is(structure), bindings)


def _is_tracing_proxy(value: Any) -> bool:
    """Tell whether torch.fx.symbolic_trace runs: its proxies have no shape."""
    return type(value).__module__ == "torch.fx.proxy"


def _require(fits: bool, hint: Hint, path: str, value: Any, bindings: Bindings) -> None:  # noqa: FBT001
    if not fits:
        statement = messages.wrong_kind(described(value), hint.text)
        raise RefusalError(path, statement, messages.kind_is(described(value)), bindings)

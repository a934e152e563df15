"""Sizes that a value was computed from without showing them: those of `n = len({len(x), len(y)})`.

A condition on such a value may say anything about them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mypy import nodes

from conformable.core.immutable import dataclass
from conformable_mypy.interpreter.choices import mentions_of, with_mentions
from conformable_mypy.interpreter.parts import within
from conformable_mypy.interpreter.values import (
    NONE,
    UNKNOWN,
    Choice,
    Class,
    Either,
    Function,
    Integer,
    Items,
    Layer,
    Many,
    Number,
    Object,
    Operation,
    Reference,
    Scalar,
    ShapeTuple,
    Tensor,
    Unknown,
    Value,
    symbols_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conformable.core.sizes import Symbol
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

    Symbols = frozenset[Symbol]

NO_SYMBOLS: Final[Symbols] = frozenset()

COMPARING: Final = frozenset({"torch.equal", "torch.Tensor.equal", "torch.Tensor.is_same_size"})
"""Operations that are true of tensors of one shape only."""

_MADE_AT: Final = re.compile(r"[^#]*#\d+")
"""Where a size was made: loops add to the scope of a size, and mean the same one in other iterations."""


def of_call(result: Value, callee: Value, given: Given, run: Run, state: State) -> Value:
    """Let what a call gives, or has kept, remember the sizes that the call was given."""
    _note_captured(callee, given, run, state)
    if isinstance(result, Tensor) or not given.every:
        return result
    made = state.content(result)
    options = _options(made)
    leaves = [leaf for option in options for leaf in _leaves(option, state)]
    says_nothing = not any(isinstance(one, Tensor) for one in leaves)
    sizes = given.every if says_nothing else given.sizes
    return remember(UNKNOWN if sizes and _tells_class_only(made) else result, sizes, run)


def of_typed(value: Unknown, typed: Value, run: Run) -> Value:
    """Let what mypy's type tells of a value remember the sizes that the value was computed from."""
    tells_little = isinstance(typed, Many) or _tells_class_only(typed)
    return remember(value if value.mentions and tells_little else typed, value.mentions, run)


def _options(value: Value) -> tuple[Value, ...]:
    return value.options if isinstance(value, Choice) else (value,)


def _tells_class_only(made: Value) -> bool:
    """Tell whether a value is a set, a string or the like, or `None`: nothing but that is known of it."""
    others = [option for option in _options(made) if option != NONE]
    return bool(others) and all(
        isinstance(option, Object) and option.info.module_name == "builtins" for option in others
    )


_LEAVES: Final = frozenset({Integer, Number, Unknown, ShapeTuple})
_SHOWING_NOTHING: Final = frozenset({Scalar, Operation, Function, Class, Layer})


@dataclass(frozen=True, slots=True)
class Given:
    """The sizes that a call is given.

    What a tensor holds is no size; but a function of the program may look at the shapes of tensors.

    Attributes:
        sizes: Those that are no sizes of tensors, or are compared as such.
        of_tensors: The sizes of tensors, where a function of the program is called.
    """

    sizes: Symbols
    of_tensors: Symbols

    @property
    def every(self) -> Symbols:
        """All of them."""
        return self.sizes | self.of_tensors

    @staticmethod
    def to(callee: Value, values: Iterable[Value], run: Run, state: State) -> Given:
        """Collect what is given to a call, before it may have changed it."""
        bound = callee.receiver if isinstance(callee, Operation | Function) else callee
        captured = _captured(callee, run, state)
        sizes = of_tensors = NO_SYMBOLS
        for value in (*values, *captured, *([bound] if bound is not None else [])):
            kind = type(value)
            if kind is Tensor:
                of_tensors |= symbols_of(value)
            elif kind in _LEAVES:
                sizes |= symbols_of(value)
            elif kind not in _SHOWING_NOTHING:
                sizes |= _noted(value, run) | mentions_of(value)
                for leaf in _leaves(value, state):
                    if isinstance(leaf, Tensor):
                        of_tensors |= symbols_of(leaf)
                    else:
                        sizes |= symbols_of(leaf)
        if not isinstance(callee, Operation):
            return Given(sizes, of_tensors)
        return Given(sizes | of_tensors if callee.name in COMPARING else sizes, NO_SYMBOLS)


def _note_captured(callee: Value, given: Given, run: Run, state: State) -> None:
    """Let the lists and dicts that a nested function sees remember what it was given: it may keep it."""
    for value in _captured(callee, run, state):
        if isinstance(value, Reference):
            note((value.address,), given.every, run)


def _captured(callee: Value, run: Run, state: State) -> Iterator[Value]:
    """Yield what a nested function sees of the functions around it, besides its arguments."""
    if not run.captured or not isinstance(callee, Function):
        return
    # mypy gives a function inside another one its bare name.
    if isinstance(callee.definition, nodes.LambdaExpr) or "." not in callee.definition.fullname:
        yield from (state.variables[one] for one in run.captured & state.variables.keys())


def _leaves(value: Value, state: State) -> Iterator[Value]:
    """Yield what a value is made of, down to what has sizes; of an object nothing: it may hold anything."""
    for part in within([content_of(value, state)]):
        inner = content_of(part, state)
        for leaf in (part,) if inner is part else within([inner]):
            if type(leaf) is Tensor or type(leaf) in _LEAVES:
                yield leaf


def content_of(value: Value, state: State) -> Value:
    """Give what a list or dict holds; of an object, which may hold anything, nothing."""
    content = state.content(value)
    return value if isinstance(content, Object) else content


def of_part(part: Value, whole: Value, run: Run) -> Value:
    """Let an item or attribute remember the sizes that the whole was computed from."""
    noted = _noted(whole, run) if run.hidden else NO_SYMBOLS
    return remember(part, noted | whole.mentions if isinstance(whole, Choice | Either) else noted, run)


def remember(value: Value, symbols: Symbols, run: Run) -> Value:
    """Let a value remember sizes that it was computed from, where it does not show them."""
    if not symbols:
        return value
    match value:
        case Unknown() | Number() | Either():
            return with_mentions(value, mentions_of(value) | symbols)
        case Items(items, kind) if kind != "size":
            return Items(tuple([remember(item, symbols, run) for item in items]), kind)
        case Integer():
            note((_made_at(fresh) for fresh in symbols_of(value) - symbols), symbols, run)
        case Choice(options):
            kept = tuple([remember(option, symbols, run) for option in options])
            return Choice(kept, value.origin, value.mentions | symbols)
        case Reference() | Object() if _key(value):
            note((_key(value),), symbols, run)
        case _:
            pass
    return value


def note(keys: Iterable[str | int], symbols: Symbols, run: Run) -> None:
    """Note what values were computed from, see `Run.hidden`."""
    for key in keys:
        run.hidden[key] = run.hidden.get(key, NO_SYMBOLS) | symbols


def _made_at(symbol: Symbol) -> str:
    found = _MADE_AT.match(symbol.scope)
    return symbol.scope if found is None else found.group()


def behind(value: Value, run: Run, state: State) -> Symbols:
    """Collect the sizes that a condition on a value may say anything about, also those that it shows."""
    return behind_all(symbols_of(content_of(value, state)) | _noted(value, run), run)


def _noted(value: Value, run: Run) -> Symbols:
    return run.hidden.get(_key(value), NO_SYMBOLS)


def _key(value: Value) -> str | int:
    """Say under what the sizes behind a container or an object are noted; "" if it has no place."""
    match value:
        case Reference(address):
            return address
        case Object(scope=scope):
            return scope
        case _:
            return ""


def behind_all(symbols: Symbols, run: Run) -> Symbols:
    """Add to sizes those that they were computed from."""
    if not run.hidden:
        return symbols
    found, waiting = set(symbols), list(symbols)
    while waiting:
        new = run.hidden.get(_made_at(waiting.pop()), NO_SYMBOLS) - found
        found |= new
        waiting.extend(new)
    return frozenset(found)


def loosen(values: Iterable[Value], run: Run, state: State) -> None:
    """Let the sizes that some values show, or were computed from, be related in any way."""
    state.facts = state.facts.loosen(NO_SYMBOLS.union(*(behind(value, run, state) for value in values)))


def loosen_hidden(values: Iterable[Value], run: Run, state: State) -> None:
    """Let the sizes that some values were computed from be related in any way, if they do not show them."""
    state.facts = state.facts.loosen(NO_SYMBOLS.union(*(_unshown(value, run, state) for value in values)))


def loosen_tested(tested: Iterable[nodes.Expression], run: Run, state: State) -> None:
    """Do the same for the values of expressions in a condition."""
    loosen_hidden((run.recall(node, state) for node in tested), run, state)


def _unshown(value: Value, run: Run, state: State) -> Symbols:
    if isinstance(value, Choice):
        of_options = (_unshown(option, run, state) for option in value.options)
        return behind_all(value.mentions.union(*of_options), run)
    if isinstance(value, Unknown | Number | Either):
        return behind(value, run, state)
    return behind(value, run, state) - symbols_of(content_of(value, state))

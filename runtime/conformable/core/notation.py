"""jaxtyping's dim strings: the text of an annotation -> its axes, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from functools import lru_cache

from conformable.core import messages
from conformable.core.expression import Constant, Expression, Operation, Variable, holes, variables
from conformable.core.expression_parser import ExpressionError, parse_expression
from conformable.core.immutable import dataclass

MAX_LENGTH = 1000
# jaxtyping makes a class whose name holds the string, and these characters cannot stand in a name.
_UNREADABLE = re.compile("[\\0\ud800-\udfff]")


class NotationError(ValueError):
    """A dim string that jaxtyping rejects, with the token that is wrong and the reason."""

    def __init__(self, text: str, token: str, column: int, reason: str) -> None:
        super().__init__(messages.notation_error(text, token, column, reason))
        self.text = text
        self.token = token
        self.column = column
        self.reason = reason

    def __reduce__(self) -> tuple[type[NotationError], tuple[str, str, int, str]]:
        return type(self), (self.text, self.token, self.column, self.reason)


@dataclass(frozen=True, slots=True)
class FixedAxis:
    """`3`, `#3`, `rows=3`: exactly this size; broadcastable: or 1."""

    size: int
    broadcastable: bool = False
    text: str = field(default="", compare=False, repr=False)
    column: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        return _flags(broadcastable=self.broadcastable) + str(self.size)


@dataclass(frozen=True, slots=True)
class NamedAxis:
    """`n`, `#n`, `?n`: the same size wherever the name stands; broadcastable: or 1, which binds nothing."""

    name: str
    broadcastable: bool = False
    treepath: bool = False
    text: str = field(default="", compare=False, repr=False)
    column: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        return _flags(broadcastable=self.broadcastable, treepath=self.treepath) + (self.name or "=")


@dataclass(frozen=True, slots=True)
class AnonymousAxis:
    """`_`, `_n`: one axis of any size."""

    text: str = field(default="", compare=False, repr=False)
    column: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        return "_"


@dataclass(frozen=True, slots=True)
class SymbolicAxis:
    """`2*n+1`, `{self.d}`: a size computed from other sizes; it binds nothing."""

    expression: Expression
    broadcastable: bool = False
    text: str = field(default="", compare=False, repr=False)
    column: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        return _flags(broadcastable=self.broadcastable) + _symbolic_text(self.expression)


@dataclass(frozen=True, slots=True)
class VariadicAxis:
    """`*batch`, `*#batch`, `...`: any number of axes; the name is None for `...` and `*_`."""

    name: str | None
    broadcastable: bool = False
    treepath: bool = False
    text: str = field(default="", compare=False, repr=False)
    column: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        if self.name is None:
            return "..."
        return "*" + _flags(broadcastable=self.broadcastable, treepath=self.treepath) + (self.name or "=")


@dataclass(frozen=True, slots=True)
class MeaninglessAxis:
    """A token that jaxtyping accepts but that cannot mean a size, and why: `3a`, `(a`, `head/neuron`."""

    text: str
    reason: str = field(compare=False)
    column: int = field(default=0, compare=False, repr=False)

    def __str__(self) -> str:
        return self.text


Axis = FixedAxis | NamedAxis | AnonymousAxis | SymbolicAxis | VariadicAxis | MeaninglessAxis


@dataclass(frozen=True, slots=True)
class ShapeAnnotation:
    """The axes that a dim string spells; two are equal if they mean the same, however they are spelt."""

    text: str = field(compare=False)
    axes: tuple[Axis, ...]
    variadic: int | None = field(init=False, repr=False, compare=False)
    """The index of the variadic axis, or None."""

    def __post_init__(self) -> None:
        variadic = None
        for index, axis in enumerate(self.axes):
            if isinstance(axis, VariadicAxis):
                variadic = index
        object.__setattr__(self, "variadic", variadic)

    @property
    def before(self) -> tuple[Axis, ...]:
        """The axes before the variadic one; all axes if there is none."""
        return self.axes[: self.variadic]

    @property
    def after(self) -> tuple[Axis, ...]:
        """The axes after the variadic one; none if there is none."""
        return () if self.variadic is None else self.axes[self.variadic + 1 :]

    @property
    def rank(self) -> int | None:
        """The number of axes, or None if one of them is variadic."""
        return len(self.axes) if self.variadic is None else None

    @property
    def names(self) -> tuple[str, ...]:
        """The distinct names in order of appearance; a variadic name keeps its star, as it is another name.

        >>> parse("*batch n #m n*k").names
        ('*batch', 'n', 'm', 'k')
        """
        return tuple(dict.fromkeys(name for axis in self.axes for name in names_of(axis)))

    @property
    def holes(self) -> tuple[tuple[str, ...], ...]:
        """The distinct paths of the holes in the axes, in order of appearance.

        >>> parse("{n} {self.d}*{n}").holes
        (('n',), ('self', 'd'))
        """
        found = (
            hole.path
            for axis in self.axes
            if isinstance(axis, SymbolicAxis)
            for hole in holes(axis.expression)
        )
        return tuple(dict.fromkeys(found))

    @property
    def has_split_axis(self) -> bool:
        """Whether a space stands inside the brackets of an axis: how many axes are meant is not clear then.

        >>> parse("b (n d)").has_split_axis, parse("b n/d").has_split_axis
        (True, False)
        """
        return any(axis.text.count("(") != axis.text.count(")") for axis in self.meaningless)

    @property
    def meaningless(self) -> tuple[MeaninglessAxis, ...]:
        """The axes that cannot mean a size."""
        return tuple(axis for axis in self.axes if isinstance(axis, MeaninglessAxis))

    def __str__(self) -> str:
        return " ".join(map(str, self.axes))


@lru_cache(maxsize=4096)
def parse(text: str) -> ShapeAnnotation:
    """Return the axes of a dim string, with the meaning that jaxtyping 0.3 gives it.

    Raises:
        NotationError: if jaxtyping rejects the string, or it is longer than `MAX_LENGTH` characters.

    >>> parse("batch n_in").axes[1].name
    'n_in'
    >>> str(parse("rows=3  *_ h*d"))
    '3 ... h*d'
    """
    if len(text) > MAX_LENGTH:
        raise NotationError(text, text, 0, messages.too_long(len(text), MAX_LENGTH))
    if unreadable := _UNREADABLE.search(text):
        raise NotationError(text, unreadable.group(), unreadable.start(), messages.unreadable_character())
    axes: list[Axis] = []
    variadic: Axis | None = None
    end = 0
    for token in text.split():
        column = text.index(token, end)
        end = column + len(token)
        if token.isidentifier() and token[0] != "_":
            axes.append(_plain_name(token, column))
            continue
        try:
            axis = _axis(token, column)
        except _RejectedTokenError as rejected:
            raise NotationError(text, token, column, str(rejected)) from None
        if isinstance(axis, VariadicAxis):
            if variadic is not None:
                raise NotationError(text, token, column, messages.two_variadic_axes(variadic.text))
            variadic = axis
        axes.append(axis)
    return ShapeAnnotation(text, tuple(axes))


@lru_cache(maxsize=4096)
def _plain_name(token: str, column: int) -> Axis:
    """Make the axis that most tokens are: `batch` stands at the beginning of very many annotations."""
    return NamedAxis(token, text=token, column=column)


class _RejectedTokenError(Exception):
    """A token that jaxtyping rejects; its message is the reason."""


def _axis(token: str, column: int) -> Axis:
    if "," in token and "(" not in token:
        raise _RejectedTokenError(messages.comma_between_axes())
    if token.endswith("#"):
        raise _RejectedTokenError(messages.hash_at_the_end())
    if token == "...":
        return VariadicAxis(None, text=token, column=column)
    if "..." in token:
        raise _RejectedTokenError(messages.dots_not_alone())
    prefixes, body = _split(token)
    if not body or body.isidentifier():
        return _named(prefixes, body, token, column)
    size = _integer(body)
    if size is not None:
        _refuse(prefixes, messages.fixed_axis_with)
        return FixedAxis(size, "#" in prefixes, token, column)
    _refuse(prefixes, messages.arithmetic_axis_with)
    try:
        return SymbolicAxis(parse_expression(body), "#" in prefixes, token, column)
    except ExpressionError as error:
        return MeaninglessAxis(token, str(error), column)


def _split(token: str) -> tuple[str, str]:
    """Split off `#`, `*`, `_` and `?`, each at most once, in any order, and what stands left of one `=`."""
    prefixes, body = "", token
    while body:
        first = body[0]
        if first in "#*_?":
            if first in prefixes:
                raise _RejectedTokenError(messages.prefix_twice(first))
            prefixes, body = prefixes + first, body[1:]
        elif body.count("=") == 1:
            body = body.partition("=")[2]
        else:
            break
    return prefixes, body


def _named(prefixes: str, name: str, token: str, column: int) -> Axis:
    broadcastable, treepath = "#" in prefixes, "?" in prefixes
    if "_" in prefixes:
        if broadcastable:
            raise _RejectedTokenError(messages.anonymous_broadcastable())
        variadic = "*" in prefixes
        return VariadicAxis(None, text=token, column=column) if variadic else AnonymousAxis(token, column)
    kind = VariadicAxis if "*" in prefixes else NamedAxis
    return kind(name, broadcastable, treepath, token, column)


def _refuse(prefixes: str, wording: Callable[[str], str]) -> None:
    for prefix in "*_?":
        if prefix in prefixes:
            raise _RejectedTokenError(wording(prefix))


def _integer(body: str) -> int | None:
    try:
        return int(body)
    except ValueError:
        return None


def names_of(axis: Axis) -> tuple[str, ...]:
    """Give the names in an axis; a variadic name keeps its star."""
    match axis:
        case NamedAxis(name):
            return (name,)
        case VariadicAxis(str(name)):
            return (f"*{name}",)
        case SymbolicAxis(expression):
            return variables(expression)
        case _:
            return ()


def _flags(*, broadcastable: bool, treepath: bool = False) -> str:
    return ("?" if treepath else "") + ("#" if broadcastable else "")


def _symbolic_text(expression: Expression) -> str:
    """Print arithmetic so that it is read as arithmetic again: `(3)`, where `3` would be a fixed axis."""
    text = str(expression)
    match expression:
        case Constant() | Variable() | Operation("neg"):
            return f"({text})"
        case _:
            return text
